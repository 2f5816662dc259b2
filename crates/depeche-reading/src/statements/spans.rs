//! The edges of spans: which punctuation belongs to a content, which pieces are one.
//!
//! Takes tokens or spans that a model or a rule proposed; gives spans fit to be printed. It decides nothing about what
//! is said or by whom.

use super::Context;
use depeche_record::{Sentence, Span};
use std::ops::Range;

impl Context<'_> {
    /// The span of `tokens` without punctuation at its edges; brackets, quotation marks, « ! », « ? » and « … » stay.
    pub(super) fn trim_tokens(&self, sentence: &Sentence, mut tokens: Range<usize>) -> Option<Span> {
        let light = |index: usize| sentence.tokens[index].span.of(self.text).chars().all(|c| ",;:.–—-•".contains(c));
        let ellipsis = |index: usize| sentence.tokens[index].span.of(self.text) == "...";
        while !tokens.is_empty() && light(tokens.start) && !ellipsis(tokens.start) {
            tokens.start += 1;
        }
        while !tokens.is_empty()
            && light(tokens.end - 1)
            && !ellipsis(tokens.end - 1)
            && !self.inside_marks(sentence, tokens.end - 1)
        {
            tokens.end -= 1;
        }
        (!tokens.is_empty()).then(|| sentence.span_of(&tokens)).filter(|span| letters(span.of(self.text)) > 0)
    }

    /// Whether token `index` is the last one before a closing mark, or ends a piece that has none: such a full stop
    /// belongs to the quoted words.
    fn inside_marks(&self, sentence: &Sentence, index: usize) -> bool {
        let token = sentence.tokens[index].span;
        self.quotations_in(token)
            .any(|quotation| self.quotations[quotation].pieces.iter().any(|piece| piece.inner.contains(token)))
    }

    /// Sorts, makes one of spans that overlap or have only spaces between them on one line, and cuts single marks off
    /// the edges.
    pub(super) fn merge(&self, mut spans: Vec<Span>) -> Vec<Span> {
        spans.sort_unstable();
        let mut merged: Vec<Span> = Vec::new();
        for span in spans {
            match merged.last_mut() {
                Some(last) if span.start <= last.end => *last = last.to(span),
                Some(last) if self.text[last.end..span.start].chars().all(|c| c.is_whitespace() && c != '\n') => {
                    *last = last.to(span);
                }
                _ => merged.push(span),
            }
        }
        for span in &mut merged {
            for index in self.quotations_in(*span).collect::<Vec<_>>() {
                for piece in &self.quotations[index].pieces {
                    let (outer, inner) = (piece.outer, piece.inner);
                    if span.start >= outer.start
                        && span.start < inner.start
                        && span.end < outer.end
                        && span.end > inner.start
                    {
                        span.start = inner.start;
                    }
                    if span.end > inner.end
                        && span.end <= outer.end
                        && span.start > outer.start
                        && span.start < inner.end
                    {
                        span.end = inner.end;
                    }
                }
            }
        }
        merged
    }
}

/// In text order, what overlaps made one: marks that are never closed may cross others.
pub(super) fn without_overlaps(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut apart: Vec<Span> = Vec::new();
    for span in spans {
        match apart.last_mut() {
            Some(last) if span.start < last.end => *last = last.to(span),
            _ => apart.push(span),
        }
    }
    apart
}

/// Bytes between two spans; none when they touch or overlap.
pub(super) fn distance(a: Span, b: Span) -> usize {
    b.start.saturating_sub(a.end).max(a.start.saturating_sub(b.end))
}

pub(super) fn intersection(a: Span, b: Span) -> Option<Span> {
    a.overlaps(b).then(|| Span::new(a.start.max(b.start), a.end.min(b.end)))
}

/// Number of letters and digits.
pub(super) fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}
