//! Universal Dependencies treebanks, over **surface tokens**: « du » stays one token, whatever its words.
//!
//! Takes CoNLL-U; gives sentences of surface tokens, and the syntactic words with their MISC column for readers that
//! need them (GUM's names). A multi-word token takes the form and MISC of its range line, and the analysis of its
//! leader: the first of its words whose head lies outside the range. What hung on any of its words hangs on it. Empty
//! nodes are dropped. Enhanced dependencies and XPOS are not read.

use crate::Error;
use crate::error::read_text;
use std::collections::BTreeMap;
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
    pub words: Vec<GoldWord>,
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

/// A syntactic word.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GoldWord {
    /// The characters.
    pub form: String,
    /// Dictionary form.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: String,
    /// Features.
    pub feats: String,
    /// Index of the head word; `None` for the root.
    pub head: Option<usize>,
    /// Relation with its subtype.
    pub deprel: String,
    /// The MISC column.
    pub misc: String,
}

/// Reads a treebank file.
///
/// # Errors
/// When it cannot be read, or a line is not CoNLL-U.
pub fn read(path: &Path) -> Result<Vec<GoldSentence>, Error> {
    parse(&read_text(path)?, path)
}

/// Reads CoNLL-U text; `path` is for messages only.
///
/// # Errors
/// When a line is not CoNLL-U.
pub fn parse(text: &str, path: &Path) -> Result<Vec<GoldSentence>, Error> {
    let mut sentences = Vec::new();
    let mut open = Block::default();
    for (number, line) in text.lines().enumerate() {
        if line.is_empty() {
            if let Some(sentence) = std::mem::take(&mut open).finish(path, sentences.len())? {
                sentences.push(sentence);
            }
        } else if let Some(comment) = line.strip_prefix('#') {
            open.comment(comment.trim());
        } else {
            let columns: Vec<&str> = line.split('\t').collect();
            if columns.len() != 10 {
                let problem = format!("{} columns", columns.len());
                return Err(Error::malformed(path, number + 1, problem, "the ten tab-separated columns of CoNLL-U"));
            }
            open.rows.push((number + 1, columns));
        }
    }
    if let Some(sentence) = open.finish(path, sentences.len())? {
        sentences.push(sentence);
    }
    Ok(sentences)
}

/// The lines of one sentence.
#[derive(Default)]
struct Block<'a> {
    id: Option<&'a str>,
    opens_document: bool,
    opens_paragraph: bool,
    rows: Vec<(usize, Vec<&'a str>)>,
}

impl<'a> Block<'a> {
    fn comment(&mut self, comment: &'a str) {
        let (key, value) = comment.split_once('=').unwrap_or((comment, ""));
        match key.trim() {
            "sent_id" => self.id = Some(value.trim()),
            "newdoc" | "newdoc id" => self.opens_document = true,
            "newpar" | "newpar id" => self.opens_paragraph = true,
            _ => {}
        }
    }

    fn finish(self, path: &Path, n_before: usize) -> Result<Option<GoldSentence>, Error> {
        let mut words = Vec::new();
        let mut ranges = Vec::new();
        for (number, columns) in &self.rows {
            let wanted = |problem: &str| {
                Error::malformed(
                    path,
                    *number,
                    format!("{problem} « {} »", columns[0]),
                    "an integer, a range or an empty node",
                )
            };
            if let Some((first, last)) = columns[0].split_once('-') {
                let first: usize = first.parse().map_err(|_| wanted("range"))?;
                let last: usize = last.parse().map_err(|_| wanted("range"))?;
                ranges.push((*number, first, last, columns[1], columns[9]));
            } else if !columns[0].contains('.') {
                let id: usize = columns[0].parse().map_err(|_| wanted("id"))?;
                let head: usize = columns[6].parse().map_err(|_| {
                    Error::malformed(path, *number, format!("head « {} »", columns[6]), "the number of a word, or 0")
                })?;
                if id != words.len() + 1 {
                    return Err(Error::malformed(
                        path,
                        *number,
                        format!("word {id}"),
                        &format!("word {}", words.len() + 1),
                    ));
                }
                words.push((
                    *number,
                    GoldWord {
                        form: columns[1].to_owned(),
                        lemma: columns[2].to_owned(),
                        upos: columns[3].to_owned(),
                        feats: columns[5].to_owned(),
                        head: head.checked_sub(1),
                        deprel: columns[7].to_owned(),
                        misc: columns[9].to_owned(),
                    },
                ));
            }
        }
        if words.is_empty() {
            return Ok(None);
        }
        for (number, word) in &words {
            if word.head.is_some_and(|head| head >= words.len()) {
                return Err(Error::malformed(
                    path,
                    *number,
                    "a head outside the sentence",
                    "the number of a word, or 0",
                ));
            }
        }
        for (number, first, last, ..) in &ranges {
            if *first == 0 || first > last || *last > words.len() {
                return Err(Error::malformed(
                    path,
                    *number,
                    format!("range {first}-{last}"),
                    "a range of the sentence's words",
                ));
            }
        }
        let words: Vec<GoldWord> = words.into_iter().map(|(_, word)| word).collect();
        let tokens = merge(&words, &ranges);
        Ok(Some(GoldSentence {
            id: self.id.map_or_else(|| (n_before + 1).to_string(), str::to_owned),
            opens_document: self.opens_document,
            opens_paragraph: self.opens_paragraph,
            tokens,
            words,
        }))
    }
}

/// Surface tokens of a sentence. Ranges are (line, first word, last word, form, MISC), 1-based, inclusive.
fn merge(words: &[GoldWord], ranges: &[(usize, usize, usize, &str, &str)]) -> Vec<GoldToken> {
    let mut leader: Vec<usize> = (0..words.len()).collect();
    let mut shapes: BTreeMap<usize, (&str, &str, Range<usize>)> = BTreeMap::new();
    for &(_, first, last, form, misc) in ranges {
        let inside = first - 1..last;
        let leads = |word: &usize| words[*word].head.is_none_or(|head| !inside.contains(&head));
        let lead = inside.clone().find(leads).unwrap_or(inside.start);
        inside.clone().for_each(|word| leader[word] = lead);
        shapes.insert(lead, (form, misc, inside));
    }
    let mut place: BTreeMap<usize, usize> = BTreeMap::new();
    let mut order = Vec::new();
    for lead in &leader {
        if !place.contains_key(lead) {
            place.insert(*lead, order.len());
            order.push(*lead);
        }
    }
    order
        .into_iter()
        .map(|lead| {
            let word = &words[lead];
            let (form, misc, inside) =
                shapes.get(&lead).map_or((word.form.as_str(), word.misc.as_str(), lead..lead + 1), Clone::clone);
            GoldToken {
                form: form.to_owned(),
                lemma: word.lemma.clone(),
                upos: word.upos.clone(),
                feats: word.feats.clone(),
                head: word.head.map(|head| place[&leader[head]]),
                deprel: word.deprel.clone(),
                space_after: !misc.split('|').any(|item| item == "SpaceAfter=No"),
                words: inside,
            }
        })
        .collect()
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
            gold.conllu:1: a head outside the sentence; expected the number of a word, or 0
        "#]],
        );
        check(
            "2-1 Fini ADJ 0 root
               1 Fini ADJ 0 root",
            expect![[r#"
            gold.conllu:1: range 2-1; expected a range of the sentence's words
        "#]],
        );
    }
}
