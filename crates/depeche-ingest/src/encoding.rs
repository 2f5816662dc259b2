//! Bytes to characters.
//!
//! A byte order mark decides; then UTF-8 when the bytes are valid or nearly so; then what a web page declares; then a
//! guess, which a notice tells. What is no text at all is recognised by its first bytes or by its control characters.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use depeche_record::{Notice, NoticeCode};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// What is not a text, and what to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotText {
    pub(crate) what: &'static str,
    pub(crate) advice: &'static str,
}

const CONVERT: &str = "convert it to plain text or HTML first";
const UNPACK: &str = "unpack it and give the files inside";
const RECOGNISE: &str = "run it through text recognition first";
const NAME_TEXTS: &str = "give a text or an HTML file";

/// First bytes that tell what a file is.
const SIGNATURES: [(&[u8], &str, &str); 24] = [
    (b"%PDF-", "a PDF", "extract its text first, for example with pdftotext"),
    (b"PK\x03\x04", "a zip archive or an office document", "save it as plain text or HTML, or unpack it"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document", CONVERT),
    (b"{\\rtf", "a rich text document", CONVERT),
    (b"\x1f\x8b", "a gzip archive", UNPACK),
    (b"BZh", "a bzip2 archive", UNPACK),
    (b"\xfd7zXZ\x00", "an xz archive", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", UNPACK),
    (b"Rar!\x1a\x07", "a rar archive", UNPACK),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", UNPACK),
    (b"\x89PNG\r\n", "a picture", RECOGNISE),
    (b"\xff\xd8\xff", "a picture", RECOGNISE),
    (b"GIF8", "a picture", RECOGNISE),
    (b"II*\x00", "a picture", RECOGNISE),
    (b"MM\x00*", "a picture", RECOGNISE),
    (b"RIFF", "a sound, film or picture", NAME_TEXTS),
    (b"OggS", "a sound", NAME_TEXTS),
    (b"ID3", "a sound", NAME_TEXTS),
    (b"fLaC", "a sound", NAME_TEXTS),
    (b"\x7fELF", "a program", NAME_TEXTS),
    (b"\xca\xfe\xba\xbe", "a program", NAME_TEXTS),
    (b"\x00asm", "a program", NAME_TEXTS),
    (b"SQLite format 3\x00", "a database", "export its texts first"),
    (b"wOF", "a font", NAME_TEXTS),
];

/// Formats that may consist of letters alone. With the others, a text that happens to begin so (« ID3 est… ») is a text.
const WRITTEN_IN_LETTERS: [&[u8]; 2] = [b"%PDF-", b"{\\rtf"];

/// How many bytes decide whether it is text.
const SAMPLE: usize = 64 * 1024;

/// The characters of `bytes`, and what should be known about them. `declared` is the encoding that a page names.
pub(crate) fn decode(bytes: &[u8], declared: Option<&str>) -> Result<(String, Vec<Notice>), NotText> {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return Ok(utf8(rest));
    }
    for (mark, encoding) in [(b"\xff\xfe", UTF_16LE), (b"\xfe\xff", UTF_16BE)] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            return Ok(legacy(rest, encoding, None));
        }
    }
    if let Some((first, what, advice)) = SIGNATURES.iter().find(|(first, ..)| bytes.starts_with(first))
        && (WRITTEN_IN_LETTERS.contains(first) || !is_clean(bytes))
    {
        return Err(NotText { what, advice });
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return Ok(legacy(bytes, encoding, Some("its bytes alternate with zeros")));
    }
    if is_binary(bytes) {
        return Err(NotText { what: "binary data", advice: NAME_TEXTS });
    }
    let (text, mut notices) = if is_mostly_utf8(bytes) {
        utf8(bytes)
    } else if let Some(encoding) = declared
        .and_then(|label| Encoding::for_label(label.as_bytes()))
        .filter(|e| *e != UTF_8 && e.is_ascii_compatible())
    {
        legacy(bytes, encoding, None)
    } else {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        legacy(bytes, detector.guess(None, Utf8Detection::Deny), Some("its bytes are not UTF-8"))
    };
    let controls = text.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
    if controls > 0 {
        notices.push(notice(
            NoticeCode::ControlCharacters,
            format!("The text holds {controls} control characters; they are read as spaces."),
        ));
    }
    Ok((text, notices))
}

pub(crate) fn notice(code: NoticeCode, message: String) -> Notice {
    Notice { code, span: None, message }
}

fn utf8(bytes: &[u8]) -> (String, Vec<Notice>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), Vec::new()),
        Err(_) => {
            let n_bad = bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
            let message = format!("{n_bad} places are not valid UTF-8; they are shown as \u{fffd}.");
            (String::from_utf8_lossy(bytes).into_owned(), vec![notice(NoticeCode::InvalidUtf8, message)])
        }
    }
}

/// Decodes another encoding; a guess gives its reason.
fn legacy(bytes: &[u8], encoding: &'static Encoding, guessed: Option<&str>) -> (String, Vec<Notice>) {
    let (text, bad) = encoding.decode_without_bom_handling(bytes);
    let mut notices = Vec::new();
    if let Some(reason) = guessed {
        let message = format!("The text was read as {}, a guess: {reason}.", encoding.name());
        notices.push(notice(NoticeCode::EncodingGuessed, message));
    }
    if bad {
        let message = format!("Some bytes mean nothing in {}; they are shown as \u{fffd}.", encoding.name());
        notices.push(notice(NoticeCode::InvalidBytes, message));
    }
    (text.into_owned(), notices)
}

/// Valid UTF-8 without control characters.
fn is_clean(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| !text.chars().any(|c| c.is_control() && !c.is_whitespace()))
}

/// Valid, or damaged in a few places only (a cut-off end, one pasted line): then most non-ASCII characters are right.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad == 0 || good >= bad * 4
}

/// UTF-16 without its mark: in Latin scripts every second byte is zero.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let n_pairs = sample.len() / 2;
    if n_pairs < 4 {
        return None;
    }
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if odd * 10 >= n_pairs * 6 && even * 20 <= n_pairs {
        Some(UTF_16LE)
    } else if even * 10 >= n_pairs * 6 && odd * 20 <= n_pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// More control characters than a text ever has.
fn is_binary(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let controls = sample
        .iter()
        .filter(|b| **b < 32 && !matches!(**b, b'\t' | b'\n' | b'\r' | b'\x0b' | b'\x0c' | b'\x1b'))
        .count();
    controls * 50 > sample.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    #[expect(clippy::needless_pass_by_value, reason = "the shape of every check")]
    fn check(bytes: &[u8], expected: Expect) {
        expected.assert_eq(&match decode(bytes, None) {
            Ok((text, notices)) => {
                let codes: Vec<&str> = notices.iter().map(|notice| notice.message.as_str()).collect();
                format!("{text:?} {}", codes.join(" ")).trim_end().to_owned()
            }
            Err(not_text) => format!("{}: {}", not_text.what, not_text.advice),
        });
    }

    #[test]
    fn utf8_comes_through_character_by_character() {
        check("L’été\r\n\u{a0}« oui »".as_bytes(), expect![[r#""L’été\r\n\u{a0}« oui »""#]]);
        check(b"\xef\xbb\xbfoui", expect![[r#""oui""#]]);
        check(b"", expect![[r#""""#]]);
    }

    #[test]
    fn utf16_with_and_without_its_mark() {
        check(b"\xff\xfeo\0u\0i\0", expect![[r#""oui""#]]);
        check(
            b"\0o\0u\0i\0 \0n\0o\0n",
            expect![[r#""oui non" The text was read as UTF-16BE, a guess: its bytes alternate with zeros."#]],
        );
    }

    #[test]
    fn windows_1252_is_guessed_and_told() {
        check(
            b"L\x92\xe9t\xe9 a commenc\xe9 \xe0 Paris, a d\xe9clar\xe9 le pr\xe9sident : \xab oui \xbb.",
            expect![[
                r#""L’été a commencé à Paris, a déclaré le président : « oui »." The text was read as windows-1252, a guess: its bytes are not UTF-8."#
            ]],
        );
    }

    #[test]
    fn a_little_damage_does_not_change_the_encoding() {
        let mut bytes = "L’été a commencé à Orléans, là où déjà".as_bytes().to_vec();
        bytes.push(0xc3);
        check(
            &bytes,
            expect![[
                r#""L’été a commencé à Orléans, là où déjà�" 1 places are not valid UTF-8; they are shown as �."#
            ]],
        );
    }

    #[test]
    fn what_is_no_text_is_refused_with_advice() {
        check(b"%PDF-1.7 \x00", expect!["a PDF: extract its text first, for example with pdftotext"]);
        check(b"ID3 est le nom d'un format.", expect![[r#""ID3 est le nom d'un format.""#]]);
        check(
            b"PK\x03\x04\x14\x00",
            expect!["a zip archive or an office document: save it as plain text or HTML, or unpack it"],
        );
        check(b"\x00\x01\x02\x03\x80\x81\x05\x06", expect!["binary data: give a text or an HTML file"]);
    }

    #[test]
    fn a_stray_zero_is_told() {
        let text = format!("{}\0 fin", "Le ministre parle. ".repeat(10));
        assert_eq!(decode(text.as_bytes(), None).map(|(_, notices)| notices[0].code.name()), Ok("control-characters"));
    }
}
