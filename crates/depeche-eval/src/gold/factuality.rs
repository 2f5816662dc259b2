//! Events in sentences with what is told of their truth: UDS-IH2 and UW (a score), MEANTIME (polarity and certainty).
//!
//! Takes JSON Lines in the shape of White and others' common format (`text` of blank-separated tokens, `targets` with
//! `span1` and `label`), or a folder of MEANTIME's XML files, of which only tokens and event mentions are read; gives
//! tokenised sentences with their events.

use crate::Error;
use crate::error::{files_of, read_text};
use serde::Deserialize;
use std::path::Path;

/// A sentence with its events.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GoldSentence {
    /// Which sentence: line, or article and number.
    pub id: String,
    /// Its tokens.
    pub tokens: Vec<String>,
    /// Head token of each event, and what is told of it.
    pub events: Vec<(usize, GoldFact)>,
}

/// What annotators say of an event.
#[derive(Debug, Clone, PartialEq)]
pub enum GoldFact {
    /// From −3, certainly not, to 3, certainly so.
    Score(f64),
    /// MEANTIME's attributes, `POS` and `CERTAIN`; empty where the annotator left one out.
    Attributes {
        /// `POS`, `NEG` or `UNDERSPECIFIED`.
        polarity: String,
        /// `CERTAIN`, `PROBABLE`, `POSSIBLE` or `UNDERSPECIFIED`.
        certainty: String,
    },
}

#[derive(Deserialize)]
struct Entry {
    text: String,
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    span1: (usize, usize),
    label: f64,
}

/// Reads a file of scored events.
///
/// # Errors
/// When the file cannot be read or a line is not of this shape.
pub fn scored(path: &Path) -> Result<Vec<GoldSentence>, Error> {
    let mut sentences = Vec::new();
    for (index, line) in read_text(path)?.lines().enumerate() {
        let malformed = |problem: &dyn ToString| {
            Error::malformed(path, index + 1, problem.to_string(), "a sentence with text and targets")
        };
        let entry: Entry = serde_json::from_str(line).map_err(|error| malformed(&error))?;
        let tokens: Vec<String> = entry.text.split_whitespace().map(str::to_owned).collect();
        let events = entry.targets.iter().map(|target| {
            // The last token is the head of the few that have several.
            let head = target.span1.1.checked_sub(1).filter(|head| *head < tokens.len());
            Ok((head.ok_or_else(|| malformed(&"a span outside of its sentence"))?, GoldFact::Score(target.label)))
        });
        let events = events.collect::<Result<_, Error>>()?;
        sentences.push(GoldSentence { id: (index + 1).to_string(), tokens, events });
    }
    Ok(sentences)
}

/// Reads MEANTIME's articles.
///
/// # Errors
/// When the folder cannot be read or a file holds no tokens.
pub fn meantime(folder: &Path) -> Result<Vec<GoldSentence>, Error> {
    let mut sentences = Vec::new();
    for path in files_of(folder, "xml")? {
        let article = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        sentences.extend(article_of(&article, &read_text(&path)?));
    }
    Ok(sentences)
}

fn article_of(article: &str, content: &str) -> Vec<GoldSentence> {
    let mut sentences: Vec<GoldSentence> = Vec::new();
    // Token id → sentence and place in it.
    let mut places: Vec<(String, usize, usize)> = Vec::new();
    let (mut number, mut open) = (String::new(), None);
    for line in content.lines() {
        if let Some(at) = line.find("<token ") {
            let tag = &line[at..];
            let (Some(id), Some(sentence)) = (attribute(tag, "t_id"), attribute(tag, "sentence")) else { continue };
            let form = tag.split_once('>').and_then(|(_, rest)| rest.split_once('<')).map_or("", |(form, _)| form);
            if sentences.is_empty() || number != sentence {
                number = sentence.to_owned();
                let id = format!("{article} {number}");
                sentences.push(GoldSentence { id, ..GoldSentence::default() });
            }
            let index = sentences.len() - 1;
            let token = &mut sentences[index].tokens;
            places.push((id.to_owned(), index, token.len()));
            // A token without a character that shows would vanish between blanks.
            let form = unescape(form).split_whitespace().collect::<String>();
            token.push(if form.is_empty() { "_".to_owned() } else { form });
        } else if line.contains("<EVENT_MENTION ") {
            let value = |key| attribute(line, key).unwrap_or_default().to_owned();
            open = Some((GoldFact::Attributes { polarity: value("polarity"), certainty: value("certainty") }, None));
        } else if line.contains("</EVENT_MENTION>") {
            if let Some((fact, Some((sentence, token)))) = open.take() {
                let sentence: &mut GoldSentence = &mut sentences[sentence];
                sentence.events.push((token, fact));
            }
        } else if let (Some((_, head)), true) = (&mut open, line.contains("<token_anchor")) {
            // The first of several words: the verb of a phrasal one.
            let id = attribute(line, "t_id").unwrap_or_default();
            let found = places.iter().find(|(known, ..)| known == id).map(|(_, sentence, token)| (*sentence, *token));
            *head = head.or(found);
        }
    }
    sentences
}

fn attribute<'a>(tag: &'a str, key: &str) -> Option<&'a str> {
    tag.split_once(&format!(" {key}=\""))?.1.split('"').next()
}

fn unescape(form: &str) -> String {
    form.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn mentions_find_their_tokens() {
        let content = r#"<Document>
<token number="0" sentence="0" t_id="7">Oslo</token>
<token number="1" sentence="0" t_id="8">sold</token>
<token number="2" sentence="1" t_id="9">R&amp;D</token>
<EVENT_MENTION certainty="POSSIBLE" m_id="1" polarity="NEG" time="FUTURE">
<token_anchor t_id="8"/>
</EVENT_MENTION>"#;
        let sentences = article_of("a", content);
        assert_eq!(sentences[1].tokens, ["R&D"]);
        let fact = GoldFact::Attributes { polarity: "NEG".into(), certainty: "POSSIBLE".into() };
        assert_eq!(sentences[0].events, [(1, fact)]);
    }

    #[test]
    fn a_span_outside_of_its_sentence_is_refused_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        std::fs::write(&path, r#"{"text": "Oslo sold .", "targets": [{"span1": [7, 8], "label": 3.0}]}"#).unwrap();
        let error = scored(&path).unwrap_err().to_string();
        assert!(
            error.ends_with("a.jsonl:1: a span outside of its sentence; expected a sentence with text and targets")
        );
    }
}
