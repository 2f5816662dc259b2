//! Lemmas by edit script (`docs/model-format.md`): `k|0|` keeps the form, `l|3|er` makes « affirmer » of « affirment ».

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

/// Lemmas made lately: a word that comes again shares its lemma's letters.
#[derive(Debug, Default)]
pub(crate) struct Lemmas {
    known: HashSet<Arc<str>>,
}

impl Lemmas {
    /// More than a text needs; beyond, it starts afresh.
    const CAPACITY: usize = 50_000;

    pub(crate) fn shared(&mut self, lemma: &str) -> Arc<str> {
        if let Some(known) = self.known.get(lemma) {
            return Arc::clone(known);
        }
        if self.known.len() >= Self::CAPACITY {
            self.known.clear();
        }
        let lemma: Arc<str> = lemma.into();
        self.known.insert(Arc::clone(&lemma));
        lemma
    }
}

/// How a form becomes its lemma.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Script {
    /// The lemma itself.
    Whole(String),
    /// Lowercase first or not, drop so many characters at the end, append.
    Edit { lower: bool, cut: usize, add: String },
}

impl Script {
    /// Reads `case|cut|add` or `=|lemma`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if let Some(whole) = text.strip_prefix("=|") {
            return Some(Self::Whole(whole.to_owned()));
        }
        let mut parts = text.splitn(3, '|');
        let lower = match parts.next()? {
            "k" => false,
            "l" => true,
            _ => return None,
        };
        Some(Self::Edit { lower, cut: parts.next()?.parse().ok()?, add: parts.next()?.to_owned() })
    }

    /// The lemma of `form`; where the script cannot apply or leaves nothing, the form (lowercased if the script says).
    pub(crate) fn apply<'a>(&'a self, form: &'a str) -> Cow<'a, str> {
        match self {
            Self::Whole(lemma) => Cow::Borrowed(lemma),
            Self::Edit { lower: false, cut: 0, add } if add.is_empty() => Cow::Borrowed(form),
            Self::Edit { lower, cut, add } => {
                let mut base = if *lower { form.to_lowercase() } else { form.to_owned() };
                let kept = match cut {
                    0 => Some(base.len()),
                    cut => base.char_indices().rev().nth(cut - 1).map(|(at, _)| at),
                };
                match kept {
                    Some(at) if at + add.len() > 0 => {
                        base.truncate(at);
                        base.push_str(add);
                    }
                    _ => {}
                }
                Cow::Owned(base)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(script: &str, form: &str, lemma: &str) {
        assert_eq!(Script::parse(script).expect("a script").apply(form), lemma, "{script} on {form}");
    }

    #[test]
    fn scripts_make_lemmas() {
        check("k|0|", "Paris", "Paris");
        check("l|0|", "Le", "le");
        check("l|3|er", "affirment", "affirmer");
        check("l|2|ir", "Réagît", "réagir");
        check("=|être", "sont", "être");
        check("k|0||", "a", "a|");
    }

    #[test]
    fn the_same_lemma_is_kept_once() {
        let mut lemmas = Lemmas::default();
        assert!(Arc::ptr_eq(&lemmas.shared("dire"), &lemmas.shared("dire")));
    }

    #[test]
    fn a_script_that_cannot_apply_leaves_the_form() {
        check("l|5|er", "Été", "été");
        check("k|5|er", "Été", "Été");
        check("l|3|", "Été", "été");
        check("l|3|avoir", "eut", "avoir");
    }

    #[test]
    fn what_is_no_script_is_refused() {
        for text in ["", "x|1|a", "k|-1|a", "k|1", "l||"] {
            assert_eq!(Script::parse(text), None, "{text}");
        }
    }
}
