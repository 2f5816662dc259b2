//! PolNeAR (Newell, Margolin and Ruths 2018): attributions in American political news, brat standoff.
//!
//! Takes a folder with `text/` and `attributions/`; gives one article per annotation file (some texts have several
//! annotators). Attributions are flat. Lines that are no annotation, and references to spans that do not exist, are
//! passed over: the corpus holds a few.

use super::{GoldArticle, GoldStatement};
use crate::Error;
use crate::error::{files_of, read_text};
use crate::pieces::Pieces;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

/// Reads the articles of `folder` in file-name order.
///
/// # Errors
/// When a folder or file cannot be read.
pub fn read(folder: &Path) -> Result<Vec<GoldArticle>, Error> {
    let mut articles = Vec::new();
    for path in files_of(&folder.join("attributions"), "ann")? {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        // An annotation file is named after its text, with the annotator's code at the end where several worked on it.
        let same_name = folder.join("text").join(format!("{stem}.txt"));
        let text_path = match stem.rsplit_once('_') {
            Some((text_stem, _)) if !same_name.exists() => folder.join("text").join(format!("{text_stem}.txt")),
            _ => same_name,
        };
        let statements = parse(&read_text(&path)?);
        articles.push(GoldArticle { id: stem, text: read_text(&text_path)?, statements });
    }
    Ok(articles)
}

/// The attributions of one standoff file.
#[must_use]
pub fn parse(annotations: &str) -> Vec<GoldStatement> {
    let mut spans: BTreeMap<&str, Vec<Range<usize>>> = BTreeMap::new();
    for line in annotations.lines().filter(|line| line.starts_with('T')) {
        let mut columns = line.split('\t');
        if let (Some(id), Some(place)) = (columns.next(), columns.next())
            && let Some((_, ranges)) = place.split_once(' ')
            && let Some(ranges) = ranges.split(';').map(range).collect()
        {
            spans.insert(id, ranges);
        }
    }
    let mut statements = Vec::new();
    for line in annotations.lines().filter(|line| line.starts_with('E')) {
        let Some((_, roles)) = line.split_once('\t') else { continue };
        let mut found: BTreeMap<&str, Vec<Range<usize>>> = BTreeMap::new();
        for (role, id) in roles.split_whitespace().filter_map(|item| item.split_once(':')) {
            // A second piece of a role is written Content2, Source2…
            let role = role.trim_end_matches(|c: char| c.is_ascii_digit());
            found.entry(role).or_default().extend(spans.get(id).into_iter().flatten().cloned());
        }
        let mut take = |role| Pieces::new(found.remove(role).unwrap_or_default());
        let statement =
            GoldStatement { content: take("Content"), source: take("Source"), cue: take("Cue"), ..Default::default() };
        if !(statement.content.is_empty() && statement.cue.is_empty()) {
            statements.push(statement);
        }
    }
    statements
}

fn range(text: &str) -> Option<Range<usize>> {
    let (start, end) = text.trim().split_once(' ')?;
    Some(start.parse().ok()?..end.parse().ok()?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::pieces::Characters;
    use expect_test::expect;
    use std::fmt::Write;

    #[test]
    fn reads_pieces_several_annotators_and_passes_stray_lines() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/gold/polnear/dev");
        let mut out = String::new();
        for article in read(&folder).unwrap() {
            writeln!(out, "{}", article.id).unwrap();
            let characters = Characters::new(&article.text);
            for s in &article.statements {
                let [source, cue, content] = [&s.source, &s.cue, &s.content].map(|pieces| characters.words(pieces));
                writeln!(out, "  {source} | {cue} | {content}").unwrap();
            }
        }
        expect![[r#"
            gazette_2031-02-03_harbour_ab12
              Mayor Orla Quist | said | The harbour … stays open
              critics | warned | that dredging would stop
            gazette_2031-02-03_harbour_cd34
              Mayor Orla Quist | said | The harbour
        "#]]
        .assert_eq(&out);
    }
}
