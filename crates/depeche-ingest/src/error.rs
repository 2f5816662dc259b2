//! Why a source gives no text.

use std::path::PathBuf;

/// A source that cannot be read. Messages say what to do.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// No such file or folder.
    #[error("{}: no such file or folder; check the path, and quote patterns such as 'articles/*.txt'", path.display())]
    NotFound {
        /// As given.
        path: PathBuf,
    },
    /// The disk or the pipe failed.
    #[error("{}: cannot be read: {source}", path.display())]
    Io {
        /// What we tried to read; `-` is standard input.
        path: PathBuf,
        /// Why it failed.
        source: std::io::Error,
    },
    /// A folder without a text in it.
    #[error("{}: no text in this folder; files ending in .txt, .md, .html, .htm, .xhtml or nothing are read, others only when named one by one", path.display())]
    NoTexts {
        /// The folder.
        path: PathBuf,
    },
    /// A pattern that matches no file.
    #[error(
        "{pattern}: no file matches this pattern; check the folder, and quote the pattern so that the shell leaves it alone"
    )]
    NoMatch {
        /// As given.
        pattern: String,
    },
    /// A pattern that is none.
    #[error(
        "{pattern}: not a pattern: {message}; `*` stands for any characters, `**` for any folders, `[` must be closed"
    )]
    Pattern {
        /// As given.
        pattern: String,
        /// What is wrong with it.
        message: String,
    },
    /// Not a text.
    #[error("{}: this is {what}, not a text; {advice}", path.display())]
    Binary {
        /// Where it came from; `-` is standard input.
        path: PathBuf,
        /// `a PDF`.
        what: &'static str,
        /// What to do instead.
        advice: &'static str,
    },
}

/// The kinds of [`IngestError`], for callers who branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// Nothing there: file, folder, or match of a pattern.
    NotFound,
    /// Disk or pipe.
    Io,
    /// A pattern that is none.
    Pattern,
    /// Not a text.
    Binary,
}

impl IngestError {
    /// Which kind of error it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::NotFound { .. } | Self::NoTexts { .. } | Self::NoMatch { .. } => ErrorKind::NotFound,
            Self::Io { .. } => ErrorKind::Io,
            Self::Pattern { .. } => ErrorKind::Pattern,
            Self::Binary { .. } => ErrorKind::Binary,
        }
    }
}
