//! The payments that accounts pass on nearly whole, in the parts that runs of splits and windows join.

use crate::detect::by_account::by_account;
use crate::detect::splits::{SplitRule, SplitScratch};
use crate::detect::values::Values;
use crate::detect::{Cancelled, Watch, fan};
use crate::graph::{Direction, Hop, TransactionGraph};
use crate::model::{AccountId, Row};
use fixedbitset::FixedBitSet;
use petgraph::unionfind::UnionFind;

/// The joined parts, each with its rows ascending, in the order of their first rows.
///
/// Time: O(payments).
pub(super) fn joined(
    graph: &TransactionGraph,
    values: &Values<'_>,
    rule: SplitRule,
    watch: &dyn Watch,
) -> Result<Vec<Vec<Row>>, Cancelled> {
    let (times, accounts) = (graph.instants(), graph.account_count());
    let runs = by_account(
        graph,
        watch,
        || SplitScratch::new(accounts),
        |account, scratch, runs: &mut Vec<Vec<Row>>| {
            let (incoming, outgoing) = (graph.received_by(account), graph.paid_by(account));
            rule.runs(
                (incoming, outgoing),
                (times, values),
                scratch,
                |_, _| true,
                |gathered, scattered| {
                    runs.push(incoming[gathered].iter().chain(&outgoing[scattered]).map(|hop| hop.row).collect());
                },
            );
        },
    )?;
    let mut is_flow = FixedBitSet::with_capacity(graph.ledger().len());
    is_flow.extend(runs.iter().flatten().map(|row| row.index()));
    let flow: Vec<Row> = is_flow.ones().map(|row| Row(row as u32)).collect();
    let number = |row: &Row| flow.partition_point(|other| other < row) as u32;
    let mut joined = UnionFind::<u32>::new(flow.len());
    let mut join = |rows: &mut dyn Iterator<Item = Row>| {
        if let Some(first) = rows.next().map(|row| number(&row)) {
            rows.for_each(|row| _ = joined.union(first, number(&row)));
        }
    };
    runs.iter().for_each(|run| join(&mut run.iter().copied()));
    let mut counts = vec![0; accounts];
    let mut own: Vec<Hop> = Vec::new();
    for (direction, least) in [(Direction::Out, rule.receivers), (Direction::In, rule.senders)] {
        let ledger = graph.ledger();
        let end = if direction == Direction::Out { ledger.from_accounts() } else { ledger.to_accounts() };
        let mut ends: Vec<AccountId> = flow.iter().map(|row| end[row.index()]).collect();
        ends.sort_unstable();
        ends.dedup();
        for account in ends {
            own.clear();
            own.extend(graph.adjacency(direction).of(account).iter().filter(|hop| is_flow.contains(hop.row.index())));
            fan::runs(&own, times, rule.window, least, &mut counts, |run, _| {
                join(&mut own[run].iter().map(|hop| hop.row));
            });
        }
    }
    let labels = joined.into_labeling();
    // Parts in the order of their first rows.
    let mut part_of = vec![u32::MAX; flow.len()];
    let mut parts: Vec<Vec<Row>> = Vec::new();
    for (row, label) in flow.iter().zip(labels) {
        let part = &mut part_of[label as usize];
        if *part == u32::MAX {
            *part = parts.len() as u32;
            parts.push(Vec::new());
        }
        parts[*part as usize].push(*row);
    }
    Ok(parts)
}
