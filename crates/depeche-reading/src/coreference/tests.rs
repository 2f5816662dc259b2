use crate::testing::{annotated_with_tree, entities};
use expect_test::{Expect, expect};
use std::fmt::Write as _;

/// Each entity with its mentions and the steps that put them there.
#[expect(clippy::needless_pass_by_value, reason = "the shape of every check")]
fn check(lang: &str, markup: &str, tree: &str, expected: Expect) {
    let (text, sentences) = annotated_with_tree(markup, tree);
    let mut out = String::new();
    for entity in entities(lang, &text, &sentences) {
        write!(out, "{} {}:", entity.kind.name(), entity.name).unwrap();
        for mention in &entity.mentions {
            write!(out, " | {}", mention.span.of(&text)).unwrap();
            if let Some(link) = mention.link {
                write!(out, " ({} {})", link.step, link.antecedent.of(&text)).unwrap();
            }
        }
        out.push('\n');
    }
    expected.assert_eq(&out);
}

const DEFINITE: &str = "DET+Definite=Def|PronType=Art";

#[test]
fn a_function_is_the_last_one_who_has_it() {
    check(
        "fr",
        "[person Luc Vial] , maire de [place Sens] , parle . | Le maire part .",
        &format!(
            "Luc/PROPN nsubj parle; Vial/PROPN flat:name Luc; , punct maire; maire/NOUN appos Luc; de case Sens; Sens/PROPN nmod maire; parle/VERB root -\nLe/{DEFINITE} det maire; maire/NOUN+Gender=Masc|Number=Sing nsubj part; part/VERB root -"
        ),
        expect![[r#"
            person Luc Vial: | Luc Vial | maire de Sens (coref.apposition Luc Vial) | Le maire (coref.role maire de Sens)
            place Sens: | Sens
        "#]],
    );
}

#[test]
fn another_function_is_somebody_else() {
    check(
        "fr",
        "Le maire [person Luc Vial] parle . | Le préfet part .",
        &format!(
            "Le/{DEFINITE} det maire; maire/NOUN nsubj parle; Luc/PROPN appos maire; Vial/PROPN flat:name Luc; parle/VERB root -\nLe/{DEFINITE} det préfet; préfet/NOUN+Gender=Masc|Number=Sing nsubj part; part/VERB root -"
        ),
        expect![[r#"
            person Luc Vial: | Le maire Luc Vial
            person préfet: | Le préfet
        "#]],
    );
}

#[test]
fn whom_the_world_knows_by_office() {
    check(
        "fr",
        "[person Kim Jong-un] rit . | Le dirigeant [nationality nord-coréen] part .",
        &format!(
            "Kim/PROPN nsubj rit; Jong-un/PROPN flat:name Kim; rit/VERB root -\nLe/{DEFINITE} det dirigeant; dirigeant/NOUN+Gender=Masc|Number=Sing nsubj part; nord-coréen/ADJ amod dirigeant; part/VERB root -"
        ),
        expect![[r#"
            person Kim Jong-un: | Kim Jong-un | Le dirigeant nord-coréen (coref.office Kim Jong-un)
            nationality nord-coréen: | nord-coréen
        "#]],
    );
}

#[test]
fn by_names_of_a_state_and_the_capital_that_acts() {
    check(
        "fr",
        "La [place Corée du Nord] attend . | [place Pyongyang] nie . | Ce pays ermite se tait . | Il pleut à [place Pyongyang] .",
        &format!(
            "La/{DEFINITE} det Corée; Corée/PROPN nsubj attend; du case Nord; Nord/PROPN nmod Corée; attend/VERB root -\nPyongyang/PROPN nsubj nie; nie/VERB root -\nCe/DET+PronType=Dem det pays; pays/NOUN nsubj tait; ermite/ADJ amod pays; se/PRON expl tait; tait/VERB root -\nIl/PRON+Person=3|PronType=Prs expl pleut; pleut/VERB root -; à/ADP case Pyongyang; Pyongyang/PROPN obl pleut"
        ),
        expect![[r#"
            place Corée du Nord: | La Corée du Nord | Pyongyang (coref.capital La Corée du Nord) | Ce pays ermite (coref.renaming Pyongyang)
            place Pyongyang: | Pyongyang
        "#]],
    );
}

#[test]
fn the_two_countries_are_both() {
    check(
        "fr",
        "La [place Norvège] écrit à la [place Suède] . | Les deux pays attendent .",
        &format!(
            "La/{DEFINITE} det Norvège; Norvège/PROPN nsubj écrit; écrit/VERB root -; à/ADP case Suède; la/{DEFINITE} det Suède; Suède/PROPN obl écrit\nLes/{DEFINITE} det pays; deux/NUM nummod pays; pays/NOUN+Number=Plur nsubj attendent; attendent/VERB root -"
        ),
        expect![[r#"
            place Norvège: | La Norvège | Les deux pays (coref.two la Suède)
            place Suède: | la Suède | Les deux pays (coref.two la Suède)
        "#]],
    );
}

const IL: &str = "PRON+Gender=Masc|Number=Sing|Person=3|PronType=Prs";
const ELLE: &str = "PRON+Gender=Fem|Number=Sing|Person=3|PronType=Prs";

#[test]
fn a_pronoun_agrees_and_prefers_the_subject() {
    check(
        "fr",
        "[person Odile Ferrand] reçoit [person Luc Vial] . | Elle sourit . | Il part .",
        &format!(
            "Odile/PROPN nsubj reçoit; Ferrand/PROPN flat:name Odile; reçoit/VERB root -; Luc/PROPN obj reçoit; Vial/PROPN flat:name Luc\nElle/{ELLE} nsubj sourit; sourit/VERB root -\nIl/{IL} nsubj part; part/VERB root -"
        ),
        expect![[r#"
            person Odile Ferrand: | Odile Ferrand | Elle (coref.pronoun Odile Ferrand)
            person Luc Vial: | Luc Vial | Il (coref.pronoun Luc Vial)
        "#]],
    );
}

#[test]
fn who_spoke_goes_on_speaking() {
    check(
        "fr",
        "[1.source [person Luc Vial]] [1.cue:assert nie] devant [person Marc Orr] . | « Non » , [2.cue:assert ajoute] [2.source il] .",
        &format!(
            "Luc/PROPN nsubj nie; Vial/PROPN flat:name Luc; nie/VERB root -; devant/ADP case Marc; Marc/PROPN obl nie; Orr/PROPN flat:name Marc\n«/PUNCT punct Non; Non/INTJ ccomp ajoute; ajoute/VERB root -; il/{IL} nsubj ajoute"
        ),
        expect![[r#"
            person Luc Vial: | Luc Vial | il (coref.speaker Luc Vial)
            person Marc Orr: | Marc Orr
        "#]],
    );
}

#[test]
fn a_thing_that_ranks_first_is_nobody() {
    check(
        "fr",
        "La loi irrite [person Odile Ferrand] . | Elle passe .",
        &format!(
            "La/{DEFINITE} det loi; loi/NOUN+Gender=Fem|Number=Sing nsubj irrite; irrite/VERB root -; Odile/PROPN obj irrite; Ferrand/PROPN flat:name Odile\nElle/{ELLE} nsubj passe; passe/VERB root -"
        ),
        expect![[r#"
            person Odile Ferrand: | Odile Ferrand
        "#]],
    );
}

#[test]
fn a_relative_is_the_noun_before_it() {
    check(
        "fr",
        "Il craint le gouvernement [person Biden] , qui recule .",
        &format!(
            "Il/{IL} nsubj craint; craint/VERB root -; le/{DEFINITE} det gouvernement; gouvernement/NOUN obj craint; Biden/PROPN nmod gouvernement; qui/PRON+PronType=Rel nsubj recule; recule/VERB acl:relcl gouvernement"
        ),
        expect![[r#"
            organisation gouvernement Biden: | le gouvernement Biden | qui (coref.relative le gouvernement Biden)
            person Biden: | Biden
        "#]],
    );
}

#[test]
fn mister_and_misses_stay_two() {
    check(
        "fr",
        "M. [person Vial] parle . | Mme [person Vial] part .",
        "M./NOUN nsubj parle; Vial/PROPN nmod M.; parle/VERB root -\nMme/NOUN nsubj part; Vial/PROPN nmod Mme; part/VERB root -",
        expect![[r#"
            person Vial: | M. Vial
            person Vial: | Mme Vial
        "#]],
    );
}

#[test]
fn in_english_he_is_a_person_and_they_are_both() {
    check(
        "en",
        "[organisation Arden Bank] hired [person Luke Orr] . | He smiled . | [person Luke Orr] and [person Dana Hale] met . | They talked .",
        "Arden/PROPN compound Bank; Bank/PROPN nsubj hired; hired/VERB root -; Luke/PROPN obj hired; Orr/PROPN flat Luke\nHe/PRON+Gender=Masc|Number=Sing|Person=3|PronType=Prs nsubj smiled; smiled/VERB root -\nLuke/PROPN nsubj met; Orr/PROPN flat Luke; and/CCONJ cc Dana; Dana/PROPN conj Luke; Hale/PROPN flat Dana; met/VERB root -\nThey/PRON+Number=Plur|Person=3|PronType=Prs nsubj talked; talked/VERB root -",
        expect![[r#"
            organisation Arden Bank: | Arden Bank
            person Luke Orr: | Luke Orr | He (coref.pronoun Luke Orr) | Luke Orr (coref.name.exact Luke Orr) | They (coref.coordination Dana Hale)
            person Dana Hale: | Dana Hale | They (coref.coordination Dana Hale)
        "#]],
    );
}

#[test]
fn a_person_in_office_is_no_place() {
    check(
        "fr",
        "[place Choïgou] reste . | [place Poutine] hésite .",
        "Choïgou/PROPN nsubj reste; reste/VERB root -\nPoutine/PROPN nsubj hésite; hésite/VERB root -",
        expect![[r#"
            person Choïgou: | Choïgou
            person Poutine: | Poutine
        "#]],
    );
}

#[test]
fn what_is_quoted_at_length_does_not_come_between_a_speaker_and_the_pronoun() {
    let quoted = "Oui/INTJ root -";
    check(
        "fr",
        "[person Luc Vial] arrive . | « Oui . | Oui . | Oui . | Oui . | Oui » , il sourit .",
        &format!(
            "Luc/PROPN nsubj arrive; Vial/PROPN flat:name Luc; arrive/VERB root -\n{quoted}\n{quoted}\n{quoted}\n{quoted}\nOui/INTJ parataxis sourit; il/{IL} nsubj sourit; sourit/VERB root -"
        ),
        expect![[r#"
            person Luc Vial: | Luc Vial | il (coref.pronoun Luc Vial)
        "#]],
    );
    check(
        "fr",
        "[person Luc Vial] arrive . | Oui . | Oui . | Oui . | Oui . | Oui , il sourit .",
        &format!(
            "Luc/PROPN nsubj arrive; Vial/PROPN flat:name Luc; arrive/VERB root -\n{quoted}\n{quoted}\n{quoted}\n{quoted}\nOui/INTJ parataxis sourit; il/{IL} nsubj sourit; sourit/VERB root -"
        ),
        expect![[r#"
            person Luc Vial: | Luc Vial
        "#]],
    );
}

#[test]
fn who_is_quoted_does_not_call_himself_by_the_third_person_while_he_goes_on() {
    let tree = format!(
        "Luc/PROPN nsubj arrive; Vial/PROPN flat:name Luc; arrive/VERB root -\nOui/INTJ parataxis dit; dit/VERB root -; \
         Marc/PROPN nsubj dit; Roy/PROPN flat:name Marc\nIl/{IL} nsubj ment; ment/VERB root -"
    );
    let told = "[person Luc Vial] arrive . | « Oui » , [1.cue:assert dit] [1.source [person Marc Roy]] .";
    check(
        "fr",
        &format!("{told} | « Il ment »"),
        &tree,
        expect![[r#"
        person Luc Vial: | Luc Vial | Il (coref.pronoun Luc Vial)
        person Marc Roy: | Marc Roy
    "#]],
    );
    check(
        "fr",
        &format!("{told} | Il ment"),
        &tree,
        expect![[r#"
        person Luc Vial: | Luc Vial
        person Marc Roy: | Marc Roy | Il (coref.pronoun Marc Roy)
    "#]],
    );
}
