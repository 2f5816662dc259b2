//! Scores statements: spans of content, sources, cues, acts and modes.
//!
//! Takes gold articles and the documents read from them. Contents are compared bare (no leading « que », no outer
//! marks) over all their pieces, matched one to one by IoU, best pair first. What is scored of the rest is scored on
//! the pairs matched at 0.5. Statements without content are not scored, on either side.

use crate::gold::{GoldArticle, GoldStatement};
use crate::pieces::{Characters, Pieces};
use crate::reliability::{Judged, Reliability};
use crate::score::{Counts, Scores, Share, match_best_first};
use crate::{Mistake, Outcome};
use depeche_record::{Document, MentionForm, Statement};

/// What the gold set asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Every statement is marked, nested ones too, with acts and modes.
    Nested,
    /// Attributions do not nest: what is found inside a matched one is no mistake. Cues are scored.
    Flat,
}

/// The content IoU at which two statements are the same for the looser measure.
pub const LOOSE: f64 = 0.5;
/// And for the stricter one.
pub const STRICT: f64 = 0.8;

/// Scores `documents[i]` against `articles[i]`.
pub fn score(set: &str, scheme: Scheme, articles: &[GoldArticle], documents: &[&Document]) -> Outcome {
    let mut tally = Tally::default();
    for (article, document) in articles.iter().zip(documents) {
        tally.article(scheme, article, document);
    }
    let mut scores = Scores::new(set);
    scores.f1_p_r("content_at_0.5", tally.loose);
    scores.f1_p_r("content_at_0.8", tally.strict);
    scores.share("source", tally.source);
    match scheme {
        Scheme::Nested => {
            scores.share("act", tally.act);
            scores.share("mode", tally.mode);
        }
        Scheme::Flat => scores.f1_p_r("cue", tally.cue),
    }
    if !tally.judged.is_empty() {
        let error = Reliability::of(&tally.judged).calibration_error;
        scores.push("calibration_error", 100.0 * error, tally.judged.len());
    }
    Outcome { scores: scores.rows, mistakes: tally.mistakes, judged: tally.judged }
}

#[derive(Default)]
struct Tally {
    loose: Counts,
    strict: Counts,
    cue: Counts,
    source: Share,
    act: Share,
    mode: Share,
    mistakes: Vec<Mistake>,
    judged: Vec<Judged>,
}

/// A found statement in code points.
struct Found<'a> {
    /// Its place in the document's list, which `within` speaks of.
    index: usize,
    statement: &'a Statement,
    /// Bare.
    content: Pieces,
    cue: Pieces,
}

impl Tally {
    fn article(&mut self, scheme: Scheme, article: &GoldArticle, document: &Document) {
        let characters = Characters::new(&article.text);
        let found: Vec<Found> = document
            .statements
            .iter()
            .enumerate()
            .map(|(index, statement)| Found {
                index,
                statement,
                content: characters.bare(&characters.pieces(&statement.content)),
                cue: characters.pieces(&statement.cue),
            })
            .collect();
        let with_content: Vec<&Found> = found.iter().filter(|found| !found.content.is_empty()).collect();
        let gold: Vec<(&GoldStatement, Pieces)> = article
            .statements
            .iter()
            .map(|statement| (statement, characters.bare(&statement.content)))
            .filter(|(_, content)| !content.is_empty())
            .collect();

        let wanted: Vec<&Pieces> = gold.iter().map(|(_, content)| content).collect();
        let given: Vec<&Pieces> = with_content.iter().map(|found| &found.content).collect();
        let loose = match_best_first(&wanted, &given, LOOSE);
        let strict = match_best_first(&wanted, &given, STRICT);
        let optional: Vec<bool> = gold.iter().map(|(statement, _)| statement.optional).collect();
        self.loose.add(counts(&loose, &optional, &with_content, scheme, document));
        self.strict.add(counts(&strict, &optional, &with_content, scheme, document));

        for &(g, f) in &loose {
            self.details(gold[g].0, with_content[f], document, &characters);
        }
        for (f, g) in counted(&loose, &optional, &with_content, scheme, document) {
            let statement = with_content[f].statement;
            let right = g.is_some_and(|g| {
                names_nobody(gold[g].0) || source_is_right(gold[g].0, statement, document, &characters)
            });
            let maker = statement.maker().to_owned();
            self.judged.push(Judged { maker, confidence: f64::from(statement.confidence), right });
        }
        if scheme == Scheme::Flat {
            self.cues(&article.statements, &found, document);
        }
        self.note_mistakes(article, &characters, &gold, &with_content, &loose, document);
    }

    /// Source, act and mode of a matched pair.
    fn details(&mut self, gold: &GoldStatement, found: &Found, document: &Document, characters: &Characters) {
        if gold.optional {
            return;
        }
        if !names_nobody(gold) {
            self.source.note(source_is_right(gold, found.statement, document, characters));
        }
        if !gold.acts.is_empty() {
            self.act.note(gold.acts.iter().any(|act| act == found.statement.act.name()));
        }
        if !gold.modes.is_empty() {
            self.mode.note(gold.modes.iter().any(|mode| mode == found.statement.mode.name()));
        }
    }

    fn cues(&mut self, gold: &[GoldStatement], found: &[Found], document: &Document) {
        let wanted: Vec<&Pieces> = gold.iter().map(|statement| &statement.cue).filter(|cue| !cue.is_empty()).collect();
        let with_cue: Vec<&Found> = found.iter().filter(|found| !found.cue.is_empty()).collect();
        let given: Vec<&Pieces> = with_cue.iter().map(|found| &found.cue).collect();
        let matched = match_best_first(&wanted, &given, 0.0);
        self.cue.add(counts(&matched, &vec![false; wanted.len()], &with_cue, Scheme::Flat, document));
    }

    fn note_mistakes(
        &mut self,
        article: &GoldArticle,
        characters: &Characters,
        gold: &[(&GoldStatement, Pieces)],
        found: &[&Found],
        matched: &[(usize, usize)],
        document: &Document,
    ) {
        let show_found = |found: &Found| {
            let source = found
                .statement
                .source
                .span
                .map_or_else(|| "∅".to_owned(), |span| characters.text(&characters.range(span)));
            format!("{source} | {} | {}", characters.words(&found.cue), characters.words(&found.content))
        };
        for (g, (statement, content)) in gold.iter().enumerate() {
            let pair = matched.iter().find(|(gold, _)| *gold == g).map(|(_, f)| found[*f]);
            let right = pair.is_some_and(|found| source_is_right(statement, found.statement, document, characters));
            if right || statement.optional {
                continue;
            }
            let nearest =
                found.iter().filter(|f| f.content.overlaps(content)).max_by_key(|f| f.content.shared(content));
            let source =
                if statement.source.is_empty() { "∅".to_owned() } else { characters.words(&statement.source) };
            let place = content.extent().unwrap_or_default();
            self.mistakes.push(Mistake {
                place: article.id.clone(),
                text: characters.around(&place, 80),
                gold: format!("{source} | {} | {}", characters.words(&statement.cue), characters.words(content)),
                found: pair.or(nearest.copied()).map_or_else(|| "nothing".to_owned(), show_found),
            });
        }
        for (f, spurious) in found.iter().enumerate() {
            let overlaps_gold = gold.iter().any(|(_, content)| content.overlaps(&spurious.content));
            if !overlaps_gold && !matched.iter().any(|(_, found)| *found == f) {
                let place = spurious.content.extent().unwrap_or_default();
                self.mistakes.push(Mistake {
                    place: article.id.clone(),
                    text: characters.around(&place, 80),
                    gold: "nothing".to_owned(),
                    found: show_found(spurious),
                });
            }
        }
    }
}

/// What was found right and wrong.
fn counts(
    matched: &[(usize, usize)],
    optional: &[bool],
    found: &[&Found],
    scheme: Scheme,
    document: &Document,
) -> Counts {
    let counted = counted(matched, optional, found, scheme, document);
    Counts {
        gold: optional.iter().filter(|optional| !**optional).count(),
        found: counted.len(),
        right: counted.iter().filter(|(_, g)| g.is_some()).count(),
    }
}

/// The found statements that count, each with the gold one it is matched with. Optional gold counts on neither side, found
/// or not. In a flat scheme what is reported inside a matched statement is not counted as found.
fn counted(
    matched: &[(usize, usize)],
    optional: &[bool],
    found: &[&Found],
    scheme: Scheme,
    document: &Document,
) -> Vec<(usize, Option<usize>)> {
    let match_of = |f: usize| matched.iter().find(|(_, found)| *found == f).map(|(g, _)| *g);
    let is_matched = |f: usize| match_of(f).is_some();
    let counts = |&(f, g): &(usize, Option<usize>)| match g {
        Some(g) => !optional[g],
        None => scheme == Scheme::Nested || !inside_matched(found[f], found, &is_matched, document),
    };
    (0..found.len()).map(|f| (f, match_of(f))).filter(counts).collect()
}

/// Whether a statement that `candidate` is reported inside, at any depth, is matched.
fn inside_matched(
    candidate: &Found,
    found: &[&Found],
    is_matched: &dyn Fn(usize) -> bool,
    document: &Document,
) -> bool {
    let mut above = candidate.statement.within;
    // A document of n statements has chains of at most n; a longer one is a cycle.
    for _ in 0..document.statements.len() {
        let Some(index) = above else { return false };
        if found.iter().position(|f| f.index == index).is_some_and(is_matched) {
            return true;
        }
        above = document.statements.get(index).and_then(|statement| statement.within);
    }
    false
}

/// The source's words overlap the gold's, or a name or noun phrase of its entity does, or its entity's name shares a
/// word of four letters or more with the gold's name.
fn source_is_right(gold: &GoldStatement, found: &Statement, document: &Document, characters: &Characters) -> bool {
    let overlaps = |span| characters.pieces(&[span]).overlaps(&gold.source);
    if found.source.span.is_some_and(overlaps) {
        return true;
    }
    let entities = found.source.entities.iter().filter_map(|entity| document.entities.get(*entity));
    entities.into_iter().any(|entity| {
        let mentioned = entity.mentions.iter().any(|m| m.form != MentionForm::Pronoun && overlaps(m.span));
        mentioned || gold.source_name.as_ref().is_some_and(|name| share_a_word(name, &entity.name))
    })
}

/// An unnamed, implicit source cannot be pointed at: nothing to be right about.
fn names_nobody(gold: &GoldStatement) -> bool {
    gold.source.is_empty() && gold.source_name.is_none()
}

fn share_a_word(one: &str, other: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let lower = text.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= 4);
        words.map(str::to_owned).collect()
    };
    let others = words(other);
    words(one).iter().any(|word| others.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::document;
    use expect_test::{Expect, expect};

    const TEXT: &str =
        "Élise Marchand a déclaré que « le pont rouvrira en mai », ajoutant que la ville avait promis des navettes.";

    fn pieces(words: &str) -> Pieces {
        let at = TEXT.find(words).map_or(0, |byte| TEXT[..byte].chars().count());
        Pieces::one(at..at + words.chars().count())
    }

    fn gold(source: &str, content: &str) -> GoldStatement {
        GoldStatement {
            content: pieces(content),
            source: pieces(source),
            source_name: Some(source.to_owned()),
            cue: pieces("a déclaré"),
            acts: vec!["assert".into(), "promise".into()],
            modes: vec!["direct".into()],
            optional: false,
        }
    }

    fn check(
        scheme: Scheme,
        statements: Vec<GoldStatement>,
        found: &[(&str, &str, &str, Option<usize>)],
        expected: Expect,
    ) {
        let article = GoldArticle { id: "1001".into(), text: TEXT.into(), statements };
        let document = document(TEXT, found);
        let outcome = score("arden", scheme, &[article], &[&document]);
        let rows: Vec<String> = outcome
            .scores
            .iter()
            .filter(|s| !s.metric.ends_with("_P") && !s.metric.ends_with("_R") && s.metric != "calibration_error")
            .map(ToString::to_string)
            .collect();
        expected.assert_eq(&rows.join("\n"));
    }

    const MARCHAND: (&str, &str, &str, Option<usize>) =
        ("Élise Marchand", "a déclaré", "que « le pont rouvrira en mai »", None);
    const CITY: (&str, &str, &str, Option<usize>) = ("la ville", "avait promis", "des navettes", Some(1));

    #[test]
    fn marks_and_conjunctions_cost_nothing() {
        check(
            Scheme::Nested,
            vec![gold("Élise Marchand", "le pont rouvrira en mai")],
            &[MARCHAND],
            expect![[r#"
                arden,content_at_0.5_F1,100.00,1
                arden,content_at_0.8_F1,100.00,1
                arden,source,100.00,1
                arden,act,100.00,1
                arden,mode,0.00,1"#]],
        );
    }

    #[test]
    fn a_span_that_frays_counts_only_for_the_looser_measure() {
        check(
            Scheme::Nested,
            vec![gold("la ville", "le pont rouvrira en mai")],
            &[("Élise Marchand", "a déclaré", "pont rouvrira", None)],
            expect![[r#"
                arden,content_at_0.5_F1,100.00,1
                arden,content_at_0.8_F1,0.00,1
                arden,source,0.00,1
                arden,act,100.00,1
                arden,mode,0.00,1"#]],
        );
    }

    #[test]
    fn optional_gold_neither_helps_nor_hurts() {
        let optional = GoldStatement { optional: true, ..gold("la ville", "des navettes") };
        let expected = "\
arden,content_at_0.5_F1,100.00,1
arden,content_at_0.8_F1,100.00,1
arden,source,100.00,1
arden,act,100.00,1
arden,mode,0.00,1";
        for found in [&[MARCHAND][..], &[MARCHAND, ("la ville", "avait promis", "des navettes", None)][..]] {
            let wanted = vec![gold("Élise Marchand", "le pont rouvrira en mai"), optional.clone()];
            let article = GoldArticle { id: "1001".into(), text: TEXT.into(), statements: wanted };
            let outcome = score("arden", Scheme::Nested, &[article], &[&document(TEXT, found)]);
            let rows: Vec<String> = outcome
                .scores
                .iter()
                .filter(|s| !s.metric.ends_with("_P") && !s.metric.ends_with("_R") && s.metric != "calibration_error")
                .map(ToString::to_string)
                .collect();
            assert_eq!(rows.join("\n"), expected);
        }
    }

    #[test]
    fn a_statement_inside_a_matched_one_is_no_mistake_in_a_flat_scheme() {
        let outer = ("Élise Marchand", "ajoutant", "la ville avait promis des navettes", None);
        let wanted = || {
            vec![
                gold("Élise Marchand", "le pont rouvrira en mai"),
                gold("Élise Marchand", "la ville avait promis des navettes"),
            ]
        };
        check(
            Scheme::Flat,
            wanted(),
            &[MARCHAND, outer, CITY],
            expect![[r#"
                arden,content_at_0.5_F1,100.00,2
                arden,content_at_0.8_F1,100.00,2
                arden,source,100.00,2
                arden,cue_F1,40.00,2"#]],
        );
        check(
            Scheme::Nested,
            wanted(),
            &[MARCHAND, outer, CITY],
            expect![[r#"
                arden,content_at_0.5_F1,80.00,2
                arden,content_at_0.8_F1,80.00,2
                arden,source,100.00,2
                arden,act,100.00,2
                arden,mode,0.00,2"#]],
        );
    }

    #[test]
    fn a_statement_is_judged_by_its_content_and_source_and_not_at_all_when_optional_or_inside() {
        let judged = |scheme, statements: Vec<GoldStatement>| {
            let article = GoldArticle { id: "1001".into(), text: TEXT.into(), statements };
            let outer = ("Élise Marchand", "ajoutant", "la ville avait promis des navettes", None);
            let outcome = score("arden", scheme, &[article], &[&document(TEXT, &[MARCHAND, outer, CITY])]);
            outcome.judged.iter().map(|judged| judged.right).collect::<Vec<_>>()
        };
        let wanted =
            [gold("Élise Marchand", "le pont rouvrira en mai"), gold("la ville", "la ville avait promis des navettes")];
        assert_eq!(judged(Scheme::Nested, wanted.to_vec()), [true, false, false]);
        assert_eq!(judged(Scheme::Flat, wanted.to_vec()), [true, false]);
        let optional = GoldStatement { optional: true, ..wanted[0].clone() };
        assert_eq!(judged(Scheme::Nested, vec![optional]), [false, false]);
    }

    #[test]
    fn a_shared_surname_makes_the_source_right() {
        assert!(share_a_word("Élise Marchand", "Mme MARCHAND"));
        assert!(!share_a_word("le roi des Belges", "le roi de Rome"));
    }
}
