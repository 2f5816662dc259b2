//! What looks like a report and is none.
//!
//! A model hears speech in decisions (« ont décrété des sanctions »), in passives that name nobody (« n'étaient pas jugées
//! sûres ») and in nouns for what somebody once said and others now keep or break (« respecter ses engagements »). Takes a
//! cue in its sentence and the cue lexicon; says which rule speaks against it. The words are the lexicon's.
//!
//! It judges no cue by its score: what an unknown word must reach is [`crate::statements`]' to say.

use crate::cues::Cue;
use crate::tree;
use depeche_lang::{CuePart, Cues, WordClass};
use depeche_record::{RoleKind, Sentence};

/// A cue in its sentence, to be doubted.
pub(crate) struct Doubt<'a> {
    pub(crate) lexicon: &'a Cues,
    pub(crate) text: &'a str,
    pub(crate) sentence: &'a Sentence,
    pub(crate) cue: &'a Cue,
    /// Its main word.
    pub(crate) head: usize,
}

impl Doubt<'_> {
    /// Whether the lexicon has the word, but not in this construction: « décréter » with a mere object.
    pub(crate) fn is_out_of_place(&self) -> bool {
        let key = self.lemma(self.head);
        let part = if self.is_verb() { CuePart::Verb } else { CuePart::Noun };
        self.lexicon.of_word(part, &key).next().is_some()
    }

    /// « légifère ».
    pub(crate) fn is_deed(&self) -> bool {
        self.lexicon.is(WordClass::NotCue, &self.lemma(self.head))
    }

    /// A passive without an agent: « est annoncé ».
    fn names_nobody(&self) -> bool {
        self.is_verb()
            && tree::child(self.sentence, self.head, "aux:pass").is_some()
            && tree::child(self.sentence, self.head, "obl:agent").is_none()
            && self.cue.roles.iter().all(|role| role.role != RoleKind::Source)
    }

    /// « n'étaient pas jugées sûres »: that, of a thing, is nobody's refusal; « il n'est pas dit qui … » may be.
    pub(crate) fn denies_of_a_thing(&self) -> bool {
        let clause = |child: usize| matches!(tree::relation(self.sentence, child), "ccomp" | "csubj" | "advcl");
        self.names_nobody() && !tree::children(self.sentence, self.head).any(clause)
    }

    /// « un vote est annoncé »: a passive without an agent, of which a mere noun is the subject and nothing is quoted.
    pub(crate) fn tells_of_a_thing(&self) -> bool {
        let sentence = self.sentence;
        let clausal = |child: usize| {
            matches!(tree::relation(sentence, child), "ccomp" | "xcomp" | "csubj" | "parataxis" | "obl")
                && !tree::is(sentence, child, &["NOUN", "PROPN", "NUM", "ADV"])
        };
        let subject = tree::child(sentence, self.head, "nsubj:pass");
        self.names_nobody()
            && subject.is_some_and(|subject| tree::is(sentence, subject, &["NOUN"]))
            && !tree::children(sentence, self.head).any(clausal)
            && !self.is_quoting()
    }

    /// « bien qu'attendus, les dons … »: a bare participle beside the clause says nothing of it, and nobody is named.
    pub(crate) fn is_aside(&self) -> bool {
        let sentence = self.sentence;
        let own = |child: usize| matches!(tree::relation(sentence, child), "aux" | "ccomp" | "xcomp" | "obl");
        tree::says(sentence, self.head, "VerbForm=Part")
            && tree::says(sentence, self.head, "Tense=Past")
            && tree::relation(sentence, self.head) == "advcl"
            && self.cue.roles.iter().all(|role| role.role != RoleKind::Source)
            && !tree::children(sentence, self.head).any(own)
    }

    /// « l'affirmation selon laquelle … »: the preposition leads back to a noun that reports by itself.
    pub(crate) fn leads_back(&self) -> bool {
        let sentence = self.sentence;
        let relative = tree::head(sentence, self.head).filter(|&above| tree::says(sentence, above, "PronType=Rel"));
        let clause = relative.and_then(|relative| tree::head(sentence, relative));
        tree::is(sentence, self.head, &["ADP"])
            && clause.is_some_and(|clause| {
                tree::ancestors(sentence, clause).skip(1).take(2).any(|noun| {
                    tree::is(sentence, noun, &["NOUN"])
                        && self.lexicon.of_word(CuePart::Noun, &self.lemma(noun)).next().is_some()
                })
            })
    }

    /// « la pluie promet de durer »: with an infinitive, and a thing for subject, the verb tells of what is to come.
    pub(crate) fn is_about_to(&self) -> bool {
        let sentence = self.sentence;
        self.source().is_some_and(|noun| self.lexicon.is(WordClass::Thing, &self.lemma(noun)))
            && tree::children(sentence, self.head).any(|child| {
                child > self.head
                    && tree::relation(sentence, child) == "xcomp"
                    && tree::says(sentence, child, "VerbForm=Inf")
            })
    }

    /// « respecter les engagements pris par Rome »: the noun names what stands.
    pub(crate) fn is_kept(&self) -> bool {
        let verb = tree::head(self.sentence, self.head).filter(|_| tree::relation(self.sentence, self.head) == "obj");
        tree::is(self.sentence, self.head, &["NOUN"])
            && verb.is_some_and(|verb| self.lexicon.is(WordClass::Keeping, &self.lemma(verb)))
    }

    /// « le contrat prévoit », « le film raconte »: what binds or is made up, with no word of it quoted.
    pub(crate) fn is_rule_or_fiction(&self) -> bool {
        let named = |noun| self.lexicon.is(WordClass::RuleOrFiction, &self.lemma(noun));
        self.is_verb() && self.source().is_some_and(named) && !self.is_quoting()
    }

    /// The noun at the head of who speaks.
    fn source(&self) -> Option<usize> {
        let mut roles = self.cue.roles.iter().filter(|role| role.role == RoleKind::Source);
        let noun = roles.find_map(|role| tree::head_of(self.sentence, &role.tokens))?;
        tree::is(self.sentence, noun, &["NOUN"]).then_some(noun)
    }

    fn is_quoting(&self) -> bool {
        const MARKS: [&str; 6] = ["«", "“", "\"", "„", "‹", ":"];
        self.sentence.tokens.iter().any(|token| MARKS.contains(&token.span.of(self.text)))
    }

    fn is_verb(&self) -> bool {
        tree::is(self.sentence, self.head, &["VERB", "AUX"])
    }

    fn lemma(&self, token: usize) -> String {
        let form = self.lexicon.key(self.sentence.tokens[token].span.of(self.text));
        let known = self.lexicon.verb_of(&form).filter(|_| tree::is(self.sentence, token, &["VERB", "AUX"]));
        known
            .map(str::to_owned)
            .unwrap_or_else(|| tree::morph(self.sentence, token).map_or(form, |morph| self.lexicon.key(&morph.lemma)))
    }
}
