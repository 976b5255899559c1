//! The organisation that the simulator plants: what transactions alone show of it, and what shows when parties are joined.

use quipu::case::{self, Contents};
use quipu::detect::{self, Detection, Finding, Level, Parameters, Unwatched};
use quipu::graph::distance::{DistanceOptions, Network};
use quipu::graph::{EntityGraph, TransactionGraph};
use quipu::joined::{self, AccountOwners, CaseParties, Reach};
use quipu::model::{AccountId, PartyId, PartyRef, Row};
use quipu::ownership::{self, Jurisdictions, Ownership};
use quipu::parties::screening::{ExactScreener, Screener, Strength};
use quipu::read::parties::{PartyOptions, PartyReading};
use quipu::read::{ReadOptions, Reading};
use quipu::simulate::{OutputFormat, Simulation};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A part of what the organisation does: its pattern and the rows.
struct Planted {
    pattern: String,
    rows: Vec<Row>,
}

fn simulated() -> Simulation {
    let parameters = quipu::simulate::Parameters {
        seed: 11,
        accounts: 1500,
        transactions: 20_000,
        organization: true,
        ..quipu::simulate::Parameters::default()
    };
    Simulation::new(parameters).unwrap()
}

fn register(simulation: &Simulation) -> quipu::parties::PartyRegister {
    let mut files: [Vec<u8>; 4] = Default::default();
    simulation.write_customers(&mut files[0], OutputFormat::Quipu).unwrap();
    simulation.write_owners(&mut files[1]).unwrap();
    simulation.write_relations(&mut files[2]).unwrap();
    simulation.write_list(&mut files[3]).unwrap();
    let mut reading = PartyReading::new(PartyOptions::default());
    for (name, text) in ["customers.csv", "owners.csv", "relations.csv", "list.csv"].into_iter().zip(&files) {
        if name == "list.csv" { reading.begin_list(name) } else { reading.begin(name) }.unwrap();
        reading.push(text).unwrap();
        let report = reading.end().unwrap();
        assert_eq!(report.rejections(), 0, "{name}: {:?}", report.first_rejections);
        assert_eq!(report.unread, BTreeMap::new(), "{name}: {:?}", report.first_unread);
    }
    reading.finish().unwrap()
}

/// The planted instances in which an account of the organisation has a part.
fn planted(simulation: &Simulation, graph: &TransactionGraph, of: impl Fn(AccountId) -> bool) -> Vec<Planted> {
    let mut truth = Vec::new();
    simulation.write_truth(&mut truth, OutputFormat::Quipu).unwrap();
    let ledger = graph.ledger();
    let by_id: BTreeMap<String, Row> = ledger.rows().map(|row| (ledger.transaction_id(row).to_string(), row)).collect();
    let lines = truth.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let mut planted = Vec::new();
    for line in lines.map(|line| serde_json::from_slice::<Value>(line).unwrap()) {
        let ids = line["transactions"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap());
        let rows: Vec<Row> = ids.map(|id| by_id[id]).collect();
        if rows.iter().any(|row| of(ledger.from(*row)) || of(ledger.to(*row))) {
            planted.push(Planted { pattern: line["pattern"].as_str().unwrap().to_owned(), rows });
        }
    }
    planted
}

/// The finding of the pattern that shares half of the rows that either has.
fn found<'d>(detection: &'d Detection, planted: &Planted) -> Option<&'d Finding> {
    let all = detection.findings.iter().filter(|finding| finding.pattern.name() == planted.pattern);
    all.into_iter().find(|finding| {
        let shared = finding.transactions.iter().filter(|row| planted.rows.contains(row)).count();
        2 * shared >= finding.transactions.len().max(planted.rows.len())
    })
}

#[test]
fn transactions_alone_show_nothing_of_it_and_parties_all() {
    let simulation = simulated();
    let mut rows = Vec::new();
    simulation.write(&mut rows, OutputFormat::Quipu, &mut |_| {}).unwrap();
    let mut reading = Reading::new(ReadOptions::default());
    reading.begin("rows.csv").unwrap();
    reading.push(&rows).unwrap();
    reading.end().unwrap();
    let graph = TransactionGraph::new(Arc::new(reading.finish().unwrap()));

    let entities = EntityGraph::new(Arc::new(register(&simulation)));
    let register = entities.register();
    let jurisdictions = Jurisdictions::built_in();
    let ownership = Ownership::new(register, ownership::Parameters::default(), &jurisdictions);
    let owners = AccountOwners::of(register, &ownership, graph.ledger());
    let party = |id: &str| register.find(PartyRef { scope: "", id }).unwrap();
    let members: Vec<PartyId> = ["M1", "M2", "M3", "M4", "M5", "M6"].map(party).to_vec();
    let parts = planted(&simulation, &graph, |account| owners.holders(account).iter().any(|one| members.contains(one)));
    let mut patterns: Vec<&str> = parts.iter().map(|part| part.pattern.as_str()).collect();
    patterns.sort_unstable();
    assert_eq!(
        patterns,
        ["fan-in", "fan-in", "round-trip", "round-trip", "round-trip", "round-trip", "structuring", "structuring"]
    );

    let mut detection = detect::run(&graph, &Parameters::default(), &Unwatched).unwrap();
    for part in &parts {
        assert_eq!(found(&detection, part), None, "{}: by accounts alone", part.pattern);
    }
    joined::search(&owners, &graph, &mut detection, &Unwatched).unwrap();
    for part in &parts {
        let finding = found(&detection, part).unwrap_or_else(|| panic!("{} between owners", part.pattern));
        let level = if part.pattern == "round-trip" { Level::Group } else { Level::Party };
        assert_eq!(finding.level, level, "{}", part.pattern);
        let owner = owners.at(level, finding.joined[0][0]);
        let expected = match part.pattern.as_str() {
            "structuring" => "M1",
            "fan-in" => "M2",
            _ => "L1",
        };
        assert_eq!(owner, [party(expected)], "{}", part.pattern);
    }

    // He is on the list, by name and the day he was born, and so is somebody of his name, by name alone.
    let hits = ExactScreener.screen(register);
    let strengths: Vec<Strength> = hits.iter().map(|hit| hit.strength).collect();
    assert_eq!(strengths.len(), 2);
    assert!(strengths.contains(&Strength::NameAndBirthDate) && strengths.contains(&Strength::Name));
    let network = Network::with_payments(&entities, &graph);
    let reach = Reach::of(&network, register, &hits, &DistanceOptions::default());
    let accounts = graph.ledger().accounts();
    let importer = accounts.ids().find(|account| owners.holders(*account) == [party("M2")]).unwrap();
    let (path, target) = reach.of_account(importer).unwrap();
    // The account, the importer, the holding, and he who owns it.
    assert_eq!((path.steps.len(), target.party), (3, party("L1")));

    // A case shows him behind firms in three countries.
    let cases = case::group_by_owners(&graph, &detection.findings, owners.parties());
    let behind = cases.cases.iter().map(|case| {
        let contents = Contents::of(&graph, &cases.hubs, &detection.findings, case);
        CaseParties::of(register, &ownership, &owners, &contents)
    });
    let most =
        behind.map(|behind| behind.holders.iter().filter(|holder| holder.answers_to == [party("L1")]).count()).max();
    assert!(most >= Some(2), "{most:?}");
}
