//! A web page to its article.
//!
//! Readability finds the article; what it drops though it carries facts (who a block quotation is from) is kept by hand.
//! The text is headline, newline, article. A page without an article gives the text of its whole body, and a notice.

mod tangle;

use self::tangle::{is_tangled, is_tangled_tree, strip_tags};
use crate::encoding::notice;
use depeche_record::{Notice, NoticeCode, Text};
use dom_query::Document;
use dom_smoothie::{Article, Config, Readability, TextMode};

/// Elements that hold no reading text.
const NOT_TEXT: &str = "script, style, noscript, template, svg, nav, form, button, select, iframe, object";

/// Whether the bytes begin like a web page.
pub(crate) fn looks_like_html(bytes: &[u8]) -> bool {
    let head: Vec<u8> = head(bytes);
    let head = String::from_utf8_lossy(&head);
    let head = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{fffd}');
    head.starts_with("<!doctype html")
        || head.starts_with("<html")
        || (head.starts_with('<')
            && ["<html", "<head>", "<body", "<article", "<meta "].iter().any(|tag| head.contains(tag)))
}

/// The encoding that a page names in its head: `<meta charset>`, `content="…; charset=…"`, `<?xml encoding=…?>`.
pub(crate) fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let head = head(bytes);
    let head = String::from_utf8_lossy(&head);
    let at = head.find("charset=").map(|at| at + 8).or_else(|| head.find("encoding=").map(|at| at + 9))?;
    let label = head[at..].trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))).unwrap_or(label.len());
    (end > 0).then(|| label[..end].to_owned())
}

/// The first two kilobytes in lower case, zeros (UTF-16) left out.
fn head(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().take(4096).filter(|b| **b != 0).take(2048).map(u8::to_ascii_lowercase).collect()
}

/// Reads a page.
pub(crate) fn read(html: &str) -> Text {
    if is_tangled(html) {
        return without_structure(html);
    }
    let page = Document::from(html);
    if is_tangled_tree(&page) {
        return without_structure(html);
    }
    name_quoted(&page);
    let mut text = Text { url: canonical(&page), lang: language(&page), ..Text::default() };
    let article = article(&page);
    let meta = |names: &[&str]| names.iter().find_map(|name| meta(&page, name));
    if let Some(article) = &article {
        text.publisher = filled(article.site_name.as_deref());
        text.published = article.published_time.as_deref().and_then(date);
        text.url = text.url.or_else(|| filled(article.url.as_deref()));
    }
    text.publisher = text.publisher.or_else(|| meta(&["og:site_name", "application-name", "dc.publisher"]));
    text.published = text.published.or_else(|| {
        meta(&["article:published_time", "datepublished", "date", "dc.date", "dcterms.created", "pubdate"])
            .as_deref()
            .and_then(date)
            .or_else(|| page.select("time[datetime]").iter().find_map(|time| date(&time.attr("datetime")?)))
    });
    text.title = headline(&page, article.as_ref());
    let is_article = Readability::with_document(page.clone(), None, None).is_ok_and(|r| r.is_probably_readable());
    let body = match article {
        Some(article) if is_article => tidy(&article.text_content),
        _ => {
            text.notices.push(no_article());
            page.select(NOT_TEXT).remove();
            page.body().map(|body| tidy(&body.formatted_text())).unwrap_or_default()
        }
    };
    text.text = match &text.title {
        Some(title) => {
            // The article often begins with its headline.
            let rest = body.strip_prefix(title.as_str()).filter(|rest| rest.is_empty() || rest.starts_with('\n'));
            let body = rest.unwrap_or(&body).trim_start_matches('\n');
            if body.is_empty() { title.clone() } else { format!("{title}\n{body}") }
        }
        None => body,
    };
    text
}

fn without_structure(html: &str) -> Text {
    let message =
        "This page is nested too deeply, or too large, to be an article's; its text was taken without its structure.";
    Text {
        text: tidy(&strip_tags(html)),
        notices: vec![notice(NoticeCode::NoArticle, message.to_owned())],
        ..Text::default()
    }
}

fn no_article() -> Notice {
    notice(
        NoticeCode::NoArticle,
        "No article was recognised in this page; the text of the whole page was read.".to_owned(),
    )
}

fn article(page: &Document) -> Option<Article> {
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    Readability::with_document(page.clone(), None, Some(config)).ok()?.parse().ok()
}

/// Readability drops footers, also those that say whom a block quotation is from: make them paragraphs.
fn name_quoted(page: &Document) {
    page.select("blockquote footer, figure footer").rename("p");
}

/// The headline: the page's one main heading when its title agrees, else the title without the publisher's name.
fn headline(page: &Document, article: Option<&Article>) -> Option<String> {
    let title = article.map(|a| one_line(&a.title)).filter(|title| !title.is_empty());
    let headings: Vec<String> =
        page.select("h1").iter().map(|h| one_line(&h.text())).filter(|heading| !heading.is_empty()).collect();
    match (title, headings.as_slice()) {
        (Some(title), headings) => {
            let longest = headings
                .iter()
                .filter(|h| title.contains(h.as_str()) && h.len() * 3 >= title.len())
                .max_by_key(|h| h.len());
            Some(longest.cloned().unwrap_or(title))
        }
        (None, [heading]) => Some(heading.clone()),
        (None, _) => filled(Some(&one_line(&page.select("title").text()))),
    }
}

fn canonical(page: &Document) -> Option<String> {
    let link = page.select("link[rel=canonical]").attr("href").map(|href| href.to_string());
    link.filter(|href| href.starts_with("http")).or_else(|| meta(page, "og:url"))
}

fn language(page: &Document) -> Option<String> {
    let lang = page.select("html").attr("lang").or_else(|| page.select("html").attr("xml:lang"));
    filled(lang.as_deref())
}

fn meta(page: &Document, name: &str) -> Option<String> {
    page.select("meta").iter().find_map(|tag| {
        let is = |attribute: &str| tag.attr(attribute).is_some_and(|value| value.eq_ignore_ascii_case(name));
        if is("name") || is("property") || is("itemprop") { filled(tag.attr("content").as_deref()) } else { None }
    })
}

fn filled(value: Option<&str>) -> Option<String> {
    value.map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Trims lines and leaves at most one blank line between paragraphs.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut blank = 0;
    for line in text.lines() {
        let line = line.trim();
        if line.is_empty() {
            blank += 1;
            continue;
        }
        if !tidy.is_empty() {
            tidy.push_str(if blank > 0 { "\n\n" } else { "\n" });
        }
        blank = 0;
        tidy.push_str(line);
    }
    tidy
}

/// An RFC 3339 date or date-time; the date alone when the time has no zone or the rest is odd.
fn date(value: &str) -> Option<String> {
    let value = value.trim();
    let day = value.get(..10)?;
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let mut parts = day.split('-');
    let (year, month, date) = (parts.next()?, parts.next()?, parts.next()?);
    let in_range =
        |s: &str, range: std::ops::RangeInclusive<u32>| s.len() == 2 && s.parse().is_ok_and(|n| range.contains(&n));
    if !(year.len() == 4 && digits(year) && in_range(month, 1..=12) && in_range(date, 1..=31)) {
        return None;
    }
    Some(time(value.get(10..)?).map_or_else(|| day.to_owned(), |time| format!("{day}T{time}")))
}

/// `hh:mm:ss` with its zone from what follows a date: `T10:00Z`, ` 10:00:00.5+0200`.
fn time(rest: &str) -> Option<String> {
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let is_time = |c: char| c.is_ascii_digit() || c == ':' || c == '.';
    let (clock, zone) = rest.split_at(rest.find(|c: char| !is_time(c))?);
    let clock = clock.split('.').next()?;
    let fields: Vec<u32> = clock
        .split(':')
        .map(|field| if field.len() == 2 { field.parse().ok() } else { None })
        .collect::<Option<_>>()?;
    let clock = match *fields.as_slice() {
        [h, m] if h < 24 && m < 60 => format!("{h:02}:{m:02}:00"),
        [h, m, s] if h < 24 && m < 60 && s <= 60 => format!("{h:02}:{m:02}:{s:02}"),
        _ => return None,
    };
    let zone = zone.trim();
    if zone.eq_ignore_ascii_case("z") || zone.eq_ignore_ascii_case("utc") || zone.eq_ignore_ascii_case("gmt") {
        return Some(format!("{clock}Z"));
    }
    let sign = zone.chars().next().filter(|c| matches!(c, '+' | '-'))?;
    let digits: String = zone[1..].chars().filter(|c| *c != ':').collect();
    let valid =
        digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit()) && &digits[..2] < "24" && &digits[2..] < "60";
    valid.then(|| format!("{clock}{sign}{}:{}", &digits[..2], &digits[2..]))
}

#[cfg(test)]
mod tests;
