//! Gather-scatter against its definition: every instant tried as a split.

mod small_ledgers;

use proptest::prelude::*;
use quipu::detect::{self, Parameters, Pattern, Role, Unwatched};
use quipu::graph::TransactionGraph;
use quipu::model::{AccountId, Row, Span, Timestamp};
use small_ledgers::{graph, payments};
use std::collections::BTreeSet;

type Accounts = BTreeSet<AccountId>;
type Instance = (AccountId, Accounts, Accounts, Vec<Row>);

fn by_definition(graph: &TransactionGraph, window: Span, least: usize, kept: (i64, i64)) -> BTreeSet<Instance> {
    let ledger = graph.ledger();
    let rows: Vec<Row> = ledger.rows().filter(|row| !ledger.is_self_transfer(*row)).collect();
    let last = rows.last().map_or(0, |row| ledger.time(*row).0);
    let mut found = BTreeSet::new();
    for hub in ledger.accounts().ids() {
        let mut run: BTreeSet<Row> = BTreeSet::new();
        // Nothing begins or ends between two half minutes.
        for instant in (-2 * window.0 - 60_000..=last + 2 * window.0 + 60_000).step_by(30_000).map(Timestamp) {
            let gathered: Vec<Row> = (rows.iter().copied())
                .filter(|row| ledger.to(*row) == hub && ledger.time(*row) <= instant)
                .filter(|row| instant - ledger.time(*row) <= window)
                .collect();
            let scattered: Vec<Row> = (rows.iter().copied())
                .filter(|row| ledger.from(*row) == hub && ledger.time(*row) >= instant)
                .filter(|row| ledger.time(*row) - instant <= window)
                .collect();
            let senders: Accounts = gathered.iter().map(|row| ledger.from(*row)).collect();
            let receivers: Accounts = scattered.iter().map(|row| ledger.to(*row)).collect();
            let value = |rows: &[Row]| -> i64 { rows.iter().map(|row| ledger.paid(*row).units).sum() };
            let (received, paid) = (value(&gathered), value(&scattered) * 100);
            if senders.len() >= least
                && receivers.len() >= least
                && (received * kept.0..=received * kept.1).contains(&paid)
            {
                run.extend(gathered.into_iter().chain(scattered));
            } else if !run.is_empty() {
                let run: Vec<Row> = std::mem::take(&mut run).into_iter().collect();
                let senders = run.iter().map(|row| ledger.from(*row)).filter(|account| *account != hub).collect();
                let receivers = run.iter().map(|row| ledger.to(*row)).filter(|account| *account != hub).collect();
                found.insert((hub, senders, receivers, run));
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn instances_are_the_maximal_runs_of_splits(
        payments in payments(7, 30, 50), window in 0_i64..20, least in 2_u32..4, kept_least in 0_u32..100, kept_most in 80_u32..300
    ) {
        let graph = graph(&payments);
        let window = Span(window * 60_000);
        let mut parameters = Parameters { patterns: vec![Pattern::GatherScatter], habitual: true, ..Parameters::default() };
        parameters.gather_scatter.counterparties = least;
        (parameters.gather_scatter.kept_least, parameters.gather_scatter.kept_most) = (kept_least, kept_most);
        parameters.set_windows(&[window]);
        let found: Vec<Instance> = detect::run(&graph, &parameters, &Unwatched)
            .unwrap()
            .findings
            .into_iter()
            .map(|finding| {
                let accounts = |role| finding.accounts_in(role).iter().copied().collect::<Accounts>();
                let hub = finding.accounts_in(Role::Hub)[0];
                (hub, accounts(Role::Senders), accounts(Role::Receivers), finding.transactions)
            })
            .collect();
        let set: BTreeSet<Instance> = found.iter().cloned().collect();
        prop_assert_eq!(found.len(), set.len(), "an instance twice");
        let kept = (i64::from(kept_least), i64::from(kept_most));
        prop_assert_eq!(set, by_definition(&graph, window, least as usize, kept));
    }
}
