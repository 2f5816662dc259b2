//! Names, grouped into the things they stand for.
//!
//! Takes the bare names that the model marked; gives one [`Entity`] per person, organisation, place… with all its
//! mentions. Two names are one thing when they are the same words, case and accents aside; when one is the short form
//! of a person's or an organisation's name (« Vladimir Poutine », « Poutine », « V. Poutine »); or when one is the
//! acronym of the other (« Agence des bassins (ADB) »).
//!
//! A mention covers its whole noun phrase: « le président Poutine », « le porte-parole du Kremlin, Dmitri Peskov ».
//! It does not resolve pronouns and common nouns, and knows nothing of the world: « Moscou » is not Russia here.

use crate::tree;
use depeche_lang::{Lang, LangError, RuleKind, TitleKind};
use depeche_record::{Entity, Kind, Mention, MentionForm, NameSpan, Sentence, Span};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// What a language knows about the surroundings of names. Words are folded.
#[derive(Debug, Clone, Default)]
pub struct NameHints {
    /// Words before a name that are part of the mention: « M. », "Mr"; true when they also are a function (« ministre »).
    titles: HashMap<String, bool>,
    /// Endings that a name may carry and that are no part of it: "’s".
    possessives: Vec<String>,
    /// Lemmas of nouns that take a person's name without being that person: « administration », « famille ».
    collectives: HashSet<String>,
}

/// `names.toml` of a language.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct NamesFile {
    collectives: Vec<String>,
}

impl NameHints {
    /// What `lang` knows.
    ///
    /// # Errors
    /// When the language's `names.toml` is not what it should be. A language without one knows nothing of the kind.
    pub fn of(lang: &Lang) -> Result<Self, LangError> {
        let names: NamesFile =
            if lang.file("names.toml").is_some() { lang.table("names.toml")? } else { NamesFile::default() };
        let titles = lang
            .titles()
            .iter()
            .flat_map(|title| title.forms.iter().map(|form| (fold(form), title.kind != TitleKind::Courtesy)));
        let possessives = lang.rules().iter().filter(|rule| rule.kind == RuleKind::Possessive);
        let mut possessives: Vec<String> =
            possessives.flat_map(|rule| rule.forms.iter().map(|form| fold(form))).collect();
        // The longest first: "'" also ends "Orr's'", but what ends "Orr's" is "'s".
        possessives.sort_by_key(|ending| std::cmp::Reverse(ending.len()));
        Ok(Self {
            titles: titles.collect(),
            possessives,
            collectives: names.collectives.iter().map(|noun| fold(noun)).collect(),
        })
    }
}

/// A name whose kind has at least this probability, on average, keeps it.
const SURE: f32 = 0.9;

/// Groups the names of `sentences` into entities, in order of first mention.
#[must_use]
pub fn names(hints: &NameHints, text: &str, sentences: &[Sentence]) -> Vec<Entity> {
    let mut found = Vec::new();
    for sentence in sentences {
        found.extend(sentence.names.iter().filter_map(|name| Found::new(hints, text, sentence, name)));
    }
    let groups = Groups::exact(&found);
    let owner = groups.merge(text, &found);
    entities(text, found, &groups, &owner)
}

/// A name at one place.
struct Found {
    name: Span,
    phrase: Span,
    roles: Vec<Span>,
    kind: Kind,
    score: f32,
    /// Its words, folded: what it is compared by.
    key: Vec<String>,
}

impl Found {
    fn new(hints: &NameHints, text: &str, sentence: &Sentence, marked: &NameSpan) -> Option<Self> {
        if marked.tokens.is_empty() || marked.tokens.end > sentence.tokens.len() {
            return None;
        }
        let mut tokens = marked.tokens.clone();
        let title = |index: usize| hints.titles.contains_key(&fold(sentence.tokens[index].span.of(text)));
        let capital = |index: usize| sentence.tokens[index].span.of(text).starts_with(char::is_uppercase);
        let courtesy = |index: usize| hints.titles.get(&fold(sentence.tokens[index].span.of(text))) == Some(&false);
        // « M. Vial », « général Vial »: the title is no part of the bare name. « Président Hotel » keeps its capital.
        while tokens.len() > 1 && (courtesy(tokens.start) || (title(tokens.start) && !capital(tokens.start))) {
            tokens.start += 1;
        }
        let name = bare(hints, text, sentence.span_of(&tokens))?;
        // What a title stands before is a person, whatever the model says of the name alone. Not « le député PLR » nor
        // « le député Alliance Luc Vial », where the title has its party before the name.
        let titled = tokens.start > 0 && title(tokens.start - 1);
        let followed = sentence.names.iter().any(|other| other.tokens.start == tokens.end);
        let kind = match kind(&marked.label) {
            Kind::Place | Kind::Organisation
                if titled && !followed && capital(tokens.start) && !is_acronym(name.of(text)) =>
            {
                Kind::Person
            }
            kind => kind,
        };
        let marked = NameSpan { tokens, ..marked.clone() };
        let key = if kind == Kind::Nationality { lemmas(text, sentence, &marked.tokens) } else { words(name.of(text)) };
        let (phrase, roles) = phrase(hints, text, sentence, &marked.tokens, name, kind);
        Some(Self { name, phrase, roles, kind, score: marked.score, key })
    }

    fn is_person(&self) -> bool {
        self.kind == Kind::Person
    }
}

/// The model's label as a kind.
fn kind(label: &str) -> Kind {
    match label {
        "person" => Kind::Person,
        "organisation" => Kind::Organisation,
        "place" => Kind::Place,
        "nationality" => Kind::Nationality,
        "event" => Kind::Event,
        "work" => Kind::Work,
        _ => Kind::Other,
    }
}

/// `span` without possessive endings, quotation marks and spaces; `None` when no letter or digit is left.
fn bare(hints: &NameHints, text: &str, span: Span) -> Option<Span> {
    let edge = |c: char| c.is_whitespace() || "«»“”\"„‹›‘’',;:()[]–—".contains(c);
    let mut name = span.of(text).trim_end_matches(edge);
    for ending in &hints.possessives {
        // Of as many characters as the ending: folding may change the number of bytes.
        let n_characters = ending.chars().count();
        let cut = name.char_indices().rev().nth(n_characters - 1).map_or(0, |(cut, _)| cut);
        if cut > 0 && fold(&name[cut..]) == *ending {
            name = name[..cut].trim_end_matches(edge);
            break;
        }
    }
    let start = span.start + (name.len() - name.trim_start_matches(edge).len());
    let name = name.trim_start_matches(edge);
    name.chars().any(char::is_alphanumeric).then(|| Span::new(start, start + name.len()))
}

/// `word` without case and accents, all apostrophes alike.
fn fold(word: &str) -> String {
    let plain = word.nfkd().filter(|&c| !is_combining_mark(c));
    plain.flat_map(char::to_lowercase).map(|c| if matches!(c, '’' | 'ʼ' | '‘') { '\'' } else { c }).collect()
}

/// The folded words of a name; hyphens and apostrophes separate.
fn words(name: &str) -> Vec<String> {
    let folded = fold(name);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A nationality is compared by its dictionary form, so that « Syrienne » and « syriens » are one.
fn lemmas(text: &str, sentence: &Sentence, tokens: &Range<usize>) -> Vec<String> {
    let lemma = |index| tree::morph(sentence, index).map(|morph| fold(&morph.lemma));
    let lemmas: Option<Vec<String>> = tokens.clone().map(lemma).collect();
    lemmas.unwrap_or_else(|| words(sentence.span_of(tokens).of(text)))
}

/// The noun phrase around a name, and the functions that it gives to a person.
fn phrase(
    hints: &NameHints,
    text: &str,
    sentence: &Sentence,
    tokens: &Range<usize>,
    name: Span,
    kind: Kind,
) -> (Span, Vec<Span>) {
    let mut first = tokens.start;
    let mut roles = Vec::new();
    let token_text = |index: usize| sentence.tokens[index].span.of(text);
    let title = |index: usize| hints.titles.get(&fold(token_text(index))).copied();
    if let Some(head) = tree::head_of(sentence, tokens) {
        let mut top = head;
        if kind == Kind::Person
            && let Some(noun) = bearer(hints, sentence, tokens, head)
        {
            (top, first) = (noun, noun);
        }
        while first > 0 && modifies(sentence, first - 1, top) {
            first -= 1;
        }
        if kind == Kind::Person {
            let before = first..tokens.start;
            let noun = |index: usize| tree::is(sentence, index, &["NOUN", "PROPN"]) && title(index) != Some(false);
            if before.clone().any(noun) {
                roles.extend(trimmed(text, sentence, before));
            }
            roles.extend(following_role(text, sentence, tokens, head));
        }
    }
    if first == tokens.start && first > 0 && kind == Kind::Person && title(first - 1).is_some() {
        first -= 1;
    }
    (Span::new(sentence.tokens[first].span.start.min(name.start), name.end), roles)
}

/// The noun before the name that is the person: « le **président** Poutine », « le **porte-parole** du Kremlin, Dmitri
/// Peskov ». Not « l'administration Vial », where the name only qualifies, nor « le fils de Vial ».
fn bearer(hints: &NameHints, sentence: &Sentence, tokens: &Range<usize>, head: usize) -> Option<usize> {
    let noun = tree::head(sentence, head).filter(|&noun| noun < tokens.start)?;
    let linked = match tree::relation(sentence, head) {
        "flat" | "appos" => true,
        "nmod" => !tree::children(sentence, head).any(|child| tree::relation(sentence, child) == "case"),
        _ => false,
    };
    let named = sentence.names.iter().any(|name| name.tokens.contains(&noun));
    if !linked || named || !tree::is(sentence, noun, &["NOUN", "PROPN"]) {
        return None;
    }
    let lemma = tree::morph(sentence, noun).map(|morph| fold(&morph.lemma)).unwrap_or_default();
    if hints.collectives.contains(&lemma) {
        return None;
    }
    // Nothing foreign may stand between: everything up to the name belongs to the noun.
    let between = (noun + 1)..tokens.start;
    between.clone().all(|index| tree::below(sentence, index, noun)).then_some(noun)
}

/// Whether token `index` is a left modifier of `top`: an article, an adjective, a title.
fn modifies(sentence: &Sentence, index: usize, top: usize) -> bool {
    let child = tree::ancestors(sentence, index).take_while(|&at| at != top).last();
    let inside = tree::below(sentence, index, top) && index != top;
    let allowed = ["det", "amod", "nummod", "compound", "flat", "nmod", "fixed"];
    inside && child.is_some_and(|child| allowed.contains(&tree::relation(sentence, child)))
}

/// « Dmitri Peskov, porte-parole du Kremlin »: the apposition after the name.
fn following_role(text: &str, sentence: &Sentence, tokens: &Range<usize>, head: usize) -> Option<Span> {
    let apposition = tree::children(sentence, head).find(|&child| {
        child >= tokens.end
            && tree::relation(sentence, child) == "appos"
            && tree::is(sentence, child, &["NOUN"])
            && !sentence.names.iter().any(|name| name.tokens.contains(&child))
    })?;
    let mut first = apposition;
    while first > tokens.end && tree::below(sentence, first - 1, apposition) {
        first -= 1;
    }
    let mut end = apposition + 1;
    while end < sentence.tokens.len() && tree::below(sentence, end, apposition) {
        end += 1;
    }
    trimmed(text, sentence, first..end)
}

/// The text of `range` without punctuation at its edges.
fn trimmed(text: &str, sentence: &Sentence, mut range: Range<usize>) -> Option<Span> {
    let wordless = |index: usize| !sentence.tokens[index].span.of(text).contains(char::is_alphanumeric);
    while !range.is_empty() && wordless(range.start) {
        range.start += 1;
    }
    while !range.is_empty() && wordless(range.end - 1) {
        range.end -= 1;
    }
    (!range.is_empty()).then(|| sentence.span_of(&range))
}

/// Names with the same words. A person's names are kept apart from others until [`Groups::merge`] has seen whether a
/// longer name claims them: « Denzel Washington » may be « Washington », and so may the city.
struct Groups {
    /// Indices into the found names, in text order.
    members: Vec<Vec<usize>>,
    key: Vec<Vec<String>>,
    person: Vec<bool>,
    /// Group of each found name.
    of: Vec<usize>,
    /// Groups of several words by their first and by their last word, so that a long text takes linear time.
    by_word: HashMap<String, Vec<usize>>,
}

impl Groups {
    fn exact(found: &[Found]) -> Self {
        let mut groups =
            Self { members: Vec::new(), key: Vec::new(), person: Vec::new(), of: Vec::new(), by_word: HashMap::new() };
        let mut number: HashMap<(&[String], bool), usize> = HashMap::new();
        for (index, name) in found.iter().enumerate() {
            let group = *number.entry((&name.key, name.is_person())).or_insert(groups.members.len());
            if group == groups.members.len() {
                groups.members.push(Vec::new());
                groups.key.push(name.key.clone());
                groups.person.push(name.is_person());
            }
            groups.members[group].push(index);
            groups.of.push(group);
        }
        for (group, key) in groups.key.iter().enumerate().filter(|(_, key)| key.len() > 1) {
            for word in [&key[0], &key[key.len() - 1]] {
                groups.by_word.entry(word.clone()).or_default().push(group);
            }
        }
        groups
    }

    /// The groups that begin or end with the first or the last word of `group`, in text order, each once.
    fn alike(&self, group: usize) -> impl Iterator<Item = usize> {
        let key = &self.key[group];
        let words = key.first().into_iter().chain(key.last());
        let mut alike: Vec<usize> = words.filter_map(|word| self.by_word.get(word)).flatten().copied().collect();
        alike.sort_unstable();
        alike.dedup();
        alike.into_iter()
    }

    /// For every group the one it belongs to, possibly itself.
    fn merge(&self, text: &str, found: &[Found]) -> Vec<usize> {
        let mut owner: Vec<usize> = (0..self.members.len()).collect();
        for (group, owner) in owner.iter_mut().enumerate() {
            let longer =
                if self.person[group] { self.full_person(group) } else { self.full_organisation(found, group) };
            *owner = longer.unwrap_or(group);
        }
        let mut by_key: HashMap<&[String], usize> = HashMap::new();
        #[allow(clippy::needless_range_loop, reason = "reads and writes `owner` at other places than `group`")]
        for group in 0..owner.len() {
            // Same words, once a person and once something else, and no longer name claims either: one thing.
            let twin = *by_key.entry(&self.key[group]).or_insert(group);
            if twin != group && owner[twin] == twin && owner[group] == group {
                owner[group] = twin;
            }
        }
        #[allow(clippy::needless_range_loop, reason = "the same shape as the loop above")]
        for group in 0..owner.len() {
            if owner[group] == group
                && let Some(person) = self.surname(found, group)
            {
                owner[group] = person;
            }
        }
        for (short, long) in self.acronyms(text, found) {
            let (short, long) = (root(&owner, short), root(&owner, long));
            if short != long {
                owner[short] = long;
            }
        }
        (0..owner.len()).map(|group| root(&owner, group)).collect()
    }

    /// The longer name of which person `group` is a short form: the last one introduced before, else the next.
    fn full_person(&self, group: usize) -> Option<usize> {
        let candidates =
            self.alike(group).filter(|&other| self.person[other] && is_short_for(&self.key[group], &self.key[other]));
        let first = |group: usize| self.members[group][0];
        let (before, after): (Vec<usize>, Vec<usize>) = candidates.partition(|&other| first(other) < first(group));
        before
            .into_iter()
            .max_by_key(|&other| first(other))
            .or_else(|| after.into_iter().min_by_key(|&other| first(other)))
    }

    /// The person whose last name a place or organisation has, when the model is not sure and nobody is called by that
    /// last name alone: « Assange » after « Julian Assange » is he.
    fn surname(&self, found: &[Found], group: usize) -> Option<usize> {
        let scores = self.members[group].iter().map(|&index| found[index].score);
        let kind = found[self.members[group][0]].kind;
        let doubtful = scores.sum::<f32>() < SURE * self.members[group].len() as f32;
        if self.key[group].len() != 1 || !doubtful || !matches!(kind, Kind::Place | Kind::Organisation) {
            return None;
        }
        let bears = |&other: &usize| self.person[other] && self.key[other].last() == self.key[group].last();
        self.alike(group).find(bears)
    }

    /// The longer name of which an organisation is the beginning or the end, when it came before and is the only one.
    fn full_organisation(&self, found: &[Found], group: usize) -> Option<usize> {
        let organisation = |group: usize| found[self.members[group][0]].kind == Kind::Organisation;
        let (key, first) = (&self.key[group], self.members[group][0]);
        if !organisation(group) {
            return None;
        }
        let mut candidates = self.alike(group).filter(|&other| {
            let longer = &self.key[other];
            organisation(other)
                && longer.len() > key.len()
                && (longer.starts_with(key) || longer.ends_with(key))
                && self.members[other][0] < first
        });
        candidates.next().filter(|_| candidates.next().is_none())
    }

    /// Pairs of groups (acronym, name in full).
    fn acronyms(&self, text: &str, found: &[Found]) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        for index in 1..found.len() {
            let (left, right) = (&found[index - 1], &found[index]);
            if left.name.end > right.name.start {
                continue;
            }
            let gap = text[left.name.end..right.name.start].trim();
            let closed = text[right.name.end..].trim_start().starts_with(')');
            if gap != "(" || !closed || left.is_person() || right.is_person() {
                continue;
            }
            let (left_group, right_group) = (self.of[index - 1], self.of[index]);
            if abbreviates(right.name.of(text), &left.key) {
                pairs.push((right_group, left_group));
            } else if abbreviates(left.name.of(text), &right.key) {
                pairs.push((left_group, right_group));
            }
        }
        let mut by_initials: HashMap<String, usize> = HashMap::new();
        for group in 0..self.members.len() {
            if self.key[group].len() > 1 && !self.person[group] {
                let all: String = self.key[group].iter().filter_map(|word| word.chars().next()).collect();
                let long = self.key[group].iter().filter(|word| word.chars().count() > 3);
                let heavy: String = long.filter_map(|word| word.chars().next()).collect();
                by_initials.entry(all).or_insert(group);
                by_initials.entry(heavy).or_insert(group);
            }
        }
        for group in 0..self.members.len() {
            let name = found[self.members[group][0]].name.of(text);
            let letters = fold(name).replace('.', "");
            if is_acronym(name) && letters.chars().count() >= 3 && !self.person[group] {
                pairs.extend(by_initials.get(&letters).map(|&full| (group, full)));
            }
        }
        pairs
    }
}

fn root(owner: &[usize], mut group: usize) -> usize {
    // Invariant: an owner has a longer key than what it owns, or an earlier number, so this ends; the bound is for
    // acronyms that point at each other.
    for _ in 0..owner.len() {
        if owner[group] == group {
            break;
        }
        group = owner[group];
    }
    group
}

/// Whether the person called `short` can be the one called `long`.
fn is_short_for(short: &[String], long: &[String]) -> bool {
    let size = |key: &[String]| (key.len(), key.iter().map(String::len).sum::<usize>());
    if size(short) >= size(long) || short.is_empty() {
        return false;
    }
    if short.len() < long.len() && (long.ends_with(short) || long.starts_with(short)) {
        return true;
    }
    let initial = |a: &str, b: &str| a == b || (a.chars().count() == 1 && b.starts_with(a));
    short.len() > 1 && short.last() == long.last() && initial(&short[0], &long[0])
}

fn is_acronym(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2
        && !name.contains(char::is_whitespace)
        && name.chars().filter(|c| c.is_uppercase()).count() * 2 > letters
}

/// Whether `acronym` takes its letters, in order, from the words `full`, beginning with the first one.
fn abbreviates(acronym: &str, full: &[String]) -> bool {
    let letters: Vec<char> = fold(acronym).chars().filter(|c| c.is_alphanumeric()).collect();
    let text: Vec<char> = full.iter().flat_map(|word| word.chars()).collect();
    let mut rest = text.iter();
    is_acronym(acronym)
        && full.len() > 1
        && letters.first() == text.first()
        && letters.iter().all(|letter| rest.any(|c| c == letter))
}

fn entities(text: &str, found: Vec<Found>, groups: &Groups, owner: &[usize]) -> Vec<Entity> {
    let mut number: HashMap<usize, usize> = HashMap::new();
    let mut members: Vec<Vec<Found>> = Vec::new();
    for (index, name) in found.into_iter().enumerate() {
        let place = *number.entry(owner[groups.of[index]]).or_insert(members.len());
        if place == members.len() {
            members.push(Vec::new());
        }
        members[place].push(name);
    }
    members.into_iter().map(|names| entity(text, &names)).collect()
}

fn entity(text: &str, names: &[Found]) -> Entity {
    let mut votes: Vec<(Kind, f32)> = Vec::new();
    for name in names {
        match votes.iter_mut().find(|(kind, _)| *kind == name.kind) {
            Some((_, sum)) => *sum += name.score,
            None => votes.push((name.kind, name.score)),
        }
    }
    // The first of equals wins, so that the outcome does not hang on the order of kinds.
    let kind = votes.iter().fold(votes[0], |best, &vote| if vote.1 > best.1 { vote } else { best }).0;
    let mut times: HashMap<&str, usize> = HashMap::new();
    for name in names {
        *times.entry(name.name.of(text)).or_default() += 1;
    }
    let spelling = |name: &Found| {
        let written = name.name.of(text);
        let shouted = written.len() > 4 && !written.contains(char::is_lowercase);
        let n_whole = name.key.iter().filter(|word| word.chars().count() > 1).count();
        (name.key.len(), !shouted, n_whole, times[written])
    };
    let fullest = names.iter().rev().max_by_key(|name| spelling(name)).expect("an entity has a name");
    let mut roles: Vec<Span> = names.iter().flat_map(|name| name.roles.iter().copied()).collect();
    roles.sort_unstable();
    roles.dedup();
    let mention = |name: &Found| Mention { span: name.phrase, form: MentionForm::Name, name: Some(name.name) };
    let mut mentions: Vec<Mention> = names.iter().map(mention).collect();
    // The phrase of a later name may begin before that of an earlier one: « le frère de Vial, Luc Vial ».
    mentions.sort_by_key(|mention| mention.span);
    Entity {
        kind,
        name: fullest.name.of(text).to_owned(),
        actor: None,
        country: None,
        roles: if kind == Kind::Person { roles } else { Vec::new() },
        mentions,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{annotated, annotated_with_tree};
    use expect_test::{Expect, expect};
    use std::fmt::Write as _;

    fn hints() -> NameHints {
        let mut hints = NameHints::of(Lang::embedded("en")).unwrap();
        hints.titles.extend(NameHints::of(Lang::embedded("fr")).unwrap().titles);
        hints.collectives.insert("administration".to_owned());
        hints
    }

    fn show((text, sentences): (String, Vec<Sentence>), expected: Expect) {
        let mut out = String::new();
        for entity in names(&hints(), &text, &sentences) {
            let mentions: Vec<&str> = entity.mentions.iter().map(|mention| mention.span.of(&text)).collect();
            write!(out, "{} {}: {}", entity.kind.name(), entity.name, mentions.join(" | ")).unwrap();
            for role in &entity.roles {
                write!(out, " ({})", role.of(&text)).unwrap();
            }
            out.push('\n');
        }
        expected.assert_eq(&out);
    }

    fn check(markup: &str, expected: Expect) {
        show(annotated(markup), expected);
    }

    fn check_tree(markup: &str, tree: &str, expected: Expect) {
        show(annotated_with_tree(markup, tree), expected);
    }

    #[test]
    fn short_forms_of_a_person() {
        check(
            "[person Odile Ferrand] est venue. M. [person Vial] aussi. [person Ferrand] et [person Luc Vial] ont signé.",
            expect![[r#"
                person Odile Ferrand: Odile Ferrand | Ferrand
                person Luc Vial: M. Vial | Luc Vial
            "#]],
        );
        check(
            "[person Kang Ho-jin] a écrit à [person V. Sapov]. [person Valentin Sapov] a lu. M. [person Kang] attend.",
            expect![[r#"
                person Kang Ho-jin: Kang Ho-jin | M. Kang
                person Valentin Sapov: V. Sapov | Valentin Sapov
            "#]],
        );
    }

    #[test]
    fn two_of_a_family_stay_two() {
        check(
            "[person Anne Vial] et [person Luc Vial] s'opposent. [person Vial] l'emporte.",
            expect![[r#"
            person Anne Vial: Anne Vial
            person Luc Vial: Luc Vial | Vial
        "#]],
        );
    }

    #[test]
    fn acronyms_in_brackets_and_by_their_letters() {
        check(
            "L'[organisation Agence des bassins] ([organisation ADB]) enquête. L'[organisation ADB] se tait.",
            expect![[r#"
                organisation Agence des bassins: Agence des bassins | ADB | ADB
            "#]],
        );
        check(
            "Le [organisation FLP] tire. Le [organisation Front de libération du plateau] nie.",
            expect![[r#"
            organisation Front de libération du plateau: FLP | Front de libération du plateau
        "#]],
        );
        check(
            "[place Oslo] ([place Norvège]) reçoit.",
            expect![[r#"
            place Oslo: Oslo
            place Norvège: Norvège
        "#]],
        );
    }

    #[test]
    fn case_accents_and_apostrophes_do_not_count() {
        check(
            "L'[organisation ÉCOLE D’ARGENT] ferme. À l'[organisation École d'argent], on attend.",
            expect![[r#"
            organisation École d'argent: ÉCOLE D’ARGENT | École d'argent
        "#]],
        );
    }

    #[test]
    fn an_english_possessive_is_no_part_of_a_name() {
        check(
            "[person Orr’s] plan failed. Ms [person Dana Orr] left [place Lagos].",
            expect![[r#"
            person Dana Orr: Orr | Ms Dana Orr
            place Lagos: Lagos
        "#]],
        );
    }

    #[test]
    fn the_city_is_not_the_person() {
        check(
            "[person Ruth London] a quitté [place London]. [person London] reviendra à [place London].",
            expect![[r#"
            person Ruth London: Ruth London | London
            place London: London | London
        "#]],
        );
    }

    #[test]
    fn a_title_makes_a_person() {
        check(
            "Le président [organisation Vial] et le député [organisation PLR] [person Luc Orr] parlent.",
            expect![[r#"
                person Vial: président Vial
                organisation PLR: PLR
                person Luc Orr: Luc Orr
            "#]],
        );
        check(
            "Le rival de M. [person M. Vial], l'ex-ministre [place ministre Orr].",
            expect![[r#"
            person Vial: M. Vial
            person Orr: ministre Orr
        "#]],
        );
    }

    #[test]
    fn the_majority_decides_the_kind() {
        check(
            "[organisation Varenne] gagne. [place Varenne] rit. À [place Varenne], fête.",
            expect![[r#"
            place Varenne: Varenne | Varenne | Varenne
        "#]],
        );
    }

    #[test]
    fn a_shorter_organisation_joins_the_one_introduced_before() {
        check(
            "La [organisation Fondation Terrade] paie. [organisation Terrade] paie bien.",
            expect![[r#"
            organisation Fondation Terrade: Fondation Terrade | Terrade
        "#]],
        );
    }

    #[test]
    fn a_mention_is_the_whole_noun_phrase() {
        check_tree(
            "Le vieux président [person Vial] salue la [place Norvège] .",
            "Le det président; vieux amod président; président/NOUN nsubj salue; Vial/PROPN nmod président; salue/VERB root -; la det Norvège; Norvège/PROPN obj salue; . punct salue",
            expect![[r#"
                person Vial: Le vieux président Vial (Le vieux président)
                place Norvège: la Norvège
            "#]],
        );
        check_tree(
            "Le porte-parole du [organisation Sénat] , [person Luc Vial] , refuse .",
            "Le det porte-parole; porte-parole/NOUN nsubj refuse; du case Sénat; Sénat/PROPN nmod porte-parole; , punct Luc; Luc/PROPN appos porte-parole; Vial flat:name Luc; refuse/VERB root -",
            expect![[r#"
                organisation Sénat: Sénat
                person Luc Vial: Le porte-parole du Sénat , Luc Vial (Le porte-parole du Sénat)
            "#]],
        );
    }

    #[test]
    fn mentions_come_in_text_order_though_one_phrase_holds_another_mention() {
        check_tree(
            "Le frère de [person Vial] , [person Luc Vial] , refuse .",
            "Le det frère; frère/NOUN nsubj refuse; de case Vial; Vial/PROPN nmod frère; , punct Luc; Luc/PROPN appos frère; Vial flat:name Luc; refuse/VERB root -",
            expect![[r#"
                person Luc Vial: Le frère de Vial , Luc Vial | Vial (Le frère de Vial)
            "#]],
        );
    }

    #[test]
    fn a_collective_is_not_the_person() {
        check_tree(
            "L'administration [person Vial] recule .",
            "L' det administration; administration/NOUN nsubj recule; Vial/PROPN nmod administration; recule/VERB root -",
            expect![[r#"
                person Vial: Vial
            "#]],
        );
    }

    #[test]
    fn a_function_after_the_name() {
        check_tree(
            "[person Vial] , maire de [place Sens] , recule .",
            "Vial/PROPN nsubj recule; , punct maire; maire/NOUN appos Vial; de case Sens; Sens/PROPN nmod maire; recule/VERB root -",
            expect![[r#"
                person Vial: Vial (maire de Sens)
                place Sens: Sens
            "#]],
        );
    }
}
