//! What is being scored, behind a small door: anything that can segment, annotate and read.
//!
//! The scorers never name the engine, so that their tests run on constructed answers and need no model.

use depeche_record::{Attribution, Document, Sentence};
use std::ops::Range;

/// The engine as the scorers see it. Spans are byte offsets into the text given.
pub trait Reader {
    /// Reads whole texts, in order.
    fn read(&self, texts: &[&str], lang: &str) -> Vec<Document>;

    /// Cuts a text into sentences and tokens, without analysing them.
    fn segment(&self, text: &str, lang: &str) -> Vec<Sentence>;

    /// Fills tags, trees, names, attributions and vectors of given sentences.
    fn annotate(&self, text: &str, sentences: &mut [Sentence]);

    /// The roles around one given cue of every sentence: `cues[i]` are the cue's tokens in `sentences[i]`.
    fn roles(&self, text: &str, sentences: &[Sentence], cues: &[Range<usize>]) -> Vec<Attribution>;
}
