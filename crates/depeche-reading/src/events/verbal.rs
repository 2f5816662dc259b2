//! Statements that are events by being said: who demands, accuses, threatens or promises does something (PLOVER's verbal
//! types).
//!
//! A frame at the cue knows more of mode and sides; where one has fired, the statement only fills what is missing. An act that
//! the model alone gives, of a word that no lexicon knows so, is a guess about the saying: no event is made of it.

use super::conditions::is_political;
use super::{VERBAL, by_sentence, innermost};
use crate::index::SpanIndex;
use crate::statements::MODEL_ACT;
use crate::tree;
use depeche_record::{Act, Entity, Event, EventMention, EventType, Sentence, Span, Statement, Status};

/// The text that statements stand in.
pub(super) struct Around<'a> {
    pub(super) text: &'a str,
    pub(super) sentences: &'a [Sentence],
    pub(super) entities: &'a [Entity],
    /// Where each entity is spoken of.
    pub(super) mentions: &'a SpanIndex,
    /// What each statement says.
    pub(super) contents: &'a SpanIndex,
}

/// Adds the events of `statements` to `found`.
pub(super) fn add(around: &Around<'_>, statements: &[Statement], found: &mut Vec<Event>) {
    let Around { text, sentences, entities, contents, .. } = *around;
    let mut of_sentence = by_sentence(sentences.len(), found);
    for statement in statements {
        let Some((kind, mode, cameo)) = verbal(statement.act) else { continue };
        let Some(&cue) = statement.cue.last() else { continue };
        let Some((at, head)) = tree::head_at(sentences, cue) else { continue };
        let sentence = &sentences[at];
        let actors = &statement.source.entities;
        let here = &of_sentence[at];
        let recipients = recipients(around, statement, sentence, here.iter().map(|&event| &found[event]));
        let hull = statement.cue.iter().fold(cue, |hull, &span| hull.to(span));
        let told = here.iter().find(|&&event| hull.contains(found[event].mentions[0].trigger));
        if let Some(&event) = told {
            let event = &mut found[event];
            if event.actors.is_empty() {
                event.actors.clone_from(actors);
            }
            if event.recipients.is_empty() {
                event.recipients = recipients;
            }
            continue;
        }
        let somebody = actors.iter().chain(&recipients).any(|&entity| is_political(&entities[entity]));
        let guessed = statement.why.iter().any(|rule| rule == MODEL_ACT);
        if guessed || !somebody || actors.is_empty() {
            continue;
        }
        let evidence = statement.content.iter().chain(&statement.source.span).copied();
        let evidence: Vec<Span> = [evidence.filter(|span| sentence.span.contains(*span)).fold(hull, Span::to)].into();
        of_sentence[at].push(found.len());
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
                statement: innermost(contents, hull),
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
fn recipients<'a>(
    around: &Around<'_>,
    statement: &Statement,
    sentence: &Sentence,
    mut here: impl Iterator<Item = &'a Event>,
) -> Vec<usize> {
    let own = |entity: &usize| !statement.source.entities.contains(entity);
    if let Some(addressee) = &statement.addressee {
        return addressee.entities.iter().copied().filter(own).collect();
    }
    let inside = |event: &Event| statement.content.iter().any(|content| content.contains(event.mentions[0].trigger));
    let doer = here.by_ref().filter(|event| inside(event)).find_map(|event| {
        let doers: Vec<usize> = event.actors.iter().copied().filter(own).collect();
        (!doers.is_empty()).then_some(doers)
    });
    doer.or_else(|| {
        // « condamne la Russie »: the first that the content names.
        let content = *statement.content.first()?;
        let start = tree::tokens_in(sentence, content).start;
        let first = sentence.tokens.get(start)?.span.start;
        let named = around.mentions.touching(content).filter(|(span, _)| content.contains(*span));
        let (start, entity) = named.map(|&(span, entity)| (span.start, entity)).filter(|(_, e)| own(e)).min()?;
        // At its very head, an article away: not somebody in passing.
        (start <= first + 4 && is_political(&around.entities[entity])).then(|| vec![entity])
    })
    .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{annotated_with_tree, entities, statement};
    use depeche_record::Source;

    /// The types of the events that a threat by Norway is, when `rule` says that it is one.
    fn types(rule: &str) -> Vec<&'static str> {
        let (text, sentences) = annotated_with_tree(
            "[place Norway] threatens Chile.",
            "Norway/PROPN nsubj threatens;threatens/VERB root -;Chile/PROPN obj threatens;./PUNCT punct threatens",
        );
        let mut entities = entities("en", &text, &sentences);
        entities[0].actor = Some("NOR".to_owned());
        let said = Statement {
            source: Source { entities: vec![0], span: Some(Span::new(0, 6)) },
            cue: vec![Span::new(7, 16)],
            why: vec!["model.attribution".to_owned(), rule.to_owned()],
            ..statement(Act::Threaten, Span::new(17, 22), None)
        };
        let (mentions, contents) = (super::super::mentions(&entities).collect(), SpanIndex::default());
        let around = Around {
            text: &text,
            sentences: &sentences,
            entities: &entities,
            mentions: &mentions,
            contents: &contents,
        };
        let mut found = Vec::new();
        add(&around, &[said], &mut found);
        found.iter().map(|event| event.kind.name()).collect()
    }

    #[test]
    fn what_the_lexicon_calls_a_threat_is_an_event() {
        assert_eq!(types("en.cue.threaten"), ["THREATEN"]);
    }

    #[test]
    fn an_act_that_the_model_guesses_is_none() {
        assert!(types(MODEL_ACT).is_empty());
    }
}
