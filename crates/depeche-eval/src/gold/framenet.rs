//! French FrameNet (ASFALDA): targets, one at a time, with their roles, in tokenised sentences.
//!
//! Takes the JSON Lines file; gives verb targets of communication frames in the development sentences: those whose
//! CRC-32 is a multiple of [`EVERY`] (training leaves them out). Only some predicates of a sentence are annotated, so
//! nothing here says that another word is *not* a target.

use crate::Error;
use crate::error::read_text;
use crate::pieces::Pieces;
use serde::Deserialize;
use std::ops::Range;
use std::path::Path;

/// One sentence in twenty measures; the others train.
pub const EVERY: u32 = 20;

/// Frames that name a `Speaker` and a `Message` in their verbs: the strict measure.
pub const MESSAGE_FRAMES: [&str; 10] = [
    "FR_Statement-manner-noise",
    "FR_Speak_on_topic",
    "FR_Telling",
    "Convey_importance",
    "FR_Expressing_truth_of_proposition",
    "Communication_response",
    "Questioning",
    "FR_Commitment.veracity",
    "Bragging",
    "FR_Quoting",
];

/// Further frames in which somebody says something, under other role names.
pub const OTHER_FRAMES: [&str; 8] = [
    "FR_Request",
    "FR_Commitment.to_do",
    "FR_Encoding",
    "FR_Judgment_communication",
    "Mention",
    "Complaining",
    "Predicting",
    "Reveal_secret",
];

/// Role names that stand for what is said, as in `training/depeche_training/corpora.py`.
pub const CONTENT_ROLES: [&str; 12] = [
    "Message",
    "Eventuality",
    "Information",
    "Specified_content",
    "Content",
    "Proposition",
    "Action",
    "Complaint",
    "Requested_entity",
    "Decision",
    "Expectation",
    "Reason",
];

/// Role names that stand for who says it.
pub const SOURCE_ROLES: [&str; 3] = ["Speaker", "Communicator", "Complainer"];

/// The role name for the channel, which speaks for itself when no speaker is named.
pub const MEDIUM_ROLE: &str = "Medium";

/// A verb target with its roles. Offsets are code points.
#[derive(Debug, Clone, PartialEq)]
pub struct GoldTarget {
    /// The sentence, tokens separated by blanks.
    pub text: String,
    /// Which frame.
    pub frame: String,
    /// The target's words.
    pub target: Pieces,
    /// Every role, pieces of one name together, in text order of their first piece.
    pub roles: Vec<(String, Pieces)>,
}

#[derive(Deserialize)]
struct Entry {
    text: String,
    frame: String,
    lu: String,
    target: Vec<(usize, usize)>,
    roles: Vec<Role>,
}

#[derive(Deserialize)]
struct Role {
    role: String,
    span: (usize, usize),
}

/// Reads the targets of the development sentences.
///
/// # Errors
/// When the file cannot be read or a line is not of this shape.
pub fn read(path: &Path) -> Result<Vec<GoldTarget>, Error> {
    let mut targets = Vec::new();
    for (index, line) in read_text(path)?.lines().enumerate() {
        let entry: Entry = serde_json::from_str(line).map_err(|error| {
            Error::malformed(path, index + 1, error, "a target with text, frame, lu, target and roles")
        })?;
        let frame = entry.frame.as_str();
        let speaks = MESSAGE_FRAMES.contains(&frame) || OTHER_FRAMES.contains(&frame);
        if !speaks || !entry.lu.ends_with(".v") || !measures(&entry.text) {
            continue;
        }
        let mut roles: Vec<(String, Vec<Range<usize>>)> = Vec::new();
        for Role { role, span } in entry.roles {
            match roles.iter_mut().find(|(name, _)| *name == role) {
                Some((_, pieces)) => pieces.push(span.0..span.1),
                None => roles.push((role, std::iter::once(span.0..span.1).collect())),
            }
        }
        targets.push(GoldTarget {
            text: entry.text,
            frame: entry.frame,
            target: Pieces::new(entry.target.into_iter().map(|(start, end)| start..end)),
            roles: roles.into_iter().map(|(name, pieces)| (name, Pieces::new(pieces))).collect(),
        });
    }
    Ok(targets)
}

/// Whether a sentence belongs to the development part.
#[must_use]
pub fn measures(text: &str) -> bool {
    crc32fast::hash(text.as_bytes()).is_multiple_of(EVERY)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::pieces::Characters;

    #[test]
    fn the_split_is_the_one_of_training() {
        // zlib.crc32 of the same bytes in Python.
        assert_eq!(crc32fast::hash("Élise parle .".as_bytes()), PYTHON_CRC);
    }
    const PYTHON_CRC: u32 = 1_723_772_292;

    #[test]
    fn verbs_of_saying_come_with_joined_roles_and_other_targets_do_not() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/gold/fr-framenet/train.jsonl");
        let targets = read(&path).unwrap();
        let [target] = targets.as_slice() else { panic!("one target, not {}", targets.len()) };
        let characters = Characters::new(&target.text);
        let roles: Vec<String> =
            target.roles.iter().map(|(name, pieces)| format!("{name}: {}", characters.words(pieces))).collect();
        assert_eq!(characters.words(&target.target), "affirme");
        assert_eq!(roles, ["Speaker: La maire", "Message: le pont … rouvrira"]);
    }
}
