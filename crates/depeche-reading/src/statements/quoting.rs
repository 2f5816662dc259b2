//! Statements and the quotations that stand in and beside them.
//!
//! A content that covers most of a quotation is the whole quotation, over sentences and paragraphs; a quotation that
//! follows its announcement belongs to it, and one that nobody announces is a statement without a cue. The mode is how
//! much of the final content is quoted. It pairs no marks: [`crate::quotations`] did.

use super::spans::{intersection, letters, without_overlaps};
use super::{Context, Draft};
use crate::quotations::Quotation;
use crate::tree;
use depeche_record::{Act, Kind, Mode, Scores, Source, Span, Statement};
use std::ops::Range;

crate::rules::name_rules! {
    /// The content was widened to the quotation that it mostly covers.
    JOIN = "quotation.join" settles Content;
    /// A quotation that comes after the statement, without an announcement of its own, was added to it.
    FOLLOWS = "quotation.follows" settles Content;
    /// A quotation without any announcement.
    ALONE = "quotation.alone" settles Cue;
    /// A quotation without any announcement, by whoever spoke last in its paragraph.
    SPEAKER = "quotation.speaker" settles Source;
    /// A quotation after a colon.
    COLON = "quotation.colon" settles Cue;
    /// A quotation with a name after a dash.
    SIGNED = "quotation.signed" settles Source;
    /// An infinitive without subject goes on for whoever spoke before.
    GOES_ON = "quotation.goes-on" settles Source;
}
/// A signature is no longer than this, in characters; a longer line goes on with the text.
const LONGEST_SIGNATURE: usize = 80;
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
            // What begins where the quotation begins is not reaching into it by mistake: « affirmant : « nous … ».
            let first = quotation.pieces[0];
            let opens = draft.statement.content.iter().any(|span| {
                span.start >= first.outer.start && span.start <= first.inner.start && span.end > first.inner.start
            });
            let (mut covered, mut all) = (0, 0);
            for window in windows {
                all += letters(window.of(self.text));
                let shared = draft.statement.content.iter().filter_map(|&span| intersection(span, window));
                covered += shared.map(|span| letters(span.of(self.text))).sum::<usize>();
            }
            if all > 0 && (opens || covered as f64 >= COVERS * all as f64) {
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
        let is_covered = self.covered(drafts);
        let announced = drafts.len();
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
            let spans: Vec<Span> = quotation.pieces.iter().map(|piece| piece.outer).collect();
            let signed = self.signature(quotation);
            if signed.is_none() && !self.fills(quotation, start, end) {
                if let Some(source) = self.after_colon(quotation, start, end) {
                    match self.last_before(&drafts[..announced], quotation, start) {
                        Some(number) => self.append(&mut drafts[number], spans, FOLLOWS),
                        None if self.speaks(quotation, start..end + 1) => {
                            drafts.push(Draft { statement: alone(spans, source, COLON), sentence: start });
                            last_of_sentence[end] = Some(drafts.len() - 1);
                        }
                        None => {}
                    }
                }
                continue;
            }
            // The sentence before announces it: in the same paragraph, or with a colon at its end.
            let previous = start.checked_sub(1).filter(|&previous| {
                let before = &self.sentences[previous];
                before.paragraph == self.sentences[start].paragraph || before.span.of(self.text).ends_with(':')
            });
            if let Some(number) = previous.and_then(|previous| last_of_sentence[previous]).filter(|_| signed.is_none())
            {
                self.append(&mut drafts[number], spans, FOLLOWS);
                last_of_sentence[end] = Some(number);
            } else if self.speaks(quotation, start..end + 1) {
                let speaker = || self.speaker_in_hand(&drafts[..announced], start);
                let (source, rule) = match signed {
                    Some(source) => (source, SIGNED),
                    None => speaker().map_or_else(|| (Source::default(), ALONE), |source| (source, SPEAKER)),
                };
                last_of_sentence[end] = Some(drafts.len());
                drafts.push(Draft { statement: alone(spans, source, rule), sentence: start });
            }
        }
    }

    fn append(&self, draft: &mut Draft, spans: Vec<Span>, rule: &str) {
        let statement = &mut draft.statement;
        statement.content.extend(spans);
        statement.content = self.merge(std::mem::take(&mut statement.content));
        statement.why.push(rule.to_owned());
    }

    /// Whether the content of one of `drafts` covers a byte.
    fn covered(&self, drafts: &[Draft]) -> impl Fn(usize) -> bool + use<> {
        // What somebody says inside a quotation does not announce it: « Nous voulons partir » may still stand alone.
        let mut covered: Vec<Span> = Vec::new();
        for draft in drafts {
            let interrupted = self.interrupts(draft);
            let outside = |span: &Span| {
                !self.quotations_in(*span).any(|index| {
                    let quotation = &self.quotations[index];
                    interrupted != Some(index)
                        && quotation.contains(*span)
                        && draft.statement.cue.iter().any(|&cue| quotation.contains(cue))
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
        move |at: usize| {
            let before = covered.partition_point(|span| span.start <= at);
            before > 0 && ends[before - 1] > at
        }
    }

    /// Who spoke last in the paragraph of `sentence`, before it and outside of quotations.
    fn speaker_in_hand(&self, drafts: &[Draft], sentence: usize) -> Option<Source> {
        let paragraph = self.sentences[sentence].paragraph;
        let from = drafts.partition_point(|draft| self.sentences[draft.sentence].paragraph < paragraph);
        let before = drafts[from..].iter().take_while(|draft| draft.sentence < sentence);
        let spoke = before.filter(|draft| {
            let source = draft.statement.source.span;
            source.is_some_and(|source| self.quotations_in(source).next().is_none())
        });
        // Of several in one sentence the first is the one that the others are reported by.
        spoke
            .min_by_key(|draft| (std::cmp::Reverse(draft.sentence), draft.start()))
            .map(|draft| draft.statement.source.clone())
    }

    /// « Et d'ajouter : « … »: the infinitive that is a whole sentence has the speaker before it.
    pub(super) fn go_on(&self, drafts: &mut [Draft]) {
        for index in 0..drafts.len() {
            let (sentence, draft) = (&self.sentences[drafts[index].sentence], &drafts[index]);
            let Some(cue) = draft.hull().filter(|_| draft.statement.source.span.is_none()) else { continue };
            let head = tree::head_of(sentence, &tree::tokens_in(sentence, cue));
            let narrates = head.is_some_and(|head| {
                tree::relation(sentence, head) == "root"
                    && tree::says(sentence, head, "VerbForm=Inf")
                    && tree::child(sentence, head, "nsubj").is_none()
            });
            if let Some(source) = narrates.then(|| self.speaker_in_hand(drafts, drafts[index].sentence)).flatten() {
                drafts[index].statement.source.entities = source.entities;
                drafts[index].statement.why.push(GOES_ON.to_owned());
            }
        }
    }

    /// The last statement of the sentence whose cue stands before the quotation.
    fn last_before(&self, drafts: &[Draft], quotation: &Quotation, sentence: usize) -> Option<usize> {
        let from = drafts.partition_point(|draft| draft.sentence < sentence);
        let here = drafts[from..].iter().enumerate().take_while(|(_, draft)| draft.sentence == sentence);
        let before = here.filter(|(_, draft)| draft.hull().is_some_and(|cue| cue.end <= quotation.hull().start));
        let before = before.filter(|(_, draft)| draft.statement.act != Act::Decline);
        before.max_by_key(|(_, draft)| draft.start()).map(|(number, _)| from + number)
    }

    /// For a quotation that a colon introduces and that ends its sentence: who the words before the colon are about.
    /// Nobody, when they are about a thing: « Banques piratées : « Le parquet exagère » ».
    fn after_colon(&self, quotation: &Quotation, start: usize, end: usize) -> Option<Source> {
        let sentence = &self.sentences[start];
        let (before, after) = self.beside(quotation, start, end);
        if !before.trim_end().ends_with(':') || letters(after) > 0 {
            return None;
        }
        let tokens = 0..sentence.tokens.partition_point(|token| token.span.start < quotation.hull().start);
        let top = tree::head_of(sentence, &tokens);
        let subject = top.and_then(|top| tree::subject(sentence, top).map(|(subject, _)| subject).or(Some(top)));
        let noun = subject.filter(|subject| tokens.contains(subject));
        let named = noun.and_then(|noun| Some((noun, *self.mentions_of(sentence.tokens[noun].span).first()?)));
        let speaks = |kind| matches!(kind, Kind::Person | Kind::Organisation | Kind::Group | Kind::Nationality);
        let speaker = named.filter(|&(_, entity)| speaks(self.entities[entity].kind));
        Some(speaker.map_or_else(Source::default, |(noun, entity)| {
            let span = sentence.span_of(&tree::noun_phrase(sentence, noun));
            Source { entities: vec![entity], span: Some(span) }
        }))
    }

    /// Who signs the quotation after a dash, to the end of the line: « On nous a oubliés. » — Inès Roy, éleveuse.
    fn signature(&self, quotation: &Quotation) -> Option<Source> {
        let end = quotation.hull().end;
        let line = self.text[end..].split('\n').next().unwrap_or_default();
        let body = line.trim_start().strip_prefix(['—', '–', '―'])?;
        let body = body.trim_start();
        let at = end + (line.len() - body.len());
        if letters(body) == 0 || body.chars().count() > LONGEST_SIGNATURE {
            return None;
        }
        let named = |&&(span, entity): &&(Span, usize)| span.start == at && self.entities[entity].kind == Kind::Person;
        let &(span, entity) = self.mentions.touching(Span::new(at, at + body.len())).find(named)?;
        Some(Source { entities: vec![entity], span: Some(span) })
    }

    /// A content that a cue interrupts is all of the quotation around them: « Les deux camps, a dit Roy, attendent ».
    pub(super) fn fill_interrupted(&self, draft: &mut Draft) {
        let Some(index) = self.interrupts(draft) else { return };
        let own = draft.own().reduce(Span::to);
        let Some(own) = own else { return };
        let mut content = Vec::new();
        for piece in &self.quotations[index].pieces {
            if piece.outer.contains(own) {
                let light = |c: char| c.is_whitespace() || ",–—-―".contains(c);
                let before = self.text[piece.outer.start..own.start].trim_end_matches(light);
                let after = self.text[own.end..piece.outer.end].trim_start_matches(light);
                content.push(Span::new(piece.outer.start, piece.outer.start + before.len()));
                content.push(Span::new(piece.outer.end - after.len(), piece.outer.end));
            } else {
                content.push(piece.outer);
            }
        }
        content.retain(|span| letters(span.of(self.text)) > 0);
        if !content.is_empty() {
            draft.statement.content = self.merge(content);
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
        let (before, after) = self.beside(quotation, start, end);
        letters(before) == 0 && letters(after) == 0
    }

    /// What stands before the quotation in sentence `start`, where it begins, and after it in sentence `end`.
    fn beside(&self, quotation: &Quotation, start: usize, end: usize) -> (&str, &str) {
        let hull = quotation.hull();
        let before = &self.text[self.sentences[start].span.start.min(hull.start)..hull.start];
        (before, &self.text[hull.end..self.sentences[end].span.end.max(hull.end)])
    }

    /// Whether the quotation is long enough for a statement and has a finite verb.
    fn speaks(&self, quotation: &Quotation, sentences: Range<usize>) -> bool {
        let (mut n_words, mut finite) = (0, false);
        for sentence in &self.sentences[sentences] {
            for (index, token) in sentence.tokens.iter().enumerate() {
                if quotation.contains(token.span) && letters(token.span.of(self.text)) > 0 {
                    n_words += 1;
                    finite |=
                        tree::is(sentence, index, &["VERB", "AUX"]) && tree::says(sentence, index, "VerbForm=Fin");
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
            tokens
                .into_iter()
                .any(|index| tree::is(sentence, index, &["PRON"]) && tree::says(sentence, index, "Person=1"))
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
fn alone(content: Vec<Span>, source: Source, rule: &str) -> Statement {
    Statement {
        source,
        cue: Vec::new(),
        cue_lemma: None,
        act: Act::Assert,
        mode: Mode::Direct,
        content,
        quotes: Vec::new(),
        addressee: None,
        topic: None,
        medium: None,
        date: None,
        within: None,
        scores: Scores { joint: ALONE_SCORE, ..Scores::default() },
        confidence: ALONE_SCORE,
        why: vec![rule.to_owned()],
    }
}
