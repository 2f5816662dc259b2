//! Writes the seeds that need writing by a program: tiny models, whole and spoilt. The others are files by hand.
//!
//! `cargo run --manifest-path fuzz/Cargo.toml --bin seeds`

use depeche_model::testing::{Shape, random};
use std::path::Path;

fn main() -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/model");
    let small = |quantised| Shape {
        hidden: 4,
        heads: 2,
        ffn: 4,
        layers: 2,
        pool_layer: 1,
        positions: 18,
        head_widths: [2, 2, 2],
        labels: [2, 2],
        vocabulary: 34,
        quantised,
        cue_bias: 0.0,
    };
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.join(name), bytes);
    let floats = random(&small(false), 1).finish();
    write("floats", &floats)?;
    write("bytes", &random(&small(true), 2).finish())?;
    write("cut", &floats[..floats.len() / 2])?;
    let mut newer = floats[..64].to_vec();
    newer[8] = 2;
    write("newer", &newer)
}
