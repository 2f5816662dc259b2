//! Scores the sentence vector: is the nearest line in another language the translation?
//!
//! Takes lines that say the same in several languages; gives, for French against each other language and back, the
//! share of lines whose nearest neighbour by cosine among all lines of the other language is their translation. Ties go
//! to the earlier line. A line is read as one sentence.

use crate::gold::parallel::GoldLines;
use crate::reader::Reader;
use crate::score::{Scores, Share};
use crate::{Mistake, Outcome};
use depeche_record::{Sentence, Span};

/// Scores the first language of `languages` against all others, both ways.
pub fn score(set: &str, languages: &[GoldLines], reader: &dyn Reader) -> Outcome {
    let mut scores = Scores::new(set);
    let mut mistakes = Vec::new();
    let vectors: Vec<Vec<Vec<f32>>> = languages.iter().map(|lines| vectors(lines, reader)).collect();
    let Some(pivot) = languages.first() else { return Outcome { scores: scores.rows, mistakes, ..Outcome::default() } };
    for other in 1..languages.len() {
        for (from, to) in [(other, 0), (0, other)] {
            let mut share = Share::default();
            for (line, vector) in vectors[from].iter().enumerate() {
                let nearest = nearest(vector, &vectors[to]);
                share.note(nearest == Some(line));
                if nearest != Some(line) && to == 0 {
                    mistakes.push(Mistake {
                        place: format!("{}→{} line {}", languages[from].lang, pivot.lang, line + 1),
                        text: languages[from].lines[line].clone(),
                        gold: pivot.lines[line].clone(),
                        found: nearest.map_or_else(|| "no vector".to_owned(), |n| pivot.lines[n].clone()),
                    });
                }
            }
            scores.share(&format!("{}_to_{}", languages[from].lang, languages[to].lang), share);
        }
    }
    Outcome { scores: scores.rows, mistakes, ..Outcome::default() }
}

fn vectors(lines: &GoldLines, reader: &dyn Reader) -> Vec<Vec<f32>> {
    let mut text = String::new();
    let mut sentences = Vec::with_capacity(lines.lines.len());
    for line in &lines.lines {
        let base = text.len();
        let mut tokens: Vec<_> = reader.segment(line, lines.lang).into_iter().flat_map(|s| s.tokens).collect();
        for token in &mut tokens {
            token.span = Span::new(token.span.start + base, token.span.end + base);
        }
        text.push_str(line);
        text.push('\n');
        sentences.push(Sentence { span: Span::new(base, base + line.len()), tokens, ..Default::default() });
    }
    // A line without a token has no vector, and no sentence may be empty.
    let mut read: Vec<Sentence> = sentences.iter().filter(|s| !s.tokens.is_empty()).cloned().collect();
    reader.annotate(&text, &mut read);
    let mut read = read.into_iter();
    sentences
        .iter()
        .map(|sentence| if sentence.tokens.is_empty() { None } else { read.next() })
        .map(|sentence| sentence.map(|s| s.vector).unwrap_or_default())
        .collect()
}

fn nearest(vector: &[f32], candidates: &[Vec<f32>]) -> Option<usize> {
    let mut best: Option<(f32, usize)> = None;
    for (index, candidate) in candidates.iter().enumerate() {
        let cosine: f32 = vector.iter().zip(candidate).map(|(a, b)| a * b).sum();
        let comparable = !vector.is_empty() && candidate.len() == vector.len();
        if comparable && best.is_none_or(|(most, _)| cosine > most) {
            best = Some((cosine, index));
        }
    }
    best.map(|(_, index)| index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_line_is_the_first_of_the_most_alike() {
        let candidates = [vec![0.0, 1.0], vec![1.0, 0.0], vec![1.0, 0.0]];
        assert_eq!(nearest(&[0.8, 0.6], &candidates), Some(1));
        assert_eq!(nearest(&[], &candidates), None);
        assert_eq!(nearest(&[1.0, 0.0], &[vec![]]), None);
    }
}
