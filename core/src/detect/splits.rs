//! Splits of an account's time into what it gathers before and what it scatters after: the sweep that gather-scatter
//! and stack share.

use super::values::Values;
use crate::graph::Hop;
use crate::model::{Row, Span, Timestamp};
use std::ops::Range;

/// What a split must have: an instant t, the payments received in `[t - window, t]` and those made in
/// `[t, t + window]`.
#[derive(Clone, Copy, Debug)]
pub(super) struct SplitRule {
    pub(super) window: Span,
    /// At least so many distinct payers before.
    pub(super) senders: u32,
    /// At least so many distinct receivers after.
    pub(super) receivers: u32,
    /// What is paid after is at least so many per cent of what is received before ...
    pub(super) kept_least: u32,
    /// ... and at most so many.
    pub(super) kept_most: u32,
}

/// Counts by account, all zero between two sweeps.
#[derive(Default)]
pub(super) struct SplitScratch {
    senders: Vec<u32>,
    receivers: Vec<u32>,
}

/// One side's window, which slides along the hops.
struct Side<'a> {
    hops: &'a [Hop],
    // The window is hops[start..end].
    start: usize,
    end: usize,
    value: i128,
    distinct: u32,
    counts: &'a mut [u32],
}

impl SplitScratch {
    pub(super) fn new(accounts: usize) -> Self {
        Self { senders: vec![0; accounts], receivers: vec![0; accounts] }
    }

    /// A count for each account, all zero, to be left so.
    pub(super) fn one(&mut self) -> &mut [u32] {
        &mut self.senders
    }
}

impl SplitRule {
    fn holds(&self, gathered: &Side<'_>, scattered: &Side<'_>) -> bool {
        gathered.distinct >= self.senders
            && scattered.distinct >= self.receivers
            && gathered.value > 0
            && scattered.value * 100 >= gathered.value * i128::from(self.kept_least)
            && scattered.value * 100 <= gathered.value * i128::from(self.kept_most)
    }

    /// Calls `found` for each maximal run of instants that split as the rule says, with the ranges of `incoming` and
    /// `outgoing` that any of them takes in. `times` are the graph's instants. `counts` says which payments count as distinct counterparties; value is that
    /// of all.
    ///
    /// Time: O(incoming + outgoing).
    pub(super) fn runs(
        &self,
        (incoming, outgoing): (&[Hop], &[Hop]),
        (times, values): (&[Timestamp], &Values<'_>),
        scratch: &mut SplitScratch,
        counts: impl Fn(bool, Row) -> bool,
        mut found: impl FnMut(Range<usize>, Range<usize>),
    ) {
        if incoming.len() < self.senders as usize || outgoing.len() < self.receivers as usize {
            return;
        }
        let time = |hop: &Hop| times[hop.instant as usize];
        let mut gathered = Side::new(incoming, &mut scratch.senders);
        let mut scattered = Side::new(outgoing, &mut scratch.receivers);
        let gathers = |row| counts(true, row);
        let scatters = |row| counts(false, row);
        // Where a run of splits began, and where its windows end as yet.
        let mut run: Option<[usize; 4]> = None;
        let late = Span(self.window.0.saturating_add(1));
        // Without payments left to scatter, or to gather, nothing more can hold.
        while scattered.start < outgoing.len() && gathered.start < incoming.len() {
            let enters = incoming.get(gathered.end).map_or(Timestamp(i64::MAX), time);
            let leaves = time(&incoming[gathered.start]) + late;
            let seen = outgoing.get(scattered.end).map_or(Timestamp(i64::MAX), |hop| time(hop) - self.window);
            let past = time(&outgoing[scattered.start]) + Span(1);
            let now = enters.min(leaves).min(seen).min(past);
            while incoming.get(gathered.end).is_some_and(|hop| time(hop) <= now) {
                gathered.enter(values, gathers);
            }
            while gathered.start < gathered.end && time(&incoming[gathered.start]) + late <= now {
                gathered.leave(values, gathers);
            }
            while outgoing.get(scattered.end).is_some_and(|hop| time(hop) - self.window <= now) {
                scattered.enter(values, scatters);
            }
            while scattered.start < scattered.end && time(&outgoing[scattered.start]) + Span(1) <= now {
                scattered.leave(values, scatters);
            }
            if self.holds(&gathered, &scattered) {
                let [gathered_from, _, scattered_from, _] = run.unwrap_or([gathered.start, 0, scattered.start, 0]);
                run = Some([gathered_from, gathered.end, scattered_from, scattered.end]);
            } else if let Some([a, b, c, d]) = run.take() {
                found(a..b, c..d);
            }
        }
        if let Some([a, b, c, d]) = run {
            found(a..b, c..d);
        }
        gathered.clear();
        scattered.clear();
    }
}

impl<'a> Side<'a> {
    fn new(hops: &'a [Hop], counts: &'a mut [u32]) -> Self {
        Self { hops, start: 0, end: 0, value: 0, distinct: 0, counts }
    }

    fn enter(&mut self, values: &Values<'_>, counted: impl Fn(Row) -> bool) {
        let hop = self.hops[self.end];
        self.end += 1;
        self.value += i128::from(values.get(hop.row));
        if counted(hop.row) {
            let count = &mut self.counts[hop.other.index()];
            self.distinct += u32::from(*count == 0);
            *count += 1;
        }
    }

    fn leave(&mut self, values: &Values<'_>, counted: impl Fn(Row) -> bool) {
        let hop = self.hops[self.start];
        self.start += 1;
        self.value -= i128::from(values.get(hop.row));
        if counted(hop.row) {
            let count = &mut self.counts[hop.other.index()];
            *count -= 1;
            self.distinct -= u32::from(*count == 0);
        }
    }

    fn clear(&mut self) {
        for hop in &self.hops[self.start..self.end] {
            self.counts[hop.other.index()] = 0;
        }
    }
}
