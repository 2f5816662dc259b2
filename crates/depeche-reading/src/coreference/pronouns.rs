//! The last pass of the sieve: pronouns.
//!
//! Takes chains whose names and nouns are joined; gives pronouns of the third person what they stand for. A relative is
//! the noun that its clause hangs from. A pronoun that speaks (« a-t-il ajouté ») is the last speaker; any other the most
//! salient thing that agrees in gender and number, by the ranks of Lappin and Leass (1994): recent before old, subject
//! before object before the rest. Where a thing that is no entity (« la mesure… elle ») ranks first, or nothing agrees, it
//! stays unresolved.

use super::chains::Chains;
use super::mention::{Agreement, Candidate, Form};
use super::nominals::Text;
use super::{Index, Knowledge, Quoted};
use crate::tree;
use depeche_record::{Kind, RoleKind, Sentence};
use std::collections::HashSet;

crate::rules::name_rules! {
    /// « qui ».
    RELATIVE = "coref.relative" settles Reference;
    /// The most salient thing that agrees.
    PRONOUN = "coref.pronoun" settles Reference;
    /// Who spoke last goes on.
    SPEAKER = "coref.speaker" settles Reference;
    /// Things named side by side.
    COORDINATION = "coref.coordination" settles Reference;
}

/// How many sentences back a pronoun looks, its own included, and a speaker stays the one at hand.
const NEAR: usize = 4;
/// And at most, over sentences that are quoted.
const FAR: usize = 12;
/// How many mentions back it looks at most.
const TRIES: usize = 80;

// Ranks, in the proportions of Lappin and Leass.
const SUBJECT: i32 = 80;
const OBJECT: i32 = 50;
const OTHER: i32 = 35;
const PARALLEL: i32 = 30;
const SPEAKS: i32 = 30;
const PER_SENTENCE: i32 = 60;
const PER_MENTION: i32 = 5;
const QUOTED: i32 = -60;
/// A pronoun that does not speak is no thing of a lower rank; people are what pronouns mostly speak of.
const LEAST: i32 = 0;

/// Joins the pronouns.
pub(super) fn pronouns(
    knowledge: &Knowledge<'_>,
    text: &Text<'_>,
    quoted: &Quoted,
    index: &Index,
    chains: &mut Chains,
) {
    let speakers = speakers(text, index);
    let sets = coordinations(text, index, chains);
    let pass = Pass { knowledge, text, quoted, speakers: &speakers };
    let mut speaker: Option<usize> = None;
    for number in 0..chains.candidates.len() {
        match chains.candidates[number].form {
            Form::Relative => {
                if let Some(noun) = relative(text, index, &chains.candidates[number]) {
                    chains.join(number, noun, RELATIVE);
                }
            }
            Form::Pronoun => pass.pronoun(chains, &sets, number, speaker),
            _ => {}
        }
        let candidate = &chains.candidates[number];
        let resolved = candidate.kind.is_some() || chains.joins[number].is_some();
        if resolved && speakers.contains(&number) && quoted.at(candidate.span).is_none() {
            speaker = Some(number);
        }
    }
}

/// The candidates that some cue has for its source.
fn speakers(text: &Text<'_>, index: &Index) -> HashSet<usize> {
    let mut speakers = HashSet::new();
    for (number, sentence) in text.sentences.iter().enumerate() {
        for role in sentence.attributions.iter().flat_map(|attribution| &attribution.roles) {
            if role.role == RoleKind::Source
                && let Some(head) = tree::head_of(sentence, &role.tokens)
            {
                speakers.extend(index.at(number, head));
            }
        }
    }
    speakers
}

/// Candidates that stand side by side: « Oslo et Rome ». Each set in text order.
fn coordinations(text: &Text<'_>, index: &Index, chains: &Chains) -> Vec<Vec<usize>> {
    let mut sets: Vec<Vec<usize>> = Vec::new();
    for (number, candidate) in chains.candidates.iter().enumerate() {
        if candidate.kind.is_none() || candidate.form == Form::Predicate {
            continue;
        }
        let sentence = text.sentence(candidate);
        let head = tree::head(sentence, candidate.head).filter(|_| tree::relation(sentence, candidate.head) == "conj");
        let Some(first) = head.and_then(|head| index.at(candidate.sentence, head)) else { continue };
        match sets.iter_mut().rev().take(4).find(|set| set[0] == first) {
            Some(set) => set.push(number),
            None => sets.push(vec![first, number]),
        }
    }
    sets
}

/// The noun that the clause of a relative pronoun hangs from.
fn relative(text: &Text<'_>, index: &Index, candidate: &Candidate) -> Option<usize> {
    let sentence = text.sentence(candidate);
    let verb = tree::ancestors(sentence, candidate.head).find(|&at| tree::relation(sentence, at) == "acl")?;
    let noun = tree::head(sentence, verb)?;
    // The noun itself must be the candidate, or the name that it bears: « l'ancien maire, Luc Vial, qui… ».
    index.at(candidate.sentence, noun)
}

struct Pass<'a> {
    knowledge: &'a Knowledge<'a>,
    text: &'a Text<'a>,
    quoted: &'a Quoted,
    speakers: &'a HashSet<usize>,
}

impl Pass<'_> {
    fn pronoun(&self, chains: &mut Chains, sets: &[Vec<usize>], number: usize, speaker: Option<usize>) {
        let pronoun = &chains.candidates[number];
        let speaks = self.speakers.contains(&number);
        if speaks
            && let Some(last) = speaker
            && !self.is_far(chains.candidates[last].sentence, pronoun)
            && self.quoted.at(pronoun.span).is_none()
            && self.agrees(chains, pronoun, last)
            && !self.clausemates(chains, number, last)
        {
            chains.join(number, last, SPEAKER);
            return;
        }
        let one = self.best(chains, number, speaks);
        let several = self.best_set(chains, sets, number);
        let thing = if speaks { i32::MIN } else { self.best_thing(chains, number) };
        let least = |kind| if speaks || kind == Some(Kind::Person) { i32::MIN } else { LEAST };
        let one = one.filter(|&(antecedent, rank)| rank > least(chains.of(antecedent).kind));
        let several = several.filter(|&(_, rank)| rank > least(None));
        match (one, several) {
            (one, Some((set, rank))) if rank > one.map_or(i32::MIN, |(_, rank)| rank) && rank > thing => {
                chains.join_several(number, set, COORDINATION);
            }
            (Some((antecedent, rank)), _) if rank >= thing => chains.join(number, antecedent, PRONOUN),
            _ => {}
        }
    }

    /// The mention before the pronoun that ranks first, and its rank.
    fn best(&self, chains: &Chains, number: usize, speaks: bool) -> Option<(usize, i32)> {
        let pronoun = &chains.candidates[number];
        let mut best: Option<(usize, i32)> = None;
        for (distance, earlier) in (0..number).rev().take(TRIES).enumerate() {
            let candidate = &chains.candidates[earlier];
            if self.is_far(candidate.sentence, pronoun) {
                break;
            }
            if candidate.form == Form::Relative
                || candidate.form == Form::Predicate
                || candidate.kind.is_none() && chains.joins[earlier].is_none()
                || !self.agrees(chains, pronoun, earlier)
                || self.clausemates(chains, number, earlier)
                || speaks && !can_speak(chains.of(earlier).kind)
                || !chains.several[earlier].is_empty() && !pronoun.agreement.is_plural()
            {
                continue;
            }
            let rank =
                self.rank(pronoun, candidate, self.speakers.contains(&earlier)) - PER_MENTION * distance.min(12) as i32;
            if best.is_none_or(|(_, most)| rank > most) {
                best = Some((earlier, rank));
            }
        }
        best
    }

    /// Whether too much is told between sentence `from` and a pronoun for it to look there. What somebody says at length
    /// in between is not told: « Roy est sorti. « … … … », a-t-il dit ».
    fn is_far(&self, from: usize, pronoun: &Candidate) -> bool {
        let between = &self.text.sentences[from..pronoun.sentence];
        if between.len() < NEAR {
            return false;
        }
        let is_told = |sentence: &&Sentence| self.quoted.at(sentence.span).is_none();
        between.len() > FAR || self.quoted.at(pronoun.span).is_some() || between.iter().filter(is_told).count() >= NEAR
    }

    /// The things named together before a plural pronoun.
    fn best_set(&self, chains: &Chains, sets: &[Vec<usize>], number: usize) -> Option<(Vec<usize>, i32)> {
        let pronoun = &chains.candidates[number];
        if !pronoun.agreement.is_plural() {
            return None;
        }
        let before = sets.iter().rev().skip_while(|set| set.last() >= Some(&number));
        let near = before.take_while(|set| !self.is_far(chains.candidates[set[0]].sentence, pronoun));
        let fits = near.filter(|set| set.iter().all(|&member| can_speak(chains.of(member).kind)));
        let best = fits.max_by_key(|set| self.rank(pronoun, &chains.candidates[set[0]], false))?;
        Some((best.clone(), self.rank(pronoun, &chains.candidates[best[0]], false)))
    }

    /// The rank of the best noun that is no candidate: what « elle » may be when it is nobody.
    fn best_thing(&self, chains: &Chains, number: usize) -> i32 {
        let pronoun = &chains.candidates[number];
        let natural = self.knowledge.words.natural_gender;
        let here = pronoun.sentence;
        let mut best = i32::MIN;
        for back in 0..2.min(here + 1) {
            let sentence = &self.text.sentences[here - back];
            let end = if back == 0 { pronoun.head } else { sentence.tokens.len() };
            for index in 0..end {
                let relation = tree::relation(sentence, index);
                if !tree::is(sentence, index, &["NOUN"])
                    || !matches!(relation, "nsubj" | "obj")
                    || natural && !pronoun.agreement.is_neuter_or_plural()
                    || !Agreement::of_noun(sentence, index, natural).agrees(pronoun.agreement)
                    || self.text.is_person_noun(self.knowledge, sentence, index)
                {
                    continue;
                }
                let role = if relation == "nsubj" { SUBJECT } else { OBJECT };
                let parallel =
                    if tree::relation(self.text.sentence(pronoun), pronoun.head) == relation { PARALLEL } else { 0 };
                best = best.max(role + parallel - PER_SENTENCE * back as i32);
            }
        }
        best
    }

    fn rank(&self, pronoun: &Candidate, candidate: &Candidate, speaks: bool) -> i32 {
        let role = self.role(self.text.sentence(candidate), candidate.head);
        let parallel = self.role(self.text.sentence(pronoun), pronoun.head) == role;
        let distance = (pronoun.sentence - candidate.sentence) as i32;
        let quotation = self.quoted.at(candidate.span);
        let outside = quotation.is_some() && quotation != self.quoted.at(pronoun.span);
        role - PER_SENTENCE * distance
            + if parallel { PARALLEL } else { 0 }
            + if speaks { SPEAKS } else { 0 }
            + if outside { QUOTED } else { 0 }
    }

    fn role(&self, sentence: &Sentence, head: usize) -> i32 {
        match tree::relation(sentence, head) {
            "nsubj" => SUBJECT,
            "obj" | "iobj" => OBJECT,
            _ => OTHER,
        }
    }

    /// Gender, number and kind allow it.
    fn agrees(&self, chains: &Chains, pronoun: &Candidate, earlier: usize) -> bool {
        let candidate = &chains.candidates[earlier];
        let chain = chains.of(earlier);
        // Grammar agrees with the phrase, people with themselves: « la Russie… elle », « Moscou… il ».
        let kind = chain.kind;
        // « La mer française… elle » is not France, nor the French.
        if kind == Some(Kind::Nationality) && tree::is(self.text.sentence(candidate), candidate.head, &["ADJ"]) {
            return false;
        }
        let agreement = if kind == Some(Kind::Person) { chain.agreement } else { candidate.agreement };
        let person = matches!(kind, Some(Kind::Person | Kind::Group));
        let neuter = self.knowledge.words.natural_gender && pronoun.agreement.is_neuter();
        let natural = !self.knowledge.words.natural_gender || pronoun.agreement.is_neuter_or_plural() || person;
        !matches!(kind, Some(Kind::Event | Kind::Work) | None)
            && agreement.agrees(pronoun.agreement)
            && natural
            && !(neuter && person)
    }

    /// Both hang from one verb, or one holds the other: then they are two.
    fn clausemates(&self, chains: &Chains, number: usize, earlier: usize) -> bool {
        let (pronoun, candidate) = (&chains.candidates[number], &chains.candidates[earlier]);
        if pronoun.sentence != candidate.sentence {
            return self.speaks_around(pronoun, candidate, earlier);
        }
        let sentence = self.text.sentence(pronoun);
        let governor = tree::head(sentence, pronoun.head);
        candidate.span.overlaps(pronoun.span)
            || governor.is_some()
                && tree::head(sentence, candidate.head) == governor
                && tree::relation(sentence, candidate.head) != "parataxis"
            || self.speaks_around(pronoun, candidate, earlier)
    }

    /// « Il partira », dit Vial: who is quoted does not call himself « il », neither in the sentence that names him nor where
    /// the next ones are all his words.
    fn speaks_around(&self, pronoun: &Candidate, candidate: &Candidate, earlier: usize) -> bool {
        let is_quoted = |span| self.quoted.at(span).is_some();
        let goes_on = || {
            let between = &self.text.sentences[candidate.sentence + 1..=pronoun.sentence];
            let quotes = self.text.sentence(candidate).tokens.iter().any(|token| is_quoted(token.span));
            quotes && between.iter().all(|sentence| is_quoted(sentence.span))
        };
        self.speakers.contains(&earlier)
            && is_quoted(pronoun.span)
            && !is_quoted(candidate.span)
            && (pronoun.sentence == candidate.sentence || goes_on())
    }
}

/// Whether something of that kind can say or do.
fn can_speak(kind: Option<Kind>) -> bool {
    !matches!(kind, Some(Kind::Event | Kind::Work | Kind::Other) | None)
}
