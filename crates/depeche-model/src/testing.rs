//! Tiny models with random weights, written in the format of `docs/model-format.md`: for tests and benches that need
//! *a* model, not a good one.

use crate::file::{ALIGNMENT, MAGIC, VERSION};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// Sizes of a random model. The default is as small as the format allows in earnest.
#[derive(Debug, Clone)]
pub struct Shape {
    /// Width of the encoder.
    pub hidden: usize,
    /// Attention heads.
    pub heads: usize,
    /// Width inside a layer.
    pub ffn: usize,
    /// Layers.
    pub layers: usize,
    /// Layers over pieces.
    pub pool_layer: usize,
    /// Longest window in pieces, plus two.
    pub positions: usize,
    /// Width of the arc, relation and role heads.
    pub head_widths: [usize; 3],
    /// Lemma scripts, feature bundles.
    pub labels: [usize; 2],
    /// Pieces.
    pub vocabulary: usize,
    /// Bytes instead of floats.
    pub quantised: bool,
    /// Added to the cue head's `O`: random weights would see a cue in every third token.
    pub cue_bias: f32,
}

impl Default for Shape {
    fn default() -> Self {
        Self {
            hidden: 40,
            heads: 4,
            ffn: 72,
            layers: 3,
            pool_layer: 1,
            positions: 64,
            head_widths: [20, 9, 18],
            labels: [6, 3],
            vocabulary: 400,
            quantised: false,
            cue_bias: 0.0,
        }
    }
}

impl Shape {
    /// The sizes of the model that ships.
    #[must_use]
    pub fn shipped() -> Self {
        Self {
            hidden: 384,
            heads: 12,
            ffn: 1536,
            layers: 6,
            pool_layer: 2,
            positions: 512,
            head_widths: [256, 64, 192],
            labels: [1500, 600],
            vocabulary: 45_000,
            quantised: true,
            cue_bias: 2.0,
        }
    }
}

/// Collects tensors and writes the file.
pub struct Writer {
    header: Value,
    tensors: Map<String, Value>,
    payload: Vec<u8>,
}

impl Writer {
    /// A file with this header, tensors aside.
    #[must_use]
    pub fn new(header: Value) -> Self {
        Self { header, tensors: Map::new(), payload: Vec::new() }
    }

    fn add(&mut self, name: &str, dtype: &str, shape: &[usize], bytes: &[u8], scale: Option<&str>) {
        self.payload.resize(self.payload.len().next_multiple_of(ALIGNMENT), 0);
        let mut tensor = json!({"dtype": dtype, "shape": shape, "offset": self.payload.len()});
        if let Some(scale) = scale {
            tensor["scale"] = scale.into();
        }
        self.tensors.insert(name.to_owned(), tensor);
        self.payload.extend_from_slice(bytes);
    }

    /// Adds floats.
    pub fn floats(&mut self, name: &str, shape: &[usize], values: &[f32]) {
        let bytes: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
        self.add(name, "f32", shape, &bytes, None);
    }

    /// Adds a matrix, rounded to bytes with one scale per row.
    pub fn quantised(&mut self, name: &str, shape: &[usize], values: &[f32]) {
        let width = shape[shape.len() - 1];
        let mut scales = Vec::new();
        let mut bytes = Vec::new();
        for row in values.chunks(width) {
            let scale = row.iter().fold(0.0f32, |m, v| m.max(v.abs())).max(1e-9) / 127.0;
            bytes.extend(row.iter().map(|v| (v / scale).round() as i8 as u8));
            scales.push(scale);
        }
        let scale_name = format!("{name}.scale");
        self.add(name, "i8", shape, &bytes, Some(&scale_name));
        self.floats(&scale_name, &[scales.len()], &scales);
    }

    /// Adds raw bytes.
    pub fn bytes(&mut self, name: &str, bytes: &[u8]) {
        self.add(name, "u8", &[bytes.len()], bytes, None);
    }

    /// Adds integers.
    pub fn integers(&mut self, name: &str, values: &[u32]) {
        let bytes: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
        self.add(name, "u32", &[values.len()], &bytes, None);
    }

    /// Leaves a tensor out again.
    pub fn forget(&mut self, name: &str) {
        self.tensors.remove(name);
    }

    /// The file.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        self.header["tensors"] = Value::Object(self.tensors);
        let header = self.header.to_string().into_bytes();
        let mut digest = Sha256::new();
        digest.update(&header);
        digest.update(&self.payload);
        let mut file = MAGIC.to_vec();
        file.extend(VERSION.to_le_bytes());
        file.extend((header.len() as u32).to_le_bytes());
        file.extend((self.payload.len() as u64).to_le_bytes());
        file.extend(digest.finalize());
        file.extend(header);
        file.resize(file.len().next_multiple_of(ALIGNMENT), 0);
        file.extend(self.payload);
        file
    }
}

/// Random numbers from −1 to 1, the same for the same seed.
pub struct Noise(u64);

impl Noise {
    /// Starts a series.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// The next number.
    pub fn number(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u64 << 23) as f32 - 1.0
    }

    /// One of `0..n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() >> 33) as usize % n
    }

    fn numbers(&mut self, count: usize, scale: f32) -> Vec<f32> {
        (0..count).map(|_| self.number() * scale).collect()
    }
}

/// A file of a model with random weights; not yet finished, so that a test can spoil it.
#[must_use]
pub fn random(shape: &Shape, seed: u64) -> Writer {
    let mut noise = Noise::new(seed);
    let s = shape;
    let [arc, rel, role] = s.head_widths;
    let upos = ["ADJ", "ADP", "NOUN", "PUNCT", "VERB", "X"];
    let deprel = ["acl", "det", "nsubj", "obj", "parataxis", "root", "xcomp"];
    let names = ["person", "organisation", "place", "nationality", "event", "work", "other"];
    let roles = ["source", "content", "addressee", "topic", "medium"];
    let acts = ["assert", "deny", "ask"];
    let lemma: Vec<String> = (0..s.labels[0]).map(|i| format!("{}|{}|{}", ["k", "l"][i % 2], i % 4, i)).collect();
    let feats: Vec<String> = (0..s.labels[1]).map(|i| format!("Number={i}")).collect();
    let distance = 4;
    let mut w = Writer::new(json!({
        "name": "random", "date": "2026-01-01",
        "config": {"hidden": s.hidden, "heads": s.heads, "ffn": s.ffn, "layers": s.layers, "pool_layer": s.pool_layer,
                   "positions": s.positions, "norm_eps": 1e-12, "arc": arc, "rel": rel, "role": role,
                   "distance": distance, "cue_bias": s.cue_bias},
        "labels": {"upos": upos, "feats": feats, "lemma": lemma, "deprel": deprel, "names": names, "roles": roles,
                   "acts": acts},
        "tokenizer": {"bos": 0, "eos": 2, "unk": 3},
    }));
    let mut pieces: Vec<String> = ["<s>", "<pad>", "</s>", "<unk>", "\u{2581}"].map(str::to_owned).to_vec();
    pieces.extend(('a'..='z').map(String::from));
    let letters: Vec<char> = ('a'..='z').collect();
    let mut seen: std::collections::HashSet<String> = pieces.iter().cloned().collect();
    while pieces.len() < s.vocabulary {
        let start = if noise.below(2) == 0 { "\u{2581}" } else { "" };
        let length = 2 + noise.below(6);
        let piece: String = start.chars().chain((0..length).map(|_| letters[noise.below(26)])).collect();
        if seen.insert(piece.clone()) {
            pieces.push(piece);
        }
    }
    let mut offset = vec![0u32];
    for piece in &pieces {
        offset.push(offset[offset.len() - 1] + piece.len() as u32);
    }
    w.bytes("vocab.blob", pieces.concat().as_bytes());
    w.integers("vocab.offset", &offset);
    let score: Vec<f32> = pieces.iter().map(|p| -10.0 - p.len() as f32 * 0.5 + noise.number()).collect();
    w.floats("vocab.score", &[pieces.len()], &score);
    w.bytes("vocab.normalizer", &[]);

    let h = s.hidden;
    let mut matrix = |w: &mut Writer, name: &str, rows: usize, columns: usize, scale: f32| {
        let values = noise.numbers(rows * columns, scale);
        if s.quantised {
            w.quantised(name, &[rows, columns], &values)
        } else {
            w.floats(name, &[rows, columns], &values)
        }
    };
    matrix(&mut w, "emb.word", pieces.len(), h, 1.0);
    matrix(&mut w, "emb.pos", s.positions, h, 0.5);
    let mut linears = Vec::new();
    for l in 0..s.layers {
        for name in ["q", "k", "v", "ao"] {
            linears.push((format!("l{l}.{name}"), h, h));
        }
        linears.push((format!("l{l}.fi"), s.ffn, h));
        linears.push((format!("l{l}.fo"), h, s.ffn));
    }
    for (name, outputs) in [
        ("upos", upos.len()),
        ("feats", feats.len()),
        ("lemma", lemma.len()),
        ("arc.dep", arc),
        ("arc.head", arc),
        ("rel.dep", rel),
        ("rel.head", rel),
        ("names", 1 + 2 * names.len()),
        ("cue", 3),
        ("act", acts.len()),
        ("role.a", role),
        ("role.b", role),
        ("vector", h),
    ] {
        linears.push((name.to_owned(), outputs, h));
    }
    linears.push(("role.c".to_owned(), role, role));
    linears.push(("role.out".to_owned(), 1 + 2 * roles.len(), role));
    for (name, outputs, inputs) in &linears {
        matrix(&mut w, &format!("{name}.w"), *outputs, *inputs, 2.0 / (*inputs as f32).sqrt());
    }
    for (name, outputs, _) in &linears {
        if name != "role.b" {
            w.floats(&format!("{name}.b"), &[*outputs], &noise.numbers(*outputs, 0.2));
        }
    }
    w.floats("emb.type", &[h], &noise.numbers(h, 0.1));
    let mut norms = vec!["emb.ln".to_owned()];
    norms.extend((0..s.layers).flat_map(|l| [format!("l{l}.aln"), format!("l{l}.oln")]));
    for name in norms {
        let weight: Vec<f32> = noise.numbers(h, 0.2).iter().map(|v| v + 1.0).collect();
        w.floats(&format!("{name}.w"), &[h], &weight);
        w.floats(&format!("{name}.b"), &[h], &noise.numbers(h, 0.1));
    }
    let states = s.layers - s.pool_layer + 1;
    for name in ["mix.syntax", "mix.meaning"] {
        let weight: Vec<f32> = noise.numbers(states, 1.0).iter().map(|v| v.exp()).collect();
        let sum: f32 = weight.iter().sum();
        w.floats(name, &[states], &weight.iter().map(|v| v / sum).collect::<Vec<_>>());
    }
    w.floats("arc.u", &[arc + 1, arc], &noise.numbers((arc + 1) * arc, 0.3));
    w.floats("rel.w", &[deprel.len(), rel + 1, rel + 1], &noise.numbers(deprel.len() * (rel + 1) * (rel + 1), 0.5));
    w.floats("role.distance", &[2 * distance + 1, role], &noise.numbers((2 * distance + 1) * role, 0.3));
    w
}

/// Invented text of `sentences` sentences of some twenty words of up to `longest` letters, with the tokens' spans.
#[must_use]
pub fn random_sentences(sentences: usize, longest: usize, seed: u64) -> (String, Vec<depeche_record::Sentence>) {
    use depeche_record::{Sentence, Span, Token};
    let mut noise = Noise::new(seed);
    let mut text = String::new();
    let mut found = Vec::new();
    for _ in 0..sentences {
        let mut tokens = Vec::new();
        for _ in 0..8 + noise.below(25) {
            let start = text.len();
            for _ in 0..1 + noise.below(longest) {
                text.push((b'a' + noise.below(26) as u8) as char);
            }
            tokens.push(Token { span: Span::new(start, text.len()), morph: None });
            text.push(' ');
        }
        let span = tokens[0].span.to(tokens[tokens.len() - 1].span);
        found.push(Sentence { span, tokens, ..Sentence::default() });
    }
    (text, found)
}

/// One product of bytes with random weights, for measuring: a linear layer of a byte model.
pub struct ByteProduct {
    level: crate::Level,
    weights: crate::kernels::quantised::PackedWeights,
    rows: crate::kernels::quantised::QuantisedRows,
    count: usize,
    outputs: usize,
    result: Vec<f32>,
}

impl ByteProduct {
    /// `rows` rows of `inputs` values through a layer of `outputs`.
    #[must_use]
    pub fn new(level: crate::Level, rows: usize, outputs: usize, inputs: usize) -> Self {
        let mut noise = Noise::new(7);
        let weights: Vec<i8> = (0..outputs * inputs).map(|_| (noise.number() * 127.0) as i8).collect();
        let (scale, bias) = (noise.numbers(outputs, 0.01), noise.numbers(outputs, 0.1));
        let mut quantised = crate::kernels::quantised::QuantisedRows::default();
        quantised.fill(level, &noise.numbers(rows * inputs, 1.0), rows, inputs, None);
        Self {
            level,
            weights: crate::kernels::quantised::PackedWeights::new(&weights, &scale, &bias, outputs, inputs),
            rows: quantised,
            count: rows,
            outputs,
            result: vec![0.0; rows * outputs],
        }
    }

    /// Multiplies once, with scales and biases.
    pub fn run(&mut self) -> &[f32] {
        let result = &mut self.result;
        crate::kernels::quantised::product(
            self.level,
            &self.rows,
            self.count,
            &self.weights,
            false,
            result,
            self.outputs,
        );
        result
    }
}

/// The best tree over arc scores: one row per token, the root first; gives heads, 0 for the root.
#[must_use]
pub fn tree(scores: &[f32], tokens: usize) -> Vec<usize> {
    crate::decode::tree::tree(scores, tokens)
}
