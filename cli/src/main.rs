//! Quipu on the command line. This file parses, dispatches and sets the exit code; every verb is a file of its own.
//!
//! Exit codes: 0 ran; 1 a condition that the user asked to fail on was met; 2 error, or an input could not be read.
#![allow(clippy::disallowed_methods, reason = "the command line is the edge that opens files and knows the clock")]

mod accounts;
mod alerts;
mod analyze;
mod choice;
mod completions;
mod diff;
mod distance;
mod evaluate;
mod failure;
mod inspect;
mod interrupt;
mod joining;
mod man;
mod output;
mod owners;
mod parties;
mod progress;
mod rates;
mod reading;
mod simulate;
mod table;
mod terminal;
mod typologies;

use clap::{CommandFactory, Parser, Subcommand};
use std::process::ExitCode;

/// Finds the shapes of money laundering in exported transactions.
///
/// Reads what banks and payment systems export, builds the graph of who paid whom and when, and writes each finding with
/// the transactions that are its evidence.
#[derive(Debug, Parser)]
#[command(name = "quipu", version, max_term_width = 100, propagate_version = true, subcommand_required = true)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Analyze(analyze::Arguments),
    Inspect(inspect::Arguments),
    Owners(owners::Arguments),
    Distance(distance::Arguments),
    Evaluate(evaluate::Arguments),
    Diff(diff::Arguments),
    Simulate(simulate::Arguments),
    Typologies(typologies::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

/// How a verb that ran ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Done,
    /// A condition that the user asked to fail on was met.
    ConditionMet,
    /// Some inputs could not be read, and that was said; the results are those of the others.
    Incomplete,
}

impl Outcome {
    /// Incomplete when there are inputs that could not be read; says why of each.
    fn or_incomplete(self, unread: &[failure::Failure]) -> Self {
        unread.iter().for_each(terminal::report);
        if unread.is_empty() { self } else { Self::Incomplete }
    }

    /// Condition met when there are any of what the user asked to fail on; says so unless `quiet`.
    fn or_met(self, number: u64, what: &str, quiet: bool) -> Self {
        if number == 0 {
            return self;
        }
        if !quiet {
            terminal::warn(&format!("exit code 1, as asked with --fail-on: {} {what}", table::count(number)));
        }
        Self::ConditionMet
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let run = || match arguments.verb {
        Verb::Analyze(arguments) => analyze::run(&arguments),
        Verb::Inspect(arguments) => inspect::run(&arguments),
        Verb::Owners(arguments) => owners::run(&arguments),
        Verb::Distance(arguments) => distance::run(&arguments),
        Verb::Evaluate(arguments) => evaluate::run(&arguments),
        Verb::Diff(arguments) => diff::run(&arguments),
        Verb::Simulate(arguments) => simulate::run(&arguments),
        Verb::Typologies(arguments) => typologies::run(&arguments),
        Verb::Completions(arguments) => completions::run(&arguments, Arguments::command()),
        Verb::Man(arguments) => man::run(&arguments, Arguments::command()),
    };
    match failure::catch(run) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::ConditionMet) => ExitCode::from(1),
        Ok(Outcome::Incomplete) => ExitCode::from(2),
        Err(failure) => {
            terminal::report(&failure);
            ExitCode::from(2)
        }
    }
}
