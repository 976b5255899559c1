//! `quipu completions`: what a shell needs to complete verbs, options and their values.

use crate::failure::Failure;
use crate::output::Draft;
use crate::{Outcome, terminal};
use clap::Args;
use clap_complete::{Generator, Shell};
use std::io::Write;
use std::path::PathBuf;

/// Print the completions for a shell
///
/// For bash: quipu completions bash --out ~/.local/share/bash-completion/completions
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The shell
    shell: Shell,

    /// Write a file of the name that the shell expects into this folder instead
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments, mut command: clap::Command) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "quipu", &mut script);
    match &arguments.out {
        Some(folder) => {
            let mut draft = Draft::new(&folder.join(arguments.shell.file_name("quipu")))?;
            draft.write_all(&script).map_err(|error| draft.failure(&error))?;
            draft.publish()?;
        }
        None => terminal::print(&String::from_utf8_lossy(&script))?,
    }
    Ok(Outcome::Done)
}
