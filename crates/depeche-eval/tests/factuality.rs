//! The examples of `factuality.toml`, read with the shipped model, and what sentences make of events.

#![allow(clippy::unwrap_used)]

use depeche::Engine;
use depeche_lang::Languages;
use depeche_model::Model;
use depeche_reading::{FactualityWords, Reading, factuality};
use depeche_record::{Span, Text};

/// Share of examples that may fail, one in so many: tags and trees are the model's, and not what the rules are about.
const ONE_IN: usize = 16;

fn engine() -> Engine {
    Engine::builder(Model::from_bytes(depeche_weights::MODEL).unwrap()).build().unwrap()
}

/// What the sentence says of the word in square brackets.
fn read(engine: &Engine, words: &FactualityWords, code: &str, example: &str) -> Reading {
    let (before, rest) = example.split_once('[').unwrap();
    let (word, after) = rest.split_once(']').unwrap();
    let span = Span::new(before.len(), before.len() + word.len());
    let text = Text { text: format!("{before}{word}{after}"), lang: Some(code.to_owned()), ..Text::default() };
    let parsed = engine.parse(text);
    let at = |tokens: &[depeche_record::Token]| tokens.iter().position(|token| token.span.overlaps(span));
    let (sentence, token) = parsed.sentences.iter().find_map(|s| Some((s, at(&s.tokens)?))).unwrap();
    factuality(words, &parsed.text, sentence, token, None)
}

#[test]
fn examples_fire_and_counterexamples_stay_silent() {
    let engine = engine();
    let languages = Languages::embedded();
    let (mut failed, mut n) = (Vec::new(), 0);
    for code in languages.codes() {
        let words = FactualityWords::of(languages.get(code)).unwrap();
        for rule in words.rules() {
            for (example, fires) in [(&rule.fires, true), (&rule.silent, false)] {
                let reading = read(&engine, &words, code, example);
                n += 1;
                if reading.why.contains(&rule.id) != fires {
                    let should = if fires { "fires" } else { "silent" };
                    failed.push(format!("{} {should}: {example} {} {:?}", rule.id, reading.value.name(), reading.why));
                }
            }
        }
    }
    assert!(failed.len() * ONE_IN <= n, "{} of {n} fail:\n{}", failed.len(), failed.join("\n"));
    println!("{}", failed.join("\n"));
}
