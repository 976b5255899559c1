//! What a ledger holds, in numbers: the same for the manifest and for `inspect`, so that the two cannot disagree.

use crate::ledger::{Ledger, TextField};
use crate::model::{Currency, Resolution, Row, Timestamp};
use serde::Serialize;
use std::collections::BTreeMap;

/// Counts and sums over a ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LedgerSummary {
    /// Rows of the ledger: all accepted rows of all inputs.
    pub transactions: u64,
    /// Accounts that pay or receive.
    pub accounts: u64,
    /// Institutions that keep them; 0 when the sources name none.
    pub institutions: u64,
    /// The institutions with the most accounts, at most [`LedgerSummary::LARGEST`]; among equals by name.
    pub largest_institutions: Vec<InstitutionSummary>,
    /// The first instant; absent when there is no transaction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<Timestamp>,
    /// The last instant; absent when there is no transaction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<Timestamp>,
    /// The coarsest step of time that tells every instant.
    pub resolution: Resolution,
    /// What was paid, by currency, in the order of codes.
    pub currencies: Vec<CurrencySummary>,
    /// Transactions that reach the receiver in another currency than they were paid in.
    pub exchanges: u64,
    /// Transactions of an account with itself: in the ledger, an edge of no pattern.
    pub self_transfers: u64,
    /// Transactions that are alike in every field to another one before them.
    pub exact_duplicates: u64,
    /// Transactions whose identifier an earlier one has too.
    pub repeated_ids: u64,
}

/// An institution and how many accounts it keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InstitutionSummary {
    /// As the source names it.
    pub name: String,
    /// Accounts of it in the ledger.
    pub accounts: u64,
}

/// What was paid in one currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CurrencySummary {
    /// The currency.
    pub currency: Currency,
    /// How many transactions were paid in it.
    pub transactions: u64,
    /// Their sum, as a decimal text. Exact: it may be larger than any single amount can be.
    pub sum: String,
}

impl LedgerSummary {
    /// How many of the largest institutions are named.
    pub const LARGEST: usize = 5;

    /// Counts.
    ///
    /// Time: O(transactions + accounts), and O(n log n) in the number of identifiers where the source gives them.
    #[must_use]
    pub fn of(ledger: &Ledger) -> Self {
        let (institutions, largest_institutions) = institutions(ledger);
        let rows = || ledger.rows();
        Self {
            transactions: ledger.len() as u64,
            accounts: ledger.accounts().len() as u64,
            institutions,
            largest_institutions,
            first: ledger.period().map(|(first, _)| first),
            last: ledger.period().map(|(_, last)| last),
            resolution: ledger.resolution(),
            currencies: currencies(ledger),
            exchanges: rows().filter(|row| ledger.received(*row).currency != ledger.paid(*row).currency).count() as u64,
            self_transfers: rows().filter(|row| ledger.is_self_transfer(*row)).count() as u64,
            exact_duplicates: rows().skip(1).filter(|row| alike(ledger, Row(row.0 - 1), *row)).count() as u64,
            repeated_ids: repeated_ids(ledger),
        }
    }
}

fn institutions(ledger: &Ledger) -> (u64, Vec<InstitutionSummary>) {
    let accounts = ledger.accounts();
    let names = accounts.institutions();
    let mut counts = vec![0_u64; names.len()];
    for account in accounts.ids() {
        counts[accounts.institution(account) as usize] += 1;
    }
    let mut largest: Vec<InstitutionSummary> = names
        .iter()
        .zip(counts)
        .filter(|(name, _)| !name.is_empty())
        .map(|(name, accounts)| InstitutionSummary { name: name.to_owned(), accounts })
        .collect();
    let count = largest.len() as u64;
    largest.sort_by(|a, b| b.accounts.cmp(&a.accounts).then_with(|| a.name.cmp(&b.name)));
    largest.truncate(LedgerSummary::LARGEST);
    (count, largest)
}

fn currencies(ledger: &Ledger) -> Vec<CurrencySummary> {
    let mut sums: BTreeMap<&str, (Currency, u64, i128)> = BTreeMap::new();
    let rows: Vec<(Currency, i64)> =
        ledger.paid_currencies().iter().copied().zip(ledger.paid_units().iter().copied()).collect();
    for same in rows.chunk_by(|a, b| a.0 == b.0) {
        let currency = same[0].0;
        let sum = sums.entry(currency.code()).or_insert((currency, 0, 0));
        sum.1 += same.len() as u64;
        sum.2 += same.iter().map(|(_, units)| i128::from(*units)).sum::<i128>();
    }
    sums.into_values()
        .map(|(currency, transactions, units)| CurrencySummary {
            currency,
            transactions,
            sum: decimal(units, currency),
        })
        .collect()
}

fn decimal(units: i128, currency: Currency) -> String {
    let decimals = usize::from(currency.decimals());
    let scale = 10_u128.pow(decimals as u32);
    let sign = if units < 0 { "-" } else { "" };
    let magnitude = units.unsigned_abs();
    format!("{sign}{}.{:0decimals$}", magnitude / scale, magnitude % scale)
}

/// Rows alike in every field stand side by side, since the ledger is sorted by all of them.
fn alike(ledger: &Ledger, one: Row, other: Row) -> bool {
    ledger.time(one) == ledger.time(other)
        && ledger.from(one) == ledger.from(other)
        && ledger.to(one) == ledger.to(other)
        && ledger.paid(one) == ledger.paid(other)
        && ledger.received(one) == ledger.received(other)
        && ledger.utc_offset(one) == ledger.utc_offset(other)
        && TextField::ALL.iter().all(|field| ledger.text(*field, one) == ledger.text(*field, other))
}

fn repeated_ids(ledger: &Ledger) -> u64 {
    let Some(column) = ledger.text_column(TextField::Id) else { return 0 };
    match column.coded() {
        Some((texts, codes)) => {
            let mut uses = vec![0_u32; texts.len()];
            for code in codes.iter() {
                uses[code as usize] += 1;
            }
            let repeats =
                |(text, uses): (&str, u32)| if text.is_empty() { 0 } else { u64::from(uses.saturating_sub(1)) };
            texts.iter().zip(uses).map(repeats).sum()
        }
        None => {
            let mut ids: Vec<&str> = ledger.rows().map(|row| column.get(row)).filter(|text| !text.is_empty()).collect();
            ids.sort_unstable();
            ids.windows(2).filter(|pair| pair[0] == pair[1]).count() as u64
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{AccountRef, LedgerBuilder, Transaction};
    use crate::model::Amount;
    use proptest::prelude::*;

    fn usd() -> Currency {
        Currency::parse("USD").unwrap()
    }

    #[test]
    fn sums_go_beyond_64_bits() {
        let mut builder = LedgerBuilder::new();
        for minute in 0..4 {
            let paid = Amount::new(i64::MAX, usd());
            builder.push(&Transaction::new(Timestamp(minute * 60_000), "a".into(), "b".into(), paid)).unwrap();
        }
        let summary = LedgerSummary::of(&builder.finish().unwrap());
        assert_eq!(summary.currencies[0].sum, "368934881474191032.28");
        assert_eq!(summary.resolution, Resolution::Minute);
    }

    #[test]
    fn a_row_again_and_an_identifier_again_are_told_apart() {
        let mut builder = LedgerBuilder::new();
        let bank = |number| AccountRef::new("bank", number);
        let one = Transaction::new(Timestamp(0), bank("1"), bank("2"), Amount::new(5, usd())).with(TextField::Id, "x");
        let other =
            Transaction::new(Timestamp(9), bank("2"), bank("2"), Amount::new(5, usd())).with(TextField::Id, "x");
        for transaction in [one, other, one, one] {
            builder.push(&transaction).unwrap();
        }
        let summary = LedgerSummary::of(&builder.finish().unwrap());
        assert_eq!((summary.transactions, summary.exact_duplicates, summary.repeated_ids), (4, 2, 3));
        assert_eq!((summary.self_transfers, summary.accounts, summary.institutions), (1, 2, 1));
        assert_eq!(summary.largest_institutions[0].accounts, 2);
    }

    #[test]
    fn an_empty_ledger_has_a_summary() {
        let summary = LedgerSummary::of(&LedgerBuilder::new().finish().unwrap());
        assert_eq!((summary.transactions, summary.first, summary.currencies.len()), (0, None, 0));
    }

    proptest! {
        // The oracle compares every pair of rows; identifiers and contents repeat often in so small a space.
        #[test]
        fn duplicates_are_counted_as_by_comparing_every_pair(
            rows in prop::collection::vec((0..3_i64, 0..2_usize, 0..2_usize, 1..3_i64, 0..3_usize), 0..40)
        ) {
            let names = ["a", "b"];
            let mut builder = LedgerBuilder::new();
            for (time, from, to, units, id) in &rows {
                let paid = Amount::new(*units, usd());
                let transaction = Transaction::new(Timestamp(*time), names[*from].into(), names[*to].into(), paid);
                builder.push(&transaction.with(TextField::Id, ["", "i", "j"][*id])).unwrap();
            }
            let summary = LedgerSummary::of(&builder.finish().unwrap());
            let again = |same: &dyn Fn(usize, usize) -> bool| {
                (0..rows.len()).filter(|row| (0..*row).any(|earlier| same(earlier, *row))).count() as u64
            };
            prop_assert_eq!(summary.exact_duplicates, again(&|a, b| rows[a] == rows[b]));
            prop_assert_eq!(summary.repeated_ids, again(&|a, b| rows[a].4 == rows[b].4 && rows[a].4 != 0));
            prop_assert_eq!(summary.self_transfers, rows.iter().filter(|row| row.1 == row.2).count() as u64);
        }
    }
}
