//! Scatter-gather: one account pays many, and they all pay the same other one.
//!
//! # Definition
//! A window is a closed interval of length W. A middle m joins a source u to a sink v in a window when the window holds a
//! payment u to m and a payment m to v that is not earlier; u, m and v are three accounts. The window qualifies for (u, v)
//! when at least k distinct middles join them in it. An instance is a maximal run of qualifying windows, sliding along
//! time; its evidence is every payment of either leg that is followed, or preceded, by one of the other leg of the same
//! middle in some window of the run. Roles: source, middles, sink.
//!
//! # Algorithm
//! First whatever no instance can hold is left out: second legs to accounts that do not receive from k others within W,
//! first legs with no second leg after them, sources that do not keep k middles. Then each source walks its two legs and
//! counts, for each sink, the middles that reach it. A sink needs k middles, so up to k - 1 middles with many second legs
//! are not walked: they are looked up, only for sinks that could still come to k with them.
//!
//! # Complexity
//! O(payments + sum over first legs of the middle's second legs within W). A hub as source or sink costs what it has of
//! payments; a hub as middle costs a binary search for each sink in reach. Slow: sources that pay more than k - 1 accounts
//! which each pay thousands within W. Each source stops after `steps` second legs looked at; its findings are then marked
//! truncated and the summary counts the sources.
//!
//! # Literature
//! Altman et al., Realistic synthetic financial transactions for anti-money laundering models, NeurIPS 2023; Blanusa et
//! al., Graph Feature Preprocessor: real-time subgraph-based feature extraction for financial crime detection, ICAIF 2024.

mod legs;

use super::fan;
use super::{Cancelled, Finding, Pattern, Role, Search, Watch};
use crate::graph::{Hop, TransactionGraph};
use crate::model::{AccountId, Row, Span};
use crate::parallel::prelude::*;
use legs::SecondLegs;
use serde::{Deserialize, Serialize};

/// Parameters of scatter-gather.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct ScatterGatherParameters {
    /// Window lengths W. Empty: 30 days for data that tells days, 14 days for hours, 3 days for anything
    /// finer; less, down to an hour, the more payments follow on a receipt and the more rows there are.
    pub windows: Vec<Span>,
    /// At least so many distinct middles k. Default 3.
    pub middles: u32,
    /// At most so many second legs looked at for one source. Default 4,000,000.
    pub steps: u64,
}

impl Default for ScatterGatherParameters {
    fn default() -> Self {
        Self { windows: Vec::new(), middles: 3, steps: 4_000_000 }
    }
}

impl ScatterGatherParameters {
    pub(super) fn check(&self) -> Result<(), String> {
        if self.middles < 2 {
            return Err(format!("scatter-gather.middles is {}; it must be 2 or more", self.middles));
        }
        if self.steps == 0 {
            return Err("scatter-gather.steps is 0; it must be 1 or more".to_owned());
        }
        Ok(())
    }
}

/// A second leg that follows a first leg of its middle within W.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Arrival {
    sink: AccountId,
    middle: AccountId,
    row: Row,
}

#[derive(Default)]
struct Scratch {
    // Zero for each account between uses.
    counts: Vec<u32>,
    // For each sink, the last middle that was seen to reach it, as a stamp.
    reached: Vec<u32>,
    stamp: u32,
    hops: Vec<Hop>,
    legs: Vec<Hop>,
    sinks: Vec<AccountId>,
    arrivals: Vec<Arrival>,
}

/// The search at one window length.
struct Walk<'a> {
    graph: &'a TransactionGraph,
    second: SecondLegs,
    window: Span,
    parameters: &'a ScatterGatherParameters,
}

const SOURCES_A_TASK: u32 = 4096;
// A middle with more second legs in reach than this is worth looking up instead of walking.
const MANY_SECOND_LEGS: usize = 64;

pub(super) fn search(
    graph: &TransactionGraph,
    window: Span,
    parameters: &ScatterGatherParameters,
    watch: &dyn Watch,
) -> Result<Search, Cancelled> {
    let accounts = graph.account_count() as u32;
    let mut search = Search::default();
    let second = SecondLegs::new(graph, window, parameters.middles, watch)?;
    let walk = Walk { graph, second, window, parameters };
    let tasks: Vec<(Vec<Finding>, u64)> = (0..accounts.div_ceil(SOURCES_A_TASK))
        .into_par_iter()
        .map_init(
            || Scratch {
                counts: vec![0; accounts as usize],
                reached: vec![0; accounts as usize],
                ..Scratch::default()
            },
            |scratch, task| {
                let (mut findings, mut truncated) = (Vec::new(), 0);
                if watch.cancelled() {
                    return Err(Cancelled);
                }
                for source in task * SOURCES_A_TASK..((task + 1) * SOURCES_A_TASK).min(accounts) {
                    truncated += u64::from(!walk.from(AccountId(source), scratch, &mut findings));
                }
                Ok((findings, truncated))
            },
        )
        .collect::<Result<_, Cancelled>>()?;
    search.seeds += u64::from(accounts);
    for (findings, truncated) in tasks {
        search.findings.extend(findings);
        search.truncated_seeds += truncated;
    }
    Ok(search)
}

impl Walk<'_> {
    /// Adds the findings of a source. Returns false when the bound on work stopped it.
    fn from(&self, source: AccountId, scratch: &mut Scratch, findings: &mut Vec<Finding>) -> bool {
        self.first_legs(source, scratch);
        if scratch.legs.is_empty() {
            return true;
        }
        let legs = std::mem::take(&mut scratch.legs);
        let complete = self.arrive(source, &legs, scratch);
        let begun = findings.len();
        for arrivals in scratch.arrivals.chunk_by(|a, b| a.sink == b.sink) {
            self.runs(source, &legs, arrivals, findings);
        }
        for finding in &mut findings[begun..] {
            finding.truncated = !complete;
        }
        scratch.legs = legs;
        complete
    }

    /// Leaves in `scratch.legs` the first legs that may be of an instance, by middle and time.
    fn first_legs(&self, source: AccountId, scratch: &mut Scratch) {
        let Scratch { counts, hops, legs, .. } = scratch;
        let least = self.parameters.middles;
        let times = self.graph.instants();
        legs.clear();
        let own = self.graph.paid_by(source);
        if own.len() < least as usize {
            return;
        }
        hops.clear();
        let mut taken = 0;
        fan::runs(own, times, self.window, least, counts, |run, _| {
            let alive = own[run.start.max(taken)..run.end].iter();
            hops.extend(alive.filter(|leg| !self.second.after(**leg).is_empty()));
            taken = run.end;
        });
        let mut taken = 0;
        fan::runs(hops, times, self.window, least, counts, |run, _| {
            legs.extend(&hops[run.start.max(taken)..run.end]);
            taken = run.end;
        });
        legs.sort_unstable_by_key(|leg| (leg.other, leg.row));
    }

    /// Leaves in `scratch.arrivals`, in order, what reaches the sinks that at least k middles reach.
    fn arrive(&self, source: AccountId, legs: &[Hop], scratch: &mut Scratch) -> bool {
        let least = self.parameters.middles;
        let mut steps = self.parameters.steps;
        let mut complete = true;
        scratch.arrivals.clear();
        scratch.sinks.clear();
        // The middles with the most second legs wait, as long as a sink needs one that does not.
        let mut waiting: Vec<(usize, &[Hop])> = Vec::new();
        let groups = || legs.chunk_by(|a, b| a.other == b.other);
        for group in groups() {
            let many = self.second.spanned(group).len();
            if many > MANY_SECOND_LEGS {
                waiting.push((many, group));
            }
        }
        waiting.sort_by_key(|(many, group)| (std::cmp::Reverse(*many), group[0].other));
        waiting.truncate(least as usize - 1);
        for group in groups() {
            if waiting.iter().any(|(_, other)| other[0].other == group[0].other) {
                continue;
            }
            complete &= self.follow(source, group, self.second.spanned(group), &mut steps, scratch);
        }
        for place in 0..scratch.sinks.len() {
            let sink = scratch.sinks[place];
            if scratch.counts[sink.index()] as usize + waiting.len() < least as usize {
                continue;
            }
            for (_, group) in &waiting {
                let between = self.second.between(group[0].other, sink);
                complete &= self.follow(source, group, between, &mut steps, scratch);
            }
        }
        let Scratch { counts, sinks, arrivals, .. } = scratch;
        arrivals.retain(|arrival| counts[arrival.sink.index()] >= least);
        arrivals.sort_unstable();
        for sink in sinks {
            counts[sink.index()] = 0;
        }
        complete
    }

    /// Follows the first legs of one middle along those of `second` that come after one of them within W.
    fn follow(&self, source: AccountId, first: &[Hop], second: &[Hop], steps: &mut u64, scratch: &mut Scratch) -> bool {
        let middle = first[0].other;
        scratch.stamp = scratch.stamp.wrapping_add(1);
        if scratch.stamp == 0 {
            scratch.reached.fill(0);
            scratch.stamp = 1;
        }
        let mut latest = 0;
        for hop in second {
            if *steps == 0 {
                return false;
            }
            *steps -= 1;
            while first.get(latest + 1).is_some_and(|leg| self.second.precedes(leg.row, hop.row)) {
                latest += 1;
            }
            let sink = hop.other;
            if sink == source || !self.second.joins(first[latest].row, hop.row) {
                continue;
            }
            let reached = &mut scratch.reached[sink.index()];
            if *reached != scratch.stamp {
                *reached = scratch.stamp;
                let count = &mut scratch.counts[sink.index()];
                if *count == 0 {
                    scratch.sinks.push(sink);
                }
                *count += 1;
            }
            scratch.arrivals.push(Arrival { sink, middle, row: hop.row });
        }
        true
    }

    /// Slides the window along what joins the source to one sink.
    fn runs(&self, source: AccountId, legs: &[Hop], arrivals: &[Arrival], findings: &mut Vec<Finding>) {
        let ledger = self.graph.ledger();
        let time = |row: Row| ledger.time(row).0;
        // For each middle, when windows begin that hold both its legs: from, to, and the payments of both.
        let mut joined: Vec<(i64, i64, AccountId, Row)> = Vec::new();
        let mut changes: Vec<(i64, i32)> = Vec::new();
        for group in arrivals.chunk_by(|a, b| a.middle == b.middle) {
            let middle = group[0].middle;
            let start = legs.partition_point(|leg| leg.other < middle);
            let first = &legs[start..start + legs[start..].partition_point(|leg| leg.other == middle)];
            let mut open: Option<(i64, i64)> = None;
            for arrival in group {
                let latest = first.partition_point(|leg| time(leg.row) <= time(arrival.row)) - 1;
                let (from, to) = (time(arrival.row).saturating_sub(self.window.0), time(first[latest].row));
                joined.push((from, to, middle, arrival.row));
                open = match open {
                    Some((begun, until)) if from <= until + 1 => Some((begun, to)),
                    before => {
                        changes.extend(before.into_iter().flat_map(|(begun, until)| [(begun, 1), (until + 1, -1)]));
                        Some((from, to))
                    }
                };
            }
            changes.extend(open.into_iter().flat_map(|(begun, until)| [(begun, 1), (until + 1, -1)]));
            for leg in first {
                let next = group.partition_point(|arrival| time(arrival.row) < time(leg.row));
                if let Some(next) = group.get(next) {
                    joined.push((time(next.row).saturating_sub(self.window.0), time(leg.row), middle, leg.row));
                }
            }
        }
        changes.sort_unstable();
        let (mut middles, mut run) = (0, None);
        for at_once in changes.chunk_by(|a, b| a.0 == b.0) {
            let now = at_once[0].0;
            middles += at_once.iter().map(|(_, change)| change).sum::<i32>();
            if middles >= self.parameters.middles as i32 {
                run = run.or(Some(now));
            } else if let Some(begun) = run.take() {
                let inside = joined.iter().filter(|(from, to, ..)| from <= to && *from < now && *to >= begun);
                let (mut accounts, rows): (Vec<AccountId>, Vec<Row>) =
                    inside.map(|(_, _, middle, row)| (*middle, *row)).unzip();
                accounts.sort_unstable();
                accounts.dedup();
                let sink = arrivals[0].sink;
                let roles = vec![(Role::Source, vec![source]), (Role::Middles, accounts), (Role::Sink, vec![sink])];
                findings.push(Finding::new(Pattern::ScatterGather, self.window, roles, rows));
            }
        }
    }
}
