//! Places on the map: which countries, divisions and towns bear a name.
//!
//! Takes `gazetteer.tsv`, sorted by folded name; gives [`Gazetteer`], which finds a name by bisection in the file itself:
//! nothing is built when it is opened, and twenty lines are read for a name.
//!
//! It does not choose among homonyms: that takes a text.
//!
//! ```
//! use depeche_world::{Gazetteer, PlaceKind};
//!
//! let tripoli = Gazetteer::embedded().find("Tripoli");
//! let towns = tripoli.iter().filter(|place| place.kind != PlaceKind::Division);
//! assert_eq!(towns.map(|place| place.country).collect::<Vec<_>>(), ["LBY", "LBN", "GRC"]);
//! ```

use crate::WorldError;
use crate::words::{key, words};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::OnceLock;

/// Name of the embedded file.
#[cfg(test)]
const FILE: &str = "gazetteer.tsv";
const COLUMNS: [&str; 9] = ["name", "of", "geonames", "country", "lat", "lon", "thousands", "division", "kind"];

/// All places we know, by name. Make one, share it: look-ups only borrow it.
#[derive(Debug)]
pub struct Gazetteer {
    content: Cow<'static, str>,
    /// Byte at which the first row begins.
    first: usize,
    /// Code → start of the row of each country; made when first asked for.
    countries: OnceLock<Vec<(String, usize)>>,
}

/// A place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GazetteerEntry<'a> {
    /// Its usual name, in English.
    pub name: &'a str,
    /// What it is.
    pub kind: PlaceKind,
    /// GeoNames id; of some divisions and regions we have none.
    pub geonames: Option<u64>,
    /// ISO 3166-1 alpha-3 code of the country it lies in.
    pub country: &'a str,
    /// First-level division it lies in, or is: GeoNames' code, unique in the country. Empty when unknown.
    pub division: &'a str,
    /// Degrees north, to a hundredth; of countries and divisions the middle of their towns.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Inhabitants in thousands; 0 when unknown.
    pub thousands: u32,
}

/// Kinds of place, those first that a bare name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PlaceKind {
    /// State or territory.
    Country,
    /// Capital of one.
    Capital,
    /// Any other town.
    Town,
    /// First-level division: a state of the USA, a province.
    Division,
    /// Any other part of a country, or of several: Donbas.
    Region,
}

impl PlaceKind {
    fn named(name: &str) -> Option<Self> {
        match name {
            "country" => Some(Self::Country),
            "capital" => Some(Self::Capital),
            "" => Some(Self::Town),
            "division" => Some(Self::Division),
            "region" => Some(Self::Region),
            _ => None,
        }
    }
}

impl GazetteerEntry<'_> {
    /// Whether the place lies in `other`, a country or a division of one.
    #[must_use]
    pub fn lies_in(&self, other: &GazetteerEntry<'_>) -> bool {
        let same = self.country == other.country;
        match other.kind {
            PlaceKind::Country => same && self.kind != PlaceKind::Country,
            PlaceKind::Division => {
                same && self.division == other.division
                    && !self.division.is_empty()
                    && matches!(self.kind, PlaceKind::Capital | PlaceKind::Town)
            }
            _ => false,
        }
    }
}

impl Gazetteer {
    /// The gazetteer that the binary carries.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static EMBEDDED: OnceLock<Gazetteer> = OnceLock::new();
        EMBEDDED.get_or_init(|| {
            let content = include_str!("../../../world/gazetteer.tsv");
            Self {
                first: first_row(content).map_or(0, |(at, _)| at),
                content: content.into(),
                countries: OnceLock::new(),
            }
        })
    }

    /// Reads the content of a gazetteer called `file`, and checks all of it.
    ///
    /// # Errors
    /// [`WorldError::Syntax`] with the line when a column is unknown or missing, a value is none, a name stands for a
    /// place that is not there, or the rows are not sorted.
    pub fn parse(file: &str, content: &str) -> Result<Self, WorldError> {
        let error = |line: usize, message: String| WorldError::Syntax { file: file.to_owned(), line, message };
        let (first, header) = first_row(content).unwrap_or((content.len(), content.lines().count().max(1)));
        let names: Vec<&str> = content.lines().nth(header - 1).unwrap_or("").split('\t').collect();
        if let Some(name) = names.iter().find(|name| !name.is_empty() && !COLUMNS.contains(name)) {
            return Err(error(header, format!("unknown column {name:?}, expected {}", COLUMNS.join(", "))));
        }
        if names != COLUMNS {
            return Err(error(header, format!("the columns are {}, in this order", COLUMNS.join(", "))));
        }
        let this = Self { content: content.to_owned().into(), first, countries: OnceLock::new() };
        let mut before = String::new();
        for (number, line) in content[first..].lines().enumerate() {
            let row = Row::of(line);
            let wrong = |message: &str| error(header + 1 + number, message.to_owned());
            let name = folded(row.name);
            if name.is_empty() {
                return Err(wrong("a row begins with a name"));
            }
            match name.cmp(&before) {
                Ordering::Less => {
                    return Err(wrong("rows are sorted by name, without case and accents: make the file anew"));
                }
                _ => before = name,
            }
            if line.split('\t').count() > COLUMNS.len() {
                return Err(wrong("a row has no more cells than there are columns"));
            }
            if row.of.is_empty() && row.entry().is_none() {
                return Err(wrong("a place has a country, lat, lon and thousands, and a kind that we know or none"));
            }
            if !row.of.is_empty() && this.place_of(&row).is_none() {
                return Err(wrong("`of` and `geonames`, or `of` and `country`, name a place of the file"));
            }
        }
        Ok(this)
    }

    /// The places called `name`, case, accents, hyphens and apostrophes aside: countries, capitals, then the most
    /// populous first.
    #[must_use]
    pub fn find(&self, name: &str) -> Vec<GazetteerEntry<'_>> {
        let key = folded(name);
        let mut found: Vec<GazetteerEntry<'_>> = Vec::new();
        for row in self.rows(&key) {
            let entry = if row.of.is_empty() { row.entry() } else { self.place_of(&row) };
            if let Some(entry) = entry
                && !found.contains(&entry)
            {
                found.push(entry);
            }
        }
        found.sort_by_key(|entry| {
            let rank = entry.kind.min(PlaceKind::Town);
            (rank, std::cmp::Reverse(entry.thousands), entry.kind)
        });
        found
    }

    /// The country with the ISO 3166-1 alpha-3 code `code`.
    #[must_use]
    pub fn country(&self, code: &str) -> Option<GazetteerEntry<'_>> {
        let countries = self.countries.get_or_init(|| {
            let mut at = self.first;
            let mut found = Vec::new();
            for line in self.content[self.first..].split_inclusive('\n') {
                if line.trim_end().ends_with("\tcountry") {
                    found.push((Row::of(line.trim_end()).country.to_owned(), at));
                }
                at += line.len();
            }
            found.sort();
            found
        });
        let index = countries.binary_search_by(|(known, _)| known.as_str().cmp(code)).ok()?;
        self.line(countries[index].1).0.entry()
    }

    /// The place that a further name belongs to.
    fn place_of<'a>(&'a self, row: &Row<'_>) -> Option<GazetteerEntry<'a>> {
        let same = |place: &Row<'_>| {
            place.of.is_empty()
                && if row.geonames.is_empty() {
                    place.name == row.of && place.country == row.country && place.geonames.is_empty()
                } else {
                    place.geonames == row.geonames
                }
        };
        self.rows(&folded(row.of)).find(same)?.entry()
    }

    /// The rows whose name has the key `key`.
    fn rows<'a>(&'a self, key: &str) -> impl Iterator<Item = Row<'a>> + use<'a> {
        let (mut low, mut high) = (self.first, self.content.len());
        // Invariant: both at the start of a row or at the end; rows before `low` are smaller, rows from `high` on are not.
        while low < high {
            let middle = low + (high - low) / 2;
            let start = self.content.as_bytes()[low..middle].iter().rposition(|&byte| byte == b'\n');
            let start = start.map_or(low, |at| low + at + 1);
            let (row, next) = self.line(start);
            if folded(row.name).as_str() < key { low = next } else { high = start }
        }
        let key = key.to_owned();
        let mut at = low;
        std::iter::from_fn(move || {
            let (row, next) = (at < self.content.len()).then(|| self.line(at))?;
            at = next;
            (folded(row.name) == key).then_some(row)
        })
    }

    /// The row that begins at `start`, and where the next one does.
    fn line(&self, start: usize) -> (Row<'_>, usize) {
        let rest = &self.content.as_bytes()[start..];
        let end = rest.iter().position(|&byte| byte == b'\n').map_or(self.content.len(), |at| start + at);
        (Row::of(&self.content[start..end]), (end + 1).min(self.content.len()))
    }
}

/// A line in cells; those left out at the end are empty.
struct Row<'a> {
    name: &'a str,
    of: &'a str,
    geonames: &'a str,
    country: &'a str,
    lat: &'a str,
    lon: &'a str,
    thousands: &'a str,
    division: &'a str,
    kind: &'a str,
}

impl<'a> Row<'a> {
    fn of(line: &'a str) -> Self {
        let mut cells = line.split('\t');
        let mut next = || cells.next().unwrap_or("");
        Self {
            name: next(),
            of: next(),
            geonames: next(),
            country: next(),
            lat: next(),
            lon: next(),
            thousands: next(),
            division: next(),
            kind: next(),
        }
    }

    fn entry(&self) -> Option<GazetteerEntry<'a>> {
        Some(GazetteerEntry {
            name: self.name,
            kind: PlaceKind::named(self.kind)?,
            geonames: if self.geonames.is_empty() { None } else { Some(self.geonames.parse().ok()?) },
            country: Some(self.country).filter(|code| code.len() == 3)?,
            division: self.division,
            lat: self.lat.parse().ok().filter(|lat: &f64| lat.abs() <= 90.0)?,
            lon: self.lon.parse().ok().filter(|lon: &f64| lon.abs() <= 180.0)?,
            thousands: self.thousands.parse().ok()?,
        })
    }
}

/// Where the first row begins, and the line (from 1) of the header before it.
fn first_row(content: &str) -> Option<(usize, usize)> {
    let mut at = 0;
    for (number, line) in content.split_inclusive('\n').enumerate() {
        at += line.len();
        if !line.starts_with('#') {
            return Some((at, number + 1));
        }
    }
    None
}

fn folded(name: &str) -> String {
    key(&words(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    #[expect(clippy::needless_pass_by_value, reason = "the shape of every check")]
    fn check(name: &str, expected: Expect) {
        let found = Gazetteer::embedded().find(name);
        let told = found.iter().map(|place| {
            let id = place.geonames.map_or_else(|| "-".to_owned(), |id| id.to_string());
            format!("{} {:?} {} {:.1} {:.1} {id}", place.name, place.kind, place.country, place.lat, place.lon)
        });
        expected.assert_eq(&told.collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn names_in_both_languages() {
        check("Moscou", expect!["Moscow Capital RUS 55.8 37.6 524901"]);
        check("le Caire", expect!["Cairo Capital EGY 30.1 31.2 360630"]);
        check("Allemagne", expect!["Germany Country DEU 50.9 9.9 2921044"]);
        check("Bakhmout", expect!["Bakhmut Town UKR 48.6 38.0 713174"]);
        check("Donbass", expect!["Donbas Region UKR 48.2 38.2 -"]);
        check("cisjordanie", expect!["West Bank Division PSE 32.0 35.2 -"]);
        check("Nulle-Part-sur-Mer", expect![""]);
        check("", expect![""]);
    }

    #[test]
    fn homonyms_are_all_given() {
        check(
            "Tripoli",
            expect![[r#"
            Tripoli Capital LBY 32.9 13.2 2210247
            Tripoli Division LBY 32.7 13.5 -
            Tripoli Town LBN 34.4 35.8 266826
            Trípoli Town GRC 37.5 22.4 252601"#]],
        );
        check(
            "Georgia",
            expect![[r#"
            Georgia Country GEO 42.3 42.8 614540
            Georgia Division USA 33.0 -83.6 4197000"#]],
        );
        check("Cordoue", expect!["Córdoba Town ESP 37.9 -4.8 2519240"]);
        check(
            "New York",
            expect![[r#"
            New York Division USA 42.0 -74.9 5128638
            New York City Town USA 40.7 -74.0 5128581"#]],
        );
        check(
            "Washington",
            expect![[r#"
            Washington Capital USA 38.9 -77.0 4140963
            Washington Division USA 47.3 -121.5 5815135
            Washington Town GBR 54.9 -1.5 2634715
            Washington Town USA 37.1 -113.5 5549222
            Washington Town USA 40.7 -89.4 4915545"#]],
        );
    }

    #[test]
    fn a_country_is_found_by_its_code() {
        let country = |code| Gazetteer::embedded().country(code).map(|place| place.name);
        assert_eq!(country("PRK"), Some("North Korea"));
        assert_eq!(country("ZZZ"), None);
    }

    #[test]
    fn the_embedded_file_is_sound_and_has_every_country() {
        let content = include_str!("../../../world/gazetteer.tsv");
        let gazetteer = Gazetteer::parse(FILE, content).unwrap();
        let world = crate::World::embedded();
        let countries = world.entries().iter().filter(|entry| entry.kind == crate::EntryKind::Country);
        let missing =
            countries.filter_map(|entry| entry.country.as_deref()).filter(|iso| gazetteer.country(iso).is_none());
        // Nobody lives in Antarctica.
        assert_eq!(missing.collect::<Vec<_>>(), ["ATA"]);
    }

    const HEADER: &str = "name\tof\tgeonames\tcountry\tlat\tlon\tthousands\tdivision\tkind";

    #[expect(clippy::needless_pass_by_value, reason = "the shape of every check")]
    fn refuses(content: &str, expected: Expect) {
        let read = Gazetteer::parse("own.tsv", &content.replace("HEADER", HEADER));
        expected.assert_eq(&read.map_or_else(|error| error.to_string(), |_| "sound".to_owned()));
    }

    #[test]
    fn what_is_wrong_is_told_with_file_and_line() {
        refuses("HEADER\nArbois\t\t1\tFRA\t46.9\t5.8\t3\nArboix\tArbois\t1\n", expect!["sound"]);
        refuses(
            "# mine\nname\tof\tsize\n",
            expect![[
                r#"own.tsv:2: unknown column "size", expected name, of, geonames, country, lat, lon, thousands, division, kind"#
            ]],
        );
        refuses(
            "name\tof\n",
            expect![
                "own.tsv:1: the columns are name, of, geonames, country, lat, lon, thousands, division, kind, in this order"
            ],
        );
        refuses(
            "",
            expect![
                "own.tsv:1: the columns are name, of, geonames, country, lat, lon, thousands, division, kind, in this order"
            ],
        );
        refuses(
            "HEADER\nArbois\t\t1\tFRA\t46.9\t5.8\t3\tBFC\tvillage\n",
            expect!["own.tsv:2: a place has a country, lat, lon and thousands, and a kind that we know or none"],
        );
        refuses(
            "HEADER\nArbois\t\t1\tFRA\t146.9\t5.8\t3\n",
            expect!["own.tsv:2: a place has a country, lat, lon and thousands, and a kind that we know or none"],
        );
        refuses(
            "HEADER\nB\t\t1\tFRA\t46.9\t5.8\t3\nA\t\t2\tFRA\t46.9\t5.8\t3\n",
            expect!["own.tsv:3: rows are sorted by name, without case and accents: make the file anew"],
        );
        refuses(
            "HEADER\nArbois\tDole\t7\n",
            expect!["own.tsv:2: `of` and `geonames`, or `of` and `country`, name a place of the file"],
        );
    }
}
