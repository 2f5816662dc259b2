//! What a document says: entities and statements, each with the words that show it.

use crate::{Span, When};

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }
        impl $name {
            /// Every value, in the record's order.
            pub const ALL: &[Self] = &[$(Self::$variant),+];
            /// The name in the record.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
            /// The value called `name` in the record.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

/// One thing in the world, after grouping its mentions.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// What it is.
    pub kind: Kind,
    /// The fullest name used in the text; a description when it has no name.
    pub name: String,
    /// PLOVER/CAMEO-style actor code, when known.
    pub actor: Option<String>,
    /// ISO 3166-1 alpha-3 affiliation, when known.
    pub country: Option<String>,
    /// Titles and functions that the text gives it.
    pub roles: Vec<Span>,
    /// In text order; never empty.
    pub mentions: Vec<Mention>,
}

/// One place where the text speaks of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The whole noun phrase, with article, title and role.
    pub span: Span,
    /// How it refers.
    pub form: MentionForm,
    /// The bare proper name inside `span`; `Some` exactly when `form` is [`MentionForm::Name`].
    pub name: Option<Span>,
    /// Why it belongs to its entity; none for the entity's first mention.
    pub link: Option<Link>,
}

/// What joins a mention to its entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// The step of coreference that says so: `coref.apposition`.
    pub step: &'static str,
    /// The mention that it follows.
    pub antecedent: Span,
}
pub(crate) use named;

named! {
    /// How a mention refers.
    MentionForm {
        /// By a proper name.
        Name = "name",
        /// By a common noun phrase: « le porte-parole ».
        Nominal = "nominal",
        /// By a pronoun.
        Pronoun = "pronoun",
    }
}

named! {
    /// Kinds of entity.
    Kind {
        /// A human being.
        Person = "person",
        /// An institution, company, party, club…
        Organisation = "organisation",
        /// A country, city, building, river…
        Place = "place",
        /// Several people with no name of their own: « deux responsables ».
        Group = "group",
        /// A nationality, religious or political group.
        Nationality = "nationality",
        /// A named event.
        Event = "event",
        /// A titled work, law or treaty.
        Work = "work",
        /// Anything else that is named.
        Other = "other",
    }
}

/// Somebody says, writes, thinks or refuses to say something.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// Who says it.
    pub source: Source,
    /// The reporting expression with auxiliaries and negation, in pieces when discontinuous; empty when a quotation
    /// stands alone.
    pub cue: Vec<Span>,
    /// Lemma of the cue's head word, when there is a cue.
    pub cue_lemma: Option<String>,
    /// What kind of saying it is.
    pub act: Act,
    /// Quoted or not.
    pub mode: Mode,
    /// What is said: one span, or several when the cue interrupts it.
    pub content: Vec<Span>,
    /// The parts of `content` between quotation marks, marks excluded.
    pub quotes: Vec<Span>,
    /// To whom.
    pub addressee: Option<Role>,
    /// On what subject.
    pub topic: Option<Role>,
    /// Through which channel.
    pub medium: Option<Role>,
    /// When it was said, as far as the text says; `None` stands for the day of the text.
    pub date: Option<When>,
    /// Index of the statement this one is reported inside.
    pub within: Option<usize>,
    /// What the model's heads said of it.
    pub scores: Scores,
    /// Probability that content and source are right, 0 to 1.
    pub confidence: f32,
    /// Heads and rules that made it: `model.attribution`, `fr.cue.affirmer`…
    pub why: Vec<String>,
}

impl Statement {
    /// Id of what made it, the first of its `why`: a head of the model, a rule of syntax, a quotation alone.
    #[must_use]
    pub fn maker(&self) -> &str {
        self.why.first().map_or("", String::as_str)
    }
}

/// Scores of the model's heads behind a statement, each 0 to 1; `None` where a head had no part in it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Scores {
    /// That the cue reports.
    pub cue: Option<f32>,
    /// That the act is the one the model would give, whether or not the lexicon went before it.
    pub act: Option<f32>,
    /// That the words are the cue's source.
    pub source: Option<f32>,
    /// That the words are its content; of several pieces, the mean.
    pub content: Option<f32>,
    /// All of it in one, before calibration made a probability of it.
    pub joint: f32,
}

/// Who a statement comes from. Nothing at all (`entities` empty, `span` none): unnamed and implicit.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Source {
    /// Indices into the document's entities; two speakers give two.
    pub entities: Vec<usize>,
    /// The words that name the source at this place.
    pub span: Option<Span>,
}

/// An addressee, topic or medium.
#[derive(Debug, Clone, PartialEq)]
pub struct Role {
    /// Indices into the document's entities, possibly none.
    pub entities: Vec<usize>,
    /// The words.
    pub span: Span,
}

named! {
    /// Speech acts of the record. The act is the cue's, whatever the content says.
    Act {
        /// Says, tells, describes, announces; neutral.
        Assert = "assert",
        /// Says that it is not so.
        Deny = "deny",
        /// Recognises, concedes.
        Admit = "admit",
        /// Refuses to answer, to specify or to act.
        Decline = "decline",
        /// Urges, calls on, orders.
        Demand = "demand",
        /// Suggests.
        Propose = "propose",
        /// Commits itself.
        Promise = "promise",
        /// Announces harm.
        Threaten = "threaten",
        /// Announces danger.
        Warn = "warn",
        /// Says that somebody did wrong.
        Accuse = "accuse",
        /// Welcomes, supports.
        Endorse = "endorse",
        /// Condemns, regrets.
        Criticise = "criticise",
        /// Thinks, estimates, fears, hopes: a private state.
        Opine = "opine",
        /// Puts a question.
        Ask = "ask",
    }
}

named! {
    /// How the content is given.
    Mode {
        /// Wholly between quotation marks.
        Direct = "direct",
        /// No quotation marks.
        Indirect = "indirect",
        /// Part of it is quoted.
        Mixed = "mixed",
    }
}
