use super::{Time, TimeWords, times};
use crate::testing::annotated;
use depeche_lang::Lang;
use jiff::civil::date;

fn read(lang: &str, example: &str) -> (String, Vec<Time>) {
    let words = TimeWords::of(Lang::embedded(lang)).unwrap();
    let (text, sentences) = annotated(example);
    let found = times(&words, &text, &sentences, Some(date(2023, 8, 31)));
    (text, found)
}

#[test]
fn every_rule_fires_on_its_examples_and_is_silent_on_the_others() {
    let mut wrong = Vec::new();
    for lang in ["fr", "en", "und"] {
        for rule in TimeWords::of(Lang::embedded(lang)).unwrap().rules() {
            for example in &rule.fires {
                let (before, rest) = example.split_once('[').unwrap();
                let (inside, after) = rest.split_once(']').unwrap();
                let (words, value) = inside.split_once('=').unwrap();
                let (text, found) = read(lang, &format!("{before}{words}{after}"));
                let right =
                    |time: &&Time| time.span.of(&text) == words && time.value == value && time.why.contains(&rule.id);
                if found.iter().find(right).is_none() {
                    wrong.push(format!("{}: {example} {found:?}", rule.id));
                }
            }
            for example in &rule.silent {
                let (_, found) = read(lang, example);
                if found.iter().any(|time| time.why.contains(&rule.id)) {
                    wrong.push(format!("{}: not silent in {example}", rule.id));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
