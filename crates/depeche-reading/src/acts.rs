//! What somebody does by saying it: asserts, denies, declines…
//!
//! Takes the words of a cue in an analysed sentence and the cue lexicon of the language; gives the speech act with the
//! id of the entry that says so. Acts are composed, not matched: « n'a pas nié » is no denial, « refuse de commenter » is
//! a refusal whatever « commenter » does, « peut confirmer » does what « confirmer » does, and « lance un appel » calls.
//!
//! It does not find cues, and is silent about a word that the lexicon does not know or that stands in another
//! construction: then the model's act holds. It holds no word of any language.

use crate::tree;
use depeche_lang::{CueEntry, CuePart, Cues, Need, WordClass};
use depeche_record::{Act, Sentence};
use std::ops::Range;

/// What the lexicon says of a cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LexicalAct<'a> {
    /// The act, negation and refusal counted in.
    pub act: Act,
    /// The entry that says so. When it is `unsure`, a model that is sure overrules it.
    pub entry: &'a CueEntry,
    /// Id of what was done to the entry's own act, when something was.
    pub composed: Option<&'static str>,
}

crate::rules::name_rules! {
    /// A negation turned the act.
    NEGATED = "act.negated" settles Act;
    /// A verb of refusal turned the act.
    REFUSED = "act.refused" settles Act;
}

/// At most so many words stand between two words of a phrase: « tirent une nouvelle fois la sonnette ».
const GAP: usize = 3;
/// How deep a chain of verbs is followed: « n'a pas voulu commencer à répondre ».
const DEPTH: usize = 4;

/// The act of the cue whose tokens are `pieces`; `None` when the lexicon does not know it.
#[must_use]
pub fn act<'a>(cues: &'a Cues, text: &str, sentence: &Sentence, pieces: &[Range<usize>]) -> Option<LexicalAct<'a>> {
    let tokens: Vec<usize> = pieces.iter().cloned().flatten().filter(|&token| token < sentence.tokens.len()).collect();
    let inside = |token: usize| tokens.contains(&token);
    let head = *tokens.iter().find(|&&token| tree::head(sentence, token).is_none_or(|head| !inside(head)))?;
    let reader = Reader { cues, text, sentence, tokens: &tokens };
    // A phrase that holds the head says all; one below it (« refuse de [mettre en cause] ») is what the head speaks of.
    let (around, below): (Vec<usize>, Vec<usize>) = tokens.iter().partition(|&&token| token <= head);
    // « on sait »: the subject that makes it another act stands before the cue.
    let before = tokens.first().and_then(|first| first.checked_sub(1)).filter(|&before| before + 1 == head);
    let with_subject = || reader.pair(before?, head);
    reader
        .phrase(&around)
        .or_else(with_subject)
        .or_else(|| reader.chain(head, DEPTH))
        .or_else(|| reader.phrase(&below))
        .or_else(|| {
            // The head is no word of ours: a copula, an adverb, or a tree gone wrong. The last word that is one tells.
            tokens.iter().rev().filter(|&&token| token != head).find_map(|&token| reader.word(token))
        })
}

struct Reader<'a, 'b> {
    cues: &'a Cues,
    text: &'b str,
    sentence: &'b Sentence,
    tokens: &'b [usize],
}

impl<'a> Reader<'a, '_> {
    /// The longest phrase that begins at one of `starts`.
    fn phrase(&self, starts: &[usize]) -> Option<LexicalAct<'a>> {
        let mut best: Option<(&'a CueEntry, usize)> = None;
        for &token in starts {
            for entry in [self.lemma(token), self.form(token)].iter().flat_map(|key| self.cues.phrases_of(key)) {
                let longer = best.is_none_or(|(known, _)| known.words.len() < entry.words.len());
                if longer && self.follows(token, &entry.words[1..]) && self.holds(entry, token) {
                    best = Some((entry, token));
                }
            }
        }
        best.and_then(|(entry, token)| self.compose(entry, token))
    }

    /// The phrase of two words that is `first` and `second`.
    fn pair(&self, first: usize, second: usize) -> Option<LexicalAct<'a>> {
        let (key, last) = (self.lemma(first), self.lemma(second));
        let form = self.form(first);
        let entry = [key, form]
            .iter()
            .flat_map(|key| self.cues.phrases_of(key))
            .find(|entry| entry.words.len() == 2 && entry.words[1] == last && self.holds(entry, second))?;
        self.compose(entry, second)
    }

    /// Whether `words` come after `token`, close to each other and in the same breath.
    fn follows(&self, token: usize, words: &[String]) -> bool {
        let mut at = token;
        words.iter().all(|word| {
            let next = (at + 1..self.sentence.tokens.len().min(at + 2 + GAP))
                .take_while(|&index| {
                    self.has_letters(index) && !self.is(WordClass::ClauseOpener, index) || *word == self.form(index)
                })
                .find(|&index| *word == self.form(index) || *word == self.lemma(index));
            at = next.unwrap_or(at);
            next.is_some()
        })
    }

    /// The act of `verb`, or of what it leads to.
    fn chain(&self, verb: usize, depth: usize) -> Option<LexicalAct<'a>> {
        let infinitive = (depth > 0).then(|| self.infinitive(verb)).flatten();
        if self.is(WordClass::Refusing, verb) {
            let own = self.word(verb);
            // « refuse d'exclure » is what « n'exclut pas » is; every other refusal is one.
            let refused = infinitive.and_then(|next| self.phrase_at(next).or_else(|| self.word(next)));
            let turned = refused.map(|refused| refused.entry).filter(|entry| entry.negated == Some(Act::Assert));
            return match (own, turned) {
                (Some(own), Some(entry)) if own.act == Act::Decline => {
                    Some(LexicalAct { act: Act::Assert, entry, composed: Some(REFUSED) })
                }
                (own, _) => own,
            };
        }
        if self.is(WordClass::Transparent, verb) {
            // « veut préciser » is one cue; in « veut partir » the will is what is said, unless it is a will not to speak.
            let negated = self.negated(verb);
            if let Some(next) = infinitive.filter(|next| negated || self.tokens.contains(next)) {
                let found = self.phrase_at(next).or_else(|| self.chain(next, depth - 1));
                match found {
                    Some(found) if negated && found.composed.is_none() => {
                        // « ne veut pas croire » is a thought like any other: what is wanted or not is not said.
                        let act = turned(found.entry.act, found.entry.negated).filter(|&act| act != Act::Opine);
                        if let Some(act) = act {
                            return Some(LexicalAct { act, composed: Some(NEGATED), ..found });
                        }
                    }
                    Some(found) if self.tokens.contains(&next) => return Some(found),
                    _ => {}
                }
            }
            let adjective = self.children(verb).chain(self.tokens.iter().copied()).find_map(|next| {
                let entry = self.adjective(next)?;
                self.compose(entry, verb)
            });
            if adjective.is_some() && self.tokens.contains(&verb) {
                return adjective;
            }
        }
        if self.is(WordClass::Light, verb) {
            let object =
                |&next: &usize| matches!(tree::relation(self.sentence, next), "obj" | "obl" | "nsubj" | "xcomp");
            let noun = self.children(verb).filter(object).find_map(|next| self.noun(next));
            if let Some(entry) = noun {
                return self.compose(entry, verb);
            }
        }
        self.word(verb)
    }

    /// The act of one word by itself.
    fn word(&self, token: usize) -> Option<LexicalAct<'a>> {
        self.compose(self.entry(token)?, token)
    }

    /// A phrase that begins at `token`, not negated by anything.
    fn phrase_at(&self, token: usize) -> Option<LexicalAct<'a>> {
        let key = self.lemma(token);
        let entry = self.cues.phrases_of(&key).find(|entry| self.follows(token, &entry.words[1..]))?;
        Some(LexicalAct { act: entry.act, entry, composed: None })
    }

    /// The entry of one word, whose construction is there.
    fn entry(&self, token: usize) -> Option<&'a CueEntry> {
        let parts: &[CuePart] = match tree::morph(self.sentence, token)?.upos.as_str() {
            "VERB" | "AUX" => &[CuePart::Verb, CuePart::Adjective],
            "NOUN" => &[CuePart::Noun],
            "ADJ" => &[CuePart::Adjective, CuePart::Verb],
            "ADP" | "ADV" | "SCONJ" => &[CuePart::Preposition],
            _ => &[CuePart::Preposition, CuePart::Verb, CuePart::Noun],
        };
        let (lemma, form) = (self.lemma(token), self.form(token));
        parts.iter().find_map(|&part| {
            let by_lemma = self.cues.of_word(part, &lemma);
            let by_form = self.cues.of_word(part, &form).filter(|_| form != lemma);
            by_lemma.chain(by_form).find(|entry| self.holds(entry, token))
        })
    }

    fn noun(&self, token: usize) -> Option<&'a CueEntry> {
        let is_noun = tree::is(self.sentence, token, &["NOUN"]);
        self.cues.of_word(CuePart::Noun, &self.lemma(token)).find(|entry| is_noun && self.holds(entry, token))
    }

    fn adjective(&self, token: usize) -> Option<&'a CueEntry> {
        let (lemma, form) = (self.lemma(token), self.form(token));
        let by_lemma = self.cues.of_word(CuePart::Adjective, &lemma);
        let mut found = by_lemma.chain(self.cues.of_word(CuePart::Adjective, &form));
        found.find(|entry| self.holds(entry, token))
    }

    /// The entry's act after what stands around `token` has been heard.
    fn compose(&self, entry: &'a CueEntry, token: usize) -> Option<LexicalAct<'a>> {
        // « sans commentaire » is negated once, by its own word.
        let own = entry.words.iter().any(|word| {
            [WordClass::Negation, WordClass::NegationAlone].into_iter().any(|class| self.cues.is(class, word))
        });
        let negated = !own && self.negated(token);
        let act = if negated { turned(entry.act, entry.negated)? } else { entry.act };
        Some(LexicalAct { act, entry, composed: negated.then_some(NEGATED) })
    }

    /// Whether the construction that the entry asks for is there.
    fn holds(&self, entry: &CueEntry, token: usize) -> bool {
        let free = entry.needs.is_empty() && entry.with.is_empty();
        let reflexive = || {
            let around = self.children(token).chain(token.checked_sub(1)).chain(self.tokens.iter().copied());
            around.into_iter().any(|index| {
                self.is(WordClass::Reflexive, index)
                    || tree::relation(self.sentence, index) == "expl" && tree::says(self.sentence, index, "Reflex=Yes")
            })
        };
        (!entry.reflexive || reflexive())
            && (free || entry.needs.iter().any(|&need| self.has(need, token)) || self.led_by(&entry.with, token))
    }

    fn has(&self, need: Need, token: usize) -> bool {
        let relation = |index: usize| tree::relation(self.sentence, index);
        match need {
            Need::Clause => {
                self.children(token).any(|child| {
                    relation(child) == "ccomp" && !tree::says(self.sentence, child, "VerbForm=Inf")
                        || relation(child) == "mark" && self.is(WordClass::ClauseOpener, child) && child > token
                }) || self.next(token).is_some_and(|next| {
                    self.is(WordClass::ClauseOpener, next) && tree::is(self.sentence, next, &["SCONJ", "PRON"])
                })
            }
            Need::Question => {
                // The opener is an adverb as often as not, and may be the clause's own head: « demande qui a la clé ».
                let opens = |index: usize| index > token && self.is(WordClass::QuestionOpener, index);
                let clause = |child: &usize| matches!(relation(*child), "ccomp" | "advcl");
                let direct =
                    (token + 1 < self.sentence.tokens.len()).then_some(token + 1).into_iter().chain(self.next(token));
                direct.into_iter().any(opens)
                    || self
                        .children(token)
                        .filter(clause)
                        .any(|child| opens(child) || self.children(child).any(|below| below < child && opens(below)))
            }
            Need::Infinitive => self.infinitive(token).is_some(),
            Need::Quotation => self.quoted(token),
            Need::Object => self.children(token).any(|child| {
                let own = relation(child) == "obj" && !self.is(WordClass::Reflexive, child);
                own || tree::morph(self.sentence, child).is_some_and(|morph| morph.deprel == "nsubj:pass")
            }),
        }
    }

    /// Whether `token` opens a quotation or announces one.
    fn opens(&self, token: usize) -> bool {
        matches!(self.raw(token), ":" | "«" | "“" | "\"" | "„" | "‹")
    }

    /// Quotation marks in the sentence, or a colon after the cue.
    fn quoted(&self, token: usize) -> bool {
        const MARKS: [&str; 9] = ["«", "»", "“", "”", "\"", "„", "‹", "›", "''"];
        (0..self.sentence.tokens.len())
            .any(|index| MARKS.contains(&self.raw(index)) || index > token && self.raw(index) == ":")
    }

    /// Whether a dependent of `token` is introduced by one of `words`.
    fn led_by(&self, words: &[String], token: usize) -> bool {
        let is_one = |index: usize| words.contains(&self.form(index)) || words.contains(&self.lemma(index));
        let introduces = |index: usize| matches!(tree::relation(self.sentence, index), "case" | "mark");
        !words.is_empty()
            && (self.children(token).any(|child| {
                introduces(child) && is_one(child)
                    || self.children(child).any(|below| introduces(below) && is_one(below))
            }) || self
                .next(token)
                .is_some_and(|next| tree::is(self.sentence, next, &["ADP", "SCONJ"]) && is_one(next)))
    }

    /// The infinitive that completes `token`.
    fn infinitive(&self, token: usize) -> Option<usize> {
        self.children(token).find(|&child| {
            child > token
                && matches!(tree::relation(self.sentence, child), "xcomp" | "ccomp" | "advcl" | "obl" | "obj")
                && tree::says(self.sentence, child, "VerbForm=Inf")
        })
    }

    /// Whether `token`, one of its auxiliaries or its subject is negated.
    fn negated(&self, token: usize) -> bool {
        let mut near: Vec<usize> = self.children(token).collect();
        let parts: Vec<usize> = near
            .iter()
            .flat_map(|&child| {
                // « Aucun responsable n'a confirmé », « ne donne aucun détail »: the determiner negates the verb.
                let counts = matches!(tree::relation(self.sentence, child), "nsubj" | "obj" | "obl" | "aux" | "cop");
                self.children(child).filter(move |_| counts)
            })
            .filter(|&index| matches!(tree::relation(self.sentence, index), "det" | "cc" | "advmod"))
            .collect();
        near.extend(parts);
        // A negation that hangs elsewhere but stands in the cue, before the word: « n'a pas souhaité ».
        if self.tokens.contains(&token) {
            near.extend(self.tokens.iter().copied().filter(|&index| index < token));
        }
        // "replied: “Never”": what is quoted or announced negates no word of the cue.
        near.retain(|&index| index < token || !(token + 1..index).any(|between| self.opens(between)));
        let companion = near.iter().any(|&index| self.is(WordClass::NegationCompanion, index));
        near.iter().any(|&index| {
            let undone = self.next(index).is_some_and(|next| self.is(WordClass::NegationUndone, next));
            let said = self.is(WordClass::NegationAlone, index)
                || companion && self.is(WordClass::Negation, index)
                || self.cues.ends_negated(&self.form(index));
            said && !undone
        })
    }

    fn children(&self, token: usize) -> impl Iterator<Item = usize> {
        tree::children(self.sentence, token)
    }

    /// The next token that is no adverb and no negation.
    fn next(&self, token: usize) -> Option<usize> {
        (token + 1..self.sentence.tokens.len()).find(|&index| {
            !tree::is(self.sentence, index, &["ADV", "PART"]) || self.is(WordClass::NegationUndone, index)
        })
    }

    fn is(&self, class: WordClass, token: usize) -> bool {
        self.cues.is(class, &self.lemma(token)) || self.cues.is(class, &self.form(token))
    }

    fn raw(&self, token: usize) -> &str {
        self.sentence.tokens[token].span.of(self.text)
    }

    fn has_letters(&self, token: usize) -> bool {
        self.raw(token).chars().any(char::is_alphanumeric)
    }

    fn form(&self, token: usize) -> String {
        self.cues.key(self.raw(token))
    }

    fn lemma(&self, token: usize) -> String {
        let form = self.form(token);
        let Some(morph) = tree::morph(self.sentence, token) else { return form };
        // A lemma that no dictionary holds (« craigner »), or a tag for words of no kind, would hide the verb.
        let verb = matches!(morph.upos.as_str(), "VERB" | "AUX" | "PART" | "X" | "INTJ" | "PROPN")
            .then(|| self.cues.verb_of(&form))
            .flatten();
        verb.map_or_else(|| self.cues.key(&morph.lemma), str::to_owned)
    }
}

/// What an act becomes when it is negated; `None` where that depends on more than the act.
fn turned(act: Act, negated: Option<Act>) -> Option<Act> {
    negated.or(match act {
        // Not to say, not to deny, not to admit, not to promise: to keep it open.
        Act::Assert | Act::Deny | Act::Admit | Act::Promise | Act::Endorse | Act::Criticise => Some(Act::Decline),
        // « ne pense pas que » is a thought too.
        Act::Opine => Some(Act::Opine),
        // « n'a pas refusé », « n'a pas caché ».
        Act::Decline => Some(Act::Assert),
        Act::Demand | Act::Propose | Act::Threaten | Act::Warn | Act::Accuse | Act::Ask => None,
    })
}

#[cfg(test)]
mod tests;
