//! Reads news: who said what, according to whom, with the exact words.
//!
//! ```no_run
//! use depeche::{Engine, Model, Text};
//!
//! let model = Model::open("models/depeche.model")?;
//! let engine = Engine::builder(model).lang("fr").build()?;
//! let document = engine.read(Text { text: "Oslo a démenti tout accord.".to_owned(), ..Text::default() });
//! for statement in &document.statements {
//!     println!("{:?}", statement.source.span.map(|span| span.of(&document.source.text)));
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`Engine::read`] turns a [`Text`] into a [`Document`]; what happens on the way is on one page, `pipeline.rs`. Reading
//! never fails: what went wrong is in the document's notices. This crate opens no file; `depeche-ingest` makes texts of
//! files, `depeche-export` prints documents.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod actors;
mod engine;
mod explain;
mod in_order;
mod lexicons;
mod pipeline;

pub use depeche_ingest as ingest;
pub use depeche_lang::{LangError, Languages};
pub use depeche_model::{Model, ModelError};
pub use depeche_reading::{Calibration, CalibrationError, Curve, Rule, rule, rules};
pub use depeche_record::*;
pub use depeche_syntax::{ConlluError, ConlluFile, ConlluSentence};
pub use depeche_world::{self as world, World, WorldError};
pub use engine::{Builder, Engine, Parsed};
pub use in_order::in_order;
