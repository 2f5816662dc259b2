//! Which actor a named thing of a text is.
//!
//! Takes its name, its kind, the functions that the text gives it and the day; gives a code and a country. What the text
//! says wins over the lists; a list only says more where the two agree (« le secrétaire américain » whom the list knows as
//! the one of defence), or where the text says no more than « le président ».

use crate::phrase::Said;
use crate::words::words;
use crate::{Date, Entry, EntryKind, World};
use depeche_record::Kind;

/// An actor in the sense of PLOVER and CAMEO. At least one of the two is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Actor {
    /// `RUSGOV`; none when only the country is known.
    pub code: Option<String>,
    /// ISO 3166-1 alpha-3; none when it is international.
    pub country: Option<String>,
}

impl Actor {
    fn new(code: Option<String>, country: Option<String>) -> Option<Self> {
        (code.is_some() || country.is_some()).then_some(Self { code, country })
    }
}

impl World {
    /// The actor called `name`, a thing of that kind, to which the text gives these functions (« ancien ministre russe de
    /// la Défense »), on that day. Without a day, what changed over time has a country and no code.
    #[must_use]
    pub fn actor_of(&self, name: &str, kind: Kind, roles: &[&str], date: Option<Date>) -> Option<Actor> {
        if matches!(kind, Kind::Event | Kind::Work) {
            return None;
        }
        let listed = self.listed(name, kind);
        let list = || {
            let entry = listed?;
            let code = entry.code(date).map(str::to_owned);
            // The head of an organisation is no longer an actor of the country he comes from.
            let country = match &code {
                Some(code) if entry.kind == EntryKind::Person => self.codes.country_of(code),
                _ => entry.country.clone(),
            };
            Actor::new(code, country)
        };
        let mut fallback = None;
        for said in roles.iter().map(|role| self.said(role, date)) {
            match self.by_role(&said, listed, date) {
                Some(actor) if actor.code.is_some() => return Some(actor),
                other => fallback = fallback.or(other),
            }
        }
        if listed.is_some() {
            return list().or(fallback);
        }
        fallback.or_else(|| self.by_name(name, kind, date))
    }

    /// The entry of that name that a thing of that kind can be.
    fn listed(&self, name: &str, kind: Kind) -> Option<&Entry> {
        self.all(&words(name)).find(|entry| match entry.kind {
            EntryKind::User => true,
            EntryKind::Person => kind == Kind::Person,
            // « Vatican » may be taken for anything, but « M. Paris » and "Michael Jordan" are people.
            EntryKind::Country | EntryKind::Actor | EntryKind::Capital | EntryKind::Demonym | EntryKind::Region => {
                kind != Kind::Person
            }
        })
    }

    /// What a function says of somebody, the list at hand.
    fn by_role(&self, said: &Said, listed: Option<&Entry>, date: Option<Date>) -> Option<Actor> {
        let prefix = |iso: &str| self.codes.code.get(iso).map_or(iso, String::as_str).to_owned();
        let code = listed.and_then(|entry| entry.code(date));
        let country = said.country.clone().or_else(|| listed?.country.clone());
        if said.former {
            let code = country.as_deref().map(|iso| format!("{}{}", prefix(iso), self.lexicon.former_code()));
            return Actor::new(code, country);
        }
        let told = if let Some(institution) = &said.institution {
            institution.clone()
        } else if said.sector.is_empty() {
            // « le Russe Luc Vial »: a country, and the list may know more of somebody from there.
            let here = code.filter(|code| self.codes.country_of(code) == said.country);
            return Actor::new(here.map(str::to_owned), said.country.clone());
        } else {
            let held = |code: &&str| !code.ends_with(self.lexicon.former_code());
            // « le président Sarr » of whatever the list knows him to lead.
            if said.generic
                && said.country.is_none()
                && let Some(code) = code.filter(held)
            {
                return Actor::new(Some(code.to_owned()), self.codes.country_of(code));
            }
            format!("{}{}", prefix(country.as_deref()?), said.sector)
        };
        let more = code.filter(|code| code.starts_with(&told));
        let country = if said.institution.is_some() { said.country.clone() } else { country };
        Actor::new(Some(more.map_or(told, str::to_owned)), country)
    }

    /// What the name itself says: « ministère russe de la Défense », "Ukrainian army".
    fn by_name(&self, name: &str, kind: Kind, date: Option<Date>) -> Option<Actor> {
        if matches!(kind, Kind::Person | Kind::Nationality) {
            return None;
        }
        let said = self.said(name, date);
        let actor = self.by_role(&said, None, date)?;
        // A street bears the name of a country and is not its actor; « l'ambassade de France » is.
        let institution = actor.code.is_some() && !said.generic;
        (kind != Kind::Place || institution).then_some(actor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn told(actor: Option<Actor>) -> String {
        let part = |part: Option<String>| part.unwrap_or_else(|| "-".to_owned());
        actor.map_or_else(|| "nothing".to_owned(), |actor| format!("{} {}", part(actor.code), part(actor.country)))
    }

    /// A person on a day, with functions separated by semicolons.
    #[expect(clippy::needless_pass_by_value, reason = "the shape of every check")]
    fn person(name: &str, roles: &str, date: &str, expected: Expect) {
        let roles: Vec<&str> = roles.split(';').filter(|role| !role.is_empty()).collect();
        expected.assert_eq(&told(World::embedded().actor_of(name, Kind::Person, &roles, Date::first(date))));
    }

    #[expect(clippy::needless_pass_by_value, reason = "the shape of every check")]
    fn organisation(name: &str, expected: Expect) {
        let date = Date::first("2023-08-31");
        expected.assert_eq(&told(World::embedded().actor_of(name, Kind::Organisation, &[], date)));
    }

    #[test]
    fn the_function_that_the_text_gives() {
        person(
            "Luc Vial",
            "le porte-parole de la Maison Blanche pour la sécurité nationale",
            "",
            expect!["USAGOV USA"],
        );
        person("Ivan Orlov", "le porte-parole du Kremlin", "", expect!["RUSGOV RUS"]);
        person("Ivan Orlov", "ministère russe de la Défense", "", expect!["RUSGOVMIL RUS"]);
        person("Ivan Orlov", "Russian Defence Minister", "", expect!["RUSGOVMIL RUS"]);
        person("Ivan Orlov", "Russia's deputy foreign minister", "", expect!["RUSGOVDIP RUS"]);
        person("Han Do-jin", "le dirigeant de la RPDC", "", expect!["PRKGOV PRK"]);
        person("Anna Berg", "l'ambassadrice de Suède à l'ONU", "", expect!["SWEGOVDIP SWE"]);
        person("Anna Berg", "l'envoyée spéciale de l'ONU en Libye", "", expect!["IGOUNO -"]);
        person("Anna Berg", "NATO spokeswoman", "", expect!["IGONAT -"]);
        person("Anna Berg", "the Swedish opposition leader", "", expect!["SWEOPP SWE"]);
        person("Luc Vial", "le président de l'Assemblée nationale française", "", expect!["FRALEG FRA"]);
        person("Luc Vial", "le président du Conseil constitutionnel", "", expect!["FRAJUD FRA"]);
        person("Samir Belaïd", "président du Conseil constitutionnel algérien", "", expect!["DZAJUD DZA"]);
        person("Olena Koval", "secretary of Ukraine's National Security Council", "", expect!["UKRGOV UKR"]);
        person("Luc Vial", "le correspondant de l'AFP à Moscou", "", expect!["FRAMED FRA"]);
        person("Luc Vial", "le ministre des Anciens combattants belge", "", expect!["BELGOV BEL"]);
        person("Luc Vial", "le maire de Lyon", "", expect!["nothing"]);
    }

    #[test]
    fn former_functions() {
        person("Luc Vial", "l'ancien ministre belge", "", expect!["BELELI BEL"]);
        person("Luc Vial", "the former Belgian defence minister", "", expect!["BELELI BEL"]);
        person("Luc Vial", "l'ex-président", "", expect!["nothing"]);
        person("Barack Obama", "l'ancien président", "2012", expect!["USAELI USA"]);
    }

    #[test]
    fn people_in_office_by_day() {
        person("Vladimir Poutine", "", "2010-06", expect!["RUSGOV RUS"]);
        person("Antonio Guterres", "", "2023-08", expect!["IGOUNO -"]);
        person("António Guterres", "", "2001", expect!["PRTGOV PRT"]);
        person("Barack Obama", "", "2012-03-01", expect!["USAGOV USA"]);
        person("Barack Obama", "", "2020", expect!["USAELI USA"]);
        person("Barack Obama", "", "2001", expect!["- USA"]);
        person("Barack Obama", "", "", expect!["- USA"]);
        person("Barack Obama", "le président", "", expect!["USAGOV USA"]);
        person("Lavrov", "", "2023", expect!["RUSGOVDIP RUS"]);
        person("Lloyd Austin", "the US secretary", "2023", expect!["USAGOVMIL USA"]);
        person("Albin Kurti", "", "2023", expect!["KOSGOV XKX"]);
        person("Albin Kurti", "l'ancien premier ministre", "2023", expect!["KOSELI XKX"]);
    }

    #[test]
    fn what_the_text_says_wins() {
        person("Ousmane Sonko", "l'opposant", "2024-06", expect!["SENOPP SEN"]);
        person("Ousmane Sonko", "l'opposant;Premier ministre", "2024-06", expect!["SENOPP SEN"]);
        person("John Kirby", "le porte-parole", "2023-08", expect!["USAGOV USA"]);
        person("Eugène Prigojine", "le défunt chef de guerre", "2023-08-31", expect!["RUSUAF RUS"]);
    }

    #[test]
    fn names_that_tell_by_themselves() {
        organisation("ministère ukrainien de la Défense", expect!["UKRGOVMIL UKR"]);
        organisation("Ukrainian Defense Ministry", expect!["UKRGOVMIL UKR"]);
        organisation("armée israélienne", expect!["ISRMIL ISR"]);
        organisation("Parlement de Géorgie", expect!["GEOLEG GEO"]);
        organisation("US State Department", expect!["USAGOVDIP USA"]);
        organisation("département d'État américain", expect!["USAGOVDIP USA"]);
        organisation("State Department", expect!["USAGOVDIP USA"]);
        organisation("services de renseignement sud-coréens", expect!["KORSPY KOR"]);
        organisation("groupe Wagner", expect!["RUSUAF RUS"]);
        organisation("Commission européenne", expect!["IGOEEC -"]);
        organisation("Parti travailliste", expect!["GBROPPPTY GBR"]);
        organisation("Université de Tunis", expect!["TUNEDU TUN"]);
        organisation("mission de l'ONU au Mali", expect!["IGOUNO -"]);
        organisation("Fondation Maurice-Vial", expect!["nothing"]);
        organisation("Georgetown University", expect!["nothing"]);
        organisation("Ballons de Vézelay SA", expect!["nothing"]);
    }

    #[test]
    fn places_nationalities_and_what_is_no_actor() {
        let of = |name: &str, kind| told(World::embedded().actor_of(name, kind, &[], None));
        assert_eq!(of("Corée du Nord", Kind::Place), "PRK PRK");
        assert_eq!(of("Washington", Kind::Place), "USA USA");
        assert_eq!(of("Washington", Kind::Person), "nothing");
        assert_eq!(of("Russes", Kind::Nationality), "RUS RUS");
        assert_eq!(of("Moyen-Orient", Kind::Place), "MEA -");
        assert_eq!(of("ambassade de France", Kind::Place), "FRAGOVDIP FRA");
        assert_eq!(of("avenue de Moscou", Kind::Place), "nothing");
        assert_eq!(of("Paris", Kind::Work), "nothing");
        assert_eq!(of("", Kind::Organisation), "nothing");
    }
}
