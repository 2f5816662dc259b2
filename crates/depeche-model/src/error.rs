//! What can be wrong with a model file: opening one is the only thing in this crate that can fail.

/// A model file was refused. The message says which file, what was found and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{origin}: {message}")]
pub struct ModelError {
    kind: ModelErrorKind,
    origin: String,
    message: String,
    #[source]
    source: Option<std::io::Error>,
}

/// Why a model file was refused, for callers who branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ModelErrorKind {
    /// The file is missing or cannot be read.
    Unreadable,
    /// It is something else than a model.
    NotAModel,
    /// It is a model of a format version that this program does not read.
    Version,
    /// It ends too early.
    Truncated,
    /// Its content does not match its checksum or its length.
    Corrupt,
    /// Its header makes no sense.
    Header,
    /// A tensor it needs is not there.
    MissingTensor,
    /// A tensor has another type or shape than the configuration asks for.
    Shape,
}

impl ModelError {
    /// Why it was refused.
    #[must_use]
    pub fn kind(&self) -> ModelErrorKind {
        self.kind
    }

    pub(crate) fn new(kind: ModelErrorKind, origin: &str, message: impl Into<String>) -> Self {
        Self { kind, origin: origin.to_owned(), message: message.into(), source: None }
    }

    pub(crate) fn unreadable(origin: &str, error: std::io::Error) -> Self {
        Self {
            kind: ModelErrorKind::Unreadable,
            origin: origin.to_owned(),
            message: "the model file cannot be read; check the path, or leave it out to use the built-in model"
                .to_owned(),
            source: Some(error),
        }
    }
}
