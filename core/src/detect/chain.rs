//! What layering chains and peel chains share: setting payments out of an account against its receipts one to one, and
//! reading the chains that come of it.

mod receipts;

pub(super) use receipts::Receipts;

use super::Pattern;
use crate::graph::TransactionGraph;
use crate::model::{AccountId, Row, Span};
use std::cmp::Reverse;

/// A payment and the one that carries its money on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) received: Row,
    pub(super) paid: Row,
}

/// A chain of linked payments, in order.
#[derive(Debug)]
pub(super) struct Chain {
    pub(super) rows: Vec<Row>,
    /// Whether a bound on work hid what came before, so that it may begin earlier.
    pub(super) truncated: bool,
}

/// How payments out of an account are set against its receipts.
pub(super) struct Matching<'a> {
    pub(super) graph: &'a TransactionGraph,
    /// A payment out continues a receipt no older than this.
    pub(super) within: Span,
    /// At most so many looks for one payment out.
    pub(super) steps: u64,
}

impl Matching<'_> {
    /// Goes through the payments out in order. Each continues the most recent receipt that `fits` and that none continues
    /// yet; among receipts of one instant the one for which `fits` gives the least, then the first in the ledger. `value`
    /// tells what a receipt, by place, is worth, `range` what those are worth that a payment out, by place, may continue.
    /// `fits` takes the places of a receipt and of a payment out and lowers the steps that are left by what it looks at.
    /// `linked` is told of each pair. Returns the payments out whose search reached the bound.
    pub(super) fn run(
        &self,
        account: AccountId,
        receipts: &mut Receipts,
        value: impl Fn(usize) -> i64,
        range: impl Fn(usize) -> Option<(i64, i64)>,
        mut fits: impl FnMut(usize, usize, &mut u64) -> Option<i128>,
        mut linked: impl FnMut(usize, usize),
    ) -> Vec<Row> {
        let (incoming, outgoing) = (self.graph.received_by(account), self.graph.paid_by(account));
        let mut truncated = Vec::new();
        if incoming.is_empty() || outgoing.is_empty() {
            return truncated;
        }
        receipts.begin(incoming.len());
        let mut end = 0;
        for (place, paid) in outgoing.iter().enumerate() {
            let now = self.graph.time(paid);
            while incoming.get(end).is_some_and(|hop| hop.instant <= paid.instant) {
                receipts.push(end, value(end));
                end += 1;
            }
            let Some((least, most)) = range(place) else { continue };
            let mut steps = self.steps;
            // The receipt, its instant and its distance.
            let mut best: Option<(usize, u32, i128)> = None;
            for class in Receipts::classes(least, most) {
                for candidate in receipts.latest(class) {
                    let receipt = &incoming[candidate];
                    let earlier = best.is_some_and(|(_, instant, _)| instant > receipt.instant);
                    if earlier || now - self.graph.time(receipt) > self.within || steps == 0 {
                        break;
                    }
                    steps -= 1;
                    if receipt.other == paid.other {
                        continue;
                    }
                    let better = |distance: i128| {
                        best.is_none_or(|(known, instant, least)| {
                            (Reverse(receipt.instant), distance, candidate) < (Reverse(instant), least, known)
                        })
                    };
                    if let Some(distance) = fits(candidate, place, &mut steps).filter(|distance| better(*distance)) {
                        best = Some((candidate, receipt.instant, distance));
                    }
                }
            }
            if let Some((candidate, ..)) = best {
                receipts.take(candidate);
                linked(candidate, place);
            }
            if steps == 0 {
                truncated.push(paid.row);
            }
        }
        truncated
    }
}

/// The chains of at least `least` payments. Read from its first payment on, a chain ends before a payment to an account
/// that it holds already, and the next begins with that payment; a ring of payments begins with its first in the ledger.
///
/// Time: O(transactions). Memory: 5 bytes a transaction.
pub(super) fn chains(graph: &TransactionGraph, links: &[Link], truncated: &[Row], least: usize) -> Vec<Chain> {
    const NONE: u32 = u32::MAX;
    let ledger = graph.ledger();
    let mut next = vec![NONE; ledger.len()];
    let mut continues = vec![false; ledger.len()];
    for link in links {
        next[link.received.index()] = link.paid.0;
        continues[link.paid.index()] = true;
    }
    // The chain that last held an account.
    let mut holder = vec![0_u32; graph.account_count()];
    let mut number = 0;
    let mut chains = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    let mut read = |start: Row, next: &mut [u32]| {
        let mut hidden = truncated.binary_search(&start).is_ok();
        let mut at = start.0;
        while at != NONE {
            let row = Row(at);
            let to = ledger.to(row);
            if rows.is_empty() || holder[to.index()] == number {
                if rows.len() >= least {
                    chains.push(Chain { rows: rows.clone(), truncated: hidden });
                }
                hidden &= rows.is_empty();
                rows.clear();
                number += 1;
                holder[ledger.from(row).index()] = number;
            }
            holder[to.index()] = number;
            rows.push(row);
            at = std::mem::replace(&mut next[row.index()], NONE);
            if at == start.0 {
                // All round the ring.
                break;
            }
        }
        if rows.len() >= least {
            chains.push(Chain { rows: rows.clone(), truncated: hidden });
        }
        rows.clear();
    };
    for row in ledger.rows() {
        if next[row.index()] != NONE && !continues[row.index()] {
            read(row, &mut next);
        }
    }
    // What has a next one still is in a ring.
    for row in ledger.rows() {
        if next[row.index()] != NONE {
            read(row, &mut next);
        }
    }
    chains
}

/// The accounts of a chain: who pays first, those between in order, who is paid last.
pub(super) fn accounts(graph: &TransactionGraph, rows: &[Row]) -> (Vec<AccountId>, Vec<AccountId>, Vec<AccountId>) {
    let ledger = graph.ledger();
    let source = rows.first().map(|row| ledger.from(*row));
    let layers = rows.iter().skip(1).map(|row| ledger.from(*row)).collect();
    let sink = rows.last().map(|row| ledger.to(*row));
    (source.into_iter().collect(), layers, sink.into_iter().collect())
}

/// Whether a chain's parameters can be worked with.
pub(super) fn check(pattern: Pattern, hops: u32, within: Option<Span>, steps: u64) -> Result<(), String> {
    if hops < 2 {
        return Err(format!("{pattern}.hops is {hops}; it must be 2 or more"));
    }
    if steps == 0 {
        return Err(format!("{pattern}.steps is 0; it must be 1 or more"));
    }
    match within {
        Some(span) if span.0 < 0 => Err(format!("{pattern}.within is {span}; it must not be negative")),
        _ => Ok(()),
    }
}
