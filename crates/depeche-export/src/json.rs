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
    /// Who did what to whom. Empty for now.
    events: [(); 0],
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
    /// When it was said; null stands for the day of publication. Null for now.
    date: Option<()>,
    /// The statement that this one is reported inside.
    within: Option<String>,
    /// Events of the content. Empty for now.
    events: [(); 0],
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
    let writer = Arc::new(Writer { text: &document.source.text, offsets: Offsets::new(&document.source.text) });
    let (sentences, entities, statements) = (Arc::clone(&writer), Arc::clone(&writer), Arc::clone(&writer));
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
        events: [],
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
            date: None,
            within: statement.within.map(statement_id),
            events: [],
            // Four digits say all that a probability can, and read well.
            confidence: (statement.confidence * 1e4).round() / 1e4,
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

fn one_of<'a>(names: impl Iterator<Item = &'a str>) -> Schema {
    let names: Vec<&str> = names.collect();
    json_schema!({"type": "string", "enum": names})
}

fn acts(_: &mut SchemaGenerator) -> Schema {
    one_of(read::Act::ALL.iter().map(|act| act.name()))
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
