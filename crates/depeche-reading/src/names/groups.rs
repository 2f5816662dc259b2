//! Names put together: the passes of the sieve that need no more than the words of names.
//!
//! Takes the names of a text; gives for each the group it belongs to and the step that put it there. Titles keep
//! « M. Vial » and « Mme Vial » apart.

use super::{Found, Lookup, capital, fold};
use depeche_record::{Kind, Sentence};
use depeche_world::EntryKind;
use std::collections::HashMap;

crate::rules::name_rules! {
    /// The same words.
    EXACT = "coref.name.exact" settles Reference;
    /// The short form of a longer name.
    SHORT = "coref.name.short" settles Reference;
    /// Two names that the world knows for one thing.
    ALIAS = "coref.name.alias" settles Reference;
    /// A capital that acts, and its state.
    CAPITAL = "coref.capital" settles Reference;
    /// Letters that stand for words.
    ACRONYM = "coref.name.acronym" settles Reference;
    /// A family name that the model took for something else.
    SURNAME = "coref.name.surname" settles Reference;
    /// One given name in two spellings.
    SPELLING = "coref.name.spelling" settles Reference;
}

/// A name whose kind has at least this probability, on average, keeps it.
const SURE: f32 = 0.9;

/// What names of one group have in common: words, whether a person, a woman or a man, whether a capital that acts.
type Key<'a> = (&'a [String], bool, Option<bool>, bool);

/// Names with the same words. A person's names are kept apart from others until [`Groups::merge`] has seen whether a
/// longer name claims them: « Denzel Washington » may be « Washington », and so may the city.
pub(crate) struct Groups {
    /// Indices into the found names, in text order.
    members: Vec<Vec<usize>>,
    key: Vec<Vec<String>>,
    person: Vec<bool>,
    /// Whether it is a woman, when a title or a given name tells.
    woman: Vec<Option<bool>>,
    /// What the world calls so: where its entry stands.
    known: Vec<Option<String>>,
    /// A capital that stands for its state.
    acting: Vec<bool>,
    /// Group of each found name.
    of: Vec<usize>,
    /// Groups of several words by their first and by their last word, so that a long text takes linear time.
    by_word: HashMap<String, Vec<usize>>,
}

impl Groups {
    /// Groups of the same words, without regard to what they are called elsewhere.
    pub(crate) fn exact(lookup: &Lookup<'_>, text: &str, sentences: &[Sentence], found: &[Found]) -> Self {
        let mut groups = Self {
            members: Vec::new(),
            key: Vec::new(),
            person: Vec::new(),
            woman: Vec::new(),
            known: Vec::new(),
            acting: Vec::new(),
            of: Vec::new(),
            by_word: HashMap::new(),
        };
        let entry = |name: &Found| lookup.world.find(name.name.of(text));
        let state = |name: &Found, kind| {
            entry(name).filter(|entry| entry.kind == kind && !name.is_person()).and_then(|entry| entry.country.clone())
        };
        let named: Vec<String> = found.iter().filter_map(|name| state(name, EntryKind::Country)).collect();
        let mut number: HashMap<Key<'_>, usize> = HashMap::new();
        for (index, name) in found.iter().enumerate() {
            let acting = state(name, EntryKind::Capital).is_some_and(|iso| named.contains(&iso))
                && capital::acts(lookup.words, text, &sentences[name.sentence], &name.tokens);
            let key = (name.key.as_slice(), name.is_person(), name.woman, acting);
            let group = *number.entry(key).or_insert(groups.members.len());
            if group == groups.members.len() {
                groups.members.push(Vec::new());
                groups.key.push(name.key.clone());
                groups.person.push(name.is_person());
                let given = name.key.first().filter(|_| name.is_person() && name.key.len() > 1);
                groups.woman.push(name.woman.or_else(|| lookup.world.is_womans_name(given?)));
                groups.known.push(known(lookup, text, name, acting));
                groups.acting.push(acting);
            }
            groups.members[group].push(index);
            groups.of.push(group);
        }
        for (group, key) in groups.key.iter().enumerate().filter(|(_, key)| key.len() > 1) {
            for word in [&key[0], &key[key.len() - 1]] {
                groups.by_word.entry(word.clone()).or_default().push(group);
            }
        }
        groups
    }

    /// The group that a found name belongs to after [`Groups::merge`], and the step that put it there.
    pub(crate) fn place(&self, owner: &[(usize, &'static str)], name: usize) -> (usize, &'static str) {
        let group = self.of[name];
        (root(owner, group), if owner[group].0 == group { EXACT } else { owner[group].1 })
    }

    /// The groups that begin or end with the first or the last word of `group`, in text order, each once.
    fn alike(&self, group: usize) -> impl Iterator<Item = usize> {
        let key = &self.key[group];
        let words = key.first().into_iter().chain(key.last());
        let mut alike: Vec<usize> = words.filter_map(|word| self.by_word.get(word)).flatten().copied().collect();
        alike.sort_unstable();
        alike.dedup();
        alike.into_iter()
    }

    /// For every group the one it belongs to, possibly itself, and why.
    #[allow(clippy::needless_range_loop, reason = "reads and writes `owner` at other places than `group`")]
    pub(crate) fn merge(&self, text: &str, found: &[Found]) -> Vec<(usize, &'static str)> {
        let mut owner: Vec<(usize, &'static str)> = (0..self.members.len()).map(|group| (group, EXACT)).collect();
        let join = |owner: &mut Vec<(usize, &'static str)>, group: usize, other: usize, why| {
            let (from, to) = (root(owner, group), root(owner, other));
            if from != to {
                owner[from] = (to, why);
            }
        };
        for group in 0..owner.len() {
            if self.person[group] {
                if let Some(longer) = self.full_person(group) {
                    owner[group] = (longer, SHORT);
                } else if let Some(other) = self.other_spelling(group) {
                    owner[group] = (other, SPELLING);
                }
            } else if let Some(longer) = self.full_organisation(found, group) {
                owner[group] = (longer, SHORT);
            }
        }
        let mut by_key: HashMap<&[String], Vec<usize>> = HashMap::new();
        for group in 0..owner.len() {
            // Same words, once a person and once something else, and no longer name claims either: one thing. Not « M.
            // Vial » and « Mme Vial », nor the capital and the state that it stands for.
            let twins = by_key.entry(&self.key[group]).or_default();
            let twin = twins.iter().copied().find(|&twin| {
                owner[twin].0 == twin && self.agree(twin, group) && self.acting[twin] == self.acting[group]
            });
            if let Some(twin) = twin
                && owner[group].0 == group
            {
                owner[group] = (twin, EXACT);
            }
            twins.push(group);
        }
        for group in 0..owner.len() {
            if owner[group].0 == group
                && let Some(person) = self.surname(found, group)
            {
                owner[group] = (person, SURNAME);
            }
        }
        let mut by_entry: HashMap<&str, usize> = HashMap::new();
        for group in 0..owner.len() {
            let Some(known) = self.known[group].as_deref() else { continue };
            let first = *by_entry.entry(known).or_insert(group);
            join(&mut owner, group, first, if self.acting[group] || self.acting[first] { CAPITAL } else { ALIAS });
        }
        for (short, long) in self.acronyms(text, found) {
            join(&mut owner, short, long, ACRONYM);
        }
        owner
    }

    /// Whether no title or given name speaks against the two being one.
    fn agree(&self, one: usize, other: usize) -> bool {
        !matches!((self.woman[one], self.woman[other]), (Some(one), Some(other)) if one != other)
    }

    /// The longer name of which person `group` is a short form: the last one introduced before, else the next.
    fn full_person(&self, group: usize) -> Option<usize> {
        let candidates = self.alike(group).filter(|&other| {
            self.person[other] && is_short_for(&self.key[group], &self.key[other]) && self.agree(group, other)
        });
        let first = |group: usize| self.members[group][0];
        let (before, after): (Vec<usize>, Vec<usize>) = candidates.partition(|&other| first(other) < first(group));
        before
            .into_iter()
            .max_by_key(|&other| first(other))
            .or_else(|| after.into_iter().min_by_key(|&other| first(other)))
    }

    /// An earlier person of the same family name whose given name is a spelling of this one: « Philip », « Philipp ».
    fn other_spelling(&self, group: usize) -> Option<usize> {
        let key = &self.key[group];
        self.alike(group).take_while(|&other| other < group).find(|&other| {
            let (mine, theirs) = (once(&key[0]), once(&self.key[other][0]));
            let n_shared = mine.chars().zip(theirs.chars()).take_while(|(a, b)| a == b).count();
            let n_characters = mine.chars().count().max(theirs.chars().count());
            self.person[other]
                && key.len() > 1
                && self.key[other].len() == key.len()
                && self.key[other][1..] == key[1..]
                && n_shared >= 4
                && n_shared + 2 >= n_characters
                && self.agree(group, other)
        })
    }

    /// The person whose last name a place or organisation has, when the model is not sure and nobody is called by that
    /// last name alone: « Assange » after « Julian Assange » is he.
    fn surname(&self, found: &[Found], group: usize) -> Option<usize> {
        let scores = self.members[group].iter().map(|&index| found[index].score);
        let kind = found[self.members[group][0]].kind;
        let doubtful = scores.sum::<f32>() < SURE * self.members[group].len() as f32;
        if self.key[group].len() != 1 || !doubtful || !matches!(kind, Kind::Place | Kind::Organisation) {
            return None;
        }
        let bears = |&other: &usize| self.person[other] && self.key[other].last() == self.key[group].last();
        self.alike(group).find(bears)
    }

    /// The longer name of which an organisation is the beginning or the end, when it came before and is the only one.
    fn full_organisation(&self, found: &[Found], group: usize) -> Option<usize> {
        let organisation = |group: usize| found[self.members[group][0]].kind == Kind::Organisation;
        let (key, first) = (&self.key[group], self.members[group][0]);
        if !organisation(group) {
            return None;
        }
        let mut candidates = self.alike(group).filter(|&other| {
            let longer = &self.key[other];
            organisation(other)
                && longer.len() > key.len()
                && (longer.starts_with(key) || longer.ends_with(key))
                && self.members[other][0] < first
        });
        candidates.next().filter(|_| candidates.next().is_none())
    }

    /// Pairs of groups (acronym, name in full).
    fn acronyms(&self, text: &str, found: &[Found]) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        for index in 1..found.len() {
            let (left, right) = (&found[index - 1], &found[index]);
            if left.name.end > right.name.start {
                continue;
            }
            let gap = text[left.name.end..right.name.start].trim();
            let closed = text[right.name.end..].trim_start().starts_with(')');
            if gap != "(" || !closed || left.is_person() || right.is_person() {
                continue;
            }
            let (left_group, right_group) = (self.of[index - 1], self.of[index]);
            if abbreviates(right.name.of(text), &left.key) {
                pairs.push((right_group, left_group));
            } else if abbreviates(left.name.of(text), &right.key) {
                pairs.push((left_group, right_group));
            }
        }
        let mut by_initials: HashMap<String, usize> = HashMap::new();
        for group in 0..self.members.len() {
            if self.key[group].len() > 1 && !self.person[group] {
                let all: String = self.key[group].iter().filter_map(|word| word.chars().next()).collect();
                let long = self.key[group].iter().filter(|word| word.chars().count() > 3);
                let heavy: String = long.filter_map(|word| word.chars().next()).collect();
                by_initials.entry(all).or_insert(group);
                by_initials.entry(heavy).or_insert(group);
            }
        }
        for group in 0..self.members.len() {
            let name = found[self.members[group][0]].name.of(text);
            let letters = fold(name).replace('.', "");
            // Two letters are the initials of two words, and only of a body: "GM" is General Motors.
            let organisation = |group: usize| found[self.members[group][0]].kind == Kind::Organisation;
            let enough = |full: usize| {
                letters.chars().count() >= 3 || self.key[full].len() == 2 && organisation(group) && organisation(full)
            };
            if is_acronym(name) && letters.chars().count() >= 2 && !self.person[group] {
                pairs.extend(by_initials.get(&letters).filter(|&&full| enough(full)).map(|&full| (group, full)));
            }
        }
        pairs
    }
}

/// Without doubled letters: « Philipp » is « Philip ».
fn once(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}

/// What the world calls so: the place of its entry, for a country its code.
fn known(lookup: &Lookup<'_>, text: &str, name: &Found, acting: bool) -> Option<String> {
    let entry = lookup.world.find(name.name.of(text))?;
    match entry.kind {
        EntryKind::Person => Some(entry.at.clone()).filter(|_| name.is_person()),
        _ if name.is_person() => None,
        EntryKind::Country => entry.country.clone(),
        EntryKind::Capital => entry.country.clone().filter(|_| acting),
        EntryKind::Actor | EntryKind::User => Some(entry.at.clone()).filter(|_| !entry.is_weak()),
        EntryKind::Demonym | EntryKind::Region => None,
    }
}

fn root(owner: &[(usize, &'static str)], mut group: usize) -> usize {
    // Invariant: an owner has a longer key than what it owns, or an earlier number, so this ends; the bound is for
    // acronyms that point at each other.
    for _ in 0..owner.len() {
        if owner[group].0 == group {
            break;
        }
        group = owner[group].0;
    }
    group
}

/// Whether the person called `short` can be the one called `long`.
fn is_short_for(short: &[String], long: &[String]) -> bool {
    let size = |key: &[String]| (key.len(), key.iter().map(String::len).sum::<usize>());
    if size(short) >= size(long) || short.is_empty() {
        return false;
    }
    if short.len() < long.len() && (long.ends_with(short) || long.starts_with(short)) {
        return true;
    }
    let initial = |a: &str, b: &str| a == b || (a.chars().count() == 1 && b.starts_with(a));
    short.len() > 1 && short.last() == long.last() && initial(&short[0], &long[0])
}

pub(crate) fn is_acronym(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2
        && !name.contains(char::is_whitespace)
        && name.chars().filter(|c| c.is_uppercase()).count() * 2 > letters
}

/// Whether `acronym` takes its letters, in order, from the words `full`, beginning with the first one.
fn abbreviates(acronym: &str, full: &[String]) -> bool {
    let letters: Vec<char> = fold(acronym).chars().filter(|c| c.is_alphanumeric()).collect();
    let text: Vec<char> = full.iter().flat_map(|word| word.chars()).collect();
    let mut rest = text.iter();
    is_acronym(acronym)
        && full.len() > 1
        && letters.first() == text.first()
        && letters.iter().all(|letter| rest.any(|c| c == letter))
}
