//! The page: one self-contained HTML file per run, with the evidence highlighted.
//!
//! Takes documents with their provenance; gives a page that loads nothing from anywhere. The text stands beside its
//! statements; pointing at one shows the words of the other, with keyboard and screen reader as well, and links work
//! without the script. Everything that comes from a text is escaped by `maud`.

use crate::headings::{self, EventLine, by_kind, excerpt, title};
use crate::{Locale, Provenance};
use depeche_record::{Act, Document, Event, Span, Statement};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::borrow::Cow;
use std::collections::BTreeSet;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The page for `documents`, in the given order.
#[must_use]
pub fn page(documents: &[(Document, Provenance)], locale: &Locale) -> String {
    let words = &locale.page;
    let title = match documents {
        [(document, _)] => title(document, locale),
        _ => Cow::Borrowed(words.title.as_str()),
    };
    let page = html! {
        (DOCTYPE)
        html lang=(locale.language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    p.note { (words.note) }
                    ul.legend {
                        li { mark.source { (words.source) } }
                        li { mark.cue { (words.cue) } }
                        li { mark.content { (words.content) } }
                        li { mark.name { (words.name) } }
                    }
                    @if documents.len() > 1 {
                        nav { ol {
                            @for (index, (document, _)) in documents.iter().enumerate() {
                                li { a href={ "#d" (index + 1) } { (headings::title(document, locale)) } }
                            }
                        } }
                    }
                }
                main {
                    @for (index, (document, provenance)) in documents.iter().enumerate() {
                        (section(&Section { document, locale, id: format!("d{}", index + 1) }, provenance))
                    }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string()
}

struct Section<'a> {
    document: &'a Document,
    locale: &'a Locale,
    /// Prefix of every id in it.
    id: String,
}

fn section(section: &Section, provenance: &Provenance) -> Markup {
    let Section { document, locale, id } = section;
    let words = &locale.page;
    let source = &document.source;
    // Only addresses that a browser opens as pages become links.
    let url = source.url.as_deref().filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    let notices: Vec<_> = source.notices.iter().chain(&document.notices).collect();
    html! {
        section.document id=(id) {
            h1 { (title(document, locale)) }
            p.facts {
                @for fact in [&source.publisher, &source.published].into_iter().flatten() { (fact) " · " }
                @if let Some(url) = url { a href=(url) rel="noreferrer" { (url) } " · " }
                (words.read_in) " " (document.lang) " · depeche " (provenance.version)
            }
            div.columns {
                article.text lang=(document.lang) aria-label=(words.text) { (section.text()) }
                aside {
                    h2 { (locale.sheet.statements) }
                    @if document.statements.is_empty() { p.none { (locale.sheet.no_statements) } }
                    ol.statements {
                        @for (index, statement) in document.statements.iter().enumerate() {
                            (section.statement(index, statement))
                        }
                    }
                    h2 { (locale.sheet.events) }
                    @if document.events.is_empty() { p.none { (locale.sheet.no_events) } }
                    ol.events {
                        @for (index, event) in document.events.iter().enumerate() { (section.event(index, event)) }
                    }
                    h2 { (locale.sheet.names) }
                    @if by_kind(document).is_empty() { p.none { (locale.sheet.no_names) } }
                    (section.names())
                    @if !notices.is_empty() {
                        h2 { (locale.sheet.notices) }
                        ul.notices { @for notice in notices { li {
                            (locale.notice(notice))
                            @if let Some(span) = notice.span { span.full lang=(document.lang) { " (" (excerpt(&source.text, span)) ")" } }
                        } } }
                    }
                }
            }
        }
    }
}

/// What a stretch of text is for a statement, from outside in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Content,
    Source,
    Cue,
    Name,
}

impl Part {
    fn class(self) -> &'static str {
        match self {
            Self::Content => "content",
            Self::Source => "source",
            Self::Cue => "cue",
            Self::Name => "name",
        }
    }
}

impl Section<'_> {
    fn statement_id(&self, index: usize) -> String {
        format!("{}-s{}", self.id, index + 1)
    }

    /// The text, cut wherever a highlight begins or ends, so that highlights may nest and overlap.
    fn text(&self) -> Markup {
        let text = self.document.source.text.as_str();
        // (where, starts, what, number of the statement or entity)
        let mut edges: Vec<(usize, bool, Part, usize)> = Vec::new();
        let mut mark = |span: Span, part, number| {
            if !span.is_empty() {
                edges.push((span.start, true, part, number));
                edges.push((span.end, false, part, number));
            }
        };
        for (index, statement) in self.document.statements.iter().enumerate() {
            statement.content.iter().for_each(|&span| mark(span, Part::Content, index));
            statement.source.span.into_iter().for_each(|span| mark(span, Part::Source, index));
            statement.cue.iter().for_each(|&span| mark(span, Part::Cue, index));
        }
        for (index, entity) in self.document.entities.iter().enumerate() {
            entity.mentions.iter().filter_map(|mention| mention.name).for_each(|name| mark(name, Part::Name, index));
        }
        edges.sort_unstable();
        let mut active: BTreeSet<(Part, usize)> = BTreeSet::new();
        let mut anchored: BTreeSet<usize> = BTreeSet::new();
        let mut paragraphs = vec![Vec::new()];
        let mut at = 0;
        for (place, starts, part, number) in edges.into_iter().chain([(text.len(), false, Part::Name, usize::MAX)]) {
            for (index, line) in text[at..place].split('\n').enumerate() {
                if index > 0 {
                    paragraphs.push(Vec::new());
                }
                if !line.is_empty() {
                    let paragraph = paragraphs.last_mut().expect("there is always one");
                    paragraph.push(self.stretch(line, &active, &mut anchored));
                }
            }
            at = place;
            if starts {
                active.insert((part, number))
            } else {
                active.remove(&(part, number))
            };
        }
        html! { @for paragraph in paragraphs { p { @for stretch in paragraph { (stretch) } } } }
    }

    /// A stretch of text under the same highlights. The first one of a statement carries its anchor.
    fn stretch(&self, words: &str, active: &BTreeSet<(Part, usize)>, anchored: &mut BTreeSet<usize>) -> Markup {
        if active.is_empty() {
            return html! { (words) };
        }
        let mut classes: Vec<&str> = active.iter().map(|(part, _)| part.class()).collect();
        // What is said inside what is said is a shade darker.
        if classes.iter().filter(|class| **class == Part::Content.class()).count() > 1 {
            classes.push("nested");
        }
        classes.dedup();
        let statements: BTreeSet<usize> =
            active.iter().filter(|(part, _)| *part != Part::Name).map(|&(_, statement)| statement).collect();
        let ids: Vec<String> = statements.iter().map(|&statement| self.statement_id(statement)).collect();
        let named = active.iter().find(|(part, _)| *part == Part::Name);
        let tip = named.map(|&(_, entity)| self.document.entities[entity].name.as_str());
        let mut fresh: Vec<String> = Vec::new();
        for &statement in &statements {
            if anchored.insert(statement) {
                fresh.push(format!("{}-t", self.statement_id(statement)));
            }
        }
        html! {
            @for anchor in fresh { a.anchor id=(anchor) {} }
            mark class=(classes.join(" ")) data-statements=[(!ids.is_empty()).then(|| ids.join(" "))] title=[tip] {
                (words)
            }
        }
    }

    fn statement(&self, index: usize, statement: &Statement) -> Markup {
        let text = self.document.source.text.as_str();
        let (words, sheet) = (&self.locale.page, &self.locale.sheet);
        let id = self.statement_id(index);
        let others: Vec<&str> =
            statement.source.entities.iter().map(|&entity| self.document.entities[entity].name.as_str()).collect();
        let said = statement.source.span.map(|span| span.of(text));
        let full: Vec<&str> = others.into_iter().filter(|name| said.is_some_and(|said| !said.contains(name))).collect();
        let roles = [
            (&sheet.addressee, &statement.addressee),
            (&sheet.topic, &statement.topic),
            (&sheet.medium, &statement.medium),
        ];
        let statements = &self.document.statements;
        let depth = std::iter::successors(statement.within, |&outer| statements[outer].within).take(3).count();
        html! {
            li.statement.{ "depth" (depth) } id=(id) tabindex="0" {
                p.head {
                    span.number { (index + 1) } " "
                    @if let Some(said) = said { b.source lang=(self.document.lang) { (said) } } @else { i { (sheet.unnamed) } }
                    @if !full.is_empty() { span.full { " [" (full.join(", ")) "]" } }
                    " "
                    @if statement.cue.is_empty() { i { (sheet.alone) } }
                    @for (index, cue) in statement.cue.iter().enumerate() {
                        @if index > 0 { " … " }
                        span.cue lang=(self.document.lang) { (cue.of(text)) }
                    }
                    // Plain saying needs no label: it would stand on nearly every line.
                    @if statement.act != Act::Assert { " " span.act { (self.locale.act(statement.act)) } }
                }
                @if !statement.content.is_empty() {
                    blockquote lang=(self.document.lang) {
                        @for (index, span) in statement.content.iter().enumerate() {
                            @if index > 0 { " […] " }
                            (span.of(text))
                        }
                    }
                }
                p.foot {
                    (self.locale.mode(statement.mode))
                    @for (label, role) in roles {
                        @if let Some(role) = role { " · " (label) " " (role.span.of(text)) }
                    }
                    @if let Some(outer) = statement.within {
                        " · " (words.inside) " " a href={ "#" (self.statement_id(outer)) } { (outer + 1) }
                    }
                    " · " (words.confidence) " " (format!("{:.0} %", statement.confidence * 100.0))
                    @if !statement.cue.is_empty() || !statement.content.is_empty() {
                        " · " a href={ "#" (id) "-t" } { (words.show) }
                    }
                }
            }
        }
    }

    fn event(&self, index: usize, event: &Event) -> Markup {
        let text = self.document.source.text.as_str();
        let line = EventLine::new(self.document, event, self.locale);
        let evidence = event.mentions.first().map_or(&[][..], |first| &first.evidence);
        let mut tellers: Vec<usize> = event.mentions.iter().filter_map(|mention| mention.statement).collect();
        tellers.dedup();
        html! {
            li.event id={ (self.id) "-v" (index + 1) } {
                p.head {
                    span.number { (index + 1) } " "
                    b { (line.actors) }
                    @if !line.recipients.is_empty() { " → " b { (line.recipients) } }
                    " " span.type title=(self.locale.event(event.kind)) { (line.code) }
                    @for mention in &event.mentions { " " span.trigger lang=(self.document.lang) { (mention.trigger.of(text)) } }
                    @for detail in &line.details { " · " (detail) }
                }
                blockquote lang=(self.document.lang) {
                    @for (index, span) in evidence.iter().enumerate() {
                        @if index > 0 { " […] " }
                        (span.of(text))
                    }
                }
                p.foot {
                    (line.views.join(" · "))
                    @for teller in tellers {
                        " · " (self.locale.page.inside) " " a href={ "#" (self.statement_id(teller)) } { (teller + 1) }
                    }
                }
            }
        }
    }

    fn names(&self) -> Markup {
        html! {
            dl.names {
                @for (kind, entities) in by_kind(self.document) {
                    dt { (self.locale.kind(kind)) }
                    @for entity in entities {
                        dd {
                            (entity.name)
                            @if let Some(code) = &entity.actor { " " span.code { (code) } }
                            @if entity.mentions.len() > 1 { span.count { " ×" (entity.mentions.len()) } }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{dispatch, provenance};

    fn page_of(documents: Vec<Document>) -> String {
        let documents: Vec<_> = documents.into_iter().map(|document| (document, provenance())).collect();
        page(&documents, Locale::get("fr"))
    }

    /// What a browser would show of `html`, tags taken away.
    fn text_of(html: &str) -> String {
        let mut out = String::new();
        for part in html.split('<') {
            out.push_str(part.split_once('>').map_or(part, |(_, text)| text));
        }
        out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
    }

    #[test]
    fn the_article_shows_the_text_and_nothing_else() {
        let document = dispatch();
        let text = document.source.text.clone();
        let html = page_of(vec![document]);
        let article = html.split("<article").nth(1).unwrap().split_once('>').unwrap().1;
        let article = article.split("</article>").next().unwrap().replace("</p><p>", "\n");
        assert_eq!(text_of(&article), text);
    }

    #[test]
    fn a_text_cannot_write_html() {
        let html = page_of(vec![dispatch()]);
        assert!(html.contains("&lt;rien&gt;"));
        assert!(!html.contains("<rien>"));
    }

    #[test]
    fn every_link_has_its_target() {
        let html = page_of(vec![dispatch(), dispatch()]);
        for link in html.split("href=\"#").skip(1) {
            let target = link.split('"').next().unwrap();
            assert_eq!(html.matches(&format!("id=\"{target}\"")).count(), 1, "{target}");
        }
    }

    #[test]
    fn the_page_loads_nothing() {
        let html = page_of(vec![dispatch()]);
        for forbidden in ["src=", "@import", "url(", "<link", "fetch("] {
            assert!(!html.contains(forbidden), "{forbidden}");
        }
    }

    #[test]
    fn an_address_is_a_link_only_when_it_is_one() {
        let mut document = dispatch();
        document.source.url = Some("javascript:alert(1)".to_owned());
        assert!(!page_of(vec![document]).contains("javascript:"));
    }

    #[test]
    fn nothing_to_read() {
        assert!(page_of(vec![Document::default()]).contains("aucune déclaration"));
    }
}
