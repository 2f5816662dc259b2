//! Whatever is not a sound model is refused with words that help.
#![allow(clippy::unwrap_used)]

use depeche_model::testing::{Shape, Writer, random};
use depeche_model::{Model, ModelErrorKind};
use expect_test::{Expect, expect};

fn check(bytes: Vec<u8>, kind: ModelErrorKind, message: Expect) {
    let error = Model::from_bytes(bytes).expect_err("this is no model");
    assert_eq!(error.kind(), kind, "{error}");
    message.assert_eq(&error.to_string());
}

fn whole() -> Vec<u8> {
    random(&Shape::default(), 1).finish()
}

fn spoilt(spoil: impl Fn(&mut Writer)) -> Vec<u8> {
    let mut writer = random(&Shape::default(), 1);
    spoil(&mut writer);
    writer.finish()
}

#[test]
fn something_else() {
    check(
        b"%PDF-1.7 and so on".to_vec(),
        ModelErrorKind::NotAModel,
        expect![[
            r#"the built-in model: not a depeche model: it should begin with DEPECHEM and begins with "%PDF-1.7"; give a file made by the training's export command, or leave it out to use the built-in model"#
        ]],
    );
    check(
        Vec::new(),
        ModelErrorKind::NotAModel,
        expect![[
            r#"the built-in model: not a depeche model: it should begin with DEPECHEM and begins with ""; give a file made by the training's export command, or leave it out to use the built-in model"#
        ]],
    );
}

#[test]
fn another_version() {
    let mut bytes = whole();
    bytes[8] = 2;
    check(
        bytes,
        ModelErrorKind::Version,
        expect![
            "the built-in model: model format version 2, but this program reads version 1; use the model that came with this program, or a program as new as the model"
        ],
    );
}

#[test]
fn cut_short_anywhere() {
    let bytes = whole();
    for length in [8, 11, 12, 40, 56, 500, bytes.len() / 2, bytes.len() - 1] {
        let error = Model::from_bytes(bytes[..length].to_vec()).expect_err("it is cut");
        assert_eq!(error.kind(), ModelErrorKind::Truncated, "{length}: {error}");
    }
    let error = Model::from_bytes(bytes[..100].to_vec()).expect_err("it is cut").to_string();
    assert!(error.contains("cut short: 100 bytes where ") && error.contains("fetch the file again"), "{error}");
}

#[test]
fn one_bit_changed() {
    let bytes = whole();
    for at in [60, 70, bytes.len() / 2, bytes.len() - 1] {
        let mut bytes = bytes.clone();
        bytes[at] ^= 4;
        let error = Model::from_bytes(bytes).expect_err("it is damaged");
        assert_eq!(error.kind(), ModelErrorKind::Corrupt, "{at}: {error}");
        assert!(error.to_string().contains("checksum"), "{error}");
    }
}

#[test]
fn something_behind_the_end() {
    let mut bytes = whole();
    bytes.push(0);
    check(
        bytes,
        ModelErrorKind::Corrupt,
        expect![
            "the built-in model: 1 bytes too many at its end; fetch the file again, or make it anew with the training's export command"
        ],
    );
}

#[test]
fn a_missing_tensor() {
    check(
        spoilt(|w| w.forget("l1.fo.w")),
        ModelErrorKind::MissingTensor,
        expect![
            "the built-in model: the tensor `l1.fo.w` is missing; fetch the file again, or make it anew with the training's export command"
        ],
    );
    check(
        spoilt(|w| w.forget("vocab.score")),
        ModelErrorKind::MissingTensor,
        expect![
            "the built-in model: the tensor `vocab.score` is missing; fetch the file again, or make it anew with the training's export command"
        ],
    );
}

#[test]
fn a_tensor_of_another_shape() {
    check(
        spoilt(|w| w.floats("upos.b", &[3], &[0.0; 3])),
        ModelErrorKind::Shape,
        expect![
            "the built-in model: the tensor `upos.b` is f32 [3] where f32 or i8 [6] is expected; fetch the file again, or make it anew with the training's export command"
        ],
    );
    check(
        spoilt(|w| w.bytes("upos.w", &[0; 9])),
        ModelErrorKind::Shape,
        expect![
            "the built-in model: the tensor `upos.w` is u8 [9] where f32 or i8 [6, 40] is expected; fetch the file again, or make it anew with the training's export command"
        ],
    );
}

#[test]
fn a_header_that_makes_no_sense() {
    check(
        Writer::new(serde_json::json!({"name": "x"})).finish(),
        ModelErrorKind::Header,
        expect![
            "the built-in model: its header is not the JSON that docs/model-format.md describes (missing field `date` at line 1 column 25); fetch the file again, or make it anew with the training's export command"
        ],
    );
    let shape = Shape { heads: 7, ..Shape::default() };
    check(
        random(&shape, 1).finish(),
        ModelErrorKind::Header,
        expect![
            "the built-in model: 40 dimensions cannot be shared by 7 attention heads; fetch the file again, or make it anew with the training's export command"
        ],
    );
}

#[test]
fn sizes_that_no_model_has() {
    for shape in [
        Shape { head_widths: [0, 9, 18], ..Shape::default() },
        Shape { head_widths: [20, 0, 18], ..Shape::default() },
        Shape { head_widths: [20, 9, 0], ..Shape::default() },
        Shape { ffn: 0, ..Shape::default() },
        Shape { labels: [0, 3], ..Shape::default() },
        Shape { labels: [6, 0], ..Shape::default() },
    ] {
        let error = Model::from_bytes(random(&shape, 1).finish()).expect_err("it could not read a word");
        assert_eq!(error.kind(), ModelErrorKind::Header, "{error}");
    }
    // As a header announces it, whatever the tensors are.
    let mut bytes = random(&Shape::default(), 1).finish();
    let at = bytes.windows(10).position(|w| w == br#""arc":20,""#).expect("the header says so");
    let huge = br#""arc":18446744073709551615,""#;
    bytes.splice(at..at + 10, huge.iter().copied());
    check(
        resealed(&bytes, huge.len() - 10),
        ModelErrorKind::Header,
        expect![
            "the built-in model: a size of 18446744073709551615 in its `config` lies outside 1 to 65536; fetch the file again, or make it anew with the training's export command"
        ],
    );
}

/// The file with a header longer by `more` bytes, its prefix put right.
fn resealed(bytes: &[u8], more: usize) -> Vec<u8> {
    use sha2::{Digest, Sha256};
    let length = u32::from_le_bytes(bytes[12..16].try_into().unwrap()) as usize + more;
    let header = &bytes[56..56 + length];
    let mut file = bytes[..12].to_vec();
    file.extend((length as u32).to_le_bytes());
    file.extend(0u64.to_le_bytes());
    file.extend(Sha256::digest(header));
    file.extend(header);
    file.resize(file.len().next_multiple_of(64), 0);
    file
}

#[test]
fn a_missing_file() {
    let error = Model::open("/nowhere/depeche.model").expect_err("there is no such file");
    assert_eq!(error.kind(), ModelErrorKind::Unreadable);
    expect!["/nowhere/depeche.model: the model file cannot be read; check the path, or leave it out to use the built-in model"].assert_eq(&error.to_string());
}
