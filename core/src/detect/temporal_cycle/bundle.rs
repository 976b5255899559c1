//! The cycles over one sequence of accounts that begin with one transaction: which payments they use, and how many they
//! are, without going through them one by one.

use super::Rule;
use crate::detect::{Finding, Pattern, Role};
use crate::graph::TransactionGraph;
use crate::model::{AccountId, Row, Span, Timestamp};

/// The cycles over one sequence of accounts that begin with one transaction.
pub(super) struct Bundle {
    pub(super) members: Vec<AccountId>,
    pub(super) rows: Vec<Row>,
    pub(super) first: Timestamp,
    pub(super) last: Timestamp,
    pub(super) cycles: u64,
    pub(super) truncated: bool,
}

impl Bundle {
    /// All cycles over `path` that begin with `seed` and end by `limit`: their transactions and their number.
    /// None when what comes back is not what the rule asks for.
    pub(super) fn over(
        graph: &TransactionGraph,
        path: &[AccountId],
        seed: Row,
        limit: Timestamp,
        rule: &Rule<'_>,
    ) -> Option<Self> {
        let ledger = graph.ledger();
        let first = ledger.time(seed);
        // The payments of each hop, from the earliest that can be reached.
        let mut layers: Vec<Vec<Row>> = vec![vec![seed]];
        let mut earliest = first;
        for place in 1..path.len() {
            let (payer, receiver) = (path[place], path[(place + 1) % path.len()]);
            let layer = payments(graph, payer, receiver, earliest, limit);
            earliest = layer.first().map_or(limit, |row| ledger.time(*row));
            layers.push(layer);
        }
        if let Some(last) = layers.last_mut() {
            last.retain(|row| rule.returns(seed, *row));
            if last.is_empty() {
                return None;
            }
        }
        // Cut each off after the latest that still lets the next hop follow.
        let mut latest = limit;
        for layer in layers.iter_mut().rev() {
            layer.truncate(layer.partition_point(|row| ledger.time(*row) <= latest));
            latest = layer.last().map_or(first, |row| ledger.time(*row));
        }
        let last = layers.last().and_then(|layer| layer.last()).map_or(first, |row| ledger.time(*row));
        let [sequences, repeated] = count(graph, &layers, seed);
        // With a rule for the return it matters with which of tied transactions a cycle begins: each sequence is one.
        let cycles = if rule.returned.is_some() { sequences } else { sequences.saturating_sub(repeated) };
        let rows = layers.into_iter().flatten().collect();
        Some(Self { members: path.to_vec(), rows, first, last, cycles, truncated: false })
    }
}

/// The payments between two accounts in a closed interval, from whichever of the two has fewer.
fn payments(
    graph: &TransactionGraph,
    payer: AccountId,
    receiver: AccountId,
    first: Timestamp,
    last: Timestamp,
) -> Vec<Row> {
    let ledger = graph.ledger();
    let (paid, received) = (graph.paid_by(payer), graph.received_by(receiver));
    let (hops, other) = if paid.len() <= received.len() { (paid, receiver) } else { (received, payer) };
    hops[hops.partition_point(|hop| ledger.time(hop.row) < first)..]
        .iter()
        .take_while(|hop| ledger.time(hop.row) <= last)
        .filter(|hop| hop.other == other)
        .map(|hop| hop.row)
        .collect()
}

/// How many sequences take one transaction of each layer in order of time, and how many of them are repeated. A cycle
/// whose transactions are all of one instant begins with any of them; it repeats the one that begins with the first of
/// them in the ledger.
fn count(graph: &TransactionGraph, layers: &[Vec<Row>], seed: Row) -> [u64; 2] {
    let ledger = graph.ledger();
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
    [ways.last().copied().unwrap_or(0), tied - tied_after]
}

/// Joins bundles over the same accounts whose intervals share an instant.
pub(super) fn findings(
    mut bundles: Vec<Bundle>,
    window: Span,
    pattern: Pattern,
    graph: &TransactionGraph,
) -> Vec<Finding> {
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
        let roles = if pattern == Pattern::RoundTrip {
            let members = joined.members.split_off(1);
            vec![(Role::Originator, joined.members), (Role::Members, members)]
        } else {
            vec![(Role::Members, joined.members)]
        };
        let mut finding = Finding::new(pattern, window, roles, joined.rows);
        finding.instances = joined.cycles;
        finding.truncated = joined.truncated;
        findings.push(finding);
    }
    findings
}
