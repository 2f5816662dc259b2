//! Language data: the files under `lang/<code>/`, read and checked, ready for look-up.
//!
//! Takes the files carried in the binary, or a folder of the same shape ([`Languages::open`]); gives one [`Lang`] per
//! language. A language without a folder of its own is read with `und`, the undetermined language, whose rules hold
//! in any script. Every rule carries examples that fire and examples that stay silent; `depeche-syntax` runs them.
//!
//! It deliberately applies no rule to a text: which word is a clitic is known here, cutting it off is done elsewhere.
//!
//! Other layers put their own files beside these (`lang/fr/cues.toml`…) and read them with [`Lang::table`].

mod cues;
mod embedded;
mod error;
mod fold;
mod frames;
mod lang;
mod rules;

pub use cues::{CueEntry, CuePart, Cues, Need, WordClass};
pub use error::{ErrorKind, LangError};
pub use fold::fold;
pub use frames::{Frame, Frames, Nature, Side, SideNeed, Sides, Slot, Trigger, TriggerPart};
pub use lang::{Lang, Languages};
pub use rules::{Ends, Example, Hyphen, Quotes, Rule, RuleKind, Title, TitleKind};
