//! What can go wrong when scoring: a gold file that cannot be read, a set that does not exist, a score file that
//! cannot be written. A gold set that is merely absent is not an error: it is skipped and said so.

use std::path::{Path, PathBuf};

/// Why an evaluation stopped.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A gold file does not look as its reader expects.
    #[error("{}:{line}: {problem}; expected {expected}", path.display())]
    Malformed {
        /// Which file.
        path: PathBuf,
        /// 1-based line; 1 when the format has no lines of interest.
        line: usize,
        /// What was found.
        problem: String,
        /// What the reader wants there.
        expected: String,
    },
    /// No set has this name.
    #[error("no gold set is called « {name} »; known sets: {known}")]
    UnknownSet {
        /// What was asked for.
        name: String,
        /// Every name, comma separated.
        known: String,
    },
}

/// Broad classes of [`Error`], for callers who branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// Disk.
    Io,
    /// A gold file's content.
    Malformed,
    /// The caller's arguments.
    Usage,
}

impl Error {
    /// Its class.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Io { .. } => ErrorKind::Io,
            Self::Malformed { .. } => ErrorKind::Malformed,
            Self::UnknownSet { .. } => ErrorKind::Usage,
        }
    }

    pub(crate) fn malformed(path: &Path, line: usize, problem: impl ToString, expected: &str) -> Self {
        Self::Malformed { path: path.to_owned(), line, problem: problem.to_string(), expected: expected.to_owned() }
    }
}

/// The text of `path`, with the path in the error.
pub(crate) fn read_text(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|source| Error::Io { path: path.to_owned(), source })
}

/// The files of `folder` ending in `.extension`, in path order, so that scores never depend on the file system.
pub(crate) fn files_of(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, Error> {
    let entries = std::fs::read_dir(folder).map_err(|source| Error::Io { path: folder.to_owned(), source })?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(|source| Error::Io { path: folder.to_owned(), source })?.path();
        if path.extension().is_some_and(|found| found == extension) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}
