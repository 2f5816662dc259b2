//! What the program tells about itself: completions, manual page, schema.

use anyhow::Result;
use std::io::Write as _;
use std::process::ExitCode;

pub(crate) fn completions(command: &mut clap::Command, shell: clap_complete::Shell) -> Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(shell, command, "depeche", &mut script);
    print(&script)
}

pub(crate) fn man(command: clap::Command) -> Result<ExitCode> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command.name("depeche")).render(&mut page)?;
    print(&page)
}

pub(crate) fn schema() -> Result<ExitCode> {
    let mut schema = serde_json::to_vec_pretty(&depeche_export::schema())?;
    schema.push(b'\n');
    print(&schema)
}

/// The generators panic when a pipe closes: they write to memory, and this to the pipe.
fn print(bytes: &[u8]) -> Result<ExitCode> {
    std::io::stdout().lock().write_all(bytes)?;
    Ok(ExitCode::SUCCESS)
}
