//! Any bytes, as a plain text, a web page, or whatever the bytes look like, through the whole of `depeche read`.
//!
//! The first byte chooses how they come in (ending, language, seed of the model); the rest is the file. The model is tiny
//! and random: it marks cues, roles and names where no sane model would, which is what the reading layer must bear.
#![no_main]

use depeche::ingest::{ReadOptions, read_bytes};
use depeche::{Document, Engine, Model, Sentence, Span};
use depeche_export::{Locale, Provenance, page, record, sheet};
use depeche_model::testing::{Shape, random};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use std::path::Path;
use std::sync::OnceLock;

/// Made when first wanted: libFuzzer starts anew after every find.
static ENGINES: [OnceLock<Engine>; 16] = [const { OnceLock::new() }; 16];

/// Eager models see a cue in every third token, sparing ones in a few; trees and names differ with the seed.
fn engine(choice: usize) -> Engine {
    let seed = choice / 4;
    let shape = Shape {
        hidden: 16,
        heads: 2,
        ffn: 16,
        layers: 2,
        cue_bias: seed as f32,
        quantised: seed % 2 == 1,
        ..Shape::default()
    };
    let model = Model::from_bytes(random(&shape, seed as u64).finish()).expect("the writer makes sound models");
    let builder = Engine::builder(model).threads(1).cache(seed < 2);
    let builder = match choice % 4 {
        0 => builder,
        1 => builder.lang("fr"),
        2 => builder.lang("en"),
        _ => builder.lang("de"),
    };
    builder.build().expect("the built-in languages are sound")
}

fuzz_target!(|data: &[u8]| {
    let Some((&choice, bytes)) = data.split_first() else { return };
    let name = ["a.txt", "a.html", "a.txt", "-"][usize::from(choice) % 4];
    let slot = usize::from(choice) / 4 % 16;
    let engine = ENGINES[slot].get_or_init(|| engine(slot));
    let Ok(text) = read_bytes(bytes, Path::new(name), &ReadOptions::default()) else { return };
    let kept = text.text.clone();
    if name == "a.txt"
        && let Ok(whole) = std::str::from_utf8(bytes)
        && !bytes.starts_with(b"\xef\xbb\xbf")
        && !whole.contains('\0')
    {
        assert_eq!(kept, whole, "plain text is the file's content");
    }
    let document = engine.read(text);
    assert_eq!(document.source.text, kept, "reading changed the text");
    check_spans(&document);
    check_sentences(&document);
    check_facts(&document);
    check_exports(document);
});

fn check(text: &str, span: Span, what: &str) {
    assert!(span.start <= span.end && text.get(std::ops::Range::from(span)).is_some(), "{what}: {span:?}");
}

fn check_spans(document: &Document) {
    let text = document.source.text.as_str();
    for notice in document.notices.iter().chain(&document.source.notices) {
        assert!(!notice.message.is_empty());
        if let Some(span) = notice.span {
            check(text, span, notice.code.name());
        }
    }
    for entity in &document.entities {
        assert!(!entity.mentions.is_empty() && !entity.name.is_empty());
        for role in &entity.roles {
            check(text, *role, "role of an entity");
        }
        for mention in &entity.mentions {
            check(text, mention.span, "mention");
            assert!(!mention.span.is_empty());
            assert_eq!(mention.name.is_some(), mention.form == depeche::MentionForm::Name);
            if let Some(name) = mention.name {
                check(text, name, "name");
                assert!(mention.span.contains(name), "a name outside its mention");
            }
        }
        let starts: Vec<usize> = entity.mentions.iter().map(|mention| mention.span.start).collect();
        assert!(starts.is_sorted(), "mentions come in text order");
    }
}

/// Tokens and the gaps between them give the text back; gaps hold nothing to read; every tree is one.
fn check_sentences(document: &Document) {
    let text = document.source.text.as_str();
    let is_gap = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let (mut at, mut rebuilt, mut paragraph) = (0, String::new(), 0);
    for sentence in &document.sentences {
        assert!(!sentence.tokens.is_empty(), "an empty sentence");
        assert_eq!(sentence.span, sentence.span_of(&(0..sentence.tokens.len())));
        assert!(sentence.paragraph >= paragraph);
        paragraph = sentence.paragraph;
        for token in &sentence.tokens {
            check(text, token.span, "token");
            assert!(token.span.start >= at && !token.span.is_empty(), "tokens overlap");
            let gap = &text[at..token.span.start];
            assert!(gap.chars().all(is_gap), "a gap holds {gap:?}");
            rebuilt.push_str(gap);
            rebuilt.push_str(token.span.of(text));
            at = token.span.end;
        }
        check_analysis(sentence);
    }
    assert!(text[at..].chars().all(is_gap), "the end holds {:?}", &text[at..]);
    rebuilt.push_str(&text[at..]);
    assert_eq!(rebuilt, text);
}

fn check_analysis(sentence: &Sentence) {
    let n = sentence.tokens.len();
    let morphs: Vec<_> =
        sentence.tokens.iter().map(|token| token.morph.as_ref().expect("every token is read")).collect();
    assert_eq!(morphs.iter().filter(|morph| morph.head.is_none()).count(), 1, "one root");
    for (start, morph) in morphs.iter().enumerate() {
        assert_eq!(morph.head.is_none(), morph.deprel == "root");
        let (mut at, mut steps) = (start, 0);
        while let Some(head) = morphs[at].head {
            assert!(head < n && head != at);
            (at, steps) = (head, steps + 1);
            assert!(steps <= n, "a cycle");
        }
    }
    let inside = |range: &std::ops::Range<usize>| !range.is_empty() && range.end <= n;
    let mut end = 0;
    for name in &sentence.names {
        assert!(inside(&name.tokens) && name.tokens.start >= end && (0.0..=1.0).contains(&name.score));
        end = name.tokens.end;
    }
    for attribution in &sentence.attributions {
        assert!(inside(&attribution.cue) && (0.0..=1.0).contains(&attribution.score));
        for role in &attribution.roles {
            assert!(inside(&role.tokens) && (0.0..=1.0).contains(&role.score));
        }
    }
}

fn check_facts(document: &Document) {
    let text = document.source.text.as_str();
    for (index, statement) in document.statements.iter().enumerate() {
        let entities = |found: &[usize]| assert!(found.iter().all(|entity| *entity < document.entities.len()));
        entities(&statement.source.entities);
        if let Some(span) = statement.source.span {
            check(text, span, "source");
            assert!(!span.is_empty());
        }
        for role in [&statement.addressee, &statement.topic, &statement.medium].into_iter().flatten() {
            entities(&role.entities);
            check(text, role.span, "role");
            assert!(!role.span.is_empty());
        }
        for spans in [&statement.cue, &statement.content, &statement.quotes] {
            let mut end = 0;
            for span in spans {
                check(text, *span, "piece of a statement");
                assert!(!span.is_empty() && span.start >= end, "pieces are in order and do not overlap: {spans:?}");
                end = span.end;
            }
        }
        for quote in &statement.quotes {
            assert!(
                statement.content.iter().any(|content| content.contains(*quote)),
                "a quote outside the content: {quote:?} {:?}",
                statement.content
            );
        }
        assert!(!statement.cue.is_empty() || !statement.content.is_empty(), "a statement of nothing");
        assert!((0.0..=1.0).contains(&statement.confidence), "{}", statement.confidence);
        assert!(!statement.why.is_empty());
        let (mut outer, mut steps) = (Some(index), 0);
        while let Some(inner) = outer {
            assert!(inner < document.statements.len() && steps <= document.statements.len(), "a chain without end");
            (outer, steps) = (document.statements[inner].within, steps + 1);
        }
    }
}

fn check_exports(document: Document) {
    let provenance = Provenance::default();
    let json = serde_json::to_string(&record(&document, &provenance)).expect("a record serialises");
    let json: Value = serde_json::from_str(&json).expect("a record is JSON");
    let text = document.source.text.as_str();
    assert_eq!(json["document"]["text"], text);
    let characters: Vec<char> = text.chars().collect();
    let words = |span: &Value| -> String {
        let at = |index: usize| span[index].as_u64().expect("offsets are numbers") as usize;
        characters[at(0)..at(1)].iter().collect()
    };
    for (found, ours) in json["document"]["sentences"].as_array().expect("an array").iter().zip(&document.sentences) {
        assert_eq!(words(found), ours.span.of(text));
    }
    for (found, ours) in json["statements"].as_array().expect("an array").iter().zip(&document.statements) {
        for (name, spans) in [("content", &ours.content), ("quotes", &ours.quotes)] {
            assert_eq!(found[name].as_array().map(Vec::len), Some(spans.len()));
            for (found, ours) in found[name].as_array().expect("an array").iter().zip(spans) {
                assert_eq!(words(found), ours.of(text));
            }
        }
        for role in [&found["source"], &found["addressee"], &found["topic"], &found["medium"]] {
            if role["span"].is_array() {
                assert_eq!(words(&role["span"]), role["text"].as_str().expect("a string"));
            }
        }
        if found["cue"].is_object() {
            words(&found["cue"]["span"]);
        }
    }
    for entity in json["entities"].as_array().expect("an array") {
        for mention in entity["mentions"].as_array().expect("an array") {
            assert_eq!(words(&mention["span"]), mention["text"].as_str().expect("a string"));
        }
    }
    for (locale, width) in [("fr", 1), ("en", 70)] {
        let _ = sheet(&document, Locale::get(locale), width);
    }
    let html = page(&[(document, provenance)], Locale::get("fr"));
    assert!(html.trim_end().ends_with("</html>"));
}
