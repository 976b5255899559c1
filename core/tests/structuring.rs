//! Structuring against its definition: every window of every account looked at.

mod small_ledgers;

use proptest::prelude::*;
use quipu::detect::{self, Parameters, Pattern, Role, Unwatched};
use quipu::graph::TransactionGraph;
use quipu::ledger::{LedgerBuilder, Transaction};
use quipu::model::{AccountId, Amount, Currency, Row, Span, Timestamp};
use small_ledgers::{graph, payments};
use std::collections::BTreeSet;
use std::sync::Arc;

type Run = (AccountId, Vec<Row>);

const THRESHOLD: i64 = 40;

fn by_definition(graph: &TransactionGraph, window: Span, band: i64, least: usize) -> BTreeSet<Run> {
    let ledger = graph.ledger();
    let mut runs: Vec<(bool, AccountId, BTreeSet<Row>)> = Vec::new();
    for (account, pays) in ledger.accounts().ids().flat_map(|account| [(account, true), (account, false)]) {
        let below: Vec<Row> = ledger
            .rows()
            .filter(|row| !ledger.is_self_transfer(*row))
            .filter(|row| account == if pays { ledger.from(*row) } else { ledger.to(*row) })
            .filter(|row| (THRESHOLD * band..THRESHOLD * 100).contains(&(ledger.paid(*row).units * 100)))
            .collect();
        let mut run = BTreeSet::new();
        // A minute past the last window that holds anything, so that the last run ends.
        for end in (0..120).map(|half_minute| Timestamp(half_minute * 30_000)) {
            let inside: Vec<Row> = below
                .iter()
                .copied()
                .filter(|row| ledger.time(*row) <= end && end - ledger.time(*row) <= window)
                .collect();
            let sum: i64 = inside.iter().map(|row| ledger.paid(*row).units).sum();
            if inside.len() >= least && sum > THRESHOLD {
                run.extend(inside);
            } else if !run.is_empty() {
                runs.push((pays, account, std::mem::take(&mut run)));
            }
        }
    }
    let is_mirror = |a: &(bool, AccountId, BTreeSet<Row>)| runs.iter().any(|b| a.2 == b.2 && b.0 && !a.0);
    runs.iter()
        .filter(|run| !is_mirror(run))
        .map(|(_, account, rows)| (*account, rows.iter().copied().collect()))
        .collect()
}

fn parameters(threshold: &str, code: &str, band: u32, least: u32) -> Parameters {
    let mut parameters = Parameters { patterns: vec![Pattern::Structuring], ..Parameters::default() };
    parameters.structuring.thresholds = [(code.to_owned(), threshold.to_owned())].into();
    (parameters.structuring.band, parameters.structuring.payments) = (band, least);
    parameters
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn instances_are_the_maximal_runs_of_the_definition(
        payments in payments(5, 30, 60), window in 0_i64..20, band in 1_u32..100, least in 2_u32..5
    ) {
        let graph = graph(&payments);
        let window = Span(window * 60_000);
        let mut parameters = parameters("0.40", "XXX", band, least);
        parameters.set_windows(&[window]);
        let found: Vec<Run> = detect::run(&graph, &parameters, &Unwatched)
            .unwrap()
            .findings
            .into_iter()
            .flat_map(|finding| {
                let also = finding.also.iter().map(|shape| (shape.account, shape.transactions.clone()));
                let own = (finding.accounts_in(Role::Structurer)[0], finding.transactions.clone());
                also.chain([own]).collect::<Vec<Run>>()
            })
            .collect();
        let set: BTreeSet<Run> = found.iter().cloned().collect();
        prop_assert_eq!(found.len(), set.len(), "a run twice");
        prop_assert_eq!(set, by_definition(&graph, window, i64::from(band), least as usize));
    }
}

fn paid_in(rows: &[(i64, &str, i64, &str)]) -> TransactionGraph {
    let mut builder = LedgerBuilder::new();
    for (day, (paid, from, received, to)) in rows.iter().enumerate() {
        let currency = |code: &str| Currency::parse(code).unwrap();
        let time = Timestamp(day as i64 * Span::DAY.0);
        let mut transaction = Transaction::new(time, "A".into(), "B".into(), Amount::new(*paid, currency(from)));
        transaction.received = Amount::new(*received, currency(to));
        builder.push(&transaction).unwrap();
    }
    TransactionGraph::new(Arc::new(builder.finish().unwrap()))
}

#[test]
fn a_currency_without_a_threshold_takes_the_dollars_where_there_is_a_rate() {
    // A dollar is 20 pesos, so that 10,000 dollars are 200,000 pesos.
    let exchange = (100, "USD", 2000, "MXN");
    let pesos = |units| (units, "MXN", units, "MXN");
    let found = |rows: &[_], parameters: &Parameters| {
        detect::run(&paid_in(rows), parameters, &Unwatched).unwrap().findings.len()
    };
    let parameters = parameters("10000", "USD", 85, 3);
    assert_eq!(found(&[exchange, pesos(19_000_000), pesos(19_999_999), pesos(17_000_000)], &parameters), 1);
    assert_eq!(found(&[exchange, pesos(19_000_000), pesos(20_000_000), pesos(17_000_000)], &parameters), 0);
    assert_eq!(found(&[pesos(19_000_000), pesos(19_999_999), pesos(17_000_000)], &parameters), 0, "no rate");
}

#[test]
fn thresholds_that_mean_nothing_are_refused() {
    for (code, text) in [("USD", "0"), ("USD", "-5"), ("galleon", "5"), ("USD", "1e4"), ("USD", "99999999999999")] {
        assert!(parameters(text, code, 85, 3).check().is_err(), "{code} {text}");
    }
}
