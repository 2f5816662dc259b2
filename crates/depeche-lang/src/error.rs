//! What can go wrong while language data is read.

use std::path::PathBuf;

/// A language file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LangError {
    /// The folder or a file in it cannot be read.
    #[error("cannot read {}; give a folder shaped like lang/, with one folder per language code", path.display())]
    Io {
        /// What we tried to read.
        path: PathBuf,
        /// Why it failed.
        source: std::io::Error,
    },
    /// A needed file is not there.
    #[error("{file} is missing; every language folder holds the same files, copy the one of lang/und to begin with")]
    Missing {
        /// Path under the language folder.
        file: String,
    },
    /// A file is not TOML, has an unknown key, or lacks one.
    #[error("{file}:{line}: {message}")]
    Syntax {
        /// Path under the language folder.
        file: String,
        /// From 1.
        line: usize,
        /// What was expected.
        message: String,
    },
    /// A file is well-formed but contradicts itself.
    #[error("{file}:{line}: rule {id}: {message}")]
    Rule {
        /// Path under the language folder.
        file: String,
        /// From 1: the line of the rule's id.
        line: usize,
        /// The rule.
        id: String,
        /// What is wrong and what to do.
        message: String,
    },
}

/// The kinds of [`LangError`], for callers who branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// Disk.
    Io,
    /// File not there.
    Missing,
    /// Not TOML, or not the keys we know.
    Syntax,
    /// A rule that contradicts itself.
    Rule,
}

impl LangError {
    /// Says what is wrong with the rule called `id` in `file`, whose content tells the line: where the id stands last, since of
    /// two rules with one id the second is the wrong one.
    #[must_use]
    pub fn rule(file: &str, content: &str, id: &str, message: &str) -> Self {
        let line = content.rfind(&format!("{id:?}")).map_or(1, |at| line_of(content, at));
        Self::Rule { file: file.to_owned(), line, id: id.to_owned(), message: message.to_owned() }
    }

    /// Which kind of error it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Io { .. } => ErrorKind::Io,
            Self::Missing { .. } => ErrorKind::Missing,
            Self::Syntax { .. } => ErrorKind::Syntax,
            Self::Rule { .. } => ErrorKind::Rule,
        }
    }
}

/// Where the lines of a file begin: for a lexicon of a thousand entries, each of which knows its line.
pub(crate) struct Lines(Vec<usize>);

impl Lines {
    pub(crate) fn of(content: &str) -> Self {
        Self(content.match_indices('\n').map(|(at, _)| at).collect())
    }

    /// The line (from 1) on which byte `at` stands.
    pub(crate) fn line_of(&self, at: usize) -> usize {
        self.0.partition_point(|end| *end < at) + 1
    }
}

/// The line (from 1) on which byte `at` of `content` stands.
pub(crate) fn line_of(content: &str, at: usize) -> usize {
    content.as_bytes()[..at.min(content.len())].iter().filter(|b| **b == b'\n').count() + 1
}
