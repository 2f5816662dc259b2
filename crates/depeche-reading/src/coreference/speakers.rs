//! « je », « nous », "I", "we": who speaks inside a quotation.
//!
//! Takes the entities and the statements; adds the pronouns of the first person inside a statement's quotation to the
//! entity that makes it, and gives the statements made by « nous » their speaker. Runs after the statements are there,
//! since they say who speaks. A pronoun of the first person outside of quotation marks is the author's: it stays alone.

use crate::index::SpanIndex;
use crate::tree;
use depeche_record::{Entity, Event, Kind, Link, Mention, MentionForm, Sentence, Span, Statement};
use std::collections::HashSet;

crate::rules::name_rules! {
    /// « nous » inside a quotation.
    FIRST_PERSON = "coref.first-person" settles Reference;
}

/// Resolves pronouns of the first person.
pub fn speakers(sentences: &[Sentence], entities: &mut [Entity], statements: &mut [Statement]) {
    let pronouns = pronouns(sentences);
    if pronouns.is_empty() {
        return;
    }
    let quotes = statements.iter().enumerate();
    let quotes: SpanIndex =
        quotes.flat_map(|(number, statement)| statement.quotes.iter().map(move |&quote| (quote, number))).collect();
    let mut added: Vec<(Span, usize)> = Vec::new();
    for &pronoun in &pronouns {
        // The innermost that is not said by the pronoun itself; statements made inside of one come after it.
        let own = |statement: usize| statements[statement].source.span.is_some_and(|span| span.contains(pronoun));
        let mut around = quotes.around(pronoun).rev().map(|&(_, statement)| statement);
        let Some(statement) = around.find(|&statement| !own(statement)) else { continue };
        let speakers = statements[statement].source.entities.clone();
        for &speaker in &speakers {
            let antecedent = statements[statement].source.span.unwrap_or(entities[speaker].mentions[0].span);
            let link = Some(Link { step: FIRST_PERSON, antecedent });
            entities[speaker].mentions.push(Mention { span: pronoun, form: MentionForm::Pronoun, name: None, link });
            added.push((pronoun, speaker));
        }
        // What « nous » says is said by the same one; it may hold quotations of its own.
        for inner in statements.iter_mut() {
            if inner.source.span == Some(pronoun) && inner.source.entities.is_empty() {
                inner.source.entities.clone_from(&speakers);
            }
        }
    }
    for entity in added.into_iter().map(|(_, entity)| entity).collect::<HashSet<_>>() {
        entities[entity].mentions.sort_by_key(|mention| mention.span);
    }
}

/// All pronouns of the first person, in text order.
fn pronouns(sentences: &[Sentence]) -> Vec<Span> {
    let mut pronouns = Vec::new();
    for sentence in sentences {
        for (index, token) in sentence.tokens.iter().enumerate() {
            let first = tree::is(sentence, index, &["PRON"])
                && tree::feature(sentence, index, "Person") == Some("1")
                && tree::feature(sentence, index, "Poss").is_none();
            if first {
                pronouns.push(token.span);
            }
        }
    }
    pronouns
}

/// Takes away entities without a name that no statement or event refers to and that are named once only; statements and
/// events follow the new numbers.
pub fn prune(entities: &mut Vec<Entity>, statements: &mut [Statement], events: &mut [Event]) {
    let mut used = vec![false; entities.len()];
    for statement in statements.iter() {
        let others = [&statement.addressee, &statement.topic, &statement.medium].into_iter().flatten();
        let all = others.flat_map(|role| &role.entities).chain(&statement.source.entities);
        for &entity in all {
            used[entity] = true;
        }
    }
    for event in events.iter() {
        for &entity in event.actors.iter().chain(&event.recipients) {
            used[entity] = true;
        }
    }
    let mut number = 0;
    let new: Vec<Option<usize>> = entities
        .iter()
        .zip(&used)
        .map(|(entity, &used)| {
            let nominals = entity.mentions.iter().filter(|mention| mention.form == MentionForm::Nominal).count();
            let keep = used
                || nominals > 1 && entity.kind != Kind::Group
                || entity.mentions.iter().any(|mention| mention.name.is_some());
            keep.then(|| {
                number += 1;
                number - 1
            })
        })
        .collect();
    let mut kept = new.iter();
    entities.retain(|_| kept.next().is_some_and(Option::is_some));
    let renumber = |list: &mut Vec<usize>| {
        *list = list.iter().filter_map(|&entity| new.get(entity).copied().flatten()).collect();
    };
    for statement in statements {
        renumber(&mut statement.source.entities);
        for role in [&mut statement.addressee, &mut statement.topic, &mut statement.medium].into_iter().flatten() {
            renumber(&mut role.entities);
        }
    }
    for event in events {
        renumber(&mut event.actors);
        renumber(&mut event.recipients);
        let entity = |old: &mut Option<usize>| *old = old.and_then(|old| new.get(old).copied().flatten());
        event.object.iter_mut().for_each(|object| entity(&mut object.entity));
        event.place.iter_mut().for_each(|place| entity(&mut place.entity));
    }
}
