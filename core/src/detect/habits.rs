//! Which payments are a habit of two accounts, so that patterns made of strangers can leave them out.
//!
//! Wages, rents, suppliers and families are the same counterparties month after month; collectors and mules meet for one
//! job. A payment is *occasional* at a window length W when all that its payer pays to its receiver, in the whole ledger,
//! lies in a closed interval no longer than W. Else it is a habit of the two.

use crate::graph::TransactionGraph;
use crate::model::{AccountId, Span, Timestamp};
use crate::parallel::prelude::*;

/// How often, and for how long, the payer of each row pays its receiver.
#[derive(Debug)]
pub(super) struct Habits {
    // For each row, how many rows have the same payer and receiver, itself included ...
    payments: Vec<u32>,
    // ... and the time from the first to the last of them.
    spans: Vec<Span>,
    // The spans of all pairs of accounts, ascending.
    pairs: Vec<Span>,
    once: u64,
}

/// What a task says of its accounts: one entry a payment, in the order of the adjacency, and one span a pair.
#[derive(Default)]
struct Dealings {
    rows: Vec<(u32, Span)>,
    pairs: Vec<Span>,
    once: u64,
}

#[derive(Clone, Copy, Default)]
struct Pair {
    payments: u32,
    first: Timestamp,
    last: Timestamp,
}

impl Habits {
    /// Counts.
    ///
    /// Time: O(payments + pairs log pairs). Memory: 12 bytes a transaction and 8 a pair of accounts.
    pub(super) fn of(graph: &TransactionGraph) -> Self {
        let accounts = graph.account_count();
        let chunk = accounts.div_ceil(crate::parallel::current_num_threads() * 4).max(1);
        let tasks: Vec<Dealings> = (0..accounts.div_ceil(chunk))
            .into_par_iter()
            .map_init(
                || vec![Pair::default(); accounts],
                |seen, task| {
                    let mut dealings = Dealings::default();
                    for account in task * chunk..((task + 1) * chunk).min(accounts) {
                        let hops = graph.paid_by(AccountId(account as u32));
                        for hop in hops {
                            let (pair, time) = (&mut seen[hop.other.index()], graph.time(hop));
                            if pair.payments == 0 {
                                pair.first = time;
                            }
                            pair.payments += 1;
                            pair.last = time;
                        }
                        for hop in hops {
                            let pair = seen[hop.other.index()];
                            dealings.rows.push((pair.payments, pair.last - pair.first));
                        }
                        for hop in hops {
                            let pair = std::mem::take(&mut seen[hop.other.index()]);
                            if pair.payments > 0 {
                                dealings.pairs.push(pair.last - pair.first);
                                dealings.once += u64::from(pair.payments == 1);
                            }
                        }
                    }
                    dealings
                },
            )
            .collect();
        let rows = graph.ledger().len();
        let mut habits = Self { payments: vec![0; rows], spans: vec![Span(0); rows], pairs: Vec::new(), once: 0 };
        let mut hops = graph.adjacency(crate::graph::Direction::Out).all().iter();
        for task in tasks {
            for ((payments, span), hop) in task.rows.into_iter().zip(hops.by_ref()) {
                habits.payments[hop.row.index()] = payments;
                habits.spans[hop.row.index()] = span;
            }
            habits.pairs.extend(task.pairs);
            habits.once += task.once;
        }
        habits.pairs.par_sort_unstable();
        habits
    }

    /// The graph of the payments that are occasional at a window length.
    pub(super) fn occasional(&self, graph: &TransactionGraph, window: Span) -> TransactionGraph {
        graph.retain(|row| self.spans[row.index()] <= window)
    }

    /// Whether a row's payments are occasional at a window length.
    pub(super) fn is_occasional(&self, row: crate::model::Row, window: Span) -> bool {
        self.spans[row.index()] <= window
    }

    /// How many rows have the same payer and receiver as a row, itself included.
    pub(super) fn payments_alike(&self, row: crate::model::Row) -> u32 {
        self.payments[row.index()]
    }

    /// The share of all pairs of accounts that deal once.
    pub(super) fn share_once(&self) -> f64 {
        super::rank::share(self.once, self.pairs.len() as u64)
    }

    /// The share of all pairs of accounts whose payments are occasional at a window length.
    pub(super) fn share_occasional(&self, window: Span) -> f64 {
        super::rank::share(self.pairs.partition_point(|span| *span <= window) as u64, self.pairs.len() as u64)
    }
}
