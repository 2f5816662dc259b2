//! The shape of `tokens.toml` and `titles.toml`, as written by people.
//!
//! Unknown keys are errors: a misspelt `silent` must not pass for a rule without one.

use serde::Deserialize;

/// One rule of `tokens.toml`: a list of forms that behave alike, with examples.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Unique, `fr.abbreviation.title`.
    pub id: String,
    /// How the forms behave.
    pub kind: RuleKind,
    /// For abbreviations: whether their full stop may close a sentence.
    pub ends: Option<Ends>,
    /// The words. Written in lower case they hold in any case; with a capital, as written or all in capitals.
    pub forms: Vec<String>,
    /// Texts that are cut otherwise when the rule is taken away.
    pub fires: Vec<Example>,
    /// Texts that look like it and are cut the same with and without the rule.
    pub silent: Vec<Example>,
}

/// What the forms of a rule are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleKind {
    /// A word whose full stop belongs to it: « M. ».
    Abbreviation,
    /// A word cut off after its apostrophe: « l' ».
    Elision,
    /// A word kept whole against the other rules: « aujourd'hui », « rendez-vous ».
    Whole,
    /// A word cut off before its hyphen: « -t-il ».
    Clitic,
    /// A first part that keeps its hyphen where hyphens split: `non`, `anti`.
    Prefix,
    /// A word that begins with an apostrophe: `'em`.
    LeadingApostrophe,
    /// An ending that shows possession: `'s`. A bare apostrophe follows a plural.
    Possessive,
    /// A unit cut off from the number it is glued to: `35mm`.
    Unit,
    /// A function word: with a capital after a full stop, it opens a sentence.
    Opener,
}

/// Whether an abbreviation's full stop may close a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ends {
    /// Always followed by what it announces: « M. ».
    Never,
    /// Closes a sentence when an opener or nothing follows: « etc. ».
    Sometimes,
    /// An abbreviation only when a number follows: « art. 12 », `No. 5`.
    BeforeNumber,
}

/// A text and how it is cut: tokens with a space between them, sentences with ` / `.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// As it would stand in an article.
    pub text: String,
    /// As it is cut.
    pub cut: String,
}

/// What a hyphen between two words does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hyphen {
    /// « porte-parole » is one token.
    #[default]
    Joins,
    /// `cold-blooded` is three.
    Splits,
}

/// A pair of quotation marks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quotes {
    /// Opening mark.
    pub open: char,
    /// Closing mark; the same as `open` for straight marks.
    pub close: char,
    /// 1 for the outer pair, 2 for a quotation inside a quotation.
    pub level: u8,
}

/// Words that stand before (or for) a person's name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    /// What they tell.
    pub kind: TitleKind,
    /// `Masc` or `Fem`, when the word tells.
    pub gender: Option<String>,
    /// In lower case, with their full stop if they have one.
    pub forms: Vec<String>,
}

/// What a title tells about its bearer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TitleKind {
    /// « M. », « Mme ».
    Courtesy,
    /// « président », « ministre ».
    Office,
    /// « général ».
    Rank,
    /// « professeur », « Me ».
    Profession,
    /// « roi », « pape », « Mgr ».
    Dignity,
}

/// `tokens.toml` as a whole.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TokensFile {
    /// Name of the language in that language.
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) hyphen: Hyphen,
    /// Whether a plain space may group digits: « 10 000 ».
    #[serde(default)]
    pub(crate) space_groups_digits: bool,
    #[serde(default)]
    pub(crate) quotes: Vec<Quotes>,
    #[serde(default)]
    pub(crate) rule: Vec<Rule>,
}

/// `titles.toml` as a whole.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TitlesFile {
    #[serde(default)]
    pub(crate) title: Vec<Title>,
}
