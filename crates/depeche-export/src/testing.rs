//! One small reading, made by hand, for the tests of every format.

use crate::Provenance;
use depeche_record::{
    Act, Document, Entity, Event, EventMention, EventObject, EventType, Factuality, Kind, Mention, MentionForm, Mode,
    Notice, NoticeCode, Place, Role, Scores, Sentence, Source, Span, Statement, Status, Text, Viewpoint, When,
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
        date: None,
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
        events: vec![
            Event {
                kind: EventType::Support,
                mode: None,
                contexts: vec!["diplomatic"],
                cameo: Some("057".to_owned()),
                mentions: vec![EventMention {
                    sentence: 1,
                    token: 4,
                    trigger: at("n’avons <rien> signé"),
                    lemma: "signer".to_owned(),
                    evidence: vec![at("Nous n’avons <rien> signé")],
                    statement: Some(1),
                }],
                actors: vec![0],
                recipients: vec![1],
                object: Some(EventObject {
                    span: at("l’accord"),
                    class: Some("agreement".to_owned()),
                    entity: None,
                    quantity: None,
                }),
                date: Some(When {
                    span: Some(at("déjà")),
                    value: "2026-11".to_owned(),
                    start: Some("2026-11-01".to_owned()),
                    end: Some("2026-11-30".to_owned()),
                }),
                place: Some(Place {
                    entity: Some(1),
                    name: "Valdor".to_owned(),
                    lat: Some(48.2),
                    lon: Some(-3.5),
                    country: None,
                    geonames: None,
                }),
                status: Status::Occurred,
                factuality: vec![
                    (Viewpoint::Author, Factuality::Unknown),
                    (Viewpoint::Statement(1), Factuality::CertainNegative),
                ],
                confidence: 0.54321,
                why: vec!["fr.event.support.signer".to_owned()],
            },
            Event {
                kind: EventType::Reject,
                mode: Some("meet"),
                contexts: Vec::new(),
                cameo: None,
                mentions: vec![EventMention {
                    sentence: 3,
                    token: 4,
                    trigger: at("n’a pas réagi"),
                    lemma: "réagir".to_owned(),
                    evidence: vec![at("Le Valdor n’a pas réagi")],
                    statement: None,
                }],
                actors: vec![1],
                recipients: Vec::new(),
                object: None,
                date: None,
                place: None,
                status: Status::Occurred,
                factuality: vec![(Viewpoint::Author, Factuality::CertainPositive)],
                confidence: 0.9,
                why: Vec::new(),
            },
        ],
        notices: vec![Notice {
            code: NoticeCode::UnclosedQuotation,
            span: Some(nth("« À", 0)),
            message: "the quotation opened here is never closed".to_owned(),
        }],
    }
}
