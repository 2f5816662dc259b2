//! Words that report speech or thought, with the speech act they perform: `cues.toml`.
//!
//! Takes the file of one language; gives [`Cues`], which answers "which entries does this lemma have". Every entry has an
//! id (`fr.cue.nier`), an example that fires and, when it holds only in a certain construction, one that stays silent.
//!
//! It looks at no sentence: whether a construction is there, and what a negation makes of an act, is `depeche-reading`'s
//! to say. It does not find cues either; the model does.

use crate::error::Lines;
use crate::{Lang, LangError, fold};
use depeche_record::Act;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use toml::Spanned;
use unicode_normalization::UnicodeNormalization;

const FILE: &str = "cues.toml";

/// The cue words of one language, ready for look-up. Words are asked for by their [`key`](Cues::key).
#[derive(Debug, Clone, Default)]
pub struct Cues {
    entries: Vec<CueEntry>,
    /// Lemma → its entries, in file order. Only asked, never walked.
    single: HashMap<(CuePart, String), Vec<usize>>,
    /// First word of a phrase → the phrases, longest first.
    phrases: HashMap<String, Vec<usize>>,
    words: HashMap<WordClass, HashSet<String>>,
    negation_endings: Vec<String>,
    contractions: HashMap<String, String>,
    /// Form of a verb → its lemma; `None` for a form of two verbs.
    forms: HashMap<String, Option<String>>,
    code: String,
}

/// One line of `cues.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CueEntry {
    /// Unique in the language: `fr.cue.nier`, `fr.cue.menace.noun`, `fr.cue.soutenir.object`.
    pub id: String,
    /// The lemma, or the words of a phrase that must follow each other closely, folded.
    pub words: Vec<String>,
    /// What kind of word it is.
    pub part: CuePart,
    /// What somebody does by it.
    pub act: Act,
    /// What it is when negated, where the general rule would be wrong: « n'exclut pas » asserts.
    pub negated: Option<Act>,
    /// The word alone does not tell: a model that is sure overrules the entry.
    pub unsure: bool,
    /// One of these constructions, or of the prepositions `with`, must be there when any is listed.
    pub needs: Vec<Need>,
    /// Prepositions that introduce what depends on it.
    pub with: Vec<String>,
    /// Only with a reflexive pronoun: « s'engager ».
    pub reflexive: bool,
    /// A sentence in which it holds, the words of the cue in square brackets.
    pub fires: String,
    /// A sentence in which the same word does not.
    pub silent: Option<String>,
    /// Its line in the file, from 1.
    pub line: usize,
}

/// The lists of `cues.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CuePart {
    /// « nier ».
    Verb,
    /// « démenti ».
    Noun,
    /// « convaincu », in « se dit convaincu ».
    Adjective,
    /// « selon ».
    Preposition,
    /// Several words: « faire savoir », "rule out".
    Phrase,
}

/// A construction around a cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// A finite clause: « reconnaît que la route est fermée ».
    Clause,
    /// An embedded question: « demande si la route est fermée ».
    Question,
    /// An infinitive: « promet de revenir ».
    Infinitive,
    /// Quotation marks or a colon: « La route est fermée », juge-t-il.
    Quotation,
    /// A noun or pronoun as object, or as the subject of a passive: « soutient le projet ».
    Object,
}

/// Words that change what a cue does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WordClass {
    /// Negates where a companion stands too: « pas ».
    Negation,
    /// Negates by itself: « sans », "never".
    NegationAlone,
    /// Announces a negation: « ne ». A language without companions has none.
    NegationCompanion,
    /// After a negation, takes it back: « pas seulement ».
    NegationUndone,
    /// Verb whose infinitive or adjective says what is done: « peut confirmer », « se dit convaincu ».
    Transparent,
    /// Verb of refusal: « refuse de confirmer ».
    Refusing,
    /// Verb that leaves the meaning to its object: « lancer un appel ».
    Light,
    /// Reflexive pronoun.
    Reflexive,
    /// Opens a clause: « que ».
    ClauseOpener,
    /// Opens an embedded question: « pourquoi ».
    QuestionOpener,
    /// Does or decides and says nothing, however much a model hears a report in it: « légiférer ».
    NotCue,
    /// Verb that treats its object as a thing that stands, not as something just said: « respecter un engagement ».
    Keeping,
    /// What binds or is made up, and tells nothing of the world: « contrat », « film ».
    RuleOrFiction,
    /// What threatens to fall and promises to last without a word: « pluie », « dollar ».
    Thing,
    /// Adverb by which a writer passes on what nobody in particular says: "reportedly".
    Hearsay,
    /// Introduces who does it: « par ».
    Agent,
}

impl Cues {
    /// The cues of `lang`; none for a language whose folder has no such file.
    ///
    /// # Errors
    /// [`LangError`] with file and line when an entry has an unknown act or key, lacks an example, or repeats an id.
    pub fn of(lang: &Lang) -> Result<Self, LangError> {
        match lang.file(FILE) {
            None => Ok(Self::default()),
            Some(content) => Self::from_file(lang.code(), content, lang.table(FILE)?),
        }
    }

    /// Every entry, in file order.
    #[must_use]
    pub fn entries(&self) -> &[CueEntry] {
        &self.entries
    }

    /// Code of the language.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The entries of one word, in file order: the first one whose construction is there holds.
    pub fn of_word(&self, part: CuePart, key: &str) -> impl Iterator<Item = &CueEntry> {
        let found = self.single.get(&(part, key.to_owned())).map_or(&[][..], Vec::as_slice);
        found.iter().map(|&index| &self.entries[index])
    }

    /// The phrases that begin with a word, longest first.
    pub fn phrases_of(&self, key: &str) -> impl Iterator<Item = &CueEntry> {
        let found = self.phrases.get(key).map_or(&[][..], Vec::as_slice);
        found.iter().map(|&index| &self.entries[index])
    }

    /// Whether the word with this key is of that class.
    #[must_use]
    pub fn is(&self, class: WordClass, key: &str) -> bool {
        self.words.get(&class).is_some_and(|words| words.contains(key))
    }

    /// Whether the word carries a negation glued to its end: `didn't`.
    #[must_use]
    pub fn ends_negated(&self, key: &str) -> bool {
        self.negation_endings.iter().any(|ending| key.ends_with(ending.as_str()))
    }

    /// The lemma that a form belongs to, when it belongs to one verb of the lexicon alone. Holds whatever a tagger says.
    #[must_use]
    pub fn verb_of(&self, key: &str) -> Option<&str> {
        self.forms.get(key)?.as_deref()
    }

    /// The key under which a form or lemma is looked up: folded, contractions undone (« aux » is « à »).
    #[must_use]
    pub fn key(&self, word: &str) -> String {
        let folded = fold(word);
        self.contractions.get(folded.as_ref()).cloned().unwrap_or_else(|| folded.into_owned())
    }

    fn from_file(code: &str, content: &str, file: File) -> Result<Self, LangError> {
        let folded = |words: Vec<String>| words.iter().map(|word| fold(word).into_owned()).collect::<HashSet<String>>();
        let words = [
            (WordClass::Negation, file.negation.words),
            (WordClass::NegationAlone, file.negation.alone),
            (WordClass::NegationCompanion, file.negation.companions),
            (WordClass::NegationUndone, file.negation.undone_by),
            (WordClass::Transparent, file.transparent),
            (WordClass::Refusing, file.refusing),
            (WordClass::Light, file.light),
            (WordClass::Reflexive, file.reflexives),
            (WordClass::ClauseOpener, file.clause_openers),
            (WordClass::QuestionOpener, file.question_openers),
            (WordClass::NotCue, file.not_cues),
            (WordClass::Keeping, file.keeping),
            (WordClass::RuleOrFiction, file.rules_and_fictions),
            (WordClass::Thing, file.things),
            (WordClass::Hearsay, file.hearsay),
            (WordClass::Agent, file.agents),
        ];
        let mut cues = Self {
            words: words.into_iter().map(|(class, words)| (class, folded(words))).collect(),
            negation_endings: file.negation.endings.iter().map(|ending| fold(ending).into_owned()).collect(),
            contractions: file.contractions.into_iter().map(|(from, to)| (fold(&from).into_owned(), to)).collect(),
            code: code.to_owned(),
            ..Self::default()
        };
        let lists = [
            (CuePart::Phrase, file.phrases),
            (CuePart::Verb, file.verbs),
            (CuePart::Noun, file.nouns),
            (CuePart::Adjective, file.adjectives),
            (CuePart::Preposition, file.prepositions),
        ];
        let lines = Lines::of(content);
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for (part, list) in lists {
            for written in list {
                let entry = cues.entry(&lines, part, written)?;
                if let Some(first) = known.insert(entry.id.clone(), entry.line) {
                    let message =
                        format!("the id stands on line {first} too; give one of the two a `sense` of its own");
                    return Err(cues.refuse(entry.line, entry.id, message));
                }
                cues.index(entry);
            }
        }
        cues.inflect(&file.inflections);
        let entries = &cues.entries;
        for phrases in cues.phrases.values_mut() {
            phrases.sort_by_key(|&index| (std::cmp::Reverse(entries[index].words.len()), index));
        }
        Ok(cues)
    }

    /// Finds the forms of every verb that an entry or a class names.
    fn inflect(&mut self, inflections: &BTreeMap<String, String>) {
        let of_entries = self.entries.iter().filter(|entry| matches!(entry.part, CuePart::Verb | CuePart::Phrase));
        let mut verbs: BTreeSet<String> = of_entries.map(|entry| entry.words[0].clone()).collect();
        for class in [WordClass::Transparent, WordClass::Refusing, WordClass::Light] {
            verbs.extend(self.words.get(&class).into_iter().flatten().cloned());
        }
        for verb in &verbs {
            let ending = inflections.keys().filter(|ending| verb.ends_with(ending.as_str())).max_by_key(|e| e.len());
            let Some(ending) = ending else { continue };
            let stem = &verb[..verb.len() - ending.len()];
            let inflected = inflections[ending].split_whitespace().map(|form| format!("{stem}{form}"));
            let forms: BTreeSet<String> = inflected.chain([verb.clone()]).collect();
            for form in forms {
                self.forms.entry(form).and_modify(|known| *known = None).or_insert_with(|| Some(verb.clone()));
            }
        }
    }

    fn index(&mut self, entry: CueEntry) {
        let at = self.entries.len();
        let first = entry.words[0].clone();
        match entry.part {
            CuePart::Phrase => self.phrases.entry(first).or_default().push(at),
            part => self.single.entry((part, first)).or_default().push(at),
        }
        self.entries.push(entry);
    }

    /// Checks one entry as it was written.
    fn entry(&self, lines: &Lines, part: CuePart, written: Written) -> Result<CueEntry, LangError> {
        let line = lines.line_of(written.lemma.span().start);
        let lemma = written.lemma.into_inner();
        let id = id(&self.code, part, &lemma, written.sense.as_deref());
        let act = |name: &str| {
            Act::from_name(name).ok_or_else(|| {
                let known: Vec<&str> = Act::ALL.iter().map(|act| act.name()).collect();
                self.refuse(line, id.clone(), format!("unknown act {name:?}, expected one of {}", known.join(", ")))
            })
        };
        let negated = written.negated.as_deref().map(act).transpose()?;
        let act = act(&written.act)?;
        let words: Vec<String> = lemma.split_whitespace().map(|word| self.key(word)).collect();
        let marked = |example: &str| marked_words(example) == Some(words.len());
        let constrained = !written.needs.is_empty() || !written.with.is_empty() || written.reflexive;
        let message = if words.is_empty() || (part == CuePart::Phrase) != (words.len() > 1) {
            "a lemma is one word, except under `phrases`, where it is several"
        } else if written.fires.is_empty() {
            "give an example under `fires`"
        } else if constrained && written.silent.is_none() {
            "it holds in a certain construction only: give an example under `silent`, where that is missing"
        } else if !constrained && part != CuePart::Phrase && written.silent.is_some() {
            "nothing would keep the `silent` example silent: say under `needs`, `with` or `reflexive` what it lacks"
        } else if !marked(&written.fires) || written.silent.as_deref().is_some_and(|silent| !marked(silent)) {
            "put as many words of each example in square brackets as the lemma has"
        } else {
            let with = written.with.iter().map(|word| self.key(word)).collect();
            let Written { unsure, needs, reflexive, fires, silent, .. } = written;
            return Ok(CueEntry { id, words, part, act, negated, unsure, needs, with, reflexive, fires, silent, line });
        };
        Err(self.refuse(line, id, message.to_owned()))
    }

    fn refuse(&self, line: usize, id: String, message: String) -> LangError {
        LangError::Rule { file: format!("{}/{FILE}", self.code), line, id, message }
    }
}

/// « fr.cue.menacer », « fr.cue.menace.noun »: without accents, so that it can be typed anywhere.
fn id(code: &str, part: CuePart, lemma: &str, sense: Option<&str>) -> String {
    let mut slug = String::new();
    for character in fold(lemma).nfd() {
        match character {
            'œ' => slug.push_str("oe"),
            'æ' => slug.push_str("ae"),
            character if character.is_ascii_alphanumeric() => slug.push(character),
            ' ' | '-' | '\'' => slug.push('-'),
            _ => {}
        }
    }
    let part = if part == CuePart::Noun { ".noun" } else { "" };
    let sense = sense.map(|sense| format!(".{sense}")).unwrap_or_default();
    format!("{code}.cue.{slug}{part}{sense}")
}

/// Number of words between square brackets, « d'après » being two; `None` when a bracket is alone.
fn marked_words(example: &str) -> Option<usize> {
    let mut count = 0;
    for (number, part) in example.split('[').enumerate() {
        match (number, part.split_once(']')) {
            (0, None) => {}
            (0, Some(_)) | (_, None) => return None,
            (_, Some((inside, _))) => count += inside.replace('\'', "' ").split_whitespace().count(),
        }
    }
    Some(count)
}

/// `cues.toml` as a whole.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    negation: Negation,
    transparent: Vec<String>,
    refusing: Vec<String>,
    light: Vec<String>,
    reflexives: Vec<String>,
    clause_openers: Vec<String>,
    question_openers: Vec<String>,
    not_cues: Vec<String>,
    keeping: Vec<String>,
    rules_and_fictions: Vec<String>,
    things: Vec<String>,
    hearsay: Vec<String>,
    agents: Vec<String>,
    contractions: BTreeMap<String, String>,
    inflections: BTreeMap<String, String>,
    verbs: Vec<Written>,
    nouns: Vec<Written>,
    adjectives: Vec<Written>,
    prepositions: Vec<Written>,
    phrases: Vec<Written>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Negation {
    words: Vec<String>,
    alone: Vec<String>,
    companions: Vec<String>,
    undone_by: Vec<String>,
    endings: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    lemma: Spanned<String>,
    sense: Option<String>,
    act: String,
    negated: Option<String>,
    #[serde(default)]
    unsure: bool,
    #[serde(default)]
    needs: Vec<Need>,
    #[serde(default)]
    with: Vec<String>,
    #[serde(default)]
    reflexive: bool,
    #[serde(default)]
    fires: String,
    silent: Option<String>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use expect_test::{Expect, expect};

    /// The ids of a `xx/cues.toml` with this content, or the error it gives.
    #[expect(clippy::needless_pass_by_value, reason = "the shape of every check")]
    fn check(content: &str, expected: Expect) {
        let read = toml::from_str(content).unwrap();
        expected.assert_eq(&match Cues::from_file("xx", content, read) {
            Ok(cues) => cues.entries().iter().map(|entry| entry.id.as_str()).collect::<Vec<_>>().join(" "),
            Err(error) => error.to_string(),
        });
    }

    #[test]
    fn ids_come_from_lemmas() {
        check(
            r#"
phrases = [{ lemma = "mettre en garde", act = "warn", fires = "Il [met en garde]." }]
verbs = [
    { lemma = "hériter", act = "assert", fires = "Il [hérite]." },
    { lemma = "hériter", sense = "object", needs = ["object"], act = "deny", fires = "Il l'[hérite].", silent = "Il [hérite]." },
]
nouns = [{ lemma = "vœu", act = "opine", fires = "Son [vœu]." }]
"#,
            expect!["xx.cue.mettre-en-garde xx.cue.heriter xx.cue.heriter.object xx.cue.voeu.noun"],
        );
    }

    #[test]
    fn an_unknown_act_is_told_with_its_line() {
        check(
            "verbs = [\n  { lemma = \"nier\", act = \"denies\", fires = \"Il [nie].\" },\n]",
            expect![
                "xx/cues.toml:2: rule xx.cue.nier: unknown act \"denies\", expected one of assert, deny, admit, decline, demand, propose, promise, threaten, warn, accuse, endorse, criticise, opine, ask"
            ],
        );
    }

    #[test]
    fn an_entry_without_an_example_is_refused() {
        check(
            "verbs = [{ lemma = \"nier\", act = \"deny\" }]",
            expect!["xx/cues.toml:1: rule xx.cue.nier: give an example under `fires`"],
        );
        check(
            "verbs = [{ lemma = \"nier\", act = \"deny\", fires = \"Il nie.\" }]",
            expect![
                "xx/cues.toml:1: rule xx.cue.nier: put as many words of each example in square brackets as the lemma has"
            ],
        );
        check(
            "verbs = [{ lemma = \"appeler\", with = [\"à\"], act = \"demand\", fires = \"Il [appelle] à voter.\" }]",
            expect![
                "xx/cues.toml:1: rule xx.cue.appeler: it holds in a certain construction only: give an example under `silent`, where that is missing"
            ],
        );
        check(
            "verbs = [{ lemma = \"nier\", act = \"deny\", fires = \"Il [nie].\", silent = \"Il [nie] tout.\" }]",
            expect![
                "xx/cues.toml:1: rule xx.cue.nier: nothing would keep the `silent` example silent: say under `needs`, `with` or `reflexive` what it lacks"
            ],
        );
    }

    #[test]
    fn two_entries_with_one_id_are_refused() {
        check(
            "verbs = [\n{ lemma = \"nier\", act = \"deny\", fires = \"Il [nie].\" },\n{ lemma = \"nier\", act = \"deny\", fires = \"Il [nie].\" }]",
            expect![
                "xx/cues.toml:3: rule xx.cue.nier: the id stands on line 2 too; give one of the two a `sense` of its own"
            ],
        );
    }

    #[test]
    fn a_phrase_has_several_words() {
        check(
            "phrases = [{ lemma = \"nier\", act = \"deny\", fires = \"Il [nie].\" }]",
            expect![
                "xx/cues.toml:1: rule xx.cue.nier: a lemma is one word, except under `phrases`, where it is several"
            ],
        );
    }

    #[test]
    fn forms_lead_to_their_verb() {
        let verbs = |code: &str, forms: &str| {
            let cues = Cues::of(Lang::embedded(code)).unwrap();
            forms.split(' ').map(|form| cues.verb_of(form).unwrap_or("?").to_owned()).collect::<Vec<_>>().join(" ")
        };
        let found =
            verbs("fr", "craignent exigent promis dément réitère appelle annonçait voit prétendra reconnu chaise");
        expect!["craindre exiger promettre démentir réitérer appeler annoncer voir prétendre reconnaître ?"]
            .assert_eq(&found);
        let found = verbs("en", "denied said admitted announced warns sought undertook pleads table");
        expect!["deny say admit announce warn seek undertake plead ?"].assert_eq(&found);
    }

    #[test]
    fn the_embedded_cues_are_many_and_sound() {
        for (code, verbs, nouns) in [("fr", 350, 120), ("en", 300, 120)] {
            let cues = Cues::of(Lang::embedded(code)).unwrap();
            let lemmas = |part| {
                let of_part = cues.entries().iter().filter(|entry| entry.part == part);
                of_part.map(|entry| &entry.words).collect::<std::collections::BTreeSet<_>>().len()
            };
            assert!(lemmas(CuePart::Verb) >= verbs, "{code}: {} verbs", lemmas(CuePart::Verb));
            assert!(lemmas(CuePart::Noun) >= nouns, "{code}: {} nouns", lemmas(CuePart::Noun));
        }
        assert!(Cues::of(Lang::embedded("und")).unwrap().entries().is_empty());
    }
}
