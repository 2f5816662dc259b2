//! Pages that a parser would chew on for minutes, and what to do with them.
//!
//! Parsing takes time that grows with length times depth, and with the square of a tag's attributes; looking for the
//! article grows with the square of the depth and writes every text node again with its signs escaped. Real pages are
//! far from all that. Before parsing, one pass over the tags tells a page that is not ([`is_tangled`]); after it, a walk
//! over the tree does ([`is_tangled_tree`]); of such a page the characters outside tags are taken ([`strip_tags`]).

use dom_query::{Document, NodeData};
use std::collections::HashMap;

/// A page nested deeper than this is no article, and walking it would overflow the stack.
const MAX_DEPTH: usize = 400;
/// Attributes of one tag.
const MAX_ATTRIBUTES: usize = 256;
/// Tags of a page: a tree of more would not fit where the rest does.
const MAX_TAGS: usize = 500_000;
/// Escaped signs of a text node times its length: the steps of writing it.
const MAX_ESCAPES: usize = 1 << 31;

/// Elements that have no end, or end where the next one begins: they do not nest.
const NEVER_NESTED: [&[u8]; 34] = [
    b"area",
    b"base",
    b"br",
    b"caption",
    b"col",
    b"colgroup",
    b"dd",
    b"dt",
    b"embed",
    b"hr",
    b"img",
    b"input",
    b"keygen",
    b"li",
    b"link",
    b"meta",
    b"optgroup",
    b"option",
    b"p",
    b"param",
    b"rb",
    b"rp",
    b"rt",
    b"rtc",
    b"source",
    b"tbody",
    b"td",
    b"tfoot",
    b"th",
    b"thead",
    b"tr",
    b"track",
    b"wbr",
    b"frame",
];
/// Elements whose content is characters up to their end tag.
const RAW: [&[u8]; 8] = [b"script", b"style", b"textarea", b"title", b"xmp", b"iframe", b"noembed", b"noframes"];

/// A piece of a page.
#[derive(Debug, PartialEq)]
enum Piece<'a> {
    Text(&'a str),
    Start { name: Vec<u8>, n_attributes: usize, is_closed: bool },
    End { name: Vec<u8> },
}

/// Whether the page should not be parsed, by its tags alone.
pub(super) fn is_tangled(html: &str) -> bool {
    let mut open: HashMap<Vec<u8>, usize> = HashMap::new();
    let (mut depth, mut n_foreign, mut n_tags) = (0_usize, 0_usize, 0_usize);
    let is_foreign = |name: &[u8]| name == b"svg" || name == b"math";
    for piece in (Pieces { rest: html, raw: None }) {
        match piece {
            Piece::Start { name, n_attributes, is_closed } => {
                n_tags += 1;
                // Inside drawings and formulas everything nests, unless it closes itself.
                let nests = if n_foreign > 0 { !is_closed } else { !NEVER_NESTED.contains(&name.as_slice()) };
                if nests {
                    n_foreign += usize::from(is_foreign(&name));
                    depth += 1;
                    *open.entry(name).or_default() += 1;
                }
                if depth > MAX_DEPTH || n_attributes > MAX_ATTRIBUTES || n_tags > MAX_TAGS {
                    return true;
                }
            }
            // An end without a beginning closes nothing.
            Piece::End { name } => {
                n_tags += 1;
                if let Some(count) = open.get_mut(&name).filter(|count| **count > 0) {
                    *count -= 1;
                    depth -= 1;
                    n_foreign -= usize::from(is_foreign(&name));
                }
            }
            Piece::Text(_) => {}
        }
    }
    false
}

/// Whether the parsed page is nested too deeply or holds a text that cannot be written in reasonable time.
pub(super) fn is_tangled_tree(page: &Document) -> bool {
    let mut stack = vec![(page.root(), 0)];
    while let Some((node, depth)) = stack.pop() {
        let escapes = node.query_or(0, |node| match &node.data {
            NodeData::Text { contents } => {
                let n_signs = contents.chars().filter(|c| matches!(c, '&' | '<' | '>' | '\u{a0}')).count();
                n_signs.saturating_mul(contents.len())
            }
            _ => 0,
        });
        if depth > MAX_DEPTH || escapes > MAX_ESCAPES {
            return true;
        }
        stack.extend(node.children_it(false).map(|child| (child, depth + 1)));
    }
    false
}

/// The characters outside tags, one line for each run.
pub(super) fn strip_tags(html: &str) -> String {
    let mut text = String::new();
    let mut is_raw = false;
    for piece in (Pieces { rest: html, raw: None }) {
        match piece {
            Piece::Text(run) if !is_raw => text.push_str(run),
            Piece::Text(_) => {}
            Piece::Start { name, .. } => {
                is_raw = name == b"script" || name == b"style";
                text.push('\n');
            }
            Piece::End { .. } => {
                is_raw = false;
                text.push('\n');
            }
        }
    }
    text
}

/// Cuts a page as a parser would, roughly. Every byte is looked at a constant number of times.
struct Pieces<'a> {
    rest: &'a str,
    /// Inside an element of [`RAW`].
    raw: Option<Vec<u8>>,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if let Some(name) = self.raw.take() {
            let end = raw_end(self.rest.as_bytes(), &name).unwrap_or(self.rest.len());
            return Some(Piece::Text(self.take(end)));
        }
        let bytes = self.rest.as_bytes();
        match bytes {
            [] => None,
            [b'<', b'/', letter, ..] if letter.is_ascii_alphabetic() => {
                let name = name(&bytes[2..]);
                let (end, ..) = tag_end(bytes, 2 + name.len());
                self.take(end);
                Some(Piece::End { name: name.to_ascii_lowercase() })
            }
            [b'<', letter, ..] if letter.is_ascii_alphabetic() => {
                let name = name(&bytes[1..]).to_ascii_lowercase();
                let (end, n_attributes, is_closed) = tag_end(bytes, 1 + name.len());
                self.take(end);
                if RAW.contains(&name.as_slice()) {
                    self.raw = Some(name.clone());
                }
                Some(Piece::Start { name, n_attributes, is_closed })
            }
            [b'<', b'!', b'-', b'-', ..] => {
                let end = self.rest.find("-->").map_or(self.rest.len(), |at| at + 3);
                self.take(end);
                Some(Piece::Text(""))
            }
            [b'<', b'!' | b'?' | b'/', ..] => {
                let end = self.rest.find('>').map_or(self.rest.len(), |at| at + 1);
                self.take(end);
                Some(Piece::Text(""))
            }
            [_, behind @ ..] => {
                let end = behind.iter().position(|b| *b == b'<').map_or(bytes.len(), |at| at + 1);
                Some(Piece::Text(self.take(end)))
            }
        }
    }
}

impl<'a> Pieces<'a> {
    /// Takes `end` bytes off the rest; ends lie behind or before an ASCII character.
    fn take(&mut self, end: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }
}

fn name(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'));
    &bytes[..end.unwrap_or(bytes.len())]
}

/// Where the end tag `</name` begins.
fn raw_end(bytes: &[u8], name: &[u8]) -> Option<usize> {
    let is_end = |at: &usize| {
        let behind = &bytes[*at..];
        behind.starts_with(b"</")
            && behind.get(2..2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
            && behind.get(2 + name.len()).is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))
    };
    (0..bytes.len()).find(is_end)
}

/// From behind a tag's name: where the tag ends, how many attributes it has, whether it ends in `/>`.
fn tag_end(bytes: &[u8], start: usize) -> (usize, usize, bool) {
    let find = |from: usize, is: &dyn Fn(u8) -> bool| {
        bytes[from..].iter().position(|b| is(*b)).map_or(bytes.len(), |found| from + found)
    };
    let (mut at, mut n_attributes) = (start, 0);
    loop {
        let slashes = at;
        at = find(at, &|b| !b.is_ascii_whitespace() && b != b'/');
        match bytes.get(at) {
            None => return (bytes.len(), n_attributes, false),
            Some(b'>') => return (at + 1, n_attributes, at > slashes && bytes[at - 1] == b'/'),
            Some(_) => {}
        }
        n_attributes += 1;
        at = find(at + 1, &|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>' | b'='));
        let value = find(at, &|b| !b.is_ascii_whitespace());
        if bytes.get(value) == Some(&b'=') {
            at = find(value + 1, &|b| !b.is_ascii_whitespace());
            at = match bytes.get(at) {
                Some(quote @ (b'"' | b'\'')) => (find(at + 1, &|b| b == *quote) + 1).min(bytes.len()),
                _ => find(at, &|b| b.is_ascii_whitespace() || b == b'>'),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_pages_are_not_tangled() {
        for page in [
            "<p>".repeat(5000) + &"<li>".repeat(5000),
            "<div><b>a</b></div>".repeat(5000),
            "<br>".repeat(5000) + &"<hr />".repeat(5000),
            format!("<svg>{}</svg>", "<path d='M0 0'/>".repeat(5000)),
            format!("<script>{}</script><p>a", "x = '<div>';".repeat(5000)),
            format!("<!-- {} --><p>a", "<div>".repeat(5000)),
            format!("<a title='{}'>a</a>", "<div>".repeat(5000)),
            "<dl>".to_owned() + &"<dt>a<dd>b".repeat(5000),
        ] {
            assert!(!is_tangled(&page), "{}", &page[..60]);
        }
    }

    #[test]
    fn endless_nesting_is_tangled_however_it_hides() {
        for page in [
            "<div>".repeat(500),
            "<div></x>".repeat(500),
            "<div><!-- </div> -->".repeat(500),
            "<div><a title='</div>'></a>".repeat(500),
            "<div><script></div></script>".repeat(500),
            format!("<svg>{}", "<td>".repeat(500)),
            format!("<p {}>", "a b=c d='e' ".repeat(100)),
            "<p>".repeat(MAX_TAGS + 1),
        ] {
            assert!(is_tangled(&page), "{}", &page[..60]);
        }
    }

    #[test]
    fn a_tree_is_tangled_by_its_depth_or_by_a_text_full_of_signs() {
        let is = |page: &str| is_tangled_tree(&Document::from(page));
        assert!(!is(&"<p>&amp; a".repeat(2000)));
        assert!(is(&"<div>".repeat(500)));
        assert!(is(&"&amp".repeat(60_000)));
    }

    #[test]
    fn tags_scripts_and_comments_are_stripped() {
        let page = "<p class='>'>Un<b>é</b> < 2<!-- <b> -->.<script>if (a</b) {}</script><style>p {}</style>Fin<";
        assert_eq!(strip_tags(page).split_whitespace().collect::<Vec<_>>(), ["Un", "é", "<", "2.", "Fin<"]);
    }
}
