//! Scans a paragraph into pieces: tokens with what the sentence splitter needs to know about them.
//!
//! A hand-written scanner, one pass, with bounded look-ahead: 50 MB on one line take as long as 50 MB on many. What
//! belongs to a language (elisions, clitics, abbreviations, hyphens) is asked of [`Lang`]; what holds in any language
//! (numbers, addresses, initials, emoji) stands here. Words are never corrected or joined across a gap, with one
//! exception: digits grouped by a space, « 10 000 », are one token, as in the treebanks.

use crate::characters::{
    is_apostrophe, is_apostrophe_by_mistake, is_closing, is_dash, is_emoji_modifier, is_gap, is_hyphen, is_ideograph,
    is_mark, is_opening, is_pictograph, is_regional_indicator, is_stop, is_word,
};
use depeche_lang::{Ends, Hyphen, Lang, RuleKind};
use depeche_record::Span;

/// Longest token, in bytes. Nothing longer is a word; without a limit one would hold a whole glued file.
const MAX_BYTES: usize = 1000;
/// How far an e-mail address may reach before its `@`, in characters.
const MAX_MAILBOX: usize = 64;

/// A token and what kind of thing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) span: Span,
    pub(crate) class: Class,
}

/// What a piece is to the sentence splitter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    Word,
    Number,
    /// Address, e-mail, hashtag, mention.
    Link,
    /// An abbreviation with its full stop; `true` when the full stop may close a sentence too.
    Abbreviation(bool),
    /// A capital letter with its full stop that stands for a first name.
    Initial,
    /// . ! ? …
    Stop,
    Opening,
    Closing,
    /// A quotation mark that looks the same at both ends.
    Straight,
    /// A dash or a bullet.
    Dash,
    Emoji,
    Other,
}

/// Scans `line`, a paragraph that may hold line breaks, and appends its pieces to `pieces`.
pub(crate) fn scan(lang: &Lang, text: &str, line: Span, pieces: &mut Vec<Piece>) {
    let first = pieces.len();
    let mut scanner = Scanner { lang, text, line, pieces, first, single_open: false, low_open: false };
    let mut at = line.start;
    while let Some(c) = scanner.peek(at) {
        if is_gap(c) {
            at += c.len_utf8();
            continue;
        }
        let (end, class) = scanner.piece(at, c);
        debug_assert!(end > at, "every piece holds a character");
        let end = scanner.bounded(at, end);
        scanner.pieces.push(Piece { span: Span::new(at, end), class });
        at = end;
    }
}

struct Scanner<'a> {
    lang: &'a Lang,
    text: &'a str,
    line: Span,
    pieces: &'a mut Vec<Piece>,
    /// The line's first piece in `pieces`.
    first: usize,
    /// Whether a single quotation mark was opened: then « workers' » closes it.
    single_open: bool,
    /// Whether „ was opened: then “ closes it.
    low_open: bool,
}

impl Scanner<'_> {
    // --- Looking around ---

    fn peek(&self, at: usize) -> Option<char> {
        self.text[at..self.line.end].chars().next()
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text[self.line.start..at].chars().next_back()
    }

    fn gap_before(&self, at: usize) -> bool {
        self.before(at).is_none_or(is_gap)
    }

    fn gap_at(&self, at: usize) -> bool {
        self.peek(at).is_none_or(is_gap)
    }

    /// End of the run of characters that satisfy `test` from `at` on.
    fn run(&self, at: usize, test: impl Fn(char) -> bool) -> usize {
        let mut end = at;
        for c in self.text[at..self.line.end].chars() {
            if !test(c) || end - at > MAX_BYTES {
                break;
            }
            end += c.len_utf8();
        }
        end
    }

    /// First character after a few gaps from `at` on.
    fn skip_gaps(&self, at: usize) -> usize {
        self.run(at, is_gap)
    }

    fn last(&self) -> Option<Piece> {
        self.pieces[self.first..].last().copied()
    }

    /// Whether a piece here would begin a sentence or a quotation.
    fn at_start(&self) -> bool {
        self.last().is_none_or(|piece| {
            matches!(
                piece.class,
                Class::Stop | Class::Opening | Class::Straight | Class::Dash | Class::Abbreviation(true)
            ) || piece.span.of(self.text) == ":"
        })
    }

    /// Cuts a token that is too long to be one, on a character boundary.
    fn bounded(&self, start: usize, end: usize) -> usize {
        if end - start <= MAX_BYTES {
            return end;
        }
        let fits = |at: &usize| self.text.is_char_boundary(*at);
        (start + 1..=start + MAX_BYTES).rev().find(fits).unwrap_or(end)
    }

    // --- One piece ---

    /// The piece that begins at `at` with `c`: its end and class.
    fn piece(&mut self, at: usize, c: char) -> (usize, Class) {
        let found = self.link(at, c).or_else(|| self.emoticon(at, c)).or_else(|| self.whole(at, c));
        if let Some(found) = found {
            return found;
        }
        if is_ideograph(c) {
            return (self.marks(at + c.len_utf8()), Class::Word);
        }
        if c.is_ascii_digit() || self.is_signed_number(at, c) || (c == '.' && self.is_bare_decimal(at)) {
            return self.number(at, c);
        }
        if is_word(c) {
            return self.glued_unit(at).unwrap_or_else(|| self.word(at, at));
        }
        if is_hyphen(c)
            && self.last().is_some_and(|piece| piece.span.end == at && piece.class == Class::Word)
            && let Some(end) = self.clitic(at)
        {
            return (end, Class::Word);
        }
        if (is_apostrophe(c) || c == '‘') && self.gap_before(at) {
            let end = self.run(at + c.len_utf8(), is_word);
            if self.lang.is(RuleKind::LeadingApostrophe, &self.text[at..end]) {
                return (end, Class::Word);
            }
        }
        self.sign(at, c)
    }

    /// Punctuation and symbols.
    fn sign(&mut self, at: usize, c: char) -> (usize, Class) {
        let next = at + c.len_utf8();
        if c == '.' || c == '…' {
            return (self.run(at, |c| c == '.' || c == '…'), Class::Stop);
        }
        if is_stop(c) {
            return (self.run(at, |c| is_stop(c) && c != '.' && c != '…'), Class::Stop);
        }
        if is_apostrophe(c) || c == '‘' || c == '`' {
            // Two single marks written for a double one: ''so''.
            let end = if self.peek(next) == Some(c) { next + c.len_utf8() } else { next };
            self.single_open = !self.gap_at(end) && (self.gap_before(at) || !self.single_open);
            let class = match c {
                '‘' => Class::Opening,
                '’' if !self.single_open => Class::Closing,
                _ => Class::Straight,
            };
            return (end, class);
        }
        if c == '"' || c == '＂' {
            return (next, Class::Straight);
        }
        if matches!(c, '-' | '–' | '—' | '=' | '*' | '~' | '<' | '>' | '+' | '^' | '|' | '#') {
            let end = self.run(at, |other| other == c);
            return (end, if is_dash(c) { Class::Dash } else { Class::Other });
        }
        if c == '°' {
            // °C, °F
            let end = self.run(next, is_word);
            return (if end == next + 1 { end } else { next }, Class::Other);
        }
        if is_regional_indicator(c) {
            let pair = self.peek(next).filter(|c| is_regional_indicator(*c));
            return (next + pair.map_or(0, char::len_utf8), Class::Emoji);
        }
        if is_pictograph(c) {
            return (self.emoji(next), if is_dash(c) { Class::Dash } else { Class::Emoji });
        }
        let class = match c {
            '„' => {
                self.low_open = true;
                Class::Opening
            }
            '“' if self.low_open => {
                self.low_open = false;
                Class::Closing
            }
            // »So schreibt man auch.«
            '»' | '›' if self.gap_before(at) && !self.gap_at(next) => Class::Opening,
            '«' | '‹' if self.before(at).is_some_and(|c| is_word(c) || is_stop(c)) && self.gap_at(next) => {
                Class::Closing
            }
            c if is_opening(c) => Class::Opening,
            c if is_closing(c) => Class::Closing,
            c if is_dash(c) => Class::Dash,
            _ => Class::Other,
        };
        (self.marks(next), class)
    }

    /// End of the combining marks from `at` on.
    fn marks(&self, at: usize) -> usize {
        self.run(at, is_mark)
    }

    /// End of an emoji whose first character ends at `at`: modifiers, and what zero-width joiners add.
    fn emoji(&self, first: usize) -> usize {
        let mut at = first;
        loop {
            let end = self.run(at, |c| is_emoji_modifier(c) || is_mark(c));
            if end - first > MAX_BYTES {
                return end;
            }
            match self.peek(end) {
                Some('\u{200d}') => match self.peek(end + 3).filter(|c| is_pictograph(*c)) {
                    Some(c) => at = end + 3 + c.len_utf8(),
                    None => return end + 3,
                },
                _ => return end,
            }
        }
    }

    /// Word units glued to the number before them: the « h » of « 18h30 ».
    fn glued_unit(&self, at: usize) -> Option<(usize, Class)> {
        let last = self.last()?;
        if last.span.end != at || last.class != Class::Number {
            return None;
        }
        let end = self.run(at, char::is_alphabetic);
        self.lang.is(RuleKind::Unit, &self.text[at..end]).then_some((end, Class::Word))
    }

    /// A form that the language keeps whole, whatever signs are in it.
    fn whole(&self, at: usize, c: char) -> Option<(usize, Class)> {
        let first = c.to_lowercase().next()?;
        let forms = self.lang.whole_forms(first);
        if forms.is_empty() || self.before(at).is_some_and(is_word) {
            return None;
        }
        forms.iter().find_map(|form| {
            let end = self.matches(at, form)?;
            let ends_as_word = form.chars().next_back().is_some_and(is_word);
            let goes_on = ends_as_word && self.peek(end).is_some_and(is_word);
            (!goes_on).then_some((end, Class::Word))
        })
    }

    /// End of `folded` at `at`, compared as the language folds words.
    fn matches(&self, at: usize, folded: &str) -> Option<usize> {
        let n_chars = folded.chars().count();
        // A decomposed text has more characters than the form: take marks along.
        let mut end = at;
        let mut taken = 0;
        for c in self.text[at..self.line.end].chars().take(n_chars * 3) {
            if !is_mark(c) && c != '\u{ad}' {
                if taken == n_chars {
                    break;
                }
                taken += 1;
            }
            end += c.len_utf8();
        }
        (depeche_lang::fold(&self.text[at..end]) == folded).then_some(end)
    }

    // --- Addresses, tags, faces ---

    fn link(&self, at: usize, c: char) -> Option<(usize, Class)> {
        let rest = &self.text.as_bytes()[at..self.line.end];
        let begins = |prefix: &str| rest.get(..prefix.len()).is_some_and(|b| b.eq_ignore_ascii_case(prefix.as_bytes()));
        if ["http://", "https://", "ftp://", "www.", "mailto:"].iter().any(|prefix| begins(prefix)) {
            return Some((self.link_end(at), Class::Link));
        }
        let next = at + c.len_utf8();
        if matches!(c, '@' | '#') && !self.before(at).is_some_and(is_word) {
            let word = self.peek(next).is_some_and(|c| c.is_alphabetic() || c == '_');
            return word.then(|| (self.run(next, is_word), Class::Link));
        }
        if c.is_ascii_alphanumeric() && !self.before(at).is_some_and(is_word) { self.mail(at) } else { None }
    }

    /// An e-mail address.
    fn mail(&self, at: usize) -> Option<(usize, Class)> {
        let is_mailbox = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
        let mailbox: usize =
            self.text[at..self.line.end].chars().take(MAX_MAILBOX).take_while(|c| is_mailbox(*c)).count();
        let at_sign = at + mailbox;
        if self.peek(at_sign) != Some('@') {
            return None;
        }
        let end = self.run(at_sign + 1, |c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
        let end = at_sign + 1 + self.text[at_sign + 1..end].trim_end_matches(['.', '-', '_']).len();
        (end > at_sign + 1).then_some((end, Class::Link))
    }

    /// End of an address that begins at `at`: up to a gap or a quotation mark, closing punctuation left out.
    fn link_end(&self, at: usize) -> usize {
        let end = self.run(at, |c| !is_gap(c) && !matches!(c, '<' | '>' | '"' | '«' | '»' | '“' | '”'));
        let mut link = &self.text[at..end];
        while let Some(last) = link.chars().next_back() {
            let closes = match last {
                ')' => !link.contains('('),
                ']' => !link.contains('['),
                c => matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '}' | '\'' | '’' | '…' | '*'),
            };
            if !closes {
                break;
            }
            link = &link[..link.len() - last.len_utf8()];
        }
        at + link.len().max(1)
    }

    /// A face typed with punctuation, between spaces.
    fn emoticon(&self, at: usize, c: char) -> Option<(usize, Class)> {
        if !matches!(c, ':' | ';' | '=') || !self.gap_before(at) {
            return None;
        }
        let end = self.run(at, |c| !is_gap(c));
        let mouth = self.text[at..end].strip_prefix([':', ';', '='])?;
        let mouth = mouth.strip_prefix(['-', '\'', 'o']).unwrap_or(mouth);
        matches!(mouth, ")" | "(" | "))" | "((" | "D" | "P" | "p" | "]" | "[" | "|" | "*" | "3")
            .then_some((end, Class::Emoji))
    }

    // --- Numbers ---

    /// Whether a sign before a digit belongs to the number: « -2,5 », « +33 », not « 10-12 ».
    fn is_signed_number(&self, at: usize, c: char) -> bool {
        let sign = c == '+' || (matches!(c, '-' | '−') && self.lang.hyphen() == Hyphen::Joins);
        sign && self.peek(at + c.len_utf8()).is_some_and(|c| c.is_ascii_digit())
            && self.before(at).is_none_or(|c| is_gap(c) || c == '(')
    }

    fn is_bare_decimal(&self, at: usize) -> bool {
        self.gap_before(at) && self.peek(at + 1).is_some_and(|c| c.is_ascii_digit())
    }

    fn number(&self, at: usize, c: char) -> (usize, Class) {
        let is_digit = |c: char| c.is_ascii_digit();
        let first = if c.is_ascii_digit() { at } else { at + c.len_utf8() };
        let mut end = self.run(first, is_digit);
        end = self.digit_groups(first, end);
        while let Some(c) = self.peek(end) {
            let next = end + c.len_utf8();
            let before_digit = self.peek(next).is_some_and(is_digit);
            let joins = match c {
                '.' | ',' | ':' | '/' | '·' | '\'' | '’' => before_digit,
                _ if is_hyphen(c) => before_digit && self.joins_numbers(at, end),
                _ => false,
            };
            if !joins || end - at > MAX_BYTES {
                break;
            }
            end = self.run(next, is_digit);
        }
        match self.peek(end) {
            // « 35mm », « 18h30 »: the unit is a token of its own.
            Some(c) if c.is_alphabetic() => {
                let run = self.run(end, char::is_alphabetic);
                let time = self.peek(run).is_some_and(is_digit);
                let unit = self.lang.is(RuleKind::Unit, &self.text[end..run]);
                if unit && (!self.peek(run).is_some_and(is_word) || time) {
                    (end, Class::Number)
                } else {
                    self.word(at, end)
                }
            }
            Some(c) if is_word(c) && !is_ideograph(c) => self.word(at, end),
            Some(c) if is_hyphen(c) || is_apostrophe(c) => {
                // « 4-temps », "90's"
                let word = self.peek(end + c.len_utf8()).is_some_and(char::is_alphabetic);
                if word && (is_apostrophe(c) || self.lang.hyphen() == Hyphen::Joins) {
                    self.word(at, end)
                } else {
                    (end, Class::Number)
                }
            }
            _ => (end, Class::Number),
        }
    }

    /// End of a number whose thousands are set apart by spaces: « 10 000 ». A date's year is no first group, nor is a
    /// group that begins with 0.
    fn digit_groups(&self, first: usize, end: usize) -> usize {
        let digits = &self.text[first..end];
        if digits.len() > 3 || digits.starts_with('0') {
            return end;
        }
        let mut end = end;
        while let Some(c) = self.peek(end) {
            let groups =
                matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}') || (c == ' ' && self.lang.space_groups_digits());
            let start = end + c.len_utf8();
            if !groups || self.run(start, |c| c.is_ascii_digit()) != start + 3 || end - first > MAX_BYTES {
                break;
            }
            end = start + 3;
        }
        end
    }

    /// Whether the hyphen at `at` joins two numbers: everywhere in French (« 2004-2005 »); in English in dates and
    /// telephone numbers, but `5-10` is three tokens.
    fn joins_numbers(&self, start: usize, at: usize) -> bool {
        if self.lang.hyphen() == Hyphen::Joins || self.text[start..at].contains('-') {
            return true;
        }
        let end = self.run(at + 1, |c| c.is_ascii_digit());
        let telephone = at - start == 3 && end - at == 5;
        let date = self.peek(end) == Some('-') && self.peek(end + 1).is_some_and(|c| c.is_ascii_digit());
        telephone || date
    }

    // --- Words ---

    /// The word that begins at `start`, known to reach `from`.
    fn word(&self, start: usize, from: usize) -> (usize, Class) {
        let mut end = from;
        // Where the part after the last hyphen, full stop or apostrophe begins.
        let mut part = start;
        loop {
            end = self.run(end, |c| is_word(c) && !is_ideograph(c));
            if end == start {
                // An ideograph is never sent here, but a run must always go on.
                end += self.peek(end).map_or(1, char::len_utf8);
            }
            if end - start > MAX_BYTES {
                break;
            }
            let Some(c) = self.peek(end) else { break };
            let next = end + c.len_utf8();
            let goes_on = self.peek(next).is_some_and(|c| is_word(c) && !is_ideograph(c));
            if is_apostrophe(c) || (goes_on && is_apostrophe_by_mistake(c)) {
                if self.lang.is(RuleKind::Elision, &self.text[start..next]) {
                    return (next, Class::Word);
                }
                if !goes_on {
                    if self.is_plural_possessive(&self.text[start..end], c) {
                        end = next;
                    }
                    break;
                }
            } else if is_hyphen(c) {
                if !goes_on || !self.hyphen_joins(start, part, end) {
                    break;
                }
            } else if c == '.' {
                match self.full_stop(start, part, end, goes_on) {
                    Dot::Joins => {}
                    Dot::Closes(class) => return (next, class),
                    Dot::Stops => break,
                }
            } else if c == '&' {
                let capitals =
                    self.before(end).is_some_and(char::is_uppercase) && self.peek(next).is_some_and(char::is_uppercase);
                if !capitals {
                    break;
                }
            } else if c == '/' {
                // lemonde.fr/politique
                if !(goes_on && looks_like_host(&self.text[start..end])) {
                    break;
                }
                return (self.link_end(start).max(end), Class::Link);
            } else if c == '(' {
                let Some(close) = self.optional_ending(end) else { break };
                end = close;
                continue;
            } else {
                break;
            }
            end = next;
            part = next;
        }
        let word = &self.text[start..end];
        let number = word.chars().all(|c| c.is_numeric());
        (end, if number { Class::Number } else { Class::Word })
    }

    /// Whether an apostrophe after `word` belongs to it: « the workers' union ».
    fn is_plural_possessive(&self, word: &str, apostrophe: char) -> bool {
        !self.single_open
            && word.ends_with(['s', 'S', 'z', 'x'])
            && self.lang.is(RuleKind::Possessive, apostrophe.encode_utf8(&mut [0; 4]))
    }

    /// The feminine or plural in brackets: « traité(e) », `friend(s)`. Gives the end after the bracket.
    fn optional_ending(&self, at: usize) -> Option<usize> {
        let lower = |c: char| c.is_lowercase();
        let end = self.run(at + 1, lower);
        let short = (1..=3).contains(&(end - at - 1));
        (short && self.before(at).is_some_and(lower) && self.peek(end) == Some(')')).then_some(end + 1)
    }

    /// Whether the hyphen at `at` stays inside the word `start..`, whose last part begins at `part`.
    fn hyphen_joins(&self, start: usize, part: usize, at: usize) -> bool {
        match self.lang.hyphen() {
            Hyphen::Splits => {
                // "anti-", "non-": all parts so far are prefixes.
                let next_is_letter = self.text[at..].chars().nth(1).is_some_and(char::is_alphabetic);
                next_is_letter && self.lang.is(RuleKind::Prefix, &self.text[part..at])
            }
            Hyphen::Joins => self.clitic(at).is_none() || self.is_name(&self.text[start..at]),
        }
    }

    /// Whether `word` is a capitalised name inside a sentence, whose end only looks like a clitic: « Kim Jong-il ».
    fn is_name(&self, word: &str) -> bool {
        let mut chars = word.chars();
        let capital = chars.next().is_some_and(char::is_uppercase);
        capital && chars.any(char::is_lowercase) && !self.at_start()
    }

    /// End of the clitic whose hyphen stands at `at`: « -t-il », « -moi ». What follows it may be another one.
    fn clitic(&self, at: usize) -> Option<usize> {
        let part = |hyphen: usize| {
            let c = self.peek(hyphen).filter(|c| is_hyphen(*c))?;
            let start = hyphen + c.len_utf8();
            let end = self.run(start, |c| is_word(c) || is_apostrophe(c));
            (end > start).then_some(end)
        };
        let one = part(at)?;
        let is_clitic = |end: usize| self.lang.is(RuleKind::Clitic, &self.text[at..end]);
        if let Some(two) = part(one)
            && is_clitic(two)
            && part(two).is_none()
        {
            return Some(two);
        }
        // « Isle-sur-le-Doubs » goes on with something else.
        let ends_here = match part(one) {
            None => true,
            Some(two) => self.lang.is(RuleKind::Clitic, &self.text[one..two]) && part(two).is_none(),
        };
        (is_clitic(one) && ends_here).then_some(one)
    }

    /// What the full stop at `at` does to the word `start..at`, whose last part begins at `part`.
    fn full_stop(&self, start: usize, part: usize, at: usize, goes_on: bool) -> Dot {
        let word = &self.text[start..at];
        let last_part = &self.text[part..at];
        let after = self.peek(at + 1);
        let single = is_single_letter(last_part);
        if goes_on {
            let next = &self.text[at + 1..self.run(at + 1, is_word)];
            let capitalised = is_capitalised(next);
            if single && !(part == start && capitalised && next.chars().count() > 2 && is_upper(last_part)) {
                return Dot::Joins; // U.S., i.e.
            }
            if single {
                return Dot::Closes(Class::Initial); // « J.Dupont »
            }
            let digit = next.starts_with(|c: char| c.is_ascii_digit());
            match self.lang.abbreviation(&self.text[start..=at]) {
                Some(Ends::Never) if capitalised || digit => return Dot::Closes(Class::Abbreviation(false)),
                Some(Ends::BeforeNumber) if digit => return Dot::Closes(Class::Abbreviation(false)),
                _ => {}
            }
            // Bad extraction glues sentences: « fin.Le ». An address has another dot or no capital.
            let in_address = word.contains('.') || self.peek(at + 1 + next.len()) == Some('.') && !capitalised;
            let lower_before =
                last_part.ends_with(char::is_lowercase) || last_part.ends_with(|c: char| c.is_ascii_digit());
            let capital_after = capitalised || (is_upper(next) && next.chars().count() == 1);
            return if lower_before && capital_after && !in_address { Dot::Stops } else { Dot::Joins };
        }
        if matches!(after, Some('.' | '…')) {
            return Dot::Stops;
        }
        if single && word.contains('.') {
            return Dot::Closes(Class::Abbreviation(true)); // « O.N.U. »
        }
        // « J.-C. »
        if single && is_upper(last_part) && after.is_some_and(is_hyphen) {
            let letter = self.run(at + 2, is_word);
            if is_single_letter(&self.text[at + 2..letter]) && self.peek(letter) == Some('.') {
                return self.peek(letter).map_or(Dot::Stops, |_| Dot::Joins);
            }
        }
        if let Some(ends) = self.lang.abbreviation(&self.text[start..=at]) {
            match ends {
                Ends::Never => return Dot::Closes(Class::Abbreviation(false)),
                Ends::Sometimes => return Dot::Closes(Class::Abbreviation(true)),
                Ends::BeforeNumber if self.number_follows(at + 1) => return Dot::Closes(Class::Abbreviation(false)),
                Ends::BeforeNumber => {}
            }
        }
        if self.is_first_of_two(word, at + 1) {
            return Dot::Closes(Class::Abbreviation(false));
        }
        if part == start && is_upper(word) && is_single_letter(word) && self.is_initial(at + 1) {
            return Dot::Closes(Class::Initial);
        }
        Dot::Stops
    }

    /// Whether a number, in digits or Roman, comes next.
    fn number_follows(&self, at: usize) -> bool {
        let start = self.skip_gaps(at);
        let word = &self.text[start..self.run(start, is_word)];
        let roman = word.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C'));
        word.starts_with(|c: char| c.is_ascii_digit()) || (!word.is_empty() && roman)
    }

    /// Whether `word` with its full stop and the word after it make an abbreviation of two: « p. ex. ».
    fn is_first_of_two(&self, word: &str, at: usize) -> bool {
        let start = self.skip_gaps(at);
        let end = self.run(start, is_word);
        word.len() <= 4
            && end > start
            && self.peek(end) == Some('.')
            && self.lang.abbreviation(&format!("{word}. {}.", &self.text[start..end])).is_some()
    }

    /// Whether a lone capital with a full stop that ends at `at` is an initial: a name follows, not a new sentence.
    fn is_initial(&self, at: usize) -> bool {
        let start = self.skip_gaps(at);
        match self.peek(start) {
            None => false,
            Some(',' | ';') if start == at => true,
            Some(c) if c.is_lowercase() => true,
            Some(c) if c.is_uppercase() => {
                let end = self.run(start, is_word);
                let word = &self.text[start..end];
                if is_single_letter(word) && self.peek(end) == Some('.') {
                    return true;
                }
                let elided = self.peek(end).filter(|c| is_apostrophe(*c)).map_or(end, |c| end + c.len_utf8());
                !self.lang.is(RuleKind::Opener, word) && !self.lang.is(RuleKind::Opener, &self.text[start..elided])
            }
            Some(_) => false,
        }
    }
}

/// What a full stop does to the word before it.
enum Dot {
    /// It stands inside the word.
    Joins,
    /// It is the word's last character.
    Closes(Class),
    /// It is a token of its own.
    Stops,
}

fn is_upper(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// A capital and a small letter after it.
fn is_capitalised(word: &str) -> bool {
    let mut chars = word.chars().filter(|c| !is_mark(*c));
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_some_and(char::is_lowercase)
}

fn is_single_letter(word: &str) -> bool {
    let mut chars = word.chars().filter(|c| !is_mark(*c));
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

/// `example.org`: lower case, with a last part of letters.
fn looks_like_host(word: &str) -> bool {
    word.rsplit_once('.').is_some_and(|(_, last)| last.len() >= 2 && last.chars().all(|c| c.is_ascii_lowercase()))
}
