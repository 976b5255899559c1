//! Payments as banks exchange them: messages of ISO 20022 and of SWIFT, as transactions with their parties.
//!
//! A table has a row a line and a column a fact. A message has neither: what its transaction is stands in elements or fields
//! that its standard defines, so nothing about it has to be guessed. What comes out is the same: rows in a lane of the
//! ledger, rejections with their place, and a [side table](MessageParties) of who took part.

mod intake;
mod iso;
mod markup;
mod mt;
mod party;
mod references;
mod side;
mod tally;
mod understand;

pub use party::{AddressPart, MessageParties, MessageParty, PartyIdentifier, PartyRole};
pub(super) use references::References;
pub(super) use understand::{declared_encoding, format, none, plan};

use super::blocks::{Counts, Sink};
use super::document::Stop;
use super::encoding::Spelling;
use super::piece::Worker;
use super::{Column, Format, MessageCount, Note, Plan};
use crate::model::FileId;
use intake::{Intake, Stated};
use iso::Iso;
use mt::Mt;

/// The messages of one input while they come.
#[derive(Debug)]
pub(super) enum Messages {
    Iso(Box<Iso>),
    Mt(Box<Mt>),
}

impl Messages {
    pub(super) fn new(plan: &Plan, file: FileId, newline: u8, spelling: Spelling) -> Self {
        match plan.format {
            Format::SwiftMt => Self::Mt(Box::new(Mt::new(plan, file, newline, spelling))),
            _ => Self::Iso(Box::new(Iso::new(plan, file, newline, spelling))),
        }
    }

    /// Reads on; `last` says that nothing comes after these bytes.
    ///
    /// # Errors
    /// When the text is not well-formed, there are too many lines, or the ledger is full.
    pub(super) fn push(&mut self, bytes: &[u8], last: bool, worker: &mut Worker, sink: Sink<'_>) -> Result<(), Stop> {
        match self {
            Self::Iso(iso) => iso.push(bytes, last, worker, sink),
            Self::Mt(mt) => mt.push(bytes, last, worker, sink),
        }
    }

    /// The elements or fields of all kinds of messages so far.
    pub(super) fn columns(&self) -> &[Column] {
        &self.intake().columns
    }

    /// What became of the transactions.
    pub(super) fn counts(&self) -> &Counts {
        &self.intake().counts
    }

    /// The messages by type, and what is to be said of them.
    pub(super) fn summary(&self) -> (Vec<MessageCount>, Vec<Note>) {
        (self.intake().kinds.clone(), self.intake().notes())
    }

    fn intake(&self) -> &Intake {
        match self {
            Self::Iso(iso) => &iso.intake,
            Self::Mt(mt) => &mt.intake,
        }
    }
}

/// What left and what arrived, of an amount that was instructed and one that was settled: in one currency the larger left
/// and the smaller arrived, since the difference is charges, whoever bears them.
fn in_and_out(instructed: Stated, settled: Stated) -> (Stated, Stated) {
    let same = instructed.amount.currency == settled.amount.currency;
    if same && settled.amount.units > instructed.amount.units { (settled, instructed) } else { (instructed, settled) }
}
