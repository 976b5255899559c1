//! `quipu simulate`: an invented world of payments with a known answer.

use crate::choice::named;
use crate::failure::Failure;
use crate::output::{Draft, Folder};
use crate::progress::Progress;
use crate::table::{count, many, size};
use crate::{Outcome, terminal};
use clap::Args;
use quipu::model::Resolution;
use quipu::simulate::{LookAlike, OutputFormat, Parameters, Planted, SimulateError, Simulation};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Invent payments with planted patterns and honest look-alikes
///
/// Accounts at invented banks in several countries are paid, pay rent, shop and trade; among that, patterns of laundering
/// are planted, and honest business that looks like them. The same seed gives the same bytes on every machine.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The same seed and options give the same bytes
    #[arg(long, value_name = "S", default_value_t = Parameters::default().seed)]
    seed: u64,

    /// How many accounts
    #[arg(long, value_name = "N", default_value_t = Parameters::default().accounts)]
    accounts: u32,

    /// How many transactions, exactly
    #[arg(long, value_name = "M", default_value_t = Parameters::default().transactions)]
    transactions: u32,

    /// The file for the transactions; `-` is standard output
    #[arg(long, value_name = "FILE")]
    out: PathBuf,

    /// A file for what was planted: one JSON object a line
    #[arg(long, value_name = "FILE")]
    truth: Option<PathBuf>,

    /// A file for what was planted, as AMLworld's *_Patterns.txt has it
    #[arg(long, value_name = "FILE")]
    attempts: Option<PathBuf>,

    /// Plant an organisation across three countries that only parties show, and write them into this folder
    ///
    /// customers.csv (who holds the accounts), owners.csv and relations.csv (who owns whom, and what else they are to each
    /// other), list.csv (a list with one of them). It needs 600 accounts and 75 days.
    #[arg(long, value_name = "DIR")]
    organization: Option<PathBuf>,

    /// How rows are written
    #[arg(long, value_name = "FORMAT", value_parser = named(&FORMATS), default_value = FORMATS[0].0)]
    format: OutputFormat,

    /// Over how many days
    #[arg(long, value_name = "DAYS", default_value_t = Parameters::default().days, help_heading = "The world")]
    days: u32,

    /// How finely time is told
    #[arg(long, value_name = "STEP", value_parser = named(&RESOLUTIONS), default_value = RESOLUTIONS[0].0, help_heading = "The world")]
    resolution: Resolution,

    /// Instances of each pattern, or of one, as 3 or temporal-cycle=5; one for every 25,000 transactions when not given
    #[arg(long, value_name = "[PATTERN=]N", value_delimiter = ',', value_parser = counted::<Planted>, help_heading = "The world")]
    planted: Vec<(Option<Planted>, u32)>,

    /// Instances of each look-alike, or of one, as 3 or payroll=5; one for every 25,000 transactions when not given
    #[arg(long, value_name = "[NAME=]N", value_delimiter = ',', value_parser = counted::<LookAlike>, help_heading = "The world")]
    look_alikes: Vec<(Option<LookAlike>, u32)>,

    /// Print nothing but failures
    #[arg(long, short)]
    quiet: bool,
}

const FORMATS: [(&str, OutputFormat); 2] = [("quipu", OutputFormat::Quipu), ("amlworld", OutputFormat::AmlWorld)];
const RESOLUTIONS: [(&str, Resolution); 4] = [
    ("second", Resolution::Second),
    ("minute", Resolution::Minute),
    ("hour", Resolution::Hour),
    ("day", Resolution::Day),
];

/// Something of which a number of instances can be asked for.
trait Kind: Copy + 'static {
    fn all() -> &'static [Self];
    fn name(self) -> &'static str;
}

impl Kind for Planted {
    fn all() -> &'static [Self] {
        Self::ALL
    }
    fn name(self) -> &'static str {
        self.name()
    }
}

impl Kind for LookAlike {
    fn all() -> &'static [Self] {
        Self::ALL
    }
    fn name(self) -> &'static str {
        self.name()
    }
}

fn counted<K: Kind>(text: &str) -> Result<(Option<K>, u32), String> {
    let (kind, number) = match text.split_once('=') {
        Some((name, number)) => {
            let names = || K::all().iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", ");
            let kind = K::all().iter().find(|kind| kind.name() == name);
            (Some(*kind.ok_or_else(|| format!("{name:?} is none of {}", names()))?), number)
        }
        None => (None, text),
    };
    Ok((kind, number.parse().map_err(|_| format!("{number:?} is no number of instances"))?))
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let progress = Progress::new(arguments.quiet);
    let standard_output = arguments.out.as_os_str() == "-";
    // What cannot be written is found before the work.
    let rows = if standard_output { None } else { Some(Draft::new(&arguments.out)?) };
    let truth = arguments.truth.as_deref().map(Draft::new).transpose()?;
    let attempts = arguments.attempts.as_deref().map(Draft::new).transpose()?;
    let mut folder = arguments.organization.as_deref().map(Folder::open).transpose()?;

    progress.working("inventing");
    let simulation = Simulation::new(arguments.parameters()).map_err(|error| failure(&error))?;
    let total = u64::from(simulation.transactions());
    let mut written = |rows: u64| quipu::detect::Watch::progress(&progress, "writing", rows, total);
    let bytes = match rows {
        Some(mut draft) => {
            let result = simulation.write(&mut draft, arguments.format, &mut written);
            result.map_err(|error| draft.failure(&error))?;
            draft.publish()?
        }
        None => {
            let mut out = io::stdout().lock();
            match simulation.write(&mut out, arguments.format, &mut written).and_then(|()| out.flush()) {
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                    return Err(Failure::io(&error, "write", Path::new("standard output")));
                }
                _ => 0,
            }
        }
    };
    if let Some(mut draft) = truth {
        simulation.write_truth(&mut draft, arguments.format).map_err(|error| draft.failure(&error))?;
        draft.publish()?;
    }
    if let Some(mut draft) = attempts {
        simulation.write_attempts(&mut draft).map_err(|error| draft.failure(&error))?;
        draft.publish()?;
    }
    if let Some(folder) = &mut folder {
        write_parties(&simulation, folder, arguments.format)?;
    }
    if let Some(folder) = folder {
        folder.publish()?;
    }
    progress.done();
    if !arguments.quiet && !standard_output {
        let (planted, look_alikes) = simulation.instances();
        terminal::print(&format!(
            "{} ({}) in {}: {} planted, {}\n",
            many(total, "transaction", "transactions"),
            size(bytes),
            terminal::safe(&arguments.out.display().to_string()),
            many(u64::from(planted), "pattern", "patterns"),
            many(u64::from(look_alikes), "look-alike", "look-alikes"),
        ))?;
    }
    Ok(Outcome::Done)
}

fn write_parties(simulation: &Simulation, folder: &mut Folder, format: OutputFormat) -> Result<(), Failure> {
    type Write<'a> = &'a dyn Fn(&mut Draft) -> io::Result<()>;
    let files: [(&str, Write<'_>); 4] = [
        ("customers.csv", &|draft| simulation.write_customers(draft, format)),
        ("owners.csv", &|draft| simulation.write_owners(draft)),
        ("relations.csv", &|draft| simulation.write_relations(draft)),
        ("list.csv", &|draft| simulation.write_list(draft)),
    ];
    for (name, write) in files {
        let mut draft = folder.draft(name)?;
        write(&mut draft).map_err(|error| draft.failure(&error))?;
        folder.finish(draft)?;
    }
    Ok(())
}

impl Arguments {
    fn parameters(&self) -> Parameters {
        let mut parameters = Parameters {
            seed: self.seed,
            accounts: self.accounts,
            transactions: self.transactions,
            days: self.days,
            resolution: self.resolution,
            organization: self.organization.is_some(),
            ..Parameters::default()
        };
        for (kind, number) in &self.planted {
            match kind {
                Some(kind) => _ = parameters.planted_by_pattern.insert(*kind, *number),
                None => parameters.planted = Some(*number),
            }
        }
        for (kind, number) in &self.look_alikes {
            match kind {
                Some(kind) => _ = parameters.look_alikes_by_name.insert(*kind, *number),
                None => parameters.look_alikes = Some(*number),
            }
        }
        parameters
    }
}

fn failure(error: &SimulateError) -> Failure {
    let least = |what: &str, least: u32| format!("ask for {} {what} or more", count(u64::from(least)));
    let hint = match error {
        SimulateError::TooFewAccounts { least: accounts, .. } => least("accounts with --accounts", *accounts),
        SimulateError::TooFewTransactions { least: rows, .. } => least("transactions with --transactions", *rows),
        SimulateError::TooFewDays { least: days, .. } => least("days with --days", *days),
        _ => String::new(),
    };
    Failure::new("cannot-simulate", error.to_string()).hint(hint)
}
