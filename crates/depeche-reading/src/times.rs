//! When: time expressions and the days they stand for.
//!
//! Takes a text, its annotated sentences, the words of its language and the day it was written on; gives each expression
//! with its TIMEX3 value and the days it covers. It reads no clock and moves no event: [`anchor_of`] only tells which
//! time governs a word.

mod atoms;
mod calendar;
mod dating;
mod governs;
mod matching;
mod pattern;
mod resolve;
#[cfg(test)]
mod tests;
mod words;

pub use dating::dating;
pub use governs::anchor_of;
pub use words::{TimeRule, TimeWords};

use atoms::atoms;
use calendar::Stretch;
use depeche_record::{Sentence, Span};
use jiff::civil::Date;
use matching::Search;
use resolve::Context;
use serde::Deserialize;
use std::ops::Range;

/// TIMEX3's types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TimeKind {
    /// A place in the calendar, of a day or longer.
    Date,
    /// A time of day.
    Time,
    /// How long.
    Duration,
    /// How often.
    Set,
}

/// A time expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Time {
    /// Where it stands, in bytes.
    pub span: Span,
    /// What it tells.
    pub kind: TimeKind,
    /// TIMEX3 value: `2023-08-31`, `P2W`, `2023-W35`.
    pub value: String,
    /// First day.
    pub start: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
    /// The rules that made it, the first one first.
    pub why: Vec<String>,
}

/// A time while its sentence is read.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    atoms: Range<usize>,
    kind: TimeKind,
    stretch: Stretch,
    why: Vec<String>,
}

/// How often times are built upon times: "5 p.m. on the evening of Nov. 9" needs two.
const ROUNDS: usize = 3;

/// The time expressions of a text, in text order. Without an anchor, what depends on it has no days (`XXXX-WXX-2`).
#[must_use]
pub fn times(words: &TimeWords, text: &str, sentences: &[Sentence], anchor: Option<Date>) -> Vec<Time> {
    let mut context = Context::new(words, anchor);
    let mut all = Vec::new();
    for (number, sentence) in sentences.iter().enumerate() {
        context.enter(number);
        let atoms = atoms(text, sentence.span);
        let mut items: Vec<Found> = Vec::new();
        let search = Search { words, atoms: &atoms, items: &[] };
        for found in search.matches(&words.plain, |_| true) {
            let place = atoms[found.range.start].span.to(atoms[found.range.end - 1].span);
            if let Some(item) = context.plain(&found, text, sentence, place) {
                context.note(&item, &words.rules()[found.rule]);
                items.push(item);
            }
        }
        for _ in 0..ROUNDS {
            let search = Search { words, atoms: &atoms, items: &items };
            let whole = |found: &matching::Match| {
                // An expression may hold a time found before, never cut one.
                let cut = |item: &Found| {
                    let (a, b) = (&item.atoms, &found.range);
                    a.start < b.end && b.start < a.end && !(b.start <= a.start && a.end <= b.end)
                };
                !items.iter().any(cut) && !items.iter().any(|item| item.atoms == found.range)
            };
            let wraps = search.matches(&words.wraps, whole);
            let made: Vec<Found> = wraps.iter().filter_map(|found| context.wrap(found, &items)).collect();
            if made.is_empty() {
                break;
            }
            items.retain(|item| {
                !made.iter().any(|new| new.atoms.start <= item.atoms.start && item.atoms.end <= new.atoms.end)
            });
            items.extend(made);
            items.sort_by_key(|item| item.atoms.start);
        }
        all.extend(items.into_iter().map(|item| context.finish(item, &atoms)));
    }
    all
}

/// The day that an RFC 3339 date or date-time names.
#[must_use]
pub fn day(published: &str) -> Option<Date> {
    published.get(..10)?.parse().ok()
}
