//! The robustness set with the shipped engine: what is read right today stays so.

#![allow(clippy::unwrap_used)]

use depeche::Engine;
use depeche_eval::{Options, run};
use depeche_model::Model;

/// Shares of passages wholly right, per cent, that no change may fall below. A better model or rule raises them.
const FLOORS: [(&str, f64); 4] =
    [("fr_passages", 85.0), ("en_passages", 82.0), ("fr_statement_F1", 90.0), ("en_statement_F1", 88.0)];

#[test]
fn what_was_read_right_stays_right() {
    let model = Model::from_bytes(depeche_weights::MODEL).unwrap();
    let engine = Engine::builder(model).build().unwrap();
    let options = Options { sets: vec!["robustness".to_owned()], show_errors: 1000, ..Options::default() };
    let report = run(&options, &engine, &mut |_| {}).unwrap();
    for (metric, floor) in FLOORS {
        let score = report.scores().into_iter().find(|score| score.metric == metric).unwrap().value;
        assert!(score >= floor, "{metric} fell to {score:.1}, below {floor}:\n{report}");
    }
}
