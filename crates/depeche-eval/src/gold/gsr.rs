//! The gold-standard records of the PLOVER project: sentences of the CAMEO manual, each with one event.
//!
//! Takes the JSON array of `PLOVER_GSR_CAMEO.txt`; gives one [`GoldEvent`] a record. What stands where is read off its
//! `markup`: `(SRC: Oslo) (EVT: met) (TAR: Riga)`; `SRC/TAR` is on both sides. Types of the first PLOVER are given today's
//! names. Records without an event (the file's own documentation) are passed over.

use super::plv::GoldEvent;
use crate::Error;
use crate::error::read_text;
use serde::Deserialize;
use std::ops::Range;
use std::path::Path;

#[derive(Deserialize)]
struct Record {
    id: String,
    event: String,
    #[serde(rename = "textInfo")]
    info: Option<Info>,
}

/// One record gives its markup bare.
#[derive(Deserialize)]
#[serde(untagged)]
enum Info {
    Named { markup: String },
    Bare(String),
}

impl Info {
    fn markup(&self) -> &str {
        match self {
            Self::Named { markup } | Self::Bare(markup) => markup,
        }
    }
}

/// Reads the records of `path`.
///
/// # Errors
/// When the file cannot be read or is not a JSON array of records.
pub fn read(path: &Path) -> Result<Vec<GoldEvent>, Error> {
    let records: Vec<Record> = serde_json::from_str(&read_text(path)?).map_err(|error| {
        let expected = "an array of records with id, event and textInfo.markup";
        Error::malformed(path, error.line(), error.to_string(), expected)
    })?;
    let event = |record: Record| {
        let (text, places) = unmark(record.info?.markup());
        let place = |party: &str, but: Option<&Range<usize>>| {
            let mut found = places.iter().filter(|(mark, _)| mark.split('/').any(|one| one == party));
            found.find(|(_, place)| Some(place) != but).map(|(_, place)| place.clone())
        };
        let source = place("SRC", None)?;
        // Of several who do it together, the second is the other side.
        let target = place("TAR", Some(&source)).or_else(|| place("SRC", Some(&source)));
        Some(GoldEvent { id: record.id, text, kind: kind(&record.event).to_owned(), source: Some(source), target })
    };
    Ok(records.into_iter().filter_map(event).collect())
}

/// Today's name of a type.
fn kind(name: &str) -> &str {
    match name {
        "DEMAND" => "REQUEST",
        "DISAPPROVE" | "INVESTIGATE" => "ACCUSE",
        "FIGHT" => "ASSAULT",
        name => name,
    }
}

/// The text, and every mark with its place in it (code points).
fn unmark(markup: &str) -> (String, Vec<(String, Range<usize>)>) {
    let (mut text, mut places) = (String::new(), Vec::new());
    let mut open: Vec<Option<(String, usize)>> = Vec::new();
    let (mut length, mut rest) = (0, markup);
    while let Some(character) = rest.chars().next() {
        let after = &rest[character.len_utf8()..];
        if character == '(' {
            let mark: String = after.chars().take_while(|c| c.is_ascii_uppercase() || *c == '/').collect();
            if let Some(inner) = after[mark.len()..].strip_prefix(':').filter(|_| !mark.is_empty()) {
                open.push(Some((mark, length)));
                rest = inner.trim_start();
                continue;
            }
            open.push(None);
        } else if character == ')'
            && let Some(Some((mark, start))) = open.pop()
        {
            places.push((mark, start..length));
            rest = after;
            continue;
        }
        text.push(character);
        length += 1;
        rest = after;
    }
    places.sort_by_key(|(_, place)| place.start);
    (text, places)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read_one(record: &str) -> Vec<GoldEvent> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), format!("[{record}]")).unwrap();
        read(file.path()).unwrap()
    }

    #[test]
    fn marks_become_places_and_old_names_new_ones() {
        let record =
            r#"{"id": "1", "event": "FIGHT", "textInfo": {"markup": "(SRC: Élba) (EVT: hit (TAR: Oslo)) (again)."}}"#;
        let [event] = &read_one(record)[..] else { panic!("one event") };
        assert_eq!((event.text.as_str(), event.kind.as_str()), ("Élba hit Oslo (again).", "ASSAULT"));
        assert_eq!((event.source.clone(), event.target.clone()), (Some(0..4), Some(9..13)));
    }

    #[test]
    fn of_two_who_do_it_together_each_is_a_side() {
        let record =
            r#"{"id": "1", "event": "CONSULT", "textInfo": {"markup": "(SRC/TAR: Elba) and (SRC/TAR: Oslo) met."}}"#;
        let [event] = &read_one(record)[..] else { panic!("one event") };
        assert_eq!((event.source.clone(), event.target.clone()), (Some(0..4), Some(9..13)));
        assert!(read_one(r#"{"id": "0", "event": "DOCUMENT"}"#).is_empty());
    }
}
