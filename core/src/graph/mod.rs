//! The transaction graph: a temporal multigraph over the ledger.
//!
//! Detectors ask one question all the time: what did this account pay (or receive) between two instants, in order?
//! So each account's transactions lie side by side in time order, out and in, with the counterparty beside the row
//! (a compressed adjacency). The graph implements [petgraph's visit traits](petgraph::visit), so that petgraph's own
//! algorithms (components, strongly connected components, page rank, dominators ...) run on it as it stands.
//!
//! Beside it, the [entity graph](entity) says who is behind the accounts, and [`distance`] goes over both.

mod adjacency;
mod contraction;
pub mod distance;
pub mod entity;
mod visit;

pub use adjacency::{Adjacency, Hop};
pub use contraction::Contraction;
pub use entity::EntityGraph;
pub use visit::{PaymentRef, Payments, VisitedAccounts};

use crate::ledger::Ledger;
use crate::model::{AccountId, Row, Span, Timestamp};
use std::ops::Range;
use std::sync::Arc;

/// Which of an account's transactions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Those that it paid.
    Out,
    /// Those that it received.
    In,
}

/// The instants at which anything takes place, and the first row of each, with one more for the end.
#[derive(Debug, Default)]
struct Instants {
    times: Vec<Timestamp>,
    rows: Vec<u32>,
}

/// Accounts as vertices, transactions as edges from payer to receiver. Immutable.
///
/// Transfers of an account to itself stay in the ledger and are no edge here (see [`self_transfers`](Self::self_transfers)).
/// Memory: 24 bytes a transaction, 8 an account and 8 an instant beside the ledger.
#[derive(Debug)]
pub struct TransactionGraph {
    ledger: Arc<Ledger>,
    instants: Arc<Instants>,
    outgoing: Adjacency,
    incoming: Adjacency,
}

impl TransactionGraph {
    /// Builds both adjacencies by counting sort, side by side.
    ///
    /// Time: O(transactions + accounts). Memory: while it is built, 16 bytes a transaction more than it keeps.
    #[must_use]
    pub fn new(ledger: Arc<Ledger>) -> Self {
        let (from, to) = (ledger.from_accounts(), ledger.to_accounts());
        let accounts = ledger.accounts().len();
        let mut instants = Instants::default();
        let mut rows: Vec<u32> = Vec::with_capacity(ledger.len());
        for time in ledger.times() {
            if instants.times.last() != Some(time) {
                instants.times.push(*time);
                instants.rows.push(rows.len() as u32);
            }
            rows.push(instants.times.len() as u32 - 1);
        }
        instants.rows.push(rows.len() as u32);
        let (outgoing, incoming) = crate::parallel::join(
            || Adjacency::new(accounts, from, to, &rows),
            || Adjacency::new(accounts, to, from, &rows),
        );
        Self { ledger, instants: Arc::new(instants), outgoing, incoming }
    }

    /// The same ledger with only those payments as edges that `keep` says. Accounts stay, also those left without any.
    ///
    /// Time: O(payments + accounts).
    #[must_use]
    pub fn retain(&self, keep: impl Fn(Row) -> bool + Sync) -> Self {
        let (outgoing, incoming) =
            crate::parallel::join(|| self.outgoing.retain(&keep), || self.incoming.retain(&keep));
        Self { ledger: Arc::clone(&self.ledger), instants: Arc::clone(&self.instants), outgoing, incoming }
    }

    /// The instants at which anything takes place, each once, ascending.
    #[must_use]
    pub fn instants(&self) -> &[Timestamp] {
        &self.instants.times
    }

    /// When a transaction took place.
    #[inline]
    #[must_use]
    pub fn time(&self, hop: &Hop) -> Timestamp {
        self.instants.times[hop.instant as usize]
    }

    /// The ledger below.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The ledger below, to be kept.
    #[must_use]
    pub fn shared_ledger(&self) -> Arc<Ledger> {
        Arc::clone(&self.ledger)
    }

    /// How many accounts.
    #[must_use]
    pub fn account_count(&self) -> usize {
        self.ledger.accounts().len()
    }

    /// How many transactions between two different accounts.
    #[must_use]
    pub fn payment_count(&self) -> usize {
        self.outgoing.len()
    }

    /// How many transactions of the ledger are of an account to itself.
    ///
    /// Time: O(transactions).
    #[must_use]
    pub fn self_transfers(&self) -> usize {
        self.ledger.rows().filter(|row| self.ledger.is_self_transfer(*row)).count()
    }

    /// One direction of the graph.
    #[must_use]
    pub fn adjacency(&self, direction: Direction) -> &Adjacency {
        match direction {
            Direction::Out => &self.outgoing,
            Direction::In => &self.incoming,
        }
    }

    /// What the account paid, in time order.
    #[inline]
    #[must_use]
    pub fn paid_by(&self, account: AccountId) -> &[Hop] {
        self.outgoing.of(account)
    }

    /// What the account received, in time order.
    #[inline]
    #[must_use]
    pub fn received_by(&self, account: AccountId) -> &[Hop] {
        self.incoming.of(account)
    }

    /// The rows whose instant is in the closed interval.
    ///
    /// Time: O(log instants).
    #[must_use]
    pub fn rows_between(&self, first: Timestamp, last: Timestamp) -> Range<u32> {
        let Instants { times, rows } = self.instants.as_ref();
        let start = times.partition_point(|time| *time < first);
        let end = times.partition_point(|time| *time <= last);
        rows[start]..rows[end.max(start)]
    }

    /// The length of time from one row to another.
    #[inline]
    #[must_use]
    pub fn span(&self, first: Row, last: Row) -> Span {
        self.ledger.time(last) - self.ledger.time(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{LedgerBuilder, Transaction};
    use crate::model::{Amount, Currency};
    use proptest::prelude::*;

    fn graph(payments: &[(u8, u8, u8)]) -> TransactionGraph {
        let mut builder = LedgerBuilder::new();
        for (from, to, minute) in payments {
            let time = Timestamp(i64::from(*minute) * Span::MINUTE.0);
            let (from, to) = (format!("A{from}"), format!("A{to}"));
            let amount = Amount::new(100, Currency::NONE);
            builder.push(&Transaction::new(time, from.as_str().into(), to.as_str().into(), amount)).unwrap();
        }
        TransactionGraph::new(Arc::new(builder.finish().unwrap()))
    }

    proptest! {
        #[test]
        fn adjacency_holds_every_payment_once_each_way_in_order(
            payments in prop::collection::vec((0_u8..6, 0_u8..6, 0_u8..20), 0..60)
        ) {
            let graph = graph(&payments);
            let ledger = graph.ledger();
            for direction in [Direction::Out, Direction::In] {
                let mut seen = Vec::new();
                for account in ledger.accounts().ids() {
                    let hops = graph.adjacency(direction).of(account);
                    prop_assert!(hops.windows(2).all(|pair| pair[0].row < pair[1].row));
                    for hop in hops {
                        let (own, other) = match direction {
                            Direction::Out => (ledger.from(hop.row), ledger.to(hop.row)),
                            Direction::In => (ledger.to(hop.row), ledger.from(hop.row)),
                        };
                        prop_assert_eq!((own, other), (account, hop.other));
                        prop_assert_eq!(graph.time(hop), ledger.time(hop.row));
                        seen.push(hop.row);
                    }
                }
                seen.sort_unstable();
                let expected: Vec<Row> = ledger.rows().filter(|row| !ledger.is_self_transfer(*row)).collect();
                prop_assert_eq!(seen, expected);
            }
        }

        #[test]
        fn what_is_retained_is_the_graph_of_those_rows(
            payments in prop::collection::vec((0_u8..5, 0_u8..5, 0_u8..20), 0..40), odd in any::<bool>()
        ) {
            let graph = graph(&payments);
            let keep = |row: Row| (row.0 % 2 == 1) == odd;
            let retained = graph.retain(keep);
            for direction in [Direction::Out, Direction::In] {
                for account in graph.ledger().accounts().ids() {
                    let all = graph.adjacency(direction).of(account);
                    let kept: Vec<Hop> = all.iter().filter(|hop| keep(hop.row)).copied().collect();
                    prop_assert_eq!(retained.adjacency(direction).of(account), kept);
                }
            }
            prop_assert_eq!(retained.self_transfers(), graph.self_transfers());
        }

        #[test]
        fn a_window_of_rows_is_what_a_scan_finds(
            payments in prop::collection::vec((0_u8..3, 0_u8..3, 0_u8..20), 0..40), first in 0_i64..25, length in -3_i64..25
        ) {
            let graph = graph(&payments);
            let (first, last) = (Timestamp(first * 60_000), Timestamp((first + length) * 60_000));
            let scanned: Vec<u32> = graph
                .ledger()
                .rows()
                .filter(|row| (first..=last).contains(&graph.ledger().time(*row)))
                .map(|row| row.0)
                .collect();
            prop_assert_eq!(graph.rows_between(first, last).collect::<Vec<_>>(), scanned);
        }
    }
}
