//! Certainty and polarity on their way down a tree, and how signatures compose them.

use super::FactualityRule;
use depeche_record::{Factuality, Status};

/// How certain, from the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Certainty {
    Unknown,
    Possible,
    Probable,
    Certain,
}

/// Which way; `None`: not told.
type Polarity = Option<bool>;

/// What is carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Value {
    certainty: Certainty,
    polarity: Polarity,
    /// Somebody's words: nothing below them is granted.
    pub(super) reported: bool,
    /// Where in time, once something has settled it.
    pub(super) status: Option<Status>,
}

impl Value {
    pub(super) const FACT: Self =
        Self { certainty: Certainty::Certain, polarity: Some(true), reported: false, status: None };

    fn of(value: Factuality) -> (Certainty, Polarity) {
        use Factuality as F;
        match value {
            F::CertainPositive => (Certainty::Certain, Some(true)),
            F::CertainNegative => (Certainty::Certain, Some(false)),
            F::ProbablePositive => (Certainty::Probable, Some(true)),
            F::ProbableNegative => (Certainty::Probable, Some(false)),
            F::PossiblePositive => (Certainty::Possible, Some(true)),
            F::PossibleNegative => (Certainty::Possible, Some(false)),
            F::CertainUnknown => (Certainty::Certain, None),
            F::Unknown => (Certainty::Unknown, None),
        }
    }

    pub(super) fn factuality(self) -> Factuality {
        use Factuality as F;
        match (self.certainty, self.polarity) {
            (Certainty::Unknown, _) => F::Unknown,
            (Certainty::Certain, None) => F::CertainUnknown,
            (_, None) => F::Unknown,
            (Certainty::Certain, Some(true)) => F::CertainPositive,
            (Certainty::Certain, Some(false)) => F::CertainNegative,
            (Certainty::Probable, Some(true)) => F::ProbablePositive,
            (Certainty::Probable, Some(false)) => F::ProbableNegative,
            (Certainty::Possible, Some(true)) => F::PossiblePositive,
            (Certainty::Possible, Some(false)) => F::PossibleNegative,
        }
    }

    /// Below a word with this signature.
    pub(super) fn under(self, rule: &FactualityRule) -> Self {
        let status = rule.status.or(self.status);
        Self { status, ..self.weighed(rule.positive, rule.negative) }
    }

    pub(super) fn weighed(self, positive: Factuality, negative: Factuality) -> Self {
        if self.reported {
            return self;
        }
        let granted = positive == negative && matches!(Self::of(positive).0, Certainty::Certain);
        if granted {
            // A presupposition outlives negation, question and condition.
            let (certainty, polarity) = Self::of(positive);
            return Self { certainty, polarity, ..self };
        }
        let (certainty, polarity) = match self.polarity {
            Some(true) => Self::of(positive),
            Some(false) => Self::of(negative),
            None => return Self { certainty: Certainty::Unknown, polarity: None, ..self },
        };
        Self { certainty: certainty.min(self.certainty), polarity, ..self }
    }

    pub(super) fn negated(self) -> Self {
        Self { polarity: self.polarity.map(|so| !so), ..self }
    }

    /// Taken for granted by whoever speaks.
    pub(super) fn granted(self) -> Self {
        if self.reported { self } else { Self { status: self.status, ..Self::FACT } }
    }

    pub(super) fn unknown(self) -> Self {
        Self { certainty: Certainty::Unknown, polarity: None, ..self }
    }

    pub(super) fn reported(self) -> Self {
        Self { reported: true, ..self.unknown() }
    }

    pub(super) fn at(self, status: Status) -> Self {
        Self { status: Some(status), ..self }
    }

    pub(super) fn dated(self, status: Option<Status>) -> Self {
        Self { status, ..self }
    }

    pub(super) fn is_fact(self) -> bool {
        self.certainty == Certainty::Certain && self.polarity == Some(true)
    }

    pub(super) fn is_negative(self) -> bool {
        self.polarity == Some(false)
    }

    pub(super) fn is_unknown(self) -> bool {
        self.certainty == Certainty::Unknown
    }
}
