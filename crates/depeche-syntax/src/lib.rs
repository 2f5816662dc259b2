//! Text to sentences and tokens, with exact byte offsets, and CoNLL-U in and out.
//!
//! Takes a text and a language; [`segment`] gives sentences of tokens and the paragraph each stands in. Lines become
//! paragraphs (`lines`), paragraphs are scanned into tokens (`scan`), tokens are grouped into sentences
//! (`sentences`). Tokens follow the surface tokens of Universal Dependencies, on which the model is trained.
//!
//! The text is never changed: tokens and the gaps between them give it back, and gaps hold only spaces and controls.
//! Work and memory grow with the length of the text, whatever it holds. Tags and trees are the model's work, what a
//! quotation mark closes is the reading layer's.

mod characters;
mod conllu;
mod lines;
mod scan;
mod sentences;

pub use conllu::{ConlluError, ConlluErrorKind, ConlluFile, ConlluSentence, ConlluWord, read, write, write_given};
pub use sentences::{MAX_TOKENS, segment};
