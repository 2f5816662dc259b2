//! Discontinuous spans as gold sets give them, and how much two of them share.
//!
//! Takes spans in **code points** (what gold files and the JSON record use, and the unit of every IoU here) or in bytes
//! through [`Characters`]; gives overlap measures and trimmed spans. It does not know what a span means.

use depeche_record::Span;
use std::ops::Range;

/// A text as code points, with the way from the engine's byte offsets to them.
pub struct Characters {
    chars: Vec<char>,
    /// Byte offset of every code point, then the length of the text.
    starts: Vec<usize>,
}

impl Characters {
    /// Indexes `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        starts.push(text.len());
        Self { chars: text.chars().collect(), starts }
    }

    /// How many code points.
    #[must_use]
    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// Whether the text is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// The code point range of a byte span; a boundary inside a character counts as the next character's start.
    #[must_use]
    pub fn range(&self, span: Span) -> Range<usize> {
        self.starts.partition_point(|start| *start < span.start)..self.starts.partition_point(|start| *start < span.end)
    }

    /// The byte span of a code point range, cut to the text.
    #[must_use]
    pub fn span(&self, range: &Range<usize>) -> Span {
        let last = self.len();
        let start = self.starts[range.start.min(last)];
        Span::new(start, self.starts[range.end.min(last)].max(start))
    }

    /// Byte spans as pieces.
    #[must_use]
    pub fn pieces(&self, spans: &[Span]) -> Pieces {
        Pieces::new(spans.iter().map(|span| self.range(*span)))
    }

    /// The words of a range, cut to the text; line breaks become spaces so that a report keeps one line an item.
    #[must_use]
    pub fn text(&self, range: &Range<usize>) -> String {
        let end = range.end.min(self.len());
        self.chars[range.start.min(end)..end].iter().map(|c| if *c == '\n' || *c == '\r' { ' ' } else { *c }).collect()
    }

    /// The words of all pieces, joined by an ellipsis.
    #[must_use]
    pub fn words(&self, pieces: &Pieces) -> String {
        pieces.0.iter().map(|piece| self.text(piece)).collect::<Vec<_>>().join(" … ")
    }

    /// A range with some `reach` code points before and after it, out to the next space.
    #[must_use]
    pub fn around(&self, range: &Range<usize>, reach: usize) -> String {
        let before = range.start.saturating_sub(reach).min(self.len());
        let after = (range.end + reach).min(self.len());
        let start = self.chars[..before].iter().rposition(|c| c.is_whitespace()).map_or(0, |space| space + 1);
        let end = self.chars[after..].iter().position(|c| c.is_whitespace()).map_or(self.len(), |n| after + n);
        self.text(&(start..end))
    }

    /// `pieces` without edge punctuation, quotation marks and spaces, and without a leading word such as « que »
    /// (`data/leading-words.txt`); pieces that hold nothing else disappear.
    #[must_use]
    pub fn bare(&self, pieces: &Pieces) -> Pieces {
        let mut kept: Vec<Range<usize>> = pieces.0.iter().map(|piece| self.trim(piece.clone())).collect();
        kept.retain(|piece| !piece.is_empty());
        while let Some(first) = kept.first().cloned() {
            let Some(after) = self.leading_word(&first) else { break };
            let rest = self.trim(after..first.end);
            if rest.is_empty() {
                kept.remove(0);
            } else {
                kept[0] = rest;
                break;
            }
        }
        Pieces(kept)
    }

    fn trim(&self, range: Range<usize>) -> Range<usize> {
        let (mut start, mut end) = (range.start.min(self.len()), range.end.min(self.len()));
        while start < end && is_edge(self.chars[start]) {
            start += 1;
        }
        while start < end && is_edge(self.chars[end - 1]) {
            end -= 1;
        }
        start..end
    }

    /// Where a leading word of `range` ends, when it has one.
    fn leading_word(&self, range: &Range<usize>) -> Option<usize> {
        leading_words().find_map(|word| {
            let end = range.start + word.chars().count();
            let fits = end <= range.end
                && self.chars[range.start..end].iter().flat_map(|c| c.to_lowercase()).eq(word.chars())
                && (word.ends_with(['\'', '’']) || end == range.end || self.chars[end].is_whitespace());
            fits.then_some(end)
        })
    }
}

fn leading_words() -> impl Iterator<Item = &'static str> {
    include_str!("../data/leading-words.txt").lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'))
}

/// Punctuation, quotation marks, spaces: not letters, digits, combining marks, nor the signs that carry meaning beside
/// a number or a name.
fn is_edge(c: char) -> bool {
    !(c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c) || "%‰°€$£¥+#@&".contains(c))
}

/// A span in one or several pieces, in code points. Invariant: sorted, disjoint, none empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Pieces(Vec<Range<usize>>);

impl Pieces {
    /// Sorts, joins what overlaps or touches, drops what is empty.
    #[must_use]
    pub fn new(ranges: impl IntoIterator<Item = Range<usize>>) -> Self {
        let mut sorted: Vec<Range<usize>> = ranges.into_iter().filter(|range| range.start < range.end).collect();
        sorted.sort_by_key(|range| (range.start, range.end));
        let mut joined: Vec<Range<usize>> = Vec::with_capacity(sorted.len());
        for range in sorted {
            match joined.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => joined.push(range),
            }
        }
        Self(joined)
    }

    /// One piece.
    #[must_use]
    pub fn one(range: Range<usize>) -> Self {
        Self::new(std::iter::once(range))
    }

    /// Whether it holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Code points covered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.iter().map(ExactSizeIterator::len).sum()
    }

    /// From the first piece's start to the last one's end; `None` when empty.
    #[must_use]
    pub fn extent(&self) -> Option<Range<usize>> {
        Some(self.0.first()?.start..self.0.last()?.end)
    }

    /// The same pieces, `by` code points further on.
    #[must_use]
    pub fn shifted(&self, by: usize) -> Self {
        Self(self.0.iter().map(|piece| piece.start + by..piece.end + by).collect())
    }

    /// Everything that either covers.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self::new(self.0.iter().chain(&other.0).cloned())
    }

    /// Code points that both cover.
    #[must_use]
    pub fn shared(&self, other: &Self) -> usize {
        let (mut i, mut j, mut sum) = (0, 0, 0);
        while i < self.0.len() && j < other.0.len() {
            let (a, b) = (&self.0[i], &other.0[j]);
            sum += a.end.min(b.end).saturating_sub(a.start.max(b.start));
            if a.end <= b.end { i += 1 } else { j += 1 }
        }
        sum
    }

    /// Whether they share a code point.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.shared(other) > 0
    }

    /// Intersection over union, 0 to 1.
    #[must_use]
    pub fn iou(&self, other: &Self) -> f64 {
        let shared = self.shared(other);
        let union = self.len() + other.len() - shared;
        if union == 0 { 0.0 } else { shared as f64 / union as f64 }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use expect_test::{Expect, expect};

    fn check(text: &str, expected: Expect) {
        let characters = Characters::new(text);
        let whole = Pieces::one(0..characters.len());
        expected.assert_eq(&characters.words(&characters.bare(&whole)));
    }

    #[test]
    fn a_bare_content_loses_its_conjunction_and_marks() {
        check("que la route reste fermée.", expect!["la route reste fermée"]);
        check("qu’« aucun accord » n'existe", expect!["aucun accord » n'existe"]);
        check("« Nous partirons demain ! »", expect!["Nous partirons demain"]);
        check("That the bridge is safe,", expect!["the bridge is safe"]);
        check("« que la trêve tienne »", expect!["la trêve tienne"]);
    }

    #[test]
    fn a_word_that_merely_begins_like_one_stays() {
        check("quelque 300 personnes", expect!["quelque 300 personnes"]);
        check("Thatcher won", expect!["Thatcher won"]);
        check("10 % de hausse, soit 5 €", expect!["10 % de hausse, soit 5 €"]);
    }

    #[test]
    fn nothing_but_marks_is_nothing() {
        check("« … »", expect![""]);
        check("que", expect![""]);
        check("", expect![""]);
    }

    #[test]
    fn overlap_is_measured_over_all_pieces() {
        let gold = Pieces::new([0..10, 20..30]);
        assert_eq!(gold.iou(&Pieces::one(0..10)), 0.5);
        assert_eq!(gold.iou(&Pieces::one(0..30)), 20.0 / 30.0);
        assert_eq!(gold.iou(&Pieces::one(10..20)), 0.0);
        assert_eq!(Pieces::default().iou(&Pieces::default()), 0.0);
        assert_eq!(Pieces::new([5..9, 0..5, 3..4, 7..7]), Pieces::one(0..9));
    }

    #[test]
    fn what_stands_around_has_whole_words() {
        let characters = Characters::new("Le maire de Vauclair a démissionné\njeudi soir.");
        assert_eq!(characters.around(&(12..20), 4), "maire de Vauclair a démissionné");
        assert_eq!(characters.around(&(12..20), 99), "Le maire de Vauclair a démissionné jeudi soir.");
    }

    #[test]
    fn bytes_and_code_points_meet() {
        let characters = Characters::new("Où l’été a-t-il fui ?");
        let word = characters.range(Span::new(8, 13));
        assert_eq!(characters.text(&word), "été");
        assert_eq!(characters.span(&word), Span::new(8, 13));
    }
}
