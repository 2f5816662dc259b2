//! What a match means: its place in the calendar.
//!
//! Takes matches in text order; gives times with days. A weekday or a month without a year is looked for on the side of
//! the anchor that the tense of the governing verb tells; narrative expressions (« la veille ») count from the last day
//! that the text named nearby.

use super::atoms::Atom;
use super::calendar::{Stretch, Unit, days_between, weekday};
use super::matching::{Captured, Match};
use super::words::{Make, TimeRule, TimeWords, Toward};
use super::{Found, Time, TimeKind};
use crate::tree;
use depeche_record::{Sentence, Span};
use jiff::civil::Date;

/// A day named longer ago than this is not what « la veille » counts from, in sentences.
const NARRATIVE_REACH: usize = 3;
/// How many units « ces dernières semaines » covers.
const VAGUE_UNITS: i64 = 3;

/// What is known while a text is read.
pub(super) struct Context<'a> {
    words: &'a TimeWords,
    anchor: Option<Date>,
    sentence: usize,
    /// The last explicit date: its first day, its unit, its sentence.
    last: Option<(Date, Option<Unit>, usize)>,
}

impl<'a> Context<'a> {
    pub(super) fn new(words: &'a TimeWords, anchor: Option<Date>) -> Self {
        Self { words, anchor, sentence: 0, last: None }
    }

    pub(super) fn enter(&mut self, sentence: usize) {
        self.sentence = sentence;
    }

    /// Remembers an explicit date.
    pub(super) fn note(&mut self, item: &Found, rule: &TimeRule) {
        let forward = !rule.narrative || rule.by.is_some_and(|by| by > 0);
        if let (true, TimeKind::Date, Some(first), Some(_)) =
            (forward, item.kind, item.stretch.first, item.stretch.last)
        {
            self.last = Some((first, item.stretch.unit, self.sentence));
        }
    }

    fn base(&self, rule: &TimeRule, unit: Unit) -> Option<Date> {
        let near = |&(_, known, sentence): &(Date, Option<Unit>, usize)| {
            self.sentence - sentence <= NARRATIVE_REACH && (unit != Unit::Day || known == Some(Unit::Day))
        };
        self.last.filter(|last| rule.narrative && near(last)).map(|(day, _, _)| day).or(self.anchor)
    }

    /// A match that rests on no other time.
    pub(super) fn plain(&self, found: &Match, text: &str, sentence: &Sentence, place: Span) -> Option<Found> {
        let rule = &self.words.rules()[found.rule];
        let year = found.number("year");
        if let (Some((least, most)), Some(year)) = (rule.years, year)
            && !(least..=most).contains(&year)
        {
            return None;
        }
        let unit = found.code("unit").and_then(Unit::from_code).or(rule.unit);
        let (kind, stretch) = match rule.make {
            Make::Fixed => (TimeKind::Date, self.fixed(rule.value.as_deref()?)),
            Make::Calendar => (TimeKind::Date, self.calendar(found, rule, unit, self.tense(text, sentence, place))?),
            Make::Shift => (TimeKind::Date, self.shift(found, rule, unit?)),
            Make::Duration => (TimeKind::Duration, self.duration(found, rule, unit?)),
            Make::Set => {
                let weekday = found.number("weekday").map(|number| format!("XXXX-WXX-{number}"));
                let value = rule.value.clone().or(weekday).or_else(|| Some(unit?.duration(Some(1), false)))?;
                (TimeKind::Set, Stretch::undated(value))
            }
            Make::Clock => {
                let value = match (&rule.value, found.number("hour")) {
                    (Some(value), _) => value.clone(),
                    (None, hour) => {
                        let later = found.number("meridiem").unwrap_or(0);
                        let hour =
                            if later == 12 || found.get("meridiem").is_some() { hour? % 12 + later } else { hour? };
                        format!("T{hour:02}:{:02}", found.number("minute").unwrap_or(0))
                    }
                };
                (TimeKind::Time, Stretch::undated(value))
            }
            Make::Decade => {
                let year = found.number("decade")?;
                let year = if year < 100 { year + 1900 } else { year };
                (TimeKind::Date, Stretch::decade(i16::try_from(year / 10).ok()?)?)
            }
            Make::Century => (TimeKind::Date, Stretch::century(i16::try_from(found.number("ordinal")?).ok()?)?),
            Make::Wrap => return None,
        };
        let stretch = rule.part.map_or(stretch.clone(), |part| stretch.part(part));
        Some(Found { atoms: found.range.clone(), kind: rule.kind.unwrap_or(kind), stretch, why: vec![rule.id.clone()] })
    }

    fn fixed(&self, value: &str) -> Stretch {
        let (first, last) = match value {
            "PRESENT_REF" => (self.anchor, self.anchor),
            "PAST_REF" => (None, self.anchor),
            "FUTURE_REF" => (self.anchor, None),
            _ => (None, None),
        };
        Stretch { value: value.to_owned(), first, last, unit: None }
    }

    fn shift(&self, found: &Match, rule: &TimeRule, unit: Unit) -> Stretch {
        let by = rule.by.unwrap_or(1);
        let count = match (found.get("count"), found.number("relative")) {
            (Some(Captured::Vague), _) => return self.fixed(if by < 0 { "PAST_REF" } else { "FUTURE_REF" }),
            (Some(Captured::Number(count)), _) => *count,
            (_, Some(relative)) => relative,
            _ => rule.number.unwrap_or(1),
        };
        let moved = self.base(rule, unit).and_then(|base| unit.shift(base, count.checked_mul(by)?));
        let unknown = match unit {
            Unit::Week => "XXXX-WXX",
            Unit::Weekend => "XXXX-WXX-WE",
            Unit::Month => "XXXX-XX",
            Unit::Quarter => "XXXX-QX",
            Unit::Half => "XXXX-HX",
            Unit::Year => "XXXX",
            Unit::Decade => "XXX",
            Unit::Century | Unit::Millennium => "XX",
            _ => "XXXX-XX-XX",
        };
        moved.and_then(|day| rule.grain.unwrap_or(unit).around(day)).unwrap_or_else(|| Stretch::undated(unknown))
    }

    fn duration(&self, found: &Match, rule: &TimeRule, unit: Unit) -> Stretch {
        let count = match found.get("count").or_else(|| found.get("number")) {
            Some(Captured::Number(count)) => Some(*count),
            Some(_) => None,
            None => rule.number,
        };
        let units = found.number("count").or_else(|| found.number("number")).unwrap_or(VAGUE_UNITS);
        let value = unit.duration(count, rule.half);
        let (first, last) = match (rule.toward, self.base(rule, unit)) {
            (Some(Toward::Past), Some(day)) => (unit.shift(day, -units), Some(day)),
            (Some(Toward::Future), Some(day)) => (Some(day), unit.shift(day, units)),
            _ => (None, None),
        };
        Stretch { value, first, last, unit: None }
    }

    fn calendar(&self, found: &Match, rule: &TimeRule, unit: Option<Unit>, tense: Option<Toward>) -> Option<Stretch> {
        let small = |name: &str| found.number(name).and_then(|number| i8::try_from(number).ok());
        let (month, day, ordinal, season) = (small("month"), small("day"), small("ordinal"), found.code("season"));
        let stretch = |year: i16| match (month, day, ordinal, season) {
            (Some(month), Some(day), ..) => Date::new(year, month, day).ok().map(Stretch::day),
            (Some(month), None, ..) => Stretch::month(year, month),
            (None, _, _, Some(season)) => Stretch::season(year, season),
            (None, _, Some(ordinal), None) if unit == Some(Unit::Half) => Stretch::half(year, ordinal),
            (None, _, Some(ordinal), None) => Stretch::quarter(year, ordinal),
            (None, _, None, None) => Stretch::year(year),
        };
        let relative = found.number("yearshift").and_then(|by| Some(i64::from(self.anchor?.year()) + by));
        if let Some(year) = found.number("year").or(relative) {
            return stretch(i16::try_from(year).ok()?);
        }
        let anchor = self.base(rule, Unit::Day);
        let relative = found.number("relative");
        if let (Some(number), None) = (found.number("weekday"), month) {
            let Some(anchor) = anchor else { return Some(Stretch::undated(format!("XXXX-WXX-{number}"))) };
            weekday(number)?;
            let ahead = (number - i64::from(anchor.weekday().to_monday_one_offset())).rem_euclid(7);
            let by = match (relative, rule.toward.or(tense)) {
                (Some(-1), _) => {
                    if ahead == 0 {
                        -7
                    } else {
                        ahead - 7
                    }
                }
                (Some(1), _) => {
                    if ahead == 0 {
                        7
                    } else {
                        ahead
                    }
                }
                (_, Some(Toward::Future)) => ahead,
                _ => {
                    if ahead == 0 {
                        0
                    } else {
                        ahead - 7
                    }
                }
            };
            return Unit::Day.shift(anchor, by).map(Stretch::day);
        }
        let Some(anchor) = anchor else {
            let value = stretch(2000)?.value;
            return Some(Stretch::undated(format!("XXXX{}", value.strip_prefix("2000").unwrap_or(""))));
        };
        let candidates: Vec<Stretch> = (-1..=1).filter_map(|by| stretch(anchor.year() + by)).collect();
        let past = |candidate: &&Stretch| candidate.first.is_some_and(|first| first <= anchor);
        let over = |candidate: &&Stretch| candidate.last.is_some_and(|last| last < anchor);
        let ahead = |candidate: &&Stretch| candidate.last.is_some_and(|last| last >= anchor);
        let chosen = match (relative, rule.toward.or(tense)) {
            (Some(-1), _) => candidates.iter().rfind(over),
            (Some(1), _) => candidates.iter().find(|candidate| candidate.first.is_some_and(|first| first > anchor)),
            (Some(_), _) => {
                candidates.iter().find(|candidate| candidate.first.is_some_and(|d| d.year() == anchor.year()))
            }
            (None, Some(Toward::Past)) => candidates.iter().rfind(past),
            (None, Some(Toward::Future)) => candidates.iter().find(ahead),
            (None, None) => candidates.iter().min_by_key(|candidate| {
                candidate.first.map_or(i64::MAX, |first| days_between(anchor, first).saturating_abs())
            }),
        };
        chosen.cloned()
    }

    /// On which side of the anchor the clause speaks: the tense of the verb above the expression.
    fn tense(&self, text: &str, sentence: &Sentence, place: Span) -> Option<Toward> {
        let head = tree::head_of(sentence, &tree::tokens_in(sentence, place))?;
        let verb = tree::ancestors(sentence, head).find(|&at| tree::is(sentence, at, &["VERB", "AUX"]))?;
        let group: Vec<usize> = std::iter::once(verb)
            .chain(tree::children(sentence, verb).filter(|&at| matches!(tree::relation(sentence, at), "aux" | "cop")))
            .collect();
        let is_future = |&at: &usize| {
            let form = depeche_lang::fold(sentence.tokens[at].span.of(text)).into_owned();
            tree::says(sentence, at, "Tense=Fut") || self.words.future.contains(&form)
        };
        let goes = tree::head(sentence, verb)
            .is_some_and(|up| tree::lemma(sentence, up).is_some_and(|lemma| self.words.future_verbs.contains(lemma)));
        if group.iter().any(is_future) || goes && tree::says(sentence, verb, "VerbForm=Inf") {
            return Some(Toward::Future);
        }
        let past = |&at: &usize| tree::says(sentence, at, "Tense=Past") || tree::says(sentence, at, "Tense=Imp");
        group.iter().any(past).then_some(Toward::Past)
    }

    /// A match that rests on times found before.
    pub(super) fn wrap(&self, found: &Match, items: &[Found]) -> Option<Found> {
        let rule = &self.words.rules()[found.rule];
        let item = |name: &str| match found.get(name) {
            Some(Captured::Item(number)) => items.get(*number),
            _ => None,
        };
        let base = item("time").or_else(|| item("date"))?;
        let (mut kind, mut stretch) = (base.kind, base.stretch.clone());
        let mut why = base.why.clone();
        if let Some(clock) = item("clock") {
            kind = TimeKind::Time;
            stretch.value.push_str(&clock.stretch.value);
            why.extend(clock.why.iter().cloned());
        } else if let Some(code) = found.code("daypart") {
            kind = TimeKind::Time;
            stretch.value.push_str(code);
        }
        if let Some(part) = rule.part {
            stretch = stretch.part(part);
        }
        why.push(rule.id.clone());
        Some(Found { atoms: found.range.clone(), kind: rule.kind.unwrap_or(kind), stretch, why })
    }

    /// The time that an item is; an hour without a day is one of the anchor's.
    pub(super) fn finish(&self, item: Found, atoms: &[Atom]) -> Time {
        let span = atoms[item.atoms.start].span.to(atoms[item.atoms.end - 1].span);
        let (mut value, mut start, mut end) = (item.stretch.value, item.stretch.first, item.stretch.last);
        if let (TimeKind::Time, true, Some(day)) = (item.kind, value.starts_with('T'), self.anchor) {
            value = format!("{day}{value}");
            (start, end) = (Some(day), Some(day));
        }
        Time { span, kind: item.kind, value, start, end, why: item.why }
    }
}
