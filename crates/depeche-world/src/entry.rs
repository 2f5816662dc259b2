//! One thing in the world, with its names' code over time.

use crate::Date;

/// One thing in the world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The first of its names.
    pub name: String,
    /// Which list it comes from.
    pub kind: EntryKind,
    /// ISO 3166-1 alpha-3, `XKX` for Kosovo; none for what is international.
    pub country: Option<String>,
    /// Its actor code, by time; dated ones first.
    pub terms: Vec<Term>,
    /// Where it stands: `people.toml:12`.
    pub at: String,
    /// Its code after and between its terms: what a former official is.
    pub(crate) former: Option<String>,
    /// Bears its name only where the text names no other country: « le Conseil d'État ».
    pub(crate) weak: bool,
}

/// Lists of the world, the one that wins first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// The user's own file.
    User,
    /// A country or territory.
    Country,
    /// A seat, organisation, party, medium, bank or armed group.
    Actor,
    /// A capital: it stands for its country.
    Capital,
    /// An inhabitant, or the adjective: « russe ».
    Demonym,
    /// A part of the world or a faith: no country.
    Region,
    /// Somebody who was in office.
    Person,
}

/// A code, and when it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// PLOVER/CAMEO-style actor code.
    pub code: String,
    /// First day; none: always before `to`.
    pub from: Option<Date>,
    /// Last day; none: still so when the line was written.
    pub to: Option<Date>,
    /// For a person, which office: a key of `[offices]` in `people.toml`, `president`.
    pub office: Option<String>,
}

impl Term {
    /// An undated code.
    pub(crate) fn always(code: String) -> Self {
        Self { code, from: None, to: None, office: None }
    }

    fn holds(&self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date <= to)
    }

    fn is_dated(&self) -> bool {
        self.from.is_some() || self.to.is_some()
    }
}

impl Entry {
    /// Whether it bears its name only where the text names no other country: « le Conseil d'État ».
    #[must_use]
    pub fn is_weak(&self) -> bool {
        self.weak
    }

    /// Whether this person holds `office` on that day; without a day, ever.
    pub(crate) fn holds(&self, office: &str, date: Option<Date>) -> bool {
        self.terms.iter().any(|term| term.office.as_deref() == Some(office) && date.is_none_or(|date| term.holds(date)))
    }

    /// The code on that day; without a day, only a code that held always or that is the only one and holds still.
    pub(crate) fn code(&self, date: Option<Date>) -> Option<&str> {
        let undated = self.terms.iter().find(|term| !term.is_dated());
        let Some(date) = date else {
            let last = self.terms.last()?;
            let still = last.to.is_none() && self.terms.iter().all(|term| term.code == last.code);
            return undated.or(still.then_some(last)).map(|term| term.code.as_str());
        };
        let dated = || self.terms.iter().filter(|term| term.is_dated());
        // The latest of those that hold: in the month of a change both do.
        if let Some(term) = dated().rfind(|term| term.holds(date)).or(undated) {
            return Some(&term.code);
        }
        let was = dated().any(|term| term.to.is_some_and(|to| to < date));
        self.former.as_deref().filter(|_| was)
    }
}
