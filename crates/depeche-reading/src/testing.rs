//! Sentences from marked-up text, so that a test case reads like the newspaper.
//!
//! `[person Luc Vial]` is a name; `[1.source Vial] [1.cue:deny nie] [1.content tout accord]` an attribution. A line is a
//! paragraph, `|` ends a sentence (and is dropped). A tree is given word by word, `form/TAG relation head`, `-` for the
//! root; a word is found by its first occurrence that has no analysis yet, its head by its first occurrence.

use depeche_record::{
    Act, Attribution, Event, EventMention, EventType, Mode, Morph, NameSpan, RoleKind, RoleSpan, Scores, Sentence,
    Source, Span, Statement, Status, Token,
};

const NAMES: [&str; 7] = ["person", "organisation", "place", "nationality", "event", "work", "other"];

/// One line of `tree` per sentence. A tag may carry features: `il/PRON+Gender=Masc|Person=3`.
pub(crate) fn annotated_with_tree(markup: &str, tree: &str) -> (String, Vec<Sentence>) {
    let (text, mut sentences) = annotated(markup);
    let form = |token: &Token| token.span.of(&text).to_owned();
    for (sentence, tree) in sentences.iter_mut().zip(tree.lines()) {
        for item in tree.split(';') {
            let parts: Vec<&str> = item.split_whitespace().collect();
            let (word, tag) = parts[0].split_once('/').unwrap_or((parts[0], "X"));
            let (upos, feats) = tag.split_once('+').unwrap_or((tag, if tag == "VERB" { "VerbForm=Fin" } else { "_" }));
            let head = (parts[2] != "-").then(|| {
                sentence
                    .tokens
                    .iter()
                    .position(|token| form(token) == parts[2])
                    .unwrap_or_else(|| panic!("no {}", parts[2]))
            });
            let token = sentence.tokens.iter_mut().find(|token| token.morph.is_none() && form(token) == word);
            token.unwrap_or_else(|| panic!("no word {word}")).morph = Some(Morph {
                upos: upos.into(),
                feats: feats.into(),
                lemma: word.to_lowercase().into(),
                head,
                deprel: parts[1].into(),
            });
        }
    }
    (text, sentences)
}

/// The entities of a text in the language `lang`, with the built-in world, on 31 August 2023.
pub(crate) fn entities(lang: &str, text: &str, sentences: &[Sentence]) -> Vec<depeche_record::Entity> {
    let lang = depeche_lang::Lang::embedded(lang);
    let (names, words) = (crate::NameHints::of(lang).unwrap(), crate::CoreferenceWords::of(lang).unwrap());
    entities_with(&names, &words, text, sentences)
}

/// The entities of a text, with other words than the built-in ones.
pub(crate) fn entities_with(
    names: &crate::NameHints,
    words: &crate::CoreferenceWords,
    text: &str,
    sentences: &[Sentence],
) -> Vec<depeche_record::Entity> {
    let world = depeche_world::World::embedded();
    let knowledge = crate::Knowledge { names, words, world, date: depeche_world::Date::first("2023-08-31") };
    let (quotations, _) = crate::quotations(text, &[depeche_record::Span::new(0, text.len())]);
    crate::coreference(&knowledge, text, sentences, &quotations)
}

pub(crate) fn annotated(markup: &str) -> (String, Vec<Sentence>) {
    let mut text = String::new();
    let mut marks: Vec<(String, Span)> = Vec::new();
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut ends = Vec::new();
    let mut rest = markup;
    while let Some(character) = rest.chars().next() {
        rest = &rest[character.len_utf8()..];
        match character {
            '[' if rest.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit()) && tag(rest).is_some() => {
                let tag = tag(rest).unwrap();
                open.push((tag.to_owned(), text.len()));
                rest = &rest[tag.len() + 1..];
            }
            ']' if !open.is_empty() => {
                let (tag, start) = open.pop().unwrap();
                marks.push((tag, Span::new(start, text.len())));
            }
            '|' => ends.push(text.len()),
            _ => text.push(character),
        }
    }
    assert!(open.is_empty(), "unclosed markup in {markup}");
    let mut sentences = Vec::new();
    let mut paragraph_start = 0;
    for (paragraph, line) in text.split_inclusive('\n').enumerate() {
        let paragraph_end = paragraph_start + line.len();
        let mut start = paragraph_start;
        let inner = ends.iter().copied().filter(|&end| end > paragraph_start && end < paragraph_end);
        for end in inner.chain([paragraph_end]) {
            let tokens = tokens(&text, start, end);
            if let (Some(first), Some(last)) = (tokens.first(), tokens.last()) {
                let span = first.span.to(last.span);
                sentences.push(Sentence { span, paragraph, tokens, ..Sentence::default() });
            }
            start = end;
        }
        paragraph_start = paragraph_end;
    }
    for sentence in &mut sentences {
        annotate(sentence, &marks);
    }
    (text, sentences)
}

fn tag(rest: &str) -> Option<&str> {
    let tag = rest.split(' ').next()?;
    let role = tag.split_once('.').map(|(_, role)| role.split(':').next().unwrap());
    (NAMES.contains(&tag) || role.is_some_and(|role| role == "cue" || RoleKind::from_name(role).is_some()))
        .then_some(tag)
}

fn tokens(text: &str, start: usize, end: usize) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let part = &text[start..end];
    let mut word: Option<usize> = None;
    let mut characters = part.char_indices().peekable();
    while let Some((offset, character)) = characters.next() {
        let at = start + offset;
        let after = at + character.len_utf8();
        let next_letter = characters.peek().is_some_and(|&(_, next)| next.is_alphanumeric());
        let elided = matches!(character, '\'' | '’') && word.is_some() && next_letter && !possessive(&part[offset..]);
        let title = character == '.' && word.is_some_and(|word| at - word == 1);
        let joined = character == '-' && next_letter && word.is_some();
        if character.is_alphanumeric() || joined {
            word.get_or_insert(at);
        } else if possessive(&part[offset..]) {
            // "Orr’s" is one token, as in the English treebanks.
        } else if elided || title {
            tokens.push(token(word.take().unwrap(), after));
        } else {
            tokens.extend(word.take().map(|word| token(word, at)));
            if !character.is_whitespace() {
                tokens.push(token(at, after));
            }
        }
    }
    tokens.extend(word.map(|word| token(word, end)));
    tokens
}

fn possessive(rest: &str) -> bool {
    let mut characters = rest.chars();
    matches!(characters.next(), Some('\'' | '’'))
        && characters.next() == Some('s')
        && characters.next().is_none_or(|after| !after.is_alphanumeric())
}

fn token(start: usize, end: usize) -> Token {
    Token { span: Span::new(start, end), morph: None }
}

fn annotate(sentence: &mut Sentence, marks: &[(String, Span)]) {
    let mut attributions: Vec<(String, Attribution)> = Vec::new();
    let inside: Vec<&(String, Span)> = marks.iter().filter(|(_, span)| sentence.span.overlaps(*span)).collect();
    for (tag, span) in &inside {
        let range = crate::tree::tokens_in(sentence, *span);
        let Some((id, role)) = tag.split_once('.') else {
            sentence.names.push(NameSpan { tokens: range, label: tag.clone(), score: 1.0 });
            continue;
        };
        if let Some(act) = role.strip_prefix("cue") {
            let act = act.strip_prefix(':').map(|act| (act.to_owned(), 0.9));
            attributions.push((id.to_owned(), Attribution { cue: range, score: 0.9, act, roles: Vec::new() }));
        }
    }
    for (tag, span) in &inside {
        let Some((id, role)) = tag.split_once('.') else { continue };
        if let Some(role) = RoleKind::from_name(role) {
            let tokens = crate::tree::tokens_in(sentence, *span);
            let owner = attributions.iter_mut().find(|(other, _)| other == id);
            owner.unwrap_or_else(|| panic!("no cue for {tag}")).1.roles.push(RoleSpan { role, tokens, score: 0.9 });
        }
    }
    sentence.names.sort_by_key(|name| name.tokens.start);
    sentence.attributions = attributions.into_iter().map(|(_, attribution)| attribution).collect();
    sentence.attributions.sort_by_key(|attribution| attribution.cue.start);
    for attribution in &mut sentence.attributions {
        attribution.roles.sort_by_key(|role| (role.tokens.start, role.role));
    }
}

/// An event of which nothing is known but its type and where it is told.
pub(crate) fn event(kind: EventType, mentions: Vec<EventMention>) -> Event {
    Event {
        kind,
        mode: None,
        contexts: Vec::new(),
        cameo: None,
        mentions,
        actors: Vec::new(),
        recipients: Vec::new(),
        object: None,
        date: None,
        place: None,
        status: Status::Occurred,
        factuality: Vec::new(),
        confidence: 1.0,
        why: Vec::new(),
    }
}

/// A statement of which nothing is known but its act, what it says and where it is reported.
pub(crate) fn statement(act: Act, content: Span, within: Option<usize>) -> Statement {
    Statement {
        source: Source::default(),
        cue: Vec::new(),
        cue_lemma: None,
        act,
        mode: Mode::Indirect,
        content: vec![content],
        quotes: Vec::new(),
        addressee: None,
        topic: None,
        medium: None,
        date: None,
        within,
        scores: Scores::default(),
        confidence: 1.0,
        why: Vec::new(),
    }
}
