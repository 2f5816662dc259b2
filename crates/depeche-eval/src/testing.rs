//! Constructed readers and documents for the scorers' tests.

use crate::reader::Reader;
use depeche_record::{
    Act, Attribution, Document, Entity, Kind, Mention, MentionForm, Mode, Morph, RoleKind, RoleSpan, Scores, Sentence,
    Source, Span, Statement, Text, Token,
};
use std::ops::Range;

/// Answers from tables: analyses by form, the same roles for every cue.
#[derive(Default)]
pub(crate) struct Constructed {
    pub(crate) analyses: Vec<(String, Morph)>,
    pub(crate) roles: Vec<(RoleKind, Range<usize>)>,
    /// Segments full stops together with the word before.
    pub(crate) glue_full_stops: bool,
}

impl Reader for Constructed {
    fn read(&self, texts: &[&str], _: &str) -> Vec<Document> {
        texts.iter().map(|text| named(text, &[])).collect()
    }

    /// Words at blanks, full stops apart, a sentence at every full stop.
    fn segment(&self, text: &str, _: &str) -> Vec<Sentence> {
        let mut sentences = vec![Sentence::default()];
        let mut at = 0;
        for word in text.split_whitespace() {
            let start = at + text[at..].find(word).expect("the word comes from the text");
            at = start + word.len();
            let open = sentences.last_mut().expect("there is always one");
            let token = |start, end| Token { span: Span::new(start, end), morph: None };
            let cut = if self.glue_full_stops { at } else { at - (word.len() - word.trim_end_matches('.').len()) };
            open.tokens.push(token(start, cut));
            if cut < at {
                open.tokens.push(token(cut, at));
            }
            if word.ends_with('.') {
                sentences.push(Sentence::default());
            }
        }
        sentences.retain(|sentence| !sentence.tokens.is_empty());
        sentences
    }

    fn annotate(&self, text: &str, sentences: &mut [Sentence]) {
        for token in sentences.iter_mut().flat_map(|sentence| &mut sentence.tokens) {
            let analysis = self.analyses.iter().find(|(form, _)| form == token.span.of(text));
            token.morph = analysis.map(|(_, morph)| morph.clone());
        }
    }

    fn roles(&self, _: &str, sentences: &[Sentence], cues: &[Range<usize>]) -> Vec<Attribution> {
        assert_eq!(sentences.len(), cues.len());
        let roles =
            || self.roles.iter().map(|(role, tokens)| RoleSpan { role: *role, tokens: tokens.clone(), score: 1.0 });
        cues.iter()
            .map(|cue| Attribution { cue: cue.clone(), score: 1.0, act: None, roles: roles().collect() })
            .collect()
    }
}

fn span(text: &str, words: &str) -> Span {
    let start = text.find(words).expect("the words stand in the text");
    Span::new(start, start + words.len())
}

/// A document with these names, one entity each.
pub(crate) fn named(text: &str, names: &[(&str, Kind)]) -> Document {
    let entities = names
        .iter()
        .map(|(words, kind)| {
            let span = span(text, words);
            Entity {
                kind: *kind,
                name: (*words).to_owned(),
                actor: None,
                country: None,
                roles: vec![],
                mentions: vec![Mention { span, form: MentionForm::Name, name: Some(span), link: None }],
            }
        })
        .collect();
    Document { source: Text { text: text.to_owned(), ..Text::default() }, entities, ..Document::default() }
}

/// A document with these statements: source, cue, content, within.
pub(crate) fn document(text: &str, statements: &[(&str, &str, &str, Option<usize>)]) -> Document {
    let statements = statements
        .iter()
        .map(|(source, cue, content, within)| Statement {
            source: Source { entities: vec![], span: Some(span(text, source)) },
            cue: vec![span(text, cue)],
            cue_lemma: None,
            act: Act::Assert,
            mode: Mode::Mixed,
            content: vec![span(text, content)],
            quotes: vec![],
            addressee: None,
            topic: None,
            medium: None,
            date: None,
            within: *within,
            scores: Scores::default(),
            confidence: 1.0,
            why: vec![],
        })
        .collect();
    Document { statements, ..named(text, &[]) }
}
