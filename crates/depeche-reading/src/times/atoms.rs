//! The smallest pieces of a text that a time expression is made of.
//!
//! Takes a stretch of text; gives its runs of letters, its runs of digits and every other sign, with their places.
//! « avant-hier », "third-quarter" and "1990s" come apart here whatever the language's tokens are, so that a pattern
//! never depends on where tokens were cut.

use depeche_lang::fold;
use depeche_record::Span;

/// A run of letters, a run of digits, or one sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Atom {
    /// The characters, folded: lower case, composed, plain apostrophe and hyphen.
    pub(super) folded: String,
    /// Where they stand in the text.
    pub(super) span: Span,
    /// Whether they begin with a capital.
    pub(super) capital: bool,
}

impl Atom {
    /// The number that a run of digits is.
    pub(super) fn digits(&self) -> Option<i64> {
        (self.folded.len() <= 9 && self.folded.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| self.folded.parse().ok())?
    }
}

#[derive(PartialEq, Clone, Copy)]
enum Class {
    Letter,
    Digit,
    Space,
    Sign,
}

fn class(character: char) -> Class {
    match character {
        '\u{ad}' | '\u{300}'..='\u{36f}' => Class::Letter,
        _ if character.is_ascii_digit() => Class::Digit,
        _ if character.is_alphabetic() => Class::Letter,
        _ if character.is_whitespace() => Class::Space,
        _ => Class::Sign,
    }
}

/// The atoms of `text[within]`, in order.
pub(super) fn atoms(text: &str, within: Span) -> Vec<Atom> {
    let mut runs: Vec<(Class, Span)> = Vec::new();
    for (at, character) in within.of(text).char_indices() {
        let (start, end) = (within.start + at, within.start + at + character.len_utf8());
        let class = class(character);
        match runs.last_mut() {
            Some((last, span)) if *last == class && class != Class::Sign => span.end = end,
            _ => runs.push((class, Span::new(start, end))),
        }
    }
    let words = runs.into_iter().filter(|(class, _)| *class != Class::Space);
    words
        .map(|(_, span)| {
            let form = span.of(text);
            Atom { folded: fold(form).into_owned(), span, capital: form.starts_with(char::is_uppercase) }
        })
        .collect()
}
