//! `depeche read`: articles in, names, statements and events out.
//!
//! Documents are read at once on all threads and printed in the order they were given, each as soon as it can be, so
//! that memory stays bounded and a long run shows what it does. Only the HTML page waits for the last one: it is one
//! page. A file that cannot be read is a line on stderr and never stops the others.

use crate::input::{complain, inputs};
use crate::settings::{Settings, provenance};
use anyhow::{Context as _, Result};
use clap::ValueEnum;
use depeche::ingest::{IngestError, ReadOptions, Source, read_source};
use depeche::{Document, Engine, Sentence, World};
use depeche_export::{Locale, Provenance, explanation, page, record, sheet};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{BufWriter, IsTerminal as _, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;

const EXAMPLES: &str = "Examples:
  depeche read article.html
  depeche read --format jsonl articles/ > records.jsonl
  depeche read --format html --locale fr 'dispatches/2023-08-*.txt' > page.html
  curl -s https://example.org/story | depeche read --format json -

A folder is read with all it holds, in path order. JSON offsets count Unicode code points.
With --format json, one document prints one object and several print an array; jsonl prints one
object a line.";

/// Arguments of `depeche read`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Files, folders or patterns; `-` reads standard input.
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// What to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The day that relative dates are counted from, when the text does not tell (YYYY-MM-DD).
    #[arg(long, value_name = "DATE", value_parser = date)]
    date: Option<String>,
    /// Your own actors with their codes: CSV, TOML or a PETRARCH actor dictionary. They win over the built-in ones.
    #[arg(long, value_name = "FILE")]
    actors: Option<PathBuf>,
    /// Language of labels in text and html: fr or en. Taken from the environment when left out.
    #[arg(long, value_name = "CODE", value_parser = locale)]
    locale: Option<String>,
    /// Say why a statement was read as it was, by its number in the sheet or its id: 7, s7. With --format text.
    #[arg(long, value_name = "STATEMENT", value_parser = statement)]
    explain: Option<usize>,
    #[command(flatten)]
    settings: Settings,
}

/// Forms of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A sheet for people, on a terminal.
    Text,
    /// The record of one document, or an array of records.
    Json,
    /// One record a line.
    Jsonl,
    /// One page for a browser, with the evidence highlighted.
    Html,
}

/// Columns of a sheet nobody asked to be narrower: longer lines are hard to read.
const WIDEST: usize = 100;
/// Columns when the output is no terminal.
const DEFAULT_WIDTH: usize = 80;
/// From this many documents on, a progress bar says how far we are.
const MANY: usize = 3;

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let Some(inputs) = inputs(&arguments.paths) else { return Ok(ExitCode::FAILURE) };
    // Got ready while the model opens; who needs it sooner waits for it.
    std::thread::spawn(World::embedded);
    let sheet = matches!(arguments.format, Format::Text);
    anyhow::ensure!(sheet || arguments.explain.is_none(), "--explain goes with --format text only; JSON has `why`");
    let engine = arguments.settings.engine(arguments.date.as_deref(), arguments.actors.as_deref())?;
    let open = |source: Result<Source, IngestError>| read_source(&source?, &ReadOptions::default());
    let progress = progress(inputs.len());
    let mut printer = Printer::new(arguments, provenance(&engine), inputs.len());
    let (mut failed, mut outcome) = (false, Ok(()));
    let mut each = |result: Result<Document, IngestError>| {
        progress.inc(1);
        match result {
            Ok(document) => {
                outcome = match arguments.explain {
                    Some(number) => printer.explanation(&engine, &document, number),
                    None => printer.document(document),
                }
            }
            Err(problem) => {
                failed = true;
                progress.suspend(|| complain(problem));
            }
        }
        if outcome.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    if inputs.len() == 1 {
        // Alone, a document gets all threads.
        let _ = inputs.into_iter().try_for_each(|input| each(open(input).map(|text| engine.read(text))));
    } else {
        engine.read_many(inputs, open, each);
    }
    progress.finish_and_clear();
    outcome.and_then(|()| printer.finish()).context("cannot write the output")?;
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn progress(n_documents: usize) -> ProgressBar {
    // Sheets scrolling past are progress enough, and the two would overwrite each other.
    if n_documents < MANY || !std::io::stderr().is_terminal() || std::io::stdout().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {eta}");
    ProgressBar::new(n_documents as u64).with_style(style.expect("the template is well formed"))
}

/// Prints documents in one format.
struct Printer {
    format: Format,
    locale: &'static Locale,
    provenance: Provenance,
    /// Several documents are expected: JSON prints an array.
    several: bool,
    n_printed: usize,
    /// Waiting for the page.
    collected: Vec<(Document, Provenance)>,
}

impl Printer {
    fn new(arguments: &Arguments, provenance: Provenance, n_documents: usize) -> Self {
        let environment = || {
            let variables = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter();
            variables.filter_map(|name| std::env::var(name).ok()).find(|value| !value.is_empty())
        };
        let locale = arguments.locale.clone().or_else(environment).unwrap_or_default();
        Self {
            format: arguments.format,
            locale: Locale::get(&locale),
            provenance,
            several: n_documents > 1,
            n_printed: 0,
            collected: Vec::new(),
        }
    }

    /// Why statement `number`, from 1, was read as it was.
    fn explanation(&mut self, engine: &Engine, document: &Document, number: usize) -> Result<()> {
        let last = document.statements.len();
        let Some(statement) = document.statements.get(number - 1) else {
            anyhow::bail!("there is no statement {number} to explain; the document has {last}");
        };
        let n_judged = engine.calibration().curve(statement.maker()).n;
        let steps = engine.explain(document, number - 1);
        let mut out = anstream::stdout().lock();
        out.write_all(explanation(document, number - 1, &steps, n_judged, self.locale).as_bytes())?;
        Ok(())
    }

    fn document(&mut self, mut document: Document) -> Result<()> {
        // Nothing that is printed needs a tree; a thousand articles' worth of them, or one of fifty megabytes, is much.
        for sentence in &mut document.sentences {
            let (span, paragraph) = (sentence.span, sentence.paragraph);
            *sentence = Sentence { span, paragraph, ..Sentence::default() };
        }
        match self.format {
            Format::Text => {
                let mut out = anstream::stdout().lock();
                if self.n_printed > 0 {
                    writeln!(out, "\n")?;
                }
                let width = terminal_size::terminal_size().map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0));
                out.write_all(sheet(&document, self.locale, width.min(WIDEST)).as_bytes())?;
            }
            Format::Json | Format::Jsonl => {
                let mut out = BufWriter::new(std::io::stdout().lock());
                let record = record(&document, &self.provenance);
                if self.format == Format::Jsonl {
                    serde_json::to_writer(&mut out, &record)?;
                    writeln!(out)?;
                } else {
                    match (self.several, self.n_printed) {
                        (true, 0) => writeln!(out, "[")?,
                        (true, _) => writeln!(out, ",")?,
                        (false, _) => {}
                    }
                    serde_json::to_writer_pretty(&mut out, &record)?;
                    if !self.several {
                        writeln!(out)?;
                    }
                }
                out.flush()?;
            }
            Format::Html => {
                self.collected.push((document, self.provenance.clone()));
            }
        }
        self.n_printed += 1;
        Ok(())
    }

    fn finish(self) -> Result<()> {
        let mut out = std::io::stdout().lock();
        match self.format {
            Format::Html => writeln!(out, "{}", page(&self.collected, self.locale))?,
            Format::Json if self.several && self.n_printed == 0 => writeln!(out, "[]")?,
            Format::Json if self.several => writeln!(out, "\n]")?,
            _ => {}
        }
        out.flush()?;
        Ok(())
    }
}

/// The number of a statement, from 1.
fn statement(text: &str) -> Result<usize, String> {
    let number = text.strip_prefix('s').unwrap_or(text).parse().ok().filter(|&number: &usize| number > 0);
    number.ok_or_else(|| "a statement is a number from 1 on, as the sheet prints it, or an id: 7, s7".to_owned())
}

/// A language that we speak to users.
fn locale(text: &str) -> Result<String, String> {
    let known = || format!("labels are in {}", Locale::codes().collect::<Vec<_>>().join(" or "));
    Locale::find(text).map(|_| text.to_owned()).ok_or_else(known)
}

/// A calendar date, as RFC 3339 writes it.
fn date(text: &str) -> Result<String, String> {
    let number = |range| text.get(range).filter(|part: &&str| part.bytes().all(|b| b.is_ascii_digit()))?.parse().ok();
    let parts = (number(0..4), number(5..7), number(8..10));
    let shape = text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
    let (Some(year), Some(month), Some(day), true) = (parts.0, parts.1, parts.2, shape) else {
        return Err("a date looks like 2023-08-31".to_owned());
    };
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let last: u32 = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => 0,
    };
    if (1..=last).contains(&day) { Ok(text.to_owned()) } else { Err("there is no such day".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn dates() {
        assert!(date("2024-02-29").is_ok());
        for wrong in
            ["2023-02-29", "2023-13-01", "23-08-31", "2023-08-31T10:00", "2023/08/31", "hier", "2023-08-3é", ""]
        {
            assert!(date(wrong).is_err(), "{wrong}");
        }
    }
}
