//! What a character is to the scanner.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Whether `c` may stand between tokens: spaces, controls, and the invisible characters that extraction leaves behind.
/// The byte order mark and the directional marks are among them; the joiners (U+200C, U+200D) and the soft hyphen stay
/// inside words.
pub(crate) fn is_gap(c: char) -> bool {
    match c {
        ' ' | '\n' | '\t' | '\r' => true,
        '!'..='~' => false,
        _ => {
            c.is_whitespace()
                || c.is_control()
                || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        }
    }
}

/// Whether `c` ends a line. CRLF gives one empty line more, which is harmless: blank lines only separate.
pub(crate) fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether `c` can begin or go on with a word.
pub(crate) fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    c.is_alphanumeric() || is_mark(c) || matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}')
}

/// Whether `c` sits on the character before it: accents in decomposed text, vowel signs, variation selectors.
pub(crate) fn is_mark(c: char) -> bool {
    !c.is_ascii()
        && matches!(
            c.general_category(),
            GeneralCategory::NonspacingMark | GeneralCategory::SpacingMark | GeneralCategory::EnclosingMark
        )
}

/// Whether `c` is a word by itself: Chinese characters. Runs of kana or Thai stay one token: we have no dictionary.
pub(crate) fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
}

/// Straight or curly apostrophe.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '＇')
}

/// What careless typing puts for an apostrophe between two letters: « d‘éviter », « l´an ».
pub(crate) fn is_apostrophe_by_mistake(c: char) -> bool {
    matches!(c, '‘' | '´' | '`')
}

/// A hyphen inside a word; dashes are not.
pub(crate) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// A dash that may open a turn of speech or an item of a list.
pub(crate) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2012}'..='\u{2015}' | '•' | '·' | '‣' | '▪' | '■' | '●' | '◦' | '➔' | '►')
}

/// A mark that only opens: quotation, bracket, Spanish question and exclamation.
pub(crate) fn is_opening(c: char) -> bool {
    matches!(c, '«' | '“' | '‘' | '‹' | '„' | '‚' | '(' | '[' | '{' | '¿' | '¡' | '「' | '『' | '（' | '【' | '《')
}

/// A mark that only closes. « ’ » is an apostrophe in most places: the scanner decides.
pub(crate) fn is_closing(c: char) -> bool {
    matches!(c, '»' | '”' | '›' | ')' | ']' | '}' | '」' | '』' | '）' | '】' | '》')
}

/// A full stop, question or exclamation mark, in any script.
pub(crate) fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '‼' | '⁇' | '⁈' | '⁉' | '؟' | '۔' | '।' | '。' | '！' | '？' | '．')
}

/// A pictograph: emoji and the like. Over-wide on purpose, it only keeps clusters together.
pub(crate) fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{27bf}' | '\u{2900}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

/// A letter of a flag: two of them make one.
pub(crate) fn is_regional_indicator(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}')
}

/// What glues an emoji to what follows or colours it.
pub(crate) fn is_emoji_modifier(c: char) -> bool {
    matches!(c, '\u{fe0e}' | '\u{fe0f}' | '\u{20e3}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}')
}
