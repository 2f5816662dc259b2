//! How the statements of a text stand to each other: which is reported inside which, and whose a content is that two
//! cues claim.

use super::spans::distance;
use super::{Context, Draft};
use crate::index::SpanIndex;
use crate::tree;
use depeche_record::{Sentence, Span, Statement};

crate::rules::name_rules! {
    /// Another's view stands inside what is said, and does not split it.
    INSIDE = "statement.inside" settles Content;
}

impl Context<'_> {
    /// « Il n'a pas précisé où en étaient, selon Rome, ces travaux »: what Rome says stands inside what he does not. The
    /// tree tells: « selon Rome » hangs from a word of his clause, not from his cue.
    pub(super) fn enclose(&self, sentence: &Sentence, drafts: &mut [Draft]) {
        for inner in 0..drafts.len() {
            let Some((phrase, governor)) = self.parenthesis(sentence, &drafts[inner]) else { continue };
            for outer in 0..drafts.len() {
                let Some(cue) = drafts[outer].hull().filter(|cue| outer != inner && cue.end <= phrase.start) else {
                    continue;
                };
                let cue = tree::tokens_in(sentence, cue);
                let clause = tree::ancestors(sentence, governor).find(|&at| {
                    matches!(tree::relation(sentence, at), "ccomp" | "xcomp")
                        && tree::head(sentence, at).is_some_and(|head| cue.contains(&head))
                });
                let Some(clause) = clause else { continue };
                let whole = tree::clause(sentence, clause);
                let Some(whole) = self.trim_tokens(sentence, whole).filter(|whole| whole.contains(phrase)) else {
                    continue;
                };
                let statement = &mut drafts[outer].statement;
                statement.content.retain(|span| !span.overlaps(whole));
                statement.content.push(whole);
                statement.content = self.merge(std::mem::take(&mut statement.content));
                statement.why.push(INSIDE.to_owned());
                let sides = [Span::new(whole.start, phrase.start), Span::new(phrase.end, whole.end)];
                let sides =
                    sides.iter().filter_map(|&side| self.trim_tokens(sentence, tree::tokens_in(sentence, side)));
                drafts[inner].statement.content = sides.collect();
            }
        }
    }

    /// The words of a cue that is no verb, with its source, and the word they hang from.
    fn parenthesis(&self, sentence: &Sentence, draft: &Draft) -> Option<(Span, usize)> {
        let cue = draft.hull()?;
        let source = draft.statement.source.span.filter(|source| source.start >= cue.end)?;
        let preposition = tree::tokens_in(sentence, cue);
        if preposition.clone().any(|index| tree::is(sentence, index, &["VERB", "AUX", "NOUN"])) {
            return None;
        }
        let noun = tree::head_of(sentence, &tree::tokens_in(sentence, source))?;
        let governor = tree::head(sentence, noun).filter(|governor| !preposition.contains(governor))?;
        Some((cue.to(source), governor))
    }
}

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
    let contents = statements.iter().enumerate();
    let contents: SpanIndex =
        contents.flat_map(|(index, statement)| statement.content.iter().map(move |&span| (span, index))).collect();
    let size: Vec<usize> =
        statements.iter().map(|statement| statement.content.iter().map(|span| span.len()).sum()).collect();
    let mut parents = vec![None; statements.len()];
    for (index, statement) in statements.iter().enumerate() {
        let Some(&cue) = statement.cue.first() else { continue };
        parents[index] = contents
            .around(cue)
            .filter(|&&(_, other)| other != index)
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
