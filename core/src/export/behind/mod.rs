//! Who is behind findings and cases, for the documents about them.
//!
//! Exporters of findings, of cases and of the report take parties as something that answers a few questions ([`Behind`]),
//! so that where there are none nothing of this is built in.

mod case;
mod joined;
mod matches;
mod names;
mod path;
mod section;

pub use matches::write as write_matches;
pub use path::{AccountDistance, DistancesDocument, PathDocument, PathStep};

use crate::case::Contents;
use crate::detect::Finding;
use crate::graph::TransactionGraph;
use maud::Markup;
use serde_json::value::RawValue;
use std::io;

/// Answers who is behind findings and cases, as the documents write it.
pub trait Behind: Sync {
    /// Of a finding between owners: whose accounts are taken as one, as JSON.
    ///
    /// # Errors
    /// Those of writing JSON.
    fn owners(&self, graph: &TransactionGraph, finding: &Finding) -> io::Result<Box<RawValue>>;

    /// Of a case: its parties, what ties them, and how near they are to a list, as JSON.
    ///
    /// # Errors
    /// Those of writing JSON.
    fn case(&self, graph: &TransactionGraph, contents: &Contents<'_>) -> io::Result<Box<RawValue>>;

    /// The same as a part of the report. `rest` is the file that has what is left out.
    fn section(&self, graph: &TransactionGraph, contents: &Contents<'_>, rest: &str) -> Markup;
}

fn raw(value: &impl serde::Serialize) -> io::Result<Box<RawValue>> {
    serde_json::value::to_raw_value(value).map_err(io::Error::from)
}
