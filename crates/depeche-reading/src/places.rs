//! Where events happen.
//!
//! Takes events with their sides and triggers, the entities and a gazetteer; sets each event's place. It is the place that
//! hangs below the trigger behind a preposition of place (« arrêté à Tripoli »); else one that its clause names so, or that
//! is the clause's subject or object without being a side (« Bakhmout a connu des combats »), or where those are who arrest or
//! demonstrate ("police in Lagos"); else what a visit or an
//! assault implies; else the dateline's, when the event concerns that country, or concerns none and
//! opens the dispatch. Which place of a name is meant is
//! module `atlas`'s. An event without any of these has no place: it is never guessed from who takes part.
//!
//! A place that the gazetteer does not know is given by name alone. All words are data ([`PlaceWords`]).

mod atlas;
mod dateline;
#[cfg(test)]
mod tests;
mod words;

pub use words::PlaceWords;

use crate::tree;
use atlas::Atlas;
use depeche_lang::fold;
use depeche_record::{Entity, Event, EventMention, EventType, Kind, Place, Sentence};
use depeche_world::{Gazetteer, GazetteerEntry, PlaceKind};
use std::collections::HashSet;

/// Sets the place of `events`, those of a text whose entities have their countries.
pub fn places(
    words: &PlaceWords,
    gazetteer: &Gazetteer,
    text: &str,
    sentences: &[Sentence],
    entities: &[Entity],
    events: &mut [Event],
) {
    if events.is_empty() {
        return;
    }
    let atlas = Atlas::new(words, gazetteer, text, sentences, entities);
    let reader = Reader { words, text, sentences, entities, atlas, named: named(sentences, entities) };
    let dateline = dateline::dateline(text, sentences, entities);
    for event in events {
        let told = event.mentions.iter().find_map(|mention| reader.told(event, mention));
        let found = told.map(|entity| reader.struck_in(event, entity).unwrap_or(entity));
        let found = found.map(|entity| reader.place(entity)).or_else(|| reader.implied(event));
        event.place = found.or_else(|| reader.sent_from(event, dateline?));
    }
}

/// A mention of an entity in a sentence.
struct Named {
    entity: usize,
    /// Head of its name or phrase.
    head: usize,
}

/// The mentions in each sentence, in text order.
fn named(sentences: &[Sentence], entities: &[Entity]) -> Vec<Vec<Named>> {
    let mut by_sentence: Vec<Vec<Named>> = sentences.iter().map(|_| Vec::new()).collect();
    for (entity, known) in entities.iter().enumerate() {
        for mention in &known.mentions {
            let span = mention.name.unwrap_or(mention.span);
            if let Some((at, head)) = tree::head_at(sentences, span) {
                by_sentence[at].push(Named { entity, head });
            }
        }
    }
    for named in &mut by_sentence {
        named.sort_by_key(|named| (named.head, named.entity));
    }
    by_sentence
}

struct Reader<'t> {
    words: &'t PlaceWords,
    text: &'t str,
    sentences: &'t [Sentence],
    entities: &'t [Entity],
    atlas: Atlas<'t>,
    named: Vec<Vec<Named>>,
}

/// How a place stands in its sentence.
struct Locative {
    /// What it hangs on.
    governor: usize,
    says: Says,
}

/// What a preposition says of the place behind it, the surest last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Says {
    /// It is struck, or talked about.
    Target,
    /// It is where, or a side.
    Shared,
    /// It is where.
    Where,
}

impl Reader<'_> {
    /// The entity that tells where, at one mention of an event.
    fn told(&self, event: &Event, mention: &EventMention) -> Option<usize> {
        let sentence = self.sentences.get(mention.sentence)?;
        tree::morph(sentence, mention.token)?;
        let side = |entity: &usize| event.actors.contains(entity) || event.recipients.contains(entity);
        let places: Vec<&Named> = self.named[mention.sentence]
            .iter()
            .filter(|named| self.entities[named.entity].kind == Kind::Place)
            .collect();
        let locatives: Vec<(usize, Locative)> = places
            .iter()
            .filter_map(|named| Some((named.entity, self.locative(sentence, named.head)?)))
            .filter(|(entity, locative)| match locative.says {
                Says::Where => true,
                Says::Shared => !side(entity),
                Says::Target => !side(entity) && event.kind == EventType::Assault,
            })
            .collect();
        let trigger = tree::tokens_in(sentence, mention.trigger);
        let below = |token: usize| token == mention.token || trigger.contains(&token);
        // « bombarder un dépôt à Belgorod »: what hangs on a thing is where the thing was met, but « l'ambassadeur à
        // Moscou » may be anywhere.
        let thing = |token: usize| {
            let names_someone = |named: &Named| {
                let kind = self.entities[named.entity].kind;
                let actor = event.actors.contains(&named.entity);
                named.head == token && (actor || matches!(kind, Kind::Person | Kind::Organisation))
            };
            tree::head(sentence, token).is_some_and(below)
                && matches!(tree::relation(sentence, token), "obj" | "obl" | "nsubj" | "nmod" | "xcomp")
                && !self.named[mention.sentence].iter().any(names_someone)
        };
        let clause = clause(sentence, mention.token);
        // "Police in Lagos arrested": who arrests, convicts or demonstrates does it where it is; who attacks need not.
        let on_the_spot = matches!(event.kind, EventType::Coerce | EventType::Protest) || event.mode == Some("convict");
        let actors = self.named[mention.sentence].iter().filter(|named| {
            let several = matches!(self.entities[named.entity].kind, Kind::Organisation | Kind::Group);
            on_the_spot && several && event.actors.contains(&named.entity)
        });
        let actors: Vec<usize> = actors.flat_map(|named| tree::noun_phrase(sentence, named.head)).collect();
        let ways: [&dyn Fn(usize) -> bool; 4] =
            [&below, &thing, &|token| clause.contains(&token), &|token| actors.contains(&token)];
        for way in ways {
            let found = locatives.iter().filter(|(_, locative)| way(locative.governor)).map(|(entity, _)| *entity);
            // « à Kiev, en Ukraine »: the more precise, and of two the first.
            if let Some(entity) = found.min_by_key(|&entity| std::cmp::Reverse(self.precision(entity))) {
                return Some(entity);
            }
        }
        let mut arguments = places.iter().filter(|named| {
            let relation = tree::relation(sentence, named.head);
            matches!(relation, "nsubj" | "obj")
                && tree::head(sentence, named.head).is_some_and(|head| clause.contains(&head))
                && !side(&named.entity)
                && self.precision(named.entity) > 1
                && self.atlas.entry(named.entity).is_some_and(|entry| entry.kind != PlaceKind::Capital)
        });
        let first = arguments.next()?.entity;
        arguments.all(|named| named.entity == first).then_some(first)
    }

    /// How the place with its head at `token` says where; `None` when it does not.
    fn locative(&self, sentence: &Sentence, token: usize) -> Option<Locative> {
        let mut at = token;
        for _ in 0..sentence.tokens.len() {
            let cases = tree::children(sentence, at).filter(|&child| introduces(sentence, child));
            let says = cases.filter_map(|case| self.says(sentence, case)).max();
            let head = tree::head(sentence, at)?;
            if let Some(says) = says {
                return Some(Locative { governor: head, says });
            }
            // « près de Kiev »: some trees make the town depend on the adverb.
            if tree::is(sentence, head, &["ADV", "ADP"]) && self.says(sentence, head) == Some(Says::Where) {
                return Some(Locative { governor: tree::head(sentence, head)?, says: Says::Where });
            }
            let kind = || self.words.nouns.contains(&*fold(tree::lemma(sentence, head).unwrap_or("")));
            at = match tree::relation(sentence, at) {
                // « à Kiev et Odessa ».
                "conj" => head,
                // « dans la ville de Tripoli », « au nord de Tripoli ».
                "nmod" | "appos" | "flat" | "compound" if kind() => head,
                _ => return None,
            };
        }
        None
    }

    /// What a preposition says of what stands behind it.
    fn says(&self, sentence: &Sentence, token: usize) -> Option<Says> {
        let form = fold(sentence.tokens[token].span.of(self.text));
        let lemma = fold(tree::lemma(sentence, token).unwrap_or(""));
        let words = [
            (&self.words.locative, Says::Where),
            (&self.words.shared, Says::Shared),
            (&self.words.target, Says::Target),
        ];
        let known = |(words, _): &(&HashSet<String>, Says)| words.contains(&*form) || words.contains(&*lemma);
        words.into_iter().find(known).map(|(_, says)| says)
    }

    /// Towns before divisions before countries; what the gazetteer does not know lies between.
    fn precision(&self, entity: usize) -> u8 {
        match self.atlas.entry(entity).map(|entry| entry.kind) {
            Some(PlaceKind::Capital | PlaceKind::Town) => 3,
            None | Some(PlaceKind::Division | PlaceKind::Region) => 2,
            Some(PlaceKind::Country) => 1,
        }
    }

    /// The one place below `whole` to which the event is done: in « a bombardé Bakhmout, dans la région de Donetsk », the town.
    fn struck_in(&self, event: &Event, whole: usize) -> Option<usize> {
        let whole = self.atlas.entry(whole)?;
        let inside = |entity: &usize| self.atlas.entry(*entity).is_some_and(|entry| entry.lies_in(&whole));
        let object = event.object.iter().filter_map(|object| object.entity);
        let mut struck = event.recipients.iter().copied().chain(object).filter(inside);
        let first = struck.next()?;
        struck.all(|other| other == first).then_some(first)
    }

    /// Where a visit goes, and what an assault strikes, when that is one place.
    fn implied(&self, event: &Event) -> Option<Place> {
        let visit = event.kind == EventType::Consult && event.mode == Some("visit");
        let cameo = event.cameo.as_deref().unwrap_or("");
        let hosts = match cameo.get(..3) {
            // CAMEO: hosts a visit; meets at a third location.
            Some("043") if visit => &event.actors,
            Some("044") if visit => return None,
            _ if visit || event.kind == EventType::Assault => &event.recipients,
            _ => return None,
        };
        let mut places =
            hosts.iter().filter(|&&entity| self.entities.get(entity).is_some_and(|e| e.kind == Kind::Place));
        if let Some(&place) = places.next() {
            return places.next().is_none().then(|| self.place(place));
        }
        let mut homes = hosts.iter().filter_map(|&entity| self.atlas.home(self.entities, entity));
        let first = homes.next().filter(|_| visit)?;
        homes.all(|other| other == first).then(|| on_the_map(None, &first))
    }

    /// The dateline's place for an event that its text says nothing of: when the event concerns its country, or concerns
    /// none and opens the dispatch.
    fn sent_from(&self, event: &Event, (dateline, paragraph): (usize, usize)) -> Option<Place> {
        let entry = self.atlas.entry(dateline)?;
        let told_by_author = event.mentions.iter().any(|mention| mention.statement.is_none());
        let sides = event.actors.iter().chain(&event.recipients);
        let mut countries = sides.filter_map(|&side| self.atlas.home(self.entities, side)).peekable();
        let concerned = if countries.peek().is_some() {
            countries.any(|home| home.country == entry.country)
        } else {
            let first = event.mentions.first().and_then(|mention| self.sentences.get(mention.sentence));
            first.is_some_and(|sentence| sentence.paragraph == paragraph)
        };
        (told_by_author && concerned).then(|| self.place(dateline))
    }

    fn place(&self, entity: usize) -> Place {
        let known = &self.entities[entity];
        self.atlas.entry(entity).map_or_else(
            || Place {
                entity: Some(entity),
                name: known.name.clone(),
                lat: None,
                lon: None,
                country: known.country.clone(),
                geonames: None,
            },
            |entry| on_the_map(Some(entity), &entry),
        )
    }
}

fn on_the_map(entity: Option<usize>, entry: &GazetteerEntry<'_>) -> Place {
    Place {
        entity,
        name: entry.name.to_owned(),
        lat: Some(entry.lat),
        lon: Some(entry.lon),
        country: Some(entry.country.to_owned()),
        geonames: entry.geonames,
    }
}

/// Whether a token stands before what it hangs on as a preposition does.
fn introduces(sentence: &Sentence, token: usize) -> bool {
    matches!(tree::relation(sentence, token), "case" | "advmod" | "mark")
}

/// `token` and what it hangs on, up to the verb of its clause.
fn clause(sentence: &Sentence, token: usize) -> Vec<usize> {
    let mut tokens = Vec::new();
    for at in tree::ancestors(sentence, token) {
        tokens.push(at);
        let relation = tree::relation(sentence, at);
        let verb = tree::is(sentence, at, &["VERB", "AUX"]);
        if matches!(relation, "root" | "ccomp" | "advcl" | "acl" | "parataxis" | "csubj") || relation == "conj" && verb
        {
            break;
        }
    }
    tokens
}
