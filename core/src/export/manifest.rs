//! `manifest.json`: what a run was, so that another can repeat it and compare.
//!
//! It holds no clock, no machine, no number of threads and no path but what the user typed: the same inputs and
//! parameters give the same bytes. The schema is [`MANIFEST_SCHEMA`](super::MANIFEST_SCHEMA).

use super::input::RowCounts;
use super::joined::JoinedSummary;
use super::{AccountsSummary, InputSummary, LedgerSummary, RatesSummary, UnreadInput};
use crate::detect::{Detection, Parameters, Pattern, PatternSummary};
use crate::ledger::Ledger;
use crate::read::FileReport;
use serde::Serialize;
use std::io::{self, Write};

/// What a run was.
#[derive(Clone, Debug, Serialize)]
pub struct Manifest {
    /// The version of this library.
    pub quipu: &'static str,
    /// The inputs in the order in which they were given.
    pub inputs: Vec<InputSummary>,
    /// Inputs of which no row could be read. Those that were understood are among [`inputs`](Self::inputs) too.
    pub unread_inputs: Vec<UnreadInput>,
    /// Accounts files, and how they fit the transactions; `None` without any.
    pub accounts: Option<AccountsSummary>,
    /// Files of parties, and how they fit the transactions; absent without any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parties: Option<JoinedSummary>,
    /// What became of all rows of transactions together.
    pub rows: RowCounts,
    /// What the ledger holds.
    pub ledger: LedgerSummary,
    /// At what rates amounts in several currencies were compared.
    pub rates: RatesSummary,
    /// The parameters of detection, with every default filled in.
    pub parameters: Parameters,
    /// How many findings there are.
    pub findings: u64,
    /// What each pattern that was searched for gave.
    pub patterns: Vec<PatternSummary>,
    /// The searches that stopped at their bound on work, so that more may be there than was found.
    pub bounds_reached: Vec<BoundReached>,
    /// Patterns that were not searched for.
    pub not_searched: Vec<Pattern>,
    /// What became of the indicators of a typology pack; `None`, and not written, when none were evaluated.
    #[cfg(feature = "typologies")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub typologies: Option<super::alerts::TypologiesSummary>,
    /// Inputs that hold the same bytes as an earlier one, so that each of their rows counts again.
    pub same_inputs: Vec<SameInput>,
    /// The files that were written beside this one.
    pub outputs: Vec<Output>,
}

/// A search that stopped at its bound on work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BoundReached {
    /// The pattern.
    pub pattern: Pattern,
    /// Starting points whose search stopped early.
    pub truncated_seeds: u64,
    /// Starting points in all.
    pub seeds: u64,
}

/// Two inputs with the same bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SameInput {
    /// The input.
    pub input: String,
    /// The earlier one.
    pub same_as: String,
}

/// A file of the run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Output {
    /// Its name within the output folder.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// BLAKE3 of its bytes, in hexadecimal.
    pub blake3: String,
}

impl Manifest {
    /// The manifest of a run; [`outputs`](Self::outputs), [`unread_inputs`](Self::unread_inputs),
    /// [`accounts`](Self::accounts) and [`parties`](Self::parties) are for the caller to add.
    ///
    /// Time: that of [`LedgerSummary::of`].
    #[must_use]
    pub fn of(inputs: &[FileReport], ledger: &Ledger, detection: &Detection) -> Self {
        let inputs: Vec<InputSummary> = inputs.iter().map(InputSummary::of).collect();
        let mut rows = RowCounts::default();
        for input in &inputs {
            rows += input.rows;
        }
        let searched: Vec<Pattern> = detection.summaries.iter().map(|summary| summary.pattern).collect();
        Self {
            quipu: env!("CARGO_PKG_VERSION"),
            unread_inputs: Vec::new(),
            accounts: None,
            parties: None,
            rows,
            ledger: LedgerSummary::of(ledger),
            rates: RatesSummary::of(ledger, &detection.rates),
            parameters: detection.parameters.clone(),
            findings: detection.findings.len() as u64,
            patterns: detection.summaries.clone(),
            bounds_reached: detection.summaries.iter().filter_map(BoundReached::of).collect(),
            not_searched: Pattern::ALL.into_iter().filter(|pattern| !searched.contains(pattern)).collect(),
            #[cfg(feature = "typologies")]
            typologies: None,
            same_inputs: same_inputs(&inputs),
            outputs: Vec::new(),
            inputs,
        }
    }

    /// Writes it, indented, with a line break at the end.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        super::document(out, self)
    }
}

impl BoundReached {
    fn of(summary: &PatternSummary) -> Option<Self> {
        let PatternSummary { pattern, seeds, truncated_seeds, .. } = *summary;
        (truncated_seeds > 0).then_some(Self { pattern, truncated_seeds, seeds })
    }
}

pub(super) fn same_inputs(inputs: &[InputSummary]) -> Vec<SameInput> {
    let earlier = |place: usize| inputs[..place].iter().find(|input| input.blake3 == inputs[place].blake3);
    (0..inputs.len())
        .filter_map(|place| Some((place, earlier(place)?)))
        .map(|(place, same)| SameInput { input: inputs[place].name.clone(), same_as: same.name.clone() })
        .collect()
}
