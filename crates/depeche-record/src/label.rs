//! Names out of small closed sets: parts of speech, bundles of features, relations.
//!
//! A text of fifty megabytes has ten million tokens, each with three such names, out of some two thousand that a model
//! knows. Each name is kept once for the whole process, for as long as it runs, and a [`Label`] is a pointer to it: eight
//! bytes, copied without counting, shared by threads without waiting. Not for words of texts, of which there is no end.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::{LazyLock, Mutex, PoisonError};

/// A name out of a small closed set, compared and shown as the text that it is.
// A pointer to a pointer, so that it is one word wide.
#[derive(Clone, Copy)]
pub struct Label(&'static &'static str);

static NONE: &str = "";
static KNOWN: LazyLock<Mutex<HashMap<&'static str, Label>>> = LazyLock::new(Mutex::default);

impl Label {
    /// The label called `name`. Takes a lock: whoever needs one again and again keeps it.
    #[must_use]
    pub fn new(name: &str) -> Self {
        if name.is_empty() {
            return Self::default();
        }
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(label) = known.get(name) {
            return *label;
        }
        let kept: &'static str = Box::leak(name.into());
        let label = Self(Box::leak(Box::new(kept)));
        known.insert(kept, label);
        label
    }

    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl Default for Label {
    fn default() -> Self {
        Self(&NONE)
    }
}

impl Deref for Label {
    type Target = str;

    fn deref(&self) -> &str {
        self.0
    }
}

impl AsRef<str> for Label {
    fn as_ref(&self) -> &str {
        self.0
    }
}

impl From<&str> for Label {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl From<String> for Label {
    fn from(name: String) -> Self {
        Self::new(&name)
    }
}

impl From<Cow<'_, str>> for Label {
    fn from(name: Cow<'_, str>) -> Self {
        Self::new(&name)
    }
}

impl PartialEq for Label {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0) || self.as_str() == other.as_str()
    }
}

impl Eq for Label {}

impl Hash for Label {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl PartialEq<str> for Label {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Label {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl fmt::Debug for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_is_kept_once_and_is_one_word_wide() {
        let (made, again) = (Label::new("nsubj:pass"), Label::from("nsubj:pass".to_owned()));
        assert!(std::ptr::eq(made.as_str(), again.as_str()));
        assert_eq!(made, "nsubj:pass");
        assert_ne!(made, Label::new("nsubj"));
        assert_eq!(format!("{made} {made:?}"), r#"nsubj:pass "nsubj:pass""#);
        assert_eq!(size_of::<Option<Label>>(), size_of::<usize>());
    }

    #[test]
    fn nothing_is_the_empty_name() {
        assert_eq!(Label::default(), Label::new(""));
        assert!(Label::default().is_empty());
    }
}
