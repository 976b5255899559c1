//! What identifies a transaction in output: the source's own identifier, or one derived from its content.

use super::{Ledger, TextField};
use crate::model::Row;
use std::fmt;
use std::io::Write as _;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// A transaction's identifier in output.
///
/// Where the source gives none, it is `q` and 16 hexadecimal digits of a BLAKE3 hash over time, accounts, amounts and
/// channel, with a count among rows alike in all of these. It does not depend on the place of the row in its file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TransactionId<'a> {
    /// As the source has it.
    Given(&'a str),
    /// Derived from content.
    Derived(u64),
}

/// The hashes that are known, 0 for the others.
#[derive(Debug, Default)]
pub(super) struct Hashes(OnceLock<Vec<AtomicU64>>);

impl Hashes {
    fn of_rows(&self, rows: usize) -> &[AtomicU64] {
        self.0.get_or_init(|| (0..rows).map(|_| AtomicU64::new(0)).collect())
    }
}

impl fmt::Display for TransactionId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Given(id) => f.write_str(id),
            Self::Derived(hash) => write!(f, "q{hash:016x}"),
        }
    }
}

impl Ledger {
    /// The identifier that output uses for a row.
    ///
    /// Rows alike in all that is hashed stand side by side or nearly so; the cost is that of hashing some 60 bytes and of
    /// stepping back over the rows of the same instant and accounts.
    #[must_use]
    pub fn transaction_id(&self, row: Row) -> TransactionId<'_> {
        match self.text(TextField::Id, row) {
            Some(id) => TransactionId::Given(id),
            None => TransactionId::Derived(self.content_hash(row)),
        }
    }

    /// 64 bits over what the transaction is: identifier, time, accounts, amounts, channel, and its count among rows
    /// alike in all of these. Equal for the same transaction whatever the order and the names of the files.
    ///
    /// Evidence is asked for again and again (a transaction is in several findings, in their identifiers and in several
    /// files), so a hash is kept once it is known: 8 bytes a row from the first call on.
    #[must_use]
    pub fn content_hash(&self, row: Row) -> u64 {
        let known = &self.hashes.of_rows(self.len())[row.index()];
        match known.load(Ordering::Relaxed) {
            0 => {
                // Threads that come at once find the same.
                let hash = self.hashed(row);
                known.store(hash, Ordering::Relaxed);
                hash
            }
            hash => hash,
        }
    }

    fn hashed(&self, row: Row) -> u64 {
        let alike = |other: Row| {
            self.time(other) == self.time(row)
                && self.from(other) == self.from(row)
                && self.to(other) == self.to(row)
                && self.paid(other) == self.paid(row)
        };
        let same = |other: Row| {
            self.received(other) == self.received(row)
                && self.text(TextField::Id, other) == self.text(TextField::Id, row)
                && self.text(TextField::Channel, other) == self.text(TextField::Channel, row)
        };
        let before = (0..row.0).rev().map(Row).take_while(|other| alike(*other)).filter(|other| same(*other)).count();
        // In one piece: a hasher that takes it bit by bit is slower for so little.
        let mut content = Vec::with_capacity(192);
        let mut text = |text: fmt::Arguments<'_>| {
            let start = content.len() + size_of::<u64>();
            content.resize(start, 0);
            // Writing to memory does not fail.
            _ = content.write_fmt(text);
            let length = (content.len() - start) as u64;
            content[start - size_of::<u64>()..start].copy_from_slice(&length.to_le_bytes());
        };
        text(format_args!("{}", self.text(TextField::Id, row).unwrap_or("")));
        text(format_args!("{}", self.text(TextField::Channel, row).unwrap_or("")));
        for account in [self.from(row), self.to(row)] {
            let name = self.accounts().name(account);
            text(format_args!("{}", name.institution));
            text(format_args!("{}", name.number));
        }
        for amount in [self.paid(row), self.received(row)] {
            text(format_args!("{}", amount.currency.code()));
            text(format_args!("{}", amount.units));
        }
        content.extend_from_slice(&self.time(row).0.to_le_bytes());
        content.extend_from_slice(&(before as u64).to_le_bytes());
        let hash = blake3::hash(&content);
        u64::from_be_bytes(std::array::from_fn(|byte| hash.as_bytes()[byte]))
    }
}
