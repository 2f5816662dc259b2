//! What there is to read, and what to say of what there is not.

use depeche::ingest::{IngestError, Source, sources};
use std::path::PathBuf;

/// What the arguments name, in their order; an error stands in its place. `None` when nothing at all can be read, which
/// has been told: no model needs to be opened for that.
pub(crate) fn inputs(paths: &[PathBuf]) -> Option<Vec<Result<Source, IngestError>>> {
    let inputs = sources(paths);
    if inputs.iter().any(Result::is_ok) {
        return Some(inputs);
    }
    for problem in inputs.into_iter().filter_map(Result::err) {
        complain(problem);
    }
    None
}

/// One line on stderr.
pub(crate) fn complain(problem: impl std::fmt::Display) {
    eprintln!("depeche: {problem}");
}

/// What a source is called.
pub(crate) fn name(source: &Source) -> String {
    match source {
        Source::Stdin => "-".to_owned(),
        Source::Path(path) => path.display().to_string(),
    }
}
