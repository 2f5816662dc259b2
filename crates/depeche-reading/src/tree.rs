//! Small questions to a dependency tree.
//!
//! Everything answers `None` or nothing when the sentence has no analysis, so that reading goes on without one.

use depeche_record::{Morph, Sentence, Span};
use std::ops::Range;

/// The analysis of token `index`.
pub(crate) fn morph(sentence: &Sentence, index: usize) -> Option<&Morph> {
    sentence.tokens.get(index)?.morph.as_ref()
}

/// The relation of token `index` without its subtype: `nsubj` for `nsubj:pass`.
pub(crate) fn relation(sentence: &Sentence, index: usize) -> &str {
    morph(sentence, index).map_or("", |morph| morph.deprel.split(':').next().unwrap_or(""))
}

/// The value of a feature of token `index`: `Fem` for `Gender`.
pub(crate) fn feature<'a>(sentence: &'a Sentence, index: usize, key: &str) -> Option<&'a str> {
    let feats = &morph(sentence, index)?.feats;
    feats.split('|').find_map(|feature| feature.strip_prefix(key)?.strip_prefix('='))
}

/// The dictionary form of token `index`.
pub(crate) fn lemma(sentence: &Sentence, index: usize) -> Option<&str> {
    morph(sentence, index).map(|morph| &*morph.lemma)
}

/// The head of token `index`; `None` for the root.
pub(crate) fn head(sentence: &Sentence, index: usize) -> Option<usize> {
    morph(sentence, index)?.head
}

/// Whether token `index` is tagged with one of `tags`.
pub(crate) fn is(sentence: &Sentence, index: usize, tags: &[&str]) -> bool {
    morph(sentence, index).is_some_and(|morph| tags.contains(&morph.upos.as_str()))
}

/// The first token of `range` whose head stands outside of it.
pub(crate) fn head_of(sentence: &Sentence, range: &Range<usize>) -> Option<usize> {
    range
        .clone()
        .find(|&index| morph(sentence, index).is_some_and(|morph| morph.head.is_none_or(|head| !range.contains(&head))))
}

/// The index of the sentence in which `span` begins, and the head of its tokens there.
pub(crate) fn head_at(sentences: &[Sentence], span: Span) -> Option<(usize, usize)> {
    let at = sentences.partition_point(|sentence| sentence.span.end <= span.start);
    let sentence = sentences.get(at)?;
    Some((at, head_of(sentence, &tokens_in(sentence, span))?))
}

/// The tokens from `index` up to the root, `index` first. Ends also when a malformed tree goes round in circles.
pub(crate) fn ancestors(sentence: &Sentence, index: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(index), |&at| head(sentence, at)).take(sentence.tokens.len())
}

/// Whether `index` hangs below `top`, or is it.
pub(crate) fn below(sentence: &Sentence, index: usize, top: usize) -> bool {
    ancestors(sentence, index).any(|at| at == top)
}

/// The tokens whose head is `top`, in text order.
pub(crate) fn children(sentence: &Sentence, top: usize) -> impl Iterator<Item = usize> {
    (0..sentence.tokens.len()).filter(move |&index| head(sentence, index) == Some(top))
}

/// The tokens of `sentence` that `span` touches.
pub(crate) fn tokens_in(sentence: &Sentence, span: Span) -> Range<usize> {
    let start = sentence.tokens.partition_point(|token| token.span.end <= span.start);
    let end = sentence.tokens.partition_point(|token| token.span.start < span.end);
    start..end.max(start)
}

/// Whether token `index` has the feature, `Person=1`.
pub(crate) fn says(sentence: &Sentence, index: usize, feature: &str) -> bool {
    morph(sentence, index).is_some_and(|morph| morph.feats.split('|').any(|known| known == feature))
}

/// The child of `top` with this relation, subtype and all.
pub(crate) fn child(sentence: &Sentence, top: usize, deprel: &str) -> Option<usize> {
    children(sentence, top).find(|&index| morph(sentence, index).is_some_and(|morph| morph.deprel == deprel))
}

/// From the first token below `top` to the last.
pub(crate) fn subtree(sentence: &Sentence, top: usize) -> Range<usize> {
    let mut tokens = (0..sentence.tokens.len()).filter(|&index| below(sentence, index, top));
    let first = tokens.next().unwrap_or(top);
    first..tokens.next_back().unwrap_or(first) + 1
}

/// The tokens of an embedded clause, and of its subject where that comes last and the tree hangs it one verb too high:
/// « n'a pas précisé [où en étaient ces travaux] ».
pub(crate) fn clause(sentence: &Sentence, clause: usize) -> Range<usize> {
    let whole = subtree(sentence, clause);
    let questions =
        |index: usize| matches!(feature(sentence, index, "PronType"), Some("Int" | "Rel")) && index <= clause;
    if child(sentence, clause, "nsubj").is_some() || !whole.clone().any(questions) {
        return whole;
    }
    let Some(above) = head(sentence, clause).filter(|&above| above < whole.start) else { return whole };
    let inverted = children(sentence, above).find(|&index| {
        let phrase = subtree(sentence, index);
        relation(sentence, index) == "obj"
            && is(sentence, index, &["NOUN", "PROPN"])
            && phrase.start >= whole.end
            && (whole.end..phrase.start).all(|between| is(sentence, between, &["PUNCT"]))
    });
    inverted.map_or(whole.clone(), |index| whole.start..subtree(sentence, index).end)
}

/// The tokens from the first that is no determiner on; all of them, when there is no other.
pub(crate) fn without_determiner(sentence: &Sentence, tokens: Range<usize>) -> Range<usize> {
    tokens.clone().find(|&index| !is(sentence, index, &["DET"])).unwrap_or(tokens.start)..tokens.end
}

/// What makes a noun phrase with `noun` at its head, from its first word to its last: article, adjectives, complements,
/// appositions and coordinated nouns, but no clause.
pub(crate) fn noun_phrase(sentence: &Sentence, noun: usize) -> Range<usize> {
    const PARTS: [&str; 12] =
        ["det", "amod", "nummod", "flat", "fixed", "compound", "nmod", "case", "appos", "conj", "cc", "goeswith"];
    let inside = |index: usize| {
        ancestors(sentence, index).take_while(|&at| at != noun).all(|at| {
            // A verb below a noun opens a clause, whatever it is attached as.
            PARTS.contains(&relation(sentence, at)) && !is(sentence, at, &["VERB", "AUX"])
        }) && below(sentence, index, noun)
    };
    let mut tokens = (0..sentence.tokens.len()).filter(|&index| inside(index));
    let first = tokens.next().unwrap_or(noun);
    first..tokens.next_back().unwrap_or(first) + 1
}

/// The verb that a present participle goes with: the one it hangs from or, after a comma, the one whose clause that is.
fn speaker_above(sentence: &Sentence, participle: usize) -> Option<usize> {
    let above = head(sentence, participle)?;
    let outer = head(sentence, above).filter(|&outer| relation(sentence, above) == "ccomp" && outer < above);
    let first = subtree(sentence, participle).start;
    let marked = children(sentence, participle).any(|child| relation(sentence, child) == "mark");
    let comma = |index: usize| is(sentence, index, &["PUNCT"]);
    let apart = marked && (comma(first) || first.checked_sub(1).is_some_and(comma));
    Some(outer.filter(|_| apart && first > above).unwrap_or(above))
}

/// Who does what `verb` says, and whether the verb says so itself: its subject or agent; else that of the verb it is
/// coordinated with, depends on as an infinitive, or accompanies as a participle (« …, refusant de répondre »).
pub(crate) fn subject(sentence: &Sentence, verb: usize) -> Option<(usize, bool)> {
    let mut at = verb;
    for _ in 0..sentence.tokens.len() {
        let passive = child(sentence, at, "aux:pass").is_some() || child(sentence, at, "nsubj:pass").is_some();
        let own = if passive { child(sentence, at, "obl:agent") } else { child(sentence, at, "nsubj") };
        if let Some(own) = own {
            return Some((own, at == verb));
        }
        // « pressé de questions »: what happens to the subject, not what it does.
        let bare = says(sentence, at, "VerbForm=Part") && says(sentence, at, "Tense=Past");
        let bare = bare && children(sentence, at).all(|index| relation(sentence, index) != "aux");
        let coordinated = relation(sentence, at) == "conj";
        if passive || bare && !coordinated || child(sentence, at, "expl:subj").is_some() {
            return None;
        }
        at = match relation(sentence, at) {
            // "Asked whether he would go, Roy laughed": no finite clause lacks its subject; it is a participle misread.
            "advcl" if says(sentence, at, "VerbForm=Fin") && head(sentence, at).is_some_and(|above| at < above) => {
                return None;
            }
            // « tout en admettant des erreurs », hung from the verb of what is said: who speaks goes on speaking.
            "advcl" if at == verb && says(sentence, at, "Tense=Pres") => speaker_above(sentence, at)?,
            "conj" | "xcomp" | "advcl" => head(sentence, at)?,
            // « avant d'accuser »
            "ccomp"
                if says(sentence, at, "VerbForm=Inf")
                    && head(sentence, at).is_some_and(|m| is(sentence, m, &["ADP"])) =>
            {
                head(sentence, head(sentence, at)?)?
            }
            "acl" if says(sentence, at, "VerbForm=Ger") || says(sentence, at, "Tense=Pres") => {
                return head(sentence, at).map(|noun| (noun, false));
            }
            _ => return None,
        };
    }
    None
}
