use super::*;
use crate::testing::{annotated_with_tree, entities};
use depeche_lang::Lang;
use depeche_record::Span;
use expect_test::{Expect, expect};

/// What happens: the trigger's word, and the names of the sides.
struct Told {
    kind: EventType,
    mode: Option<&'static str>,
    trigger: &'static str,
    actor: &'static str,
    recipient: &'static str,
}

const ARREST: Told = Told { kind: EventType::Coerce, mode: Some("arrest"), trigger: "", actor: "", recipient: "" };
const VISIT: Told = Told { kind: EventType::Consult, mode: Some("visit"), trigger: "", actor: "", recipient: "" };
const ASSAULT: Told = Told { kind: EventType::Assault, mode: None, trigger: "", actor: "", recipient: "" };

/// The place of the event in the last sentence; the tree has a line for every sentence.
#[expect(clippy::needless_pass_by_value, reason = "the shape of every check")]
fn check(lang: &str, markup: &str, tree: &str, told: Told, expected: Expect) {
    let (text, sentences) = annotated_with_tree(markup, tree);
    let mut entities = entities(lang, &text, &sentences);
    let world = depeche_world::World::embedded();
    for entity in &mut entities {
        entity.country = world.actor_of(&entity.name, entity.kind, &[], None).and_then(|actor| actor.country);
    }
    let at = text.rfind(told.trigger).unwrap();
    let span = Span::new(at, at + told.trigger.len());
    let sentence = sentences.iter().position(|sentence| sentence.span.contains(span)).unwrap();
    let side = |name: &str| {
        let index = entities.iter().position(|entity| !name.is_empty() && entity.name == name);
        assert_eq!(index.is_none(), name.is_empty(), "no {name} among {entities:?}");
        index.into_iter().collect()
    };
    let mention = EventMention {
        sentence,
        token: crate::tree::tokens_in(&sentences[sentence], span).start,
        trigger: span,
        lemma: told.trigger.to_owned(),
        evidence: vec![sentences[sentence].span],
        statement: None,
    };
    let mut events = [Event {
        mode: told.mode,
        actors: side(told.actor),
        recipients: side(told.recipient),
        ..crate::testing::event(told.kind, vec![mention])
    }];
    let words = PlaceWords::of(Lang::embedded(lang)).unwrap();
    places(&words, Gazetteer::embedded(), &text, &sentences, &entities, &mut events);
    let place = events[0].place.as_ref().map(|place| {
        let named = place.entity.map_or("-", |entity| &entities[entity].name);
        let id = place.geonames.map_or_else(|| "-".to_owned(), |id| id.to_string());
        format!("{named}: {} {} {id}", place.name, place.country.as_deref().unwrap_or("-"))
    });
    expected.assert_eq(&place.unwrap_or_default());
}

#[test]
fn what_hangs_below_the_trigger() {
    check(
        "fr",
        "La police a arrêté deux hommes à [place Tripoli], au [place Liban].",
        "La/DET det police; police/NOUN nsubj arrêté; a/AUX aux arrêté; arrêté/VERB root -; deux/NUM nummod hommes; \
         hommes/NOUN obj arrêté; à/ADP case Tripoli; Tripoli/PROPN obl arrêté; au/ADP case Liban; Liban/PROPN nmod Tripoli",
        Told { trigger: "arrêté", ..ARREST },
        expect!["Tripoli: Tripoli LBN 266826"],
    );
    check(
        "en",
        "Police arrested two men in [place Paris], [place Texas].",
        "Police/NOUN nsubj arrested; arrested/VERB root -; two/NUM nummod men; men/NOUN obj arrested; in/ADP case Paris; \
         Paris/PROPN obl arrested; Texas/PROPN appos Paris",
        Told { trigger: "arrested", ..ARREST },
        expect!["Paris: Paris USA 4717560"],
    );
    check(
        "fr",
        "Deux hommes ont été arrêtés dans la ville de [place Bakhmout].",
        "Deux/NUM nummod hommes; hommes/NOUN nsubj:pass arrêtés; arrêtés/VERB root -; dans/ADP case ville; la/DET det ville; \
         ville/NOUN obl arrêtés; de/ADP case Bakhmout; Bakhmout/PROPN nmod ville",
        Told { trigger: "arrêtés", ..ARREST },
        expect!["Bakhmout: Bakhmut UKR 713174"],
    );
}

#[test]
fn below_an_adverb_of_place() {
    check(
        "fr",
        "Deux civils ont été tués près de [place Bakhmout].",
        "Deux/NUM nummod civils; civils/NOUN nsubj:pass tués; tués/VERB root -; près/ADV advmod tués; de/ADP case Bakhmout; \
         Bakhmout/PROPN obl:arg près",
        Told { trigger: "tués", ..ASSAULT },
        expect!["Bakhmout: Bakhmut UKR 713174"],
    );
}

#[test]
fn a_region_is_not_its_town_but_what_was_struck_in_it_is() {
    let tree = "Rebels/NOUN nsubj shelled; shelled/VERB root -; Bakhmut/PROPN obj shelled; in/ADP case region; the/DET det region; \
                Kherson/PROPN compound region; region/NOUN obl shelled";
    let shelled = || Told { trigger: "shelled", ..ASSAULT };
    let text = "Rebels shelled [place Bakhmut] in the [place Kherson] region.";
    check("en", text, tree, Told { recipient: "Bakhmut", ..shelled() }, expect!["Kherson: Kherson UKR -"]);
    let (text, tree) = (text.replace("Kherson", "Donetsk"), tree.replace("Kherson", "Donetsk"));
    check("en", &text, &tree, Told { recipient: "Bakhmut", ..shelled() }, expect!["Bakhmut: Bakhmut UKR 713174"]);
    let tree = "Des/DET det hommes; hommes/NOUN nsubj:pass arrêtés; arrêtés/VERB root -; dans/ADP case région; la/DET det région; \
                région/NOUN obl arrêtés; de/ADP case Kherson; Kherson/PROPN nmod région";
    let arrested = || Told { trigger: "arrêtés", ..ARREST };
    check(
        "fr",
        "Des hommes arrêtés dans la région de [place Kherson].",
        tree,
        arrested(),
        expect!["Kherson: Kherson UKR -"],
    );
    check(
        "fr",
        "Des hommes arrêtés dans la [place région de Kherson].",
        tree,
        arrested(),
        expect!["région de Kherson: Kherson UKR -"],
    );
}

#[test]
fn of_two_the_more_precise() {
    check(
        "fr",
        "Un homme a été arrêté en [place Ukraine], à [place Kiev].",
        "Un/DET det homme; homme/NOUN nsubj:pass arrêté; arrêté/VERB root -; en/ADP case Ukraine; Ukraine/PROPN obl arrêté; \
         à/ADP case Kiev; Kiev/PROPN obl arrêté",
        Told { trigger: "arrêté", ..ARREST },
        expect!["Kiev: Kyiv UKR 703448"],
    );
}

#[test]
fn a_side_is_no_place_unless_the_preposition_says_so() {
    let promised = "Oslo/PROPN nsubj promis; a/AUX aux promis; promis/VERB root -; des/DET det armes; armes/NOUN obj promis; \
                    à/ADP case Moscou; Moscou/PROPN obl promis";
    let told = Told { kind: EventType::Aid, mode: None, trigger: "promis", actor: "Oslo", recipient: "Moscou" };
    check("fr", "[place Oslo] a promis des armes à [place Moscou].", promised, told, expect![""]);
    check(
        "en",
        "Farmers protested in [place France].",
        "Farmers/NOUN nsubj protested; protested/VERB root -; in/ADP case France; France/PROPN obl protested",
        Told { kind: EventType::Protest, mode: Some("demo"), trigger: "protested", actor: "France", recipient: "" },
        expect!["France: France FRA 3017382"],
    );
}

#[test]
fn below_a_thing_but_not_below_a_person() {
    check(
        "fr",
        "L'armée a détruit un dépôt à [place Belgorod].",
        "L'/DET det armée; armée/NOUN nsubj détruit; a/AUX aux détruit; détruit/VERB root -; un/DET det dépôt; \
         dépôt/NOUN obj détruit; à/ADP case Belgorod; Belgorod/PROPN nmod dépôt",
        Told { trigger: "détruit", ..ASSAULT },
        expect!["Belgorod: Belgorod RUS 578072"],
    );
    check(
        "fr",
        "Ils ont expulsé le consul [person Luc Vial] à [place Belgorod].",
        "Ils/PRON nsubj expulsé; ont/AUX aux expulsé; expulsé/VERB root -; le/DET det Luc; consul/NOUN compound Luc; \
         Luc/PROPN obj expulsé; Vial/PROPN flat Luc; à/ADP case Belgorod; Belgorod/PROPN nmod Luc",
        Told { kind: EventType::Sanction, mode: Some("expel"), trigger: "expulsé", actor: "", recipient: "Luc Vial" },
        expect![""],
    );
}

#[test]
fn who_arrests_is_on_the_spot_and_who_attacks_is_not() {
    let tree =
        "Police/NOUN nsubj seized; in/ADP case Lagos; Lagos/PROPN nmod Police; seized/VERB root -; men/NOUN obj seized";
    let text = "The [organisation Police] in [place Lagos] seized men.";
    check("en", text, tree, Told { trigger: "seized", actor: "Police", ..ARREST }, expect!["Lagos: Lagos NGA 2332459"]);
    check("en", text, tree, Told { trigger: "seized", actor: "Police", ..ASSAULT }, expect![""]);
}

#[test]
fn a_topic_is_no_place_but_a_target_is() {
    let tree = "Oslo/PROPN nsubj fired; fired/VERB root -; on/ADP case Odessa; Odessa/PROPN obl fired";
    let text = "[place Oslo] fired on [place Odessa].";
    check("en", text, tree, Told { trigger: "fired", actor: "Oslo", ..ASSAULT }, expect!["Odessa: Odesa UKR 698740"]);
    let consult = Told { kind: EventType::Consult, mode: None, trigger: "fired", actor: "Oslo", recipient: "" };
    check("en", text, tree, consult, expect![""]);
}

#[test]
fn the_clause_of_the_event_and_no_other() {
    check(
        "fr",
        "À [place Genève], le ministre a dit que la grève durait.",
        "À/ADP case Genève; Genève/PROPN obl dit; le/DET det ministre; ministre/NOUN nsubj dit; a/AUX aux dit; dit/VERB root -; \
         que/SCONJ mark durait; la/DET det grève; grève/NOUN nsubj durait; durait/VERB ccomp dit",
        Told { kind: EventType::Protest, mode: Some("strike"), trigger: "grève", actor: "", recipient: "" },
        expect![""],
    );
    check(
        "fr",
        "[place Bakhmout] a connu des combats.",
        "Bakhmout/PROPN nsubj connu; a/AUX aux connu; connu/VERB root -; des/DET det combats; combats/NOUN obj connu",
        Told { trigger: "combats", ..ASSAULT },
        expect!["Bakhmout: Bakhmut UKR 713174"],
    );
    check(
        "fr",
        "[place Moscou] a lancé une offensive.",
        "Moscou/PROPN nsubj lancé; a/AUX aux lancé; lancé/VERB root -; une/DET det offensive; offensive/NOUN obj lancé",
        Told { trigger: "offensive", ..ASSAULT },
        expect![""],
    );
}

#[test]
fn what_a_visit_and_an_assault_imply() {
    check(
        "fr",
        "[person Luc Vial] s'est rendu à [place Pyongyang].",
        "Luc/PROPN nsubj rendu; s'/PRON expl rendu; est/AUX aux rendu; rendu/VERB root -; à/ADP case Pyongyang; \
         Pyongyang/PROPN obl rendu",
        Told { trigger: "rendu", actor: "Luc Vial", recipient: "Pyongyang", ..VISIT },
        expect!["Pyongyang: Pyongyang PRK 1871859"],
    );
    check(
        "en",
        "[person Ada Orr] visited the [organisation Kremlin].",
        "Ada/PROPN nsubj visited; visited/VERB root -; the/DET det Kremlin; Kremlin/PROPN obj visited",
        Told { trigger: "visited", actor: "Ada Orr", recipient: "Kremlin", ..VISIT },
        expect!["-: Russia RUS 2017370"],
    );
    check(
        "fr",
        "[place Moscou] a bombardé [place Kharkiv].",
        "Moscou/PROPN nsubj bombardé; a/AUX aux bombardé; bombardé/VERB root -; Kharkiv/PROPN obj bombardé",
        Told { trigger: "bombardé", actor: "Moscou", recipient: "Kharkiv", ..ASSAULT },
        expect!["Kharkiv: Kharkiv UKR 706483"],
    );
    check(
        "fr",
        "[place Moscou] a menacé [place Kiev].",
        "Moscou/PROPN nsubj menacé; a/AUX aux menacé; menacé/VERB root -; Kiev/PROPN obj menacé",
        Told { kind: EventType::Threaten, mode: None, trigger: "menacé", actor: "Moscou", recipient: "Kiev" },
        expect![""],
    );
}

const RALLIED: &str = "Hundreds/NOUN nsubj rallied; rallied/VERB root -; in/ADP case X; X/PROPN obl rallied";

/// "Hundreds rallied in `place`", after `before`.
fn rally(lang: &str, before: &str, place: &str, expected: Expect) {
    let (word, _) = place.split_once(' ').unwrap_or((place, ""));
    let tree = RALLIED.replace('X', word);
    let lines = "./PUNCT root -\n".repeat(before.matches('|').count());
    let told = Told { kind: EventType::Protest, mode: Some("demo"), trigger: "rallied", actor: "", recipient: "" };
    check(lang, &format!("{before} Hundreds rallied in [place {place}]."), &format!("{lines}{tree}"), told, expected);
}

#[test]
fn homonyms_mean_the_usual_place_when_nothing_speaks_against_it() {
    rally("en", "", "Tripoli", expect!["Tripoli: Tripoli LBY 2210247"]);
    rally("en", "", "Georgia", expect!["Georgia: Georgia GEO 614540"]);
    rally("en", "", "Paris", expect!["Paris: Paris FRA 2988507"]);
    rally("en", "", "Washington", expect!["Washington: Washington USA 4140963"]);
    rally("en", "", "Mexico", expect!["Mexico: Mexico MEX 3996063"]);
    rally("en", "", "Kherson", expect!["Kherson: Kherson UKR 706448"]);
}

#[test]
fn countries_spoken_of_decide_among_homonyms() {
    rally("en", "The army of [place Lebanon] was on alert.|", "Tripoli", expect!["Tripoli: Tripoli LBN 266826"]);
    rally("en", "[place Libya] watched [place Lebanon].|", "Tripoli", expect!["Tripoli: Tripoli LBY 2210247"]);
    rally(
        "en",
        "Voters queued in [place Ohio], then in [place Atlanta].|",
        "Georgia",
        expect!["Georgia: Georgia USA 4197000"],
    );
    rally(
        "en",
        "The [place United States] signed with the minister.|",
        "Georgia",
        expect!["Georgia: Georgia GEO 614540"],
    );
    rally(
        "en",
        "Flights left [place Houston], in the [place United States].|",
        "Paris",
        expect!["Paris: Paris FRA 2988507"],
    );
    rally("en", "[place Spain] was calm.|", "Cordoba", expect!["Cordoba: Córdoba ESP 2519240"]);
    rally("en", "[place Argentina] was calm.|", "Cordoba", expect!["Cordoba: Córdoba ARG 3860259"]);
}

/// « Cent femmes ont défilé à `place` », after `before`.
fn march(before: &str, place: &str, expected: Expect) {
    let tree = "femmes/NOUN nsubj défilé; ont/AUX aux défilé; défilé/VERB root -; P/ADP case X; X/PROPN obl défilé";
    let (preposition, name) = place.split_once(' ').unwrap();
    let tree = tree.replace("P/", &format!("{preposition}/")).replace('X', name);
    let lines = "./PUNCT root -\n".repeat(before.matches('|').count());
    let told = Told { kind: EventType::Protest, mode: Some("demo"), trigger: "défilé", actor: "", recipient: "" };
    let text = format!("{before} Cent femmes ont défilé {preposition} [place {name}].");
    check("fr", &text, &format!("{lines}{tree}"), told, expected);
}

#[test]
fn homonyms_in_french() {
    march("", "à Mexico", expect!["Mexico: Mexico City MEX 3530597"]);
    march("", "en Géorgie", expect!["Géorgie: Georgia GEO 614540"]);
    march("L'[place Ohio] a voté avant la [place Floride].|", "en Géorgie", expect!["Géorgie: Georgia USA 4197000"]);
    march("L'armée du [place Liban] était en alerte.|", "à Tripoli", expect!["Tripoli: Tripoli LBN 266826"]);
    march("", "à Cordoue", expect!["Cordoue: Córdoba ESP 2519240"]);
    march("L'[place Argentine] était calme.|", "à Córdoba", expect!["Córdoba: Córdoba ARG 3860259"]);
    march(
        "Le [place Royaume-Uni] et les [place États-Unis] se taisent.|",
        "à Birmingham",
        expect!["Birmingham: Birmingham GBR 2655603"],
    );
    march(
        "Le gouverneur de l'[place Alabama] se tait.|",
        "à Birmingham",
        expect!["Birmingham: Birmingham USA 4049979"],
    );
    march("", "dans Alep", expect!["Alep: Aleppo SYR 170063"]);
}

#[test]
fn the_dateline_when_the_text_says_no_more() {
    let tree = "./PUNCT root -\nFarmers/NOUN nsubj protested; protested/VERB root -";
    let told = || Told { kind: EventType::Protest, mode: Some("demo"), trigger: "protested", actor: "", recipient: "" };
    check(
        "en",
        "[place KIEV], Aug 31 (Nordpress) — It rained.|Farmers protested.",
        tree,
        told(),
        expect!["KIEV: Kyiv UKR 703448"],
    );
    check("en", "[place Kiev] is far away, they say - and wet.|Farmers protested.", tree, told(), expect![""]);
    let strike = "./PUNCT root -\nOslo/PROPN nsubj protested; protested/VERB root -";
    let of_oslo = Told { actor: "Oslo", ..told() };
    check("en", "[place KIEV], Aug 31 (Nordpress) — It rained.|[place Oslo] protested.", strike, of_oslo, expect![""]);
}

#[test]
fn a_place_that_is_on_no_map_keeps_its_name() {
    rally("en", "", "Brumeval", expect!["Brumeval: Brumeval - -"]);
}

#[test]
fn without_trees_nothing_is_told() {
    let told = Told { trigger: "arrested", ..ARREST };
    check("en", "Police arrested two men in [place Lyon].", "", told, expect![""]);
}

#[test]
fn every_language_has_words_that_can_be_read() {
    for code in depeche_lang::Languages::embedded().codes() {
        let words = PlaceWords::of(Lang::embedded(code)).unwrap();
        assert!(!words.locative.is_empty() && !words.nouns.is_empty(), "{code}");
    }
}
