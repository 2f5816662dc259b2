//! Finds the model file. Until there is one, the embedded model is empty and the build says so.
use std::{env, fs, path::Path};

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo tells where the crate is");
    let model = Path::new(&root).join("../../models/depeche.model");
    println!("cargo::rerun-if-changed={}", model.display());
    let out = Path::new(&env::var("OUT_DIR").expect("cargo tells where to write")).join("model.rs");
    let code = match model.canonicalize() {
        Ok(path) => format!("include_bytes!({:?})", path.display().to_string()),
        Err(_) => {
            println!(
                "cargo::warning=models/depeche.model is missing: this build reads nothing without --model FILE; \
                 fetch the file or make it with training/, then build again"
            );
            "&[]".to_owned()
        }
    };
    fs::write(out, code).expect("cargo's own folder can be written");
}
