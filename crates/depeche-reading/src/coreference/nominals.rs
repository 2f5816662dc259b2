//! The passes of the sieve for common nouns.
//!
//! Takes candidates whose names are already joined; joins appositions and predicates to what they describe, by-names of
//! states to the state, functions to whom they were given to, and other nouns to the same noun. From the surest pass to
//! the boldest; each pass goes through the text once, from its beginning.

use super::chains::Chains;
use super::mention::{Candidate, Form};
use super::{Index, Knowledge};
use crate::names::{Found, words};
use crate::tree;
use depeche_record::{Kind, Sentence, Span};
use std::collections::HashMap;

crate::rules::name_rules! {
    /// « Luc Vial, **maire de Sens** ».
    APPOSITION = "coref.apposition" settles Reference;
    /// « Luc Vial est **le maire** ».
    COPULA = "coref.copula" settles Reference;
    /// « ce pays ermite ».
    RENAMING = "coref.renaming" settles Reference;
    /// « ce pays ».
    STATE = "coref.state" settles Reference;
    /// « le porte-parole », after somebody was called so.
    ROLE = "coref.role" settles Reference;
    /// « le dirigeant nord-coréen », whom the world knows.
    OFFICE = "coref.office" settles Reference;
    /// The same noun again.
    HEAD = "coref.head" settles Reference;
    /// « l'agence », after « l'Agence des bassins ».
    NAME_HEAD = "coref.name.head" settles Reference;
    /// « les deux pays ».
    TWO = "coref.two" settles Reference;
}

/// How many sentences back « ce pays » looks.
const NEAR: usize = 3;
/// How many earlier mentions of one noun are looked at.
const TRIES: usize = 40;

/// All passes.
pub(super) fn nominals(knowledge: &Knowledge<'_>, text: &Text<'_>, index: &Index, chains: &mut Chains) {
    predicates(text, index, chains);
    let functions = Functions::new(knowledge, text, chains);
    renamings(knowledge, text, chains);
    roles(knowledge, text, &functions, chains);
    pairs(knowledge, text, chains);
    heads(chains);
    states(knowledge, text, chains);
}

/// The text, its sentences and the names in them.
pub(super) struct Text<'a> {
    pub(super) text: &'a str,
    pub(super) sentences: &'a [Sentence],
    pub(super) found: &'a [Found],
    /// The candidate of each name.
    pub(super) of_name: &'a [usize],
}

impl Text<'_> {
    pub(super) fn sentence(&self, candidate: &Candidate) -> &Sentence {
        &self.sentences[candidate.sentence]
    }

    /// Whether the noun at `index` stands for somebody, so that it is a candidate or belongs to one.
    pub(super) fn is_person_noun(&self, knowledge: &Knowledge<'_>, sentence: &Sentence, index: usize) -> bool {
        knowledge.words.noun(sentence, self.text, index).is_some()
    }
}

/// Appositions and predicates.
fn predicates(text: &Text<'_>, index: &Index, chains: &mut Chains) {
    for (name, found) in text.found.iter().enumerate() {
        let Some((head, _)) = found.apposition else { continue };
        let Some(apposition) = index.at(found.sentence, head) else { continue };
        let (named, kind) = (text.of_name[name], chains.candidates[apposition].kind);
        if kinds_fit(kind, Some(found.kind)) {
            chains.join(apposition, named, APPOSITION);
        }
    }
    for number in 0..chains.candidates.len() {
        let candidate = &chains.candidates[number];
        if candidate.form != Form::Predicate || chains.joins[number].is_some() {
            continue;
        }
        let sentence = text.sentence(candidate);
        let negated = tree::children(sentence, candidate.head)
            .any(|child| tree::feature(sentence, child, "Polarity") == Some("Neg"));
        let subject = tree::children(sentence, candidate.head)
            .find(|&child| tree::relation(sentence, child) == "nsubj")
            .and_then(|subject| index.at(candidate.sentence, subject));
        if let Some(subject) = subject.filter(|_| !negated)
            && chains.candidates[subject].form != Form::Relative
            // Who says "I" is for the quotation to tell, and is resolved with the statements.
            && tree::feature(sentence, chains.candidates[subject].head, "Person") != Some("1")
            && kinds_fit(candidate.kind, chains.of(subject).kind)
            && candidate.kind == Some(Kind::Person)
        {
            chains.join(number, subject, COPULA);
        }
    }
}

/// Whether a noun of one kind can describe a thing of the other.
fn kinds_fit(noun: Option<Kind>, thing: Option<Kind>) -> bool {
    match (noun, thing) {
        (Some(noun), Some(thing)) => {
            noun == thing
                || noun == Kind::Place && thing == Kind::Organisation
                || noun == Kind::Organisation && matches!(thing, Kind::Place | Kind::Other)
        }
        _ => true,
    }
}

/// What the text calls somebody.
struct Function {
    /// Head noun, folded.
    lemma: String,
    words: Vec<String>,
    country: Option<String>,
    /// The candidate that has it.
    candidate: usize,
}

/// Functions of persons, by head noun.
struct Functions {
    all: Vec<Function>,
    /// Numbers of persons that the world knows, by candidate, each chain once.
    known: Vec<usize>,
}

impl Functions {
    fn new(knowledge: &Knowledge<'_>, text: &Text<'_>, chains: &Chains) -> Self {
        let mut all = Vec::new();
        let mut known = Vec::new();
        for (number, candidate) in chains.candidates.iter().enumerate() {
            if candidate.kind != Some(Kind::Person) || !chains.of(number).named {
                continue;
            }
            for &role in &candidate.roles {
                all.extend(function(knowledge, text, candidate, role, number));
            }
            let new = chains.of(number).members.iter().find(|&&member| chains.candidates[member].form == Form::Name);
            if new == Some(&number) {
                known.push(number);
            }
        }
        Self { all, known }
    }
}

fn function(
    knowledge: &Knowledge<'_>,
    text: &Text<'_>,
    candidate: &Candidate,
    role: Span,
    number: usize,
) -> Option<Function> {
    let sentence = text.sentence(candidate);
    let tokens = tree::tokens_in(sentence, role);
    // The name itself hangs below its function or above it; the first noun of the function is its head in both.
    let noun = |index: usize| Some((index, knowledge.words.noun(sentence, text.text, index)?.1));
    let (head, lemma) = tokens.clone().find_map(noun)?;
    let lemmas = tokens.filter(|&index| index != head && tree::is(sentence, index, &["NOUN", "PROPN", "ADJ"]));
    Some(Function {
        lemma,
        words: lemmas.flat_map(|index| words(tree::lemma(sentence, index).unwrap_or_default())).collect(),
        country: knowledge.world.country_in(role.of(text.text)),
        candidate: number,
    })
}

/// « ce pays ermite » is the state that is called so.
fn renamings(knowledge: &Knowledge<'_>, text: &Text<'_>, chains: &mut Chains) {
    let mut states: HashMap<String, usize> = HashMap::new();
    for number in 0..chains.candidates.len() {
        let candidate = &chains.candidates[number];
        if candidate.form == Form::Name && candidate.kind != Some(Kind::Person) {
            let name = candidate.name.map_or("", |name| name.of(text.text));
            if let Some(iso) = knowledge.state(name) {
                states.entry(iso.to_owned()).or_insert(number);
            }
        }
    }
    for number in 0..chains.candidates.len() {
        let candidate = &chains.candidates[number];
        if !candidate.is_nominal() || candidate.kind != Some(Kind::Place) || candidate.words.is_empty() {
            continue;
        }
        let sentence = text.sentence(candidate);
        let words = tree::without_determiner(sentence, tree::tokens_in(sentence, candidate.span));
        let words = sentence.span_of(&words).of(text.text);
        if let Some(&state) = knowledge.state(words).and_then(|iso| states.get(iso)) {
            chains.join(number, chains.last_before(state, number), RENAMING);
        }
    }
}

/// A function without a name is whom the text, or the world, gives it to.
fn roles(knowledge: &Knowledge<'_>, text: &Text<'_>, functions: &Functions, chains: &mut Chains) {
    let mut by_lemma: HashMap<&str, Vec<&Function>> = HashMap::new();
    for function in &functions.all {
        by_lemma.entry(&function.lemma).or_default().push(function);
    }
    for number in 0..chains.candidates.len() {
        let candidate = &chains.candidates[number];
        if !candidate.is_given() || candidate.kind != Some(Kind::Person) || candidate.lemma.is_empty() {
            continue;
        }
        let phrase = candidate.span.of(text.text);
        let country = knowledge.world.country_in(phrase);
        let called = |function: &&&Function| {
            let told = |word: &String| {
                function.words.contains(word) || chains.candidates[function.candidate].words.contains(word)
            };
            let modifiers = match (&country, &function.country) {
                (Some(mine), Some(theirs)) => mine == theirs,
                _ => candidate.words.iter().all(told),
            };
            modifiers && usable(chains, number, function.candidate)
        };
        let same = by_lemma
            .iter()
            .filter(|(lemma, _)| knowledge.words.are_same(&candidate.lemma, lemma))
            .flat_map(|(_, functions)| functions.iter().rev().take(TRIES))
            .filter(called);
        let named =
            same.map(|function| chains.last_before(function.candidate, number)).filter(|&last| last < number).max();
        let (antecedent, step) = match named {
            Some(antecedent) => (Some(antecedent), ROLE),
            None => (holder(knowledge, text, functions, chains, number, country.is_some()), OFFICE),
        };
        if let Some(antecedent) = antecedent {
            chains.join(number, antecedent, step);
        }
    }
}

/// The person named before whom the world knows to be what candidate `number` says.
fn holder(
    knowledge: &Knowledge<'_>,
    text: &Text<'_>,
    functions: &Functions,
    chains: &Chains,
    number: usize,
    has_country: bool,
) -> Option<usize> {
    let candidate = &chains.candidates[number];
    let phrase = candidate.span.of(text.text);
    let is_holder = |&&person: &&usize| {
        person < number
            && usable(chains, number, person)
            && chains.of(person).members.iter().any(|&member| {
                let name = chains.candidates[member].name;
                let entry = name.and_then(|name| knowledge.world.person(name.of(text.text)));
                entry.is_some_and(|entry| knowledge.world.is_called(entry, phrase, knowledge.date))
            })
    };
    let holders: Vec<usize> = functions.known.iter().filter(is_holder).copied().collect();
    // « le président » of no country in particular: only if it can be one person.
    let sure = has_country || holders.len() == 1;
    holders.into_iter().map(|person| chains.last_before(person, number)).max().filter(|_| sure)
}

/// Whether candidate `number` may be what `other` is: they agree and none holds the other.
fn usable(chains: &Chains, number: usize, other: usize) -> bool {
    let candidate = &chains.candidates[number];
    candidate.agreement.agrees(chains.of(other).agreement)
        && !chains.of(other).members.iter().any(|&member| {
            let member = &chains.candidates[member];
            // Not inside its own phrase: « le frère du ministre ».
            member.sentence == candidate.sentence && candidate.span.overlaps(member.span)
        })
}

/// The same noun again, or the noun in a name; what qualifies it must have been said before.
fn heads(chains: &mut Chains) {
    let mut nouns: HashMap<String, Vec<usize>> = HashMap::new();
    let mut names: HashMap<String, Vec<usize>> = HashMap::new();
    for number in 0..chains.candidates.len() {
        let candidate = &chains.candidates[number];
        if candidate.form == Form::Name {
            if candidate.kind != Some(Kind::Person) && candidate.words.len() > 1 {
                for word in &candidate.words {
                    names.entry(word.clone()).or_default().push(number);
                }
            }
            continue;
        }
        if !candidate.is_nominal() || candidate.lemma.is_empty() {
            continue;
        }
        if candidate.is_given() && chains.joins[number].is_none() {
            let told = |&&earlier: &&usize| {
                let described = |word: &String| {
                    let said = |&member: &usize| chains.candidates[member].words.contains(word);
                    chains.of(earlier).members.iter().take(TRIES).any(said)
                };
                candidate.words.iter().all(described)
                    && usable(chains, number, earlier)
                    && candidate.agreement.is_plural() == chains.candidates[earlier].agreement.is_plural()
                    && kinds_fit(candidate.kind, chains.of(earlier).kind)
            };
            let last =
                |list: Option<&Vec<usize>>| list.and_then(|list| list.iter().rev().take(TRIES).find(told).copied());
            let noun = last(nouns.get(&candidate.lemma)).map(|earlier| (earlier, HEAD));
            let name = || {
                let organisation = candidate.kind == Some(Kind::Organisation);
                last(names.get(&candidate.lemma).filter(|_| organisation)).map(|earlier| (earlier, NAME_HEAD))
            };
            let found = [noun, name()].into_iter().flatten().max_by_key(|(earlier, _)| *earlier);
            if let Some((earlier, step)) = found {
                chains.join(number, chains.last_before(earlier, number), step);
            }
        }
        let lemma = chains.candidates[number].lemma.clone();
        nouns.entry(lemma).or_default().push(number);
    }
}

/// « ce pays », « le royaume »: the state in hand.
fn states(knowledge: &Knowledge<'_>, text: &Text<'_>, chains: &mut Chains) {
    for number in 0..chains.candidates.len() {
        let candidate = &chains.candidates[number];
        let bare = candidate.words.is_empty() && !candidate.agreement.is_plural();
        if !candidate.is_given() || !bare || candidate.kind != Some(Kind::Place) || chains.joins[number].is_some() {
            continue;
        }
        let near = |earlier: &usize| chains.candidates[*earlier].sentence + NEAR > candidate.sentence;
        let states = (0..number).rev().take_while(near).filter(|&earlier| is_state(knowledge, text, chains, earlier));
        // The latest sentence that speaks of one; in it a subject before anything else.
        let rank = |&earlier: &usize| {
            let state = &chains.candidates[earlier];
            let subject = tree::relation(text.sentence(state), state.head) == "nsubj";
            (state.sentence, subject, earlier)
        };
        if let Some(state) = states.max_by_key(rank) {
            chains.join(number, state, STATE);
        }
    }
}

fn is_state(knowledge: &Knowledge<'_>, text: &Text<'_>, chains: &Chains, number: usize) -> bool {
    let candidate = &chains.candidates[number];
    candidate.form == Form::Name
        && candidate.kind != Some(Kind::Person)
        && candidate.name.is_some_and(|name| knowledge.state(name.of(text.text)).is_some())
}

/// « les deux pays », "both leaders": the last two of the kind.
fn pairs(knowledge: &Knowledge<'_>, text: &Text<'_>, chains: &mut Chains) {
    for number in 0..chains.candidates.len() {
        let candidate = &chains.candidates[number];
        let sentence = text.sentence(candidate);
        let two =
            tree::children(sentence, candidate.head).any(|child| knowledge.words.is_two(sentence, text.text, child));
        // « deux pays » is any two; "both countries" says which by itself.
        let known = candidate.form != Form::New
            || tree::children(sentence, candidate.head)
                .any(|child| tree::is(sentence, child, &["DET"]) && knowledge.words.is_two(sentence, text.text, child));
        if !two
            || !known
            || !candidate.is_nominal()
            || chains.joins[number].is_some()
            || !candidate.words.iter().all(|word| knowledge.words.counts_two(word))
        {
            continue;
        }
        let kind = candidate.kind;
        let near = |earlier: &usize| chains.candidates[*earlier].sentence + NEAR > candidate.sentence;
        let fits = |earlier: &usize| match kind {
            Some(Kind::Place) => is_state(knowledge, text, chains, *earlier),
            Some(Kind::Group) => chains.of(*earlier).kind == Some(Kind::Person),
            _ => chains.of(*earlier).kind == kind && chains.of(*earlier).named,
        };
        let mut members: Vec<usize> = Vec::new();
        for earlier in (0..number).rev().take_while(near).filter(fits) {
            let inside = chains.candidates[earlier].span.overlaps(candidate.span);
            if !inside && members.iter().all(|&member| !chains.same(member, earlier)) {
                members.push(earlier);
            }
            if members.len() == 2 {
                break;
            }
        }
        if members.len() == 2 {
            members.reverse();
            chains.join_several(number, members, TWO);
        }
    }
}
