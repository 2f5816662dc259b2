//! Statements and the quotations that stand in and beside them.
//!
//! A content that covers most of a quotation is the whole quotation, over sentences and paragraphs; a quotation that
//! follows its announcement belongs to it, and one that nobody announces is a statement without a cue. The mode is how
//! much of the final content is quoted. It pairs no marks: [`crate::quotations`] did.

use super::spans::{intersection, letters, without_overlaps};
use super::{Context, Draft};
use crate::quotations::Quotation;
use crate::tree;
use depeche_record::{Act, Mode, Scores, Source, Span, Statement};
use std::ops::Range;

crate::rules::name_rules! {
    /// The content was widened to the quotation that it mostly covers.
    JOIN = "quotation.join" settles Content;
    /// A quotation that comes after the statement, without an announcement of its own, was added to it.
    FOLLOWS = "quotation.follows" settles Content;
    /// A quotation without any announcement.
    ALONE = "quotation.alone" settles Cue;
}
/// Share of a quotation's words in a sentence that a content must cover to be widened to all of it. Half would do for
/// clean output; below, a content that only reaches into the next quotation would swallow it.
const COVERS: f64 = 0.6;
/// A quotation without a cue counts as a statement from this many words on, if it has a finite verb.
const ALONE_WORDS: usize = 4;
/// Score of a quotation without a cue, which no head judges: what it is worth is for the calibration to say.
const ALONE_SCORE: f32 = 0.5;

impl Context<'_> {
    /// Widens the content to every quotation that it mostly covers in this sentence.
    pub(super) fn join(&self, draft: &mut Draft, index: usize) {
        let sentence = self.sentences[index].span;
        if draft.statement.content.is_empty() {
            return;
        }
        let mut joined = Vec::new();
        for quotation in self.quotations_in(sentence) {
            let quotation = &self.quotations[quotation];
            // A cue inside a quotation speaks inside of it; the marks around say nothing about its own content.
            if draft.own().any(|own| quotation.contains(own)) {
                continue;
            }
            let windows = quotation.pieces.iter().filter_map(|piece| intersection(piece.inner, sentence));
            let (mut covered, mut all) = (0, 0);
            for window in windows {
                all += letters(window.of(self.text));
                let shared = draft.statement.content.iter().filter_map(|&span| intersection(span, window));
                covered += shared.map(|span| letters(span.of(self.text))).sum::<usize>();
            }
            if all > 0 && covered as f64 >= COVERS * all as f64 {
                joined.extend(quotation.pieces.iter().map(|piece| piece.outer));
            }
        }
        if joined.iter().any(|&outer| !draft.statement.content.iter().any(|span| span.contains(outer))) {
            draft.statement.why.push(JOIN.to_owned());
        }
        draft.statement.content.extend(joined);
        draft.statement.content = self.merge(std::mem::take(&mut draft.statement.content));
    }

    /// Gives the quotations that no content covers to the statement they follow, or makes statements of them.
    pub(super) fn add_quotations(&self, drafts: &mut Vec<Draft>) {
        // What somebody says inside a quotation does not announce it: « Nous voulons partir » may still stand alone.
        let mut covered: Vec<Span> = Vec::new();
        for draft in &*drafts {
            let outside = |span: &Span| {
                !self.quotations_in(*span).any(|index| {
                    let quotation = &self.quotations[index];
                    quotation.contains(*span) && draft.statement.cue.iter().any(|&cue| quotation.contains(cue))
                })
            };
            covered.extend(draft.statement.content.iter().copied().filter(outside));
        }
        covered.sort_unstable();
        // Largest end so far, to ask "does any content cover this byte" by one binary search.
        let mut end = 0;
        let ends: Vec<usize> = covered
            .iter()
            .map(|span| {
                end = end.max(span.end);
                end
            })
            .collect();
        let is_covered = |at: usize| {
            let before = covered.partition_point(|span| span.start <= at);
            before > 0 && ends[before - 1] > at
        };
        let mut last_of_sentence: Vec<Option<usize>> = vec![None; self.sentences.len()];
        for (number, draft) in drafts.iter().enumerate() {
            let spans = draft.statement.content.iter().chain(&draft.statement.cue);
            let last = spans.map(|span| span.end).max().unwrap_or(0);
            let sentence = self.sentence_at(last.saturating_sub(1));
            // « Elle a nuancé. « Rien n’est signé. » »: a cue without a content waits for one; a refusal is complete.
            let waits = draft.statement.content.is_empty() && draft.statement.act != Act::Decline;
            if waits || self.is_quoting(draft) {
                last_of_sentence[sentence] = Some(number);
            }
        }
        for quotation in self.quotations.iter().filter(|quotation| quotation.within.is_none()) {
            let first = quotation.pieces[0];
            let middle = quotation.pieces.iter().map(|piece| piece.inner);
            if middle.clone().any(|inner| is_covered(inner.start) || is_covered(inner.start + inner.len() / 2)) {
                continue;
            }
            let (start, end) = (self.sentence_at(first.inner.start), self.sentence_at(quotation.hull().end - 1));
            if !self.fills(quotation, start, end) {
                continue;
            }
            let spans: Vec<Span> = quotation.pieces.iter().map(|piece| piece.outer).collect();
            // The sentence before announces it: in the same paragraph, or with a colon at its end.
            let previous = start.checked_sub(1).filter(|&previous| {
                let before = &self.sentences[previous];
                before.paragraph == self.sentences[start].paragraph || before.span.of(self.text).ends_with(':')
            });
            if let Some(number) = previous.and_then(|previous| last_of_sentence[previous]) {
                let statement = &mut drafts[number].statement;
                statement.content.extend(spans);
                statement.content = self.merge(std::mem::take(&mut statement.content));
                statement.why.push(FOLLOWS.to_owned());
                last_of_sentence[end] = Some(number);
            } else if self.speaks(quotation, start..end + 1) {
                last_of_sentence[end] = Some(drafts.len());
                drafts.push(Draft { statement: alone(spans), sentence: start });
            }
        }
    }

    /// Whether the statement quotes: one of its contents holds or is a quotation that its cue stands outside of.
    fn is_quoting(&self, draft: &Draft) -> bool {
        draft.statement.content.iter().any(|&span| {
            self.quotations_in(span).any(|quotation| {
                let quotation = &self.quotations[quotation];
                !draft.own().any(|own| quotation.contains(own))
                    && quotation.pieces.iter().any(|piece| span.contains(piece.outer))
            })
        })
    }

    /// Whether the quotation is all there is in sentences `start` to `end`, stray punctuation aside.
    fn fills(&self, quotation: &Quotation, start: usize, end: usize) -> bool {
        let hull = quotation.hull();
        let before = &self.text[self.sentences[start].span.start.min(hull.start)..hull.start];
        let after = &self.text[hull.end..self.sentences[end].span.end.max(hull.end)];
        letters(before) == 0 && letters(after) == 0
    }

    /// Whether the quotation is long enough for a statement and has a finite verb.
    fn speaks(&self, quotation: &Quotation, sentences: Range<usize>) -> bool {
        let (mut n_words, mut finite) = (0, false);
        for sentence in &self.sentences[sentences] {
            for (index, token) in sentence.tokens.iter().enumerate() {
                if quotation.contains(token.span) && letters(token.span.of(self.text)) > 0 {
                    n_words += 1;
                    finite |= tree::is(sentence, index, &["VERB", "AUX"])
                        && tree::morph(sentence, index).is_some_and(|morph| morph.feats.contains("VerbForm=Fin"));
                }
            }
        }
        n_words >= ALONE_WORDS && finite
    }

    /// Quotes and mode, once the content is final.
    pub(super) fn finish(&self, draft: Draft) -> Statement {
        let interrupted = self.interrupts(&draft);
        let own: Vec<Span> = draft.own().collect();
        let mut statement = draft.statement;
        let counts = |index: usize| {
            let quotation = &self.quotations[index];
            interrupted == Some(index) || !own.iter().any(|&own| quotation.contains(own))
        };
        let mut quotes = Vec::new();
        for &span in &statement.content {
            for index in self.quotations_in(span) {
                let outer =
                    std::iter::successors(self.quotations[index].within, |&outer| self.quotations[outer].within);
                if counts(index) && !outer.into_iter().any(counts) {
                    let inner =
                        self.quotations[index].pieces.iter().filter_map(|piece| intersection(piece.inner, span));
                    quotes.extend(inner.filter(|quote| letters(quote.of(self.text)) > 0));
                }
            }
        }
        let quotes = without_overlaps(quotes);
        let n_all: usize = statement.content.iter().map(|span| letters(span.of(self.text))).sum();
        let n_quoted: usize = quotes.iter().map(|span| letters(span.of(self.text))).sum();
        statement.mode = match n_quoted {
            0 => Mode::Indirect,
            _ if n_quoted >= n_all => Mode::Direct,
            _ => Mode::Mixed,
        };
        statement.quotes = quotes;
        statement
    }

    /// The quotation that cue and source interrupt: « Les pourparlers, a ajouté M. Vial, avancent ». Its content
    /// begins with it; somebody who says "I" inside a quotation is quoted speaking, and interrupts nothing.
    fn interrupts(&self, draft: &Draft) -> Option<usize> {
        let cue = *draft.statement.cue.first()?;
        let first = *draft.statement.content.first()?;
        let sentence = &self.sentences[draft.sentence];
        let speaker = draft.statement.source.span.map(|span| tree::tokens_in(sentence, span));
        let first_person = speaker.is_some_and(|tokens| {
            tokens.into_iter().any(|index| {
                tree::morph(sentence, index)
                    .is_some_and(|morph| morph.upos == "PRON" && morph.feats.contains("Person=1"))
            })
        });
        self.quotations_in(cue).filter(|_| !first_person).find(|&index| {
            self.quotations[index].pieces.iter().any(|piece| {
                let lead = piece.outer.contains(first).then(|| &self.text[piece.outer.start..first.start]);
                piece.outer.contains(cue) && lead.is_some_and(|lead| letters(lead) == 0)
            })
        })
    }
}

/// A quotation that nobody announces.
fn alone(content: Vec<Span>) -> Statement {
    Statement {
        source: Source::default(),
        cue: Vec::new(),
        cue_lemma: None,
        act: Act::Assert,
        mode: Mode::Direct,
        content,
        quotes: Vec::new(),
        addressee: None,
        topic: None,
        medium: None,
        within: None,
        scores: Scores { joint: ALONE_SCORE, ..Scores::default() },
        confidence: ALONE_SCORE,
        why: vec![ALONE.to_owned()],
    }
}
