//! Any bytes give a text or one error, and never a panic.

use depeche_ingest::{ReadOptions, guess, language, read_bytes};
use proptest::prelude::*;
use std::path::Path;

fn pages() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "<(p|div|h1|article|blockquote|footer|table|tr|td|a|script|time datetime='2023-01-01'|meta charset=x|title|br|b|i|ul|li|svg|template|select|form)>",
        "</(p|div|h1|article|blockquote|footer|table|tr|td|a|script|title|b|i|ul|li|svg|template|select|form)>",
        "[a-zé ]{0,60}[.,]?",
        "(&amp;|&#x0;|&#999999;|<!--|-->|<!\\[CDATA\\[|<\\?|\"|'|=|<|>)",
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300), name in prop_oneof![Just("a.txt"), Just("a.html"), Just("-")]) {
        if let Ok(text) = read_bytes(&bytes, Path::new(name), &ReadOptions::default()) {
            let _ = language(&text);
        }
    }

    #[test]
    fn any_page(page in pages()) {
        let text = read_bytes(page.as_bytes(), Path::new("a.html"), &ReadOptions::default());
        if let Ok(text) = text {
            let _ = language(&text);
        }
    }

    #[test]
    fn valid_plain_text_is_kept(text in "[^\u{0}-\u{1f}\u{7f}-\u{9f}\u{feff}]{0,80}") {
        prop_assume!(!text.starts_with("%PDF-") && !text.starts_with("{\\rtf"));
        let read = read_bytes(text.as_bytes(), Path::new("a.txt"), &ReadOptions::default()).expect("text");
        prop_assert_eq!(read.text, text);
    }

    #[test]
    fn any_text_has_a_language(text in any::<String>()) {
        let guess = guess(&text);
        prop_assert!((0.0..=1.0).contains(&guess.confidence));
    }
}
