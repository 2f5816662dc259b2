//! What a language knows about factuality: `factuality.toml`.
//!
//! Takes the file of one language; gives its rules, found by the first word. A rule is a signature: what becomes of an
//! event's value below this word, when the word itself is so and when it is not. It reads no text.

use depeche_lang::{Lang, LangError, fold};
use depeche_record::{Factuality, Status};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

const FILE: &str = "factuality.toml";

/// The words of one language that tell whether what is told is so.
#[derive(Debug, Clone, Default)]
pub struct FactualityWords {
    rules: Vec<FactualityRule>,
    /// First word → rules, in file order.
    by_word: HashMap<String, Vec<usize>>,
    /// Form → verbs it is of, by the endings of `cues.toml`: where a tagger's lemma is no word (« répondr », "urg").
    forms: HashMap<String, Vec<String>>,
    /// First word, cut short → rules: `réuss*`.
    by_stem: Vec<(String, usize)>,
    /// Rules without words: only features.
    by_feature: Vec<usize>,
    companions: HashSet<String>,
    undone_by: HashSet<String>,
    perfect: HashSet<String>,
    shared_by: HashSet<String>,
    asking: HashSet<String>,
    asking_whether: HashSet<String>,
    definite: HashSet<String>,
}

/// Where a rule's word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// It hangs on the event's own word: « pas », "may", « présumé ».
    Local,
    /// It says that the event's own word is not so; beside it words of « companions » may be needed.
    Negation,
    /// It governs the event: « refuser », "plan".
    Governor,
    /// It opens the event's clause or phrase: « pour », "if".
    Opener,
    /// No word: the verb's own form: « aurait livré ».
    Form,
}

/// What a governor's dependent is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Complement<'a> {
    Clause,
    Infinitive,
    Gerund,
    Object,
    Subject,
    Modified,
    /// By a preposition: its dictionary form, and its form.
    By(&'a str, &'a str),
}

/// One line of knowledge, with its examples.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactualityRule {
    /// Unique: `fr.factuality.refuse`.
    pub id: String,
    /// Where its words stand.
    pub place: Place,
    /// Words: dictionary forms, forms, or `réuss*` for all that begins so. Several words: the first one is the head.
    pub words: Vec<Vec<String>>,
    /// Features the verb or one of its auxiliaries must have: `Mood=Cnd`.
    pub features: Vec<String>,
    /// Whether the verb must stand in a compound tense.
    pub perfect: Option<bool>,
    /// The complements it holds for; empty: all.
    pub to: Vec<String>,
    /// Words that must introduce its complement; empty: any.
    pub with: Vec<String>,
    /// The event's value when the word is so.
    pub positive: Factuality,
    /// The event's value when it is not.
    pub negative: Factuality,
    /// Whether it makes somebody's words of the event: then nobody else vouches, and the two values are the source's.
    pub reports: bool,
    /// What becomes of the clause that it hangs on.
    pub main: Option<Factuality>,
    /// When the event is.
    pub status: Option<Status>,
    /// A sentence in which the rule tells about the word in square brackets.
    pub fires: String,
    /// A sentence in which it does not.
    pub silent: String,
}

/// What is wanted of `cues.toml`: how verbs end.
#[derive(Debug, Default, Deserialize)]
struct Endings {
    #[serde(default)]
    inflections: BTreeMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    companions: Vec<String>,
    undone_by: Vec<String>,
    perfect: Vec<String>,
    shared_by: Vec<String>,
    asking: Vec<String>,
    asking_whether: Vec<String>,
    definite: Vec<String>,
    rule: Vec<Written>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    place: Place,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    features: Vec<String>,
    perfect: Option<bool>,
    #[serde(default)]
    to: Vec<String>,
    #[serde(default)]
    with: Vec<String>,
    positive: String,
    negative: Option<String>,
    #[serde(default)]
    reports: bool,
    main: Option<String>,
    status: Option<String>,
    fires: String,
    silent: String,
}

impl FactualityWords {
    /// What `lang` knows; nothing for a language whose folder has no such file.
    ///
    /// # Errors
    /// [`LangError`] with file and line when the file is not of this shape, an id stands twice, a value is unknown or a
    /// rule lacks an example.
    pub fn of(lang: &Lang) -> Result<Self, LangError> {
        let Some(content) = lang.file(FILE) else { return Ok(Self::default()) };
        let file: File = lang.table(FILE)?;
        let set = |list: &[String]| list.iter().map(|word| fold(word).into_owned()).collect::<HashSet<_>>();
        let mut words = Self {
            companions: set(&file.companions),
            undone_by: set(&file.undone_by),
            perfect: set(&file.perfect),
            shared_by: set(&file.shared_by),
            asking: set(&file.asking),
            asking_whether: set(&file.asking_whether),
            definite: set(&file.definite),
            ..Self::default()
        };
        let mut ids = HashSet::new();
        for written in file.rule {
            let id = written.id.clone();
            let refuse = |message: &str| LangError::rule(&format!("{}/{FILE}", lang.code()), content, &id, message);
            if !ids.insert(id.clone()) {
                return Err(refuse("the id stands twice; ids are unique in a file"));
            }
            let marked = |example: &str| example.matches('[').count() == 1 && example.matches(']').count() == 1;
            if !marked(&written.fires) || !marked(&written.silent) {
                return Err(refuse("give one word in square brackets under `fires` and one under `silent`"));
            }
            if written.words.iter().any(|word| word.trim().is_empty())
                || (written.words.is_empty() && written.features.is_empty())
            {
                return Err(refuse("give `words`, or `features` of the verb"));
            }
            let value = |name: &str| {
                Factuality::from_name(name).ok_or_else(|| {
                    let known: Vec<&str> = Factuality::ALL.iter().map(|value| value.name()).collect();
                    refuse(&format!("unknown value {name:?}, expected one of {}", known.join(", ")))
                })
            };
            let status = written.status.as_deref().map(|name| {
                Status::from_name(name).ok_or_else(|| {
                    let known: Vec<&str> = Status::ALL.iter().map(|value| value.name()).collect();
                    refuse(&format!("unknown status {name:?}, expected one of {}", known.join(", ")))
                })
            });
            let positive = value(&written.positive)?;
            words.add(FactualityRule {
                words: written.words.iter().map(|word| fold(word).split(' ').map(str::to_owned).collect()).collect(),
                place: written.place,
                features: written.features,
                perfect: written.perfect,
                to: written.to,
                with: written.with.iter().map(|word| fold(word).into_owned()).collect(),
                positive,
                negative: written.negative.as_deref().map(value).transpose()?.unwrap_or(positive),
                reports: written.reports,
                main: written.main.as_deref().map(value).transpose()?,
                status: status.transpose()?,
                fires: written.fires,
                silent: written.silent,
                id,
            });
        }
        if let Some(Ok(Endings { inflections })) = lang.file("cues.toml").map(toml::from_str) {
            words.inflect(&inflections);
        }
        Ok(words)
    }

    /// Finds the forms of governing verbs.
    fn inflect(&mut self, inflections: &BTreeMap<String, String>) {
        let governors = self.rules.iter().filter(|rule| rule.place == Place::Governor);
        let verbs: BTreeSet<&String> =
            governors.flat_map(|rule| &rule.words).filter_map(|words| words.first()).collect();
        let mut forms: HashMap<String, Vec<String>> = HashMap::new();
        for verb in verbs.into_iter().filter(|verb| !verb.ends_with('*')) {
            let ending = inflections.keys().filter(|ending| verb.ends_with(ending.as_str())).max_by_key(|e| e.len());
            let Some(ending) = ending else { continue };
            let stem = &verb[..verb.len() - ending.len()];
            for form in inflections[ending].split_whitespace() {
                forms.entry(format!("{stem}{form}")).or_default().push(verb.clone());
            }
        }
        self.forms = forms;
    }

    /// Whether the form may be one of the verb.
    pub(crate) fn is_form_of(&self, form: &str, verb: &str) -> bool {
        self.forms.get(form).is_some_and(|verbs| verbs.iter().any(|known| known == verb))
    }

    fn add(&mut self, rule: FactualityRule) {
        let at = self.rules.len();
        if rule.words.is_empty() {
            self.by_feature.push(at);
        }
        for word in &rule.words {
            match word[0].strip_suffix('*') {
                Some(stem) => self.by_stem.push((stem.to_owned(), at)),
                None => self.by_word.entry(word[0].clone()).or_default().push(at),
            }
        }
        self.rules.push(rule);
    }

    /// The rules, in file order.
    #[must_use]
    pub fn rules(&self) -> &[FactualityRule] {
        &self.rules
    }

    /// Rules whose first word is one of these, in file order; those without words last.
    pub(crate) fn starting(&self, lemma: &str, form: &str) -> Vec<&FactualityRule> {
        let verbs = self.forms.get(form).into_iter().flatten().map(String::as_str);
        let listed =
            [lemma, form].into_iter().chain(verbs).filter_map(|word| self.by_word.get(word)).flatten().copied();
        let stems = self.by_stem.iter().filter(|(stem, _)| form.starts_with(stem.as_str()));
        let mut found: Vec<usize> = listed.chain(stems.map(|(_, at)| *at)).collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|at| &self.rules[at]).collect()
    }

    /// Rules about the form of a verb alone.
    pub(crate) fn of_forms(&self) -> impl Iterator<Item = &FactualityRule> {
        self.by_feature.iter().map(|at| &self.rules[*at])
    }

    pub(crate) fn is_companion(&self, word: &str) -> bool {
        self.companions.contains(word)
    }

    pub(crate) fn undoes_negation(&self, word: &str) -> bool {
        self.undone_by.contains(word)
    }

    pub(crate) fn makes_perfect(&self, word: &str) -> bool {
        self.perfect.contains(word)
    }

    /// Whether the conjunction hands on negation: « ni », "or".
    pub(crate) fn shares_negation(&self, word: &str) -> bool {
        self.shared_by.contains(word)
    }

    /// Whether a question with this word takes the event for granted: « pourquoi ».
    pub(crate) fn asks_around(&self, word: &str) -> bool {
        self.asking.contains(word)
    }

    /// Whether the word opens an indirect question about the event itself: "whether".
    pub(crate) fn asks_whether(&self, word: &str) -> bool {
        self.asking_whether.contains(word)
    }

    pub(crate) fn is_definite(&self, word: &str) -> bool {
        self.definite.contains(word)
    }
}

impl FactualityRule {
    /// Whether it holds for such a complement.
    pub(crate) fn holds_for(&self, complement: Complement) -> bool {
        self.to.is_empty()
            || self.to.iter().any(|name| match complement {
                Complement::Clause => name == "clause",
                Complement::Infinitive => name == "infinitive",
                Complement::Gerund => name == "gerund",
                Complement::Object => name == "object",
                Complement::Subject => name == "subject",
                Complement::Modified => name == "modified",
                Complement::By(lemma, form) => name == lemma || name == form,
            })
    }
}
