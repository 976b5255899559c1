//! Temporal cycles against their definition: every sequence of transactions tried.

mod small_ledgers;

use proptest::prelude::*;
use quipu::detect::{self, Parameters, Pattern, Role, Unwatched};
use quipu::graph::TransactionGraph;
use quipu::model::{AccountId, Row, Span, Timestamp};
use small_ledgers::{graph, payments};
use std::collections::{BTreeMap, BTreeSet};

/// Members from the least, transactions, number of cycles.
type Cycle = (Vec<AccountId>, Vec<Row>, u64);

fn extend(
    graph: &TransactionGraph,
    rows: &mut Vec<Row>,
    window: Span,
    hops: usize,
    found: &mut BTreeMap<Vec<AccountId>, BTreeSet<Vec<Row>>>,
) {
    let ledger = graph.ledger();
    let first = rows[0];
    let last = rows[rows.len() - 1];
    let path: Vec<AccountId> = rows.iter().map(|row| ledger.from(*row)).collect();
    if ledger.to(last) == path[0] {
        let mut members = path;
        let least = (0..members.len()).min_by_key(|place| members[*place]).unwrap();
        members.rotate_left(least);
        // The same transactions in order from another of equal instant are the same cycle.
        let mut cycle = rows.clone();
        cycle.sort_unstable();
        found.entry(members).or_default().insert(cycle);
        return;
    }
    if rows.len() == hops {
        return;
    }
    for next in ledger.rows() {
        if ledger.from(next) == ledger.to(last)
            && ledger.time(next) >= ledger.time(last)
            && ledger.time(next) - ledger.time(first) <= window
            && !ledger.is_self_transfer(next)
            && (ledger.to(next) == path[0] || !path.contains(&ledger.to(next)))
        {
            rows.push(next);
            extend(graph, rows, window, hops, found);
            rows.pop();
        }
    }
}

fn by_definition(graph: &TransactionGraph, window: Span, hops: usize) -> BTreeSet<Cycle> {
    let ledger = graph.ledger();
    let mut found = BTreeMap::new();
    for row in ledger.rows().filter(|row| !ledger.is_self_transfer(*row)) {
        extend(graph, &mut vec![row], window, hops, &mut found);
    }
    let mut joined = BTreeSet::new();
    for (members, cycles) in found {
        let interval =
            |rows: &[Row]| -> (Timestamp, Timestamp) { (ledger.time(rows[0]), ledger.time(rows[rows.len() - 1])) };
        let mut cycles: Vec<Vec<Row>> = cycles.into_iter().collect();
        cycles.sort_by_key(|rows| interval(rows));
        let mut open: Option<(BTreeSet<Row>, u64, Timestamp)> = None;
        for rows in cycles {
            let (first, last) = interval(&rows);
            match &mut open {
                Some((all, count, until)) if first <= *until => {
                    all.extend(rows);
                    *count += 1;
                    *until = (*until).max(last);
                }
                _ => {
                    if let Some((all, count, _)) = open.take() {
                        joined.insert((members.clone(), all.into_iter().collect(), count));
                    }
                    open = Some((rows.into_iter().collect(), 1, last));
                }
            }
        }
        if let Some((all, count, _)) = open {
            joined.insert((members.clone(), all.into_iter().collect(), count));
        }
    }
    joined
}

fn parameters(window: Span, hops: u32, steps: u64) -> Parameters {
    let mut parameters = Parameters { patterns: vec![Pattern::TemporalCycle], ..Parameters::default() };
    parameters.set_windows(&[window]);
    parameters.temporal_cycle.hops = hops;
    parameters.temporal_cycle.steps = steps;
    parameters
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn cycles_are_those_of_the_definition(
        payments in payments(6, 12, 26), window in 0_i64..12, hops in 2_u32..6
    ) {
        let graph = graph(&payments);
        let window = Span(window * 60_000);
        let detection = detect::run(&graph, &parameters(window, hops, 1_000_000), &Unwatched).unwrap();
        prop_assert_eq!(detection.summaries[0].truncated_seeds, 0);
        let found: Vec<Cycle> = detection
            .findings
            .into_iter()
            .map(|finding| {
                let mut members = finding.accounts_in(Role::Members).to_vec();
                assert_eq!(members[0], graph.ledger().from(finding.transactions[0]), "who pays first comes first");
                let least = (0..members.len()).min_by_key(|place| members[*place]).unwrap();
                members.rotate_left(least);
                (members, finding.transactions, finding.instances)
            })
            .collect();
        let set: BTreeSet<Cycle> = found.iter().cloned().collect();
        prop_assert_eq!(found.len(), set.len(), "a cycle twice");
        prop_assert_eq!(set, by_definition(&graph, window, hops as usize));
    }

    #[test]
    fn a_bound_that_is_reached_is_reported(payments in payments(6, 4, 40), steps in 1_u64..30) {
        let graph = graph(&payments);
        let bounded = detect::run(&graph, &parameters(Span(300_000), 6, steps), &Unwatched).unwrap();
        let whole = detect::run(&graph, &parameters(Span(300_000), 6, 10_000_000), &Unwatched).unwrap();
        prop_assert_eq!(whole.summaries[0].truncated_seeds, 0);
        if bounded.summaries[0].truncated_seeds == 0 {
            prop_assert_eq!(&bounded.findings, &whole.findings);
        }
        // What a bounded search finds is true as far as it goes.
        let all: BTreeSet<Row> = whole.findings.iter().flat_map(|finding| finding.transactions.clone()).collect();
        for finding in &bounded.findings {
            prop_assert!(finding.transactions.iter().all(|row| all.contains(row)));
        }
    }
}
