//! Statements that are events by being said: who demands, accuses, threatens or promises does something (PLOVER's verbal
//! types).
//!
//! A frame at the cue knows more of mode and sides; where one has fired, the statement only fills what is missing.

use super::conditions::is_political;
use super::{VERBAL, innermost};
use crate::tree;
use depeche_record::{Act, Entity, Event, EventMention, EventType, Sentence, Span, Statement, Status};

/// Adds the events of `statements` to `found`.
pub(super) fn add(
    text: &str,
    sentences: &[Sentence],
    entities: &[Entity],
    statements: &[Statement],
    found: &mut Vec<Event>,
) {
    for statement in statements {
        let Some((kind, mode, cameo)) = verbal(statement.act) else { continue };
        let Some(&cue) = statement.cue.last() else { continue };
        let at = sentences.partition_point(|sentence| sentence.span.end <= cue.start);
        let Some(sentence) = sentences.get(at) else { continue };
        let Some(head) = tree::head_of(sentence, &tree::tokens_in(sentence, cue)) else { continue };
        let actors = &statement.source.entities;
        let recipients = recipients(statement, sentence, entities, at, found);
        let hull = statement.cue.iter().fold(cue, |hull, &span| hull.to(span));
        let told = found.iter_mut().find(|event| event.mentions.iter().any(|mention| hull.contains(mention.trigger)));
        if let Some(event) = told {
            if event.actors.is_empty() {
                event.actors.clone_from(actors);
            }
            if event.recipients.is_empty() {
                event.recipients = recipients;
            }
            continue;
        }
        let somebody = actors.iter().chain(&recipients).any(|&entity| is_political(&entities[entity]));
        if !somebody || actors.is_empty() {
            continue;
        }
        let evidence = statement.content.iter().chain(&statement.source.span).copied();
        let evidence: Vec<Span> = [evidence.filter(|span| sentence.span.contains(*span)).fold(hull, Span::to)].into();
        found.push(Event {
            kind,
            mode,
            contexts: Vec::new(),
            cameo: Some(cameo.to_owned()),
            mentions: vec![EventMention {
                sentence: at,
                token: head,
                trigger: hull,
                lemma: statement.cue_lemma.clone().unwrap_or_else(|| hull.of(text).to_owned()),
                evidence,
                statement: innermost(statements, hull),
            }],
            actors: actors.clone(),
            recipients,
            object: None,
            date: None,
            place: None,
            status: Status::Occurred,
            factuality: Vec::new(),
            confidence: statement.confidence * 0.8,
            why: vec![VERBAL.to_owned()],
        });
    }
}

/// The type, mode and CAMEO code of an act that is an event.
fn verbal(act: Act) -> Option<(EventType, Option<&'static str>, &'static str)> {
    match act {
        Act::Demand => Some((EventType::Request, None, "100")),
        Act::Accuse => Some((EventType::Accuse, Some("allege"), "112")),
        Act::Criticise => Some((EventType::Accuse, Some("disapprove"), "111")),
        Act::Threaten => Some((EventType::Threaten, None, "130")),
        Act::Promise => Some((EventType::Agree, None, "030")),
        Act::Endorse => Some((EventType::Support, None, "051")),
        _ => None,
    }
}

/// To whom it is said; else who is to do, or has done, what is said.
fn recipients(
    statement: &Statement,
    sentence: &Sentence,
    entities: &[Entity],
    at: usize,
    found: &[Event],
) -> Vec<usize> {
    let own = |entity: &usize| !statement.source.entities.contains(entity);
    if let Some(addressee) = &statement.addressee {
        return addressee.entities.iter().copied().filter(own).collect();
    }
    let inside = |event: &&Event| {
        let mention = &event.mentions[0];
        mention.sentence == at && statement.content.iter().any(|content| content.contains(mention.trigger))
    };
    let doer = found.iter().filter(inside).find_map(|event| {
        let doers: Vec<usize> = event.actors.iter().copied().filter(own).collect();
        (!doers.is_empty()).then_some(doers)
    });
    doer.or_else(|| {
        // « condamne la Russie »: the first that the content names.
        let content = *statement.content.first()?;
        let start = tree::tokens_in(sentence, content).start;
        let first = sentence.tokens.get(start)?.span.start;
        let named = entities.iter().enumerate().filter_map(|(index, entity)| {
            let here = entity.mentions.iter().filter(|mention| content.contains(mention.span)).map(|m| m.span.start);
            here.min().map(|start| (start, index))
        });
        let (start, entity) = named.filter(|(_, entity)| own(entity)).min()?;
        // At its very head, an article away: not somebody in passing.
        (start <= first + 4 && is_political(&entities[entity])).then(|| vec![entity])
    })
    .unwrap_or_default()
}
