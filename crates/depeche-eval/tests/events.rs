//! The examples of `events/*.toml`, read with the shipped engine.

#![allow(clippy::unwrap_used)]

use depeche::Engine;
use depeche_lang::Languages;
use depeche_model::Model;
use depeche_record::{Document, Event, Span, Text};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Share of examples that may fail, one in so many: tags and trees are the model's, and not what the frames are about.
const ONE_IN: usize = 6;

/// The text without its marks: `[` for the trigger, `a`, `r`, `o` for its sides.
fn unmark(example: &str) -> (String, Vec<(char, Span)>) {
    let (mut text, mut marks, mut open) = (String::new(), Vec::new(), Vec::new());
    let mut rest = example.chars();
    while let Some(character) = rest.next() {
        match character {
            '[' => open.push(('[', text.len())),
            '{' => {
                open.push((rest.next().unwrap(), text.len()));
                assert_eq!(rest.next(), Some(':'), "{example}");
            }
            ']' | '}' => {
                let (mark, start) = open.pop().unwrap();
                marks.push((mark, Span::new(start, text.len())));
            }
            character => text.push(character),
        }
    }
    (text, marks)
}

/// What is wrong with the event of a frame that should hold the marked words; nothing when it does.
fn missing(document: &Document, event: &Event, marks: &[(char, Span)]) -> String {
    let mut missing = String::new();
    for (mark, span) in marks {
        let among = |entities: &[usize]| {
            let mut mentions = entities.iter().flat_map(|&entity| &document.entities[entity].mentions);
            mentions.any(|mention| mention.span.overlaps(*span))
        };
        let there = match mark {
            'a' => among(&event.actors),
            'r' => among(&event.recipients),
            'o' => event.object.as_ref().is_some_and(|object| object.span.overlaps(*span)),
            _ => event.mentions.iter().any(|mention| mention.trigger.overlaps(*span)),
        };
        if !there {
            let _ = write!(missing, " {mark}:{}", span.of(&document.source.text));
        }
    }
    missing
}

#[test]
fn examples_fire_and_counterexamples_stay_silent() {
    let engine = Engine::builder(Model::from_bytes(depeche_weights::MODEL).unwrap()).build().unwrap();
    let languages = Languages::embedded();
    let (mut failed, mut n): (BTreeMap<&str, Vec<String>>, usize) = (BTreeMap::new(), 0);
    for code in languages.codes() {
        let frames = depeche_lang::Frames::of(languages.get(code)).unwrap();
        for frame in frames.frames() {
            let examples = frame.fires.iter().map(|example| (example, true));
            for (example, fires) in examples.chain(frame.silent.iter().map(|example| (example, false))) {
                let (text, marks) = unmark(example);
                let document = engine.read(Text { text, lang: Some(code.to_owned()), ..Text::default() });
                let mut of_frame = document.events.iter().filter(|event| event.why.contains(&frame.id)).peekable();
                let wrong = if !fires {
                    of_frame.peek().map(|_| "fires".to_owned())
                } else if of_frame.peek().is_none() {
                    let others: Vec<&str> = document.events.iter().map(|event| event.why[0].as_str()).collect();
                    Some(format!("silent, found {}", others.join(" ")))
                } else {
                    of_frame
                        .map(|event| missing(&document, event, &marks))
                        .min_by_key(String::len)
                        .filter(|m| !m.is_empty())
                };
                n += 1;
                if let Some(wrong) = wrong {
                    let place = format!("{code}/{}:{} {}: {example}  —{wrong}", frame.file, frame.line, frame.id);
                    failed.entry(code).or_default().push(place);
                }
            }
        }
    }
    let count: usize = failed.values().map(Vec::len).sum();
    let list: Vec<String> = failed.into_values().flatten().collect();
    println!("{count} of {n} fail:\n{}", list.join("\n"));
    assert!(count * ONE_IN <= n, "{count} of {n} fail:\n{}", list.join("\n"));
}
