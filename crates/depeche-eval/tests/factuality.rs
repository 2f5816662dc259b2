//! The examples of `factuality.toml`, read with the shipped model, and what sentences make of events.

#![allow(clippy::unwrap_used)]

use depeche::Engine;
use depeche_lang::Languages;
use depeche_model::Model;
use depeche_reading::{FactualityWords, Reading, factuality};
use depeche_record::{Span, Text};

/// Share of examples that may fail, one in so many: tags and trees are the model's, and not what the rules are about.
const ONE_IN: usize = 16;

fn engine() -> Engine {
    Engine::builder(Model::from_bytes(depeche_weights::MODEL).unwrap()).build().unwrap()
}

/// What the sentence says of the word in square brackets.
fn read(engine: &Engine, words: &FactualityWords, code: &str, example: &str) -> Reading {
    let (before, rest) = example.split_once('[').unwrap();
    let (word, after) = rest.split_once(']').unwrap();
    let span = Span::new(before.len(), before.len() + word.len());
    let text = Text { text: format!("{before}{word}{after}"), lang: Some(code.to_owned()), ..Text::default() };
    let parsed = engine.parse(text);
    let at = |tokens: &[depeche_record::Token]| tokens.iter().position(|token| token.span.overlaps(span));
    let (sentence, token) = parsed.sentences.iter().find_map(|s| Some((s, at(&s.tokens)?))).unwrap();
    factuality(words, &parsed.text, sentence, token, None)
}

#[test]
fn examples_fire_and_counterexamples_stay_silent() {
    let engine = engine();
    let languages = Languages::embedded();
    let (mut failed, mut n) = (Vec::new(), 0);
    for code in languages.codes() {
        let words = FactualityWords::of(languages.get(code)).unwrap();
        for rule in words.rules() {
            for (example, fires) in [(&rule.fires, true), (&rule.silent, false)] {
                let reading = read(&engine, &words, code, example);
                n += 1;
                if reading.why.contains(&rule.id) != fires {
                    let should = if fires { "fires" } else { "silent" };
                    failed.push(format!("{} {should}: {example} {} {:?}", rule.id, reading.value.name(), reading.why));
                }
            }
        }
    }
    assert!(failed.len() * ONE_IN <= n, "{} of {n} fail:\n{}", failed.len(), failed.join("\n"));
    println!("{}", failed.join("\n"));
}

/// Invented sentences: the value, with the status where it matters, of the word in square brackets.
const FRENCH: &[(&str, &str)] = &[
    ("CT+ occurred", "Moscou a [livré] des obus à Riga."),
    ("Uu", "Moscou aurait [livré] des obus à Riga."),
    ("CT- occurred", "Moscou n'a pas [livré] d'obus à Riga."),
    ("Uu planned", "Moscou vend du pétrole pour [obtenir] des armes."),
    ("CT-", "Moscou refuse de [livrer] des obus à Riga."),
    ("CT+", "Moscou a réussi à [livrer] des obus à Riga."),
    ("CT-", "Moscou n'a pas réussi à [livrer] des obus à Riga."),
    ("CT-", "Le ministre évite de [rencontrer] son homologue."),
    ("Uu planned", "Moscou envisage de [livrer] des obus à Riga."),
    ("Uu hypothetical", "Si Moscou [livre] des obus, Riga protestera."),
    ("Uu hypothetical", "Si Moscou livre des obus, Riga [protestera] devant les Nations unies."),
    ("Uu", "Moscou a-t-il [livré] des obus à Riga ?"),
    ("Uu", "Est-ce que Moscou [livre] des obus à Riga ?"),
    ("CT+", "Pourquoi Moscou a-t-il [livré] des obus à Riga ?"),
    ("PS+ hypothetical", "Moscou pourrait [livrer] des obus à Riga."),
    ("CT-", "Moscou ne [livre] plus d'obus à Riga."),
    ("CT-", "Le ministre est parti sans avoir [signé] l'accord."),
    ("CT-", "Aucun responsable n'a [rencontré] le ministre."),
    ("CT-", "Moscou a cessé de [livrer] des obus à Riga."),
    ("PS+ planned", "Moscou menace d'[attaquer] Riga."),
    ("CT+ planned", "Moscou va [livrer] des obus à Riga."),
    ("CT-", "Aucune [livraison] n'a eu lieu à Riga."),
    ("CT-", "L'absence de [livraison] inquiète les autorités."),
    ("CT-", "La [livraison] n'a pas eu lieu."),
    ("CT+", "Le ministre a condamné l'[attaque] de Riga."),
    ("CT+", "Le ministre n'a pas condamné l'[attaque] de Riga."),
    ("CT- occurred", "Personne n'a [signé] l'accord de Riga."),
    ("CT-", "Moscou n'a jamais [livré] d'obus à Riga."),
    ("CT+ planned", "Moscou [livrera] des obus à Riga lundi."),
    ("CT+ planned", "Moscou ne refusera pas de payer et [livrera] des obus."),
    ("Uu planned", "Moscou veut [livrer] des obus à Riga."),
    ("Uu requested", "Riga demande à Moscou de [livrer] des obus."),
    ("Uu requested", "Riga exige que Moscou [retire] ses troupes."),
    ("Uu requested", "[Retirez] vos troupes de Riga !"),
    ("Uu planned", "Moscou a tenté de [livrer] des obus à Riga."),
    ("PR+ planned", "Moscou promet de [livrer] des obus à Riga."),
    ("PR+ planned", "Moscou doit [livrer] des obus à Riga."),
    ("CT-", "Moscou ne peut pas [livrer] d'obus à Riga."),
    ("CT-", "Moscou aurait dû [livrer] des obus à Riga."),
    ("PS+", "Moscou a peut-être [livré] des obus à Riga."),
    ("PR+", "Moscou a sans doute [livré] des obus à Riga."),
    ("CT+", "Riga sait que Moscou [livre] des obus."),
    ("CT+", "Riga ne sait pas que Moscou [livre] des obus."),
    ("CT+", "Moscou regrette d'avoir [livré] des obus à Riga."),
    ("CT-", "Moscou fait semblant de [retirer] ses troupes."),
    ("CT-", "Riga a empêché Moscou de [livrer] des obus."),
    ("CT+", "Moscou a commencé à [livrer] des obus à Riga."),
    ("CT-", "Au lieu de [négocier], Moscou a attaqué Riga."),
    ("CT+", "Après avoir [signé] l'accord, le ministre est parti."),
    ("CT+ occurred", "Moscou est accusé d'espionnage pour avoir [volé] des plans."),
    ("Uu", "Riga affirme que Moscou a [livré] des obus."),
    ("Uu", "Selon Riga, Moscou a [livré] des obus."),
    ("Uu", "Moscou nie avoir [livré] des obus à Riga."),
    ("Uu", "Riga accuse Moscou d'avoir [livré] des obus."),
    ("Uu", "La [livraison] présumée inquiète les autorités."),
    ("PR+ planned", "La [livraison] prévue inquiète les autorités."),
    ("CT-", "La [livraison] annulée inquiète les autorités."),
    ("PS+", "Il est possible que Moscou [livre] des obus à Riga."),
    ("CT-", "Il est faux que Moscou [livre] des obus à Riga."),
    ("PR+", "Moscou semble [livrer] des obus à Riga."),
    ("CT-", "Moscou n'a pas [livré] ni vendu d'obus à Riga."),
    ("CT-", "Moscou n'a pas livré ni [vendu] d'obus à Riga."),
    ("CT+", "Moscou a livré et [vendu] des obus à Riga."),
    ("PS+", "Moscou pourrait livrer et [vendre] des obus à Riga."),
    ("CT-", "Faute de [signer] l'accord, le ministre est parti."),
    ("Uu hypothetical", "À moins que Moscou ne [retire] ses troupes, Riga protestera."),
    ("CT-", "Riga a déjoué une [attaque] de Moscou."),
    ("Uu planned", "Moscou prépare une [attaque] contre Riga."),
    ("CT-", "Moscou a renoncé à [attaquer] Riga."),
    ("CT- occurred", "Les deux pays n'ont mené aucune [négociation] à Riga."),
    ("CT+ ongoing", "Moscou [livre] des obus à Riga."),
    ("CT+ ongoing", "Moscou continue de [livrer] des obus à Riga."),
    ("CT-", "Moscou a oublié de [signer] l'accord."),
    ("CT+", "Même si Moscou [livre] des obus, Riga attend."),
    ("Uu", "Le pays livrerait des obus et [achèterait] du pétrole, selon la presse."),
    ("CT+ occurred", "Riga a dénoncé les obus [livrés] par Moscou."),
    ("CT+ occurred", "Riga craint Moscou, qui a [livré] des obus."),
    ("CT+ occurred", "Moscou s'est [retiré] de Riga parce qu'il ne pouvait plus payer."),
    ("Uu", "Si Moscou avait [livré] des obus, Riga aurait gagné."),
    ("PR+ planned", "La décision de [livrer] des obus inquiète les autorités."),
    ("Uu planned", "Afin de [vendre] du blé, Moscou va rencontrer Riga."),
    ("CT+ planned", "Afin de vendre du blé, Moscou va [rencontrer] Riga."),
    ("CT+", "Moscou vient de [livrer] des obus à Riga."),
    ("CT-", "Moscou a failli [attaquer] Riga."),
    ("PR+", "Moscou s'apprête à [attaquer] Riga."),
    ("PR+ planned", "Moscou prévoit de [livrer] des obus à Riga."),
    ("CT-", "Pas de [livraison] à Riga cette année."),
    ("CT+ occurred", "Moscou n'a pas seulement [livré] des obus."),
    ("CT-", "Moscou n'a ni [livré] ni vendu d'obus."),
    ("CT+ occurred", "Les deux ministres se sont [rencontrés] à Oslo."),
    ("CT-", "Les deux ministres ne se sont pas [rencontrés] à Oslo."),
    ("CT- occurred", "Les troupes ne sont toujours pas [arrivées] à Riga."),
    ("CT+ occurred", "Il n'est pas parti avant d'avoir [signé] l'accord."),
    ("CT-", "La [rencontre] prévue a été annulée."),
    ("CT+", "Riga se félicite que Moscou ait [livré] du blé."),
    ("Uu", "On ignore si Moscou a [livré] des obus."),
    ("CT-", "Riga interdit à Moscou de [livrer] des obus."),
];

/// The same in English.
const ENGLISH: &[(&str, &str)] = &[
    ("CT+ occurred", "Moscow [delivered] shells to Riga."),
    ("Uu", "Moscow has allegedly [delivered] shells to Riga."),
    ("CT- occurred", "Moscow did not [deliver] shells to Riga."),
    ("Uu planned", "Moscow sells oil to [obtain] weapons."),
    ("Uu planned", "Moscow sells oil in order to [obtain] weapons."),
    ("CT-", "Moscow refuses to [deliver] shells to Riga."),
    ("CT+", "Moscow managed to [deliver] shells to Riga."),
    ("CT-", "Moscow did not manage to [deliver] shells to Riga."),
    ("CT-", "The minister avoided [meeting] his counterpart."),
    ("Uu planned", "Moscow plans to [deliver] shells to Riga."),
    ("Uu hypothetical", "If Moscow [delivers] shells, Riga will protest."),
    ("Uu hypothetical", "If Moscow delivers shells, Riga will [protest] at the United Nations."),
    ("Uu", "Did Moscow [deliver] shells to Riga?"),
    ("CT+", "Why did Moscow [deliver] shells to Riga?"),
    ("PS+", "Moscow could [deliver] shells to Riga."),
    ("PS+", "Moscow may [deliver] shells to Riga."),
    ("PS-", "Moscow may not [deliver] shells to Riga."),
    ("CT-", "Moscow cannot [deliver] shells to Riga."),
    ("CT-", "Moscow no longer [delivers] shells to Riga."),
    ("CT-", "The minister left without [signing] the agreement."),
    ("CT-", "No official [met] the minister."),
    ("CT-", "Moscow stopped [delivering] shells to Riga."),
    ("PS+ planned", "Moscow threatens to [attack] Riga."),
    ("CT+ planned", "Moscow will [deliver] shells to Riga."),
    ("CT+ planned", "Moscow is going to [deliver] shells to Riga."),
    ("CT-", "No [delivery] took place in Riga."),
    ("CT-", "The lack of a [delivery] worries the authorities."),
    ("CT-", "The [delivery] did not take place."),
    ("CT+", "The minister condemned the [attack] on Riga."),
    ("CT+", "The minister did not condemn the [attack] on Riga."),
    ("CT-", "Nobody [signed] the agreement in Riga."),
    ("Uu planned", "Moscow wants to [deliver] shells to Riga."),
    ("Uu requested", "Riga urged Moscow to [deliver] shells."),
    ("Uu requested", "Riga ordered its troops to [attack] the harbour."),
    ("Uu planned", "Moscow tried to [deliver] shells to Riga."),
    ("PR+ planned", "Moscow promised to [deliver] shells to Riga."),
    ("PR+", "Moscow has probably [delivered] shells to Riga."),
    ("CT+", "Riga does not know that Moscow [delivers] shells."),
    ("CT-", "Moscow pretended to [withdraw] its troops."),
    ("CT-", "Riga blocked the [delivery] of shells."),
    ("CT-", "Riga prevented Moscow from [delivering] shells."),
    ("CT+", "Moscow began to [deliver] shells to Riga."),
    ("CT-", "Instead of [negotiating], Moscow attacked Riga."),
    ("Uu", "Riga says that Moscow [delivered] shells."),
    ("Uu", "According to Riga, Moscow [delivered] shells."),
    ("Uu", "Moscow denied that it [delivered] shells."),
    ("Uu", "Moscow should have [delivered] shells to Riga."),
    ("Uu", "The alleged [attack] worries the authorities."),
    ("CT-", "Moscow failed to [deliver] shells to Riga."),
    ("CT-", "Moscow forgot to [sign] the agreement."),
    ("CT+ occurred", "Riga denounced the shells [delivered] by Moscow."),
    ("PS+", "Moscow may deliver and [sell] shells to Riga."),
    ("CT-", "Moscow did not deliver or [sell] shells to Riga."),
    ("Uu requested", "[Withdraw] your troops from Riga!"),
    ("Uu hypothetical", "Unless Moscow [withdraws] its troops, Riga will protest."),
];

#[test]
fn sentences_are_read_as_their_grammar_has_it() {
    let engine = engine();
    let mut wrong = Vec::new();
    for (code, sentences) in [("fr", FRENCH), ("en", ENGLISH)] {
        let words = FactualityWords::of(Languages::embedded().get(code)).unwrap();
        for (wanted, example) in sentences {
            let reading = read(&engine, &words, code, example);
            let found = format!("{} {}", reading.value.name(), reading.status.name());
            if found != *wanted && found.split(' ').next() != Some(*wanted) {
                wrong.push(format!("{example} is {found}, not {wanted}: {:?}", reading.why));
            }
        }
    }
    // A tree of the model's may be wrong.
    assert!(wrong.len() * 2 * ONE_IN <= FRENCH.len() + ENGLISH.len(), "{}", wrong.join("\n"));
    println!("{}", wrong.join("\n"));
}
