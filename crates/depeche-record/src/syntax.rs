//! Sentences and tokens as the syntax layer cuts them and as the model annotates them.

use crate::{Label, Span};
use std::ops::Range;
use std::sync::Arc;

/// One sentence. Token indices everywhere are 0-based positions in `tokens`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sentence {
    /// From the first token's start to the last one's end.
    pub span: Span,
    /// Index of its paragraph in the document, from 0.
    pub paragraph: usize,
    /// Never empty, in text order, never overlapping.
    pub tokens: Vec<Token>,
    /// Names found in it, in text order, never overlapping.
    pub names: Vec<NameSpan>,
    /// One per cue, in text order; contents may nest and overlap across cues.
    pub attributions: Vec<Attribution>,
    /// Sentence embedding, L2-normalised; empty unless it was asked for.
    pub vector: Vec<f32>,
}

/// A surface token: « du » is one token; its text is `span` of the document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Its analysis; `None` until the model has read the sentence.
    pub morph: Option<Morph>,
}

/// Universal Dependencies v2 analysis of one token.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Morph {
    /// Universal part of speech, `NOUN`, `VERB`…
    pub upos: Label,
    /// `Gender=Masc|Number=Sing`, keys sorted; `_` when there is none.
    pub feats: Label,
    /// Dictionary form, shared by the tokens that have the same.
    pub lemma: Arc<str>,
    /// Index of the head token; `None` for the sentence's one root.
    pub head: Option<usize>,
    /// Relation to the head with its subtype, `nsubj:pass`; `root` for the root.
    pub deprel: Label,
}

/// A bare proper name as the model marks it.
#[derive(Debug, Clone, PartialEq)]
pub struct NameSpan {
    /// Tokens it covers.
    pub tokens: Range<usize>,
    /// The model's label: `person`, `organisation`, `place`, `nationality`, `event`, `work` or `other`.
    pub label: String,
    /// Probability, 0 to 1, mean over its tokens.
    pub score: f32,
}

/// A cue and the roles that the attribution head found for it (cue-conditioned roles).
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    /// Tokens of the cue.
    pub cue: Range<usize>,
    /// Probability of the cue, 0 to 1.
    pub score: f32,
    /// Best act label and its probability, when the model has an act head.
    pub act: Option<(String, f32)>,
    /// In text order; one role may have several spans.
    pub roles: Vec<RoleSpan>,
}

/// A span that plays a role for a cue.
#[derive(Debug, Clone, PartialEq)]
pub struct RoleSpan {
    /// Which role.
    pub role: RoleKind,
    /// Tokens it covers.
    pub tokens: Range<usize>,
    /// Probability, 0 to 1, mean over its tokens.
    pub score: f32,
}

/// The roles around a cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RoleKind {
    /// Who says it.
    Source,
    /// What is said.
    Content,
    /// To whom.
    Addressee,
    /// On what subject.
    Topic,
    /// Through which channel.
    Medium,
}

impl RoleKind {
    /// All roles, in the order of the model's labels.
    pub const ALL: [Self; 5] = [Self::Source, Self::Content, Self::Addressee, Self::Topic, Self::Medium];

    /// The name used in the model file and in messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Content => "content",
            Self::Addressee => "addressee",
            Self::Topic => "topic",
            Self::Medium => "medium",
        }
    }

    /// The role called `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

impl Sentence {
    /// The text span that the tokens `range` cover, from the first one's start to the last one's end.
    ///
    /// # Panics
    /// If `range` is empty or out of the sentence.
    #[must_use]
    pub fn span_of(&self, range: &Range<usize>) -> Span {
        self.tokens[range.start].span.to(self.tokens[range.end - 1].span)
    }
}
