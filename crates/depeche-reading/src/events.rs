//! Who did what to whom: political events in PLOVER's types.
//!
//! Takes analysed sentences with the document's entities and statements, and the event frames of the language; gives
//! [`Event`]s with their sides, their object, the words that tell them and the statement that they stand in. Frames say
//! which words tell of what; the tree says who does it (module `sides`), conditions keep a word silent where it means
//! something else (module `conditions`); statements whose very saying is an event (a demand, an accusation, a threat) add
//! theirs (module `verbal`); one event told twice becomes one with two mentions (module `merging`).
//!
//! It gives no factuality, time or place: other modules read those off the mentions. It holds no word of any language.

mod composition;
mod conditions;
mod merging;
mod sides;
mod verbal;

use crate::index::SpanIndex;
use crate::tree;
use conditions::Conditions;
use depeche_lang::{Frame, Frames, Side, Trigger, TriggerPart, fold};
use depeche_record::{
    Entity, Event, EventMention, EventObject, Kind, Mention, MentionForm, Sentence, Span, Statement, Status,
};
use sides::{Filled, Reader};
use std::borrow::Cow;
use std::collections::BTreeMap;

crate::rules::name_rules! {
    /// Saying so was the event: a demand, an accusation, a threat.
    VERBAL = "event.verbal" settles Cue;
    /// Told again in other words.
    AGAIN = "event.again" settles Reference;
    /// Cooperation that is still to come is a commitment.
    TO_COME = "event.to-come" settles Act;
    /// Saying that one will not give way is refusing.
    REFUSED = "event.refused" settles Act;
}

/// At most so many words stand between two words of a trigger: « mettre [rapidement] à disposition ».
const GAP: usize = 3;

/// The events of a text, in the order of their first triggers. Parties that are nobody's mention yet (« dix-huit
/// manifestants ») are added to `entities`.
#[must_use]
pub fn events(
    frames: &Frames,
    text: &str,
    sentences: &[Sentence],
    entities: &mut Vec<Entity>,
    statements: &[Statement],
) -> Vec<Event> {
    let index = sides::Index::new(sentences, entities);
    let contents = contents(statements);
    let mut found: Vec<Event> = Vec::new();
    if !frames.frames().is_empty() {
        let mut unnamed = Unnamed { text, first: entities.len(), entities: Vec::new() };
        for (number, sentence) in sentences.iter().enumerate() {
            let reader = Reader { frames, sentence, entities, index: &index, number };
            found.extend(of_sentence(&reader, &contents, &mut unnamed));
        }
        entities.append(&mut unnamed.entities);
    }
    let mentions: SpanIndex = mentions(entities).collect();
    verbal::add(
        &verbal::Around { text, sentences, entities, mentions: &mentions, contents: &contents },
        statements,
        &mut found,
    );
    composition::complete(frames, sentences, entities, &index, &mut found);
    for event in &mut found {
        part_ways(&mentions, sentences[event.mentions[0].sentence].span, event);
    }
    found.sort_by_key(|event| (event.mentions[0].trigger.start, event.mentions[0].trigger.end));
    merging::merge(found)
}

/// Where each entity is spoken of.
fn mentions(entities: &[Entity]) -> impl Iterator<Item = (Span, usize)> {
    let each = entities.iter().enumerate();
    each.flat_map(|(index, entity)| entity.mentions.iter().map(move |mention| (mention.span, index)))
}

/// What each statement says.
fn contents(statements: &[Statement]) -> SpanIndex {
    let each = statements.iter().enumerate();
    each.flat_map(|(index, statement)| statement.content.iter().map(move |&span| (span, index))).collect()
}

/// The events of each sentence, by the sentence of their first mention.
fn by_sentence(n_sentences: usize, events: &[Event]) -> Vec<Vec<usize>> {
    let mut of = vec![Vec::new(); n_sentences];
    for (index, event) in events.iter().enumerate() {
        of[event.mentions[0].sentence].push(index);
    }
    of
}

/// Takes away recipients that are only a word of an actor's: Biden in « l'administration Biden ».
fn part_ways(mentions: &SpanIndex, sentence: Span, event: &mut Event) {
    let here = |entity: usize| {
        let spans = mentions.touching(sentence).filter(move |(span, of)| *of == entity && sentence.contains(*span));
        spans.map(|(span, _)| *span)
    };
    let Event { actors, recipients, .. } = event;
    recipients.retain(|&recipient| {
        let mut spans = here(recipient).peekable();
        let inside =
            |span: Span| actors.iter().any(|&actor| here(actor).any(|whole| whole != span && whole.contains(span)));
        spans.peek().is_none() || !spans.all(inside)
    });
}

/// Events whose type depends on when they happen: a visit that is to come is a commitment (PLOVER: « AGREE »), a withdrawal
/// that is announced a concession. To be called when each event's `status` is known.
pub fn settle(events: &mut [Event]) {
    for event in events {
        if event.why.iter().any(|rule| rule == REFUSED) {
            // « ne lèvera pas l'embargo »: that it is not lifted is what makes the refusal.
            event.factuality.iter_mut().for_each(|(_, value)| *value = value.opposite());
        }
        if event.status != Status::Planned {
            continue;
        }
        if let Some(kind) = composition::still_to_come(event.kind) {
            event.kind = kind;
            event.mode = None;
            event.why.push(TO_COME.to_owned());
        }
    }
}

/// One way of reading a token as a trigger.
struct Match<'f> {
    frame: &'f Frame,
    /// Tokens of the trigger; the head first.
    tokens: Vec<usize>,
    filled: Filled,
    /// How much was asked for and is there.
    weight: usize,
}

/// Parties that have no name and are no entity yet.
struct Unnamed<'a> {
    text: &'a str,
    /// Index of the first of them.
    first: usize,
    entities: Vec<Entity>,
}

impl Unnamed<'_> {
    /// The entity whose only mention is `span`.
    fn entity(&mut self, span: Span) -> usize {
        let known = self.entities.iter().position(|entity| entity.mentions[0].span == span);
        let at = known.unwrap_or_else(|| {
            self.entities.push(Entity {
                kind: Kind::Group,
                name: span.of(self.text).to_owned(),
                actor: None,
                country: None,
                roles: Vec::new(),
                mentions: vec![Mention { span, form: MentionForm::Nominal, name: None, link: None }],
            });
            self.entities.len() - 1
        });
        self.first + at
    }
}

fn of_sentence(reader: &Reader<'_>, contents: &SpanIndex, unnamed: &mut Unnamed<'_>) -> Vec<Event> {
    let sentence = reader.sentence;
    let lemmas: Vec<Cow<'_, str>> =
        (0..sentence.tokens.len()).map(|token| lemma(reader, unnamed.text, token)).collect();
    let conditions = Conditions { reader, lemmas: &lemmas };
    // The best reading of each token; several tokens may be read by one trigger (a light verb and its noun).
    let mut best: BTreeMap<usize, Match<'_>> = BTreeMap::new();
    for token in 0..sentence.tokens.len() {
        if lemmas[token].is_empty() || reader.in_name(token) {
            continue;
        }
        for trigger in reader.frames.triggers(&lemmas[token]) {
            let Some(tokens) = trigger_tokens(sentence, &lemmas, token, trigger) else { continue };
            let frame = &reader.frames.frames()[trigger.frame];
            let Some(found) = conditions.check(frame, trigger, &tokens) else { continue };
            let (filled, weight) = found;
            let head = tokens[0];
            if best.get(&head).is_none_or(|known| known.weight < weight) {
                best.insert(head, Match { frame, tokens, filled, weight });
            }
        }
    }
    // « mener une offensive »: the noun of a light verb tells no event of its own, nor the verb when the noun tells more.
    let taken: Vec<usize> = best.values().flat_map(|found| found.tokens[1..].to_vec()).collect();
    best.retain(|head, _| !taken.contains(head));
    best.into_values().filter_map(|found| event(reader, &lemmas, contents, unnamed, found)).collect()
}

/// The folded lemma of `token`; that of a frame's verb when the tagger's is none and the form is one of it.
fn lemma<'a>(reader: &Reader<'a>, text: &str, token: usize) -> Cow<'a, str> {
    let tagged = fold(tree::lemma(reader.sentence, token).unwrap_or(""));
    if !tree::is(reader.sentence, token, &["VERB"]) || !reader.frames.triggers(&tagged).is_empty() {
        return tagged;
    }
    let form = fold(reader.sentence.tokens[token].span.of(text));
    reader.frames.verb_of_form(&form).map_or(tagged, Cow::Borrowed)
}

/// The tokens of `trigger`, its syntactic head first, when it begins at `token`.
fn trigger_tokens(sentence: &Sentence, lemmas: &[Cow<'_, str>], token: usize, trigger: &Trigger) -> Option<Vec<usize>> {
    let form_is = |index: usize, word: &str| lemmas[index] == word;
    match trigger.part {
        TriggerPart::Verb if !tree::is(sentence, token, &["VERB", "AUX"]) => return None,
        TriggerPart::Noun if trigger.words.len() == 1 && !tree::is(sentence, token, &["NOUN", "PROPN"]) => return None,
        TriggerPart::Light => {
            if !tree::is(sentence, token, &["VERB", "AUX"]) {
                return None;
            }
            let noun = light_noun(sentence, lemmas, token, &trigger.words[1])?;
            let mut tokens = vec![token, noun];
            for word in &trigger.words[2..] {
                let from = *tokens.iter().max()?;
                let next = (from + 1..lemmas.len().min(from + 2 + GAP)).find(|&index| form_is(index, word))?;
                tokens.push(next);
            }
            return Some(tokens);
        }
        _ => {}
    }
    let mut tokens = vec![token];
    for word in &trigger.words[1..] {
        let from = tokens[tokens.len() - 1];
        let near = (from + 1..lemmas.len().min(from + 2 + GAP)).find(|&index| form_is(index, word));
        // "hand the files over": a particle belongs to its verb, however far it stands.
        let particle = || tree::children(sentence, token).find(|&index| index > token && form_is(index, word));
        tokens.push(near.or_else(particle)?);
    }
    let inside = |head: Option<usize>| head.is_some_and(|head| tokens.contains(&head));
    let head = tokens.iter().copied().find(|&index| !inside(tree::head(sentence, index)))?;
    tokens.retain(|&index| index != head);
    tokens.insert(0, head);
    Some(tokens)
}

/// The noun of a light verb: its object, the subject of its passive, or what a participle or a relative clause hangs on.
fn light_noun(sentence: &Sentence, lemmas: &[Cow<'_, str>], verb: usize, noun: &str) -> Option<usize> {
    let is_one = |index: &usize| lemmas[*index] == noun;
    let object = tree::children(sentence, verb)
        .filter(|&child| matches!(tree::relation(sentence, child), "obj" | "obl" | "nsubj" | "xcomp"))
        .filter(|&child| {
            tree::relation(sentence, child) != "nsubj"
                || tree::morph(sentence, child).is_some_and(|m| m.deprel == "nsubj:pass")
        })
        .find(is_one);
    let above = || {
        let head = tree::head(sentence, verb)?;
        (tree::relation(sentence, verb) == "acl").then_some(head).filter(is_one)
    };
    object.or_else(above)
}

fn event(
    reader: &Reader<'_>,
    lemmas: &[Cow<'_, str>],
    contents: &SpanIndex,
    unnamed: &mut Unnamed<'_>,
    found: Match<'_>,
) -> Option<Event> {
    let Match { frame, tokens, filled, weight: _ } = found;
    let sentence = reader.sentence;
    let head = tokens[0];
    let mut actors = reader.entities_of(&filled.actor);
    let mut recipients = reader.entities_of(&filled.recipient);
    recipients.retain(|recipient| !actors.contains(recipient));
    let noun = !tree::is(sentence, head, &["VERB", "AUX"]);
    // A bare noun tells of an event that nobody is in: only as another mention of one that was told.
    if actors.is_empty() && recipients.is_empty() && (noun || filled.object.is_empty()) {
        return None;
    }
    let mut unnamed_of = |tokens: &[usize]| {
        let phrases = tokens.iter().filter_map(|&token| reader.phrase(token));
        phrases.map(|phrase| unnamed.entity(phrase)).collect::<Vec<_>>()
    };
    if actors.is_empty() {
        actors = unnamed_of(&filled.actor);
    }
    if recipients.is_empty() {
        recipients = unnamed_of(&filled.recipient);
    }
    recipients.retain(|recipient| !actors.contains(recipient));
    let trigger = reader.trigger_span(&tokens);
    let evidence = reader.evidence(head);
    let clause = tree::tokens_in(sentence, evidence);
    let mut contexts: Vec<&'static str> = frame.contexts.clone();
    contexts.extend(clause.flat_map(|token| reader.frames.contexts(&lemmas[token])));
    let object = filled.object.first().map(|&token| {
        let phrase = tree::noun_phrase(sentence, token);
        EventObject {
            span: sentence.span_of(&phrase),
            class: reader.class(token, lemmas).map(str::to_owned),
            entity: reader.entity(token),
            quantity: tree::children(sentence, token)
                .find(|&child| tree::relation(sentence, child) == "nummod")
                .map(|number| sentence.span_of(&tree::subtree(sentence, number))),
        }
    });
    let sides = [Side::Actor, Side::Recipient].into_iter().zip([actors.is_empty(), recipients.is_empty()]);
    let missing = sides.filter(|(_, empty)| *empty).count();
    let confidence = [0.85, 0.7, 0.5][missing.min(2)] - if noun { 0.1 } else { 0.0 };
    Some(Event {
        kind: frame.kind,
        mode: frame.mode,
        contexts: ordered(&contexts),
        cameo: Some(frame.cameo.clone()),
        mentions: vec![EventMention {
            sentence: reader.number,
            token: head,
            trigger,
            lemma: tree::lemma(sentence, head).unwrap_or_default().to_owned(),
            evidence: vec![evidence],
            statement: innermost(contents, trigger),
        }],
        actors,
        recipients,
        object,
        date: None,
        place: None,
        status: Status::Occurred,
        factuality: Vec::new(),
        confidence,
        why: vec![frame.id.clone()],
    })
}

/// PLOVER's contexts among `found`, each once, in PLOVER's order.
fn ordered(found: &[&'static str]) -> Vec<&'static str> {
    depeche_record::CONTEXTS.iter().filter(|context| found.contains(context)).copied().collect()
}

/// The statement of the smallest content that holds `span`.
fn innermost(contents: &SpanIndex, span: Span) -> Option<usize> {
    // Of two as small, the one reported inside the other.
    contents
        .around(span)
        .min_by_key(|(content, index)| (content.len(), std::cmp::Reverse(*index)))
        .map(|&(_, index)| index)
}
