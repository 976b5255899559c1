//! Round trips against their definition: every sequence of transactions tried.

mod small_ledgers;

use proptest::prelude::*;
use quipu::detect::{self, Parameters, Pattern, Role, Unwatched};
use quipu::graph::TransactionGraph;
use quipu::ledger::{LedgerBuilder, Transaction};
use quipu::model::{AccountId, Amount, Currency, Row, Span, Timestamp};
use small_ledgers::{graph, payments};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Originator and members, transactions, number of sequences.
type Trip = (Vec<AccountId>, Vec<Row>, u64);

/// All sequences in which each transaction leaves where the last arrived, not before it, back to the first account.
fn sequences(graph: &TransactionGraph, window: Span, hops: usize) -> Vec<Vec<Row>> {
    let ledger = graph.ledger();
    let rows: Vec<Row> = ledger.rows().filter(|row| !ledger.is_self_transfer(*row)).collect();
    let mut open: Vec<Vec<Row>> = rows.iter().map(|row| vec![*row]).collect();
    let mut closed = Vec::new();
    while let Some(sequence) = open.pop() {
        let (first, last) = (sequence[0], sequence[sequence.len() - 1]);
        for next in rows.iter().copied().filter(|next| ledger.from(*next) == ledger.to(last)) {
            let late = ledger.time(next) < ledger.time(last) || ledger.time(next) - ledger.time(first) > window;
            let longer: Vec<Row> = sequence.iter().copied().chain([next]).collect();
            if late || longer.len() > hops {
                continue;
            }
            if ledger.to(next) == ledger.from(first) {
                closed.push(longer);
            } else if sequence.iter().all(|row| ledger.from(*row) != ledger.to(next)) {
                open.push(longer);
            }
        }
    }
    closed
}

fn by_definition(graph: &TransactionGraph, window: Span, hops: usize, kept: (i64, i64)) -> BTreeSet<Trip> {
    let ledger = graph.ledger();
    let mut trips: Vec<(Vec<AccountId>, Timestamp, Timestamp, Vec<Row>)> = sequences(graph, window, hops)
        .into_iter()
        .filter_map(|rows| {
            let (first, last) = (rows[0], rows[rows.len() - 1]);
            let (left, back) = (ledger.paid(first).units, ledger.paid(last).units * 100);
            let mut members: Vec<AccountId> = rows.iter().map(|row| ledger.from(*row)).collect();
            let least = (0..members.len()).min_by_key(|place| members[*place])?;
            members.rotate_left(least);
            (left * kept.0..=left * kept.1)
                .contains(&back)
                .then(|| (members, ledger.time(first), ledger.time(last), rows))
        })
        .collect();
    trips.sort();
    let mut found = BTreeSet::new();
    let mut rest = trips.into_iter().peekable();
    while let Some((mut members, _, mut until, rows)) = rest.next() {
        let (mut all, mut count) = (BTreeSet::from_iter(rows), 1);
        while let Some((_, _, last, rows)) = rest.next_if(|next| next.0 == members && next.1 <= until) {
            (until, count) = (until.max(last), count + 1);
            all.extend(rows);
        }
        let originator = ledger.from(*all.first().unwrap());
        let place = members.iter().position(|member| *member == originator).unwrap();
        members.rotate_left(place);
        found.insert((members, all.into_iter().collect(), count));
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn trips_are_those_of_the_definition(
        payments in payments(6, 12, 24), window in 0_i64..12, hops in 2_u32..6, least in 0_u32..110, most in 90_u32..300
    ) {
        let graph = graph(&payments);
        let window = Span(window * 60_000);
        let mut parameters = Parameters { patterns: vec![Pattern::RoundTrip], ..Parameters::default() };
        parameters.set_windows(&[window]);
        parameters.round_trip.hops = hops;
        (parameters.round_trip.kept_least, parameters.round_trip.kept_most) = (least, most);
        let detection = detect::run(&graph, &parameters, &Unwatched).unwrap();
        prop_assert_eq!(detection.summaries[0].truncated_seeds, 0);
        let found: Vec<Trip> = detection
            .findings
            .into_iter()
            .map(|finding| {
                let members = [Role::Originator, Role::Members].map(|role| finding.accounts_in(role).to_vec()).concat();
                (members, finding.transactions, finding.instances)
            })
            .collect();
        let set: BTreeSet<Trip> = found.iter().cloned().collect();
        prop_assert_eq!(found.len(), set.len(), "a trip twice");
        prop_assert_eq!(set, by_definition(&graph, window, hops as usize, (least.into(), most.into())));
    }
}

#[test]
fn value_is_compared_across_currencies_and_crossings_are_noted() {
    let mut builder = LedgerBuilder::new();
    let (usd, mxn) = (Currency::parse("USD").unwrap(), Currency::parse("MXN").unwrap());
    let account = |number: &'static str| quipu::ledger::AccountRef::new(&number[..1], number);
    let mut pay = |minute: i64, from, to, paid, received| {
        let mut payment = Transaction::new(Timestamp(minute * 60_000), account(from), account(to), paid);
        payment.received = received;
        builder.push(&payment).unwrap();
    };
    for minute in 0..5 {
        pay(minute, "X1", "X2", Amount::new(700, usd), Amount::new(700, usd));
    }
    pay(10, "A1", "B1", Amount::new(100_000, usd), Amount::new(2_000_000, mxn));
    pay(11, "B1", "A1", Amount::new(1_900_000, mxn), Amount::new(1_900_000, mxn));
    pay(12, "B1", "A1", Amount::new(100_000, mxn), Amount::new(100_000, mxn));
    let graph = TransactionGraph::new(Arc::new(builder.finish().unwrap()));
    let parameters = Parameters { patterns: vec![Pattern::RoundTrip], ..Parameters::default() };
    let findings = detect::run(&graph, &parameters, &Unwatched).unwrap().findings;
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].transactions, [Row(5), Row(6)]);
    let crossing = findings[0].reasons.iter().find(|reason| reason.name == "crossing").unwrap();
    assert!(crossing.text.contains("2 of 2") && crossing.text.contains("2 institutions, 2 currencies"), "{crossing:?}");
    let kept = findings[0].reasons.iter().find(|reason| reason.name == "kept").unwrap();
    assert!(kept.text.starts_with("95 %"), "{kept:?}");
}
