//! The walk from the root down to the event.

use super::value::Value;
use super::words::{Complement, Place};
use super::{FactualityRule, FactualityWords, Reading};
use crate::tree;
use depeche_lang::fold;
use depeche_record::{RoleKind, Sentence, Status};

/// Whose word is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Credit {
    /// Nobody's.
    None,
    /// Every source's.
    Sources,
}

/// One sentence being walked.
pub(super) struct Walk<'a> {
    pub(super) words: &'a FactualityWords,
    pub(super) sentence: &'a Sentence,
    credit: Credit,
    lemmas: Vec<String>,
    forms: Vec<String>,
    /// Rules whose first word stands at a token.
    rules: Vec<Vec<&'a FactualityRule>>,
    pub(super) why: Vec<String>,
}

const NO_WORD: &str = "";

impl<'a> Walk<'a> {
    pub(super) fn new(words: &'a FactualityWords, text: &str, sentence: &'a Sentence, credit: Credit) -> Self {
        let forms: Vec<String> = sentence.tokens.iter().map(|token| fold(token.span.of(text)).into_owned()).collect();
        let lemmas: Vec<String> = (0..forms.len())
            .map(|index| {
                tree::lemma(sentence, index).map_or_else(|| forms[index].clone(), |lemma| fold(lemma).into_owned())
            })
            .collect();
        let rules = lemmas.iter().zip(&forms).map(|(lemma, form)| words.starting(lemma, form)).collect();
        Self { words, sentence, credit, lemmas, forms, rules, why: Vec::new() }
    }

    pub(super) fn read(mut self, token: usize, top: Option<usize>) -> Reading {
        let token = self.content_word(token);
        let mut path: Vec<usize> = tree::ancestors(self.sentence, token).collect();
        if let Some(top) = top {
            let kept = path.iter().position(|&at| at == top).unwrap_or(0);
            path.truncate(kept + 1);
        }
        path.reverse();
        let Some(&start) = path.first() else {
            return Reading { value: depeche_record::Factuality::Unknown, status: Status::Occurred, why: Vec::new() };
        };
        let mut incoming = Value::FACT;
        if top.is_none() && self.is_question(token) {
            incoming = incoming.unknown().at(Status::Hypothetical);
            self.why.push(super::QUESTION.to_owned());
        }
        let mut own = self.local(start, incoming, None);
        for step in path.windows(2) {
            let (node, child) = (step[0], step[1]);
            let before = self.why.len();
            let (mut next, borrowed, governed) = self.edge(node, child, incoming, own);
            // A cue that no lexicon knows makes its complement somebody's words.
            let plain = !governed && self.why.len() == before;
            let role = matches!(
                tree::relation(self.sentence, child),
                "ccomp" | "xcomp" | "csubj" | "obj" | "obl" | "nmod" | "acl"
            );
            let cue = |at: usize| self.sentence.attributions[at].cue.contains(&node);
            if plain && role && self.credit == Credit::None && self.attributions(child).any(cue) {
                next = next.reported();
                self.why.push(super::REPORTED.to_owned());
            }
            // A finite clause tells its own time, unless a rule has just told it.
            if self.complement(child) == Complement::Clause && !self.tells_time(before) {
                next = next.dated(None);
            }
            incoming = next;
            own = self.local(child, incoming, borrowed);
        }
        let nested = |at: usize| {
            let Some(top) = top else { return true };
            let attribution = &self.sentence.attributions[at];
            let holds_top = attribution.cue.contains(&top)
                || attribution.roles.iter().any(|role| role.role == RoleKind::Content && role.tokens.contains(&top));
            !holds_top && tree::below(self.sentence, attribution.cue.start, top)
        };
        if self.credit == Credit::None && !own.reported {
            // Cues on the way have been heard: these stand aside, « selon Oslo ».
            let aside = |at: &usize| {
                let cue = &self.sentence.attributions[*at].cue;
                !path.iter().any(|node| self.helpers(*node).iter().any(|helper| cue.contains(helper)))
            };
            let said = self.attributions(token).find(|at| aside(at) && nested(*at));
            if said.is_some() {
                own = own.reported();
                self.why.push(super::REPORTED.to_owned());
            }
        }
        let status = own.status.unwrap_or_else(|| self.tense(token, own));
        Reading { value: own.factuality(), status, why: self.why }
    }

    /// Whether one of the rules heard since `before` settles the time.
    fn tells_time(&self, before: usize) -> bool {
        self.why[before..]
            .iter()
            .any(|id| self.words.rules().iter().any(|rule| rule.id == *id && rule.status.is_some()))
    }

    /// An auxiliary or a copula stands for its verb or predicate.
    fn content_word(&self, token: usize) -> usize {
        match tree::relation(self.sentence, token) {
            "aux" | "cop" | "fixed" | "flat" => tree::head(self.sentence, token).unwrap_or(token),
            _ => token,
        }
    }

    /// Attributions that have `token` in their content and not in their cue.
    fn attributions(&self, token: usize) -> impl Iterator<Item = usize> + use<'a> {
        let sentence = self.sentence;
        (0..sentence.attributions.len()).filter(move |&at| {
            let attribution = &sentence.attributions[at];
            let content =
                |role: &depeche_record::RoleSpan| role.role == RoleKind::Content && role.tokens.contains(&token);
            !attribution.cue.contains(&token) && attribution.roles.iter().any(content)
        })
    }

    /// From `node` to its dependent `child`: what reaches the child, whose helpers it borrows, and whether a governor was
    /// heard.
    fn edge(&mut self, node: usize, child: usize, incoming: Value, own: Value) -> (Value, Option<usize>, bool) {
        let relation = tree::relation(self.sentence, child);
        match relation {
            "conj" => return (incoming, Some(node), false),
            "parataxis" | "appos" | "discourse" | "list" | "dislocated" | "vocative" => {
                // « a-t-il dit »: the content is beside its verb.
                return (incoming, None, false);
            }
            "flat" | "fixed" | "goeswith" | "aux" | "cop" | "compound" if !self.governs(node, child) => {
                return (own, None, false);
            }
            _ => {}
        }
        if let Some(rule) = self.opener(node, child) {
            self.why.push(rule.id.clone());
            let from = if matches!(relation, "xcomp" | "ccomp") { own } else { incoming };
            return (from.under(rule), None, false);
        }
        if let Some(rule) = self.governor(node, child) {
            self.why.push(rule.id.clone());
            // « ignore si »: whoever knows or not, it is not told.
            let below = if self.asks(child) { own.under(rule).unknown() } else { own.under(rule) };
            if rule.reports && self.credit == Credit::None {
                return (below.reported(), None, true);
            }
            return (below, None, true);
        }
        (self.ungoverned(node, child, incoming, own), None, false)
    }

    /// What a dependent without any rule inherits.
    fn ungoverned(&mut self, node: usize, child: usize, incoming: Value, own: Value) -> Value {
        let relation = tree::relation(self.sentence, child);
        let clause_of_noun = matches!(relation, "acl" | "amod");
        match self.complement(child) {
            // What tells of a noun that is there is so, whatever becomes of the noun's own clause.
            Complement::Clause | Complement::Gerund if clause_of_noun => {
                let past = self.helpers(child).iter().any(|&at| tree::says(self.sentence, at, "Tense=Past"));
                if past || self.is_definite(node) { incoming.granted() } else { incoming }
            }
            // Whatever opens the clause, it tells of its own.
            Complement::Clause => match relation {
                "ccomp" | "csubj" if tree::is(self.sentence, node, &["VERB", "NOUN"]) => {
                    self.indirect_question(child, own)
                }
                "ccomp" | "csubj" | "xcomp" => own,
                _ => incoming,
            },
            Complement::Infinitive => match relation {
                // What is wanted, due, able to be: not done yet.
                "xcomp" | "ccomp" | "acl" | "csubj" | "advcl" | "obl" | "obj" => own.unknown().at(Status::Planned),
                _ => incoming,
            },
            Complement::Gerund | Complement::By(..) if own.is_negative() && relation == "advcl" => incoming,
            Complement::Gerund => own,
            _ if own.is_fact() => own,
            complement => {
                // « n'a pas condamné l'attaque »: it is there.
                let given = self.is_definite(child) || complement == Complement::Subject;
                let aside = relation == "obl" && own.is_negative();
                if given {
                    incoming.granted().dated(own.status)
                } else if aside {
                    incoming.dated(own.status)
                } else {
                    own
                }
            }
        }
    }

    /// "whether": settled by somebody, not told here.
    fn indirect_question(&mut self, child: usize, own: Value) -> Value {
        if self.asks(child) && !own.reported {
            self.why.push(super::QUESTION.to_owned());
            return own.unknown();
        }
        own
    }

    /// Whether an indirect question about the clause itself opens it.
    fn asks(&self, child: usize) -> bool {
        tree::relation(self.sentence, child) == "ccomp"
            && tree::children(self.sentence, child)
                .any(|index| index < child && self.words.asks_whether(&self.forms[index]))
    }

    fn governs(&self, node: usize, child: usize) -> bool {
        self.governor(node, child).is_some()
    }

    /// The rule of `node` about its dependent `child`.
    fn governor(&self, node: usize, child: usize) -> Option<&'a FactualityRule> {
        let complement = self.complement(child);
        let deprel = tree::morph(self.sentence, child).map_or("", |morph| morph.deprel.as_str());
        // What accompanies a predicate, or tells of a noun, is no complement: « une annonce qui… », "dropped, reaching…".
        let aside = match tree::relation(self.sentence, child) {
            "advcl" => matches!(complement, Complement::Clause | Complement::Gerund),
            "acl" => deprel == "acl:relcl" || complement == Complement::Gerund,
            "amod" => true,
            _ => false,
        };
        if aside {
            return None;
        }
        self.rules[node].iter().copied().find(|rule| {
            rule.place == Place::Governor
                && rule.holds_for(complement)
                && self.is_introduced(rule, child)
                && self.phrase(rule, node).is_some_and(|rest| !rest.contains(&child))
                && self.has_form(rule, node)
        })
    }

    fn is_introduced(&self, rule: &FactualityRule, child: usize) -> bool {
        rule.with.is_empty()
            || tree::children(self.sentence, child).any(|index| {
                index < child && (rule.with.contains(&self.forms[index]) || rule.with.contains(&self.lemmas[index]))
            })
    }

    /// The rule that opens the phrase of `child`.
    pub(super) fn opener(&self, node: usize, child: usize) -> Option<&'a FactualityRule> {
        let complement = self.complement(child);
        let relation = tree::relation(self.sentence, child);
        let adverbial = matches!(relation, "advcl" | "obl" | "nmod" | "acl" | "parataxis" | "ccomp" | "obj");
        if !adverbial {
            return None;
        }
        let mut openers: Vec<usize> = tree::children(self.sentence, child)
            .filter(|&index| {
                index < child
                    && matches!(tree::relation(self.sentence, index), "mark" | "case" | "advmod" | "cc" | "fixed")
            })
            .collect();
        // « même si »: read as two words of which one hangs on the other.
        let inner: Vec<usize> =
            openers.iter().flat_map(|&at| tree::children(self.sentence, at)).filter(|&index| index < child).collect();
        openers.extend(inner);
        openers.sort_unstable();
        // « afin de vendre », read as « afin » with a complement.
        openers.push(node);
        openers.iter().find_map(|&at| {
            self.rules[at].iter().copied().find(|rule| {
                rule.place == Place::Opener
                    && rule.holds_for(complement)
                    && (at != node || tree::is(self.sentence, node, &["ADV", "ADP", "SCONJ"]))
                    && (rule.to.contains(&"indirect".to_owned()) || relation != "ccomp" || at == node)
                    && rule.perfect.is_none_or(|perfect| perfect == self.is_perfect(&self.helpers(child)))
                    && self.sequence(rule, at)
            })
        })
    }

    /// Whether one of the rule's words, all of them, stands at `at` and after.
    fn sequence(&self, rule: &FactualityRule, at: usize) -> bool {
        rule.words.iter().any(|words| {
            words
                .iter()
                .enumerate()
                .all(|(offset, word)| at + offset < self.forms.len() && self.matches(at + offset, word))
        })
    }

    /// The other words of the rule's phrase that begins at `node`, when all are there: each among its dependents, or next.
    pub(super) fn phrase(&self, rule: &FactualityRule, node: usize) -> Option<Vec<usize>> {
        if rule.words.is_empty() {
            return Some(Vec::new());
        }
        rule.words.iter().find_map(|words| {
            self.matches(node, &words[0]).then_some(())?;
            let mut rest = Vec::new();
            for word in &words[1..] {
                let near = (node + 1..(node + 5).min(self.forms.len())).chain(tree::children(self.sentence, node));
                rest.push(near.into_iter().find(|&index| self.matches(index, word) && !rest.contains(&index))?);
            }
            Some(rest)
        })
    }

    fn matches(&self, index: usize, word: &str) -> bool {
        match word.strip_suffix('*') {
            Some(stem) => self.forms[index].starts_with(stem),
            None => {
                self.lemmas[index] == word
                    || self.forms[index] == word
                    || self.words.is_form_of(&self.forms[index], word)
            }
        }
    }

    /// What `child` is to its head.
    fn complement(&self, child: usize) -> Complement<'_> {
        let full = tree::morph(self.sentence, child).map_or("", |morph| morph.deprel.as_str());
        let relation = tree::relation(self.sentence, child);
        let clausal = matches!(relation, "ccomp" | "xcomp" | "csubj" | "advcl" | "acl" | "parataxis")
            || tree::is(self.sentence, child, &["VERB", "AUX"]) && !matches!(relation, "amod" | "compound" | "nsubj");
        if clausal {
            let helpers = self.helpers(child);
            let has = |feature: &str| helpers.iter().any(|&at| tree::says(self.sentence, at, feature));
            return if has("VerbForm=Fin") {
                Complement::Clause
            } else if has("VerbForm=Inf") {
                Complement::Infinitive
            } else if tree::is(self.sentence, child, &["VERB", "AUX"]) {
                // "prevented Oslo from selling": a preposition governs it.
                let mark = tree::children(self.sentence, child).find(|&index| {
                    index < child
                        && tree::is(self.sentence, index, &["ADP", "SCONJ"])
                        && matches!(tree::relation(self.sentence, index), "mark" | "case")
                });
                match mark.filter(|_| matches!(relation, "advcl" | "acl" | "obl")) {
                    Some(mark) => Complement::By(&self.lemmas[mark], &self.forms[mark]),
                    None => Complement::Gerund,
                }
            } else {
                Complement::Clause
            };
        }
        match relation {
            _ if full == "nsubj:pass" => Complement::Object,
            "nsubj" | "csubj" => Complement::Subject,
            "amod" => Complement::Gerund,
            "nmod" | "obl" | "compound" | "acl" => {
                let case =
                    tree::children(self.sentence, child).find(|&index| tree::relation(self.sentence, index) == "case");
                case.map_or(
                    if relation == "obl" { Complement::By(NO_WORD, NO_WORD) } else { Complement::Modified },
                    |case| Complement::By(&self.lemmas[case], &self.forms[case]),
                )
            }
            _ => Complement::Object,
        }
    }

    /// The word itself, its auxiliaries and its copula.
    pub(super) fn helpers(&self, token: usize) -> Vec<usize> {
        let mut found = vec![token];
        found.extend(
            tree::children(self.sentence, token)
                .filter(|&index| matches!(tree::relation(self.sentence, index), "aux" | "cop")),
        );
        found
    }

    fn is_definite(&self, noun: usize) -> bool {
        tree::is(self.sentence, noun, &["PROPN"])
            || tree::children(self.sentence, noun).any(|index| {
                tree::says(self.sentence, index, "Definite=Def")
                    || tree::says(self.sentence, index, "PronType=Dem")
                    || tree::says(self.sentence, index, "Poss=Yes")
                    || tree::morph(self.sentence, index).is_some_and(|morph| morph.deprel == "nmod:poss")
                    || self.words.is_definite(&self.forms[index])
            })
    }

    pub(super) fn form(&self, index: usize) -> &str {
        &self.forms[index]
    }

    pub(super) fn lemma(&self, index: usize) -> &str {
        &self.lemmas[index]
    }

    pub(super) fn rules_at(&self, index: usize) -> &[&'a FactualityRule] {
        &self.rules[index]
    }
}
