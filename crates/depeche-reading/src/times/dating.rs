//! When events happen and statements are made.
//!
//! Takes the times of a text and its day; gives each event the time that governs one of its mentions, else the text's day,
//! and each statement the time that governs its cue, when one does.

use super::{Date, Time, anchor_of};
use crate::tree;
use depeche_record::{Event, Sentence, Span, Statement, When};

/// Dates `events` and `statements`; `anchor` is the day of the text.
pub fn dating(
    sentences: &[Sentence],
    times: &[Time],
    anchor: Option<Date>,
    statements: &mut [Statement],
    events: &mut [Event],
) {
    let governing = |sentence: &Sentence, token: usize| anchor_of(sentence, token, times).map(|index| &times[index]);
    for event in events {
        let told = event.mentions.iter().find_map(|mention| governing(sentences.get(mention.sentence)?, mention.token));
        let today = || {
            let day = anchor?.to_string();
            Some(When { span: None, value: day.clone(), start: Some(day.clone()), end: Some(day) })
        };
        event.date = told.map(when).or_else(today);
    }
    for statement in statements {
        let Some(&cue) = statement.cue.first() else { continue };
        let Some((at, head)) = tree::head_at(sentences, cue) else { continue };
        // A time inside what is said is the content's.
        let said = |span: Span| statement.content.iter().any(|content| content.contains(span));
        statement.date = governing(&sentences[at], head).filter(|time| !said(time.span)).map(when);
    }
}

fn when(time: &Time) -> When {
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    When { span: Some(time.span), value: time.value.clone(), start: day(time.start), end: day(time.end) }
}
