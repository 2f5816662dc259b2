//! Begin–inside–outside tags to spans: the likeliest *consistent* sequence (Viterbi), so that nothing has to be repaired.
//!
//! Tag 0 is outside; label k begins with tag 1 + 2k and goes on with tag 2 + 2k, which follows only these two.

use super::{best, probability};
use std::ops::Range;

/// A labelled run of tokens.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TagSpan {
    pub(crate) label: usize,
    pub(crate) tokens: Range<usize>,
    /// Probability that its tokens carry the label, mean over them.
    pub(crate) score: f32,
}

/// Spans of the best consistent tagging. `scores` holds one row of `tags` per token; tokens in `closed` stay outside;
/// `bias` is added to every outside score.
pub(crate) fn spans(scores: &[f32], tags: usize, closed: &Range<usize>, bias: f32) -> Vec<TagSpan> {
    let path = best_path(scores, tags, closed, bias);
    let mut found: Vec<TagSpan> = Vec::new();
    for (i, tag) in path.iter().enumerate().filter(|(_, tag)| **tag > 0) {
        let label = (tag - 1) / 2;
        if tag % 2 == 0
            && let Some(last) = found.last_mut()
        {
            last.tokens.end = i + 1;
        } else {
            found.push(TagSpan { label, tokens: i..i + 1, score: 0.0 });
        }
    }
    for span in &mut found {
        let which = [1 + 2 * span.label, 2 + 2 * span.label];
        let sum: f32 = span.tokens.clone().map(|i| probability(&scores[i * tags..(i + 1) * tags], &which)).sum();
        span.score = sum / span.tokens.len() as f32;
    }
    found
}

fn follows(tag: usize, previous: usize) -> bool {
    tag == 0 || tag % 2 == 1 || previous == tag || previous == tag - 1
}

fn best_path(scores: &[f32], tags: usize, closed: &Range<usize>, bias: f32) -> Vec<usize> {
    let score = |i: usize, tag: usize| {
        let value = f64::from(scores[i * tags + tag]) + if tag == 0 { f64::from(bias) } else { 0.0 };
        // Numbers that are none must not poison the sums.
        if value.is_nan() { -1e12 } else { value.clamp(-1e12, 1e12) }
    };
    let n = scores.len() / tags;
    // When the best tag of every token by itself makes a consistent sequence, it is the best sequence.
    let mut row = Vec::with_capacity(tags);
    let alone: Vec<usize> = (0..n)
        .map(|i| {
            if closed.contains(&i) {
                return 0;
            }
            row.clear();
            row.extend_from_slice(&scores[i * tags..(i + 1) * tags]);
            row[0] += bias;
            best(&row)
        })
        .collect();
    if (0..n).all(|i| follows(alone[i], if i == 0 { 0 } else { alone[i - 1] })) {
        return alone;
    }
    const NEVER: f64 = f64::NEG_INFINITY;
    let mut sums = vec![NEVER; n * tags];
    let mut previous = vec![0usize; n * tags];
    for i in 0..n {
        let before = if i == 0 { None } else { Some(i - 1) };
        let at = |tag: usize| before.map_or(if tag == 0 { 0.0 } else { NEVER }, |b| sums[b * tags + tag]);
        let mut any = 0;
        for tag in 1..tags {
            if at(tag) > at(any) {
                any = tag;
            }
        }
        let mut new = Vec::with_capacity(tags);
        for tag in 0..tags {
            let from = if tag == 0 || tag % 2 == 1 {
                any
            } else if at(tag) > at(tag - 1) {
                tag
            } else {
                tag - 1
            };
            let open = tag == 0 || !closed.contains(&i);
            new.push((if open { at(from) + score(i, tag) } else { NEVER }, from));
        }
        for (tag, (sum, from)) in new.into_iter().enumerate() {
            sums[i * tags + tag] = sum;
            previous[i * tags + tag] = from;
        }
    }
    let mut path = vec![0; n];
    if n > 0 {
        let last = &sums[(n - 1) * tags..];
        let mut tag = 0;
        for (other, sum) in last.iter().enumerate() {
            if *sum > last[tag] {
                tag = other;
            }
        }
        for i in (0..n).rev() {
            path[i] = tag;
            tag = previous[i * tags + tag];
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Rows of scores for `O B-x I-x B-y I-y`, and the spans as `label:tokens`.
    fn check(rows: &[[f32; 5]], closed: Range<usize>, expected: &[&str]) {
        let scores = rows.as_flattened();
        let found: Vec<String> =
            spans(scores, 5, &closed, 0.0).iter().map(|s| format!("{}:{:?}", s.label, s.tokens)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_clear_sequence_is_read_as_it_is() {
        check(
            &[[0., 9., 0., 0., 0.], [0., 0., 9., 0., 0.], [9., 0., 0., 0., 0.], [0., 0., 0., 9., 0.]],
            0..0,
            &["0:0..2", "1:3..4"],
        );
    }

    #[test]
    fn a_span_that_only_goes_on_gets_the_likelier_beginning() {
        // « [O] [I-x] » with a fair chance of B-x on the second.
        check(&[[9., 0., 0., 0., 0.], [0., 5., 6., 0., 0.]], 0..0, &["0:1..2"]);
        // … and with a better chance on the first.
        check(&[[5., 4., 0., 0., 0.], [0., 0., 9., 0., 0.]], 0..0, &["0:0..2"]);
    }

    #[test]
    fn two_beginnings_are_two_spans() {
        check(&[[0., 9., 0., 0., 0.], [0., 9., 0., 0., 0.]], 0..0, &["0:0..1", "0:1..2"]);
    }

    #[test]
    fn no_role_inside_the_cue() {
        check(&[[0., 9., 0., 0., 0.], [0., 0., 9., 0., 0.], [0., 3., 9., 0., 0.]], 1..2, &["0:0..1", "0:2..3"]);
    }

    fn any_score() -> impl Strategy<Value = f32> {
        prop_oneof![
            8 => -20.0f32..20.0,
            1 => Just(f32::NAN),
            1 => Just(f32::INFINITY),
            1 => Just(f32::NEG_INFINITY)
        ]
    }

    proptest! {
        #[test]
        fn spans_are_in_order_apart_and_outside_the_cue(
            scores in proptest::collection::vec(any_score(), 0..100),
            start in 0usize..20,
            length in 0usize..4,
        ) {
            let n = scores.len() / 5;
            let found = spans(&scores[..n * 5], 5, &(start..start + length), 0.5);
            let mut end = 0;
            for span in found {
                prop_assert!(span.label < 2 && span.tokens.start >= end && !span.tokens.is_empty() && span.tokens.end <= n);
                prop_assert!(span.tokens.clone().all(|i| !(start..start + length).contains(&i)));
                prop_assert!((0.0..=1.0).contains(&span.score));
                end = span.tokens.end;
            }
        }

        #[test]
        fn no_consistent_sequence_scores_higher(scores in proptest::collection::vec(-3.0f32..3.0, 5..=20)) {
            let n = scores.len() / 5;
            let total = |path: &[usize]| -> f64 { path.iter().enumerate().map(|(i, t)| f64::from(scores[i * 5 + t])).sum() };
            let found = total(&best_path(&scores[..n * 5], 5, &(0..0), 0.0));
            let mut best = f64::NEG_INFINITY;
            for code in 0..5usize.pow(n as u32) {
                let path: Vec<usize> = (0..n).map(|i| code / 5usize.pow(i as u32) % 5).collect();
                if (0..n).all(|i| follows(path[i], if i == 0 { 0 } else { path[i - 1] })) {
                    best = best.max(total(&path));
                }
            }
            prop_assert!((found - best).abs() < 1e-9, "{found} {best}");
        }
    }
}
