//! Sentences in, annotated sentences out: chunks, threads, the cache, and the decisions put together.
//!
//! Sentences are packed into chunks of some two hundred tokens, which threads take in turn. How they are packed changes
//! nothing in what comes out: every number depends on its sentence alone.

use crate::decode::lemma::Lemmas;
use crate::decode::spans::{TagSpan, spans};
use crate::decode::tree::tree;
use crate::decode::{best, best_of_many, probability};
use crate::encoder::{EncoderScratch, States, Window};
use crate::heads::{CUE_TAGS, CueRows, RoleScores, Scores, TokenRows};
use crate::kernels::quantised::QuantisedRows;
use crate::model::Model;
use crate::subwords::Memo;
use depeche_record::{Attribution, Label, Morph, NameSpan, RoleSpan, Sentence};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How to annotate; the tags, trees, names and attributions that come out are always the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Threads to use; 0: as many as the machine has cores.
    pub threads: usize,
    /// Whether to remember sentences within this process: wire copy repeats itself.
    pub cache: bool,
    /// Whether to fill [`Sentence::vector`] too; without, it comes out empty. Reading has no need of it, and it is the
    /// largest thing that is said of a sentence.
    pub vectors: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { threads: 0, cache: true, vectors: false }
    }
}

/// Tokens in a chunk: enough rows for the kernels, few enough for the second-level cache.
const CHUNK: usize = 192;
/// Longer sentences are read in parts of this many tokens, joined afterwards: memory stays bounded on any input.
const PART: usize = 1024;
/// Sentences up to this length get one tree; longer ones get trees over windows, joined.
const LONGEST_TREE: usize = 400;
const TREE_WINDOW: usize = 256;
/// In longer sentences, tokens farther than this from a cue play no role for it.
const ROLE_REACH: usize = 200;
/// Rows that go through the role head at once.
const ROLE_ROWS: usize = 2048;
/// Tokens read before the next ones are looked at: a text of any length needs little beyond what comes out of it, and a
/// hundred cores are still busy.
const BLOCK: usize = 1 << 18;
/// Rows that go through the encoder at once, unless one window has more.
const ENCODER_ROWS: usize = 768;

/// What the model says of one sentence.
#[derive(Debug, Clone, Default)]
pub(crate) struct Analysis {
    morphs: Vec<Morph>,
    names: Vec<NameSpan>,
    attributions: Vec<Attribution>,
    vector: Vec<f32>,
}

/// Sentences already read, by their tokens.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    known: HashMap<Arc<str>, Arc<Analysis>>,
    tokens: usize,
}

impl Cache {
    /// About forty megabytes. Beyond, it starts afresh: results do not depend on it.
    const CAPACITY: usize = 100_000;

    fn insert(&mut self, key: &Arc<str>, analysis: &Arc<Analysis>) {
        if self.tokens > Self::CAPACITY {
            *self = Self::default();
        }
        self.tokens += analysis.morphs.len();
        self.known.insert(Arc::clone(key), Arc::clone(analysis));
    }
}

/// A sentence, or a part of an overlong one.
#[derive(Debug, Clone)]
struct Part {
    sentence: usize,
    tokens: Range<usize>,
}

/// What one thread works with.
#[derive(Default)]
pub(crate) struct Scratch {
    memo: Memo,
    lemmas: Lemmas,
    encoder: EncoderScratch,
    states: States,
    pub(crate) rows: TokenRows,
    pub(crate) scores: Scores,
    pub(crate) roles: RoleScores,
    pub(crate) quantised: QuantisedRows,
}

impl Model {
    /// Fills every token's [`Morph`], and the names, attributions and, if asked for, the vector of every sentence. `text`
    /// is what the token spans index.
    pub fn annotate(&self, sentences: &mut [Sentence], text: &str, options: Options) {
        let mut rest = sentences;
        while !rest.is_empty() {
            let mut tokens = 0;
            let fits = rest.iter().take_while(|sentence| {
                tokens += sentence.tokens.len();
                tokens <= BLOCK
            });
            let n = fits.count().max(1);
            let (block, later) = rest.split_at_mut(n);
            self.annotate_block(block, text, options);
            rest = later;
        }
    }

    /// As [`annotate`](Self::annotate), all at once.
    fn annotate_block(&self, sentences: &mut [Sentence], text: &str, options: Options) {
        let words = |sentence: &Sentence, tokens: Range<usize>| -> Vec<&str> {
            sentence.tokens[tokens].iter().map(|t| text.get(Range::from(t.span)).unwrap_or("")).collect()
        };
        // Which sentences must be read, and which only repeat one of them.
        let mut analyses: Vec<Option<Arc<Analysis>>> = vec![None; sentences.len()];
        let mut repeats: Vec<usize> = (0..sentences.len()).collect();
        let mut keys: Vec<Option<Arc<str>>> = vec![None; sentences.len()];
        if options.cache {
            let cache = self.cache.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let mut first: HashMap<Arc<str>, usize> = HashMap::new();
            for (i, sentence) in sentences.iter().enumerate().filter(|(_, s)| s.tokens.len() <= LONGEST_TREE) {
                let key: Arc<str> = words(sentence, 0..sentence.tokens.len()).join("\0").into();
                let known = cache.known.get(&key).filter(|known| !options.vectors || !known.vector.is_empty());
                analyses[i] = known.cloned();
                if analyses[i].is_none() {
                    repeats[i] = *first.entry(Arc::clone(&key)).or_insert(i);
                    keys[i] = Some(key);
                }
            }
        }
        let parts: Vec<Part> = (0..sentences.len())
            .filter(|i| analyses[*i].is_none() && repeats[*i] == *i)
            .flat_map(|sentence| {
                let n = sentences[sentence].tokens.len();
                (0..n).step_by(PART).map(move |start| Part { sentence, tokens: start..(start + PART).min(n) })
            })
            .collect();

        let shared: &[Sentence] = sentences;
        let found = self.read_all(&parts, options, |part| words(&shared[part.sentence], part.tokens.clone()));

        let mut whole: Vec<Option<Analysis>> = vec![None; sentences.len()];
        for (part, analysis) in parts.iter().zip(found) {
            match &mut whole[part.sentence] {
                Some(start) => start.append(analysis, part.tokens.start, self.tags.deprel[self.join]),
                empty => *empty = Some(analysis),
            }
        }
        for (analysis, whole) in analyses.iter_mut().zip(whole) {
            if let Some(whole) = whole {
                *analysis = Some(Arc::new(whole));
            }
        }
        if options.cache {
            let mut cache = self.cache.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            for (key, analysis) in keys.iter().zip(&analyses) {
                if let (Some(key), Some(analysis)) = (key, analysis) {
                    cache.insert(key, analysis);
                }
            }
        }
        // The last one that wants an analysis may have it without a copy.
        let mut last: Vec<usize> = (0..sentences.len()).collect();
        repeats.iter().enumerate().for_each(|(i, first)| last[*first] = i);
        for (i, sentence) in sentences.iter_mut().enumerate() {
            let first = repeats[i];
            let analysis = if last[first] == i { analyses[first].take() } else { analyses[first].clone() };
            // A sentence without tokens has none.
            let Analysis { morphs, names, attributions, vector } =
                analysis.map(Arc::unwrap_or_clone).unwrap_or_default();
            for (token, morph) in sentence.tokens.iter_mut().zip(morphs) {
                token.morph = Some(morph);
            }
            sentence.names = names;
            sentence.attributions = attributions;
            sentence.vector = if options.vectors { vector } else { Vec::new() };
        }
    }

    /// Reads parts on several threads; the results come in the parts' order.
    fn read_all<'t>(
        &self,
        parts: &[Part],
        options: Options,
        words: impl Fn(&Part) -> Vec<&'t str> + Sync,
    ) -> Vec<Analysis> {
        let threads = match options.threads {
            0 => std::thread::available_parallelism().map_or(1, usize::from),
            n => n,
        };
        let tokens: usize = parts.iter().map(|part| part.tokens.len()).sum();
        let chunks = chunks(parts, (tokens / (threads * 2)).clamp(CHUNK / 4, CHUNK));
        let next = AtomicUsize::new(0);
        let work = || {
            let mut scratch = Scratch::default();
            let mut done = Vec::new();
            loop {
                let i = next.fetch_add(1, Ordering::Relaxed);
                let Some(chunk) = chunks.get(i) else { return done };
                let sentences: Vec<Vec<&str>> = parts[chunk.clone()].iter().map(&words).collect();
                done.push((i, self.read_chunk(&sentences, options.vectors, &mut scratch)));
            }
        };
        let workers = threads.min(chunks.len());
        let mut done = if workers <= 1 {
            work()
        } else {
            std::thread::scope(|scope| {
                let others: Vec<_> = (1..workers).map(|_| scope.spawn(work)).collect();
                let mut done = work();
                for other in others {
                    done.extend(other.join().expect("annotating does not panic"));
                }
                done
            })
        };
        done.sort_unstable_by_key(|(i, _)| *i);
        done.into_iter().flat_map(|(_, analyses)| analyses).collect()
    }

    /// Rows of the tokens of `sentences`, through the encoder.
    pub(crate) fn encode(&self, sentences: &[Vec<&str>], scratch: &mut Scratch) -> Vec<Vec<Window>> {
        let windows: Vec<Vec<Window>> =
            sentences.iter().map(|tokens| self.windows(tokens, &mut scratch.memo)).collect();
        let h = self.heads.hidden;
        let rows = &mut scratch.rows;
        *rows = TokenRows {
            syntax: std::mem::take(&mut rows.syntax),
            meaning: std::mem::take(&mut rows.meaning),
            mean: std::mem::take(&mut rows.mean),
            sentences: Vec::with_capacity(sentences.len()),
        };
        rows.syntax.clear();
        rows.meaning.clear();
        rows.mean.clear();
        rows.mean.resize(sentences.len() * h, 0.0);
        let mut start = 0;
        for tokens in sentences {
            rows.sentences.push(start..start + tokens.len());
            start += tokens.len();
        }
        let flat: Vec<(usize, bool, &Window)> = windows
            .iter()
            .enumerate()
            .flat_map(|(s, windows)| windows.iter().enumerate().map(move |(i, window)| (s, i == 0, window)))
            .collect();
        let (mut roots_syntax, mut roots_meaning) = (Vec::new(), Vec::new());
        let mut done = 0;
        while done < flat.len() {
            let mut batch = Vec::new();
            let mut length = 0;
            for (_, _, window) in &flat[done..] {
                if !batch.is_empty() && length + window.pieces.len() > ENCODER_ROWS {
                    break;
                }
                length += window.pieces.len() + 2;
                batch.push((*window).clone());
            }
            let states = &mut scratch.states;
            self.encoder.run(self.level, &self.bytes, &batch, &mut scratch.encoder, states);
            let mut row = 0;
            for (sentence, first, window) in &flat[done..done + batch.len()] {
                let n = window.counts.len();
                let tokens = (row + 1) * h..(row + 1 + n) * h;
                if *first {
                    roots_syntax.extend_from_slice(&states.syntax[row * h..(row + 1) * h]);
                    roots_meaning.extend_from_slice(&states.meaning[row * h..(row + 1) * h]);
                }
                rows.syntax.extend_from_slice(&states.syntax[tokens.clone()]);
                rows.meaning.extend_from_slice(&states.meaning[tokens.clone()]);
                let mean = &mut rows.mean[sentence * h..(sentence + 1) * h];
                for token in states.last[tokens].chunks_exact(h) {
                    mean.iter_mut().zip(token).for_each(|(sum, value)| *sum += value);
                }
                row += n + 2;
            }
            done += batch.len();
        }
        rows.syntax.extend(roots_syntax);
        rows.meaning.extend(roots_meaning);
        for (mean, tokens) in rows.mean.chunks_exact_mut(h).zip(sentences) {
            mean.iter_mut().for_each(|sum| *sum /= tokens.len().max(1) as f32);
        }
        windows
    }

    /// A sentence as the encoder takes it: usually one window.
    fn windows(&self, tokens: &[&str], memo: &mut Memo) -> Vec<Window> {
        let mut windows = vec![Window::default()];
        let mut pieces = Vec::new();
        for token in tokens {
            pieces.clear();
            let count = self.subwords.encode(token, memo, &mut pieces);
            let mut window = windows.last_mut().expect("there is always one");
            if window.pieces.len() + count > self.window {
                windows.push(Window::default());
                window = windows.last_mut().expect("it was just added");
            }
            window.pieces.extend_from_slice(&pieces);
            window.counts.push(count);
        }
        windows
    }

    /// Reads some sentences, none of them empty.
    fn read_chunk(&self, sentences: &[Vec<&str>], vectors: bool, scratch: &mut Scratch) -> Vec<Analysis> {
        self.encode(sentences, scratch);
        let Scratch { rows, scores, quantised, .. } = scratch;
        self.heads.run(self.level, rows, quantised, scores);
        let mut analyses: Vec<Analysis> = sentences.iter().map(|_| Analysis::default()).collect();
        self.trees(sentences, scratch, &mut analyses);
        self.names(scratch, &mut analyses);
        self.attributions(scratch, &mut analyses);
        if vectors {
            let Scratch { rows, scores, quantised, .. } = scratch;
            self.heads.vectors(self.level, rows, quantised, scores);
            for (analysis, vector) in analyses.iter_mut().zip(scores.vector.chunks_exact(self.heads.hidden)) {
                analysis.vector = vector.to_vec();
            }
        }
        analyses
    }

    /// Tags, lemmas and trees.
    fn trees(&self, sentences: &[Vec<&str>], scratch: &mut Scratch, analyses: &mut [Analysis]) {
        let Scratch { rows, scores, lemmas, .. } = scratch;
        let tokens = rows.tokens();
        // Row of every token's head: of its sentence's root row behind all tokens, or of a token.
        let mut pairs = Vec::with_capacity(tokens);
        let mut heads: Vec<Option<usize>> = Vec::with_capacity(tokens);
        for (s, sentence) in rows.sentences.iter().enumerate() {
            let root = tokens + s;
            let step = if sentence.len() > LONGEST_TREE { TREE_WINDOW } else { LONGEST_TREE };
            for start in sentence.clone().step_by(step) {
                let window = start..(start + step).min(sentence.end);
                let arcs = self.heads.arcs(self.level, scores, window.clone(), root);
                for (row, head) in window.clone().zip(tree(&arcs, window.len())) {
                    pairs.push((row, if head == 0 { root } else { start + head - 1 }));
                    heads.push((head > 0).then(|| start - sentence.start + head - 1));
                }
            }
        }
        let mut labels = Vec::new();
        self.heads.labels(self.level, scores, &pairs, &mut labels);
        let tags = self.heads.tags;
        for ((sentence, words), analysis) in rows.sentences.iter().zip(sentences).zip(analyses) {
            let mut first_root = None;
            for (i, row) in sentence.clone().enumerate() {
                let mut head = heads[row];
                let deprel = if head.is_some() {
                    let row = &labels[row * tags.deprel..(row + 1) * tags.deprel];
                    let (before, after) = row.split_at(self.root);
                    let (left, right) = (best(before), self.root + 1 + best(&after[1..]));
                    match (before.is_empty(), after.len() == 1) {
                        (true, _) => right,
                        (_, true) => left,
                        _ => {
                            if row[right] > row[left] || row[left].is_nan() {
                                right
                            } else {
                                left
                            }
                        }
                    }
                } else if let Some(root) = first_root {
                    head = Some(root);
                    self.join
                } else {
                    first_root = Some(i);
                    self.root
                };
                let upos = best(&scores.upos[row * tags.upos..(row + 1) * tags.upos]);
                let feats = best_of_many(self.level, &scores.feats[row * tags.feats..(row + 1) * tags.feats]);
                let script = best_of_many(self.level, &scores.lemma[row * tags.lemma..(row + 1) * tags.lemma]);
                let lemma = self.scripts.get(script).map_or(Cow::Borrowed(words[i]), |script| script.apply(words[i]));
                analysis.morphs.push(Morph {
                    upos: self.tags.upos[upos],
                    feats: self.tags.feats.get(feats).copied().unwrap_or(self.tags.no_feats),
                    lemma: lemmas.shared(&lemma),
                    head,
                    deprel: self.tags.deprel[deprel],
                });
            }
        }
    }

    fn names(&self, scratch: &Scratch, analyses: &mut [Analysis]) {
        let tags = self.heads.tags.names;
        for (sentence, analysis) in scratch.rows.sentences.iter().zip(analyses) {
            let scores = &scratch.scores.names[sentence.start * tags..sentence.end * tags];
            analysis.names = spans(scores, tags, &(0..0), 0.0)
                .into_iter()
                .map(|TagSpan { label, tokens, score }| NameSpan {
                    tokens,
                    label: self.labels.names[label].clone(),
                    score,
                })
                .collect();
        }
    }

    /// Cues, and for each the act and the roles around it.
    fn attributions(&self, scratch: &mut Scratch, analyses: &mut [Analysis]) {
        let Scratch { rows, scores, roles, quantised, .. } = scratch;
        let mut cues: Vec<(usize, CueRows, f32)> = Vec::new();
        for (s, sentence) in rows.sentences.iter().enumerate() {
            let scores = &scores.cue[sentence.start * CUE_TAGS..sentence.end * CUE_TAGS];
            for span in spans(scores, CUE_TAGS, &(0..0), self.cue_bias) {
                let cue = sentence.start + span.tokens.start..sentence.start + span.tokens.end;
                let around = if sentence.len() <= LONGEST_TREE {
                    sentence.clone()
                } else {
                    cue.start.saturating_sub(ROLE_REACH).max(sentence.start)..(cue.end + ROLE_REACH).min(sentence.end)
                };
                cues.push((s, CueRows { cue, around }, span.score));
            }
        }
        let mut rest = cues.as_slice();
        while !rest.is_empty() {
            let mut total = 0;
            let fits = rest.iter().take_while(|(_, cue, _)| {
                total += cue.around.len();
                total <= ROLE_ROWS
            });
            let (batch, later) = rest.split_at(fits.count().max(1));
            rest = later;
            let cue_rows: Vec<CueRows> = batch.iter().map(|(_, cue, _)| cue.clone()).collect();
            self.heads.roles(self.level, &rows.meaning, &cue_rows, quantised, roles);
            let tags = self.heads.tags;
            let mut start = 0;
            for (i, (s, CueRows { cue, around }, score)) in batch.iter().enumerate() {
                let end = start + around.len() * tags.roles;
                let closed = cue.start - around.start..cue.end - around.start;
                let shift = rows.sentences[*s].start;
                let found = spans(&roles.roles[start..end], tags.roles, &closed, 0.0);
                start = end;
                let act = roles.acts.chunks_exact(tags.acts.max(1)).nth(i).map(|row| {
                    let act = best(row);
                    (self.labels.acts[act].clone(), probability(row, &[act]))
                });
                let place =
                    |tokens: &Range<usize>| around.start + tokens.start - shift..around.start + tokens.end - shift;
                analyses[*s].attributions.push(Attribution {
                    cue: cue.start - shift..cue.end - shift,
                    score: *score,
                    act,
                    roles: found
                        .iter()
                        .map(|span| RoleSpan {
                            role: self.roles[span.label],
                            tokens: place(&span.tokens),
                            score: span.score,
                        })
                        .collect(),
                });
            }
        }
    }
}

impl Analysis {
    /// Puts the next part of an overlong sentence behind this one; its root hangs on the first root.
    fn append(&mut self, part: Analysis, start: usize, join: Label) {
        let shift = |range: &mut Range<usize>| *range = range.start + start..range.end + start;
        let root = self.morphs.iter().position(|morph| morph.head.is_none());
        for mut morph in part.morphs {
            morph.head = match morph.head {
                Some(head) => Some(head + start),
                None => {
                    morph.deprel = join;
                    root
                }
            };
            self.morphs.push(morph);
        }
        for mut name in part.names {
            shift(&mut name.tokens);
            self.names.push(name);
        }
        for mut attribution in part.attributions {
            shift(&mut attribution.cue);
            attribution.roles.iter_mut().for_each(|role| shift(&mut role.tokens));
            self.attributions.push(attribution);
        }
        // The mean direction so far, weighted by how many tokens speak for it.
        let (old, new) = (start as f32, (self.morphs.len() - start) as f32);
        self.vector.iter_mut().zip(part.vector).for_each(|(sum, value)| *sum = *sum * old + value * new);
        let length = self.vector.iter().map(|v| v * v).sum::<f32>().sqrt();
        if length > 0.0 {
            self.vector.iter_mut().for_each(|v| *v /= length);
        }
    }
}

/// Cuts parts into runs of about `size` tokens.
fn chunks(parts: &[Part], size: usize) -> Vec<Range<usize>> {
    let mut chunks = Vec::new();
    let (mut start, mut tokens) = (0, 0);
    for (i, part) in parts.iter().enumerate() {
        if i > start && tokens + part.tokens.len() > size {
            chunks.push(start..i);
            (start, tokens) = (i, 0);
        }
        tokens += part.tokens.len();
    }
    if start < parts.len() {
        chunks.push(start..parts.len());
    }
    chunks
}
