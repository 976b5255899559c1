//! Peel chains against their definition: every payment tried as a continuation, every other as a peel.

mod plain_chains;
mod small_ledgers;

use proptest::prelude::*;
use quipu::detect::{self, Finding, Parameters, Pattern, PeelChainParameters, Role, Unwatched};
use quipu::graph::TransactionGraph;
use quipu::model::{Row, Span};
use small_ledgers::{Payment, graph, payments};
use std::collections::{BTreeMap, BTreeSet};

/// The peels in the account of `receipt` when `paid` continues it, and what is then left over.
fn peels(
    graph: &TransactionGraph,
    (receipt, paid): (Row, Row),
    taken: &BTreeSet<Row>,
    within: Span,
    shed: (i64, i64),
) -> Option<(i64, Vec<Row>)> {
    let ledger = graph.ledger();
    let value = |row: Row| ledger.paid(row).units;
    let kept = value(paid) * 100;
    if ledger.to(receipt) != ledger.from(paid)
        || ledger.from(receipt) == ledger.to(paid)
        || !(0..=within.0).contains(&graph.span(receipt, paid).0)
        || !(value(receipt) * (100 - shed.1)..=value(receipt) * (100 - shed.0)).contains(&kept)
    {
        return None;
    }
    let fresh = |row: Row| {
        ledger.rows().filter(|other| !ledger.is_self_transfer(*other) && *other != row).all(|other| {
            let pays_before = ledger.from(other) == ledger.to(row) && ledger.time(other) < ledger.time(row);
            let receives_before = ledger.to(other) == ledger.to(row) && other < row;
            !pays_before && !receives_before
        })
    };
    let (mut left, mut found) = (value(receipt) + value(receipt) / 100 - value(paid), Vec::new());
    for row in ledger.rows().filter(|row| !ledger.is_self_transfer(*row)) {
        if ledger.from(row) == ledger.to(receipt)
            && (0..=within.0).contains(&graph.span(receipt, row).0)
            && ![ledger.from(receipt), ledger.to(paid)].contains(&ledger.to(row))
            && row != paid
            && !taken.contains(&row)
            && fresh(row)
            && value(row) <= left
        {
            left -= value(row);
            found.push(row);
        }
    }
    let sum: i64 = found.iter().map(|row| value(*row)).sum();
    (sum * 100 >= value(receipt) * shed.0).then_some((left, found))
}

fn by_definition(graph: &TransactionGraph, within: Span, shed: (i64, i64), least: usize) -> BTreeSet<Vec<Row>> {
    let ledger = graph.ledger();
    let edges: Vec<Row> = ledger.rows().filter(|row| !ledger.is_self_transfer(*row)).collect();
    let (mut links, mut shed_of) = (BTreeMap::new(), BTreeMap::new());
    let mut taken = BTreeSet::new();
    for paid in edges.iter().copied() {
        if taken.contains(&paid) {
            continue;
        }
        let best = edges
            .iter()
            .filter(|receipt| !links.contains_key(*receipt))
            .filter_map(|receipt| Some((receipt, peels(graph, (*receipt, paid), &taken, within, shed)?)))
            .min_by_key(|(receipt, (left, _))| (graph.span(**receipt, paid), *left, **receipt));
        if let Some((receipt, (_, found))) = best {
            taken.extend(found.iter().copied().chain([paid]));
            links.insert(*receipt, paid);
            shed_of.insert(*receipt, found);
        }
    }
    plain_chains::chains(graph, &links, least)
        .into_iter()
        .map(|chain| {
            let shed = chain[..chain.len() - 1].iter().flat_map(|row| shed_of[row].clone());
            let evidence: BTreeSet<Row> = chain.iter().copied().chain(shed).collect();
            evidence.into_iter().collect()
        })
        .collect()
}

/// Chains that may hold, with a disturbance at each place.
fn peeled() -> impl Strategy<Value = Vec<Payment>> {
    let chain = (0_u8..4, 0_i64..10, 20_i64..200, prop::collection::vec((0_i64..3, 50_i64..100, 0_i64..25), 1..6));
    (prop::collection::vec(chain, 1..4), payments(30, 25, 12)).prop_map(|(chains, noise)| {
        let mut fresh = 30;
        let mut payments = noise;
        for (first, start, amount, hops) in chains {
            let (mut minute, mut amount) = (start, amount);
            payments.push((8, first, minute, amount));
            for (place, (wait, kept, peel)) in hops.into_iter().enumerate() {
                let account = (first + place as u8) % 8;
                minute += wait;
                payments.push((account, fresh, minute, (amount * peel / 100).max(1)));
                fresh += 1;
                amount = (amount * kept / 100).max(1);
                payments.push((account, (account + 1) % 8, minute, amount));
            }
        }
        payments
    })
}

fn search(graph: &TransactionGraph, parameters: PeelChainParameters) -> (Vec<Finding>, u64) {
    let parameters = Parameters { patterns: vec![Pattern::PeelChain], peel_chain: parameters, ..Parameters::default() };
    let detection = detect::run(graph, &parameters, &Unwatched).unwrap();
    (detection.findings, detection.summaries[0].truncated_seeds)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn chains_are_those_of_the_definition(
        payments in peeled(), within in 0_i64..6, shed_least in 1_u32..15, more in 0_u32..35, hops in 2_u32..5
    ) {
        let graph = graph(&payments);
        let within = Span(within * 60_000);
        let shed_most = shed_least + more;
        let parameters = PeelChainParameters { within: Some(within), hops, shed_least, shed_most, steps: 1_000_000 };
        let (findings, truncated) = search(&graph, parameters);
        prop_assert_eq!(truncated, 0);
        let set: BTreeSet<Vec<Row>> = findings.iter().map(|finding| finding.transactions.clone()).collect();
        prop_assert_eq!(findings.len(), set.len(), "a chain twice");
        let shed = (i64::from(shed_least), i64::from(shed_most));
        prop_assert_eq!(set, by_definition(&graph, within, shed, hops as usize));
    }

    #[test]
    fn a_bound_that_is_reached_is_reported(payments in peeled(), steps in 1_u64..8) {
        let graph = graph(&payments);
        let of = |steps| PeelChainParameters { within: Some(Span(300_000)), hops: 2, shed_least: 1, shed_most: 50, steps };
        let (bounded, truncated) = search(&graph, of(steps));
        let (whole, none) = search(&graph, of(1_000_000));
        prop_assert_eq!(none, 0);
        if truncated == 0 {
            prop_assert_eq!(bounded, whole);
        }
    }
}

#[test]
fn a_plain_peel_chain_is_found_whole() {
    let mut payments: Vec<Payment> = vec![(0, 1, 0, 1000)];
    for hop in 1..5_u8 {
        let (minute, amount) = (i64::from(hop) * 10, 1000 - 100 * i64::from(hop));
        payments.push((hop, hop + 1, minute, amount));
        payments.push((hop, 20 + hop, minute + 1, 90));
    }
    let graph = graph(&payments);
    let (findings, _) = search(&graph, PeelChainParameters::default());
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].transactions.len(), payments.len());
    assert_eq!(findings[0].accounts_in(Role::Layers).len(), 4);
    assert_eq!(findings[0].accounts_in(Role::Peels).len(), 4);
}
