use super::spans::without_overlaps;
use super::*;
use crate::quotations;
use crate::testing::{annotated, annotated_with_tree, entities};
use depeche_lang::Lang;
use expect_test::{Expect, expect};
use std::fmt::Write as _;

#[test]
fn quotes_never_overlap() {
    let spans = |ends: &[(usize, usize)]| ends.iter().map(|&(start, end)| Span::new(start, end)).collect();
    let apart = without_overlaps(spans(&[(9, 12), (0, 6), (2, 4), (3, 8), (8, 9), (9, 12)]));
    assert_eq!(apart, spans(&[(0, 8), (8, 9), (9, 12)]));
}

fn show((text, sentences): (String, Vec<Sentence>), expected: Expect) {
    let entities = entities("fr", &text, &sentences);
    let mut paragraphs: Vec<Span> = Vec::new();
    for sentence in &sentences {
        match paragraphs.get_mut(sentence.paragraph) {
            Some(paragraph) => *paragraph = paragraph.to(sentence.span),
            None => paragraphs.push(sentence.span),
        }
    }
    let (found, _) = quotations(&text, &paragraphs);
    let mut out = String::new();
    let lexicon = Cues::of(Lang::embedded("fr")).unwrap();
    let all = statements(&lexicon, &text, &sentences, &entities, &found);
    for statement in &all {
        let depth = std::iter::successors(statement.within, |&outer| all[outer].within).count();
        let joined = |spans: &[Span]| spans.iter().map(|span| span.of(&text)).collect::<Vec<_>>().join(" / ");
        write!(out, "{}", "  ".repeat(depth)).unwrap();
        let named: Vec<&str> = statement.source.entities.iter().map(|&entity| entities[entity].name.as_str()).collect();
        write!(out, "{}", statement.source.span.map_or("?", |span| span.of(&text))).unwrap();
        if !named.is_empty() {
            write!(out, " ({})", named.join(", ")).unwrap();
        }
        write!(out, " · {} {} {}", joined(&statement.cue), statement.act.name(), statement.mode.name()).unwrap();
        write!(out, " · {}", joined(&statement.content)).unwrap();
        if statement.mode == Mode::Mixed {
            write!(out, " · quoted: {}", joined(&statement.quotes)).unwrap();
        }
        for (name, role) in [("to", &statement.addressee), ("on", &statement.topic), ("by", &statement.medium)] {
            if let Some(role) = role {
                write!(out, " · {name} {}", role.span.of(&text)).unwrap();
            }
        }
        writeln!(out).unwrap();
    }
    expected.assert_eq(&out);
}

fn check(markup: &str, expected: Expect) {
    show(annotated(markup), expected);
}

#[test]
fn a_place_says_something_only_by_a_word_of_saying() {
    let tree = |source: &str, verb: &str| {
        format!("{source}/PROPN nsubj {verb}; {verb}/VERB root -; toute/DET det vente; vente/NOUN obj {verb}")
    };
    let markup = |kind: &str, source: &str, verb: &str| {
        format!("[1.source [{kind} {source}]] [1.cue:deny {verb}] [1.content toute vente] .")
    };
    for (kind, source, verb, expected) in [
        (
            "place",
            "Valmont",
            "nie",
            expect![[r#"
            Valmont (Valmont) · nie deny indirect · toute vente
        "#]],
        ),
        ("place", "Valmont", "freine", expect![""]),
        (
            "person",
            "Vial",
            "freine",
            expect![[r#"
            Vial (Vial) · freine deny indirect · toute vente
        "#]],
        ),
    ] {
        show(annotated_with_tree(&markup(kind, source, verb), &tree(source, verb)), expected);
    }
}

#[test]
fn indirect_speech() {
    check(
        "[1.source M. [person Vial]] [1.cue:deny a nié] [1.content que [organisation Arsel] vende des armes].",
        expect![[r#"
        M. Vial (Vial) · a nié deny indirect · que Arsel vende des armes
    "#]],
    );
    check(
        "[1.source La ministre] [1.cue dit] [1.addressee aux députés] [1.content qu'elle part .]",
        expect![[r#"
        La ministre · dit assert indirect · qu'elle part · to aux députés
    "#]],
    );
}

#[test]
fn a_content_that_covers_most_of_a_quotation_is_all_of_it() {
    check(
        "« [1.content Les pourparlers avancent] bien », [1.cue assure] [1.source [person Vial]].",
        expect![[r#"
        Vial (Vial) · assure assert direct · « Les pourparlers avancent bien »
    "#]],
    );
    check(
        "« Il fait beau. | [1.content Nous partons] », [1.cue dit] [1.source Vial].",
        expect![[r#"
        Vial · dit assert direct · « Il fait beau.  Nous partons »
    "#]],
    );
}

#[test]
fn mixed_speech_keeps_its_words_and_its_quotes() {
    check(
        "[1.source Il] [1.cue décrit] [1.content l'île comme un « paradis perdu].",
        expect![[r#"
            Il · décrit assert mixed · l'île comme un « paradis perdu. · quoted: paradis perdu.
        "#]],
    );
    check(
        "[1.source Il] [1.cue décrit] [1.content l'île comme un « paradis » perdu].",
        expect![[r#"
        Il · décrit assert mixed · l'île comme un « paradis » perdu · quoted: paradis
    "#]],
    );
}

#[test]
fn a_quotation_runs_over_paragraphs() {
    check(
        "[1.source Il] [1.cue a répondu] : [1.content « Nous tenons bon .]\n« Rien ne presse .| Nous attendrons . »",
        expect![[r#"
            Il · a répondu assert direct · « Nous tenons bon . / « Rien ne presse . Nous attendrons . »
        "#]],
    );
}

#[test]
fn a_cue_interrupts_its_quotation() {
    check(
        "« [1.content Moi], [1.cue dit] [1.source il], [1.content je reste] ».",
        expect![[r#"
        il · dit assert direct · Moi / je reste
    "#]],
    );
    check(
        "[1.content « Moi »], [1.cue dit] [1.source Vial], « [1.content je reste] ».",
        expect![[r#"
        Vial · dit assert direct · « Moi » / « je reste »
    "#]],
    );
}

#[test]
fn statements_nest() {
    check(
        "[1.source [person Vial]] [1.cue affirme] [1.content que [2.source [place Oslo]] [2.cue:deny nie] [2.content tout accord]].",
        expect![[r#"
            Vial (Vial) · affirme assert indirect · que Oslo nie tout accord
              Oslo (Oslo) · nie deny indirect · tout accord
        "#]],
    );
    check(
        "« [1.content Nous [2.cue:opine pensons] [2.content que tout ira bien]] », [1.cue dit] [1.source Vial].",
        expect![[r#"
              ? · pensons opine indirect · que tout ira bien
            Vial · dit assert direct · « Nous pensons que tout ira bien »
        "#]],
    );
}

#[test]
fn a_cue_in_two_pieces_is_one() {
    show(
        annotated_with_tree(
            "[1.source Vial] [1.cue a] toutefois [2.cue:admit admis] [2.content une faute] .",
            "Vial/PROPN nsubj admis; a/AUX aux admis; toutefois/ADV advmod admis; admis/VERB root -; une/DET det faute; faute/NOUN obj admis",
        ),
        expect![[r#"
            Vial · a / admis admit indirect · une faute
        "#]],
    );
}

#[test]
fn a_content_that_two_cues_claim_goes_to_the_nearer() {
    check(
        "[1.source Il] [1.cue affirme] [1.content que non] et [2.cue:admit admet] [1.content [2.content que si]].",
        expect![[r#"
            Il · affirme assert indirect · que non
            ? · admet admit indirect · que si
        "#]],
    );
}

#[test]
fn a_refusal_needs_no_content() {
    check(
        "[1.source Le palais] [1.cue:decline n'a pas réagi].",
        expect![[r#"
        Le palais · n'a pas réagi decline indirect · 
    "#]],
    );
    check("Il [1.cue parle].", expect![""]);
}

#[test]
fn a_quotation_after_its_announcement_belongs_to_it() {
    check(
        "[1.source Vial] [1.cue a nuancé]. | « Nous restons ici . »",
        expect![[r#"
        Vial · a nuancé assert direct · « Nous restons ici . »
    "#]],
    );
    check(
        "[1.source Vial] [1.cue a nuancé] :\n« Nous restons ici . »",
        expect![[r#"
        Vial · a nuancé assert direct · « Nous restons ici . »
    "#]],
    );
    check(
        "[1.source Vial] [1.cue:decline se tait]. | « Nous restons ici . »",
        expect![[r#"
        Vial · se tait decline indirect · 
    "#]],
    );
    check(
        "[1.content « Non »], [1.cue répond] [1.source Vial]. | « Nous restons ici . » | Il pleut.",
        expect![[r#"
        Vial · répond assert direct · « Non » / « Nous restons ici . »
    "#]],
    );
    check(
        "[1.content « Non »], [1.cue répond] [1.source Vial].\nLe film « Nous restons ici » sort.",
        expect![[r#"
        Vial · répond assert direct · « Non »
    "#]],
    );
}

#[test]
fn a_quotation_alone_has_no_speaker() {
    let tree = "exagère/VERB root -";
    show(
        annotated_with_tree("« Le palais exagère les chiffres »", tree),
        expect![[r#"
        ? ·  assert direct · « Le palais exagère les chiffres »
    "#]],
    );
    check("« Le palais et ses chiffres »", expect![""]);
}

#[test]
fn the_head_of_a_source_names_it() {
    show(
        annotated_with_tree(
            "[1.source Le porte-parole du [organisation Sénat]] [1.cue dit] [1.content non] .",
            "Le det porte-parole; porte-parole/NOUN nsubj dit; du case Sénat; Sénat/PROPN nmod porte-parole; dit/VERB root -; non obj dit",
        ),
        expect![[r#"
            Le porte-parole du Sénat (Le porte-parole du Sénat) · dit deny indirect · non
        "#]],
    );
    show(
        annotated_with_tree(
            "[1.source [place Oslo] et [place Rome]] [1.cue disent] [1.content non] .",
            "Oslo/PROPN nsubj disent; et cc Rome; Rome/PROPN conj Oslo; disent/VERB root -; non obj disent",
        ),
        expect![[r#"
            Oslo et Rome (Oslo, Rome) · disent deny indirect · non
        "#]],
    );
}

#[test]
fn the_cue_that_interrupts_a_quotation_leaves_all_of_it_said() {
    check(
        "« [1.content Les deux camps], [1.cue a dit] [1.source [person Vial]], attendent la pluie ».",
        expect![[r#"
        Vial (Vial) · a dit assert direct · Les deux camps / attendent la pluie
    "#]],
    );
}

/// Says of the first token that reads `word` what its features are.
fn analyse(read: &mut (String, Vec<Sentence>), word: &str, upos: &str, feats: &str) {
    let (text, sentences) = read;
    let mut tokens = sentences.iter_mut().flat_map(|sentence| &mut sentence.tokens);
    let token = tokens.find(|token| token.span.of(text) == word).unwrap();
    let known = token.morph.take().unwrap_or_default();
    token.morph = Some(depeche_record::Morph { upos: upos.into(), feats: feats.into(), ..known });
}

#[test]
fn who_spoke_last_in_the_paragraph_goes_on() {
    let nuanced = "[1.source [person Vial]] [1.cue nie] [1.content les chiffres].";
    for (between, expected) in [
        (
            " | Il pleut. | ",
            expect![[r#"
        Vial (Vial) · nie assert indirect · les chiffres
        Vial (Vial) ·  assert direct · « Le bac attend la pluie. »
    "#]],
        ),
        (
            "\n",
            expect![[r#"
        Vial (Vial) · nie assert indirect · les chiffres
        ? ·  assert direct · « Le bac attend la pluie. »
    "#]],
        ),
    ] {
        let mut read = annotated(&format!("{nuanced}{between}« Le bac attend la pluie. »"));
        analyse(&mut read, "attend", "VERB", "VerbForm=Fin");
        show(read, expected);
    }
}

#[test]
fn a_colon_introduces_and_a_dash_signs() {
    show(
        annotated_with_tree(
            "[person Vial] inquiet : « Le bac prend l'eau »",
            "Vial/PROPN root -; inquiet/ADJ amod Vial; prend/VERB ccomp Vial",
        ),
        expect![[r#"
            Vial inquiet (Vial) ·  assert direct · « Le bac prend l'eau »
        "#]],
    );
    show(
        annotated_with_tree("« Le bac prend l'eau. » — [person Inès Roy], éleveuse", "prend/VERB root -"),
        expect![[r#"
            Inès Roy (Inès Roy) ·  assert direct · « Le bac prend l'eau. »
        "#]],
    );
}

#[test]
fn another_view_inside_does_not_split_what_is_said() {
    show(
        annotated_with_tree(
            "[1.source Il] [1.cue:decline tait] [1.content où en sont], [2.cue selon] [2.source [place Rome]], [1.content [2.content les travaux]] .",
            "Il/PRON nsubj tait; tait/VERB root -; où/ADV advmod sont; en expl sont; sont/VERB ccomp tait; selon/ADP case Rome; Rome/PROPN obl:mod sont; les det travaux; travaux/NOUN nsubj sont",
        ),
        expect![[r#"
            Il · tait decline indirect · où en sont, selon Rome, les travaux
              Rome (Rome) · selon assert indirect · où en sont / les travaux
        "#]],
    );
}

#[test]
fn the_subject_speaks_and_not_the_pronoun_before_the_verb() {
    show(
        annotated_with_tree(
            "« [1.content Non] », [1.source lui] [1.cue a dit] [1.addressee [person Vial]] .",
            "Non/INTJ root -; lui/PRON iobj dit; a/AUX aux dit; dit/VERB parataxis Non; Vial/PROPN nsubj dit",
        ),
        expect![[r#"
            Vial (Vial) · a dit assert direct · « Non » · to lui
        "#]],
    );
}

#[test]
fn who_is_meant_by_a_relative_pronoun_is_the_noun_before() {
    let tree = "Vial/PROPN root -; qui/PRON nsubj estime; estime/VERB acl:relcl Vial; que mark tient; tout/PRON nsubj tient; tient/VERB ccomp estime";
    let mut read =
        annotated_with_tree("[person Vial], [1.source qui] [1.cue estime] [1.content que tout tient] .", tree);
    analyse(&mut read, "qui", "PRON", "PronType=Rel");
    show(
        read,
        expect![[r#"
        Vial, qui (Vial) · estime opine indirect · que tout tient
    "#]],
    );
}

#[test]
fn the_grammar_vouches_for_a_clause_below_a_verb_of_the_lexicon() {
    let tree = "Le det maire; maire/NOUN nsubj craint; craint/VERB root -; que mark tombe; le det pont; pont/NOUN nsubj tombe; tombe/VERB ccomp craint";
    show(
        annotated_with_tree("Le maire craint que le pont tombe .", tree),
        expect![[r#"
            Le maire (Le maire) · craint opine indirect · que le pont tombe
        "#]],
    );
}

#[test]
fn a_verb_that_is_joined_to_another_shares_its_subject() {
    show(
        annotated_with_tree(
            "[1.source [person Vial]] [1.cue hésite] , et [2.cue:deny nie] [2.content tout accord] .",
            "Vial/PROPN nsubj hésite; hésite/VERB root -; et cc nie; nie/VERB conj hésite; tout det accord; accord/NOUN obj nie",
        ),
        expect![[r#"
            Vial (Vial) · nie deny indirect · tout accord
        "#]],
    );
}

#[test]
fn what_stands_or_binds_reports_nothing() {
    let markup = "Respecter les [1.cue:promise engagements] de [1.source Rome] [1.content de payer].";
    let tree = "Respecter/VERB root -; les/DET det engagements; engagements/NOUN obj Respecter; \
                de/ADP case Rome; Rome/PROPN nmod engagements; de/ADP mark payer; payer/VERB+VerbForm=Inf acl engagements";
    show(annotated_with_tree(markup, tree), expect![""]);
    let markup = "[1.source Le film] [1.cue:assert raconte] [1.content une fuite].";
    let tree =
        "Le/DET det film; film/NOUN nsubj raconte; raconte/VERB root -; une/DET det fuite; fuite/NOUN obj raconte";
    show(annotated_with_tree(markup, tree), expect![""]);
}

#[test]
fn a_threat_with_its_speaker_and_its_clause_needs_no_model() {
    let tree = "La/DET det menace; menace/NOUN nsubj inquiète; de/ADP case milice; la/DET det milice; \
                milice/NOUN nmod menace; de/ADP mark couper; couper/VERB+VerbForm=Inf acl menace; l'/DET det eau; \
                eau/NOUN obj couper; inquiète/VERB root -; le/DET det village; village/NOUN obj inquiète";
    show(
        annotated_with_tree("La menace de la milice de couper l'eau inquiète le village.", tree),
        expect![[r#"
        la milice (milice) · menace threaten indirect · de couper l'eau
    "#]],
    );
}

#[test]
fn a_clause_that_the_model_left_out_is_said() {
    let tree = "Il/PRON nsubj estime; estime/VERB root -; que/SCONJ mark dort; le/DET det roi; roi/NOUN nsubj dort; \
                dort/VERB ccomp estime";
    show(
        annotated_with_tree("[1.source Il] [1.cue:opine estime] que le roi dort.", tree),
        expect![[r#"
        Il · estime opine indirect · que le roi dort
    "#]],
    );
}

#[test]
fn who_denies_goes_on_speaking_after_the_comma() {
    let tree = "Vial/PROPN nsubj nie; nie/VERB root -; que/SCONJ mark tirent; Rome/PROPN nsubj tirent; \
                tirent/VERB ccomp nie; ,/PUNCT punct admettant; en/ADP mark admettant; \
                admettant/VERB+VerbForm=Part|Tense=Pres advcl tirent; des/DET det torts; torts/NOUN obj admettant";
    let markup = "[1.source Vial] [1.cue:deny nie] [1.content que Rome tirent], en [2.cue:admit admettant] [2.content des torts].";
    show(
        annotated_with_tree(markup, tree),
        expect![[r#"
        Vial · nie deny indirect · que Rome tirent
        Vial · admettant admit indirect · des torts
    "#]],
    );
}

#[test]
fn what_is_answered_does_not_negate_the_answer() {
    let tree = "Vial/PROPN nsubj affirme; affirme/VERB root -; :/PUNCT punct sans; sans/ADP case doute; doute/NOUN obl affirme";
    let markup = "[1.source Vial] [1.cue:assert affirme] : [1.content sans doute].";
    show(
        annotated_with_tree(markup, tree),
        expect![[r#"
        Vial · affirme assert indirect · sans doute
    "#]],
    );
}
