//! The model that ships, embedded in the program: the bytes of `models/depeche.model` and the curves of
//! `models/calibration.toml`, and nothing else.
//!
//! A crate of its own so that only the binary carries them; tests load the file from disk, which keeps test binaries
//! small.

/// The model file, for `depeche_model::Model::from_bytes`.
pub static MODEL: &[u8] = include!(concat!(env!("OUT_DIR"), "/model.rs"));

/// What makes probabilities of the scores of statements, for `depeche::Calibration::from_toml`.
pub static CALIBRATION: &str = include_str!("../../../models/calibration.toml");
