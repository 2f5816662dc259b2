//! Whether a confidence means what it says: reliability and calibration of statements.
//!
//! Takes found statements judged right or wrong against gold, with the confidence that each was given; gives the
//! reliability table (DeGroot and Fienberg 1983), the expected calibration error in ten bins (Naeini et al. 2015), the
//! Brier score, and the logistic curve through the log-odds that makes the confidence a probability (Platt 1999), one
//! for every maker of statements that has enough of them. It judges nothing itself.

use depeche_reading::{Calibration, Curve};
use std::collections::BTreeMap;
use std::fmt;

/// A found statement, judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// What made it: the first of its `why`.
    pub maker: String,
    /// As given, 0 to 1.
    pub confidence: f64,
    /// Its content is in the gold, and its source is right.
    pub right: bool,
}

/// Makers with fewer judged statements than this share the curve of all.
const ENOUGH: usize = 60;
/// Bins of the table.
const BINS: usize = 10;
/// Newton's method needs a handful of steps; more than this means that there is no best curve.
const STEPS: usize = 50;

/// Reliability of a list of judged statements. Its `Display` is a Markdown table.
#[derive(Debug, Clone, PartialEq)]
pub struct Reliability {
    /// Per bin of confidence, lowest first: how many, their mean confidence, the share that is right.
    pub bins: [(usize, f64, f64); BINS],
    /// Mean distance of confidence and share right over the bins, weighted by their size, 0 to 1.
    pub calibration_error: f64,
    /// Mean squared distance of confidence and outcome, 0 to 1.
    pub brier: f64,
}

impl Reliability {
    /// Of `judged`, in any order.
    #[must_use]
    pub fn of(judged: &[Judged]) -> Self {
        let mut sums = [(0usize, 0.0, 0.0); BINS];
        let mut squares = 0.0;
        for item in judged {
            // A confidence of 1 belongs to the last bin.
            let bin = ((item.confidence * BINS as f64) as usize).min(BINS - 1);
            let outcome = f64::from(u8::from(item.right));
            sums[bin].0 += 1;
            sums[bin].1 += item.confidence;
            sums[bin].2 += outcome;
            squares += (item.confidence - outcome).powi(2);
        }
        let all = judged.len().max(1) as f64;
        let error = sums.iter().map(|(_, confidence, right)| (confidence - right).abs()).sum::<f64>() / all;
        let mean = |(n, confidence, right): (usize, f64, f64)| match n {
            0 => (0, 0.0, 0.0),
            n => (n, confidence / n as f64, right / n as f64),
        };
        Self { bins: sums.map(mean), calibration_error: error, brier: squares / all }
    }
}

impl fmt::Display for Reliability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| confidence | statements | mean confidence | right |")?;
        writeln!(f, "|---|---|---|---|")?;
        for (bin, (n, confidence, right)) in self.bins.iter().enumerate().filter(|(_, (n, ..))| *n > 0) {
            let (low, high) = (bin as f64 / BINS as f64, (bin + 1) as f64 / BINS as f64);
            writeln!(f, "| {low:.1} to {high:.1} | {n} | {:.0} % | {:.0} % |", 100.0 * confidence, 100.0 * right)?;
        }
        writeln!(
            f,
            "\nExpected calibration error {:.1} %, Brier score {:.3}.",
            100.0 * self.calibration_error,
            self.brier
        )
    }
}

/// The calibration under which `judged` would have been reliable, when their confidences came out of `current`.
#[must_use]
pub fn calibrate(judged: &[Judged], current: &Calibration) -> Calibration {
    let mut by_maker: BTreeMap<&str, Vec<&Judged>> = BTreeMap::new();
    for item in judged {
        by_maker.entry(&item.maker).or_default().push(item);
    }
    let others: Vec<&Judged> = judged.iter().collect();
    let makers = by_maker.iter().filter(|(_, items)| items.len() >= ENOUGH);
    let fitted = |maker: &str, items: &[&Judged]| -> Option<Curve> {
        let curve = fit(items)?;
        // Both curves are straight in log-odds: one after the other is a third.
        let before = current.curve(maker);
        let rounded = |value: f64| (value * 1e4).round() / 1e4;
        Some(Curve {
            slope: rounded(curve.slope * before.slope),
            intercept: rounded(curve.slope * before.intercept + curve.intercept),
            n: items.len(),
        })
    };
    Calibration {
        other: fitted("", &others).unwrap_or(current.other),
        makers: makers.filter_map(|(maker, items)| Some(((*maker).to_owned(), fitted(maker, items)?))).collect(),
    }
}

/// Maximum likelihood of `right` under a logistic curve in the log-odds of the confidence, with Platt's targets, which
/// keep it finite. `None` when the outcome does not rise with the confidence.
fn fit(items: &[&Judged]) -> Option<Curve> {
    let n_right = items.iter().filter(|item| item.right).count() as f64;
    let n_wrong = items.len() as f64 - n_right;
    let (high, low) = ((n_right + 1.0) / (n_right + 2.0), 1.0 / (n_wrong + 2.0));
    let (mut slope, mut intercept) = (1.0, 0.0);
    for _ in 0..STEPS {
        let (mut g, mut h) = ([0.0; 2], [1e-9, 0.0, 1e-9]);
        for item in items {
            let x = depeche_reading::log_odds(item.confidence);
            let p = 1.0 / (1.0 + (-(slope * x + intercept)).exp());
            let off = p - if item.right { high } else { low };
            let weight = p * (1.0 - p);
            g[0] += off * x;
            g[1] += off;
            h[0] += weight * x * x;
            h[1] += weight * x;
            h[2] += weight;
        }
        let determinant = h[0] * h[2] - h[1] * h[1];
        let step = [(h[2] * g[0] - h[1] * g[1]) / determinant, (h[0] * g[1] - h[1] * g[0]) / determinant];
        slope -= step[0];
        intercept -= step[1];
        if step.iter().all(|step| step.abs() < 1e-9) {
            break;
        }
    }
    (slope.is_finite() && intercept.is_finite() && slope > 0.0).then_some(Curve { slope, intercept, n: items.len() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    fn judged(confidence: f64, right: usize, wrong: usize) -> Vec<Judged> {
        let item = |right| Judged { maker: "model.attribution".into(), confidence, right };
        let mut items = vec![item(true); right];
        items.extend(vec![item(false); wrong]);
        items
    }

    #[test]
    fn the_table_sets_what_was_said_beside_what_was_so() {
        let items = [judged(0.95, 80, 20), judged(0.55, 10, 30), judged(1.0, 1, 0)].concat();
        let reliability = Reliability::of(&items);
        expect![[r#"
            | confidence | statements | mean confidence | right |
            |---|---|---|---|
            | 0.5 to 0.6 | 40 | 55 % | 25 % |
            | 0.9 to 1.0 | 101 | 95 % | 80 % |

            Expected calibration error 19.1 %, Brier score 0.208.
        "#]]
        .assert_eq(&reliability.to_string());
    }

    #[test]
    fn an_overconfident_engine_is_brought_down_to_what_is_right() {
        let items = [judged(0.95, 80, 20), judged(0.55, 10, 30)].concat();
        let calibration = calibrate(&items, &Calibration::default());
        let after = |confidence: f32| calibration.probability("model.attribution", confidence);
        assert!((after(0.95) - 0.8).abs() < 0.02, "{}", after(0.95));
        assert!((after(0.55) - 0.25).abs() < 0.03, "{}", after(0.55));
        let again: Vec<Judged> = items
            .iter()
            .map(|item| Judged { confidence: f64::from(after(item.confidence as f32)), ..item.clone() })
            .collect();
        assert!(Reliability::of(&again).calibration_error < 0.02);
        // What comes out of a calibrated engine is calibrated on top of it.
        let composed = calibrate(&again, &calibration);
        assert!((composed.probability("model.attribution", 0.95) - after(0.95)).abs() < 0.01);
    }

    #[test]
    fn a_confidence_that_tells_nothing_keeps_its_curve() {
        let items = [judged(0.9, 10, 90), judged(0.2, 90, 10)].concat();
        assert_eq!(calibrate(&items, &Calibration::default()), Calibration::default());
        assert_eq!(calibrate(&[], &Calibration::default()), Calibration::default());
    }
}
