//! Whether an event is told as a fact: one of FactBank's eight values, and where it stands in time.
//!
//! Takes a sentence with its tree, and the token of an event; gives the value that the sentence gives the event, its
//! status, and the rules that say so. Values are those of FactBank (Saurí and Pustejovsky 2009, *FactBank: a corpus
//! annotated with event factuality*); the way is De Facto's (Saurí and Pustejovsky 2012, *Are you sure that this
//! happened?*): a walk down the tree from the root to the event, carrying a certainty and a polarity. Each governing
//! predicate applies its signature (Nairn, Condoravdi and Karttunen 2006, *Computing relative polarity for textual
//! inference*: « réussir à » keeps polarity, « éviter de » turns it, « savoir que » takes its complement for granted in
//! either); then what stands about a word itself is heard: negation, modality, mood, tense, an open question.
//! Cues are data (`lang/<code>/factuality.toml`), composition is here, and no word of any language.
//!
//! What a source says is not weighed here: the walk may begin at the head of what is said, which gives the value for
//! that source, and the speech act is composed by whoever knows it (`viewpoints`). Seen from the root, what is said is
//! nobody's yet: `Uu`.

mod local;
mod value;
mod walk;
mod words;

pub use words::{FactualityRule, FactualityWords, Place};

use crate::rules::name_rules;
use depeche_record::{Factuality, Sentence, Status};
use walk::{Credit, Walk};

name_rules! {
    /// Somebody asks whether it is so.
    QUESTION = "factuality.question" settles Act;
    /// Somebody's words, for which the author does not vouch.
    REPORTED = "factuality.reported" settles Act;
}

/// What a sentence says of an event in it, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// How certain.
    pub value: Factuality,
    /// Time and aspect.
    pub status: Status,
    /// Ids of the rules that were applied, from the outermost in.
    pub why: Vec<String>,
}

/// What `sentence` says of the event at `token`. The walk begins at `top`, the head of a statement's content, and gives
/// the value for that statement's source; without it, at the root, and gives the author's. A `top` that the event does
/// not hang under counts as the event's own word.
#[must_use]
pub fn factuality(
    words: &FactualityWords,
    text: &str,
    sentence: &Sentence,
    token: usize,
    top: Option<usize>,
) -> Reading {
    Walk::new(words, text, sentence, Credit::None).read(token, top)
}

/// The same from the root, each source being taken at its word: the value for the innermost one.
#[must_use]
pub fn factuality_as_told(words: &FactualityWords, text: &str, sentence: &Sentence, token: usize) -> Reading {
    Walk::new(words, text, sentence, Credit::Sources).read(token, None)
}
