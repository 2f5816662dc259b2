//! Any text as CoNLL-U: read, laid out, annotated and written again with one row for every given row.
#![no_main]

use depeche::{ConlluFile, Engine, Model};
use depeche_model::testing::{Shape, random};
use depeche_syntax::{read, write, write_given};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let shape = Shape { hidden: 16, heads: 2, ffn: 16, layers: 2, ..Shape::default() };
    let model = Model::from_bytes(random(&shape, 1).finish()).expect("the writer makes sound models");
    Engine::builder(model).threads(1).build().expect("the built-in languages are sound")
});

fuzz_target!(|text: &str| {
    let given = match read(text) {
        Ok(given) => given,
        Err(error) => {
            assert!(error.line >= 1 && error.line <= text.split('\n').count() && !error.message.is_empty());
            return;
        }
    };
    for sentence in &given {
        let surface = sentence.surface();
        assert!(!surface.words.is_empty() && surface.words.len() <= sentence.words.len());
    }
    let mut file = ConlluFile::lay_out(&given);
    assert_eq!(file.sentences.len(), given.len());
    ENGINE.parse_given(&mut file);
    let written = write_given(&file, &given);
    let again = read(&written).expect("our own output is CoNLL-U");
    assert_eq!(again.len(), given.len(), "the same sentences");
    for ((again, given), ours) in again.iter().zip(&given).zip(&file.sentences) {
        assert_eq!(again.words.len(), given.words.len(), "one row per given row");
        assert_eq!(again.comments, given.comments);
        assert_eq!(again.ranges.len(), 0);
        for ((again, given), token) in again.words.iter().zip(&given.words).zip(&ours.tokens) {
            assert_eq!(again.form, given.form);
            assert_eq!(token.span.of(&file.text), given.form);
            assert!(token.morph.is_some() && again.head.is_some());
        }
    }
    // The same text not as rows but as prose.
    let parsed = ENGINE.parse(depeche::Text { text: text.to_owned(), ..depeche::Text::default() });
    let again = read(&write(&parsed.text, &parsed.sentences)).expect("our own output is CoNLL-U");
    assert_eq!(again.len(), parsed.sentences.len());
});
