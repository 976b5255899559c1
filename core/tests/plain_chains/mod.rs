//! Chains read from linked payments as their definition says, for the oracles of layering and peel chains.

use quipu::graph::TransactionGraph;
use quipu::model::{AccountId, Row};
use std::collections::{BTreeMap, BTreeSet};

/// `links`: a receipt and the payment that continues it.
pub(crate) fn chains(graph: &TransactionGraph, links: &BTreeMap<Row, Row>, least: usize) -> BTreeSet<Vec<Row>> {
    let ledger = graph.ledger();
    let continued: BTreeSet<Row> = links.values().copied().collect();
    let mut unread: BTreeSet<Row> = links.keys().copied().collect();
    let mut chains = BTreeSet::new();
    while let Some(start) = unread.iter().find(|row| !continued.contains(row)).or_else(|| unread.first()).copied() {
        let mut path = vec![start];
        while let Some(next) = links.get(&path[path.len() - 1]).filter(|next| **next != start) {
            path.push(*next);
        }
        for row in &path {
            unread.remove(row);
        }
        let mut chain: Vec<Row> = Vec::new();
        for row in path {
            let held: BTreeSet<AccountId> = chain.iter().flat_map(|row| [ledger.from(*row), ledger.to(*row)]).collect();
            if held.contains(&ledger.to(row)) {
                chains.insert(std::mem::take(&mut chain));
            }
            chain.push(row);
        }
        chains.insert(chain);
    }
    chains.into_iter().filter(|chain| chain.len() >= least).collect()
}
