//! The examples of `coreference.toml`, read with the shipped engine.

#![allow(clippy::unwrap_used)]

use depeche::Engine;
use depeche_lang::Languages;
use depeche_model::Model;
use depeche_reading::CoreferenceWords;
use depeche_record::{Span, Text};

/// Share of examples that may fail, one in so many: tags and trees are the model's, and not what the lists are about.
const ONE_IN: usize = 8;

/// The text without its brackets, and the two phrases that stood in them.
fn unbracket(example: &str) -> (String, Vec<Span>) {
    let (mut text, mut spans, mut start) = (String::new(), Vec::new(), 0);
    for character in example.chars() {
        match character {
            '[' => start = text.len(),
            ']' => spans.push(Span::new(start, text.len())),
            _ => text.push(character),
        }
    }
    (text, spans)
}

#[test]
fn examples_fire_and_counterexamples_stay_silent() {
    let engine = Engine::builder(Model::from_bytes(depeche_weights::MODEL).unwrap()).build().unwrap();
    let languages = Languages::embedded();
    let (mut failed, mut n) = (Vec::new(), 0);
    for code in languages.codes() {
        for rule in CoreferenceWords::of(languages.get(code)).unwrap().rules() {
            for (example, fires) in [(&rule.fires, true), (&rule.silent, false)] {
                let (text, spans) = unbracket(example);
                let text = Text { text, lang: Some(code.to_owned()), ..Text::default() };
                let document = engine.read(text);
                let together = document.entities.iter().any(|entity| {
                    spans.iter().all(|span| entity.mentions.iter().any(|mention| mention.span.overlaps(*span)))
                });
                n += 1;
                if together != fires {
                    failed.push(format!("{} {}: {example}", rule.id, if fires { "fires" } else { "silent" }));
                }
            }
        }
    }
    assert!(failed.len() * ONE_IN <= n, "{} of {n} fail:\n{}", failed.len(), failed.join("\n"));
    println!("{}", failed.join("\n"));
}
