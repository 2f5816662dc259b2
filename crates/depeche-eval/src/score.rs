//! From counts to figures: precision, recall, F1, accuracy, and the best one-to-one matching of spans.
//!
//! Everything is a percentage with the number of gold items it rests on. It does not read files.

use crate::pieces::Pieces;

/// One figure of one set.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// The gold set, `sequoia`.
    pub set: String,
    /// What was measured, `LAS`.
    pub metric: String,
    /// Per cent.
    pub value: f64,
    /// Gold items it rests on.
    pub n: usize,
}

/// Items found, wanted and right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Items of the gold.
    pub gold: usize,
    /// Items the engine gave.
    pub found: usize,
    /// Items that are in both.
    pub right: usize,
}

impl Counts {
    /// Share of what was found that is right, per cent.
    #[must_use]
    pub fn precision(self) -> f64 {
        percent(self.right, self.found)
    }

    /// Share of the gold that was found, per cent.
    #[must_use]
    pub fn recall(self) -> f64 {
        percent(self.right, self.gold)
    }

    /// Harmonic mean of the two, per cent.
    #[must_use]
    pub fn f1(self) -> f64 {
        percent(2 * self.right, self.gold + self.found)
    }

    /// Adds another document's counts.
    pub fn add(&mut self, other: Self) {
        self.gold += other.gold;
        self.found += other.found;
        self.right += other.right;
    }
}

/// Right answers out of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// Right ones.
    pub right: usize,
    /// All of them.
    pub all: usize,
}

impl Share {
    /// Counts one answer.
    pub fn note(&mut self, right: bool) {
        self.all += 1;
        self.right += usize::from(right);
    }

    /// Per cent.
    #[must_use]
    pub fn percent(self) -> f64 {
        percent(self.right, self.all)
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

/// Figures of one set, in the order they were measured.
pub(crate) struct Scores {
    set: String,
    pub(crate) rows: Vec<Score>,
}

impl Scores {
    pub(crate) fn new(set: &str) -> Self {
        Self { set: set.to_owned(), rows: Vec::new() }
    }

    pub(crate) fn push(&mut self, metric: &str, value: f64, n: usize) {
        self.rows.push(Score { set: self.set.clone(), metric: metric.to_owned(), value, n });
    }

    pub(crate) fn share(&mut self, metric: &str, share: Share) {
        self.push(metric, share.percent(), share.all);
    }

    pub(crate) fn f1(&mut self, metric: &str, counts: Counts) {
        self.push(metric, counts.f1(), counts.gold);
    }

    /// F1, precision and recall under `prefix_F1`, `prefix_P`, `prefix_R`.
    pub(crate) fn f1_p_r(&mut self, prefix: &str, counts: Counts) {
        self.push(&format!("{prefix}_F1"), counts.f1(), counts.gold);
        self.push(&format!("{prefix}_P"), counts.precision(), counts.found);
        self.push(&format!("{prefix}_R"), counts.recall(), counts.gold);
    }
}

/// Pairs (gold, found) one to one, the pair that shares most first, among those of IoU `least` or more (and above 0).
/// Equal pairs go by gold order, then by found order.
#[must_use]
pub fn match_best_first(gold: &[&Pieces], found: &[&Pieces], least: f64) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (g, wanted) in gold.iter().enumerate() {
        for (f, given) in found.iter().enumerate() {
            let iou = wanted.iou(given);
            if iou > 0.0 && iou >= least {
                pairs.push((iou, g, f));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut taken_gold, mut taken_found) = (vec![false; gold.len()], vec![false; found.len()]);
    let mut matched = Vec::new();
    for (_, g, f) in pairs {
        if !taken_gold[g] && !taken_found[f] {
            (taken_gold[g], taken_found[f]) = (true, true);
            matched.push((g, f));
        }
    }
    matched.sort_unstable();
    matched
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_better_pair_wins_whatever_the_order() {
        let gold = [Pieces::one(0..10), Pieces::one(4..10)];
        let found = [Pieces::one(4..10), Pieces::one(0..9)];
        let pairs = match_best_first(&gold.each_ref(), &found.each_ref(), 0.5);
        assert_eq!(pairs, [(0, 1), (1, 0)]);
    }

    #[test]
    fn one_found_span_never_pays_twice() {
        let gold = [Pieces::one(0..10), Pieces::one(0..10)];
        let found = [Pieces::one(0..10)];
        assert_eq!(match_best_first(&gold.each_ref(), &found.each_ref(), 0.5), [(0, 0)]);
    }

    #[test]
    fn nothing_over_nothing_is_zero_not_a_hole() {
        assert_eq!(Counts::default().f1(), 0.0);
        assert_eq!(Share::default().percent(), 0.0);
        let counts = Counts { gold: 4, found: 2, right: 2 };
        assert_eq!((counts.precision(), counts.recall()), (100.0, 50.0));
    }
}
