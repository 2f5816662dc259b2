//! A capital that acts: « Moscou nie » is Russia's government, « à Moscou » is a town.
//!
//! Takes a sentence and the tokens of the capital's name; says whether it stands for its state there. The tree decides,
//! and the language's lists of prepositions of place and of verbs whose « à » is none. A capital that hangs from a noun by
//! such a preposition (« les rues de Moscou ») is a place.

use crate::coreference::CoreferenceWords;
use crate::tree;
use depeche_record::Sentence;
use std::ops::Range;

/// Whether the capital at `tokens` acts, or is acted upon as a government is.
pub(super) fn acts(words: &CoreferenceWords, text: &str, sentence: &Sentence, tokens: &Range<usize>) -> bool {
    let Some(mut head) = tree::head_of(sentence, tokens) else { return false };
    // « entre Moscou et Oslo »: both are what the first one is.
    for _ in 0..sentence.tokens.len() {
        match tree::head(sentence, head) {
            Some(first) if tree::relation(sentence, head) == "conj" => head = first,
            _ => break,
        }
    }
    let governor = tree::head(sentence, head);
    let case = tree::children(sentence, head).find(|&child| tree::relation(sentence, child) == "case");
    let relation = tree::relation(sentence, head);
    let Some(case) = case else {
        // "Moscow's answer"
        let possessive = tree::morph(sentence, head).is_some_and(|morph| morph.deprel == "nmod:poss");
        return possessive || matches!(relation, "nsubj" | "obj" | "iobj");
    };
    if !words.is_locative(sentence, text, case) {
        return matches!(relation, "obl" | "nmod" | "iobj" | "obj" | "nsubj");
    }
    governor.is_some_and(|verb| tree::is(sentence, verb, &["VERB"]) && words.is_dative(sentence, verb))
}
