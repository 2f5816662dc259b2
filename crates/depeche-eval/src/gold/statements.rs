//! The French statements set: news articles with every statement marked by two annotators.
//!
//! Takes a folder of `ID.txt` and `ID.json`; gives articles in id order. `act` and `mode` list every right value.

use super::{GoldArticle, GoldStatement};
use crate::Error;
use crate::error::{files_of, read_text};
use crate::pieces::Pieces;
use serde::Deserialize;
use std::path::Path;

#[derive(Deserialize)]
struct File {
    id: String,
    statements: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    content: Vec<(usize, usize)>,
    source: Option<(usize, usize)>,
    source_name: Option<String>,
    cue: Option<(usize, usize)>,
    #[serde(default)]
    act: Vec<String>,
    #[serde(default)]
    mode: Vec<String>,
    #[serde(default)]
    optional: bool,
}

/// Reads the articles of `folder`.
///
/// # Errors
/// When a file cannot be read or is not of this shape.
pub fn read(folder: &Path) -> Result<Vec<GoldArticle>, Error> {
    let mut articles = Vec::new();
    for path in files_of(folder, "json")? {
        let file: File = serde_json::from_str(&read_text(&path)?)
            .map_err(|error| Error::malformed(&path, error.line(), error, "an object with id and statements"))?;
        let pieces = |spans: &[(usize, usize)]| Pieces::new(spans.iter().map(|(start, end)| *start..*end));
        let statements = file
            .statements
            .into_iter()
            .map(|entry| GoldStatement {
                content: pieces(&entry.content),
                source: pieces(entry.source.as_slice()),
                source_name: entry.source_name,
                cue: pieces(entry.cue.as_slice()),
                acts: entry.act,
                modes: entry.mode,
                optional: entry.optional,
            })
            .collect();
        articles.push(GoldArticle { id: file.id, text: read_text(&path.with_extension("txt"))?, statements });
    }
    Ok(articles)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::pieces::Characters;

    #[test]
    fn reads_spans_names_and_alternatives() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/gold/fr-statements");
        let articles = read(&folder).unwrap();
        let [article] = articles.as_slice() else { panic!("one article, not {}", articles.len()) };
        let characters = Characters::new(&article.text);
        let [first, second] = article.statements.as_slice() else { panic!("two statements") };
        assert_eq!(characters.words(&first.content), "que le pont rouvrirait « avant l'été »");
        assert_eq!(characters.words(&first.source), "Élise Marchand");
        assert_eq!(
            (first.acts.as_slice(), first.modes.as_slice()),
            (["assert".into(), "promise".into()].as_slice(), ["mixed".into()].as_slice())
        );
        assert!(second.source.is_empty() && second.optional);
    }
}
