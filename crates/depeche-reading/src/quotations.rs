//! Quotation marks, paired.
//!
//! Takes the text and its paragraphs; gives every [`Quotation`] with its pieces, one per paragraph, and a notice for
//! each opening mark that its paragraph does not close. Knows « », “ ”, „ “, ‹ ›, ‘ ’, 「 」 and the straight marks
//! `"` and `'`, nested in any way.
//!
//! Long quotations follow the printers' custom: a paragraph that ends inside one leaves it open, and the next
//! paragraph opens with the mark again. Such a paragraph goes on with the same quotation.
//!
//! It does not say who speaks, and it does not read dialogue dashes.

use depeche_record::{Notice, NoticeCode, Span};

/// Words between quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// In text order, one per paragraph that it runs through; never empty.
    pub pieces: Vec<Piece>,
    /// Whether its closing mark was found.
    pub closed: bool,
    /// Index of the smallest quotation around it; always smaller than its own.
    pub within: Option<usize>,
}

/// The part of a quotation that stands in one paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// With the marks that are there.
    pub outer: Span,
    /// Without marks and the spaces beside them.
    pub inner: Span,
}

impl Quotation {
    /// From its first mark to its last one.
    #[must_use]
    pub fn hull(&self) -> Span {
        self.pieces[0].outer.to(self.pieces[self.pieces.len() - 1].outer)
    }

    /// Whether one of its pieces holds all of `span`.
    #[must_use]
    pub fn contains(&self, span: Span) -> bool {
        self.pieces.iter().any(|piece| piece.outer.contains(span))
    }
}

/// A quotation that nobody closes is believed to the end of its paragraph only if that is near, in bytes. Beyond, it
/// is cut at its first sentence end: a forgotten mark must not make a whole article the words of one person.
const LONGEST_UNCLOSED: usize = 800;
/// How far a straight or curly single quotation may run, in bytes.
const LONGEST_SINGLE: usize = 400;
/// Deeper nesting than this is noise.
const DEEPEST: usize = 6;

/// Pairs the quotation marks of `text`. `paragraphs` are in order and do not overlap.
#[must_use]
pub fn quotations(text: &str, paragraphs: &[Span]) -> (Vec<Quotation>, Vec<Notice>) {
    let mut scan = Scan { text, found: Vec::new(), notices: Vec::new(), open: Vec::new() };
    for (index, &paragraph) in paragraphs.iter().enumerate() {
        let next = paragraphs.get(index + 1).copied();
        scan.paragraph(paragraph, next);
    }
    scan.finish()
}

/// What a mark closes with. Empty: not an opening mark.
fn closers(mark: char) -> &'static str {
    match mark {
        '«' => "»",
        '»' => "«",
        '“' => "”",
        '„' => "“”",
        '‹' => "›",
        '‘' => "’",
        '「' => "」",
        '『' => "』",
        '"' => "\"",
        '\'' => "'",
        '”' => "”",
        _ => "",
    }
}

struct Open {
    quotation: usize,
    mark: char,
    /// Of the opening mark, or of the mark that took the quotation up again.
    at: usize,
    /// First byte after the mark.
    inside: usize,
}

struct Scan<'a> {
    text: &'a str,
    found: Vec<Quotation>,
    notices: Vec<Notice>,
    open: Vec<Open>,
}

impl Scan<'_> {
    fn paragraph(&mut self, paragraph: Span, next: Option<Span>) {
        let mut previous: Option<char> = None;
        // A single quotation's end, once looked up, so that its closing mark is not taken for an apostrophe.
        let mut single_end: Option<usize> = None;
        let mut skip_to = paragraph.start;
        if let Some(open) = self.open.first_mut() {
            // The caller left it open because this paragraph begins with its mark.
            let body = paragraph.of(self.text);
            let at = paragraph.start + (body.len() - body.trim_start().len());
            let mark_len = self.text[at..].chars().next().map_or(0, char::len_utf8);
            (open.at, open.inside) = (at, at + mark_len);
            skip_to = at + mark_len;
            previous = Some(open.mark);
        }
        let body = &self.text[skip_to..paragraph.end.max(skip_to)];
        for (offset, mark) in body.char_indices() {
            let at = skip_to + offset;
            let after = at + mark.len_utf8();
            let next_char = self.text[after..paragraph.end].chars().next();
            let around = Around { previous, next: next_char };
            previous = Some(mark);
            if matches!(mark, '\'' | '‘' | '’') {
                if single_end == Some(at) {
                    single_end = None;
                    self.close(at, after, mark);
                } else if single_end.is_none() && mark != '’' && around.can_open() {
                    single_end = self.end_of_single(after, paragraph.end, mark);
                    if single_end.is_some() {
                        self.push(mark, at, after);
                    }
                }
                continue;
            }
            if closers(mark).is_empty() && !"»”›」』".contains(mark) {
                continue;
            }
            let closes = self.open.iter().any(|open| closers(open.mark).contains(mark));
            // « "…" » and “…“: the same sign on both sides, or the wrong one. What stands beside it decides.
            let two_faced = matches!(mark, '"' | '“' | '”' | '»' | '«');
            if closes && !(two_faced && mark != '»' && around.only_opens()) {
                self.close(at, after, mark);
            } else if mark == '“' && !around.can_open() && self.open.iter().any(|open| open.mark == '“') {
                self.close(at, after, '”');
            } else if matches!(mark, '«' | '“' | '„' | '‹' | '「' | '『') || (two_faced && around.only_opens())
            {
                self.push(mark, at, after);
            }
        }
        self.end_paragraph(paragraph, next);
    }

    fn push(&mut self, mark: char, at: usize, inside: usize) {
        if self.open.len() >= DEEPEST {
            return;
        }
        let quotation = self.found.len();
        let within = self.open.last().map(|open| open.quotation);
        self.found.push(Quotation { pieces: Vec::new(), closed: false, within });
        self.open.push(Open { quotation, mark, at, inside });
    }

    /// Closes the innermost open quotation that `mark` can close; those opened inside it were never closed.
    fn close(&mut self, at: usize, after: usize, mark: char) {
        let Some(position) = self.open.iter().rposition(|open| closers(open.mark).contains(mark)) else { return };
        while self.open.len() > position + 1 {
            let open = self.open.pop().expect("longer than position + 1");
            self.notice(&open, false);
        }
        let open = self.open.pop().expect("position is in the stack");
        let quotation = &mut self.found[open.quotation];
        quotation.closed = true;
        quotation.pieces.extend(piece(self.text, open.at, open.inside, at, after));
    }

    fn end_paragraph(&mut self, paragraph: Span, next: Option<Span>) {
        while self.open.len() > 1 {
            let open = self.open.pop().expect("longer than one");
            self.notice(&open, false);
        }
        let Some(open) = self.open.pop() else { return };
        let continued =
            next.is_some_and(|next| next.of(self.text).trim_start().starts_with(open.mark)) && open.mark != '\'';
        self.notice(&open, continued);
        let mut end = paragraph.end;
        if !continued {
            if end - open.inside > LONGEST_UNCLOSED {
                end = first_sentence_end(self.text, open.inside, end);
            }
            // « a. « b » c: the first mark was meant to close before the second opened.
            let sibling =
                self.found.iter().skip(open.quotation + 1).filter(|other| other.within == Some(open.quotation));
            let first = sibling.filter_map(|other| other.pieces.first()).map(|piece| piece.outer);
            let first = first.filter(|outer| outer.of(self.text).starts_with(open.mark)).map(|outer| outer.start).min();
            if let Some(first) = first {
                end = end.min(first);
            }
            for other in &mut self.found[open.quotation + 1..] {
                let outside = other.pieces.first().is_some_and(|piece| piece.outer.start >= end);
                if other.within == Some(open.quotation) && outside {
                    other.within = None;
                }
            }
        }
        self.found[open.quotation].pieces.extend(piece(self.text, open.at, open.inside, end, end));
        if continued {
            self.open.push(open);
        }
    }

    fn notice(&mut self, open: &Open, continued: bool) {
        let message = if continued {
            "the quotation opened here is taken up again by the next paragraph"
        } else {
            "the quotation opened here is never closed"
        };
        self.notices.push(Notice {
            code: NoticeCode::UnclosedQuotation,
            span: Some(Span::new(open.at, open.inside)),
            message: message.to_owned(),
        });
    }

    /// Where a single quotation that opened just before `inside` closes: at a mark after which no letter follows. A
    /// plural possessive ("the workers' rights") looks the same, so after an s only a mark beside other punctuation is
    /// believed at once.
    fn end_of_single(&self, inside: usize, paragraph_end: usize, mark: char) -> Option<usize> {
        let closer = if mark == '‘' { '’' } else { '\'' };
        let mut previous = None;
        let mut candidate = None;
        let mut characters = self.text[inside..paragraph_end].char_indices().peekable();
        while let Some((offset, character)) = characters.next() {
            if offset > LONGEST_SINGLE || (character == mark && mark == '‘') {
                break;
            }
            let next = characters.peek().map(|&(_, next)| next);
            let opens_again = Around { previous, next }.only_opens();
            if opens_again && character == mark {
                break;
            }
            if character == closer && offset > 0 && !next.is_some_and(char::is_alphanumeric) {
                candidate = Some(inside + offset);
                let beside = |c: Option<char>| c.is_some_and(|c| ".,;:!?…»”\")".contains(c));
                let plural = previous.is_some_and(|c| matches!(c, 's' | 'S'));
                if !plural || beside(next) || next.is_none() {
                    break;
                }
            }
            previous = Some(character);
        }
        candidate
    }

    /// Drops quotations that got no piece (unclosed inner ones) and renumbers the rest, in text order.
    fn finish(mut self) -> (Vec<Quotation>, Vec<Notice>) {
        let mut kept = Vec::new();
        let mut number = vec![None; self.found.len()];
        for index in 0..self.found.len() {
            let mut within = self.found[index].within;
            while let Some(outer) = within.filter(|&outer| number[outer].is_none()) {
                within = self.found[outer].within;
            }
            let quotation = &mut self.found[index];
            if !quotation.pieces.is_empty() {
                number[index] = Some(kept.len());
                quotation.within = within.and_then(|outer| number[outer]);
                kept.push(quotation.clone());
            }
        }
        self.notices.sort_by_key(|notice| notice.span);
        (kept, self.notices)
    }
}

struct Around {
    previous: Option<char>,
    next: Option<char>,
}

impl Around {
    /// Nothing, a space or an opening sign before, something that is neither after.
    fn can_open(&self) -> bool {
        self.previous.is_none_or(|c| c.is_whitespace() || "([{«“„‹‘\"'—–-:/’".contains(c))
            && self.next.is_some_and(|c| c.is_alphanumeric() || "«“„‹‘\"'[(…¿¡@#$€£".contains(c))
    }

    /// As [`Self::can_open`], and it cannot be a closing mark with the space on the wrong side.
    fn only_opens(&self) -> bool {
        self.can_open() && self.previous.is_none_or(|c| c.is_whitespace() || "([{«“„‹‘:".contains(c))
    }
}

/// The piece between two marks, unless there is nothing in it.
fn piece(text: &str, at: usize, inside: usize, inner_end: usize, outer_end: usize) -> Option<Piece> {
    let body = &text[inside..inner_end.max(inside)];
    let start = inside + (body.len() - body.trim_start().len());
    let end = inside + body.trim_end().len();
    if start >= end {
        return None;
    }
    // Without a closing mark the piece ends with its last word, not with the line break.
    let outer_end = if outer_end == inner_end { end } else { outer_end };
    Some(Piece { outer: Span::new(at, outer_end), inner: Span::new(start, end) })
}

fn first_sentence_end(text: &str, start: usize, end: usize) -> usize {
    let mut previous = ' ';
    for (offset, character) in text[start..end].char_indices() {
        if character.is_whitespace() && ".!?…".contains(previous) {
            return start + offset;
        }
        previous = character;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use std::fmt::Write as _;

    fn check(text: &str, expected: Expect) {
        let mut paragraphs = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            paragraphs.push(Span::new(start, start + line.trim_end().len()));
            start += line.len();
        }
        let (found, notices) = quotations(text, &paragraphs);
        let mut out = String::new();
        for quotation in &found {
            let depth = std::iter::successors(quotation.within, |&outer| found[outer].within).count();
            let pieces: Vec<&str> = quotation.pieces.iter().map(|piece| piece.inner.of(text)).collect();
            let open = if quotation.closed { "" } else { " (open)" };
            writeln!(out, "{}{}{open}", "  ".repeat(depth), pieces.join(" / ")).unwrap();
        }
        for notice in notices {
            let span = notice.span.unwrap();
            writeln!(out, "! {} {}", &span.of(text), span.start).unwrap();
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn french_marks_with_any_space() {
        check(
            "Il a dit « oui », puis «\u{a0}non\u{a0}» et «peut-être».",
            expect![[r#"
            oui
            non
            peut-être
        "#]],
        );
    }

    #[test]
    fn english_marks_nest() {
        check(
            "“He told me ‘never again’ and left,” she said.",
            expect![[r#"
            He told me ‘never again’ and left,
              never again
        "#]],
        );
        check(
            "\"He's the voters' choice,\" said Ms Orr.",
            expect![[r#"
            He's the voters' choice,
        "#]],
        );
    }

    #[test]
    fn french_marks_nest_in_themselves() {
        check(
            "« On a vu 261 cas de « réelle » fraude », dit-elle.",
            expect![[r#"
            On a vu 261 cas de « réelle » fraude
              réelle
        "#]],
        );
    }

    #[test]
    fn apostrophes_are_no_quotation_marks() {
        check("L'accord d'aujourd'hui, c'est l’affaire d’Ortez. The workers' union didn't sign.", expect![""]);
        check(
            "He called it 'a farce' and the ministers' 'worst day'.",
            expect![[r#"
            a farce
            worst day
        "#]],
        );
    }

    #[test]
    fn a_quotation_runs_over_paragraphs() {
        check(
            "Il a répondu : « Nous tenons nos engagements.\n« Nous les tiendrons. Rien ne presse. »\nElle est partie.",
            expect![[r#"
                Nous tenons nos engagements. / Nous les tiendrons. Rien ne presse.
                ! « 16
            "#]],
        );
    }

    #[test]
    fn an_unclosed_quotation_ends_with_its_paragraph() {
        check(
            "Il a répondu : « Nous tenons bon.\nElle a dit « non ».",
            expect![[r#"
                Nous tenons bon. (open)
                non
                ! « 16
            "#]],
        );
    }

    #[test]
    fn a_forgotten_mark_closes_before_the_next_one() {
        check(
            "Elle a dit « non et il a répondu « oui ».",
            expect![[r#"
            non et il a répondu (open)
            oui
            ! « 11
        "#]],
        );
    }

    #[test]
    fn straight_marks_pair_by_what_stands_beside_them() {
        check(
            "Ils \"refusent\" tout. Un écran de 5\" et \"rien\".",
            expect![[r#"
            refusent
            rien
        "#]],
        );
        check(
            "“Both marks the same“, he said, and „so nicht“, sie.",
            expect![[r#"
            Both marks the same
            so nicht
        "#]],
        );
    }

    #[test]
    fn stray_marks_do_no_harm() {
        check(
            "» Rien ” ne ' va ‹ plus",
            expect![[r#"
            plus (open)
            ! ‹ 20
        "#]],
        );
        check("", expect![""]);
        check("« » \"\"", expect![""]);
    }
}
