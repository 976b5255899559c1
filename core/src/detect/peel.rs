//! Layers of accounts that pay the next layer: what is left when all that has too few counterparties is peeled off. The
//! search that bipartite and stack share.
//!
//! Layer l of payments goes from the accounts of station l to those of station l + 1. A payment may be in any layer. At
//! its station an account needs windows (at a station between two layers: splits of its time, see
//! [`splits`](super::splits)) in which enough of its payments of the layer are left; payments in none of them are peeled
//! off, until nothing more is. What is left does not depend on the order of peeling, since fewer payments never give an
//! account more.
//!
//! Payments of hubs with those who deal with few others come off then, and the rest is peeled again, until there are none.
//! Payments in one run of windows, or splits, of an account are joined; what is joined is one instance. An account at two
//! stations of one instance is taken out of it at both; where there is none, one that alone holds an instance together
//! stays with the larger side of it; and the rest is peeled again, from the hubs on, until there is neither.

mod hubs;
mod sides;

use super::fan;
use super::splits::{SplitRule, SplitScratch};
use super::values::Values;
use super::{Cancelled, Role, Watch};
use crate::graph::{Direction, Hop, TransactionGraph};
use crate::model::{AccountId, Row, Span};
use crate::parallel::prelude::*;

/// What is asked for.
#[derive(Clone, Copy)]
pub(super) struct Question<'a> {
    pub(super) graph: &'a TransactionGraph,
    pub(super) values: &'a Values<'a>,
    pub(super) window: Span,
    /// Distinct accounts that each must pay, and be paid by.
    pub(super) pays: u32,
    pub(super) paid_by: u32,
    /// A payment between two accounts counts when neither has more than so many times as many counterparties as the other.
    pub(super) hub_times: u32,
    /// The rule at stations between two layers; `None` for a single layer.
    pub(super) passes: Option<SplitRule>,
    /// At most so many payments looked at, all rounds together.
    pub(super) steps: u64,
}

/// The payments of an instance with their layers, and its accounts with their stations, both in order.
pub(super) struct Instance {
    pub(super) payments: Vec<(u8, Row)>,
    pub(super) accounts: Vec<(u8, AccountId)>,
}

impl Instance {
    pub(super) fn rows(&self) -> Vec<Row> {
        self.payments.iter().map(|(_, row)| *row).collect()
    }

    /// The accounts of each station under its role.
    pub(super) fn roles(&self, roles: &[Role]) -> Vec<(Role, Vec<AccountId>)> {
        let stations = self.accounts.chunk_by(|a, b| a.0 == b.0);
        let accounts = stations.map(|station| station.iter().map(|(_, account)| *account).collect());
        roles.iter().copied().zip(accounts).collect()
    }
}

/// All instances, in the order of their first payments, and how many that might be some were not peeled to the end.
pub(super) struct Peeled {
    pub(super) instances: Vec<Instance>,
    pub(super) unfinished: u64,
}

struct Peeling<'a> {
    question: Question<'a>,
    // For each layer, which rows are left, how many, and the graph of those that were when it was last made.
    left: Vec<Vec<bool>>,
    count: Vec<usize>,
    graphs: Vec<Option<TransactionGraph>>,
    // For each station, the accounts that lost a payment since they were looked at, and whether they are among them.
    pending: Vec<Vec<AccountId>>,
    is_pending: Vec<Vec<bool>>,
    steps: u64,
}

struct Scratch {
    counts: SplitScratch,
    hops: Vec<Hop>,
    kept: Vec<(u8, Row)>,
}

const ACCOUNTS_A_TASK: usize = 4096;

/// Peels until nothing more comes off.
///
/// # Errors
/// [`Cancelled`] when `watch` says so.
pub(super) fn peel(question: Question<'_>, watch: &dyn Watch) -> Result<Peeled, Cancelled> {
    let graph = question.graph;
    let layers = if question.passes.is_some() { 2 } else { 1 };
    let mut payments = vec![false; graph.ledger().len()];
    for hop in graph.adjacency(Direction::Out).all() {
        payments[hop.row.index()] = true;
    }
    let all: Vec<AccountId> = graph.ledger().accounts().ids().collect();
    let mut peeling = Peeling {
        question,
        left: vec![payments; layers],
        count: vec![graph.payment_count(); layers],
        graphs: (0..layers).map(|_| None).collect(),
        pending: vec![all; layers + 1],
        is_pending: vec![vec![true; graph.account_count()]; layers + 1],
        steps: question.steps,
    };
    peeling.begin(watch)?;
    loop {
        peeling.settle(watch)?;
        if peeling.steps > 0 {
            let uneven = peeling.uneven();
            peeling.steps = peeling.steps.saturating_sub(peeling.count.iter().sum::<usize>() as u64);
            if !uneven.is_empty() {
                uneven.into_iter().for_each(|(layer, row)| peeling.lose(layer, row, u8::MAX));
                continue;
            }
        }
        let instances = peeling.instances();
        let torn = peeling.tear(&instances);
        if peeling.steps == 0 {
            return Ok(Peeled { unfinished: instances.len() as u64, instances: Vec::new() });
        }
        if !torn {
            return Ok(Peeled { unfinished: 0, instances });
        }
    }
}

impl Peeling<'_> {
    fn stations(&self) -> u8 {
        self.left.len() as u8 + 1
    }

    /// Leaves what counts at the station that leaves the least: of most payments little is left, and taking away one by one
    /// what goes would take longer than putting in what stays.
    fn begin(&mut self, watch: &dyn Watch) -> Result<(), Cancelled> {
        let station = self.stations() - 2;
        let accounts = std::mem::take(&mut self.pending[station as usize]);
        let tasks: Vec<Vec<(u8, Row)>> = accounts
            .par_chunks(ACCOUNTS_A_TASK)
            .map_init(
                || self.scratch(),
                |scratch, accounts| {
                    let mut kept = Vec::new();
                    if watch.cancelled() {
                        return Err(Cancelled);
                    }
                    for account in accounts {
                        self.runs(station, *account, scratch, |run| kept.extend(run));
                    }
                    Ok(kept)
                },
            )
            .collect::<Result<_, Cancelled>>()?;
        self.is_pending[station as usize].fill(false);
        self.steps = self.steps.saturating_sub(self.question.graph.payment_count() as u64);
        self.left.iter_mut().for_each(|left| left.fill(false));
        for (layer, row) in tasks.into_iter().flatten() {
            self.left[layer as usize][row.index()] = true;
        }
        self.count = self.left.iter().map(|left| left.iter().filter(|left| **left).count()).collect();
        self.compact();
        Ok(())
    }

    /// Looks at pending accounts until there is none or the bound on work is reached.
    fn settle(&mut self, watch: &dyn Watch) -> Result<(), Cancelled> {
        while self.steps > 0 && self.pending.iter().any(|pending| !pending.is_empty()) {
            // Both ends first: they are cheap to look at, and leave little for what lies between.
            for station in [0, self.stations() - 1].into_iter().chain(1..self.stations() - 1) {
                let pending = std::mem::take(&mut self.pending[station as usize]);
                for account in &pending {
                    self.is_pending[station as usize][account.index()] = false;
                }
                let tasks: Vec<(Vec<(u8, Row)>, u64)> = pending
                    .par_chunks(ACCOUNTS_A_TASK)
                    .map_init(
                        || self.scratch(),
                        |scratch, accounts| {
                            let (mut lost, mut steps) = (Vec::new(), 0);
                            if watch.cancelled() {
                                return Err(Cancelled);
                            }
                            for account in accounts {
                                steps += self.losses(station, *account, scratch, &mut lost);
                            }
                            Ok((lost, steps))
                        },
                    )
                    .collect::<Result<_, Cancelled>>()?;
                for (lost, steps) in tasks {
                    self.steps = self.steps.saturating_sub(steps);
                    for (layer, row) in lost {
                        self.lose(layer, row, station);
                    }
                }
            }
            self.compact();
        }
        Ok(())
    }

    /// Makes the graphs of layers anew that have lost most of their payments, so that nobody looks at what is gone.
    fn compact(&mut self) {
        for layer in 0..self.left.len() {
            let graph = self.graphs[layer].as_ref().unwrap_or(self.question.graph);
            if 2 * self.count[layer] < graph.payment_count() {
                let left = &self.left[layer];
                self.graphs[layer] = Some(graph.retain(|row| left[row.index()]));
            }
        }
    }

    /// What is left of an account's payments in a layer.
    fn left_of(&self, layer: u8, direction: Direction, account: AccountId) -> impl Iterator<Item = &Hop> {
        let left = &self.left[layer as usize];
        self.hops(layer, direction, account).iter().filter(|hop| left[hop.row.index()])
    }

    /// What an account pays or receives in a layer: all that is left of it, and maybe more.
    fn hops(&self, layer: u8, direction: Direction, account: AccountId) -> &[Hop] {
        self.graphs[layer as usize].as_ref().unwrap_or(self.question.graph).adjacency(direction).of(account)
    }

    fn scratch(&self) -> Scratch {
        let counts = SplitScratch::new(self.question.graph.account_count());
        Scratch { counts, hops: Vec::new(), kept: Vec::new() }
    }

    /// Takes a payment out of its layer; the account at its other end than `station` is to be looked at again.
    fn lose(&mut self, layer: u8, row: Row, station: u8) {
        let ledger = self.question.graph.ledger();
        let was_left = std::mem::replace(&mut self.left[layer as usize][row.index()], false);
        self.count[layer as usize] -= usize::from(was_left);
        for (end, account) in [(layer, ledger.from(row)), (layer + 1, ledger.to(row))] {
            if end != station && !std::mem::replace(&mut self.is_pending[end as usize][account.index()], true) {
                self.pending[end as usize].push(account);
            }
        }
    }

    /// The layers that end and begin at a station, with the account's payments there.
    fn sides(&self, station: u8, account: AccountId) -> impl Iterator<Item = (u8, &[Hop])> {
        let before = station.checked_sub(1).map(|layer| (layer, self.hops(layer, Direction::In, account)));
        let after = (station < self.left.len() as u8).then(|| (station, self.hops(station, Direction::Out, account)));
        before.into_iter().chain(after)
    }

    /// Adds the payments that do not count for the account at a station; returns how many it looked at.
    fn losses(&self, station: u8, account: AccountId, scratch: &mut Scratch, lost: &mut Vec<(u8, Row)>) -> u64 {
        let mut kept = std::mem::take(&mut scratch.kept);
        kept.clear();
        self.runs(station, account, scratch, |run| kept.extend(run));
        kept.sort_unstable();
        kept.dedup();
        let (mut next, mut steps) = (0, 0);
        for (layer, hops) in self.sides(station, account) {
            steps += hops.len() as u64;
            for hop in hops.iter().filter(|hop| self.left[layer as usize][hop.row.index()]) {
                if kept.get(next) == Some(&(layer, hop.row)) {
                    next += 1;
                } else {
                    lost.push((layer, hop.row));
                }
            }
        }
        scratch.kept = kept;
        steps
    }

    /// Calls `found` with what is left of the account's payments in each run of windows, or splits, at a station.
    fn runs(
        &self,
        station: u8,
        account: AccountId,
        scratch: &mut Scratch,
        mut found: impl FnMut(&mut dyn Iterator<Item = (u8, Row)>),
    ) {
        let Question { graph, values, window, pays, paid_by, passes, .. } = self.question;
        let times = graph.instants();
        let last = self.left.len() as u8;
        if let (Some(rule), true) = (passes, station > 0 && station < last) {
            let (before, after) = (&self.left[station as usize - 1], &self.left[station as usize]);
            let few = |(layer, hops): (u8, &[Hop])| {
                let (left, least) = if layer < station { (before, rule.senders) } else { (after, rule.receivers) };
                hops.iter().filter(|hop| left[hop.row.index()]).take(least as usize).count() < least as usize
            };
            if self.sides(station, account).any(few) {
                return;
            }
            // The value that is passed on is that of all payments, whatever is left of them.
            let (incoming, outgoing) = (graph.received_by(account), graph.paid_by(account));
            let counts = |gathered: bool, row: Row| if gathered { before[row.index()] } else { after[row.index()] };
            rule.runs((incoming, outgoing), (times, values), &mut scratch.counts, counts, |gathered, scattered| {
                let gathered = incoming[gathered].iter().filter(|hop| before[hop.row.index()]);
                let scattered = outgoing[scattered].iter().filter(|hop| after[hop.row.index()]);
                let (gathered, scattered) =
                    (gathered.map(|hop| (station - 1, hop.row)), scattered.map(|hop| (station, hop.row)));
                found(&mut gathered.chain(scattered));
            });
            return;
        }
        let least = if station == 0 { pays } else { paid_by };
        for (layer, hops) in self.sides(station, account) {
            let left = &self.left[layer as usize];
            if hops.len() < least as usize {
                continue;
            }
            scratch.hops.clear();
            scratch.hops.extend(hops.iter().filter(|hop| left[hop.row.index()]));
            if scratch.hops.len() >= least as usize {
                let own = &scratch.hops;
                fan::runs(own, times, window, least, scratch.counts.one(), |run, _| {
                    found(&mut own[run].iter().map(|hop| (layer, hop.row)));
                });
            }
        }
    }

    /// What is joined, each in order, in the order of their first payments.
    fn instances(&self) -> Vec<Instance> {
        let ledger = self.question.graph.ledger();
        // Payments that are left, and their numbers by layer and row.
        let mut payments: Vec<(u8, Row)> = Vec::new();
        let mut numbers: Vec<Vec<u32>> = Vec::new();
        for (layer, left) in self.left.iter().enumerate() {
            let mut of_layer = vec![u32::MAX; left.len()];
            for row in (0..left.len()).filter(|row| left[*row]) {
                of_layer[row] = payments.len() as u32;
                payments.push((layer as u8, Row(row as u32)));
            }
            numbers.push(of_layer);
        }
        let number = |(layer, row): &(u8, Row)| numbers[*layer as usize][row.index()];
        let mut joined = petgraph::unionfind::UnionFind::<u32>::new(payments.len());
        let mut scratch = self.scratch();
        for station in 0..self.stations() {
            let mut accounts: Vec<AccountId> = payments
                .iter()
                .filter_map(|(layer, row)| match station.checked_sub(*layer) {
                    Some(0) => Some(ledger.from(*row)),
                    Some(1) => Some(ledger.to(*row)),
                    _ => None,
                })
                .collect();
            accounts.sort_unstable();
            accounts.dedup();
            for account in accounts {
                self.runs(station, account, &mut scratch, |run| {
                    let first = run.next();
                    for (first, other) in first.iter().cycle().zip(run) {
                        joined.union(number(first), number(&other));
                    }
                });
            }
        }
        let labels = joined.into_labeling();
        let mut order: Vec<u32> = (0..payments.len() as u32).collect();
        order.sort_by_key(|payment| labels[*payment as usize]);
        let mut instances: Vec<Instance> = order
            .chunk_by(|a, b| labels[*a as usize] == labels[*b as usize])
            .map(|numbers| {
                let payments: Vec<(u8, Row)> = numbers.iter().map(|payment| payments[*payment as usize]).collect();
                let mut accounts: Vec<(u8, AccountId)> = payments
                    .iter()
                    .flat_map(|(layer, row)| [(*layer, ledger.from(*row)), (*layer + 1, ledger.to(*row))])
                    .collect();
                accounts.sort_unstable();
                accounts.dedup();
                Instance { payments, accounts }
            })
            .collect();
        instances.sort_by_key(|instance| instance.payments[0]);
        instances
    }

    /// Takes accounts at two stations of an instance out of it; where there is none, takes those that alone hold it together
    /// out of its smaller sides. Returns whether there was any.
    fn tear(&mut self, instances: &[Instance]) -> bool {
        let ledger = self.question.graph.ledger();
        let mut torn = false;
        for instance in instances {
            let mut accounts: Vec<AccountId> = instance.accounts.iter().map(|(_, account)| *account).collect();
            accounts.sort_unstable();
            let twice: Vec<AccountId> =
                accounts.chunk_by(|a, b| a == b).filter(|same| same.len() > 1).map(|same| same[0]).collect();
            let lost: Vec<(u8, Row)> = if twice.is_empty() {
                sides::smaller(ledger, &instance.payments, &accounts, &mut self.steps)
            } else {
                let ends = |row: Row| [ledger.from(row), ledger.to(row)];
                let is_twice = |row: Row| ends(row).iter().any(|account| twice.binary_search(account).is_ok());
                instance.payments.iter().filter(|(_, row)| is_twice(*row)).copied().collect()
            };
            torn |= !lost.is_empty();
            for (layer, row) in lost {
                self.lose(layer, row, u8::MAX);
            }
        }
        torn
    }
}
