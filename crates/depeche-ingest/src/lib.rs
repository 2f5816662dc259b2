//! Bytes to text: files, folders and standard input, encodings, web pages, languages.
//!
//! Takes arguments as a user gives them ([`sources`]) or bytes ([`read_bytes`]); gives a [`Text`](depeche_record::Text)
//! with what the container told (title, address, publisher, date, language) and notices about what went wrong.
//! Plain text comes through character by character: only the byte order mark is dropped. Of a web page the headline and
//! the article are kept.
//!
//! It refuses what holds no text (a picture, an archive, a PDF) with one error that says what to do. It deliberately does
//! not fetch anything from the network, and does not read a word of the text beyond guessing its language.

mod encoding;
mod error;
mod html;
mod language;
mod read;
mod sources;

pub use error::{ErrorKind, IngestError};
pub use language::{Guess, TRAINED, guess, language};
pub use read::{ReadOptions, read_bytes, read_path, read_source, read_stdin};
pub use sources::{Source, sources};
