//! What can go wrong while knowledge of the world is read.

use std::path::PathBuf;

/// A file about the world that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WorldError {
    /// The file cannot be read.
    #[error("{}: cannot be read; check the path", path.display())]
    Io {
        /// What we tried to read.
        path: PathBuf,
        /// Why it failed.
        source: std::io::Error,
    },
    /// The file is not what it should be: an unknown key or column, a date that is none, a code that is none.
    #[error("{file}:{line}: {message}")]
    Syntax {
        /// Path under `world/`, or the user's path.
        file: String,
        /// From 1.
        line: usize,
        /// What was expected and what to do.
        message: String,
    },
    /// One name is given to two things.
    #[error("{file}:{line}: {name:?} is already at {first}; keep one of the two")]
    Duplicate {
        /// Path under `world/`, or the user's path.
        file: String,
        /// From 1.
        line: usize,
        /// The name, as it stands there.
        name: String,
        /// File and line of the first one.
        first: String,
    },
}

/// The kinds of [`WorldError`], for callers who branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// Disk.
    Io,
    /// Not the format, the keys or the values we know.
    Syntax,
    /// A name that stands twice.
    Duplicate,
}

impl WorldError {
    /// Which kind of error it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Io { .. } => ErrorKind::Io,
            Self::Syntax { .. } => ErrorKind::Syntax,
            Self::Duplicate { .. } => ErrorKind::Duplicate,
        }
    }
}

/// The line (from 1) on which byte `at` of `content` stands.
pub(crate) fn line_of(content: &str, at: usize) -> usize {
    content.as_bytes()[..at.min(content.len())].iter().filter(|b| **b == b'\n').count() + 1
}
