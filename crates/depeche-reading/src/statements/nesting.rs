//! How the statements of a text stand to each other: which is reported inside which, and whose a content is that two
//! cues claim.

use super::Draft;
use super::spans::distance;
use depeche_record::{Span, Statement};

/// One content claimed by two cues of a sentence goes to the nearer one, when the other has more to say: « Il a affirmé
/// que non et a admis que si » is not twice « que si ». Where it is all that both say (« selon ses sources, affirme
/// Vial »), both keep it.
pub(super) fn share_out(drafts: &mut [Draft]) {
    for index in 0..drafts.len() {
        for other in 0..drafts.len() {
            let (Some(cue), Some(other_cue)) = (drafts[index].hull(), drafts[other].hull()) else { continue };
            if index == other || drafts[index].statement.content.len() < 2 {
                continue;
            }
            let kept = drafts[other].statement.content.clone();
            let content = &mut drafts[index].statement.content;
            let farther = |span: &Span| kept.contains(span) && distance(other_cue, *span) < distance(cue, *span);
            if !content.iter().all(farther) {
                content.retain(|span| !farther(span));
            }
        }
    }
}

/// Points every statement at the smallest one whose content holds its cue.
pub(super) fn nest(statements: &mut [Statement]) {
    // (content span, its statement), by start; an enclosing span starts before the cue.
    let mut contents: Vec<(Span, usize)> = Vec::new();
    for (index, statement) in statements.iter().enumerate() {
        contents.extend(statement.content.iter().map(|&span| (span, index)));
    }
    contents.sort_unstable();
    let longest = contents.iter().map(|(span, _)| span.len()).max().unwrap_or(0);
    let size: Vec<usize> =
        statements.iter().map(|statement| statement.content.iter().map(|span| span.len()).sum()).collect();
    let mut parents = vec![None; statements.len()];
    for (index, statement) in statements.iter().enumerate() {
        let Some(&cue) = statement.cue.first() else { continue };
        let from = contents.partition_point(|(span, _)| span.start + longest < cue.end);
        let around = contents[from..].iter().take_while(|(span, _)| span.start <= cue.start);
        parents[index] = around
            .filter(|&&(span, other)| other != index && span.contains(cue))
            // Two that hold each other's cue are side by side, whatever the model says.
            .filter(|&&(_, other)| {
                !statements[other].cue.iter().any(|&cue| statement.content.iter().any(|span| span.contains(cue)))
            })
            .map(|&(_, other)| other)
            .min_by_key(|&other| (size[other], other));
    }
    for index in 0..statements.len() {
        let mut chain = std::iter::successors(parents[index], |&at| parents[at]).take(statements.len());
        if chain.any(|at| at == index) {
            parents[index] = None;
        }
    }
    for (statement, parent) in statements.iter_mut().zip(parents) {
        statement.within = parent;
    }
}
