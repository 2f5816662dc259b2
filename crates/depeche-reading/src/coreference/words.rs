//! What a language knows about reference: `coreference.toml`.
//!
//! Takes the file of one language; answers what a noun stands for, which functions are one, and what makes a capital a
//! place. Words are compared folded. It reads no text.

use crate::names::fold;
use crate::tree;
use depeche_lang::{Lang, LangError};
use depeche_record::{Kind, Sentence};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

const FILE: &str = "coreference.toml";

/// The words of one language that tell what phrases stand for.
#[derive(Debug, Clone, Default)]
pub struct CoreferenceWords {
    /// "He" and "she" are people only.
    pub(crate) natural_gender: bool,
    two: HashSet<String>,
    latter: HashSet<String>,
    locative: HashSet<String>,
    dative: HashSet<String>,
    contracted: HashSet<String>,
    /// Function → number of its list of equals.
    same: HashMap<String, usize>,
    nouns: HashMap<String, NounKind>,
    rules: Vec<CoreferenceRule>,
}

/// What a noun stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NounKind {
    /// « le ministre ».
    Person,
    /// « la commission ».
    Organisation,
    /// « le pays ».
    State,
}

/// A list of nouns, with its examples.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoreferenceRule {
    /// Unique, `fr.coref.noun.office`.
    pub id: String,
    /// What the nouns stand for.
    pub kind: NounKind,
    /// Dictionary forms.
    pub lemmas: Vec<String>,
    /// A text in which the two phrases in square brackets are one thing.
    pub fires: String,
    /// A text in which they are two.
    pub silent: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    natural_gender: bool,
    #[serde(default)]
    two: Vec<String>,
    #[serde(default)]
    latter: Vec<String>,
    #[serde(default)]
    locative: Vec<String>,
    #[serde(default)]
    dative: Vec<String>,
    #[serde(default)]
    contracted: Vec<String>,
    #[serde(default)]
    same: Vec<Vec<String>>,
    #[serde(default)]
    noun: Vec<CoreferenceRule>,
}

impl CoreferenceWords {
    /// What `lang` knows; nothing for a language whose folder has no such file.
    ///
    /// # Errors
    /// [`LangError`] with file and line when the file is not of this shape, an id stands twice or a rule lacks an example.
    pub fn of(lang: &Lang) -> Result<Self, LangError> {
        let Some(content) = lang.file(FILE) else { return Ok(Self::default()) };
        let file: File = lang.table(FILE)?;
        let mut ids = HashSet::new();
        for rule in &file.noun {
            let examples = [&rule.fires, &rule.silent];
            let message = if !ids.insert(&rule.id) {
                "the id stands twice; ids are unique in a file"
            } else if examples.iter().any(|example| example.matches('[').count() != 2) {
                "give two phrases in square brackets under `fires` and two under `silent`"
            } else {
                continue;
            };
            return Err(LangError::rule(&format!("{}/{FILE}", lang.code()), content, &rule.id, message));
        }
        let set = |list: &[String]| list.iter().map(|word| fold(word)).collect::<HashSet<_>>();
        let mut nouns = HashMap::new();
        for rule in &file.noun {
            for lemma in &rule.lemmas {
                nouns.entry(fold(lemma)).or_insert(rule.kind);
            }
        }
        let same = file.same.iter().enumerate();
        Ok(Self {
            natural_gender: file.natural_gender,
            two: set(&file.two),
            latter: set(&file.latter),
            locative: set(&file.locative),
            dative: set(&file.dative),
            contracted: set(&file.contracted),
            same: same.flat_map(|(number, list)| list.iter().map(move |word| (fold(word), number))).collect(),
            nouns,
            rules: file.noun,
        })
    }

    /// The lists of nouns, in file order.
    #[must_use]
    pub fn rules(&self) -> &[CoreferenceRule] {
        &self.rules
    }

    /// What the noun at `index` stands for, and the word it is known by.
    pub(crate) fn noun(&self, sentence: &Sentence, text: &str, index: usize) -> Option<(NounKind, String)> {
        let lemma = fold(tree::lemma(sentence, index)?);
        let form = fold(sentence.tokens[index].span.of(text));
        // "The spokesman's": English keeps its possessive on the word.
        let bare = form.split('\'').next().unwrap_or_default();
        let found = [lemma.as_str(), bare, bare.strip_suffix('s').unwrap_or(bare)];
        found.into_iter().find_map(|word| Some((*self.nouns.get(word)?, word.to_owned())))
    }

    /// Whether the two functions are the same one.
    pub(crate) fn are_same(&self, one: &str, other: &str) -> bool {
        one == other || self.same.get(one).is_some_and(|number| self.same.get(other) == Some(number))
    }

    /// Whether the word counts two.
    pub(crate) fn is_two(&self, sentence: &Sentence, text: &str, index: usize) -> bool {
        self.two.contains(&fold(sentence.tokens[index].span.of(text)))
    }

    /// Whether the folded word counts two.
    pub(crate) fn counts_two(&self, word: &str) -> bool {
        self.two.contains(word)
    }

    /// Whether the word points at what was named last: « ce dernier ».
    pub(crate) fn is_latter(&self, sentence: &Sentence, text: &str, index: usize) -> bool {
        // A lemma may be wrong (« dernièr »), the form is what it is.
        let form = fold(sentence.tokens[index].span.of(text));
        self.latter.contains(&form)
            || tree::lemma(sentence, index).is_some_and(|lemma| self.latter.contains(&fold(lemma)))
    }

    /// Whether the preposition at `index` holds the article: « du ».
    pub(crate) fn is_contracted(&self, sentence: &Sentence, text: &str, index: usize) -> bool {
        self.contracted.contains(&fold(sentence.tokens[index].span.of(text)))
    }

    /// Whether the preposition at `index` tells a place.
    pub(crate) fn is_locative(&self, sentence: &Sentence, text: &str, index: usize) -> bool {
        let form = fold(sentence.tokens[index].span.of(text));
        let elided = form.strip_suffix('\'');
        self.locative.contains(&form)
            || elided.is_some_and(|stem| self.locative.iter().any(|word| word.len() == 2 && word.starts_with(stem)))
    }

    /// Whether the preposition of the verb at `index` tells no place.
    pub(crate) fn is_dative(&self, sentence: &Sentence, index: usize) -> bool {
        tree::lemma(sentence, index).is_some_and(|lemma| self.dative.contains(&fold(lemma)))
    }
}

impl NounKind {
    /// The kind of entity that one of them is.
    pub(crate) fn kind(self) -> Kind {
        match self {
            Self::Person => Kind::Person,
            Self::Organisation => Kind::Organisation,
            Self::State => Kind::Place,
        }
    }
}
