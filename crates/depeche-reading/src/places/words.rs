//! Words around the name of a place: `places.toml`.
//!
//! Takes the file of one language; gives [`PlaceWords`]. It looks at no sentence.

use depeche_lang::{Lang, LangError, fold};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};

const FILE: &str = "places.toml";

/// What a language knows about the surroundings of places. Words are folded.
#[derive(Debug, Clone, Default)]
pub struct PlaceWords {
    /// Prepositions of a place.
    pub(super) locative: HashSet<String>,
    /// Prepositions of a place or of somebody: « à ».
    pub(super) shared: HashSet<String>,
    /// Prepositions of what is struck, and otherwise of a topic: « sur ».
    pub(super) target: HashSet<String>,
    /// Between a kind of place and its name: « de ».
    pub(super) linking: HashSet<String>,
    pub(super) articles: Vec<String>,
    /// Lemmas of kinds and parts of places: « ville », « nord ».
    pub(super) nouns: HashSet<String>,
    /// Those of first-level divisions: « région », « oblast ».
    pub(super) divisions: HashSet<String>,
    /// Name → GeoNames id of what it means in this language: « Mexico ».
    pub(super) preferred: HashMap<String, u64>,
}

/// `places.toml` of a language.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlacesFile {
    locative: Vec<String>,
    shared: Vec<String>,
    target: Vec<String>,
    linking: Vec<String>,
    articles: Vec<String>,
    nouns: Vec<String>,
    divisions: Vec<String>,
    #[serde(default)]
    preferred: BTreeMap<String, u64>,
}

impl PlaceWords {
    /// What `lang` knows. A language without such a file knows nothing of the kind: events then have the places that they
    /// imply.
    ///
    /// # Errors
    /// [`LangError`] with file and line when the file has an unknown key or lacks a list.
    pub fn of(lang: &Lang) -> Result<Self, LangError> {
        let file: PlacesFile = if lang.file(FILE).is_some() { lang.table(FILE)? } else { PlacesFile::default() };
        let folded = |words: &[String]| words.iter().map(|word| fold(word).into_owned()).collect();
        Ok(Self {
            locative: folded(&file.locative),
            shared: folded(&file.shared),
            target: folded(&file.target),
            linking: folded(&file.linking),
            articles: file.articles.iter().map(|word| fold(word).into_owned()).collect(),
            nouns: folded(&[file.nouns, file.divisions.clone()].concat()),
            divisions: folded(&file.divisions),
            preferred: file.preferred.iter().map(|(name, id)| (fold(name).into_owned(), *id)).collect(),
        })
    }

    /// Whether a word may stand between a place and the place that holds it: « Tripoli, au Liban ».
    pub(super) fn joins(&self, word: &str) -> bool {
        [&self.locative, &self.shared, &self.linking].iter().any(|words| words.contains(word))
            || self.articles.iter().any(|article| article == word)
    }

    /// `name` without the kind of place that it says it is, and whether that is a division: « région de Kherson »,
    /// "Kherson region". `None` when it says none.
    pub(super) fn without_kind<'n>(&self, name: &'n str) -> Option<(&'n str, bool)> {
        let (first, after) = name.split_once(' ')?;
        let (before, last) = name.rsplit_once(' ')?;
        let kind = |word: &str| self.nouns.contains(&*fold(word)).then(|| self.divisions.contains(&*fold(word)));
        if let Some(division) = kind(first) {
            let end =
                after.find(['\'', '’', ' ']).map(|at| at + after[at..].chars().next().map_or(1, char::len_utf8))?;
            let linked = self.linking.contains(&*fold(after[..end].trim_end()));
            return linked.then(|| (after[end..].trim_start(), division));
        }
        kind(last).map(|division| (before, division))
    }

    /// `name` without a leading article; `None` without one.
    pub(super) fn without_article<'n>(&self, name: &'n str) -> Option<&'n str> {
        let (first, rest) = name.find(['\'', '’', ' ']).map(|at| {
            let end = at + name[at..].chars().next().map_or(1, char::len_utf8);
            (&name[..end], name[end..].trim_start())
        })?;
        let first = fold(first.trim_end());
        (!rest.is_empty() && self.articles.iter().any(|article| *article == first)).then_some(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use depeche_lang::Languages;

    #[test]
    fn an_unknown_key_is_told_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let files = [("tokens.toml", "name = \"x\"\n"), ("titles.toml", "")];
        let places =
            "locative = []\nshared = []\ntarget = []\nlinking = []\narticles = []\nnouns = []\ndivision = []\n";
        for (code, own) in [("und", None), ("xx", Some((FILE, places)))] {
            std::fs::create_dir(folder.path().join(code)).unwrap();
            for (name, content) in files.into_iter().chain(own) {
                std::fs::write(folder.path().join(code).join(name), content).unwrap();
            }
        }
        let languages = Languages::open(folder.path()).unwrap();
        let error = PlaceWords::of(languages.get("xx")).unwrap_err().to_string();
        assert!(error.starts_with("xx/places.toml:7: unknown field `division`"), "{error}");
        assert!(PlaceWords::of(languages.get("und")).unwrap().nouns.is_empty());
    }
}
