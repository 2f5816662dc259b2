//! The roles of a cue, put right by the tree.
//!
//! The model labels word by word, so a role can break off in the middle of a phrase, or fall on the nearest noun where
//! the grammar has another subject. Takes a cue with its roles; gives it with whole ones: the source is the subject of
//! the cue's verb (« lui a dit Roy », « Roy s'est tu, refusant de répondre »), as a full noun phrase with its
//! apposition; the content fills the clause it stands in, and no piece of it is a lone article.
//!
//! It adds no cue and drops none. Without a tree everything stays as the model said.

use crate::cues::{Cue, overlap};
use crate::tree;
use depeche_record::{RoleKind, RoleSpan, Sentence};
use std::ops::Range;

crate::rules::name_rules! {
    /// The subject by the tree took the place of the model's source.
    SUBJECT = "syntax.subject" settles Source;
    /// The model left out what is said, and the tree has a clause there.
    COMPLEMENT = "syntax.complement" settles Content;
    /// What comes after the quoted words and hangs from the cue tells where or when they were said.
    AFTER_QUOTE = "syntax.after-quote" settles Content;
}

/// Sentences of more tokens than this are no prose (a table, a dump), and asking their trees would cost the square of it.
pub(crate) const LONGEST: usize = 400;

/// Puts the roles of `cue` right.
pub(crate) fn settle(text: &str, sentence: &Sentence, cue: &mut Cue) {
    if sentence.tokens.len() > LONGEST {
        return;
    }
    let Some(head) = head(sentence, cue) else { return };
    source(sentence, cue, head);
    complement(sentence, cue, head);
    predicate(sentence, cue, head);
    antecedents(sentence, cue);
    content(sentence, cue, head);
    after_quote(text, sentence, cue, head);
    few_pieces(sentence, cue);
    if tree::is(sentence, head, &["NOUN"]) {
        noun(sentence, cue, head);
    }
}

/// The word that the others of the cue hang from: the full verb, not its auxiliary.
pub(crate) fn head(sentence: &Sentence, cue: &Cue) -> Option<usize> {
    let mut tokens = cue.pieces.iter().cloned().flatten();
    tokens.find(|&token| tree::head(sentence, token).is_none_or(|head| !cue.holds(head)))
}

fn source(sentence: &Sentence, cue: &mut Cue, head: usize) {
    let index = cue.roles.iter().position(|role| role.role == RoleKind::Source);
    if tree::is(sentence, head, &["VERB"]) {
        let Some((subject, own)) = tree::subject(sentence, head) else {
            if let Some(index) = index.filter(|&index| !can_speak(sentence, &cue.roles[index].tokens)) {
                cue.roles.remove(index);
            }
            return;
        };
        let participle = tree::relation(sentence, head) == "advcl" && tree::says(sentence, head, "Tense=Pres");
        let wrong = index.is_none_or(|index| {
            let tokens = &cue.roles[index].tokens;
            let held = cue.roles.iter().any(|role| role.role == RoleKind::Source && role.tokens.contains(&subject));
            !held && (own || participle || !can_speak(sentence, tokens) || tokens.start > head)
        });
        if wrong {
            // « a-t-il affirmé »: the pronoun stands inside the cue.
            let inside = cue.holds(subject);
            let phrase = if inside { subject..subject + 1 } else { tree::noun_phrase(sentence, subject) };
            let said = |role: &RoleSpan| role.role == RoleKind::Content && overlap(&role.tokens, &phrase);
            if (inside || !cue.overlaps(&phrase)) && !cue.roles.iter().any(said) {
                let clitic =
                    cue.roles.iter().find(|role| role.role == RoleKind::Source).map(|role| role.tokens.clone());
                let clitic = clitic.filter(|tokens| tokens.len() == 1 && is_dative(sentence, tokens.start, head));
                cue.roles.retain(|role| {
                    role.role == RoleKind::Content || role.role != RoleKind::Source && !overlap(&role.tokens, &phrase)
                });
                // « lui a dit Roy »: who the model took for the speaker is spoken to.
                if let Some(tokens) = clitic.filter(|_| cue.roles.iter().all(|role| role.role != RoleKind::Addressee)) {
                    cue.roles.push(RoleSpan { role: RoleKind::Addressee, tokens, score: cue.score });
                }
                cue.roles.push(RoleSpan {
                    role: RoleKind::Source,
                    tokens: without_preposition(sentence, phrase),
                    score: cue.score,
                });
                cue.why.push(SUBJECT);
            }
            return;
        }
    }
    let Some(index) = index else { return };
    let tokens = cue.roles[index].tokens.clone();
    let Some(noun) = tree::head_of(sentence, &tokens) else { return };
    // « ses propres », cut off from its noun.
    let above = tree::head(sentence, noun).filter(|_| tree::is(sentence, noun, &["DET", "ADJ", "ADP"]));
    let noun = above.filter(|&above| tree::is(sentence, above, &["NOUN", "PROPN"])).unwrap_or(noun);
    let phrase = tree::noun_phrase(sentence, noun);
    let whole = phrase.start.min(tokens.start)..phrase.end.max(tokens.end);
    // « Selon la fédération, Arsel, … »: an apposition that the model counted among the words said.
    let inside: Vec<usize> = (0..cue.roles.len())
        .filter(|&other| {
            other != index && within(&cue.roles[other].tokens, &phrase) && !overlap(&cue.roles[other].tokens, &tokens)
        })
        .collect();
    let apart = cue
        .roles
        .iter()
        .enumerate()
        .all(|(other, role)| other == index || inside.contains(&other) || !overlap(&role.tokens, &whole));
    if apart && !cue.overlaps(&whole) {
        cue.roles[index].tokens = without_preposition(sentence, whole);
        let mut number = 0;
        cue.roles.retain(|_| {
            number += 1;
            !inside.contains(&(number - 1))
        });
    }
}

/// Whether a source of these words is more than a clitic object or a lone function word.
fn can_speak(sentence: &Sentence, tokens: &Range<usize>) -> bool {
    let clitic = |index: usize| {
        matches!(tree::relation(sentence, index), "iobj" | "expl" | "obj") && tree::is(sentence, index, &["PRON"])
    };
    let empty = |index: usize| tree::is(sentence, index, &["DET", "ADP", "CCONJ", "SCONJ", "PUNCT", "PART", "AUX"]);
    !tokens.clone().all(|index| clitic(index) || empty(index))
}

/// Whether `token` is a pronoun that `verb` has as its indirect object.
fn is_dative(sentence: &Sentence, token: usize, verb: usize) -> bool {
    tree::relation(sentence, token) == "iobj" && tree::head(sentence, token) == Some(verb)
}

fn content(sentence: &Sentence, cue: &mut Cue, head: usize) {
    let is_content = |role: &RoleSpan| role.role == RoleKind::Content;
    let content_words = ["NOUN", "PROPN", "VERB", "AUX", "ADJ", "ADV", "NUM", "PRON", "INTJ", "X", "SYM"];
    cue.roles.retain(|role| {
        let tagged = role.tokens.clone().any(|index| tree::morph(sentence, index).is_some());
        !is_content(role) || !tagged || role.tokens.clone().any(|index| tree::is(sentence, index, &content_words))
    });
    // « ont scandé des slogans et arboré des drapeaux »: what hangs from the next verb is not said by this one.
    let next: Vec<usize> = tree::children(sentence, head)
        .filter(|&child| tree::relation(sentence, child) == "conj" && !cue.holds(child))
        .filter(|&child| tree::is(sentence, child, &["VERB"]))
        .collect();
    let of_next = |role: &RoleSpan| {
        let head = tree::head_of(sentence, &role.tokens);
        head.is_some_and(|head| next.iter().any(|&verb| head != verb && tree::below(sentence, head, verb)))
    };
    if cue.roles.iter().any(|role| is_content(role) && !of_next(role)) {
        cue.roles.retain(|role| !is_content(role) || !of_next(role));
    }
    // The clause it says, or the infinitive: « que la route est fermée », « de répondre ».
    let Some(clause) = tree::children(sentence, head)
        .find(|&child| matches!(tree::relation(sentence, child), "ccomp" | "xcomp") && !cue.holds(child))
    else {
        return;
    };
    let whole = tree::clause(sentence, clause);
    let others = |role: &&RoleSpan| !is_content(role);
    if cue.overlaps(&whole) || cue.roles.iter().filter(others).any(|role| overlap(&role.tokens, &whole)) {
        return;
    }
    let touching: Vec<RoleSpan> =
        cue.roles.iter().filter(|role| is_content(role) && overlap(&role.tokens, &whole)).cloned().collect();
    let Some(first) = touching.first().cloned() else { return };
    let covered: usize = touching
        .iter()
        .map(|role| role.tokens.end.min(whole.end).saturating_sub(role.tokens.start.max(whole.start)))
        .sum();
    if 2 * covered >= whole.len() {
        let start = touching.iter().map(|role| role.tokens.start).min().unwrap_or(whole.start).min(whole.start);
        let mut end = touching.iter().map(|role| role.tokens.end).max().unwrap_or(whole.end).max(whole.end);
        // "saying that it is intact, put off the flight": what the cue itself hangs from is not said.
        while end > whole.end && whole.start > head && !tree::below(sentence, end - 1, head) {
            end -= 1;
        }
        cue.roles.retain(|role| !touching.contains(role));
        cue.roles.push(RoleSpan { tokens: start..end, ..first });
        cue.roles.sort_by_key(|role| (role.tokens.start, role.role));
    }
}

/// « qui estime que … »: of a cue for which the model found nothing said, the finite clause below it is.
fn complement(sentence: &Sentence, cue: &mut Cue, head: usize) {
    if cue.roles.iter().any(|role| role.role == RoleKind::Content) || !tree::is(sentence, head, &["VERB"]) {
        return;
    }
    let finite = |child: usize| !["VerbForm=Inf", "VerbForm=Ger"].iter().any(|form| tree::says(sentence, child, form));
    let clause = tree::children(sentence, head)
        .find(|&child| tree::relation(sentence, child) == "ccomp" && finite(child) && !cue.holds(child));
    let Some(clause) = clause else { return };
    let tokens = tree::clause(sentence, clause);
    // A clause that completes the verb is said, whatever the model took it for.
    cue.roles.retain(|role| tree::head_of(sentence, &role.tokens) != Some(clause));
    if !cue.overlaps(&tokens) && !cue.roles.iter().any(|role| overlap(&role.tokens, &tokens)) {
        cue.roles.push(RoleSpan { role: RoleKind::Content, tokens, score: cue.score });
        cue.why.push(COMPLEMENT);
    }
}

/// "the bank, which is accused of fraud": what is said is said of the bank.
fn antecedents(sentence: &Sentence, cue: &mut Cue) {
    for index in 0..cue.roles.len() {
        let role = &cue.roles[index];
        let pronoun = role.tokens.start;
        let relative =
            role.role == RoleKind::Content && role.tokens.len() == 1 && tree::says(sentence, pronoun, "PronType=Rel");
        let clause = tree::head(sentence, pronoun).filter(|_| relative);
        let noun = clause.filter(|&clause| tree::relation(sentence, clause) == "acl");
        let noun = noun.and_then(|clause| tree::head(sentence, clause)).filter(|&noun| noun < pronoun);
        let Some(noun) = noun.filter(|&noun| tree::is(sentence, noun, &["NOUN", "PROPN"])) else { continue };
        let mut phrase = tree::noun_phrase(sentence, noun);
        phrase.end = phrase.end.min(pronoun);
        let phrase = without_preposition(sentence, phrase);
        let free = cue.roles.iter().all(|role| !overlap(&role.tokens, &phrase)) && !cue.overlaps(&phrase);
        if free && !phrase.is_empty() {
            cue.roles[index].tokens = phrase;
        }
    }
}

/// « Le groupe est réputé proche du roi »: of the subject of a passive something is said.
fn predicate(sentence: &Sentence, cue: &mut Cue, head: usize) {
    let Some(subject) = tree::child(sentence, head, "nsubj:pass") else { return };
    let contents = || cue.roles.iter().filter(|role| role.role == RoleKind::Content);
    if contents().next().is_none() || contents().any(|role| tree::head_of(sentence, &role.tokens) != Some(subject)) {
        return;
    }
    let predicate =
        tree::children(sentence, head).find(|&child| child > head && tree::relation(sentence, child) == "xcomp");
    let Some(tokens) = predicate.map(|predicate| tree::subtree(sentence, predicate)) else { return };
    if !cue.overlaps(&tokens) && !cue.roles.iter().any(|role| overlap(&role.tokens, &tokens)) {
        cue.roles.push(RoleSpan { role: RoleKind::Content, tokens, score: cue.score });
        cue.why.push(COMPLEMENT);
    }
}

/// « l'a qualifié de « voisin » lors d'une conférence »: the content ends with the quotation.
fn after_quote(text: &str, sentence: &Sentence, cue: &mut Cue, head: usize) {
    const CLOSING: [&str; 4] = ["»", "”", "›", "''"];
    let closes = |index: usize| CLOSING.contains(&sentence.tokens[index].span.of(text));
    let mut cut = false;
    for role in cue.roles.iter_mut().filter(|role| role.role == RoleKind::Content) {
        let Some(mark) = role.tokens.clone().rev().find(|&index| closes(index)) else { continue };
        let tail = mark + 1..role.tokens.end;
        // « précise : « … » ; ces échantillons … »: the sentence goes on in its writer's words.
        if sentence.tokens.get(mark + 1).is_some_and(|next| next.span.of(text) == ";") && !tail.is_empty() {
            role.tokens.end = mark + 1;
            cut = true;
            continue;
        }
        let Some(top) = tree::head_of(sentence, &tail).filter(|_| head < role.tokens.start) else { continue };
        let hangs = tree::head(sentence, top) == Some(head)
            && matches!(
                tree::morph(sentence, top).map(|morph| &*morph.deprel),
                Some("advmod" | "obl:mod" | "obl:tmod")
            )
            && tail.clone().all(|index| tree::below(sentence, index, top));
        if hangs {
            role.tokens.end = mark + 1;
            cut = true;
        }
    }
    if cut {
        cue.why.push(AFTER_QUOTE);
    }
}

/// Of more than two pieces of content, those that hang from the cue, if any does: the others are stray words.
fn few_pieces(sentence: &Sentence, cue: &mut Cue) {
    let is_content = |role: &RoleSpan| role.role == RoleKind::Content;
    if cue.roles.iter().filter(|role| is_content(role)).count() <= 2 {
        return;
    }
    let hangs = |role: &RoleSpan| {
        tree::head_of(sentence, &role.tokens)
            .and_then(|top| tree::head(sentence, top))
            .is_some_and(|above| cue.holds(above))
    };
    let kept: Vec<bool> = cue.roles.iter().map(|role| !is_content(role) || hangs(role)).collect();
    if cue.roles.iter().zip(&kept).any(|(role, kept)| *kept && is_content(role)) {
        let mut kept = kept.into_iter();
        cue.roles.retain(|_| kept.next().unwrap_or(true));
    }
}

/// A noun reports what somebody says or that something is: « des engagements pris par Rome », « les craintes concernant
/// un accord entre Rome et Oslo » name neither.
fn noun(sentence: &Sentence, cue: &mut Cue, head: usize) {
    let contents: Vec<Range<usize>> =
        cue.roles.iter().filter(|role| role.role == RoleKind::Content).map(|role| role.tokens.clone()).collect();
    let in_content = |token: usize| contents.iter().any(|tokens| tokens.contains(&token));
    // Who is mentioned in what is said does not say it.
    cue.roles.retain(|role| {
        let top = tree::head_of(sentence, &role.tokens);
        let above = top.and_then(|top| tree::ancestors(sentence, top).skip(1).find(|&at| at == head || in_content(at)));
        role.role != RoleKind::Source || above.is_none_or(|at| at == head)
    });
    let named = cue.roles.iter().any(|role| role.role == RoleKind::Source);
    let empty = |role: &RoleSpan| {
        tree::head_of(sentence, &role.tokens).is_some_and(|top| {
            tree::is(sentence, top, &["ADJ"])
                || tree::says(sentence, top, "VerbForm=Part") && tree::head(sentence, top) == Some(head)
        })
    };
    cue.roles.retain(|role| named || role.role != RoleKind::Content || !empty(role));
}

fn within(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// « par une ministre » without its preposition, unless an article is in it: « du ministre ».
pub(crate) fn without_preposition(sentence: &Sentence, mut phrase: Range<usize>) -> Range<usize> {
    while phrase.len() > 1
        && tree::is(sentence, phrase.start, &["ADP"])
        && tree::is(sentence, phrase.start + 1, &["DET", "PROPN", "PRON", "ADP"])
    {
        phrase.start += 1;
    }
    phrase
}
