//! What holds for every text whatsoever.

use depeche_lang::Lang;
use depeche_syntax::{ConlluFile, MAX_TOKENS, read, segment, write, write_given};
use proptest::prelude::*;

/// Texts made of what hurts: quotation marks, dots, odd spaces, marks, joiners, and any character at all.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zà-ÿA-Z]{1,8}",
        2 => "[ \n\r\t\u{a0}\u{202f}\u{200b}\u{feff}\u{85}\u{2028}]{1,3}",
        3 => "[.!?…«»“”\"'’‘(),;:\\[\\]—–\\-@#/°&%€$<>=*_]{1,3}",
        1 => "[0-9]{1,4}",
        1 => "(M\\.|etc\\.|U\\.S\\.|p\\. ex\\.|l'|-t-il|http://|www\\.|a@b\\.c|1 000|J\\.-C\\.|№|e\u{301}|👨\u{200d}👩|🇫🇷)",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn is_gap(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn tokens_and_gaps_give_the_text_back(text in texts(), code in prop_oneof![Just("fr"), Just("en"), Just("de")]) {
        let sentences = segment(Lang::embedded(code), &text);
        let mut rebuilt = String::new();
        let mut at = 0;
        let mut paragraph = 0;
        for sentence in &sentences {
            prop_assert!(!sentence.tokens.is_empty() && sentence.tokens.len() <= MAX_TOKENS);
            prop_assert_eq!(sentence.span, sentence.span_of(&(0..sentence.tokens.len())));
            prop_assert!(sentence.paragraph >= paragraph);
            paragraph = sentence.paragraph;
            for token in &sentence.tokens {
                let span = token.span;
                prop_assert!(span.start >= at && span.end > span.start);
                prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
                let gap = &text[at..span.start];
                prop_assert!(gap.chars().all(is_gap), "a gap holds {gap:?}");
                rebuilt.push_str(gap);
                rebuilt.push_str(span.of(&text));
                at = span.end;
            }
        }
        let rest = &text[at..];
        prop_assert!(rest.chars().all(is_gap), "the end holds {rest:?}");
        rebuilt.push_str(rest);
        prop_assert_eq!(rebuilt, text);
    }

    #[test]
    fn what_we_write_we_read_back(text in texts()) {
        let sentences = segment(Lang::embedded("fr"), &text);
        let given = read(&write(&text, &sentences)).expect("our own output is CoNLL-U");
        prop_assert_eq!(given.len(), sentences.len());
        for (given, ours) in given.iter().zip(&sentences) {
            prop_assert_eq!(given.words.len(), ours.tokens.len());
        }
        let file = ConlluFile::lay_out(&given);
        let again = read(&write_given(&file, &given)).expect("our own output is CoNLL-U");
        prop_assert_eq!(again, given);
    }

    #[test]
    fn reading_conllu_never_panics(text in "([0-9]{1,2}(-[0-9])?(\\.[0-9])?\t[a-z ]{0,3}(\t[_0-9a-z]{0,2}){0,10}\r?\n|# [a-z =]*\n|\n|.{0,5}\n){0,12}") {
        if let Ok(given) = read(&text) {
            let file = ConlluFile::lay_out(&given);
            let rows: usize = given.iter().map(|s| s.words.len()).sum();
            prop_assert_eq!(file.sentences.iter().map(|s| s.tokens.len()).sum::<usize>(), rows);
            for sentence in &given {
                let _ = sentence.surface();
            }
        }
    }
}
