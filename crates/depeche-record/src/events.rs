//! Who did what to whom: political events in PLOVER's types, each with the words that show it and how certain each
//! viewpoint makes it.

use crate::Span;
use crate::facts::named;

/// One event, told once or several times.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// PLOVER type.
    pub kind: EventType,
    /// One of the type's [`EventType::modes`].
    pub mode: Option<&'static str>,
    /// Some of [`CONTEXTS`], in that order.
    pub contexts: Vec<&'static str>,
    /// Closest CAMEO code: `042`.
    pub cameo: Option<String>,
    /// In text order; never empty.
    pub mentions: Vec<EventMention>,
    /// Who does it: indices into the document's entities.
    pub actors: Vec<usize>,
    /// To whom.
    pub recipients: Vec<usize>,
    /// What is given, sold, discussed, attacked.
    pub object: Option<EventObject>,
    /// When; the text's day when it does not say.
    pub date: Option<When>,
    /// Where.
    pub place: Option<Place>,
    /// Time and aspect alone; whether it is so stands in `factuality`.
    pub status: Status,
    /// One value per viewpoint: the author first, then statements from the outermost in.
    pub factuality: Vec<(Viewpoint, Factuality)>,
    /// Probability that type and both sides are right, 0 to 1.
    pub confidence: f32,
    /// Rules that made it: `fr.event.aid.livrer`…
    pub why: Vec<String>,
}

/// One place where the text tells of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventMention {
    /// Index of the sentence.
    pub sentence: usize,
    /// Index of the trigger's head token in it.
    pub token: usize,
    /// The words that name it, auxiliaries and negation with them.
    pub trigger: Span,
    /// Dictionary form of the trigger's head.
    pub lemma: String,
    /// The clause or phrase that tells it.
    pub evidence: Vec<Span>,
    /// The innermost statement that tells it: an index into the document's statements.
    pub statement: Option<usize>,
}

/// The thing that an event is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventObject {
    /// The whole noun phrase.
    pub span: Span,
    /// Its class, `arms`; `None` when no lexicon knows it.
    pub class: Option<String>,
    /// The entity it is, when it is one.
    pub entity: Option<usize>,
    /// How much of it, as the text says: « 2,5 millions ».
    pub quantity: Option<Span>,
}

/// A time, as TIMEX3 has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// The words; `None` for the day of the text itself.
    pub span: Option<Span>,
    /// TIMEX3 value: `2023-08-31`, `P2W`, `2023-W35`.
    pub value: String,
    /// First day, RFC 3339.
    pub start: Option<String>,
    /// Last day, RFC 3339.
    pub end: Option<String>,
}

/// A place on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The entity it is, when the text names it.
    pub entity: Option<usize>,
    /// Its usual name.
    pub name: String,
    /// Degrees north, WGS 84.
    pub lat: Option<f64>,
    /// Degrees east, WGS 84.
    pub lon: Option<f64>,
    /// ISO 3166-1 alpha-3 code.
    pub country: Option<String>,
    /// GeoNames id.
    pub geonames: Option<u64>,
}

/// Who vouches for an event, or does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Viewpoint {
    /// Whoever wrote the text.
    Author,
    /// The source of a statement: an index into the document's statements.
    Statement(usize),
}

named! {
    /// PLOVER's types of event.
    EventType {
        /// Agrees, offers or promises to cooperate.
        Agree = "AGREE",
        /// Meets, visits, talks.
        Consult = "CONSULT",
        /// Supports by words: praises, recognises, signs, ratifies.
        Support = "SUPPORT",
        /// Gives way in words: pardons, apologises, declares a ceasefire.
        Concede = "CONCEDE",
        /// Cooperates to mutual gain: trades, exercises together, extradites.
        Cooperate = "COOPERATE",
        /// Gives material aid.
        Aid = "AID",
        /// Gives way in deeds: withdraws, releases, disarms, resigns.
        Retreat = "RETREAT",
        /// Asks, demands, orders.
        Request = "REQUEST",
        /// Disapproves, accuses, sues, investigates.
        Accuse = "ACCUSE",
        /// Refuses.
        Reject = "REJECT",
        /// Threatens.
        Threaten = "THREATEN",
        /// Demonstrates, strikes, riots.
        Protest = "PROTEST",
        /// Reduces relations: sanctions, expels, convicts.
        Sanction = "SANCTION",
        /// Moves forces without using them.
        Mobilize = "MOBILIZE",
        /// Represses: arrests, seizes, censors.
        Coerce = "COERCE",
        /// Uses violence.
        Assault = "ASSAULT",
    }
}

impl EventType {
    /// The modes that PLOVER gives the type.
    #[must_use]
    pub fn modes(self) -> &'static [&'static str] {
        const CHANGES: &[&str] = &["assist", "change", "yield", "meet"];
        match self {
            Self::Agree | Self::Support | Self::Concede | Self::Cooperate | Self::Aid => &[],
            Self::Consult => &["visit", "third-party", "multilateral", "phone"],
            Self::Retreat => &["withdraw", "release", "disarm", "ceasefire", "access", "resign"],
            Self::Request | Self::Reject => CHANGES,
            Self::Accuse => &["disapprove", "investigate", "allege"],
            Self::Threaten => &["restrict", "arrest", "relations", "expel", "territory", "violence"],
            Self::Protest => &["demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"],
            Self::Sanction => &["convict", "expel", "withdraw", "discontinue"],
            Self::Mobilize => &["troops", "weapons", "police", "militia"],
            Self::Coerce => &[
                "seize",
                "restrict",
                "censor",
                "curfew",
                "martial-law",
                "arrest",
                "deport",
                "withhold",
                "misinformation",
                "cyber",
            ],
            Self::Assault => &[
                "abduct",
                "beat",
                "torture",
                "sexual",
                "targeted",
                "destroy",
                "primitive",
                "firearms",
                "explosives",
                "suicide-attack",
                "aerial",
                "drone",
                "heavy-weapons",
                "crowd-control",
                "unconventional",
            ],
        }
    }

    /// The mode called `name`, when the type has it.
    #[must_use]
    pub fn mode(self, name: &str) -> Option<&'static str> {
        self.modes().iter().find(|mode| **mode == name).copied()
    }
}

/// PLOVER's contexts.
pub const CONTEXTS: [&str; 37] = [
    "military",
    "intelligence",
    "executive",
    "legislative",
    "election",
    "political_institutions",
    "pro_democracy",
    "pro_autocracy",
    "economic",
    "legal",
    "reparations",
    "human_rights",
    "rights_freedoms",
    "repression",
    "human_security",
    "gender",
    "lgbt",
    "religion_ethnicity",
    "inequality",
    "diplomatic",
    "territory",
    "peacekeeping",
    "health",
    "asylum",
    "migration",
    "disasters",
    "natural_resource",
    "environment",
    "technology",
    "terrorism",
    "cbrn",
    "cyber",
    "misinformation",
    "crime",
    "corruption",
    "illegal_drugs",
    "trafficking",
];

named! {
    /// Where an event stands in time.
    Status {
        /// It is over.
        Occurred = "occurred",
        /// It goes on.
        Ongoing = "ongoing",
        /// It is to come.
        Planned = "planned",
        /// Somebody asks for it.
        Requested = "requested",
        /// It is only thought of.
        Hypothetical = "hypothetical",
    }
}

named! {
    /// How certain a viewpoint makes an event: the values of FactBank (Saurí and Pustejovsky 2009).
    Factuality {
        /// It is a fact.
        CertainPositive = "CT+",
        /// It is a fact that it is not so.
        CertainNegative = "CT-",
        /// It is probably so.
        ProbablePositive = "PR+",
        /// It is probably not so.
        ProbableNegative = "PR-",
        /// It is possible.
        PossiblePositive = "PS+",
        /// It is possible that it is not so.
        PossibleNegative = "PS-",
        /// It is settled, and not told which way.
        CertainUnknown = "CTu",
        /// The viewpoint does not commit itself.
        Unknown = "Uu",
    }
}

impl Factuality {
    /// The same certainty of the contrary; what is open stays open.
    #[must_use]
    pub fn opposite(self) -> Self {
        match self {
            Self::CertainPositive => Self::CertainNegative,
            Self::CertainNegative => Self::CertainPositive,
            Self::ProbablePositive => Self::ProbableNegative,
            Self::ProbableNegative => Self::ProbablePositive,
            Self::PossiblePositive => Self::PossibleNegative,
            Self::PossibleNegative => Self::PossiblePositive,
            Self::CertainUnknown | Self::Unknown => self,
        }
    }
}
