//! Spans with what they stand for, found by place.
//!
//! Takes pairs of a span and a number (of a mention's entity, a quotation, a statement…); answers which of them touch or
//! hold a place. A search costs what lies within the longest span's reach before the place.

use depeche_record::Span;
use std::cmp::Reverse;

/// Pairs of a span and a number, by start, an outer span before what it holds.
#[derive(Debug, Default)]
pub(crate) struct SpanIndex {
    pairs: Vec<(Span, usize)>,
    longest: usize,
}

impl FromIterator<(Span, usize)> for SpanIndex {
    fn from_iter<T: IntoIterator<Item = (Span, usize)>>(pairs: T) -> Self {
        let mut pairs: Vec<(Span, usize)> = pairs.into_iter().collect();
        pairs.sort_unstable_by_key(|&(span, number)| (span.start, Reverse(span.end), number));
        let longest = pairs.iter().map(|(span, _)| span.len()).max().unwrap_or(0);
        Self { pairs, longest }
    }
}

impl SpanIndex {
    /// The pairs whose span overlaps `span`, in order.
    pub(crate) fn touching(&self, span: Span) -> impl DoubleEndedIterator<Item = &(Span, usize)> {
        let from = self.pairs.partition_point(|(one, _)| one.start + self.longest < span.start);
        let to = self.pairs.partition_point(|(one, _)| one.start < span.end).max(from);
        self.pairs[from..to].iter().filter(move |(one, _)| one.overlaps(span))
    }

    /// The pairs whose span holds `span`, in order.
    pub(crate) fn around(&self, span: Span) -> impl DoubleEndedIterator<Item = &(Span, usize)> {
        self.touching(span).filter(move |(one, _)| one.contains(span))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_touches_and_what_holds_a_place() {
        let span = Span::new;
        let index: SpanIndex =
            [(span(5, 9), 1), (span(0, 20), 0), (span(6, 8), 2), (span(12, 14), 3)].into_iter().collect();
        let numbers = |pairs: Vec<&(Span, usize)>| pairs.iter().map(|pair| pair.1).collect::<Vec<_>>();
        assert_eq!(numbers(index.touching(span(7, 13)).collect()), [0, 1, 2, 3]);
        assert_eq!(numbers(index.around(span(6, 7)).collect()), [0, 1, 2]);
        assert_eq!(numbers(index.around(span(6, 7)).rev().take(1).collect()), [2]);
        assert_eq!(numbers(index.touching(span(20, 30)).collect()), [0; 0]);
        assert_eq!(SpanIndex::default().touching(span(0, 9)).count(), 0);
    }
}
