//! Two runs beside each other: what came, what went, what changed, and what can have done it.
//!
//! An analyst who runs again with more data or other parameters must be able to tell a court why an alert of last month is
//! no longer there. So this reads what runs have written, of any version, and never runs anything itself.
//!
//! Alerts, findings and cases are the same when they have the same identifier, which is over what they are made of and
//! not over the run. Of the others, one of each run is taken for the same thing changed when both are of one sort (pattern,
//! indicator) and share at least half of the transactions (of cases: findings and alerts) that either has, the most alike first.
//!
//! What can have done it is read from the manifests: the version, the inputs and how they were read, the rates and parameters, the
//! typologies. Where only one of them differs it did it; where several do, all are named, and running again with one
//! changed at a time tells them apart. Where none differs and the results do, something was altered, or the promise of the
//! same bytes is broken, and that is said first.

mod circumstances;
mod document;
mod matching;
mod record;

pub use circumstances::{Cause, Circumstances, InputChange, ParameterChange};
pub use document::{ChangedRecord, Comparison, MemberChange, RecordTold, RunTold, SectionComparison};

use record::Records;

/// The schema of the document that [`Comparison::write`] writes.
pub const COMPARISON_SCHEMA: &str = include_str!("../../schemas/comparison.schema.json");

/// The files of a run that are compared.
#[derive(Clone, Copy, Debug)]
pub struct RunFiles<'a> {
    /// What the run is called: its folder.
    pub name: &'a str,
    /// `manifest.json`.
    pub manifest: &'a [u8],
    /// The other files, by name: `alerts.ndjson`, `findings.ndjson`, `cases.json`. Others are passed over.
    pub files: &'a [(&'a str, &'a [u8])],
}

/// Why two runs cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct CompareError {
    /// `bad-manifest`, `bad-record` or `nothing-to-compare`.
    pub kind: &'static str,
    /// What is wrong.
    pub message: String,
    /// The run at fault, by name; empty when it is none alone.
    pub run: String,
    /// The file of it.
    pub file: String,
    /// The line, from 1; 0 when none is at fault.
    pub line: u64,
    /// What to do about it.
    pub hint: &'static str,
}

/// The files that are compared, in the order of the document.
const FILES: [&str; 3] = ["alerts.ndjson", "findings.ndjson", "cases.json"];

/// Compares two runs, the earlier first.
///
/// Time: O(bytes), and for what has no equal the transactions that it shares with others. Memory: some 100 bytes a record
/// and 8 a transaction of it, beside the files.
///
/// # Errors
/// When a manifest or a record is not what it should be, or the runs have no file of one name.
pub fn compare(before: RunFiles<'_>, after: RunFiles<'_>) -> Result<Comparison, CompareError> {
    let (manifest_before, manifest_after) = (manifest(&before)?, manifest(&after)?);
    let circumstances = Circumstances::of(&manifest_before, &manifest_after);
    let mut sections = Vec::new();
    let mut only = Vec::new();
    for name in FILES {
        match (file(&before, name), file(&after, name)) {
            (Some(one), Some(other)) => {
                let one = Records::read(before.name, name, one)?;
                let other = Records::read(after.name, name, other)?;
                sections.push(SectionComparison::of(name, &one, &other, &circumstances));
            }
            (Some(_), None) => only.push((before.name.to_owned(), name)),
            (None, Some(_)) => only.push((after.name.to_owned(), name)),
            (None, None) => {}
        }
    }
    if sections.is_empty() {
        return Err(CompareError {
            kind: "nothing-to-compare",
            message: "the two runs have no file of alerts, findings or cases in common".to_owned(),
            run: String::new(),
            file: String::new(),
            line: 0,
            hint: "give two folders that quipu analyze has written",
        });
    }
    let runs = [RunTold::of(&before, &manifest_before), RunTold::of(&after, &manifest_after)];
    Ok(Comparison::new(runs, circumstances, sections, only))
}

fn file<'a>(run: &RunFiles<'a>, name: &str) -> Option<&'a [u8]> {
    run.files.iter().find(|(of, _)| *of == name).map(|(_, bytes)| *bytes)
}

fn manifest(run: &RunFiles<'_>) -> Result<serde_json::Value, CompareError> {
    let bad = |message: String, line: u64| CompareError {
        kind: "bad-manifest",
        message,
        run: run.name.to_owned(),
        file: "manifest.json".to_owned(),
        line,
        hint: "this should be the manifest.json that quipu analyze has written",
    };
    let value: serde_json::Value =
        serde_json::from_slice(run.manifest).map_err(|error| bad(error.to_string(), error.line() as u64))?;
    if value.get("quipu").is_some_and(serde_json::Value::is_string) && value.get("inputs").is_some() {
        Ok(value)
    } else {
        Err(bad("it names no version and no inputs".to_owned(), 0))
    }
}
