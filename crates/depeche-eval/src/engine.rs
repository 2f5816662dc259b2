//! The engine as a [`Reader`]: texts go through the whole pipeline, given tokens straight to the model.

use crate::reader::Reader;
use depeche::Engine;
use depeche_model::Options;
use depeche_record::{Attribution, Document, Sentence, Text};
use std::convert::Infallible;
use std::ops::{ControlFlow, Range};

impl Reader for Engine {
    fn read(&self, texts: &[&str], lang: &str) -> Vec<Document> {
        let mut documents = Vec::with_capacity(texts.len());
        let open = |text: &&str| {
            let lang = Some(lang.to_owned());
            Ok::<_, Infallible>(Text { text: (*text).to_owned(), lang, ..Text::default() })
        };
        self.read_many(texts, open, |document| {
            let Ok(document) = document;
            documents.push(document);
            ControlFlow::Continue(())
        });
        documents
    }

    fn segment(&self, text: &str, lang: &str) -> Vec<Sentence> {
        depeche_syntax::segment(self.languages().get(lang), text)
    }

    fn annotate(&self, text: &str, sentences: &mut [Sentence]) {
        self.model().annotate(sentences, text, Options { threads: self.threads(), cache: true, vectors: true });
    }

    fn roles(&self, text: &str, sentences: &[Sentence], cues: &[Range<usize>]) -> Vec<Attribution> {
        let roles = |(sentence, cue): (&Sentence, &Range<usize>)| {
            let tokens: Vec<&str> = sentence.tokens.iter().map(|token| token.span.of(text)).collect();
            self.model().roles_for(&tokens, cue.clone())
        };
        sentences.iter().zip(cues).map(roles).collect()
    }
}
