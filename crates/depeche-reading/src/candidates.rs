//! Cues that the model left out and the grammar vouches for.
//!
//! Takes an analysed sentence, the cue lexicon and the cues that the model marked; gives more [`Cue`]s, each a verb of
//! the lexicon whose construction is there: a clause (« je crains que la crue n'emporte le pont »), an infinitive
//! (« nous appelons à voter »), an object (« nous condamnons cette fermeture »). Roles are read off the tree.
//!
//! How sure one must be depends on the construction: a finite clause below a verb of saying with a subject is nearly
//! always reported speech; an object is, where somebody says "I" or "we" inside a quotation, or where the act is one
//! that has no other sense. What was measured stands beside each rule. It holds no word of any language.

use crate::acts::act;
use crate::cues::{Cue, overlap};
use crate::tree;
use depeche_lang::{CuePart, Cues, WordClass};
use depeche_record::{Act, RoleKind, RoleSpan, Sentence};
use std::ops::Range;

crate::rules::name_rules! {
    /// A verb of the lexicon with a finite clause.
    CLAUSE = "syntax.clause" settles Cue;
    /// A verb of the lexicon with something quoted.
    QUOTED = "syntax.quotation" settles Cue;
    /// A verb of the lexicon with an infinitive.
    INFINITIVE = "syntax.infinitive" settles Cue;
    /// A verb of the lexicon with an object.
    OBJECT = "syntax.object" settles Cue;
}

/// Score of what the grammar alone found.
const SCORE: f32 = 0.8;
/// Acts whose verbs say it with any object, whoever speaks: « a décliné toute interview ».
const OBJECT_ACTS: [Act; 3] = [Act::Decline, Act::Deny, Act::Accuse];

/// The cues of `sentence` that are not among `known`. `quoted` tells whether a token stands inside a quotation.
pub(crate) fn candidates(
    lexicon: &Cues,
    text: &str,
    sentence: &Sentence,
    known: &[Cue],
    quoted: impl Fn(usize) -> bool,
) -> Vec<Cue> {
    if sentence.tokens.len() > crate::roles::LONGEST {
        return Vec::new();
    }
    let finder = Finder { lexicon, text, sentence, known };
    (0..sentence.tokens.len()).filter_map(|verb| finder.candidate(verb, &quoted)).collect()
}

struct Finder<'a> {
    lexicon: &'a Cues,
    text: &'a str,
    sentence: &'a Sentence,
    known: &'a [Cue],
}

impl Finder<'_> {
    fn candidate(&self, verb: usize, quoted: &impl Fn(usize) -> bool) -> Option<Cue> {
        let sentence = self.sentence;
        if !self.is_known(verb) || self.is_taken(verb) {
            return None;
        }
        let (subject, own) = tree::subject(sentence, verb)?;
        // "Do you know…" asks; only who speaks of himself or of others reports.
        let reports = own || matches!(tree::relation(sentence, verb), "conj" | "advcl");
        if tree::says(sentence, subject, "Person=2") || !reports {
            return None;
        }
        let pieces = self.pieces(verb);
        let found = act(self.lexicon, self.text, sentence, &pieces)?;
        // What the act was read from must be this verb, not a word that it leads to.
        let adjective = found.entry.part == CuePart::Adjective;
        if found.entry.words.first() != self.lemma(verb).as_ref() {
            return None;
        }
        let strong = !matches!(found.act, Act::Assert | Act::Opine);
        let speaking = quoted(verb) && tree::says(sentence, subject, "Person=1");
        let (rule, complement) = self.complement(verb, &pieces, &found.entry.with, speaking, quoted)?;
        let sound = match rule {
            CLAUSE => own || !adjective,
            QUOTED => !adjective && (own || found.act != Act::Opine) && !found.entry.unsure,
            INFINITIVE => own && strong && (speaking || !found.entry.unsure),
            // « taxe le juge de lâcheté »: the preposition that the lexicon asks for leaves no other sense.
            _ => {
                let led = !found.entry.with.is_empty();
                let said = speaking || !found.entry.unsure && (led || OBJECT_ACTS.contains(&found.act));
                own && strong && !adjective && said
            }
        };
        if !sound || self.known.iter().any(|cue| cue.holds(complement)) {
            return None;
        }
        let role = |role, tokens| RoleSpan { role, tokens, score: SCORE };
        let mut content = tree::subtree(sentence, complement);
        // « traite son rival de « menteur »: object and predicate together.
        let object =
            tree::children(sentence, verb).find(|&child| child > verb && tree::relation(sentence, child) == "obj");
        if let Some(object) = object.filter(|_| rule == QUOTED || !found.entry.with.is_empty()) {
            content.start = content.start.min(tree::subtree(sentence, object).start);
        }
        let source = tree::noun_phrase(sentence, subject);
        if pieces.iter().any(|piece| overlap(piece, &source)) || overlap(&content, &source) {
            return None;
        }
        let mut roles = vec![role(RoleKind::Source, source), role(RoleKind::Content, content.clone())];
        if pieces.iter().any(|piece| overlap(piece, &content)) {
            // "did not return calls": a refusal is complete without a content.
            if found.entry.part != CuePart::Phrase || found.act != Act::Decline {
                return None;
            }
            roles.truncate(1);
        }
        Some(Cue { pieces, score: SCORE, act: None, roles, rule, why: Vec::new() })
    }

    /// Whether `verb` is part of a cue already, or says what a cue's verb leads to.
    fn is_taken(&self, verb: usize) -> bool {
        let inside = |token: usize| self.known.iter().any(|cue| cue.holds(token));
        inside(verb) || tree::children(self.sentence, verb).any(|child| inside(child) && !self.is_clause(child))
    }

    fn is_clause(&self, token: usize) -> bool {
        matches!(tree::relation(self.sentence, token), "ccomp" | "advcl" | "acl" | "conj" | "parataxis")
    }

    fn is_known(&self, token: usize) -> bool {
        let copular =
            || tree::children(self.sentence, token).any(|child| tree::relation(self.sentence, child) == "cop");
        let verb = tree::is(self.sentence, token, &["VERB"]);
        let adjective = !verb && tree::is(self.sentence, token, &["ADJ"]) && copular();
        if !verb && !adjective {
            return false;
        }
        let Some(lemma) = self.lemma(token) else { return false };
        let part = if verb { CuePart::Verb } else { CuePart::Adjective };
        self.lexicon.of_word(part, &lemma).next().is_some() || verb && self.lexicon.phrases_of(&lemma).next().is_some()
    }

    fn lemma(&self, verb: usize) -> Option<String> {
        let form = self.lexicon.key(self.sentence.tokens[verb].span.of(self.text));
        let known = self.lexicon.verb_of(&form).map(str::to_owned);
        Some(known.unwrap_or(self.lexicon.key(&tree::morph(self.sentence, verb)?.lemma)))
    }

    /// The verb with its auxiliaries, pronouns and negations, and the adverbs between them.
    fn pieces(&self, verb: usize) -> Vec<Range<usize>> {
        let mut tokens: Vec<usize> = tree::children(self.sentence, verb)
            .filter(|&child| {
                matches!(tree::relation(self.sentence, child), "aux" | "expl" | "cop")
                    || tree::relation(self.sentence, child) == "compound" && child > verb
                    || self.is(WordClass::Negation, child)
                    || self.is(WordClass::NegationAlone, child)
                    || self.is(WordClass::NegationCompanion, child)
            })
            .chain([verb])
            .chain(self.phrase(verb))
            .collect();
        tokens.sort_unstable();
        tokens.dedup();
        let mut pieces: Vec<Range<usize>> = Vec::new();
        for token in tokens {
            let bridged = |last: &Range<usize>| {
                (last.end..token).all(|between| tree::is(self.sentence, between, &["ADV", "PART", "PRON"]))
            };
            match pieces.last_mut() {
                Some(last) if bridged(last) => last.end = token + 1,
                _ => pieces.push(token..token + 1),
            }
        }
        pieces
    }

    /// The nouns that make a phrase of the lexicon with `verb`: « a l'[impression] ».
    fn phrase(&self, verb: usize) -> Vec<usize> {
        let Some(lemma) = self.lemma(verb) else { return Vec::new() };
        let object = tree::children(self.sentence, verb).find(|&child| {
            child > verb
                && child <= verb + 2
                && tree::relation(self.sentence, child) == "obj"
                && tree::is(self.sentence, child, &["NOUN"])
        });
        let Some(object) = object else { return Vec::new() };
        let noun = [
            self.key(object),
            tree::morph(self.sentence, object).map_or_else(String::new, |morph| self.lexicon.key(&morph.lemma)),
        ];
        let known =
            self.lexicon.phrases_of(&lemma).any(|entry| entry.words.len() == 2 && noun.contains(&entry.words[1]));
        if known { (verb + 1..=object).collect() } else { Vec::new() }
    }

    /// What is said: the head of something quoted, of a clause, an infinitive or an object, in this order.
    fn complement(
        &self,
        verb: usize,
        pieces: &[Range<usize>],
        with: &[String],
        speaking: bool,
        quoted: &impl Fn(usize) -> bool,
    ) -> Option<(&'static str, usize)> {
        let children = || tree::children(self.sentence, verb);
        let relation = |child: usize| tree::relation(self.sentence, child);
        let infinitive =
            |child: usize| ["VerbForm=Inf", "VerbForm=Ger"].iter().any(|form| tree::says(self.sentence, child, form));
        let open = |child: usize| {
            !self
                .known
                .iter()
                .any(|cue| cue.roles.iter().any(|role| role.role == RoleKind::Content && role.tokens.contains(&child)))
        };
        let holds_quoted = |child: usize| tree::subtree(self.sentence, child).any(quoted);
        let quote = children().find(|&child| {
            let direct = matches!(relation(child), "ccomp" | "parataxis") && quoted(child);
            let inside = matches!(relation(child), "xcomp" | "obj" | "obl") && child > verb && holds_quoted(child);
            (direct || inside) && !quoted(verb) && open(child)
        });
        let clause = children().find(|&child| relation(child) == "ccomp" && !infinitive(child));
        let after = |child: &usize| *child > verb;
        // "We call on Rome to open": hung as a purpose from a verb that asks for one.
        let completes =
            |child: usize| matches!(relation(child), "xcomp" | "ccomp") || speaking && relation(child) == "advcl";
        let complement = children().filter(after).find(|&child| completes(child) && infinitive(child));
        let noun = |&child: &usize| tree::is(self.sentence, child, &["NOUN", "PROPN"]);
        let object = children().filter(after).filter(noun).find(|&child| {
            let led = || {
                tree::children(self.sentence, child)
                    .any(|word| relation(word) == "case" && with.contains(&self.key(word)))
            };
            relation(child) == "obj" && with.is_empty() || matches!(relation(child), "obl" | "obj") && led()
        });
        // « a l'impression que … »: the clause hangs from the noun of the phrase.
        let of_phrase = pieces.iter().cloned().flatten().filter(|&token| token != verb).find_map(|token| {
            tree::children(self.sentence, token)
                .find(|&child| matches!(relation(child), "acl" | "ccomp") && child > token)
        });
        let rules = [(QUOTED, quote), (CLAUSE, clause.or(of_phrase)), (INFINITIVE, complement), (OBJECT, object)];
        rules.into_iter().find_map(|(rule, child)| Some((rule, child?)))
    }

    fn key(&self, token: usize) -> String {
        self.lexicon.key(self.sentence.tokens[token].span.of(self.text))
    }

    fn is(&self, class: WordClass, token: usize) -> bool {
        self.lexicon.is(class, &self.key(token))
    }
}
