//! Scores tokens and sentences from raw text against treebanks, where the environment variable DEPECHE_GOLD names a folder
//! that holds them under `ud/`. Raw text is rebuilt from forms and SpaceAfter, after merging multi-word tokens; paragraphs,
//! where marked, and headlines begin a line. DEPECHE_SHOW_ERRORS=20 shows the first twenty differences of each kind.

use depeche_lang::Lang;
use depeche_record::Span;
use depeche_syntax::{ConlluSentence, read, segment};
use std::collections::HashSet;
use std::path::PathBuf;

/// Language, file, and the least F1 of tokens and of sentences. EWT is mail and forum posts, with neither full stops nor
/// line breaks left in the text: its sentences are beyond what newspapers ask for.
const TREEBANKS: [(&str, &str, f64, f64); 4] = [
    ("fr", "fr_sequoia-ud-dev.conllu", 99.5, 90.0),
    ("fr", "fr_gsd-ud-dev.conllu", 99.5, 95.0),
    ("en", "en_ewt-ud-dev.conllu", 99.0, 80.0),
    ("en", "en_gum-ud-dev.conllu", 99.5, 95.0),
];

#[test]
fn treebanks_are_cut_as_their_annotators_did() {
    let Some(gold) = std::env::var_os("DEPECHE_GOLD").map(PathBuf::from) else {
        println!("skipped: set DEPECHE_GOLD to the folder that holds ud/*.conllu");
        return;
    };
    let n_errors = std::env::var("DEPECHE_SHOW_ERRORS").ok().and_then(|n| n.parse().ok()).unwrap_or(0);
    let mut low = Vec::new();
    for (code, name, least_tokens, least_sentences) in TREEBANKS {
        let path = gold.join("ud").join(name);
        let content = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let (text, tokens, sentences) = raw(&read(&content).unwrap_or_else(|error| panic!("{name}: {error}")));
        let ours = segment(Lang::embedded(code), &text);
        let our_tokens: Vec<Span> = ours.iter().flat_map(|s| s.tokens.iter().map(|t| t.span)).collect();
        let our_sentences: Vec<Span> = ours.iter().map(|s| s.span).collect();
        let (tokens_f1, sentences_f1) = (f1(&tokens, &our_tokens), f1(&sentences, &our_sentences));
        let line = format!("{name}: tokens {tokens_f1:.2}, sentences {sentences_f1:.2}");
        println!("{line}");
        show(&text, "token", &tokens, &our_tokens, n_errors);
        show(&text, "sentence", &sentences, &our_sentences, n_errors);
        if tokens_f1 < least_tokens || sentences_f1 < least_sentences {
            low.push(format!("{line}; at least {least_tokens} and {least_sentences} expected"));
        }
    }
    assert!(low.is_empty(), "{}", low.join("\n"));
}

/// Raw text with the spans of its gold tokens and sentences. A new document or paragraph begins a line.
fn raw(given: &[ConlluSentence]) -> (String, Vec<Span>, Vec<Span>) {
    let (mut text, mut tokens, mut sentences) = (String::new(), Vec::new(), Vec::new());
    let has_paragraphs = given.iter().any(|s| s.comments.iter().any(|c| c.starts_with("# newpar")));
    let mut source = String::new();
    for sentence in given {
        // Without paragraph marks, a change of source is the best sign of a new line.
        let id = sentence.comment("sent_id").unwrap_or_default();
        let now = id.rsplit_once(['_', '-']).map_or(id, |(source, _)| source).to_owned();
        let breaks = sentence.comments.iter().any(|c| c.starts_with("# newpar") || c.starts_with("# newdoc"));
        // A headline runs into the next sentence otherwise, which no newspaper prints.
        let headline = !text.trim_end().ends_with(['.', '!', '?', '"', '»', ')', ':', ';', ',']);
        if !text.is_empty() && (breaks || (!has_paragraphs && (now != source || headline))) {
            text.push_str("\n\n");
        }
        source = now;
        let start = text.len();
        let mut end = start;
        for word in &sentence.surface().words {
            let at = text.len();
            text.push_str(&word.form);
            end = text.len();
            tokens.push(Span::new(at, end));
            if !word.is_glued() {
                text.push(' ');
            }
        }
        sentences.push(Span::new(start, end));
    }
    (text, tokens, sentences)
}

fn f1(gold: &[Span], ours: &[Span]) -> f64 {
    let set: HashSet<_> = gold.iter().collect();
    let right = ours.iter().filter(|span| set.contains(span)).count();
    #[expect(clippy::cast_precision_loss, reason = "counts of tokens are small")]
    let f1 = 200.0 * right as f64 / (gold.len() + ours.len()) as f64;
    f1
}

fn show(text: &str, what: &str, gold: &[Span], ours: &[Span], n: usize) {
    let set: HashSet<_> = ours.iter().collect();
    for span in gold.iter().filter(|span| !set.contains(span)).take(n) {
        let boundary = |at: &usize| text.is_char_boundary(*at);
        let from = (span.start.saturating_sub(25)..=span.start).find(boundary).unwrap_or(span.start);
        let to = (span.end..=(span.end + 25).min(text.len())).rev().find(boundary).unwrap_or(span.end);
        let cut: Vec<&str> = ours.iter().filter(|o| o.overlaps(*span)).map(|o| o.of(text)).collect();
        let shown = |s: &str| s.replace('\n', "⏎");
        println!(
            "  {what} …{}[{}]{}… ours: {}",
            shown(&text[from..span.start]),
            shown(span.of(text)),
            shown(&text[span.end..to]),
            shown(&cut.join(" | "))
        );
    }
}
