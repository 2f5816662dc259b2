//! One source to one text.

use crate::encoding::{decode, notice};
use crate::{IngestError, Source, html};
use depeche_record::{NoticeCode, Text};
use std::io::Read as _;
use std::path::Path;

/// What the user says about a source.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadOptions {
    /// Language code that overrides what the container tells.
    pub lang: Option<String>,
}

/// Reads a file.
///
/// # Errors
/// When there is no such file, it cannot be read, or it is not a text.
pub fn read_path(path: &Path, options: &ReadOptions) -> Result<Text, IngestError> {
    if path.is_dir() {
        return Err(IngestError::NoTexts { path: path.to_owned() });
    }
    let bytes = std::fs::read(path).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => IngestError::NotFound { path: path.to_owned() },
        _ => IngestError::Io { path: path.to_owned(), source },
    })?;
    read_bytes(&bytes, path, options)
}

/// Reads standard input to its end.
///
/// # Errors
/// When it cannot be read or is not a text.
pub fn read_stdin(options: &ReadOptions) -> Result<Text, IngestError> {
    let path = Path::new("-");
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .map_err(|source| IngestError::Io { path: path.to_owned(), source })?;
    read_bytes(&bytes, path, options)
}

/// Reads a source.
///
/// # Errors
/// As [`read_path`] and [`read_stdin`].
pub fn read_source(source: &Source, options: &ReadOptions) -> Result<Text, IngestError> {
    match source {
        Source::Stdin => read_stdin(options),
        Source::Path(path) => read_path(path, options),
    }
}

/// Reads bytes that came from `path` (`-` for none): its ending tells a web page from plain text; without an ending the
/// bytes tell.
///
/// # Errors
/// [`IngestError::Binary`] when they are not a text.
pub fn read_bytes(bytes: &[u8], path: &Path, options: &ReadOptions) -> Result<Text, IngestError> {
    let extension = path.extension().and_then(|e| e.to_str()).map(str::to_lowercase);
    let is_html = match extension.as_deref() {
        Some("html" | "htm" | "xhtml") => true,
        Some("txt" | "text" | "md") => false,
        _ => html::looks_like_html(bytes),
    };
    let declared = if is_html { html::declared_encoding(bytes) } else { None };
    let (content, notices) = decode(bytes, declared.as_deref()).map_err(|not_text| IngestError::Binary {
        path: path.to_owned(),
        what: not_text.what,
        advice: not_text.advice,
    })?;
    let mut text = if is_html { html::read(&content) } else { Text { text: content, ..Text::default() } };
    text.notices.splice(0..0, notices);
    if text.text.trim().is_empty() {
        text.notices.push(notice(NoticeCode::Empty, "There is no text in it.".to_owned()));
    }
    if let Some(lang) = &options.lang {
        text.lang = Some(lang.clone());
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use expect_test::{Expect, expect};

    #[expect(clippy::needless_pass_by_value, reason = "the shape of every check")]
    fn check(name: &str, bytes: &[u8], expected: Expect) {
        expected.assert_eq(&match read_bytes(bytes, Path::new(name), &ReadOptions::default()) {
            Ok(text) => {
                let codes: Vec<&str> = text.notices.iter().map(|notice| notice.code.name()).collect();
                format!("{:?} {}", text.text, codes.join(" ")).trim_end().to_owned()
            }
            Err(error) => error.to_string(),
        });
    }

    #[test]
    fn plain_text_is_kept_as_it_is() {
        check("a.txt", "Titre\r\n\r\n  Le texte.\t\n".as_bytes(), expect![[r#""Titre\r\n\r\n  Le texte.\t\n""#]]);
        check("a.txt", b"<html><p>Un exemple de code</p>", expect![[r#""<html><p>Un exemple de code</p>""#]]);
    }

    #[test]
    fn a_page_without_an_ending_is_known_by_its_bytes() {
        check("-", b"<!DOCTYPE html><html><body><p>Bonjour.</p></body></html>", expect![[r#""Bonjour." no-article"#]]);
    }

    #[test]
    fn a_page_says_its_encoding() {
        check(
            "a.html",
            b"<html><head><meta charset='iso-8859-15'></head><body><p>L'\xe9t\xe9 co\xfbte 3 \xa4.</p></body></html>",
            expect![[r#""L'été coûte 3 €." no-article"#]],
        );
    }

    #[test]
    fn nothing_is_told() {
        check("a.txt", b" \n", expect![[r#"" \n" empty"#]]);
    }

    #[test]
    fn errors_name_the_file_and_say_what_to_do() {
        check(
            "rapport.pdf",
            b"%PDF-1.4",
            expect!["rapport.pdf: this is a PDF, not a text; extract its text first, for example with pdftotext"],
        );
        let error = read_path(Path::new("/nulle/part.txt"), &ReadOptions::default()).unwrap_err();
        expect!["/nulle/part.txt: no such file or folder; check the path, and quote patterns such as 'articles/*.txt'"]
            .assert_eq(&error.to_string());
    }
}
