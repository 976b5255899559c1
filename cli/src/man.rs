//! `quipu man`: the manual, from the same definitions as the help.

use crate::failure::Failure;
use crate::output::Folder;
use crate::{Outcome, terminal};
use clap::Args;
use clap_mangen::Man;
use std::io::{self, Write};
use std::path::PathBuf;

/// Print the manual page
///
/// To read it: quipu man | man -l -
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Write a page for the command and one for each verb into this folder instead
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments, mut command: clap::Command) -> Result<Outcome, Failure> {
    command = command.disable_help_subcommand(true);
    command.build();
    let Some(path) = &arguments.out else {
        terminal::print(&String::from_utf8_lossy(&page(&command)?))?;
        return Ok(Outcome::Done);
    };
    let mut folder = Folder::open(path)?;
    for command in std::iter::once(&command).chain(command.get_subcommands()) {
        let name = command.get_display_name().unwrap_or_else(|| command.get_name());
        let mut draft = folder.draft(&format!("{name}.1"))?;
        draft.write_all(&page(command)?).map_err(|error| draft.failure(&error))?;
        folder.finish(draft)?;
    }
    folder.publish()?;
    Ok(Outcome::Done)
}

fn page(command: &clap::Command) -> Result<Vec<u8>, Failure> {
    let mut page = Vec::new();
    let rendered: io::Result<()> = Man::new(command.clone()).render(&mut page);
    rendered.map_err(|error| Failure::new("internal", error.to_string()))?;
    Ok(page)
}
