//! The key under which a word is looked up.

use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// `word` in lower case, composed (NFC), with a straight apostrophe and a plain hyphen, without soft hyphens: « L’ » and
/// « l' » are one key.
#[must_use]
pub fn fold(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase() && b != b'`') {
        return Cow::Borrowed(word);
    }
    if word.is_ascii() {
        return Cow::Owned(word.to_ascii_lowercase().replace('`', "'"));
    }
    let folded = word.chars().filter(|c| *c != '\u{ad}').flat_map(char::to_lowercase).map(|c| match c {
        '’' | 'ʼ' | '‘' | '´' | '`' | '＇' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        c => c,
    });
    if is_nfc_quick(word.chars()) == IsNormalized::Yes {
        Cow::Owned(folded.collect())
    } else {
        Cow::Owned(folded.nfc().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    #[expect(clippy::needless_pass_by_value, reason = "the shape of every check")]
    fn check(word: &str, expected: Expect) {
        expected.assert_eq(&fold(word));
    }

    #[test]
    fn case_apostrophe_and_composition_do_not_matter() {
        check("L’", expect!["l'"]);
        check("E\u{301}TAT", expect!["état"]);
        check("gou\u{ad}verne\u{2011}t\u{2011}il", expect!["gouverne-t-il"]);
        check("déjà", expect!["déjà"]);
    }
}
