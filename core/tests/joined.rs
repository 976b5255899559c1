//! Payments beside files of parties in `joined/`, and what is found in them: by accounts alone, and with the parties. Worked
//! out by hand before it was written down.
//!
//! Each case tells the same with its rows and records in the opposite order, on one thread and on two. UPDATE=1 writes the
//! expectations anew: read the difference before it is kept.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "cases are files beside the test")]

use quipu::case::{self, Contents};
use quipu::detect::{self, Finding, Level, Parameters, Unwatched};
use quipu::graph::TransactionGraph;
use quipu::joined::{self, AccountOwners, CaseParties};
use quipu::ledger::GivenRates;
use quipu::model::{AccountId, PartyId};
use quipu::ownership::{self, Jurisdictions, Ownership};
use quipu::parties::PartyRegister;
use quipu::read::parties::{PartyOptions, PartyReading};
use quipu::read::{ReadOptions, Reading};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// A file, or the same with its records in the opposite order.
fn text(path: &Path, backwards: bool) -> Vec<u8> {
    let text = fs::read_to_string(path).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    if backwards {
        lines[1..].reverse();
    }
    (lines.join("\n") + "\n").into_bytes()
}

fn graph(case: &Path, backwards: bool) -> TransactionGraph {
    let mut reading = Reading::new(ReadOptions::default());
    reading.begin("payments.csv").unwrap();
    reading.push(&text(&case.join("payments.csv"), backwards)).unwrap();
    assert_eq!(reading.end().unwrap().rejections(), 0);
    TransactionGraph::new(Arc::new(reading.finish().unwrap()))
}

fn register(case: &Path, backwards: bool) -> PartyRegister {
    let mut reading = PartyReading::new(PartyOptions::default());
    for name in ["customers.csv", "owners.csv"] {
        let path = case.join(name);
        if path.exists() {
            reading.begin(name).unwrap();
            reading.push(&text(&path, backwards)).unwrap();
            let report = reading.end().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            assert_eq!(report.rejections(), 0, "{}: {:?}", path.display(), report.first_rejections);
        }
    }
    reading.finish().unwrap()
}

/// Everything that a case comes to, as text.
fn told(folder: &Path, backwards: bool) -> String {
    let (graph, register) = (graph(folder, backwards), register(folder, backwards));
    let mut parameters = Parameters::default();
    if let Ok(rates) = fs::read_to_string(folder.join("rates.toml")) {
        parameters.rates = GivenRates::from_toml(&rates).unwrap();
    }
    let jurisdictions = Jurisdictions::built_in();
    let ownership = Ownership::new(&register, ownership::Parameters::default(), &jurisdictions);
    let owners = AccountOwners::of(&register, &ownership, graph.ledger());
    let mut detection = detect::run(&graph, &parameters, &Unwatched).unwrap();
    let teller = Teller { graph: &graph, register: &register, owners: &owners };
    let mut told = String::from("by accounts alone\n");
    detection.findings.iter().for_each(|finding| told += &teller.finding(finding));
    told += "with parties\n";
    let levels = joined::search(&owners, &graph, &mut detection, &Unwatched).unwrap();
    for level in levels {
        let (one, own, before) = (level.joined_accounts, level.own_transfers, level.told_before);
        writeln!(told, "  {}: {one} accounts joined, {own} own transfers, {before} told before", level.level.name())
            .unwrap();
    }
    let between = detection.findings.iter().filter(|finding| finding.level != Level::Account);
    between.for_each(|finding| told += &teller.finding(finding));
    let cases = case::group_by_owners(&graph, &detection.findings, owners.parties());
    for case in &cases.cases {
        let contents = Contents::of(&graph, &cases.hubs, &detection.findings, case);
        if contents.findings.iter().any(|finding| finding.level != Level::Account) {
            told += &teller.case(&contents, &CaseParties::of(&register, &ownership, &owners, &contents));
        }
    }
    told
}

struct Teller<'a> {
    graph: &'a TransactionGraph,
    register: &'a PartyRegister,
    owners: &'a AccountOwners,
}

impl Teller<'_> {
    fn accounts(&self, accounts: &[AccountId]) -> String {
        let names = accounts.iter().map(|account| self.graph.ledger().accounts().name(*account).to_string());
        names.collect::<Vec<_>>().join(" ")
    }

    fn parties(&self, parties: &[PartyId]) -> String {
        parties.iter().map(|party| self.register.called(*party).id).collect::<Vec<_>>().join(" ")
    }

    fn finding(&self, finding: &Finding) -> String {
        let ledger = self.graph.ledger();
        let ids = finding.transactions.iter().map(|row| ledger.transaction_id(*row).to_string());
        let mut text = format!("  {} {}", finding.level.name(), finding.pattern);
        for (role, accounts) in &finding.roles {
            write!(text, ", {} {}", role.name(), self.accounts(accounts)).unwrap();
        }
        writeln!(text, ": {}", ids.collect::<Vec<_>>().join(" ")).unwrap();
        for accounts in &finding.joined {
            let owners = self.parties(self.owners.at(finding.level, accounts[0]));
            writeln!(text, "    {} of {owners}", self.accounts(accounts)).unwrap();
        }
        text
    }

    fn case(&self, contents: &Contents<'_>, behind: &CaseParties) -> String {
        let mut text = format!("  case of {} findings\n", contents.findings.len());
        for holder in &behind.holders {
            let (party, accounts) = (self.parties(&[holder.party]), self.accounts(&holder.accounts));
            writeln!(text, "    {party} holds [{accounts}] answers to [{}]", self.parties(&holder.answers_to)).unwrap();
        }
        for tie in &behind.ties {
            let parties: Vec<PartyId> = tie.parties.iter().map(|(party, _)| *party).collect();
            writeln!(text, "    {} {}: {}", tie.space.name(), self.register.key_text(tie.key), self.parties(&parties))
                .unwrap();
        }
        text
    }
}

#[test]
fn each_is_found_with_the_parties_and_not_without() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/joined");
    let update = std::env::var_os("UPDATE").is_some();
    let mut cases = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let case = entry.unwrap().path();
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let found = pool(2).install(|| told(&case, false));
        assert_eq!(pool(1).install(|| told(&case, true)), found, "{name}: in the opposite order, on one thread");
        if update {
            fs::write(case.join("expected"), &found).unwrap();
        }
        let expected = fs::read_to_string(case.join("expected")).unwrap_or_default();
        assert_eq!(found, expected, "{name}");
        cases += 1;
    }
    assert!(cases > 4);
}
