//! When the money of a case moved, day by day.

use super::Contents;
use crate::ledger::Ledger;
use crate::model::{Amount, Row, Span, Timestamp};

/// The days of a case on which money moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// The days in order, in UTC; those without a payment are left out.
    pub days: Vec<Day>,
}

/// A day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// Its midnight, in UTC.
    pub midnight: Timestamp,
    /// Its payments.
    pub transactions: Vec<Row>,
    /// What they paid, by currency.
    pub amounts: Vec<Amount>,
}

impl Timeline {
    /// That of a case.
    ///
    /// Time: O(n log n) in the evidence.
    #[must_use]
    pub fn of(ledger: &Ledger, contents: &Contents<'_>) -> Self {
        let midnight = |row: &Row| Timestamp(ledger.time(*row).0.div_euclid(Span::DAY.0) * Span::DAY.0);
        let days = contents.transactions.chunk_by(|one, two| midnight(one) == midnight(two)).map(|rows| Day {
            midnight: midnight(&rows[0]),
            transactions: rows.to_vec(),
            amounts: ledger.paid_in(rows),
        });
        Self { days: days.collect() }
    }

    /// The day with the most payments; of equals the first.
    #[must_use]
    pub fn busiest(&self) -> Option<&Day> {
        self.days.iter().rev().max_by_key(|day| day.transactions.len())
    }
}
