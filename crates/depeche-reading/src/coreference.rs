//! Who and what a text speaks of: names, nouns and pronouns, each with the thing it stands for.
//!
//! Takes annotated sentences, the quotations and what is known of the language and the world; gives one [`Entity`] per
//! person, organisation, place… with all its mentions, and for every mention but the first the step that put it there.
//!
//! It is a sieve of passes from the surest to the boldest, each looking at whole entities, after Lee, Chang, Peirsman,
//! Chambers, Surdeanu and Jurafsky, "Deterministic coreference resolution based on entity-centric, precision-ranked
//! rules", Computational Linguistics 39 (2013): names by their words and by what the world calls one thing; appositions
//! and predicates; by-names of states; functions; the same noun again; pronouns. A capital that acts is its state.
//!
//! « je » and « nous » wait until it is known who speaks: see [`speakers`]. It resolves no possessive (« son
//! gouvernement »), no event, and no thing without a name that is neither people nor an organisation.

mod chains;
mod entities;
mod mention;
mod nominals;
mod pronouns;
mod speakers;
#[cfg(test)]
mod tests;
mod words;

pub use speakers::{prune, speakers};
pub use words::{CoreferenceRule, CoreferenceWords, NounKind};

use crate::names::{Groups, Lookup, NameHints, names};
use crate::quotations::Quotation;
use crate::rules::Rule;
use chains::Chains;
use depeche_record::{Entity, Sentence, Span};
use depeche_world::{Date, EntryKind, World};
use mention::candidates;
use nominals::Text;
use std::collections::HashMap;

/// The steps that join mentions.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    nominals::RULES.iter().chain(pronouns::RULES).chain(speakers::RULES)
}

/// What is known before reading.
#[derive(Debug, Clone, Copy)]
pub struct Knowledge<'a> {
    /// What stands around names in this language.
    pub names: &'a NameHints,
    /// What nouns and prepositions tell in this language.
    pub words: &'a CoreferenceWords,
    /// The world.
    pub world: &'a World,
    /// The day on which people hold their offices.
    pub date: Option<Date>,
}

impl Knowledge<'_> {
    /// The state that is called so, by its name or its capital's: ISO 3166-1 alpha-3.
    pub(crate) fn state(&self, name: &str) -> Option<&str> {
        let entry = self.world.find(name)?;
        entry.country.as_deref().filter(|_| matches!(entry.kind, EntryKind::Country | EntryKind::Capital))
    }
}

/// The entities of a text, in order of first mention. Those without a name are among them: [`prune`] takes away the ones
/// that nothing refers to.
#[must_use]
pub fn coreference(
    knowledge: &Knowledge<'_>,
    text: &str,
    sentences: &[Sentence],
    quotations: &[Quotation],
) -> Vec<Entity> {
    let lookup = Lookup { hints: knowledge.names, words: knowledge.words, world: knowledge.world };
    let found = names(&lookup, text, sentences);
    let groups = Groups::exact(&lookup, text, sentences, &found);
    let owner = groups.merge(text, &found);

    let (candidates, of_candidate): (Vec<_>, Vec<_>) =
        candidates(knowledge, text, sentences, &found).into_iter().unzip();
    let mut of_name = vec![0; found.len()];
    for (number, name) in of_candidate.iter().enumerate() {
        if let Some(name) = *name {
            of_name[name] = number;
        }
    }
    let index = Index::new(&candidates, sentences, &found, &of_name);
    let mut chains = Chains::new(candidates);
    // The surest passes, over names alone. In text order, so that a name follows what stands before it.
    let mut first: HashMap<usize, usize> = HashMap::new();
    let in_order = of_candidate.iter().enumerate().filter_map(|(number, name)| Some((number, (*name)?)));
    for (number, name) in in_order {
        let (group, step) = groups.place(&owner, name);
        match first.get(&group) {
            Some(&antecedent) => chains.join(number, chains.last_before(antecedent, number), step),
            None => {
                first.insert(group, number);
            }
        }
    }
    let quoted = Quoted::new(quotations);
    let text = Text { text, sentences, found: &found, of_name: &of_name };
    nominals::nominals(knowledge, &text, &index, &mut chains);
    pronouns::pronouns(knowledge, &text, &quoted, &index, &mut chains);
    entities::entities(knowledge, &text, &chains)
}

/// Which candidate a token belongs to.
struct Index {
    by_token: HashMap<(usize, usize), usize>,
}

impl Index {
    fn new(
        candidates: &[mention::Candidate],
        sentences: &[Sentence],
        found: &[crate::names::Found],
        of_name: &[usize],
    ) -> Self {
        let mut by_token = HashMap::new();
        for (number, candidate) in candidates.iter().enumerate() {
            by_token.entry((candidate.sentence, candidate.head)).or_insert(number);
        }
        for (name, &number) in found.iter().zip(of_name) {
            for token in name.tokens.clone().filter(|&token| token < sentences[name.sentence].tokens.len()) {
                by_token.entry((name.sentence, token)).or_insert(number);
            }
        }
        Self { by_token }
    }

    /// The candidate that hangs from this token, or whose name holds it.
    fn at(&self, sentence: usize, token: usize) -> Option<usize> {
        self.by_token.get(&(sentence, token)).copied()
    }
}

/// Which quotation a place is in.
struct Quoted {
    /// Pieces by start, with their quotation.
    pieces: Vec<(Span, usize)>,
}

impl Quoted {
    /// How many pieces before a place are looked at: quotations do not nest deeper.
    const DEEPEST: usize = 8;

    fn new(quotations: &[Quotation]) -> Self {
        let numbered = quotations.iter().enumerate();
        let mut pieces: Vec<(Span, usize)> = numbered
            .flat_map(|(number, quotation)| quotation.pieces.iter().map(move |piece| (piece.outer, number)))
            .collect();
        pieces.sort_unstable();
        Self { pieces }
    }

    /// The innermost quotation around `span`.
    fn at(&self, span: Span) -> Option<usize> {
        let before = self.pieces.partition_point(|(piece, _)| piece.start <= span.start);
        let around = self.pieces[..before].iter().rev().take(Self::DEEPEST);
        around.filter(|(piece, _)| piece.contains(span)).map(|&(_, quotation)| quotation).next()
    }
}
