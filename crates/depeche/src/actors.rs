//! Which actor each entity is.
//!
//! Takes the entities, with the functions that the text gives them, and the day; fills in their actor code and country.
//! The knowledge is [`World`]'s; here is only which of an entity's names to ask it for. Two entities of one country stay
//! two: that « Moscou » and « la Russie » are one speaker is for coreference to say.

use depeche_record::{Entity, Kind};
use depeche_world::{Date, World};

/// Fills in `actor` and `country` of `entities`, as they are on the day `date` (RFC 3339).
pub(crate) fn actors(world: &World, text: &str, date: Option<&str>, entities: &mut [Entity]) {
    let date = date.and_then(Date::first);
    for entity in entities {
        let roles: Vec<&str> = entity.roles.iter().map(|role| role.of(text)).collect();
        let mut found = world.actor_of(&entity.name, entity.kind, &roles, date);
        if entity.kind != Kind::Person {
            // « Agence des bassins (ADB) »: another of its names may be the known one. Not so a person's: « Macron » of
            // « Luc Macron » is not the president.
            let names = entity.mentions.iter().filter_map(|mention| mention.name);
            for name in names.map(|name| name.of(text)).filter(|name| *name != entity.name) {
                if found.as_ref().is_some_and(|actor| actor.code.is_some()) {
                    break;
                }
                found = world.actor_of(name, entity.kind, &roles, date).or(found);
            }
        }
        if let Some(actor) = found {
            (entity.actor, entity.country) = (actor.code, actor.country);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use depeche_record::{Mention, MentionForm, Span};
    use expect_test::{Expect, expect};

    /// The code and country of an entity called so, with that function and that further name, all found in a text.
    #[expect(clippy::needless_pass_by_value, reason = "the shape of every check")]
    fn check(text: &str, kind: Kind, name: &str, role: &str, other: &str, expected: Expect) {
        let span = |part: &str| text.find(part).map(|at| Span::new(at, at + part.len())).unwrap();
        let mention =
            |part: &str| Mention { span: span(part), form: MentionForm::Name, name: Some(span(part)), link: None };
        let names = [name, other].into_iter().filter(|name| !name.is_empty());
        let mut entities = [Entity {
            kind,
            name: name.to_owned(),
            actor: None,
            country: None,
            roles: Some(role).filter(|role| !role.is_empty()).map(span).into_iter().collect(),
            mentions: names.map(mention).collect(),
        }];
        actors(World::embedded(), text, Some("2023-08-31T10:00:00Z"), &mut entities);
        let [entity] = entities;
        expected.assert_eq(&format!("{:?} {:?}", entity.actor.as_deref(), entity.country.as_deref()));
    }

    #[test]
    fn what_the_text_says_and_what_is_known() {
        let text = "Le porte-parole du Kremlin, Ivan Orlov, a reçu Emmanuel Macron à Moscou.";
        check(
            text,
            Kind::Person,
            "Ivan Orlov",
            "Le porte-parole du Kremlin",
            "",
            expect![[r#"Some("RUSGOV") Some("RUS")"#]],
        );
        check(text, Kind::Person, "Emmanuel Macron", "", "", expect![[r#"Some("FRAGOV") Some("FRA")"#]]);
        check(text, Kind::Place, "Moscou", "", "", expect![[r#"Some("RUS") Some("RUS")"#]]);
    }

    #[test]
    fn any_name_of_an_organisation_but_only_the_full_one_of_a_person() {
        let text = "L'Organisation mondiale des soins (OMS) et Luc Macron se taisent; M. Macron part.";
        check(
            text,
            Kind::Organisation,
            "Organisation mondiale des soins",
            "",
            "OMS",
            expect![[r#"Some("IGOUNOWHO") None"#]],
        );
        check(text, Kind::Person, "Luc Macron", "", "Macron", expect!["None None"]);
    }
}
