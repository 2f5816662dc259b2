//! Why a statement was read as it was: one value a step.

use crate::facts::named;
use crate::{Act, Span};

named! {
    /// What a step, and the rule behind it, settles; in the order in which one would ask.
    About {
        /// That something is said here, and with which words.
        Cue = "cue",
        /// Which words name who says it.
        Source = "source",
        /// Who that is: which entity a mention belongs to.
        Reference = "reference",
        /// What is said.
        Content = "content",
        /// What is done by saying it.
        Act = "act",
    }
}

/// One step on the way to a statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What it settles.
    pub about: About,
    /// Id of the head, the rule or the line of a lexicon.
    pub rule: String,
    /// What the head said, 0 to 1.
    pub score: Option<f32>,
    /// File and line (from 1) where the rule stands, as seen from the root of the repository.
    pub place: Option<(String, usize)>,
    /// The words in the text that it is about.
    pub words: Vec<Span>,
    /// The mention that this one follows, in a step of reference.
    pub antecedent: Option<Span>,
    /// The example in the lexicon, the words of the cue in square brackets.
    pub example: Option<String>,
    /// The lexicon's act, before anything composed it.
    pub act: Option<Act>,
}
