//! Every example of every lexicon, and what composition makes of acts.

use super::*;
use crate::tree::tokens_in;
use depeche_lang::{CuePart, Lang};
use depeche_record::{Morph, Span, Token};
use expect_test::{Expect, expect};

/// What a word is told to be: its lemma and tag.
type Known = (String, &'static str);

/// A sentence with words in square brackets as its cue. `known` says what the marked words are, one after the other;
/// the rest is tagged by the few rules that examples need. `word/lemma` marks a word by hand.
struct Tagger<'a> {
    cues: &'a Cues,
    text: String,
    tokens: Vec<Token>,
    known: Vec<Option<Known>>,
    cue: Vec<Range<usize>>,
}

impl<'a> Tagger<'a> {
    fn new(cues: &'a Cues, markup: &str, mut given: Vec<Known>) -> Self {
        let (mut text, mut spans, mut start) = (String::new(), Vec::new(), 0);
        let mut by_hand: Vec<(usize, Known)> = Vec::new();
        let mut rest = markup.chars().peekable();
        while let Some(character) = rest.next() {
            match character {
                '[' => start = text.len(),
                ']' => spans.push(Span::new(start, text.len())),
                '/' => {
                    let mut lemma = String::new();
                    while let Some(letter) = rest.next_if(|letter| letter.is_alphanumeric() || *letter == '-') {
                        lemma.push(letter);
                    }
                    let tag = match rest.next_if_eq(&':').and_then(|_| rest.next()) {
                        Some('n') => "NOUN",
                        Some('a') => "ADJ",
                        Some('p') => "PART",
                        _ => "VERB",
                    };
                    by_hand.push((text.len() - 1, (lemma, tag)));
                }
                character => text.push(character),
            }
        }
        let (mut tokens, mut word): (Vec<Token>, Option<usize>) = (Vec::new(), None);
        let token = |start, end| Token { span: Span::new(start, end), morph: None };
        for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
            let inner = character == '\'' && text[at..].starts_with("'t");
            if character.is_alphanumeric() || inner || character == '-' && word.is_some() {
                word.get_or_insert(at);
                continue;
            }
            let elided = character == '\'' && word.is_some();
            if let Some(start) = word.take() {
                tokens.push(token(start, at + usize::from(elided)));
            }
            if !elided && !character.is_whitespace() {
                tokens.push(token(at, at + character.len_utf8()));
            }
        }
        let span = Span::new(0, text.len());
        let sentence = Sentence { span, tokens, ..Sentence::default() };
        let cue: Vec<Range<usize>> = spans.iter().map(|&span| tokens_in(&sentence, span)).collect();
        let mut known = vec![None; sentence.tokens.len()];
        given.reverse();
        for token in cue.iter().cloned().flatten() {
            known[token] = given.pop();
        }
        for (at, what) in by_hand {
            known[tokens_in(&sentence, Span::new(at, at + 1)).start] = Some(what);
        }
        Self { cues, text, tokens: sentence.tokens, known, cue }
    }

    fn form(&self, token: usize) -> &str {
        self.tokens[token].span.of(&self.text)
    }

    fn one_of(&self, token: usize, list: &str) -> bool {
        list.split(' ').any(|word| word == self.form(token).to_lowercase())
    }

    fn is(&self, token: usize, class: WordClass) -> bool {
        self.cues.is(class, &self.cues.key(self.form(token)))
    }

    /// The next marked word from `token` on, else the last one before it.
    fn host(&self, token: usize) -> usize {
        let next = (token..self.known.len()).find(|&at| self.known[at].is_some());
        next.or_else(|| (0..token).rev().find(|&at| self.known[at].is_some())).expect("an example marks a word")
    }

    fn infinitive(&self, token: usize) -> bool {
        let Some(before) = token.checked_sub(1) else { return false };
        let form = self.form(token);
        if self.cues.code() == "en" {
            return self.one_of(before, "to") && !self.one_of(token, "the a an his her peace") && form != "the";
        }
        let ending = ["er", "ir", "re"].iter().any(|ending| form.ends_with(ending));
        ending
            && (self.one_of(before, "de d' à pour se")
                || self.known[before].is_some() && self.one_of(token, INFINITIVES))
    }

    fn sentence(&self) -> Sentence {
        let root = self.known.iter().position(Option::is_some).expect("an example marks a word");
        let last =
            (0..self.tokens.len()).rev().find(|&at| self.form(at).chars().any(char::is_alphanumeric)).expect("a word");
        let mut tokens = self.tokens.clone();
        let mut previous_verb = None;
        for (at, token) in tokens.iter_mut().enumerate() {
            let mut feats = "_";
            let lemma = self.known[at].as_ref().map_or(self.form(at).to_lowercase(), |(lemma, _)| lemma.clone());
            let (upos, head, relation) = match &self.known[at] {
                Some((_, tag)) if at == root => (*tag, None, "root"),
                Some((_, "VERB")) if previous_verb.is_some() => {
                    feats = "VerbForm=Inf";
                    ("VERB", previous_verb, "xcomp")
                }
                Some((_, tag)) => (*tag, Some(root), if *tag == "ADJ" { "xcomp" } else { "obj" }),
                None => {
                    let (upos, head, relation) = self.unmarked(at, root, last);
                    if relation == "expl" {
                        feats = "Reflex=Yes";
                    } else if relation == "xcomp" {
                        feats = "VerbForm=Inf";
                    }
                    (upos, Some(head), relation)
                }
            };
            if upos == "VERB" && self.known[at].is_some() {
                previous_verb = Some(at);
            }
            token.morph = Some(Morph {
                upos: upos.into(),
                feats: feats.into(),
                lemma: lemma.into(),
                head,
                deprel: relation.into(),
            });
        }
        Sentence { span: Span::new(0, self.text.len()), tokens, ..Sentence::default() }
    }

    fn unmarked(&self, at: usize, root: usize, last: usize) -> (&'static str, usize, &'static str) {
        let after = at > root;
        let opened = |from: usize| (from..at).any(|index| self.is(index, WordClass::ClauseOpener));
        if !self.form(at).chars().any(char::is_alphanumeric) {
            ("PUNCT", root, "punct")
        } else if self.is(at, WordClass::NegationCompanion)
            || self.is(at, WordClass::Negation)
            || self.is(at, WordClass::NegationAlone)
        {
            let host = self.host(at);
            // In quoted words or in a clause of its own, it is not the cue that is negated.
            let between = at.min(host) + 1..at.max(host);
            let apart = between.into_iter().any(|index| {
                self.is(index, WordClass::ClauseOpener) || !self.form(index).chars().any(char::is_alphanumeric)
            });
            let led = at > root && self.one_of(at, "sans without");
            if apart || led && self.known[root + 1..].iter().all(Option::is_none) {
                return ("ADV", at.checked_sub(1).unwrap_or(last), if led { "case" } else { "advmod" });
            }
            let noun = self.known[host].as_ref().is_some_and(|(_, tag)| *tag == "NOUN");
            if self.one_of(at, "ni sans without") {
                ("CCONJ", host, "cc")
            } else {
                ("ADV", host, if noun { "det" } else { "advmod" })
            }
        } else if self
            .one_of(at, "a ont est avait has have had did didn't would will was could couldn't wouldn't hasn't")
        {
            ("AUX", self.host(at), "aux")
        } else if at + 1 == root && self.is(at, WordClass::Reflexive) {
            ("PRON", root, "expl")
        } else if after && self.is(at, WordClass::ClauseOpener) {
            ("SCONJ", last, "mark")
        } else if at == root + 1 && self.is(at, WordClass::QuestionOpener) {
            ("ADV", last, "advmod")
        } else if after && (at == last && opened(root + 1)) {
            ("VERB", root, "ccomp")
        } else if self.infinitive(at) {
            ("VERB", root, "xcomp")
        } else if self.one_of(at, PREPOSITIONS) {
            let noun = (at + 1..last).find(|&next| !self.one_of(next, DETERMINERS)).unwrap_or(last);
            ("ADP", noun, if self.infinitive(noun) { "mark" } else { "case" })
        } else if self.one_of(at, DETERMINERS) {
            ("DET", (at + 1).min(last), "det")
        } else if self.one_of(at, "peu hier bien fort demain lundi beaucoup there hard today out") {
            ("ADV", root, "advmod")
        } else {
            let introduced =
                (root + 1..at).any(|index| self.one_of(index, PREPOSITIONS) || self.is(index, WordClass::ClauseOpener));
            let named = at.checked_sub(1).is_some_and(|before| self.one_of(before, DETERMINERS));
            let object = after && !introduced && (named || self.one_of(at, "him them birds excuses"));
            ("NOUN", root, if object { "obj" } else { "dep" })
        }
    }
}

const PREPOSITIONS: &str =
    "vers à au aux de du d' pour contre sur par en for to on of with against about at from in upon";
const DETERMINERS: &str =
    "le la les l' un une des ce cette sa son ses leur the a an his her their its its three trois dix ten two";
const INFINITIVES: &str = "partir rester attendre";

fn cues(code: &str) -> Cues {
    Cues::of(Lang::embedded(code)).unwrap()
}

fn found(cues: &Cues, entry: &CueEntry, example: &str) -> Option<(String, Act)> {
    let tag = match entry.part {
        CuePart::Noun => "NOUN",
        CuePart::Adjective => "ADJ",
        CuePart::Preposition => "ADP",
        CuePart::Verb | CuePart::Phrase => "VERB",
    };
    let rest = if entry.part == CuePart::Phrase { "NOUN" } else { tag };
    let known =
        entry.words.iter().enumerate().map(|(at, word)| (word.clone(), if at == 0 { tag } else { rest })).collect();
    let tagger = Tagger::new(cues, example, known);
    let found = act(cues, &tagger.text, &tagger.sentence(), &tagger.cue)?;
    Some((found.entry.id.clone(), found.act))
}

#[test]
fn every_example_fires_and_every_counterexample_stays_silent() {
    let mut wrong = Vec::new();
    for code in ["fr", "en"] {
        let cues = cues(code);
        for entry in cues.entries() {
            let at = format!("lang/{code}/cues.toml:{}: {}", entry.line, entry.id);
            let fired = found(&cues, entry, &entry.fires);
            if fired.as_ref().map(|(id, act)| (id.as_str(), *act)) != Some((&entry.id, entry.act)) {
                wrong.push(format!("{at} does not fire: {} (found {fired:?})", entry.fires));
            }
            if let Some(silent) = &entry.silent
                && found(&cues, entry, silent).is_some_and(|(id, _)| id == entry.id)
            {
                wrong.push(format!("{at} should stay silent: {silent}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} examples:\n{}", wrong.len(), wrong.join("\n"));
}

#[expect(clippy::needless_pass_by_value, reason = "the shape of every check")]
fn check(code: &str, markup: &str, expected: Expect) {
    let cues = cues(code);
    let tagger = Tagger::new(&cues, markup, Vec::new());
    let found = act(&cues, &tagger.text, &tagger.sentence(), &tagger.cue);
    let show = |found: LexicalAct| {
        let composed = found.composed.map(|rule| format!(" {rule}")).unwrap_or_default();
        format!("{} {}{composed}", found.act.name(), found.entry.id)
    };
    expected.assert_eq(&found.map_or_else(|| "?".to_owned(), show));
}

#[test]
fn a_negation_turns_the_act() {
    check("fr", "Oslo [n'a pas nié/nier] la vente.", expect!["decline fr.cue.nier act.negated"]);
    check("fr", "Oslo [n'exclut/exclure pas] la vente.", expect!["assert fr.cue.exclure act.negated"]);
    check("fr", "Oslo [n'a pas précisé/préciser] la date.", expect!["decline fr.cue.preciser act.negated"]);
    check("fr", "Oslo [n'a ni confirmé/confirmer] la date.", expect!["decline fr.cue.confirmer act.negated"]);
    check("fr", "Aucun palais [n'a confirmé/confirmer] la date.", expect!["decline fr.cue.confirmer act.negated"]);
    check("fr", "Oslo [ne pense/penser pas] que Rome vende.", expect!["opine fr.cue.penser act.negated"]);
    check("fr", "Oslo [n'a pas dit/dire] que Rome vende.", expect!["decline fr.cue.dire act.negated"]);
    check("fr", "Oslo [ne cache/cacher pas] sa joie.", expect!["admit fr.cue.cacher act.negated"]);
    check("en", "Oslo [did not deny/deny] the sale.", expect!["decline en.cue.deny act.negated"]);
    check("en", "Oslo [didn't confirm/confirm] the sale.", expect!["decline en.cue.confirm act.negated"]);
    check("en", "Oslo [would not say/say] why.", expect!["decline en.cue.say act.negated"]);
    check("en", "Oslo [has never promised/promise] a sale.", expect!["decline en.cue.promise act.negated"]);
}

#[test]
fn what_looks_like_a_negation_is_none() {
    check("fr", "Oslo [n'accuse/accuser pas seulement] Rome.", expect!["accuse fr.cue.accuser"]);
    check("fr", "Oslo [dit/dire] plus que Rome.", expect!["assert fr.cue.dire"]);
    check("fr", "Oslo [ne dit/dire] que la date.", expect!["assert fr.cue.dire"]);
    check("en", "Oslo [not only said/say] so.", expect!["assert en.cue.say"]);
}

#[test]
fn a_refusal_is_one_whatever_is_refused() {
    check("fr", "Oslo [refuse/refuser] de commenter/commenter.", expect!["decline fr.cue.refuser"]);
    check("fr", "Oslo [s'est refusé/refuser à critiquer/critiquer] Rome.", expect!["decline fr.cue.refuser"]);
    check("fr", "Oslo [refuse/refuser d'exclure/exclure] une vente.", expect!["assert fr.cue.exclure act.refused"]);
    check("en", "Oslo [declined/decline] to comment/comment.", expect!["decline en.cue.decline"]);
    check("en", "Oslo [refused/refuse to rule/rule out] a sale.", expect!["assert en.cue.rule-out act.refused"]);
}

#[test]
fn a_verb_that_leads_to_another_leaves_it_the_act() {
    check(
        "fr",
        "Oslo [n'a pas souhaité/souhaiter] commenter/commenter.",
        expect!["decline fr.cue.commenter act.negated"],
    );
    check("fr", "Oslo [n'a pas voulu/vouloir répondre/répondre].", expect!["decline fr.cue.repondre act.negated"]);
    check("fr", "Oslo [veut/vouloir nier/nier] la vente.", expect!["deny fr.cue.nier"]);
    check("fr", "Oslo [veut/vouloir] vendre/vendre.", expect!["opine fr.cue.vouloir"]);
    check("fr", "Oslo [dit/dire craindre/craindre] une vente.", expect!["opine fr.cue.craindre"]);
    check("fr", "Oslo [peut/pouvoir confirmer/confirmer] la vente.", expect!["assert fr.cue.confirmer"]);
    check("fr", "Oslo [se dit/dire favorable/favorable:a] à la vente.", expect!["endorse fr.cue.favorable"]);
    check("en", "Oslo [wants/want to deny/deny] the sale.", expect!["deny en.cue.deny"]);
}

#[test]
fn a_light_verb_leaves_the_act_to_its_noun() {
    check("fr", "Oslo [lance/lancer un appel/appel:n] à Rome.", expect!["demand fr.cue.appel.noun"]);
    check(
        "fr",
        "Oslo [ne fait/faire aucun commentaire/commentaire:n].",
        expect!["decline fr.cue.faire-commentaire act.negated"],
    );
    check("en", "Oslo [issued/issue a warning/warning:n].", expect!["warn en.cue.warning.noun"]);
    check("en", "Oslo [made/make no comment/comment:n].", expect!["decline en.cue.make-comment act.negated"]);
}

#[test]
fn a_wrong_lemma_or_tag_does_not_hide_a_verb() {
    check("fr", "Oslo [n'a pas nié/nié:p] la vente.", expect!["decline fr.cue.nier act.negated"]);
    check("fr", "Oslo [dément/démentr] la vente.", expect!["deny fr.cue.dementir"]);
    check("en", "Oslo [denied/deni] the sale.", expect!["deny en.cue.deny"]);
}

#[test]
fn what_the_lexicon_does_not_know_is_left_to_the_model() {
    check("fr", "Oslo [vogue/voguer].", expect!["?"]);
    check("fr", "Oslo [n'accuse/accuser pas] Rome.", expect!["?"]);
}
