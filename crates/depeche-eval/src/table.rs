//! What an evaluation prints and what it writes down.
//!
//! `scores.csv` has the columns set, metric, value (two decimals) and n, one row a figure, sorted, so that a diff of two
//! commits shows what moved.

use crate::error::read_text;
use crate::score::Score;
use crate::{Error, Mistake, Outcome};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

const HEADER: &str = "set,metric,value,n";

/// Committed figures by set and metric: value as written, n.
pub(crate) type Committed = BTreeMap<(String, String), (String, usize)>;

/// The figures in `path`; none when there is no such file.
pub(crate) fn read(path: &Path) -> Result<Committed, Error> {
    if !path.exists() {
        return Ok(Committed::new());
    }
    let mut rows = Committed::new();
    for (index, line) in read_text(path)?.lines().enumerate().skip(1) {
        let columns: Vec<&str> = line.split(',').collect();
        let row = match columns.as_slice() {
            [set, metric, value, n] => n.parse().ok().map(|n| (set, metric, value, n)),
            _ => None,
        };
        let (set, metric, value, n) =
            row.ok_or_else(|| Error::malformed(path, index + 1, format!("« {line} »"), HEADER))?;
        rows.insert(((*set).to_owned(), (*metric).to_owned()), ((*value).to_owned(), n));
    }
    Ok(rows)
}

/// Writes `scores` over the committed figures of the same sets; other sets keep theirs.
pub(crate) fn update(path: &Path, scores: &[&Score]) -> Result<(), Error> {
    let mut rows = read(path)?;
    rows.retain(|(set, _), _| !scores.iter().any(|score| score.set == *set));
    for score in scores {
        rows.insert((score.set.clone(), score.metric.clone()), (format!("{:.2}", score.value), score.n));
    }
    let mut text = format!("{HEADER}\n");
    for ((set, metric), (value, n)) in rows {
        text.push_str(&format!("{set},{metric},{value},{n}\n"));
    }
    std::fs::write(path, text).map_err(|source| Error::Io { path: path.to_owned(), source })
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{},{:.2},{}", self.set, self.metric, self.value, self.n)
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [text, gold, found] = [&self.text, &self.gold, &self.found].map(|text| clipped(text));
        write!(f, "{}: {text}\n  gold  {gold}\n  found {found}", self.place)
    }
}

/// At most this many characters of a text are shown; the middle of a longer one is left out.
const SHOWN: usize = 500;

fn clipped(text: &str) -> String {
    let n = text.chars().count();
    if n <= SHOWN {
        return text.to_owned();
    }
    let head: String = text.chars().take(SHOWN / 2).collect();
    let tail: String = text.chars().skip(n - SHOWN / 2).collect();
    format!("{head} [{} characters] {tail}", n - SHOWN / 2 * 2)
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.scores.iter().try_for_each(|score| writeln!(f, "{score}"))?;
        self.mistakes.iter().try_for_each(|mistake| writeln!(f, "{mistake}"))
    }
}

/// The table: one line a figure, with what moved since the committed one.
pub(crate) fn write_table(f: &mut fmt::Formatter<'_>, scores: &[&Score], committed: &Committed) -> fmt::Result {
    let width = |text: fn(&Score) -> &str| scores.iter().map(|score| text(score).chars().count()).max().unwrap_or(0);
    let (set_width, metric_width) = (width(|s| &s.set), width(|s| &s.metric));
    writeln!(f, "{:set_width$}  {:metric_width$}  {:>6}  {:>6}", "set", "metric", "%", "n")?;
    for score in scores {
        let Score { set, metric, value, n } = score;
        write!(f, "{set:set_width$}  {metric:metric_width$}  {value:6.2}  {n:6}")?;
        let before = committed.get(&(set.clone(), metric.clone())).and_then(|(value, _)| value.parse::<f64>().ok());
        match before {
            Some(before) if format!("{before:.2}") != format!("{value:.2}") => writeln!(f, "  {:+.2}", value - before)?,
            _ => writeln!(f)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn score(set: &str, metric: &str, value: f64) -> Score {
        Score { set: set.into(), metric: metric.into(), value, n: 7 }
    }

    #[test]
    fn an_update_replaces_the_sets_it_measured_and_keeps_the_others() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("scores.csv");
        update(&path, &[&score("gum", "UPOS", 97.0), &score("ewt", "LAS", 88.128), &score("ewt", "gone", 1.0)])
            .unwrap();
        update(&path, &[&score("ewt", "LAS", 88.5)]).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "set,metric,value,n\newt,LAS,88.50,7\ngum,UPOS,97.00,7\n");
    }

    #[test]
    fn a_damaged_file_says_where() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("scores.csv");
        std::fs::write(&path, "set,metric,value,n\newt,LAS\n").unwrap();
        let message = read(&path).unwrap_err().to_string();
        assert!(message.ends_with("scores.csv:2: « ewt,LAS »; expected set,metric,value,n"), "{message}");
    }
}
