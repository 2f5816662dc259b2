//! The record: one JSON object per document, the contract with everything that reads our output.
//!
//! Takes a document and its provenance; gives values that serialise to the record, and the JSON Schema made from the
//! same types (`docs/record.schema.json`). Offsets are Unicode code points into `document.text`, half open. Fields and
//! values may be added, never renamed.

use crate::Provenance;
use crate::offsets::Offsets;
use depeche_record as read;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization as _;

/// `[start, end)` in code points of `document.text`.
type Span = [usize; 2];

/// What was read in one document.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Record<'a> {
    /// Always `depeche/1`.
    schema: &'static str,
    engine: Engine<'a>,
    document: Document<'a>,
    /// One per thing in the world, after coreference, in order of first mention.
    entities: Each<'a, read::Entity, Entity<'a>>,
    /// Somebody says, writes, thinks or refuses to say something; in text order.
    statements: Each<'a, read::Statement, Statement<'a>>,
    /// Who did what to whom, in text order.
    events: Each<'a, read::Event, Event<'a>>,
    /// What the reader should know about this reading.
    notices: Vec<Notice<'a>>,
}

/// Who read it: the same text and engine give the same record.
#[derive(Debug, Serialize, JsonSchema)]
struct Engine<'a> {
    version: &'a str,
    /// `sha256:` and the digest of the model.
    model: String,
    /// `sha256:` and the digest of the language files.
    lang: String,
    /// `sha256:` and the digest of the files about the world.
    world: String,
    /// The day that relative dates were counted from, when one was given.
    reference_date: Option<&'a str>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Document<'a> {
    /// `sha256:` and the digest of the text in NFC, whitespace runs as one space, trimmed.
    id: String,
    /// The text exactly as read.
    text: &'a str,
    /// ISO 639-1 code of the language it was read in.
    lang: &'a str,
    title: Option<&'a str>,
    url: Option<&'a str>,
    publisher: Option<&'a str>,
    /// RFC 3339 date or date-time.
    published: Option<&'a str>,
    sentences: Each<'a, read::Sentence, Span>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Entity<'a> {
    id: String,
    #[schemars(schema_with = "kinds")]
    kind: &'static str,
    /// The fullest name used in the text; a description when it has no name.
    name: &'a str,
    /// PLOVER/CAMEO-style actor code.
    actor: Option<&'a str>,
    /// ISO 3166-1 alpha-3 code of the affiliation.
    country: Option<&'a str>,
    /// Titles and functions that the text gives it.
    roles: Vec<Words<'a>>,
    mentions: Vec<Mention<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Words<'a> {
    text: &'a str,
    span: Span,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Mention<'a> {
    /// The whole noun phrase, with article, title and role.
    span: Span,
    text: &'a str,
    #[schemars(schema_with = "forms")]
    form: &'static str,
    /// The bare proper name in it; null unless `form` is `name`.
    name: Option<Span>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Statement<'a> {
    id: String,
    /// Who says it. Unnamed: `entity` null; implicit: `span` and `text` null too.
    source: Role<'a>,
    /// The reporting expression; null when a quotation stands alone.
    cue: Option<Cue<'a>>,
    #[schemars(schema_with = "acts")]
    act: &'static str,
    #[schemars(schema_with = "modes")]
    mode: &'static str,
    /// One span, or several when the cue interrupts or the quotation goes on in later paragraphs.
    content: Vec<Span>,
    /// The parts of `content` between quotation marks, marks excluded.
    quotes: Vec<Span>,
    addressee: Option<Role<'a>>,
    topic: Option<Role<'a>>,
    medium: Option<Role<'a>>,
    /// When it was said; null stands for the day of publication.
    date: Option<When<'a>>,
    /// The statement that this one is reported inside.
    within: Option<String>,
    /// Events that its content tells.
    events: Vec<String>,
    #[schemars(range(min = 0.0, max = 1.0))]
    confidence: f32,
    /// Heads and rules that made it.
    why: &'a [String],
}

/// A source, addressee, topic or medium.
#[derive(Debug, Serialize, JsonSchema)]
struct Role<'a> {
    /// The first of `entities`.
    entity: Option<String>,
    entities: Vec<String>,
    span: Option<Span>,
    text: Option<&'a str>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Cue<'a> {
    /// From its first word to its last.
    span: Span,
    /// Its pieces: several when discontinuous.
    spans: Vec<Span>,
    /// The words of its pieces.
    text: String,
    lemma: Option<&'a str>,
}

/// Who did what to whom.
#[derive(Debug, Serialize, JsonSchema)]
struct Event<'a> {
    id: String,
    /// PLOVER type.
    #[serde(rename = "type")]
    #[schemars(schema_with = "event_types")]
    kind: &'static str,
    /// PLOVER mode of the type.
    mode: Option<&'static str>,
    #[schemars(schema_with = "contexts")]
    contexts: &'a [&'static str],
    /// Closest CAMEO code.
    cameo: Option<&'a str>,
    /// The words of the first mention that name it.
    trigger: Trigger<'a>,
    mentions: Vec<EventMention>,
    /// Ids of entities.
    actors: Vec<String>,
    recipients: Vec<String>,
    object: Option<Object<'a>>,
    /// When; `span` and `text` null: the day of publication.
    date: Option<When<'a>>,
    place: Option<Place<'a>>,
    /// Time and aspect only; whether it is so stands in `factuality`.
    #[schemars(schema_with = "statuses")]
    status: &'static str,
    /// One value per viewpoint, the author's first.
    factuality: Vec<View>,
    /// What the first mention's clause says.
    evidence: Vec<Span>,
    #[schemars(range(min = 0.0, max = 1.0))]
    confidence: f32,
    /// Rules that made it.
    why: &'a [String],
}

#[derive(Debug, Serialize, JsonSchema)]
struct Trigger<'a> {
    span: Span,
    text: &'a str,
    lemma: &'a str,
}

/// One place where the text tells of the event.
#[derive(Debug, Serialize, JsonSchema)]
struct EventMention {
    trigger: Span,
    evidence: Vec<Span>,
    /// The innermost statement that tells it.
    statement: Option<String>,
}

/// What an event is about.
#[derive(Debug, Serialize, JsonSchema)]
struct Object<'a> {
    span: Span,
    text: &'a str,
    class: Option<&'a str>,
    entity: Option<String>,
    quantity: Option<&'a str>,
}

/// A time.
#[derive(Debug, Serialize, JsonSchema)]
struct When<'a> {
    text: Option<&'a str>,
    span: Option<Span>,
    /// TIMEX3 value.
    value: &'a str,
    /// First and last day, RFC 3339.
    start: Option<&'a str>,
    end: Option<&'a str>,
}

/// A place on the map, in degrees of WGS 84.
#[derive(Debug, Serialize, JsonSchema)]
struct Place<'a> {
    entity: Option<String>,
    name: &'a str,
    lat: Option<f64>,
    lon: Option<f64>,
    /// ISO 3166-1 alpha-3.
    country: Option<&'a str>,
    /// GeoNames id.
    geonames: Option<u64>,
}

/// How certain a viewpoint makes an event: a value of FactBank.
#[derive(Debug, Serialize, JsonSchema)]
struct View {
    /// `author` or the id of a statement.
    by: String,
    #[schemars(schema_with = "factualities")]
    value: &'static str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Notice<'a> {
    #[schemars(schema_with = "notice_codes")]
    code: &'static str,
    span: Option<Span>,
    message: &'a str,
}

/// An array whose items are made one by one as it is written: a long text has a million of them.
struct Each<'a, From, To> {
    from: &'a [From],
    make: Box<dyn Fn(usize, &'a From) -> To + Send + Sync + 'a>,
}

impl<'a, From, To> Each<'a, From, To> {
    fn new(from: &'a [From], make: impl Fn(usize, &'a From) -> To + Send + Sync + 'a) -> Self {
        Self { from, make: Box::new(make) }
    }
}

impl<From, To> std::fmt::Debug for Each<'_, From, To> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} items", self.from.len())
    }
}

impl<From, To: Serialize> Serialize for Each<'_, From, To> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.from.iter().enumerate().map(|(index, from)| (self.make)(index, from)))
    }
}

impl<From, To: JsonSchema> JsonSchema for Each<'_, From, To> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Vec::<To>::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Vec::<To>::json_schema(generator)
    }
}

/// The record of `document`.
#[must_use]
pub fn record<'a>(document: &'a read::Document, provenance: &'a Provenance) -> Record<'a> {
    let writer = Arc::new(Writer {
        text: &document.source.text,
        offsets: Offsets::new(&document.source.text),
        told: told(document),
    });
    let (sentences, entities) = (Arc::clone(&writer), Arc::clone(&writer));
    let (statements, events) = (Arc::clone(&writer), Arc::clone(&writer));
    let source = &document.source;
    Record {
        schema: "depeche/1",
        engine: Engine {
            version: &provenance.version,
            model: format!("sha256:{}", provenance.model),
            lang: format!("sha256:{}", provenance.lang),
            world: format!("sha256:{}", provenance.world),
            reference_date: provenance.reference_date.as_deref(),
        },
        document: Document {
            id: id(&source.text),
            text: &source.text,
            lang: &document.lang,
            title: source.title.as_deref(),
            url: source.url.as_deref(),
            publisher: source.publisher.as_deref(),
            published: source.published.as_deref(),
            sentences: Each::new(&document.sentences, move |_, sentence| sentences.offsets.span(sentence.span)),
        },
        entities: Each::new(&document.entities, move |index, entity| entities.entity(index, entity)),
        statements: Each::new(&document.statements, move |index, statement| statements.statement(index, statement)),
        events: Each::new(&document.events, move |index, event| events.event(index, event)),
        notices: source.notices.iter().chain(&document.notices).map(|notice| writer.notice(notice)).collect(),
    }
}

/// The JSON Schema of the record.
#[must_use]
pub fn schema() -> Schema {
    let mut schema = schemars::schema_for!(Record<'static>);
    schema.insert("title".to_owned(), "depeche record".into());
    schema
}

/// `sha256:` and the digest of `text` in NFC, whitespace runs as one space, trimmed: one dispatch, one id, wherever it
/// came from.
fn id(text: &str) -> String {
    let mut hash = Sha256::new();
    let mut buffer = [0; 4];
    let mut between = false;
    let mut begun = false;
    for character in text.nfc() {
        if character.is_whitespace() {
            between = begun;
            continue;
        }
        if std::mem::take(&mut between) {
            hash.update(b" ");
        }
        hash.update(character.encode_utf8(&mut buffer).as_bytes());
        begun = true;
    }
    format!("sha256:{}", hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}

struct Writer<'a> {
    text: &'a str,
    offsets: Offsets<'a>,
    /// Of each statement, the events that it tells.
    told: Vec<Vec<usize>>,
}

/// Of each statement, the events that it tells itself: not those of a statement inside it.
fn told(document: &read::Document) -> Vec<Vec<usize>> {
    let mut told = vec![Vec::new(); document.statements.len()];
    for (index, event) in document.events.iter().enumerate() {
        let tellers: BTreeSet<usize> = event.mentions.iter().filter_map(|mention| mention.statement).collect();
        for teller in tellers {
            told[teller].push(index);
        }
    }
    told
}

impl<'a> Writer<'a> {
    fn spans(&self, spans: &[read::Span]) -> Vec<Span> {
        spans.iter().map(|&span| self.offsets.span(span)).collect()
    }

    fn entity(&self, index: usize, entity: &'a read::Entity) -> Entity<'a> {
        let words = |&span: &read::Span| Words { text: span.of(self.text), span: self.offsets.span(span) };
        let mention = |mention: &read::Mention| Mention {
            span: self.offsets.span(mention.span),
            text: mention.span.of(self.text),
            form: mention.form.name(),
            name: mention.name.map(|name| self.offsets.span(name)),
        };
        Entity {
            id: entity_id(index),
            kind: entity.kind.name(),
            name: &entity.name,
            actor: entity.actor.as_deref(),
            country: entity.country.as_deref(),
            roles: entity.roles.iter().map(words).collect(),
            mentions: entity.mentions.iter().map(mention).collect(),
        }
    }

    fn statement(&self, index: usize, statement: &'a read::Statement) -> Statement<'a> {
        let role = |role: &Option<read::Role>| role.as_ref().map(|role| self.role(&role.entities, Some(role.span)));
        Statement {
            id: statement_id(index),
            source: self.role(&statement.source.entities, statement.source.span),
            cue: self.cue(statement),
            act: statement.act.name(),
            mode: statement.mode.name(),
            content: self.spans(&statement.content),
            quotes: self.spans(&statement.quotes),
            addressee: role(&statement.addressee),
            topic: role(&statement.topic),
            medium: role(&statement.medium),
            date: statement.date.as_ref().map(|date| self.when(date)),
            within: statement.within.map(statement_id),
            events: self.told.get(index).map_or_else(Vec::new, |told| told.iter().copied().map(event_id).collect()),
            confidence: four_digits(statement.confidence),
            why: &statement.why,
        }
    }

    fn role(&self, entities: &[usize], span: Option<read::Span>) -> Role<'a> {
        let entities: Vec<String> = entities.iter().map(|&entity| entity_id(entity)).collect();
        Role {
            entity: entities.first().cloned(),
            entities,
            span: span.map(|span| self.offsets.span(span)),
            text: span.map(|span| span.of(self.text)),
        }
    }

    fn cue(&self, statement: &'a read::Statement) -> Option<Cue<'a>> {
        let first = *statement.cue.first()?;
        let hull = statement.cue.iter().fold(first, |hull, &span| hull.to(span));
        let words: Vec<&str> = statement.cue.iter().map(|span| span.of(self.text)).collect();
        Some(Cue {
            span: self.offsets.span(hull),
            spans: self.spans(&statement.cue),
            text: words.join(" "),
            lemma: statement.cue_lemma.as_deref(),
        })
    }

    fn event(&self, index: usize, event: &'a read::Event) -> Event<'a> {
        let ids = |entities: &[usize]| entities.iter().copied().map(entity_id).collect();
        let first = event.mentions.first();
        let mention = |mention: &read::EventMention| EventMention {
            trigger: self.offsets.span(mention.trigger),
            evidence: self.spans(&mention.evidence),
            statement: mention.statement.map(statement_id),
        };
        Event {
            id: event_id(index),
            kind: event.kind.name(),
            mode: event.mode,
            contexts: &event.contexts,
            cameo: event.cameo.as_deref(),
            trigger: Trigger {
                span: first.map_or([0, 0], |first| self.offsets.span(first.trigger)),
                text: first.map_or("", |first| first.trigger.of(self.text)),
                lemma: first.map_or("", |first| &first.lemma),
            },
            mentions: event.mentions.iter().map(mention).collect(),
            actors: ids(&event.actors),
            recipients: ids(&event.recipients),
            object: event.object.as_ref().map(|object| Object {
                span: self.offsets.span(object.span),
                text: object.span.of(self.text),
                class: object.class.as_deref(),
                entity: object.entity.map(entity_id),
                quantity: object.quantity.map(|quantity| quantity.of(self.text)),
            }),
            date: event.date.as_ref().map(|date| self.when(date)),
            place: event.place.as_ref().map(|place| Place {
                entity: place.entity.map(entity_id),
                name: &place.name,
                lat: place.lat,
                lon: place.lon,
                country: place.country.as_deref(),
                geonames: place.geonames,
            }),
            status: event.status.name(),
            factuality: event
                .factuality
                .iter()
                .map(|&(by, value)| View {
                    by: match by {
                        read::Viewpoint::Author => "author".to_owned(),
                        read::Viewpoint::Statement(index) => statement_id(index),
                    },
                    value: value.name(),
                })
                .collect(),
            evidence: first.map_or_else(Vec::new, |first| self.spans(&first.evidence)),
            confidence: four_digits(event.confidence),
            why: &event.why,
        }
    }

    fn when(&self, when: &'a read::When) -> When<'a> {
        When {
            text: when.span.map(|span| span.of(self.text)),
            span: when.span.map(|span| self.offsets.span(span)),
            value: &when.value,
            start: when.start.as_deref(),
            end: when.end.as_deref(),
        }
    }

    fn notice(&self, notice: &'a read::Notice) -> Notice<'a> {
        Notice {
            code: notice.code.name(),
            span: notice.span.map(|span| self.offsets.span(span)),
            message: &notice.message,
        }
    }
}

/// `e1` for the first entity.
fn entity_id(index: usize) -> String {
    format!("e{}", index + 1)
}

/// `s1` for the first statement.
pub(crate) fn statement_id(index: usize) -> String {
    format!("s{}", index + 1)
}

/// `v1` for the first event.
pub(crate) fn event_id(index: usize) -> String {
    format!("v{}", index + 1)
}

/// Four digits say all that a probability can, and read well.
fn four_digits(probability: f32) -> f32 {
    (probability * 1e4).round() / 1e4
}

fn one_of<'a>(names: impl Iterator<Item = &'a str>) -> Schema {
    let names: Vec<&str> = names.collect();
    json_schema!({"type": "string", "enum": names})
}

fn acts(_: &mut SchemaGenerator) -> Schema {
    one_of(read::Act::ALL.iter().map(|act| act.name()))
}

fn event_types(_: &mut SchemaGenerator) -> Schema {
    one_of(read::EventType::ALL.iter().map(|kind| kind.name()))
}

fn statuses(_: &mut SchemaGenerator) -> Schema {
    one_of(read::Status::ALL.iter().map(|status| status.name()))
}

fn factualities(_: &mut SchemaGenerator) -> Schema {
    one_of(read::Factuality::ALL.iter().map(|value| value.name()))
}

fn contexts(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "array", "items": one_of(read::CONTEXTS.into_iter())})
}

fn modes(_: &mut SchemaGenerator) -> Schema {
    one_of(read::Mode::ALL.iter().map(|mode| mode.name()))
}

fn kinds(_: &mut SchemaGenerator) -> Schema {
    one_of(read::Kind::ALL.iter().map(|kind| kind.name()))
}

fn notice_codes(_: &mut SchemaGenerator) -> Schema {
    one_of(read::NoticeCode::ALL.iter().map(|code| code.name()))
}

fn forms(_: &mut SchemaGenerator) -> Schema {
    one_of(read::MentionForm::ALL.iter().map(|form| form.name()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{dispatch, provenance};
    use expect_test::{expect, expect_file};

    #[test]
    fn the_record_of_a_dispatch() {
        let (document, provenance) = (dispatch(), provenance());
        let json = serde_json::to_string_pretty(&record(&document, &provenance)).unwrap();
        expect_file!["testdata/record.json"].assert_eq(&json);
    }

    #[test]
    fn the_record_fits_the_schema() {
        let validator = jsonschema::validator_for(schema().as_value()).unwrap();
        let (document, provenance) = (dispatch(), provenance());
        let json = serde_json::to_value(record(&document, &provenance)).unwrap();
        let errors: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        let mut wrong = json.clone();
        wrong["statements"][0]["act"] = "shout".into();
        assert!(!validator.is_valid(&wrong));
        wrong = json;
        wrong["document"].as_object_mut().unwrap().remove("text");
        assert!(!validator.is_valid(&wrong));
    }

    #[test]
    fn the_published_schema_is_current() {
        let published = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
        expect_file!["../../../docs/record.schema.json"].assert_eq(&published);
    }

    #[test]
    fn one_dispatch_has_one_id() {
        let plain = id("Un été à Sens.\nFin");
        assert_eq!(plain, id("  Un e\u{301}te\u{301} à\u{a0}Sens.\r\n\r\nFin \n"));
        assert_ne!(plain, id("Un été à Sens.Fin"));
        expect!["sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"].assert_eq(&id(" \n"));
    }
}
