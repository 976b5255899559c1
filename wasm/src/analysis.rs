//! What was found, and the files that tell it.

use crate::failure::Failure;
use crate::loading::Loaded;
use crate::output::{give, measure};
use crate::watcher::Watcher;
use js_sys::Function;
use quipu::case::{self, Cases};
use quipu::detect::{self, Detection, Parameters, Watch};
use quipu::export::manifest::Manifest;
#[cfg(feature = "full")]
use quipu::export::report::Report;
use quipu::export::views::Views;
use quipu::export::{AccountsSummary, cases, findings};
use quipu::graph::TransactionGraph;
use std::io::{self, Write};

/// A ledger that was searched.
#[derive(Debug)]
pub(crate) struct Analysis {
    pub(crate) graph: TransactionGraph,
    pub(crate) loaded: Loaded,
    found: Option<Found>,
}

#[derive(Debug)]
struct Found {
    detection: Detection,
    cases: Cases,
    manifest: Manifest,
}

impl Analysis {
    /// Searches. When it was stopped the ledger is kept all the same.
    pub(crate) fn run(
        graph: TransactionGraph,
        loaded: Loaded,
        parameters: &Parameters,
        watcher: &Watcher,
    ) -> (Self, Option<Failure>) {
        let detection = match detect::run(&graph, parameters, watcher) {
            Ok(detection) => detection,
            Err(cancelled) => return (Self { graph, loaded, found: None }, Some(cancelled.into())),
        };
        watcher.progress("cases", 0, 1);
        let cases = case::group(&graph, &detection.findings);
        let mut manifest = Manifest::of(&loaded.reports, graph.ledger(), &detection);
        manifest.unread_inputs.clone_from(&loaded.unread);
        manifest.accounts = AccountsSummary::of(&loaded.accounts, graph.ledger());
        watcher.progress("cases", 1, 1);
        (Self { graph, loaded, found: Some(Found { detection, cases, manifest }) }, None)
    }

    pub(crate) fn is_done(&self) -> bool {
        self.found.is_some()
    }

    pub(crate) fn views(&self) -> Views<'_> {
        let Found { detection, cases, .. } = self.found();
        Views { graph: &self.graph, detection, cases, accounts: &self.loaded.accounts }
    }

    pub(crate) fn manifest_without_outputs(&self) -> Result<String, Failure> {
        crate::session::answer(&Manifest { outputs: Vec::new(), ..self.found().manifest.clone() })
    }

    /// The line of a finding, without its end.
    pub(crate) fn finding(&self, id: &str) -> Result<String, Failure> {
        let place = self.views().finding(id)?;
        text(|out| findings::write(out, &self.graph, &self.found().detection.findings[place..=place]))
    }

    /// A case with its detail.
    pub(crate) fn case(&self, id: &str) -> Result<String, Failure> {
        let place = self.views().case(id)?;
        let Found { detection, cases, .. } = self.found();
        text(|out| cases::write_one(out, &self.graph, &detection.findings, cases, place))
    }

    /// Writes a file. The manifest names the others with their sizes and hashes, which are written for that once. The
    /// report, and with it the manifest, is in the full module.
    pub(crate) fn write(&mut self, name: &str, take: &Function) -> Result<(), Failure> {
        if cfg!(not(feature = "full")) && matches!(name, "report.html" | "manifest.json") {
            return Err(Failure::new("full-module", format!("{name} is written by the full module"), "open one"));
        }
        if name == "manifest.json" && self.found().manifest.outputs.is_empty() {
            let files = ["findings.ndjson", "cases.json", "report.html", "rejects.csv"];
            let outputs = files.map(|file| measure(file, |out| self.file(file, out)));
            let outputs = outputs.into_iter().collect::<io::Result<_>>()?;
            if let Some(found) = &mut self.found {
                found.manifest.outputs = outputs;
            }
        }
        if !matches!(name, "findings.ndjson" | "cases.json" | "report.html" | "rejects.csv" | "manifest.json") {
            let hint = "the files are findings.ndjson, cases.json, report.html, rejects.csv and manifest.json";
            return Err(Failure::new("no-such-output", format!("there is no file {name:?}"), hint));
        }
        Ok(give(take, |out| self.file(name, out))?)
    }

    fn file(&self, name: &str, out: &mut impl Write) -> io::Result<()> {
        let Found { detection, cases, manifest } = self.found();
        match name {
            "findings.ndjson" => findings::write(out, &self.graph, &detection.findings),
            "cases.json" => cases::write(out, &self.graph, &detection.findings, cases),
            #[cfg(feature = "full")]
            "report.html" => {
                // The page is written before the files are known.
                let manifest = Manifest { outputs: Vec::new(), ..manifest.clone() };
                let inputs = &self.loaded.reports;
                Report { inputs, graph: &self.graph, detection, cases, manifest: &manifest }.write(out)
            }
            "rejects.csv" => out.write_all(&self.loaded.rejects),
            _ => manifest.write(out),
        }
    }

    // Whoever asks has seen that it is done.
    fn found(&self) -> &Found {
        self.found.as_ref().expect("is_done was asked before")
    }
}

fn text(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    write(&mut bytes)?;
    bytes.pop();
    String::from_utf8(bytes).map_err(|error| Failure::new("internal", error, ""))
}
