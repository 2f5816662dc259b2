//! `depeche parse`: text or given tokens in, CoNLL-U out.

use crate::input::{self, Input};
use crate::settings::Settings;
use anyhow::Result;
use clap::ValueEnum;
use depeche::{ConlluFile, Engine};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

const EXAMPLES: &str = "Examples:
  depeche parse article.txt
  depeche parse --lang fr --input conllu tokens.conllu > trees.conllu

Names stand in the MISC column as Name=B-person, Name=I-person. With --input conllu, tokens and sentences
stay as they are: one row comes out for each word row, and every column but ID and FORM may be `_`.";

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
    let (inputs, mut problems) = match arguments.input {
        Kind::Text => input::list(&arguments.paths),
        Kind::Conllu => input::list_all(&arguments.paths),
    };
    for problem in &problems {
        eprintln!("depeche: {problem}");
    }
    if inputs.is_empty() {
        return Ok(ExitCode::FAILURE);
    }
    let engine = arguments.settings.engine(None)?;
    let several = inputs.len() > 1;
    for input in &inputs {
        let parsed = match arguments.input {
            Kind::Text => text(&engine, input),
            Kind::Conllu => given(&engine, input),
        };
        match parsed {
            Ok(conllu) => {
                let mut out = std::io::stdout().lock();
                if several {
                    writeln!(out, "# newdoc id = {}", input.name())?;
                }
                out.write_all(conllu.as_bytes())?;
            }
            Err(problem) => {
                eprintln!("depeche: {problem}");
                problems.push(problem);
            }
        }
    }
    Ok(if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn text(engine: &Engine, input: &Input) -> Result<String, String> {
    let parsed = engine.parse(input.open()?);
    Ok(depeche_syntax::write(&parsed.text, &parsed.sentences))
}

fn given(engine: &Engine, input: &Input) -> Result<String, String> {
    let content = input.raw()?;
    let given = depeche_syntax::read(&content).map_err(|error| format!("{}: {error}", input.name()))?;
    let mut file = ConlluFile::lay_out(&given);
    engine.parse_given(&mut file);
    for notice in &file.notices {
        eprintln!("depeche: {}: {}", input.name(), notice.message);
    }
    Ok(depeche_syntax::write_given(&file, &given))
}
