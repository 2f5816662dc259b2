//! `depeche eval`: scores against gold sets, printed and written to `eval/scores.csv`.

use crate::settings::Settings;
use anyhow::{Context as _, Result};
use depeche_eval::{Options, Reliability, SETS};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

const EXAMPLES: &str = "Examples:
  DEPECHE_GOLD=~/gold depeche eval
  depeche eval --gold ~/gold --set sequoia --set fr-statements --show-errors 20
  depeche eval --update

Gold sets are not part of depeche: docs/evaluation.md says which ones are read, and what each figure means.";

const CALIBRATION: &str = "\
# From the score of a statement to the probability that it is right (content and source): a logistic curve in log-odds for each
# maker, the first id of a statement's `why`. Written by `depeche eval --set polnear --set fr-statements --calibrate FILE`.
";

/// Arguments of `depeche eval`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Folder of gold sets.
    #[arg(long, value_name = "DIR", env = "DEPECHE_GOLD")]
    gold: Option<PathBuf>,
    /// Score only this set; may be repeated.
    #[arg(long, value_name = "NAME", value_parser = clap::builder::PossibleValuesParser::new(SETS.iter().map(|set| set.name)))]
    set: Vec<String>,
    /// Show this many wrong items of each set.
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    show_errors: usize,
    /// Print how reliable the confidence of statements is.
    #[arg(long)]
    reliability: bool,
    /// Write the curves that would make the confidence of statements a probability, over the scored sets.
    #[arg(long, value_name = "FILE")]
    calibrate: Option<PathBuf>,
    /// Write the figures to the score file; sets that were not scored keep theirs.
    #[arg(long)]
    update: bool,
    /// The committed figures.
    #[arg(long, value_name = "FILE", default_value = "eval/scores.csv")]
    scores: PathBuf,
    /// Threads to work on; 0 means one per core. The figures are the same.
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    threads: usize,
    /// Use this model instead of the built-in one.
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Use this folder of language files instead of the built-in ones.
    #[arg(long, value_name = "DIR")]
    lang_dir: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let Arguments { gold, set, show_errors, reliability, calibrate, update, scores, threads, model, lang_dir } =
        arguments;
    let settings = Settings {
        // Every gold set says its language itself.
        lang: None,
        threads: *threads,
        no_cache: false,
        model: model.clone(),
        lang_dir: lang_dir.clone(),
    };
    let engine = settings.engine(None, None)?;
    let options = Options { gold: gold.clone(), sets: set.clone(), show_errors: *show_errors, scores: scores.clone() };
    let report = depeche_eval::run(&options, &engine, &mut |set| eprintln!("scoring {set}"))?;
    write!(std::io::stdout().lock(), "{report}")?;
    let judged = report.judged();
    if *reliability && !judged.is_empty() {
        write!(std::io::stdout().lock(), "\n{}", Reliability::of(&judged))?;
    }
    if let Some(path) = calibrate {
        anyhow::ensure!(!judged.is_empty(), "--calibrate needs a set with statements, and none was scored");
        let curves = depeche_eval::calibrate(&judged, engine.calibration());
        let content = format!("{CALIBRATION}{}", toml::to_string(&curves)?);
        std::fs::write(path, content).with_context(|| format!("cannot write {}", path.display()))?;
    }
    if *update && !report.outcomes.is_empty() {
        report.update(scores).with_context(|| format!("cannot update {}", scores.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}
