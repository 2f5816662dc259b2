//! Scores roles around given targets: what is said, and who or what says it.
//!
//! Takes French FrameNet targets; asks the reader for the roles of each target, tokens being what blanks separate. All
//! pieces of a role make one span, compared bare at IoU 0.5. Speaker and medium are one question: either may answer
//! for the other. Annotation is partial, so words that are no annotated target count for nothing.

use crate::gold::framenet::{CONTENT_ROLES, GoldTarget, MEDIUM_ROLE, MESSAGE_FRAMES, SOURCE_ROLES};
use crate::pieces::{Characters, Pieces};
use crate::reader::Reader;
use crate::score::{Counts, Scores, match_best_first};
use crate::statements::LOOSE;
use crate::{Mistake, Outcome};
use depeche_record::{Attribution, RoleKind, Sentence, Span, Token};
use std::ops::Range;

/// Scores every target.
pub fn score(set: &str, targets: &[GoldTarget], reader: &dyn Reader) -> Outcome {
    let mut text = String::new();
    let mut sentences = Vec::with_capacity(targets.len());
    let mut bases = Vec::with_capacity(targets.len());
    let mut n_chars = 0;
    for target in targets {
        sentences.push(by_blanks(&target.text, text.len()));
        bases.push(n_chars);
        n_chars += target.text.chars().count() + 1;
        text.push_str(&target.text);
        text.push('\n');
    }
    let characters = Characters::new(&text);
    let targets: Vec<Placed> = targets
        .iter()
        .zip(sentences)
        .zip(bases)
        .filter_map(|((gold, sentence), base)| Placed::new(gold, sentence, base, &characters))
        .collect();
    let sentences: Vec<Sentence> = targets.iter().map(|target| target.sentence.clone()).collect();
    let cues: Vec<Range<usize>> = targets.iter().map(|target| target.cue.clone()).collect();
    let attributions = reader.roles(&text, &sentences, &cues);

    // Strict: the frames that have a Message, and that role only. Wide: every frame of saying, every content role.
    let (mut message, mut strict_source) = (Counts::default(), Counts::default());
    let (mut content, mut wide_source) = (Counts::default(), Counts::default());
    let mut mistakes = Vec::new();
    for (target, attribution) in targets.iter().zip(&attributions) {
        let given = |kind| -> Pieces {
            let spans = attribution.roles.iter().filter(|role| role.role == kind && !role.tokens.is_empty());
            let spans: Vec<Span> = spans.map(|role| target.sentence.span_of(&role.tokens)).collect();
            characters.bare(&characters.pieces(&spans))
        };
        let found_content = [given(RoleKind::Content)];
        let found_source = [given(RoleKind::Source), given(RoleKind::Medium)];
        let wanted = |names: &[&str]| characters.bare(&target.role(names));
        let gold_content = [wanted(&CONTENT_ROLES)];
        let gold_source = [wanted(&SOURCE_ROLES), wanted(&[MEDIUM_ROLE])];
        content.add(compare(&gold_content, &found_content));
        wide_source.add(compare(&gold_source, &found_source));
        if MESSAGE_FRAMES.contains(&target.gold.frame.as_str()) {
            message.add(compare(&[wanted(&["Message"])], &found_content));
            strict_source.add(compare(&[wanted(&["Speaker"]), wanted(&[MEDIUM_ROLE])], &found_source));
        }
        let (c, s) = (compare(&gold_content, &found_content), compare(&gold_source, &found_source));
        if c.right < c.gold.max(c.found) || s.right < s.gold.max(s.found) {
            mistakes.push(target.mistake(&gold_source, &gold_content, attribution, &characters));
        }
    }
    let mut scores = Scores::new(set);
    scores.f1_p_r("Message", message);
    scores.f1_p_r("Speaker_or_Medium", strict_source);
    scores.f1("content_F1", content);
    scores.f1("source_or_medium_F1", wide_source);
    Outcome { scores: scores.rows, mistakes, ..Outcome::default() }
}

fn compare(gold: &[Pieces], found: &[Pieces]) -> Counts {
    let gold: Vec<&Pieces> = gold.iter().filter(|pieces| !pieces.is_empty()).collect();
    let found: Vec<&Pieces> = found.iter().filter(|pieces| !pieces.is_empty()).collect();
    Counts { gold: gold.len(), found: found.len(), right: match_best_first(&gold, &found, LOOSE).len() }
}

/// A sentence whose tokens are what blanks separate, `base` bytes into the text.
fn by_blanks(text: &str, base: usize) -> Sentence {
    let mut tokens = Vec::new();
    let mut at = 0;
    for word in text.split_whitespace() {
        let start = at + text[at..].find(word).unwrap_or(0);
        at = start + word.len();
        tokens.push(Token { span: Span::new(base + start, base + at), morph: None });
    }
    Sentence { span: Span::new(base, base + text.len()), tokens, ..Default::default() }
}

/// A target with its sentence in the joined text.
struct Placed<'a> {
    gold: &'a GoldTarget,
    sentence: Sentence,
    cue: Range<usize>,
    /// Code points before the sentence.
    base: usize,
}

impl<'a> Placed<'a> {
    /// `None` when the target covers no token. A target in several pieces is one range when at most one token parts
    /// them, else its last piece, where the main verb stands: the same choice as in training.
    fn new(gold: &'a GoldTarget, sentence: Sentence, base: usize, characters: &Characters) -> Option<Self> {
        let wanted = gold.target.shifted(base);
        let covered: Vec<usize> = (0..sentence.tokens.len())
            .filter(|index| characters.pieces(&[sentence.tokens[*index].span]).overlaps(&wanted))
            .collect();
        let (&first, &last) = (covered.first()?, covered.last()?);
        let mut start = first;
        for pair in covered.windows(2) {
            if pair[1] - pair[0] > 2 {
                start = pair[1];
            }
        }
        Some(Self { gold, sentence, cue: start..last + 1, base })
    }

    /// All pieces of the roles called one of `names`.
    fn role(&self, names: &[&str]) -> Pieces {
        let roles = self.gold.roles.iter().filter(|(name, _)| names.contains(&name.as_str()));
        roles.fold(Pieces::default(), |sum, (_, pieces)| sum.union(pieces)).shifted(self.base)
    }

    fn mistake(&self, source: &[Pieces], content: &[Pieces], found: &Attribution, characters: &Characters) -> Mistake {
        let words = |pieces: &[Pieces]| {
            let words: Vec<String> = pieces.iter().map(|p| characters.words(p)).filter(|w| !w.is_empty()).collect();
            if words.is_empty() { "∅".to_owned() } else { words.join(" + ") }
        };
        let cue = characters.words(&self.gold.target.shifted(self.base));
        let given: Vec<String> = found
            .roles
            .iter()
            .filter(|role| !role.tokens.is_empty())
            .map(|role| {
                format!(
                    "{}: {}",
                    role.role.name(),
                    characters.text(&characters.range(self.sentence.span_of(&role.tokens)))
                )
            })
            .collect();
        Mistake {
            place: self.gold.frame.clone(),
            text: self.gold.text.clone(),
            gold: format!("{} | {cue} | {}", words(source), words(content)),
            found: if given.is_empty() { "nothing".to_owned() } else { given.join(" | ") },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Constructed;
    use expect_test::{Expect, expect};

    const TEXT: &str = "Dans un communiqué , la maire affirme que le pont rouvrira .";

    fn target(roles: &[(&str, &str)]) -> GoldTarget {
        let pieces = |words: &str| {
            let start = TEXT.find(words).map_or(0, |byte| TEXT[..byte].chars().count());
            Pieces::one(start..start + words.chars().count())
        };
        GoldTarget {
            text: TEXT.into(),
            frame: "FR_Statement-manner-noise".into(),
            target: pieces("affirme"),
            roles: roles.iter().map(|(name, words)| ((*name).to_owned(), pieces(words))).collect(),
        }
    }

    fn check(gold: &[(&str, &str)], found: &[(RoleKind, Range<usize>)], expected: Expect) {
        let reader = Constructed { roles: found.to_vec(), ..Constructed::default() };
        // Twice, so that the second sentence shows that offsets move along.
        let outcome = score("arden", &[target(gold), target(gold)], &reader);
        let rows: Vec<String> =
            outcome.scores.iter().filter(|s| s.metric.ends_with("_F1")).map(ToString::to_string).collect();
        expected.assert_eq(&rows.join("\n"));
    }

    #[test]
    fn the_medium_may_answer_for_the_speaker() {
        check(
            &[("Speaker", "la maire"), ("Message", "le pont rouvrira")],
            &[(RoleKind::Medium, 4..6), (RoleKind::Content, 7..11)],
            expect![[r#"
                arden,Message_F1,100.00,2
                arden,Speaker_or_Medium_F1,100.00,2
                arden,content_F1,100.00,2
                arden,source_or_medium_F1,100.00,2"#]],
        );
    }

    #[test]
    fn a_role_too_many_costs_precision() {
        check(
            &[("Speaker", "la maire")],
            &[(RoleKind::Source, 4..6), (RoleKind::Medium, 1..3), (RoleKind::Content, 8..11)],
            expect![[r#"
                arden,Message_F1,0.00,0
                arden,Speaker_or_Medium_F1,66.67,2
                arden,content_F1,0.00,0
                arden,source_or_medium_F1,66.67,2"#]],
        );
    }
}
