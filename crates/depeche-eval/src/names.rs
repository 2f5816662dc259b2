//! Scores names: exact spans and kinds of persons, organisations and places.
//!
//! Compares with `entities[].mentions[].name` and the entity's kind; other kinds do not count on either side.

use crate::gold::{GoldName, GoldNames, SCORED_KINDS};
use crate::pieces::Characters;
use crate::score::{Counts, Scores};
use crate::{Mistake, Outcome};
use depeche_record::{Document, Kind};
use std::collections::BTreeSet;

/// Scores `documents[i]` against `articles[i]`.
pub fn score(set: &str, articles: &[GoldNames], documents: &[Document]) -> Outcome {
    let mut all = Counts::default();
    let mut spans = Counts::default();
    let mut by_kind = SCORED_KINDS.map(|kind| (kind, Counts::default()));
    let mut mistakes = Vec::new();
    for (article, document) in articles.iter().zip(documents) {
        let characters = Characters::new(&article.text);
        let found = found_names(document, &characters);
        all.add(counts(&article.names, &found, |name| Some(*name)));
        spans.add(counts(&article.names, &found, |(start, end, _)| Some((*start, *end))));
        for (kind, sum) in &mut by_kind {
            sum.add(counts(&article.names, &found, |name| (name.2 == *kind).then_some(*name)));
        }
        note_mistakes(article, &found, &characters, &mut mistakes);
    }
    let mut scores = Scores::new(set);
    scores.f1_p_r("name", all);
    scores.f1("name_span_F1", spans);
    for (kind, counts) in by_kind {
        scores.f1(&format!("{}_F1", kind.name()), counts);
    }
    Outcome { scores: scores.rows, mistakes, ..Outcome::default() }
}

/// Start, end (code points), kind.
type Name = (usize, usize, Kind);

fn found_names(document: &Document, characters: &Characters) -> BTreeSet<Name> {
    let mut found = BTreeSet::new();
    for entity in document.entities.iter().filter(|entity| SCORED_KINDS.contains(&entity.kind)) {
        for name in entity.mentions.iter().filter_map(|mention| mention.name) {
            let place = characters.range(name);
            found.insert((place.start, place.end, entity.kind));
        }
    }
    found
}

/// Counts over what `key` makes of a name; a name it makes nothing of is left out. Optional gold counts on neither side.
fn counts<K: Ord>(gold: &[GoldName], found: &BTreeSet<Name>, key: impl Fn(&Name) -> Option<K>) -> Counts {
    let as_name = |name: &GoldName| (name.start, name.end, name.kind);
    let keys = |optional| -> BTreeSet<K> {
        gold.iter().filter(|name| name.optional == optional).filter_map(|name| key(&as_name(name))).collect()
    };
    let (wanted, optional) = (keys(false), keys(true));
    let given: BTreeSet<K> =
        found.iter().filter_map(key).filter(|k| wanted.contains(k) || !optional.contains(k)).collect();
    Counts { gold: wanted.len(), found: given.len(), right: given.iter().filter(|k| wanted.contains(k)).count() }
}

fn note_mistakes(article: &GoldNames, found: &BTreeSet<Name>, characters: &Characters, mistakes: &mut Vec<Mistake>) {
    let show = |(start, end, kind): &Name| format!("{} ({})", characters.text(&(*start..*end)), kind.name());
    let overlaps = |a: &Name, b: &Name| a.0 < b.1 && b.0 < a.1;
    let around = |name: &Name| characters.around(&(name.0..name.1), 60);
    let gold: Vec<(Name, bool)> = article.names.iter().map(|n| ((n.start, n.end, n.kind), n.optional)).collect();
    let join = |names: Vec<String>| if names.is_empty() { "nothing".to_owned() } else { names.join(", ") };
    for (name, optional) in &gold {
        if !optional && !found.contains(name) {
            mistakes.push(Mistake {
                place: article.id.clone(),
                text: around(name),
                gold: show(name),
                found: join(found.iter().filter(|f| overlaps(f, name)).map(show).collect()),
            });
        }
    }
    for name in found {
        if !gold.iter().any(|(g, _)| overlaps(g, name)) {
            mistakes.push(Mistake {
                place: article.id.clone(),
                text: around(name),
                gold: join(vec![]),
                found: show(name),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::named;
    use expect_test::{Expect, expect};

    const TEXT: &str = "Élise Marchand, de l'Office des eaux, a visité Port-Aubin.";

    fn name(words: &str, kind: Kind, optional: bool) -> GoldName {
        let start = TEXT.find(words).map_or(0, |byte| TEXT[..byte].chars().count());
        GoldName { start, end: start + words.chars().count(), kind, optional }
    }

    fn check(found: &[(&str, Kind)], expected: Expect) {
        let names = vec![
            name("Élise Marchand", Kind::Person, false),
            name("Office des eaux", Kind::Organisation, true),
            name("Port-Aubin", Kind::Place, false),
        ];
        let article = GoldNames { id: "1001".into(), text: TEXT.into(), names };
        expected.assert_eq(&score("arden", &[article], &[named(TEXT, found)]).to_string());
    }

    #[test]
    fn only_the_exact_span_and_kind_count() {
        check(
            &[("Élise", Kind::Person), ("Port-Aubin", Kind::Place)],
            expect![[r#"
                arden,name_F1,50.00,2
                arden,name_P,50.00,2
                arden,name_R,50.00,2
                arden,name_span_F1,50.00,2
                arden,person_F1,0.00,1
                arden,organisation_F1,0.00,0
                arden,place_F1,100.00,1
                1001: Élise Marchand, de l'Office des eaux, a visité Port-Aubin.
                  gold  Élise Marchand (person)
                  found Élise (person)
            "#]],
        );
    }

    #[test]
    fn optional_names_and_other_kinds_are_free() {
        check(
            &[
                ("Élise Marchand", Kind::Person),
                ("Office des eaux", Kind::Organisation),
                ("visité", Kind::Event),
                ("Port-Aubin", Kind::Organisation),
            ],
            expect![[r#"
                arden,name_F1,50.00,2
                arden,name_P,50.00,2
                arden,name_R,50.00,2
                arden,name_span_F1,100.00,2
                arden,person_F1,100.00,1
                arden,organisation_F1,0.00,0
                arden,place_F1,0.00,1
                1001: Élise Marchand, de l'Office des eaux, a visité Port-Aubin.
                  gold  Port-Aubin (place)
                  found Port-Aubin (organisation)
            "#]],
        );
    }
}
