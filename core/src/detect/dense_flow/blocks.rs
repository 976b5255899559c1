//! The blocks of a joined part: what is left of it when accounts with few counterparties are taken off, and in that the
//! sets of accounts in which most money is passed on for their size.

use super::DenseFlowParameters;
use crate::detect::by_account::sorted;
use crate::detect::values::Values;
use crate::ledger::Ledger;
use crate::model::{AccountId, Row};
use petgraph::unionfind::UnionFind;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// An instance.
pub(super) struct Block {
    pub(super) senders: Vec<AccountId>,
    pub(super) middles: Vec<AccountId>,
    pub(super) receivers: Vec<AccountId>,
    /// Ascending.
    pub(super) payments: Vec<Row>,
}

pub(super) struct BlockSearch<'a> {
    pub(super) ledger: &'a Ledger,
    pub(super) values: &'a Values<'a>,
    pub(super) parameters: &'a DenseFlowParameters,
}

/// A payment between two accounts of a piece, which are numbered in their order.
#[derive(Clone, Copy)]
struct Edge {
    from: u32,
    to: u32,
    value: i128,
    row: Row,
}

/// Payments and the accounts at their ends.
struct Piece {
    accounts: Vec<AccountId>,
    edges: Vec<Edge>,
}

impl BlockSearch<'_> {
    /// The instances of a joined part, and whether all of it was looked into.
    pub(super) fn blocks(&self, part: &[Row]) -> (Vec<Block>, bool) {
        let mut steps = self.parameters.steps;
        let mut found = Vec::new();
        let mut waiting = vec![part.to_vec()];
        while let Some(rows) = waiting.pop() {
            let core = self.core(self.piece(&rows));
            for rows in core.parts() {
                let piece = self.piece(&rows);
                let cost = piece.edges.len() as u64;
                if steps < cost {
                    return (found, false);
                }
                steps -= cost;
                let Some(in_block) = piece.densest() else { continue };
                let inside = |edge: &&Edge| in_block[edge.from as usize] && in_block[edge.to as usize];
                let outside = |edge: &&Edge| !in_block[edge.from as usize] && !in_block[edge.to as usize];
                let block: Vec<Row> = piece.edges.iter().filter(inside).map(|edge| edge.row).collect();
                let block = self.piece(&block);
                found.extend(block.parts().iter().filter_map(|rows| self.instance(rows)));
                let rest: Vec<Row> = piece.edges.iter().filter(outside).map(|edge| edge.row).collect();
                if !rest.is_empty() {
                    waiting.push(rest);
                }
            }
        }
        (found, true)
    }

    fn piece(&self, rows: &[Row]) -> Piece {
        let ledger = self.ledger;
        let accounts = sorted(rows.iter().flat_map(|row| [ledger.from(*row), ledger.to(*row)]).collect());
        let number = |account| accounts.partition_point(|other| *other < account) as u32;
        let edge = |row: &Row| Edge {
            from: number(ledger.from(*row)),
            to: number(ledger.to(*row)),
            value: i128::from(self.values.get(*row)),
            row: *row,
        };
        let edges = rows.iter().map(edge).collect();
        Piece { accounts, edges }
    }

    /// What is left when payments of those who pay, or are paid by, too few are taken off until there are none, then those
    /// between a hub and those who deal with few, and so on.
    fn core(&self, mut piece: Piece) -> Piece {
        let (receivers, senders) = (self.parameters.receivers, self.parameters.senders);
        let times = u64::from(self.parameters.hub_times);
        loop {
            let before = piece.edges.len();
            let pays = counterparties(&piece, |edge| (edge.from, edge.to));
            let paid_by = counterparties(&piece, |edge| (edge.to, edge.from));
            let degrees = |edge: &Edge| (pays[edge.from as usize], paid_by[edge.to as usize]);
            let enough = |(pays, paid_by): (u32, u32)| pays >= receivers && paid_by >= senders;
            let is_even =
                |(pays, paid_by): (u32, u32)| u64::from(pays.max(paid_by)) <= u64::from(pays.min(paid_by)) * times;
            piece.edges.retain(|edge| enough(degrees(edge)));
            if piece.edges.len() == before {
                piece.edges.retain(|edge| is_even(degrees(edge)));
            }
            if piece.edges.len() == before {
                return piece;
            }
        }
    }

    /// A connected part of a block, if it is an instance.
    fn instance(&self, rows: &[Row]) -> Option<Block> {
        let ledger = self.ledger;
        let payers = sorted(rows.iter().map(|row| ledger.from(*row)).collect());
        let paid = sorted(rows.iter().map(|row| ledger.to(*row)).collect());
        let (middles, senders): (Vec<_>, Vec<_>) =
            payers.into_iter().partition(|payer| paid.binary_search(payer).is_ok());
        let receivers: Vec<_> = paid.into_iter().filter(|account| middles.binary_search(account).is_err()).collect();
        let pairs = sorted(rows.iter().map(|row| (ledger.from(*row), ledger.to(*row))).collect()).len();
        let accounts = senders.len() + middles.len() + receivers.len();
        let DenseFlowParameters { senders: a, receivers: b, middles: m, density, .. } = *self.parameters;
        let is_instance = senders.len() >= a as usize
            && receivers.len() >= b as usize
            && middles.len() >= m as usize
            && pairs * 100 >= accounts * density as usize;
        is_instance.then(|| Block { senders, middles, receivers, payments: rows.to_vec() })
    }
}

/// How many distinct accounts each account has at the other ends of its edges.
fn counterparties(piece: &Piece, ends: impl Fn(&Edge) -> (u32, u32)) -> Vec<u32> {
    let mut counts = vec![0; piece.accounts.len()];
    for (own, _) in sorted(piece.edges.iter().map(ends).collect()) {
        counts[own as usize] += 1;
    }
    counts
}

impl Piece {
    /// The rows of each connected part, ascending, the parts in the order of their first rows.
    fn parts(&self) -> Vec<Vec<Row>> {
        let mut joined = UnionFind::<u32>::new(self.accounts.len());
        for edge in &self.edges {
            joined.union(edge.from, edge.to);
        }
        let labels = joined.into_labeling();
        let mut part_of = vec![usize::MAX; self.accounts.len()];
        let mut parts: Vec<Vec<Row>> = Vec::new();
        for edge in &self.edges {
            let part = &mut part_of[labels[edge.from as usize] as usize];
            if *part == usize::MAX {
                *part = parts.len();
                parts.push(Vec::new());
            }
            parts[*part].push(edge.row);
        }
        parts
    }

    /// Which accounts are of the densest set that taking out one by one passes; `None` when no money is passed on in any.
    fn densest(&self) -> Option<Vec<bool>> {
        let accounts = self.accounts.len();
        let (mut received, mut paid) = (vec![0_i128; accounts], vec![0_i128; accounts]);
        let mut starts = vec![0_usize; accounts + 1];
        for edge in &self.edges {
            paid[edge.from as usize] += edge.value;
            received[edge.to as usize] += edge.value;
            starts[edge.from as usize + 1] += 1;
            starts[edge.to as usize + 1] += 1;
        }
        for account in 0..accounts {
            starts[account + 1] += starts[account];
        }
        // The edges of each account, both ways.
        let mut own = vec![0_u32; starts[accounts]];
        let mut next = starts.clone();
        for (place, edge) in self.edges.iter().enumerate() {
            for end in [edge.from, edge.to] {
                own[next[end as usize]] = place as u32;
                next[end as usize] += 1;
            }
        }
        let through = |received: i128, paid: i128| received.min(paid);
        let weight =
            |received: i128, paid: i128| if received > 0 && paid > 0 { received.min(paid) } else { received + paid };
        let mut heap: BinaryHeap<Reverse<(i128, u32)>> =
            (0..accounts).map(|account| Reverse((weight(received[account], paid[account]), account as u32))).collect();
        let mut passed: i128 = (0..accounts).map(|account| through(received[account], paid[account])).sum();
        let mut left = vec![true; accounts];
        let mut order: Vec<u32> = Vec::with_capacity(accounts);
        let (mut best, mut best_size, mut best_taken) = (passed, accounts as i128, 0);
        while let Some(Reverse((known, account))) = heap.pop() {
            let at = account as usize;
            if !left[at] || known != weight(received[at], paid[at]) {
                continue;
            }
            left[at] = false;
            passed -= through(received[at], paid[at]);
            order.push(account);
            for place in &own[starts[at]..starts[at + 1]] {
                let edge = self.edges[*place as usize];
                let other = if edge.from == account { edge.to } else { edge.from } as usize;
                if !left[other] {
                    continue;
                }
                passed -= through(received[other], paid[other]);
                let side = if edge.from == account { &mut received } else { &mut paid };
                side[other] -= edge.value;
                passed += through(received[other], paid[other]);
                heap.push(Reverse((weight(received[other], paid[other]), other as u32)));
            }
            let size = (accounts - order.len()) as i128;
            if size > 0 && passed * best_size > best * size {
                (best, best_size, best_taken) = (passed, size, order.len());
            }
        }
        if best == 0 {
            return None;
        }
        let mut is_in = vec![true; accounts];
        for account in &order[..best_taken] {
            is_in[*account as usize] = false;
        }
        Some(is_in)
    }
}
