//! Dormant burst against its definition: every interval of the account's past looked at.

mod small_ledgers;

use proptest::prelude::*;
use quipu::detect::{self, Parameters, Pattern, Role, Unwatched};
use quipu::graph::TransactionGraph;
use quipu::model::{AccountId, Row, Span};
use small_ledgers::{graph, payments};
use std::collections::BTreeSet;

type Burst = (AccountId, Vec<Row>);

fn by_definition(graph: &TransactionGraph, window: Span, dormant: Span, times: i64, least: usize) -> BTreeSet<Burst> {
    let ledger = graph.ledger();
    let mut found = BTreeSet::new();
    for account in ledger.accounts().ids() {
        let own: Vec<Row> = ledger
            .rows()
            .filter(|row| !ledger.is_self_transfer(*row))
            .filter(|row| ledger.from(*row) == account || ledger.to(*row) == account)
            .collect();
        // What lies between two silences.
        let mut past: Vec<Row> = Vec::new();
        for awake in own.chunk_by(|a, b| graph.span(*a, *b) < dormant) {
            let turnover = |rows: &[Row]| -> i64 { rows.iter().map(|row| ledger.paid(*row).units).sum() };
            let within = |rows: &[Row], from: Row| -> Vec<Row> {
                rows.iter().copied().filter(|row| (0..=window.0).contains(&graph.span(from, *row).0)).collect()
            };
            let burst = within(awake, awake[0]);
            let before = past.iter().map(|row| turnover(&within(&past, *row))).max();
            if let Some(before) = before
                && burst.len() >= least
                && turnover(&burst) > before * times
            {
                found.insert((account, burst));
            }
            past.extend(awake);
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn instances_are_those_of_the_definition(
        payments in payments(5, 60, 40), window in 0_i64..20, dormant in 1_i64..20, times in 1_u32..4, least in 1_u32..4
    ) {
        let graph = graph(&payments);
        let (window, dormant) = (Span(window * 60_000), Span(dormant * 60_000));
        let mut parameters = Parameters { patterns: vec![Pattern::DormantBurst], ..Parameters::default() };
        parameters.dormant_burst.dormant = Some(dormant);
        (parameters.dormant_burst.times, parameters.dormant_burst.payments) = (times, least);
        parameters.set_windows(&[window]);
        let found: Vec<Burst> = detect::run(&graph, &parameters, &Unwatched)
            .unwrap()
            .findings
            .into_iter()
            .map(|finding| (finding.accounts_in(Role::Account)[0], finding.transactions))
            .collect();
        let set: BTreeSet<Burst> = found.iter().cloned().collect();
        prop_assert_eq!(found.len(), set.len(), "a burst twice");
        prop_assert_eq!(set, by_definition(&graph, window, dormant, i64::from(times), least as usize));
    }
}

#[test]
fn the_silence_follows_the_ledgers_period() {
    let thirty_days = graph(&[(0, 1, 0, 5), (1, 2, 30 * 1440, 5)]);
    let resolved = Parameters::default().resolved(thirty_days.ledger());
    assert_eq!(resolved.dormant_burst.dormant, Some(Span::days(10)));
    assert_eq!(Parameters::from_toml(&toml::to_string(&resolved).unwrap()), Ok(resolved));
}
