//! Facts to the world.
//!
//! Takes a [`depeche_record::Document`] and who read it ([`Provenance`]); gives the JSON [`record()`], the
//! terminal [`sheet`], the [`explanation`] of one statement and the self-contained HTML [`page`]. Words for people come from `locales/` ([`Locale`]).
//! Nothing here reads files, knows a terminal or changes what was found.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod explanation;
mod headings;
mod html;
mod json;
mod locale;
mod offsets;
mod sheet;
#[cfg(test)]
mod testing;

pub use explanation::explanation;
pub use html::page;
pub use json::{Record, record, schema};
pub use locale::Locale;
pub use sheet::sheet;

/// Who read a document, with what: two readings with the same provenance of the same text are the same.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provenance {
    /// Version of the engine.
    pub version: String,
    /// SHA-256 of the model, lower-case hexadecimal.
    pub model: String,
    /// SHA-256 of the language files.
    pub lang: String,
    /// SHA-256 of the files about the world.
    pub world: String,
    /// RFC 3339 date that relative dates were counted from, when the user gave one.
    pub reference_date: Option<String>,
}
