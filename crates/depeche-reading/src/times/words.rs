//! What a language knows about time: `times.toml`.
//!
//! Takes the file of one language; gives its classes of words and its rules, compiled. It reads no text.

use super::TimeKind;
use super::calendar::{Part, Unit};
use super::pattern::{Sequence, Step, compile};
use crate::times::atoms::atoms;
use depeche_lang::{Lang, LangError};
use depeche_record::Span;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};

const FILE: &str = "times.toml";

/// Classes that are code: what a run of digits may be, and what was found before.
const BUILT_IN: [&str; 13] = [
    "number",
    "count",
    "ordinal",
    "day",
    "year",
    "monthnumber",
    "decade",
    "hour",
    "minute",
    "date",
    "clock",
    "time",
    "duration",
];

/// The words and rules of one language that tell when.
#[derive(Debug, Clone, Default)]
pub struct TimeWords {
    /// Class → folded first atom → phrases, longest first.
    classes: BTreeMap<String, HashMap<String, Vec<Phrase>>>,
    rules: Vec<TimeRule>,
    /// For each rule, what its patterns stand for.
    pub(super) plain: Index,
    /// The same for the rules that build on times already found.
    pub(super) wraps: Index,
    pub(super) future: HashSet<String>,
    pub(super) future_verbs: HashSet<String>,
}

/// Sequences by the word they begin with.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    pub(super) sequences: Vec<(usize, Sequence)>,
    /// First word → sequences.
    pub(super) by_word: HashMap<String, Vec<usize>>,
    /// Those that begin with a class.
    pub(super) others: Vec<usize>,
}

#[derive(Debug, Clone)]
pub(super) struct Phrase {
    pub(super) atoms: Vec<String>,
    pub(super) capital: bool,
    pub(super) value: Meaning,
}

/// What a word of a class stands for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(super) enum Meaning {
    /// A number, of a month, a weekday, a shift.
    Number(i64),
    /// A code, `TEV`, `M`.
    Code(String),
}

/// What to make of a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Make {
    /// The `value` of the rule, as it stands.
    Fixed,
    /// A place in the calendar, by what was captured: year, month, day, weekday, season, ordinal and unit.
    Calendar,
    /// So many units from the anchor.
    Shift,
    /// So many units long.
    Duration,
    /// Again and again.
    Set,
    /// An hour of the day.
    Clock,
    /// The 1990s.
    Decade,
    /// The 20th century.
    Century,
    /// A time already found, narrowed or joined.
    Wrap,
}

/// In which direction from the anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Toward {
    /// Before.
    Past,
    /// After.
    Future,
}

/// A rule of `times.toml`, with its examples.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeRule {
    /// Unique, `fr.time.yesterday`.
    pub id: String,
    pub(super) patterns: Vec<String>,
    pub(super) make: Make,
    pub(super) kind: Option<TimeKind>,
    pub(super) value: Option<String>,
    pub(super) unit: Option<Unit>,
    /// The unit that the outcome is one of; the rule's unit when absent.
    pub(super) grain: Option<Unit>,
    /// Multiplies what was counted: -1 is before.
    pub(super) by: Option<i64>,
    /// The count when none is captured; in a vague duration, the count that its value shows.
    pub(super) number: Option<i64>,
    pub(super) toward: Option<Toward>,
    pub(super) part: Option<Part>,
    /// Half a unit more.
    #[serde(default)]
    pub(super) half: bool,
    /// Counts from the last date of the text.
    #[serde(default)]
    pub(super) narrative: bool,
    /// The smallest year that a bare number may be, and the largest.
    pub(super) years: Option<(i64, i64)>,
    /// Words that may not follow, by their first atom.
    #[serde(default)]
    pub(super) not_before: Vec<String>,
    /// Words that may not stand before.
    #[serde(default)]
    pub(super) not_after: Vec<String>,
    /// Texts with the expression in square brackets and its value: `Vial left [yesterday=2023-08-30].` All are of
    /// Thursday 31 August 2023.
    pub fires: Vec<String>,
    /// Texts in which the rule finds nothing.
    pub silent: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    future: Vec<String>,
    #[serde(default)]
    future_verbs: Vec<String>,
    #[serde(default)]
    group: BTreeMap<String, String>,
    #[serde(default)]
    class: BTreeMap<String, BTreeMap<String, Meaning>>,
    #[serde(default)]
    time: Vec<TimeRule>,
}

impl TimeWords {
    /// What `lang` knows; nothing for a language whose folder has no such file.
    ///
    /// # Errors
    /// [`LangError`] with file and line when the file is not of this shape, an id stands twice, a pattern cannot be read or
    /// names an unknown class, or a rule lacks an example.
    pub fn of(lang: &Lang) -> Result<Self, LangError> {
        let Some(content) = lang.file(FILE) else { return Ok(Self::default()) };
        let file: File = lang.table(FILE)?;
        let refuse =
            |id: &str, message: &str| LangError::rule(&format!("{}/{FILE}", lang.code()), content, id, message);
        let mut words = Self {
            future: file.future.iter().map(|word| depeche_lang::fold(word).into_owned()).collect(),
            future_verbs: file.future_verbs.iter().map(|word| depeche_lang::fold(word).into_owned()).collect(),
            ..Self::default()
        };
        for (class, phrases) in &file.class {
            words.classes.insert(class.clone(), table(phrases));
            let units = phrases.values().filter(|_| class == "unit");
            for value in units {
                if !matches!(value, Meaning::Code(code) if Unit::from_code(code).is_some()) {
                    return Err(refuse(class, "a unit is S, MIN, H, D, WE, W, M, Q, HY, Y, DE, CE or ML"));
                }
            }
        }
        let mut ids = HashSet::new();
        for (number, rule) in file.time.iter().enumerate() {
            if !ids.insert(&rule.id) {
                return Err(refuse(&rule.id, "the id stands twice; ids are unique in a file"));
            }
            if rule.fires.is_empty() || rule.silent.is_empty() {
                return Err(refuse(&rule.id, "give at least one example under `fires` and one under `silent`"));
            }
            for pattern in &rule.patterns {
                let sequences = compile(pattern, &file.group).map_err(|message| refuse(&rule.id, &message))?;
                for sequence in sequences {
                    if let Some(unknown) = words.unknown(&sequence) {
                        return Err(refuse(&rule.id, &format!("no class is called `{unknown}`")));
                    }
                    let index = if rule.make == Make::Wrap { &mut words.wraps } else { &mut words.plain };
                    index.add(number, sequence);
                }
            }
        }
        words.rules = file.time;
        Ok(words)
    }

    /// The rules, in file order.
    #[must_use]
    pub fn rules(&self) -> &[TimeRule] {
        &self.rules
    }

    /// The phrases of a class that begin with this atom.
    pub(super) fn phrases(&self, class: &str, first: &str) -> &[Phrase] {
        self.classes.get(class).and_then(|table| table.get(first)).map_or(&[], Vec::as_slice)
    }

    fn unknown<'a>(&self, sequence: &'a Sequence) -> Option<&'a str> {
        sequence.iter().find_map(|step| match step {
            Step::Class { class, .. } if !BUILT_IN.contains(&class.as_str()) && !self.classes.contains_key(class) => {
                Some(class.as_str())
            }
            _ => None,
        })
    }
}

impl Index {
    fn add(&mut self, rule: usize, sequence: Sequence) {
        let number = self.sequences.len();
        match sequence.iter().find(|step| !matches!(step, Step::Open | Step::Close)) {
            Some(Step::Words(words)) => {
                for word in words {
                    self.by_word.entry(word.clone()).or_default().push(number);
                }
            }
            _ => self.others.push(number),
        }
        self.sequences.push((rule, sequence));
    }

    /// The sequences that may begin with this atom, in file order within each kind.
    pub(super) fn starting(&self, first: &str) -> impl Iterator<Item = &(usize, Sequence)> {
        let by_word = self.by_word.get(first).map_or(&[][..], Vec::as_slice);
        by_word.iter().chain(&self.others).map(|&number| &self.sequences[number])
    }
}

fn table(phrases: &BTreeMap<String, Meaning>) -> HashMap<String, Vec<Phrase>> {
    let mut table: HashMap<String, Vec<Phrase>> = HashMap::new();
    for (phrase, value) in phrases {
        let pieces = atoms(phrase, Span::new(0, phrase.len()));
        let Some(first) = pieces.first() else { continue };
        let capital = pieces.iter().any(|piece| piece.capital);
        let key = first.folded.clone();
        let atoms = pieces.into_iter().map(|piece| piece.folded).collect();
        table.entry(key).or_default().push(Phrase { atoms, capital, value: value.clone() });
    }
    for phrases in table.values_mut() {
        phrases.sort_by(|a, b| b.atoms.len().cmp(&a.atoms.len()).then_with(|| a.atoms.cmp(&b.atoms)));
    }
    table
}
