//! Scores tags, features, lemmas and trees against a treebank, from given surface tokens and from raw text.
//!
//! From given tokens every figure is an accuracy over tokens, punctuation counted. From raw text the treebank's text is
//! rebuilt, segmented and read; tokens and sentences are right when they cover the same characters, and UPOS and LAS
//! are F1 over aligned tokens, as in the CoNLL 2018 shared task. `LAS` compares relations without their subtype,
//! `LAS_subtypes` with it.

use crate::Mistake;
use crate::Outcome;
use crate::gold::treebank::{GoldSentence, GoldToken, documents};
use crate::reader::Reader;
use crate::score::{Counts, Scores, Share};
use depeche_record::{Morph, Sentence, Span, Token};
use std::collections::BTreeMap;
use std::ops::Range;

/// Scores both ways.
pub fn score(set: &str, lang: &str, gold: &[GoldSentence], reader: &dyn Reader) -> Outcome {
    let mut scores = Scores::new(set);
    let mistakes = from_tokens(gold, reader, &mut scores);
    from_text(lang, gold, reader, &mut scores);
    Outcome { scores: scores.rows, mistakes, ..Outcome::default() }
}

/// The text and unread sentences of given tokens: spaced as the treebank says, one sentence a line.
fn given(gold: &[GoldSentence]) -> (String, Vec<Sentence>) {
    let mut text = String::new();
    let mut sentences = Vec::with_capacity(gold.len());
    for sentence in gold {
        let mut tokens = Vec::with_capacity(sentence.tokens.len());
        for token in &sentence.tokens {
            let start = text.len();
            text.push_str(&token.form);
            tokens.push(Token { span: Span::new(start, text.len()), morph: None });
            if token.space_after {
                text.push(' ');
            }
        }
        text.push('\n');
        let span = tokens[0].span.to(tokens[tokens.len() - 1].span);
        sentences.push(Sentence { span, tokens, ..Default::default() });
    }
    (text, sentences)
}

fn from_tokens(gold: &[GoldSentence], reader: &dyn Reader, scores: &mut Scores) -> Vec<Mistake> {
    let (text, mut sentences) = given(gold);
    reader.annotate(&text, &mut sentences);
    let (mut upos, mut feats, mut lemma) = (Share::default(), Share::default(), Share::default());
    let (mut uas, mut las, mut las_subtypes) = (Share::default(), Share::default(), Share::default());
    let mut mistakes = Vec::new();
    let unread = Morph::default();
    for (wanted, given) in gold.iter().zip(&sentences) {
        let mut wrong = (Vec::new(), Vec::new());
        for (token, found) in wanted.tokens.iter().zip(&given.tokens) {
            let found = found.morph.as_ref().unwrap_or(&unread);
            let attached = token.head == found.head;
            upos.note(*token.upos == *found.upos);
            feats.note(*token.feats == *found.feats);
            if token.lemma != "_" {
                lemma.note(*token.lemma == *found.lemma);
            }
            uas.note(attached);
            las.note(attached && bare(&token.deprel) == bare(&found.deprel));
            las_subtypes.note(attached && *token.deprel == *found.deprel);
            if !(attached && bare(&token.deprel) == bare(&found.deprel) && *token.upos == *found.upos) {
                wrong.0.push(describe(&token.form, &token.upos, token.head, &token.deprel, wanted));
                wrong.1.push(describe(&token.form, &found.upos, found.head, &found.deprel, wanted));
            }
        }
        if !wrong.0.is_empty() {
            mistakes.push(Mistake {
                place: wanted.id.clone(),
                text: given.span.of(&text).to_owned(),
                gold: wrong.0.join(" · "),
                found: wrong.1.join(" · "),
            });
        }
    }
    for (metric, share) in
        [("UPOS", upos), ("feats", feats), ("lemma", lemma), ("UAS", uas), ("LAS", las), ("LAS_subtypes", las_subtypes)]
    {
        scores.share(metric, share);
    }
    mistakes
}

/// `est/AUX ←cop malade`: a token, its tag, its relation and its head.
fn describe(form: &str, upos: &str, head: Option<usize>, deprel: &str, sentence: &GoldSentence) -> String {
    let head = head.and_then(|head| sentence.tokens.get(head)).map_or("·", |token: &GoldToken| token.form.as_str());
    format!("{form}/{upos} ←{deprel} {head}")
}

fn bare(deprel: &str) -> &str {
    deprel.split(':').next().unwrap_or_default()
}

fn from_text(lang: &str, gold: &[GoldSentence], reader: &dyn Reader, scores: &mut Scores) {
    let (mut tokens, mut sentences) = (Counts::default(), Counts::default());
    let (mut upos, mut las) = (Counts::default(), Counts::default());
    for document in documents(gold) {
        let mut read = reader.segment(&document.text, lang);
        reader.annotate(&document.text, &mut read);
        let wanted: Vec<RawToken> = document.sentences.iter().flat_map(|(s, spans)| raw_gold(s, spans)).collect();
        let found: Vec<RawToken> = read.iter().flat_map(raw_found).collect();
        let by_place: BTreeMap<Place, &RawToken> = wanted.iter().map(|token| (token.place, token)).collect();
        let (mut right, mut right_upos, mut right_las) = (0, 0, 0);
        for token in &found {
            if let Some(same) = by_place.get(&token.place) {
                right += 1;
                right_upos += usize::from(token.upos == same.upos);
                right_las += usize::from(token.head == same.head && bare(token.deprel) == bare(same.deprel));
            }
        }
        let counts = |right| Counts { gold: wanted.len(), found: found.len(), right };
        tokens.add(counts(right));
        upos.add(counts(right_upos));
        las.add(counts(right_las));

        let wanted: Vec<Place> =
            document.sentences.iter().filter_map(|(_, s)| Some((s.first()?.start, s.last()?.end))).collect();
        let found: Vec<Place> =
            read.iter().filter_map(|s| Some((s.tokens.first()?.span.start, s.tokens.last()?.span.end))).collect();
        let right = found.iter().filter(|place| wanted.binary_search(place).is_ok()).count();
        sentences.add(Counts { gold: wanted.len(), found: found.len(), right });
    }
    for (metric, counts) in
        [("raw_token_F1", tokens), ("raw_sentence_F1", sentences), ("raw_UPOS_F1", upos), ("raw_LAS_F1", las)]
    {
        scores.f1(metric, counts);
    }
}

/// Bytes of the document's text.
type Place = (usize, usize);

/// A token as the alignment sees it: a head is the place it stands at.
struct RawToken<'a> {
    place: Place,
    upos: &'a str,
    head: Option<Place>,
    deprel: &'a str,
}

fn raw_gold<'a>(sentence: &'a GoldSentence, spans: &[Range<usize>]) -> Vec<RawToken<'a>> {
    let place = |index: usize| (spans[index].start, spans[index].end);
    let raw = |(index, token): (usize, &'a GoldToken)| RawToken {
        place: place(index),
        upos: &token.upos,
        head: token.head.map(place),
        deprel: &token.deprel,
    };
    sentence.tokens.iter().enumerate().map(raw).collect()
}

fn raw_found(sentence: &Sentence) -> Vec<RawToken<'_>> {
    let place = |token: &Token| (token.span.start, token.span.end);
    let mut raw = Vec::with_capacity(sentence.tokens.len());
    for token in &sentence.tokens {
        let (upos, head, deprel) = token.morph.as_ref().map_or(("", None, ""), |m| (&*m.upos, m.head, &*m.deprel));
        let head = head.and_then(|head| sentence.tokens.get(head)).map(place);
        raw.push(RawToken { place: place(token), upos, head, deprel });
    }
    raw
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::gold::treebank::parse;
    use crate::testing::Constructed;
    use expect_test::{Expect, expect};
    use std::path::Path;

    const GOLD: &str = "\
# sent_id = arden-1
1\tLe\tle\tDET\t_\tGender=Masc\t2\tdet\t_\t_
2\tpont\tpont\tNOUN\t_\t_\t4\tnsubj:pass\t_\t_
3\test\têtre\tAUX\t_\t_\t4\taux:pass\t_\t_
4\tfermé\tfermer\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t_\t_\t4\tpunct\t_\t_

1\tOui\t_\tINTJ\t_\t_\t0\troot\t_\t_
";

    fn check(reader: &Constructed, expected: Expect) {
        let gold = parse(GOLD, Path::new("gold.conllu")).unwrap();
        expected.assert_eq(&score("arden", "fr", &gold, reader).to_string());
    }

    fn read_as(lines: &str) -> Constructed {
        let analyses = lines.lines().map(|line| {
            let c: Vec<&str> = line.split_whitespace().collect();
            let head = c[4].parse::<usize>().unwrap().checked_sub(1);
            let morph = Morph { upos: c[1].into(), feats: c[2].into(), lemma: c[3].into(), head, deprel: c[5].into() };
            (c[0].to_owned(), morph)
        });
        Constructed { analyses: analyses.collect(), ..Constructed::default() }
    }

    #[test]
    fn a_wrong_subtype_costs_only_where_subtypes_count() {
        let reader = read_as(
            "Le DET Gender=Masc le 2 det
pont NOUN _ pont 4 nsubj
est AUX _ être 4 cop
fermé VERB _ fermer 0 root
. PUNCT _ . 2 punct
Oui INTJ _ oui 0 root",
        );
        check(
            &reader,
            expect![[r#"
                arden,UPOS,100.00,6
                arden,feats,100.00,6
                arden,lemma,100.00,5
                arden,UAS,83.33,6
                arden,LAS,66.67,6
                arden,LAS_subtypes,50.00,6
                arden,raw_token_F1,100.00,6
                arden,raw_sentence_F1,100.00,2
                arden,raw_UPOS_F1,100.00,6
                arden,raw_LAS_F1,66.67,6
                arden-1: Le pont est fermé.
                  gold  est/AUX ←aux:pass fermé · ./PUNCT ←punct fermé
                  found est/AUX ←cop fermé · ./PUNCT ←punct pont
            "#]],
        );
    }

    #[test]
    fn raw_text_pays_for_tokens_cut_elsewhere() {
        let mut reader = read_as(
            "Le DET Gender=Masc le 2 det
pont NOUN _ pont 3 nsubj:pass
est AUX _ être 3 aux:pass
fermé VERB _ fermer 0 root
fermé. VERB _ fermer 0 root
. PUNCT _ . 4 punct
Oui INTJ _ oui 0 root",
        );
        reader.glue_full_stops = true;
        let gold = parse(GOLD, Path::new("gold.conllu")).unwrap();
        let outcome = score("arden", "fr", &gold, &reader);
        let raw: Vec<String> =
            outcome.scores.iter().filter(|s| s.metric.starts_with("raw")).map(ToString::to_string).collect();
        // Four of six gold tokens, four of five found ones; the sentences cover the same characters.
        assert_eq!(raw[0], "arden,raw_token_F1,72.73,6");
        assert_eq!(raw[1], "arden,raw_sentence_F1,100.00,2");
    }
}
