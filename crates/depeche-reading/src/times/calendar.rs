//! Stretches of the calendar with the value that TIMEX3 gives them.
//!
//! Takes days, months, quarters, decades…; gives a [`Stretch`]: its value as ISO 8601 or TIMEX3 writes it (Pustejovsky,
//! Castaño, Ingria, Saurí, Gaizauskas, Setzer and Katz, "TimeML: Robust Specification of Event and Temporal
//! Expressions in Text", 2003; ISO 24617-1), its first and its last day. A date that the calendar does not have is `None`.

use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::{Span, Unit as JiffUnit};
use serde::Deserialize;

/// A unit of time, by the letters that `times.toml` uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(super) enum Unit {
    #[serde(rename = "S")]
    Second,
    #[serde(rename = "MIN")]
    Minute,
    #[serde(rename = "H")]
    Hour,
    #[serde(rename = "D")]
    Day,
    #[serde(rename = "WE")]
    Weekend,
    #[serde(rename = "W")]
    Week,
    #[serde(rename = "M")]
    Month,
    #[serde(rename = "Q")]
    Quarter,
    #[serde(rename = "HY")]
    Half,
    #[serde(rename = "Y")]
    Year,
    #[serde(rename = "DE")]
    Decade,
    #[serde(rename = "CE")]
    Century,
    #[serde(rename = "ML")]
    Millennium,
}

impl Unit {
    /// All of them, with the code in `times.toml`.
    pub(super) const ALL: [(&'static str, Self); 13] = [
        ("S", Self::Second),
        ("MIN", Self::Minute),
        ("H", Self::Hour),
        ("D", Self::Day),
        ("WE", Self::Weekend),
        ("W", Self::Week),
        ("M", Self::Month),
        ("Q", Self::Quarter),
        ("HY", Self::Half),
        ("Y", Self::Year),
        ("DE", Self::Decade),
        ("CE", Self::Century),
        ("ML", Self::Millennium),
    ];

    pub(super) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == code).map(|(_, unit)| *unit)
    }

    /// `P` or `PT`, what one unit is multiplied by, and the letter: a decade is ten years.
    fn period(self) -> (&'static str, i64, &'static str) {
        match self {
            Self::Second => ("PT", 1, "S"),
            Self::Minute => ("PT", 1, "M"),
            Self::Hour => ("PT", 1, "H"),
            Self::Day => ("P", 1, "D"),
            Self::Weekend => ("P", 1, "WE"),
            Self::Week => ("P", 1, "W"),
            Self::Month => ("P", 1, "M"),
            Self::Quarter => ("P", 1, "Q"),
            Self::Half => ("P", 6, "M"),
            Self::Year => ("P", 1, "Y"),
            Self::Decade => ("P", 10, "Y"),
            Self::Century => ("P", 100, "Y"),
            Self::Millennium => ("P", 1000, "Y"),
        }
    }

    /// `P3W`; `PXW` when it is not told how many; with half a unit more, `P1Y6M`.
    pub(super) fn duration(self, count: Option<i64>, half: bool) -> String {
        let (prefix, times, letter) = self.period();
        let Some(count) = count else {
            return match self {
                Self::Decade => "PXDE".to_owned(),
                Self::Century => "PXCE".to_owned(),
                Self::Millennium => "PXML".to_owned(),
                _ => format!("{prefix}X{letter}"),
            };
        };
        let rest = match (half, self) {
            (false, _) => "",
            (_, Self::Year) => "6M",
            (_, Self::Hour) => "30M",
            (_, Self::Minute) => "30S",
            (_, Self::Day) => "T12H",
            (_, Self::Decade) => return format!("P{}Y", count * 10 + 5),
            (_, Self::Century) => return format!("P{}Y", count * 100 + 50),
            _ => return format!("{prefix}{count}.5{letter}"),
        };
        match count.checked_mul(times) {
            Some(0) if half => format!("{prefix}{}", rest.trim_start_matches('T')),
            Some(count) => format!("{prefix}{count}{letter}{rest}"),
            None => format!("{prefix}X{letter}"),
        }
    }

    /// The day `count` units from `day`; clock units stay on the day.
    pub(super) fn shift(self, day: Date, count: i64) -> Option<Date> {
        let span = match self {
            Self::Second | Self::Minute | Self::Hour => return Some(day),
            Self::Day => Span::new().try_days(count),
            Self::Week | Self::Weekend => Span::new().try_weeks(count),
            Self::Month => Span::new().try_months(count),
            Self::Quarter => Span::new().try_months(count.checked_mul(3)?),
            Self::Half => Span::new().try_months(count.checked_mul(6)?),
            Self::Year => Span::new().try_years(count),
            Self::Decade => Span::new().try_years(count.checked_mul(10)?),
            Self::Century => Span::new().try_years(count.checked_mul(100)?),
            Self::Millennium => Span::new().try_years(count.checked_mul(1000)?),
        };
        day.checked_add(span.ok()?).ok()
    }

    /// The unit of the calendar that `day` is in.
    pub(super) fn around(self, day: Date) -> Option<Stretch> {
        match self {
            Self::Second | Self::Minute | Self::Hour | Self::Day => Some(Stretch::day(day)),
            Self::Week => Stretch::week(day),
            Self::Weekend => Stretch::weekend(day),
            Self::Month => Stretch::month(day.year(), day.month()),
            Self::Quarter => Stretch::quarter(day.year(), (day.month() - 1) / 3 + 1),
            Self::Half => Stretch::half(day.year(), (day.month() - 1) / 6 + 1),
            Self::Year => Stretch::year(day.year()),
            Self::Decade => Stretch::decade(day.year().div_euclid(10)),
            Self::Century => Stretch::century((day.year() - 1).div_euclid(100) + 1),
            Self::Millennium => None,
        }
    }
}

/// A part of the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    /// As TIMEX3 writes it.
    pub(super) value: String,
    /// First day.
    pub(super) first: Option<Date>,
    /// Last day.
    pub(super) last: Option<Date>,
    /// What it is one of.
    pub(super) unit: Option<Unit>,
}

impl Stretch {
    fn of(unit: Unit, value: String, first: Date, last: Date) -> Self {
        Self { value, first: Some(first), last: Some(last), unit: Some(unit) }
    }

    /// A value whose days are not known.
    pub(super) fn undated(value: impl Into<String>) -> Self {
        Self { value: value.into(), first: None, last: None, unit: None }
    }

    pub(super) fn day(day: Date) -> Self {
        Self::of(Unit::Day, day.to_string(), day, day)
    }

    pub(super) fn week(day: Date) -> Option<Self> {
        let week = day.iso_week_date();
        let day_of = |weekday| ISOWeekDate::new(week.year(), week.week(), weekday).ok().map(ISOWeekDate::date);
        let value = format!("{:04}-W{:02}", week.year(), week.week());
        Some(Self::of(Unit::Week, value, day_of(Weekday::Monday)?, day_of(Weekday::Sunday)?))
    }

    pub(super) fn weekend(day: Date) -> Option<Self> {
        let week = Self::week(day)?;
        let first = Unit::Day.shift(week.last?, -1)?;
        Some(Self::of(Unit::Weekend, format!("{}-WE", week.value), first, week.last?))
    }

    pub(super) fn month(year: i16, month: i8) -> Option<Self> {
        let first = Date::new(year, month, 1).ok()?;
        Some(Self::of(Unit::Month, format!("{year:04}-{month:02}"), first, first.last_of_month()))
    }

    pub(super) fn quarter(year: i16, number: i8) -> Option<Self> {
        if !(1..=4).contains(&number) {
            return None;
        }
        let first = Date::new(year, number * 3 - 2, 1).ok()?;
        let last = Date::new(year, number * 3, 1).ok()?.last_of_month();
        Some(Self::of(Unit::Quarter, format!("{year:04}-Q{number}"), first, last))
    }

    pub(super) fn half(year: i16, number: i8) -> Option<Self> {
        if !(1..=2).contains(&number) {
            return None;
        }
        let first = Date::new(year, number * 6 - 5, 1).ok()?;
        let last = Date::new(year, number * 6, 1).ok()?.last_of_month();
        Some(Self::of(Unit::Half, format!("{year:04}-H{number}"), first, last))
    }

    /// A season of the northern hemisphere by whole months: summer is June to August, winter ends in the next year.
    pub(super) fn season(year: i16, code: &str) -> Option<Self> {
        let month = match code {
            "SP" => 3,
            "SU" => 6,
            "FA" => 9,
            "WI" => 12,
            _ => return None,
        };
        let first = Date::new(year, month, 1).ok()?;
        let last = Unit::Month.shift(first, 2)?.last_of_month();
        Some(Self { unit: None, ..Self::of(Unit::Quarter, format!("{year:04}-{code}"), first, last) })
    }

    pub(super) fn year(year: i16) -> Option<Self> {
        Some(Self::of(Unit::Year, format!("{year:04}"), Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?))
    }

    /// The 1990s are decade 199.
    pub(super) fn decade(number: i16) -> Option<Self> {
        let first = number.checked_mul(10)?;
        let last = Date::new(first.checked_add(9)?, 12, 31).ok()?;
        Some(Self::of(Unit::Decade, format!("{number:03}"), Date::new(first, 1, 1).ok()?, last))
    }

    /// The 20th century is number 20: value 19, from 1901 to 2000.
    pub(super) fn century(number: i16) -> Option<Self> {
        let before = number.checked_sub(1)?;
        let first = before.checked_mul(100)?;
        let last = Date::new(first.checked_add(100)?, 12, 31).ok()?;
        Some(Self::of(Unit::Century, format!("{before:02}"), Date::new(first.checked_add(1)?, 1, 1).ok()?, last))
    }

    /// Its first, middle or last third; a year by whole months, anything else by days.
    pub(super) fn part(mut self, part: Part) -> Self {
        let (Some(first), Some(last)) = (self.first, self.last) else { return self };
        let third = |number: i64| -> Option<(Date, Date)> {
            if self.unit == Some(Unit::Year) {
                let from = Unit::Month.shift(first, number * 4)?;
                return Some((from, Unit::Day.shift(Unit::Month.shift(from, 4)?, -1)?));
            }
            let days = i64::from(first.until((JiffUnit::Day, last)).ok()?.get_days()) + 1;
            let cut = |number: i64| Unit::Day.shift(first, days * number / 3);
            let to = Unit::Day.shift(cut(number + 1)?, -1)?;
            Some((cut(number)?, to.max(cut(number)?)))
        };
        let number = match part {
            Part::Start => 0,
            Part::Mid => 1,
            Part::End => 2,
        };
        if let Some((first, last)) = third(number) {
            (self.first, self.last) = (Some(first), Some(last));
        }
        self
    }
}

/// Which third of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Part {
    /// « début juillet ».
    Start,
    /// « mi-juillet ».
    Mid,
    /// « fin juillet ».
    End,
}

/// The weekday numbered as ISO does, Monday 1 to Sunday 7.
pub(super) fn weekday(number: i64) -> Option<Weekday> {
    Weekday::from_monday_one_offset(i8::try_from(number).ok()?).ok()
}

/// Days from `from` to `to`, negative when `to` is before.
pub(super) fn days_between(from: Date, to: Date) -> i64 {
    from.until((JiffUnit::Day, to)).map_or(i64::MAX, |span| i64::from(span.get_days()))
}
