//! Who vouches for an event, and how far: one FactBank value per viewpoint.
//!
//! Takes events with their mentions, the statements that tell them, and what the sentence itself says of an event seen
//! from a place in its tree (module `factuality`); gives each event its values and its status. A viewpoint is the author
//! or a statement's source (Saurí and Pustejovsky 2009): what stands inside a statement is its source's, and for everybody
//! outside of it nothing is settled (`Uu`). So a reported event is never a fact of the author's, and a denial never
//! becomes the thing denied.
//!
//! It holds no word of any language.

use crate::factuality::{FactualityWords, Reading, factuality};
use crate::tree;
use depeche_record::{Act, Event, EventMention, Factuality, Sentence, Span, Statement, Status, Viewpoint};

/// What a sentence says of an event in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judgement {
    /// How certain.
    pub value: Factuality,
    /// Time and aspect.
    pub status: Status,
}

/// What `sentence` makes of the event at `token`, seen from its root, or from the top of what stands in `content`.
#[must_use]
pub fn judgement(
    words: &FactualityWords,
    text: &str,
    sentence: &Sentence,
    token: usize,
    content: Option<Span>,
) -> Judgement {
    // The outermost word of the content that the event hangs under.
    let inside = |&at: &usize| content.is_some_and(|content| content.contains(sentence.tokens[at].span));
    let top = tree::ancestors(sentence, token).take_while(inside).last();
    let Reading { value, status, .. } = factuality(words, text, sentence, token, top);
    Judgement { value, status }
}

/// Gives `events` their values and status. `judge` says what a mention's sentence makes of it, from the root of its tree
/// or, given a span, from what stands in that span alone: the content of a statement.
pub fn viewpoints(
    statements: &[Statement],
    events: &mut [Event],
    judge: impl Fn(&EventMention, Option<Span>) -> Judgement,
) {
    let inside = inside(statements);
    for event in events {
        let mut views: Vec<(Viewpoint, Factuality)> = Vec::new();
        let mut status = None;
        for mention in &event.mentions {
            let (found, at) = mention_views(statements, &inside, mention, &judge);
            status = status.or(Some(at));
            for (by, value) in found {
                match views.iter_mut().find(|(known, _)| *known == by) {
                    // Whoever commits himself at one place has done so.
                    Some((_, known)) if *known == Factuality::Unknown => *known = value,
                    Some(_) => {}
                    None => views.push((by, value)),
                }
            }
        }
        views.sort_by_key(|&(by, _)| match by {
            Viewpoint::Author => (0, 0),
            Viewpoint::Statement(index) => (depth(statements, index) + 1, index),
        });
        event.status = status.unwrap_or(event.status);
        event.factuality = views;
    }
}

/// Of each statement, those that are reported right inside it.
fn inside(statements: &[Statement]) -> Vec<Vec<usize>> {
    let mut inside = vec![Vec::new(); statements.len()];
    for (index, statement) in statements.iter().enumerate() {
        if let Some(outer) = statement.within {
            inside[outer].push(index);
        }
    }
    inside
}

/// The values of one mention, and its status.
fn mention_views(
    statements: &[Statement],
    inside: &[Vec<usize>],
    mention: &EventMention,
    judge: &impl Fn(&EventMention, Option<Span>) -> Judgement,
) -> (Vec<(Viewpoint, Factuality)>, Status) {
    let Some(inner) = teller(statements, inside, mention) else {
        // Done by saying it: as it stands in what is said, and true for whoever writes that it was.
        let said = mention.statement.and_then(|said| content(statements, said, mention));
        let Judgement { value, status } = judge(mention, said);
        return (vec![(Viewpoint::Author, value)], status);
    };
    let statement = &statements[inner];
    let Judgement { value, status } = judge(mention, content(statements, inner, mention));
    let (value, status) = said(statement.act, value, status);
    let mut views = vec![(Viewpoint::Author, Factuality::Unknown)];
    let outer = std::iter::successors(statement.within, |&outer| statements.get(outer)?.within);
    views.extend(outer.take(statements.len()).map(|outer| (Viewpoint::Statement(outer), Factuality::Unknown)));
    views.push((Viewpoint::Statement(inner), value));
    (views, status)
}

/// The part of a statement's content that holds the mention.
fn content(statements: &[Statement], index: usize, mention: &EventMention) -> Option<Span> {
    statements.get(index)?.content.iter().copied().find(|span| span.contains(mention.trigger))
}

/// The statement that tells the mention. An event that is done by saying it (« Nous exhortons… ») is not told by whoever
/// says it: he does it before the author's eyes.
fn teller(statements: &[Statement], inside: &[Vec<usize>], mention: &EventMention) -> Option<usize> {
    let inner = mention.statement.filter(|&inner| inner < statements.len())?;
    let done = inside[inner].iter().map(|&said| &statements[said]).any(|said| {
        said.source.entities == statements[inner].source.entities
            && !said.source.entities.is_empty()
            && said.cue.iter().any(|cue| cue.overlaps(mention.trigger))
    });
    if done { statements[inner].within } else { Some(inner) }
}

/// What an act makes of its content.
fn said(act: Act, value: Factuality, status: Status) -> (Factuality, Status) {
    use Factuality as F;
    let weaker = |to_positive: F, to_negative: F| match value {
        F::CertainPositive | F::ProbablePositive => to_positive,
        F::CertainNegative | F::ProbableNegative => to_negative,
        other => other,
    };
    match act {
        // « nie avoir fourni »: what an infinitive leaves open is denied for certain.
        Act::Deny if matches!(value, F::CertainUnknown | F::Unknown) => (F::CertainNegative, status),
        Act::Deny => (value.opposite(), status),
        // Nothing is said of what nobody wants to speak of.
        Act::Decline | Act::Ask => (F::Unknown, status),
        // What is asked for is not so yet.
        Act::Demand | Act::Propose => (F::Unknown, Status::Requested),
        Act::Promise => (weaker(F::ProbablePositive, F::ProbableNegative), to_come(status)),
        Act::Threaten => (weaker(F::PossiblePositive, F::PossibleNegative), to_come(status)),
        Act::Opine => (weaker(F::ProbablePositive, F::ProbableNegative), status),
        Act::Assert | Act::Admit | Act::Warn | Act::Accuse | Act::Endorse | Act::Criticise => (value, status),
    }
}

fn to_come(status: Status) -> Status {
    if status == Status::Occurred { Status::Planned } else { status }
}

/// How many statements hold statement `index`.
fn depth(statements: &[Statement], index: usize) -> usize {
    let outer = |&at: &usize| statements.get(at)?.within;
    std::iter::successors(outer(&index), outer).take(statements.len()).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::statement;
    use depeche_record::EventType;
    use expect_test::{Expect, expect};

    /// An event told once at byte `at` for each mention, in statement `statement`.
    fn event(mentions: &[(usize, Option<usize>)]) -> Event {
        let mention = |&(at, statement): &(usize, Option<usize>)| EventMention {
            sentence: 0,
            token: 0,
            trigger: Span::new(at, at + 1),
            lemma: String::new(),
            evidence: Vec::new(),
            statement,
        };
        crate::testing::event(EventType::Aid, mentions.iter().map(mention).collect())
    }

    #[expect(clippy::needless_pass_by_value, reason = "the shape of every check")]
    fn check(statements: &[Statement], mentions: &[(usize, Option<usize>)], expected: Expect) {
        let mut events = [event(mentions)];
        let judge = |_: &EventMention, _: Option<Span>| Judgement {
            value: Factuality::CertainPositive,
            status: Status::Occurred,
        };
        viewpoints(statements, &mut events, judge);
        let views = events[0].factuality.iter().map(|&(by, value)| match by {
            Viewpoint::Author => format!("author {}", value.name()),
            Viewpoint::Statement(index) => format!("s{} {}", index + 1, value.name()),
        });
        let views: Vec<String> = views.chain([events[0].status.name().to_owned()]).collect();
        expected.assert_eq(&views.join(", "));
    }

    #[test]
    fn what_the_author_tells_is_the_authors() {
        check(&[], &[(5, None)], expect!["author CT+, occurred"]);
    }

    #[test]
    fn what_a_source_tells_is_the_sources_alone() {
        let said = statement(Act::Assert, Span::new(0, 9), None);
        check(&[said], &[(5, Some(0))], expect!["author Uu, s1 CT+, occurred"]);
    }

    #[test]
    fn a_denial_inside_a_report_is_the_deniers() {
        let said = statement(Act::Assert, Span::new(0, 20), None);
        let denied = statement(Act::Deny, Span::new(4, 9), Some(0));
        check(&[said, denied], &[(5, Some(1))], expect!["author Uu, s1 Uu, s2 CT-, occurred"]);
    }

    #[test]
    fn a_demand_settles_nothing() {
        let asked = statement(Act::Demand, Span::new(0, 9), None);
        check(&[asked], &[(5, Some(0))], expect!["author Uu, s1 Uu, requested"]);
    }

    #[test]
    fn a_promise_and_a_threat_are_for_later() {
        let promised = statement(Act::Promise, Span::new(0, 9), None);
        check(&[promised], &[(5, Some(0))], expect!["author Uu, s1 PR+, planned"]);
        let threatened = statement(Act::Threaten, Span::new(0, 9), None);
        check(&[threatened], &[(5, Some(0))], expect!["author Uu, s1 PS+, planned"]);
    }

    #[test]
    fn contradictions_stand_side_by_side() {
        let said = statement(Act::Assert, Span::new(0, 9), None);
        let denied = statement(Act::Deny, Span::new(10, 19), None);
        check(&[said, denied], &[(5, Some(0)), (15, Some(1))], expect!["author Uu, s1 CT+, s2 CT-, occurred"]);
    }

    #[test]
    fn what_the_author_tells_elsewhere_counts() {
        let said = statement(Act::Assert, Span::new(0, 9), None);
        check(&[said], &[(5, Some(0)), (15, None)], expect!["author CT+, s1 CT+, occurred"]);
    }
}
