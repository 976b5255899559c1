//! `quipu distance`: how near an account is to someone on a list, and by what way.

use crate::failure::Failure;
use crate::joining::{self, PartyFiles};
use crate::parties::Parties;
use crate::progress::Progress;
use crate::reading::Inputs;
use crate::table::many;
use crate::terminal::{self, safe};
use crate::{Outcome, table};
use clap::Args;
use quipu::export::behind::{DistancesDocument, PathDocument};
use quipu::graph::TransactionGraph;
use quipu::graph::distance::{DistanceOptions, Hubs};
use quipu::ledger::Ledger;
use quipu::model::AccountId;
use std::sync::Arc;

/// Show how near accounts are to someone on a list
///
/// The shortest way over payments, holders, owners, directors, relatives and shared addresses, phones, devices and
/// identifiers, in either direction, with the file and record of each step. A target is who is on a list, and who may be:
/// by an identifier, or by name and date of birth. A name alone makes nobody a target.
///
/// What ties everybody says nothing: the way does not go on from what has more neighbours than --hub-over, unless that is
/// asked for.
///
/// Exit codes: 0 ran; 2 error, or a file could not be read.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    inputs: Inputs,

    /// The accounts, as institution:number, or the number where it is one account's alone
    #[arg(long, value_name = "ACCOUNT", num_args = 1.., required = true)]
    account: Vec<String>,

    #[command(flatten)]
    party_files: PartyFiles,

    /// The most steps
    #[arg(long, value_name = "N", default_value_t = DistanceOptions::default().depth, value_parser = clap::value_parser!(u8).range(1..=32), help_heading = "Ways")]
    depth: u8,

    /// What has more neighbours than this is a hub
    #[arg(long, value_name = "N", default_value_t = DistanceOptions::default().hub, help_heading = "Ways")]
    hub_over: u32,

    /// Go on from hubs; the way says which it passes
    #[arg(long, help_heading = "Ways")]
    pass_hubs: bool,

    /// Print JSON instead of text
    #[arg(long, help_heading = "Output")]
    json: bool,

    /// Draw no progress
    #[arg(long, short, help_heading = "Output")]
    quiet: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let progress = Progress::new(arguments.quiet);
    let mut rejected = |_: &str, _: &[_], _: &[_]| Ok(());
    let mut loaded = arguments.inputs.read(&progress, &mut rejected)?;
    let parties = arguments.party_files.read(&arguments.inputs.known, &loaded, &progress, &mut rejected)?;
    let Some(Parties { register, unread, .. }) = parties else {
        return Err(Failure::new("no-parties", "no file tells of parties")
            .hint("name files of customers, owners and lists with --parties, --relations and --lists"));
    };
    loaded.unread.extend(unread);
    let graph = TransactionGraph::new(Arc::new(std::mem::take(&mut loaded.ledger)));
    let accounts: Vec<AccountId> =
        arguments.account.iter().map(|asked| find(graph.ledger(), asked)).collect::<Result<_, _>>()?;
    let hubs = if arguments.pass_hubs { Hubs::Pass } else { Hubs::Stop };
    let options = DistanceOptions { depth: arguments.depth, hub: arguments.hub_over, hubs };
    joining::join(Some(register), &graph, &options, &progress, |joined| {
        let Some(joined) = joined else {
            return Err(Failure::new("no-parties", "the files tell of no party"));
        };
        if joined.reach.target_count() == 0 {
            return Err(Failure::new("no-targets", "nobody in the files is on a list").hint("name lists with --lists"));
        }
        let document = DistancesDocument::of(joined, graph.ledger(), &accounts);
        progress.done();
        if arguments.json {
            let mut text = Vec::new();
            document.write(&mut text).map_err(|error| Failure::new("internal", error.to_string()))?;
            terminal::print(&String::from_utf8_lossy(&text))?;
        } else {
            terminal::print(&text(&document))?;
        }
        Ok(())
    })?;
    Ok(Outcome::Done.or_incomplete(&loaded.unread))
}

fn text(document: &DistancesDocument<'_>) -> String {
    let mut text = format!(
        "{}, {} at most; a hub has more than {} neighbours\n",
        many(document.targets, "party is on a list or may be", "parties are on a list or may be"),
        many(u64::from(document.depth), "step", "steps"),
        table::count(u64::from(document.hub_over)),
    );
    for answer in &document.accounts {
        match &answer.way {
            Some(way) => text += &one(&answer.account, way),
            None => {
                let hubs = match document.hubs_stopped_at {
                    0 => String::new(),
                    hubs => format!("; nothing was looked for beyond {}", many(hubs, "hub", "hubs")),
                };
                text +=
                    &format!("\n{}  nobody on a list is so near{hubs}\n", terminal::heading(&safe(&answer.account)));
            }
        }
    }
    text
}

fn one(account: &str, way: &PathDocument<'_>) -> String {
    let steps = many(way.distance as u64, "step", "steps");
    let mut text = format!("\n{}  {steps} to {}\n", terminal::heading(&safe(account)), safe(&way.target()));
    for step in &way.steps {
        text += &format!("  {}\n", safe(&step.line()));
    }
    if !way.hubs.is_empty() {
        let hubs: Vec<String> = way.hubs.iter().map(|hub| safe(hub)).collect();
        text += &format!("  passes hubs: {}\n", hubs.join(", "));
    }
    text
}

/// The one account that is meant: by institution and number, else by a number that one institution alone has.
fn find(ledger: &Ledger, asked: &str) -> Result<AccountId, Failure> {
    let table = ledger.accounts();
    let whole = asked.match_indices(':').find_map(|(at, _)| table.find(&asked[..at], &asked[at + 1..]));
    if let Some(account) = table.find("", asked).or(whole) {
        return Ok(account);
    }
    let of_number: Vec<AccountId> = table.ids().filter(|account| table.name(*account).number == asked).collect();
    match of_number.as_slice() {
        [one] => Ok(*one),
        [] => Err(Failure::new("no-such-account", format!("no account is called '{}'", safe(asked)))
            .hint("write it as findings do: institution:number, or the number where the files name no institution")),
        several => {
            let names: Vec<String> =
                several.iter().take(20).map(|account| safe(&table.name(*account).to_string())).collect();
            Err(Failure::new("ambiguous", format!("'{}' is a number at {} institutions", safe(asked), several.len()))
                .hint(format!("name one of them:\n{}", names.join("\n"))))
        }
    }
}
