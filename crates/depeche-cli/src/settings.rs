//! Arguments that several commands share, and the engine they ask for.

use anyhow::{Context as _, Result};
use depeche::world::actors;
use depeche::{Calibration, Engine, Languages, Model, World};
use depeche_export::Provenance;
use std::path::{Path, PathBuf};

/// How to read.
#[derive(Debug, clap::Args)]
pub(crate) struct Settings {
    /// Language of the texts (ISO 639-1); guessed for each one when left out.
    #[arg(long, value_name = "CODE", value_parser = language)]
    pub(crate) lang: Option<String>,
    /// Threads to work on; 0 means one per core. The output is the same.
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(crate) threads: usize,
    /// Analyse a sentence again each time it comes. The output is the same.
    #[arg(long)]
    pub(crate) no_cache: bool,
    /// Use this model instead of the built-in one.
    #[arg(long, value_name = "FILE")]
    pub(crate) model: Option<PathBuf>,
    /// Use this folder of language files instead of the built-in ones.
    #[arg(long, value_name = "DIR")]
    pub(crate) lang_dir: Option<PathBuf>,
}

impl Settings {
    /// The engine; `reference_date` is what « last week » is counted from, `actors` a file of the user's own actors.
    pub(crate) fn engine(&self, reference_date: Option<&str>, actors: Option<&Path>) -> Result<Engine> {
        // First of all: it is read in no time, and what is wrong in it should not wait for the model.
        let world = actors.map(|path| World::embedded().clone().with_actors(&actors::read(path)?));
        let world = world.transpose().context("cannot use the actor file")?;
        let model = match &self.model {
            Some(path) => Model::open(path)?,
            None => Model::from_bytes(depeche_weights::MODEL)?,
        };
        let calibration = Calibration::from_toml(depeche_weights::CALIBRATION)?;
        let mut builder = Engine::builder(model).calibration(calibration);
        builder = builder.threads(self.threads).cache(!self.no_cache);
        if let Some(folder) = &self.lang_dir {
            let languages = Languages::open(folder).with_context(|| format!("cannot use {}", folder.display()))?;
            builder = builder.languages(languages);
        }
        if let Some(lang) = &self.lang {
            builder = builder.lang(lang);
        }
        if let Some(world) = world {
            builder = builder.world(world);
        }
        if let Some(date) = reference_date {
            builder = builder.reference_date(date);
        }
        Ok(builder.build()?)
    }
}

/// What the output says of the engine.
pub(crate) fn provenance(engine: &Engine) -> Provenance {
    Provenance {
        version: engine.version().to_owned(),
        model: engine.model().sha256().to_owned(),
        lang: engine.languages().sha256().to_owned(),
        world: engine.world_sha256().to_owned(),
        reference_date: engine.reference_date().map(str::to_owned),
    }
}

/// A language code as ISO 639 writes it.
fn language(text: &str) -> Result<String, String> {
    let sound = (2..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase());
    if sound { Ok(text.to_owned()) } else { Err("a language is two or three small letters: fr, en".to_owned()) }
}
