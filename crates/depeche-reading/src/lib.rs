#![cfg_attr(test, allow(clippy::unwrap_used))]
//! Sentences to facts.
//!
//! Takes a text and its annotated sentences (tokens, trees, names, attributions); gives the people and things it
//! speaks of ([`coreference`]), what stands between quotation marks ([`quotations`]) and who says what ([`statements`]), with
//! a probability for each ([`Calibration`]).
//! Pure functions from values to values: no disk, no clock, no JSON, and no word of any language.

mod acts;
mod calibration;
mod candidates;
mod coreference;
mod cues;
mod events;
mod factuality;
mod index;
mod names;
mod places;
mod quotations;
mod reports;
mod roles;
mod rules;
mod statements;
#[cfg(test)]
mod testing;
mod times;
mod tree;
mod vetoes;
mod viewpoints;

pub use acts::{LexicalAct, act};
pub use calibration::{Calibration, CalibrationError, Curve, log_odds};
pub use coreference::{CoreferenceRule, CoreferenceWords, Knowledge, NounKind, coreference, prune, speakers};
pub use events::{events, settle};
pub use factuality::{FactualityRule, FactualityWords, Place, Reading, factuality, factuality_as_told};
pub use names::NameHints;
pub use places::{PlaceWords, places};
pub use quotations::{Piece, Quotation, quotations};
pub use rules::{Rule, rule, rules};
pub use statements::statements;
pub use times::{Time, TimeKind, TimeRule, TimeWords, anchor_of, dating, day, times};
pub use viewpoints::{Judgement, judgement, viewpoints};
