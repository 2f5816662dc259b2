//! What an event makes of another that depends on it.
//!
//! « accepte de livrer des obus à Riga »: giving that is agreed on is a commitment (AGREE), to whom one gives is to whom one
//! commits oneself; a refusal to meet is a REJECT of mode `meet`; condemning an attack on Riga regards who attacked, else Riga.

use super::sides::{Index, Reader};
use super::{REFUSED, TO_COME, by_sentence, conditions};
use crate::tree;
use depeche_lang::{Frames, fold};
use depeche_record::{Entity, Event, EventType, Sentence};

/// Types that are done by words about something else.
const VERBAL: [EventType; 7] = [
    EventType::Agree,
    EventType::Request,
    EventType::Accuse,
    EventType::Reject,
    EventType::Threaten,
    EventType::Support,
    EventType::Concede,
];

/// Turns cooperation that is committed to or still to come into AGREE, gives verbal events the recipients and the mode of
/// what they are about.
pub(super) fn complete(
    frames: &Frames,
    sentences: &[Sentence],
    entities: &[Entity],
    index: &Index,
    found: &mut [Event],
) {
    for event in found.iter_mut() {
        let (number, head) = (event.mentions[0].sentence, event.mentions[0].token);
        let sentence = &sentences[number];
        let to_come = is_to_come(frames, sentence, head);
        let (kind, rule) = match event.kind {
            kind if to_come && is_negated(sentence, head) && gives_way(kind) => (EventType::Reject, REFUSED),
            kind => match still_to_come(kind) {
                // What one commits oneself to give is agreed on; to withdraw must be to come.
                Some(later) if to_come || later == EventType::Agree && is_committed(frames, sentence, head) => {
                    (later, TO_COME)
                }
                _ => continue,
            },
        };
        event.mode = if rule == REFUSED { mode(kind, event).or(event.mode) } else { None };
        event.mode = event.mode.and_then(|name| kind.mode(name));
        event.cameo = match kind {
            EventType::Agree => Some("030".to_owned()),
            EventType::Reject => Some("120".to_owned()),
            _ => event.cameo.take(),
        };
        event.kind = kind;
        event.why.push(rule.to_owned());
    }
    let of_sentence = by_sentence(sentences.len(), found);
    for at in 0..found.len() {
        if !VERBAL.contains(&found[at].kind) {
            continue;
        }
        let (number, head) = (found[at].mentions[0].sentence, found[at].mentions[0].token);
        let sentence = &sentences[number];
        let reader = Reader { frames, sentence, entities, index, number };
        let inner: Vec<usize> = of_sentence[number]
            .iter()
            .copied()
            .filter(|&other| {
                let mention = &found[other].mentions[0];
                other != at && mention.token != head && embedded(sentence, mention.token, head)
            })
            .collect();
        if found[at].mode.is_none() {
            found[at].mode = inner.iter().find_map(|&other| mode(found[at].kind, &found[other]));
        }
        if found[at].recipients.is_empty() {
            let actors = found[at].actors.clone();
            let others =
                |list: &[usize]| list.iter().copied().filter(|entity| !actors.contains(entity)).collect::<Vec<_>>();
            let blames = matches!(found[at].kind, EventType::Accuse | EventType::Request);
            let of_inner = |&other: &usize| {
                let sides = [others(&found[other].actors), others(&found[other].recipients)];
                let [first, second] = if blames {
                    sides
                } else {
                    let [a, b] = sides;
                    [b, a]
                };
                Some(if first.is_empty() { second } else { first }).filter(|side| !side.is_empty())
            };
            let recipients = inner.iter().find_map(of_inner).or_else(|| named_below(&reader, head, &actors));
            found[at].recipients = recipients.unwrap_or_default();
        }
    }
}

/// What PLOVER makes of an event that is still to come, where that is another one: cooperation is a commitment, a
/// withdrawal a concession.
pub(super) fn still_to_come(kind: EventType) -> Option<EventType> {
    match kind {
        EventType::Consult | EventType::Support | EventType::Cooperate | EventType::Aid => Some(EventType::Agree),
        EventType::Retreat => Some(EventType::Concede),
        _ => None,
    }
}

/// The mode that what is demanded, refused or threatened gives.
fn mode(kind: EventType, inner: &Event) -> Option<&'static str> {
    use EventType as T;
    let name = match (kind, inner.kind) {
        (T::Request | T::Reject, T::Aid | T::Cooperate | T::Support | T::Agree) => "assist",
        (T::Request | T::Reject, T::Consult) => "meet",
        (T::Request | T::Reject, T::Retreat | T::Concede) => {
            if inner.mode == Some("resign") {
                "change"
            } else {
                "yield"
            }
        }
        (T::Threaten, T::Assault) => "violence",
        (T::Threaten, T::Coerce) if inner.mode == Some("arrest") => "arrest",
        (T::Threaten, T::Coerce | T::Protest) => "restrict",
        (T::Threaten, T::Sanction) if inner.mode == Some("expel") => "expel",
        (T::Threaten, T::Sanction) => "relations",
        _ => return None,
    };
    kind.mode(name)
}

/// Whether `token` depends on `head` as, or within, what it is about.
fn embedded(sentence: &Sentence, token: usize, head: usize) -> bool {
    let path: Vec<usize> = tree::ancestors(sentence, token).take_while(|&at| at != head).collect();
    tree::below(sentence, token, head)
        && path.last().is_some_and(|&top| {
            matches!(
                tree::relation(sentence, top),
                "xcomp" | "ccomp" | "obj" | "obl" | "nmod" | "acl" | "iobj" | "advcl"
            )
        })
}

/// The first political entity that what `head` is about names.
fn named_below(reader: &Reader<'_>, head: usize, actors: &[usize]) -> Option<Vec<usize>> {
    let sentence = reader.sentence;
    (head + 1..sentence.tokens.len())
        .filter(|&token| embedded(sentence, token, head))
        // A place or a time of the verb itself is none of its sides.
        .filter(|&token| !(tree::head(sentence, token) == Some(head) && tree::relation(sentence, token) == "obl"))
        .filter_map(|token| reader.entity(token))
        .find(|entity| !actors.contains(entity) && conditions::is_political(&reader.entities[*entity]))
        .map(|entity| vec![entity])
}

/// Types that one refuses by saying that one will not.
fn gives_way(kind: EventType) -> bool {
    use EventType as T;
    matches!(kind, T::Reject | T::Agree | T::Consult | T::Support | T::Cooperate | T::Aid | T::Retreat | T::Concede)
}

fn is_negated(sentence: &Sentence, verb: usize) -> bool {
    tree::children(sentence, verb).any(|child| tree::says(sentence, child, "Polarity=Neg"))
}

/// Whether the verb, or the one that it depends on as an infinitive, is in the future.
fn is_to_come(frames: &Frames, sentence: &Sentence, head: usize) -> bool {
    let future = |verb: usize| {
        tree::says(sentence, verb, "Tense=Fut")
            || tree::children(sentence, verb).any(|child| {
                tree::relation(sentence, child) == "aux"
                    && frames.is_future(&fold(tree::lemma(sentence, child).unwrap_or("")))
                    || tree::relation(sentence, child) == "aux" && tree::says(sentence, child, "Tense=Fut")
            })
    };
    let governor = || {
        let above = tree::head(sentence, head)?;
        (tree::relation(sentence, head) == "xcomp").then_some(above)
    };
    future(head)
        || governor()
            .is_some_and(|above| future(above) || frames.is_future(&fold(tree::lemma(sentence, above).unwrap_or(""))))
}

/// Whether it is the complement of a word that commits: « s'engage à livrer ».
fn is_committed(frames: &Frames, sentence: &Sentence, head: usize) -> bool {
    let complement = matches!(tree::relation(sentence, head), "xcomp" | "ccomp" | "acl" | "obj" | "obl" | "advcl");
    let above = tree::head(sentence, head).filter(|_| complement);
    above.is_some_and(|above| frames.commits(&fold(tree::lemma(sentence, above).unwrap_or(""))))
}
