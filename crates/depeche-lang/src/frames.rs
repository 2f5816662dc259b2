//! Event frames: which words tell of which PLOVER event, and where its sides stand: `events/*.toml`.
//!
//! Takes the `events` folder of one language: a file per PLOVER type, `objects.toml` (classes of things), `contexts.toml`
//! (words that set a context) and `sides.toml` (prepositions of a noun's sides); gives [`Frames`], which answers "which frames begin with this lemma". Every
//! frame has an id (`fr.event.aid.livrer-armes`), examples that fire and, unless the word means nothing else, examples
//! that stay silent.
//!
//! It looks at no sentence: whether a construction is there is `depeche-reading`'s to say.

use crate::error::Lines;
use crate::{Lang, LangError, fold};
use depeche_record::{CONTEXTS, EventType};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use toml::Spanned;

/// Folder of the files.
const FOLDER: &str = "events/";
/// The file that says how verbs are inflected.
const CUES: &str = "cues.toml";

/// The event frames of one language, ready for look-up. Words are folded lemmas.
#[derive(Debug, Clone, Default)]
pub struct Frames {
    frames: Vec<Frame>,
    /// First word → triggers that begin with it, longest first. Only asked, never walked.
    triggers: HashMap<String, Vec<Trigger>>,
    /// First word of a thing → its other words and its class.
    classes: HashMap<String, Vec<(Vec<String>, String)>>,
    contexts: HashMap<String, Vec<&'static str>>,
    /// Classes of those who act for a state, whether or not they are named: « la police », « le gouvernement ».
    political: BTreeSet<String>,
    /// Form of a verb that begins a trigger → that verb; `None` for a form of two of them. Only asked, never walked.
    forms: HashMap<String, Option<String>>,
    /// Prepositions of a noun's possessor, of its agent, and of both its sides at once.
    of: Vec<String>,
    by: Vec<String>,
    between: Vec<String>,
    future: Vec<String>,
    commit: Vec<String>,
}

/// One `[[frame]]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// Unique in the language: `fr.event.aid.livrer-armes`.
    pub id: String,
    /// File under the language's folder: `events/aid.toml`.
    pub file: String,
    /// Its line there, from 1.
    pub line: usize,
    /// PLOVER type.
    pub kind: EventType,
    /// One of the type's modes.
    pub mode: Option<&'static str>,
    /// PLOVER contexts.
    pub contexts: Vec<&'static str>,
    /// Closest CAMEO code.
    pub cameo: String,
    /// Where its sides stand when a verb tells it.
    pub verb: Sides,
    /// Where its sides stand when a noun tells it.
    pub noun: Sides,
    /// The object must be of one of these classes, when any is listed.
    pub class: Vec<String>,
    /// Sides that must be filled, all of them.
    pub needs: Vec<SideNeed>,
    /// One of these lemmas must stand in an argument, when any is listed.
    pub words: Vec<String>,
    /// None of these may stand in the clause.
    pub not_words: Vec<String>,
    /// Each side does it to the other.
    pub mutual: bool,
    /// Only with a reflexive pronoun.
    pub reflexive: bool,
    /// Examples: the trigger in square brackets, words of sides as `{a:…}`, `{r:…}`, `{o:…}`.
    pub fires: Vec<String>,
    /// Examples with the same word in which it must not hold.
    pub silent: Vec<String>,
}

/// Slots of each side, in order of preference.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sides {
    /// Who does it.
    pub actor: Vec<Slot>,
    /// To whom.
    pub recipient: Vec<Slot>,
    /// The thing.
    pub object: Vec<Slot>,
}

/// Where an argument stands, in the plain active sentence or the plain noun phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    /// Subject of the active, agent of the passive.
    Subject,
    /// Object of the active, subject of the passive.
    Object,
    /// A clause or infinitive.
    Clause,
    /// Indirect object without a preposition.
    Indirect,
    /// Possessor of a noun: « de X », "X's".
    Of,
    /// Agent of a noun: « par X », "by X".
    By,
    /// Adjective of nationality: « l'attaque russe ».
    Adjective,
    /// « entre X et Y »: both sides.
    Between,
    /// First parts of a compound: "US-Russia talks".
    Compound,
    /// Behind this preposition (folded lemma).
    Preposition(String),
}

/// A side that a frame must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SideNeed {
    /// Which.
    pub side: Side,
    /// What it must be.
    pub nature: Nature,
}

/// Sides of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Who does it.
    Actor,
    /// To whom.
    Recipient,
    /// The thing.
    Object,
}

/// What fills a side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// Anything.
    Any,
    /// A state, an institution, or somebody with an office.
    State,
    /// A human being or several.
    Person,
}

/// What kind of words a trigger is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TriggerPart {
    /// « livrer », « mettre à disposition ».
    Verb,
    /// « livraison », « remise en liberté ».
    Noun,
    /// A verb and its noun: « apporter aide ».
    Light,
}

/// One way to tell a frame's event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trigger {
    /// Index into [`Frames::frames`].
    pub frame: usize,
    /// Verb, noun, or both.
    pub part: TriggerPart,
    /// Folded lemmas: the head first.
    pub words: Vec<String>,
}

impl Frames {
    /// The frames of `lang`; none for a language without an `events` folder.
    ///
    /// # Errors
    /// [`LangError`] with file and line when a frame has an unknown type, mode, context, slot or key, lacks an example,
    /// or repeats an id.
    pub fn of(lang: &Lang) -> Result<Self, LangError> {
        let mut frames = Self::default();
        let mut known: BTreeMap<String, (String, usize)> = BTreeMap::new();
        let names: Vec<&str> = lang.files().filter(|name| name.starts_with(FOLDER)).collect();
        if names.is_empty() {
            return Ok(frames);
        }
        let objects: ObjectsFile = lang.table(&format!("{FOLDER}objects.toml"))?;
        for class in objects.class {
            if class.political {
                frames.political.insert(class.id.clone());
            }
            for lemma in class.lemmas {
                let mut words = folded_words(&lemma);
                let first = if words.is_empty() { continue } else { words.remove(0) };
                frames.classes.entry(first).or_default().push((words, class.id.clone()));
            }
        }
        for of_word in frames.classes.values_mut() {
            of_word.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        let classes: BTreeSet<&str> = frames.classes.values().flatten().map(|(_, class)| class.as_str()).collect();
        let classes: BTreeSet<String> = classes.into_iter().map(str::to_owned).collect();
        frames.read_contexts(lang)?;
        let sides: SidesFile = lang.table(&format!("{FOLDER}sides.toml"))?;
        let folded = |words: Vec<String>| words.iter().map(|word| fold(word).into_owned()).collect();
        frames.of = folded(sides.of);
        frames.by = folded(sides.by);
        frames.between = folded(sides.between);
        frames.future = folded(sides.future);
        frames.commit = folded(sides.commit);
        for name in names {
            if ["objects.toml", "contexts.toml", "sides.toml"]
                .iter()
                .any(|other| name.strip_prefix(FOLDER) == Some(other))
            {
                continue;
            }
            let file: File = lang.table(name)?;
            let lines = Lines::of(lang.file(name).unwrap_or_default());
            let reader = Reader { code: lang.code(), name, lines, classes: &classes };
            let kind = reader.kind(&file.kind)?;
            for written in file.frame {
                let frame = reader.frame(kind, &written)?;
                if let Some((file, line)) = known.insert(frame.id.clone(), (frame.file.clone(), frame.line)) {
                    let message = format!("the id stands in {file} on line {line} too; rename one of the two");
                    return Err(reader.refuse(frame.line, &frame.id, message));
                }
                frames.index(&written, frame);
            }
        }
        for of_word in frames.triggers.values_mut() {
            // Stable: of two with as many words, the first of the file.
            of_word.sort_by_key(|trigger| std::cmp::Reverse(trigger.words.len()));
        }
        if lang.file(CUES).is_some() {
            frames.inflect(&lang.table::<Inflected>(CUES)?.inflections);
        }
        Ok(frames)
    }

    /// Finds the forms of every verb that begins a trigger.
    fn inflect(&mut self, inflections: &BTreeMap<String, String>) {
        let of_verbs = |trigger: &Trigger| trigger.part != TriggerPart::Noun;
        let verbs: BTreeSet<&String> =
            self.triggers.iter().filter(|(_, of_word)| of_word.iter().any(of_verbs)).map(|(word, _)| word).collect();
        for verb in verbs {
            let ending = inflections.keys().filter(|ending| verb.ends_with(ending.as_str())).max_by_key(|e| e.len());
            let Some(ending) = ending else { continue };
            let stem = &verb[..verb.len() - ending.len()];
            let forms: BTreeSet<String> =
                inflections[ending].split_whitespace().map(|form| format!("{stem}{form}")).collect();
            for form in forms {
                let found = self.forms.entry(form);
                found.and_modify(|known| *known = None).or_insert_with(|| Some(verb.clone()));
            }
        }
    }

    /// The verb of a trigger that `form` (folded) is a form of, for a word whose lemma the tagger got wrong: « rendu », of
    /// « render ».
    #[must_use]
    pub fn verb_of_form(&self, form: &str) -> Option<&str> {
        self.forms.get(form)?.as_deref()
    }

    /// Whether things of `class` act for a state.
    #[must_use]
    pub fn is_political(&self, class: &str) -> bool {
        self.political.contains(class)
    }

    /// All frames, file by file.
    #[must_use]
    pub fn frames(&self) -> &[Frame] {
        &self.frames
    }

    /// The triggers whose first word is the lemma `word` (folded), those of most words first.
    #[must_use]
    pub fn triggers(&self, word: &str) -> &[Trigger] {
        self.triggers.get(word).map_or(&[], Vec::as_slice)
    }

    /// Classes of things whose name begins with the lemma `word` (folded): the words that must follow, and the class;
    /// longest first.
    #[must_use]
    pub fn classes(&self, word: &str) -> &[(Vec<String>, String)] {
        self.classes.get(word).map_or(&[], Vec::as_slice)
    }

    /// Whether `preposition` (folded lemma) introduces what fills `slot`.
    #[must_use]
    pub fn introduces(&self, slot: &Slot, preposition: &str) -> bool {
        let list = match slot {
            Slot::Of => &self.of,
            Slot::By => &self.by,
            Slot::Between => &self.between,
            Slot::Preposition(own) => return own == preposition,
            _ => return false,
        };
        list.iter().any(|known| known == preposition)
    }

    /// Whether `word` (folded lemma) puts the verb that it helps into the future: "will".
    #[must_use]
    pub fn is_future(&self, word: &str) -> bool {
        self.future.iter().any(|known| known == word)
    }

    /// Whether `word` (folded lemma) commits its subject to what depends on it: « s'engager à », "willing to".
    #[must_use]
    pub fn commits(&self, word: &str) -> bool {
        self.commit.iter().any(|known| known == word)
    }

    /// The contexts that the lemma `word` (folded) sets.
    #[must_use]
    pub fn contexts(&self, word: &str) -> &[&'static str] {
        self.contexts.get(word).map_or(&[], Vec::as_slice)
    }

    fn read_contexts(&mut self, lang: &Lang) -> Result<(), LangError> {
        let name = format!("{FOLDER}contexts.toml");
        let file: ContextsFile = lang.table(&name)?;
        let lines = Lines::of(lang.file(&name).unwrap_or_default());
        for written in file.context {
            let id = written.id.get_ref();
            let Some(context) = CONTEXTS.iter().find(|known| *known == id) else {
                let line = lines.line_of(written.id.span().start);
                let message = format!("unknown context; PLOVER has {}", CONTEXTS.join(", "));
                let file = format!("{}/{name}", lang.code());
                return Err(LangError::Rule { file, line, id: id.clone(), message });
            };
            for lemma in written.lemmas {
                self.contexts.entry(fold(&lemma).into_owned()).or_default().push(context);
            }
        }
        Ok(())
    }

    fn index(&mut self, written: &Written, frame: Frame) {
        let at = self.frames.len();
        let lists = [
            (TriggerPart::Verb, &written.verbs),
            (TriggerPart::Noun, &written.nouns),
            (TriggerPart::Light, &written.light),
        ];
        for (part, list) in lists {
            for phrase in list {
                let words = folded_words(phrase);
                let Some(first) = words.first().cloned() else { continue };
                self.triggers.entry(first).or_default().push(Trigger { frame: at, part, words });
            }
        }
        self.frames.push(frame);
    }
}

struct Reader<'a> {
    code: &'a str,
    name: &'a str,
    lines: Lines,
    classes: &'a BTreeSet<String>,
}

impl Reader<'_> {
    fn refuse(&self, line: usize, id: &str, message: String) -> LangError {
        LangError::Rule { file: format!("{}/{}", self.code, self.name), line, id: id.to_owned(), message }
    }

    fn kind(&self, kind: &Spanned<String>) -> Result<EventType, LangError> {
        EventType::from_name(kind.get_ref()).ok_or_else(|| {
            let known: Vec<&str> = EventType::ALL.iter().map(|kind| kind.name()).collect();
            let message = format!("unknown type, expected one of {}", known.join(", "));
            self.refuse(self.lines.line_of(kind.span().start), kind.get_ref(), message)
        })
    }

    fn frame(&self, kind: EventType, written: &Written) -> Result<Frame, LangError> {
        let line = self.lines.line_of(written.id.span().start);
        let id = format!("{}.event.{}.{}", self.code, kind.name().to_lowercase(), written.id.get_ref());
        let refuse = |message: String| self.refuse(line, &id, message);
        let kind = match &written.kind {
            Some(kind) => self.kind(kind)?,
            None => kind,
        };
        let mode = written.mode.as_deref().map(|name| {
            let known = kind.modes();
            let none = || format!("{} has no modes, {name:?} is none", kind.name());
            let unknown = || format!("unknown mode {name:?}; {} has {}", kind.name(), known.join(", "));
            kind.mode(name).ok_or_else(|| refuse(if known.is_empty() { none() } else { unknown() }))
        });
        let context = |name: &String| {
            let unknown = || refuse(format!("unknown context {name:?}; PLOVER has {}", CONTEXTS.join(", ")));
            CONTEXTS.iter().find(|known| *known == name).copied().ok_or_else(unknown)
        };
        let need = |text: &String| {
            need(text).ok_or_else(|| {
                refuse(format!("unknown need {text:?}: actor, recipient or object, alone or with :state or :person"))
            })
        };
        let unknown_class = written.class.iter().find(|class| !self.classes.contains(*class));
        let marked = |example: &String| example.contains('[') && example.contains(']');
        let examples = || written.fires.iter().chain(&written.silent);
        let message = if written.verbs.is_empty() && written.nouns.is_empty() && written.light.is_empty() {
            "it has no words: give `verbs`, `nouns` or `light`".to_owned()
        } else if written.fires.is_empty() {
            "give an example under `fires`".to_owned()
        } else if !examples().all(marked) {
            "put the words of the trigger of each example in square brackets".to_owned()
        } else if let Some(class) = unknown_class {
            format!("unknown class {class:?}: objects.toml has {}", join(self.classes))
        } else if written.light.iter().any(|phrase| phrase.split_whitespace().count() < 2) {
            "under `light` stand a verb and its noun".to_owned()
        } else if written.cameo.is_empty() || !written.cameo.bytes().all(|byte| byte.is_ascii_digit()) {
            format!("{:?} is no CAMEO code: two to four digits", written.cameo)
        } else {
            let slots = |own: &Option<Vec<String>>, default: &[&str]| match own {
                Some(own) => own.iter().map(|name| slot(name)).collect(),
                None => default.iter().map(|name| slot(name)).collect::<Vec<_>>(),
            };
            let verb = Sides {
                actor: slots(&written.actor, &["subject"]),
                recipient: slots(&written.recipient, &["object"]),
                object: slots(&written.object, &[]),
            };
            // A verb's oblique is its noun's too; what is neither oblique nor given stands as nouns have it.
            let oblique = |own: &Option<Vec<String>>| {
                let own = own.iter().flatten().map(|name| slot(name));
                own.filter(|slot| matches!(slot, Slot::Preposition(_))).collect::<Vec<_>>()
            };
            let mut noun = Sides {
                actor: slots(&written.noun_actor, &["by", "of", "adjective", "between", "compound"]),
                recipient: slots(&written.noun_recipient, &[]),
                object: slots(&written.noun_object, &["of"]),
            };
            if written.noun_recipient.is_none() {
                noun.recipient = oblique(&written.recipient);
            }
            return Ok(Frame {
                file: self.name.to_owned(),
                line,
                kind,
                mode: mode.transpose()?,
                contexts: written.contexts.iter().map(context).collect::<Result<_, _>>()?,
                cameo: written.cameo.clone(),
                verb,
                noun,
                class: written.class.clone(),
                needs: written.needs.iter().map(need).collect::<Result<_, _>>()?,
                words: written.words.iter().map(|word| fold(word).into_owned()).collect(),
                not_words: written.not_words.iter().map(|word| fold(word).into_owned()).collect(),
                mutual: written.mutual,
                reflexive: written.reflexive,
                fires: written.fires.clone(),
                silent: written.silent.clone(),
                id,
            });
        };
        Err(refuse(message))
    }
}

fn join(names: &BTreeSet<String>) -> String {
    names.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}

fn folded_words(phrase: &str) -> Vec<String> {
    phrase.split_whitespace().map(|word| fold(word).into_owned()).collect()
}

fn slot(name: &str) -> Slot {
    match name {
        "subject" => Slot::Subject,
        "object" => Slot::Object,
        "clause" => Slot::Clause,
        "iobj" => Slot::Indirect,
        "of" => Slot::Of,
        "by" => Slot::By,
        "adjective" => Slot::Adjective,
        "between" => Slot::Between,
        "compound" => Slot::Compound,
        preposition => Slot::Preposition(fold(preposition).into_owned()),
    }
}

fn need(text: &str) -> Option<SideNeed> {
    let (side, nature) = text.split_once(':').unwrap_or((text, ""));
    let side = match side {
        "actor" => Side::Actor,
        "recipient" => Side::Recipient,
        "object" => Side::Object,
        _ => return None,
    };
    let nature = match nature {
        "" => Nature::Any,
        "state" => Nature::State,
        "person" => Nature::Person,
        _ => return None,
    };
    Some(SideNeed { side, nature })
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ObjectsFile {
    class: Vec<WrittenClass>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenClass {
    id: String,
    lemmas: Vec<String>,
    #[serde(default)]
    political: bool,
}

/// What the cues' file says of verbs.
#[derive(Debug, Deserialize)]
struct Inflected {
    #[serde(default)]
    inflections: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ContextsFile {
    context: Vec<WrittenContext>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenContext {
    id: Spanned<String>,
    lemmas: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SidesFile {
    of: Vec<String>,
    by: Vec<String>,
    between: Vec<String>,
    #[serde(default)]
    future: Vec<String>,
    #[serde(default)]
    commit: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "type")]
    kind: Spanned<String>,
    #[serde(default)]
    frame: Vec<Written>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: Spanned<String>,
    /// Another type than the file's, rarely.
    #[serde(rename = "type")]
    kind: Option<Spanned<String>>,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    light: Vec<String>,
    mode: Option<String>,
    #[serde(default)]
    contexts: Vec<String>,
    #[serde(default)]
    cameo: String,
    actor: Option<Vec<String>>,
    recipient: Option<Vec<String>>,
    object: Option<Vec<String>>,
    noun_actor: Option<Vec<String>>,
    noun_recipient: Option<Vec<String>>,
    noun_object: Option<Vec<String>>,
    #[serde(default)]
    class: Vec<String>,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    not_words: Vec<String>,
    #[serde(default)]
    mutual: bool,
    #[serde(default)]
    reflexive: bool,
    #[serde(default)]
    fires: Vec<String>,
    #[serde(default)]
    silent: Vec<String>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::Languages;
    use expect_test::{Expect, expect};

    /// The frames' ids, or the error, of a language with this `events/aid.toml`.
    #[expect(clippy::needless_pass_by_value, reason = "the shape of every check")]
    fn check(aid: &str, expected: Expect) {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in [
            ("und/tokens.toml", "name = \"und\""),
            ("und/titles.toml", ""),
            ("xx/tokens.toml", "name = \"x\""),
            ("xx/titles.toml", ""),
            ("xx/events/objects.toml", "[[class]]\nid = \"arms\"\nlemmas = [\"obus\", \"char de combat\"]\n"),
            ("xx/events/contexts.toml", "[[context]]\nid = \"military\"\nlemmas = [\"armée\"]\n"),
            ("xx/events/sides.toml", "of = [\"de\"]\nby = [\"par\"]\nbetween = [\"entre\"]"),
            ("xx/events/aid.toml", aid),
        ] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, content).unwrap();
        }
        expected.assert_eq(&match Frames::of(Languages::open(folder.path()).unwrap().get("xx")) {
            Ok(frames) => frames.frames().iter().map(|frame| frame.id.as_str()).collect::<Vec<_>>().join(" "),
            Err(error) => error.to_string(),
        });
    }

    fn frame(lines: &str) -> String {
        format!(
            "type = \"AID\"\n[[frame]]\nid = \"livrer\"\nverbs = [\"livrer\"]\ncameo = \"072\"\nfires = [\"Il [livre].\"]\n{lines}"
        )
    }

    #[test]
    fn a_frame_is_read() {
        check(&frame("class = [\"arms\"]\nneeds = [\"recipient:state\"]"), expect!["xx.event.aid.livrer"]);
    }

    #[test]
    fn what_nobody_knows_is_told_with_its_line() {
        check(
            &frame("").replace("AID", "HELP"),
            expect![
                "xx/events/aid.toml:1: rule HELP: unknown type, expected one of AGREE, CONSULT, SUPPORT, CONCEDE, COOPERATE, AID, RETREAT, REQUEST, ACCUSE, REJECT, THREATEN, PROTEST, SANCTION, MOBILIZE, COERCE, ASSAULT"
            ],
        );
        check(
            &frame("mode = \"visit\""),
            expect![[r#"xx/events/aid.toml:3: rule xx.event.aid.livrer: AID has no modes, "visit" is none"#]],
        );
        check(
            &frame("class = [\"ships\"]"),
            expect![[
                r#"xx/events/aid.toml:3: rule xx.event.aid.livrer: unknown class "ships": objects.toml has arms"#
            ]],
        );
        check(
            &frame("needs = [\"giver\"]"),
            expect![[
                r#"xx/events/aid.toml:3: rule xx.event.aid.livrer: unknown need "giver": actor, recipient or object, alone or with :state or :person"#
            ]],
        );
        check(
            &frame("giver = []"),
            expect![
                "xx/events/aid.toml:7: unknown field `giver`, expected one of `id`, `type`, `verbs`, `nouns`, `light`, `mode`, `contexts`, `cameo`, `actor`, `recipient`, `object`, `noun_actor`, `noun_recipient`, `noun_object`, `class`, `needs`, `words`, `not_words`, `mutual`, `reflexive`, `fires`, `silent`"
            ],
        );
    }

    #[test]
    fn a_frame_without_example_is_refused() {
        check(
            &frame("").replace("Il [livre].", "Il livre."),
            expect![
                "xx/events/aid.toml:3: rule xx.event.aid.livrer: put the words of the trigger of each example in square brackets"
            ],
        );
        check(
            &frame("").replace("[\"Il [livre].\"]", "[]"),
            expect!["xx/events/aid.toml:3: rule xx.event.aid.livrer: give an example under `fires`"],
        );
    }

    #[test]
    fn two_frames_with_one_id_are_refused() {
        check(
            &(frame("") + &frame("").replace("type = \"AID\"\n", "")),
            expect![
                "xx/events/aid.toml:8: rule xx.event.aid.livrer: the id stands in events/aid.toml on line 3 too; rename one of the two"
            ],
        );
    }

    #[test]
    fn the_embedded_frames_are_sound() {
        for code in Languages::embedded().codes() {
            Frames::of(Lang::embedded(code)).unwrap();
        }
    }
}
