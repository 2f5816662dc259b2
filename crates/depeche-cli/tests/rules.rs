//! Every rule can be explained, in every language that we speak, and nothing else is.

use depeche::rules;
use depeche_export::Locale;
use std::collections::BTreeSet;

#[test]
fn every_rule_has_its_line_in_every_locale() {
    let known: BTreeSet<&str> = rules().map(|rule| rule.id).collect();
    for code in Locale::codes() {
        let explained: BTreeSet<&str> = Locale::get(code).rules().collect();
        assert_eq!(explained, known, "[rule] in locales/{code}.toml (left) and the rules in the code (right)");
    }
}
