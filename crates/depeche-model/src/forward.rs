//! The heads' raw scores of one sentence, before anything is decided: for tests against the training, and for those who
//! want to look inside.

use crate::annotate::Scratch;
use crate::heads::CueRows;
use crate::model::Model;
use std::ops::Range;

/// Rows of scores.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scores {
    /// Row by row.
    pub values: Vec<f32>,
    /// Scores in a row.
    pub columns: usize,
}

impl Scores {
    fn new(values: &[f32], columns: usize) -> Self {
        Self { values: values.to_vec(), columns }
    }

    /// One row.
    ///
    /// # Panics
    /// If there is no such row.
    #[must_use]
    pub fn row(&self, row: usize) -> &[f32] {
        &self.values[row * self.columns..(row + 1) * self.columns]
    }
}

/// What the model computes of one sentence. One row per token where nothing else is said.
pub struct Forward<'m> {
    model: &'m Model,
    scratch: Scratch,
    /// Ids of all pieces, token by token.
    pub pieces: Vec<u32>,
    /// How many pieces each token has.
    pub counts: Vec<usize>,
    /// Mixed states that tags and trees are read from.
    pub syntax: Scores,
    /// Mixed states that names and attributions are read from.
    pub meaning: Scores,
    /// Parts of speech.
    pub upos: Scores,
    /// Feature bundles.
    pub feats: Scores,
    /// Lemma scripts.
    pub lemma: Scores,
    /// The root first, then every token as head.
    pub arcs: Scores,
    /// Name tags.
    pub names: Scores,
    /// Cue tags.
    pub cue: Scores,
    /// One row: the sentence vector, normalised.
    pub vector: Scores,
}

impl Model {
    /// Runs encoder and heads over one sentence given as its tokens.
    #[must_use]
    pub fn forward(&self, tokens: &[&str]) -> Forward<'_> {
        let mut scratch = Scratch::default();
        let windows = self.encode(&[tokens.to_vec()], &mut scratch).swap_remove(0);
        self.heads.run(self.level, &scratch.rows, &mut scratch.quantised, &mut scratch.scores);
        self.heads.vectors(self.level, &scratch.rows, &mut scratch.quantised, &mut scratch.scores);
        let (n, h, tags) = (tokens.len(), self.heads.hidden, self.heads.tags);
        let scores = &scratch.scores;
        Forward {
            model: self,
            pieces: windows.iter().flat_map(|window| window.pieces.iter().copied()).collect(),
            counts: windows.iter().flat_map(|window| window.counts.iter().copied()).collect(),
            syntax: Scores::new(&scratch.rows.syntax[..n * h], h),
            meaning: Scores::new(&scratch.rows.meaning[..n * h], h),
            upos: Scores::new(&scores.upos, tags.upos),
            feats: Scores::new(&scores.feats, tags.feats),
            lemma: Scores::new(&scores.lemma, tags.lemma),
            arcs: Scores::new(&self.heads.arcs(self.level, scores, 0..n, n), n + 1),
            names: Scores::new(&scores.names, tags.names),
            cue: Scores::new(&scores.cue, crate::heads::CUE_TAGS),
            vector: Scores::new(&scores.vector, h),
            scratch,
        }
    }
}

impl Forward<'_> {
    /// Relation scores when every token hangs on the given head (`None`: the root).
    ///
    /// # Panics
    /// If a head is no token of the sentence.
    #[must_use]
    pub fn labels(&mut self, heads: &[Option<usize>]) -> Scores {
        let n = self.counts.len();
        let pairs: Vec<_> = heads.iter().enumerate().map(|(i, head)| (i, head.unwrap_or(n))).collect();
        let mut out = Vec::new();
        self.model.heads.labels(self.model.level, &mut self.scratch.scores, &pairs, &mut out);
        Scores::new(&out, self.model.heads.tags.deprel)
    }

    /// Role tags of every token, and act scores (one row), for the cue that the tokens `cue` make.
    ///
    /// # Panics
    /// If `cue` is empty or not inside the sentence.
    #[must_use]
    pub fn roles(&mut self, cue: Range<usize>) -> (Scores, Scores) {
        assert!(!cue.is_empty() && cue.end <= self.counts.len(), "a cue is a token at least");
        let Scratch { rows, roles, quantised, .. } = &mut self.scratch;
        let cues = [CueRows { cue, around: 0..self.counts.len() }];
        self.model.heads.roles(self.model.level, &rows.meaning, &cues, quantised, roles);
        let tags = self.model.heads.tags;
        (Scores::new(&roles.roles, tags.roles), Scores::new(&roles.acts, tags.acts))
    }
}
