//! The payments that can be second legs, by middle, and what can follow what within the window.

use super::MANY_SECOND_LEGS;
use crate::detect::instants::Instants;
use crate::detect::{Cancelled, Watch, fan};
use crate::graph::{Hop, TransactionGraph};
use crate::model::{AccountId, Row, Span};
use crate::parallel::prelude::*;

/// Second legs whose receivers are paid by k others within W.
///
/// Rows are in order of time, so that "not earlier" and "within W" are comparisons of rows.
pub(super) struct SecondLegs {
    starts: Vec<u32>,
    hops: Vec<Hop>,
    // The same by receiver and time, for middles with many; empty ranges for others.
    by_sink_starts: Vec<u32>,
    by_sink: Vec<Hop>,
    instants: Instants,
}

impl SecondLegs {
    pub(super) fn new(
        graph: &TransactionGraph,
        window: Span,
        least: u32,
        watch: &dyn Watch,
    ) -> Result<Self, Cancelled> {
        let times = graph.instants();
        let accounts = graph.account_count();
        let chunk = accounts.div_ceil(crate::parallel::current_num_threads() * 8).max(1);
        let gathered: Vec<Vec<Row>> = (0..accounts.div_ceil(chunk))
            .into_par_iter()
            .map_init(
                || vec![0_u32; accounts],
                |counts, task| {
                    let mut rows = Vec::new();
                    if watch.cancelled() {
                        return Err(Cancelled);
                    }
                    for sink in task * chunk..((task + 1) * chunk).min(accounts) {
                        let hops = graph.received_by(AccountId(sink as u32));
                        if hops.len() >= least as usize {
                            let mut taken = 0;
                            fan::runs(hops, times, window, least, counts, |run, _| {
                                rows.extend(hops[run.start.max(taken)..run.end].iter().map(|hop| hop.row));
                                taken = run.end;
                            });
                        }
                    }
                    Ok(rows)
                },
            )
            .collect::<Result<_, Cancelled>>()?;
        let mut can_be_second = vec![false; graph.ledger().len()];
        for row in gathered.iter().flatten() {
            can_be_second[row.index()] = true;
        }
        drop(gathered);
        let mut starts = Vec::with_capacity(accounts + 1);
        let mut hops = Vec::new();
        let mut by_sink_starts = Vec::with_capacity(accounts + 1);
        let mut by_sink: Vec<Hop> = Vec::new();
        for middle in 0..accounts as u32 {
            starts.push(hops.len() as u32);
            by_sink_starts.push(by_sink.len() as u32);
            hops.extend(graph.paid_by(AccountId(middle)).iter().filter(|hop| can_be_second[hop.row.index()]));
            let own = &hops[starts[middle as usize] as usize..];
            if own.len() > MANY_SECOND_LEGS {
                let begun = by_sink.len();
                by_sink.extend(own);
                by_sink[begun..].sort_unstable_by_key(|hop| (hop.other, hop.row));
            }
        }
        starts.push(hops.len() as u32);
        by_sink_starts.push(by_sink.len() as u32);
        let instants = Instants::of(graph.ledger().times(), window);
        Ok(Self { starts, hops, by_sink_starts, by_sink, instants })
    }

    fn of(&self, middle: AccountId) -> &[Hop] {
        &self.hops[self.starts[middle.index()] as usize..self.starts[middle.index() + 1] as usize]
    }

    fn within(&self, middle: AccountId, first: Row, last: Row) -> &[Hop] {
        let hops = self.of(middle);
        let start = hops.partition_point(|hop| hop.row.0 < self.instants.since(first));
        let length = hops[start..].partition_point(|hop| hop.row.0 < self.instants.until(last));
        &hops[start..start + length]
    }

    /// The second legs that can follow a first leg.
    pub(super) fn after(&self, leg: Hop) -> &[Hop] {
        self.within(leg.other, leg.row, leg.row)
    }

    /// The second legs from the first to the last that can follow one of a middle's first legs, which are in order and
    /// not empty.
    pub(super) fn spanned(&self, legs: &[Hop]) -> &[Hop] {
        self.within(legs[0].other, legs[0].row, legs[legs.len() - 1].row)
    }

    /// All payments of a middle with many second legs to one sink.
    pub(super) fn between(&self, middle: AccountId, sink: AccountId) -> &[Hop] {
        let range = self.by_sink_starts[middle.index()] as usize..self.by_sink_starts[middle.index() + 1] as usize;
        let hops = &self.by_sink[range];
        let start = hops.partition_point(|hop| hop.other < sink);
        &hops[start..start + hops[start..].partition_point(|hop| hop.other == sink)]
    }

    /// Whether one row is not later than another.
    pub(super) fn precedes(&self, first: Row, second: Row) -> bool {
        self.instants.since(first) <= second.0
    }

    /// Whether one row is not later than another and both are within W.
    pub(super) fn joins(&self, first: Row, second: Row) -> bool {
        self.precedes(first, second) && second.0 < self.instants.until(first)
    }
}
