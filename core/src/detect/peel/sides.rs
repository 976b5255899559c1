//! Accounts that alone hold an instance together: two groups that share one account are two groups.

use crate::ledger::Ledger;
use crate::model::{AccountId, Row};
use petgraph::algo::articulation_points::articulation_points;
use petgraph::graph::{NodeIndex, UnGraph};
use petgraph::unionfind::UnionFind;

/// The payments that an instance loses when each account without which it falls apart stays with one of its sides only: the
/// one with which it has the most payments, among equals the one with its earliest. `payments` and `accounts` are in order.
///
/// Time: O(payments) for the instance and again for each such account, taken off `steps`; those that are left over when
/// `steps` is used up stay as they are.
pub(super) fn smaller(
    ledger: &Ledger,
    payments: &[(u8, Row)],
    accounts: &[AccountId],
    steps: &mut u64,
) -> Vec<(u8, Row)> {
    // An account is in order among accounts, so it is found.
    let node = |account: AccountId| accounts.partition_point(|other| *other < account) as u32;
    let ends: Vec<(u32, u32)> =
        payments.iter().map(|(_, row)| (node(ledger.from(*row)), node(ledger.to(*row)))).collect();
    let graph = UnGraph::<(), (), u32>::from_edges(&ends);
    let mut cuts: Vec<u32> =
        articulation_points(&graph).into_iter().map(|node: NodeIndex| node.index() as u32).collect();
    cuts.sort_unstable();
    let mut lost = Vec::new();
    for cut in cuts {
        if *steps == 0 {
            break;
        }
        *steps = steps.saturating_sub(payments.len() as u64);
        let mut sides = UnionFind::<u32>::new(accounts.len());
        for (from, to) in ends.iter().filter(|(from, to)| *from != cut && *to != cut) {
            sides.union(*from, *to);
        }
        // The cut's payments by side: how many, and the earliest.
        let mut own: Vec<(u32, Row, u8)> = ends
            .iter()
            .zip(payments)
            .filter(|((from, to), _)| *from == cut || *to == cut)
            .map(|((from, to), (layer, row))| (sides.find(if *from == cut { *to } else { *from }), *row, *layer))
            .collect();
        own.sort_unstable();
        let kept = own.chunk_by(|a, b| a.0 == b.0).max_by_key(|side| (side.len(), std::cmp::Reverse(side[0].1)));
        let kept = kept.map(|side| side[0].0);
        lost.extend(own.iter().filter(|(side, ..)| Some(*side) != kept).map(|(_, row, layer)| (*layer, *row)));
    }
    lost.sort_unstable();
    lost.dedup();
    lost
}
