//! Scores coreference: which mentions are one thing.
//!
//! The three measures of the CoNLL shared tasks and their mean: MUC (Vilain et al. 1995), links; B³ (Bagga and Baldwin
//! 1998), mentions; CEAF-e (Luo 2005), entities, with the similarity 2·|common| / (|gold| + |found|). Entities of one
//! mention count, except in MUC, which sees links only.
//!
//! Mentions are compared by their exact characters, which for a name are those of the bare name. A noun phrase of
//! which a gold mention is the larger part stands for it, where no name does. Nouns and pronouns that the gold does not mark are left out:
//! a set that annotates names says nothing about them.

use crate::gold::GoldClusters;
use crate::pieces::Characters;
use crate::score::Scores;
use crate::{Mistake, Outcome};
use depeche_record::{Document, MentionForm};
use std::collections::{BTreeMap, BTreeSet};

/// Start and end of a mention, code points.
type Place = (usize, usize);

/// Right answers and all of them, for precision and for recall.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    precision: (f64, f64),
    recall: (f64, f64),
}

impl Sums {
    fn f1(self) -> f64 {
        let share = |(right, all): (f64, f64)| if all > 0.0 { right / all } else { 0.0 };
        let (p, r) = (share(self.precision), share(self.recall));
        if p + r > 0.0 { 200.0 * p * r / (p + r) } else { 0.0 }
    }

    fn add(&mut self, other: Self) {
        let sum = |to: &mut (f64, f64), from: (f64, f64)| *to = (to.0 + from.0, to.1 + from.1);
        sum(&mut self.precision, other.precision);
        sum(&mut self.recall, other.recall);
    }
}

/// Scores `documents[i]` against `articles[i]`.
#[must_use]
pub fn score(set: &str, articles: &[GoldClusters], documents: &[Document]) -> Outcome {
    let mut scores = Scores::new(set);
    let mut mistakes = Vec::new();
    let n = articles.iter().flat_map(|article| &article.clusters).map(Vec::len).sum();
    // As a reader of raw text, and with the mentions that the gold has, so that only the grouping counts.
    for (prefix, only_marked) in [("coref", false), ("coref_given", true)] {
        let mut sums = [Sums::default(); 3];
        for (article, document) in articles.iter().zip(documents) {
            let found = found_clusters(article, document, only_marked);
            for (sum, measure) in sums.iter_mut().zip([muc, b_cubed, ceaf_e]) {
                sum.add(measure(&article.clusters, &found));
            }
            if !only_marked {
                note_mistakes(article, &found, &mut mistakes);
            }
        }
        let values = sums.map(Sums::f1);
        scores.push(&format!("{prefix}_average"), values.iter().sum::<f64>() / 3.0, n);
        for (name, value) in ["MUC", "B3", "CEAFe"].into_iter().zip(values) {
            scores.push(&format!("{prefix}_{name}_F1"), value, n);
        }
    }
    Outcome { scores: scores.rows, mistakes, ..Outcome::default() }
}

/// The entities of a document as the gold would mark them.
fn found_clusters(article: &GoldClusters, document: &Document, only_marked: bool) -> Vec<Vec<Place>> {
    let characters = Characters::new(&article.text);
    let place = |span| {
        let range = characters.range(span);
        (range.start, range.end)
    };
    let marked: BTreeSet<Place> = article.clusters.iter().flatten().copied().collect();
    let ignored: BTreeSet<Place> = article.ignored.iter().copied().collect();
    let mut taken: BTreeSet<Place> = BTreeSet::new();
    let mut clusters: Vec<Vec<Place>> = vec![Vec::new(); document.entities.len()];
    for (number, entity) in document.entities.iter().enumerate() {
        for name in entity.mentions.iter().filter_map(|mention| mention.name).map(place) {
            let wanted = marked.contains(&name) || !only_marked && !ignored.contains(&name);
            if wanted && taken.insert(name) {
                clusters[number].push(name);
            }
        }
    }
    // Smaller phrases first: « le porte-parole » in « le frère du porte-parole ».
    let mut phrases: Vec<(usize, Place, usize)> = Vec::new();
    for (number, entity) in document.entities.iter().enumerate() {
        for mention in entity.mentions.iter().filter(|mention| mention.form != MentionForm::Name) {
            let (start, end) = place(mention.span);
            phrases.push((end - start, (start, end), number));
        }
    }
    phrases.sort_unstable();
    for (_, phrase, number) in phrases {
        let inside = marked.range((phrase.0, 0)..).take_while(|gold| gold.0 < phrase.1);
        // Most of the phrase: « chef de l'Agence des bassins » does not stand for the agency.
        let most = |gold: &&Place| gold.1 <= phrase.1 && 2 * (gold.1 - gold.0) >= phrase.1 - phrase.0;
        let gold = inside.filter(most).find(|gold| !taken.contains(gold)).copied();
        if let Some(gold) = gold {
            taken.insert(gold);
            clusters[number].push(gold);
        }
    }
    clusters.retain(|cluster| !cluster.is_empty());
    for cluster in &mut clusters {
        cluster.sort_unstable();
    }
    clusters
}

fn cluster_of(clusters: &[Vec<Place>]) -> BTreeMap<Place, usize> {
    let numbered = clusters.iter().enumerate();
    numbered.flat_map(|(number, cluster)| cluster.iter().map(move |mention| (*mention, number))).collect()
}

/// Links kept: for each entity its mentions less the pieces that the other side cuts it into.
fn muc(gold: &[Vec<Place>], found: &[Vec<Place>]) -> Sums {
    let side = |mine: &[Vec<Place>], theirs: &[Vec<Place>]| {
        let other = cluster_of(theirs);
        let (mut right, mut all) = (0.0, 0.0);
        for cluster in mine {
            let parts: BTreeSet<usize> = cluster.iter().filter_map(|mention| other.get(mention).copied()).collect();
            let alone = cluster.iter().filter(|mention| !other.contains_key(mention)).count();
            right += (cluster.len() - parts.len() - alone) as f64;
            all += (cluster.len() - 1) as f64;
        }
        (right, all)
    };
    Sums { precision: side(found, gold), recall: side(gold, found) }
}

/// Share of each mention's entity that it rightly stands with.
fn b_cubed(gold: &[Vec<Place>], found: &[Vec<Place>]) -> Sums {
    let side = |mine: &[Vec<Place>], theirs: &[Vec<Place>]| {
        let other = cluster_of(theirs);
        let (mut right, mut all) = (0.0, 0.0);
        for cluster in mine {
            let mut parts: BTreeMap<usize, f64> = BTreeMap::new();
            for number in cluster.iter().filter_map(|mention| other.get(mention)) {
                *parts.entry(*number).or_default() += 1.0;
            }
            right += parts.values().map(|n| n * n).sum::<f64>() / cluster.len() as f64;
            all += cluster.len() as f64;
        }
        (right, all)
    };
    Sums { precision: side(found, gold), recall: side(gold, found) }
}

/// The best one-to-one alignment of entities, by how much they share.
fn ceaf_e(gold: &[Vec<Place>], found: &[Vec<Place>]) -> Sums {
    let numbers = cluster_of(found);
    let mut shares = vec![vec![0.0; found.len()]; gold.len()];
    for (row, cluster) in shares.iter_mut().zip(gold) {
        for number in cluster.iter().filter_map(|mention| numbers.get(mention)) {
            row[*number] += 1.0;
        }
        for (share, other) in row.iter_mut().zip(found) {
            *share *= 2.0 / (cluster.len() + other.len()) as f64;
        }
    }
    let right = best_alignment(&shares);
    Sums { precision: (right, found.len() as f64), recall: (right, gold.len() as f64) }
}

/// The largest sum that a one-to-one choice of cells can have (Kuhn and Munkres, in the form with potentials: cubic).
fn best_alignment(shares: &[Vec<f64>]) -> f64 {
    let n_columns = shares.first().map_or(0, Vec::len);
    if shares.len() > n_columns {
        let turned: Vec<Vec<f64>> =
            (0..n_columns).map(|column| shares.iter().map(|row| row[column]).collect()).collect();
        return if turned.is_empty() { 0.0 } else { best_alignment(&turned) };
    }
    let n_rows = shares.len();
    let (mut row_potential, mut column_potential) = (vec![0.0; n_rows + 1], vec![0.0; n_columns + 1]);
    // Row (from 1) of each column; column 0 is the row that is being placed.
    let mut row_of = vec![0; n_columns + 1];
    for row in 1..=n_rows {
        row_of[0] = row;
        let mut column = 0;
        let mut least = vec![f64::INFINITY; n_columns + 1];
        let mut from = vec![0; n_columns + 1];
        let mut used = vec![false; n_columns + 1];
        while row_of[column] != 0 {
            used[column] = true;
            let at = row_of[column];
            let (mut delta, mut next) = (f64::INFINITY, 0);
            for other in (1..=n_columns).filter(|&other| !used[other]).collect::<Vec<_>>() {
                let cost = -shares[at - 1][other - 1] - row_potential[at] - column_potential[other];
                if cost < least[other] {
                    (least[other], from[other]) = (cost, column);
                }
                if least[other] < delta {
                    (delta, next) = (least[other], other);
                }
            }
            for other in 0..=n_columns {
                if used[other] {
                    row_potential[row_of[other]] += delta;
                    column_potential[other] -= delta;
                } else {
                    least[other] -= delta;
                }
            }
            column = next;
        }
        while column != 0 {
            row_of[column] = row_of[from[column]];
            column = from[column];
        }
    }
    (1..=n_columns).filter(|&column| row_of[column] != 0).map(|column| shares[row_of[column] - 1][column - 1]).sum()
}

/// Gold entities that were cut in two, and found ones that join two.
fn note_mistakes(article: &GoldClusters, found: &[Vec<Place>], mistakes: &mut Vec<Mistake>) {
    let characters = Characters::new(&article.text);
    let show = |cluster: &[Place]| {
        let names: BTreeSet<String> = cluster.iter().map(|&(start, end)| characters.text(&(start..end))).collect();
        names.into_iter().collect::<Vec<_>>().join(" | ")
    };
    let mut note = |mine: &[Vec<Place>], theirs: &[Vec<Place>], cut: bool| {
        let other = cluster_of(theirs);
        for cluster in mine {
            let parts: BTreeSet<usize> = cluster.iter().filter_map(|mention| other.get(mention).copied()).collect();
            if parts.len() > 1 {
                let pieces = parts.iter().map(|&number| show(&theirs[number])).collect::<Vec<_>>().join(" ; ");
                let (gold, found) = if cut { (show(cluster), pieces) } else { (pieces, show(cluster)) };
                let (start, end) = cluster[0];
                let text = characters.around(&(start..end), 50);
                mistakes.push(Mistake { place: article.id.clone(), text, gold, found });
            }
        }
    };
    note(&article.clusters, found, true);
    note(found, &article.clusters, false);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::named;
    use depeche_record::Kind;
    use expect_test::{Expect, expect};

    const TEXT: &str = "Orla Quist left Arden. Quist, the engineer, liked the Port and the Pier.";

    fn place(words: &str) -> Place {
        let start = TEXT.find(words).expect("the words stand in the text");
        (start, start + words.len())
    }

    /// Groups are separated by semicolons, mentions by commas.
    fn clusters(groups: &str) -> Vec<Vec<Place>> {
        groups.split("; ").map(|group| group.split(", ").map(place).collect()).collect()
    }

    fn check(gold: &str, found: &str, expected: Expect) {
        let values = [muc, b_cubed, ceaf_e].map(|measure| measure(&clusters(gold), &clusters(found)).f1());
        expected.assert_eq(&values.map(|value| format!("{value:.1}")).join(" "));
    }

    #[test]
    fn the_same_is_perfect_and_nothing_is_nothing() {
        check("Orla Quist, the engineer; Arden", "Orla Quist, the engineer; Arden", expect!["100.0 100.0 100.0"]);
        check("Orla Quist, the engineer", "Arden, the Port", expect!["0.0 0.0 0.0"]);
    }

    #[test]
    fn a_cut_entity_loses_a_link_and_a_spurious_one_costs_precision() {
        check("Orla Quist, the engineer; Arden", "Orla Quist; the engineer; Arden", expect!["0.0 80.0 66.7"]);
        check("Orla Quist, the engineer", "Orla Quist, the engineer; the Port", expect!["100.0 80.0 66.7"]);
    }

    #[test]
    fn the_best_alignment_is_not_the_greedy_one() {
        assert_eq!(best_alignment(&[vec![0.9, 0.8], vec![0.8, 0.0]]), 1.6);
        assert_eq!(best_alignment(&[vec![0.5], vec![0.7], vec![0.1]]), 0.7);
        assert_eq!(best_alignment(&[]), 0.0);
    }

    #[test]
    fn what_the_gold_does_not_score_is_free() {
        let article = GoldClusters {
            id: "1".into(),
            text: TEXT.into(),
            clusters: clusters("Orla Quist; Arden"),
            ignored: vec![place("Port")],
        };
        let document = named(
            TEXT,
            &[("Orla Quist", Kind::Person), ("Arden", Kind::Place), ("Port", Kind::Other), ("Pier", Kind::Other)],
        );
        let found = |only_marked| found_clusters(&article, &document, only_marked).len();
        assert_eq!((found(false), found(true)), (3, 2));
    }
}
