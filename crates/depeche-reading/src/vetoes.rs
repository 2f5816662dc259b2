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

    /// A passive without an agent that says what is *not* said or thought: « aucun décès n'est annoncé ».
    pub(crate) fn names_nobody(&self) -> bool {
        self.is_verb()
            && tree::child(self.sentence, self.head, "aux:pass").is_some()
            && tree::child(self.sentence, self.head, "obl:agent").is_none()
            && self.cue.roles.iter().all(|role| role.role != RoleKind::Source)
    }

    /// « respecter les engagements pris par Rome »: the noun names what stands.
    pub(crate) fn is_kept(&self) -> bool {
        let verb = tree::head(self.sentence, self.head).filter(|_| tree::relation(self.sentence, self.head) == "obj");
        tree::is(self.sentence, self.head, &["NOUN"])
            && verb.is_some_and(|verb| self.lexicon.is(WordClass::Keeping, &self.lemma(verb)))
    }

    /// « le contrat prévoit », « le film raconte »: what binds or is made up, with no word of it quoted.
    pub(crate) fn is_rule_or_fiction(&self) -> bool {
        const MARKS: [&str; 6] = ["«", "“", "\"", "„", "‹", ":"];
        let quoted = || self.sentence.tokens.iter().any(|token| MARKS.contains(&token.span.of(self.text)));
        let heads = self.cue.roles.iter().filter(|role| role.role == RoleKind::Source);
        let mut heads = heads.filter_map(|role| tree::head_of(self.sentence, &role.tokens));
        self.is_verb()
            && heads.next().is_some_and(|noun| {
                tree::is(self.sentence, noun, &["NOUN"]) && self.lexicon.is(WordClass::RuleOrFiction, &self.lemma(noun))
            })
            && !quoted()
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
