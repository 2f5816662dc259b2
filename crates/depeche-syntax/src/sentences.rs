//! Groups tokens into sentences.
//!
//! A sentence ends at a full stop, a question or exclamation mark, or an ellipsis, with the marks that close around it,
//! when what follows can begin one; also inside quotation marks, as in the treebanks. A paragraph ends one in any case:
//! headlines need no full stop. Abbreviations and initials were told apart by the scanner.

use crate::lines::paragraphs;
use crate::scan::{Class, Piece, scan};
use depeche_lang::{Lang, RuleKind};
use depeche_record::{Sentence, Token};

/// Longest sentence in tokens; longer ones are cut at the best punctuation. The encoder reads no more at once.
pub const MAX_TOKENS: usize = 200;

/// Cuts `text` into sentences of tokens. Spans are byte offsets into `text`, on character boundaries; tokens are in text
/// order, none is empty, and between them stand only spaces and controls. Every sentence has 1 to [`MAX_TOKENS`] tokens.
#[must_use]
pub fn segment(lang: &Lang, text: &str) -> Vec<Sentence> {
    let mut sentences: Vec<Sentence> = Vec::new();
    let mut pieces = Vec::new();
    let mut paragraph = 0;
    for lines in paragraphs(text) {
        pieces.clear();
        if let [first, .., last] | [first @ last] = lines.as_slice() {
            // Wrapped lines are scanned as one: a name may stand on the line after its initial.
            scan(lang, text, first.to(*last), &mut pieces);
        }
        if pieces.is_empty() {
            continue; // Only joiners or the like.
        }
        let stray = pieces.iter().all(|piece| matches!(piece.class, Class::Stop | Class::Closing))
            && pieces.first().is_some_and(|piece| is_plain_stop(piece.span.of(text)) || piece.class == Class::Closing);
        if stray && let Some(last) = sentences.last_mut().filter(|s| s.tokens.len() + pieces.len() <= MAX_TOKENS) {
            // A full stop alone on its line belongs to the sentence before.
            extend(last, &pieces);
            continue;
        }
        let quotes = Quotes::new(text, &pieces);
        let mut start = 0;
        while start < pieces.len() {
            let end = sentence_end(lang, text, &pieces, &quotes, start);
            let mut from = start;
            while from < end {
                let to = if end - from > MAX_TOKENS { best_cut(text, &pieces, from) } else { end };
                let mut sentence = Sentence { paragraph, ..Sentence::default() };
                sentence.tokens.reserve_exact(to - from);
                extend(&mut sentence, &pieces[from..to]);
                sentences.push(sentence);
                from = to;
            }
            start = end;
        }
        paragraph += 1;
    }
    sentences
}

/// « . » or « … », not « ? »: a question mark alone on its line may be a whole reply.
fn is_plain_stop(piece: &str) -> bool {
    piece.chars().all(|c| matches!(c, '.' | '…'))
}

fn extend(sentence: &mut Sentence, pieces: &[Piece]) {
    sentence.tokens.extend(pieces.iter().map(|piece| Token { span: piece.span, morph: None }));
    if let [first, .., last] | [first @ last] = sentence.tokens.as_slice() {
        sentence.span = first.span.to(last.span);
    }
}

/// Which straight quotation marks close: the only ones that do not show it.
struct Quotes(Vec<bool>);

impl Quotes {
    fn new(text: &str, pieces: &[Piece]) -> Self {
        let mut open = false;
        let closes = |(at, piece): (usize, &Piece)| {
            if piece.class != Class::Straight {
                return false;
            }
            let touches_before = at > 0 && pieces[at - 1].span.end == piece.span.start;
            let next = pieces.get(at + 1);
            let touches_after = next.is_some_and(|next| next.span.start == piece.span.end);
            let mark_after =
                touches_after && next.is_some_and(|next| !next.span.of(text).starts_with(char::is_alphanumeric));
            let closes = match (touches_before, touches_after) {
                (true, false) => true,
                (true, true) if mark_after => true,
                (false, true) => false,
                _ => open,
            };
            open = !closes;
            closes
        };
        Self(pieces.iter().enumerate().map(closes).collect())
    }

    fn closes(&self, at: usize) -> bool {
        self.0[at]
    }
}

/// One past the last piece of the sentence that begins at `start`.
fn sentence_end(lang: &Lang, text: &str, pieces: &[Piece], quotes: &Quotes, start: usize) -> usize {
    let mut at = start;
    while at < pieces.len() {
        let piece = pieces[at];
        at += 1;
        let strong = match piece.class {
            Class::Stop => !is_list_number(text, pieces, start, at - 1) && !is_omission(pieces, at - 1),
            Class::Abbreviation(true) => false,
            _ => continue,
        };
        if piece.class == Class::Stop && !strong {
            continue;
        }
        let end = closing_run(pieces, quotes, at);
        match pieces.get(end) {
            None => return end,
            Some(_) if strong && begins_sentence(lang, text, pieces, end, at) => return end,
            Some(_) if !strong && end == at && opens_with_function_word(lang, text, pieces, end) => return end,
            Some(_)
                if !strong
                    && end > at
                    && begins_sentence(lang, text, pieces, end, at)
                    && pieces[at].class == Class::Stop =>
            {
                return end;
            }
            Some(_) => at = end.max(at),
        }
    }
    pieces.len()
}

/// One past the stops and closing marks that follow a stop: « … ! ” » », a stray « . ».
fn closing_run(pieces: &[Piece], quotes: &Quotes, from: usize) -> usize {
    let mut at = from;
    while let Some(piece) = pieces.get(at) {
        at += match piece.class {
            Class::Stop | Class::Closing | Class::Emoji => 1,
            Class::Straight if quotes.closes(at) => 1,
            // A note's number: « … son arrestation. [20] »
            Class::Opening => match pieces.get(at + 1..at + 3) {
                Some([number, close]) if number.class == Class::Number && close.class == Class::Closing => 3,
                _ => break,
            },
            _ => break,
        };
    }
    at
}

/// Whether a sentence can begin with piece `at`; the stop before it ended at piece `after`.
fn begins_sentence(lang: &Lang, text: &str, pieces: &[Piece], at: usize, after: usize) -> bool {
    let glued = pieces[at - 1].span.end == pieces[at].span.start;
    let mut dashed = false;
    let mut omission = false;
    for piece in pieces[at..].iter().take(6) {
        match piece.class {
            // « (…) Le texte reprend. »
            Class::Stop if pieces[at].class == Class::Opening => omission = true,
            Class::Closing if omission => {}
            Class::Opening | Class::Straight | Class::Other => {}
            Class::Dash => dashed = true,
            Class::Number => return !glued || at > after,
            Class::Link | Class::Emoji => return !dashed,
            Class::Word | Class::Initial | Class::Abbreviation(_) => {
                let word = piece.span.of(text);
                // « (…), a-t-il dit »: a small letter goes on. Scripts without case always may begin.
                let first = word.chars().find(|c| c.is_alphanumeric());
                let lower = first.is_some_and(char::is_lowercase);
                let mixed = lower && word.chars().skip(1).any(char::is_uppercase) && !lang.is(RuleKind::Opener, word);
                return !lower || mixed;
            }
            Class::Stop | Class::Closing => return false,
        }
    }
    true
}

/// Whether a word that opens sentences, or a quotation, comes next after an abbreviation.
fn opens_with_function_word(lang: &Lang, text: &str, pieces: &[Piece], at: usize) -> bool {
    let word = pieces[at..].iter().take(3).find(|piece| piece.class == Class::Word);
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    word.is_some_and(|piece| {
        let word = piece.span.of(text);
        let quoted = matches!(pieces[at].class, Class::Opening | Class::Straight)
            && !pieces[at].span.of(text).starts_with(['(', '[']);
        capital(word) && (lang.is(RuleKind::Opener, word) || quoted)
    })
}

/// « 1. », « a. » at the head of a line number an item.
fn is_list_number(text: &str, pieces: &[Piece], start: usize, at: usize) -> bool {
    at == start + 1 && {
        let before = pieces[start];
        before.class == Class::Number
            && before.span.len() <= 3
            && before.span.end == pieces[at].span.start
            && pieces[at].span.of(text) == "."
    }
}

/// « […] », « (...) »: words left out, not a sentence ended.
fn is_omission(pieces: &[Piece], at: usize) -> bool {
    at > 0
        && pieces[at - 1].class == Class::Opening
        && pieces.get(at + 1).is_some_and(|piece| piece.class == Class::Closing)
}

/// Where to cut a sentence that is too long: after the last strong, else weak, mark of its second half.
fn best_cut(text: &str, pieces: &[Piece], from: usize) -> usize {
    let rank = |piece: &Piece| match (piece.class, piece.span.of(text)) {
        (Class::Stop, _) => 4,
        (_, ";") => 3,
        (_, ":") | (Class::Closing, _) => 2,
        (_, ",") | (Class::Dash, _) => 1,
        _ => 0,
    };
    let half = from + MAX_TOKENS / 2;
    let end = from + MAX_TOKENS;
    // The last of the highest rank: max_by_key keeps the last of equals; with no mark at all that is the limit itself.
    (half..end).max_by_key(|at| rank(&pieces[*at])).map_or(end, |at| at + 1)
}

#[cfg(test)]
mod tests;
