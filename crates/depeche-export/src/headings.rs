//! What stands above a reading, in every format for people: its title, and its names by kind.

use crate::Locale;
use depeche_record::{Document, Entity, Event, Kind, Span, Status, Viewpoint};
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

/// What a format for people says of an event, in pieces: `Oslo, Riga` `→ Lomé` `AID` `aide` and so on.
pub(crate) struct EventLine {
    /// Who acts.
    pub(crate) actors: String,
    /// To whom; empty when nobody is named.
    pub(crate) recipients: String,
    /// PLOVER type and mode: `CONSULT visit`.
    pub(crate) code: String,
    /// Object, date, place and status, as far as they are known.
    pub(crate) details: Vec<String>,
    /// Each viewpoint with what it says.
    pub(crate) views: Vec<String>,
}

impl EventLine {
    pub(crate) fn new(document: &Document, event: &Event, locale: &Locale) -> Self {
        let text = document.source.text.as_str();
        let names = |entities: &[usize]| {
            let names: Vec<&str> = entities.iter().map(|&entity| document.entities[entity].name.as_str()).collect();
            names.join(", ")
        };
        let actors = names(&event.actors);
        let mut details: Vec<String> = Vec::new();
        details.extend(event.object.as_ref().map(|object| object.span.of(text).to_owned()));
        details.extend(event.date.as_ref().map(|date| match date.span {
            Some(span) => format!("{} ({})", span.of(text), date.value),
            None => date.value.clone(),
        }));
        details.extend(event.place.as_ref().map(|place| place.name.clone()));
        details.extend((event.status != Status::Occurred).then(|| locale.status(event.status).to_owned()));
        let colon = &locale.sheet.colon;
        let view = |&(by, value): &(Viewpoint, _)| match by {
            Viewpoint::Author => format!("{}{colon}{}", locale.sheet.author, locale.factuality(value)),
            Viewpoint::Statement(index) => {
                let source = &document.statements[index].source;
                let who = names(&source.entities);
                let who = if who.is_empty() { source.span.map_or("", |span| span.of(text)).to_owned() } else { who };
                let who = if who.is_empty() { locale.sheet.unnamed.clone() } else { who };
                format!("{who} ({}){colon}{}", index + 1, locale.factuality(value))
            }
        };
        Self {
            actors: if actors.is_empty() { locale.sheet.nobody.clone() } else { actors },
            recipients: names(&event.recipients),
            code: event.mode.map_or(event.kind.name().to_owned(), |mode| format!("{} {mode}", event.kind.name())),
            details,
            views: event.factuality.iter().map(view).collect(),
        }
    }
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
