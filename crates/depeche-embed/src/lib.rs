//! For build scripts: lists every `.toml` file of a folder so that a crate can carry them in the binary.
//!
//! Takes the name of a folder at the root of the workspace; writes `files.rs` into the build's own folder, with
//! `FILES`, pairs of a path under the folder and the content, sorted by path. A hand-written list would forget a file;
//! `include_dir` does not tell cargo when a file changes.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Lists the files of the workspace's folder `name`.
///
/// # Errors
/// When the folder cannot be read, or when cargo is not what calls.
pub fn embed(name: &str) -> io::Result<()> {
    let manifest = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let root = manifest.join("../..").join(name).canonicalize()?;
    let mut files = Vec::new();
    collect(&root, &root, &mut files)?;
    files.sort();
    let mut code = String::from("pub(crate) static FILES: &[(&str, &str)] = &[\n");
    for (name, path) in &files {
        let _ = writeln!(code, "    ({name:?}, include_str!({path:?})),");
    }
    code.push_str("];\n");
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?).join("files.rs");
    fs::write(out, code)
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) -> io::Result<()> {
    println!("cargo:rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if path.extension().is_some_and(|e| e == "toml") {
            println!("cargo:rerun-if-changed={}", path.display());
            let name = path.strip_prefix(root).map_err(io::Error::other)?;
            let name = name.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
            files.push((name, path.display().to_string()));
        }
    }
    Ok(())
}
