//! Why a statement was read as it was: one value a step.

use crate::{Act, Span};

/// What a step, and the rule behind it, settles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum About {
    /// That something is said here, and with which words.
    Cue,
    /// Which words name who says it.
    Source,
    /// Who that is: which entity a mention belongs to.
    Reference,
    /// What is said.
    Content,
    /// What is done by saying it.
    Act,
}

impl About {
    /// Every value, in the order in which one would ask.
    pub const ALL: &[Self] = &[Self::Cue, Self::Source, Self::Reference, Self::Content, Self::Act];

    /// The name under which locales know it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Cue => "cue",
            Self::Source => "source",
            Self::Reference => "reference",
            Self::Content => "content",
            Self::Act => "act",
        }
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
