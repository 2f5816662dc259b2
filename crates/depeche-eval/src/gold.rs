//! Readers of gold sets: each takes a file or folder and gives plain values; none of them scores.
//!
//! Malformed files are an [`Error`](crate::Error) with file and line, except where a set is known to hold stray lines
//! (PolNeAR): those are passed over.

pub mod dwie;
pub mod factuality;
pub mod framenet;
pub mod gsr;
pub mod names;
pub mod parallel;
pub mod plv;
pub mod polnear;
pub mod robustness;
pub mod statements;
pub mod treebank;

use crate::pieces::Pieces;
use depeche_record::Kind;

/// A statement as an annotator marked it. Offsets are code points.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GoldStatement {
    /// What is said, as marked: see [`Characters::bare`](crate::pieces::Characters::bare) for what is compared.
    pub content: Pieces,
    /// The words that name the source; empty when it is unnamed or implicit.
    pub source: Pieces,
    /// The fullest name of the source in the text, when the set gives one.
    pub source_name: Option<String>,
    /// The reporting words; empty when there are none.
    pub cue: Pieces,
    /// Acts that count as right; empty when the set has none.
    pub acts: Vec<String>,
    /// Modes that count as right; empty when the set has none.
    pub modes: Vec<String>,
    /// Finding it neither helps nor hurts.
    pub optional: bool,
}

/// A text with the statements marked in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GoldArticle {
    /// The file it comes from, without extension.
    pub id: String,
    /// The article.
    pub text: String,
    /// In the file's order.
    pub statements: Vec<GoldStatement>,
}

/// A bare proper name as an annotator marked it. Offsets are code points, half open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct GoldName {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// What it names.
    pub kind: Kind,
    /// Finding it neither helps nor hurts.
    pub optional: bool,
}

/// A text with the names marked in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GoldNames {
    /// Which text.
    pub id: String,
    /// The text.
    pub text: String,
    /// In text order.
    pub names: Vec<GoldName>,
}

/// A text with its things, each with all its mentions. Offsets are code points.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GoldClusters {
    /// Which text.
    pub id: String,
    /// The text.
    pub text: String,
    /// Mentions of one thing, start and end, in text order; no mention stands in two.
    pub clusters: Vec<Vec<(usize, usize)>>,
    /// Marked places that are not scored: finding one neither helps nor hurts.
    pub ignored: Vec<(usize, usize)>,
}

/// The three kinds that are scored.
pub const SCORED_KINDS: [Kind; 3] = [Kind::Person, Kind::Organisation, Kind::Place];

/// The scored kind with this name in the record.
#[must_use]
pub fn scored_kind(name: &str) -> Option<Kind> {
    SCORED_KINDS.into_iter().find(|kind| kind.name() == name)
}
