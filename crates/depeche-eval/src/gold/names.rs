//! Gold names: the French set (JSON beside the statements set) and GUM's `Entity=` annotation.
//!
//! Gives bare proper names of persons, organisations and places. GUM marks whole noun phrases; how they are reduced to
//! bare names is said at [`gum`].

use super::treebank::{GoldSentence, documents};
use super::{GoldName, GoldNames, scored_kind};
use crate::Error;
use crate::error::{files_of, read_text};
use crate::pieces::Characters;
use depeche_record::{Kind, Span};
use serde::Deserialize;
use std::ops::Range;
use std::path::Path;

#[derive(Deserialize)]
struct File {
    id: String,
    names: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    start: usize,
    end: usize,
    r#type: String,
    #[serde(default)]
    optional: bool,
}

/// Reads `ID.json` of `folder`, with the texts `ID.txt` of `texts`.
///
/// # Errors
/// When a file cannot be read or is not of this shape.
pub fn french(folder: &Path, texts: &Path) -> Result<Vec<GoldNames>, Error> {
    let mut articles = Vec::new();
    for path in files_of(folder, "json")? {
        let file: File = serde_json::from_str(&read_text(&path)?)
            .map_err(|error| Error::malformed(&path, error.line(), error, "an object with id and names"))?;
        let mut names = Vec::new();
        for entry in file.names {
            let kind = scored_kind(&entry.r#type).ok_or_else(|| {
                Error::malformed(&path, 1, format!("type « {} »", entry.r#type), "person, organisation or place")
            })?;
            names.push(GoldName { start: entry.start, end: entry.end, kind, optional: entry.optional });
        }
        names.sort();
        articles.push(GoldNames { text: read_text(&texts.join(format!("{}.txt", file.id)))?, id: file.id, names });
    }
    Ok(articles)
}

/// Bare names in a GUM treebank, one item a document.
///
/// GUM marks noun phrases of every form, with the words of their head (`minspan`). A phrase of kind person,
/// organization or place is a name when its syntactic head is a proper noun in the singular (« Americans » is a
/// nationality). The name is the unbroken run of head words around it, without describing titles (`nmod:desc`:
/// « President », « Mr. »), and runs on over prepositions, articles and hyphens to further head words (« University of
/// California »). A person whose run would cross a preposition is an office (« President of the United States ») and
/// is left out, and so is a name inside another one.
#[must_use]
pub fn gum(sentences: &[GoldSentence]) -> Vec<GoldNames> {
    let mut out = Vec::new();
    for document in documents(sentences) {
        let characters = Characters::new(&document.text);
        let mut names: Vec<GoldName> = Vec::new();
        for (sentence, spans) in &document.sentences {
            let words = word_spans(sentence, spans, &document.text);
            for phrase in phrases(sentence) {
                if let Some((kind, range)) = bare_name(sentence, &phrase) {
                    let place = characters.range(words[range.start].to(words[range.end - 1]));
                    names.push(GoldName { start: place.start, end: place.end, kind, optional: false });
                }
            }
        }
        names.sort();
        names.dedup_by_key(|name| (name.start, name.end));
        let outer = names.clone();
        names.retain(|name| {
            !outer
                .iter()
                .any(|o| (o.start, o.end) != (name.start, name.end) && o.start <= name.start && name.end <= o.end)
        });
        let id = document.sentences.first().map(|(sentence, _)| sentence.id.clone()).unwrap_or_default();
        let id = id.rsplit_once('-').map_or(id.as_str(), |(document_id, _)| document_id).to_owned();
        out.push(GoldNames { id, text: document.text, names });
    }
    out
}

/// The characters of every word: its share of the token's form where the words spell it out, else the whole token.
fn word_spans(sentence: &GoldSentence, tokens: &[Range<usize>], text: &str) -> Vec<Span> {
    let mut spans = vec![Span::default(); sentence.words.len()];
    for (token, place) in sentence.tokens.iter().zip(tokens) {
        let spelled: String = sentence.words[token.words.clone()].iter().map(|word| word.form.as_str()).collect();
        let mut at = place.start;
        for word in token.words.clone() {
            if spelled == text[place.clone()] {
                spans[word] = Span::new(at, at + sentence.words[word].form.len());
                at = spans[word].end;
            } else {
                spans[word] = Span::from(place.clone());
            }
        }
    }
    spans
}

/// A marked noun phrase: its words and which of them are head words.
struct Phrase {
    kind: Kind,
    words: Range<usize>,
    head_words: Vec<usize>,
}

/// Reads `Entity=` (fields GRP-etype-infstat-salience-centering-minspan-…, opened and closed by brackets).
fn phrases(sentence: &GoldSentence) -> Vec<Phrase> {
    let mut open: Vec<(Vec<&str>, usize)> = Vec::new();
    let mut found = Vec::new();
    for (place, word) in sentence.words.iter().enumerate() {
        let Some(mut rest) = word.misc.split('|').find_map(|item| item.strip_prefix("Entity=")) else { continue };
        while !rest.is_empty() {
            let opening = rest.starts_with('(');
            let body = &rest[usize::from(opening)..];
            let end = body.find(if opening { ['(', ')'].as_slice() } else { [')'].as_slice() }).unwrap_or(body.len());
            let closing = body[end..].starts_with(')');
            rest = &body[end + usize::from(closing)..];
            let closed = if opening {
                open.push((body[..end].split('-').collect(), place));
                if closing { open.pop() } else { None }
            } else {
                open.iter().rposition(|(fields, _)| fields.first() == Some(&&body[..end])).map(|at| open.remove(at))
            };
            if let Some((fields, start)) = closed
                && let Some(phrase) = phrase(&fields, start..place + 1)
            {
                found.push(phrase);
            }
        }
    }
    found
}

fn phrase(fields: &[&str], words: Range<usize>) -> Option<Phrase> {
    let kind = match *fields.get(1)? {
        "person" => Kind::Person,
        "organization" => Kind::Organisation,
        "place" => Kind::Place,
        _ => return None,
    };
    let numbers = fields.get(5)?.split(',').filter_map(|number| number.parse::<usize>().ok()?.checked_sub(1));
    let head_words = numbers.map(|at| words.start + at).filter(|at| words.contains(at)).collect();
    Some(Phrase { kind, words, head_words })
}

fn bare_name(sentence: &GoldSentence, phrase: &Phrase) -> Option<(Kind, Range<usize>)> {
    let words = &sentence.words;
    let head = |at: usize| words[at].head.and_then(|above| above.checked_sub(1));
    let outside = |at: &usize| head(*at).is_none_or(|above| !phrase.words.contains(&above));
    let core = phrase.words.clone().find(outside)?;
    if words[core].upos != "PROPN"
        || words[core].feats.split('|').any(|feature| feature == "Number=Plur") && phrase.kind == Kind::Person
    {
        return None;
    }
    let describes = |at: usize| {
        let is_title = |at: usize| words[at].deprel == "nmod:desc";
        at != core && (is_title(at) || head(at).is_some_and(|above| above != core && is_title(above)))
    };
    let belongs = |at: usize| at == core || phrase.head_words.contains(&at) && !describes(at);
    let mut range = core..core + 1;
    while range.start > phrase.words.start {
        let before = range.start - 1;
        let hyphen = words[before].form == "-" && before > phrase.words.start && belongs(before - 1);
        if !belongs(before) && !hyphen {
            break;
        }
        range.start = before;
    }
    while let Some(next) = (range.end..phrase.words.end).take(3).find(|at| belongs(*at)) {
        let links = &words[range.end..next];
        if links.iter().any(|link| !(matches!(link.upos.as_str(), "ADP" | "DET" | "CCONJ") || link.form == "-")) {
            break;
        }
        if links.iter().any(|link| link.upos != "PUNCT") && phrase.kind == Kind::Person {
            return None;
        }
        range.end = next + 1;
    }
    Some((phrase.kind, range))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::treebank;
    use super::*;
    use expect_test::{Expect, expect};
    use std::fmt::Write;

    fn show(articles: &[GoldNames]) -> String {
        let mut out = String::new();
        for article in articles {
            let characters = Characters::new(&article.text);
            for name in &article.names {
                let optional = if name.optional { " (optional)" } else { "" };
                writeln!(out, "{} {}{optional}", name.kind.name(), characters.text(&(name.start..name.end))).unwrap();
            }
        }
        out
    }

    #[test]
    fn french_names_come_with_their_text() {
        let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/gold");
        let articles = french(&testdata.join("fr-names"), &testdata.join("fr-statements")).unwrap();
        expect![[r#"
            place Vauclair (optional)
            person Élise Marchand
            place Port-Aubin
        "#]]
        .assert_eq(&show(&articles));
    }

    /// `form upos head deprel misc feats`, blanks for tabs; words numbered from 1.
    fn check(lines: &str, expected: Expect) {
        let mut text = String::from("# sent_id = GUM_news_test-1\n");
        for (number, line) in lines.lines().enumerate() {
            let c: Vec<&str> = line.split_whitespace().collect();
            let (misc, feats) = (c.get(4).unwrap_or(&"_"), c.get(5).unwrap_or(&"_"));
            writeln!(text, "{}\t{}\t_\t{}\t_\t{feats}\t{}\t{}\t_\t{misc}", number + 1, c[0], c[1], c[2], c[3]).unwrap();
        }
        expected.assert_eq(&show(&gum(&treebank::parse(&text, Path::new("gum.conllu")).unwrap())));
    }

    #[test]
    fn titles_and_articles_stay_outside() {
        check(
            "President PROPN 2 nmod:desc Entity=(1-person-new-nnnnn-cf1-1,2,3-coref
             Orla PROPN 4 nsubj
             Quist PROPN 2 flat Entity=1)
             left VERB 0 root
             the DET 6 det Entity=(2-organization-new-nnnnn-cf2-2,4-sgl
             University PROPN 4 obj
             of ADP 8 case
             Vauclair PROPN 6 nmod Entity=(3-place-new-nnnnn-cf3-1-sgl)2)",
            expect![[r#"
                person Orla Quist
                organisation University of Vauclair
            "#]],
        );
    }

    #[test]
    fn phrases_headed_by_a_common_noun_and_peoples_are_no_names() {
        check(
            "The DET 2 det Entity=(1-person-new-nnnnn-cf1-2-coref
             mayor NOUN 5 nsubj
             of ADP 4 case
             Arden PROPN 2 nmod Entity=(2-place-new-nnnnn-cf1-1-coref)1)
             greeted VERB 0 root
             Ardenians PROPN 5 obj Entity=(3-person-new-nnnnn-cf1-1-coref) Number=Plur",
            expect![[r#"
                place Arden
            "#]],
        );
    }
}
