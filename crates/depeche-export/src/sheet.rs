//! The sheet: a reading for people, on a terminal.
//!
//! Takes a document, a locale and a width in columns; gives text with ANSI styles, which the edge strips when nobody
//! would see them. Shows names, then each statement as "who · reporting words · act", and under it the exact words; then
//! each event as "who → whom · type · words", and under it how certain each viewpoint makes it. Nesting indents. It leaves out what only machines need: offsets, confidences, rule ids.

use crate::Locale;
use crate::headings::{EventLine, by_kind, excerpt, title};
use anstyle::{AnsiColor, Style};
use depeche_record::{Act, Document, Event, Span, Statement};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr as _;

const PLAIN: Style = Style::new();
const STRONG: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const QUOTED: Style = Style::new().italic();
const CUE: Style = AnsiColor::Cyan.on_default();
const ACT: Style = AnsiColor::Magenta.on_default();
const NOTICE: Style = AnsiColor::Yellow.on_default();

/// Columns on the left of a statement's words.
const INDENT: usize = 4;
/// A narrower terminal than this is treated as if it had this width.
const NARROWEST: usize = 40;

/// The sheet of `document`, ending with a line break.
#[must_use]
pub fn sheet(document: &Document, locale: &Locale, width: usize) -> String {
    let mut sheet = Sheet { document, locale, width: width.max(NARROWEST), out: String::new() };
    sheet.head();
    sheet.names();
    sheet.statements();
    sheet.events();
    sheet.notices();
    sheet.out
}

struct Sheet<'a> {
    document: &'a Document,
    locale: &'a Locale,
    width: usize,
    out: String,
}

impl<'a> Sheet<'a> {
    fn text(&self) -> &'a str {
        &self.document.source.text
    }

    fn head(&mut self) {
        let title = title(self.document, self.locale);
        self.wrap(0, 0, &[(&title, STRONG)]);
        let mut facts: Vec<String> = Vec::new();
        facts.extend(Some(self.document.lang.clone()).filter(|lang| !lang.is_empty()));
        facts.extend([&self.document.source.publisher, &self.document.source.published].into_iter().flatten().cloned());
        facts.push(self.locale.n_sentences(self.document.sentences.len()));
        facts.push(self.locale.n_statements(self.document.statements.len()));
        facts.push(self.locale.n_events(self.document.events.len()));
        self.wrap(0, 0, &[(&facts.join(" · "), FAINT)]);
        self.out.push('\n');
    }

    fn names(&mut self) {
        self.wrap(0, 0, &[(&self.locale.sheet.names, STRONG)]);
        let kinds = by_kind(self.document);
        // Columns line up, unless a label would take too much of a narrow terminal.
        let widths = kinds.iter().map(|&(kind, _)| self.locale.kind(kind).width());
        let label_width = widths.max().unwrap_or(0).min(self.width / 3);
        let none = kinds.is_empty();
        for (kind, entities) in kinds {
            let label = self.locale.kind(kind);
            let padding = " ".repeat(label_width.saturating_sub(label.width()));
            let label = format!("{label}{padding} ");
            let counts: Vec<String> = entities
                .iter()
                .enumerate()
                .map(|(index, entity)| {
                    let comma = if index + 1 < entities.len() { "," } else { "" };
                    let n = entity.mentions.len();
                    let code = entity.actor.as_ref().map(|code| format!(" ({code})")).unwrap_or_default();
                    if n > 1 { format!("{code} ×{n}{comma} ") } else { format!("{code}{comma} ") }
                })
                .collect();
            let mut words: Vec<(&str, Style)> = vec![(&label, FAINT)];
            for (entity, count) in entities.iter().zip(&counts) {
                words.push((&entity.name, PLAIN));
                words.push((count, FAINT));
            }
            self.wrap(2, 2 + label_width + 1, &words);
        }
        if none {
            self.wrap(2, 2, &[(&self.locale.sheet.no_names, FAINT)]);
        }
        self.out.push('\n');
    }

    fn statements(&mut self) {
        self.wrap(0, 0, &[(&self.locale.sheet.statements, STRONG)]);
        for (index, statement) in self.document.statements.iter().enumerate() {
            self.statement(index, statement);
        }
        if self.document.statements.is_empty() {
            self.wrap(2, 2, &[(&self.locale.sheet.no_statements, FAINT)]);
        }
    }

    fn statement(&mut self, index: usize, statement: &Statement) {
        let statements = &self.document.statements;
        let depth = std::iter::successors(statement.within, |&outer| statements[outer].within).take(8).count();
        let left = depth * INDENT;
        let text = self.text();
        let number = format!("{:>3} ", index + 1);
        let source = statement.source.span.map_or(self.locale.sheet.unnamed.as_str(), |span| span.of(text));
        let source_style = if statement.source.span.is_some() { STRONG } else { FAINT };
        let cue: Vec<&str> = statement.cue.iter().map(|span| span.of(text)).collect();
        let cue = if cue.is_empty() { self.locale.sheet.alone.clone() } else { cue.join(" … ") };
        let who = self.also_called(statement);
        let act = self.locale.act(statement.act);
        let mut words: Vec<(&str, Style)> = vec![(&number, FAINT), (source, source_style)];
        if let Some(who) = &who {
            words.push((who, FAINT));
        }
        words.extend([(" · ", FAINT), (cue.as_str(), CUE)]);
        // Plain saying needs no label: it would stand on nearly every line.
        if statement.act != Act::Assert {
            words.extend([(" · ", FAINT), (act, ACT)]);
        }
        let other = [
            (&self.locale.sheet.addressee, &statement.addressee),
            (&self.locale.sheet.topic, &statement.topic),
            (&self.locale.sheet.medium, &statement.medium),
        ];
        for (label, role) in other {
            if let Some(role) = role {
                words.extend([(" · ", FAINT), (label, FAINT), (" ", FAINT), (role.span.of(text), PLAIN)]);
            }
        }
        self.wrap(left, left + INDENT, &words);
        let mut content: Vec<(&str, Style)> = Vec::new();
        for (index, &span) in statement.content.iter().enumerate() {
            if index > 0 {
                content.push((" […] ", FAINT));
            }
            content.extend(styled(text, span, &statement.quotes));
        }
        if !content.is_empty() {
            self.wrap(left + INDENT, left + INDENT, &content);
        }
    }

    fn events(&mut self) {
        self.out.push('\n');
        self.wrap(0, 0, &[(&self.locale.sheet.events, STRONG)]);
        for (index, event) in self.document.events.iter().enumerate() {
            self.event(index, event);
        }
        if self.document.events.is_empty() {
            self.wrap(2, 2, &[(&self.locale.sheet.no_events, FAINT)]);
        }
    }

    fn event(&mut self, index: usize, event: &Event) {
        let text = self.text();
        let line = EventLine::new(self.document, event, self.locale);
        let number = format!("{:>3} ", index + 1);
        let mut words: Vec<(&str, Style)> = vec![(&number, FAINT), (&line.actors, STRONG)];
        if !line.recipients.is_empty() {
            words.extend([(" → ", FAINT), (line.recipients.as_str(), STRONG)]);
        }
        words.extend([(" · ", FAINT), (line.code.as_str(), ACT), (" ", PLAIN), (self.locale.event(event.kind), FAINT)]);
        for (mention, separator) in event.mentions.iter().zip([" · "].into_iter().chain(std::iter::repeat(", "))) {
            words.extend([(separator, FAINT), (mention.trigger.of(text), CUE)]);
        }
        for detail in &line.details {
            words.extend([(" · ", FAINT), (detail.as_str(), PLAIN)]);
        }
        self.wrap(0, INDENT, &words);
        self.wrap(INDENT, INDENT, &[(&line.views.join(" · "), FAINT)]);
    }

    /// The entities' names, when the words in the text do not say them in full.
    fn also_called(&self, statement: &Statement) -> Option<String> {
        let said = statement.source.span?.of(self.text());
        let names: Vec<&str> = statement
            .source
            .entities
            .iter()
            .map(|&entity| self.document.entities[entity].name.as_str())
            .filter(|name| !said.contains(name))
            .collect();
        (!names.is_empty()).then(|| format!(" [{}]", names.join(", ")))
    }

    fn notices(&mut self) {
        if self.document.notices.is_empty() && self.document.source.notices.is_empty() {
            return;
        }
        self.out.push('\n');
        self.wrap(0, 0, &[(&self.locale.sheet.notices, STRONG)]);
        for notice in self.document.source.notices.iter().chain(&self.document.notices) {
            let message = self.locale.notice(notice);
            let place = notice.span.map(|span| format!(" ({})", excerpt(self.text(), span)));
            self.wrap(2, 4, &[("! ", NOTICE), (message, PLAIN), (place.as_deref().unwrap_or(""), FAINT)]);
        }
    }

    /// Writes styled words: the first line from column `first`, the others from column `rest`. Runs of white space
    /// become one space, except in the first piece when it only spaces a label out.
    fn wrap(&mut self, first: usize, rest: usize, pieces: &[(&str, Style)]) {
        let mut line = Line { column: first, left: rest, width: self.width, out: &mut self.out, space: None };
        line.out.push_str(&" ".repeat(first));
        for (index, &(piece, style)) in pieces.iter().enumerate() {
            if index == 0 && piece.ends_with(' ') {
                line.label(piece, style);
                continue;
            }
            let mut at = 0;
            for (start, end) in words(piece) {
                if start > at {
                    line.space = line.space.or(Some(style));
                }
                line.word(&piece[start..end], style);
                at = end;
            }
            if at < piece.len() {
                line.space = line.space.or(Some(style));
            }
        }
        self.out.push('\n');
    }
}

struct Line<'o> {
    column: usize,
    left: usize,
    width: usize,
    out: &'o mut String,
    /// A space is due before the next word.
    space: Option<Style>,
}

impl Line<'_> {
    fn label(&mut self, label: &str, style: Style) {
        write!(self.out, "{style}{label}{style:#}").expect("a string takes everything");
        self.column += label.width();
    }

    fn word(&mut self, word: &str, style: Style) {
        let width = word.width();
        if self.space.take().is_some() {
            if self.column + 1 + width > self.width && self.column > self.left {
                self.out.push('\n');
                self.out.push_str(&" ".repeat(self.left));
                self.column = self.left;
            } else {
                self.out.push(' ');
                self.column += 1;
            }
        }
        write!(self.out, "{style}{}{style:#}", printable(word)).expect("a string takes everything");
        self.column += width;
    }
}

/// The words of `text` between white space. No-break spaces bind.
fn words(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let breaks = |c: char| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}');
    text.split(breaks).filter(|word| !word.is_empty()).map(move |word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        (start, start + word.len())
    })
}

/// Control characters could move the cursor or repaint the screen: a text must not be able to.
pub(crate) fn printable(word: &str) -> String {
    word.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// The words of `span`, those inside `quotes` in another style.
fn styled<'t>(text: &'t str, span: Span, quotes: &[Span]) -> Vec<(&'t str, Style)> {
    let mut pieces = Vec::new();
    let mut at = span.start;
    for quote in quotes.iter().filter(|quote| span.contains(**quote)) {
        if quote.start >= at {
            pieces.push((&text[at..quote.start], PLAIN));
            pieces.push((quote.of(text), QUOTED));
            at = quote.end;
        }
    }
    pieces.push((&text[at..span.end], PLAIN));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::dispatch;
    use expect_test::{Expect, expect};

    fn plain(styled: &str) -> String {
        let mut out = String::new();
        let mut rest = styled;
        while let Some((before, after)) = rest.split_once('\u{1b}') {
            out.push_str(before);
            rest = after.split_once('m').unwrap().1;
        }
        out + rest
    }

    fn check(document: &Document, locale: &str, width: usize, expected: Expect) {
        expected.assert_eq(&plain(&sheet(document, Locale::get(locale), width)));
    }

    #[test]
    fn a_dispatch_for_french_readers() {
        check(
            &dispatch(),
            "fr",
            72,
            expect![[r#"
                La ministre Lorme dément
                fr · 4 phrases · 5 déclarations · 2 événements

                Noms
                  personnes Ottavie Lorme ×2
                  lieux     Valdor ×2

                Déclarations
                  1 La ministre Lorme [Ottavie Lorme] · dément · démenti
                  2 Ottavie Lorme · a affirmé · canal : à la télévision
                    « Nous n’avons <rien> signé »
                  3 elle · Selon
                    le Valdor « ment » sur l’accord, et ses diplomates craignent déjà
                    d’avoir à s’en expliquer devant les députés au cours d’une séance
                    qui s’annonce longue
                      4 ses diplomates · craignent · opinion
                        d’avoir à s’en expliquer devant les députés au cours d’une
                        séance qui s’annonce longue
                  5 Le Valdor · n’a pas réagi · refus

                Événements
                  1 Ottavie Lorme → Valdor · SUPPORT soutien · n’avons <rien> signé ·
                    l’accord · déjà (2026-11) · Valdor
                    auteur : ne s'engage pas · Ottavie Lorme (2) : certain que non
                  2 Valdor · REJECT meet refus · n’a pas réagi
                    auteur : certain

                Remarques
                  ! Des guillemets ouverts ici ne sont pas fermés dans leur paragraphe.
                    (« À suivre)
            "#]],
        );
    }

    #[test]
    fn a_narrow_terminal() {
        check(
            &dispatch(),
            "en",
            40,
            expect![[r#"
                La ministre Lorme dément
                fr · 4 sentences · 5 statements · 2
                events

                Names
                  people Ottavie Lorme ×2
                  places Valdor ×2

                Statements
                  1 La ministre Lorme [Ottavie Lorme] ·
                    dément · denial
                  2 Ottavie Lorme · a affirmé · through:
                    à la télévision
                    « Nous n’avons <rien> signé »
                  3 elle · Selon
                    le Valdor « ment » sur l’accord, et
                    ses diplomates craignent déjà
                    d’avoir à s’en expliquer devant les
                    députés au cours d’une séance qui
                    s’annonce longue
                      4 ses diplomates · craignent ·
                        opinion
                        d’avoir à s’en expliquer devant
                        les députés au cours d’une
                        séance qui s’annonce longue
                  5 Le Valdor · n’a pas réagi · refusal

                Events
                  1 Ottavie Lorme → Valdor · SUPPORT
                    support · n’avons <rien> signé ·
                    l’accord · déjà (2026-11) · Valdor
                    author: does not commit · Ottavie
                    Lorme (2): certainly not
                  2 Valdor · REJECT meet rejection · n’a
                    pas réagi
                    author: certain

                Notices
                  ! A quotation opened here is not
                    closed in its paragraph. (« À
                    suivre)
            "#]],
        );
    }

    #[test]
    fn nothing_to_read() {
        check(
            &Document::default(),
            "en",
            80,
            expect![[r#"
                Untitled
                0 sentences · 0 statements · 0 events

                Names
                  no names

                Statements
                  no statements

                Events
                  no events
            "#]],
        );
    }

    #[test]
    fn colours_mark_source_cue_and_quoted_words() {
        let styled = sheet(&dispatch(), Locale::get("fr"), 72);
        assert!(styled.contains("\u{1b}[36ma\u{1b}[0m \u{1b}[36maffirmé\u{1b}[0m"), "{styled:?}");
        assert!(styled.contains("\u{1b}[3mment\u{1b}[0m"), "{styled:?}");
    }

    #[test]
    fn a_text_cannot_drive_the_terminal() {
        let mut document = dispatch();
        document.source.title = Some("\u{1b}[2Jboo".to_owned());
        assert!(!sheet(&document, Locale::get("fr"), 72).contains("\u{1b}[2J"));
    }
}
