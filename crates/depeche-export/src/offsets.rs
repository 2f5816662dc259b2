//! Byte offsets to code points.
//!
//! The engine counts bytes, the record counts Unicode code points. Takes a text once, then answers each offset in
//! constant time with one counter per [`STRIDE`] bytes: a book of fifty megabytes costs under a megabyte.

use depeche_record::Span;

/// Bytes between two counters.
const STRIDE: usize = 256;

/// Converts the offsets of one text.
pub(crate) struct Offsets<'a> {
    text: &'a str,
    /// Code points before byte `STRIDE * index`.
    counters: Vec<usize>,
}

impl<'a> Offsets<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mut counters = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut n_code_points = 0;
        for chunk in text.as_bytes().chunks(STRIDE) {
            counters.push(n_code_points);
            n_code_points += starts(chunk);
        }
        counters.push(n_code_points);
        Self { text, counters }
    }

    /// Code points before byte `at`.
    pub(crate) fn code_point(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        let stride = at / STRIDE;
        self.counters[stride] + starts(&self.text.as_bytes()[stride * STRIDE..at])
    }

    /// `[start, end)` in code points.
    pub(crate) fn span(&self, span: Span) -> [usize; 2] {
        [self.code_point(span.start), self.code_point(span.end)]
    }
}

/// Number of code points that begin in `bytes`.
fn starts(bytes: &[u8]) -> usize {
    // Every byte but the continuation bytes 10xxxxxx begins one.
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_offset_of_a_long_text() {
        let text = "« Où ça ? » 🐟 e\u{301}té. ".repeat(60);
        let offsets = Offsets::new(&text);
        for (n_before, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(offsets.code_point(at), n_before);
        }
        assert_eq!(offsets.code_point(text.len()), text.chars().count());
        assert_eq!(Offsets::new("").code_point(0), 0);
    }
}
