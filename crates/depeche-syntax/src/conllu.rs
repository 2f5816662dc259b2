//! CoNLL-U, the format of treebanks, in and out.
//!
//! Reading is tolerant where files in the wild differ (columns left as `_` or left out at the end, no comments, no
//! SpaceAfter, CRLF, forms with spaces) and strict where a slip would shift every row after it (ids, a tenth tab): the
//! error names the line. Rows are words. A multi-word range is kept beside its words and an empty node is dropped:
//! [`ConlluSentence::surface`] merges ranges into the surface tokens the model works on.
//!
//! It deliberately does not check trees: a treebank with a broken one can still be read.

use depeche_record::{Notice, NoticeCode, Sentence, Span, Token};
use std::fmt::Write as _;
use std::ops::Range;

/// A sentence as it stands in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConlluSentence {
    /// Comment lines as they stand, `#` included.
    pub comments: Vec<String>,
    /// Line of its first row, from 1.
    pub line: usize,
    /// One per word row; never empty.
    pub words: Vec<ConlluWord>,
    /// Multi-word tokens: the words they stand for, their form and their MISC column.
    pub ranges: Vec<(Range<usize>, String, String)>,
    /// How many empty nodes were dropped.
    pub n_empty: usize,
}

/// A word row. Columns that say nothing are `_`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConlluWord {
    /// The word; may hold spaces (« 10 000 »).
    pub form: String,
    /// Dictionary form.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: String,
    /// The treebank's own tag.
    pub xpos: String,
    /// `Gender=Masc|Number=Sing`.
    pub feats: String,
    /// 1-based position of the head, 0 for the root; `None` where the file leaves it open.
    pub head: Option<usize>,
    /// Relation to the head, with its subtype.
    pub deprel: String,
    /// Enhanced dependencies.
    pub deps: String,
    /// Anything else, `SpaceAfter=No`.
    pub misc: String,
}

/// Given tokens laid out as a text, so that everything downstream has spans.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConlluFile {
    /// The forms, with a space between them unless SpaceAfter=No; one sentence a line.
    pub text: String,
    /// As many as the file has, with as many tokens as it has word rows.
    pub sentences: Vec<Sentence>,
    /// Ranges and empty nodes that were left out.
    pub notices: Vec<Notice>,
}

/// A file that is not CoNLL-U.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("line {line}: {message}")]
pub struct ConlluError {
    /// From 1.
    pub line: usize,
    /// What kind of error, for callers who branch.
    pub kind: ConlluErrorKind,
    /// What was found, what was expected, what to do.
    pub message: String,
}

/// The kinds of [`ConlluError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConlluErrorKind {
    /// Not two to ten columns.
    Columns,
    /// The first column is no id, or not the next one.
    Id,
    /// The form is empty.
    Form,
    /// The head column is no number.
    Head,
}

impl ConlluError {
    /// Which kind of error it is.
    #[must_use]
    pub fn kind(&self) -> ConlluErrorKind {
        self.kind
    }
}

/// Reads the sentences of a CoNLL-U file.
///
/// # Errors
/// [`ConlluError`] names the first line that cannot be understood.
pub fn read(content: &str) -> Result<Vec<ConlluSentence>, ConlluError> {
    let content = content.strip_prefix('\u{feff}').unwrap_or(content);
    let mut sentences = Vec::new();
    let mut sentence = ConlluSentence::default();
    for (number, line) in content.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.trim().is_empty() {
            finish(&mut sentence, &mut sentences);
        } else if line.starts_with('#') && sentence.words.is_empty() {
            sentence.comments.push(line.to_owned());
        } else if !line.starts_with('#') || line.contains('\t') {
            row(line, number + 1, &mut sentence)?;
        }
    }
    finish(&mut sentence, &mut sentences);
    Ok(sentences)
}

fn finish(sentence: &mut ConlluSentence, sentences: &mut Vec<ConlluSentence>) {
    // Comments before a blank line (a licence at the head of the file) stay with the next sentence.
    if !sentence.words.is_empty() {
        sentences.push(std::mem::take(sentence));
    }
}

fn row(line: &str, number: usize, sentence: &mut ConlluSentence) -> Result<(), ConlluError> {
    let error = |kind, message: String| Err(ConlluError { line: number, kind, message });
    let columns: Vec<&str> = line.split('\t').collect();
    if !(2..=10).contains(&columns.len()) {
        let message = format!(
            "{} column{} found, 10 expected, separated by tabs; columns you do not know are `_`",
            columns.len(),
            if columns.len() == 1 { "" } else { "s" },
        );
        return error(ConlluErrorKind::Columns, message);
    }
    let column = |at: usize| columns.get(at).copied().filter(|c| !c.is_empty()).unwrap_or("_").to_owned();
    let id = columns[0];
    let expected = sentence.words.len() + 1;
    if sentence.words.is_empty() && sentence.ranges.is_empty() {
        sentence.line = number;
    }
    if columns[1].trim().is_empty() {
        return error(
            ConlluErrorKind::Form,
            format!("the form of row {id} is empty; every row needs the word in its second column"),
        );
    }
    if let Some((first, last)) = id.split_once('-') {
        return match (first.parse::<usize>(), last.parse::<usize>()) {
            (Ok(first), Ok(last)) if first == expected && last >= first => {
                sentence.ranges.push((first - 1..last, columns[1].to_owned(), column(9)));
                Ok(())
            }
            _ => error(ConlluErrorKind::Id, format!("the range {id} does not begin at {expected}, the next word")),
        };
    }
    if id.split_once('.').is_some_and(|(a, b)| a.parse::<usize>().is_ok() && b.parse::<usize>().is_ok()) {
        sentence.n_empty += 1;
        return Ok(());
    }
    if id.parse() != Ok(expected) {
        let message = format!(
            "id {id} found, {expected} expected; ids count from 1 in each sentence, and a blank line stands between sentences"
        );
        return error(ConlluErrorKind::Id, message);
    }
    let head = match column(6).as_str() {
        "_" => None,
        head => match head.parse() {
            Ok(head) => Some(head),
            Err(_) => {
                return error(
                    ConlluErrorKind::Head,
                    format!("head {head} is no number; leave it as `_` when there is none"),
                );
            }
        },
    };
    sentence.words.push(ConlluWord {
        form: columns[1].to_owned(),
        lemma: column(2),
        upos: column(3),
        xpos: column(4),
        feats: column(5),
        head,
        deprel: column(7),
        deps: column(8),
        misc: column(9),
    });
    Ok(())
}

impl ConlluSentence {
    /// The value of the comment `# key = value`.
    #[must_use]
    pub fn comment(&self, key: &str) -> Option<&str> {
        self.comments.iter().find_map(|line| {
            let (name, value) = line.strip_prefix('#')?.split_once('=')?;
            (name.trim() == key).then_some(value.trim())
        })
    }

    /// The same sentence in surface tokens: « du » is one. The merged token takes form and MISC of the range, and lemma,
    /// tags, head and relation of the first of its words whose head lies outside; words that hung from any of them hang
    /// from it.
    #[must_use]
    pub fn surface(&self) -> Self {
        let n_words = self.words.len();
        // For every word, the word that stands for it.
        let mut leader: Vec<usize> = (0..n_words).collect();
        let mut merged: Vec<Option<&(Range<usize>, String, String)>> = vec![None; n_words];
        for range in &self.ranges {
            let words = range.0.start..range.0.end.min(n_words);
            let outside =
                |word: &usize| self.words[*word].head.is_none_or(|head| head == 0 || !words.contains(&(head - 1)));
            let Some(first) = words.clone().find(outside).or(words.clone().next()) else { continue };
            for word in words.clone() {
                leader[word] = first;
            }
            merged[first] = Some(range);
        }
        let mut new_ids = vec![0; n_words];
        let mut order = Vec::new();
        for &lead in &leader {
            if new_ids[lead] == 0 {
                order.push(lead);
                new_ids[lead] = order.len();
            }
        }
        let words = order
            .iter()
            .map(|&lead| {
                let mut word = self.words[lead].clone();
                word.head = word.head.map(|head| match head {
                    0 => 0,
                    head if head <= n_words => new_ids[leader[head - 1]],
                    _ => head,
                });
                "_".clone_into(&mut word.deps);
                if let Some((_, form, misc)) = merged[lead] {
                    word.form.clone_from(form);
                    word.misc.clone_from(misc);
                }
                word
            })
            .collect();
        Self { comments: self.comments.clone(), line: self.line, words, ranges: Vec::new(), n_empty: self.n_empty }
    }
}

impl ConlluWord {
    /// Whether the next word follows without a space.
    #[must_use]
    pub fn is_glued(&self) -> bool {
        self.misc.split('|').any(|item| item == "SpaceAfter=No")
    }
}

impl ConlluFile {
    /// Lays out given sentences as a text. Every word row becomes a token, in its sentence.
    #[must_use]
    pub fn lay_out(given: &[ConlluSentence]) -> Self {
        let mut file = Self::default();
        let mut paragraph = 0;
        for (number, sentence) in given.iter().enumerate() {
            let new_paragraph =
                sentence.comments.iter().any(|c| c.starts_with("# newpar") || c.starts_with("# newdoc"));
            paragraph += usize::from(number > 0 && new_paragraph);
            let mut tokens = Vec::with_capacity(sentence.words.len());
            for (at, word) in sentence.words.iter().enumerate() {
                let start = file.text.len();
                file.text.push_str(&word.form);
                tokens.push(Token { span: Span::new(start, file.text.len()), morph: None });
                // Words of a range are glued in the original; as rows of their own they are words, so a space is right.
                if at + 1 < sentence.words.len() && !word.is_glued() {
                    file.text.push(' ');
                }
            }
            if let (Some(first), Some(last)) = (tokens.first(), tokens.last()) {
                let span = first.span.to(last.span);
                file.sentences.push(Sentence { span, paragraph, tokens, ..Sentence::default() });
            }
            file.text.push('\n');
        }
        let n_ranges: usize = given.iter().map(|sentence| sentence.ranges.len()).sum();
        let n_empty: usize = given.iter().map(|sentence| sentence.n_empty).sum();
        if n_ranges + n_empty > 0 {
            file.notices.push(Notice {
                code: NoticeCode::ConlluRowsDropped,
                span: None,
                message: format!("{n_ranges} multi-word ranges and {n_empty} empty nodes were left out: every word row is read as a token."),
            });
        }
        file
    }
}

/// CoNLL-U of `sentences` of `text`: sent_id, text, `newpar`, SpaceAfter=No, names as `Name=B-person` in MISC. Tokens that
/// the model has not read have `_` columns.
#[must_use]
pub fn write(text: &str, sentences: &[Sentence]) -> String {
    let mut out = String::new();
    let mut paragraph = None;
    for (number, sentence) in sentences.iter().enumerate() {
        if paragraph != Some(sentence.paragraph) {
            out.push_str("# newpar\n");
            paragraph = Some(sentence.paragraph);
        }
        let _ = writeln!(out, "# sent_id = {}", number + 1);
        let _ = writeln!(out, "# text = {}", one_line(sentence.span.of(text)));
        let next = sentences.get(number + 1).and_then(|next| next.tokens.first());
        rows(&mut out, text, sentence, next, None);
    }
    out
}

/// The same for given tokens ([`ConlluFile::lay_out`]): one row per given row, with its form, its comments and its
/// SpaceAfter.
#[must_use]
pub fn write_given(file: &ConlluFile, given: &[ConlluSentence]) -> String {
    let mut out = String::new();
    let kept = given.iter().filter(|sentence| !sentence.words.is_empty());
    for (sentence, given) in file.sentences.iter().zip(kept) {
        for comment in &given.comments {
            out.push_str(comment);
            out.push('\n');
        }
        rows(&mut out, &file.text, sentence, None, Some(given));
    }
    out
}

fn rows(out: &mut String, text: &str, sentence: &Sentence, next: Option<&Token>, given: Option<&ConlluSentence>) {
    for (at, token) in sentence.tokens.iter().enumerate() {
        let mut misc = Vec::new();
        if let Some(name) = sentence.names.iter().find(|name| name.tokens.contains(&at)) {
            misc.push(format!("Name={}-{}", if name.tokens.start == at { 'B' } else { 'I' }, name.label));
        }
        let glued = match given {
            Some(given) => given.words.get(at).is_some_and(ConlluWord::is_glued),
            None => sentence.tokens.get(at + 1).or(next).is_some_and(|next| next.span.start == token.span.end),
        };
        if glued {
            misc.push("SpaceAfter=No".to_owned());
        }
        let misc = if misc.is_empty() { "_".to_owned() } else { misc.join("|") };
        let form = match given.and_then(|given| given.words.get(at)) {
            Some(word) => word.form.clone(),
            None => one_line(token.span.of(text)),
        };
        let _ = match &token.morph {
            None => writeln!(out, "{}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}", at + 1),
            Some(morph) => writeln!(
                out,
                "{}\t{form}\t{}\t{}\t_\t{}\t{}\t{}\t_\t{misc}",
                at + 1,
                filled(&morph.lemma),
                filled(&morph.upos),
                filled(&morph.feats),
                morph.head.map_or(0, |head| head + 1),
                filled(&morph.deprel),
            ),
        };
    }
    out.push('\n');
}

fn filled(column: &str) -> String {
    if column.is_empty() { "_".to_owned() } else { one_line(column) }
}

/// No tab and no line break may stand inside a column or a comment.
fn one_line(text: &str) -> String {
    text.replace("\r\n", " ").replace(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'), " ")
}

#[cfg(test)]
mod tests;
