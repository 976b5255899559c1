//! Pass-through against its definition: every payment out set against all that was received before.

mod small_ledgers;

use proptest::prelude::*;
use quipu::detect::{self, Parameters, Pattern, Role, Unwatched};
use quipu::graph::TransactionGraph;
use quipu::model::{AccountId, Row, Span};
use small_ledgers::{graph, payments};
use std::collections::{BTreeMap, BTreeSet};

/// Conduit, transactions, receipts sent on.
type Instance = (AccountId, Vec<Row>, u64);

fn by_definition(
    graph: &TransactionGraph,
    window: Span,
    within: Span,
    percent: i64,
    times: usize,
) -> BTreeSet<Instance> {
    let ledger = graph.ledger();
    let edges: Vec<Row> = ledger.rows().filter(|row| !ledger.is_self_transfer(*row)).collect();
    let mut found = BTreeSet::new();
    for account in ledger.accounts().ids() {
        let mut left: BTreeMap<Row, i64> =
            edges.iter().filter(|row| ledger.to(**row) == account).map(|row| (*row, ledger.paid(*row).units)).collect();
        let mut takers: BTreeMap<Row, BTreeSet<Row>> = BTreeMap::new();
        for out in edges.iter().filter(|row| ledger.from(**row) == account) {
            let open: Vec<Row> = left
                .iter()
                .filter(|(row, left)| {
                    **left > 0 && (0..=within.0).contains(&(ledger.time(*out).0 - ledger.time(**row).0))
                })
                .map(|(row, _)| *row)
                .collect();
            let mut wanted = ledger.paid(*out).units;
            if open.iter().map(|row| left[row]).sum::<i64>() * 100 < wanted * percent {
                continue;
            }
            for row in open {
                let part = wanted.min(left[&row]);
                wanted -= part;
                *left.get_mut(&row).unwrap() -= part;
                if part > 0 {
                    takers.entry(row).or_default().insert(*out);
                }
            }
        }
        let sent_on: Vec<Row> = left
            .iter()
            .filter(|(row, left)| (ledger.paid(**row).units - **left) * 100 >= ledger.paid(**row).units * percent)
            .map(|(row, _)| *row)
            .collect();
        for series in sent_on.chunk_by(|a, b| graph.span(*a, *b) <= window) {
            if series.len() >= times {
                let rows: BTreeSet<Row> =
                    series.iter().flat_map(|row| takers[row].iter().copied().chain([*row])).collect();
                found.insert((account, rows.into_iter().collect(), series.len() as u64));
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn instances_are_those_of_the_definition(
        payments in payments(5, 30, 60), window in 0_i64..15, within in 0_i64..8, percent in 1_u32..=100, times in 1_u32..4
    ) {
        let graph = graph(&payments);
        let (window, within) = (Span(window * 60_000), Span(within * 60_000));
        let mut parameters = Parameters { patterns: vec![Pattern::PassThrough], ..Parameters::default() };
        (parameters.pass_through.within, parameters.pass_through.percent) = (Some(within), percent);
        parameters.pass_through.times = times;
        parameters.set_windows(&[window]);
        let found: Vec<Instance> = detect::run(&graph, &parameters, &Unwatched)
            .unwrap()
            .findings
            .into_iter()
            .map(|finding| (finding.accounts_in(Role::Conduit)[0], finding.transactions, finding.instances))
            .collect();
        let set: BTreeSet<Instance> = found.iter().cloned().collect();
        prop_assert_eq!(found.len(), set.len(), "an instance twice");
        prop_assert_eq!(set, by_definition(&graph, window, within, i64::from(percent), times as usize));
    }
}

#[test]
fn what_an_account_spends_of_its_own_does_not_pass_on() {
    // Account 1 receives 10 now and then and spends 49 at once, each time.
    let payments: Vec<_> =
        (0..6).flat_map(|day| [(0, 1, day * 1440, 10), (1, 2 + day as u8, day * 1440 + 5, 49)]).collect();
    let parameters = Parameters { patterns: vec![Pattern::PassThrough], ..Parameters::default() };
    assert_eq!(detect::run(&graph(&payments), &parameters, &Unwatched).unwrap().findings, []);
}
