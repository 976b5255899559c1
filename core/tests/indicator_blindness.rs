//! Rules are blind to nationality, citizenship, sex and birth: these are permuted, and nothing changes.

#![allow(clippy::disallowed_methods, reason = "a test reads its cases")]

use quipu::assess::{Holders, evaluate};
use quipu::detect::{self, Parameters, Pattern, Unwatched};
use quipu::graph::TransactionGraph;
use quipu::joined::AccountOwners;
use quipu::ownership::{Jurisdictions, Ownership};
use quipu::read::parties::{PartyOptions, PartyReading};
use quipu::read::{ReadOptions, Reading};
use quipu::typology::Pack;
use std::fs;
use std::path::Path;
use std::sync::Arc;

const PROTECTED: [[&str; 5]; 3] = [
    ["nationality", "citizenship", "gender", "birth_date", "birth_place"],
    ["PE", "PE", "F", "1951-02-03", "Lima"],
    ["VE", "CO", "M", "2003-11-30", "Maracaibo"],
];

/// A table of customers with the protected columns, permuted or not.
fn with_protected(table: &str, permuted: bool) -> String {
    let mut text = String::new();
    for (number, line) in table.lines().enumerate() {
        let own = if number == 0 { 0 } else { 1 + (number + usize::from(permuted)) % 2 };
        text += &format!("{line},{}\n", PROTECTED[own].join(","));
    }
    text
}

#[test]
fn protected_attributes_change_nothing() {
    let pack = Pack::built_in();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/indicators");
    let mut compared = 0;
    for entry in fs::read_dir(root).unwrap() {
        let folder = entry.unwrap().path();
        let Ok(customers) = fs::read_to_string(folder.join("parties/customers.csv")) else { continue };
        let mut reading = Reading::new(ReadOptions::default());
        reading.begin("payments").unwrap();
        reading.push(&fs::read(folder.join("fires.csv")).unwrap()).unwrap();
        reading.end().unwrap();
        let graph = TransactionGraph::new(Arc::new(reading.finish().unwrap()));
        let parameters = Parameters { patterns: vec![Pattern::FanIn], ..Parameters::default() };
        let detection = detect::run(&graph, &parameters, &Unwatched).unwrap();
        let alerts = |permuted: bool| {
            let mut reading = PartyReading::new(PartyOptions::default());
            reading.begin("customers").unwrap();
            reading.push(with_protected(&customers, permuted).as_bytes()).unwrap();
            let report = reading.end().unwrap();
            assert_eq!(report.accepted, report.records());
            for other in ["firms.csv", "owners.csv", "directors.csv", "family.csv"] {
                if let Ok(bytes) = fs::read(folder.join("parties").join(other)) {
                    reading.begin(other).unwrap();
                    reading.push(&bytes).unwrap();
                    reading.end().unwrap();
                }
            }
            let register = reading.finish().unwrap();
            let protected: usize = register.ids().map(|party| register.protected(party).len()).sum();
            assert!(protected > 0, "the columns are read as protected");
            let jurisdictions = Jurisdictions::built_in();
            let ownership = Ownership::new(&register, quipu::ownership::Parameters::default(), &jurisdictions);
            let owners = AccountOwners::of(&register, &ownership, graph.ledger());
            let holders = Holders::of(&register, &ownership, &owners, graph.ledger());
            evaluate(&graph, &pack, &detection, Some(&holders), &Unwatched).unwrap().alerts
        };
        let own = alerts(false);
        assert!(!own.is_empty(), "{}", folder.display());
        assert_eq!(own, alerts(true), "{}", folder.display());
        compared += 1;
    }
    assert!(compared >= 8, "{compared}");
}
