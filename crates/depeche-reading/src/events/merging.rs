//! One event told twice is one event with two mentions.

use super::AGAIN;
use depeche_record::{Event, EventType};
use std::collections::BTreeMap;

/// Joins events of one type whose sides do not contradict each other and that are told in the same words, or of which
/// one names no side that the other does not.
pub(super) fn merge(found: Vec<Event>) -> Vec<Event> {
    let mut merged: Vec<Event> = Vec::new();
    // Two that share nobody are two: only those of the same parties are compared.
    let mut of_party: BTreeMap<(EventType, usize), Vec<usize>> = BTreeMap::new();
    for event in found {
        let kind = event.kind;
        let parties: Vec<usize> = event.actors.iter().chain(&event.recipients).copied().collect();
        let known = parties.iter().filter_map(|&party| {
            let of_party = of_party.get(&(kind, party))?;
            of_party.iter().rev().copied().find(|&known| same(&merged[known], &event))
        });
        let at = known.max().unwrap_or(merged.len());
        match merged.get_mut(at) {
            Some(known) => absorb(known, event),
            None => merged.push(event),
        }
        for party in parties {
            let of_party = of_party.entry((kind, party)).or_default();
            // In order, each once.
            if let Err(place) = of_party.binary_search(&at) {
                of_party.insert(place, at);
            }
        }
    }
    merged
}

fn same(known: &Event, event: &Event) -> bool {
    let class = |event: &Event| event.object.as_ref().and_then(|object| object.class.clone());
    let classes = (class(known), class(event));
    let things = match &classes {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    let lemma = known.mentions.iter().any(|mention| mention.lemma == event.mentions[0].lemma);
    let told_alike = lemma || classes.0.is_some() && classes.0 == classes.1;
    let modes = known.mode == event.mode || known.mode.is_none() || event.mode.is_none();
    known.kind == event.kind
        && modes
        && things
        && told_alike
        && compatible(&known.actors, &event.actors)
        && compatible(&known.recipients, &event.recipients)
        // Two that share nobody are two.
        && (known.actors.iter().any(|actor| event.actors.contains(actor))
            || known.recipients.iter().any(|recipient| event.recipients.contains(recipient)))
}

/// Whether one list holds the other.
fn compatible(a: &[usize], b: &[usize]) -> bool {
    a.iter().all(|entity| b.contains(entity)) || b.iter().all(|entity| a.contains(entity))
}

fn absorb(known: &mut Event, event: Event) {
    let add = |to: &mut Vec<usize>, from: Vec<usize>| {
        for entity in from {
            if !to.contains(&entity) {
                to.push(entity);
            }
        }
    };
    add(&mut known.actors, event.actors);
    add(&mut known.recipients, event.recipients);
    known.mode = known.mode.or(event.mode);
    known.object = known.object.take().or(event.object);
    let contexts: Vec<&'static str> = known.contexts.iter().chain(&event.contexts).copied().collect();
    known.contexts = super::ordered(&contexts);
    known.mentions.extend(event.mentions);
    known.confidence = known.confidence.max(event.confidence);
    for rule in event.why.into_iter().chain([AGAIN.to_owned()]) {
        if !known.why.contains(&rule) {
            known.why.push(rule);
        }
    }
}
