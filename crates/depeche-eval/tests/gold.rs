//! Reads the real gold sets when `DEPECHE_GOLD` names their folder, and says so when it does not.

#![allow(clippy::unwrap_used)]

use depeche_eval::gold::{dwie, framenet, names, parallel, polnear, statements, treebank};
use depeche_eval::pieces::Characters;
use std::path::PathBuf;

fn gold() -> Option<PathBuf> {
    let gold = std::env::var_os("DEPECHE_GOLD").map(PathBuf::from);
    if gold.is_none() {
        eprintln!("skipped: DEPECHE_GOLD does not name the folder of gold sets");
    }
    gold
}

#[test]
fn treebanks_give_well_formed_surface_trees_and_their_text() {
    let Some(gold) = gold() else { return };
    for file in ["fr_sequoia-ud-dev", "fr_gsd-ud-dev", "en_ewt-ud-dev", "en_gum-ud-dev"] {
        let sentences = treebank::read(&gold.join(format!("ud/{file}.conllu"))).unwrap();
        for sentence in &sentences {
            let roots = sentence.tokens.iter().filter(|token| token.head.is_none()).count();
            assert_eq!(roots, 1, "{}", sentence.id);
            for start in 0..sentence.tokens.len() {
                let (mut at, mut steps) = (start, 0);
                while let Some(head) = sentence.tokens[at].head {
                    (at, steps) = (head, steps + 1);
                    assert!(steps <= sentence.tokens.len(), "a cycle in {}", sentence.id);
                }
            }
        }
        let n_placed: usize = treebank::documents(&sentences).iter().map(|document| document.sentences.len()).sum();
        assert_eq!(n_placed, sentences.len());
    }
}

#[test]
fn spans_stand_inside_their_texts_and_say_what_the_gold_says() {
    let Some(gold) = gold() else { return };
    let polnear = polnear::read(&gold.join("polnear/dev")).unwrap();
    assert!(polnear.len() > 90 && polnear.iter().map(|article| article.statements.len()).sum::<usize>() > 2300);
    for article in polnear.iter().chain(&statements::read(&gold.join("fr-statements")).unwrap()) {
        let characters = Characters::new(&article.text);
        for statement in &article.statements {
            let end = statement.content.extent().map_or(0, |extent| extent.end);
            assert!(end <= characters.len(), "{}", article.id);
        }
    }
    let french = names::french(&gold.join("fr-names"), &gold.join("fr-statements")).unwrap();
    for article in french.iter().chain(&dwie::read(&gold.join("dwie/train.jsonl")).unwrap()) {
        let characters = Characters::new(&article.text);
        assert!(
            article.names.iter().all(|name| name.start < name.end && name.end <= characters.len()),
            "{}",
            article.id
        );
    }
    assert!(framenet::read(&gold.join("fr-framenet/train.jsonl")).unwrap().len() > 50);
    assert!(parallel::read(&gold.join("ntrex")).unwrap().iter().all(|lines| lines.lines.len() > 900));
}
