//! Temporal cycle: money that comes back to where it left, each transaction after the last.
//!
//! # Definition
//! A simple directed cycle of 2 to L accounts whose transactions are in order of time (equal times allowed) and lie in a
//! closed interval no longer than W. Cycles over the same accounts in the same order whose intervals share an instant are
//! one finding: its evidence is every transaction of any of them, and it says how many cycles it bundles. Roles: members,
//! in the order of the cycle, from the account that pays first.
//!
//! # Algorithm
//! Every transaction is a seed: the first of its cycles. From it a depth-first search walks over accounts, not over
//! transactions: for a sequence of accounts the earliest arrival at each is enough to know what can follow (2SCENT's
//! bundles), so parallel payments cost nothing. When it comes back, the latest departures that still arrive in time are
//! worked out backward; a payment between the two belongs to a cycle, and the number of cycles is counted, not enumerated.
//!
//! # Complexity
//! O(sum over seeds of the time-ordered simple paths from it within W): small where an account pays seldom within W.
//! Slow: many payments at one instant, and accounts that pay thousands within W and are reached from many. Each seed stops
//! after `steps` payments looked at; findings of such a seed are marked truncated and the summary counts the seeds.
//!
//! # Literature
//! Kumar and Calders, 2SCENT: an efficient algorithm for enumerating all simple temporal cycles, PVLDB 11(11), 2018;
//! Johnson, Finding all the elementary circuits of a directed graph, SIAM J. Comput. 4(1), 1975; Blanusa et al., Scalable
//! fine-grained parallel cycle enumeration, SPAA 2022.

use super::{Cancelled, Finding, Pattern, Role, Search, Watch};
use crate::graph::TransactionGraph;
use crate::model::{AccountId, Row, Span, Timestamp};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Parameters of temporal cycle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct CycleParameters {
    /// Window lengths W. Empty: 30 days for data that tells days, 14 days for hours, 3 days for anything finer.
    pub windows: Vec<Span>,
    /// At most so many accounts L in a cycle. Default 10.
    pub hops: u32,
    /// At most so many payments looked at for one seed. Default 1,000,000.
    pub steps: u64,
}

impl Default for CycleParameters {
    fn default() -> Self {
        Self { windows: Vec::new(), hops: 10, steps: 1_000_000 }
    }
}

/// The cycles over one sequence of accounts that begin with one transaction.
struct Bundle {
    members: Vec<AccountId>,
    rows: Vec<Row>,
    first: Timestamp,
    last: Timestamp,
    cycles: u64,
    truncated: bool,
}

#[derive(Default)]
struct Scratch {
    // For each account, the last walk step that looked at it; so that a step takes each neighbour once.
    seen: Vec<u32>,
    step: u32,
    on_path: Vec<bool>,
    path: Vec<AccountId>,
    // The steps' neighbours, each with the row of the earliest arrival there.
    ahead: Vec<(AccountId, Row)>,
}

const SEEDS_A_TASK: usize = 4096;

pub(super) fn search(
    graph: &TransactionGraph,
    parameters: &CycleParameters,
    watch: &dyn Watch,
) -> Result<Search, Cancelled> {
    let rows = graph.ledger().len();
    let mut search = Search::default();
    for window in &parameters.windows {
        let walk = Walk { graph, window: *window, parameters };
        let tasks: Vec<(Vec<Bundle>, u64)> = (0..rows.div_ceil(SEEDS_A_TASK))
            .into_par_iter()
            .map_init(
                || Scratch {
                    seen: vec![0; graph.account_count()],
                    on_path: vec![false; graph.account_count()],
                    ..Scratch::default()
                },
                |scratch, task| {
                    let (mut bundles, mut truncated) = (Vec::new(), 0);
                    if watch.cancelled() {
                        return Err(Cancelled);
                    }
                    for row in task * SEEDS_A_TASK..((task + 1) * SEEDS_A_TASK).min(rows) {
                        truncated += u64::from(walk.from(Row(row as u32), scratch, &mut bundles));
                    }
                    Ok((bundles, truncated))
                },
            )
            .collect::<Result<_, Cancelled>>()?;
        search.seeds += graph.payment_count() as u64;
        let mut bundles = Vec::new();
        for (found, truncated) in tasks {
            bundles.extend(found);
            search.truncated_seeds += truncated;
        }
        search.findings.extend(findings(bundles, *window, graph));
    }
    Ok(search)
}

#[derive(Clone, Copy)]
struct Walk<'a> {
    graph: &'a TransactionGraph,
    window: Span,
    parameters: &'a CycleParameters,
}

impl Walk<'_> {
    /// Adds the bundles that begin with `seed`; returns whether the bound on work was reached.
    fn from(&self, seed: Row, scratch: &mut Scratch, bundles: &mut Vec<Bundle>) -> bool {
        let ledger = self.graph.ledger();
        let (origin, next) = (ledger.from(seed), ledger.to(seed));
        let first = ledger.time(seed);
        let limit = first + self.window;
        // Nothing to walk for when nothing comes back to the origin in time.
        let back = self.graph.received_by(origin);
        let returns = back.partition_point(|hop| ledger.time(hop.row) < first);
        if origin == next || back.get(returns).is_none_or(|hop| ledger.time(hop.row) > limit) {
            return false;
        }
        let begun = bundles.len();
        let mut steps = self.parameters.steps;
        scratch.path.push(origin);
        scratch.on_path[origin.index()] = true;
        let complete = self.step(next, seed, limit, &mut steps, scratch, &mut |path| {
            bundles.push(self.bundle(path, seed, limit));
        });
        scratch.path.clear();
        scratch.on_path[origin.index()] = false;
        if !complete {
            for bundle in &mut bundles[begun..] {
                bundle.truncated = true;
            }
        }
        !complete
    }

    /// Walks on from `account`, reached with the transaction `arrival`. Returns false when the bound on work stops it.
    fn step(
        &self,
        account: AccountId,
        arrival: Row,
        limit: Timestamp,
        steps: &mut u64,
        scratch: &mut Scratch,
        found: &mut dyn FnMut(&[AccountId]),
    ) -> bool {
        let ledger = self.graph.ledger();
        let origin = scratch.path[0];
        scratch.path.push(account);
        scratch.on_path[account.index()] = true;
        let begun = scratch.ahead.len();
        scratch.step = scratch.step.wrapping_add(1);
        if scratch.step == 0 {
            scratch.seen.fill(0);
            scratch.step = 1;
        }
        let last_hop = scratch.path.len() >= self.parameters.hops as usize;
        let earliest = ledger.time(arrival);
        let hops = self.graph.paid_by(account);
        let mut complete = true;
        for hop in &hops[hops.partition_point(|hop| ledger.time(hop.row) < earliest)..] {
            if ledger.time(hop.row) > limit {
                break;
            }
            if *steps == 0 {
                complete = false;
                break;
            }
            *steps -= 1;
            let seen = &mut scratch.seen[hop.other.index()];
            if *seen == scratch.step {
                continue;
            }
            *seen = scratch.step;
            if hop.other == origin {
                found(&scratch.path);
            } else if !last_hop && !scratch.on_path[hop.other.index()] {
                scratch.ahead.push((hop.other, hop.row));
            }
        }
        for place in begun..scratch.ahead.len() {
            if !complete {
                break;
            }
            let (next, row) = scratch.ahead[place];
            complete = self.step(next, row, limit, steps, scratch, found);
        }
        scratch.ahead.truncate(begun);
        scratch.on_path[account.index()] = false;
        scratch.path.pop();
        complete
    }

    /// All cycles over `path` that begin with `seed` and end by `limit`: their transactions and their number.
    fn bundle(&self, path: &[AccountId], seed: Row, limit: Timestamp) -> Bundle {
        let ledger = self.graph.ledger();
        let first = ledger.time(seed);
        // The payments of each hop, from the earliest that can be reached.
        let mut layers: Vec<Vec<Row>> = vec![vec![seed]];
        let mut earliest = first;
        for place in 1..path.len() {
            let (payer, receiver) = (path[place], path[(place + 1) % path.len()]);
            let layer = self.payments(payer, receiver, earliest, limit);
            earliest = layer.first().map_or(limit, |row| ledger.time(*row));
            layers.push(layer);
        }
        // Cut each off after the latest that still lets the next hop follow.
        let mut latest = limit;
        for layer in layers.iter_mut().rev() {
            layer.truncate(layer.partition_point(|row| ledger.time(*row) <= latest));
            latest = layer.last().map_or(first, |row| ledger.time(*row));
        }
        let last = layers.last().and_then(|layer| layer.last()).map_or(first, |row| ledger.time(*row));
        let cycles = self.count(&layers, seed);
        Bundle {
            members: path.to_vec(),
            rows: layers.into_iter().flatten().collect(),
            first,
            last,
            cycles,
            truncated: false,
        }
    }

    /// The payments between two accounts in a closed interval, from whichever of the two has fewer.
    fn payments(&self, payer: AccountId, receiver: AccountId, first: Timestamp, last: Timestamp) -> Vec<Row> {
        let ledger = self.graph.ledger();
        let (paid, received) = (self.graph.paid_by(payer), self.graph.received_by(receiver));
        let (hops, other) = if paid.len() <= received.len() { (paid, receiver) } else { (received, payer) };
        hops[hops.partition_point(|hop| ledger.time(hop.row) < first)..]
            .iter()
            .take_while(|hop| ledger.time(hop.row) <= last)
            .filter(|hop| hop.other == other)
            .map(|hop| hop.row)
            .collect()
    }

    /// How many cycles take one transaction of each layer in order of time. A cycle whose transactions are all of one
    /// instant begins with any of them; it is counted at the first of them in the ledger only.
    fn count(&self, layers: &[Vec<Row>], seed: Row) -> u64 {
        let ledger = self.graph.ledger();
        let first = ledger.time(seed);
        // Ways to arrive with the payments of the layer up to each one, in order.
        let mut ways: Vec<u64> = vec![1];
        let mut tied: u64 = 1;
        let mut tied_after: u64 = 1;
        for pair in layers.windows(2) {
            let (before, layer) = (&pair[0], &pair[1]);
            let mut reached = 0;
            let mut total: u64 = 0;
            let mut next = Vec::with_capacity(layer.len());
            for row in layer {
                while reached < before.len() && ledger.time(before[reached]) <= ledger.time(*row) {
                    reached += 1;
                }
                total = total.saturating_add(if reached == 0 { 0 } else { ways[reached - 1] });
                next.push(total);
            }
            ways = next;
            let at_once = layer.iter().take_while(|row| ledger.time(**row) == first);
            tied = tied.saturating_mul(at_once.clone().count() as u64);
            tied_after = tied_after.saturating_mul(at_once.filter(|row| **row > seed).count() as u64);
        }
        ways.last().copied().unwrap_or(0).saturating_sub(tied).saturating_add(tied_after)
    }
}

/// Joins bundles over the same accounts whose intervals share an instant.
fn findings(mut bundles: Vec<Bundle>, window: Span, graph: &TransactionGraph) -> Vec<Finding> {
    for bundle in &mut bundles {
        let least =
            bundle.members.iter().enumerate().min_by_key(|(_, account)| **account).map_or(0, |(place, _)| place);
        bundle.members.rotate_left(least);
    }
    bundles.sort_by(|a, b| (&a.members, a.first, &a.rows).cmp(&(&b.members, b.first, &b.rows)));
    let mut findings = Vec::new();
    let mut rest = bundles.into_iter().peekable();
    while let Some(mut joined) = rest.next() {
        while let Some(bundle) = rest.next_if(|next| next.members == joined.members && next.first <= joined.last) {
            joined.rows.extend(bundle.rows);
            joined.last = joined.last.max(bundle.last);
            joined.cycles = joined.cycles.saturating_add(bundle.cycles);
            joined.truncated |= bundle.truncated;
        }
        // The order begins with who pays first.
        let first = joined.rows.iter().min().map(|row| graph.ledger().from(*row));
        let place = joined.members.iter().position(|member| Some(*member) == first).unwrap_or(0);
        joined.members.rotate_left(place);
        let roles = vec![(Role::Members, joined.members)];
        let mut finding = Finding::new(Pattern::TemporalCycle, window, roles, joined.rows);
        finding.instances = joined.cycles;
        finding.truncated = joined.truncated;
        findings.push(finding);
    }
    findings
}
