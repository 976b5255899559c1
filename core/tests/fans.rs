//! Fan-in and fan-out against their definition, written out plainly.

mod small_ledgers;

use proptest::prelude::*;
use quipu::detect::{self, Parameters, Pattern, Role, Unwatched};
use quipu::graph::TransactionGraph;
use quipu::ledger::Ledger;
use quipu::model::{AccountId, Row, Span, Timestamp};
use small_ledgers::{graph, payments};
use std::collections::BTreeSet;

type Fan = (AccountId, Vec<AccountId>, Vec<Row>);

/// Slides a closed window along every millisecond at which anything can change.
fn by_definition(graph: &TransactionGraph, incoming: bool, window: Span, least: usize) -> BTreeSet<Fan> {
    let ledger = graph.ledger();
    let mut fans = BTreeSet::new();
    for account in ledger.accounts().ids() {
        let own: Vec<(Row, AccountId, Timestamp)> = ledger
            .rows()
            .filter(|row| !ledger.is_self_transfer(*row))
            .map(|row| (row, if incoming { ledger.to(row) } else { ledger.from(row) }))
            .filter(|(_, end)| *end == account)
            .map(|(row, _)| (row, if incoming { ledger.from(row) } else { ledger.to(row) }, ledger.time(row)))
            .collect();
        let ends: BTreeSet<Timestamp> =
            own.iter().flat_map(|(_, _, time)| [*time, *time + window, *time + window + Span(1)]).collect();
        let mut run: BTreeSet<(Row, AccountId)> = BTreeSet::new();
        for end in ends.into_iter().chain([Timestamp::MAX]) {
            let inside: Vec<(Row, AccountId)> = own
                .iter()
                .filter(|(_, _, time)| *time <= end && end - *time <= window)
                .map(|(row, other, _)| (*row, *other))
                .collect();
            let distinct: BTreeSet<AccountId> = inside.iter().map(|(_, other)| *other).collect();
            if distinct.len() >= least {
                run.extend(inside);
            } else if !run.is_empty() {
                for part in parts(ledger, &run, window, least) {
                    let others: BTreeSet<AccountId> = part.iter().map(|(_, other)| *other).collect();
                    let rows = part.iter().map(|(row, _)| *row).collect();
                    fans.insert((account, others.into_iter().collect(), rows));
                }
                run.clear();
            }
        }
    }
    fans
}

type Payments = BTreeSet<(Row, AccountId)>;

fn distinct(payments: &Payments) -> usize {
    payments.iter().map(|(_, other)| *other).collect::<BTreeSet<AccountId>>().len()
}

/// What a run is told as: whole, or as the fullest window in it and then the fullest of what is left on either side.
fn parts(ledger: &Ledger, run: &Payments, window: Span, least: usize) -> Vec<Payments> {
    let time = |payment: &(Row, AccountId)| ledger.time(payment.0);
    let span = |of: &Payments| of.last().map(time).unwrap() - of.first().map(time).unwrap();
    if run.is_empty() || span(run) <= Span(2 * window.0) {
        vec![run.clone()]
    } else {
        peaks(ledger, run, window, least)
    }
}

fn peaks(ledger: &Ledger, piece: &Payments, window: Span, least: usize) -> Vec<Payments> {
    let time = |payment: &(Row, AccountId)| ledger.time(payment.0);
    let windows = piece.iter().map(|first| -> Payments {
        let inside =
            |payment: &&(Row, AccountId)| time(payment) >= time(first) && time(payment) - time(first) <= window;
        piece.iter().filter(inside).copied().collect()
    });
    let Some(most) = windows.clone().map(|window| distinct(&window)).max().filter(|most| *most >= least) else {
        return Vec::new();
    };
    // The fullest that begins with the piece or ends with a payment, the earliest among equals.
    let ending = piece.iter().map(|last| -> Payments {
        let inside = |payment: &&(Row, AccountId)| time(payment) <= time(last) && time(last) - time(payment) <= window;
        piece.iter().filter(inside).copied().collect()
    });
    let first = windows.take(1).chain(ending).find(|window| distinct(window) == most).unwrap();
    let (start, end) = (time(first.first().unwrap()), time(first.last().unwrap()));
    let before = piece.iter().filter(|payment| time(payment) < start).copied().collect();
    let after = piece.iter().filter(|payment| time(payment) > end).copied().collect();
    [vec![first], peaks(ledger, &before, window, least), peaks(ledger, &after, window, least)].concat()
}

/// Whether two lists share more than half of the shorter.
fn share_most(one: &[Row], other: &[Row]) -> bool {
    2 * one.iter().filter(|row| other.contains(row)).count() > one.len().min(other.len())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn fans_are_the_maximal_runs_of_the_definition_or_their_peaks(
        payments in payments(7, 60, 60), window in 0_i64..25, least in 2_u32..5, incoming: bool
    ) {
        let graph = graph(&payments);
        let window = Span(window * 60_000);
        let pattern = if incoming { Pattern::FanIn } else { Pattern::FanOut };
        let mut parameters = Parameters { patterns: vec![pattern], habitual: true, ..Parameters::default() };
        parameters.fan_in.counterparties = least;
        parameters.fan_out.counterparties = least;
        parameters.set_windows(&[window]);
        let found: Vec<Fan> = detect::run(&graph, &parameters, &Unwatched)
            .unwrap()
            .findings
            .into_iter()
            .map(|finding| {
                let centre = if incoming { Role::Collector } else { Role::Distributor };
                let others = if incoming { Role::Senders } else { Role::Receivers };
                (finding.accounts_in(centre)[0], finding.accounts_in(others).to_vec(), finding.transactions)
            })
            .collect();
        let set: BTreeSet<Fan> = found.iter().cloned().collect();
        prop_assert_eq!(found.len(), set.len(), "a fan twice");
        prop_assert_eq!(set, by_definition(&graph, incoming, window, least as usize));
    }

    #[test]
    fn several_windows_never_say_the_same_twice(payments in payments(7, 40, 60), shorter in 1_i64..20, longer in 20_i64..40) {
        let graph = graph(&payments);
        let mut parameters = Parameters { patterns: vec![Pattern::FanIn], habitual: true, ..Parameters::default() };
        parameters.fan_in.counterparties = 2;
        parameters.set_windows(&[Span(shorter * 60_000), Span(longer * 60_000)]);
        let findings = detect::run(&graph, &parameters, &Unwatched).unwrap().findings;
        for (place, one) in findings.iter().enumerate() {
            for other in &findings[place + 1..] {
                let same = one.accounts_in(Role::Collector) == other.accounts_in(Role::Collector);
                // Two runs of one window length may overlap.
                let apart = one.windows.iter().any(|window| other.windows.contains(window));
                prop_assert!(!same || apart || !share_most(&one.transactions, &other.transactions));
            }
        }
        // Nothing that one window alone finds is lost.
        for window in [shorter, longer] {
            parameters.set_windows(&[Span(window * 60_000)]);
            for alone in detect::run(&graph, &parameters, &Unwatched).unwrap().findings {
                let kept = findings.iter().any(|finding| {
                    finding.transactions == alone.transactions || share_most(&finding.transactions, &alone.transactions)
                });
                prop_assert!(kept, "{alone:?}");
            }
        }
    }
}
