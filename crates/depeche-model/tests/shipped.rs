//! The shipped int8 model against the training: the same pieces, and the same decisions as the float weights it was made
//! from. `training/` writes the expectations (`export --reference`); a new model brings new ones.
#![allow(clippy::unwrap_used)]

use depeche_model::Model;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::{env, fs, path::Path};

fn here(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn shipped() -> Model {
    Model::open(here("../../models/depeche.model")).unwrap()
}

fn json(path: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(here(path)).unwrap()).unwrap()
}

fn numbers(value: &Value) -> Vec<usize> {
    value.as_array().unwrap().iter().map(|n| n.as_u64().unwrap() as usize).collect()
}

/// The highest column of each row; the first of equals.
fn choices(scores: &depeche_model::Scores) -> Vec<usize> {
    let best = |row: &[f32]| (0..row.len()).rev().max_by(|a, b| row[*a].total_cmp(&row[*b])).unwrap();
    scores.values.chunks(scores.columns).map(best).collect()
}

#[test]
fn the_int8_model_decides_as_the_float_weights_do() {
    let model = shipped();
    let mut counts: Vec<(&str, usize, usize)> = Vec::new();
    let mut count = |head: &'static str, found: &[usize], expected: &[usize]| {
        assert_eq!(found.len(), expected.len(), "{head}: as many decisions");
        let same = found.iter().zip(expected).filter(|(a, b)| a == b).count();
        match counts.iter_mut().find(|(name, ..)| *name == head) {
            Some((_, right, all)) => (*right, *all) = (*right + same, *all + expected.len()),
            None => counts.push((head, same, expected.len())),
        }
    };
    let sentences = json("tests/data/agreement.json");
    let sentences = sentences.as_array().unwrap();
    assert_eq!(sentences.len(), 100);
    for sentence in sentences {
        let words: Vec<&str> = sentence["words"].as_array().unwrap().iter().map(|w| w.as_str().unwrap()).collect();
        let mut forward = model.forward(&words);
        let ids = numbers(&sentence["ids"]);
        let pieces: Vec<usize> = forward.pieces.iter().map(|id| *id as usize).collect();
        assert_eq!(pieces, ids[1..ids.len() - 1], "pieces of {words:?}");
        count("upos", &choices(&forward.upos), &numbers(&sentence["upos"]));
        count("feats", &choices(&forward.feats), &numbers(&sentence["feats"]));
        count("lemma", &choices(&forward.lemma), &numbers(&sentence["lemma"]));
        let heads = numbers(&sentence["heads"]);
        count("head", &choices(&forward.arcs), &heads);
        let hung: Vec<Option<usize>> = heads.iter().map(|head| head.checked_sub(1)).collect();
        count("relation", &choices(&forward.labels(&hung)), &numbers(&sentence["rels"]));
        count("names", &choices(&forward.names), &numbers(&sentence["names"]));
        count("cue", &choices(&forward.cue), &numbers(&sentence["cue"]));
        let (mut roles, mut acts) = (Vec::new(), Vec::new());
        for cue in sentence["cues"].as_array().unwrap() {
            let cue = numbers(cue);
            let (role, act) = forward.roles(cue[0]..cue[1]);
            roles.extend(choices(&role));
            acts.extend(choices(&act));
        }
        count("roles", &roles, &numbers(&sentence["roles"]));
        count("act", &acts, &numbers(&sentence["acts"]));
    }
    let (right, all) = counts.iter().fold((0, 0), |(r, a), (_, right, n)| (r + right, a + n));
    let share = |right: usize, all: usize| right as f64 / all as f64;
    let table: Vec<String> =
        counts.iter().map(|(head, r, n)| format!("{head} {:.2} %", 100.0 * share(*r, *n))).collect();
    println!("{} — all {:.2} %", table.join(", "), 100.0 * share(right, all));
    assert!(share(right, all) >= 0.995, "int8 decides otherwise too often: {table:?}");
    assert!(counts.iter().all(|(_, r, n)| share(*r, *n) >= 0.985), "a head suffers from int8: {table:?}");
}

#[test]
fn subwords_are_those_of_the_training_on_ten_thousand_lines() {
    let Some(gold) = env::var_os("DEPECHE_GOLD") else {
        eprintln!("skipped: DEPECHE_GOLD does not name a folder of gold corpora");
        return;
    };
    let expected = json("tests/data/subwords.json");
    let mut files: Vec<_> = fs::read_dir(Path::new(&gold).join("ntrex"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("newstest"))
        .collect();
    files.sort();
    let model = shipped();
    let (mut digest, mut lines) = (Sha256::new(), 0_u64);
    for file in files {
        let text = fs::read_to_string(file).unwrap();
        for line in text.lines() {
            lines += 1;
            for token in line.split_whitespace() {
                for id in model.pieces(token) {
                    digest.update(id.to_le_bytes());
                }
            }
        }
    }
    assert_eq!(lines, expected["lines"].as_u64().unwrap());
    assert!(lines > 10_000);
    let hex: String = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, expected["sha256"].as_str().unwrap(), "the runtime cuts some token otherwise than the training");
}
