//! The ledger: every accepted transaction, in columns, in order, for good.
//!
//! Detection reads the same few columns over and over, so they lie apart (structure of arrays), with accounts and
//! texts as small integers. Once built a ledger never changes; every row knows the file and line it came from.
//!
//! Rows are in order of time. Rows of one instant are in order of their content (accounts, amounts, identifier), and
//! only rows alike in all of it keep the order of the source: so a file whose rows were shuffled gives the same ledger.

mod account;
mod assembly;
mod builder;
mod codes;
mod contraction;
mod given_rates;
mod ibans;
mod identity;
mod intern;
mod lane;
mod order;
mod rates;
mod text;
mod transaction;

pub use account::{AccountName, AccountTable};
pub(crate) use assembly::assemble;
pub(crate) use builder::name_input;
pub use builder::{LedgerBuilder, LedgerFull};
pub use codes::Codes;
pub use given_rates::{GivenRates, RatesError};
pub use identity::TransactionId;
pub(crate) use intern::word;
pub(crate) use lane::{Draft, Lane, Mark};
pub use rates::{Rate, RateOrigin, Rates};
pub(crate) use text::Interner;
pub use text::{TextColumn, TextTable};
pub use transaction::{AccountRef, TextField, Transaction};

use crate::model::{AccountId, Amount, Currency, FileId, Resolution, Row, Timestamp};
use std::sync::Arc;

/// Transactions in columns, sorted and interned. Built by [`LedgerBuilder`] or by the readers.
#[derive(Debug, Default)]
pub struct Ledger {
    from: Vec<AccountId>,
    to: Vec<AccountId>,
    accounts: AccountTable,
    // What a contraction of the accounts leaves as it is.
    columns: Arc<Columns>,
    hashes: identity::Hashes,
}

/// What rows have beside their two accounts.
#[derive(Debug, Default)]
struct Columns {
    time: Vec<Timestamp>,
    paid: Vec<i64>,
    paid_currency: Vec<Currency>,
    // Absent when every row is received as it was paid.
    received: Option<Box<(Vec<i64>, Vec<Currency>)>>,
    // Minutes east of UTC, where the source tells local time.
    utc_offset: Option<Vec<i16>>,
    file: Vec<FileId>,
    line: Vec<u32>,
    // The number of the transaction in its file, where lines do not tell it.
    record: Option<Vec<u32>>,
    texts: [Option<TextColumn>; TextField::ALL.len()],
    inputs: Vec<String>,
    resolution: Option<Resolution>,
}

impl Ledger {
    /// How many transactions there are, transfers of an account to itself included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.columns.time.len()
    }

    /// Whether there is no transaction.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.columns.time.is_empty()
    }

    /// All rows in order.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = Row> + ExactSizeIterator + use<> {
        (0..self.len() as u32).map(Row)
    }

    /// The instant of each row, ascending.
    #[must_use]
    pub fn times(&self) -> &[Timestamp] {
        &self.columns.time
    }

    /// The paying account of each row.
    #[must_use]
    pub fn from_accounts(&self) -> &[AccountId] {
        &self.from
    }

    /// The receiving account of each row.
    #[must_use]
    pub fn to_accounts(&self) -> &[AccountId] {
        &self.to
    }

    /// What was paid in each row, in smallest units of [its currency](Self::paid_currencies).
    #[must_use]
    pub fn paid_units(&self) -> &[i64] {
        &self.columns.paid
    }

    /// The currency that was paid in each row.
    #[must_use]
    pub fn paid_currencies(&self) -> &[Currency] {
        &self.columns.paid_currency
    }

    /// When the transaction took place.
    #[must_use]
    pub fn time(&self, row: Row) -> Timestamp {
        self.columns.time[row.index()]
    }

    /// Minutes east of UTC of the place whose clock the source used, where it tells.
    #[must_use]
    pub fn utc_offset(&self, row: Row) -> Option<i16> {
        self.columns
            .utc_offset
            .as_ref()
            .map(|offsets| offsets[row.index()])
            .filter(|minutes| *minutes != lane::NO_OFFSET)
    }

    /// The paying account.
    #[must_use]
    pub fn from(&self, row: Row) -> AccountId {
        self.from[row.index()]
    }

    /// The receiving account.
    #[must_use]
    pub fn to(&self, row: Row) -> AccountId {
        self.to[row.index()]
    }

    /// Whether an account pays itself: kept in the ledger, and no edge of any pattern.
    #[must_use]
    pub fn is_self_transfer(&self, row: Row) -> bool {
        self.from(row) == self.to(row)
    }

    /// What left the paying account.
    #[must_use]
    pub fn paid(&self, row: Row) -> Amount {
        Amount::new(self.columns.paid[row.index()], self.columns.paid_currency[row.index()])
    }

    /// What was paid in these rows, a sum a currency, in the order of currencies. Sums beyond 64 bits stay at the bound.
    #[must_use]
    pub fn paid_in(&self, rows: &[Row]) -> Vec<Amount> {
        let mut sums: Vec<Amount> = Vec::new();
        for row in rows {
            let paid = self.paid(*row);
            match sums.binary_search_by_key(&paid.currency, |sum: &Amount| -> Currency { sum.currency }) {
                Ok(place) => sums[place].units = sums[place].units.saturating_add(paid.units),
                Err(place) => sums.insert(place, paid),
            }
        }
        sums
    }

    /// What reached the receiving account: other than what was paid when the currency was changed on the way.
    #[must_use]
    pub fn received(&self, row: Row) -> Amount {
        match self.columns.received.as_deref() {
            Some((units, currencies)) => Amount::new(units[row.index()], currencies[row.index()]),
            None => self.paid(row),
        }
    }

    /// The input file, as a position in [`inputs`](Self::inputs).
    #[must_use]
    pub fn file(&self, row: Row) -> FileId {
        self.columns.file[row.index()]
    }

    /// The line in that file, from 1, headers counted; of a message, the line on which the transaction begins.
    #[must_use]
    pub fn line(&self, row: Row) -> u32 {
        self.columns.line[row.index()]
    }

    /// The number of the transaction among those of its file, from 1, accepted or not; `None` in tables, where the line
    /// tells it. A file of messages may be one line.
    #[must_use]
    pub fn record(&self, row: Row) -> Option<u32> {
        self.columns.record.as_ref().map(|records| records[row.index()]).filter(|record| *record > 0)
    }

    /// A text that the source gives with the transaction; `None` when it gives none or an empty one.
    #[must_use]
    pub fn text(&self, field: TextField, row: Row) -> Option<&str> {
        self.columns.texts[field as usize].as_ref().map(|column| column.get(row)).filter(|text| !text.is_empty())
    }

    /// A whole column of texts, when any row has one.
    #[must_use]
    pub fn text_column(&self, field: TextField) -> Option<&TextColumn> {
        self.columns.texts[field as usize].as_ref()
    }

    /// The accounts that pay or receive.
    #[must_use]
    pub fn accounts(&self) -> &AccountTable {
        &self.accounts
    }

    /// The names of the input files.
    #[must_use]
    pub fn inputs(&self) -> &[String] {
        &self.columns.inputs
    }

    /// First and last instant; `None` for an empty ledger.
    #[must_use]
    pub fn period(&self) -> Option<(Timestamp, Timestamp)> {
        Some((*self.columns.time.first()?, *self.columns.time.last()?))
    }

    /// The coarsest resolution that tells every instant of the ledger: [`Resolution::Day`] when all are at midnight.
    #[must_use]
    pub fn resolution(&self) -> Resolution {
        self.columns.resolution.unwrap_or(Resolution::Day)
    }
}
