//! Which time governs a word: when an event happened that a sentence tells of.
//!
//! Takes a sentence, the token that tells the event and the times; gives the time that hangs from it, else one of its
//! clause, else the one that opens the sentence.

use super::{Time, TimeKind};
use crate::tree;
use depeche_record::Sentence;

/// The index of the time that governs token `trigger` of `sentence`, if one does. Times of other sentences are passed over,
/// and so is what tells only how long or how often.
#[must_use]
pub fn anchor_of(sentence: &Sentence, trigger: usize, times: &[Time]) -> Option<usize> {
    let dated = |time: &Time| time.kind != TimeKind::Set && (time.start.is_some() || time.end.is_some());
    // In text order, and few of them here.
    let first = times.partition_point(|time| time.span.start < sentence.span.start);
    let here: Vec<(usize, usize)> = times
        .iter()
        .enumerate()
        .skip(first)
        .take_while(|(_, time)| time.span.start < sentence.span.end)
        .filter(|(_, time)| sentence.span.contains(time.span) && dated(time))
        .filter_map(|(number, time)| Some((number, tree::head_of(sentence, &tree::tokens_in(sentence, time.span))?)))
        .collect();
    let near = |list: Vec<(usize, usize)>| list.into_iter().min_by_key(|&(_, head)| (head.abs_diff(trigger), head));
    let holder = |head: usize| tree::head(sentence, head);
    let own = here.iter().copied().filter(|&(_, head)| holder(head) == Some(trigger) || head == trigger).collect();
    if let Some((number, _)) = near(own) {
        return Some(number);
    }
    let clause = |at: usize| tree::ancestors(sentence, at).find(|&up| tree::is(sentence, up, &["VERB", "AUX"]));
    let verb = clause(trigger)?;
    let same = here.iter().copied().filter(|&(_, head)| holder(head).and_then(clause) == Some(verb)).collect();
    if let Some((number, _)) = near(same) {
        return Some(number);
    }
    // « Lundi, des rebelles ont attaqué… et pillé… »: what opens the sentence holds for what follows, but not for what
    // somebody says in it.
    let said = tree::ancestors(sentence, verb).any(|up| tree::relation(sentence, up) == "ccomp");
    let root =
        (0..sentence.tokens.len()).find(|&index| tree::morph(sentence, index).is_some_and(|m| m.head.is_none()))?;
    let fronted = here.iter().copied().find(|&(_, head)| holder(head) == Some(root) && head < root);
    fronted.filter(|_| !said).map(|(number, _)| number)
}
