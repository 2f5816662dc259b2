//! Why a statement was read as it was.
//!
//! Takes a document and one of its statements; gives the steps that made it, each with the rule or head, its score, the
//! file and line where the rule stands, and the words it looked at. It decides nothing: all of it was noted while
//! reading.

use crate::Engine;
use depeche_reading::rule;
use depeche_record::{About, Document, Span, Step};

impl Engine {
    /// The steps that made statement `index` of `document`, which this engine has read; none when there is no such
    /// statement.
    #[must_use]
    pub fn explain(&self, document: &Document, index: usize) -> Vec<Step> {
        let Some(statement) = document.statements.get(index) else { return Vec::new() };
        let step = |about, id: &str, score, words: Vec<Span>| Step {
            about,
            rule: id.to_owned(),
            score,
            place: rule(id).map(|rule| (rule.file.to_owned(), rule.line as usize)),
            words,
            antecedent: None,
            example: None,
            act: None,
        };
        let mut steps = Vec::new();
        let cues = self.lexicon(&document.lang).cues();
        let entries = cues.entries();
        for (number, id) in statement.why.iter().enumerate() {
            if let Some(entry) = entries.iter().find(|entry| entry.id == *id) {
                let place = Some((format!("lang/{}/cues.toml", cues.code()), entry.line));
                let example = Some(entry.fires.clone());
                let found = step(About::Act, id, None, statement.cue.clone());
                steps.push(Step { place, example, act: Some(entry.act), ..found });
                continue;
            }
            // An id that nobody knows would be a rule without a name: a test holds that there is none.
            let about = rule(id).map_or(About::Cue, |rule| rule.about);
            // The first id made the statement: its heads' scores belong to it.
            let score = match about {
                About::Cue if number == 0 => statement.scores.cue,
                About::Act => statement.scores.act.filter(|_| id.starts_with("model.")),
                _ => None,
            };
            let words = match about {
                About::Cue | About::Act => statement.cue.clone(),
                About::Source => statement.source.span.into_iter().collect(),
                About::Content => statement.content.clone(),
                About::Reference => Vec::new(),
            };
            steps.push(step(about, id, score, words));
            if number == 0 {
                if let (Some(score), Some(span)) = (statement.scores.source, statement.source.span) {
                    steps.push(step(About::Source, id, Some(score), vec![span]));
                }
                if let Some(score) = statement.scores.content {
                    steps.push(step(About::Content, id, Some(score), statement.content.clone()));
                }
            }
        }
        // Who the source's words stand for: the link of each of their mentions.
        if let Some(span) = statement.source.span {
            for &entity in &statement.source.entities {
                let mentions = document.entities[entity].mentions.iter();
                let linked = mentions
                    .filter(|mention| span.contains(mention.span))
                    .filter_map(|mention| mention.link.as_ref().map(|link| (mention.span, link)));
                steps.extend(linked.map(|(words, link)| Step {
                    antecedent: Some(link.antecedent),
                    ..step(About::Reference, link.step, None, vec![words])
                }));
            }
        }
        steps.sort_by_key(|step| step.about);
        steps
    }
}
