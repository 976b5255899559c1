//! Scatter-gather against its definition: every window tried for every pair of accounts.

mod small_ledgers;

use proptest::prelude::*;
use quipu::detect::{self, Detection, Parameters, Pattern, Role, Unwatched};
use quipu::graph::TransactionGraph;
use quipu::model::{AccountId, Row, Span, Timestamp};
use small_ledgers::{graph, payments};
use std::collections::BTreeSet;

type Instance = (AccountId, Vec<AccountId>, AccountId, Vec<Row>);

fn by_definition(graph: &TransactionGraph, window: Span, least: usize) -> BTreeSet<Instance> {
    let ledger = graph.ledger();
    let last = ledger.period().map_or(0, |(_, last)| last.0);
    let mut found = BTreeSet::new();
    for (source, sink) in ledger.accounts().ids().flat_map(|a| ledger.accounts().ids().map(move |b| (a, b))) {
        let (mut middles, mut run) = (BTreeSet::new(), BTreeSet::new());
        // Nothing changes between two half minutes.
        for start in (-window.0 - 60_000..=last + 60_000).step_by(30_000).map(Timestamp) {
            let inside = |row: &Row| ledger.time(*row) >= start && ledger.time(*row) - start <= window;
            let mut joined: BTreeSet<(AccountId, Row, Row)> = BTreeSet::new();
            for first in ledger.rows().filter(inside).filter(|row| ledger.from(*row) == source) {
                let middle = ledger.to(first);
                for second in ledger.rows().filter(inside).filter(|row| ledger.from(*row) == middle) {
                    let apart = source != sink && middle != source && middle != sink;
                    if apart && ledger.to(second) == sink && ledger.time(first) <= ledger.time(second) {
                        joined.insert((middle, first, second));
                    }
                }
            }
            if joined.iter().map(|(middle, ..)| middle).collect::<BTreeSet<_>>().len() >= least {
                for (middle, first, second) in joined {
                    middles.insert(middle);
                    run.extend([first, second]);
                }
            } else if !run.is_empty() {
                let (middles, run) = (std::mem::take(&mut middles), std::mem::take(&mut run));
                found.insert((source, middles.into_iter().collect(), sink, run.into_iter().collect()));
            }
        }
    }
    found
}

fn detect(graph: &TransactionGraph, window: Span, middles: u32, steps: u64) -> Detection {
    let mut parameters = Parameters { patterns: vec![Pattern::ScatterGather], habitual: true, ..Parameters::default() };
    parameters.set_windows(&[window]);
    (parameters.scatter_gather.middles, parameters.scatter_gather.steps) = (middles, steps);
    detect::run(graph, &parameters, &Unwatched).unwrap()
}

fn instances(detection: Detection) -> Vec<Instance> {
    let instance = |finding: detect::Finding| {
        let one = |role| finding.accounts_in(role)[0];
        (one(Role::Source), finding.accounts_in(Role::Middles).to_vec(), one(Role::Sink), finding.transactions)
    };
    detection.findings.into_iter().map(instance).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn instances_are_the_maximal_runs_of_windows(
        payments in payments(6, 24, 60), window in 0_i64..20, least in 2_u32..4
    ) {
        let graph = graph(&payments);
        let window = Span(window * 60_000);
        let detection = detect(&graph, window, least, 1_000_000);
        prop_assert_eq!(detection.summaries[0].truncated_seeds, 0);
        let found = instances(detection);
        let set: BTreeSet<Instance> = found.iter().cloned().collect();
        prop_assert_eq!(found.len(), set.len(), "an instance twice");
        prop_assert_eq!(set, by_definition(&graph, window, least as usize));
    }

    #[test]
    fn a_bound_that_is_reached_is_reported(payments in payments(6, 6, 60), steps in 1_u64..30) {
        let graph = graph(&payments);
        let bounded = detect(&graph, Span(300_000), 2, steps);
        let whole = detect(&graph, Span(300_000), 2, 1_000_000);
        if bounded.summaries[0].truncated_seeds == 0 {
            prop_assert_eq!(&bounded.findings, &whole.findings);
        }
        let all: BTreeSet<Row> = whole.findings.iter().flat_map(|finding| finding.transactions.clone()).collect();
        for finding in &bounded.findings {
            prop_assert!(finding.transactions.iter().all(|row| all.contains(row)));
        }
    }
}

proptest! {
    // The definition is slow on ledgers with enough payments for this.
    #![proptest_config(ProptestConfig::with_cases(6))]
    #[test]
    fn middles_with_many_payments_lose_nothing(
        payments in payments(5, 6, 30), noise in prop::collection::vec((1_u8..4, 5_u8..200, 0_i64..6), 280..340)
    ) {
        // Each of the noise's receivers is paid by several middles, so that it can be a sink and is looked up.
        let mut payments = payments;
        payments.extend(noise.into_iter().map(|(middle, sink, minute)| (middle, sink % 9, minute, 1)));
        let graph = graph(&payments);
        let window = Span(3 * 60_000);
        let found: BTreeSet<Instance> = instances(detect(&graph, window, 3, 1_000_000)).into_iter().collect();
        prop_assert_eq!(found, by_definition(&graph, window, 3));
    }
}
