//! Cues put together.
//!
//! The model marks each cue as one run of tokens, so an adverb or a pronoun in the middle can leave it in two: « a »,
//! « précisé » in « a de nouveau précisé », each with its own roles. Takes a sentence's attributions; gives each cue
//! once, in pieces where needed. The tree decides: a run of function words that hang from another cue is a part of it.

use crate::statements::MODEL;
use crate::tree;
use depeche_record::{Attribution, RoleSpan, Sentence};
use std::ops::Range;

/// A cue with all its pieces, and what the model found around them.
pub(crate) struct Cue {
    /// In text order, apart from each other; never empty.
    pub(crate) pieces: Vec<Range<usize>>,
    pub(crate) score: f32,
    pub(crate) act: Option<(String, f32)>,
    /// Never overlapping `pieces`.
    pub(crate) roles: Vec<RoleSpan>,
    /// What found it, for `why`.
    pub(crate) rule: &'static str,
    /// What else was done to it, for `why`.
    pub(crate) why: Vec<&'static str>,
}

impl Cue {
    /// Whether `token` is one of its words.
    pub(crate) fn holds(&self, token: usize) -> bool {
        self.pieces.iter().any(|piece| piece.contains(&token))
    }

    /// Whether one of `tokens` is one of its words.
    pub(crate) fn overlaps(&self, tokens: &Range<usize>) -> bool {
        self.pieces.iter().any(|piece| overlap(piece, tokens))
    }
}

/// Whether the two share a token.
pub(crate) fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Tags of words that cannot report by themselves when the verb they belong to does.
const FUNCTION: [&str; 6] = ["AUX", "ADV", "PART", "PRON", "CCONJ", "PUNCT"];

/// The cues of `sentence`, in text order of their main piece.
pub(crate) fn cues(sentence: &Sentence) -> Vec<Cue> {
    let within = |range: &Range<usize>| !range.is_empty() && range.end <= sentence.tokens.len();
    let found: Vec<&Attribution> = sentence.attributions.iter().filter(|found| within(&found.cue)).collect();
    let mut parts: Vec<Vec<&Attribution>> = found.iter().map(|&main| vec![main]).collect();
    let mut is_part = vec![false; found.len()];
    for (index, fragment) in found.iter().enumerate() {
        if let Some(main) = main_of(sentence, &found, fragment) {
            parts[main].push(fragment);
            is_part[index] = true;
        }
    }
    let whole = parts.into_iter().zip(is_part).filter(|(_, is_part)| !is_part);
    whole.map(|(parts, _)| join(sentence, &parts)).collect()
}

/// The cue whose head `fragment` hangs from, when it has no word that could report alone.
fn main_of(sentence: &Sentence, found: &[&Attribution], fragment: &Attribution) -> Option<usize> {
    if !fragment.cue.clone().all(|index| tree::is(sentence, index, &FUNCTION)) {
        return None;
    }
    let head = tree::head(sentence, tree::head_of(sentence, &fragment.cue)?)?;
    found.iter().position(|main| {
        // A fragment of a fragment would never be printed.
        main.cue.contains(&head) && !main.cue.clone().all(|index| tree::is(sentence, index, &FUNCTION))
    })
}

/// Adds the full verb to a cue that is nothing but its auxiliary: « avait [appelé] ».
fn complete(sentence: &Sentence, pieces: &mut Vec<Range<usize>>) {
    // "had not [reacted]": with or without a negation.
    let mut tokens = pieces.iter().cloned().flatten();
    if !tokens.all(|index| tree::is(sentence, index, &["AUX", "PART"])) {
        return;
    }
    let last = pieces[pieces.len() - 1].end;
    let auxiliary = pieces.iter().cloned().flatten().find(|&index| tree::relation(sentence, index) == "aux");
    let verb = auxiliary.and_then(|auxiliary| tree::head(sentence, auxiliary));
    let Some(verb) = verb.filter(|&verb| verb >= last) else { return };
    if (last..verb).all(|index| tree::is(sentence, index, &FUNCTION)) {
        let end = pieces.len() - 1;
        pieces[end].end = verb + 1;
    } else {
        pieces.push(verb..verb + 1);
    }
}

/// The first of `parts` is the main one.
fn join(sentence: &Sentence, parts: &[&Attribution]) -> Cue {
    let mut pieces: Vec<Range<usize>> = parts.iter().map(|part| part.cue.clone()).collect();
    pieces.sort_by_key(|piece| piece.start);
    pieces.dedup_by(|next, last| {
        let touch = next.start <= last.end;
        if touch {
            last.end = last.end.max(next.end);
        }
        touch
    });
    complete(sentence, &mut pieces);
    let apart = |role: &&RoleSpan| {
        let sound = !role.tokens.is_empty() && role.tokens.end <= sentence.tokens.len();
        sound && pieces.iter().all(|piece| role.tokens.end <= piece.start || piece.end <= role.tokens.start)
    };
    let mut roles: Vec<RoleSpan> = Vec::new();
    for part in parts {
        // Of one role the words come from one part: two views of the same content would overlap.
        let known: Vec<_> = roles.iter().map(|role| role.role).collect();
        roles.extend(part.roles.iter().filter(apart).filter(|role| !known.contains(&role.role)).cloned());
    }
    let surest = |a: &(String, f32), b: &(String, f32)| a.1.total_cmp(&b.1);
    Cue {
        score: parts.iter().map(|part| part.score).fold(0.0, f32::max),
        act: parts.iter().rev().filter_map(|part| part.act.clone()).max_by(surest),
        pieces,
        roles,
        rule: MODEL,
        why: Vec::new(),
    }
}
