//! PLV: sentences of English news with a marked source and target, and the PLOVER type between them.
//!
//! Takes its table (tab-separated, with `sentence_id`, `marked_sentence` and `gold_root` among the columns of its header);
//! gives one [`GoldEvent`] a row. Reference: Hu et al. 2024, "Leveraging codebook knowledge with NLI and ChatGPT for
//! zero-shot political relation classification".

use crate::Error;
use crate::error::read_text;
use std::ops::Range;
use std::path::Path;

/// A sentence with one event between two marked parties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldEvent {
    /// Of the sentence.
    pub id: String,
    /// Without the marks.
    pub text: String,
    /// PLOVER type, as the set writes it: `YIELD` among them.
    pub kind: String,
    /// Where the source stands, in code points; `None` when the sentence does not name it.
    pub source: Option<Range<usize>>,
    /// Where the target stands.
    pub target: Option<Range<usize>>,
}

/// Reads the table `path`.
///
/// # Errors
/// When the file cannot be read, lacks a column, or a row has no marks.
pub fn read(path: &Path) -> Result<Vec<GoldEvent>, Error> {
    const EXPECTED: &str =
        "a table with sentence_id, marked_sentence and gold_root, source in <s></s>, target in <t></t>";
    let content = read_text(path)?;
    let mut lines = content.lines().enumerate();
    let malformed = |line: usize, message: &str| Error::malformed(path, line + 1, message, EXPECTED);
    let header: Vec<&str> = lines.next().map(|(_, line)| line.split('\t').collect()).unwrap_or_default();
    let column = |name: &str| {
        let found = header.iter().position(|column| *column == name);
        found.ok_or_else(|| malformed(0, &format!("no column {name}")))
    };
    let (id, marked, kind) = (column("sentence_id")?, column("marked_sentence")?, column("gold_root")?);
    let mut events = Vec::new();
    for (number, line) in lines {
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |index: usize| cells.get(index).copied().ok_or_else(|| malformed(number, "too few columns"));
        let (text, source, target) =
            marks(cell(marked)?).ok_or_else(|| malformed(number, "neither source nor target is marked"))?;
        events.push(GoldEvent { id: cell(id)?.to_owned(), text, kind: cell(kind)?.to_owned(), source, target });
    }
    Ok(events)
}

/// A text without its marks, and where source and target stand in it (code points).
type Marked = (String, Option<Range<usize>>, Option<Range<usize>>);

/// Takes the marks away; `None` when there is none.
fn marks(marked: &str) -> Option<Marked> {
    let mut text = String::new();
    let (mut length, mut rest) = (0, marked);
    let mut found: [(Option<usize>, Option<usize>); 2] = Default::default();
    while let Some(character) = rest.chars().next() {
        let mark = [("<s>", 0, true), ("</s>", 0, false), ("<t>", 1, true), ("</t>", 1, false)]
            .into_iter()
            .find(|(mark, ..)| rest.starts_with(mark));
        if let Some((mark, party, opens)) = mark {
            let edge = if opens { &mut found[party].0 } else { &mut found[party].1 };
            edge.get_or_insert(length);
            rest = &rest[mark.len()..];
        } else {
            text.push(character);
            length += 1;
            rest = &rest[character.len_utf8()..];
        }
    }
    let [source, target] = found.map(|(start, end)| Some(start?..end?));
    (source.is_some() || target.is_some()).then_some((text, source, target))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn marks_become_places() {
        let (text, source, target) = marks("<s>Élba</s> hit <t>Oslo</t>.").unwrap();
        assert_eq!((text.as_str(), source, target), ("Élba hit Oslo.", Some(0..4), Some(9..13)));
        assert_eq!(marks("<s>Elba</s> hit.").unwrap().2, None);
        assert!(marks("Elba hit Oslo.").is_none());
    }
}
