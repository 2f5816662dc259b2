//! The transformer: pieces of many sentences in, one row of numbers per token out.
//!
//! Rows of all sentences of a chunk lie one after the other with no padding between them; only attention looks at more
//! than one row, and it stays inside its sentence. Before layer `pool_layer` the pieces of each token become one row.

use crate::file::{Matrix, ModelFile};
use crate::kernels::{Level, float, product, quantised::QuantisedRows};
use crate::linear::{Linear, Rows};
use crate::{ModelError, ModelErrorKind};
use std::ops::Range;

/// The encoder's weights.
#[derive(Debug)]
pub(crate) struct Encoder {
    words: Words,
    positions: Vec<f32>,
    kind: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    mix_syntax: Vec<f32>,
    mix_meaning: Vec<f32>,
    pub(crate) hidden: usize,
    heads: usize,
    pool_layer: usize,
    eps: f32,
    bos: u32,
    eos: u32,
}

/// The embedding table; bytes stay in the file, which is most of it.
#[derive(Debug)]
enum Words {
    Bytes(Range<usize>, Vec<f32>),
    Floats(Vec<f32>),
}

#[derive(Debug)]
struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

#[derive(Debug)]
struct Layer {
    query: Linear,
    key: Linear,
    value: Linear,
    attended: Linear,
    attention_norm: Norm,
    inner: Linear,
    outer: Linear,
    output_norm: Norm,
}

/// A stretch of whole tokens that the encoder reads at once: a sentence, or a part of a very long one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Window {
    /// Of all its tokens, one after the other.
    pub(crate) pieces: Vec<u32>,
    /// How many of them each token has.
    pub(crate) counts: Vec<usize>,
}

/// What the heads look at. Window by window: `<s>`, the tokens, `</s>`.
#[derive(Debug, Default)]
pub(crate) struct States {
    pub(crate) syntax: Vec<f32>,
    pub(crate) meaning: Vec<f32>,
    /// The last layer's output.
    pub(crate) last: Vec<f32>,
}

/// Buffers that one thread uses again for every chunk.
#[derive(Debug, Default)]
pub(crate) struct EncoderScratch {
    x: Vec<f32>,
    pooled: Vec<f32>,
    query: Vec<f32>,
    key: Vec<f32>,
    value: Vec<f32>,
    context: Vec<f32>,
    sublayer: Vec<f32>,
    inner: Vec<f32>,
    quantised: QuantisedRows,
    attention: AttentionScratch,
}

impl Norm {
    fn load(file: &ModelFile, name: &str, width: usize) -> Result<Self, ModelError> {
        Ok(Self {
            weight: file.floats(&format!("{name}.w"), &[width])?,
            bias: file.floats(&format!("{name}.b"), &[width])?,
        })
    }
}

impl Encoder {
    pub(crate) fn load(file: &ModelFile, vocabulary: usize) -> Result<Self, ModelError> {
        let c = &file.header.config;
        let tokenizer = &file.header.tokenizer;
        if [tokenizer.bos, tokenizer.eos, tokenizer.unk].iter().any(|id| *id as usize >= vocabulary) {
            let message = format!("a special piece lies outside the vocabulary of {vocabulary}");
            return Err(file.error(ModelErrorKind::Header, message));
        }
        let words = match file.matrix("emb.word", &[vocabulary, c.hidden])? {
            Matrix::Bytes(range, scale) => Words::Bytes(range, scale),
            Matrix::Floats(values) => Words::Floats(values),
        };
        let layers = (0..c.layers)
            .map(|l| {
                let linear = |name, outputs, inputs| Linear::load(file, &format!("l{l}.{name}"), outputs, inputs);
                let norm = |name| Norm::load(file, &format!("l{l}.{name}"), c.hidden);
                Ok(Layer {
                    query: linear("q", c.hidden, c.hidden)?,
                    key: linear("k", c.hidden, c.hidden)?,
                    value: linear("v", c.hidden, c.hidden)?,
                    attended: linear("ao", c.hidden, c.hidden)?,
                    attention_norm: norm("aln")?,
                    inner: linear("fi", c.ffn, c.hidden)?,
                    outer: linear("fo", c.hidden, c.ffn)?,
                    output_norm: norm("oln")?,
                })
            })
            .collect::<Result<_, _>>()?;
        let states = c.layers - c.pool_layer + 1;
        Ok(Self {
            words,
            positions: file.floats("emb.pos", &[c.positions, c.hidden])?,
            kind: file.floats("emb.type", &[c.hidden])?,
            norm: Norm::load(file, "emb.ln", c.hidden)?,
            layers,
            mix_syntax: file.floats("mix.syntax", &[states])?,
            mix_meaning: file.floats("mix.meaning", &[states])?,
            hidden: c.hidden,
            heads: c.heads,
            pool_layer: c.pool_layer,
            eps: c.norm_eps,
            bos: tokenizer.bos,
            eos: tokenizer.eos,
        })
    }

    /// Reads `windows`, none longer than the model's positions less two.
    pub(crate) fn run(
        &self,
        level: Level,
        bytes: &[u8],
        windows: &[Window],
        scratch: &mut EncoderScratch,
        states: &mut States,
    ) {
        let h = self.hidden;
        let lengths = |inner: &dyn Fn(&Window) -> usize| windows.iter().map(|w| inner(w) + 2).collect::<Vec<_>>();
        let piece_lengths = lengths(&|w| w.pieces.len());
        let token_lengths = lengths(&|w| w.counts.len());
        self.embed(level, bytes, windows, scratch);
        for layer in &self.layers[..self.pool_layer] {
            self.layer(level, layer, &piece_lengths, scratch);
        }
        pool(windows, h, &scratch.x, &mut scratch.pooled);
        std::mem::swap(&mut scratch.x, &mut scratch.pooled);
        for mixed in [&mut states.syntax, &mut states.meaning] {
            mixed.clear();
            mixed.resize(scratch.x.len(), 0.0);
        }
        float::add_scaled(level, &mut states.syntax, &scratch.x, self.mix_syntax[0]);
        float::add_scaled(level, &mut states.meaning, &scratch.x, self.mix_meaning[0]);
        for (k, layer) in self.layers[self.pool_layer..].iter().enumerate() {
            self.layer(level, layer, &token_lengths, scratch);
            float::add_scaled(level, &mut states.syntax, &scratch.x, self.mix_syntax[k + 1]);
            float::add_scaled(level, &mut states.meaning, &scratch.x, self.mix_meaning[k + 1]);
        }
        states.last.clear();
        states.last.extend_from_slice(&scratch.x);
    }

    /// `x = LN(word + position + type)` for every piece.
    fn embed(&self, level: Level, bytes: &[u8], windows: &[Window], scratch: &mut EncoderScratch) {
        let h = self.hidden;
        let rows: usize = windows.iter().map(|w| w.pieces.len() + 2).sum();
        scratch.x.resize(rows * h, 0.0);
        scratch.sublayer.resize(rows * h, 0.0);
        let mut targets = scratch.x.chunks_exact_mut(h).zip(scratch.sublayer.chunks_exact_mut(h));
        for window in windows {
            let ids = std::iter::once(self.bos).chain(window.pieces.iter().copied()).chain([self.eos]);
            for ((id, position), (x, other)) in ids.zip(self.positions.chunks_exact(h)).zip(&mut targets) {
                let id = id as usize;
                match &self.words {
                    Words::Bytes(range, scale) => {
                        let row = &bytes[range.clone()][id * h..][..h];
                        let scale = scale[id];
                        x.iter_mut().zip(row).for_each(|(x, b)| *x = f32::from(b.cast_signed()) * scale);
                    }
                    Words::Floats(values) => x.copy_from_slice(&values[id * h..][..h]),
                }
                for ((other, position), kind) in other.iter_mut().zip(position).zip(&self.kind) {
                    *other = position + kind;
                }
            }
        }
        let Norm { weight, bias } = &self.norm;
        float::add_and_normalise(level, &mut scratch.x, &scratch.sublayer, weight, bias, self.eps);
    }

    /// One layer over rows in segments of `lengths`.
    fn layer(&self, level: Level, layer: &Layer, lengths: &[usize], scratch: &mut EncoderScratch) {
        let h = self.hidden;
        let s = scratch;
        let rows = s.x.len() / h;
        let mut input = Rows::new(level, &s.x, rows, &mut s.quantised);
        input.through(&layer.query, false, &mut s.query);
        input.through(&layer.key, false, &mut s.key);
        input.through(&layer.value, false, &mut s.value);
        s.context.resize(rows * h, 0.0);
        let mut start = 0;
        for length in lengths {
            let segment = start * h..(start + length) * h;
            attend(
                level,
                [&s.query[segment.clone()], &s.key[segment.clone()], &s.value[segment.clone()]],
                self.heads,
                h,
                &mut s.attention,
                &mut s.context[segment],
            );
            start += length;
        }
        Rows::new(level, &s.context, rows, &mut s.quantised).through(&layer.attended, false, &mut s.sublayer);
        let Norm { weight, bias } = &layer.attention_norm;
        float::add_and_normalise(level, &mut s.x, &s.sublayer, weight, bias, self.eps);
        Rows::new(level, &s.x, rows, &mut s.quantised).through(&layer.inner, true, &mut s.inner);
        Rows::new(level, &s.inner, rows, &mut s.quantised).through(&layer.outer, false, &mut s.sublayer);
        let Norm { weight, bias } = &layer.output_norm;
        float::add_and_normalise(level, &mut s.x, &s.sublayer, weight, bias, self.eps);
    }
}

/// The mean of each token's pieces; `<s>` and `</s>` stay.
fn pool(windows: &[Window], h: usize, x: &[f32], pooled: &mut Vec<f32>) {
    pooled.clear();
    let mut rows = x.chunks_exact(h);
    let mut next = || rows.next().expect("there is one row for every piece");
    for window in windows {
        pooled.extend_from_slice(next());
        for count in &window.counts {
            let start = pooled.len();
            pooled.extend_from_slice(next());
            for _ in 1..*count {
                pooled[start..].iter_mut().zip(next()).for_each(|(sum, value)| *sum += value);
            }
            if *count > 1 {
                let factor = *count as f32;
                pooled[start..].iter_mut().for_each(|value| *value /= factor);
            }
        }
        pooled.extend_from_slice(next());
    }
}

#[derive(Debug, Default)]
struct AttentionScratch {
    /// Keys of one head, turned: dimension by row.
    keys: Vec<f32>,
    /// Values of one head, padded to whole registers.
    values: Vec<f32>,
    scores: Vec<f32>,
}

/// Multi-head attention inside one segment.
fn attend(
    level: Level,
    [query, key, value]: [&[f32]; 3],
    heads: usize,
    h: usize,
    scratch: &mut AttentionScratch,
    out: &mut [f32],
) {
    let rows = query.len() / h;
    let width = h / heads;
    let padded_rows = rows.next_multiple_of(product::COLUMNS);
    let padded_width = width.next_multiple_of(product::COLUMNS);
    let scale = 1.0 / (width as f32).sqrt();
    // What is left in the padding is never looked at: softmax overwrites it, and products stop before it.
    scratch.keys.resize(width * padded_rows, 0.0);
    scratch.values.resize(rows * padded_width, 0.0);
    scratch.scores.resize(rows * padded_rows, 0.0);
    let panel = product::COLUMNS * product::PANEL;
    for head in 0..heads {
        let first = head * width;
        product::transpose(level, &key[first..], h, rows, width, &mut scratch.keys, padded_rows);
        for (to, from) in scratch.values.chunks_exact_mut(padded_width).zip(value.chunks_exact(h)) {
            to[..width].copy_from_slice(&from[first..first + width]);
        }
        for column in (0..padded_rows).step_by(panel) {
            let shape = product::Shape {
                rows,
                depth: width,
                columns: panel.min(padded_rows - column),
                a_stride: h,
                b_stride: padded_rows,
                c_stride: padded_rows,
                add: false,
            };
            let (keys, scores) = (&scratch.keys[column..], &mut scratch.scores[column..]);
            product::panel_product(level, &query[first..], keys, scores, shape);
        }
        float::softmax_rows(level, &mut scratch.scores, padded_rows, rows, scale);
        for column in (0..width).step_by(panel) {
            let shape = product::Shape {
                rows,
                depth: rows,
                columns: panel.min(width - column),
                a_stride: padded_rows,
                b_stride: padded_width,
                c_stride: h,
                add: false,
            };
            let (values, out) = (&scratch.values[column..], &mut out[first + column..]);
            product::panel_product(level, &scratch.scores, values, out, shape);
        }
    }
}
