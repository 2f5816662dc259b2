//! Who speaks, and to whom: from the words of a role to the entities they name.
//!
//! The head of the phrase decides, with those coordinated with it. It resolves no pronoun: a mention that is one
//! carries its entity already.

use super::Context;
use crate::roles::without_preposition;
use crate::tree;
use depeche_record::{Role, RoleSpan, Sentence, Source, Span};

impl Context<'_> {
    pub(super) fn source(&self, sentence: &Sentence, role: &RoleSpan) -> Source {
        let span = self.trim_tokens(sentence, role.tokens.clone());
        let span = self.without_hyphen(span.unwrap_or_else(|| sentence.span_of(&role.tokens)));
        match self.antecedent(sentence, span) {
            Some(noun) => {
                // « l'administration Vial, qui »: when nothing tells who that is, the words say it.
                let phrase = sentence.span_of(&without_preposition(sentence, tree::noun_phrase(sentence, noun)));
                let entities = self.entities_of(sentence, phrase);
                let beside = |gap: &str| gap.chars().all(|c| c.is_whitespace() || c == ',');
                let beside = phrase.end <= span.start && beside(&self.text[phrase.end..span.start]);
                let span =
                    if entities.is_empty() && phrase.end <= span.start || beside { phrase.to(span) } else { span };
                Source { entities, span: Some(span) }
            }
            None => Source { entities: self.entities_of(sentence, span), span: Some(span) },
        }
    }

    pub(super) fn role(&self, sentence: &Sentence, role: &RoleSpan) -> Role {
        let Source { entities, span } = self.source(sentence, role);
        Role { entities, span: span.unwrap_or_else(|| sentence.span_of(&role.tokens)) }
    }

    /// « a-t-elle », « dit-il »: the pronoun without its hyphen; « [la Corée] » with both brackets.
    fn without_hyphen(&self, mut span: Span) -> Span {
        const LINKS: [&str; 3] = ["-t-", "-", "‑"];
        let link = LINKS.iter().find(|link| span.of(self.text).starts_with(**link));
        span.start += link.map_or(0, |link| link.len()).min(span.len().saturating_sub(1));
        let words = span.of(self.text);
        if words.contains('[') && !words.contains(']') && self.text[span.end..].starts_with(']') {
            span.end += 1;
        }
        span
    }

    /// What a relative pronoun stands for: the noun that its clause hangs from.
    fn antecedent(&self, sentence: &Sentence, span: Span) -> Option<usize> {
        let pronoun = tree::head_of(sentence, &tree::tokens_in(sentence, span))?;
        let verb = tree::head(sentence, pronoun).filter(|_| tree::says(sentence, pronoun, "PronType=Rel"))?;
        tree::head(sentence, verb).filter(|_| tree::relation(sentence, verb) == "acl")
    }

    /// Whom the words `span` name: the mention that holds their head, and those coordinated with it. « Des sources
    /// proches de Vial » is not Vial. Without a tree: every mention that is not inside another.
    fn entities_of(&self, sentence: &Sentence, span: Span) -> Vec<usize> {
        let tokens = tree::tokens_in(sentence, span);
        let mut entities = Vec::new();
        let mut add = |named: Vec<usize>| {
            for entity in named {
                if !entities.contains(&entity) {
                    entities.push(entity);
                }
            }
        };
        if let Some(head) = tree::head_of(sentence, &tokens) {
            let mut heads = vec![head];
            let joined = |index: usize, to: usize| {
                tree::relation(sentence, index) == "conj" && tree::head(sentence, index) == Some(to)
            };
            heads.extend(tokens.clone().filter(|&index| joined(index, head)));
            // « les présidents Luc Vial et Karl Stein »: two names below one noun.
            let names = tree::children(sentence, head)
                .filter(|&name| tokens.contains(&name) && tree::is(sentence, name, &["PROPN"]))
                .filter(|&name| tree::children(sentence, name).all(|child| tree::relation(sentence, child) != "case"));
            let plural = tree::says(sentence, head, "Number=Plur");
            let names: Vec<usize> = names.filter(|_| plural).collect();
            heads.extend(tokens.clone().filter(|&index| {
                tree::is(sentence, index, &["PROPN"]) && names.iter().any(|&name| joined(index, name))
            }));
            for head in heads {
                let named = self.mentions_of(sentence.tokens[head].span);
                // « le porte-parole du Sénat, Luc Vial », cut so that the name hangs below the noun.
                let below = tree::children(sentence, head).filter(|&child| {
                    tokens.contains(&child) && matches!(tree::relation(sentence, child), "appos" | "flat")
                });
                // « …, le ministre », cut off from the name that it follows.
                let above = tree::head(sentence, head).filter(|_| tree::relation(sentence, head) == "appos");
                let around = below.chain(above).map(|token| self.mentions_of(sentence.tokens[token].span));
                add(std::iter::once(named).chain(around).find(|named| !named.is_empty()).unwrap_or_default());
            }
        } else {
            let mut last = 0;
            for &(mention, entity) in self.mentions.touching(span) {
                if mention.start >= last {
                    add(vec![entity]);
                    last = mention.end;
                }
            }
        }
        entities
    }

    /// The entities of the smallest mention that holds `token`: several for « les deux pays ».
    pub(super) fn mentions_of(&self, token: Span) -> Vec<usize> {
        let smallest = self.mentions.around(token).map(|(mention, _)| *mention).min_by_key(|mention| mention.len());
        self.mentions
            .around(token)
            .filter(|(mention, _)| Some(*mention) == smallest)
            .map(|&(_, entity)| entity)
            .collect()
    }
}
