//! The `depeche` command: from arguments to the engine and back to a terminal or a pipe.
//!
//! Each subcommand is a file in `commands/`. What people read (`--help`) is written beside the arguments; what the sheet
//! and the page say is in `locales/`.
//!
//! Exit codes: 0, everything was read; 1, something could not be (the rest was); 2, the command line was wrong.

mod commands;
mod input;
mod settings;

use clap::{CommandFactory as _, Parser, Subcommand};
use std::io::ErrorKind;
use std::process::ExitCode;

/// Read news: who said what, who did what to whom, according to whom, with the exact words.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, arg_required_else_help = true, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "Everything happens on this machine; nothing is sent anywhere.\n\n\
    Exit codes: 0 everything was read, 1 something could not be read (the rest was), 2 wrong command line.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Print the names, statements and events of articles.
    Read(commands::read::Arguments),
    /// Print sentences, tags and trees as CoNLL-U.
    Parse(commands::parse::Arguments),
    /// Score the engine against gold sets.
    Eval(commands::eval::Arguments),
    /// Print a completion script for your shell.
    Completions {
        /// The shell to complete for.
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    Man,
    /// Print the JSON Schema of what `read --format json` prints.
    #[command(hide = true)]
    Schema,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Read(arguments) => commands::read::run(&arguments),
        Command::Parse(arguments) => commands::parse::run(&arguments),
        Command::Eval(arguments) => commands::eval::run(&arguments),
        Command::Completions { shell } => commands::about::completions(&mut Arguments::command(), shell),
        Command::Man => commands::about::man(Arguments::command()),
        Command::Schema => commands::about::schema(),
    };
    match outcome {
        Ok(code) => code,
        // Whoever reads our output has had enough (`| head`): that is no error.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("depeche: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = |cause: &(dyn std::error::Error + 'static)| {
        let json = cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind).or(json)
    };
    error.chain().filter_map(io).any(|kind| kind == ErrorKind::BrokenPipe)
}
