//! Building a ledger: rows in any order in, columns in canonical order out.

use super::text::Interner;
use super::{AccountRef, AccountTable, Ledger, TextColumn, TextField, TextTable, Transaction};
use crate::model::{AccountId, Currency, FileId, Resolution, Timestamp};
use foldhash::fast::FixedState;
use hashbrown::HashTable;
use std::hash::BuildHasher;

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
    time: Vec<Timestamp>,
    from: Vec<u32>,
    to: Vec<u32>,
    paid: Vec<i64>,
    paid_currency: Vec<Currency>,
    received: Vec<i64>,
    received_currency: Vec<Currency>,
    utc_offset: Vec<Option<i16>>,
    file: Vec<FileId>,
    line: Vec<u32>,
    texts: [TextColumnBuilder; TextField::ALL.len()],
    accounts: AccountInterner,
}

/// A ledger holds at most 2^32 rows, 2^16 files, and 4 GiB of text a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerFull {
    /// Too many rows.
    #[error("more than 4,294,967,295 transactions; split the input by period")]
    Rows,
    /// Too many files.
    #[error("more than 65,535 input files; concatenate some of them")]
    Files,
    /// Too much text in one column.
    #[error("more than 4 GiB of text in one column; split the input by period")]
    Text,
}

#[derive(Debug, Default)]
struct TextColumnBuilder {
    interner: Interner,
    codes: Vec<u32>,
}

#[derive(Debug, Default)]
struct AccountInterner {
    institutions: Interner,
    institution: Vec<u32>,
    numbers: TextTable,
    positions: HashTable<u32>,
}

impl AccountInterner {
    fn intern(&mut self, account: AccountRef<'_>) -> Result<u32, LedgerFull> {
        let state = FixedState::default();
        let institution = self.institutions.intern(account.institution)?;
        let hash = state.hash_one((institution, account.number));
        let Self { institution: institutions, numbers, positions, .. } = self;
        let same = |position: &u32| {
            institutions[*position as usize] == institution && numbers.get(*position) == account.number
        };
        if let Some(position) = positions.find(hash, same) {
            return Ok(*position);
        }
        let position = numbers.push(account.number)?;
        institutions.push(institution);
        positions.insert_unique(hash, position, |position| {
            state.hash_one((institutions[*position as usize], numbers.get(*position)))
        });
        Ok(position)
    }

    fn into_table(self) -> Result<(AccountTable, Vec<u32>), LedgerFull> {
        let (institutions, place) = self.institutions.into_sorted()?;
        let mut order: Vec<u32> = (0..self.institution.len() as u32).collect();
        order.sort_unstable_by_key(|account| {
            (place[self.institution[*account as usize] as usize], self.numbers.get(*account))
        });
        let mut table = AccountTable { institutions, ..AccountTable::default() };
        let mut ids = vec![0; order.len()];
        for account in order {
            ids[account as usize] = table.numbers.push(self.numbers.get(account))?;
            table.institution.push(place[self.institution[account as usize] as usize]);
        }
        Ok((table, ids))
    }
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
        let id = u16::try_from(self.inputs.len()).map_err(|_| LedgerFull::Files)?;
        self.inputs.push(name.into());
        Ok(FileId(id))
    }

    /// Adds a transaction. The order of calls is the source order.
    ///
    /// # Errors
    /// [`LedgerFull`] when a bound of the ledger is passed.
    pub fn push(&mut self, transaction: &Transaction<'_>) -> Result<(), LedgerFull> {
        if self.time.len() >= u32::MAX as usize {
            return Err(LedgerFull::Rows);
        }
        self.from.push(self.accounts.intern(transaction.from)?);
        self.to.push(self.accounts.intern(transaction.to)?);
        for (column, text) in self.texts.iter_mut().zip(transaction.texts) {
            if !text.is_empty() || !column.codes.is_empty() {
                if column.codes.len() < self.time.len() {
                    let absent = column.interner.intern("")?;
                    column.codes.resize(self.time.len(), absent);
                }
                column.codes.push(column.interner.intern(text)?);
            }
        }
        self.time.push(transaction.time);
        self.paid.push(transaction.paid.units);
        self.paid_currency.push(transaction.paid.currency);
        self.received.push(transaction.received.units);
        self.received_currency.push(transaction.received.currency);
        self.utc_offset.push(transaction.utc_offset);
        self.file.push(transaction.file);
        self.line.push(transaction.line);
        Ok(())
    }

    /// Sorts, interns and closes.
    ///
    /// Time: O(n log n) in the number of transactions.
    ///
    /// # Errors
    /// [`LedgerFull`] when a bound of the ledger is passed.
    pub fn finish(self) -> Result<Ledger, LedgerFull> {
        let (accounts, ids) = self.accounts.into_table()?;
        let from: Vec<AccountId> = self.from.iter().map(|account| AccountId(ids[*account as usize])).collect();
        let to: Vec<AccountId> = self.to.iter().map(|account| AccountId(ids[*account as usize])).collect();
        let mut order: Vec<u32> = (0..self.time.len() as u32).collect();
        let mut coded = Vec::new();
        for column in self.texts {
            coded.push(if column.codes.is_empty() {
                None
            } else {
                let (table, place) = column.interner.into_sorted()?;
                let codes: Vec<u32> = column.codes.iter().map(|code| place[*code as usize]).collect();
                Some((table, codes))
            });
        }
        order.sort_by_key(|row| {
            let row = *row as usize;
            let texts: [u32; TextField::ALL.len()] =
                std::array::from_fn(|field| coded[field].as_ref().map_or(0, |(_, codes)| codes[row]));
            (
                (self.time[row], from[row], to[row], self.paid[row], self.paid_currency[row]),
                (self.received[row], self.received_currency[row], texts, self.utc_offset[row]),
            )
        });
        fn gather<T: Copy>(column: &[T], order: &[u32]) -> Vec<T> {
            order.iter().map(|row| column[*row as usize]).collect()
        }
        let changed = self.paid != self.received || self.paid_currency != self.received_currency;
        let mut texts: [Option<TextColumn>; TextField::ALL.len()] = Default::default();
        for (column, coded) in texts.iter_mut().zip(coded) {
            *column = coded.map(|(table, codes)| TextColumn { table, codes: Some(gather(&codes, &order)) });
        }
        let offsets: Option<Vec<i16>> = self
            .utc_offset
            .iter()
            .any(Option::is_some)
            .then(|| order.iter().map(|row| self.utc_offset[*row as usize].unwrap_or(0)).collect());
        Ok(Ledger {
            resolution: self.time.iter().map(|time| Resolution::of(*time)).min(),
            time: gather(&self.time, &order),
            from: gather(&from, &order),
            to: gather(&to, &order),
            paid: gather(&self.paid, &order),
            paid_currency: gather(&self.paid_currency, &order),
            received: changed
                .then(|| Box::new((gather(&self.received, &order), gather(&self.received_currency, &order)))),
            utc_offset: offsets,
            file: gather(&self.file, &order),
            line: gather(&self.line, &order),
            texts,
            accounts,
            inputs: self.inputs,
        })
    }
}
