//! An explanation: why one statement was read as it was, for people, on a terminal.
//!
//! Takes a statement and the steps that made it; gives text with ANSI styles, which the edge strips when nobody would see
//! them: the statement, then each step with its rule, score, words and place in the sources, then what its confidence
//! means. It explains nothing itself.

use crate::Locale;
use crate::sheet::printable;
use anstyle::{AnsiColor, Style};
use depeche_record::{About, Document, Span, Step};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

const STRONG: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const RULE: Style = AnsiColor::Cyan.on_default();
/// Characters of the text shown at most in one step.
const WORDS: usize = 160;

/// Why statement `index` of `document` is there. `n_judged` is the number of statements that
/// its confidence was measured on. Ends with a line break.
///
/// # Panics
/// When there is no such statement.
#[must_use]
pub fn explanation(document: &Document, index: usize, steps: &[Step], n_judged: usize, locale: &Locale) -> String {
    let statement = &document.statements[index];
    let text = document.source.text.as_str();
    let words = &locale.explain;
    let mut out = String::new();
    let say = "a string takes everything";
    let source = statement.source.span.map_or(locale.sheet.unnamed.as_str(), |span| span.of(text));
    let act = locale.act(statement.act);
    writeln!(out, "{FAINT}s{}{FAINT:#} {STRONG}{}{STRONG:#} {FAINT}· {act}{FAINT:#}", index + 1, clean(source))
        .expect(say);
    writeln!(out, "    {}\n", shown(text, &statement.content)).expect(say);
    let labels = About::ALL.iter().map(|&about| words.about(about)).chain([words.confidence.as_str()]);
    let width = labels.map(UnicodeWidthStr::width).max().unwrap_or(0);
    let mut last = None;
    for (number, step) in steps.iter().enumerate() {
        let label = if last == Some(step.about) { "" } else { words.about(step.about) };
        last = Some(step.about);
        let padding = " ".repeat(width - label.width());
        write!(out, "{STRONG}{label}{STRONG:#}{padding}  {RULE}{}{RULE:#}", step.rule).expect(say);
        if let Some(score) = step.score {
            write!(out, "  {score:.2}").expect(say);
        }
        writeln!(out).expect(say);
        let mut line = |style: Style, content: &str| {
            if !content.is_empty() {
                writeln!(out, "{}{style}{content}{style:#}", " ".repeat(width + 4)).expect(say);
            }
        };
        // The content stands above already.
        line(Style::new(), &if step.about == About::Content { String::new() } else { shown(text, &step.words) });
        line(Style::new(), &step.antecedent.map_or(String::new(), |span| format!("← {}", shown(text, &[span]))));
        // A head that settles three things is introduced once.
        if steps[..number].iter().any(|earlier| earlier.rule == step.rule) {
            continue;
        }
        line(FAINT, locale.rule(&step.rule));
        let entry = step.act.zip(step.example.as_deref());
        line(FAINT, &entry.map_or(String::new(), |(act, example)| format!("{}: {example}", locale.act(act))));
        line(FAINT, &step.place.as_ref().map_or(String::new(), |(file, line)| format!("{file}:{line}")));
    }
    let label = &words.confidence;
    let padding = " ".repeat(width - label.width());
    writeln!(out, "{STRONG}{label}{STRONG:#}{padding}  {:.2}", statement.confidence).expect(say);
    let meaning = if n_judged > 0 { &words.calibrated } else { &words.uncalibrated };
    let meaning = meaning.replace("{score}", &format!("{:.2}", statement.scores.joint));
    let meaning = meaning.replace("{n}", &n_judged.to_string());
    let meaning = meaning.replace("{percent}", &format!("{:.0}", 100.0 * statement.confidence));
    writeln!(out, "{}{FAINT}{meaning}{FAINT:#}", " ".repeat(width + 4)).expect(say);
    out
}

/// The pieces in one line, the middle of a long one left out.
fn shown(text: &str, spans: &[Span]) -> String {
    let pieces: Vec<String> = spans.iter().map(|span| clean(span.of(text))).collect();
    let all = pieces.join(" […] ");
    let n = all.chars().count();
    if n <= WORDS {
        return all;
    }
    let (head, tail) = (WORDS * 2 / 3, WORDS / 3 - 1);
    let first: String = all.chars().take(head).collect();
    let last: String = all.chars().skip(n - tail).collect();
    format!("{first}…{last}")
}

/// On one line, and unable to move the cursor.
fn clean(words: &str) -> String {
    printable(&words.replace(char::is_whitespace, " "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::dispatch;
    use depeche_record::Act;
    use expect_test::expect;

    /// Without the escape sequences.
    fn plain(styled: &str) -> String {
        let mut parts = styled.split("\x1b[");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |text, part| text + part.split_once('m').map_or("", |(_, rest)| rest))
    }

    #[test]
    fn every_step_shows_its_rule_its_words_and_where_it_stands() {
        let mut document = dispatch();
        document.statements[1].scores.joint = 0.9;
        let statement = &document.statements[1];
        let step = |about, rule: &str, words: Vec<Span>| Step {
            about,
            rule: rule.to_owned(),
            score: None,
            place: None,
            words,
            antecedent: None,
            example: None,
            act: None,
        };
        let steps = [
            Step { score: Some(0.987), ..step(About::Cue, "model.attribution", statement.cue.clone()) },
            Step {
                score: Some(0.91),
                ..step(About::Source, "model.attribution", statement.source.span.into_iter().collect())
            },
            step(About::Content, "quotation.join", statement.content.clone()),
            Step {
                place: Some(("lang/fr/cues.toml".to_owned(), 12)),
                example: Some("Il [affirme] que tout va bien.".to_owned()),
                act: Some(Act::Assert),
                ..step(About::Act, "fr.cue.affirmer", statement.cue.clone())
            },
        ];
        let shown = |n_judged| {
            let styled = explanation(&document, 1, &steps, n_judged, Locale::get("en"));
            plain(&styled)
        };
        expect![[r#"
            s2 Ottavie Lorme · statement
                « Nous n’avons <rien> signé »

            reported    model.attribution  0.99
                          a affirmé
                          the model's attribution head marked the words
            who         model.attribution  0.91
                          Ottavie Lorme
            what        quotation.join
                          the content was widened to the quotation that it mostly covers
            act         fr.cue.affirmer
                          a affirmé
                          statement: Il [affirme] que tout va bien.
                          lang/fr/cues.toml:12
            confidence  0.88
                          from a joint score of 0.90: of such statements in development texts (240 judged), about 88 % had the right content and source
        "#]].assert_eq(&shown(240));
        assert!(shown(0).ends_with("nobody measured how often such statements are right\n"));
    }
}
