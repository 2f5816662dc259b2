//! Small questions to a dependency tree.
//!
//! Everything answers `None` or nothing when the sentence has no analysis, so that reading goes on without one.

use depeche_record::{Morph, Sentence, Span};
use std::ops::Range;

/// The analysis of token `index`.
pub(crate) fn morph(sentence: &Sentence, index: usize) -> Option<&Morph> {
    sentence.tokens.get(index)?.morph.as_ref()
}

/// The relation of token `index` without its subtype: `nsubj` for `nsubj:pass`.
pub(crate) fn relation(sentence: &Sentence, index: usize) -> &str {
    morph(sentence, index).map_or("", |morph| morph.deprel.split(':').next().unwrap_or(""))
}

/// The head of token `index`; `None` for the root.
pub(crate) fn head(sentence: &Sentence, index: usize) -> Option<usize> {
    morph(sentence, index)?.head
}

/// Whether token `index` is tagged with one of `tags`.
pub(crate) fn is(sentence: &Sentence, index: usize, tags: &[&str]) -> bool {
    morph(sentence, index).is_some_and(|morph| tags.contains(&morph.upos.as_str()))
}

/// The first token of `range` whose head stands outside of it.
pub(crate) fn head_of(sentence: &Sentence, range: &Range<usize>) -> Option<usize> {
    range
        .clone()
        .find(|&index| morph(sentence, index).is_some_and(|morph| morph.head.is_none_or(|head| !range.contains(&head))))
}

/// The tokens from `index` up to the root, `index` first. Ends also when a malformed tree goes round in circles.
pub(crate) fn ancestors(sentence: &Sentence, index: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(index), |&at| head(sentence, at)).take(sentence.tokens.len())
}

/// Whether `index` hangs below `top`, or is it.
pub(crate) fn below(sentence: &Sentence, index: usize, top: usize) -> bool {
    ancestors(sentence, index).any(|at| at == top)
}

/// The tokens whose head is `top`, in text order.
pub(crate) fn children(sentence: &Sentence, top: usize) -> impl Iterator<Item = usize> {
    (0..sentence.tokens.len()).filter(move |&index| head(sentence, index) == Some(top))
}

/// The tokens of `sentence` that `span` touches.
pub(crate) fn tokens_in(sentence: &Sentence, span: Span) -> Range<usize> {
    let start = sentence.tokens.partition_point(|token| token.span.end <= span.start);
    let end = sentence.tokens.partition_point(|token| token.span.start < span.end);
    start..end.max(start)
}
