//! The engine: a model, the languages and a few choices, ready to read.

use crate::in_order;
use crate::lexicons::{Lexicon, Lexicons};
use depeche_lang::{LangError, Languages};
use depeche_model::Model;
use depeche_reading::{Calibration, Knowledge};
use depeche_record::{Document, Notice, Sentence, Text};
use depeche_syntax::{ConlluFile, segment};
use depeche_world::{Date, World};
use std::num::NonZero;
use std::ops::ControlFlow;

/// Reads texts. Make one, share it between threads: reading only borrows it.
#[derive(Debug)]
pub struct Engine {
    pub(crate) model: Model,
    pub(crate) languages: Languages,
    /// The user's own; `None`: the built-in one, read when a text first needs it.
    world: Option<World>,
    lexicons: Lexicons,
    pub(crate) calibration: Calibration,
    pub(crate) lang: Option<String>,
    pub(crate) cache: bool,
    pub(crate) vectors: bool,
    threads: usize,
    reference_date: Option<String>,
}

/// What an [`Engine`] is made of.
#[derive(Debug)]
pub struct Builder {
    model: Model,
    languages: Option<Languages>,
    world: Option<World>,
    calibration: Calibration,
    lang: Option<String>,
    cache: bool,
    vectors: bool,
    threads: usize,
    reference_date: Option<String>,
}

/// Sentences with their analysis, and nothing read into them.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// The text they index.
    pub text: String,
    /// ISO 639-1 code of the language it was cut in.
    pub lang: String,
    /// In text order.
    pub sentences: Vec<Sentence>,
    /// What the user should know.
    pub notices: Vec<Notice>,
}

impl Engine {
    /// An engine around `model`, with the built-in languages, on all cores.
    #[must_use]
    pub fn builder(model: Model) -> Builder {
        Builder {
            model,
            languages: None,
            world: None,
            calibration: Calibration::default(),
            lang: None,
            cache: true,
            vectors: false,
            threads: 0,
            reference_date: None,
        }
    }

    /// Reads one text, on all of the engine's threads.
    #[must_use]
    pub fn read(&self, text: Text) -> Document {
        self.read_on(text, self.threads)
    }

    /// Reads many texts at once, each on one thread. `open` makes a text of an item, on the thread that will read it;
    /// `each` gets the documents in the items' order, as soon as they are there, and may stop by breaking.
    pub fn read_many<T: Send, E: Send>(
        &self,
        items: impl IntoIterator<Item = T, IntoIter: Send>,
        open: impl Fn(T) -> Result<Text, E> + Sync,
        each: impl FnMut(Result<Document, E>) -> ControlFlow<()>,
    ) {
        in_order(items, self.threads, |item| open(item).map(|text| self.read_on(text, 1)), each);
    }

    /// Cuts a text into sentences and analyses them.
    #[must_use]
    pub fn parse(&self, mut text: Text) -> Parsed {
        let (lang, mut notices) = self.language(&mut text);
        let mut sentences = segment(self.languages.get(&lang), &text.text);
        self.annotate(&text.text, &mut sentences, self.threads);
        notices.splice(0..0, text.notices);
        Parsed { text: text.text, lang, sentences, notices }
    }

    /// Analyses given tokens; sentences and tokens stay as they are.
    pub fn parse_given(&self, file: &mut ConlluFile) {
        self.annotate(&file.text, &mut file.sentences, self.threads);
    }

    /// Version of the engine.
    #[must_use]
    pub fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }

    /// The model.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The languages.
    #[must_use]
    pub fn languages(&self) -> &Languages {
        &self.languages
    }

    /// SHA-256 of the files about the world, lower-case hexadecimal.
    #[must_use]
    pub fn world_sha256(&self) -> &str {
        self.world().sha256()
    }

    /// What makes a probability of a statement's score.
    #[must_use]
    pub fn calibration(&self) -> &Calibration {
        &self.calibration
    }

    /// RFC 3339 date that relative dates are counted from, when one was given.
    #[must_use]
    pub fn reference_date(&self) -> Option<&str> {
        self.reference_date.as_deref()
    }

    /// Number of threads it reads on.
    #[must_use]
    pub fn threads(&self) -> usize {
        self.threads
    }

    /// What is known for a text in `lang`, as the world is on the day `date` (RFC 3339).
    pub(crate) fn knowledge(&self, lang: &str, date: Option<&str>) -> Knowledge<'_> {
        let Lexicon { names, coreference: words, .. } = self.lexicon(lang);
        Knowledge { names, words, world: self.world(), date: date.and_then(Date::first) }
    }

    pub(crate) fn lexicon(&self, lang: &str) -> &Lexicon {
        self.lexicons.get(lang)
    }

    pub(crate) fn world(&self) -> &World {
        self.world.as_ref().unwrap_or_else(|| World::embedded())
    }
}

impl Builder {
    /// Reads with these languages instead of the built-in ones.
    #[must_use]
    pub fn languages(mut self, languages: Languages) -> Self {
        self.languages = Some(languages);
        self
    }

    /// Codes actors by this world instead of the built-in one: [`World::with_actors`] adds a user's own.
    #[must_use]
    pub fn world(mut self, world: World) -> Self {
        self.world = Some(world);
        self
    }

    /// Gives statements the probabilities that this calibration makes of their scores. Without one, `confidence` is the
    /// raw score.
    #[must_use]
    pub fn calibration(mut self, calibration: Calibration) -> Self {
        self.calibration = calibration;
        self
    }

    /// Reads everything in the language `code` (ISO 639-1), whatever the text says of itself.
    #[must_use]
    pub fn lang(mut self, code: impl Into<String>) -> Self {
        self.lang = Some(code.into());
        self
    }

    /// Whether a sentence that comes again is remembered; on at first. The outcome is the same.
    #[must_use]
    pub fn cache(mut self, cache: bool) -> Self {
        self.cache = cache;
        self
    }

    /// Whether every sentence of a document keeps its vector, for matching across languages; off at first: the record
    /// does not hold it, and it is larger than all else that is known of a sentence.
    #[must_use]
    pub fn vectors(mut self, vectors: bool) -> Self {
        self.vectors = vectors;
        self
    }

    /// Number of threads; 0, the first value, means one per core. The outcome is the same.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    /// The day (RFC 3339) that relative dates are counted from, and on which people hold their offices, when a text does
    /// not say when it was published.
    #[must_use]
    pub fn reference_date(mut self, date: impl Into<String>) -> Self {
        self.reference_date = Some(date.into());
        self
    }

    /// The engine.
    ///
    /// # Errors
    /// When a file of the languages is not what it should be.
    pub fn build(self) -> Result<Engine, LangError> {
        // The built-in files are known to be sound: the tests read them.
        let checked = self.languages.is_none();
        let languages = self.languages.unwrap_or_else(|| Languages::embedded().clone());
        let lexicons = Lexicons::of(&languages, checked)?;
        let cores = || std::thread::available_parallelism().map_or(1, NonZero::get);
        Ok(Engine {
            model: self.model,
            languages,
            world: self.world,
            lexicons,
            calibration: self.calibration,
            lang: self.lang,
            cache: self.cache,
            vectors: self.vectors,
            threads: if self.threads == 0 { cores() } else { self.threads },
            reference_date: self.reference_date,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use depeche_model::testing::{Shape, random};

    /// Random weights: what it says is nonsense, but the same nonsense every time.
    fn engine(change: impl FnOnce(Builder) -> Builder) -> Engine {
        let model = Model::from_bytes(random(&Shape::default(), 7).finish()).unwrap();
        change(Engine::builder(model)).build().unwrap()
    }

    fn texts() -> Vec<Text> {
        let stories =
            ["Oslo nie. « Rien n’est signé », dit Mme Vial.", "", "Le port ferme.\n\nIl pleut « fort", "\u{0}»«\r\n'"];
        let text = |text: &str| Text { text: text.repeat(3), lang: Some("fr".to_owned()), ..Text::default() };
        stories.iter().map(|story| text(story)).collect()
    }

    fn read_all(engine: &Engine) -> Vec<Document> {
        let mut documents = Vec::new();
        engine.read_many(texts(), Ok::<Text, ()>, |document| {
            documents.push(document.unwrap());
            ControlFlow::Continue(())
        });
        documents
    }

    #[test]
    fn the_same_on_any_number_of_threads_alone_or_together_with_or_without_the_cache() {
        let one = engine(|builder| builder.threads(1).cache(false));
        let alone: Vec<Document> = texts().into_iter().map(|text| one.read(text)).collect();
        for threads in [1, 2, 5] {
            let many = engine(|builder| builder.threads(threads));
            assert_eq!(read_all(&many), alone);
            assert_eq!(read_all(&many), alone, "from the cache");
        }
    }

    #[test]
    fn the_users_language_comes_first_then_the_containers() {
        let lang = |engine: Engine, lang: Option<&str>| {
            engine.read(Text { text: "Hei".to_owned(), lang: lang.map(str::to_owned), ..Text::default() }).lang
        };
        assert_eq!(lang(engine(|builder| builder.lang("en")), Some("fr")), "en");
        assert_eq!(lang(engine(|builder| builder), Some("fr-CA")), "fr");
    }

    #[test]
    fn what_cannot_be_read_well_gives_a_notice() {
        let codes = |text: &str, lang: &str| {
            let document = engine(|builder| builder.lang(lang)).read(Text { text: text.to_owned(), ..Text::default() });
            document.notices.into_iter().map(|notice| notice.code.name()).collect::<Vec<_>>()
        };
        assert_eq!(codes(" \n", "fr"), ["empty"]);
        assert_eq!(codes("Hei.", "no"), ["language-untrained"]);
        assert!(codes("Il dit « non", "fr").contains(&"unclosed-quotation"));
    }

    #[test]
    fn the_world_of_a_user_has_another_fingerprint() {
        let actors = depeche_world::actors::parse("a.csv", "name,code\nSahelia,NGOHLH\n").unwrap();
        let world = World::embedded().clone().with_actors(&actors).unwrap();
        let (own, built_in) = (engine(|builder| builder.world(world)), engine(|builder| builder));
        assert_eq!(built_in.world_sha256(), World::embedded().sha256());
        assert_ne!(own.world_sha256(), built_in.world_sha256());
    }

    #[test]
    fn an_engine_is_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Engine>();
    }
}
