//! The runtime computes what the training computes: a tiny random float model that the exporter wrote, with every
//! head's scores on a few invented sentences (`python -m depeche_training.export --tiny crates/depeche-model/tests/data`).
#![allow(clippy::unwrap_used)]

use depeche_model::{Level, Model, Scores};
use serde_json::Value;

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

/// Equal up to 1e-4 of the head's range of scores.
fn check(name: &str, found: &Scores, expected: &Value) {
    let expected = numbers(expected);
    assert_eq!(found.values.len(), expected.len(), "{name}");
    let range = expected.iter().fold(0.0f64, |range, v| range.max(v.abs()));
    for (i, (found, expected)) in found.values.iter().zip(&expected).enumerate() {
        assert!((f64::from(*found) - expected).abs() <= 1e-4 * range, "{name} {i}: {found}, not {expected} (±{range})");
    }
}

#[test]
fn every_head_gives_the_training_s_scores() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data");
    let bytes = std::fs::read(format!("{folder}/tiny.model")).unwrap();
    let cases: Value = serde_json::from_str(&std::fs::read_to_string(format!("{folder}/tiny.json")).unwrap()).unwrap();
    for level in Level::available() {
        let model = Model::from_bytes_at(bytes.clone(), level).unwrap();
        for case in cases.as_array().unwrap() {
            let words: Vec<&str> = case["words"].as_array().unwrap().iter().map(|w| w.as_str().unwrap()).collect();
            let mut forward = model.forward(&words);
            let ids = numbers(&case["ids"]);
            let pieces: Vec<f64> = forward.pieces.iter().map(|id| f64::from(*id)).collect();
            assert_eq!(pieces, ids[1..ids.len() - 1], "pieces of {words:?}");
            for (name, scores) in [
                ("upos", &forward.upos),
                ("feats", &forward.feats),
                ("lemma", &forward.lemma),
                ("arcs", &forward.arcs),
                ("names", &forward.names),
                ("cue", &forward.cue),
                ("vector", &forward.vector),
            ] {
                check(name, scores, &case[name]);
            }
            let heads: Vec<Option<usize>> =
                numbers(&case["heads"]).into_iter().map(|head| (head as usize).checked_sub(1)).collect();
            check("rels", &forward.labels(&heads), &case["rels"]);
            let (mut roles, mut acts) = (Scores::default(), Scores::default());
            for cue in case["cues"].as_array().unwrap() {
                let cue = numbers(cue);
                let (role, act) = forward.roles(cue[0] as usize..cue[1] as usize);
                roles.values.extend(role.values);
                acts.values.extend(act.values);
            }
            check("roles", &roles, &case["roles"]);
            check("acts", &acts, &case["acts"]);
        }
    }
}
