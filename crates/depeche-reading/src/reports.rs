//! Reports without a verb of saying that the model left out: nouns and adverbs.
//!
//! Takes an analysed sentence, the cue lexicon and the cues known so far; gives more [`Cue`]s. A noun reports when the
//! tree shows who says it and a clause or infinitive that he says: « la menace [de la milice] [de couper l'eau] ». An
//! adverb of hearsay ("reportedly") has nobody for source, and the clause around it for content. [`crate::candidates`]
//! finds verbs. It holds no word of any language.

use crate::cues::{Cue, overlap};
use crate::tree;
use depeche_lang::{CuePart, Cues, WordClass};
use depeche_record::{RoleKind, RoleSpan, Sentence};
use std::ops::Range;

crate::rules::name_rules! {
    /// An adverb by which a writer passes on what nobody in particular says.
    HEARSAY = "syntax.hearsay" settles Cue;
    /// A noun of the lexicon with who says it and a clause or infinitive that is said.
    NOUN = "syntax.noun" settles Cue;
}

/// Score of what the grammar alone found.
const SCORE: f32 = 0.8;

/// The cues of `sentence` that are not among `known`.
pub(crate) fn reports(lexicon: &Cues, text: &str, sentence: &Sentence, known: &[Cue]) -> Vec<Cue> {
    if sentence.tokens.len() > crate::roles::LONGEST {
        return Vec::new();
    }
    let finder = Finder { lexicon, text, sentence };
    let free = |&token: &usize| !known.iter().any(|cue| cue.holds(token));
    (0..sentence.tokens.len())
        .filter(free)
        .filter_map(|token| finder.hearsay(token).or_else(|| finder.noun(token)))
        .collect()
}

/// Gives a noun that the model marked what the tree says is said, and by whom, where the model found nothing or began
/// in the middle of it: « l'affirmation selon [laquelle … ».
pub(crate) fn complete(lexicon: &Cues, text: &str, sentence: &Sentence, cue: &mut Cue) {
    if sentence.tokens.len() > crate::roles::LONGEST {
        return;
    }
    let Some(head) = crate::roles::head(sentence, cue) else { return };
    let Some(found) = (Finder { lexicon, text, sentence }).noun(head) else { return };
    if found.roles.iter().any(|role| cue.overlaps(&role.tokens)) {
        return;
    }
    let is_content = |role: &&RoleSpan| role.role == RoleKind::Content;
    let Some(clause) = found.roles.iter().find(is_content).map(|role| role.tokens.clone()) else { return };
    if cue.roles.iter().any(|role| role.role == RoleKind::Content) {
        for role in cue.roles.iter_mut().filter(|role| role.role == RoleKind::Content) {
            if clause.contains(&role.tokens.start) {
                role.tokens.start = clause.start;
            }
        }
    } else {
        // The tree's view of both: a source that the model saw may reach into the clause.
        cue.roles.retain(|known| found.roles.iter().all(|role| !overlap(&known.tokens, &role.tokens)));
        cue.roles.retain(|known| known.role != RoleKind::Source);
        cue.roles.extend(found.roles);
        cue.why.push(NOUN);
    }
}

struct Finder<'a> {
    lexicon: &'a Cues,
    text: &'a str,
    sentence: &'a Sentence,
}

impl Finder<'_> {
    /// "The king is [reportedly] dying".
    fn hearsay(&self, adverb: usize) -> Option<Cue> {
        let sentence = self.sentence;
        if !tree::is(sentence, adverb, &["ADV"]) || !self.lexicon.is(WordClass::Hearsay, &self.form(adverb)) {
            return None;
        }
        // "the allegedly stolen ring" says it of a word, not in a clause.
        let clause = tree::head(sentence, adverb)?;
        tree::children(sentence, clause).find(|&child| matches!(tree::relation(sentence, child), "nsubj" | "expl"))?;
        let whole = tree::subtree(sentence, clause);
        let opens = |index: usize| matches!(tree::relation(sentence, index), "mark" | "cc");
        let start = whole.clone().find(|&index| index >= adverb || !opens(index)).unwrap_or(whole.start);
        let pieces = [start..adverb, adverb + 1..whole.end];
        // "who allegedly fled": the pronoun says nothing by itself.
        let relative = |index: usize| tree::says(sentence, index, "PronType=Rel");
        let content =
            pieces.into_iter().filter(|piece| !piece.clone().all(relative)).map(|piece| role(RoleKind::Content, piece));
        Some(cue(adverb, content.collect(), HEARSAY))
    }

    /// « [la menace] de la milice de couper l'eau ».
    fn noun(&self, noun: usize) -> Option<Cue> {
        let sentence = self.sentence;
        let entry = self.lexicon.of_word(CuePart::Noun, &self.lemma(noun)).next()?;
        if !tree::is(sentence, noun, &["NOUN"]) || entry.unsure {
            return None;
        }
        let verb = tree::head(sentence, noun).filter(|_| matches!(tree::relation(sentence, noun), "obj" | "obl"));
        if verb.is_some_and(|verb| self.lexicon.is(WordClass::Light, &self.lemma(verb))) {
            return None;
        }
        let source = self.holder(noun)?;
        let phrase = tree::noun_phrase(sentence, source);
        // The clause may hang from who says it: "the announcement by the firm that the site would close".
        let said =
            |&child: &usize| child > noun && tree::relation(sentence, child) == "acl" && self.is_said(child, noun);
        let mut clauses = tree::children(sentence, noun).filter(said);
        let by = |child: usize| self.lexicon.is(WordClass::Agent, &self.form(child));
        let led = tree::children(sentence, source).any(|child| tree::relation(sentence, child) == "case" && by(child));
        let mut below =
            tree::children(sentence, source).filter(|child| (led || self.is_sourced(*child)) && said(child));
        let clause = clauses.next().or_else(|| below.next())?;
        let content = tree::subtree(sentence, clause);
        let source =
            phrase.start..phrase.end.min(if content.start > phrase.start { content.start } else { phrase.end });
        if overlap(&source, &content) || content.contains(&noun) || source.contains(&noun) {
            return None;
        }
        Some(cue(noun, vec![role(RoleKind::Source, source), role(RoleKind::Content, content)], NOUN))
    }

    /// Who says it: the complement of the noun or its possessive, if it is a name, a noun or a pronoun.
    fn holder(&self, noun: usize) -> Option<usize> {
        let sentence = self.sentence;
        tree::children(sentence, noun).find(|&child| {
            let deprel = tree::morph(sentence, child).map_or("", |morph| &*morph.deprel);
            deprel == "nmod:poss" || deprel == "nmod" && child > noun && tree::is(sentence, child, &["NOUN", "PROPN"])
        })
    }

    /// Whether a clause below a noun is what the noun says, not a remark on it: an infinitive, "that …" with a subject of
    /// its own, « selon laquelle … ».
    fn is_said(&self, clause: usize, noun: usize) -> bool {
        let sentence = self.sentence;
        let whole = tree::subtree(sentence, clause);
        let first = whole.start;
        if whole.contains(&noun) {
            return false;
        }
        if tree::says(sentence, clause, "VerbForm=Inf") {
            return tree::relation(sentence, first) == "mark";
        }
        let subject =
            tree::children(sentence, clause).find(|&child| tree::relation(sentence, child) == "nsubj" && child > first);
        let opener = self.lexicon.is(WordClass::ClauseOpener, &self.form(first));
        // "the claim that the king made": there the clause has a gap.
        let gap = opener && matches!(tree::relation(sentence, first), "nsubj" | "iobj");
        subject.is_some() && (opener && !gap || self.is_sourced(clause))
    }

    /// « selon laquelle … »: the clause of which a noun is the source.
    fn is_sourced(&self, clause: usize) -> bool {
        let first = tree::subtree(self.sentence, clause).start;
        first + 1 < clause
            && tree::says(self.sentence, first + 1, "PronType=Rel")
            && self.lexicon.of_word(CuePart::Preposition, &self.form(first)).next().is_some()
    }

    fn form(&self, token: usize) -> String {
        self.lexicon.key(self.sentence.tokens[token].span.of(self.text))
    }

    fn lemma(&self, token: usize) -> String {
        tree::morph(self.sentence, token).map_or_else(|| self.form(token), |morph| self.lexicon.key(&morph.lemma))
    }
}

fn role(role: RoleKind, tokens: Range<usize>) -> RoleSpan {
    RoleSpan { role, tokens, score: SCORE }
}

fn cue(token: usize, roles: Vec<RoleSpan>, rule: &'static str) -> Cue {
    Cue { pieces: std::iter::once(token..token + 1).collect(), score: SCORE, act: None, roles, rule, why: Vec::new() }
}
