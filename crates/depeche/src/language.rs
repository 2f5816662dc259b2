//! In which language a text is read.
//!
//! The user's word comes first, then what the text's container says, then a guess. A language without a folder under
//! `lang/` is read as well as can be, and a notice says so.

use crate::Engine;
use depeche_record::{Notice, Text};

/// Without any letter to go by.
const UNDETERMINED: &str = "und";

/// The language's code, and what the user should know about the choice.
pub(crate) fn choose(engine: &Engine, text: &Text) -> (String, Vec<Notice>) {
    let told = engine.lang.as_deref().or(text.lang.as_deref()).map(primary).filter(|code| !code.is_empty());
    let code = told.unwrap_or_else(|| "fr".to_owned());
    let mut notices = Vec::new();
    if !engine.languages.knows(&code) && !text.text.trim().is_empty() {
        let known: Vec<&str> = engine.languages.codes().collect();
        let message = if code == UNDETERMINED {
            format!("the language of this text is not clear; if it is one of {}, say which", known.join(", "))
        } else {
            format!("`{code}` is not one of the languages we know ({}): expect a rough reading", known.join(", "))
        };
        notices.push(Notice { code: "untrained-language".to_owned(), span: None, message });
    }
    (code, notices)
}

/// `fr` for `fr-CA` and `FR_fr`.
fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}
