//! Accounts files of a run: what they were, and how they fit the transactions.

use super::input::RowCounts;
use crate::ledger::{AccountRef, Ledger};
use crate::read::{AccountsFile, Compression, Format, Reason};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The accounts files of a run, and how they fit the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AccountsSummary {
    /// The files in the order in which they were given.
    pub files: Vec<AccountsInput>,
    /// Accounts of the ledger that are in one of the files.
    pub in_ledger: u64,
    /// Of these, accounts whose institution has a name there.
    pub with_institution_name: u64,
    /// Of these, accounts with an identifier or a name of whom they belong to.
    pub with_holder: u64,
    /// Accounts of the ledger that are in none of the files.
    pub not_in_files: u64,
    /// Accounts of the files that neither pay nor receive in the ledger.
    pub without_transactions: u64,
}

/// An accounts file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AccountsInput {
    /// As the user named it.
    pub name: String,
    /// Its size in bytes, packed or not.
    pub bytes: u64,
    /// BLAKE3 of these bytes, in hexadecimal.
    pub blake3: String,
    /// How it was packed.
    pub compression: Compression,
    /// The program whose accounts these are.
    pub format: Format,
    /// What became of its rows: read is accepted plus rejected.
    pub rows: RowCounts,
    /// Rows that were not accepted, by reason.
    pub rejections: BTreeMap<Reason, u64>,
}

impl AccountsSummary {
    /// Gathers it; `None` where there is no accounts file.
    ///
    /// Time: O(accounts log accounts) for each file.
    #[must_use]
    pub fn of(files: &[AccountsFile], ledger: &Ledger) -> Option<Self> {
        if files.is_empty() {
            return None;
        }
        let mut summary = Self {
            files: files.iter().map(AccountsInput::of).collect(),
            in_ledger: 0,
            with_institution_name: 0,
            with_holder: 0,
            not_in_files: 0,
            without_transactions: 0,
        };
        let table = ledger.accounts();
        let mut transacting = BTreeSet::new();
        for account in table.ids() {
            let name = table.name(account);
            let account = AccountRef { institution: name.institution, number: name.number };
            let (mut held, mut named, mut holder) = (false, false, false);
            for holding in files.iter().flat_map(|file| file.holders(account)) {
                held = true;
                named |= !holding.institution_name.is_empty();
                holder |= !holding.entity.is_empty() || !holding.entity_name.is_empty();
                transacting.insert(same(holding.account));
            }
            *(if held { &mut summary.in_ledger } else { &mut summary.not_in_files }) += 1;
            summary.with_institution_name += u64::from(named);
            summary.with_holder += u64::from(holder);
        }
        let all: BTreeSet<_> =
            files.iter().flat_map(AccountsFile::holdings).map(|holding| same(holding.account)).collect();
        summary.without_transactions = (all.len() - transacting.len()) as u64;
        Some(summary)
    }
}

/// What makes two spellings one account: see [`AccountsFile::holders`].
fn same(account: AccountRef<'_>) -> (&str, &str) {
    (account.institution.trim_start_matches('0'), account.number)
}

impl AccountsInput {
    /// The summary of one file.
    #[must_use]
    pub fn of(file: &AccountsFile) -> Self {
        let report = file.report();
        let (accepted, rejected) = (file.len() as u64, file.rejections().len() as u64);
        let mut rejections = BTreeMap::new();
        for rejection in file.rejections() {
            *rejections.entry(rejection.reason).or_default() += 1;
        }
        Self {
            name: report.name.clone(),
            bytes: report.size,
            blake3: report.blake3.clone(),
            compression: report.compression,
            format: report.format,
            rows: RowCounts { read: accepted + rejected, accepted, rejected },
            rejections,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{LedgerBuilder, Transaction};
    use crate::model::{Amount, Currency, Timestamp};

    #[test]
    fn accounts_of_ledger_and_files_are_held_against_each_other() {
        let mut builder = LedgerBuilder::new();
        for (from, to) in [("A", "B"), ("B", "C"), ("C", "A")] {
            let amount = Amount::new(1, Currency::NONE);
            let (from, to) = (AccountRef::new("010", from), AccountRef::new("010", to));
            builder.push(&Transaction::new(Timestamp(0), from, to, amount)).unwrap();
        }
        let ledger = builder.finish().unwrap();
        let read = |name: &str, rows: &str| {
            let text = format!("Bank Name,Bank ID,Account Number,Entity ID,Entity Name\n{rows}");
            AccountsFile::read(name, text.as_bytes()).unwrap()
        };
        let one = read("one", "First,10,A,E1,Doe\n,10,B,,\nFirst,10,Z,E2,Roe\nFirst,10,,E2,Roe\n");
        let two = read("two", "First,010,A,E3,Moe\nFirst,0010,Z,E3,Moe\n");
        let summary = AccountsSummary::of(&[one, two], &ledger).unwrap();
        let AccountsSummary {
            in_ledger, with_institution_name, with_holder, not_in_files, without_transactions, ..
        } = summary;
        assert_eq!((in_ledger, not_in_files, without_transactions), (2, 1, 1));
        assert_eq!((with_institution_name, with_holder), (1, 1));
        assert_eq!(summary.files[0].rows, RowCounts { read: 4, accepted: 3, rejected: 1 });
        assert_eq!(summary.files[0].rejections, BTreeMap::from([(Reason::MissingField, 1)]));
        assert_eq!(AccountsSummary::of(&[], &ledger), None);
    }
}
