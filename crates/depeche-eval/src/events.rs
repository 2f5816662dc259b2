//! Scores events: is there one of the right type, and with the right parties on its sides?
//!
//! The sets mark one event a sentence and leave the others unmarked, so there is no precision. CONCEDE and RETREAT count as
//! one, since older sets had YIELD for both.

use crate::gold::plv::GoldEvent;
use crate::pieces::Characters;
use crate::score::{Scores, Share};
use crate::{Mistake, Outcome};
use depeche_record::{Document, Event};
use std::ops::Range;

/// Scores `documents[i]` against `gold[i]`.
pub fn score(set: &str, gold: &[GoldEvent], documents: &[&Document]) -> Outcome {
    let (mut kinds, mut both) = (Share::default(), Share::default());
    let mut mistakes = Vec::new();
    for (wanted, document) in gold.iter().zip(documents) {
        let characters = Characters::new(&wanted.text);
        let of_kind: Vec<&Event> =
            document.events.iter().filter(|event| alike(event.kind.name()) == alike(&wanted.kind)).collect();
        let sides = of_kind.iter().any(|event| {
            let among = |entities: &[usize], place: &Option<Range<usize>>| {
                // Whom the sentence does not name nobody can find.
                let Some(place) = place else { return true };
                entities.iter().any(|&entity| {
                    let mut mentions = document.entities[entity].mentions.iter();
                    mentions.any(|mention| {
                        let range = characters.range(mention.span);
                        range.start < place.end && place.start < range.end
                    })
                })
            };
            // Of what is mutual, either may be told first.
            let (actors, recipients) = (&event.actors, &event.recipients);
            among(actors, &wanted.source) && (among(recipients, &wanted.target) || among(actors, &wanted.target))
        });
        kinds.note(!of_kind.is_empty());
        both.note(sides);
        if !sides {
            let side = |place: &Option<Range<usize>>| {
                place.as_ref().map_or_else(|| "nobody".to_owned(), |place| characters.text(place).to_owned())
            };
            let show = |event: &Event| {
                let names = |entities: &[usize]| {
                    let names = entities.iter().map(|&entity| document.entities[entity].name.as_str());
                    names.collect::<Vec<_>>().join(", ")
                };
                let trigger = &event.mentions[0].lemma;
                format!("{} {} → {} ({trigger})", event.kind.name(), names(&event.actors), names(&event.recipients))
            };
            let found: Vec<String> = document.events.iter().map(show).collect();
            mistakes.push(Mistake {
                place: wanted.id.clone(),
                text: wanted.text.clone(),
                gold: format!("{} {} → {}", wanted.kind, side(&wanted.source), side(&wanted.target)),
                found: if found.is_empty() { "nothing".to_owned() } else { found.join("; ") },
            });
        }
    }
    let mut scores = Scores::new(set);
    scores.share("type", kinds);
    scores.share("type_and_sides", both);
    Outcome { scores: scores.rows, mistakes, ..Outcome::default() }
}

/// Types that count as one.
fn alike(kind: &str) -> &str {
    match kind {
        "CONCEDE" | "RETREAT" => "YIELD",
        kind => kind,
    }
}
