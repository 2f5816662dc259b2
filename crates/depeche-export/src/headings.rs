//! What stands above a reading, in every format for people: its title, and its names by kind.

use crate::Locale;
use depeche_record::{Document, Entity, Kind, Span};
use std::borrow::Cow;
use std::cmp::Reverse;

/// Characters of a first sentence that stands in for a title.
const LONGEST_TITLE: usize = 90;

/// The title; without one the beginning of the text, which follows in full.
pub(crate) fn title<'a>(document: &'a Document, locale: &'a Locale) -> Cow<'a, str> {
    if let Some(title) = &document.source.title {
        return Cow::Borrowed(title);
    }
    let Some(first) = document.sentences.first() else { return Cow::Borrowed(&locale.sheet.untitled) };
    let first = first.span.of(&document.source.text);
    let Some((end, _)) = first.char_indices().nth(LONGEST_TITLE) else { return Cow::Borrowed(first) };
    let start = &first[..end];
    let whole_words = start.rfind(char::is_whitespace).filter(|end| *end > 0).map_or(start, |end| &start[..end]);
    Cow::Owned(format!("{}…", whole_words.trim_end_matches(|c: char| c.is_whitespace() || c == ',')))
}

/// The entities of each kind that are named somewhere, those mentioned most first. « Le porte-parole » and « des sources »
/// speak and are in the record, but are no names.
pub(crate) fn by_kind(document: &Document) -> Vec<(Kind, Vec<&Entity>)> {
    let of_kind = |kind: &Kind| {
        let is_named = |entity: &&Entity| entity.mentions.iter().any(|mention| mention.name.is_some());
        let of_kind = document.entities.iter().filter(|entity| entity.kind == *kind);
        let mut entities: Vec<&Entity> = of_kind.filter(is_named).collect();
        // Stable: equals stay in order of first mention.
        entities.sort_by_key(|entity| Reverse(entity.mentions.len()));
        (!entities.is_empty()).then_some((*kind, entities))
    };
    Kind::ALL.iter().filter_map(of_kind).collect()
}

/// The words around a place, for a notice.
pub(crate) fn excerpt(text: &str, span: Span) -> String {
    let words: Vec<&str> = text[span.start..].split_whitespace().take(5).collect();
    let more = if words.len() == 5 { "…" } else { "" };
    words.join(" ") + more
}

#[cfg(test)]
mod tests {
    use super::*;
    use depeche_record::{Sentence, Text};

    #[test]
    fn a_long_first_sentence_is_cut_between_words() {
        let titled = |text: &str| {
            let sentence = Sentence { span: Span::new(0, text.len()), ..Sentence::default() };
            let source = Text { text: text.to_owned(), ..Text::default() };
            let document = Document { source, sentences: vec![sentence], ..Document::default() };
            title(&document, Locale::get("fr")).into_owned()
        };
        assert_eq!(titled("Oslo dément."), "Oslo dément.");
        let long = "La ministre de la Mer a annoncé mardi la réouverture du port de Vauclair, fermé depuis l’été, aux chalutiers.";
        assert_eq!(
            titled(long),
            "La ministre de la Mer a annoncé mardi la réouverture du port de Vauclair, fermé depuis…"
        );
        assert_eq!(titled(&"é".repeat(100)), "é".repeat(90) + "…");
    }
}
