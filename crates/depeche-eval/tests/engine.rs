//! The whole way: every gold set (tiny ones, invented) against an engine with a random model. The figures mean nothing;
//! that every reader, scorer and door to the engine fits together, and that threads change nothing, does.

#![allow(clippy::unwrap_used)]

use depeche::Engine;
use depeche_eval::{Options, SETS};
use depeche_model::Model;
use depeche_model::testing::{Shape, random};
use std::path::Path;

fn report(threads: usize) -> String {
    let model = Model::from_bytes(random(&Shape::default(), 7).finish()).unwrap();
    let engine = Engine::builder(model).threads(threads).build().unwrap();
    let options = Options {
        gold: Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/gold")),
        show_errors: 100,
        ..Options::default()
    };
    let mut heard = Vec::new();
    let report = depeche_eval::run(&options, &engine, &mut |set| heard.push(set.to_owned())).unwrap();
    assert_eq!(report.skipped, []);
    assert_eq!(heard.len(), SETS.len());
    for set in SETS {
        let figures: Vec<_> = report.scores().into_iter().filter(|score| score.set == set.name).collect();
        assert!(figures.iter().any(|score| score.n > 0), "{} measures nothing", set.name);
        assert!(figures.iter().all(|score| (0.0..=100.0).contains(&score.value)), "{}", set.name);
    }
    report.to_string()
}

#[test]
fn every_set_is_scored_and_threads_change_nothing() {
    assert_eq!(report(1), report(3));
}
