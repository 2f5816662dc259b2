//! A user's own actors, from a file.
//!
//! Takes CSV, TOML or a PETRARCH actor dictionary; gives [`UserActors`] for [`World::with_actors`](crate::World::with_actors).
//!
//! - CSV: a header with `name` and `code`, and if wanted `country` (ISO alpha-3), `from`, `to` (2000, 2000-05, 2000-05-07).
//!   Several rows with one name are its codes over time.
//! - TOML: `[[actor]]` with `names`, `code` or `codes` (`"RUSGOV 2000-05..2008-05"`), and if wanted `country`.
//! - PETRARCH: `GEORGE_BUSH_`, synonyms with `+`, codes in brackets with their dates: `[USAGOV 20010120-20090120]`,
//!   `[USAELI >20090120]`. Dates of six digits are read as 1930 to 2029.
//!
//! The format is told by the file's ending, and of others by its first line. Agent dictionaries (`[~GOV]`) and verb
//! dictionaries are refused: what functions say is in `roles.toml`.

use crate::date::{Period, period};
use crate::error::line_of;
use crate::files::{Listed, Name, is_code};
use crate::words::{key, words};
use crate::{Date, Entry, EntryKind, Term, WorldError};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use toml::Spanned;

/// A user's actors, read and checked.
#[derive(Debug, Clone)]
pub struct UserActors {
    pub(crate) listed: Vec<Listed>,
    /// The file as it was, for the fingerprint.
    pub(crate) content: String,
}

impl UserActors {
    /// Number of actors.
    #[must_use]
    pub fn len(&self) -> usize {
        self.listed.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }
}

/// Reads an actor file.
///
/// # Errors
/// [`WorldError`] when the file cannot be read, has an unknown key or column, a date or a code that is none, or a name
/// that stands for two actors.
pub fn read(path: &Path) -> Result<UserActors, WorldError> {
    let content = std::fs::read_to_string(path).map_err(|source| WorldError::Io { path: path.to_owned(), source })?;
    parse(&path.display().to_string(), &content)
}

/// Reads the content of an actor file called `file`.
///
/// # Errors
/// As [`read`].
pub fn parse(file: &str, content: &str) -> Result<UserActors, WorldError> {
    let content = content.strip_prefix('\u{feff}').unwrap_or(content);
    let source = Source { file, content };
    let ending = Path::new(file).extension().map(|ending| ending.to_ascii_lowercase());
    let actors = match ending.as_deref().and_then(|ending| ending.to_str()) {
        Some("csv") => csv(&source)?,
        Some("toml") => toml(&source)?,
        _ if looks_like_csv(content) => csv(&source)?,
        _ => petrarch(&source)?,
    };
    Ok(UserActors { listed: source.listed(actors)?, content: content.to_owned() })
}

/// An actor as a file gives it.
#[derive(Debug, Default)]
struct Given {
    names: Vec<Name>,
    terms: Vec<Term>,
    country: Option<String>,
    line: usize,
}

struct Source<'a> {
    file: &'a str,
    content: &'a str,
}

impl Source<'_> {
    fn error(&self, line: usize, message: impl Into<String>) -> WorldError {
        WorldError::Syntax { file: self.file.to_owned(), line, message: message.into() }
    }

    fn term(&self, line: usize, code: &str, (from, to): Period) -> Result<Term, WorldError> {
        // Several actors in one: PRKGOV/PRKMIL.
        if code.split('/').all(is_code) {
            return Ok(Term { code: code.to_owned(), from, to, office: None });
        }
        Err(self.error(line, format!("{code:?} is no actor code: groups of three capital letters, RUSGOV")))
    }

    fn country(&self, line: usize, country: &str) -> Result<Option<String>, WorldError> {
        match country {
            "" => Ok(None),
            iso if iso.len() == 3 && is_code(iso) => Ok(Some(iso.to_owned())),
            other => Err(self.error(line, format!("{other:?} is no country: three capital letters, RUS"))),
        }
    }

    /// The entries; two actors may not share a name.
    fn listed(&self, actors: Vec<Given>) -> Result<Vec<Listed>, WorldError> {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut listed = Vec::new();
        for (number, mut given) in actors.into_iter().enumerate() {
            for name in &given.names {
                let key = key(&words(&name.text));
                if key.is_empty() {
                    return Err(self.error(name.line, "a name needs at least one letter or digit"));
                }
                let first = *seen.entry(key).or_insert(number);
                if first != number {
                    let first: &Listed = &listed[first];
                    return Err(WorldError::Duplicate {
                        file: self.file.to_owned(),
                        line: name.line,
                        name: name.text.clone(),
                        first: first.entry.at.clone(),
                    });
                }
            }
            // What holds only for a time is asked before what holds else, the latest last.
            given.terms.sort_by_key(|term| (term.from.is_none() && term.to.is_none(), term.from, term.to));
            let entry = Entry {
                name: given.names.first().map_or_else(String::new, |name| name.text.clone()),
                kind: EntryKind::User,
                country: given.country,
                terms: given.terms,
                at: format!("{}:{}", self.file, given.line),
                former: None,
                weak: false,
            };
            listed.push(Listed { entry, names: given.names });
        }
        Ok(listed)
    }
}

fn bad_date(text: &str) -> String {
    format!("{text:?} is no date: 2000, 2000-05 or 2000-05-07")
}

fn looks_like_csv(content: &str) -> bool {
    content.lines().next().is_some_and(|header| header.split(',').any(|column| column.trim() == "code"))
}

fn csv(source: &Source<'_>) -> Result<Vec<Given>, WorldError> {
    const COLUMNS: [&str; 5] = ["name", "code", "country", "from", "to"];
    let mut reader =
        ::csv::ReaderBuilder::new().trim(::csv::Trim::All).flexible(false).from_reader(source.content.as_bytes());
    let line_of_error = |error: &::csv::Error| error.position().map_or(1, |at| at.line() as usize);
    let headers = reader.headers().map_err(|error| source.error(line_of_error(&error), error.to_string()))?.clone();
    let known = COLUMNS.join(", ");
    for (index, column) in headers.iter().enumerate() {
        if !COLUMNS.contains(&column) {
            return Err(source.error(1, format!("unknown column {column:?}; columns are {known}")));
        }
        if headers.iter().take(index).any(|other| other == column) {
            return Err(source.error(1, format!("column {column:?} stands twice")));
        }
    }
    let position = |name: &str| headers.iter().position(|column| column == name);
    let (Some(name), Some(code)) = (position("name"), position("code")) else {
        return Err(source.error(1, "the first line names the columns; name and code must be among them"));
    };
    let mut actors: Vec<Given> = Vec::new();
    let mut number: BTreeMap<String, usize> = BTreeMap::new();
    for row in reader.records() {
        let row = row.map_err(|error| {
            let message = match error.kind() {
                ::csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                    format!(
                        "{len} columns where the first row has {expected_len}; leave a column empty, but keep its comma"
                    )
                }
                _ => error.to_string(),
            };
            source.error(line_of_error(&error), message)
        })?;
        let line = row.position().map_or(1, |at| at.line() as usize);
        let cell = |name: &str| position(name).and_then(|column| row.get(column)).unwrap_or_default();
        let end = |text: &str, parse: fn(&str) -> Option<Date>| match text {
            "" => Ok(None),
            text => parse(text).map(Some).ok_or_else(|| source.error(line, bad_date(text))),
        };
        let (from, to) = (end(cell("from"), Date::first)?, end(cell("to"), Date::last)?);
        if matches!((from, to), (Some(from), Some(to)) if from > to) {
            return Err(source.error(line, "from is later than to"));
        }
        let text = row[name].to_owned();
        let term = source.term(line, &row[code], (from, to))?;
        let country = source.country(line, cell("country"))?;
        let index = *number.entry(key(&words(&text))).or_insert(actors.len());
        if index == actors.len() {
            actors.push(Given { names: vec![Name { text: text.clone(), line }], line, ..Given::default() });
        }
        let actor = &mut actors[index];
        if actor.terms.iter().any(|other| (other.from, other.to) == (term.from, term.to)) {
            let (file, first) = (source.file.to_owned(), format!("{}:{}", source.file, actor.line));
            return Err(WorldError::Duplicate { file, line, name: text, first });
        }
        actor.terms.push(term);
        actor.country = actor.country.take().or(country);
    }
    Ok(actors)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TomlFile {
    #[serde(default)]
    actor: Vec<TomlActor>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TomlActor {
    names: Vec<Spanned<String>>,
    code: Option<Spanned<String>>,
    #[serde(default)]
    codes: Vec<Spanned<String>>,
    country: Option<Spanned<String>>,
}

fn toml(source: &Source<'_>) -> Result<Vec<Given>, WorldError> {
    let line = |at: usize| line_of(source.content, at);
    let file: TomlFile = ::toml::from_str(source.content)
        .map_err(|error| source.error(error.span().map_or(1, |span| line(span.start)), error.message()))?;
    let mut actors = Vec::new();
    for raw in file.actor {
        let names: Vec<Name> =
            raw.names.iter().map(|name| Name { text: name.get_ref().clone(), line: line(name.span().start) }).collect();
        let at = names.first().map_or(1, |name| name.line);
        let mut terms = Vec::new();
        for code in raw.code.iter().chain(&raw.codes) {
            let at = line(code.span().start);
            let (code, dates) = code.get_ref().split_once(' ').unwrap_or((code.get_ref(), ".."));
            let dates = period(dates)
                .ok_or_else(|| source.error(at, format!("{dates:?} is no period: 2000-05..2008-05, ..2008, 2012..")))?;
            terms.push(source.term(at, code, dates)?);
        }
        if names.is_empty() || terms.is_empty() {
            return Err(source.error(at, "an actor needs at least one name, and code or codes"));
        }
        let country = match &raw.country {
            Some(country) => source.country(line(country.span().start), country.get_ref())?,
            None => None,
        };
        actors.push(Given { names, terms, country, line: at });
    }
    Ok(actors)
}

/// `NAME_ [CODE dates] ; comment`, or a name, its synonyms with `+`, and its codes on lines of their own.
fn petrarch(source: &Source<'_>) -> Result<Vec<Given>, WorldError> {
    let mut actors: Vec<Given> = Vec::new();
    for (index, full) in source.content.lines().enumerate() {
        let line = index + 1;
        let text = full.split([';', '#']).next().unwrap_or_default().trim();
        if text.is_empty() || text.starts_with("<!") {
            continue;
        }
        let (name, mut codes) = text.find('[').map_or((text, ""), |at| text.split_at(at));
        let name = name.trim();
        if let Some(synonym) = name.strip_prefix('+') {
            let actor = actors.last_mut();
            let actor = actor.ok_or_else(|| source.error(line, "a synonym (+) stands below the name it is of"))?;
            actor.names.push(Name { text: spaced(synonym), line });
        } else if !name.is_empty() {
            actors.push(Given { names: vec![Name { text: spaced(name), line }], line, ..Given::default() });
        }
        while let Some(rest) = codes.strip_prefix('[') {
            let (inner, after) = rest.split_once(']').ok_or_else(|| source.error(line, "a bracket is not closed"))?;
            codes = after.trim_start();
            let mut parts = inner.split_whitespace();
            let code = parts.next().unwrap_or_default();
            if code.starts_with('~') {
                return Err(source.error(line, "this is an agent dictionary; give an actor dictionary"));
            }
            let dates: String = parts.collect();
            let period = petrarch_period(&dates).ok_or_else(|| {
                source.error(line, format!("{dates:?} is no period: <20010120, >20010120 or 20010120-20090120"))
            })?;
            let term = source.term(line, code.trim_end_matches('_'), period)?;
            let actor = actors.last_mut();
            actor.ok_or_else(|| source.error(line, "a code stands below the name it is of"))?.terms.push(term);
        }
        if !codes.is_empty() {
            return Err(source.error(line, format!("{codes:?} is no code in brackets")));
        }
    }
    match actors.iter().find(|actor| actor.terms.is_empty()) {
        Some(actor) => {
            let message =
                "no code follows this name; an actor file is CSV, TOML, or NAME_ [CODE] lines as PETRARCH has";
            Err(source.error(actor.line, message))
        }
        None => Ok(merged(actors)),
    }
}

/// Actors that share their first name are one: dictionaries list a name again for another code.
fn merged(actors: Vec<Given>) -> Vec<Given> {
    let mut by_key: BTreeMap<String, usize> = BTreeMap::new();
    let mut merged: Vec<Given> = Vec::new();
    for mut actor in actors {
        // Of a name that others have already, the first one counts, as in PETRARCH.
        let taken = |name: &Name| by_key.get(&key(&words(&name.text))).copied();
        if let Some(index) = actor.names.first().and_then(taken) {
            merged[index].terms.append(&mut actor.terms);
            continue;
        }
        actor.names.retain(|name| taken(name).is_none());
        for name in &actor.names {
            by_key.insert(key(&words(&name.text)), merged.len());
        }
        merged.push(actor);
    }
    merged
}

fn spaced(name: &str) -> String {
    name.replace('_', " ").trim().to_owned()
}

/// `` (always), `<20010120`, `>20010120`, `20010120-20090120`.
fn petrarch_period(text: &str) -> Option<Period> {
    if text.is_empty() {
        return Some((None, None));
    }
    if let Some(to) = text.strip_prefix('<') {
        return Some((None, Some(petrarch_date(to)?)));
    }
    if let Some(from) = text.strip_prefix('>') {
        return Some((Some(petrarch_date(from)?), None));
    }
    let (from, to) = text.split_once('-')?;
    Some((Some(petrarch_date(from)?), Some(petrarch_date(to)?)))
}

fn petrarch_date(text: &str) -> Option<Date> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (year, rest) = match text.len() {
        8 => (text[..4].parse().ok()?, &text[4..]),
        6 => {
            let year: u16 = text[..2].parse().ok()?;
            (if year < 30 { 2000 + year } else { 1900 + year }, &text[2..])
        }
        _ => return None,
    };
    Date::new(year, rest[..2].parse().ok()?, rest[2..].parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::World;
    use depeche_record::Kind;
    use expect_test::{Expect, expect};

    /// What the file makes of a name on a day, or why it is refused.
    #[expect(clippy::needless_pass_by_value, reason = "the shape of every check")]
    fn check(file: &str, content: &str, asked: &str, expected: Expect) {
        let (name, date) = asked.split_once('@').unwrap_or((asked, ""));
        let told = match parse(file, content) {
            Ok(actors) => {
                let world = World::embedded().clone().with_actors(&actors).unwrap();
                assert_ne!(world.sha256(), World::embedded().sha256());
                let actor = world.actor_of(name, Kind::Person, &[], Date::first(date)).unwrap_or_default();
                format!("{} {}", actor.code.unwrap_or_default(), actor.country.unwrap_or_default())
            }
            Err(error) => error.to_string(),
        };
        expected.assert_eq(&told);
    }

    #[test]
    fn csv() {
        let rows = "name,code,from,to\nLuc Vial,BELGOV,2001,2005-06\nLuc Vial,BELELI,2005-07,\nOrange SA,FRABUS,,\n";
        check("a.csv", rows, "LUC VIAL@2003", expect!["BELGOV BEL"]);
        check("a.csv", rows, "Luc Vial@2010", expect!["BELELI BEL"]);
        check("a.csv", rows, "Luc Vial@2000", expect![" BEL"]);
        check("a.csv", rows, "Orange SA", expect!["FRABUS FRA"]);
        check("actors", rows, "Orange SA", expect!["FRABUS FRA"]);
        check(
            "a.csv",
            "name,code,county\n",
            "",
            expect![[r#"a.csv:1: unknown column "county"; columns are name, code, country, from, to"#]],
        );
        check(
            "a.csv",
            "name\nx\n",
            "",
            expect!["a.csv:1: the first line names the columns; name and code must be among them"],
        );
        check(
            "a.csv",
            "name,code,from\nx,RUSGOV,hier\n",
            "",
            expect![[r#"a.csv:2: "hier" is no date: 2000, 2000-05 or 2000-05-07"#]],
        );
        check(
            "a.csv",
            "name,code\nx,RUSGOV\nX,RUSMIL\n",
            "",
            expect![[r#"a.csv:3: "X" is already at a.csv:2; keep one of the two"#]],
        );
        check(
            "a.csv",
            "name,code\nx,Gov\n",
            "",
            expect![[r#"a.csv:2: "Gov" is no actor code: groups of three capital letters, RUSGOV"#]],
        );
        check(
            "a.csv",
            "name,code\nx\n",
            "",
            expect!["a.csv:2: 1 columns where the first row has 2; leave a column empty, but keep its comma"],
        );
    }

    #[test]
    fn toml() {
        let file = "[[actor]]\nnames = [\"Luc Vial\", \"Vial\"]\ncodes = [\"BELGOV 2001..2005\", \"BELELI 2006..\"]\n\n\
                    [[actor]]\nnames = [\"Sahelia\"]\ncode = \"NGOHLH\"\ncountry = \"MLI\"\n";
        check("a.toml", file, "vial@2003", expect!["BELGOV BEL"]);
        check("a.toml", file, "Sahelia", expect!["NGOHLH MLI"]);
        check(
            "a.toml",
            "[[actor]]\nnames = [\"x\"]\ncod = \"RUS\"\n",
            "",
            expect!["a.toml:3: unknown field `cod`, expected one of `names`, `code`, `codes`, `country`"],
        );
        check(
            "a.toml",
            "[[actor]]\nnames = [\"x\"]\ncode = \"RUS 2003\"\n",
            "",
            expect![[r#"a.toml:3: "2003" is no period: 2000-05..2008-05, ..2008, 2012.."#]],
        );
        check(
            "a.toml",
            "[[actor]]\nnames = [\"x\"]\n",
            "",
            expect!["a.toml:2: an actor needs at least one name, and code or codes"],
        );
        check(
            "a.toml",
            "[[actor]]\nnames=[\"x\"]\ncode=\"RUS\"\n[[actor]]\nnames=[\"X\"]\ncode=\"USA\"\n",
            "",
            expect![[r#"a.toml:5: "X" is already at a.toml:2; keep one of the two"#]],
        );
    }

    #[test]
    fn petrarch_dictionaries() {
        let file = "# a comment\nLUC_VIAL_ ; of Belgium\n+L._VIAL_\n    [BELGOV 010120-20050630]\n    [BELELI >20050630]\n\
                    SAHELIA_ [NGOHLH]\nX_PARTY [BELOPP <20010101] [BELGOV >20010101] ; dates\n";
        check("a.txt", file, "L. Vial@2003", expect!["BELGOV BEL"]);
        check("a.txt", file, "Luc Vial@2010", expect!["BELELI BEL"]);
        check("a.txt", file, "X Party@1999", expect!["BELOPP BEL"]);
        check("a.txt", file, "Sahelia", expect!["NGOHLH "]);
        check(
            "a.txt",
            "LUC_VIAL_\n",
            "",
            expect![
                "a.txt:1: no code follows this name; an actor file is CSV, TOML, or NAME_ [CODE] lines as PETRARCH has"
            ],
        );
        check(
            "a.txt",
            "LUC_VIAL_ [BELGOV =2001]\n",
            "",
            expect![[r#"a.txt:1: "=2001" is no period: <20010120, >20010120 or 20010120-20090120"#]],
        );
        check(
            "a.txt",
            "GENERAL_ [~MIL]\n",
            "",
            expect!["a.txt:1: this is an agent dictionary; give an actor dictionary"],
        );
        check("a.txt", "+VIAL_ [BEL]\n", "", expect!["a.txt:1: a synonym (+) stands below the name it is of"]);
    }

    #[test]
    fn a_users_word_wins_over_our_lists_and_the_text_over_both() {
        let actors = parse("a.csv", "name,code\nVladimir Poutine,RUSGOVPRE\nKremlin,RUSPAL\n").unwrap();
        let world = World::embedded().clone().with_actors(&actors).unwrap();
        let date = Date::first("2023");
        let code = |name, kind, roles: &[&str]| world.actor_of(name, kind, roles, date).and_then(|actor| actor.code);
        assert_eq!(code("Vladimir Poutine", Kind::Person, &[]).as_deref(), Some("RUSGOVPRE"));
        assert_eq!(code("Vladimir Poutine", Kind::Person, &["le président russe"]).as_deref(), Some("RUSGOVPRE"));
        assert_eq!(code("Vladimir Poutine", Kind::Person, &["l'ancien président"]).as_deref(), Some("RUSELI"));
        assert_eq!(code("le Kremlin", Kind::Organisation, &[]).as_deref(), Some("RUSPAL"));
    }

    #[test]
    fn a_missing_file_is_told() {
        let error = read(Path::new("/nowhere/actors.csv")).unwrap_err();
        assert_eq!(error.kind(), crate::ErrorKind::Io);
    }
}
