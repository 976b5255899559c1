//! Why an input, or the reading as a whole, cannot go on. Single bad rows are [`Rejection`](super::Rejection)s instead.

use super::parties::PartyFileReport;
use super::{FileReport, PlanError, PlanErrorKind};
use crate::ledger::LedgerFull;
use crate::parties::RegisterFull;

/// What went wrong, in which input and where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{input}{}: {kind}", place(*line))]
pub struct ReadError {
    /// What went wrong.
    pub kind: ReadErrorKind,
    /// The name of the input.
    pub input: String,
    /// The line in it, from 1; 0 when no line is at fault.
    pub line: u64,
    /// What to do about it; may be several lines.
    pub hint: String,
}

/// The kinds of [`ReadError`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadErrorKind {
    /// The beginning of the input does not tell what it is.
    #[error("{0}")]
    NotUnderstood(PlanError),
    /// Not one row of the input was accepted.
    #[error("none of its {} rows can be read", report.rows())]
    NothingReadable {
        /// What became of the input: all its rows, rejected.
        report: Box<FileReport>,
    },
    /// Not one record of a file of parties was accepted.
    #[error("none of its {} records can be read", report.records())]
    NoPartyReadable {
        /// What became of the input: all its records, rejected.
        report: Box<PartyFileReport>,
    },
    /// The file breaks off or is not well formed behind some records.
    #[error("{cause}, after {records} records")]
    BreaksOff {
        /// Records that were read before.
        records: u64,
        /// What is wrong.
        cause: String,
    },
    /// The compressed stream is damaged.
    #[error("the {compression} stream is damaged after {size} bytes of text: {cause}")]
    Damaged {
        /// `gzip` or `zstd`.
        compression: &'static str,
        /// Bytes that were unpacked before.
        size: u64,
        /// What the decoder says.
        cause: String,
    },
    /// The compressed stream ends too early.
    #[error("the {compression} stream is cut off after {size} bytes of text")]
    CutOff {
        /// `gzip` or `zstd`.
        compression: &'static str,
        /// Bytes that were unpacked before.
        size: u64,
    },
    /// XML that is not well-formed, or that is refused: the rest of the input cannot be told apart.
    #[error("the XML cannot be read on{}: {cause}", at(*column))]
    Malformed {
        /// The character on the line, from 1; 0 when none is at fault.
        column: u64,
        /// What is wrong there.
        cause: String,
    },
    /// More lines than are counted.
    #[error("more than 4,294,967,295 lines")]
    TooManyLines,
    /// The ledger holds no more.
    #[error(transparent)]
    Full(#[from] LedgerFull),
    /// The register of parties holds no more.
    #[error(transparent)]
    RegisterFull(#[from] RegisterFull),
    /// Bytes came before an input was begun, or after one failed.
    #[error("no input is open")]
    NoInput,
}

impl ReadErrorKind {
    /// A short name, for searching: `missing-role`, `nothing-readable`, `cut-off` ...
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotUnderstood(plan) => plan.kind.name(),
            Self::NothingReadable { .. } | Self::NoPartyReadable { .. } => "nothing-readable",
            Self::Malformed { .. } | Self::BreaksOff { .. } => "malformed",
            Self::Damaged { .. } => "damaged",
            Self::CutOff { .. } => "cut-off",
            Self::TooManyLines => "too-many-lines",
            Self::Full(_) => "ledger-full",
            Self::RegisterFull(_) => "register-full",
            Self::NoInput => "reading",
        }
    }

    /// Whether the other inputs can go on without this one: none of its rows is in what is read.
    #[must_use]
    pub fn sets_aside(&self) -> bool {
        match self {
            Self::NothingReadable { .. } | Self::NoPartyReadable { .. } => true,
            // A mapping is for all inputs.
            Self::NotUnderstood(plan) => plan.kind != PlanErrorKind::BadMapping,
            _ => false,
        }
    }
}

fn at(column: u64) -> String {
    if column == 0 { String::new() } else { format!(" at character {column}") }
}

fn place(line: u64) -> String {
    if line == 0 { String::new() } else { format!(":{line}") }
}
