//! What identifies a transaction in output: the source's own identifier, or one derived from its content.

use super::{Ledger, TextField};
use crate::model::Row;
use std::fmt;

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
    #[must_use]
    pub fn content_hash(&self, row: Row) -> u64 {
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
        let mut hasher = blake3::Hasher::new();
        let mut text = |text: &str| {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        };
        text(self.text(TextField::Id, row).unwrap_or(""));
        text(self.text(TextField::Channel, row).unwrap_or(""));
        for account in [self.from(row), self.to(row)] {
            let name = self.accounts().name(account);
            text(name.institution);
            text(name.number);
        }
        for amount in [self.paid(row), self.received(row)] {
            text(amount.currency.code());
            text(&amount.units.to_string());
        }
        hasher.update(&self.time(row).0.to_le_bytes());
        hasher.update(&(before as u64).to_le_bytes());
        let hash = hasher.finalize();
        u64::from_be_bytes(std::array::from_fn(|byte| hash.as_bytes()[byte]))
    }
}
