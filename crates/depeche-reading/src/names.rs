//! Names, each with its whole noun phrase, and which of them are one name.
//!
//! Takes the bare names that the model marked; gives them as [`Found`], in groups. Two names are one when they are the
//! same words, case and accents aside; when the world knows both as one thing (« Corée du Nord », « RPDC »); when one is
//! the short form of a person's or an organisation's name (« Vladimir Poutine », « Poutine », « V. Poutine »); or when one
//! is the acronym of the other (« Agence des bassins (ADB) »).
//!
//! The phrase of a name is its whole noun phrase: « le président Poutine », « le porte-parole du Kremlin, Dmitri
//! Peskov ». Pronouns and common nouns are [`coreference`](crate::coreference())'s.

mod capital;
mod groups;
mod phrase;
#[cfg(test)]
mod tests;

pub(crate) use groups::{Groups, RULES, is_acronym};
pub(crate) use phrase::trimmed;

use crate::coreference::CoreferenceWords;
use crate::tree;
use depeche_lang::{Lang, LangError, RuleKind, TitleKind};
use depeche_record::{Kind, NameSpan, Sentence, Span};
use depeche_world::{EntryKind, World};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// What a language knows about the surroundings of names. Words are folded.
#[derive(Debug, Clone, Default)]
pub struct NameHints {
    /// Words before a name that are part of the mention: « M. », "Mr".
    titles: HashMap<String, TitleWord>,
    /// Endings that a name may carry and that are no part of it: "’s".
    possessives: Vec<String>,
    /// Lemmas of nouns that take a person's name without being that person: « administration », « famille ».
    collectives: HashSet<String>,
}

/// A word before a name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TitleWord {
    /// It also is a function: « ministre ».
    pub(crate) office: bool,
    /// Whether its bearer is a woman, when the word tells.
    pub(crate) woman: Option<bool>,
}

/// `names.toml` of a language.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct NamesFile {
    collectives: Vec<String>,
}

impl NameHints {
    /// What `lang` knows.
    ///
    /// # Errors
    /// When the language's `names.toml` is not what it should be. A language without one knows nothing of the kind.
    pub fn of(lang: &Lang) -> Result<Self, LangError> {
        let names: NamesFile =
            if lang.file("names.toml").is_some() { lang.table("names.toml")? } else { NamesFile::default() };
        let mut titles = HashMap::new();
        for title in lang.titles() {
            let office = title.kind != TitleKind::Courtesy;
            // « le ministre » may be a woman, « Mme » may not be a man.
            let woman = title.gender.as_deref().map(|gender| gender == "Fem").filter(|&woman| woman || !office);
            titles.extend(title.forms.iter().map(|form| (fold(form), TitleWord { office, woman })));
        }
        let possessives = lang.rules().iter().filter(|rule| rule.kind == RuleKind::Possessive);
        let mut possessives: Vec<String> =
            possessives.flat_map(|rule| rule.forms.iter().map(|form| fold(form))).collect();
        // The longest first: "'" also ends "Orr's'", but what ends "Orr's" is "'s".
        possessives.sort_by_key(|ending| std::cmp::Reverse(ending.len()));
        Ok(Self { titles, possessives, collectives: names.collectives.iter().map(|noun| fold(noun)).collect() })
    }
}

/// Added to the words of a people, so that it is not the adjective; no word of a text, since those have letters.
const PEOPLE: &str = "+";

/// What is called what, for the names of one text.
pub(crate) struct Lookup<'a> {
    pub(crate) hints: &'a NameHints,
    pub(crate) words: &'a CoreferenceWords,
    pub(crate) world: &'a World,
}

/// The names of `sentences`, in text order.
pub(crate) fn names(lookup: &Lookup<'_>, text: &str, sentences: &[Sentence]) -> Vec<Found> {
    let mut found = Vec::new();
    for (index, sentence) in sentences.iter().enumerate() {
        let whole = joined(text, sentence);
        found.extend(whole.iter().filter_map(|name| Found::new(lookup, text, (index, sentence), name)));
    }
    found
}

/// The names of a sentence, those in pieces made one: « ministère », « russe », « Défense » in « le ministère russe de la
/// Défense » are one name when the last hangs from the first. A common noun by itself is none.
fn joined(text: &str, sentence: &Sentence) -> Vec<NameSpan> {
    /// Words from the noun to the rest of the name: adjective, preposition, article.
    const APART: usize = 4;
    let mut whole: Vec<NameSpan> = Vec::new();
    let names = sentence.names.iter().filter(|name| name.tokens.end <= sentence.tokens.len());
    for name in names {
        let noun = |first: &NameSpan| {
            first.tokens.len() == 1
                && first.label == "organisation"
                && tree::is(sentence, first.tokens.start, &["NOUN"])
                && sentence.tokens[first.tokens.start].span.of(text).starts_with(char::is_lowercase)
        };
        let hangs = |first: &NameSpan| {
            let head = tree::head_of(sentence, &name.tokens).and_then(|head| tree::head(sentence, head));
            head == Some(first.tokens.start) && name.tokens.start - first.tokens.end <= APART
        };
        let first =
            whole.iter().rposition(|first| noun(first) && hangs(first)).filter(|_| name.label == "organisation");
        if let Some(first) = first {
            whole.truncate(first + 1);
            whole[first].tokens.end = name.tokens.end;
        } else {
            whole.push(name.clone());
        }
    }
    whole
}

/// A name at one place.
pub(crate) struct Found {
    pub(crate) sentence: usize,
    /// Its tokens.
    pub(crate) tokens: Range<usize>,
    pub(crate) name: Span,
    pub(crate) phrase: Span,
    /// The token that the whole phrase hangs from: « président » in « le président Poutine ».
    pub(crate) top: usize,
    pub(crate) roles: Vec<Span>,
    /// The apposition after it, « maire de Sens »: its head and its span.
    pub(crate) apposition: Option<(usize, Span)>,
    pub(crate) kind: Kind,
    pub(crate) score: f32,
    /// Its words, folded: what it is compared by.
    pub(crate) key: Vec<String>,
    /// Whether a woman's title stands before it; `None` without such a title.
    pub(crate) woman: Option<bool>,
}

impl Found {
    fn new(lookup: &Lookup<'_>, text: &str, (number, sentence): (usize, &Sentence), marked: &NameSpan) -> Option<Self> {
        let hints = lookup.hints;
        if marked.tokens.is_empty() || marked.tokens.end > sentence.tokens.len() {
            return None;
        }
        let mut tokens = marked.tokens.clone();
        let word = |index: usize| sentence.tokens[index].span.of(text);
        let title = |index: usize| hints.titles.get(&fold(word(index))).copied();
        let capital = |index: usize| word(index).starts_with(char::is_uppercase);
        // « M. Vial », « général Vial »: the title is no part of the bare name. « Président Hotel » keeps its capital.
        while tokens.len() > 1 && title(tokens.start).is_some_and(|title| !title.office || !capital(tokens.start)) {
            tokens.start += 1;
        }
        self::cut(lookup.world, text, sentence, &mut tokens);
        let name = bare(hints, text, sentence.span_of(&tokens))?;
        // What a title stands before is a person, whatever the model says of the name alone. Not « le député PLR » nor
        // « le député Alliance Luc Vial », where the title has its party before the name.
        let before = tokens.start.checked_sub(1).and_then(title);
        let followed = sentence.names.iter().any(|other| other.tokens.start == tokens.end);
        let titled = before.is_some() && !followed && capital(tokens.start) && !is_acronym(name.of(text));
        let marked = NameSpan { tokens, ..marked.clone() };
        let kind = kind(lookup.world, name.of(text), &marked, titled);
        let mut key = words(name.of(text));
        if kind == Kind::Nationality {
            key = lemmas(text, sentence, &marked.tokens);
            // « les Russes » are people, « russe » is whose something is.
            let people = tree::is(sentence, marked.tokens.end - 1, &["NOUN", "PROPN"]);
            key.extend(people.then(|| PEOPLE.to_owned()));
        }
        let around = phrase::around(hints, text, sentence, &marked.tokens, name, kind);
        let first = tree::tokens_in(sentence, around.span).start;
        let woman = (first..marked.tokens.end).filter_map(title).find_map(|title| title.woman);
        Some(Self {
            sentence: number,
            name,
            phrase: around.span,
            top: around.top,
            roles: around.roles,
            apposition: around.apposition,
            kind,
            score: marked.score,
            key,
            woman: woman.filter(|_| kind == Kind::Person),
            tokens: marked.tokens,
        })
    }

    pub(crate) fn is_person(&self) -> bool {
        self.kind == Kind::Person
    }
}

/// What the name is: what the model says, unless the world or a title before it knows better.
fn kind(world: &World, name: &str, marked: &NameSpan, titled: bool) -> Kind {
    let kind = labelled(&marked.label);
    match kind {
        Kind::Place | Kind::Organisation if titled => Kind::Person,
        // « Choïgou » and « Biden » are in office and nowhere on the map.
        Kind::Place | Kind::Organisation | Kind::Other | Kind::Nationality if world.person(name).is_some() => {
            Kind::Person
        }
        Kind::Organisation | Kind::Other if is_acronym(name) => match world.find(name).map(|entry| entry.kind) {
            Some(EntryKind::Country | EntryKind::Capital) => Kind::Place,
            _ => kind,
        },
        _ => kind,
    }
}

/// The model's label as a kind.
fn labelled(label: &str) -> Kind {
    match label {
        "person" => Kind::Person,
        "organisation" => Kind::Organisation,
        "place" => Kind::Place,
        "nationality" => Kind::Nationality,
        "event" => Kind::Event,
        "work" => Kind::Work,
        _ => Kind::Other,
    }
}

/// Takes off the end of a marked name what is none of it: « Corée du Nord **du** »; and what hangs elsewhere, when the
/// beginning is a known name: « [la Maison Blanche] **pour la sécurité nationale** ».
fn cut(world: &World, text: &str, sentence: &Sentence, tokens: &mut Range<usize>) {
    while tokens.len() > 1 && tree::is(sentence, tokens.end - 1, &["ADP", "DET", "CCONJ", "SCONJ", "PUNCT"]) {
        let ending = sentence.tokens[tokens.end - 1].span.of(text);
        if !ending.starts_with(char::is_lowercase) && !ending.starts_with(',') {
            break;
        }
        tokens.end -= 1;
    }
    let Some(head) = tree::head_of(sentence, tokens) else { return };
    let foreign =
        |&index: &usize| tree::is(sentence, index, &["ADP"]) && !tree::below(sentence, index, head) && index > head;
    if let Some(end) = tokens.clone().skip(1).find(foreign)
        && world.find(sentence.span_of(&(tokens.start..end)).of(text)).is_some()
    {
        tokens.end = end;
    }
}

/// `span` without possessive endings, quotation marks and spaces; `None` when no letter or digit is left.
fn bare(hints: &NameHints, text: &str, span: Span) -> Option<Span> {
    let edge = |c: char| c.is_whitespace() || "«»“”\"„‹›‘’',;:()[]–—".contains(c);
    let mut name = span.of(text).trim_end_matches(edge);
    for ending in &hints.possessives {
        // Of as many characters as the ending: folding may change the number of bytes.
        let n_characters = ending.chars().count();
        let cut = name.char_indices().rev().nth(n_characters - 1).map_or(0, |(cut, _)| cut);
        if cut > 0 && fold(&name[cut..]) == *ending {
            name = name[..cut].trim_end_matches(edge);
            break;
        }
    }
    let start = span.start + (name.len() - name.trim_start_matches(edge).len());
    let name = name.trim_start_matches(edge);
    name.chars().any(char::is_alphanumeric).then(|| Span::new(start, start + name.len()))
}

/// `word` without case and accents, all apostrophes alike.
pub(crate) fn fold(word: &str) -> String {
    let plain = word.nfkd().filter(|&c| !is_combining_mark(c));
    plain.flat_map(char::to_lowercase).map(|c| if matches!(c, '’' | 'ʼ' | '‘') { '\'' } else { c }).collect()
}

/// The folded words of a name; hyphens and apostrophes separate.
pub(crate) fn words(name: &str) -> Vec<String> {
    let folded = fold(name);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A nationality is compared by its dictionary form, so that « Syrienne » and « syriens » are one.
fn lemmas(text: &str, sentence: &Sentence, tokens: &Range<usize>) -> Vec<String> {
    let lemma = |index| tree::morph(sentence, index).map(|morph| fold(&morph.lemma));
    let lemmas: Option<Vec<String>> = tokens.clone().map(lemma).collect();
    lemmas.unwrap_or_else(|| words(sentence.span_of(tokens).of(text)))
}
