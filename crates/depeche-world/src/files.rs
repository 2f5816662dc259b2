//! Makes entries of the files under `world/`.
//!
//! Takes their content; gives [`Entry`]s with all their names, in file order, and the words of `roles.toml`. Every name,
//! code and period is checked here; whether two entries share a name is seen by the index.

use crate::date::period;
use crate::error::line_of;
use crate::{Entry, EntryKind, Term, WorldError};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use toml::Spanned;

/// An entry and what it is called.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    pub(crate) entry: Entry,
    pub(crate) names: Vec<Name>,
}

/// A name and the line it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) line: usize,
}

/// `roles.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RolesFile {
    /// Words before a name that are no part of it.
    pub(crate) articles: Vec<String>,
    /// Words between the words of a function.
    pub(crate) fillers: Vec<String>,
    /// Words that say that a function is no longer held.
    pub(crate) former: Vec<String>,
    /// What a former official is.
    pub(crate) former_code: String,
    /// Names that count only alone, never inside a longer name.
    pub(crate) whole_only: Vec<String>,
    pub(crate) role: Vec<RawRole>,
    /// Office, as in `people.toml` → what its holder is called without a name.
    #[serde(default)]
    pub(crate) holders: BTreeMap<String, Vec<String>>,
}

/// `given-names.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GivenNamesFile {
    pub(crate) masculine: Vec<String>,
    pub(crate) feminine: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawRole {
    pub(crate) code: Spanned<String>,
    #[serde(default)]
    pub(crate) generic: bool,
    pub(crate) names: Vec<Spanned<String>>,
}

type CountriesFile = BTreeMap<String, RawCountry>;
type NationsFile = BTreeMap<String, RawNation>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCountry {
    #[serde(rename = "iso2")]
    _iso2: String,
    r#in: BTreeMap<String, Vec<Spanned<String>>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNation {
    code: Option<Spanned<String>>,
    #[serde(default)]
    r#in: BTreeMap<String, RawNames>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNames {
    #[serde(default)]
    names: Vec<Spanned<String>>,
    #[serde(default)]
    capitals: Vec<Spanned<String>>,
    #[serde(default)]
    demonyms: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ActorsFile {
    actor: Vec<RawActor>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawActor {
    code: Spanned<Codes>,
    #[serde(default)]
    weak: bool,
    names: Vec<Spanned<String>>,
}

/// One code for ever, or several with their periods.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Codes {
    One(String),
    Dated(Vec<String>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PeopleFile {
    person: Vec<RawPerson>,
    offices: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPerson {
    country: Option<Spanned<String>>,
    names: Vec<Spanned<String>>,
    #[serde(default)]
    alone: Vec<Spanned<String>>,
    terms: Vec<Spanned<String>>,
}

/// What the codes of a country begin with ↔ the country.
#[derive(Debug, Clone, Default)]
pub(crate) struct Codes3 {
    /// ISO alpha-3 → first letters of a code.
    pub(crate) code: BTreeMap<String, String>,
    /// First letters of a code → ISO alpha-3.
    country: BTreeMap<String, String>,
}

impl Codes3 {
    /// The country whose actor this code is.
    pub(crate) fn country_of(&self, code: &str) -> Option<String> {
        self.country.get(code.get(..3)?).cloned()
    }
}

/// One file, for messages.
struct Source<'a> {
    file: &'a str,
    content: &'a str,
}

impl Source<'_> {
    fn error(&self, at: usize, message: impl Into<String>) -> WorldError {
        WorldError::Syntax { file: self.file.to_owned(), line: line_of(self.content, at), message: message.into() }
    }

    /// The names with their endings written out.
    fn names(&self, raw: &[Spanned<String>]) -> Result<Vec<Name>, WorldError> {
        let mut names = Vec::new();
        for raw in raw {
            let at = raw.span().start;
            let forms = forms(raw.get_ref());
            if forms.iter().any(|form| form.is_empty() || form.trim() != form) {
                return Err(self.error(at, "a name is at least one letter, without spaces around it"));
            }
            names.extend(forms.into_iter().map(|text| Name { text, line: line_of(self.content, at) }));
        }
        Ok(names)
    }

    fn terms(&self, codes: &Spanned<Codes>) -> Result<Vec<Term>, WorldError> {
        let at = codes.span().start;
        match codes.get_ref() {
            Codes::One(code) => Ok(vec![Term::always(self.code(at, code)?)]),
            Codes::Dated(lines) => lines
                .iter()
                .map(|line| {
                    let (code, dates) = line.split_once(' ').unwrap_or((line, ".."));
                    let (from, to) = period(dates).ok_or_else(|| self.error(at, bad_period(dates)))?;
                    Ok(Term { code: self.code(at, code)?, from, to, office: None })
                })
                .collect(),
        }
    }

    fn code(&self, at: usize, code: &str) -> Result<String, WorldError> {
        if is_code(code) {
            return Ok(code.to_owned());
        }
        Err(self.error(at, format!("{code:?} is no actor code: groups of three capital letters, RUSGOV")))
    }

    fn entry(&self, at: usize, kind: EntryKind, name: &str, country: Option<String>, terms: Vec<Term>) -> Entry {
        let at = format!("{}:{}", self.file, line_of(self.content, at));
        Entry { name: name.to_owned(), kind, country, terms, at, former: None, weak: false }
    }
}

fn bad_period(text: &str) -> String {
    format!("{text:?} is no period: 2000-05..2008-05, ..2008, 2012-05..")
}

/// Groups of three capital letters or digits.
pub(crate) fn is_code(code: &str) -> bool {
    !code.is_empty()
        && code.len().is_multiple_of(3)
        && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// « russe -s » is « russe » and « russes »; "Congo - Kinshasa" is itself.
pub(crate) fn forms(listed: &str) -> Vec<String> {
    let ending = |&(at, _): &(usize, &str)| listed[at + 2..].starts_with(char::is_alphabetic);
    let cuts: Vec<usize> = listed.match_indices(" -").filter(ending).map(|(at, _)| at).collect();
    let base = &listed[..cuts.first().copied().unwrap_or(listed.len())];
    let ends = cuts.iter().skip(1).copied().chain([listed.len()]);
    let endings = cuts.iter().zip(ends).map(|(&at, end)| format!("{base}{}", &listed[at + 2..end]));
    std::iter::once(base.to_owned()).chain(endings).collect()
}

pub(crate) fn table<T: DeserializeOwned>(file: &str, content: &str) -> Result<T, WorldError> {
    toml::from_str(content).map_err(|error| WorldError::Syntax {
        file: file.to_owned(),
        line: error.span().map_or(1, |span| line_of(content, span.start)),
        message: error.message().to_owned(),
    })
}

/// Everything in `files` but the roles. Every file that is not known by its name is a list of actors.
pub(crate) fn entries(files: &BTreeMap<String, String>) -> Result<(Codes3, Vec<Listed>), WorldError> {
    let content = |file: &'static str| Source { file, content: files.get(file).map_or("", String::as_str) };
    let (countries, nations) = (content("countries.toml"), content("nations.toml"));
    let mut listed = Vec::new();
    let codes = self::countries(&countries, &nations, &mut listed)?;
    for (file, content) in files {
        let source = Source { file, content };
        match file.as_str() {
            "countries.toml" | "nations.toml" | "roles.toml" | "given-names.toml" => {}
            "people.toml" => people(&source, &codes, &mut listed)?,
            "regions.toml" => actors(&source, EntryKind::Region, &codes, &mut listed)?,
            _ => actors(&source, EntryKind::Actor, &codes, &mut listed)?,
        }
    }
    Ok((codes, listed))
}

fn countries(countries: &Source<'_>, nations: &Source<'_>, listed: &mut Vec<Listed>) -> Result<Codes3, WorldError> {
    let known: CountriesFile = table(countries.file, countries.content)?;
    let further: NationsFile = table(nations.file, nations.content)?;
    let at_key = |source: &Source<'_>, iso: &str| {
        let line = source.content.lines().position(|line| line.trim_start_matches('[').starts_with(iso));
        let before: usize = source.content.lines().take(line.unwrap_or(0)).map(|line| line.len() + 1).sum();
        before
    };
    if let Some(iso) = further.keys().find(|iso| !known.contains_key(*iso)) {
        let message = format!("{iso} is no country of {}: use the ISO 3166-1 alpha-3 code", countries.file);
        return Err(nations.error(at_key(nations, iso), message));
    }
    let mut codes = Codes3::default();
    for iso in known.keys() {
        let code = match further.get(iso).and_then(|nation| nation.code.as_ref()) {
            Some(code) => nations.code(code.span().start, code.get_ref())?,
            None => iso.clone(),
        };
        codes.code.insert(iso.clone(), code);
    }
    for (iso, code) in &codes.code {
        // A dependency's code is that of the state: FRA is France, not Mayotte.
        if !codes.code.contains_key(code) || code == iso {
            codes.country.insert(code.clone(), iso.clone());
        }
    }
    for (iso, country) in &known {
        let mut names = Vec::new();
        for raw in country.r#in.values() {
            names.extend(countries.names(raw)?);
        }
        let first = names.first().map_or_else(String::new, |name| name.text.clone());
        let terms = vec![Term::always(codes.code[iso].clone())];
        let (mut capitals, mut demonyms) = (Vec::new(), Vec::new());
        for raw in further.get(iso).into_iter().flat_map(|nation| nation.r#in.values()) {
            names.extend(nations.names(&raw.names)?);
            capitals.extend(nations.names(&raw.capitals)?);
            demonyms.extend(nations.names(&raw.demonyms)?);
        }
        for (kind, names) in
            [(EntryKind::Country, names), (EntryKind::Capital, capitals), (EntryKind::Demonym, demonyms)]
        {
            let source = if kind == EntryKind::Country { countries } else { nations };
            let entry = source.entry(at_key(source, iso), kind, &first, Some(iso.clone()), terms.clone());
            listed.push(Listed { entry, names });
        }
    }
    Ok(codes)
}

fn actors(source: &Source<'_>, kind: EntryKind, codes: &Codes3, out: &mut Vec<Listed>) -> Result<(), WorldError> {
    let file: ActorsFile = table(source.file, source.content)?;
    for raw in &file.actor {
        let at = raw.code.span().start;
        let names = source.names(&raw.names)?;
        let Some(first) = names.first() else { return Err(source.error(at, "give at least one name")) };
        let terms = source.terms(&raw.code)?;
        let country = if kind == EntryKind::Region { None } else { country_of(&terms, codes) };
        let entry = source.entry(at, kind, &first.text, country, terms);
        out.push(Listed { entry: Entry { weak: raw.weak, ..entry }, names });
    }
    Ok(())
}

/// The country of the first code.
pub(crate) fn country_of(terms: &[Term], codes: &Codes3) -> Option<String> {
    codes.country_of(&terms.first()?.code)
}

fn people(source: &Source<'_>, codes: &Codes3, out: &mut Vec<Listed>) -> Result<(), WorldError> {
    let file: PeopleFile = table(source.file, source.content)?;
    // Without the roles there is no code for former officials; World::from_files fills it in.
    for raw in &file.person {
        let at = raw.names.first().or(raw.terms.first()).map_or(0, |first| first.span().start);
        let mut names = source.names(&raw.names)?;
        let Some(first) = names.first().cloned() else { return Err(source.error(at, "give at least one name")) };
        names.extend(source.names(&raw.alone)?);
        let country = raw.country.as_ref().map(Spanned::get_ref);
        let prefix = match country.map(|iso| codes.code.get(iso)) {
            Some(None) => {
                return Err(source.error(at, "country is an ISO 3166-1 alpha-3 code of countries.toml"));
            }
            Some(Some(prefix)) => prefix.as_str(),
            None => "",
        };
        let mut terms = Vec::new();
        for line in &raw.terms {
            let at = line.span().start;
            let wrong = || source.error(at, "a term is \"office from..to\": \"president 2000-05..2008-05\"");
            let (office, dates) = line.get_ref().split_once(' ').ok_or_else(wrong)?;
            let (from, to) = period(dates).ok_or_else(|| source.error(at, bad_period(dates)))?;
            let code = match file.offices.get(office) {
                Some(sector) => source.code(at, &format!("{prefix}{sector}"))?,
                None if is_code(office) => office.to_owned(),
                None => {
                    let message = format!("{office:?} is no key of [offices], nor the code of an organisation");
                    return Err(source.error(at, message));
                }
            };
            terms.push(Term { code, from, to, office: Some(office.to_owned()) });
        }
        if terms.is_empty() {
            return Err(source.error(at, "give at least one term"));
        }
        let entry = source.entry(at, EntryKind::Person, &first.text, country.cloned(), terms);
        out.push(Listed { entry, names });
    }
    Ok(())
}
