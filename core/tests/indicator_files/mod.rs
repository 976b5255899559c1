//! The files that indicators must fire on, and what a pack gives on one of them.

use quipu::assess::{Evaluation, Holders, evaluate};
use quipu::detect::{self, Detection, Parameters, Unwatched};
use quipu::graph::TransactionGraph;
use quipu::joined::AccountOwners;
use quipu::ledger::Ledger;
use quipu::ownership::{Jurisdictions, Ownership};
use quipu::parties::PartyRegister;
use quipu::read::parties::{PartyOptions, PartyReading};
use quipu::read::{ReadOptions, Reading};
use quipu::typology::Pack;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/indicators")
}

pub(crate) fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn ledger(name: &str, bytes: &[u8]) -> Ledger {
    let mut reading = Reading::new(ReadOptions::default());
    reading.begin(name).unwrap();
    reading.push(bytes).unwrap();
    let report = reading.end().unwrap();
    assert_eq!(report.rejections(), 0, "{name}");
    reading.finish().unwrap()
}

fn register(folder: &Path) -> Option<PartyRegister> {
    let files = entries(folder);
    let mut reading = PartyReading::new(PartyOptions::default());
    for path in &files {
        reading.begin(path.file_name().unwrap().to_str().unwrap()).unwrap();
        reading.push(&fs::read(path).unwrap()).unwrap();
        let report = reading.end().unwrap();
        assert_eq!(report.accepted, report.records(), "{}", path.display());
    }
    (!files.is_empty()).then(|| reading.finish().unwrap())
}

/// What a pack gives on a file of payments, with the files of parties in a folder.
pub(crate) fn assess(
    pack: &Pack,
    bytes: &[u8],
    parties: &Path,
    parameters: &Parameters,
) -> (TransactionGraph, Detection, Evaluation) {
    let graph = TransactionGraph::new(Arc::new(ledger("payments.csv", bytes)));
    let detection = detect::run(&graph, parameters, &Unwatched).unwrap();
    let register = register(parties);
    let holders = register.map(|register| {
        let jurisdictions = Jurisdictions::built_in();
        let ownership = Ownership::new(&register, quipu::ownership::Parameters::default(), &jurisdictions);
        let owners = AccountOwners::of(&register, &ownership, graph.ledger());
        Holders::of(&register, &ownership, &owners, graph.ledger())
    });
    let evaluation = evaluate(&graph, pack, &detection, holders.as_ref(), &Unwatched).unwrap();
    (graph, detection, evaluation)
}
