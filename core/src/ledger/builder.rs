//! Building a ledger: rows in any order in, columns in canonical order out.

use super::assembly::assemble;
use super::lane::{Draft, Lane};
use super::{AccountRef, Ledger, TextField, Transaction};
use crate::model::FileId;

/// Collects transactions in the order of their sources and sorts them into a [`Ledger`].
///
/// ```
/// use quipu::ledger::{LedgerBuilder, Transaction};
/// use quipu::model::{Amount, Currency, Timestamp};
///
/// let mut builder = LedgerBuilder::new();
/// let usd = Currency::parse("USD")?;
/// builder.push(&Transaction::new(Timestamp(1000), "B".into(), "C".into(), Amount::new(500, usd)))?;
/// builder.push(&Transaction::new(Timestamp(0), "A".into(), "B".into(), Amount::new(700, usd)))?;
/// let ledger = builder.finish()?;
/// assert_eq!(ledger.times(), [Timestamp(0), Timestamp(1000)]);
/// assert_eq!(ledger.accounts().name(ledger.from_accounts()[0]).to_string(), "A");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Default)]
pub struct LedgerBuilder {
    inputs: Vec<String>,
    lane: Lane,
}

/// A ledger holds at most 2^32 rows and accounts, 2^16 files, and 4 GiB of text a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerFull {
    /// Too many rows.
    #[error("more than 4,294,967,295 transactions; split the input by period")]
    Rows,
    /// Too many accounts.
    #[error("more than 4,294,967,295 accounts; split the input by period")]
    Accounts,
    /// Too many files.
    #[error("more than 65,535 input files; concatenate some of them")]
    Files,
    /// Too much text in one column.
    #[error("more than 4 GiB of text in one column; split the input by period")]
    Text,
}

impl LedgerBuilder {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Names the next input file; its transactions carry the number given back.
    ///
    /// # Errors
    /// [`LedgerFull::Files`] past 65,535 files.
    pub fn input(&mut self, name: impl Into<String>) -> Result<FileId, LedgerFull> {
        name_input(&mut self.inputs, name.into())
    }

    /// Adds a transaction. Rows alike in all but file and line keep the order of file and line, then that of the calls.
    ///
    /// # Errors
    /// [`LedgerFull`] when a bound of the ledger is passed.
    pub fn push(&mut self, transaction: &Transaction<'_>) -> Result<(), LedgerFull> {
        fn bytes<'a>(account: AccountRef<'a>) -> (&'a [u8], &'a [u8]) {
            (account.institution.as_bytes(), account.number.as_bytes())
        }
        let row = Draft {
            time: transaction.time,
            utc_offset: transaction.utc_offset,
            from: bytes(transaction.from),
            to: bytes(transaction.to),
            paid: transaction.paid,
            received: transaction.received,
            file: transaction.file,
            line: transaction.line,
            record: 0,
        };
        for (field, text) in TextField::ALL.into_iter().zip(transaction.texts) {
            match (field, text) {
                (_, "") => {}
                (TextField::Id, id) => self.lane.put_id(id.as_bytes())?,
                (field, text) => {
                    let code = self.lane.code(field, text.as_bytes())?;
                    self.lane.put(field, code)?;
                }
            }
        }
        self.lane.push(&row)
    }

    /// Sorts, interns and closes.
    ///
    /// Time: linear in the number of transactions where an instant holds few of them, O(n log n) at worst.
    ///
    /// # Errors
    /// [`LedgerFull`] when a bound of the ledger is passed.
    pub fn finish(self) -> Result<Ledger, LedgerFull> {
        assemble(vec![self.lane], self.inputs)
    }
}

pub(crate) fn name_input(inputs: &mut Vec<String>, name: String) -> Result<FileId, LedgerFull> {
    let id = u16::try_from(inputs.len()).ok().filter(|id| *id < u16::MAX).ok_or(LedgerFull::Files)?;
    inputs.push(name);
    Ok(FileId(id))
}
