//! What a rule of `times.toml` looks for: words, classes of words, alternatives.
//!
//! Takes a pattern such as `(the)? {ordinal} quarter (of {year})?`; gives flat sequences that are compared with the
//! atoms of a text. `( )` groups, `|` separates alternatives, `?` makes what stands before it optional, `{class}` is a
//! word of that class, `{class:name}` the same under another name, `< >` mark the expression itself when the pattern also
//! names what stands around it. There is no repetition.

use super::atoms::{Atom, atoms};
use depeche_record::Span;
use std::collections::BTreeMap;

/// How many sequences one pattern may stand for: more is a pattern that somebody should split.
const MOST_SEQUENCES: usize = 4096;

/// One step of a sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// One of these atoms, folded.
    Words(Vec<String>),
    /// A word or phrase of a class, remembered under a name.
    Class { class: String, name: String },
    /// The expression begins here.
    Open,
    /// The expression ends before here.
    Close,
}

/// Steps in order.
pub(super) type Sequence = Vec<Step>;

/// All that `pattern` stands for, or what is wrong with it. `groups` are named parts of patterns.
pub(super) fn compile(pattern: &str, groups: &BTreeMap<String, String>) -> Result<Vec<Sequence>, String> {
    let mut expanded = pattern.to_owned();
    // A group may name another one, never itself: three rounds are deep enough for people too.
    for _ in 0..3 {
        for (name, content) in groups {
            expanded = expanded.replace(&format!("{{{name}}}"), &format!("({content})"));
        }
    }
    let pieces = atoms(&expanded, Span::new(0, expanded.len()));
    let mut reader = Reader { pieces: &pieces, at: 0 };
    let sequences = reader.alternatives()?;
    if reader.at < pieces.len() {
        return Err(format!("`{}` stands where nothing is open", pieces[reader.at].folded));
    }
    if sequences.iter().any(|sequence| sequence.iter().all(|step| matches!(step, Step::Open | Step::Close))) {
        return Err("the pattern may be empty: something in it has to be there".to_owned());
    }
    Ok(sequences)
}

struct Reader<'a> {
    pieces: &'a [Atom],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<&str> {
        self.pieces.get(self.at).map(|piece| piece.folded.as_str())
    }

    fn alternatives(&mut self) -> Result<Vec<Sequence>, String> {
        let mut all = self.sequence()?;
        while self.peek() == Some("|") {
            self.at += 1;
            all.extend(self.sequence()?);
        }
        // Alternatives of one word each are one step.
        let single = |sequence: &Sequence| match sequence.as_slice() {
            [Step::Words(words)] => Some(words.clone()),
            _ => None,
        };
        if let Some(words) = all.iter().map(single).collect::<Option<Vec<_>>>() {
            return Ok(vec![vec![Step::Words(words.concat())]]);
        }
        Ok(all)
    }

    fn sequence(&mut self) -> Result<Vec<Sequence>, String> {
        let mut all = vec![Sequence::new()];
        while let Some(word) = self.peek() {
            if matches!(word, "|" | ")") {
                break;
            }
            let mut item = self.item()?;
            if self.peek() == Some("?") {
                self.at += 1;
                item.push(Sequence::new());
            }
            if all.len() * item.len() > MOST_SEQUENCES {
                return Err("the pattern stands for too many sequences; split the rule".to_owned());
            }
            all = all.iter().flat_map(|before| item.iter().map(|after| [before.as_slice(), after].concat())).collect();
        }
        Ok(all)
    }

    fn item(&mut self) -> Result<Vec<Sequence>, String> {
        let word = self.peek().unwrap_or_default().to_owned();
        self.at += 1;
        let step = match word.as_str() {
            "(" => {
                let inside = self.alternatives()?;
                self.expect(")")?;
                return Ok(inside);
            }
            "{" => {
                let class = self.name()?;
                let name = if self.peek() == Some(":") {
                    self.at += 1;
                    self.name()?
                } else {
                    class.clone()
                };
                self.expect("}")?;
                Step::Class { class, name }
            }
            "<" => Step::Open,
            ">" => Step::Close,
            "?" | "}" => return Err(format!("`{word}` follows nothing")),
            _ => Step::Words(vec![word]),
        };
        Ok(vec![vec![step]])
    }

    fn name(&mut self) -> Result<String, String> {
        let name = self.peek().filter(|word| word.starts_with(char::is_alphabetic)).map(str::to_owned);
        self.at += 1;
        name.ok_or_else(|| "`{` wants the name of a class".to_owned())
    }

    fn expect(&mut self, sign: &str) -> Result<(), String> {
        let found = self.peek() == Some(sign);
        self.at += 1;
        if found { Ok(()) } else { Err(format!("`{sign}` is missing")) }
    }
}
