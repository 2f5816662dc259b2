//! The heads: rows of the encoder to scores. Nothing is decided here.
//!
//! Rows of a chunk's tokens lie one after the other, sentence by sentence; behind them one root row per sentence (the
//! encoder's `<s>`). Every score depends on its own rows alone.

use crate::ModelError;
use crate::file::ModelFile;
use crate::kernels::{Level, float, product, quantised::QuantisedRows};
use crate::linear::{Linear, Rows};
use std::ops::Range;

/// The heads' weights.
#[derive(Debug)]
pub(crate) struct Heads {
    upos: Linear,
    feats: Linear,
    lemma: Linear,
    arc_dependent: Linear,
    arc_head: Linear,
    /// The bilinear form between dependents and heads, and what it adds for each head alone.
    arc_form: product::Panels,
    arc_prior: Vec<f32>,
    rel_dependent: Linear,
    rel_head: Linear,
    /// One row of (rel + 1)² weights per label.
    rel_form: product::Panels,
    names: Linear,
    cue: Linear,
    act: Option<Linear>,
    role_token: Linear,
    role_cue: Linear,
    role_distance: Vec<f32>,
    role_deep: Linear,
    role_out: Linear,
    vector: Linear,
    distance: usize,
    pub(crate) hidden: usize,
    pub(crate) tags: Tags,
}

/// How many outputs the heads have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tags {
    pub(crate) upos: usize,
    pub(crate) feats: usize,
    pub(crate) lemma: usize,
    pub(crate) deprel: usize,
    pub(crate) names: usize,
    pub(crate) roles: usize,
    pub(crate) acts: usize,
}

/// Outputs of the cue head: outside, begin, inside.
pub(crate) const CUE_TAGS: usize = 3;

/// Encoder rows as the heads want them: all tokens, then one root per sentence.
#[derive(Debug, Default)]
pub(crate) struct TokenRows {
    pub(crate) syntax: Vec<f32>,
    pub(crate) meaning: Vec<f32>,
    /// One row per sentence: the mean of the last layer's token rows.
    pub(crate) mean: Vec<f32>,
    /// Which token rows belong to each sentence.
    pub(crate) sentences: Vec<Range<usize>>,
}

impl TokenRows {
    pub(crate) fn tokens(&self) -> usize {
        self.sentences.last().map_or(0, |range| range.end)
    }
}

/// What the heads say of a chunk's tokens.
#[derive(Debug, Default)]
pub(crate) struct Scores {
    pub(crate) upos: Vec<f32>,
    pub(crate) feats: Vec<f32>,
    pub(crate) lemma: Vec<f32>,
    pub(crate) names: Vec<f32>,
    pub(crate) cue: Vec<f32>,
    /// Normalised to length one, or all zero.
    pub(crate) vector: Vec<f32>,
    /// Dependents already through the bilinear form.
    arc_dependent: Vec<f32>,
    arc_head: Vec<f32>,
    rel_dependent: Vec<f32>,
    rel_head: Vec<f32>,
    buffer: Vec<f32>,
}

/// A cue in the rows of a chunk, and the tokens around it that may play a role for it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CueRows {
    /// Rows of the cue's tokens.
    pub(crate) cue: Range<usize>,
    /// Rows of the tokens that are scored; holds `cue`.
    pub(crate) around: Range<usize>,
}

/// What the role and act heads say of some cues: role tags for every row around each cue, one after the other.
#[derive(Debug, Default)]
pub(crate) struct RoleScores {
    pub(crate) roles: Vec<f32>,
    /// One row per cue; empty without an act head.
    pub(crate) acts: Vec<f32>,
    token: Vec<f32>,
    cue: Vec<f32>,
    mean: Vec<f32>,
    gathered: Vec<f32>,
    z: Vec<f32>,
    deep: Vec<f32>,
}

impl Heads {
    pub(crate) fn load(file: &ModelFile) -> Result<Self, ModelError> {
        let c = &file.header.config;
        let labels = &file.header.labels;
        let tags = Tags {
            upos: labels.upos.len(),
            feats: labels.feats.len(),
            lemma: labels.lemma.len(),
            deprel: labels.deprel.len(),
            names: 1 + 2 * labels.names.len(),
            roles: 1 + 2 * labels.roles.len(),
            acts: labels.acts.len(),
        };
        let h = c.hidden;
        let arc = file.floats("arc.u", &[c.arc + 1, c.arc])?;
        let (arc_form, arc_prior) = arc.split_at(c.arc * c.arc);
        let pair = (c.rel + 1) * (c.rel + 1);
        let rel = file.floats("rel.w", &[tags.deprel, c.rel + 1, c.rel + 1])?;
        Ok(Self {
            upos: Linear::load(file, "upos", tags.upos, h)?,
            feats: Linear::load(file, "feats", tags.feats, h)?,
            lemma: Linear::load(file, "lemma", tags.lemma, h)?,
            arc_dependent: Linear::load(file, "arc.dep", c.arc, h)?,
            arc_head: Linear::load(file, "arc.head", c.arc, h)?,
            arc_form: product::Panels::from_rows(arc_form, c.arc, c.arc),
            arc_prior: arc_prior.to_vec(),
            rel_dependent: Linear::load(file, "rel.dep", c.rel, h)?,
            rel_head: Linear::load(file, "rel.head", c.rel, h)?,
            rel_form: product::Panels::from_outputs(&rel, tags.deprel, pair),
            names: Linear::load(file, "names", tags.names, h)?,
            cue: Linear::load(file, "cue", CUE_TAGS, h)?,
            act: match tags.acts > 0 {
                true => Some(Linear::load(file, "act", tags.acts, h)?),
                false => None,
            },
            role_token: Linear::load(file, "role.a", c.role, h)?,
            role_cue: Linear::load_without_bias(file, "role.b", c.role, h)?,
            role_distance: file.floats("role.distance", &[2 * c.distance + 1, c.role])?,
            role_deep: Linear::load(file, "role.c", c.role, c.role)?,
            role_out: Linear::load(file, "role.out", tags.roles, c.role)?,
            vector: Linear::load(file, "vector", h, h)?,
            distance: c.distance,
            hidden: h,
            tags,
        })
    }

    /// Scores every token; trees and roles follow by [`arcs`](Self::arcs), [`labels`](Self::labels),
    /// [`roles`](Self::roles) and [`vectors`](Self::vectors).
    pub(crate) fn run(&self, level: Level, rows: &TokenRows, quantised: &mut QuantisedRows, scores: &mut Scores) {
        let tokens = rows.tokens();
        let all = tokens + rows.sentences.len();
        let s = scores;
        let mut syntax = Rows::new(level, &rows.syntax, all, quantised);
        syntax.through(&self.arc_head, true, &mut s.arc_head);
        syntax.through(&self.rel_head, true, &mut s.rel_head);
        syntax.keep(tokens);
        syntax.through(&self.arc_dependent, true, &mut s.buffer);
        syntax.through(&self.rel_dependent, true, &mut s.rel_dependent);
        syntax.through(&self.upos, false, &mut s.upos);
        syntax.through(&self.feats, false, &mut s.feats);
        syntax.through(&self.lemma, false, &mut s.lemma);
        let arc = self.arc_form.n;
        s.arc_dependent.resize(tokens * arc, 0.0);
        product::product(level, &s.buffer, arc, tokens, &self.arc_form, &mut s.arc_dependent, arc);
        for row in s.arc_dependent.chunks_exact_mut(arc.max(1)) {
            row.iter_mut().zip(&self.arc_prior).for_each(|(value, prior)| *value += prior);
        }
        let mut meaning = Rows::new(level, &rows.meaning, tokens, quantised);
        meaning.through(&self.names, false, &mut s.names);
        meaning.through(&self.cue, false, &mut s.cue);
    }

    /// The vector of every sentence, length one or all zero.
    pub(crate) fn vectors(&self, level: Level, rows: &TokenRows, quantised: &mut QuantisedRows, scores: &mut Scores) {
        let s = scores;
        Rows::new(level, &rows.mean, rows.sentences.len(), quantised).through(&self.vector, false, &mut s.vector);
        for vector in s.vector.chunks_exact_mut(self.hidden) {
            let length = vector.iter().map(|v| f64::from(*v) * f64::from(*v)).sum::<f64>().sqrt();
            let factor = if length > 1e-12 && length.is_finite() { 1.0 / length } else { 0.0 };
            vector.iter_mut().for_each(|v| *v = (f64::from(*v) * factor) as f32);
        }
    }

    /// Arc scores of the tokens in rows `dependents`: for each, first the root (row `root`), then the same tokens as
    /// heads.
    pub(crate) fn arcs(&self, level: Level, scores: &Scores, dependents: Range<usize>, root: usize) -> Vec<f32> {
        let arc = self.arc_form.n;
        let n = dependents.len();
        let mut out = vec![0.0; n * (n + 1)];
        let roots = &scores.arc_head[root * arc..(root + 1) * arc];
        let heads = &scores.arc_head[dependents.start * arc..dependents.end * arc];
        let dependents = &scores.arc_dependent[dependents.start * arc..dependents.end * arc];
        for (dependent, out) in dependents.chunks_exact(arc.max(1)).zip(out.chunks_exact_mut(n + 1)) {
            float::dot_rows(level, dependent, roots, &mut out[..1]);
            float::dot_rows(level, dependent, heads, &mut out[1..]);
        }
        out
    }

    /// Label scores of dependent and head rows, one row of labels per pair.
    pub(crate) fn labels(&self, level: Level, scores: &mut Scores, pairs: &[(usize, usize)], out: &mut Vec<f32>) {
        let width = self.rel_dependent.outputs;
        let labels = self.rel_form.n;
        out.resize(pairs.len() * labels, 0.0);
        /// Pairs at a time: their outer products stay in the second-level cache.
        const BATCH: usize = 32;
        for (pairs, out) in pairs.chunks(BATCH).zip(out.chunks_mut(BATCH * labels)) {
            scores.buffer.clear();
            for (dependent, head) in pairs {
                let dependent = &scores.rel_dependent[dependent * width..(dependent + 1) * width];
                let head = &scores.rel_head[head * width..(head + 1) * width];
                for d in dependent.iter().copied().chain([1.0]) {
                    scores.buffer.extend(head.iter().map(|h| d * h));
                    scores.buffer.push(d);
                }
            }
            let pair = self.rel_form.k;
            product::product(level, &scores.buffer, pair, pairs.len(), &self.rel_form, out, labels);
        }
    }

    /// Role tags of every row around every cue, and the cues' acts.
    pub(crate) fn roles(
        &self,
        level: Level,
        meaning: &[f32],
        cues: &[CueRows],
        quantised: &mut QuantisedRows,
        scores: &mut RoleScores,
    ) {
        let h = self.hidden;
        let width = self.role_token.outputs;
        let s = scores;
        s.mean.clear();
        for CueRows { cue, .. } in cues {
            let start = s.mean.len();
            s.mean.resize(start + h, 0.0);
            for row in meaning[cue.start * h..cue.end * h].chunks_exact(h) {
                s.mean[start..].iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
            }
            s.mean[start..].iter_mut().for_each(|sum| *sum /= cue.len() as f32);
        }
        let mut means = Rows::new(level, &s.mean, cues.len(), quantised);
        means.through(&self.role_cue, false, &mut s.cue);
        s.acts.clear();
        if let Some(act) = &self.act {
            means.through(act, false, &mut s.acts);
        }
        // Cues of one sentence look at the same tokens: these go through the token layer once.
        s.gathered.clear();
        let mut starts = Vec::with_capacity(cues.len());
        let mut last: Option<(&Range<usize>, usize)> = None;
        for CueRows { around, .. } in cues {
            let start = match last {
                Some((same, start)) if same == around => start,
                _ => {
                    let start = s.gathered.len() / h;
                    s.gathered.extend_from_slice(&meaning[around.start * h..around.end * h]);
                    start
                }
            };
            last = Some((around, start));
            starts.push(start);
        }
        let tokens = s.gathered.len() / h;
        Rows::new(level, &s.gathered, tokens, quantised).through(&self.role_token, false, &mut s.token);
        s.z.clear();
        for ((CueRows { cue, around }, start), cue_row) in cues.iter().zip(&starts).zip(s.cue.chunks_exact(width)) {
            for row in around.clone() {
                let reach = self.distance as isize;
                let distance = if row < cue.start {
                    row as isize - cue.start as isize
                } else if row >= cue.end {
                    row as isize - (cue.end as isize - 1)
                } else {
                    0
                };
                let distance = (distance.clamp(-reach, reach) + reach) as usize;
                let at = s.z.len();
                let token = (start + row - around.start) * width;
                s.z.extend_from_slice(&s.token[token..token + width]);
                let distance = &self.role_distance[distance * width..][..width];
                float::gelu_of_sum(level, &mut s.z[at..], cue_row, distance);
            }
        }
        let rows = s.z.len() / width;
        Rows::new(level, &s.z, rows, quantised).through(&self.role_deep, false, &mut s.deep);
        float::add_gelu(level, &mut s.z, &mut s.deep);
        Rows::new(level, &s.z, rows, quantised).through(&self.role_out, false, &mut s.roles);
    }
}
