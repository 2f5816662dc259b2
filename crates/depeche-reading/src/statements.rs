//! Who says what.
//!
//! Takes the attributions that the model marked in each sentence (a cue, its source, its content…), the entities and
//! the quotations; gives one [`Statement`] per cue. What the model marks token by token is joined with what the
//! typography says: a content that covers most of a quotation is the whole quotation, over sentences and paragraphs;
//! a quotation that follows its announcement in the same paragraph belongs to it.
//!
//! It does not invent speakers: a quotation that stands alone has none. It resolves no pronoun. The
//! act is the cue lexicon's where the word tells it, else the model's.

use crate::acts::act;
use crate::cues::{Cue, cues};
use crate::quotations::Quotation;
use crate::tree;
use depeche_lang::Cues;
use depeche_record::{Act, Entity, Mode, Role, RoleKind, RoleSpan, Sentence, Source, Span, Statement};
use std::ops::Range;

/// The attribution head found it.
const MODEL: &str = "model.attribution";
/// The act is the model's.
const MODEL_ACT: &str = "model.act";
/// The content was widened to the quotation that it mostly covers.
const JOIN: &str = "quotation.join";
/// A quotation that comes after the statement, without an announcement of its own, was added to it.
const FOLLOWS: &str = "quotation.follows";
/// A quotation without any announcement.
const ALONE: &str = "quotation.alone";

/// From this probability on, the model's act goes before the one of a word that has several.
const SURE: f32 = 0.6;
/// Share of a quotation's words in a sentence that a content must cover to be widened to all of it. Half would do for
/// clean output; below, a content that only reaches into the next quotation would swallow it.
const COVERS: f64 = 0.6;
/// A quotation without a cue counts as a statement from this many words on, if it has a finite verb.
const ALONE_WORDS: usize = 4;
/// Confidence of a quotation without a cue: nobody measured it yet, so it stays below what the model vouches for.
const ALONE_CONFIDENCE: f32 = 0.5;

/// Turns attributions into statements, in text order of their cue, or of their content when they have none.
#[must_use]
pub fn statements(
    lexicon: &Cues,
    text: &str,
    sentences: &[Sentence],
    entities: &[Entity],
    quotations: &[Quotation],
) -> Vec<Statement> {
    let context = Context::new(lexicon, text, sentences, entities, quotations);
    let mut drafts: Vec<Draft> = Vec::new();
    for (index, sentence) in sentences.iter().enumerate() {
        let first = drafts.len();
        drafts.extend(cues(sentence).iter().filter_map(|cue| context.draft(index, cue)));
        share_out(&mut drafts[first..]);
    }
    context.add_quotations(&mut drafts);
    // « l'avertissement de M. Roy » says that he warned and not of what; only a refusal may be empty.
    drafts.retain(|draft| !draft.statement.content.is_empty() || draft.statement.act == Act::Decline);
    drafts.sort_by_key(|draft| (draft.start(), draft.statement.content.first().copied()));
    let mut statements: Vec<Statement> = drafts.into_iter().map(|draft| context.finish(draft)).collect();
    nest(&mut statements);
    statements
}

/// A statement in the making.
struct Draft {
    statement: Statement,
    /// Sentence of its cue, or the first one of its quotation.
    sentence: usize,
}

impl Draft {
    fn start(&self) -> usize {
        let first = self.statement.cue.first().or(self.statement.content.first());
        first.map_or(0, |span| span.start)
    }

    /// From the first word of the cue to its last.
    fn hull(&self) -> Option<Span> {
        let cue = &self.statement.cue;
        Some(cue.first()?.to(*cue.last()?))
    }

    /// Cue and source: what the content never covers.
    fn own(&self) -> impl Iterator<Item = Span> {
        self.statement.cue.iter().copied().chain(self.statement.source.span)
    }
}

struct Context<'a> {
    lexicon: &'a Cues,
    text: &'a str,
    sentences: &'a [Sentence],
    quotations: &'a [Quotation],
    /// Every mention with its entity, by start.
    mentions: Vec<(Span, usize)>,
    /// Every piece of a quotation with the quotation, by start.
    pieces: Vec<(Span, usize)>,
    /// Length of the longest mention and of the longest piece: how far back a search must look.
    reach: (usize, usize),
}

impl<'a> Context<'a> {
    fn new(
        lexicon: &'a Cues,
        text: &'a str,
        sentences: &'a [Sentence],
        entities: &[Entity],
        quotations: &'a [Quotation],
    ) -> Self {
        let mut mentions: Vec<(Span, usize)> = Vec::new();
        for (index, entity) in entities.iter().enumerate() {
            mentions.extend(entity.mentions.iter().map(|mention| (mention.span, index)));
        }
        let mut pieces: Vec<(Span, usize)> = Vec::new();
        for (index, quotation) in quotations.iter().enumerate() {
            pieces.extend(quotation.pieces.iter().map(|piece| (piece.outer, index)));
        }
        mentions.sort_unstable();
        pieces.sort_unstable();
        let longest = |spans: &[(Span, usize)]| spans.iter().map(|(span, _)| span.len()).max().unwrap_or(0);
        let reach = (longest(&mentions), longest(&pieces));
        Self { lexicon, text, sentences, quotations, mentions, pieces, reach }
    }

    /// The statement of one attribution; `None` when nothing is said and nobody says it.
    fn draft(&self, index: usize, cue: &Cue) -> Option<Draft> {
        let sentence = &self.sentences[index];
        let roles = |kind| cue.roles.iter().filter(move |role| role.role == kind);
        let hull = cue.pieces[0].start..cue.pieces[cue.pieces.len() - 1].end;
        let source_role = nearest(&hull, roles(RoleKind::Source));
        let content: Vec<Span> =
            roles(RoleKind::Content).filter_map(|role| self.trim_tokens(sentence, role.tokens.clone())).collect();
        if source_role.is_none() && content.is_empty() {
            return None;
        }
        let mut why = vec![MODEL.to_owned()];
        let act = self.act(sentence, cue, &mut why);
        let scores: Vec<f32> =
            source_role.iter().map(|role| role.score).chain(roles(RoleKind::Content).map(|role| role.score)).collect();
        // The word that the others of the cue hang from: the full verb, not its auxiliary.
        let inside = |token: usize| cue.pieces.iter().any(|piece| piece.contains(&token));
        let mut tokens = cue.pieces.iter().cloned().flatten();
        let head = tokens.find(|&token| tree::head(sentence, token).is_none_or(|head| !inside(head)));
        let other = |kind| nearest(&hull, roles(kind)).map(|role| self.role(sentence, role));
        let statement = Statement {
            source: source_role.map_or_else(Source::default, |role| self.source(sentence, role)),
            cue: cue.pieces.iter().map(|piece| sentence.span_of(piece)).collect(),
            cue_lemma: head.and_then(|head| tree::morph(sentence, head)).map(|morph| morph.lemma.clone()),
            act: act.unwrap_or(Act::Assert),
            mode: Mode::Indirect,
            content,
            quotes: Vec::new(),
            addressee: other(RoleKind::Addressee),
            topic: other(RoleKind::Topic),
            medium: other(RoleKind::Medium),
            within: None,
            confidence: confidence(cue.score, &scores),
            why,
        };
        let mut draft = Draft { statement, sentence: index };
        self.join(&mut draft, index);
        Some(draft)
    }

    /// What is done by saying it, with the rules that say so: the lexicon, unless it does not know the word, or is unsure
    /// and the model is not.
    fn act(&self, sentence: &Sentence, cue: &Cue, why: &mut Vec<String>) -> Option<Act> {
        let model = cue.act.as_ref().and_then(|(name, score)| Some((Act::from_name(name)?, *score)));
        let lexical = act(self.lexicon, self.text, sentence, &cue.pieces);
        match lexical {
            Some(found) if !found.entry.unsure || model.is_none_or(|(_, score)| score < SURE) => {
                why.push(found.entry.id.clone());
                why.extend(found.composed.map(str::to_owned));
                Some(found.act)
            }
            _ => {
                why.extend(model.map(|_| MODEL_ACT.to_owned()));
                model.map(|(act, _)| act)
            }
        }
    }

    /// Widens the content to every quotation that it mostly covers in this sentence.
    fn join(&self, draft: &mut Draft, index: usize) {
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
    fn add_quotations(&self, drafts: &mut Vec<Draft>) {
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
    fn finish(&self, draft: Draft) -> Statement {
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

    fn source(&self, sentence: &Sentence, role: &RoleSpan) -> Source {
        let span = self.trim_tokens(sentence, role.tokens.clone());
        let span = span.unwrap_or_else(|| sentence.span_of(&role.tokens));
        Source { entities: self.entities_of(sentence, span), span: Some(span) }
    }

    fn role(&self, sentence: &Sentence, role: &RoleSpan) -> Role {
        let Source { entities, span } = self.source(sentence, role);
        Role { entities, span: span.unwrap_or_else(|| sentence.span_of(&role.tokens)) }
    }

    /// Whom the words `span` name: the mention that holds their head, and those coordinated with it. « Des sources
    /// proches de Vial » is not Vial. Without a tree: every mention that is not inside another.
    fn entities_of(&self, sentence: &Sentence, span: Span) -> Vec<usize> {
        let tokens = tree::tokens_in(sentence, span);
        let mut entities = Vec::new();
        let mut add = |entity: Option<usize>| {
            if let Some(entity) = entity.filter(|entity| !entities.contains(entity)) {
                entities.push(entity);
            }
        };
        if let Some(head) = tree::head_of(sentence, &tokens) {
            let mut heads = vec![head];
            heads.extend(tokens.clone().filter(|&index| {
                tree::relation(sentence, index) == "conj" && tree::head(sentence, index) == Some(head)
            }));
            for head in heads {
                let named = self.mention_of(sentence.tokens[head].span);
                // « le porte-parole du Sénat, Luc Vial », cut so that the name hangs below the noun.
                let below = || {
                    tree::children(sentence, head)
                        .filter(|&child| {
                            tokens.contains(&child) && matches!(tree::relation(sentence, child), "appos" | "flat")
                        })
                        .find_map(|child| self.mention_of(sentence.tokens[child].span))
                };
                add(named.or_else(below));
            }
        } else {
            let mut last = 0;
            for &(mention, entity) in self.mentions_in(span) {
                if mention.overlaps(span) && mention.start >= last {
                    add(Some(entity));
                    last = mention.end;
                }
            }
        }
        entities
    }

    /// The entity of the smallest mention that holds `token`.
    fn mention_of(&self, token: Span) -> Option<usize> {
        let holding = self.mentions_in(token).filter(|(mention, _)| mention.contains(token));
        holding.min_by_key(|(mention, _)| mention.len()).map(|&(_, entity)| entity)
    }

    fn mentions_in(&self, span: Span) -> impl Iterator<Item = &(Span, usize)> {
        let from = self.mentions.partition_point(|(mention, _)| mention.start + self.reach.0 < span.start);
        self.mentions[from..]
            .iter()
            .take_while(move |(mention, _)| mention.start < span.end)
            .filter(move |(mention, _)| mention.overlaps(span))
    }

    /// The quotations with a piece that touches `span`, each once, in text order.
    fn quotations_in(&self, span: Span) -> impl Iterator<Item = usize> {
        let from = self.pieces.partition_point(|(piece, _)| piece.start + self.reach.1 < span.start);
        let touching = self.pieces[from..].iter().take_while(move |(piece, _)| piece.start < span.end);
        let mut last = None;
        touching
            .filter(move |(piece, _)| piece.overlaps(span))
            .map(|&(_, quotation)| quotation)
            .filter(move |&quotation| last.replace(quotation) != Some(quotation))
    }

    /// The sentence that holds byte `at`, or the last one before it.
    fn sentence_at(&self, at: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.span.start <= at).saturating_sub(1)
    }

    /// The span of `tokens` without punctuation at its edges; brackets, quotation marks, « ! », « ? » and « … » stay.
    fn trim_tokens(&self, sentence: &Sentence, mut tokens: Range<usize>) -> Option<Span> {
        let light = |index: usize| sentence.tokens[index].span.of(self.text).chars().all(|c| ",;:.–—-•".contains(c));
        let ellipsis = |index: usize| sentence.tokens[index].span.of(self.text) == "...";
        while !tokens.is_empty() && light(tokens.start) && !ellipsis(tokens.start) {
            tokens.start += 1;
        }
        while !tokens.is_empty()
            && light(tokens.end - 1)
            && !ellipsis(tokens.end - 1)
            && !self.inside_marks(sentence, tokens.end - 1)
        {
            tokens.end -= 1;
        }
        (!tokens.is_empty()).then(|| sentence.span_of(&tokens)).filter(|span| letters(span.of(self.text)) > 0)
    }

    /// Whether token `index` is the last one before a closing mark, or ends a piece that has none: such a full stop
    /// belongs to the quoted words.
    fn inside_marks(&self, sentence: &Sentence, index: usize) -> bool {
        let token = sentence.tokens[index].span;
        self.quotations_in(token)
            .any(|quotation| self.quotations[quotation].pieces.iter().any(|piece| piece.inner.contains(token)))
    }

    /// Sorts, makes one of spans that overlap or have only spaces between them on one line, and cuts single marks off
    /// the edges.
    fn merge(&self, mut spans: Vec<Span>) -> Vec<Span> {
        spans.sort_unstable();
        let mut merged: Vec<Span> = Vec::new();
        for span in spans {
            match merged.last_mut() {
                Some(last) if span.start <= last.end => *last = last.to(span),
                Some(last) if self.text[last.end..span.start].chars().all(|c| c.is_whitespace() && c != '\n') => {
                    *last = last.to(span);
                }
                _ => merged.push(span),
            }
        }
        for span in &mut merged {
            for index in self.quotations_in(*span).collect::<Vec<_>>() {
                for piece in &self.quotations[index].pieces {
                    let (outer, inner) = (piece.outer, piece.inner);
                    if span.start >= outer.start
                        && span.start < inner.start
                        && span.end < outer.end
                        && span.end > inner.start
                    {
                        span.start = inner.start;
                    }
                    if span.end > inner.end
                        && span.end <= outer.end
                        && span.start > outer.start
                        && span.start < inner.end
                    {
                        span.end = inner.end;
                    }
                }
            }
        }
        merged
    }
}

/// In text order, what overlaps made one: marks that are never closed may cross others.
fn without_overlaps(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut apart: Vec<Span> = Vec::new();
    for span in spans {
        match apart.last_mut() {
            Some(last) if span.start < last.end => *last = last.to(span),
            _ => apart.push(span),
        }
    }
    apart
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
        confidence: ALONE_CONFIDENCE,
        why: vec![ALONE.to_owned()],
    }
}

/// One content claimed by two cues of a sentence goes to the nearer one, when the other has more to say: « Il a affirmé
/// que non et a admis que si » is not twice « que si ». Where it is all that both say (« selon ses sources, affirme
/// Vial »), both keep it.
fn share_out(drafts: &mut [Draft]) {
    for index in 0..drafts.len() {
        for other in 0..drafts.len() {
            let (Some(cue), Some(other_cue)) = (drafts[index].hull(), drafts[other].hull()) else { continue };
            if index == other || drafts[index].statement.content.len() < 2 {
                continue;
            }
            let kept = drafts[other].statement.content.clone();
            let content = &mut drafts[index].statement.content;
            let farther = |span: &Span| kept.contains(span) && distance(other_cue, *span) < distance(cue, *span);
            if !content.iter().all(farther) {
                content.retain(|span| !farther(span));
            }
        }
    }
}

/// Bytes between two spans; none when they touch or overlap.
fn distance(a: Span, b: Span) -> usize {
    b.start.saturating_sub(a.end).max(a.start.saturating_sub(b.end))
}

/// The span nearest to the cue; the first of equals.
fn nearest<'a>(cue: &Range<usize>, roles: impl Iterator<Item = &'a RoleSpan>) -> Option<&'a RoleSpan> {
    roles.min_by_key(|role| {
        let (before, after) = (cue.start.saturating_sub(role.tokens.end), role.tokens.start.saturating_sub(cue.end));
        before.max(after)
    })
}

/// The cue's probability times the mean of its roles': a sure cue with a doubtful content is doubtful.
fn confidence(cue: f32, roles: &[f32]) -> f32 {
    let mean = if roles.is_empty() { 1.0 } else { roles.iter().sum::<f32>() / roles.len() as f32 };
    let product = cue * mean;
    if product.is_finite() { product.clamp(0.0, 1.0) } else { 0.0 }
}

/// Points every statement at the smallest one whose content holds its cue.
fn nest(statements: &mut [Statement]) {
    // (content span, its statement), by start; an enclosing span starts before the cue.
    let mut contents: Vec<(Span, usize)> = Vec::new();
    for (index, statement) in statements.iter().enumerate() {
        contents.extend(statement.content.iter().map(|&span| (span, index)));
    }
    contents.sort_unstable();
    let longest = contents.iter().map(|(span, _)| span.len()).max().unwrap_or(0);
    let size: Vec<usize> =
        statements.iter().map(|statement| statement.content.iter().map(|span| span.len()).sum()).collect();
    let mut parents = vec![None; statements.len()];
    for (index, statement) in statements.iter().enumerate() {
        let Some(&cue) = statement.cue.first() else { continue };
        let from = contents.partition_point(|(span, _)| span.start + longest < cue.end);
        let around = contents[from..].iter().take_while(|(span, _)| span.start <= cue.start);
        parents[index] = around
            .filter(|&&(span, other)| other != index && span.contains(cue))
            // Two that hold each other's cue are side by side, whatever the model says.
            .filter(|&&(_, other)| {
                !statements[other].cue.iter().any(|&cue| statement.content.iter().any(|span| span.contains(cue)))
            })
            .map(|&(_, other)| other)
            .min_by_key(|&other| (size[other], other));
    }
    for index in 0..statements.len() {
        let mut chain = std::iter::successors(parents[index], |&at| parents[at]).take(statements.len());
        if chain.any(|at| at == index) {
            parents[index] = None;
        }
    }
    for (statement, parent) in statements.iter_mut().zip(parents) {
        statement.within = parent;
    }
}

fn intersection(a: Span, b: Span) -> Option<Span> {
    a.overlaps(b).then(|| Span::new(a.start.max(b.start), a.end.min(b.end)))
}

/// Number of letters and digits.
fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{annotated, annotated_with_tree};
    use crate::{NameHints, names, quotations};
    use depeche_lang::Lang;
    use expect_test::{Expect, expect};
    use std::fmt::Write as _;

    #[test]
    fn quotes_never_overlap() {
        let spans = |ends: &[(usize, usize)]| ends.iter().map(|&(start, end)| Span::new(start, end)).collect();
        let apart = without_overlaps(spans(&[(9, 12), (0, 6), (2, 4), (3, 8), (8, 9), (9, 12)]));
        assert_eq!(apart, spans(&[(0, 8), (8, 9), (9, 12)]));
    }

    fn show((text, sentences): (String, Vec<Sentence>), expected: Expect) {
        let entities = names(&NameHints::default(), &text, &sentences);
        let mut paragraphs: Vec<Span> = Vec::new();
        for sentence in &sentences {
            match paragraphs.get_mut(sentence.paragraph) {
                Some(paragraph) => *paragraph = paragraph.to(sentence.span),
                None => paragraphs.push(sentence.span),
            }
        }
        let (found, _) = quotations(&text, &paragraphs);
        let mut out = String::new();
        let lexicon = Cues::of(Lang::embedded("fr")).unwrap();
        let all = statements(&lexicon, &text, &sentences, &entities, &found);
        for statement in &all {
            let depth = std::iter::successors(statement.within, |&outer| all[outer].within).count();
            let joined = |spans: &[Span]| spans.iter().map(|span| span.of(&text)).collect::<Vec<_>>().join(" / ");
            write!(out, "{}", "  ".repeat(depth)).unwrap();
            let named: Vec<&str> =
                statement.source.entities.iter().map(|&entity| entities[entity].name.as_str()).collect();
            write!(out, "{}", statement.source.span.map_or("?", |span| span.of(&text))).unwrap();
            if !named.is_empty() {
                write!(out, " ({})", named.join(", ")).unwrap();
            }
            write!(out, " · {} {} {}", joined(&statement.cue), statement.act.name(), statement.mode.name()).unwrap();
            write!(out, " · {}", joined(&statement.content)).unwrap();
            if statement.mode == Mode::Mixed {
                write!(out, " · quoted: {}", joined(&statement.quotes)).unwrap();
            }
            for (name, role) in [("to", &statement.addressee), ("on", &statement.topic), ("by", &statement.medium)] {
                if let Some(role) = role {
                    write!(out, " · {name} {}", role.span.of(&text)).unwrap();
                }
            }
            writeln!(out).unwrap();
        }
        expected.assert_eq(&out);
    }

    fn check(markup: &str, expected: Expect) {
        show(annotated(markup), expected);
    }

    #[test]
    fn indirect_speech() {
        check(
            "[1.source M. [person Vial]] [1.cue:deny a nié] [1.content que [organisation Arsel] vende des armes].",
            expect![[r#"
            M. Vial (Vial) · a nié deny indirect · que Arsel vende des armes
        "#]],
        );
        check(
            "[1.source La ministre] [1.cue dit] [1.addressee aux députés] [1.content qu'elle part .]",
            expect![[r#"
            La ministre · dit assert indirect · qu'elle part · to aux députés
        "#]],
        );
    }

    #[test]
    fn a_content_that_covers_most_of_a_quotation_is_all_of_it() {
        check(
            "« [1.content Les pourparlers avancent] bien », [1.cue assure] [1.source [person Vial]].",
            expect![[r#"
            Vial (Vial) · assure assert direct · « Les pourparlers avancent bien »
        "#]],
        );
        check(
            "« Il fait beau. | [1.content Nous partons] », [1.cue dit] [1.source Vial].",
            expect![[r#"
            Vial · dit assert direct · « Il fait beau.  Nous partons »
        "#]],
        );
    }

    #[test]
    fn mixed_speech_keeps_its_words_and_its_quotes() {
        check(
            "[1.source Il] [1.cue décrit] [1.content l'île comme un « paradis perdu].",
            expect![[r#"
                Il · décrit assert mixed · l'île comme un « paradis perdu. · quoted: paradis perdu.
            "#]],
        );
        check(
            "[1.source Il] [1.cue décrit] [1.content l'île comme un « paradis » perdu].",
            expect![[r#"
            Il · décrit assert mixed · l'île comme un « paradis » perdu · quoted: paradis
        "#]],
        );
    }

    #[test]
    fn a_quotation_runs_over_paragraphs() {
        check(
            "[1.source Il] [1.cue a répondu] : [1.content « Nous tenons bon .]\n« Rien ne presse .| Nous attendrons . »",
            expect![[r#"
                Il · a répondu assert direct · « Nous tenons bon . / « Rien ne presse . Nous attendrons . »
            "#]],
        );
    }

    #[test]
    fn a_cue_interrupts_its_quotation() {
        check(
            "« [1.content Moi], [1.cue dit] [1.source il], [1.content je reste] ».",
            expect![[r#"
            il · dit assert direct · Moi / je reste
        "#]],
        );
        check(
            "[1.content « Moi »], [1.cue dit] [1.source Vial], « [1.content je reste] ».",
            expect![[r#"
            Vial · dit assert direct · « Moi » / « je reste »
        "#]],
        );
    }

    #[test]
    fn statements_nest() {
        check(
            "[1.source [person Vial]] [1.cue affirme] [1.content que [2.source [place Oslo]] [2.cue:deny nie] [2.content tout accord]].",
            expect![[r#"
                Vial (Vial) · affirme assert indirect · que Oslo nie tout accord
                  Oslo (Oslo) · nie deny indirect · tout accord
            "#]],
        );
        check(
            "« [1.content Nous [2.cue:opine pensons] [2.content que tout ira bien]] », [1.cue dit] [1.source Vial].",
            expect![[r#"
                  ? · pensons opine indirect · que tout ira bien
                Vial · dit assert direct · « Nous pensons que tout ira bien »
            "#]],
        );
    }

    #[test]
    fn a_cue_in_two_pieces_is_one() {
        show(
            annotated_with_tree(
                "[1.source Vial] [1.cue a] toutefois [2.cue:admit admis] [2.content une faute] .",
                "Vial/PROPN nsubj admis; a/AUX aux admis; toutefois/ADV advmod admis; admis/VERB root -; une/DET det faute; faute/NOUN obj admis",
            ),
            expect![[r#"
                Vial · a / admis admit indirect · une faute
            "#]],
        );
    }

    #[test]
    fn a_content_that_two_cues_claim_goes_to_the_nearer() {
        check(
            "[1.source Il] [1.cue affirme] [1.content que non] et [2.cue:admit admet] [1.content [2.content que si]].",
            expect![[r#"
                Il · affirme assert indirect · que non
                ? · admet admit indirect · que si
            "#]],
        );
    }

    #[test]
    fn a_refusal_needs_no_content() {
        check(
            "[1.source Le palais] [1.cue:decline n'a pas réagi].",
            expect![[r#"
            Le palais · n'a pas réagi decline indirect · 
        "#]],
        );
        check("Il [1.cue parle].", expect![""]);
    }

    #[test]
    fn a_quotation_after_its_announcement_belongs_to_it() {
        check(
            "[1.source Vial] [1.cue a nuancé]. | « Nous restons ici . »",
            expect![[r#"
            Vial · a nuancé assert direct · « Nous restons ici . »
        "#]],
        );
        check(
            "[1.source Vial] [1.cue a nuancé] :\n« Nous restons ici . »",
            expect![[r#"
            Vial · a nuancé assert direct · « Nous restons ici . »
        "#]],
        );
        check(
            "[1.source Vial] [1.cue:decline se tait]. | « Nous restons ici . »",
            expect![[r#"
            Vial · se tait decline indirect · 
        "#]],
        );
        check(
            "[1.content « Non »], [1.cue répond] [1.source Vial]. | « Nous restons ici . » | Il pleut.",
            expect![[r#"
            Vial · répond assert direct · « Non » / « Nous restons ici . »
        "#]],
        );
        check(
            "[1.content « Non »], [1.cue répond] [1.source Vial].\nLe film « Nous restons ici » sort.",
            expect![[r#"
            Vial · répond assert direct · « Non »
        "#]],
        );
    }

    #[test]
    fn a_quotation_alone_has_no_speaker() {
        let tree = "exagère/VERB root -";
        show(
            annotated_with_tree("« Le palais exagère les chiffres »", tree),
            expect![[r#"
            ? ·  assert direct · « Le palais exagère les chiffres »
        "#]],
        );
        check("« Le palais et ses chiffres »", expect![""]);
    }

    #[test]
    fn the_head_of_a_source_names_it() {
        show(
            annotated_with_tree(
                "[1.source Le porte-parole du [organisation Sénat]] [1.cue dit] [1.content non] .",
                "Le det porte-parole; porte-parole/NOUN nsubj dit; du case Sénat; Sénat/PROPN nmod porte-parole; dit/VERB root -; non obj dit",
            ),
            expect![[r#"
                Le porte-parole du Sénat · dit deny indirect · non
            "#]],
        );
        show(
            annotated_with_tree(
                "[1.source [place Oslo] et [place Rome]] [1.cue disent] [1.content non] .",
                "Oslo/PROPN nsubj disent; et cc Rome; Rome/PROPN conj Oslo; disent/VERB root -; non obj disent",
            ),
            expect![[r#"
                Oslo et Rome (Oslo, Rome) · disent deny indirect · non
            "#]],
        );
    }
}
