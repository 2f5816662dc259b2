//! Finds the model file and stops the build with a clear word when it is not there.
use std::{env, fs, path::Path};

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo tells where the crate is");
    let model = Path::new(&root).join("../../models/depeche.model");
    println!("cargo::rerun-if-changed={}", model.display());
    let Ok(model) = model.canonicalize() else {
        println!(
            "cargo::error=models/depeche.model is missing. It is part of the repository: `git checkout models` brings \
             it back, `training/` makes it anew."
        );
        return;
    };
    let out = Path::new(&env::var("OUT_DIR").expect("cargo tells where to write")).join("model.rs");
    let code = format!("include_bytes!({:?})", model.display().to_string());
    fs::write(out, code).expect("cargo's own folder can be written");
}
