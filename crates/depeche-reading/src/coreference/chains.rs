//! What is said of one thing, gathered: the entity that a sieve grows.
//!
//! Takes candidates; keeps for each the chain it belongs to, and the link that put it there. A chain knows what all its
//! mentions together allow, so that a pronoun is held against the entity and not against one mention of it (Lee et al.
//! 2013 call this entity-centric).

use super::mention::{Agreement, Candidate, Form};
use depeche_record::Kind;

/// A mention joined to what was said before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Join {
    /// The mention it follows.
    pub(crate) antecedent: usize,
    /// Which step says so.
    pub(crate) step: &'static str,
}

/// Candidates with their chains.
pub(crate) struct Chains {
    pub(crate) candidates: Vec<Candidate>,
    /// Chain of each candidate.
    of: Vec<usize>,
    chains: Vec<Chain>,
    pub(crate) joins: Vec<Option<Join>>,
    /// Candidates that speak of several: « les deux pays ».
    pub(crate) several: Vec<Vec<usize>>,
}

/// One thing.
#[derive(Debug, Clone)]
pub(crate) struct Chain {
    /// In text order; empty once it has joined another.
    pub(crate) members: Vec<usize>,
    /// Of its names, or else of its nouns.
    pub(crate) kind: Option<Kind>,
    /// What all its mentions allow.
    pub(crate) agreement: Agreement,
    /// It has a name.
    pub(crate) named: bool,
}

impl Chains {
    pub(crate) fn new(candidates: Vec<Candidate>) -> Self {
        let chain = |(index, candidate): (usize, &Candidate)| Chain {
            members: vec![index],
            kind: candidate.kind,
            agreement: candidate.agreement,
            named: candidate.form == Form::Name,
        };
        let n = candidates.len();
        Self {
            of: (0..n).collect(),
            chains: candidates.iter().enumerate().map(chain).collect(),
            joins: vec![None; n],
            several: vec![Vec::new(); n],
            candidates,
        }
    }

    /// The chain of a candidate.
    pub(crate) fn of(&self, candidate: usize) -> &Chain {
        &self.chains[self.of[candidate]]
    }

    /// Number of the chain of a candidate.
    pub(crate) fn number(&self, candidate: usize) -> usize {
        self.of[candidate]
    }

    /// Whether the two speak of one thing.
    pub(crate) fn same(&self, one: usize, other: usize) -> bool {
        self.of[one] == self.of[other]
    }

    /// The last mention before candidate `before` of what candidate `of` speaks of; itself when there is none.
    pub(crate) fn last_before(&self, of: usize, before: usize) -> usize {
        let members = &self.of(of).members;
        let n = members.partition_point(|&member| member < before);
        if n == 0 { of } else { members[n - 1] }
    }

    /// Puts `anaphor`, with everything that was joined to it, to `antecedent`.
    pub(crate) fn join(&mut self, anaphor: usize, antecedent: usize, step: &'static str) {
        let (from, to) = (self.of[anaphor], self.of[antecedent]);
        if from == to {
            return;
        }
        self.joins[anaphor] = Some(Join { antecedent, step });
        let joined = self.chains[from].clone();
        self.chains[from].members.clear();
        for &member in &joined.members {
            self.of[member] = to;
        }
        let chain = &mut self.chains[to];
        let mut members = std::mem::take(&mut chain.members);
        members.extend(joined.members);
        members.sort_unstable();
        chain.members = members;
        if joined.named && !chain.named || chain.kind.is_none() {
            chain.kind = joined.kind;
        }
        chain.named |= joined.named;
        chain.agreement = chain.agreement.and(joined.agreement);
    }

    /// Lets `anaphor` speak of all `members`.
    pub(crate) fn join_several(&mut self, anaphor: usize, members: Vec<usize>, step: &'static str) {
        if let Some(&antecedent) = members.last() {
            self.joins[anaphor] = Some(Join { antecedent, step });
            self.several[anaphor] = members;
        }
    }

    /// The chains that are left, in order of first mention.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Chain> {
        let mut chains: Vec<&Chain> = self.chains.iter().filter(|chain| !chain.members.is_empty()).collect();
        chains.sort_by_key(|chain| chain.members[0]);
        chains.into_iter()
    }
}
