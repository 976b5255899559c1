//! Patterns of strangers are those of the ledger from which the payments of habit were struck out.

mod small_ledgers;

use proptest::prelude::*;
use quipu::detect::{self, Parameters, Pattern, Unwatched};
use quipu::model::Span;
use small_ledgers::{Payment, graph, payments};
use std::collections::BTreeSet;

/// Of each finding the lines of its evidence, `lines` telling which line each payment was on.
fn evidence(payments: &[Payment], lines: &[usize], parameters: &Parameters) -> BTreeSet<(Pattern, Vec<usize>)> {
    let graph = graph(payments);
    let findings = detect::run(&graph, parameters, &Unwatched).unwrap().findings;
    let line = |row: &quipu::model::Row| lines[graph.ledger().line(*row) as usize - 1];
    findings
        .iter()
        .map(|finding| {
            let mut lines: Vec<usize> = finding.transactions.iter().map(line).collect();
            lines.sort_unstable();
            (finding.pattern, lines)
        })
        .collect()
}

fn is_occasional(payment: &Payment, payments: &[Payment], minutes: i64) -> bool {
    let alike = payments.iter().filter(|other| (other.0, other.1) == (payment.0, payment.1)).map(|other| other.2);
    alike.clone().max().unwrap() - alike.min().unwrap() <= minutes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn habits_are_struck_out(payments in payments(7, 40, 50), minutes in 1_i64..25) {
        let mut parameters = Parameters::default();
        parameters.fan_in.counterparties = 2;
        parameters.fan_out.counterparties = 2;
        parameters.gather_scatter.counterparties = 2;
        parameters.scatter_gather.middles = 2;
        parameters.bipartite.senders = 2;
        parameters.bipartite.receivers = 2;
        parameters.set_windows(&[Span(minutes * 60_000)]);
        let all: Vec<usize> = (0..payments.len()).collect();
        let kept: Vec<usize> =
            all.iter().copied().filter(|line| is_occasional(&payments[*line], &payments, minutes)).collect();
        let struck_out: Vec<Payment> = kept.iter().map(|line| payments[*line]).collect();
        for pattern in Pattern::ALL.into_iter().filter(|pattern| pattern.is_of_strangers()) {
            parameters.patterns = vec![pattern];
            parameters.habitual = false;
            let found = evidence(&payments, &all, &parameters);
            parameters.habitual = true;
            prop_assert_eq!(found, evidence(&struck_out, &kept, &parameters));
        }
    }
}
