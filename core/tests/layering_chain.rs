//! Layering chains against their definition: every pair of payments tried.

mod plain_chains;
mod small_ledgers;

use proptest::prelude::*;
use quipu::detect::{self, Finding, Parameters, Pattern, Role, Unwatched};
use quipu::graph::TransactionGraph;
use quipu::model::{Row, Span};
use small_ledgers::{graph, payments};
use std::collections::{BTreeMap, BTreeSet};

fn by_definition(graph: &TransactionGraph, within: Span, percent: i64, least: usize) -> BTreeSet<Vec<Row>> {
    let ledger = graph.ledger();
    let edges: Vec<Row> = ledger.rows().filter(|row| !ledger.is_self_transfer(*row)).collect();
    let value = |row: Row| ledger.paid(row).units;
    let mut links: BTreeMap<Row, Row> = BTreeMap::new();
    for paid in &edges {
        let continued = edges
            .iter()
            .filter(|receipt| ledger.to(**receipt) == ledger.from(*paid) && ledger.from(**receipt) != ledger.to(*paid))
            .filter(|receipt| (0..=within.0).contains(&graph.span(**receipt, *paid).0))
            .filter(|receipt| value(**receipt) * 100 >= value(*paid) * percent)
            .filter(|receipt| value(*paid) * 100 >= value(**receipt) * percent)
            .filter(|receipt| !links.contains_key(receipt))
            .min_by_key(|receipt| (graph.span(**receipt, *paid), (value(**receipt) - value(*paid)).abs(), **receipt));
        if let Some(receipt) = continued {
            links.insert(*receipt, *paid);
        }
    }
    plain_chains::chains(graph, &links, least)
}

fn search(graph: &TransactionGraph, within: Span, percent: u32, hops: u32, steps: u64) -> (Vec<Finding>, u64) {
    let mut parameters = Parameters { patterns: vec![Pattern::LayeringChain], ..Parameters::default() };
    parameters.layering_chain = detect::LayeringChainParameters { within: Some(within), hops, percent, steps };
    let detection = detect::run(graph, &parameters, &Unwatched).unwrap();
    (detection.findings, detection.summaries[0].truncated_seeds)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn chains_are_those_of_the_definition(
        payments in payments(7, 20, 50), within in 0_i64..6, percent in 30_u32..=100, hops in 2_u32..5
    ) {
        let graph = graph(&payments);
        let within = Span(within * 60_000);
        let (findings, truncated) = search(&graph, within, percent, hops, 1_000_000);
        prop_assert_eq!(truncated, 0);
        let set: BTreeSet<Vec<Row>> = findings.iter().map(|finding| finding.transactions.clone()).collect();
        prop_assert_eq!(findings.len(), set.len(), "a chain twice");
        let expected: BTreeSet<Vec<Row>> = by_definition(&graph, within, i64::from(percent), hops as usize)
            .into_iter()
            .map(|mut chain| {
                // Payments of one instant may be in another order in the ledger than in the chain.
                chain.sort_unstable();
                chain
            })
            .collect();
        prop_assert_eq!(set, expected);
        for finding in &findings {
            let path = [Role::Source, Role::Layers, Role::Sink].map(|role| finding.accounts_in(role).to_vec()).concat();
            prop_assert_eq!(path.len(), finding.transactions.len() + 1);
            prop_assert_eq!(path.iter().collect::<BTreeSet<_>>().len(), path.len(), "an account twice");
            for pair in path.windows(2) {
                let ends = |row: &Row| (graph.ledger().from(*row), graph.ledger().to(*row));
                prop_assert!(finding.transactions.iter().any(|row| ends(row) == (pair[0], pair[1])));
            }
        }
    }

    #[test]
    fn a_bound_that_is_reached_is_reported(payments in payments(4, 4, 40), steps in 1_u64..8) {
        let graph = graph(&payments);
        let (bounded, truncated) = search(&graph, Span(300_000), 50, 2, steps);
        let (whole, none) = search(&graph, Span(300_000), 50, 2, 1_000_000);
        prop_assert_eq!(none, 0);
        if truncated == 0 {
            prop_assert_eq!(bounded, whole);
        } else {
            prop_assert!(bounded.iter().filter(|finding| finding.truncated).count() as u64 <= truncated);
        }
    }
}

#[test]
fn a_ring_of_one_instant_is_read_once() {
    let ring = graph(&[(0, 1, 0, 40), (1, 2, 0, 40), (2, 0, 0, 40)]);
    let (findings, _) = search(&ring, Span(0), 90, 2, 100);
    let rows: Vec<_> = findings.iter().map(|finding| finding.transactions.clone()).collect();
    assert_eq!(rows, [[Row(0), Row(1)]], "the third goes back to an account of the chain, and alone is none");
}
