//! Which language a text is in.
//!
//! Letter trigrams over a sample. Below the floor of confidence the guess is made again among the languages we are trained
//! on, because a one-line text in one of them is likelier than one in Tagalog.

use crate::encoding::notice;
use depeche_record::{Notice, NoticeCode, Span, Text};
use whatlang::{Detector, Lang};

/// Languages the model is trained on.
pub const TRAINED: [&str; 2] = ["fr", "en"];

/// Below this, a guess among all languages is not believed.
const FLOOR: f64 = 0.8;
/// How much of a text is looked at, in bytes.
const SAMPLE: usize = 20_000;
/// Shortest paragraph whose language is worth guessing, in bytes.
const PARAGRAPH: usize = 120;

/// A guess at a language.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guess {
    /// ISO 639-1; `und` when there is nothing to guess from.
    pub code: &'static str,
    /// 0 to 1.
    pub confidence: f64,
}

/// The language of `text`.
#[must_use]
pub fn guess(text: &str) -> Guess {
    let sample = &text[..floor_boundary(text, SAMPLE)];
    let Some(all) = whatlang::detect(sample) else { return Guess { code: "und", confidence: 0.0 } };
    let code = iso_639_1(all.lang());
    if all.confidence() >= FLOOR && (TRAINED.contains(&code) || all.is_reliable()) {
        return Guess { code, confidence: all.confidence() };
    }
    // In another script there is nothing to choose: neither trained language is written so.
    match Detector::with_allowlist(vec![Lang::Fra, Lang::Eng]).detect(sample) {
        // Too few letters to tell: the quotation marks of the one are rare in the other.
        Some(trained) if trained.confidence() < FLOOR && sample.contains('«') => Guess { code: "fr", confidence: 0.5 },
        Some(trained) => Guess { code: iso_639_1(trained.lang()), confidence: trained.confidence().min(0.5) },
        None => Guess { code, confidence: all.confidence() },
    }
}

/// The language to read `text` in: what its container told, else a guess. Notices say when it is one that we are not
/// trained on, when the guess is weak, and when a good part of the text is in another language.
#[must_use]
pub fn language(text: &Text) -> (String, Vec<Notice>) {
    let mut notices = Vec::new();
    let told = text.lang.as_deref().and_then(primary);
    let code = told.unwrap_or_else(|| {
        let guess = guess(&text.text);
        if guess.confidence < 0.2 && text.text.len() > PARAGRAPH {
            let message =
                format!("The language is not clear; the text is read as {}. Tell it with --lang.", guess.code);
            notices.push(notice(NoticeCode::LanguageUncertain, message));
        }
        guess.code.to_owned()
    });
    if !TRAINED.contains(&code.as_str()) && text.text.contains(char::is_alphabetic) {
        let message = format!(
            "The model is trained on French and English; this text is in {code:?}: names and trees are read as well as they carry over, statements less so."
        );
        notices.push(notice(NoticeCode::LanguageUntrained, message));
    }
    if let Some(Other { code: other, share, first }) = second_language(&text.text, &code) {
        let message =
            format!("About {share} % of the text is in another language ({other}); all of it is read as {code}.");
        notices.push(Notice { span: Some(first), ..notice(NoticeCode::MixedLanguages, message) });
    }
    (code, notices)
}

/// `fr` of `fr-CA`; nothing of what is no language code.
fn primary(tag: &str) -> Option<String> {
    let primary = tag.split(['-', '_']).next()?.trim().to_lowercase();
    ((2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_lowercase())).then_some(primary)
}

/// A language that a part of a text is in.
struct Other {
    code: &'static str,
    /// Of the text, in per cent.
    share: usize,
    /// Its first paragraph.
    first: Span,
}

/// The language other than `code` that most of the long paragraphs outside `code` are in, when that is a fifth of the
/// text or more.
fn second_language(text: &str, code: &str) -> Option<Other> {
    let mut total = 0;
    let mut others: Vec<(&'static str, usize, Span)> = Vec::new();
    for line in text.lines().filter(|line| line.len() >= PARAGRAPH).take(200) {
        let paragraph = &line[..floor_boundary(line, 2000)];
        let Some(info) = whatlang::detect(paragraph).filter(|info| info.confidence() >= FLOOR) else { continue };
        total += paragraph.len();
        let found = iso_639_1(info.lang());
        if found != code {
            match others.iter_mut().find(|(other, ..)| *other == found) {
                Some((_, bytes, _)) => *bytes += paragraph.len(),
                None => {
                    let start = line.as_ptr() as usize - text.as_ptr() as usize;
                    others.push((found, paragraph.len(), Span::new(start, start + line.len())));
                }
            }
        }
    }
    let most = |(code, bytes, _): &(&'static str, usize, Span)| (*bytes, std::cmp::Reverse(*code));
    let (code, bytes, first) = others.into_iter().max_by_key(most)?;
    (bytes * 5 >= total).then(|| Other { code, share: bytes * 100 / total, first })
}

fn floor_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The two-letter code; the three-letter one where there is no shorter.
fn iso_639_1(lang: Lang) -> &'static str {
    match lang {
        Lang::Fra => "fr",
        Lang::Eng => "en",
        Lang::Deu => "de",
        Lang::Spa => "es",
        Lang::Ita => "it",
        Lang::Por => "pt",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Nld => "nl",
        Lang::Pol => "pl",
        Lang::Ron => "ro",
        Lang::Ces => "cs",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Bul => "bg",
        Lang::Mkd => "mk",
        Lang::Bel => "be",
        Lang::Ell => "el",
        Lang::Hun => "hu",
        Lang::Fin => "fi",
        Lang::Est => "et",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "nb",
        Lang::Cat => "ca",
        Lang::Lat => "la",
        Lang::Epo => "eo",
        Lang::Tur => "tr",
        Lang::Aze => "az",
        Lang::Uzb => "uz",
        Lang::Tuk => "tk",
        Lang::Ara => "ar",
        Lang::Pes => "fa",
        Lang::Heb => "he",
        Lang::Yid => "yi",
        Lang::Hin => "hi",
        Lang::Urd => "ur",
        Lang::Ben => "bn",
        Lang::Cmn => "zh",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Vie => "vi",
        Lang::Tha => "th",
        Lang::Ind => "id",
        Lang::Kat => "ka",
        Lang::Hye => "hy",
        Lang::Afr => "af",
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    #[expect(clippy::needless_pass_by_value, reason = "the shape of every check")]
    fn check(text: &str, lang: Option<&str>, expected: Expect) {
        let text = Text { text: text.to_owned(), lang: lang.map(str::to_owned), ..Text::default() };
        let (code, notices) = language(&text);
        let notices: Vec<&str> = notices.iter().map(|notice| notice.code.name()).collect();
        expected.assert_eq(format!("{code} {}", notices.join(" ")).trim_end());
    }

    const FRENCH: &str = "Le ministre des Affaires étrangères a déclaré lundi que les négociations engagées depuis l'automne étaient suspendues jusqu'à nouvel ordre, faute d'accord sur le calendrier.";
    const ENGLISH: &str = "The foreign minister said on Monday that the talks, which had been going on since the autumn, were suspended until further notice because there was no agreement on the calendar.";
    const GERMAN: &str = "Der Außenminister erklärte am Montag, dass die seit dem Herbst laufenden Verhandlungen bis auf Weiteres ausgesetzt seien, weil man sich nicht auf einen Zeitplan einigen konnte.";

    #[test]
    fn trained_languages_are_known_even_in_a_line() {
        check(FRENCH, None, expect!["fr"]);
        check(ENGLISH, None, expect!["en"]);
        check("Le ministre a démissionné.", None, expect!["fr"]);
        check("The minister has resigned.", None, expect!["en"]);
        check("M. Kirby : « Non. »", None, expect!["fr"]);
    }

    #[test]
    fn an_untrained_language_is_told() {
        check(GERMAN, None, expect!["de language-untrained"]);
        check(
            "Министр иностранных дел заявил в понедельник, что переговоры приостановлены.",
            None,
            expect!["ru language-untrained"],
        );
    }

    #[test]
    fn what_the_container_tells_is_believed() {
        check(ENGLISH, Some("fr-CA"), expect!["fr mixed-languages"]);
        check(FRENCH, Some("???"), expect!["fr"]);
    }

    #[test]
    fn a_text_in_two_languages_is_told() {
        let text = format!("{FRENCH}\n{FRENCH}\n{ENGLISH}");
        check(&text, None, expect!["fr mixed-languages"]);
        let (_, notices) = language(&Text { text: text.clone(), ..Text::default() });
        assert_eq!(notices[0].span.map(|span| span.of(&text)), Some(ENGLISH), "where the other language begins");
    }

    #[test]
    fn nothing_is_no_language() {
        check("", None, expect!["und"]);
        check("12 34", None, expect!["und"]);
    }
}
