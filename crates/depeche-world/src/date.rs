//! Days, as precise as a list of office holders needs them.
//!
//! Takes `2023`, `2023-08`, `2023-08-31` or an RFC 3339 date-time; gives a [`Date`] that compares. No clock, no time zones:
//! a date-time counts as the day it is written with.

/// A calendar day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    /// Invariant: 1 to 12.
    month: u8,
    /// Invariant: 1 to 31. Not checked against the month: the end of February may be its 31st.
    day: u8,
}

/// The first and the last day of a period.
pub(crate) type Period = (Option<Date>, Option<Date>);

impl Date {
    /// The first day of the year, month or day that `text` names.
    #[must_use]
    pub fn first(text: &str) -> Option<Self> {
        Self::parse(text, 1, 1)
    }

    /// The last day of the year, month or day that `text` names.
    #[must_use]
    pub fn last(text: &str) -> Option<Self> {
        Self::parse(text, 12, 31)
    }

    fn parse(text: &str, month: u8, day: u8) -> Option<Self> {
        let text = match text.split_once(['T', ' ']) {
            Some((date, _)) if date.len() == 10 => date,
            _ => text,
        };
        let mut parts = text.split('-');
        let year = number(parts.next()?, 4)?;
        let month = parts.next().map_or(Some(month), |part| number(part, 2)?.try_into().ok())?;
        let day = parts.next().map_or(Some(day), |part| number(part, 2)?.try_into().ok())?;
        if parts.next().is_some() {
            return None;
        }
        Self::new(year, month, day)
    }

    /// A day, when there is such a one in some month of 31 days.
    pub(crate) fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some(Self { year, month, day })
    }
}

/// `2000-05..2008-05`, `..2008`, `2012..`: both ends belong to it.
pub(crate) fn period(text: &str) -> Option<Period> {
    let (from, to) = text.split_once("..")?;
    let end = |part: &str, parse: fn(&str) -> Option<Date>| match part.trim() {
        "" => Some(None),
        part => parse(part).map(Some),
    };
    let (from, to) = (end(from, Date::first)?, end(to, Date::last)?);
    let backwards = matches!((from, to), (Some(from), Some(to)) if from > to);
    (!backwards).then_some((from, to))
}

fn number(part: &str, digits: usize) -> Option<u16> {
    (part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_begins_on_its_first_day_and_ends_on_its_last() {
        assert_eq!(Date::first("2023-08"), Date::first("2023-08-01"));
        assert_eq!(Date::last("2023"), Date::last("2023-12-31"));
        assert_eq!(Date::first("2023-08-31T23:00:00Z"), Date::first("2023-08-31"));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["", "hier", "2023-13", "2023-8", "23-08-01", "2023-08-32", "2023-08-01-02", "2023/08", "é023"] {
            assert_eq!(Date::first(text), None, "{text}");
        }
        for text in ["2023", "2024..2023", "x..", "..2023-00"] {
            assert_eq!(period(text), None, "{text}");
        }
        assert_eq!(period(".."), Some((None, None)));
    }
}
