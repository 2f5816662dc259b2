//! What we say to users, in their language.
//!
//! The words are in `locales/<code>.toml`, embedded; this gives them names. It does not choose a locale: the command
//! line does.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

const FILES: [(&str, &str); 2] =
    [("en", include_str!("../../../locales/en.toml")), ("fr", include_str!("../../../locales/fr.toml"))];

/// All that the sheet and the page say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Locale {
    pub(crate) language: String,
    pub(crate) sheet: Sheet,
    pub(crate) page: Page,
    pub(crate) explain: Explain,
    kind: BTreeMap<String, String>,
    act: BTreeMap<String, String>,
    event: BTreeMap<String, String>,
    status: BTreeMap<String, String>,
    factuality: BTreeMap<String, String>,
    mode: BTreeMap<String, String>,
    notice: BTreeMap<String, String>,
    rule: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sheet {
    pub(crate) untitled: String,
    pub(crate) names: String,
    pub(crate) statements: String,
    pub(crate) events: String,
    pub(crate) notices: String,
    pub(crate) no_names: String,
    pub(crate) no_statements: String,
    pub(crate) no_events: String,
    /// Who acts, when the text does not say.
    pub(crate) nobody: String,
    /// The viewpoint of whoever wrote the text.
    pub(crate) author: String,
    /// Between a viewpoint and what it says.
    pub(crate) colon: String,
    pub(crate) unnamed: String,
    pub(crate) alone: String,
    pub(crate) addressee: String,
    pub(crate) topic: String,
    pub(crate) medium: String,
    n_sentences: [String; 2],
    n_statements: [String; 2],
    n_events: [String; 2],
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Page {
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) source: String,
    pub(crate) cue: String,
    pub(crate) content: String,
    pub(crate) name: String,
    pub(crate) show: String,
    pub(crate) inside: String,
    pub(crate) confidence: String,
    pub(crate) read_in: String,
    pub(crate) note: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Explain {
    about: BTreeMap<String, String>,
    pub(crate) confidence: String,
    pub(crate) calibrated: String,
    pub(crate) uncalibrated: String,
}

impl Explain {
    pub(crate) fn about(&self, about: depeche_record::About) -> &str {
        say(&self.about, about.name())
    }
}

impl Locale {
    /// Codes of all locales.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        FILES.iter().map(|(code, _)| *code)
    }

    /// The locale that `code` asks for: `fr`, `fr_CA.UTF-8`…; `None` for a language that we do not speak.
    #[must_use]
    pub fn find(code: &str) -> Option<&'static Self> {
        let language = code.split(['_', '-', '.', '@']).next().unwrap_or_default().to_ascii_lowercase();
        Self::all().iter().find(|locale| locale.language == language)
    }

    /// The locale that `code` asks for; English for a language that we do not speak.
    #[must_use]
    pub fn get(code: &str) -> &'static Self {
        Self::find(code).unwrap_or(&Self::all()[0])
    }

    fn all() -> &'static [Self] {
        static LOCALES: OnceLock<Vec<Locale>> = OnceLock::new();
        LOCALES.get_or_init(|| {
            let parse = |(code, file): &(&str, &str)| {
                toml::from_str(file).unwrap_or_else(|error| panic!("locales/{code}.toml, checked by a test: {error}"))
            };
            FILES.iter().map(parse).collect()
        })
    }

    pub(crate) fn kind(&self, kind: depeche_record::Kind) -> &str {
        say(&self.kind, kind.name())
    }

    pub(crate) fn act(&self, act: depeche_record::Act) -> &str {
        say(&self.act, act.name())
    }

    pub(crate) fn mode(&self, mode: depeche_record::Mode) -> &str {
        say(&self.mode, mode.name())
    }

    pub(crate) fn event(&self, kind: depeche_record::EventType) -> &str {
        say(&self.event, kind.name())
    }

    pub(crate) fn status(&self, status: depeche_record::Status) -> &str {
        say(&self.status, status.name())
    }

    pub(crate) fn factuality(&self, value: depeche_record::Factuality) -> &str {
        say(&self.factuality, value.name())
    }

    /// What to tell of a notice.
    pub(crate) fn notice<'a>(&'a self, notice: &'a depeche_record::Notice) -> &'a str {
        self.notice.get(notice.code.name()).map_or(&notice.message, String::as_str)
    }

    /// What the rule called `id` does; nothing for one that is a line of a lexicon, and speaks for itself.
    pub(crate) fn rule(&self, id: &str) -> &str {
        self.rule.get(id).map_or("", String::as_str)
    }

    /// Ids of the rules that it explains.
    pub fn rules(&self) -> impl Iterator<Item = &str> {
        self.rule.keys().map(String::as_str)
    }

    pub(crate) fn n_sentences(&self, n: usize) -> String {
        count(&self.sheet.n_sentences, n)
    }

    pub(crate) fn n_statements(&self, n: usize) -> String {
        count(&self.sheet.n_statements, n)
    }

    pub(crate) fn n_events(&self, n: usize) -> String {
        count(&self.sheet.n_events, n)
    }
}

fn say<'a>(words: &'a BTreeMap<String, String>, name: &'a str) -> &'a str {
    words.get(name).map_or(name, String::as_str)
}

/// The first form for one, the second for any other number.
fn count(forms: &[String; 2], n: usize) -> String {
    let form = if n == 1 { &forms[0] } else { &forms[1] };
    form.replace("{n}", &n.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use depeche_record::{About, Act, EventType, Factuality, Kind, Mode, NoticeCode, Status};
    use std::collections::BTreeSet;

    #[test]
    fn every_locale_says_everything() {
        for code in Locale::codes() {
            let locale = Locale::get(code);
            assert_eq!(locale.language, code);
            for act in Act::ALL {
                assert_ne!(locale.act.get(act.name()), None, "{code}: {act:?}");
            }
            for kind in EventType::ALL {
                assert_ne!(locale.event.get(kind.name()), None, "{code}: {kind:?}");
            }
            for status in Status::ALL {
                assert_ne!(locale.status.get(status.name()), None, "{code}: {status:?}");
            }
            for value in Factuality::ALL {
                assert_ne!(locale.factuality.get(value.name()), None, "{code}: {value:?}");
            }
            for mode in Mode::ALL {
                assert_ne!(locale.mode.get(mode.name()), None, "{code}: {mode:?}");
            }
            for kind in Kind::ALL {
                assert_ne!(locale.kind.get(kind.name()), None, "{code}: {kind:?}");
            }
            for about in About::ALL {
                assert_ne!(locale.explain.about.get(about.name()), None, "{code}: {about:?}");
            }
            let told: BTreeSet<&str> = locale.notice.keys().map(String::as_str).collect();
            assert_eq!(told, NoticeCode::ALL.iter().map(|code| code.name()).collect(), "{code}");
        }
    }

    #[test]
    fn the_documentation_tells_of_every_notice_in_the_words_of_the_locale() {
        let table = include_str!("../../../docs/notices.md");
        let rows = table.lines().filter_map(|line| line.strip_prefix("| `"));
        let rows: Vec<Vec<&str>> = rows.map(|row| row.trim_end_matches(" |").split(" | ").collect()).collect();
        let codes: Vec<&str> = rows.iter().map(|row| row[0].trim_end_matches('`')).collect();
        assert_eq!(codes, NoticeCode::ALL.iter().map(|code| code.name()).collect::<Vec<_>>());
        for row in rows {
            assert_eq!(row[1], Locale::get("en").notice[row[0].trim_end_matches('`')]);
            assert!(row[2].ends_with('.'), "what to do about {}", row[0]);
        }
    }

    #[test]
    fn a_locale_is_chosen_by_its_language() {
        assert_eq!(Locale::get("fr_CA.UTF-8").language, "fr");
        assert_eq!(Locale::get("C").language, "en");
        assert_eq!(Locale::get("").language, "en");
    }
}
