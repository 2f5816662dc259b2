#![allow(clippy::unwrap_used)]
use super::*;
use expect_test::{Expect, expect};

/// Tokens between spaces, sentences on a line each, a blank line between paragraphs.
pub(crate) fn cut(lang: &Lang, text: &str) -> String {
    let mut shown = String::new();
    let mut paragraph = 0;
    for sentence in segment(lang, text) {
        if !shown.is_empty() {
            shown.push_str(if sentence.paragraph == paragraph { "\n" } else { "\n\n" });
        }
        paragraph = sentence.paragraph;
        let tokens: Vec<&str> = sentence.tokens.iter().map(|token| token.span.of(text)).collect();
        shown.push_str(&tokens.join(" "));
    }
    shown
}

#[expect(clippy::needless_pass_by_value, reason = "the shape of every check")]
fn check(text: &str, expected: Expect) {
    expected.assert_eq(&cut(Lang::embedded("fr"), text));
}

#[expect(clippy::needless_pass_by_value, reason = "the shape of every check")]
fn check_en(text: &str, expected: Expect) {
    expected.assert_eq(&cut(Lang::embedded("en"), text));
}

/// Every example of every rule, with its rule and without.
#[test]
fn rules_fire_and_stay_silent_as_their_examples_say() {
    let mut wrong = Vec::new();
    for code in ["fr", "en", "und"] {
        let lang = Lang::embedded(code);
        for rule in lang.rules() {
            let without = lang.without(&rule.id);
            for (example, fires) in rule.fires.iter().map(|e| (e, true)).chain(rule.silent.iter().map(|e| (e, false))) {
                let (with, without) = (cut(lang, &example.text), cut(&without, &example.text));
                let (with, without) = (with.replace('\n', " / "), without.replace('\n', " / "));
                if with != example.cut {
                    wrong.push(format!("{}: {:?} is cut {with:?}, not {:?}", rule.id, example.text, example.cut));
                } else if (with != without) != fires {
                    wrong.push(format!(
                        "{}: {:?} should {}fire",
                        rule.id,
                        example.text,
                        if fires { "" } else { "not " }
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn french_quotation_marks() {
    check(
        "Il a dit : « Nous partons. Demain. » Puis il est parti.",
        expect![[r#"
        Il a dit : « Nous partons .
        Demain . »
        Puis il est parti ."#]],
    );
    check("« Partez ! » a-t-il lancé.", expect!["« Partez ! » a -t-il lancé ."]);
    check("Elle parle d'un « régime voyou », dit-on.", expect!["Elle parle d' un « régime voyou » , dit -on ."]);
}

#[test]
fn straight_and_curly_quotation_marks() {
    check(
        "Il l'a dit. \"Je pars.\" Elle reste.",
        expect![[r#"
        Il l' a dit .
        " Je pars . "
        Elle reste ."#]],
    );
    check(
        "“Je pars.” Elle reste. ‹ Non ›, dit-il.",
        expect![[r#"
        “ Je pars . ”
        Elle reste .
        ‹ Non › , dit -il ."#]],
    );
    check_en(
        "\"We will see,\" he said. \"Not now.\" She left.",
        expect![[r#"
        " We will see , " he said .
        " Not now . "
        She left ."#]],
    );
    check_en(
        "“We will see.” ‘No,’ she said.",
        expect![[r#"
        “ We will see . ”
        ‘ No , ’ she said ."#]],
    );
}

#[test]
fn a_quotation_may_stay_open_and_be_opened_again() {
    check(
        "Il a répondu : « Tout va bien.\n« Nous continuons. Voilà. »",
        expect![[r#"
        Il a répondu : « Tout va bien .

        « Nous continuons .
        Voilà . »"#]],
    );
}

#[test]
fn dashes_open_turns_of_speech() {
    check(
        "— Partez-vous ? — Oui, dit-il. — Quand ?",
        expect![[r#"
        — Partez -vous ?
        — Oui , dit -il .
        — Quand ?"#]],
    );
    check("– Non – enfin, pas encore – a-t-il dit.", expect!["– Non – enfin , pas encore – a -t-il dit ."]);
}

#[test]
fn a_stray_full_stop_belongs_to_the_sentence_before() {
    check(
        "Le ministre est mort. .\nLa suite demain .",
        expect![[r#"
        Le ministre est mort . .

        La suite demain ."#]],
    );
    check(
        "Le ministre est mort\n.\nLa suite demain.",
        expect![[r#"
        Le ministre est mort .

        La suite demain ."#]],
    );
}

#[test]
fn headlines_need_no_full_stop() {
    check(
        "Séisme au Chili : le bilan s'alourdit\nLe président s'est rendu sur place.",
        expect![[r#"
        Séisme au Chili : le bilan s' alourdit

        Le président s' est rendu sur place ."#]],
    );
}

#[test]
fn abbreviations_and_initials() {
    check(
        "M. Kirby et Mme Rice ont vu J.-P. Martin. C'est tout.",
        expect![[r#"
        M. Kirby et Mme Rice ont vu J.-P. Martin .
        C' est tout ."#]],
    );
    check("Né en 44 av. J.-C. à Rome.", expect!["Né en 44 av. J.-C. à Rome ."]);
    check(
        "Des blés, p. ex. Celui-ci, etc. Il pleut.",
        expect![[r#"
        Des blés , p. ex. Celui-ci , etc.
        Il pleut ."#]],
    );
    check(
        "L'O.N.U. se tait. L'O.N.U. Elle se tait.",
        expect![[r#"
        L' O.N.U. se tait .
        L' O.N.U.
        Elle se tait ."#]],
    );
    check_en(
        "The U.S. Senate met at 5 p.m. It was late. Dr. J. R. Smith Jr. spoke.",
        expect![[r#"
        The U.S. Senate met at 5 p.m.
        It was late .
        Dr. J. R. Smith Jr. spoke ."#]],
    );
}

#[test]
fn numbers() {
    check(
        "2,5 milliards, 1 000 euros, 10\u{a0}000 soldats, 3\u{202f}500\u{202f}000 tonnes.",
        expect!["2,5 milliards , 1 000 euros , 10 000 soldats , 3 500 000 tonnes ."],
    );
    check("Le 12/03/2011 à 18h30, 45,7% à 20 °C.", expect!["Le 12/03/2011 à 18 h 30 , 45,7 % à 20 °C ."]);
    check(
        "En 2006 300 personnes. En 2007. 300 autres.",
        expect![[r#"
        En 2006 300 personnes .
        En 2007 .
        300 autres ."#]],
    );
    check_en(
        "It cost $1,000.50 (up 5.5%) in 2001-02, at 5:30.",
        expect!["It cost $ 1,000.50 ( up 5.5 % ) in 2001 - 02 , at 5:30 ."],
    );
}

#[test]
fn clitics_and_elisions() {
    check(
        "Qu’a-t-il dit ? Y a-t-il eu accord ? Donnez-m'en.",
        expect![[r#"
        Qu’ a -t-il dit ?
        Y a -t-il eu accord ?
        Donnez-m'en ."#]],
    );
    check(
        "Jusqu'où ira-t-on, s'interroge-t-elle aujourd'hui.",
        expect!["Jusqu' où ira -t-on , s' interroge -t-elle aujourd'hui ."],
    );
    check(
        "Kim Jong-un et Kim Jong-il. Vas-y. Celui-là, peut-être.",
        expect![[r#"
        Kim Jong-un et Kim Jong-il .
        Vas -y .
        Celui -là , peut-être ."#]],
    );
}

#[test]
fn contractions_and_possessives_stay_whole_in_english() {
    check_en(
        "I don't think John's brothers' cars can't go.",
        expect!["I don't think John's brothers' cars can't go ."],
    );
    check_en("A well-known ex-minister's e-mail.", expect!["A well - known ex-minister's e-mail ."]);
}

#[test]
fn addresses_tags_and_mentions() {
    check(
        "Voir https://www.exemple.fr/a?b=1 (ou www.exemple.org). Écrire à jean.dupont-martin@exemple.fr.",
        expect![[r#"
            Voir https://www.exemple.fr/a?b=1 ( ou www.exemple.org ) .
            Écrire à jean.dupont-martin@exemple.fr ."#]],
    );
    check(
        "Selon @AgencePresse, #Kiev brûle ! Lire lemonde.fr/politique.",
        expect![[r#"
        Selon @AgencePresse , #Kiev brûle !
        Lire lemonde.fr/politique ."#]],
    );
}

#[test]
fn sentences_glued_by_a_bad_extraction_come_apart() {
    check(
        "C'est la fin.Le président part.Il reviendra ?Non !Il ment.",
        expect![[r#"
        C' est la fin .
        Le président part .
        Il reviendra ?
        Non !
        Il ment ."#]],
    );
    check(
        "En mai 2011.Les deux pays négocient.",
        expect![[r#"
        En mai 2011 .
        Les deux pays négocient ."#]],
    );
}

#[test]
fn insertions_and_omissions() {
    check(
        "Il dit : « Nous exhortons [North Korea] de cesser […] ses essais. (…) Fin. »",
        expect![[r#"
        Il dit : « Nous exhortons [ North Korea ] de cesser [ … ] ses essais .
        ( … ) Fin . »"#]],
    );
}

#[test]
fn ellipses() {
    check(
        "Il hésite... puis part. Il hésite… Puis part.",
        expect![[r#"
        Il hésite ... puis part .
        Il hésite …
        Puis part ."#]],
    );
}

#[test]
fn lists_and_bullets() {
    check(
        "1. Le contexte\n2. La suite\n• Paris\n- Lyon",
        expect![[r#"
        1 . Le contexte

        2 . La suite

        • Paris

        - Lyon"#]],
    );
}

#[test]
fn capitals_and_emoji() {
    check(
        "LE PRÉSIDENT A-T-IL MENTI ? NON. 👍🏽 Bravo 🇫🇷 !",
        expect![[r#"
        LE PRÉSIDENT A -T-IL MENTI ?
        NON . 👍🏽
        Bravo 🇫🇷 !"#]],
    );
}

#[test]
fn decomposed_letters_are_the_same_words() {
    check(
        "L'e\u{301}te\u{301}, M. E\u{301}lie Le\u{301}vy a-t-il dit a\u{300} M. Y ?",
        expect!["L' été , M. Élie Lévy a -t-il dit à M. Y ?"],
    );
}

#[test]
fn windows_line_ends_and_old_spaces() {
    check(
        "Un titre\r\n\r\nIl dit\u{a0}: «\u{202f}Oui.\u{202f}»\r\nFin.",
        expect![[r#"
        Un titre

        Il dit : « Oui . »

        Fin ."#]],
    );
}

#[test]
fn other_languages_are_cut_by_the_general_rules() {
    expect![[r#"
        Er sagte : „ Ja . “
        Dann ging er .
        » Nein . «
        Er blieb ."#]]
    .assert_eq(&cut(Lang::embedded("de"), "Er sagte: „Ja.“ Dann ging er. »Nein.« Er blieb."));
    expect![[r#"
        Он сказал : « Да » .
        Потом ушёл .
        中 国 。
        好 ！"#]]
    .assert_eq(&cut(Lang::embedded("ru"), "Он сказал: «Да». Потом ушёл. 中国。好！"));
}

#[test]
fn long_sentences_are_cut_at_punctuation() {
    let text = format!("{} fin.", "un mot de plus, ".repeat(200));
    let sentences = segment(Lang::embedded("fr"), &text);
    assert!(sentences.iter().all(|s| s.tokens.len() <= MAX_TOKENS));
    assert_eq!(sentences[0].tokens.last().unwrap().span.of(&text), ",");
}

/// Twice the text takes about twice the time: no look-ahead runs away. The texts are made to provoke it.
#[test]
fn time_grows_with_length_only() {
    let fr = Lang::embedded("fr");
    for unit in [
        "a",
        "1",
        "-",
        ".",
        "a.",
        "a-",
        "l'",
        "'",
        "\"",
        "(",
        "@",
        "1 000 ",
        "a.b@",
        "http://",
        "« ",
        "e\u{301}",
        "👨\u{200d}",
        "M. ",
        "\u{200d}",
    ] {
        let text = unit.repeat(1_000_000 / unit.len());
        let start = std::time::Instant::now();
        let sentences = segment(fr, &text);
        let took = start.elapsed();
        assert!(took.as_secs() < 5, "1 MB of {unit:?} took {took:?}");
        assert!(sentences.iter().all(|s| s.tokens.len() <= MAX_TOKENS));
    }
}
