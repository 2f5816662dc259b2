//! Who says what.
//!
//! Takes the attributions that the model marked in each sentence (a cue, its source, its content…), the entities and
//! the quotations; gives one [`Statement`] per cue. What the model marks token by token is joined with what the
//! typography says: a content that covers most of a quotation is the whole quotation, over sentences and paragraphs;
//! a quotation that follows its announcement in the same paragraph belongs to it.
//!
//! A quotation that nobody announces is said by whoever spoke last in its paragraph, or by nobody. It resolves no
//! pronoun: mentions carry their entities already. The act is the cue lexicon's where the word tells it, else the model's.

pub(crate) mod nesting;
pub(crate) mod quoting;
mod source;
mod spans;
#[cfg(test)]
mod tests;

use self::nesting::{nest, share_out};
use crate::acts::{LexicalAct, act};
use crate::candidates::candidates;
use crate::cues::{Cue, cues};
use crate::index::SpanIndex;
use crate::quotations::Quotation;
use crate::reports::{complete, reports};
use crate::roles::{head, settle};
use crate::tree;
use crate::vetoes::Doubt;
use depeche_lang::Cues;
use depeche_record::{Act, Entity, Kind, Mode, RoleKind, RoleSpan, Scores, Sentence, Source, Span, Statement};
use std::ops::Range;

crate::rules::name_rules! {
    /// The attribution head found it.
    MODEL = "model.attribution" settles Cue;
    /// The act is the model's.
    MODEL_ACT = "model.act" settles Act;
}

/// A cue that the lexicon does not know counts from this score on. On development texts, three of ten below it are right,
/// and two of three of those above; of known words, nearly half below it.
const UNKNOWN: f32 = 0.7;
/// A cue that the lexicon knows in another construction only counts from this score on.
const OUT_OF_PLACE: f32 = 0.8;
/// From this probability on, the model's act goes before the one of a word that has several.
const SURE: f32 = 0.6;

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
        let mut cues = cues(sentence);
        let quoted = |token: usize| context.quotations_in(sentence.tokens[token].span).next().is_some();
        cues.extend(candidates(lexicon, text, sentence, &cues, quoted));
        cues.iter_mut().for_each(|cue| complete(lexicon, text, sentence, cue));
        cues.extend(reports(lexicon, text, sentence, &cues));
        cues.iter_mut().for_each(|cue| settle(text, sentence, cue));
        drafts.extend(cues.iter().filter_map(|cue| context.draft(index, cue)));
        share_out(&mut drafts[first..]);
        context.enclose(sentence, &mut drafts[first..]);
    }
    context.go_on(&mut drafts);
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
    entities: &'a [Entity],
    quotations: &'a [Quotation],
    /// Every mention with its entity.
    mentions: SpanIndex,
    /// Every piece of a quotation with the quotation.
    pieces: SpanIndex,
}

impl<'a> Context<'a> {
    fn new(
        lexicon: &'a Cues,
        text: &'a str,
        sentences: &'a [Sentence],
        entities: &'a [Entity],
        quotations: &'a [Quotation],
    ) -> Self {
        let mentions = entities.iter().enumerate();
        let mentions =
            mentions.flat_map(|(index, entity)| entity.mentions.iter().map(move |mention| (mention.span, index)));
        let pieces = quotations.iter().enumerate();
        let pieces =
            pieces.flat_map(|(index, quotation)| quotation.pieces.iter().map(move |piece| (piece.outer, index)));
        let (mentions, pieces) = (mentions.collect(), pieces.collect());
        Self { lexicon, text, sentences, entities, quotations, mentions, pieces }
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
        let mut why = vec![cue.rule.to_owned()];
        let lexical = act(self.lexicon, self.text, sentence, &cue.pieces);
        let source = source_role.map_or_else(Source::default, |role| self.source(sentence, role));
        let head = head(sentence, cue);
        // The lexicon goes by dictionary forms: where there are none, that it does not know the cue says nothing of a place.
        let tagged = head.is_some_and(|head| tree::morph(sentence, head).is_some());
        let unknown = lexical.is_none() && !self.lexicon.entries().is_empty();
        if unknown && (cue.score < UNKNOWN || tagged && self.is_mere_place(&source)) {
            return None;
        }
        if let Some(head) = head.filter(|_| tagged) {
            let doubt = Doubt { lexicon: self.lexicon, text: self.text, sentence, cue, head };
            let negated = lexical.is_some_and(|found| found.composed.is_some());
            let doubtful = unknown && (doubt.is_deed() || cue.score < OUT_OF_PLACE && doubt.is_out_of_place());
            if doubtful
                || negated && doubt.denies_of_a_thing()
                || doubt.is_kept()
                || doubt.is_aside()
                || doubt.leads_back()
                || doubt.is_rule_or_fiction()
            {
                return None;
            }
        }
        let act = Self::act(cue, lexical, &mut why);
        if let Some(head) = head.filter(|_| tagged) {
            let doubt = Doubt { lexicon: self.lexicon, text: self.text, sentence, cue, head };
            let thing = act == Some(Act::Assert) && doubt.tells_of_a_thing();
            let about_to = matches!(act, Some(Act::Threaten | Act::Promise)) && doubt.is_about_to();
            if thing || about_to {
                return None;
            }
        }
        let scores = scores(cue, source_role, roles(RoleKind::Content));
        why.extend(cue.why.iter().map(|&rule| rule.to_owned()));
        let other = |kind| nearest(&hull, roles(kind)).map(|role| self.role(sentence, role));
        let statement = Statement {
            source,
            cue: cue.pieces.iter().map(|piece| sentence.span_of(piece)).collect(),
            cue_lemma: head.and_then(|head| tree::morph(sentence, head)).map(|morph| morph.lemma.to_string()),
            act: act.unwrap_or(Act::Assert),
            mode: Mode::Indirect,
            content,
            quotes: Vec::new(),
            addressee: other(RoleKind::Addressee),
            topic: other(RoleKind::Topic),
            medium: other(RoleKind::Medium),
            date: None,
            within: None,
            scores,
            confidence: scores.joint,
            why,
        };
        let mut draft = Draft { statement, sentence: index };
        self.join(&mut draft, index);
        self.fill_interrupted(&mut draft);
        Some(draft)
    }

    /// Whether it is nothing but a place that is no state: « Valmont fait rêver les touristes ». One may deny or demand, but what a word
    /// that reports nothing else says of it, it does not say itself.
    fn is_mere_place(&self, source: &Source) -> bool {
        let mut entities = source.entities.iter().map(|&entity| &self.entities[entity]);
        !source.entities.is_empty() && entities.all(|entity| entity.kind == Kind::Place && entity.actor.is_none())
    }

    /// What is done by saying it, with the rules that say so: the lexicon, unless it does not know the word, or is unsure
    /// and the model is not.
    fn act(cue: &Cue, lexical: Option<LexicalAct<'_>>, why: &mut Vec<String>) -> Option<Act> {
        let model = cue.act.as_ref().and_then(|(name, score)| Some((Act::from_name(name)?, *score)));
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

    /// The quotations with a piece that touches `span`, each once, in text order.
    fn quotations_in(&self, span: Span) -> impl Iterator<Item = usize> {
        let mut last = None;
        self.pieces
            .touching(span)
            .map(|&(_, quotation)| quotation)
            .filter(move |&quotation| last.replace(quotation) != Some(quotation))
    }

    /// The sentence that holds byte `at`, or the last one before it.
    fn sentence_at(&self, at: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.span.start <= at).saturating_sub(1)
    }
}

/// The span nearest to the cue; the first of equals.
fn nearest<'a>(cue: &Range<usize>, roles: impl Iterator<Item = &'a RoleSpan>) -> Option<&'a RoleSpan> {
    roles.min_by_key(|role| {
        let (before, after) = (cue.start.saturating_sub(role.tokens.end), role.tokens.start.saturating_sub(cue.end));
        before.max(after)
    })
}

/// What the heads said. The joint score is the cue's times the mean of its roles': a sure cue with a doubtful content is
/// doubtful.
fn scores<'a>(cue: &Cue, source: Option<&RoleSpan>, content: impl Iterator<Item = &'a RoleSpan>) -> Scores {
    let mean = |scores: &[f32]| (!scores.is_empty()).then(|| scores.iter().sum::<f32>() / scores.len() as f32);
    let source = source.map(|role| role.score);
    let content: Vec<f32> = content.map(|role| role.score).collect();
    let roles: Vec<f32> = source.into_iter().chain(content.iter().copied()).collect();
    let joint = cue.score * mean(&roles).unwrap_or(1.0);
    Scores {
        cue: Some(cue.score),
        act: cue.act.as_ref().map(|(_, score)| *score),
        source,
        content: mean(&content),
        joint: if joint.is_finite() { joint.clamp(0.0, 1.0) } else { 0.0 },
    }
}
