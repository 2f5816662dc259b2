//! Who stands on which side of a trigger: through passives, infinitives, relatives, participles and coordination.
//!
//! Takes a trigger in an analysed sentence and the slots of its frame; gives the tokens that fill each side and the entities
//! that these are. A slot is written for the plain active sentence or the plain noun phrase.

use crate::tree;
use depeche_lang::{Frames, Sides, Slot, TriggerPart, fold};
use depeche_record::{Entity, Kind, Sentence, Span};
use std::borrow::Cow;

/// Head tokens of mentions: for each sentence, (token, bytes of the mention, entity).
pub(super) struct Index {
    mentions: Vec<Vec<(usize, usize, usize)>>,
    /// Tokens inside a proper name of several words, or of a work or event.
    names: Vec<Vec<usize>>,
}

impl Index {
    pub(super) fn new(sentences: &[Sentence], entities: &[Entity]) -> Self {
        let mut index = Self { mentions: vec![Vec::new(); sentences.len()], names: vec![Vec::new(); sentences.len()] };
        for (number, entity) in entities.iter().enumerate() {
            for mention in &entity.mentions {
                let Some((at, head)) = tree::head_at(sentences, mention.span) else { continue };
                let sentence = &sentences[at];
                index.mentions[at].push((head, mention.span.len(), number));
                if let Some(name) = mention.name {
                    let tokens = tree::tokens_in(sentence, name);
                    if let Some(head) = tree::head_of(sentence, &tokens) {
                        index.mentions[at].push((head, name.len(), number));
                    }
                    index.names[at].extend(tokens);
                }
            }
        }
        for mentions in &mut index.mentions {
            mentions.sort_unstable();
        }
        index
    }
}

fn is_named(entity: &Entity) -> bool {
    !matches!(entity.kind, Kind::Event | Kind::Work | Kind::Other)
        && entity.mentions.iter().any(|mention| mention.name.is_some())
}

/// What fills the sides of a trigger: tokens of its sentence, coordinated ones included.
#[derive(Debug, Clone, Default)]
pub(super) struct Filled {
    pub(super) actor: Vec<usize>,
    pub(super) recipient: Vec<usize>,
    pub(super) object: Vec<usize>,
}

/// One sentence with all that is known around it.
pub(super) struct Reader<'a> {
    pub(super) frames: &'a Frames,
    pub(super) sentence: &'a Sentence,
    pub(super) entities: &'a [Entity],
    pub(super) index: &'a Index,
    /// Of the sentence.
    pub(super) number: usize,
}

impl Reader<'_> {
    /// Whether the token stands inside a proper name.
    pub(super) fn in_name(&self, token: usize) -> bool {
        self.index.names[self.number].contains(&token)
    }

    /// The entity that `token` is the head of: by its longest mention, since a role and a name (« le président Kim ») are
    /// one; else that of the nationality beside it (« l'armée russe »).
    pub(super) fn entity(&self, token: usize) -> Option<usize> {
        let own = self.index.mentions[self.number].iter().filter(|(head, ..)| *head == token);
        own.max_by_key(|&&(_, len, entity)| (len, std::cmp::Reverse(entity))).map(|&(.., entity)| entity)
    }

    /// The entity of `token`, or the one whose country or adjective qualifies it.
    pub(super) fn entity_near(&self, token: usize) -> Option<usize> {
        self.entity(token).or_else(|| {
            let sentence = self.sentence;
            let qualifies = |&child: &usize| {
                matches!(tree::relation(sentence, child), "amod" | "nmod" | "compound" | "flat" | "appos")
                    && self.entity(child).is_some_and(|entity| {
                        matches!(self.entities[entity].kind, Kind::Nationality | Kind::Place | Kind::Organisation)
                            || tree::relation(sentence, child) == "appos"
                            || tree::relation(sentence, child) == "flat"
                    })
            };
            tree::children(sentence, token).find(qualifies).and_then(|child| self.entity(child)).or_else(|| {
                // « une base de l'armée au nord du Niger »: whom the phrase names first, however deep.
                let inside = tree::noun_phrase(sentence, token);
                let named = |at: &usize| self.entity(*at).is_some_and(|entity| is_named(&self.entities[entity]));
                inside.into_iter().find(named).and_then(|at| self.entity(at))
            })
        })
    }

    /// The phrase that names an unnamed party of people or things at `token`: « dix-huit manifestants ».
    pub(super) fn phrase(&self, token: usize) -> Option<Span> {
        let sentence = self.sentence;
        let mut phrase = tree::noun_phrase(sentence, token);
        // « par des habitants »: the preposition is none of its words.
        while phrase.start < token && tree::is(sentence, phrase.start, &["ADP", "PUNCT"]) {
            phrase.start += 1;
        }
        phrase.end = (token + 1..phrase.end).find(|&at| tree::is(sentence, at, &["PUNCT"])).unwrap_or(phrase.end);
        // A word of a name is nobody by itself.
        let common = tree::is(sentence, token, &["NOUN", "NUM"]) && !self.in_name(token);
        common.then(|| sentence.span_of(&phrase))
    }

    /// The entities of the tokens, each once, in order.
    pub(super) fn entities_of(&self, tokens: &[usize]) -> Vec<usize> {
        let mut found = Vec::new();
        for entity in tokens.iter().filter_map(|&token| self.entity_near(token)) {
            if !found.contains(&entity) {
                found.push(entity);
            }
        }
        found
    }

    /// What fills `sides` around the trigger `tokens`, whose head comes first.
    pub(super) fn fill(&self, sides: &Sides, part: TriggerPart, tokens: &[usize]) -> Filled {
        let side = |slots: &[Slot], taken: &[usize]| {
            let fillers = slots.iter().map(|slot| {
                let mut found = self.slot(slot, part, tokens);
                found.retain(|token| !taken.contains(token) && !tokens.contains(token));
                found
            });
            fillers.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
        };
        let mut filled = Filled { actor: side(&sides.actor, &[]), ..Filled::default() };
        filled.object = side(&sides.object, &filled.actor);
        filled.recipient = side(&sides.recipient, &filled.actor);
        if filled.recipient.is_empty() && sides.actor.contains(&Slot::Between) && filled.actor.len() > 1 {
            let pair = self.slot(&Slot::Between, part, tokens);
            if pair == filled.actor {
                filled.recipient = filled.actor.split_off(1);
            }
        }
        filled
    }

    /// The tokens in one slot.
    fn slot(&self, slot: &Slot, part: TriggerPart, tokens: &[usize]) -> Vec<usize> {
        let head = tokens[0];
        let found = match slot {
            // « est impliquée dans des pourparlers »: whom a light verb's passive speaks of takes part.
            Slot::Subject => self.subject(head).or_else(|| {
                let passive = tree::child(self.sentence, head, "nsubj:pass");
                passive.filter(|_| part == TriggerPart::Light)
            }),
            Slot::Object if part == TriggerPart::Light => None,
            Slot::Object => self.object(head),
            Slot::Clause => self.child_of(head, &["ccomp", "xcomp"]),
            Slot::Indirect => self.child_of(head, &["iobj"]),
            Slot::Adjective => self
                .around(tokens, |child| tree::relation(self.sentence, child) == "amod" && self.entity(child).is_some()),
            Slot::Compound => self.around(tokens, |child| {
                tree::relation(self.sentence, child) == "compound" && self.entity(child).is_some()
            }),
            Slot::Of => self
                .around(tokens, |child| self.deprel(child) == "nmod:poss" || self.is_possessive(child))
                .or_else(|| self.behind(slot, tokens)),
            Slot::By | Slot::Between | Slot::Preposition(_) => self.behind(slot, tokens),
        };
        let Some(first) = found else { return Vec::new() };
        // « la Russie et la Corée du Nord »: two stay two.
        let mut all = vec![first];
        let among = |child: &usize| tree::relation(self.sentence, *child) == "conj" && !self.is_clause(*child);
        all.extend(tree::children(self.sentence, first).filter(among));
        if *slot == Slot::Compound {
            let others = tree::children(self.sentence, tokens[0]).filter(|&child| {
                child != first && tree::relation(self.sentence, child) == "compound" && self.entity(child).is_some()
            });
            all.extend(others);
        }
        all.into_iter().map(|token| self.antecedent(token)).collect()
    }

    /// The phrase behind a preposition of `slot`, below one of the trigger's tokens.
    fn behind(&self, slot: &Slot, tokens: &[usize]) -> Option<usize> {
        let introduced = |child: usize| {
            tree::children(self.sentence, child).any(|case| {
                matches!(tree::relation(self.sentence, case), "case" | "mark")
                    && self.frames.introduces(slot, &self.lemma(case))
            })
        };
        let own = self.around(tokens, |child| {
            let relation = tree::relation(self.sentence, child);
            matches!(relation, "obl" | "nmod" | "advmod" | "advcl" | "acl" | "xcomp" | "iobj" | "obj")
                && introduced(child)
        });
        // « livrer des obus à l'Ukraine »: the tree may hang the recipient on the thing. « de » is the thing's own.
        let on_the_thing = || {
            let Slot::Preposition(preposition) = slot else { return None };
            if self.frames.introduces(&Slot::Of, preposition) || !self.is_clause(tokens[0]) {
                return None;
            }
            let thing = self.object(tokens[0])?;
            tree::children(self.sentence, thing)
                .find(|&child| tree::relation(self.sentence, child) == "nmod" && introduced(child))
        };
        own.or_else(on_the_thing)
    }

    /// The first child of the trigger's tokens that passes, the head's children first.
    fn around(&self, tokens: &[usize], passes: impl Fn(usize) -> bool) -> Option<usize> {
        tokens.iter().find_map(|&token| {
            tree::children(self.sentence, token).find(|&child| !tokens.contains(&child) && passes(child))
        })
    }

    /// Who does it.
    fn subject(&self, verb: usize) -> Option<usize> {
        let sentence = self.sentence;
        // « exhorter Kim à livrer »: the infinitive is its object's to do.
        if tree::relation(sentence, verb) == "xcomp" && self.own_subject(verb).is_none() {
            let governor = tree::head(sentence, verb)?;
            let passive = tree::child(sentence, governor, "nsubj:pass");
            let object = tree::children(sentence, governor)
                .find(|&child| tree::relation(sentence, child) == "obj" && !tree::says(sentence, child, "Reflex=Yes"));
            if let Some(found) = object.or(passive) {
                return Some(found);
            }
        }
        tree::subject(sentence, verb).map(|(subject, _)| subject).or_else(|| {
            // « nie avoir fourni », « pour obtenir »: an infinitive without a subject of its own is its governor's to do.
            let infinitive = |at: usize| tree::says(sentence, at, "VerbForm=Inf");
            let bare = infinitive(verb) || tree::children(sentence, verb).any(infinitive);
            let relation = tree::relation(sentence, verb);
            let governor =
                tree::head(sentence, verb).filter(|_| bare && matches!(relation, "ccomp" | "advcl" | "obl"))?;
            let passive = || tree::child(sentence, governor, "nsubj:pass");
            tree::subject(sentence, governor).map(|(subject, _)| subject).or_else(passive)
        })
    }

    fn own_subject(&self, verb: usize) -> Option<usize> {
        self.child_of(verb, &["nsubj"])
    }

    /// What it is done to.
    fn object(&self, verb: usize) -> Option<usize> {
        let sentence = self.sentence;
        let direct = tree::children(sentence, verb)
            .find(|&child| self.deprel(child) == "obj" && !tree::says(sentence, child, "Reflex=Yes"));
        let passive = || tree::child(sentence, verb, "nsubj:pass");
        // « les armes livrées par Oslo ».
        let described = || {
            let past = tree::says(sentence, verb, "VerbForm=Part") && !tree::says(sentence, verb, "Tense=Pres");
            let bare =
                tree::children(sentence, verb).all(|child| !matches!(tree::relation(sentence, child), "aux" | "nsubj"));
            (self.deprel(verb) == "acl" && past && bare).then(|| tree::head(sentence, verb)).flatten()
        };
        direct.or_else(passive).or_else(described)
    }

    /// What a relative pronoun stands for; any other token itself.
    fn antecedent(&self, token: usize) -> usize {
        let sentence = self.sentence;
        if !tree::says(sentence, token, "PronType=Rel") {
            return token;
        }
        let relative = tree::ancestors(sentence, token).find(|&at| self.deprel(at) == "acl:relcl");
        relative.and_then(|clause| tree::head(sentence, clause)).unwrap_or(token)
    }

    /// « sa visite »: whose, by a determiner.
    fn is_possessive(&self, token: usize) -> bool {
        tree::relation(self.sentence, token) == "det" && tree::says(self.sentence, token, "Poss=Yes")
    }

    fn is_clause(&self, token: usize) -> bool {
        tree::is(self.sentence, token, &["VERB", "AUX"])
    }

    fn child_of(&self, verb: usize, relations: &[&str]) -> Option<usize> {
        tree::children(self.sentence, verb).find(|&child| relations.contains(&tree::relation(self.sentence, child)))
    }

    fn deprel(&self, token: usize) -> &str {
        tree::morph(self.sentence, token).map_or("", |morph| morph.deprel.as_str())
    }

    fn lemma(&self, token: usize) -> String {
        fold(tree::lemma(self.sentence, token).unwrap_or("")).into_owned()
    }

    /// The class of the thing whose head is `token`: its own, or that of what it is a quantity of (« une cargaison d'obus »).
    pub(super) fn class(&self, token: usize, lemmas: &[Cow<'_, str>]) -> Option<&str> {
        let of_word = |at: usize| {
            let mut classes = self.frames.classes(&lemmas[at]).iter();
            let follow = |words: &Vec<String>| {
                let mut from = at;
                words.iter().all(|word| {
                    let next = (from + 1..lemmas.len().min(from + 3)).find(|&index| lemmas[index] == *word);
                    from = next.unwrap_or(from);
                    next.is_some()
                })
            };
            classes.find(|(words, _)| follow(words)).map(|(_, class)| class.as_str())
        };
        of_word(token).or_else(|| {
            let below = tree::children(self.sentence, token)
                .filter(|&child| matches!(tree::relation(self.sentence, child), "nmod" | "compound" | "amod" | "conj"));
            below.into_iter().find_map(of_word)
        })
    }

    /// The words of the trigger, with auxiliaries and negation next to them.
    pub(super) fn trigger_span(&self, tokens: &[usize]) -> Span {
        let sentence = self.sentence;
        let head = tokens[0];
        let helps =
            |&child: &usize| tree::relation(sentence, child) == "aux" || tree::says(sentence, child, "Polarity=Neg");
        let all = tree::children(sentence, head).filter(helps).chain(tokens.iter().copied());
        let (first, last) = all.fold((head, head), |(first, last), at| (first.min(at), last.max(at)));
        sentence.span_of(&(first..last + 1))
    }

    /// The clause or phrase of the trigger, without marks and conjunctions at its ends.
    pub(super) fn evidence(&self, head: usize) -> Span {
        let sentence = self.sentence;
        let range = tree::subtree(sentence, head);
        let outer = |token: usize| {
            tree::is(sentence, token, &["PUNCT", "CCONJ", "SCONJ"]) && !tree::is(sentence, head, &["PUNCT"])
        };
        let (mut start, mut end) = (range.start, range.end);
        while start < head && outer(start) {
            start += 1;
        }
        while end > head + 1 && outer(end - 1) {
            end -= 1;
        }
        sentence.span_of(&(start..end))
    }
}
