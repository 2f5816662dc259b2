//! The story on one page: text becomes sentences, sentences get their trees, names and attributions, and these become
//! who said what.

use crate::Engine;
use crate::actors::actors;
use depeche_model::Options;
use depeche_reading::{
    coreference, dating, day as date_of, events, judgement, places, prune, quotations, settle, speakers, statements,
    times, viewpoints,
};
use depeche_record::{Document, EventMention, Notice, NoticeCode, Sentence, Span, Text};
use depeche_syntax::segment;
use depeche_world::Gazetteer;

impl Engine {
    /// Reads a text on `threads` threads.
    pub(crate) fn read_on(&self, mut source: Text, threads: usize) -> Document {
        // In which language: the user's word, then the container's, then a guess.
        let (language, mut notices) = self.language(&mut source);
        let text = source.text.as_str();

        // Paragraphs, sentences and tokens, by the rules of the language.
        let mut sentences = segment(self.languages.get(&language), text);
        // Tags, trees, names and attributions, by the model.
        self.annotate(text, &mut sentences, threads);
        // Quotation marks find their partners, over paragraphs too.
        let (quotations, unclosed) = quotations(text, &paragraphs(&sentences));
        // Names, nouns and pronouns that stand for one thing become one entity.
        let day = source.published.as_deref().or(self.reference_date());
        let mut entities = coreference(&self.knowledge(&language, day), text, &sentences, &quotations);
        // What is known of the world, or what the text says of a function, gives them a code and a country.
        actors(self.world(), text, day, &mut entities);
        // An attribution and the quotation it announces become a statement.
        let mut statements = statements(self.lexicon(&language).cues(), text, &sentences, &entities, &quotations);
        // Who says « nous » inside a quotation is who is quoted.
        speakers(&sentences, &mut entities, &mut statements);
        // What words tell of, or is done by saying it, are events: who did what to whom.
        let lexicon = self.lexicon(&language);
        let mut events = events(lexicon.frames(), text, &sentences, &mut entities, &statements);
        // Each is a fact for whoever vouches for it, and nobody else's.
        let judge = |mention: &EventMention, content: Option<Span>| {
            judgement(lexicon.factuality(), text, &sentences[mention.sentence], mention.token, content)
        };
        viewpoints(&statements, &mut events, judge);
        settle(&mut events);
        // Where it happens.
        places(lexicon.places(), Gazetteer::embedded(), text, &sentences, &entities, &mut events);
        // When, counted from the text's day.
        let anchor = day.and_then(date_of);
        let times = times(lexicon.times(), text, &sentences, anchor);
        dating(&sentences, &times, anchor, &mut statements, &mut events);
        prune(&mut entities, &mut statements, &mut events);
        // What such a statement's score was worth on development texts becomes its confidence.
        for statement in &mut statements {
            statement.confidence = self.calibration.probability(statement.maker(), statement.confidence);
        }

        notices.extend(unclosed);
        // Whoever made the text may have told it already.
        if sentences.is_empty() && !source.notices.iter().any(|notice| notice.code == NoticeCode::Empty) {
            notices.push(Notice {
                code: NoticeCode::Empty,
                span: None,
                message: "there is no text to read".to_owned(),
            });
        }
        Document { source, lang: language, sentences, entities, statements, events, notices }
    }

    /// The language to read `text` in, and what the user should know about that choice.
    pub(crate) fn language(&self, text: &mut Text) -> (String, Vec<Notice>) {
        if self.lang.is_some() {
            text.lang.clone_from(&self.lang);
        }
        depeche_ingest::language(text)
    }

    /// Lets the model fill the sentences.
    pub(crate) fn annotate(&self, text: &str, sentences: &mut [Sentence], threads: usize) {
        self.model.annotate(sentences, text, Options { threads, cache: self.cache, vectors: self.vectors });
    }
}

/// From the first sentence of each paragraph to its last.
fn paragraphs(sentences: &[Sentence]) -> Vec<Span> {
    let chunks = sentences.chunk_by(|a, b| a.paragraph == b.paragraph);
    chunks.map(|chunk| chunk[0].span.to(chunk[chunk.len() - 1].span)).collect()
}
