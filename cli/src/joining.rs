//! Parties beside transactions: their files, and joining the two.

use crate::failure::Failure;
use crate::inspect::{fact, packing, read_line, rejections};
use crate::parties::{Parties, Taking};
use crate::progress::Progress;
use crate::reading::{Known, Loaded, TakeRejections};
use crate::table::{self, Align, count, many};
use crate::terminal;
use clap::Args;
use quipu::detect::Level;
use quipu::export::JoinedSummary;
use quipu::export::parties::PartyInput;
use quipu::graph::distance::{DistanceOptions, Network};
use quipu::graph::{EntityGraph, TransactionGraph};
use quipu::joined::{AccountOwners, Joined, Reach};
use quipu::ownership::{Jurisdictions, Ownership, Parameters};
use quipu::parties::PartyRegister;
use quipu::parties::screening::{ExactScreener, Screener, Strength};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

/// Files of parties.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct PartyFiles {
    /// Files that tell who the parties are and what accounts they hold: customers, registers
    ///
    /// Tables of customers or owners, FollowTheMoney, BODS, Senzing and OpenSanctions files, the lists of OFAC, the UN and
    /// the EU, accounts files: each is known by its beginning, and may be given with any of the three options.
    #[arg(long, value_name = "FILE", num_args = 1.., help_heading = "Parties")]
    parties: Vec<PathBuf>,

    /// Files that tell who owns, controls, directs or is related to whom
    #[arg(long, value_name = "FILE", num_args = 1.., help_heading = "Parties")]
    relations: Vec<PathBuf>,

    /// Lists: sanctions, persons of interest. In a table all parties are on the list, which has the name of the file
    #[arg(long, value_name = "FILE", num_args = 1.., help_heading = "Parties")]
    lists: Vec<PathBuf>,

    /// A mapping file (TOML) that says which column of a table of parties holds what
    #[arg(long, value_name = "FILE", help_heading = "Parties")]
    map_parties: Option<PathBuf>,
}

impl PartyFiles {
    /// Reads them, and what accounts files and messages among the inputs tell of parties. `None` where nothing does.
    pub(crate) fn read(
        &self,
        known: &Known,
        loaded: &Loaded,
        progress: &Progress,
        rejected: &mut TakeRejections<'_>,
    ) -> Result<Option<Parties>, Failure> {
        let none = [&self.parties, &self.relations, &self.lists].into_iter().all(Vec::is_empty);
        if none && loaded.holders.is_empty() && loaded.named.is_empty() {
            return Ok(None);
        }
        let mut options = known.party_options()?;
        let read =
            |path: &PathBuf| fs::read_to_string(path).map_err(|error| Failure::io(&error, "read the mapping", path));
        // That of the transactions is for them alone.
        options.mapping = self.map_parties.as_ref().map(read).transpose()?;
        options.encoding = None;
        let mut taking = Taking::new(options, self.map_parties.as_deref(), progress);
        taking.files(&self.parties, false, rejected)?;
        taking.files(&self.relations, false, rejected)?;
        taking.files(&self.lists, true, rejected)?;
        taking.with_transactions(loaded)?;
        taking.finish().map(Some)
    }
}

/// Joins parties to transactions, where there are any, and gives both on.
pub(crate) fn join<T>(
    register: Option<PartyRegister>,
    graph: &TransactionGraph,
    options: &DistanceOptions,
    progress: &Progress,
    go_on: impl FnOnce(Option<&Joined<'_>>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let Some(register) = register.filter(|register| !register.is_empty()) else { return go_on(None) };
    progress.working("joining parties");
    let entities = EntityGraph::new(Arc::new(register));
    let register = entities.register();
    let jurisdictions = Jurisdictions::built_in();
    let ownership = Ownership::new(register, Parameters::default(), &jurisdictions);
    let owners = AccountOwners::of(register, &ownership, graph.ledger());
    let hits = ExactScreener.screen(register);
    let network = Network::with_payments(&entities, graph);
    let reach = Reach::of(&network, register, &hits, options);
    go_on(Some(&Joined {
        register,
        entities: &entities,
        ownership: &ownership,
        owners: &owners,
        hits: &hits,
        reach: &reach,
    }))
}

/// The files of parties, and how what they tell fits the ledger.
pub(crate) fn text(summary: &JoinedSummary) -> String {
    let mut text = format!("{}\n", terminal::heading("Parties"));
    let row = |file: &PartyInput| {
        vec![
            table::cut(&terminal::safe(&file.name), 48),
            file.format.title().to_owned(),
            format!("{}{}", table::size(file.bytes), packing(file.compression)),
            read_line(file.records, "record", "records"),
        ]
    };
    let files: Vec<_> = summary.files.iter().map(row).collect();
    text += &table::columns(&[Align::Left, Align::Left, Align::Right, Align::Left], &files);
    for file in summary.files.iter().filter(|file| !file.rejections.is_empty()) {
        text += &format!("  not accepted in {}:\n", terminal::safe(&file.name));
        text += &rejections(&file.rejections);
    }
    let register = &summary.register;
    let accounts = summary.accounts_with_holder + summary.accounts_without_holder;
    let mut facts = vec![
        fact("parties", count(register.parties.values().sum())),
        fact("relations", count(register.relations.values().sum())),
        fact(
            "known holder",
            format!("{} of {}", count(summary.accounts_with_holder), many(accounts, "account", "accounts")),
        ),
    ];
    if register.listed > 0 {
        let by = |strength: Strength| summary.matches.get(&strength).copied().unwrap_or(0);
        facts.push(fact("on a list", many(register.listed, "party", "parties")));
        facts.push(fact(
            "may be listed",
            format!(
                "{} by an identifier, {} by name and date of birth, {} by name alone (weak)",
                count(by(Strength::Identifier)),
                count(by(Strength::NameAndBirthDate)),
                count(by(Strength::Name))
            ),
        ));
    }
    for level in &summary.levels {
        let name = if level.level == Level::Party { "between parties" } else { "between groups" };
        let text = if level.joined_accounts == 0 {
            "no two accounts are of one".to_owned()
        } else {
            format!(
                "{} are one with another, {} between them; {}, {} told before",
                many(level.joined_accounts, "account", "accounts"),
                many(level.own_transfers, "payment", "payments"),
                many(level.findings, "finding", "findings"),
                count(level.told_before)
            )
        };
        facts.push(fact(name, text));
    }
    text + &table::columns(&[Align::Left, Align::Left], &facts)
}
