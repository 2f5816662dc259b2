//! The gold sets that are scored, where each lies in the gold folder, and which part of it measures.

use crate::gold::{self, dwie, factuality as facts, framenet, gsr, parallel, plv, polnear, treebank};
use crate::reader::Reader;
use crate::statements::Scheme;
use crate::{Error, Outcome, coreference, events, factuality, names, robustness, roles, statements, trees, vectors};
use std::path::Path;

/// A gold set: what it is called, what it needs, how it is scored.
pub struct Set {
    /// The name in `eval/scores.csv` and on the command line.
    pub name: &'static str,
    /// One line for help texts.
    pub about: &'static str,
    /// Paths under the gold folder; the set is skipped when one is missing. None: the set is
    /// part of the build.
    pub needs: &'static [&'static str],
    pub(crate) score: fn(&Path, &dyn Reader) -> Result<Outcome, Error>,
}

/// Every set, in the order they are scored.
pub const SETS: &[Set] = &[
    Set {
        name: "sequoia",
        about: "UD French Sequoia, dev: tags, lemmas, trees",
        needs: &["ud/fr_sequoia-ud-dev.conllu"],
        score: |gold, reader| treebank("sequoia", "fr", &gold.join("ud/fr_sequoia-ud-dev.conllu"), reader),
    },
    Set {
        name: "gsd",
        about: "UD French GSD, the last fifth of dev (the rest trains)",
        needs: &["ud/fr_gsd-ud-dev.conllu"],
        score: |gold, reader| {
            let sentences = treebank::read(&gold.join("ud/fr_gsd-ud-dev.conllu"))?;
            Ok(trees::score("gsd", "fr", last_fifth(&sentences), reader))
        },
    },
    Set {
        name: "ewt",
        about: "UD English EWT, dev",
        needs: &["ud/en_ewt-ud-dev.conllu"],
        score: |gold, reader| treebank("ewt", "en", &gold.join("ud/en_ewt-ud-dev.conllu"), reader),
    },
    Set {
        name: "gum",
        about: "UD English GUM, dev",
        needs: &["ud/en_gum-ud-dev.conllu"],
        score: |gold, reader| treebank("gum", "en", &gold.join("ud/en_gum-ud-dev.conllu"), reader),
    },
    Set {
        name: "polnear",
        about: "PolNeAR dev: attributions in American political news",
        needs: &["polnear/dev/text", "polnear/dev/attributions"],
        score: |gold, reader| {
            let articles = polnear::read(&gold.join("polnear/dev"))?;
            Ok(score_articles("polnear", Scheme::Flat, "en", &articles, reader))
        },
    },
    Set {
        name: "fr-statements",
        about: "statements in French news, development half",
        needs: &["fr-statements"],
        score: |gold, reader| {
            let articles = gold::statements::read(&gold.join("fr-statements"))?;
            Ok(score_articles("fr-statements", Scheme::Nested, "fr", &articles, reader))
        },
    },
    Set {
        name: "robustness",
        about: "our own invented variants of a difficult dispatch, French and English; needs no gold folder",
        needs: &[],
        score: |_, reader| robustness::score("robustness", reader),
    },
    Set {
        name: "fr-framenet",
        about: "French FrameNet, one sentence in twenty: roles of given verbs of saying",
        needs: &["fr-framenet/train.jsonl"],
        score: |gold, reader| {
            Ok(roles::score("fr-framenet", &framenet::read(&gold.join("fr-framenet/train.jsonl"))?, reader))
        },
    },
    Set {
        name: "dwie",
        about: "DWIE, one train article in twelve: names",
        needs: &["dwie/train.jsonl"],
        score: |gold, reader| Ok(score_names("dwie", "en", &dwie::read(&gold.join("dwie/train.jsonl"))?, reader)),
    },
    Set {
        name: "dwie-coref",
        about: "DWIE, one train article in twelve: which names and nouns are one thing",
        needs: &["dwie/train.jsonl"],
        score: |gold, reader| {
            let articles = dwie::clusters(&gold.join("dwie/train.jsonl"))?;
            let texts: Vec<&str> = articles.iter().map(|article| article.text.as_str()).collect();
            Ok(coreference::score("dwie-coref", &articles, &reader.read(&texts, "en")))
        },
    },
    Set {
        name: "gum-names",
        about: "names in UD English GUM, dev",
        needs: &["ud/en_gum-ud-dev.conllu"],
        score: |gold, reader| {
            let sentences = treebank::read(&gold.join("ud/en_gum-ud-dev.conllu"))?;
            Ok(score_names("gum-names", "en", &gold::names::gum(&sentences), reader))
        },
    },
    Set {
        name: "fr-names",
        about: "names in the articles of fr-statements",
        needs: &["fr-names", "fr-statements"],
        score: |gold, reader| {
            let articles = gold::names::french(&gold.join("fr-names"), &gold.join("fr-statements"))?;
            Ok(score_names("fr-names", "fr", &articles, reader))
        },
    },
    Set {
        name: "plv",
        about: "PLV train: the PLOVER event between two marked parties of an English sentence",
        needs: &["plv/PLV_train.tsv"],
        score: |gold, reader| Ok(score_events("plv", &plv::read(&gold.join("plv/PLV_train.tsv"))?, reader)),
    },
    Set {
        name: "gsr",
        about: "PLOVER's own example sentences, beside the gold folder: the event between two marked parties",
        needs: &["../reference/PLOVER_GSR_CAMEO.txt"],
        score: |gold, reader| {
            let records = gsr::read(&gold.join("../reference/PLOVER_GSR_CAMEO.txt"))?;
            Ok(score_events("gsr", &records, reader))
        },
    },
    Set {
        name: "factuality-uds",
        about: "UDS-IH2 dev: which events of an English sentence happened",
        needs: &["factuality/UDS_IH2/dev.jsonl"],
        score: |gold, reader| {
            let sentences = facts::scored(&gold.join("factuality/UDS_IH2/dev.jsonl"))?;
            Ok(factuality::score("factuality-uds", &sentences, reader))
        },
    },
    Set {
        name: "factuality-uw",
        about: "UW dev: which events of an English sentence are told as facts",
        needs: &["factuality/UW/dev.jsonl"],
        score: |gold, reader| {
            let sentences = facts::scored(&gold.join("factuality/UW/dev.jsonl"))?;
            Ok(factuality::score("factuality-uw", &sentences, reader))
        },
    },
    Set {
        name: "meantime-factuality",
        about: "MEANTIME: polarity and certainty of events in English Wikinews",
        needs: &["meantime"],
        score: |gold, reader| {
            Ok(factuality::score("meantime-factuality", &facts::meantime(&gold.join("meantime"))?, reader))
        },
    },
    Set {
        name: "ntrex",
        about: "NTREX, second half: nearest line in another language",
        needs: &[
            "ntrex/DOCUMENT_IDS.tsv",
            "ntrex/newstest2019-ref.fra.txt",
            "ntrex/newstest2019-src.eng.txt",
            "ntrex/newstest2019-ref.deu.txt",
            "ntrex/newstest2019-ref.spa.txt",
            "ntrex/newstest2019-ref.rus.txt",
        ],
        score: |gold, reader| Ok(vectors::score("ntrex", &parallel::read(&gold.join("ntrex"))?, reader)),
    },
];

fn treebank(set: &str, lang: &str, path: &Path, reader: &dyn Reader) -> Result<Outcome, Error> {
    Ok(trees::score(set, lang, &treebank::read(path)?, reader))
}

/// Sentences longer than this do not train, and the split is made among the others.
const MAX_TRAINING_TOKENS: usize = 130;

/// What training leaves out of a treebank of which it takes four fifths.
fn last_fifth(sentences: &[treebank::GoldSentence]) -> &[treebank::GoldSentence] {
    let short: Vec<usize> =
        (0..sentences.len()).filter(|i| sentences[*i].tokens.len() <= MAX_TRAINING_TOKENS).collect();
    let first = short.get(short.len() * 4 / 5).copied().unwrap_or(sentences.len());
    &sentences[first..]
}

fn score_articles(
    set: &str,
    scheme: Scheme,
    lang: &str,
    articles: &[gold::GoldArticle],
    reader: &dyn Reader,
) -> Outcome {
    // Several annotators may have marked one text: it is read once.
    let mut texts: Vec<&str> = articles.iter().map(|article| article.text.as_str()).collect();
    texts.sort_unstable();
    texts.dedup();
    let read = reader.read(&texts, lang);
    let of = |article: &gold::GoldArticle| texts.binary_search(&article.text.as_str()).ok().map(|index| &read[index]);
    let documents: Vec<_> = articles.iter().filter_map(of).collect();
    statements::score(set, scheme, articles, &documents)
}

fn score_names(set: &str, lang: &str, articles: &[gold::GoldNames], reader: &dyn Reader) -> Outcome {
    let texts: Vec<&str> = articles.iter().map(|article| article.text.as_str()).collect();
    names::score(set, articles, &reader.read(&texts, lang))
}

fn score_events(set: &str, gold: &[plv::GoldEvent], reader: &dyn Reader) -> Outcome {
    // A sentence with several marked pairs is read once.
    let mut texts: Vec<&str> = gold.iter().map(|event| event.text.as_str()).collect();
    texts.sort_unstable();
    texts.dedup();
    let read = reader.read(&texts, "en");
    let of = |event: &plv::GoldEvent| texts.binary_search(&event.text.as_str()).ok().map(|index| &read[index]);
    let documents: Vec<_> = gold.iter().filter_map(of).collect();
    events::score(set, gold, &documents)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_fifths_train_and_the_rest_measures() {
        let sentence = |n| treebank::GoldSentence {
            id: format!("{n}"),
            tokens: vec![Default::default(); n],
            ..Default::default()
        };
        let sentences: Vec<_> = [1, 2, 3, 200, 4, 5].map(sentence).into();
        let ids: Vec<&str> = last_fifth(&sentences).iter().map(|s| s.id.as_str()).collect();
        assert_eq!(ids, ["5"]);
        assert!(last_fifth(&[]).is_empty());
    }
}
