//! Terms of what comes back: cycles.

use super::chance::{binomial_tail, millibits, poisson_tail};
use super::share;
use crate::detect::by_account::sorted;
use crate::detect::values::Values;
use crate::detect::{Finding, Reason};
use crate::graph::{Direction, TransactionGraph};
use crate::ledger::Ledger;
use crate::model::{AccountId, Currency, Row};
use crate::parallel::prelude::*;

/// The way back, against how many ways chance gives: what each member pays in this time leads on, the payments have to come
/// in order, and the last has to find the first account among all that are paid.
pub(super) fn closing(graph: &TransactionGraph, finding: &Finding) -> Option<Reason> {
    let members: Vec<AccountId> = finding.roles.iter().flat_map(|(_, accounts)| accounts).copied().collect();
    let origin = *members.first()?;
    let (first, last) = finding.period(graph.ledger());
    let rows = graph.rows_between(first, last);
    let within = |direction, account| graph.adjacency(direction).within(account, rows.clone()).len().max(1) as f64;
    let onward: f64 = members[1..].iter().map(|account| libm::log(within(Direction::Out, *account))).sum();
    let found = libm::log(within(Direction::In, origin) / rows.len().max(1) as f64);
    let expected = libm::exp((onward + found - libm::lgamma(members.len() as f64)).min(50.0));
    Some(Reason {
        name: "return",
        millibits: millibits(poisson_tail(1, expected)),
        text: format!(
            "the money comes back by {} payments in order; chance gives {expected:.1e} ways back",
            members.len() - 1
        ),
    })
}

/// What is usual in a ledger for payments that could begin or close a round trip.
pub(in crate::detect) struct UsualPayments {
    // The values of up to so many rows, evenly spaced through the ledger; ascending.
    values: Vec<i64>,
    crossing: f64,
}

const VALUES_LOOKED_AT: usize = 4096;

impl UsualPayments {
    /// Time: O(rows).
    pub(in crate::detect) fn of(graph: &TransactionGraph, values: &Values<'_>) -> Self {
        let ledger = graph.ledger();
        let step = ledger.len().div_ceil(VALUES_LOOKED_AT).max(1);
        let mut looked_at: Vec<i64> = ledger.rows().step_by(step).map(|row| values.get(row)).collect();
        looked_at.sort_unstable();
        let rows = ledger.len() as u32;
        let crossing = (0..rows).into_par_iter().filter(|row| crosses(ledger, Row(*row))).count();
        Self { values: looked_at, crossing: share(crossing as u64, u64::from(rows)) }
    }

    /// How near the value that comes back is to the value that left. `rows` are the evidence, in order.
    pub(in crate::detect) fn kept(&self, ledger: &Ledger, values: &Values<'_>, rows: &[Row]) -> Option<Reason> {
        let first = *rows.first()?;
        let last = *rows.iter().rev().find(|row| ledger.to(**row) == ledger.from(first))?;
        let (left, back) = (values.get(first), values.get(last));
        let distance = left.abs_diff(back);
        let lowest = self.values.partition_point(|value| *value < left && value.abs_diff(left) > distance);
        let beyond = self.values.partition_point(|value| *value <= left || value.abs_diff(left) <= distance);
        let as_near = beyond.saturating_sub(lowest);
        // One more of each, so that what was never seen is rare and not impossible.
        let chance = (as_near + 1) as f64 / (self.values.len() + 1) as f64;
        Some(Reason {
            name: "kept",
            millibits: millibits(libm::log(chance)),
            text: format!(
                "{} % of the first amount comes back; {:.2} % of the ledger's payments are as near to it",
                u128::from(back.unsigned_abs()) * 100 / u128::from(left.unsigned_abs().max(1)),
                chance * 100.0
            ),
        })
    }

    /// How many pairs of members pay from one institution to another or change currency. None when none does.
    pub(in crate::detect) fn crossing(&self, ledger: &Ledger, rows: &[Row]) -> Option<Reason> {
        let pairs = |rows: &mut dyn Iterator<Item = &Row>| {
            sorted(rows.map(|row| (ledger.from(*row), ledger.to(*row))).collect::<Vec<_>>()).len() as u64
        };
        let all = pairs(&mut rows.iter());
        let crossing = pairs(&mut rows.iter().filter(|row| crosses(ledger, **row)));
        let mut institutions: Vec<u32> = rows
            .iter()
            .flat_map(|row| [ledger.from(*row), ledger.to(*row)])
            .map(|a| ledger.accounts().institution(a))
            .collect();
        institutions.sort_unstable();
        institutions.dedup();
        let mut currencies: Vec<Currency> =
            rows.iter().flat_map(|row| [ledger.paid(*row).currency, ledger.received(*row).currency]).collect();
        currencies.sort_unstable();
        currencies.dedup();
        (crossing > 0).then(|| Reason {
            name: "crossing",
            millibits: millibits(binomial_tail(crossing, all, self.crossing)),
            text: format!(
                "{crossing} of {all} pairs of accounts are of two institutions or change currency ({} institutions, {} currencies); of all payments {:.1} %",
                institutions.len(),
                currencies.len(),
                self.crossing * 100.0
            ),
        })
    }
}

fn crosses(ledger: &Ledger, row: Row) -> bool {
    let institution = |account| ledger.accounts().institution(account);
    institution(ledger.from(row)) != institution(ledger.to(row))
        || ledger.paid(row).currency != ledger.received(row).currency
}
