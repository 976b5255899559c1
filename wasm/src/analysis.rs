//! One file, analysed.

use quipu::detect::{self, Parameters, Unwatched};
use quipu::export::findings;
use quipu::export::inspection::Inspection;
use quipu::export::manifest::Manifest;
use quipu::export::rejects::RejectsWriter;
use quipu::graph::TransactionGraph;
use quipu::ledger::{GivenRates, Ledger};
use quipu::read::{FileReport, ReadError, ReadOptions, Reading, Rejection};
use std::io;
use std::sync::Arc;
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

/// What `quipu analyze` writes, each file as bytes.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Analysis {
    findings: Vec<u8>,
    rejects: Vec<u8>,
    manifest: Vec<u8>,
}

#[wasm_bindgen]
impl Analysis {
    /// `findings.ndjson`: one finding a line, the most unusual first.
    #[must_use]
    pub fn findings(&self) -> Vec<u8> {
        self.findings.clone()
    }

    /// `rejects.csv`: every row that was not accepted, and why.
    #[must_use]
    pub fn rejects(&self) -> Vec<u8> {
        self.rejects.clone()
    }

    /// `manifest.json`: what was read and how it was understood, parameters, counts. It names no outputs, since nothing
    /// is written to a disk.
    #[must_use]
    pub fn manifest(&self) -> Vec<u8> {
        self.manifest.clone()
    }
}

/// Searches a file of transactions for patterns of laundering.
///
/// `name` stands in the evidence. `parameters` and `mapping` are the texts of the TOML files that the command line takes
/// as `--params` and `--map`.
///
/// # Errors
/// An `Error` with the place and a hint when the parameters or the file are not understood, or no row can be read.
#[wasm_bindgen]
pub fn analyze(
    bytes: &[u8],
    name: &str,
    parameters: Option<String>,
    mapping: Option<String>,
) -> Result<Analysis, JsError> {
    let parameters = match parameters {
        Some(text) => Parameters::from_toml(&text)?,
        None => Parameters::default(),
    };
    let read = read(bytes, name, mapping).map_err(|error| thrown(&error))?;
    let mut rejects = RejectsWriter::new(Vec::new())?;
    for rejection in &read.rejections {
        rejects.write(name, &read.report.plan.columns, rejection)?;
    }
    let graph = TransactionGraph::new(Arc::new(read.ledger));
    let detection = detect::run(&graph, &parameters, &Unwatched)?;
    Ok(Analysis {
        findings: bytes_of(|out| findings::write(out, &graph, &detection.findings))?,
        rejects: rejects.finish()?,
        manifest: bytes_of(|out| Manifest::of(&[read.report], graph.ledger(), &detection).write(out))?,
    })
}

/// What the file is, how each column was understood and what it holds: the document of `quipu inspect --json`.
///
/// # Errors
/// As [`analyze`].
#[wasm_bindgen]
pub fn inspect(bytes: &[u8], name: &str, mapping: Option<String>) -> Result<Vec<u8>, JsError> {
    let read = read(bytes, name, mapping).map_err(|error| thrown(&error))?;
    Ok(bytes_of(|out| Inspection::of(&[read.report], &read.ledger, &GivenRates::default()).write(out))?)
}

struct Read {
    ledger: Ledger,
    report: FileReport,
    rejections: Vec<Rejection>,
}

fn read(bytes: &[u8], name: &str, mapping: Option<String>) -> Result<Read, ReadError> {
    let mut reading = Reading::new(ReadOptions { mapping, ..ReadOptions::default() });
    reading.begin(name)?;
    reading.push(bytes)?;
    let report = reading.end()?;
    let rejections = reading.take_rejections();
    Ok(Read { ledger: reading.finish()?, report, rejections })
}

fn thrown(error: &ReadError) -> JsError {
    let separator = if error.hint.is_empty() { "" } else { "\n" };
    JsError::new(&format!("{error}{separator}{}", error.hint))
}

fn bytes_of(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    write(&mut bytes)?;
    Ok(bytes)
}
