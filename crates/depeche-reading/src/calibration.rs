//! From a score to a probability.
//!
//! Takes the score of a statement and what made it; gives the share of such statements that were right on development
//! texts: a logistic curve through the log-odds (Platt 1999), one for every maker that was measured. The curves are data
//! (`models/calibration.toml`), fitted by `depeche eval --calibrate`; without any, a score stays as it is.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The curves of every maker of statements: a maker is the first id in a statement's `why`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// Of makers without a curve of their own.
    pub other: Curve,
    /// By id.
    #[serde(default)]
    pub makers: BTreeMap<String, Curve>,
}

/// A straight line in log-odds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Curve {
    /// Log-odds of being right per log-odds of the score; above 0.
    pub slope: f64,
    /// Log-odds of being right at a score of one half.
    pub intercept: f64,
    /// Judged statements that it rests on.
    pub n: usize,
}

impl Default for Curve {
    /// The one that changes nothing.
    fn default() -> Self {
        Self { slope: 1.0, intercept: 0.0, n: 0 }
    }
}

/// A `calibration.toml` that is not one.
#[derive(Debug, thiserror::Error)]
pub enum CalibrationError {
    /// No TOML, or other fields than it should have.
    #[error(
        "calibration: {0}\nexpected what `depeche eval --calibrate FILE` writes: [other] and [makers.\"ID\"], each with slope, intercept and n"
    )]
    Toml(#[from] toml::de::Error),
    /// A curve along which a higher score would mean less.
    #[error("calibration: the slope of {maker:?} is {slope}; expected a number above 0")]
    Slope {
        /// Whose curve.
        maker: String,
        /// What stands there.
        slope: f64,
    },
}

impl Calibration {
    /// Reads what `depeche eval --calibrate` wrote.
    ///
    /// # Errors
    /// [`CalibrationError`] when it is no such file, or a curve falls.
    pub fn from_toml(content: &str) -> Result<Self, CalibrationError> {
        let calibration: Self = toml::from_str(content)?;
        let makers = calibration.makers.iter().map(|(maker, curve)| (maker.as_str(), curve.slope));
        let falling =
            makers.chain([("other", calibration.other.slope)]).find(|(_, slope)| slope.is_nan() || *slope <= 0.0);
        let error = falling.map(|(maker, slope)| CalibrationError::Slope { maker: maker.to_owned(), slope });
        error.map_or(Ok(calibration), Err)
    }

    /// The curve of `maker`.
    #[must_use]
    pub fn curve(&self, maker: &str) -> Curve {
        self.makers.get(maker).copied().unwrap_or(self.other)
    }

    /// Probability that a statement which `maker` made with this score is right. Rises with the score.
    #[must_use]
    pub fn probability(&self, maker: &str, score: f32) -> f32 {
        let curve = self.curve(maker);
        // Exactly the score when nothing is to be changed: no rounding through logarithms.
        if curve.slope == 1.0 && curve.intercept == 0.0 {
            return score;
        }
        let odds = curve.slope * log_odds(f64::from(score)) + curve.intercept;
        (1.0 / (1.0 + (-odds).exp())) as f32
    }
}

/// ln(p / (1 − p)), of a probability kept a thousandth away from certainty.
#[must_use]
pub fn log_odds(probability: f64) -> f64 {
    let p = probability.clamp(0.001, 0.999);
    (p / (1.0 - p)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_curves_a_score_stays_what_it_is() {
        let none = Calibration::default();
        assert_eq!(none.probability("model.attribution", 0.123_456), 0.123_456);
        assert_eq!(none.probability("model.attribution", 1.0), 1.0);
    }

    #[test]
    fn every_maker_has_its_own_curve_and_what_is_not_known_the_common_one() {
        let content = "[other]\nslope = 1.0\nintercept = -1.0\nn = 90\n[makers.\"quotation.alone\"]\nslope = 0.5\nintercept = 0.0\nn = 70\n";
        let calibration = Calibration::from_toml(content).expect("sound");
        assert!((calibration.probability("anything", 0.5) - 0.269).abs() < 0.001);
        assert_eq!(calibration.probability("quotation.alone", 0.5), 0.5);
        assert!(calibration.probability("quotation.alone", 0.9) < 0.9);
        assert_eq!(toml::to_string(&calibration).expect("plain values"), content.replace("[makers", "\n[makers"));
    }

    #[test]
    fn a_file_that_is_none_is_refused_with_what_was_expected() {
        let error = Calibration::from_toml("[other]\nslop = 1").unwrap_err().to_string();
        assert!(error.contains("line 2") && error.contains("slope, intercept and n"), "{error}");
        let error = Calibration::from_toml("[other]\nslope = -1.0\nintercept = 0.0\nn = 1").unwrap_err().to_string();
        assert!(error.contains("\"other\" is -1"), "{error}");
    }
}
