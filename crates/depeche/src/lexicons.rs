//! What the engine knows of each language, read out of its files.
//!
//! Names and coreference are small and read at once; the rest waits for a text in its language, since a lexicon of a
//! thousand entries takes time. A user's own files are read now, so that what is wrong in them is said at once.

use depeche_lang::{Cues, Frames, Lang, LangError, Languages};
use depeche_reading::{CoreferenceWords, FactualityWords, NameHints, PlaceWords, TimeWords};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Of every language, with one for those without a folder.
#[derive(Debug)]
pub(crate) struct Lexicons {
    by_code: BTreeMap<String, Lexicon>,
    /// Of languages without a folder.
    undetermined: Lexicon,
}

/// Of one language.
#[derive(Debug)]
pub(crate) struct Lexicon {
    lang: Lang,
    pub(crate) names: NameHints,
    pub(crate) coreference: CoreferenceWords,
    cues: OnceLock<Cues>,
    frames: OnceLock<Frames>,
    factuality: OnceLock<FactualityWords>,
    places: OnceLock<PlaceWords>,
    times: OnceLock<TimeWords>,
}

impl Lexicons {
    /// Of all `languages`; `checked` are known to be sound, and may wait.
    pub(crate) fn of(languages: &Languages, checked: bool) -> Result<Self, LangError> {
        let lexicon = |code: &str| {
            let lexicon = Lexicon::of(languages.get(code))?;
            if !checked {
                lexicon.fill()?;
            }
            Ok::<_, LangError>(lexicon)
        };
        let by_code = languages.codes().map(|code| Ok((code.to_owned(), lexicon(code)?)));
        // An unknown code gives the undetermined language.
        Ok(Self { by_code: by_code.collect::<Result<_, LangError>>()?, undetermined: lexicon("")? })
    }

    pub(crate) fn get(&self, code: &str) -> &Lexicon {
        self.by_code.get(code).unwrap_or(&self.undetermined)
    }
}

impl Lexicon {
    fn of(lang: &Lang) -> Result<Self, LangError> {
        Ok(Self {
            names: NameHints::of(lang)?,
            coreference: CoreferenceWords::of(lang)?,
            cues: OnceLock::new(),
            frames: OnceLock::new(),
            factuality: OnceLock::new(),
            places: OnceLock::new(),
            times: OnceLock::new(),
            lang: lang.clone(),
        })
    }

    /// Reads what could have waited.
    fn fill(&self) -> Result<(), LangError> {
        let _ = self.cues.set(Cues::of(&self.lang)?);
        let _ = self.frames.set(Frames::of(&self.lang)?);
        let _ = self.factuality.set(FactualityWords::of(&self.lang)?);
        let _ = self.places.set(PlaceWords::of(&self.lang)?);
        let _ = self.times.set(TimeWords::of(&self.lang)?);
        Ok(())
    }

    pub(crate) fn cues(&self) -> &Cues {
        self.cues.get_or_init(|| sound(Cues::of(&self.lang)))
    }

    pub(crate) fn frames(&self) -> &Frames {
        self.frames.get_or_init(|| sound(Frames::of(&self.lang)))
    }

    pub(crate) fn factuality(&self) -> &FactualityWords {
        self.factuality.get_or_init(|| sound(FactualityWords::of(&self.lang)))
    }

    pub(crate) fn places(&self) -> &PlaceWords {
        self.places.get_or_init(|| sound(PlaceWords::of(&self.lang)))
    }

    pub(crate) fn times(&self) -> &TimeWords {
        self.times.get_or_init(|| sound(TimeWords::of(&self.lang)))
    }
}

fn sound<T>(read: Result<T, LangError>) -> T {
    read.expect("`build` reads the user's files, the tests the built-in ones")
}
