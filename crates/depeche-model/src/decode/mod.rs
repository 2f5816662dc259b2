//! Scores to decisions: trees, tag spans, lemmas. Pure functions; any numbers, even those that are none, give a
//! well-formed result.

use crate::kernels::{Level, float};

pub(crate) mod lemma;
pub(crate) mod spans;
pub(crate) mod tree;

/// Index of the largest value, the first of equals; 0 for an empty row. What is not a number loses.
pub(crate) fn best(row: &[f32]) -> usize {
    let mut best = 0;
    for (i, value) in row.iter().enumerate() {
        if *value > row[best] || (row[best].is_nan() && !value.is_nan()) {
            best = i;
        }
    }
    best
}

/// As [`best`], for long rows.
pub(crate) fn best_of_many(level: Level, row: &[f32]) -> usize {
    let mut largest = 0.0;
    float::largest(level, row, &mut largest);
    row.iter().position(|value| *value == largest).unwrap_or(0)
}

/// Probability of the outputs `which` among the row's, 0 to 1.
pub(crate) fn probability(row: &[f32], which: &[usize]) -> f32 {
    let largest = row[best(row)];
    let weight = |value: f32| if value == largest { 1.0 } else { f64::from(value - largest).exp() };
    let sum: f64 = row.iter().map(|v| weight(*v)).filter(|w| w.is_finite()).sum();
    let part: f64 = which.iter().map(|i| weight(row[*i])).filter(|w| w.is_finite()).sum();
    if sum > 0.0 { (part / sum).clamp(0.0, 1.0) as f32 } else { 0.0 }
}
