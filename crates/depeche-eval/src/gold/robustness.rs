//! Our own robustness set, `testdata/robustness/*.txt`: short invented passages with the statements marked inline.
//!
//! `## name` opens a phenomenon, `#` a comment; every other line is a passage. `[s1.source M. Roy] [s1.cue:deny nie]
//! [s1.content tout accord]` marks a statement; a role may stand in several pieces; `s1?` is optional: found or not,
//! it counts for nothing; `cue:assert/deny` takes either act. `¶` is a line break, `\[` a bracket. What a statement is reported inside is the innermost
//! content that its cue stands in.

use crate::Error;
use crate::pieces::Pieces;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

/// A passage of the set. Offsets are code points.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Passage {
    /// What it is a variant of.
    pub phenomenon: String,
    /// 1-based line in the file.
    pub line: usize,
    /// Without the marks.
    pub text: String,
    /// In the order of their numbers.
    pub statements: Vec<Wanted>,
}

/// A statement that should be found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Empty: unnamed.
    pub source: Pieces,
    /// The reporting words.
    pub cue: Pieces,
    /// Names in the record that count as right.
    pub acts: Vec<String>,
    /// Empty for a refusal without complement.
    pub content: Pieces,
    /// Index of the statement around it.
    pub within: Option<usize>,
    /// Finding it neither helps nor hurts.
    pub optional: bool,
}

/// Reads the passages of a file called `path` in errors.
///
/// # Errors
/// When a bracket is alone or a mark is none of those above.
pub fn read(path: &Path, content: &str) -> Result<Vec<Passage>, Error> {
    let mut phenomenon = String::new();
    let mut passages = Vec::new();
    for (index, line) in content.lines().enumerate() {
        if let Some(name) = line.strip_prefix("## ") {
            name.trim().clone_into(&mut phenomenon);
        } else if !line.trim().is_empty() && !line.starts_with('#') {
            let (text, statements) = passage(line).map_err(|problem| {
                Error::malformed(path, index + 1, problem, "[s1.source …], [s1.cue:ACT …], [s1.content …]")
            })?;
            passages.push(Passage { phenomenon: phenomenon.clone(), line: index + 1, text, statements });
        }
    }
    Ok(passages)
}

fn passage(line: &str) -> Result<(String, Vec<Wanted>), String> {
    let mut text = String::new();
    let mut n_chars = 0;
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut marks: Vec<(&str, Range<usize>)> = Vec::new();
    let mut rest = line;
    while let Some(character) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix(" ¶ ") {
            text.push('\n');
            n_chars += 1;
            rest = after;
            continue;
        }
        rest = &rest[character.len_utf8()..];
        match character {
            '\\' if rest.starts_with(['[', ']']) => {
                text.push_str(&rest[..1]);
                n_chars += 1;
                rest = &rest[1..];
            }
            '[' => {
                let (tag, after) = rest.split_once(' ').ok_or("a bracket without a mark")?;
                open.push((tag, n_chars));
                rest = after;
            }
            ']' => {
                let (tag, start) = open.pop().ok_or("a closing bracket alone")?;
                marks.push((tag, start..n_chars));
            }
            _ => {
                text.push(character);
                n_chars += 1;
            }
        }
    }
    if let Some((tag, _)) = open.last() {
        return Err(format!("[{tag} is never closed"));
    }
    Ok((text, statements(&marks)?))
}

fn statements(marks: &[(&str, Range<usize>)]) -> Result<Vec<Wanted>, String> {
    let mut by_id: BTreeMap<&str, Wanted> = BTreeMap::new();
    for (tag, range) in marks {
        let (id, role) = tag.split_once('.').ok_or_else(|| format!("unknown mark {tag}"))?;
        let wanted = by_id.entry(id.trim_end_matches('?')).or_default();
        wanted.optional |= id.ends_with('?');
        let (role, act) = role.split_once(':').unwrap_or((role, ""));
        let add = |pieces: &Pieces| pieces.union(&Pieces::one(range.clone()));
        match role {
            "source" => wanted.source = add(&wanted.source),
            "content" => wanted.content = add(&wanted.content),
            "cue" => {
                wanted.cue = add(&wanted.cue);
                wanted.acts = act.split('/').map(str::to_owned).collect();
            }
            "addressee" | "topic" | "medium" => {}
            _ => return Err(format!("unknown mark {tag}")),
        }
    }
    let mut statements: Vec<Wanted> = by_id.into_values().collect();
    let parents: Vec<Option<usize>> = statements.iter().map(|wanted| parent(wanted, &statements)).collect();
    for (wanted, within) in statements.iter_mut().zip(parents) {
        wanted.within = within;
    }
    Ok(statements)
}

/// The statement with the smallest content that the cue of `wanted` stands in.
fn parent(wanted: &Wanted, statements: &[Wanted]) -> Option<usize> {
    let holds = |other: &Wanted| !wanted.cue.is_empty() && other.content.shared(&wanted.cue) == wanted.cue.len();
    let around = statements.iter().enumerate().filter(|(_, other)| *other != wanted && holds(other));
    around.min_by_key(|(_, other)| other.content.len()).map(|(index, _)| index)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::pieces::Characters;
    use expect_test::{Expect, expect};
    use std::fmt::Write as _;

    #[expect(clippy::needless_pass_by_value, reason = "the shape of every check")]
    fn check(content: &str, expected: Expect) {
        let mut out = String::new();
        match read(Path::new("xx.txt"), content) {
            Ok(passages) => {
                for passage in passages {
                    let characters = Characters::new(&passage.text);
                    writeln!(out, "{} {}: {:?}", passage.phenomenon, passage.line, passage.text).unwrap();
                    for Wanted { source, cue, acts, content, within, optional } in &passage.statements {
                        let [source, cue, content] = [source, cue, content].map(|pieces| characters.words(pieces));
                        let optional = if *optional { " (optional)" } else { "" };
                        let acts = acts.join("/");
                        writeln!(out, "  {source} | {cue} {acts} | {content} | {within:?}{optional}").unwrap();
                    }
                }
            }
            Err(error) => write!(out, "{error}").unwrap(),
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn marks_become_statements() {
        check(
            "# Comment.\n## chains\n[s1.source Élise] [s1.cue:assert dit] ¶ [s1.content « [s2.source Oslo] [s2.cue:deny nie] [s2.content tout \\[sauf Rome\\]] »].\n[s1?.content Rien].",
            expect![[r#"
                chains 3: "Élise dit\n« Oslo nie tout [sauf Rome] »."
                  Élise | dit assert | « Oslo nie tout [sauf Rome] » | None
                  Oslo | nie deny | tout [sauf Rome] | Some(0)
                chains 4: "Rien."
                   |   | Rien | None (optional)
            "#]],
        );
    }

    #[test]
    fn a_wrong_mark_is_told_with_its_line() {
        check(
            "## x\n[s1.sorce Élise] dit.",
            expect!["xx.txt:2: unknown mark s1.sorce; expected [s1.source …], [s1.cue:ACT …], [s1.content …]"],
        );
        check(
            "[s1.source Élise dit.",
            expect!["xx.txt:1: [s1.source is never closed; expected [s1.source …], [s1.cue:ACT …], [s1.content …]"],
        );
    }
}
