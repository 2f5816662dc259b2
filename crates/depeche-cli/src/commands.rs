//! One file per subcommand; [`about`] holds the ones that tell about the program itself.

pub(crate) mod about;
pub(crate) mod eval;
pub(crate) mod parse;
pub(crate) mod read;
