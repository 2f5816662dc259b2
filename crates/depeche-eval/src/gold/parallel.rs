//! NTREX-128 (Federmann et al. 2022): the same news lines in many languages.
//!
//! Takes the folder; gives the lines of the articles that measure: those that lie wholly in the second half of the
//! lines (the first half may have taught the sentence vector).

use crate::Error;
use crate::error::read_text;
use std::path::Path;

/// Languages read, as ISO 639-1 and as the file's name.
pub const LANGUAGES: [(&str, &str); 5] = [
    ("fr", "newstest2019-ref.fra.txt"),
    ("en", "newstest2019-src.eng.txt"),
    ("de", "newstest2019-ref.deu.txt"),
    ("es", "newstest2019-ref.spa.txt"),
    ("ru", "newstest2019-ref.rus.txt"),
];

/// Lines of one language.
pub struct GoldLines {
    /// ISO 639-1.
    pub lang: &'static str,
    /// Line i of every language says the same.
    pub lines: Vec<String>,
}

/// Reads every language of [`LANGUAGES`].
///
/// # Errors
/// When a file cannot be read or has another number of lines than the others.
pub fn read(folder: &Path) -> Result<Vec<GoldLines>, Error> {
    let ids = read_text(&folder.join("DOCUMENT_IDS.tsv"))?;
    let ids: Vec<&str> = ids.lines().map(|line| line.split('\t').next().unwrap_or_default()).collect();
    let first = first_measured(&ids);
    let mut languages = Vec::new();
    for (lang, file) in LANGUAGES {
        let path = folder.join(file);
        let text = read_text(&path)?;
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        if lines.len() != ids.len() {
            let expected = format!("{} lines, as many as DOCUMENT_IDS.tsv", ids.len());
            return Err(Error::malformed(&path, lines.len(), format!("{} lines", lines.len()), &expected));
        }
        languages.push(GoldLines { lang, lines: lines.into_iter().skip(first).collect() });
    }
    Ok(languages)
}

/// The first line at or after the middle that opens an article.
fn first_measured(ids: &[&str]) -> usize {
    let half = ids.len() / 2;
    (half..ids.len()).find(|line| *line == 0 || ids[*line] != ids[line - 1]).unwrap_or(half)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_cut_by_the_middle_does_not_measure() {
        assert_eq!(first_measured(&["a", "a", "a", "b", "b", "c"]), 3);
        assert_eq!(first_measured(&["a", "b", "b", "b", "c", "c"]), 4);
        assert_eq!(first_measured(&[]), 0);
    }
}
