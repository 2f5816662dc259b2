//! Whether a frame holds at a trigger: what it asks for is there, and what forbids it is not.

use super::sides::{Filled, Reader};
use crate::tree;
use depeche_lang::{Frame, Nature, Side, SideNeed, Slot, Trigger, TriggerPart};
use depeche_record::{Entity, Kind};
use std::borrow::Cow;
use std::ops::Range;

pub(super) struct Conditions<'a> {
    pub(super) reader: &'a Reader<'a>,
    /// Folded lemmas of the sentence.
    pub(super) lemmas: &'a [Cow<'a, str>],
}

impl Conditions<'_> {
    /// What fills the frame's sides, and how much of what it asks for is there; `None` when it does not hold.
    pub(super) fn check(&self, frame: &Frame, trigger: &Trigger, tokens: &[usize]) -> Option<(Filled, usize)> {
        let reader = self.reader;
        let head = tokens[0];
        if frame.reflexive && trigger.part != TriggerPart::Noun && !self.reflexive(head) {
            return None;
        }
        let sides = if trigger.part == TriggerPart::Noun { &frame.noun } else { &frame.verb };
        let mut filled = reader.fill(sides, trigger.part, tokens);
        let things = self.things(frame, trigger.part, tokens, &filled);
        let mut weight = 3 * (tokens.len() - 1) + usize::from(frame.reflexive);
        if !frame.class.is_empty() {
            let thing = things.iter().copied().find(|&token| {
                reader.class(token, self.lemmas).is_some_and(|class| frame.class.iter().any(|asked| asked == class))
            })?;
            if filled.object.is_empty() {
                filled.object = vec![thing];
            }
            weight += 4;
        }
        let clause = self.clause(head);
        if !frame.words.is_empty() {
            if !frame.words.iter().any(|word| self.has(&clause, word)) {
                return None;
            }
            weight += 3;
        }
        if frame.not_words.iter().any(|word| self.has(&clause, word)) {
            return None;
        }
        for need in &frame.needs {
            if !self.meets(*need, &filled) {
                return None;
            }
            weight += if need.nature == Nature::Any { 1 } else { 2 };
        }
        if frame.mutual && filled.recipient.is_empty() && filled.actor.len() > 1 {
            filled.recipient = filled.actor.split_off(1);
        }
        Some((filled, weight))
    }

    /// What may be the thing: the object's slot, else the object itself, or what a noun is of.
    fn things(&self, frame: &Frame, part: TriggerPart, tokens: &[usize], filled: &Filled) -> Vec<usize> {
        if !filled.object.is_empty() {
            return filled.object.clone();
        }
        let slots = match part {
            TriggerPart::Noun => vec![Slot::Of, Slot::Compound],
            _ => vec![Slot::Object, Slot::Of],
        };
        let sides = depeche_lang::Sides { object: slots, ..depeche_lang::Sides::default() };
        let mut found = self.reader.fill(&sides, part, tokens).object;
        // A compound's first part names the thing, whoever it is: "arms shipments".
        if part == TriggerPart::Noun && frame.noun.object.contains(&Slot::Of) {
            let sentence = self.reader.sentence;
            let parts = tree::children(sentence, tokens[0])
                .filter(|&child| matches!(tree::relation(sentence, child), "compound" | "amod" | "nmod"));
            found.extend(parts);
        }
        found
    }

    fn reflexive(&self, verb: usize) -> bool {
        let sentence = self.reader.sentence;
        tree::children(sentence, verb).any(|child| {
            tree::says(sentence, child, "Reflex=Yes") || self.deprel_is(child, &["expl:pv", "expl:comp", "expl:pass"])
        })
    }

    fn deprel_is(&self, token: usize, names: &[&str]) -> bool {
        tree::morph(self.reader.sentence, token).is_some_and(|morph| names.contains(&morph.deprel.as_str()))
    }

    /// The tokens of the clause around `head`: from the verb above it down.
    fn clause(&self, head: usize) -> Range<usize> {
        let sentence = self.reader.sentence;
        let verb = tree::ancestors(sentence, head).find(|&at| tree::is(sentence, at, &["VERB", "AUX"])).unwrap_or(head);
        tree::subtree(sentence, verb)
    }

    /// Whether a lemma, or several after each other, stands in the clause.
    fn has(&self, clause: &Range<usize>, word: &str) -> bool {
        let words: Vec<&str> = word.split(' ').collect();
        let lemmas = &self.lemmas[clause.clone()];
        lemmas.windows(words.len()).any(|window| window.iter().zip(&words).all(|(lemma, word)| lemma == word))
    }

    fn meets(&self, need: SideNeed, filled: &Filled) -> bool {
        let tokens = match need.side {
            Side::Actor => &filled.actor,
            Side::Recipient => &filled.recipient,
            Side::Object => &filled.object,
        };
        match need.nature {
            Nature::Any => !tokens.is_empty(),
            Nature::State => {
                let of_class = |&token: &usize| {
                    self.reader.class(token, self.lemmas).is_some_and(|class| self.reader.frames.is_political(class))
                };
                tokens.iter().any(of_class)
                    || self.reader.entities_of(tokens).iter().any(|&e| is_political(&self.reader.entities[e]))
            }
            Nature::Person => {
                let entities = self.reader.entities_of(tokens);
                entities.iter().any(|&e| matches!(self.reader.entities[e].kind, Kind::Person | Kind::Group))
            }
        }
    }
}

/// A state, an institution, or somebody with an office.
pub(super) fn is_political(entity: &Entity) -> bool {
    entity.actor.is_some() || entity.country.is_some() || !entity.roles.is_empty()
}
