//! Makes a [`Lang`] from its files and answers questions about words.

use crate::error::line_of;
use crate::rules::{TitlesFile, TokensFile};
use crate::{Ends, Hyphen, LangError, Quotes, Rule, RuleKind, Title, TitleKind, embedded, fold};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::sync::OnceLock;

/// Code of the language that stands in for those without a folder.
const UNDETERMINED: &str = "und";

/// All languages of one `lang/` folder.
#[derive(Debug, Clone)]
pub struct Languages {
    by_code: BTreeMap<String, Lang>,
    sha256: String,
}

/// What is known about one language. Look-ups take words as they stand in the text.
#[derive(Debug, Clone)]
pub struct Lang {
    code: String,
    name: String,
    hyphen: Hyphen,
    space_groups_digits: bool,
    quotes: Vec<Quotes>,
    rules: Vec<Rule>,
    titles: Vec<Title>,
    sha256: String,
    /// `cues.toml` → content; every file of the folder.
    files: BTreeMap<String, String>,
    index: Index,
}

/// The rules turned over for look-up. Maps are only asked, never walked: their order reaches no output.
#[derive(Debug, Clone, Default)]
struct Index {
    /// Folded form → how it may end; the flag says that the form was written with a capital and holds only so.
    abbreviations: HashMap<String, (Ends, bool)>,
    words: HashMap<RuleKind, HashSet<String>>,
    /// Forms kept whole, folded, by their first character, longest first.
    whole: HashMap<char, Vec<String>>,
    titles: HashMap<String, usize>,
}

impl Languages {
    /// The languages that the binary carries.
    ///
    /// # Panics
    /// Never in a build whose tests pass: the files are checked there.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static EMBEDDED: OnceLock<Languages> = OnceLock::new();
        EMBEDDED.get_or_init(|| {
            let files = embedded::FILES.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
            Self::from_files(files).expect("the embedded language files are checked by this crate's tests")
        })
    }

    /// The languages of a folder shaped like `lang/`.
    ///
    /// # Errors
    /// [`LangError`], naming file and line, when a file cannot be read or is not what it should be.
    pub fn open(folder: &Path) -> Result<Self, LangError> {
        let mut files = BTreeMap::new();
        read_folder(folder, "", &mut files)?;
        Self::from_files(files)
    }

    /// The language `code`, or the undetermined one when there is no such folder.
    #[must_use]
    pub fn get(&self, code: &str) -> &Lang {
        self.by_code.get(code).unwrap_or_else(|| {
            self.by_code.get(UNDETERMINED).expect("from_files refuses a set without the undetermined language")
        })
    }

    /// Whether `code` has a folder of its own.
    #[must_use]
    pub fn knows(&self, code: &str) -> bool {
        code != UNDETERMINED && self.by_code.contains_key(code)
    }

    /// Codes of the languages that have a folder, sorted, the undetermined one left out.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.by_code.keys().map(String::as_str).filter(|code| *code != UNDETERMINED)
    }

    /// SHA-256 over all files and their names, lower-case hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    fn from_files(files: BTreeMap<String, String>) -> Result<Self, LangError> {
        let mut hash = Sha256::new();
        for (path, content) in &files {
            for part in [path, content] {
                hash.update((part.len() as u64).to_le_bytes());
                hash.update(part.as_bytes());
            }
        }
        let sha256 = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<String>();

        let mut folders: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for (path, content) in files {
            // A file beside the folders belongs to no language.
            if let Some((code, name)) = path.split_once('/') {
                folders.entry(code.to_owned()).or_default().insert(name.to_owned(), content);
            }
        }
        let mut by_code = BTreeMap::new();
        for (code, files) in folders {
            let lang = Lang::from_files(&code, files, &sha256)?;
            by_code.insert(code, lang);
        }
        if !by_code.contains_key(UNDETERMINED) {
            return Err(LangError::Missing { file: format!("{UNDETERMINED}/tokens.toml") });
        }
        Ok(Self { by_code, sha256 })
    }
}

impl Lang {
    /// The embedded language `code`; the undetermined one when we have no such folder.
    #[must_use]
    pub fn embedded(code: &str) -> &'static Self {
        Languages::embedded().get(code)
    }

    /// The language `code` of a folder shaped like `lang/`; the undetermined one when it has no such folder.
    ///
    /// # Errors
    /// As [`Languages::open`].
    pub fn open(folder: &Path, code: &str) -> Result<Self, LangError> {
        Ok(Languages::open(folder)?.get(code).clone())
    }

    /// ISO 639-1 code; `und` for the undetermined language.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Its name in itself.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// SHA-256 over the whole `lang/` folder it came from.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// What a hyphen between two words does.
    #[must_use]
    pub fn hyphen(&self) -> Hyphen {
        self.hyphen
    }

    /// Whether a plain space may group digits. A no-break space may in every language.
    #[must_use]
    pub fn space_groups_digits(&self) -> bool {
        self.space_groups_digits
    }

    /// Pairs of quotation marks, outer ones first.
    #[must_use]
    pub fn quotes(&self) -> &[Quotes] {
        &self.quotes
    }

    /// The rules of `tokens.toml`, in file order.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The titles, in file order.
    #[must_use]
    pub fn titles(&self) -> &[Title] {
        &self.titles
    }

    /// How the abbreviation `word` (with its full stop) may end a sentence, when it is one.
    #[must_use]
    pub fn abbreviation(&self, word: &str) -> Option<Ends> {
        let &(ends, capital) = self.index.abbreviations.get(fold(word).as_ref())?;
        (!capital || word.chars().next().is_some_and(char::is_uppercase)).then_some(ends)
    }

    /// Whether a rule of that kind lists `word`.
    #[must_use]
    pub fn is(&self, kind: RuleKind, word: &str) -> bool {
        self.index.words.get(&kind).is_some_and(|words| words.contains(fold(word).as_ref()))
    }

    /// The forms kept whole that begin with `first` (lower case), folded, longest first.
    #[must_use]
    pub fn whole_forms(&self, first: char) -> &[String] {
        self.index.whole.get(&first).map_or(&[], Vec::as_slice)
    }

    /// The title that `word` is, when it is one.
    #[must_use]
    pub fn title(&self, word: &str) -> Option<(TitleKind, Option<&str>)> {
        let title = &self.titles[*self.index.titles.get(fold(word).as_ref())?];
        Some((title.kind, title.gender.as_deref()))
    }

    /// The same language without the rule `id`: shows what a rule does.
    #[must_use]
    pub fn without(&self, id: &str) -> Self {
        let mut lang = self.clone();
        lang.rules.retain(|rule| rule.id != id);
        lang.index = Index::new(&lang.rules, &lang.titles);
        lang
    }

    /// The content of a file of this language, `cues.toml`.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&str> {
        self.files.get(name).map(String::as_str)
    }

    /// Names of all its files, sorted, with `/` between folder and file: `events/aid.toml`.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// A file of this language read as `T`; derive `Deserialize` with `deny_unknown_fields` so that a misspelt key is an
    /// error and not a silence.
    ///
    /// # Errors
    /// [`LangError::Missing`] without such a file, [`LangError::Syntax`] with its line when it does not fit `T`.
    pub fn table<T: DeserializeOwned>(&self, name: &str) -> Result<T, LangError> {
        table(&self.code, &self.files, name)
    }

    fn from_files(code: &str, files: BTreeMap<String, String>, sha256: &str) -> Result<Self, LangError> {
        let tokens: TokensFile = table(code, &files, "tokens.toml")?;
        let titles: TitlesFile = table(code, &files, "titles.toml")?;
        check_rules(&format!("{code}/tokens.toml"), &files["tokens.toml"], &tokens.rule)?;
        let index = Index::new(&tokens.rule, &titles.title);
        Ok(Self {
            code: code.to_owned(),
            name: tokens.name,
            hyphen: tokens.hyphen,
            space_groups_digits: tokens.space_groups_digits,
            quotes: tokens.quotes,
            rules: tokens.rule,
            titles: titles.title,
            sha256: sha256.to_owned(),
            files,
            index,
        })
    }
}

impl Index {
    fn new(rules: &[Rule], titles: &[Title]) -> Self {
        let mut index = Self::default();
        for rule in rules {
            for form in &rule.forms {
                let folded = fold(form).into_owned();
                match rule.kind {
                    RuleKind::Abbreviation => {
                        let capital = form.chars().any(char::is_uppercase);
                        let ends = rule.ends.unwrap_or(Ends::Sometimes);
                        index.abbreviations.insert(folded, (ends, capital));
                    }
                    RuleKind::Whole => {
                        if let Some(first) = folded.chars().next() {
                            index.whole.entry(first).or_default().push(folded.clone());
                        }
                        index.words.entry(rule.kind).or_default().insert(folded);
                    }
                    kind => {
                        index.words.entry(kind).or_default().insert(folded);
                    }
                }
            }
        }
        for forms in index.whole.values_mut() {
            forms.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        }
        for (number, title) in titles.iter().enumerate() {
            for form in &title.forms {
                index.titles.entry(fold(form).into_owned()).or_insert(number);
            }
        }
        index
    }
}

/// What serde cannot see: ids that repeat, abbreviations that do not say how they end, rules without examples.
fn check_rules(file: &str, content: &str, rules: &[Rule]) -> Result<(), LangError> {
    let mut seen = BTreeSet::new();
    for rule in rules {
        let message = if !seen.insert(&rule.id) {
            Some("the id stands twice; ids are unique in a file")
        } else if (rule.kind == RuleKind::Abbreviation) != rule.ends.is_some() {
            Some("`ends` goes with kind `abbreviation`, and only with it: never, sometimes or before-number")
        } else if rule.forms.is_empty() || rule.forms.iter().any(|form| form.trim() != form || form.is_empty()) {
            Some("`forms` needs at least one word, and no word with spaces around it")
        } else if rule.kind == RuleKind::Abbreviation && rule.forms.iter().any(|form| !form.ends_with('.')) {
            Some("an abbreviation is written with its full stop")
        } else if rule.fires.is_empty() || rule.silent.is_empty() {
            Some("give at least one example under `fires` and one under `silent`")
        } else {
            None
        };
        if let Some(message) = message {
            return Err(LangError::rule(file, content, &rule.id, message));
        }
    }
    Ok(())
}

fn table<T: DeserializeOwned>(code: &str, files: &BTreeMap<String, String>, name: &str) -> Result<T, LangError> {
    let file = format!("{code}/{name}");
    let content = files.get(name).ok_or_else(|| LangError::Missing { file: file.clone() })?;
    toml::from_str(content).map_err(|error| LangError::Syntax {
        file,
        line: error.span().map_or(1, |span| line_of(content, span.start)),
        message: error.message().to_owned(),
    })
}

fn read_folder(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) -> Result<(), LangError> {
    let failed = |source| LangError::Io { path: folder.to_owned(), source };
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let name = format!("{prefix}{name}");
        if path.is_dir() {
            read_folder(&path, &format!("{name}/"), files)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            let content =
                std::fs::read_to_string(&path).map_err(|source| LangError::Io { path: path.clone(), source })?;
            files.insert(name, content);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use expect_test::{Expect, expect};

    const UND: &str = "name = \"und\"\n";

    /// The error that a `xx/tokens.toml` with this content gives.
    #[expect(clippy::needless_pass_by_value, reason = "the shape of every check")]
    fn check(tokens: &str, expected: Expect) {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in
            [("und/tokens.toml", UND), ("und/titles.toml", ""), ("xx/tokens.toml", tokens), ("xx/titles.toml", "")]
        {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, content).unwrap();
        }
        expected.assert_eq(&match Languages::open(folder.path()) {
            Ok(languages) => languages.codes().collect::<Vec<_>>().join(" "),
            Err(error) => error.to_string(),
        });
    }

    #[test]
    fn a_good_folder_opens() {
        check("name = \"x\"", expect!["xx"]);
    }

    #[test]
    fn an_unknown_key_is_told_with_its_line() {
        check(
            "name = \"x\"\nhyphens = \"splits\"",
            expect![
                "xx/tokens.toml:2: unknown field `hyphens`, expected one of `name`, `hyphen`, `space_groups_digits`, `quotes`, `rule`"
            ],
        );
    }

    #[test]
    fn a_rule_without_examples_is_refused() {
        check(
            "name = \"x\"\n[[rule]]\nid = \"xx.a\"\nkind = \"elision\"\nforms = [\"l'\"]\nfires = []\nsilent = []",
            expect!["xx/tokens.toml:3: rule xx.a: give at least one example under `fires` and one under `silent`"],
        );
    }

    #[test]
    fn a_missing_folder_is_told() {
        let error = Languages::open(Path::new("/nowhere/lang")).unwrap_err();
        assert_eq!(error.kind(), crate::ErrorKind::Io);
        assert!(error.to_string().contains("/nowhere/lang"), "{error}");
    }

    #[test]
    fn the_embedded_languages_are_sound_and_equal_the_folder() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../lang");
        let opened = Languages::open(&folder).unwrap();
        assert_eq!(opened.sha256(), Languages::embedded().sha256());
        assert_eq!(Languages::embedded().codes().collect::<Vec<_>>(), ["en", "fr"]);
        assert_eq!(Lang::embedded("tlh").code(), "und");
    }

    #[test]
    fn words_are_found_in_any_case_and_spelling() {
        let fr = Lang::embedded("fr");
        assert!(fr.is(RuleKind::Elision, "L’"));
        assert_eq!(fr.abbreviation("M."), Some(Ends::Never));
        assert_eq!(fr.abbreviation("m."), None);
        assert_eq!(fr.title("Mme"), Some((TitleKind::Courtesy, Some("Fem"))));
        let en = Lang::embedded("en");
        assert!(en.is(RuleKind::Possessive, "’s"));
        assert_eq!(en.abbreviation("no."), Some(Ends::BeforeNumber));
    }
}
