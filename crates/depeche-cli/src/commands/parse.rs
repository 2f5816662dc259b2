//! `depeche parse`: text or given tokens in, CoNLL-U out.

use crate::input::{complain, inputs, name};
use crate::settings::Settings;
use anyhow::{Context as _, Result};
use clap::ValueEnum;
use depeche::ingest::{ReadOptions, Source, read_source};
use depeche::{ConlluFile, Engine};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

const EXAMPLES: &str = "Examples:
  depeche parse article.txt
  depeche parse --lang fr --input conllu tokens.conllu > trees.conllu

Names stand in the MISC column as Name=B-person, Name=I-person. With --input conllu, tokens and
sentences stay as they are: one row comes out for each word row, and all columns but ID and FORM
may be `_`.";

/// Arguments of `depeche parse`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Files, folders or patterns; `-` reads standard input.
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// What the files hold.
    #[arg(long, value_enum, default_value_t = Kind::Text)]
    input: Kind,
    #[command(flatten)]
    settings: Settings,
}

/// Forms of input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Articles, as for `read`.
    Text,
    /// Sentences already cut into tokens.
    Conllu,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let Some(inputs) = inputs(&arguments.paths) else { return Ok(ExitCode::FAILURE) };
    let engine = arguments.settings.engine(None, None)?;
    let several = inputs.len() > 1;
    let mut code = ExitCode::SUCCESS;
    for input in inputs {
        let parsed = input.map_err(anyhow::Error::from).and_then(|source| {
            let conllu = match arguments.input {
                Kind::Text => text(&engine, &source)?,
                Kind::Conllu => given(&engine, &source)?,
            };
            Ok((name(&source), conllu))
        });
        match parsed {
            Ok((name, conllu)) => {
                let mut out = std::io::stdout().lock();
                if several {
                    writeln!(out, "# newdoc id = {name}")?;
                }
                out.write_all(conllu.as_bytes())?;
            }
            Err(problem) => {
                complain(format_args!("{problem:#}"));
                code = ExitCode::FAILURE;
            }
        }
    }
    Ok(code)
}

fn text(engine: &Engine, source: &Source) -> Result<String> {
    let parsed = engine.parse(read_source(source, &ReadOptions::default())?);
    Ok(depeche_syntax::write(&parsed.text, &parsed.sentences))
}

/// Not through ingest: columns of tags and numbers are no article, whatever they look like.
fn given(engine: &Engine, source: &Source) -> Result<String> {
    let content = match source {
        Source::Stdin => std::io::read_to_string(std::io::stdin().lock()).context("-: cannot be read as UTF-8")?,
        Source::Path(path) => {
            std::fs::read_to_string(path).with_context(|| format!("{}: cannot be read as UTF-8", path.display()))?
        }
    };
    let given = depeche_syntax::read(&content).with_context(|| name(source))?;
    let mut file = ConlluFile::lay_out(&given);
    engine.parse_given(&mut file);
    for notice in &file.notices {
        complain(format_args!("{}: {}", name(source), notice.message));
    }
    Ok(depeche_syntax::write_given(&file, &given))
}
