//! DWIE (Zaporojets et al. 2021): Deutsche Welle news in English with every entity's mentions and types.
//!
//! Takes the JSON Lines file; gives the development articles (line index divisible by [`EVERY`], the others train) with
//! their names of persons, organisations and places. [`kind`] maps the corpus' types, the same way as
//! `training/depeche_training/corpora.py`; `docs/evaluation.md` writes the map down.

use super::{GoldClusters, GoldName, GoldNames, SCORED_KINDS};
use crate::Error;
use crate::error::read_text;
use depeche_record::Kind;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// Every twelfth article measures; the others train.
pub const EVERY: usize = 12;

#[derive(Deserialize)]
struct Article {
    id: serde_json::Value,
    content: String,
    mentions: Vec<Mention>,
    concepts: Vec<Concept>,
}

#[derive(Deserialize)]
struct Mention {
    begin: usize,
    end: usize,
    concept: i64,
}

#[derive(Deserialize)]
struct Concept {
    concept: i64,
    #[serde(default)]
    tags: Vec<String>,
}

/// Reads the names of the development articles.
///
/// # Errors
/// When the file cannot be read or a line is not of this shape.
pub fn read(path: &Path) -> Result<Vec<GoldNames>, Error> {
    let names = |article: Article| {
        let kinds = article.kinds();
        let scored = |mention: &Mention| {
            let kind = kinds.get(&mention.concept).copied().flatten().filter(|kind| SCORED_KINDS.contains(kind))?;
            Some(GoldName { start: mention.begin, end: mention.end, kind, optional: false })
        };
        let mut names: Vec<GoldName> = article.mentions.iter().filter_map(scored).collect();
        names.sort();
        names.dedup();
        GoldNames { id: article.id(), text: article.content, names }
    };
    Ok(articles(path)?.into_iter().map(names).collect())
}

/// Reads the concepts of the development articles with their mentions. What [`kind`] makes nothing of (roles, values,
/// times) is ignored.
///
/// # Errors
/// When the file cannot be read or a line is not of this shape.
pub fn clusters(path: &Path) -> Result<Vec<GoldClusters>, Error> {
    let clusters = |article: Article| {
        let kinds = article.kinds();
        let mut by_concept: BTreeMap<i64, Vec<(usize, usize)>> = BTreeMap::new();
        let mut ignored = Vec::new();
        let mut places: Vec<(usize, usize, i64)> =
            article.mentions.iter().map(|mention| (mention.begin, mention.end, mention.concept)).collect();
        places.sort_unstable();
        places.dedup_by_key(|place| (place.0, place.1));
        for (start, end, concept) in places {
            match kinds.get(&concept).copied().flatten() {
                Some(_) => by_concept.entry(concept).or_default().push((start, end)),
                None => ignored.push((start, end)),
            }
        }
        let clusters = by_concept.into_values().collect();
        GoldClusters { id: article.id(), text: article.content, clusters, ignored }
    };
    Ok(articles(path)?.into_iter().map(clusters).collect())
}

impl Article {
    fn id(&self) -> String {
        self.id.as_str().map_or_else(|| self.id.to_string(), str::to_owned)
    }

    fn kinds(&self) -> BTreeMap<i64, Option<Kind>> {
        let concepts = self.concepts.iter();
        concepts.map(|concept| (concept.concept, kind(concept.tags.iter().map(String::as_str)))).collect()
    }
}

fn articles(path: &Path) -> Result<Vec<Article>, Error> {
    let text = read_text(path)?;
    let lines = text.lines().enumerate().filter(|(index, _)| index % EVERY == 0);
    lines
        .map(|(index, line)| {
            serde_json::from_str(line).map_err(|error| {
                Error::malformed(path, index + 1, error, "an article with content, mentions and concepts")
            })
        })
        .collect()
}

/// What a concept with these tags is to us: `None` for roles, values, times and what the annotators skipped.
pub fn kind<'a>(tags: impl Iterator<Item = &'a str>) -> Option<Kind> {
    let types: Vec<&str> = tags.filter_map(|tag| tag.strip_prefix("type::")).collect();
    let has = |names: &[&str]| types.iter().any(|t| names.contains(t));
    if has(&["role", "value", "time", "money", "none", "skip"]) && !has(&["person", "organization", "location"]) {
        return None;
    }
    // gpe0-x, loc-x, religion-x: « German », « European », « Catholic ».
    if types.iter().any(|t| t.ends_with("-x")) || has(&["ethnicity", "religion"]) {
        return Some(Kind::Nationality);
    }
    let map: [(Kind, &[&str]); 5] = [
        (Kind::Person, &["person"]),
        (Kind::Organisation, &["organization"]),
        (Kind::Place, &["location", "gpe", "facility"]),
        (Kind::Event, &["event"]),
        (
            Kind::Work,
            &[
                "work_of_art",
                "treaty",
                "film_title",
                "book_title",
                "music_title",
                "tv_title",
                "culture_title",
                "report",
                "award",
            ],
        ),
    ];
    let found = map.into_iter().find(|(_, theirs)| has(theirs)).map(|(ours, _)| ours);
    found.or_else(|| has(&["misc", "other", "object", "entity"]).then_some(Kind::Other))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(tags: &str, expected: Option<Kind>) {
        assert_eq!(kind(tags.split_whitespace()), expected, "{tags}");
    }

    #[test]
    fn types_map_to_our_kinds() {
        check("type::entity type::location type::gpe type::gpe0", Some(Kind::Place));
        check("type::other type::gpe0-x", Some(Kind::Nationality));
        check("type::person type::politician type::role", Some(Kind::Person));
        check("type::role", None);
        check("type::value type::money", None);
        check("type::misc type::treaty", Some(Kind::Work));
        check("type::entity type::event type::competition", Some(Kind::Event));
        check("topic::sport slot::keyword", None);
    }

    #[test]
    fn reads_the_articles_that_measure() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/gold/dwie/train.jsonl");
        let articles = read(&path).unwrap();
        let [article] = articles.as_slice() else { panic!("one article of thirteen lines or fewer") };
        let names: Vec<String> =
            article.names.iter().map(|n| format!("{} {}", n.kind.name(), &article.text[n.start..n.end])).collect();
        assert_eq!(names, ["organisation Arden Port Authority", "person Orla Quist"]);
    }

    #[test]
    fn reads_what_is_one_thing() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/gold/dwie/train.jsonl");
        let articles = clusters(&path).unwrap();
        assert_eq!(articles[0].clusters, [vec![(4, 24)], vec![(31, 41)], vec![(46, 54)]]);
        assert_eq!(articles[0].ignored, [(55, 63)]);
    }
}
