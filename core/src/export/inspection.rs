//! What `quipu inspect` says about inputs before anything is searched for in them.
//!
//! The schema of the JSON form is [`INSPECTION_SCHEMA`](super::INSPECTION_SCHEMA).

use super::input::{RejectionExample, RowCounts};
use super::manifest::{SameInput, same_inputs};
use super::parties::PartiesSummary;
use super::{AccountsSummary, InputSummary, LedgerSummary, RatesSummary, UnreadInput};
use crate::ledger::{GivenRates, Ledger};
use crate::read::FileReport;
use serde::Serialize;
use std::io::{self, Write};

/// Inputs, how they were understood and what they hold together.
#[derive(Clone, Debug, Serialize)]
pub struct Inspection {
    /// The version of this library.
    pub quipu: &'static str,
    /// The inputs in the order in which they were given.
    pub inputs: Vec<InspectedInput>,
    /// Inputs of which no row could be read. Those that were understood are among [`inputs`](Self::inputs) too.
    pub unread_inputs: Vec<UnreadInput>,
    /// Accounts files, and how they fit the transactions; `None` without any.
    pub accounts: Option<AccountsSummary>,
    /// Files of parties, and what they tell together; `None` without any.
    pub parties: Option<PartiesSummary>,
    /// What became of all rows of transactions together.
    pub rows: RowCounts,
    /// What they hold together.
    pub ledger: LedgerSummary,
    /// At what rates amounts in several currencies would be compared.
    pub rates: RatesSummary,
    /// Inputs that hold the same bytes as an earlier one.
    pub same_inputs: Vec<SameInput>,
}

/// An input with examples of what was not accepted.
#[derive(Clone, Debug, Serialize)]
pub struct InspectedInput {
    /// What it is.
    #[serde(flatten)]
    pub input: InputSummary,
    /// The first few rows that were not accepted.
    pub examples: Vec<RejectionExample>,
}

impl Inspection {
    /// Gathers it; [`unread_inputs`](Self::unread_inputs), [`accounts`](Self::accounts) and [`parties`](Self::parties) are
    /// for the caller to add. `given` are the rates that come before those seen in the ledger.
    ///
    /// Time: that of [`LedgerSummary::of`].
    #[must_use]
    pub fn of(reports: &[FileReport], ledger: &Ledger, given: &GivenRates) -> Self {
        let summaries: Vec<InputSummary> = reports.iter().map(InputSummary::of).collect();
        let mut rows = RowCounts::default();
        for input in &summaries {
            rows += input.rows;
        }
        let same_inputs = same_inputs(&summaries);
        let examples = |report: &FileReport| {
            let columns = &report.plan.columns;
            report.first_rejections.iter().map(|rejection| RejectionExample::of(rejection, columns)).collect()
        };
        let inputs = summaries.into_iter().zip(reports);
        let inputs = inputs.map(|(input, report)| InspectedInput { input, examples: examples(report) }).collect();
        Self {
            quipu: env!("CARGO_PKG_VERSION"),
            inputs,
            unread_inputs: Vec::new(),
            accounts: None,
            parties: None,
            rows,
            ledger: LedgerSummary::of(ledger),
            rates: RatesSummary::of(ledger, &ledger.rates(given)),
            same_inputs,
        }
    }

    /// Writes it as JSON, indented, with a line break at the end.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        super::document(out, self)
    }
}
