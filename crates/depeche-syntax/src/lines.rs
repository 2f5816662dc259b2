//! Cuts a text into paragraphs.
//!
//! In most texts a line is a paragraph. Plain text from mail, wires and old web pages is wrapped by hand at 60 to 100
//! columns instead: there a paragraph is a run of lines, and its lines must be read as one. A text is taken for
//! wrapped when nearly all its neighbouring lines break where the next word would not have fitted, as a typist's or
//! an editor's margin makes them.

use crate::characters::{is_gap, is_line_break};
use depeche_record::Span;

/// Margins that people and programs wrap at, in characters.
const MARGIN: std::ops::RangeInclusive<usize> = 45..=100;

/// The lines of each paragraph, gaps trimmed, never empty.
pub(crate) fn paragraphs(text: &str) -> Vec<Vec<Span>> {
    let lines = lines(text);
    let margin = margin(text, &lines);
    let mut paragraphs: Vec<Vec<Span>> = Vec::new();
    let mut previous: Option<Span> = None;
    for line in lines {
        let Some(line) = line else {
            previous = None;
            continue;
        };
        match (previous, margin, paragraphs.last_mut()) {
            (Some(before), Some(margin), Some(paragraph)) if is_wrapped(text, before, line, margin) => {
                paragraph.push(line)
            }
            _ => paragraphs.push(vec![line]),
        }
        previous = Some(line);
    }
    paragraphs
}

/// Every line with the gaps around it trimmed; `None` is a blank one.
fn lines(text: &str) -> Vec<Option<Span>> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut push = |start: usize, end: usize| {
        let line = &text[start..end];
        let trimmed = line.trim_start_matches(is_gap);
        let start = start + line.len() - trimmed.len();
        let trimmed = trimmed.trim_end_matches(is_gap);
        lines.push((!trimmed.is_empty()).then(|| Span::new(start, start + trimmed.len())));
    };
    for (at, c) in text.char_indices() {
        if is_line_break(c) {
            // CRLF is one break.
            if !(c == '\n' && at > 0 && text.as_bytes()[at - 1] == b'\r') {
                push(start, at);
            }
            start = at + c.len_utf8();
        }
    }
    push(start, text.len());
    lines
}

/// The margin the text is wrapped at, when it is.
fn margin(text: &str, lines: &[Option<Span>]) -> Option<usize> {
    let mut widths: Vec<usize> = lines.iter().flatten().map(|line| width(text, *line)).collect();
    if widths.len() < 3 {
        return None;
    }
    // One long address must not hide the margin: take the width that all but one line in fifty keep.
    widths.sort_unstable();
    let margin = widths[(widths.len() - 1) * 49 / 50];
    if !MARGIN.contains(&margin) {
        return None;
    }
    let (mut pairs, mut full, mut run_on) = (0_usize, 0_usize, 0_usize);
    for pair in lines.windows(2) {
        if let [Some(line), Some(next)] = pair {
            pairs += 1;
            if is_wrapped(text, *line, *next, margin) {
                full += 1;
                run_on += usize::from(runs_on(text, *line, *next));
            }
        }
    }
    // Short paragraphs typed on one line each can look full by chance; sentences that run on cannot.
    (pairs >= 2 && full * 10 >= pairs * 6 && run_on * 2 >= full).then_some(margin)
}

/// Whether `line` was broken because the first word of `next` did not fit.
fn is_wrapped(text: &str, line: Span, next: Span, margin: usize) -> bool {
    let word = next.of(text).split(is_gap).next().unwrap_or_default();
    // Editors count tabs and wide characters differently: allow them a few columns.
    width(text, line) + 1 + word.chars().take(margin).count() + 2 > margin
        && !next.of(text).starts_with(['-', '—', '–', '•', '*', '·', '>'])
}

/// Whether the sentence goes on from `line` to `next`.
fn runs_on(text: &str, line: Span, next: Span) -> bool {
    let ends = line.of(text).ends_with(['.', '!', '?', '…', ':', '»', '”', '"']);
    let lower = next.of(text).chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase);
    lower || !ends
}

fn width(text: &str, line: Span) -> usize {
    line.of(text).chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    /// Paragraphs one below the other, ` ⏎ ` where lines were joined.
    #[expect(clippy::needless_pass_by_value, reason = "the shape of every check")]
    fn check(text: &str, expected: Expect) {
        let shown: Vec<String> = paragraphs(text)
            .iter()
            .map(|lines| lines.iter().map(|line| line.of(text)).collect::<Vec<_>>().join(" ⏎ "))
            .collect();
        expected.assert_eq(&shown.join("\n"));
    }

    #[test]
    fn a_line_is_a_paragraph() {
        check(
            "Le titre\nLe premier alinéa.\r\n\r\nLe second.",
            expect![
                "
            Le titre
            Le premier alinéa.
            Le second."
            ],
        );
    }

    #[test]
    fn lines_wrapped_by_hand_are_one_paragraph() {
        check(
            "Le ministre a déclaré lundi que les négociations engagées depuis\nl'automne avec les syndicats étaient suspendues jusqu'à nouvel ordre,\nen raison de la grève.\n\nLes syndicats ont aussitôt dénoncé une décision brutale et contraire\naux engagements pris devant les parlementaires au début de l'année.",
            expect!["
                Le ministre a déclaré lundi que les négociations engagées depuis ⏎ l'automne avec les syndicats étaient suspendues jusqu'à nouvel ordre, ⏎ en raison de la grève.
                Les syndicats ont aussitôt dénoncé une décision brutale et contraire ⏎ aux engagements pris devant les parlementaires au début de l'année."],
        );
    }

    #[test]
    fn a_list_of_short_lines_is_not_wrapped() {
        check(
            "Au menu\npommes\npoires\nprunes",
            expect![
                "
            Au menu
            pommes
            poires
            prunes"
            ],
        );
    }

    #[test]
    fn old_line_breaks_count_too() {
        check(
            "un\rdeux\u{2028}trois\u{85}quatre",
            expect![
                "
            un
            deux
            trois
            quatre"
            ],
        );
    }
}
