//! The noun phrase around a name.
//!
//! Takes a sentence with its tree and the tokens of a name; gives the span of the whole phrase and the functions that it
//! gives to a person. It looks at one sentence only.

use super::{NameHints, fold};
use crate::tree;
use depeche_record::{Kind, Sentence, Span};
use std::ops::Range;

/// What stands around a name.
pub(super) struct Around {
    pub(super) span: Span,
    /// The token that the phrase hangs from.
    pub(super) top: usize,
    /// Functions of a person.
    pub(super) roles: Vec<Span>,
    /// Head and span of the apposition after the name.
    pub(super) apposition: Option<(usize, Span)>,
}

/// The noun phrase around the name at `tokens`.
pub(super) fn around(
    hints: &NameHints,
    text: &str,
    sentence: &Sentence,
    tokens: &Range<usize>,
    name: Span,
    kind: Kind,
) -> Around {
    let mut first = tokens.start;
    let mut around = Around { span: name, top: tokens.start, roles: Vec::new(), apposition: None };
    let title = |index: usize| hints.titles.get(&fold(sentence.tokens[index].span.of(text)));
    if let Some(head) = tree::head_of(sentence, tokens) {
        let mut top = head;
        if kind == Kind::Person
            && let Some(noun) = bearer(hints, sentence, tokens, head)
        {
            (top, first) = (noun, noun);
        }
        while first > 0 && modifies(sentence, first - 1, top) {
            first -= 1;
        }
        around.top = top;
        around.apposition = apposition(text, sentence, tokens, head);
        if kind == Kind::Person {
            let before = first..tokens.start;
            let noun = |index: usize| {
                tree::is(sentence, index, &["NOUN", "PROPN"]) && title(index).is_none_or(|title| title.office)
            };
            if before.clone().any(noun) {
                around.roles.extend(trimmed(text, sentence, before));
            }
            around.roles.extend(around.apposition.map(|(_, span)| span));
        }
    }
    if first == tokens.start && first > 0 && kind == Kind::Person && title(first - 1).is_some() {
        first -= 1;
    }
    around.span = Span::new(sentence.tokens[first].span.start.min(name.start), name.end);
    around
}

/// The noun before the name that is the person: « le **président** Poutine », « le **porte-parole** du Kremlin, Dmitri
/// Peskov ». Not « l'administration Vial », where the name only qualifies, nor « le fils de Vial ».
fn bearer(hints: &NameHints, sentence: &Sentence, tokens: &Range<usize>, head: usize) -> Option<usize> {
    let mut noun = tree::head(sentence, head).filter(|&noun| noun < tokens.start)?;
    // « le président Vial et le dirigeant du Nord, Luc Orr »: the first noun has its name, so the apposition is the
    // second one's, wherever the tree hangs it.
    let taken = |noun: usize| {
        sentence.names.iter().any(|name| {
            let bears = tree::head_of(sentence, &name.tokens).filter(|&head| tree::head(sentence, head) == Some(noun));
            let linked = bears.is_some_and(|head| {
                matches!(tree::relation(sentence, head), "flat" | "appos" | "nmod") && !has_case(sentence, head)
            });
            name.tokens.start > noun && name.tokens.end < tokens.start && linked
        })
    };
    if taken(noun) {
        let conjunct = |&index: &usize| {
            tree::relation(sentence, index) == "conj" && tree::is(sentence, index, &["NOUN"]) && index < tokens.start
        };
        noun = tree::children(sentence, noun).filter(conjunct).last()?;
    }
    let linked = match tree::relation(sentence, head) {
        "flat" | "appos" => true,
        "nmod" => !has_case(sentence, head),
        _ => false,
    };
    let named = sentence.names.iter().any(|name| name.tokens.contains(&noun));
    if !linked || named || !tree::is(sentence, noun, &["NOUN", "PROPN"]) {
        return None;
    }
    let lemma = tree::morph(sentence, noun).map(|morph| fold(&morph.lemma)).unwrap_or_default();
    if hints.collectives.contains(&lemma) {
        return None;
    }
    // Nothing foreign may stand between: everything up to the name belongs to the noun.
    let between = (noun + 1)..tokens.start;
    let foreign = |index: usize| !tree::below(sentence, index, noun) && !tree::is(sentence, index, &["PUNCT"]);
    (!between.clone().any(foreign)).then_some(noun)
}

fn has_case(sentence: &Sentence, index: usize) -> bool {
    tree::children(sentence, index).any(|child| tree::relation(sentence, child) == "case")
}

/// Whether token `index` is a left modifier of `top`: an article, an adjective, a title.
fn modifies(sentence: &Sentence, index: usize, top: usize) -> bool {
    let child = tree::ancestors(sentence, index).take_while(|&at| at != top).last();
    let inside = tree::below(sentence, index, top) && index != top;
    let allowed = ["det", "amod", "nummod", "compound", "flat", "nmod", "fixed"];
    inside && child.is_some_and(|child| allowed.contains(&tree::relation(sentence, child)))
}

/// « Dmitri Peskov, porte-parole du Kremlin »: head and span of the apposition after the name.
fn apposition(text: &str, sentence: &Sentence, tokens: &Range<usize>, head: usize) -> Option<(usize, Span)> {
    let apposition = tree::children(sentence, head).find(|&child| {
        child >= tokens.end
            && tree::relation(sentence, child) == "appos"
            && tree::is(sentence, child, &["NOUN"])
            && !sentence.names.iter().any(|name| name.tokens.contains(&child))
    })?;
    let mut first = apposition;
    while first > tokens.end && tree::below(sentence, first - 1, apposition) {
        first -= 1;
    }
    let mut end = apposition + 1;
    while end < sentence.tokens.len() && tree::below(sentence, end, apposition) {
        end += 1;
    }
    Some((apposition, trimmed(text, sentence, first..end)?))
}

/// The text of `range` without punctuation at its edges.
pub(crate) fn trimmed(text: &str, sentence: &Sentence, mut range: Range<usize>) -> Option<Span> {
    let wordless = |index: usize| !sentence.tokens[index].span.of(text).contains(char::is_alphanumeric);
    while !range.is_empty() && wordless(range.start) {
        range.start += 1;
    }
    while !range.is_empty() && wordless(range.end - 1) {
        range.end -= 1;
    }
    (!range.is_empty()).then(|| sentence.span_of(&range))
}
