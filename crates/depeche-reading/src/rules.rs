//! The rules that are code: their ids, what each settles, and where it stands.
//!
//! Takes an id out of a statement's `why` or a mention's link; gives its [`Rule`]. Rules that are data (a line of
//! `cues.toml`) are found in their lexicon. What a rule means is said in the locales, one line an id.

use depeche_record::About;
use std::iter;

/// A rule or a head of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Unique among rules and lexicon lines: `quotation.join`.
    pub id: &'static str,
    /// What it settles.
    pub about: About,
    /// Source file, from the root of the repository.
    pub file: &'static str,
    /// Line from 1 where the module lists its rules.
    pub line: u32,
}

/// Names a module's rules: a constant with the id for each, and `RULES`, the list of them.
macro_rules! name_rules {
    ($($(#[$doc:meta])+ $name:ident = $id:literal settles $about:ident;)+) => {
        $($(#[$doc])+ pub(crate) const $name: &str = $id;)+
        pub(crate) const RULES: &[$crate::rules::Rule] = &[$($crate::rules::Rule {
            id: $id,
            about: depeche_record::About::$about,
            file: file!(),
            line: line!(),
        }),+];
    };
}
pub(crate) use name_rules;

/// Every rule that is code.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    iter::empty()
        .chain(crate::acts::RULES)
        .chain(crate::candidates::RULES)
        .chain(crate::reports::RULES)
        .chain(crate::roles::RULES)
        .chain(crate::statements::RULES)
        .chain(crate::statements::nesting::RULES)
        .chain(crate::statements::quoting::RULES)
        .chain(crate::names::RULES)
        .chain(crate::events::RULES)
        .chain(crate::factuality::RULES)
        .chain(crate::coreference::rules())
}

/// The rule called `id`; `None` for a line of a lexicon.
#[must_use]
pub fn rule(id: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_rules_have_one_id_and_each_stands_where_it_says() {
        let ids: BTreeSet<&str> = rules().map(|rule| rule.id).collect();
        assert_eq!(ids.len(), rules().count());
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        for rule in rules() {
            let content = std::fs::read_to_string(root.join(rule.file)).unwrap();
            let after = content.lines().skip(rule.line as usize - 1).collect::<String>();
            assert!(after.contains(&format!("\"{}\"", rule.id)), "{rule:?}");
        }
    }
}
