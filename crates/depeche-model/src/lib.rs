//! Text to annotations: one small transformer encoder and its heads, run on the processor at hand.
//!
//! Takes the model file of `docs/model-format.md` and sentences already cut into tokens; fills in tags, features,
//! lemmas, trees, names, attributions (a cue and who plays which role for it) and sentence vectors. Only opening a model
//! can fail. Annotating never does, and gives the same bytes on any number of threads, in any batch, with the cache or
//! without. The crate knows no language, finds no tokens, groups nothing, and joins nothing across sentences.
//!
//! The walk: [`Model::annotate`] → `annotate.rs` (chunks, threads, cache) → `subwords.rs` → `encoder.rs` → `heads.rs`
//! → `decode/`; underneath, `linear.rs` and `kernels/` do the arithmetic and `file.rs` reads the container.

mod annotate;
mod decode;
mod encoder;
mod error;
mod file;
mod forward;
mod given_cue;
mod heads;
mod kernels;
mod linear;
mod model;
mod subwords;
#[cfg(any(test, feature = "testing"))]
pub mod testing;

pub use annotate::Options;
pub use error::{ModelError, ModelErrorKind};
pub use file::Labels;
pub use forward::{Forward, Scores};
pub use kernels::Level;
pub use model::Model;
