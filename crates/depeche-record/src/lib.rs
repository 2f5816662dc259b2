//! What flows through depeche: plain values, no dependencies, no serialisation.
//!
//! Bytes become a [`Text`]; a text is cut into [`Sentence`]s of [`Token`]s; the model fills the tokens and marks
//! [`NameSpan`]s and [`Attribution`]s; reading turns these into a [`Document`]'s [`Entity`]s, [`Statement`]s
//! and [`Event`]s.
//! Every [`Span`] indexes the original text in **bytes**, half open, on character boundaries; the JSON record
//! (crate `depeche-export`) speaks code points and converts at the edge.

mod document;
mod events;
mod facts;
mod label;
mod span;
mod step;
mod syntax;

pub use document::{Document, Notice, NoticeCode, Text};
pub use events::{CONTEXTS, Event, EventMention, EventObject, EventType, Factuality, Place, Status, Viewpoint, When};
pub use facts::{Act, Entity, Kind, Link, Mention, MentionForm, Mode, Role, Scores, Source, Statement};
pub use label::Label;
pub use span::Span;
pub use step::{About, Step};
pub use syntax::{Attribution, Morph, NameSpan, RoleKind, RoleSpan, Sentence, Token};
