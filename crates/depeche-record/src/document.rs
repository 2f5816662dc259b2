//! A document as read, and what was found in it.

use crate::facts::named;
use crate::{Entity, Event, Sentence, Span, Statement};

/// Text as it came in, before any reading. Nothing downstream changes `text`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// The characters, exactly as read (for HTML: headline, newline, article text).
    pub text: String,
    /// Title, when the container gives one.
    pub title: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// RFC 3339 date or date-time of publication.
    pub published: Option<String>,
    /// ISO 639-1 code told by the container or the user; `None` lets us guess.
    pub lang: Option<String>,
    /// What went wrong while reading the bytes.
    pub notices: Vec<Notice>,
}

/// A text and everything that was read in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// The text and where it came from.
    pub source: Text,
    /// ISO 639-1 code of the language it was read in.
    pub lang: String,
    /// In text order.
    pub sentences: Vec<Sentence>,
    /// In order of first mention.
    pub entities: Vec<Entity>,
    /// In text order of their cue, or content when there is none.
    pub statements: Vec<Statement>,
    /// In text order of their first trigger.
    pub events: Vec<Event>,
    /// What the reader should know about this reading.
    pub notices: Vec<Notice>,
}

/// Something the user should know; never an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What it is about.
    pub code: NoticeCode,
    /// Where, when it has a place.
    pub span: Option<Span>,
    /// One sentence.
    pub message: String,
}

named! {
    /// All that there can be to tell; `docs/notices.md` says of each what it means and what to do.
    NoticeCode {
        /// There are no words.
        Empty = "empty",
        /// Bytes that are not UTF-8, in a text that otherwise is.
        InvalidUtf8 = "invalid-utf8",
        /// The encoding is a guess.
        EncodingGuessed = "encoding-guessed",
        /// Bytes that mean nothing in the encoding.
        InvalidBytes = "invalid-bytes",
        /// Characters that are no text.
        ControlCharacters = "control-characters",
        /// A page in which no article was recognised.
        NoArticle = "no-article",
        /// The language is a weak guess.
        LanguageUncertain = "language-uncertain",
        /// The model has not learned the language.
        LanguageUntrained = "language-untrained",
        /// A good part is in another language.
        MixedLanguages = "mixed-languages",
        /// A quotation mark without its partner.
        UnclosedQuotation = "unclosed-quotation",
        /// Rows of a CoNLL-U file that are no words.
        ConlluRowsDropped = "conllu-rows-dropped",
    }
}
