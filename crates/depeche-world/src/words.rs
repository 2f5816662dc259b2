//! Words as they are compared: without case, accents, hyphens, apostrophes and full stops.
//!
//! « l’Élysée » is `l`, `elysee`; "U.S." is `us`. The shape of the first letters is kept beside: « US » is a country and
//! "us" is not.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A word of a name or phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Folded.
    pub(crate) key: String,
    /// Begins with a capital letter.
    pub(crate) capital: bool,
    /// Has no small letter.
    pub(crate) upper: bool,
}

/// How a listed name must be written for a word of a phrase to be that name, the loosest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Case {
    /// « russe »: in any case.
    Any,
    /// "Bank": with a capital.
    Capital,
    /// "US": in capitals only.
    Upper,
}

/// The words of `text`.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let text: String = text.chars().filter(|c| !matches!(c, '.' | '\u{ad}')).collect();
    let pieces = text.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c));
    pieces
        .filter_map(|piece| {
            let key = fold(piece);
            (!key.is_empty()).then(|| Word {
                key,
                capital: piece.starts_with(char::is_uppercase),
                upper: piece.chars().any(char::is_uppercase) && !piece.chars().any(char::is_lowercase),
            })
        })
        .collect()
}

/// The key of a whole name: its words, one space between.
pub(crate) fn key(words: &[Word]) -> String {
    let keys: Vec<&str> = words.iter().map(|word| word.key.as_str()).collect();
    keys.join(" ")
}

/// How the listed name `words` must be written in a phrase.
pub(crate) fn case(words: &[Word]) -> Case {
    match words {
        [word] if word.upper && word.key.chars().count() <= 3 => Case::Upper,
        [word, ..] if word.capital => Case::Capital,
        _ => Case::Any,
    }
}

/// Whether a phrase's `words` are written so that they can be a name listed with `case`.
pub(crate) fn fits(words: &[Word], case: Case) -> bool {
    match case {
        Case::Any => true,
        Case::Capital => words.first().is_some_and(|word| word.capital),
        Case::Upper => words.iter().all(|word| word.upper),
    }
}

/// `piece` in lower case, without accents; letters that have no accent to take off become their neighbours.
fn fold(piece: &str) -> String {
    let mut folded = String::with_capacity(piece.len());
    for c in piece.nfkd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase) {
        match c {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' => folded.push('d'),
            'ı' => folded.push('i'),
            c if is_combining_mark(c) => {}
            c => folded.push(c),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    #[expect(clippy::needless_pass_by_value, reason = "the shape of every check")]
    fn check(text: &str, expected: Expect) {
        expected.assert_eq(&key(&words(text)));
    }

    #[test]
    fn case_accents_hyphens_apostrophes_and_full_stops_do_not_matter() {
        check("l’Élysée", expect!["l elysee"]);
        check("É.-U.", expect!["e u"]);
        check("U.S.", expect!["us"]);
        check("ABU\u{301}-Dabi", expect!["abu dabi"]);
        check("Løfven, Łódź", expect!["lofven lodz"]);
        check(" … ", expect![""]);
    }

    #[test]
    fn short_acronyms_keep_their_capitals() {
        let fits_listed = |listed: &str, text: &str| fits(&words(text), case(&words(listed)));
        assert!(fits_listed("US", "U.S."));
        assert!(!fits_listed("US", "us"));
        assert!(fits_listed("OTAN", "Otan"));
        assert!(!fits_listed("Bild", "bild"));
        assert!(fits_listed("russe", "Russe"));
    }
}
