//! The same findings whatever the order of rows and the number of threads.

mod small_ledgers;

use proptest::prelude::*;
use quipu::detect::{self, Detection, Parameters, Unwatched};
use quipu::graph::TransactionGraph;
use small_ledgers::{Payment, graph, payments};

fn parameters() -> Parameters {
    let mut parameters = Parameters::default();
    parameters.fan_in.counterparties = 2;
    parameters.fan_out.counterparties = 2;
    parameters.set_windows(&["10m".parse().unwrap(), "25m".parse().unwrap()]);
    // A bound that is often reached: what is cut short must not depend on the order either.
    parameters.temporal_cycle.steps = 12;
    parameters
}

/// All that a finding says, but for the lines of its evidence.
fn told(graph: &TransactionGraph, detection: &Detection) -> Vec<String> {
    let ledger = graph.ledger();
    detection
        .findings
        .iter()
        .map(|finding| {
            let evidence: Vec<String> =
                finding.transactions.iter().map(|row| ledger.transaction_id(*row).to_string()).collect();
            let roles: Vec<String> = finding
                .roles
                .iter()
                .flat_map(|(role, accounts)| {
                    accounts.iter().map(|account| format!("{} {}", role.name(), ledger.accounts().name(*account)))
                })
                .collect();
            format!(
                "{} {:?} {:?} {:?} {} {} {:?} {:?}",
                finding.id(graph),
                roles,
                evidence,
                finding.windows,
                finding.instances,
                finding.truncated,
                finding.reasons,
                finding.period(ledger),
            )
        })
        .collect()
}

fn run(graph: &TransactionGraph, threads: usize) -> Vec<String> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    told(graph, &pool.install(|| detect::run(graph, &parameters(), &Unwatched)).unwrap())
}

proptest! {
    #[test]
    fn findings_depend_on_neither_rows_order_nor_threads(
        (sorted, shuffled) in payments(8, 40, 80)
            .prop_flat_map(|payments: Vec<Payment>| (Just(payments.clone()), Just(payments).prop_shuffle()))
    ) {
        let once = run(&graph(&sorted), 1);
        prop_assert_eq!(&once, &run(&graph(&sorted), 3), "threads");
        prop_assert_eq!(&once, &run(&graph(&shuffled), 1), "order");
    }
}
