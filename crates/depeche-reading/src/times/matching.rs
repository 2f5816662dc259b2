//! Finds where the rules of a language hold in a sentence.
//!
//! Takes the atoms of a sentence and the times found in it so far; gives matches that do not overlap, the longest
//! expression first from the left, with what each class captured. What they mean is settled elsewhere.

use super::atoms::Atom;
use super::pattern::{Sequence, Step};
use super::words::{Index, Meaning, TimeWords};
use super::{Found, TimeKind};
use crate::times::calendar::Unit;
use std::ops::Range;

/// What a class captured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Captured {
    Number(i64),
    Code(String),
    /// Some, not told how many.
    Vague,
    /// A time found before: its index.
    Item(usize),
}

/// A rule that holds at a place.
#[derive(Debug, Clone)]
pub(super) struct Match {
    pub(super) rule: usize,
    /// Atoms of the expression.
    pub(super) range: Range<usize>,
    pub(super) captures: Vec<(String, Captured)>,
}

impl Match {
    pub(super) fn get(&self, name: &str) -> Option<&Captured> {
        self.captures.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    pub(super) fn number(&self, name: &str) -> Option<i64> {
        match self.get(name)? {
            Captured::Number(number) => Some(*number),
            _ => None,
        }
    }

    pub(super) fn code(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Captured::Code(code) => Some(code),
            _ => None,
        }
    }
}

/// A sentence while it is searched.
pub(super) struct Search<'a> {
    pub(super) words: &'a TimeWords,
    pub(super) atoms: &'a [Atom],
    pub(super) items: &'a [Found],
}

impl Search<'_> {
    /// The matches of `index`, left to right, none overlapping another. `allowed` may refuse one.
    pub(super) fn matches(&self, index: &Index, allowed: impl Fn(&Match) -> bool) -> Vec<Match> {
        let mut best: Vec<(usize, Match)> = Vec::new();
        for start in 0..self.atoms.len() {
            for (rule, sequence) in index.starting(&self.atoms[start].folded) {
                let rule_of = &self.words.rules()[*rule];
                self.walk(sequence, start, |end, expression, captures| {
                    let word = |list: &[String], at: Option<&Atom>| at.is_some_and(|atom| list.contains(&atom.folded));
                    if word(&rule_of.not_before, self.atoms.get(end))
                        || start > 0 && word(&rule_of.not_after, self.atoms.get(start - 1))
                    {
                        return;
                    }
                    let found = Match { rule: *rule, range: expression, captures: captures.to_vec() };
                    if allowed(&found) {
                        best.push((end - start, found));
                    }
                });
            }
        }
        // Longest expression first, then what knows more of its surroundings, then the file's order.
        best.sort_by(|(width_a, a), (width_b, b)| {
            let key = |width: usize, found: &Match| (found.range.len(), width);
            key(*width_b, b).cmp(&key(*width_a, a)).then(a.range.start.cmp(&b.range.start)).then(a.rule.cmp(&b.rule))
        });
        let mut taken = vec![false; self.atoms.len()];
        let mut chosen: Vec<Match> = Vec::new();
        for (_, found) in best {
            if taken[found.range.clone()].iter().all(|taken| !taken) {
                taken[found.range.clone()].fill(true);
                chosen.push(found);
            }
        }
        chosen.sort_by_key(|found| found.range.start);
        chosen
    }

    /// Tells every way in which `sequence` holds from atom `start` on: its end, the expression, the captures.
    fn walk(
        &self,
        sequence: &Sequence,
        start: usize,
        mut tell: impl FnMut(usize, Range<usize>, &[(String, Captured)]),
    ) {
        let mut captures = Vec::new();
        self.step(sequence, (start, start, None), &mut captures, &mut tell);
    }

    fn step(
        &self,
        sequence: &[Step],
        (at, open, close): (usize, usize, Option<usize>),
        captures: &mut Vec<(String, Captured)>,
        tell: &mut impl FnMut(usize, Range<usize>, &[(String, Captured)]),
    ) {
        let Some((step, rest)) = sequence.split_first() else {
            let close = close.unwrap_or(at);
            if open < close {
                tell(at, open..close, captures);
            }
            return;
        };
        match step {
            Step::Open => self.step(rest, (at, at, close), captures, tell),
            Step::Close => self.step(rest, (at, open, Some(at)), captures, tell),
            Step::Words(words) => {
                if self.atoms.get(at).is_some_and(|atom| words.contains(&atom.folded)) {
                    self.step(rest, (at + 1, open, close), captures, tell);
                }
            }
            Step::Class { class, name } => {
                for (length, value) in self.class(class, at) {
                    captures.push((name.clone(), value));
                    self.step(rest, (at + length, open, close), captures, tell);
                    captures.pop();
                }
            }
        }
    }

    /// The ways in which a word of the class stands at `at`: how many atoms, what it stands for.
    fn class(&self, class: &str, at: usize) -> Vec<(usize, Captured)> {
        let Some(atom) = self.atoms.get(at) else { return Vec::new() };
        let listed =
            |class: &str| self.phrases(class, at).map(|(length, value)| (length, captured(value))).collect::<Vec<_>>();
        let digits = |most: usize, range: std::ops::RangeInclusive<i64>| {
            let short = atom.folded.len() <= most;
            let number = atom.digits().filter(|number| short && range.contains(number) && self.stands_alone(at));
            number.map(|number| (1, Captured::Number(number))).into_iter().collect::<Vec<_>>()
        };
        let item = |wanted: &dyn Fn(&Found) -> bool| {
            let number = self.items.iter().position(|item| item.atoms.start == at && wanted(item));
            number
                .map(|number| (self.items[number].atoms.len(), Captured::Item(number)))
                .into_iter()
                .collect::<Vec<_>>()
        };
        match class {
            "number" => self.number(at).into_iter().map(|(length, value)| (length, Captured::Number(value))).collect(),
            "count" => {
                let numbers = self.number(at).into_iter().map(|(length, value)| (length, Captured::Number(value)));
                let vague = self.phrases("vague", at).map(|(length, _)| (length, Captured::Vague));
                vague.chain(numbers).collect()
            }
            "ordinal" => {
                let mut ways = listed("ordinal");
                ways.extend(self.suffixed(at).map(|number| (2, Captured::Number(number))));
                ways
            }
            "day" => {
                let mut ways = digits(2, 1..=31);
                ways.extend(self.suffixed(at).filter(|n| (1..=31).contains(n)).map(|n| (2, Captured::Number(n))));
                ways.extend(listed("dayword"));
                ways
            }
            "year" => {
                let mut ways = if atom.folded.len() == 4 { digits(4, 1000..=2199) } else { Vec::new() };
                ways.extend(self.spoken_year(at));
                ways
            }
            "monthnumber" => digits(2, 1..=12),
            "decade" => digits(4, 10..=2190).into_iter().filter(|_| atom.folded.ends_with('0')).collect(),
            "hour" => digits(2, 0..=24),
            "minute" => digits(2, 0..=59).into_iter().filter(|_| atom.folded.len() == 2).collect(),
            "time" => item(&|item| item.kind == TimeKind::Date && item.stretch.first.is_some()),
            "date" => item(&|item| item.kind == TimeKind::Date && item.stretch.unit == Some(Unit::Day)),
            "clock" => item(&|item| item.kind == TimeKind::Time && item.stretch.value.starts_with('T')),
            "duration" => item(&|item| item.kind == TimeKind::Duration),
            listed_class => listed(listed_class),
        }
    }

    fn phrases<'s>(&'s self, class: &str, at: usize) -> impl Iterator<Item = (usize, &'s Meaning)> {
        let phrases = self.words.phrases(class, &self.atoms[at].folded);
        phrases.iter().filter_map(move |phrase| {
            let here = self.atoms.get(at..at + phrase.atoms.len())?;
            let same = here.iter().zip(&phrase.atoms).all(|(atom, word)| atom.folded == *word);
            (same && (!phrase.capital || here[0].capital)).then_some((phrase.atoms.len(), &phrase.value))
        })
    }

    /// No part of a larger number, no money, no share.
    fn stands_alone(&self, at: usize) -> bool {
        let touching = |a: usize, b: usize| self.atoms[a].span.end == self.atoms[b].span.start;
        let before = at.checked_sub(1).filter(|&before| touching(before, at)).map(|before| &self.atoms[before]);
        if before.is_some_and(|atom| matches!(atom.folded.as_str(), "$" | "€" | "£" | "¥" | "#"))
            || before.is_some_and(|atom| matches!(atom.folded.as_str(), "." | ","))
                && at >= 2
                && touching(at - 2, at - 1)
                && self.atoms[at - 2].digits().is_some()
        {
            return false;
        }
        let Some(after) = self.atoms.get(at + 1) else { return true };
        if matches!(after.folded.as_str(), "%" | "€" | "$" | "£") {
            return false;
        }
        let number_goes_on = matches!(after.folded.as_str(), "." | ",")
            && touching(at, at + 1)
            && self.atoms.get(at + 2).is_some_and(|next| next.digits().is_some() && touching(at + 1, at + 2));
        !number_goes_on
    }

    /// A number in digits or words from `at` on: its longest reading.
    fn number(&self, at: usize) -> Option<(usize, i64)> {
        if let Some(first) = self.atoms[at].digits() {
            if !self.stands_alone(at) {
                return None;
            }
            // « 3 000 » with a space inside is one number.
            let mut value = first;
            let mut length = 1;
            while self.atoms[at].folded.len() <= 3
                && let Some(next) = self.atoms.get(at + length)
                && next.folded.len() == 3
                && let Some(thousand) = next.digits()
                && value < 1_000_000
            {
                value = value * 1000 + thousand;
                length += 1;
            }
            return Some((length, value));
        }
        let (mut length, mut total, mut current) = (0, 0, 0);
        let mut at_most = i64::MAX;
        loop {
            let mut next = at + length;
            if length > 0 {
                // « vingt et un », "twenty-five", "a hundred and ten".
                let joined = self.atoms.get(next).is_some_and(|atom| atom.folded == "-")
                    || self.atoms.get(next).is_some_and(|_| self.phrases("numberjoiner", next).next().is_some());
                next += usize::from(joined);
            }
            if next >= self.atoms.len() {
                break;
            }
            let Some((width, &Meaning::Number(value))) = self.phrases("number", next).next() else { break };
            if value >= 1000 {
                total += current.max(1) * value;
                (current, at_most) = (0, value);
            } else if value == 100 && current < 10 {
                current = current.max(1) * 100;
                at_most = 100;
            } else if value < at_most && (length == 0 || value > 0) {
                current += value;
                at_most = if value >= 20 { 20 } else { 1 };
            } else {
                break;
            }
            length = next + width - at;
        }
        (length > 0).then_some((length, total + current))
    }

    /// "21st", « 1er ».
    fn suffixed(&self, at: usize) -> Option<i64> {
        let number = self.atoms[at].digits().filter(|_| self.atoms[at].folded.len() <= 3)?;
        let next = self.atoms.get(at + 1).filter(|next| next.span.start == self.atoms[at].span.end)?;
        self.words.phrases("ordinalsuffix", &next.folded).first().map(|_| number)
    }

    /// "nineteen ninety-six", « mille neuf cent » is a number like another.
    fn spoken_year(&self, at: usize) -> Option<(usize, Captured)> {
        let spoken = |at: usize| {
            let atom = self.atoms.get(at)?;
            atom.digits().is_none().then(|| self.number(at)).flatten()
        };
        let (first, century) = spoken(at)?;
        if (1900..=2199).contains(&century) {
            return Some((first, Captured::Number(century)));
        }
        // "nineteen" stops before "ninety", which is larger.
        let (second, rest) = spoken(at + first).filter(|_| (10..=21).contains(&century))?;
        (10..=99).contains(&rest).then(|| (first + second, Captured::Number(century * 100 + rest)))
    }
}

fn captured(value: &Meaning) -> Captured {
    match value {
        Meaning::Number(number) => Captured::Number(*number),
        Meaning::Code(code) => Captured::Code(code.clone()),
    }
}
