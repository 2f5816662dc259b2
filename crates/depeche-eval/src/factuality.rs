//! Scores how certain events are made by their sentences.
//!
//! Takes sentences with events; lets the reader analyse the given tokens, asks [`factuality_as_told`] for each event,
//! and compares. Readers of the corpora take a reporter at his word ("X said that Y": Y is so), so it is the innermost
//! source's value that is scored, not the author's. Only the sentence is looked at, as by the annotators.

use crate::gold::factuality::{GoldFact, GoldSentence};
use crate::reader::Reader;
use crate::score::{Scores, Share};
use crate::{Mistake, Outcome};
use depeche_lang::Lang;
use depeche_reading::{FactualityWords, Reading, factuality_as_told};
use depeche_record::{Factuality, Sentence, Span, Status, Token};

/// Scores nearer to 0 than this are undecided and not asked for.
const DECIDED: f64 = 1.5;

/// Scores every event, in English.
pub fn score(set: &str, gold: &[GoldSentence], reader: &dyn Reader) -> Outcome {
    let words = FactualityWords::of(Lang::embedded("en")).expect("the suite reads the built-in files");
    let (mut text, mut sentences) = (String::new(), Vec::with_capacity(gold.len()));
    for sentence in gold {
        sentences.push(laid_out(&sentence.tokens, &mut text));
    }
    reader.annotate(&text, &mut sentences);
    let mut counts = Tallies::default();
    let mut mistakes = Vec::new();
    for (gold, sentence) in gold.iter().zip(&sentences) {
        for (token, fact) in &gold.events {
            let found = factuality_as_told(&words, &text, sentence, *token);
            if counts.note(fact, &found) {
                continue;
            }
            mistakes.push(Mistake {
                place: gold.id.clone(),
                text: gold.tokens.join(" "),
                gold: format!("{}: {}", gold.tokens[*token], told(fact)),
                found: format!("{} {} {}", found.value.name(), found.status.name(), found.why.join(" ")),
            });
        }
    }
    let mut scores = Scores::new(set);
    for (name, share) in [
        ("sign", counts.sign),
        ("Uu_rate", counts.unknown),
        ("happened", counts.happened),
        ("polarity", counts.polarity),
        ("certainty", counts.certainty),
    ] {
        if share.all > 0 {
            scores.share(name, share);
        }
    }
    Outcome { scores: scores.rows, mistakes, ..Outcome::default() }
}

#[derive(Default)]
struct Tallies {
    sign: Share,
    unknown: Share,
    happened: Share,
    polarity: Share,
    certainty: Share,
}

impl Tallies {
    /// Counts one event; says whether nothing is wrong with it.
    fn note(&mut self, fact: &GoldFact, found: &Reading) -> bool {
        match fact {
            GoldFact::Score(score) if score.abs() < DECIDED => true,
            GoldFact::Score(score) => {
                let sign = sign(found.value);
                let right = sign.is_some_and(|positive| positive == (*score > 0.0));
                self.sign.note(right);
                self.unknown.note(sign.is_none());
                self.happened.note(happened(found) == (*score > 0.0));
                right
            }
            GoldFact::Attributes { polarity, certainty } => {
                let mut right = true;
                let mut compare = |gold: &str, found: &str, share: &mut Share| {
                    if !gold.is_empty() {
                        share.note(gold == found);
                        right &= gold == found;
                    }
                };
                compare(polarity, meantime_polarity(found), &mut self.polarity);
                compare(certainty, meantime_certainty(found), &mut self.certainty);
                right
            }
        }
    }
}

/// Which way a value points; `None` where it does not.
fn sign(value: Factuality) -> Option<bool> {
    use Factuality as F;
    match value {
        F::CertainPositive | F::ProbablePositive | F::PossiblePositive => Some(true),
        F::CertainNegative | F::ProbableNegative | F::PossibleNegative => Some(false),
        F::CertainUnknown | F::Unknown => None,
    }
}

/// The question that UDS asks: has it happened, or does it? What is to come has not.
fn happened(found: &Reading) -> bool {
    sign(found.value) == Some(true) && matches!(found.status, Status::Occurred | Status::Ongoing)
}

/// MEANTIME leaves polarity open only where the event hangs on a condition; what is planned or wanted is `POS`.
fn meantime_polarity(found: &Reading) -> &'static str {
    match sign(found.value) {
        Some(false) => "NEG",
        None if found.status == Status::Hypothetical => "UNDERSPECIFIED",
        _ => "POS",
    }
}

/// MEANTIME calls an event certain that its source has settled or settled upon, its purposes and plans among them.
fn meantime_certainty(found: &Reading) -> &'static str {
    use Factuality as F;
    match found.value {
        F::CertainPositive | F::CertainNegative | F::CertainUnknown => "CERTAIN",
        F::ProbablePositive | F::ProbableNegative => "PROBABLE",
        F::PossiblePositive | F::PossibleNegative => "POSSIBLE",
        F::Unknown if found.status == Status::Hypothetical => "UNDERSPECIFIED",
        F::Unknown => "CERTAIN",
    }
}

fn told(fact: &GoldFact) -> String {
    match fact {
        GoldFact::Score(score) => format!("{score:.1}"),
        GoldFact::Attributes { polarity, certainty } => format!("{polarity} {certainty}"),
    }
}

/// A sentence of these tokens, blanks between them, at the end of `text`.
fn laid_out(tokens: &[String], text: &mut String) -> Sentence {
    let start = text.len();
    let mut laid = Vec::with_capacity(tokens.len());
    for token in tokens {
        let at = text.len();
        text.push_str(token);
        laid.push(Token { span: Span::new(at, text.len()), morph: None });
        text.push(' ');
    }
    let end = laid.last().map_or(start, |token| token.span.end);
    text.push('\n');
    Sentence { span: Span::new(start, end), tokens: laid, ..Sentence::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Constructed;
    use expect_test::{Expect, expect};

    #[expect(clippy::needless_pass_by_value, reason = "the shape of every check")]
    fn check(fact: GoldFact, expected: Expect) {
        // Without a tree nothing is known against an event.
        let tokens = ["Oslo", "sold", "it"].map(str::to_owned).into();
        let gold = [GoldSentence { id: "1".into(), tokens, events: vec![(1, fact)] }];
        let outcome = score("arden", &gold, &Constructed::default());
        let rows: Vec<String> = outcome.scores.iter().map(ToString::to_string).collect();
        expected.assert_eq(&rows.join(" "));
    }

    #[test]
    fn a_score_is_a_sign_and_an_undecided_one_is_not_asked_for() {
        check(GoldFact::Score(2.0), expect!["arden,sign,100.00,1 arden,Uu_rate,0.00,1 arden,happened,100.00,1"]);
        check(GoldFact::Score(-3.0), expect!["arden,sign,0.00,1 arden,Uu_rate,0.00,1 arden,happened,0.00,1"]);
        check(GoldFact::Score(1.0), expect![""]);
    }

    #[test]
    fn an_attribute_that_the_annotator_left_out_is_not_asked_for() {
        let fact = |polarity: &str| GoldFact::Attributes { polarity: polarity.into(), certainty: "CERTAIN".into() };
        check(fact("NEG"), expect!["arden,polarity,0.00,1 arden,certainty,100.00,1"]);
        check(fact(""), expect!["arden,certainty,100.00,1"]);
    }
}
