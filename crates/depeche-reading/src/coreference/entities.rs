//! Chains become entities.
//!
//! Takes chains; gives one [`Entity`] per chain that is something: it has a name, or a noun that stands for people or an
//! organisation. A mention that speaks of several (« les deux pays ») is a mention of each.

use super::Knowledge;
use super::chains::{Chain, Chains};
use super::mention::{Candidate, Form};
use super::nominals::{HEAD, ROLE, Text};
use crate::tree;
use depeche_record::{Entity, Kind, Link, Mention, Span};
use std::collections::HashMap;

/// All entities, in order of first mention.
pub(super) fn entities(knowledge: &Knowledge<'_>, text: &Text<'_>, chains: &Chains) -> Vec<Entity> {
    let mut also: HashMap<usize, Vec<usize>> = HashMap::new();
    for (number, members) in chains.several.iter().enumerate() {
        for &member in members {
            also.entry(chains.number(member)).or_default().push(number);
        }
    }
    let none = Vec::new();
    let entity = |chain: &Chain| {
        let several = also.get(&chains.number(chain.members[0])).unwrap_or(&none);
        entity(knowledge, text, chains, chain, several)
    };
    chains.iter().filter_map(entity).collect()
}

fn entity(
    knowledge: &Knowledge<'_>,
    text: &Text<'_>,
    chains: &Chains,
    chain: &Chain,
    several: &[usize],
) -> Option<Entity> {
    let of = |&member: &usize| &chains.candidates[member];
    let names: Vec<&Candidate> = chain.members.iter().map(of).filter(|one| one.form == Form::Name).collect();
    let described = |one: &&Candidate| {
        one.is_nominal() && matches!(one.kind, Some(Kind::Person | Kind::Group | Kind::Organisation))
    };
    let (kind, name) = if names.is_empty() {
        let noun = chain.members.iter().map(of).find(described)?;
        // What speaks of several things that are known is none of its own.
        if chain.members.iter().any(|&member| !chains.several[member].is_empty())
            || noun.form == Form::Predicate && chain.members.len() == 1
        {
            return None;
        }
        (noun.kind?, description(text, noun))
    } else {
        let kind = knowledge.vote(text, &names);
        (kind, fullest(text, &names))
    };
    // « le porte-parole » who is found by his function is told nothing new by it.
    let told = |&&member: &&usize| {
        names.is_empty() || chains.joins[member].is_none_or(|join| join.step != ROLE && join.step != HEAD)
    };
    let mut roles: Vec<Span> =
        chain.members.iter().filter(told).flat_map(|member| of(member).roles.iter().copied()).collect();
    roles.sort_unstable();
    roles.dedup();
    let mut mentions: Vec<Mention> = Vec::new();
    for &member in chain.members.iter().chain(several) {
        let candidate = of(&member);
        let link = chains.joins[member]
            .map(|join| Link { step: join.step, antecedent: chains.candidates[join.antecedent].span });
        mentions.push(Mention { span: candidate.span, form: candidate.record_form(), name: candidate.name, link });
    }
    // The phrase of a later name may begin before that of an earlier one: « le frère de Vial, Luc Vial ».
    mentions.sort_by_key(|mention| mention.span);
    Some(Entity {
        kind,
        name,
        actor: None,
        country: None,
        roles: if kind == Kind::Person { roles } else { Vec::new() },
        mentions,
    })
}

impl Knowledge<'_> {
    /// The kind that most of the names say, weighed by how sure each is.
    fn vote(&self, text: &Text<'_>, names: &[&Candidate]) -> Kind {
        let mut votes: Vec<(Kind, f32)> = Vec::new();
        for name in names {
            let kind = name.kind.unwrap_or(Kind::Other);
            match votes.iter_mut().find(|(voted, _)| *voted == kind) {
                Some((_, sum)) => *sum += name.score,
                None => votes.push((kind, name.score)),
            }
        }
        // A state that is also called otherwise stays one: « RPDC ».
        let state = |name: &&Candidate| name.name.is_some_and(|name| self.state(name.of(text.text)).is_some());
        if names.iter().any(state) && votes.iter().any(|vote| vote.0 == Kind::Place) {
            return Kind::Place;
        }
        // The first of equals wins, so that the outcome does not hang on the order of kinds.
        votes
            .iter()
            .copied()
            .reduce(|best, vote| if vote.1 > best.1 { vote } else { best })
            .map_or(Kind::Other, |vote| vote.0)
    }
}

/// The fullest of the names.
fn fullest(text: &Text<'_>, names: &[&Candidate]) -> String {
    let written = |candidate: &Candidate| candidate.name.map_or("", |name| name.of(text.text));
    let mut times: HashMap<&str, usize> = HashMap::new();
    for name in names {
        *times.entry(written(name)).or_default() += 1;
    }
    let rank = |name: &&&Candidate| {
        let written = written(name);
        let shouted = written.len() > 4 && !written.contains(char::is_lowercase);
        let n_whole = name.words.iter().filter(|word| word.chars().count() > 1).count();
        (name.words.len(), !shouted, n_whole, times[written])
    };
    names.iter().rev().max_by_key(rank).map_or_else(String::new, |name| written(name).to_owned())
}

/// A noun phrase without its article.
fn description(text: &Text<'_>, noun: &Candidate) -> String {
    let sentence = text.sentence(noun);
    let words = tree::without_determiner(sentence, tree::tokens_in(sentence, noun.span));
    sentence.span_of(&words).of(text.text).to_owned()
}
