//! The place that a dispatch was sent from: « KIEV, 31 août (AFP) — ».
//!
//! Takes the head of a text; gives the entity that its dateline names. It looks for a place's name that opens a line and
//! for the dash that closes the dateline; what stands between must look like a date or an agency.

use depeche_record::{Entity, Kind, Sentence, Span};

/// Bytes from the name to the dash.
const WITHIN: usize = 60;
/// A dateline stands in one of the first paragraphs: after a title and a subtitle at most.
const PARAGRAPHS: usize = 3;
const DASHES: [char; 4] = ['—', '–', '-', '―'];

/// The entity that the dateline of the text names, and the paragraph that it opens.
pub(super) fn dateline(text: &str, sentences: &[Sentence], entities: &[Entity]) -> Option<(usize, usize)> {
    let first = sentences.first()?.paragraph;
    let openings = sentences.chunk_by(|a, b| a.paragraph == b.paragraph).map(|chunk| &chunk[0]);
    openings
        .take_while(|sentence| sentence.paragraph < first + PARAGRAPHS)
        .filter_map(|sentence| Some((named_at(entities, sentence.span.start)?, sentence.paragraph)))
        .find(|((_, name), _)| closed(text, *name))
        .map(|((entity, _), paragraph)| (entity, paragraph))
}

fn named_at(entities: &[Entity], start: usize) -> Option<(usize, Span)> {
    let places = entities.iter().enumerate().filter(|(_, entity)| entity.kind == Kind::Place);
    places
        .flat_map(|(index, entity)| entity.mentions.iter().filter_map(move |mention| Some((index, mention.name?))))
        .find(|(_, name)| name.start == start)
}

fn closed(text: &str, name: Span) -> bool {
    let Some(line) = text.get(name.end..).and_then(|rest| rest.lines().next()) else { return false };
    let dash = line.char_indices().find(|&(at, c)| {
        let apart = line[..at].is_empty() || line[..at].ends_with(char::is_whitespace);
        apart && DASHES.contains(&c) && line[at + c.len_utf8()..].starts_with(char::is_whitespace)
    });
    let Some((at, _)) = dash.filter(|&(at, _)| at <= WITHIN) else { return false };
    let between = &line[..at];
    let shouted = !name.of(text).chars().any(char::is_lowercase);
    shouted || between.contains('(') || between.chars().any(|c| c.is_ascii_digit())
}
