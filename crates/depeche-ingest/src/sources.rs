//! From what a user types to the list of things to read.

use crate::IngestError;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Endings that hold text, lower case. A file without an ending is taken too; its bytes decide.
const EXTENSIONS: [&str; 6] = ["txt", "text", "md", "html", "htm", "xhtml"];

/// One thing to read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// Standard input, written `-`.
    Stdin,
    /// A file.
    Path(PathBuf),
}

/// Expands arguments, in their order: `-` is standard input, a folder is walked in path order, a pattern that names no
/// existing file is matched. What cannot be expanded is an error in its place and stops nothing else.
#[must_use]
pub fn sources<S: AsRef<OsStr>>(arguments: &[S]) -> Vec<Result<Source, IngestError>> {
    let mut found = Vec::new();
    for argument in arguments {
        let argument = argument.as_ref();
        let path = Path::new(argument);
        if argument == "-" {
            found.push(Ok(Source::Stdin));
        } else if path.is_dir() {
            folder(path, &mut found);
        } else if path.exists() {
            found.push(Ok(Source::Path(path.to_owned())));
        } else if let Some(pattern) = argument.to_str().filter(|a| a.contains(['*', '?', '['])) {
            matches(pattern, &mut found);
        } else {
            found.push(Err(IngestError::NotFound { path: path.to_owned() }));
        }
    }
    found
}

/// The texts under `path`, hidden ones left out.
fn folder(path: &Path, found: &mut Vec<Result<Source, IngestError>>) {
    let before = found.len();
    let hidden = |name: &OsStr| name.as_encoded_bytes().first() == Some(&b'.');
    let walk = WalkDir::new(path).follow_links(true).sort_by_file_name().into_iter();
    for entry in walk.filter_entry(|entry| entry.depth() == 0 || !hidden(entry.file_name())) {
        match entry {
            Ok(entry) if entry.file_type().is_file() && is_text(entry.path()) => {
                found.push(Ok(Source::Path(entry.into_path())));
            }
            Ok(_) => {}
            Err(error) => {
                let path = error.path().unwrap_or(path).to_owned();
                found.push(Err(IngestError::Io { path, source: error.into() }));
            }
        }
    }
    if found.len() == before {
        found.push(Err(IngestError::NoTexts { path: path.to_owned() }));
    }
}

fn is_text(path: &Path) -> bool {
    path.extension()
        .is_none_or(|extension| extension.to_str().is_some_and(|e| EXTENSIONS.contains(&e.to_lowercase().as_str())))
}

/// The files that match `pattern`, in path order.
fn matches(pattern: &str, found: &mut Vec<Result<Source, IngestError>>) {
    let before = found.len();
    match glob::glob(pattern) {
        Err(error) => {
            found.push(Err(IngestError::Pattern { pattern: pattern.to_owned(), message: error.msg.to_owned() }));
            return;
        }
        Ok(paths) => {
            for path in paths {
                match path {
                    Ok(path) if path.is_file() => found.push(Ok(Source::Path(path))),
                    Ok(_) => {}
                    Err(error) => {
                        let path = error.path().to_owned();
                        found.push(Err(IngestError::Io { path, source: error.into() }));
                    }
                }
            }
        }
    }
    if found.len() == before {
        found.push(Err(IngestError::NoMatch { pattern: pattern.to_owned() }));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use expect_test::{Expect, expect};

    /// What the arguments give in a folder with a few files; `/tmp/…` is left out.
    #[expect(clippy::needless_pass_by_value, reason = "the shape of every check")]
    fn check(arguments: &[&str], expected: Expect) {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.txt", "a/2.html", "a/1.txt", "a/image.png", "a/LISEZ", ".cache/x.txt", "vide/x.png"] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        let root = folder.path().to_str().unwrap();
        let arguments: Vec<String> =
            arguments.iter().map(|a| if *a == "-" { "-".to_owned() } else { format!("{root}/{a}") }).collect();
        let shown: Vec<String> = sources(&arguments)
            .into_iter()
            .map(|found| match found {
                Ok(Source::Stdin) => "stdin".to_owned(),
                Ok(Source::Path(path)) => path.display().to_string(),
                Err(error) => error.to_string(),
            })
            .map(|line| line.replace(root, "…"))
            .collect();
        expected.assert_eq(&shown.join("\n"));
    }

    #[test]
    fn a_folder_is_walked_in_path_order() {
        check(
            &[""],
            expect![[r#"
            …/a/1.txt
            …/a/2.html
            …/a/LISEZ
            …/b.txt"#]],
        );
    }

    #[test]
    fn files_folders_patterns_and_standard_input_keep_their_order() {
        check(
            &["b.txt", "-", "a/*.txt", "a/image.png"],
            expect![[r#"
            …/b.txt
            stdin
            …/a/1.txt
            …/a/image.png"#]],
        );
    }

    #[test]
    fn what_is_not_there_stops_nothing() {
        check(
            &["c.txt", "vide", "a/*.pdf", "a/[", "b.txt"],
            expect![[r#"
                …/c.txt: no such file or folder; check the path, and quote patterns such as 'articles/*.txt'
                …/vide: no text in this folder; files ending in .txt, .md, .html, .htm, .xhtml or nothing are read, others only when named one by one
                …/a/*.pdf: no file matches this pattern; check the folder, and quote the pattern so that the shell leaves it alone
                …/a/[: not a pattern: invalid range pattern; `*` stands for any characters, `**` for any folders, `[` must be closed
                …/b.txt"#]],
        );
    }
}
