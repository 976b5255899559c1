//! What a rule of its own gives on payments and files of parties.

use quipu::assess::{Alert, Holders, evaluate};
use quipu::detect::{self, Parameters, Pattern, Unwatched};
use quipu::graph::TransactionGraph;
use quipu::joined::AccountOwners;
use quipu::ownership::{Jurisdictions, Ownership};
use quipu::read::parties::{PartyOptions, PartyReading};
use quipu::read::{ReadOptions, Reading};
use quipu::typology::Pack;
use std::sync::Arc;

/// The alerts of one rule, written as in a pack.
pub(crate) fn assess(payments: &str, parties: &[(&str, &str)], rule: &str) -> (TransactionGraph, Vec<Alert>) {
    let mut reading = Reading::new(ReadOptions::default());
    reading.begin("payments").unwrap();
    reading.push(payments.as_bytes()).unwrap();
    assert_eq!(reading.end().unwrap().rejections(), 0, "{payments}");
    let graph = TransactionGraph::new(Arc::new(reading.finish().unwrap()));
    let mut reading = PartyReading::new(PartyOptions::default());
    for (name, text) in parties {
        reading.begin(*name).unwrap();
        reading.push(text.as_bytes()).unwrap();
        let report = reading.end().unwrap();
        assert_eq!(report.accepted, report.records(), "{text}");
    }
    let register = reading.finish().unwrap();
    let jurisdictions = Jurisdictions::built_in();
    let ownership = Ownership::new(&register, quipu::ownership::Parameters::default(), &jurisdictions);
    let owners = AccountOwners::of(&register, &ownership, graph.ledger());
    let holders = Holders::of(&register, &ownership, &owners, graph.ledger());
    let texts = "{ en = \"x\", es = \"x\", pt = \"x\", fr = \"x\" }";
    let pack = format!(
        "[pack]\nid = \"x\"\nversion = 1\nas-of = \"2026-01-01\"\nextends = \"builtin\"\n[[indicator]]\nid = \"own\"\n\
         offences = [\"corruption\"]\nsource = \"amltrix\"\nname = {texts}\nexplanation = {texts}\n[[indicator.rule]]\n{rule}\n"
    );
    let mut pack = Pack::from_toml(&pack).unwrap_or_else(|error| panic!("{error}"));
    pack.indicators.retain(|indicator| indicator.id() == "own");
    let parameters = Parameters { patterns: vec![Pattern::FanIn], ..Parameters::default() };
    let detection = detect::run(&graph, &parameters, &Unwatched).unwrap();
    let alerts = evaluate(&graph, &pack, &detection, Some(&holders), &Unwatched).unwrap().alerts;
    (graph, alerts)
}
