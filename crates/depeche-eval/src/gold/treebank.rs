//! Universal Dependencies treebanks, over **surface tokens**: « du » stays one token, whatever its words.
//!
//! Takes CoNLL-U; gives sentences of surface tokens (the merge is [`ConlluSentence::surface`]'s), the syntactic words for
//! readers that need them (GUM's names), and running text rebuilt from them. Every head must be given.

use crate::Error;
use crate::error::read_text;
use depeche_syntax::{ConlluSentence, ConlluWord};
use std::ops::Range;
use std::path::Path;

/// One sentence of a treebank.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GoldSentence {
    /// `# sent_id`, or its number in the file.
    pub id: String,
    /// A document starts here.
    pub opens_document: bool,
    /// A paragraph starts here.
    pub opens_paragraph: bool,
    /// Surface tokens.
    pub tokens: Vec<GoldToken>,
    /// Syntactic words, in the file's order.
    pub words: Vec<ConlluWord>,
}

/// A surface token.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GoldToken {
    /// The characters, possibly with spaces inside (« 10 000 »).
    pub form: String,
    /// Dictionary form; `_` when the treebank has none.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: String,
    /// Features, as written.
    pub feats: String,
    /// Index of the head token; `None` for the root.
    pub head: Option<usize>,
    /// Relation with its subtype.
    pub deprel: String,
    /// Whether white space follows.
    pub space_after: bool,
    /// The words it is made of, as indices into the sentence's `words`.
    pub words: Range<usize>,
}

/// Reads a treebank file.
///
/// # Errors
/// When it cannot be read, is not CoNLL-U, or leaves a head open.
pub fn read(path: &Path) -> Result<Vec<GoldSentence>, Error> {
    parse(&read_text(path)?, path)
}

/// Reads CoNLL-U text; `path` is for messages only.
///
/// # Errors
/// When it is not CoNLL-U, or leaves a head open.
pub fn parse(text: &str, path: &Path) -> Result<Vec<GoldSentence>, Error> {
    let sentences =
        depeche_syntax::read(text).map_err(|error| Error::malformed(path, error.line, error.message, "CoNLL-U"))?;
    sentences.iter().enumerate().map(|(index, sentence)| gold_sentence(sentence, index, path)).collect()
}

fn gold_sentence(sentence: &ConlluSentence, index: usize, path: &Path) -> Result<GoldSentence, Error> {
    let closed = |word: &ConlluWord| word.head.is_some_and(|head| head <= sentence.words.len());
    if let Some(open) = sentence.words.iter().find(|word| !closed(word)) {
        let problem = format!("« {} » has no head in this sentence", open.form);
        return Err(Error::malformed(path, sentence.line, problem, "the number of a word, or 0"));
    }
    // The same order as surface tokens: by the first word of each.
    let mut shares = Vec::new();
    let mut at = 0;
    while at < sentence.words.len() {
        let range = sentence.ranges.iter().map(|(words, ..)| words.clone()).find(|words| words.start == at);
        let share = range.unwrap_or(at..at + 1);
        at = share.end;
        shares.push(share);
    }
    let token = |(word, words): (ConlluWord, Range<usize>)| GoldToken {
        space_after: !word.is_glued(),
        head: word.head.and_then(|head| head.checked_sub(1)),
        form: word.form,
        lemma: word.lemma,
        upos: word.upos,
        feats: word.feats,
        deprel: word.deprel,
        words,
    };
    let opens = |what: &str| {
        let is = |comment: &String| comment.trim_start_matches('#').trim_start().starts_with(what);
        sentence.comments.iter().any(is)
    };
    Ok(GoldSentence {
        id: sentence.comment("sent_id").map_or_else(|| (index + 1).to_string(), str::to_owned),
        opens_document: opens("newdoc"),
        opens_paragraph: opens("newpar"),
        tokens: sentence.surface().words.into_iter().zip(shares).map(token).collect(),
        words: sentence.words.clone(),
    })
}

/// A piece of running text with its gold sentences.
pub struct GoldText<'a> {
    /// The text, rebuilt from forms and SpaceAfter.
    pub text: String,
    /// Every sentence with the byte range of each of its tokens.
    pub sentences: Vec<(&'a GoldSentence, Vec<Range<usize>>)>,
}

/// Rebuilds running text, one item a document (the whole file when it marks none). Paragraphs are separated by an
/// empty line, sentences of one paragraph by a space, as in the raw-text task of CoNLL 2018.
#[must_use]
pub fn documents(sentences: &[GoldSentence]) -> Vec<GoldText<'_>> {
    let mut documents: Vec<GoldText> = Vec::new();
    let mut glue = "";
    for sentence in sentences {
        if documents.is_empty() || sentence.opens_document {
            documents.push(GoldText { text: String::new(), sentences: Vec::new() });
            glue = "";
        } else if sentence.opens_paragraph {
            glue = "\n\n";
        }
        let Some(GoldText { text, sentences: placed }) = documents.last_mut() else { continue };
        let mut spans = Vec::with_capacity(sentence.tokens.len());
        for token in &sentence.tokens {
            text.push_str(glue);
            spans.push(text.len()..text.len() + token.form.len());
            text.push_str(&token.form);
            glue = if token.space_after { " " } else { "" };
        }
        placed.push((sentence, spans));
    }
    documents
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use expect_test::{Expect, expect};
    use std::fmt::Write;

    /// `id form upos head deprel [SpaceAfter=No]`, blanks for tabs.
    fn conllu(lines: &str) -> String {
        let mut out = String::new();
        for line in lines.lines().map(str::trim) {
            if line.is_empty() || line.starts_with('#') {
                writeln!(out, "{line}").unwrap();
                continue;
            }
            let c: Vec<&str> = line.split_whitespace().collect();
            let misc = c.get(5).unwrap_or(&"_");
            writeln!(out, "{}\t{}\t{}\t{}\t_\t_\t{}\t{}\t_\t{misc}", c[0], c[1], c[1].to_lowercase(), c[2], c[3], c[4])
                .unwrap();
        }
        out
    }

    fn check(lines: &str, expected: Expect) {
        let mut out = String::new();
        match parse(&conllu(lines), Path::new("gold.conllu")) {
            Err(error) => writeln!(out, "{error}").unwrap(),
            Ok(sentences) => {
                for document in documents(&sentences) {
                    writeln!(out, "« {} »", document.text.replace('\n', "⏎")).unwrap();
                    for (sentence, spans) in &document.sentences {
                        for (token, span) in sentence.tokens.iter().zip(spans) {
                            let head = token.head.map_or("root", |head| &sentence.tokens[head].form);
                            assert_eq!(document.text[span.clone()], token.form);
                            writeln!(out, "{} {} {} < {head}", token.form, token.upos, token.deprel).unwrap();
                        }
                    }
                }
            }
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn a_contraction_is_one_token_led_by_the_word_that_leaves_it() {
        check(
            "1 Retour NOUN 0 root
             2-3 du _ _ _
             2 de ADP 4 case
             3 le DET 4 det
             4 ministre NOUN 1 nmod SpaceAfter=No
             5 . PUNCT 1 punct",
            expect![[r#"
                « Retour du ministre. »
                Retour NOUN root < root
                du ADP case < ministre
                ministre NOUN nmod < Retour
                . PUNCT punct < Retour
            "#]],
        );
    }

    #[test]
    fn dependents_of_a_merged_word_hang_on_the_token() {
        check(
            "1 They PRON 2 nsubj
             2-3 can't _ _ _ SpaceAfter=No
             2 ca AUX 0 root
             3 n't PART 2 advmod
             4 really ADV 3 advmod",
            expect![[r#"
                « They can'treally »
                They PRON nsubj < can't
                can't AUX root < root
                really ADV advmod < can't
            "#]],
        );
    }

    #[test]
    fn empty_nodes_go_and_paragraphs_are_kept_apart() {
        check(
            "# newdoc id = a
             # newpar
             1 Fini ADJ 0 root

             # newpar
             1 Oui INTJ 0 root
             1.1 dit VERB _ _

             1 Non INTJ 0 root

             # newdoc id = b
             1 Seul ADJ 0 root",
            expect![[r#"
                « Fini⏎⏎Oui Non »
                Fini ADJ root < root
                Oui INTJ root < root
                Non INTJ root < root
                « Seul »
                Seul ADJ root < root
            "#]],
        );
    }

    #[test]
    fn a_broken_file_says_where() {
        check(
            "1 Fini ADJ 7 root",
            expect![[r#"
                gold.conllu:1: « Fini » has no head in this sentence; expected the number of a word, or 0
            "#]],
        );
        check(
            "2-1 Fini ADJ 0 root
               1 Fini ADJ 0 root",
            expect![[r#"
                gold.conllu:1: the range 2-1 does not begin at 1, the next word; expected CoNLL-U
            "#]],
        );
    }
}
