use super::*;
use crate::testing::{annotated, annotated_with_tree, entities_with};
use expect_test::{Expect, expect};
use std::fmt::Write as _;

fn hints() -> NameHints {
    let mut hints = NameHints::of(Lang::embedded("en")).unwrap();
    hints.titles.extend(NameHints::of(Lang::embedded("fr")).unwrap().titles);
    hints.collectives.insert("administration".to_owned());
    hints
}

fn show((text, sentences): (String, Vec<Sentence>), expected: Expect) {
    let mut out = String::new();
    let entities = entities_with(&hints(), &CoreferenceWords::default(), &text, &sentences);
    for entity in entities {
        let mentions: Vec<&str> = entity.mentions.iter().map(|mention| mention.span.of(&text)).collect();
        write!(out, "{} {}: {}", entity.kind.name(), entity.name, mentions.join(" | ")).unwrap();
        for role in &entity.roles {
            write!(out, " ({})", role.of(&text)).unwrap();
        }
        out.push('\n');
    }
    expected.assert_eq(&out);
}

fn check(markup: &str, expected: Expect) {
    show(annotated(markup), expected);
}

fn check_tree(markup: &str, tree: &str, expected: Expect) {
    show(annotated_with_tree(markup, tree), expected);
}

#[test]
fn short_forms_of_a_person() {
    check(
        "[person Odile Ferrand] est venue. M. [person Vial] aussi. [person Ferrand] et [person Luc Vial] ont signé.",
        expect![[r#"
            person Odile Ferrand: Odile Ferrand | Ferrand
            person Luc Vial: M. Vial | Luc Vial
        "#]],
    );
    check(
        "[person Kang Ho-jin] a écrit à [person V. Sapov]. [person Valentin Sapov] a lu. M. [person Kang] attend.",
        expect![[r#"
            person Kang Ho-jin: Kang Ho-jin | M. Kang
            person Valentin Sapov: V. Sapov | Valentin Sapov
        "#]],
    );
}

#[test]
fn two_of_a_family_stay_two() {
    check(
        "[person Anne Vial] et [person Luc Vial] s'opposent. [person Vial] l'emporte.",
        expect![[r#"
        person Anne Vial: Anne Vial
        person Luc Vial: Luc Vial | Vial
    "#]],
    );
}

#[test]
fn acronyms_in_brackets_and_by_their_letters() {
    check(
        "L'[organisation Agence des bassins] ([organisation ADB]) enquête. L'[organisation ADB] se tait.",
        expect![[r#"
            organisation Agence des bassins: Agence des bassins | ADB | ADB
        "#]],
    );
    check(
        "Le [organisation FLP] tire. Le [organisation Front de libération du plateau] nie.",
        expect![[r#"
        organisation Front de libération du plateau: FLP | Front de libération du plateau
    "#]],
    );
    check(
        "[place Oslo] ([place Norvège]) reçoit.",
        expect![[r#"
        place Oslo: Oslo
        place Norvège: Norvège
    "#]],
    );
}

#[test]
fn case_accents_and_apostrophes_do_not_count() {
    check(
        "L'[organisation ÉCOLE D’ARGENT] ferme. À l'[organisation École d'argent], on attend.",
        expect![[r#"
        organisation École d'argent: ÉCOLE D’ARGENT | École d'argent
    "#]],
    );
}

#[test]
fn an_english_possessive_is_no_part_of_a_name() {
    check(
        "[person Orr’s] plan failed. Ms [person Dana Orr] left [place Lagos].",
        expect![[r#"
        person Dana Orr: Orr | Ms Dana Orr
        place Lagos: Lagos
    "#]],
    );
}

#[test]
fn the_city_is_not_the_person() {
    check(
        "[person Ruth London] a quitté [place London]. [person London] reviendra à [place London].",
        expect![[r#"
        person Ruth London: Ruth London | London
        place London: London | London
    "#]],
    );
}

#[test]
fn a_title_makes_a_person() {
    check(
        "Le président [organisation Vial] et le député [organisation PLR] [person Luc Orr] parlent.",
        expect![[r#"
            person Vial: président Vial
            organisation PLR: PLR
            person Luc Orr: Luc Orr
        "#]],
    );
    check(
        "Le rival de M. [person M. Vial], l'ex-ministre [place ministre Orr].",
        expect![[r#"
        person Vial: M. Vial
        person Orr: ministre Orr
    "#]],
    );
}

#[test]
fn the_majority_decides_the_kind() {
    check(
        "[organisation Varenne] gagne. [place Varenne] rit. À [place Varenne], fête.",
        expect![[r#"
        place Varenne: Varenne | Varenne | Varenne
    "#]],
    );
}

#[test]
fn a_shorter_organisation_joins_the_one_introduced_before() {
    check(
        "La [organisation Fondation Terrade] paie. [organisation Terrade] paie bien.",
        expect![[r#"
        organisation Fondation Terrade: Fondation Terrade | Terrade
    "#]],
    );
}

#[test]
fn a_mention_is_the_whole_noun_phrase() {
    check_tree(
        "Le vieux président [person Vial] salue la [place Norvège] .",
        "Le det président; vieux amod président; président/NOUN nsubj salue; Vial/PROPN nmod président; salue/VERB root -; la det Norvège; Norvège/PROPN obj salue; . punct salue",
        expect![[r#"
            person Vial: Le vieux président Vial (Le vieux président)
            place Norvège: la Norvège
        "#]],
    );
    check_tree(
        "Le porte-parole du [organisation Sénat] , [person Luc Vial] , refuse .",
        "Le det porte-parole; porte-parole/NOUN nsubj refuse; du case Sénat; Sénat/PROPN nmod porte-parole; , punct Luc; Luc/PROPN appos porte-parole; Vial flat:name Luc; refuse/VERB root -",
        expect![[r#"
            person Luc Vial: Le porte-parole du Sénat , Luc Vial (Le porte-parole du Sénat)
            organisation Sénat: Sénat
        "#]],
    );
}

#[test]
fn mentions_come_in_text_order_though_one_phrase_holds_another_mention() {
    check_tree(
        "Le frère de [person Vial] , [person Luc Vial] , refuse .",
        "Le det frère; frère/NOUN nsubj refuse; de case Vial; Vial/PROPN nmod frère; , punct Luc; Luc/PROPN appos frère; Vial flat:name Luc; refuse/VERB root -",
        expect![[r#"
            person Luc Vial: Le frère de Vial , Luc Vial | Vial (Le frère de Vial)
        "#]],
    );
}

#[test]
fn a_collective_is_not_the_person() {
    check_tree(
        "L'administration [person Vial] recule .",
        "L' det administration; administration/NOUN nsubj recule; Vial/PROPN nmod administration; recule/VERB root -",
        expect![[r#"
            person Vial: Vial
        "#]],
    );
}

#[test]
fn a_function_after_the_name() {
    check_tree(
        "[person Vial] , maire de [place Sens] , recule .",
        "Vial/PROPN nsubj recule; , punct maire; maire/NOUN appos Vial; de case Sens; Sens/PROPN nmod maire; recule/VERB root -",
        expect![[r#"
            person Vial: Vial (maire de Sens)
            place Sens: Sens
        "#]],
    );
}
