//! One small reading, made by hand, for the tests of every format.

use crate::Provenance;
use depeche_record::{
    Act, Document, Entity, Kind, Mention, MentionForm, Mode, Notice, NoticeCode, Role, Scores, Sentence, Source, Span,
    Statement, Text,
};

const TEXT: &str = "La ministre Lorme dément\n« Nous n’avons <rien> signé », a affirmé Ottavie Lorme à la télévision.\n\
    Selon elle, le Valdor « ment » sur l’accord, et ses diplomates craignent déjà d’avoir à s’en expliquer devant les \
    députés au cours d’une séance qui s’annonce longue.\nLe Valdor n’a pas réagi. « À suivre";

pub(crate) fn provenance() -> Provenance {
    Provenance {
        version: "0.0.0".to_owned(),
        model: "11".repeat(32),
        lang: "22".repeat(32),
        world: "33".repeat(32),
        reference_date: Some("2026-11-24".to_owned()),
    }
}

/// Where `words` stand, the `n`th time.
fn nth(words: &str, n: usize) -> Span {
    let (start, _) = TEXT.match_indices(words).nth(n).unwrap_or_else(|| panic!("no {words}"));
    Span::new(start, start + words.len())
}

fn at(words: &str) -> Span {
    nth(words, 0)
}

fn name(phrase: Span, name: Span) -> Mention {
    Mention { span: phrase, form: MentionForm::Name, name: Some(name), link: None }
}

fn said(source: (&[usize], Span), cue: Span, act: Act, content: &[Span]) -> Statement {
    Statement {
        source: Source { entities: source.0.to_vec(), span: Some(source.1) },
        cue: vec![cue],
        cue_lemma: None,
        act,
        mode: Mode::Indirect,
        content: content.to_vec(),
        quotes: Vec::new(),
        addressee: None,
        topic: None,
        medium: None,
        within: None,
        scores: Scores::default(),
        confidence: 0.87654,
        why: vec!["model.attribution".to_owned()],
    }
}

pub(crate) fn dispatch() -> Document {
    let entity = |kind, name: &str, roles, mentions| Entity {
        kind,
        name: name.to_owned(),
        actor: None,
        country: None,
        roles,
        mentions,
    };
    let sentence = |span, paragraph| Sentence { span, paragraph, ..Sentence::default() };
    let lines: Vec<Span> = TEXT.lines().map(at).collect();
    Document {
        source: Text { text: TEXT.to_owned(), title: None, ..Text::default() },
        lang: "fr".to_owned(),
        sentences: lines.iter().enumerate().map(|(index, &line)| sentence(line, index)).collect(),
        entities: vec![
            entity(
                Kind::Person,
                "Ottavie Lorme",
                vec![at("La ministre")],
                vec![name(at("La ministre Lorme"), at("Lorme")), name(at("Ottavie Lorme"), at("Ottavie Lorme"))],
            ),
            entity(
                Kind::Place,
                "Valdor",
                Vec::new(),
                vec![name(at("le Valdor"), nth("Valdor", 0)), name(at("Le Valdor"), nth("Valdor", 1))],
            ),
        ],
        statements: vec![
            said((&[0], at("La ministre Lorme")), at("dément"), Act::Deny, &[]),
            Statement {
                mode: Mode::Direct,
                quotes: vec![at("Nous n’avons <rien> signé")],
                medium: Some(Role { entities: Vec::new(), span: at("à la télévision") }),
                cue_lemma: Some("affirmer".to_owned()),
                ..said(
                    (&[0], at("Ottavie Lorme")),
                    at("a affirmé"),
                    Act::Assert,
                    &[at("« Nous n’avons <rien> signé »")],
                )
            },
            Statement {
                mode: Mode::Mixed,
                quotes: vec![at("ment »").start].into_iter().map(|start| Span::new(start, start + 4)).collect(),
                ..said(
                    (&[], at("elle")),
                    at("Selon"),
                    Act::Assert,
                    &[at(
                        "le Valdor « ment » sur l’accord, et ses diplomates craignent déjà d’avoir à s’en expliquer devant les députés au cours d’une séance qui s’annonce longue",
                    )],
                )
            },
            Statement {
                within: Some(2),
                ..said(
                    (&[], at("ses diplomates")),
                    at("craignent"),
                    Act::Opine,
                    &[at("d’avoir à s’en expliquer devant les députés au cours d’une séance qui s’annonce longue")],
                )
            },
            said((&[1], at("Le Valdor")), at("n’a pas réagi"), Act::Decline, &[]),
        ],
        notices: vec![Notice {
            code: NoticeCode::UnclosedQuotation,
            span: Some(nth("« À", 0)),
            message: "the quotation opened here is never closed".to_owned(),
        }],
    }
}
