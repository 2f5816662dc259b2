//! The roles around a cue that the caller points at, whether or not the model would have found it: for evaluation given
//! the target, and for analysts who mark a cue by hand.

use crate::decode::spans::spans;
use crate::decode::{best, probability};
use crate::model::Model;
use depeche_record::{Attribution, RoleSpan};
use std::ops::Range;

impl Model {
    /// Reads the roles of the cue that `cue` covers in a sentence of `tokens`. The cue's score is 1: it was given.
    ///
    /// # Panics
    /// If `cue` is empty or not inside the sentence.
    #[must_use]
    pub fn roles_for(&self, tokens: &[&str], cue: Range<usize>) -> Attribution {
        let (roles, acts) = self.forward(tokens).roles(cue.clone());
        let act = acts.values.chunks_exact(acts.columns.max(1)).next().map(|row| {
            let act = best(row);
            (self.labels.acts[act].clone(), probability(row, &[act]))
        });
        let roles = spans(&roles.values, roles.columns, &cue, 0.0)
            .into_iter()
            .map(|span| RoleSpan { role: self.roles[span.label], tokens: span.tokens, score: span.score })
            .collect();
        Attribution { cue, score: 1.0, act, roles }
    }
}

#[cfg(test)]
mod tests {
    use crate::Model;
    use crate::annotate::Options;
    use crate::testing::{Shape, random, random_sentences};

    #[test]
    fn a_cue_that_the_model_finds_has_the_same_roles_when_given() {
        let model = Model::from_bytes(random(&Shape::default(), 7).finish()).expect("the writer makes models");
        let (text, mut sentences) = random_sentences(40, 7, 11);
        model.annotate(&mut sentences, &text, Options { threads: 1, cache: false, vectors: false });
        let mut n_cues = 0;
        for sentence in &sentences {
            let tokens: Vec<&str> = sentence.tokens.iter().map(|token| token.span.of(&text)).collect();
            for found in &sentence.attributions {
                let given = model.roles_for(&tokens, found.cue.clone());
                assert_eq!((&given.roles, &given.act), (&found.roles, &found.act));
                n_cues += 1;
            }
        }
        assert!(n_cues > 0, "random models find random cues");
    }
}
