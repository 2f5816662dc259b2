//! What a phrase says of an actor: « l'ancien ministre russe de la Défense » is RUS, GOVMIL, and no longer so.
//!
//! Takes the words of a function or of an institution's name; finds countries and institutions in them by the index of
//! [`World`], and kinds of function by the lists of `roles.toml`. It deliberately parses nothing: what comes first in the
//! phrase is whom it belongs to (« ambassadeur de Russie à l'ONU » is Russia's, « envoyé de l'ONU en Libye » is the UN's).

use crate::error::line_of;
use crate::files::{RolesFile, forms, is_code};
use crate::words::{Word, case, fits, key, words};
use crate::{Date, Entry, EntryKind, World, WorldError};
use std::collections::{HashMap, HashSet};

/// The words of `roles.toml`, turned over for look-up.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lexicon {
    articles: HashSet<String>,
    fillers: HashSet<String>,
    former: HashSet<String>,
    former_code: String,
    /// Key of the words, fillers left out → what they say.
    roles: HashMap<String, RoleWords>,
    /// Words of the longest role.
    longest: usize,
    /// Key of what a holder is called, fillers left out → the office.
    holders: HashMap<String, Vec<String>>,
}

/// What the words of a role say.
#[derive(Debug, Clone, PartialEq, Eq)]
struct RoleWords {
    code: String,
    generic: bool,
    case: crate::words::Case,
}

/// What a phrase says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Said {
    /// The function is no longer held.
    pub(crate) former: bool,
    /// ISO alpha-3 of the country it belongs to.
    pub(crate) country: Option<String>,
    /// Code of the institution it belongs to, when that comes before any country.
    pub(crate) institution: Option<String>,
    /// What the function adds to a country's code; empty when it says nothing of the sector.
    pub(crate) sector: String,
    /// The sector is only that of a leader or official of something.
    pub(crate) generic: bool,
}

impl Lexicon {
    /// `content` is the text of the file, for messages.
    pub(crate) fn new(file: RolesFile, content: &str) -> Result<Self, WorldError> {
        let keys = |list: &[String]| list.iter().map(|word| key(&words(word))).collect::<HashSet<_>>();
        let mut lexicon = Self {
            articles: keys(&file.articles),
            fillers: keys(&file.fillers).into_iter().chain(keys(&file.articles)).collect(),
            former: keys(&file.former),
            former_code: file.former_code,
            ..Self::default()
        };
        for role in &file.role {
            let code = role.code.get_ref();
            if !code.is_empty() && !is_code(code) {
                return Err(WorldError::Syntax {
                    file: "roles.toml".to_owned(),
                    line: line_of(content, role.code.span().start),
                    message: format!("{code:?} is no code: groups of three capital letters, GOVMIL, or nothing"),
                });
            }
            for name in role.names.iter().flat_map(|name| forms(name.get_ref())) {
                let name_words = lexicon.content(&words(&name));
                lexicon.longest = lexicon.longest.max(name_words.len());
                let said = RoleWords { code: code.clone(), generic: role.generic, case: case(&name_words) };
                lexicon.roles.entry(key(&name_words)).or_insert(said);
            }
        }
        for (office, names) in &file.holders {
            for name in names.iter().flat_map(|name| forms(name)) {
                let key = key(&lexicon.content(&words(&name)));
                lexicon.holders.entry(key).or_default().push(office.clone());
            }
        }
        Ok(lexicon)
    }

    pub(crate) fn is_article(&self, key: &str) -> bool {
        self.articles.contains(key)
    }

    pub(crate) fn former_code(&self) -> &str {
        &self.former_code
    }

    fn content(&self, words: &[Word]) -> Vec<Word> {
        words.iter().filter(|word| !self.fillers.contains(&word.key)).cloned().collect()
    }

    fn role(&self, words: &[Word]) -> Option<&RoleWords> {
        self.roles.get(&key(words)).filter(|role| fits(words, role.case))
    }

    /// Number of words, fillers included, of the longest role that begins with the first of `words`.
    fn reach(&self, words: &[Word]) -> usize {
        let mut content = Vec::new();
        let mut reach = 0;
        for (index, word) in words.iter().enumerate() {
            if self.fillers.contains(&word.key) {
                continue;
            }
            content.push(word.clone());
            if content.len() > self.longest {
                break;
            }
            if self.role(&content).is_some() {
                reach = index + 1;
            }
        }
        reach
    }
}

impl World {
    /// The country that the words of a phrase belong to: « le dirigeant nord-coréen », "the White House spokesman".
    #[must_use]
    pub fn country_in(&self, phrase: &str) -> Option<String> {
        self.said(phrase, None).country
    }

    /// Whether `phrase`, a function without a name, tells the office that this person holds on that day: « le dirigeant
    /// nord-coréen », « le chef de l'État ». A country in the phrase must be the person's; without one, any may be.
    #[must_use]
    pub fn is_called(&self, person: &Entry, phrase: &str, date: Option<Date>) -> bool {
        let (owner, rest) = self.owner(phrase, date);
        let words = self.lexicon.content(&rest);
        if owner.country.is_some() && owner.country != person.country || self.function(&words).former {
            return false;
        }
        // The longest name of an office in the phrase is the one it means: « ministre des Affaires étrangères ».
        let offices = (1..=words.len())
            .rev()
            .find_map(|length| words.windows(length).find_map(|window| self.lexicon.holders.get(&key(window))));
        offices.is_some_and(|offices| offices.iter().any(|office| person.holds(office, date)))
    }

    /// What `text` says of an actor on that day.
    pub(crate) fn said(&self, text: &str, date: Option<Date>) -> Said {
        let (owner, rest) = self.owner(text, date);
        let Said { former, sector, generic, .. } = self.function(&self.lexicon.content(&rest));
        Said { former, sector, generic, ..owner }
    }

    /// Whom the function that `text` tells belongs to, and the words that are left.
    fn owner(&self, text: &str, date: Option<Date>) -> (Said, Vec<Word>) {
        let words = words(text);
        let (mut country, mut institution, mut weak) = (None, None, None);
        let mut rest = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let Some((length, found)) = self.longest_at(&words[at..], date) else {
                rest.push(words[at].clone());
                at += 1;
                continue;
            };
            match found {
                Found::Country(iso) => {
                    country.get_or_insert((at, iso));
                }
                Found::Institution(code, iso) => {
                    institution.get_or_insert((at, code, iso));
                }
                // Its words may also be a role: « conseil constitutionnel ».
                Found::Weak(code, iso) => {
                    weak.get_or_insert((at, code, iso));
                    rest.extend_from_slice(&words[at..at + length]);
                }
            }
            at += length;
        }
        let mut said = Said::default();
        let institution = institution.or(weak.filter(|_| country.is_none()));
        match (institution, country) {
            (Some((first, code, iso)), country) if country.as_ref().is_none_or(|(at, _)| first < *at) => {
                said.country = iso;
                said.institution = Some(code);
            }
            (_, country) => said.country = country.map(|(_, iso)| iso),
        }
        (said, rest)
    }

    /// The longest listed name that `words` begin with, and its number of words.
    fn longest_at(&self, words: &[Word], date: Option<Date>) -> Option<(usize, Found)> {
        let longest = (1..=self.longest.min(words.len())).rev();
        let (length, found) = longest
            .map(|length| (length, self.found(&words[..length], date)))
            .find_map(|(n, found)| Some((n, found?)))?;
        // « conseil de sécurité nationale » is a kind of institution, not the Security Council.
        (self.lexicon.reach(words) <= length).then_some((length, found))
    }

    fn found(&self, words: &[Word], date: Option<Date>) -> Option<Found> {
        self.inside(words).find_map(|entry| {
            let code = || entry.code(date).map(str::to_owned);
            match entry.kind {
                EntryKind::Country | EntryKind::Capital | EntryKind::Demonym => {
                    entry.country.clone().map(Found::Country)
                }
                EntryKind::Actor if entry.weak => Some(Found::Weak(code()?, entry.country.clone())),
                EntryKind::Actor | EntryKind::User => Some(Found::Institution(code()?, entry.country.clone())),
                // « l'administration Biden », « le conseiller de Poutine ».
                EntryKind::Person => entry.country.clone().map(Found::Country),
                EntryKind::Region => None,
            }
        })
    }

    /// What the words left over say of the function.
    fn function(&self, words: &[Word]) -> Said {
        let mut best: Option<(usize, usize, &RoleWords)> = None;
        for at in 0..words.len() {
            for length in 1..=self.lexicon.longest.min(words.len() - at) {
                let Some(role) = self.lexicon.role(&words[at..at + length]) else { continue };
                // One that says more; then the longest; then the first.
                let rank = |role: &RoleWords, length: usize| {
                    (!role.generic && !role.code.is_empty(), !role.code.is_empty(), length)
                };
                if best.is_none_or(|(_, n, other)| rank(role, length) > rank(other, n)) {
                    best = Some((at, length, role));
                }
            }
        }
        let (before, after) = match best {
            Some((at, length, _)) => (&words[..at], &words[at + length..]),
            None => (words, &words[words.len()..]),
        };
        let marks = |words: &[Word]| words.iter().any(|word| self.lexicon.former.contains(&word.key));
        // « l'ancien ministre »; after the function it may belong to somebody else: « ministre de l'ancien roi ».
        let former = marks(before) || after.first().is_some_and(|next| marks(std::slice::from_ref(next)));
        let (sector, generic) = best.map_or_else(Default::default, |(_, _, role)| (role.code.clone(), role.generic));
        Said { former, sector, generic, ..Said::default() }
    }
}

/// A listed name in a phrase.
enum Found {
    Country(String),
    /// Code and country.
    Institution(String, Option<String>),
    /// An institution that yields to a country.
    Weak(String, Option<String>),
}
