//! Tokens to pieces of the model's vocabulary: SentencePiece Unigram, by the crate that the training uses too.
//!
//! Takes one token at a time, whatever stands around it, and gives one to sixteen piece ids. It gives no offsets:
//! normalisation changes the text, and spans come from our own tokens.

use std::collections::HashMap;
use tokenizers::Model as _;
use tokenizers::models::unigram::Unigram;
use tokenizers::normalizers::precompiled::Precompiled;

/// Pieces kept of one token; longer ones are links and the like.
pub(crate) const MAX_PIECES: usize = 16;

/// Marks the beginning of a token, and a space.
const SPACE: &str = "\u{2581}";

/// Bytes of a token that are looked at: sixteen pieces never need more, and a link of a megabyte would take its time.
const LONGEST: usize = 1024;

/// The vocabulary, ready to cut.
#[derive(Debug)]
pub(crate) struct Subwords {
    unigram: Unigram,
    normalizer: Option<Precompiled>,
    unknown: u32,
}

/// The pieces of tokens already seen in a call: news repeats its words.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    pieces: Vec<u32>,
    known: HashMap<Box<str>, (u32, u32)>,
}

impl Subwords {
    /// Pieces with their scores in id order, and SentencePiece's precompiled character map (empty: none).
    pub(crate) fn new(pieces: Vec<(String, f64)>, charsmap: &[u8], unknown: u32) -> Result<Self, String> {
        let mut unigram = Unigram::from(pieces, Some(unknown as usize), false).map_err(|e| e.to_string())?;
        unigram.resize_cache(0); // `Memo` does that, without a lock
        let normalizer = match charsmap {
            [] => None,
            _ => Some(Precompiled::from(charsmap).map_err(|e| e.to_string())?),
        };
        Ok(Self { unigram, normalizer, unknown })
    }

    /// Appends the pieces of `token`; says how many.
    pub(crate) fn encode(&self, token: &str, memo: &mut Memo, out: &mut Vec<u32>) -> usize {
        /// A link or a run of signs may come in any number of shapes: only words are remembered.
        const LONGEST_REMEMBERED: usize = 64;
        if let Some((start, end)) = memo.known.get(token) {
            let pieces = &memo.pieces[*start as usize..*end as usize];
            out.extend_from_slice(pieces);
            return pieces.len();
        }
        let start = out.len();
        self.encode_anew(token, out);
        if token.len() <= LONGEST_REMEMBERED && memo.pieces.len() < 1 << 20 {
            let first = memo.pieces.len() as u32;
            memo.pieces.extend_from_slice(&out[start..]);
            memo.known.insert(token.into(), (first, memo.pieces.len() as u32));
        }
        out.len() - start
    }

    fn encode_anew(&self, token: &str, out: &mut Vec<u32>) {
        let start = out.len();
        let end = (0..=LONGEST.min(token.len())).rfind(|i| token.is_char_boundary(*i)).unwrap_or(0);
        let token = &token[..end];
        let normalized = self.normalizer.as_ref().map(|n| n.normalize_string(token));
        let mut text = String::with_capacity(token.len() + 8);
        for word in normalized.as_deref().unwrap_or(token).split_whitespace() {
            text.push_str(SPACE);
            text.push_str(word);
        }
        // An error can only mean a vocabulary without an unknown piece, which `new` refuses.
        if !text.is_empty()
            && let Ok(pieces) = self.unigram.tokenize(&text)
        {
            out.extend(pieces.iter().take(MAX_PIECES).map(|piece| piece.id));
        }
        if out.len() == start {
            out.push(self.unknown);
        }
    }
}
