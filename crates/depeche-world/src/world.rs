//! Everything we know of the world, indexed by name.

use crate::files::{self, Codes3, GivenNamesFile, Listed, RolesFile};
use crate::phrase::Lexicon;
use crate::words::{Case, Word, case, fits, key, words};
use crate::{Entry, EntryKind, WorldError, embedded};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::OnceLock;

/// What we know of the world. Make one, share it: look-ups only borrow it.
#[derive(Debug, Clone)]
pub struct World {
    entries: Vec<Entry>,
    /// Key of a name → entries that bear it, the one that wins first. Only asked, never walked.
    index: HashMap<String, Vec<Bearer>>,
    /// Words of the longest name.
    pub(crate) longest: usize,
    pub(crate) lexicon: Lexicon,
    pub(crate) codes: Codes3,
    /// Keys of names that count only alone.
    whole_only: HashSet<String>,
    /// Key of a given name → whether a woman bears it.
    given: HashMap<String, bool>,
    sha256: String,
}

/// An entry that a name leads to.
#[derive(Debug, Clone, Copy)]
struct Bearer {
    entry: usize,
    case: Case,
}

impl World {
    /// The world that the binary carries.
    ///
    /// # Panics
    /// Never in a build whose tests pass: the files are checked there.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static EMBEDDED: OnceLock<World> = OnceLock::new();
        EMBEDDED.get_or_init(|| {
            let files = embedded::FILES.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
            Self::from_files(&files).expect("the embedded files are checked by this crate's tests")
        })
    }

    /// A world of files as they lie under `world/`: name → content.
    ///
    /// # Errors
    /// [`WorldError`], naming file and line, when a file is not what it should be or a name stands twice in the lists of
    /// one kind.
    pub fn from_files(files: &BTreeMap<String, String>) -> Result<Self, WorldError> {
        let content = files.get("roles.toml").map_or("", String::as_str);
        let roles: RolesFile =
            if content.is_empty() { RolesFile::default() } else { files::table("roles.toml", content)? };
        let (codes, listed) = files::entries(files)?;
        let whole = roles.whole_only.iter().flat_map(|name| files::forms(name));
        let whole_only = whole.map(|name| key(&words(&name))).collect();
        let lexicon = Lexicon::new(roles, content)?;
        let sha256 = sha256(files.iter().flat_map(|(path, content)| [path.as_bytes(), content.as_bytes()]));
        let (entries, index) = (Vec::new(), HashMap::new());
        let content = files.get("given-names.toml").map_or("", String::as_str);
        let given =
            if content.is_empty() { GivenNamesFile::default() } else { files::table("given-names.toml", content)? };
        let bearers = |names: Vec<String>, woman| names.into_iter().map(move |name| (key(&words(&name)), woman));
        let given = bearers(given.masculine, false).chain(bearers(given.feminine, true)).collect();
        let mut world = Self { entries, index, longest: 0, lexicon, codes, whole_only, given, sha256 };
        for mut one in listed {
            if one.entry.kind == EntryKind::Person
                && let Some(prefix) = one.entry.country.as_ref().and_then(|iso| world.codes.code.get(iso))
            {
                one.entry.former = Some(format!("{prefix}{}", world.lexicon.former_code()));
            }
            world.add(one)?;
        }
        Ok(world)
    }

    /// The same world with a user's own actors, which win over ours.
    ///
    /// # Errors
    /// Never for what [`actors::read`](crate::actors::read) gave: a name that stands twice is seen there.
    pub fn with_actors(mut self, actors: &crate::actors::UserActors) -> Result<Self, WorldError> {
        self.sha256 = sha256([self.sha256.as_bytes(), actors.content.as_bytes()]);
        for mut one in actors.listed.iter().cloned() {
            if one.entry.country.is_none() {
                one.entry.country = files::country_of(&one.entry.terms, &self.codes);
            }
            self.add(one)?;
        }
        Ok(self)
    }

    /// SHA-256 over all files and their names (a user's actors too), lower-case hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Everything, in the order of the files.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What is called `name`, case, accents, apostrophes and a leading article aside. Where a country, an institution,
    /// a capital and a person share a name, the first of these.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Entry> {
        self.all(&words(name)).next()
    }

    /// The person called `name` when nothing else in the world is called so: « Poutine », but not « Paris ».
    #[must_use]
    pub fn person(&self, name: &str) -> Option<&Entry> {
        self.find(name).filter(|entry| entry.kind == EntryKind::Person)
    }

    /// Whether the given name `name` is a woman's (true) or a man's; `None` when unknown, or borne by both.
    #[must_use]
    pub fn is_womans_name(&self, name: &str) -> Option<bool> {
        self.given.get(&key(&words(name))).copied()
    }

    /// What is called `name`, the one that wins first.
    pub(crate) fn all<'a>(&'a self, name: &[Word]) -> impl Iterator<Item = &'a Entry> + use<'a> {
        let mut name = name;
        let mut found = self.bearers(name);
        while found.is_empty() && name.len() > 1 && self.lexicon.is_article(&name[0].key) {
            name = &name[1..];
            found = self.bearers(name);
        }
        // "us" is a pronoun and "US" a country; longer acronyms are nothing else in small letters.
        let plain = name.len() == 1 && name[0].key.len() <= 2 && !name[0].upper;
        found
            .iter()
            .filter(move |bearer| !(plain && bearer.case == Case::Upper))
            .map(|bearer| &self.entries[bearer.entry])
    }

    /// What the words of a phrase are called when they stand inside a longer name.
    pub(crate) fn inside<'a>(&'a self, name: &'a [Word]) -> impl Iterator<Item = &'a Entry> {
        let key = key(name);
        let bearers =
            if self.whole_only.contains(&key) { &[] } else { self.index.get(&key).map_or(&[][..], Vec::as_slice) };
        bearers.iter().filter(|bearer| fits(name, bearer.case)).map(|bearer| &self.entries[bearer.entry])
    }

    fn bearers(&self, name: &[Word]) -> &[Bearer] {
        self.index.get(&key(name)).map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, listed: Listed) -> Result<(), WorldError> {
        let number = self.entries.len();
        let Listed { entry, names } = listed;
        for name in names {
            let name_words = words(&name.text);
            self.longest = self.longest.max(name_words.len());
            let bearers = self.index.entry(key(&name_words)).or_default();
            let case = case(&name_words);
            let same = bearers.iter_mut().find(|bearer| {
                let other = self.entries.get(bearer.entry);
                bearer.entry == number || other.is_some_and(|other| other.kind == entry.kind)
            });
            match same {
                // Two spellings of one thing: the looser one counts.
                Some(bearer) if bearer.entry == number => bearer.case = bearer.case.min(case),
                Some(bearer) => {
                    let file = entry.at.rsplit_once(':').map_or("", |(file, _)| file).to_owned();
                    let first = self.entries[bearer.entry].at.clone();
                    return Err(WorldError::Duplicate { file, line: name.line, name: name.text, first });
                }
                None => {
                    bearers.push(Bearer { entry: number, case });
                    let kind = |bearer: &Bearer| self.entries.get(bearer.entry).map_or(entry.kind, |other| other.kind);
                    bearers.sort_by_key(kind);
                }
            }
        }
        self.entries.push(entry);
        Ok(())
    }
}

fn sha256<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    #[expect(clippy::needless_pass_by_value, reason = "the shape of every check")]
    fn check(name: &str, expected: Expect) {
        let found = World::embedded().find(name);
        expected.assert_eq(&found.map_or_else(String::new, |entry| {
            let code = entry.code(None).unwrap_or("?");
            format!("{code} {} {:?} {}", entry.country.as_deref().unwrap_or("-"), entry.kind, entry.name)
        }));
    }

    #[test]
    fn countries_in_both_languages_with_articles_and_short_forms() {
        check("les États-Unis", expect!["USA USA Country United States"]);
        check("United States", expect!["USA USA Country United States"]);
        check("U.S.", expect!["USA USA Country United States"]);
        check("us", expect![""]);
        check("UK", expect!["GBR GBR Country United Kingdom"]);
        check("la RPDC", expect!["PRK PRK Country North Korea"]);
        check("L’IRAK", expect!["IRQ IRQ Country Iraq"]);
        check("Bosnia and Herzegovina", expect!["BIH BIH Country Bosnia & Herzegovina"]);
        check("Kosovo", expect!["KOS XKX Country Kosovo"]);
        check("Nouvelle-Calédonie", expect!["FRA NCL Country New Caledonia"]);
    }

    #[test]
    fn capitals_and_demonyms_stand_for_their_country() {
        check("Pyongyang", expect!["PRK PRK Capital North Korea"]);
        check("nord-coréennes", expect!["PRK PRK Demonym North Korea"]);
        check("Brits", expect![""]);
        check("Britons", expect!["GBR GBR Demonym United Kingdom"]);
        check("grecque", expect!["GRC GRC Demonym Greece"]);
    }

    #[test]
    fn seats_organisations_and_people() {
        check("le Kremlin", expect!["RUSGOV RUS Actor Kremlin"]);
        check("Maison-Blanche", expect!["USAGOV USA Actor Maison Blanche"]);
        check("Otan", expect!["IGONAT - Actor OTAN"]);
        check("AFP", expect!["FRAMED FRA Actor AFP"]);
        check("Eugène Prigojine", expect!["? RUS Person Evgueni Prigojine"]);
        check("Xi Jinping", expect!["CHNGOV CHN Person Xi Jinping"]);
    }

    #[test]
    fn the_embedded_world_is_sound_and_its_size_is_what_it_should_be() {
        let world = World::embedded();
        assert_eq!(world.sha256().len(), 64);
        let n = |kind| world.entries().iter().filter(|entry| entry.kind == kind).count();
        assert!(n(EntryKind::Country) >= 240 && n(EntryKind::Person) >= 400 && n(EntryKind::Actor) >= 250);
        for entry in world.entries().iter().filter(|entry| entry.kind == EntryKind::Actor) {
            let international =
                ["IGO", "NGO", "IMG", "MNC"].iter().any(|prefix| entry.terms[0].code.starts_with(prefix));
            assert!(international || entry.country.is_some(), "{}: {} has no country", entry.at, entry.terms[0].code);
        }
    }

    #[expect(clippy::needless_pass_by_value, reason = "the shape of every check")]
    fn refuses(file: &str, content: &str, expected: Expect) {
        let mut files: BTreeMap<String, String> =
            embedded::FILES.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        files.insert(file.to_owned(), content.to_owned());
        expected.assert_eq(&World::from_files(&files).map_or_else(|error| error.to_string(), |_| "sound".to_owned()));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_file_and_line() {
        refuses(
            "more.toml",
            "actor = [\n { code = \"RUSGOV\", nams = [\"x\"] },\n]",
            expect!["more.toml:2: unknown field `nams`, expected one of `code`, `weak`, `names`"],
        );
        refuses(
            "more.toml",
            "actor = [\n { code = \"Russia\", names = [\"x\"] },\n]",
            expect![[r#"more.toml:2: "Russia" is no actor code: groups of three capital letters, RUSGOV"#]],
        );
        refuses(
            "more.toml",
            "actor = [\n { code = [\"RUSGOV 2012..x\"], names = [\"x\"] },\n]",
            expect![[r#"more.toml:2: "2012..x" is no period: 2000-05..2008-05, ..2008, 2012-05.."#]],
        );
        refuses(
            "more.toml",
            "actor = [\n { code = \"RUSGOV\", names = [\"x\", \"Kremlin\"] },\n]",
            expect![[r#"seats.toml:6: "Kremlin" is already at more.toml:2; keep one of the two"#]],
        );
        refuses(
            "nations.toml",
            "[FRA]\n\n[RUX]\n",
            expect!["nations.toml:3: RUX is no country of countries.toml: use the ISO 3166-1 alpha-3 code"],
        );
        refuses(
            "nations.toml",
            "[FRA]\nin.fr = { capital = [\"Paris\"] }\n",
            expect!["nations.toml:2: unknown field `capital`, expected one of `names`, `capitals`, `demonyms`"],
        );
        refuses(
            "people.toml",
            "person = [{ names = [\"A B\"],\nterms = [\"king 2000..\"] }]\n[offices]\n",
            expect![[r#"people.toml:2: "king" is no key of [offices], nor the code of an organisation"#]],
        );
        refuses("roles.toml", "articles = [", expect!["roles.toml:1: unclosed array, expected `]`"]);
    }
}
