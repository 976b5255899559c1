//! What each transaction is worth, in one currency, so that patterns which compare value can cross currencies.

use crate::ledger::{GivenRates, Ledger, Rates};
use crate::model::Row;
use crate::parallel::prelude::*;

/// What every row is worth, kept between searches.
#[derive(Debug)]
pub(super) struct Worth {
    // In smallest units of the reference currency; `None` when that is what the ledger has.
    paid: Option<Vec<i64>>,
    // What arrived; `None` when that is what was paid.
    received: Option<Vec<i64>>,
    rates: Rates,
}

/// The value of every row in smallest units of the reference currency.
pub(super) struct Values<'a> {
    units: &'a [i64],
    // What arrived; `None` when that is what was paid.
    received: Option<&'a [i64]>,
    rates: &'a Rates,
}

impl Worth {
    /// Values what was paid at the given rates and the ledger's own (see [`Ledger::rates`]), or what was received where only
    /// that has a rate. A ledger of one currency is read in place.
    ///
    /// Time: O(rows). Memory: 16 bytes a row when there is more than one currency.
    pub(super) fn of(ledger: &Ledger, given: &GivenRates) -> Self {
        let rates = ledger.rates(given);
        let reference = rates.reference();
        if ledger.paid_currencies().iter().all(|currency| *currency == reference) {
            return Self { paid: None, received: None, rates };
        }
        let paid = |row| rates.value(ledger.paid(row)).or_else(|| rates.value(ledger.received(row))).unwrap_or(0);
        let received = |row| rates.value(ledger.received(row)).or_else(|| rates.value(ledger.paid(row))).unwrap_or(0);
        let all = |value: &(dyn Fn(Row) -> i64 + Sync)| -> Vec<i64> {
            (0..ledger.len() as u32).into_par_iter().with_min_len(1 << 14).map(|row| value(Row(row))).collect()
        };
        let (paid, received) = (all(&paid), all(&received));
        Self { paid: Some(paid), received: Some(received), rates }
    }

    pub(super) fn rates(&self) -> &Rates {
        &self.rates
    }

    pub(super) fn values<'a>(&'a self, ledger: &'a Ledger) -> Values<'a> {
        Values {
            units: self.paid.as_deref().unwrap_or_else(|| ledger.paid_units()),
            received: self.received.as_deref(),
            rates: &self.rates,
        }
    }
}

impl Values<'_> {
    /// The rates that the values are at.
    pub(super) fn rates(&self) -> &Rates {
        self.rates
    }

    /// The value of a row, 0 for what has no rate and for reversals.
    #[inline]
    pub(super) fn get(&self, row: Row) -> i64 {
        self.units[row.index()].max(0)
    }

    /// The value of what arrived with a row. What an account pays on is to be held against this: in the currency that it
    /// received the two compare to the last unit, while rates are not those of each exchange.
    #[inline]
    pub(super) fn received(&self, row: Row) -> i64 {
        self.received.as_ref().map_or_else(|| self.get(row), |received| received[row.index()].max(0))
    }
}
