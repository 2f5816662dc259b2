//! Places where a text speaks of somebody or something.
//!
//! Takes the names found and the trees; gives [`Candidate`]s in text order: names with their whole noun phrase, common
//! nouns that stand for a person, an organisation or a state, and pronouns of the third person. A noun that a name
//! already covers (« le président » in « le président Vial ») is no candidate of its own. Which of them speak of the same
//! thing is for the sieve to say.

use super::Knowledge;
use super::words::NounKind;
use crate::names::{Found, fold, trimmed, words};
use crate::tree;
use depeche_record::{Kind, MentionForm, Sentence, Span};
use std::collections::HashSet;
use std::ops::Range;

/// A mention before it is known what it speaks of.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) sentence: usize,
    /// The token that the phrase hangs from.
    pub(crate) head: usize,
    pub(crate) span: Span,
    pub(crate) form: Form,
    /// The bare name; the key of its words is in `words`.
    pub(crate) name: Option<Span>,
    /// `None` for a pronoun.
    pub(crate) kind: Option<Kind>,
    pub(crate) agreement: Agreement,
    /// Folded head noun; empty for names and pronouns.
    pub(crate) lemma: String,
    /// Folded words of the phrase that carry meaning, its head aside; of a name all its words.
    pub(crate) words: Vec<String>,
    /// Functions that the phrase gives to a person.
    pub(crate) roles: Vec<Span>,
    /// Probability of the name; 1 for what the tree shows.
    pub(crate) score: f32,
}

/// How a candidate refers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A proper name.
    Name,
    /// « le porte-parole »: known, or the only one.
    Definite,
    /// « ce pays »: named before.
    Demonstrative,
    /// « un porte-parole », « deux pays », « son porte-parole »: new.
    New,
    /// « maire de Sens » after a name or behind « est ».
    Predicate,
    /// « il », "they".
    Pronoun,
    /// « qui ».
    Relative,
}

/// Genders and numbers that a phrase can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Agreement(u8);

impl Agreement {
    const MASCULINE: u8 = 1;
    const FEMININE: u8 = 2;
    const NEUTER: u8 = 4;
    const SINGULAR: u8 = 8;
    const PLURAL: u8 = 16;
    const GENDERS: u8 = 7;
    const NUMBERS: u8 = 24;
    pub(crate) const ANY: Self = Self(31);

    /// What the features of token `index` allow.
    fn of(sentence: &Sentence, index: usize) -> Self {
        Self(gender(sentence, index).unwrap_or(Self::GENDERS) | number(sentence, index).unwrap_or(Self::NUMBERS))
    }

    /// A man, a woman, or either.
    pub(crate) fn person(woman: Option<bool>) -> Self {
        let gender = match woman {
            Some(true) => Self::FEMININE,
            Some(false) => Self::MASCULINE,
            None => Self::MASCULINE | Self::FEMININE,
        };
        Self(gender | Self::SINGULAR)
    }

    fn singular(self) -> Self {
        Self(self.0 & Self::GENDERS | Self::SINGULAR)
    }

    fn without_gender(self) -> Self {
        Self(self.0 | Self::GENDERS)
    }

    fn neuter(self) -> Self {
        Self(self.0 & Self::NUMBERS | Self::NEUTER)
    }

    /// What a noun that stands for nobody allows.
    pub(crate) fn of_noun(sentence: &Sentence, index: usize, natural: bool) -> Self {
        let of = Self::of(sentence, index);
        if natural { of.neuter() } else { of }
    }

    pub(crate) fn is_neuter(self) -> bool {
        self.0 & Self::GENDERS == Self::NEUTER
    }

    pub(crate) fn is_neuter_or_plural(self) -> bool {
        self.is_neuter() || self.is_plural()
    }

    pub(crate) fn is_plural(self) -> bool {
        self.0 & Self::NUMBERS == Self::PLURAL
    }

    /// Whether something can have both.
    pub(crate) fn agrees(self, other: Self) -> bool {
        let both = self.0 & other.0;
        both & Self::GENDERS != 0 && both & Self::NUMBERS != 0
    }

    /// What has both, when they agree; else `self`.
    pub(crate) fn and(self, other: Self) -> Self {
        if self.agrees(other) { Self(self.0 & other.0) } else { self }
    }
}

fn gender(sentence: &Sentence, index: usize) -> Option<u8> {
    match tree::feature(sentence, index, "Gender")? {
        "Masc" => Some(Agreement::MASCULINE),
        "Fem" => Some(Agreement::FEMININE),
        "Neut" => Some(Agreement::NEUTER),
        _ => None,
    }
}

fn number(sentence: &Sentence, index: usize) -> Option<u8> {
    match tree::feature(sentence, index, "Number")? {
        "Sing" => Some(Agreement::SINGULAR),
        "Plur" => Some(Agreement::PLURAL),
        _ => None,
    }
}

impl Candidate {
    pub(crate) fn record_form(&self) -> MentionForm {
        match self.form {
            Form::Name => MentionForm::Name,
            Form::Pronoun | Form::Relative => MentionForm::Pronoun,
            _ => MentionForm::Nominal,
        }
    }

    /// « le porte-parole », « ce pays »: somebody or something that the reader knows already.
    pub(crate) fn is_given(&self) -> bool {
        matches!(self.form, Form::Definite | Form::Demonstrative)
    }

    pub(crate) fn is_nominal(&self) -> bool {
        self.record_form() == MentionForm::Nominal
    }

    fn of_name(knowledge: &Knowledge<'_>, sentence: &Sentence, found: &Found) -> Self {
        let natural = knowledge.words.natural_gender;
        let agreement = if found.kind == Kind::Person {
            let given = found.key.first().filter(|_| found.key.len() > 1);
            let woman = found.woman.or_else(|| knowledge.world.is_womans_name(given?));
            Agreement::person(woman.or_else(|| womans_noun(sentence, found)))
        } else {
            let head = tree::head_of(sentence, &found.tokens).unwrap_or(found.tokens.start);
            let article = tree::children(sentence, head).find(|&child| tree::relation(sentence, child) == "det");
            let of = article.map_or(Agreement::ANY, |article| Agreement::of(sentence, article));
            let plural = number(sentence, head) == Some(Agreement::PLURAL);
            match (natural, plural) {
                // "The company … they".
                (true, _) => Agreement::ANY.neuter(),
                (false, true) => Agreement(of.0 & Agreement::GENDERS | Agreement::PLURAL),
                (false, false) => of.singular(),
            }
        };
        Self {
            sentence: found.sentence,
            head: found.top,
            span: found.phrase,
            form: Form::Name,
            name: Some(found.name),
            kind: Some(found.kind),
            agreement,
            lemma: String::new(),
            words: found.key.clone(),
            roles: found.roles.clone(),
            score: found.score,
        }
    }
}

/// Whether the noun that bears the name is a woman's: « la ministre Vial ».
fn womans_noun(sentence: &Sentence, found: &Found) -> Option<bool> {
    let noun = Some(found.top).filter(|top| !found.tokens.contains(top))?;
    let article = tree::children(sentence, noun).find(|&child| tree::relation(sentence, child) == "det")?;
    let woman = gender(sentence, article).map(|gender| gender == Agreement::FEMININE);
    woman.filter(|&woman| woman)
}

/// All candidates, in text order, an outer phrase before what it holds. Those of names come with the number of the name.
pub(crate) fn candidates(
    knowledge: &Knowledge<'_>,
    text: &str,
    sentences: &[Sentence],
    found: &[Found],
) -> Vec<(Candidate, Option<usize>)> {
    let mut out = Vec::new();
    let mut first = 0;
    for (number, sentence) in sentences.iter().enumerate() {
        let n_names = found[first..].iter().take_while(|name| name.sentence == number).count();
        let names = &found[first..first + n_names];
        for (offset, name) in names.iter().enumerate() {
            out.push((Candidate::of_name(knowledge, sentence, name), Some(first + offset)));
        }
        first += n_names;
        let named: Vec<bool> = {
            let mut named = vec![false; sentence.tokens.len()];
            for name in names {
                named[name.tokens.clone()].fill(true);
                if let Some(top) = named.get_mut(name.top) {
                    *top = true;
                }
            }
            named
        };
        for index in (0..sentence.tokens.len()).filter(|&index| !named[index]) {
            let candidate = noun(knowledge, text, (number, sentence), index, names)
                .or_else(|| pronoun(knowledge, text, (number, sentence), index));
            out.extend(candidate.map(|candidate| (candidate, None)));
        }
    }
    out.sort_by_key(|(candidate, _)| (candidate.span.start, std::cmp::Reverse(candidate.span.end)));
    let mut seen = HashSet::new();
    out.retain(|(candidate, name)| name.is_some() || seen.insert(candidate.span));
    out
}

/// The common noun at `index` with its phrase, when it stands for somebody.
fn noun(
    knowledge: &Knowledge<'_>,
    text: &str,
    (number, sentence): (usize, &Sentence),
    index: usize,
    names: &[Found],
) -> Option<Candidate> {
    if !tree::is(sentence, index, &["NOUN", "PROPN", "ADJ"]) {
        return None;
    }
    let latter = knowledge.words.is_latter(sentence, text, index);
    if matches!(tree::relation(sentence, index), "flat" | "compound" | "fixed" | "amod" | "advmod") {
        return None;
    }
    let range = phrase(sentence, index);
    let span = trimmed(text, sentence, range.clone())?;
    let kind = knowledge.words.noun(sentence, text, index);
    let renamed = || renaming(knowledge, text, sentence, &range, index);
    let (kind, lemma) = match kind {
        Some((kind, lemma)) => (kind.kind(), lemma),
        None if latter => (Kind::Person, String::new()),
        None => (renamed()?, fold(tree::lemma(sentence, index)?)),
    };
    let determiner = tree::children(sentence, index).find(|&child| {
        matches!(tree::relation(sentence, child), "det" | "nmod") && tree::is(sentence, child, &["DET", "PRON"])
    });
    let is = |key, value| determiner.is_some_and(|child| tree::feature(sentence, child, key) == Some(value));
    let counted = tree::children(sentence, index).find(|&child| tree::relation(sentence, child) == "nummod");
    let predicate = tree::children(sentence, index).any(|child| tree::relation(sentence, child) == "cop");
    let contracted = tree::children(sentence, index)
        .any(|child| tree::relation(sentence, child) == "case" && knowledge.words.is_contracted(sentence, text, child));
    let form = if names.iter().any(|name| name.apposition.is_some_and(|(head, _)| head == index)) || predicate {
        Form::Predicate
    } else if is("PronType", "Dem") {
        Form::Demonstrative
    } else if is("Definite", "Def") || latter || determiner.is_none() && contracted {
        Form::Definite
    } else {
        Form::New
    };
    let agreement = Agreement::of(sentence, index);
    let agreement = determiner.map_or(agreement, |determiner| agreement.and(Agreement::of(sentence, determiner)));
    let agreement = match (knowledge.words.natural_gender, kind) {
        (true, Kind::Person) => Agreement(agreement.0 | Agreement::MASCULINE | Agreement::FEMININE),
        (true, _) => agreement.neuter(),
        (false, _) => agreement,
    };
    let kind = if kind == Kind::Person && (agreement.is_plural() || counted.is_some()) { Kind::Group } else { kind };
    let inside = range.clone().filter(|&at| at != index && tree::is(sentence, at, &["NOUN", "PROPN", "ADJ", "NUM"]));
    Some(Candidate {
        sentence: number,
        head: index,
        span,
        form,
        name: None,
        kind: Some(kind),
        agreement,
        lemma,
        words: inside.flat_map(|at| words(tree::lemma(sentence, at).unwrap_or_default())).collect(),
        roles: if kind == Kind::Person { vec![span] } else { Vec::new() },
        score: 1.0,
    })
}

/// « ce pays ermite », "the hermit kingdom": a by-name of a state that is written as a common noun.
fn renaming(
    knowledge: &Knowledge<'_>,
    text: &str,
    sentence: &Sentence,
    range: &Range<usize>,
    index: usize,
) -> Option<Kind> {
    let words = tree::without_determiner(sentence, range.clone());
    if words.start > index || words.len() < 2 {
        return None;
    }
    knowledge.state(sentence.span_of(&words).of(text)).map(|_| NounKind::State.kind())
}

/// The tokens of the noun phrase of `head`: what hangs from it side by side, without clauses, appositions and conjuncts.
fn phrase(sentence: &Sentence, head: usize) -> Range<usize> {
    const FOREIGN: [&str; 9] = ["acl", "advcl", "appos", "conj", "cc", "parataxis", "nsubj", "cop", "punct"];
    let mut range = head..head + 1;
    let inside = |index: usize| {
        let mut at = index;
        for _ in 0..sentence.tokens.len() {
            if at == head {
                return true;
            }
            let relation = tree::relation(sentence, at);
            let direct = tree::head(sentence, at) == Some(head);
            if FOREIGN.contains(&relation) && (direct || relation == "acl" || relation == "parataxis")
                || direct && matches!(relation, "case" | "mark" | "advmod" | "aux" | "obl" | "xcomp" | "ccomp" | "expl")
            {
                return false;
            }
            match tree::head(sentence, at) {
                Some(above) => at = above,
                None => return false,
            }
        }
        false
    };
    while range.start > 0 && inside(range.start - 1) {
        range.start -= 1;
    }
    while range.end < sentence.tokens.len() && inside(range.end) {
        range.end += 1;
    }
    range
}

/// The pronoun of the third person at `index`, or a relative pronoun that is a subject.
fn pronoun(
    knowledge: &Knowledge<'_>,
    text: &str,
    (number, sentence): (usize, &Sentence),
    index: usize,
) -> Option<Candidate> {
    if !tree::is(sentence, index, &["PRON"]) || matches!(tree::relation(sentence, index), "expl" | "fixed" | "cop") {
        return None;
    }
    let feature = |key| tree::feature(sentence, index, key);
    let form = match feature("PronType") {
        Some("Prs") if feature("Person") == Some("3") && feature("Reflex").is_none() && feature("Poss").is_none() => {
            Form::Pronoun
        }
        Some("Rel") if matches!(tree::relation(sentence, index), "nsubj") => Form::Relative,
        _ if knowledge.words.is_latter(sentence, text, index) => Form::Pronoun,
        _ => return None,
    };
    let agreement = if form == Form::Relative { Agreement::ANY } else { Agreement::of(sentence, index) };
    let agreement = match (knowledge.words.natural_gender, feature("Number"), feature("Gender")) {
        (true, Some("Plur"), _) => agreement.without_gender(),
        (true, _, None) if form == Form::Pronoun => agreement.neuter(),
        _ => agreement,
    };
    Some(Candidate {
        sentence: number,
        head: index,
        span: sentence.tokens[index].span,
        form,
        name: None,
        kind: None,
        agreement,
        lemma: String::new(),
        words: Vec::new(),
        roles: Vec::new(),
        score: 1.0,
    })
}
