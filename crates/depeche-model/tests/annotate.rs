//! Annotating with tiny random models: well-formed whatever comes in, the same whatever surrounds it.
#![allow(clippy::unwrap_used)]

use depeche_model::testing::{Shape, random, random_sentences};
use depeche_model::{Level, Model, Options};
use depeche_record::{Sentence, Span, Token};
use proptest::prelude::*;

fn model(quantised: bool) -> Model {
    Model::from_bytes(random(&Shape { quantised, ..Shape::default() }, 1).finish()).unwrap()
}

const PLAIN: Options = Options { threads: 1, cache: false, vectors: true };

fn read(model: &Model, text: &str, sentences: &[Sentence], options: Options) -> Vec<Sentence> {
    let mut sentences = sentences.to_vec();
    model.annotate(&mut sentences, text, options);
    sentences
}

/// One sentence whose tokens are cut at spaces.
fn sentence(text: &str) -> Sentence {
    let mut tokens = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        tokens.push(Token { span: Span::new(start, start + word.len()), morph: None });
    }
    Sentence { span: Span::new(0, text.len()), tokens, ..Sentence::default() }
}

fn assert_well_formed(sentence: &Sentence) {
    let n = sentence.tokens.len();
    let morphs: Vec<_> = sentence.tokens.iter().map(|t| t.morph.as_ref().unwrap()).collect();
    assert_eq!(morphs.iter().filter(|m| m.head.is_none()).count(), 1, "one root");
    for (i, morph) in morphs.iter().enumerate() {
        assert_eq!(morph.head.is_none(), morph.deprel == "root");
        let (mut at, mut steps) = (i, 0);
        while let Some(head) = morphs[at].head {
            assert!(head < n && steps <= n, "token {i} does not reach the root");
            (at, steps) = (head, steps + 1);
        }
    }
    let mut end = 0;
    for name in &sentence.names {
        assert!(name.tokens.start >= end && name.tokens.start < name.tokens.end && name.tokens.end <= n);
        end = name.tokens.end;
    }
    let mut start = 0;
    for attribution in &sentence.attributions {
        assert!(attribution.cue.start >= start && attribution.cue.start < attribution.cue.end);
        assert!(attribution.cue.end <= n);
        start = attribution.cue.end;
        let mut end = 0;
        for role in &attribution.roles {
            assert!(role.tokens.start >= end && role.tokens.start < role.tokens.end && role.tokens.end <= n);
            assert!(role.tokens.end <= attribution.cue.start || role.tokens.start >= attribution.cue.end);
            end = role.tokens.end;
        }
    }
    let length: f32 = sentence.vector.iter().map(|v| v * v).sum();
    assert!((length - 1.0).abs() < 1e-3, "a vector of length {length}");
}

#[test]
fn a_sentence_reads_the_same_alone_in_a_batch_on_any_threads_and_from_the_cache() {
    for quantised in [false, true] {
        let model = model(quantised);
        let (text, sentences) = random_sentences(60, 7, 3);
        let expected: Vec<Sentence> =
            sentences.iter().map(|s| read(&model, &text, std::slice::from_ref(s), PLAIN).remove(0)).collect();
        expected.iter().for_each(assert_well_formed);
        for threads in [1, 2, 3, 8, 0] {
            for cache in [false, true, true] {
                let found = read(&model, &text, &sentences, Options { threads, cache, vectors: true });
                assert!(found == expected, "{threads} threads, cache {cache}, bytes {quantised}");
            }
        }
        let mut reversed = sentences.clone();
        reversed.reverse();
        let mut found = read(&model, &text, &reversed, PLAIN);
        found.reverse();
        assert!(found == expected, "in reverse order");
    }
}

#[test]
fn repeated_sentences_are_each_annotated() {
    let model = model(true);
    let text = "one two three one two three four five one two three";
    let sentences: Vec<Sentence> = [(0, 13), (14, 27), (28, 37), (38, 51)]
        .into_iter()
        .map(|(start, end)| {
            let mut s = sentence(&text[start..end]);
            s.span = Span::new(start, end);
            s.tokens.iter_mut().for_each(|t| t.span = Span::new(t.span.start + start, t.span.end + start));
            s
        })
        .collect();
    let plain = read(&model, text, &sentences, PLAIN);
    plain.iter().for_each(assert_well_formed);
    assert_eq!(plain[0].vector, plain[3].vector);
    for _ in 0..2 {
        assert!(plain == read(&model, text, &sentences, Options { threads: 1, cache: true, vectors: true }));
    }
}

#[test]
fn a_byte_model_reads_much_like_the_float_model_it_was_made_from() {
    let shape = Shape::default();
    let floats = Model::from_bytes(random(&shape, 5).finish()).unwrap();
    let bytes = Model::from_bytes(random(&Shape { quantised: true, ..shape }, 5).finish()).unwrap();
    let tokens = ["le", "ministre", "affirme", "que", "tout", "va", "bien"];
    let (a, b) = (floats.forward(&tokens), bytes.forward(&tokens));
    assert_eq!(a.pieces, b.pieces);
    for (a, b) in [(&a.upos, &b.upos), (&a.names, &b.names), (&a.arcs, &b.arcs)] {
        let range = a.values.iter().fold(0.0f32, |m, v| m.max(v.abs()));
        for (a, b) in a.values.iter().zip(&b.values) {
            assert!((a - b).abs() < 0.06 * range, "{a} {b} of {range}");
        }
    }
}

#[test]
fn every_level_of_processor_reads_the_same_numbers_up_to_rounding() {
    let bytes = random(&Shape::default(), 9).finish();
    let tokens = ["hier", "soir", "le", "gouvernement", "a", "promis", "une", "loi"];
    let best = Model::from_bytes(bytes.clone()).unwrap();
    let expected = best.forward(&tokens);
    for level in Level::available() {
        let model = Model::from_bytes_at(bytes.clone(), level).unwrap();
        let found = model.forward(&tokens);
        for (a, b) in expected.meaning.values.iter().zip(&found.meaning.values) {
            assert!((a - b).abs() < 1e-4, "{level:?}: {a} {b}");
        }
    }
}

#[test]
fn very_long_sentences_are_read_in_parts() {
    let model = model(true);
    for n in [1, 2, 399, 401, 700, 1024, 1025, 2500] {
        let text = (0..n).map(|i| format!("w{}", i % 37)).collect::<Vec<_>>().join(" ");
        let found = read(&model, &text, &[sentence(&text)], PLAIN);
        assert_well_formed(&found[0]);
    }
}

#[test]
fn a_long_token_and_an_empty_sentence_do_no_harm() {
    let model = model(true);
    let text = "é".repeat(100_000);
    let found = read(&model, &text, &[sentence(&text), Sentence::default()], PLAIN);
    assert_well_formed(&found[0]);
    assert!(found[1].vector.is_empty());
    let out_of_text = Sentence { tokens: vec![Token { span: Span::new(5, 9), morph: None }], ..Sentence::default() };
    assert_well_formed(&read(&model, "", &[out_of_text], PLAIN)[0]);
}

#[test]
fn raw_scores_have_a_row_per_token() {
    let model = model(false);
    let mut forward = model.forward(&["elle", "a", "dit", "non"]);
    assert_eq!(forward.arcs.columns, 5);
    assert_eq!(forward.arcs.values.len(), 20);
    assert_eq!(forward.labels(&[Some(2), Some(2), None, Some(2)]).values.len(), 4 * model.labels().deprel.len());
    let (roles, acts) = forward.roles(1..3);
    assert_eq!((roles.values.len(), acts.values.len()), (4 * 11, 3));
    assert_eq!(forward.counts.iter().sum::<usize>(), forward.pieces.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_gives_well_formed_sentences(text in "\\PC{0,80}( \\PC{1,20}){0,12}") {
        let one = sentence(&text);
        prop_assume!(!one.tokens.is_empty());
        let model = model(true);
        assert_well_formed(&read(&model, &text, &[one], PLAIN)[0]);
    }
}
