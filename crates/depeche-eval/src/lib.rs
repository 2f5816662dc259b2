//! Scores depeche against gold sets: `depeche eval`.
//!
//! [`gold`] reads the sets, [`Reader`] is the engine being measured, one module a task compares the two ([`trees`],
//! [`statements`], [`roles`], [`names`], [`coreference`],
//! [`events`], [`vectors`]), and [`run`] goes through [`SETS`] and gives a [`Report`] to print
//! or to write to `eval/scores.csv`. What each figure means is in `docs/evaluation.md`. Gold offsets are code points,
//! as in the JSON record, and so is everything compared here. It does not fetch gold sets and holds none.

pub mod coreference;
mod engine;
mod error;
pub mod events;
pub mod factuality;
pub mod gold;
pub mod names;
pub mod pieces;
mod reader;
pub mod reliability;
pub mod robustness;
pub mod roles;
mod score;
mod sets;
pub mod statements;
mod table;
#[cfg(test)]
mod testing;
pub mod trees;
pub mod vectors;

pub use error::{Error, ErrorKind};
pub use reader::Reader;
pub use reliability::{Judged, Reliability, calibrate};
pub use score::{Counts, Score, Share, match_best_first};
pub use sets::{SETS, Set};

use std::fmt;
use std::path::{Path, PathBuf};

/// What to score.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The folder of gold sets; without it everything is skipped.
    pub gold: Option<PathBuf>,
    /// Names of sets; none means all.
    pub sets: Vec<String>,
    /// How many wrong items to show per set.
    pub show_errors: usize,
    /// The file of committed figures, to compare with.
    pub scores: PathBuf,
}

/// Figures of one set, and what was wrong.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outcome {
    /// In the order they were measured.
    pub scores: Vec<Score>,
    /// In text order.
    pub mistakes: Vec<Mistake>,
    /// Of a set with statements: each one found, and whether it is right.
    pub judged: Vec<Judged>,
}

/// One wrong item, for a reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Which sentence, article or line.
    pub place: String,
    /// The words around it.
    pub text: String,
    /// What the gold says.
    pub gold: String,
    /// What the engine says.
    pub found: String,
}

/// What an evaluation found. Its `Display` is what `depeche eval` prints.
#[derive(Debug, Default)]
pub struct Report {
    /// Scored sets with their outcome.
    pub outcomes: Vec<(&'static str, Outcome)>,
    /// Sets that were asked for and are not there, with what is missing.
    pub skipped: Vec<(&'static str, String)>,
    show_errors: usize,
    committed: table::Committed,
}

/// Scores the sets that `options` names. `progress` hears each set's name before it is scored.
///
/// # Errors
/// When a set's name is unknown, or a gold file that exists cannot be read.
pub fn run(options: &Options, reader: &dyn Reader, progress: &mut dyn FnMut(&str)) -> Result<Report, Error> {
    for name in &options.sets {
        if !SETS.iter().any(|set| set.name == name) {
            let known = SETS.iter().map(|set| set.name).collect::<Vec<_>>().join(", ");
            return Err(Error::UnknownSet { name: name.clone(), known });
        }
    }
    let committed = table::read(&options.scores)?;
    let mut report = Report { show_errors: options.show_errors, committed, ..Report::default() };
    for set in SETS.iter().filter(|set| options.sets.is_empty() || options.sets.iter().any(|name| name == set.name)) {
        // A set that needs nothing is part of the build.
        let Some(gold) = options.gold.as_deref().or(set.needs.is_empty().then_some(Path::new(""))) else {
            report.skipped.push((set.name, "no gold folder: give --gold DIR or set DEPECHE_GOLD".to_owned()));
            continue;
        };
        if let Some(missing) = set.needs.iter().map(|path| gold.join(path)).find(|path| !path.exists()) {
            report.skipped.push((set.name, format!("{} is missing", missing.display())));
            continue;
        }
        progress(set.name);
        report.outcomes.push((set.name, (set.score)(gold, reader)?));
    }
    Ok(report)
}

impl Report {
    /// Every figure, in set order.
    #[must_use]
    pub fn scores(&self) -> Vec<&Score> {
        self.outcomes.iter().flat_map(|(_, outcome)| &outcome.scores).collect()
    }

    /// Every judged statement, in set order.
    #[must_use]
    pub fn judged(&self) -> Vec<Judged> {
        self.outcomes.iter().flat_map(|(_, outcome)| outcome.judged.iter().cloned()).collect()
    }

    /// Writes the figures to `path`; sets that were not scored keep their rows.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn update(&self, path: &Path) -> Result<(), Error> {
        table::update(path, &self.scores())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scores = self.scores();
        if !scores.is_empty() {
            table::write_table(f, &scores, &self.committed)?;
        }
        for same in self.skipped.chunk_by(|a, b| a.1 == b.1) {
            let sets: Vec<&str> = same.iter().map(|(set, _)| *set).collect();
            writeln!(f, "skipped: {} ({})", sets.join(", "), same[0].1)?;
        }
        for (set, outcome) in self.outcomes.iter().filter(|_| self.show_errors > 0) {
            writeln!(
                f,
                "\n{set}: {} of {} wrong items",
                self.show_errors.min(outcome.mistakes.len()),
                outcome.mistakes.len()
            )?;
            for mistake in spread(&outcome.mistakes, self.show_errors) {
                writeln!(f, "\n{mistake}")?;
            }
        }
        Ok(())
    }
}

/// `n` items evenly over the list: the first ones alone would all come from one article.
fn spread(mistakes: &[Mistake], n: usize) -> impl Iterator<Item = &Mistake> {
    let n = n.min(mistakes.len());
    (0..n).map(move |k| &mistakes[k * mistakes.len() / n])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::testing::Constructed;

    #[test]
    fn without_gold_every_set_but_our_own_is_skipped_and_says_why() {
        let report = run(&Options::default(), &Constructed::default(), &mut |_| {}).unwrap();
        let text = report.to_string();
        assert_eq!(report.skipped.len() + 1, SETS.len());
        assert!(text.contains("\nskipped: sequoia, gsd, ewt"), "{text}");
        assert!(text.ends_with("ntrex (no gold folder: give --gold DIR or set DEPECHE_GOLD)\n"), "{text}");
    }

    #[test]
    fn an_unknown_set_is_refused_with_the_known_ones() {
        let options = Options { sets: vec!["sequioa".into()], ..Options::default() };
        let error = run(&options, &Constructed::default(), &mut |_| {}).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Usage);
        assert!(error.to_string().contains("sequoia, gsd, ewt"), "{error}");
    }

    #[test]
    fn a_set_whose_files_are_there_is_scored_and_the_others_are_skipped() {
        let gold = tempfile::tempdir().unwrap();
        std::fs::create_dir(gold.path().join("ud")).unwrap();
        std::fs::write(gold.path().join("ud/en_ewt-ud-dev.conllu"), "1\tOui\toui\tINTJ\t_\t_\t0\troot\t_\t_\n\n")
            .unwrap();
        let options = Options {
            gold: Some(gold.path().into()),
            sets: vec!["gum".into(), "ewt".into()],
            show_errors: 3,
            ..Options::default()
        };
        let mut heard = Vec::new();
        let report = run(&options, &Constructed::default(), &mut |set| heard.push(set.to_owned())).unwrap();
        assert_eq!(heard, ["ewt"]);
        let text = report.to_string();
        assert!(text.contains("ewt  raw_token_F1     100.00       1"), "{text}");
        assert!(text.contains("skipped: gum ("), "{text}");
        assert!(text.contains("ewt: 1 of 1 wrong items\n\n1: Oui\n  gold  Oui/INTJ ←root ·\n"), "{text}");
    }
}
