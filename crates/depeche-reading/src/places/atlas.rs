//! Which place on the map each entity is.
//!
//! Takes the entities with the words around their mentions; gives the gazetteer's entry of each, when it has one. Of
//! several places with one name, the text decides: a place that holds it, named right behind (« Tripoli, au Liban »,
//! "Paris, Texas"); else countries that the text speaks of; else the name means what it usually does: a country, a
//! capital, the place with most people. So do Leidner (2007, *Toponym Resolution in Text*) and the systems after him.

use super::words::PlaceWords;
use crate::tree;
use depeche_lang::fold;
use depeche_record::{Entity, Kind, Sentence, Span};
use depeche_world::{Gazetteer, GazetteerEntry, PlaceKind};
use std::collections::{BTreeMap, BTreeSet};

/// A less known homonym has at least this share of the people of the best known one: Tripoli in Lebanon, not Paris in
/// Texas. A place that holds it must be named for the others.
const KNOWN_SHARE: u32 = 10;

/// Words between a place and the one that holds it: a comma, a preposition, an article.
const BETWEEN: usize = 3;

/// The places of a text's entities.
pub(super) struct Atlas<'a> {
    gazetteer: &'a Gazetteer,
    entries: Vec<Option<GazetteerEntry<'a>>>,
}

impl<'a> Atlas<'a> {
    pub(super) fn new(
        words: &PlaceWords,
        gazetteer: &'a Gazetteer,
        text: &str,
        sentences: &[Sentence],
        entities: &[Entity],
    ) -> Self {
        let named = entities.iter().map(|entity| {
            let place = entity.kind == Kind::Place;
            if place { Named::of(words, gazetteer, text, entity) } else { Named::default() }
        });
        let named: Vec<Named<'a>> = named.collect();
        let mut begins: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (number, entity) in entities.iter().enumerate() {
            for name in entity.mentions.iter().filter_map(|mention| mention.name) {
                begins.entry(name.start).or_default().insert(number);
            }
        }
        let reading = Reading { words, text, sentences, entities, named: &named, begins };
        let entries = (0..entities.len()).map(|entity| reading.decide(entity)).collect();
        Self { gazetteer, entries }
    }

    /// The entry of a place.
    pub(super) fn entry(&self, entity: usize) -> Option<GazetteerEntry<'a>> {
        self.entries.get(entity).copied().flatten()
    }

    /// Where an entity is at home: a place is where it is, a government or person in its country.
    pub(super) fn home(&self, entities: &[Entity], entity: usize) -> Option<GazetteerEntry<'a>> {
        self.entry(entity).or_else(|| self.gazetteer.country(entities.get(entity)?.country.as_deref()?))
    }
}

/// What the names of an entity may be.
#[derive(Default)]
struct Named<'a> {
    /// The usual one first.
    candidates: Vec<GazetteerEntry<'a>>,
    /// Its name says that it is a division.
    division: bool,
    /// What may hold it, when its own name tells: "Paris, Texas" is one name.
    holders: Vec<GazetteerEntry<'a>>,
}

impl<'a> Named<'a> {
    fn of(words: &PlaceWords, gazetteer: &'a Gazetteer, text: &str, entity: &Entity) -> Self {
        let names = entity.mentions.iter().filter_map(|mention| mention.name).map(|name| name.of(text));
        for name in std::iter::once(entity.name.as_str()).chain(names) {
            let (bare, division) = words.without_kind(name).unwrap_or((name, false));
            let whole = find(words, gazetteer, name);
            let candidates = if whole.is_empty() { find(words, gazetteer, bare) } else { whole };
            if !candidates.is_empty() {
                return Self { candidates, division, holders: Vec::new() };
            }
            if let Some((inner, outer)) = name.split_once([',', '(']) {
                let candidates = find(words, gazetteer, inner);
                if !candidates.is_empty() {
                    return Self { candidates, division: false, holders: find(words, gazetteer, outer) };
                }
            }
        }
        Self::default()
    }
}

/// The places called `name`, with or without its article, the usual one first.
fn find<'a>(words: &PlaceWords, gazetteer: &'a Gazetteer, name: &str) -> Vec<GazetteerEntry<'a>> {
    let mut name = name.trim();
    let mut found = gazetteer.find(name);
    while found.is_empty()
        && let Some(rest) = words.without_article(name)
    {
        name = rest;
        found = gazetteer.find(name);
    }
    let preferred = words.preferred.get(&*fold(name));
    if let Some(at) = found.iter().position(|entry| entry.geonames.is_some() && entry.geonames == preferred.copied()) {
        found[..=at].rotate_right(1);
    } else if let Some(first) = found.first().copied()
        && first.kind == PlaceKind::Division
        && let Some(at) = found.iter().position(|entry| entry.lies_in(&first))
    {
        // Kherson is the town before it is the division around it.
        found[..=at].rotate_right(1);
    }
    found
}

struct Reading<'t, 'a> {
    words: &'t PlaceWords,
    text: &'t str,
    sentences: &'t [Sentence],
    entities: &'t [Entity],
    named: &'t [Named<'a>],
    /// Where names begin, and of which entities.
    begins: BTreeMap<usize, BTreeSet<usize>>,
}

impl<'a> Reading<'_, 'a> {
    fn decide(&self, entity: usize) -> Option<GazetteerEntry<'a>> {
        let Named { candidates, division, holders } = &self.named[entity];
        let mut candidates = candidates.clone();
        if *division || self.is_division(entity) {
            let part = |place: &GazetteerEntry<'_>| matches!(place.kind, PlaceKind::Division | PlaceKind::Region);
            // « la région de Kherson » is not the town, unless we know no such region.
            if candidates.iter().any(part) {
                candidates.retain(part);
            }
        }
        let &usual = candidates.first()?;
        if candidates.len() == 1 {
            return Some(usual);
        }
        let behind = self.holders(entity);
        let held = candidates.iter().find(|place| holders.iter().chain(&behind).any(|holder| place.lies_in(holder)));
        Some(*held.or_else(|| self.in_country_spoken_of(entity, &usual, &candidates)).unwrap_or(&usual))
    }

    /// Whether a mention of `entity` hangs on a word for a division: « la région de Kherson », "the Kherson region".
    fn is_division(&self, entity: usize) -> bool {
        self.entities[entity].mentions.iter().filter_map(|mention| mention.name).any(|name| {
            let noun = tree::head_at(self.sentences, name).and_then(|(at, token)| {
                let sentence = &self.sentences[at];
                let noun = tree::head(sentence, token)?;
                // « le gouverneur de la province, né à Kherson »: only right beside it.
                let hangs = matches!(tree::relation(sentence, token), "nmod" | "compound" | "flat" | "appos");
                (hangs && token.abs_diff(noun) <= BETWEEN).then(|| tree::lemma(sentence, noun))?
            });
            noun.is_some_and(|noun| self.words.divisions.contains(&*fold(noun)))
        })
    }

    /// Places named right behind a mention of `entity`: « Tripoli, au Liban », « Tripoli (Liban) ».
    fn holders(&self, entity: usize) -> Vec<GazetteerEntry<'a>> {
        let mut found = Vec::new();
        for name in self.entities[entity].mentions.iter().filter_map(|mention| mention.name) {
            let at = self.sentences.partition_point(|sentence| sentence.span.end <= name.start);
            let Some(sentence) = self.sentences.get(at) else { continue };
            let mut next = tree::tokens_in(sentence, name).end;
            let last = sentence.tokens.len().min(next + BETWEEN);
            while next < last && self.may_stand_between(sentence.tokens[next].span) {
                next += 1;
            }
            let Some(token) = sentence.tokens.get(next) else { continue };
            let holders = self.begins.get(&token.span.start).into_iter().flatten();
            found.extend(holders.flat_map(|&holder| self.named[holder].candidates.iter().copied()));
        }
        found
    }

    fn may_stand_between(&self, token: Span) -> bool {
        let word = token.of(self.text);
        matches!(word, "," | "(" | "[") || self.words.joins(&fold(word))
    }

    /// The homonym in a country that the text speaks of, when it does not speak of the usual one's. A country yields only
    /// to a part of another one that is named beside another part of it: Georgia beside Ohio.
    fn in_country_spoken_of<'c>(
        &self,
        entity: usize,
        usual: &GazetteerEntry<'a>,
        candidates: &'c [GazetteerEntry<'a>],
    ) -> Option<&'c GazetteerEntry<'a>> {
        let mut spoken: BTreeMap<&str, usize> = BTreeMap::new();
        let mut parts: BTreeMap<&str, usize> = BTreeMap::new();
        let others = self.entities.iter().zip(self.named).enumerate().filter(|(other, _)| *other != entity);
        for (_, (other, named)) in others {
            let n = other.mentions.len();
            if let Some(first) = named.candidates.first()
                && named.candidates.iter().all(|one| one.country == first.country && one.kind != PlaceKind::Country)
            {
                *spoken.entry(first.country).or_default() += n;
                *parts.entry(first.country).or_default() += n;
            } else if let Some(country) = other.country.as_deref() {
                *spoken.entry(country).or_default() += n;
            }
        }
        if spoken.contains_key(usual.country) {
            return None;
        }
        let likely = |place: &&GazetteerEntry<'a>| {
            spoken.contains_key(place.country)
                && place.thousands.saturating_mul(KNOWN_SHARE) >= usual.thousands
                && (usual.kind != PlaceKind::Country || parts.contains_key(place.country))
        };
        // The first of the most mentioned country; `max_by_key` would give the last.
        candidates.iter().filter(likely).min_by_key(|place| std::cmp::Reverse(spoken[place.country]))
    }
}
