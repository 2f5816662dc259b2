//! What stands about the word itself: negation, modality, mood, tense, the question it is in, the condition on it.

use super::FactualityRule;
use super::value::Value;
use super::walk::Walk;
use super::words::Place;
use crate::tree;
use depeche_record::Status;

impl<'a> Walk<'a> {
    /// What reaches `token` when everything about it has been heard. A coordinated verb borrows the helpers of the first,
    /// `lender`, when it has none of its own.
    pub(super) fn local(&mut self, token: usize, incoming: Value, lender: Option<usize>) -> Value {
        let mut value = incoming;
        let lender = lender.filter(|&lender| self.borrows(token, lender));
        let mut helpers = self.helpers(token);
        helpers.extend(lender.into_iter().flat_map(|lender| self.helpers(lender)).filter(|&at| Some(at) != lender));
        let mut about: Vec<usize> = tree::children(self.sentence, token).collect();
        if let Some(lender) = lender {
            let first = (0..token).rev().find(|&index| {
                tree::head(self.sentence, index) == Some(token) && tree::relation(self.sentence, index) == "cc"
            });
            let all = first.is_some_and(|cc| self.words.shares_negation(self.form(cc)));
            about.extend(tree::children(self.sentence, lender).filter(|&index| {
                match tree::relation(self.sentence, index) {
                    "aux" => true,
                    "advmod" | "det" => all,
                    _ => false,
                }
            }));
        }

        // Mood and other forms of the verb.
        let form = self.words.of_forms().find(|rule| rule.place == Place::Form && self.has_features(rule, &helpers));
        if let Some(rule) = form.filter(|_| !self.governs_modally(token)) {
            value = self.apply(rule, value);
        }
        let negation = self.negation(token, &about);
        let mut modals: Vec<(usize, &FactualityRule)> = about
            .iter()
            .filter_map(|&index| {
                let rule = self.rules_at(index).iter().copied().find(|rule| {
                    rule.place == Place::Local
                        && self.phrase(rule, index).is_some()
                        && self.is_local(rule, index)
                        && (rule.features.is_empty() || self.has_features(rule, &helpers))
                        && rule.perfect.is_none_or(|perfect| perfect == self.is_perfect(&helpers))
                })?;
                Some((index, rule))
            })
            .collect();
        modals.sort_by_key(|(index, _)| *index);
        // "cannot": the negation is the modal's; it is heard first, so that the signature sees it.
        if let Some((id, by)) = negation {
            // "did not hold any, held no meeting": the verb has heard the noun's own word.
            let heard = value.is_negative() && tree::relation(self.sentence, by) == "det";
            if !heard {
                self.why.push(id);
                value = value.negated();
            }
        }
        for (_, rule) in modals {
            value = self.apply(rule, value);
        }
        // A condition that the event waits for.
        if let Some(rule) = self.condition(token) {
            self.why.push(rule.id.clone());
            if let Some(main) = rule.main {
                let status = value.status;
                value = value.weighed(main, main);
                value.status = Some(status.filter(|&s| s == Status::Requested).unwrap_or(Status::Hypothetical));
            }
        }
        if value.status.is_none() {
            value.status = self.tense_of(&helpers);
        }
        value
    }

    fn apply(&mut self, rule: &FactualityRule, value: Value) -> Value {
        self.why.push(rule.id.clone());
        value.under(rule)
    }

    /// Whether `index` stands in a relation in which a local word speaks of its head.
    fn is_local(&self, rule: &FactualityRule, index: usize) -> bool {
        let relation = tree::relation(self.sentence, index);
        if rule.to.is_empty() {
            return matches!(
                relation,
                "aux" | "advmod" | "amod" | "acl" | "det" | "case" | "compound" | "discourse" | "obl"
            );
        }
        rule.to.iter().any(|name| name == relation)
    }

    fn borrows(&self, token: usize, lender: usize) -> bool {
        let own = tree::children(self.sentence, token)
            .any(|index| matches!(tree::relation(self.sentence, index), "nsubj" | "aux" | "cop"));
        let finite =
            tree::says(self.sentence, token, "VerbForm=Fin") && tree::says(self.sentence, lender, "VerbForm=Fin");
        let nouns = !tree::is(self.sentence, token, &["VERB", "AUX"]);
        nouns || !own && !finite
    }

    /// Whether the word governs an event as a modal or the like, so that its own mood is in its signature: « pourrait ».
    fn governs_modally(&self, token: usize) -> bool {
        self.rules_at(token).iter().any(|rule| {
            rule.place == Place::Governor && rule.features.iter().any(|feature| feature.starts_with("Mood="))
        })
    }

    /// Whether the verb stands in the form that a governor's rule asks for.
    pub(super) fn has_form(&self, rule: &FactualityRule, token: usize) -> bool {
        let helpers = self.helpers(token);
        (rule.features.is_empty() || self.has_features(rule, &helpers))
            && rule.perfect.is_none_or(|perfect| perfect == self.is_perfect(&helpers))
    }

    fn has_features(&self, rule: &FactualityRule, helpers: &[usize]) -> bool {
        !rule.features.is_empty()
            && rule.features.iter().all(|feature| helpers.iter().any(|&at| tree::says(self.sentence, at, feature)))
            && rule.perfect.is_none_or(|perfect| perfect == self.is_perfect(helpers))
    }

    pub(super) fn is_perfect(&self, helpers: &[usize]) -> bool {
        helpers.iter().skip(1).any(|&at| self.words.makes_perfect(self.lemma(at)))
    }

    /// The rule by which a clause that hangs on `token` makes it conditional.
    fn condition(&self, token: usize) -> Option<&'a FactualityRule> {
        tree::children(self.sentence, token)
            .filter(|&clause| matches!(tree::relation(self.sentence, clause), "advcl" | "obl"))
            .find_map(|clause| {
                self.opener(token, clause).filter(|rule| rule.main.is_some() && !self.is_participle(clause))
            })
    }

    /// "if compared to": no condition of anything.
    fn is_participle(&self, clause: usize) -> bool {
        let helpers = self.helpers(clause);
        tree::says(self.sentence, clause, "VerbForm=Part") && helpers.len() == 1
    }

    /// The rule that negates `token`: a word about it, or about its subject or object.
    fn negation(&self, token: usize, about: &[usize]) -> Option<(String, usize)> {
        let parts: Vec<usize> = about
            .iter()
            .copied()
            .filter(|&index| {
                matches!(tree::relation(self.sentence, index), "nsubj" | "obj" | "aux" | "cop" | "obl" | "iobj")
            })
            .collect();
        let verbal = tree::is(self.sentence, token, &["VERB", "AUX", "ADJ"]) || self.helpers(token).len() > 1;
        let near: Vec<usize> = about.to_vec();
        let inner: Vec<usize> = parts
            .iter()
            .filter(|_| verbal)
            .flat_map(|&part| {
                tree::children(self.sentence, part)
                    .filter(|&index| matches!(tree::relation(self.sentence, index), "det" | "advmod" | "cc"))
            })
            .collect();
        let companion = near.iter().chain(&inner).any(|&index| self.words.is_companion(self.form(index)));
        let mut found: Option<(String, usize)> = None;
        for &index in near.iter().chain(&inner) {
            let rule = self.rules_at(index).iter().copied().find(|rule| {
                rule.place == Place::Negation
                    && self.phrase(rule, index).is_some()
                    && (!rule.to.iter().any(|to| to == "companion") || companion)
                    && self.negates_from(rule, index, token)
            });
            let Some(rule) = rule else { continue };
            let undone = self.next_word(index).is_some_and(|next| self.words.undoes_negation(self.form(next)));
            if !undone {
                found.get_or_insert_with(|| (rule.id.clone(), index));
            }
        }
        found
    }

    /// Whether the negation at `index` reaches `token`: an adverb, a determiner or a pronoun does.
    fn negates_from(&self, rule: &FactualityRule, index: usize, token: usize) -> bool {
        let relation = tree::relation(self.sentence, index);
        let direct = tree::head(self.sentence, index) == Some(token);
        let nominal = rule.to.iter().any(|to| to == "nominal");
        match relation {
            "advmod" | "det" | "cc" | "aux" | "obl" | "fixed" | "discourse" => true,
            "nsubj" | "obj" | "iobj" => nominal && direct,
            "case" | "mark" => nominal,
            _ => false,
        }
    }

    fn next_word(&self, index: usize) -> Option<usize> {
        (index + 1 < self.sentence.tokens.len()).then_some(index + 1)
    }

    /// Whether `token` is what the sentence asks about: it stands in the clause that ends in a question mark.
    pub(super) fn is_question(&self, token: usize) -> bool {
        let n = self.sentence.tokens.len();
        let Some(mark) = (0..n).rev().find(|&index| self.form(index).contains('?')) else { return false };
        // A question that is told and not asked ends inside the sentence.
        if mark + 3 < n || mark < token {
            return false;
        }
        let asks =
            (0..n).any(|index| self.words.asks_around(self.form(index)) && !tree::is(self.sentence, index, &["SCONJ"]));
        let chain = tree::ancestors(self.sentence, token)
            .all(|at| !matches!(tree::relation(self.sentence, at), "advcl" | "acl"));
        chain && !asks
    }

    /// Time by the verb's tense.
    fn tense_of(&self, helpers: &[usize]) -> Option<Status> {
        let says = |feature: &str| helpers.iter().any(|&at| tree::says(self.sentence, at, feature));
        if says("Tense=Fut") {
            Some(Status::Planned)
        } else if self.is_perfect(helpers) || says("Tense=Past") || says("Tense=Imp") {
            Some(Status::Occurred)
        } else if says("VerbForm=Fin") {
            Some(Status::Ongoing)
        } else {
            None
        }
    }

    /// Time when nothing on the way has settled it.
    pub(super) fn tense(&self, token: usize, value: Value) -> Status {
        if let Some(status) = self.tense_of(&self.helpers(token)) {
            status
        } else if value.is_unknown() && !value.reported {
            Status::Hypothetical
        } else {
            Status::Occurred
        }
    }
}
