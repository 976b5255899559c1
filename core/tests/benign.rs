//! Benign explanations against their definitions, looked up payment by payment.

mod small_ledgers;

use proptest::prelude::*;
use quipu::assess::{Alert, Condition, Evaluation, Explanation, Measure, RegisterEvidence, v1};
use quipu::graph::TransactionGraph;
use quipu::model::Row;
use quipu::typology::Pack;
use small_ledgers::{Payment, graph};
use std::collections::{BTreeMap, BTreeSet};

const DAY: i64 = 24 * 60;

/// Someone pays someone again and again, nearly on time and nearly the same.
fn series() -> impl Strategy<Value = Vec<Payment>> {
    (0..4_u8, 4..12_u8, 0..90_i64, 4..10_i64, prop::collection::vec((0..4_i64, -30..30_i64), 2..5)).prop_map(
        |(from, to, start, gap, times)| {
            let mut at = start * DAY;
            let pay = |(late, more): (i64, i64)| {
                at += (gap + late) * DAY;
                (from, to, at, 100 + more)
            };
            times.into_iter().map(pay).collect()
        },
    )
}

/// Someone pays some receivers regularly: wages, if there are enough of them.
fn wages() -> impl Strategy<Value = Vec<Payment>> {
    (4..7_u8, 0..6_i64).prop_map(|(receivers, off)| {
        let month = |month: i64| (0..receivers).map(move |to| (3, 20 + to, month * 30 * DAY, 100 + off * month * 3));
        (0..3).flat_map(month).collect()
    })
}

/// Someone pays many the same, in hours or days.
fn batch() -> impl Strategy<Value = Vec<Payment>> {
    (0..3_u8, 8..13_u8, prop_oneof![Just(100_i64), Just(170)], 0..5_i64).prop_map(|(from, receivers, apart, wrong)| {
        let to = |place: u8| (from, 40 + place, 50 * DAY + i64::from(place) * apart, 77 + i64::from(wrong == 1));
        (0..receivers).map(to).chain((wrong > 2).then(|| to(0))).collect()
    })
}

/// An account with about as many payers and receivers as a market place.
fn market() -> impl Strategy<Value = Vec<Payment>> {
    (28..33_u8, 28..33_u8).prop_map(|(payers, receivers)| {
        let paid = (0..payers).map(|from| (100 + from, 99, i64::from(from), 5));
        paid.chain((0..receivers).map(|to| (99, 150 + to, i64::from(to), 5))).collect()
    })
}

fn world() -> impl Strategy<Value = Vec<Payment>> {
    let series = prop::collection::vec(series(), 0..4).prop_map(|all| all.concat());
    let some = small_ledgers::payments(12, 100 * DAY, 20);
    (series, some, prop::option::of(wages()), prop::option::of(batch()), prop::option::of(market())).prop_map(
        |(series, some, wages, batch, market)| {
            [series, some, wages.unwrap_or_default(), batch.unwrap_or_default(), market.unwrap_or_default()].concat()
        },
    )
}

struct Oracle<'a>(&'a TransactionGraph);

impl Oracle<'_> {
    fn payments(&self, from: u32, to: u32) -> Vec<(i64, i64)> {
        let ledger = self.0.ledger();
        let own = ledger.rows().filter(|row| (ledger.from(*row).0, ledger.to(*row).0) == (from, to));
        own.map(|row| (ledger.time(row).0 / 60_000, ledger.paid(row).units)).collect()
    }

    fn regular(&self, from: u32, to: u32, percent: i64) -> bool {
        let payments = self.payments(from, to);
        let gaps: Vec<i64> = payments.windows(2).map(|two| two[1].0 - two[0].0).collect();
        let mut amounts: Vec<i64> = payments.iter().map(|(_, amount)| *amount).collect();
        amounts.sort_unstable();
        payments.len() >= 3
            && gaps.iter().all(|gap| *gap >= 5 * DAY)
            && gaps.iter().all(|one| gaps.iter().all(|two| *one <= two + two / 2))
            && amounts.iter().all(|amount| {
                let median = amounts[amounts.len() / 2];
                (amount - median).abs() * 100 <= median * percent
            })
    }

    fn counterparties(&self, account: u32) -> (usize, usize) {
        let ledger = self.0.ledger();
        let ends = || ledger.rows().map(|row| (ledger.from(row).0, ledger.to(row).0));
        let payers: BTreeSet<u32> = ends().filter(|(_, to)| *to == account).map(|(from, _)| from).collect();
        let receivers: BTreeSet<u32> = ends().filter(|(from, _)| *from == account).map(|(_, to)| to).collect();
        (payers.len(), receivers.len())
    }

    fn covers(&self, explanation: Explanation, row: Row) -> bool {
        let ledger = self.0.ledger();
        let (from, to) = (ledger.from(row).0, ledger.to(row).0);
        let all = 0..self.0.account_count() as u32;
        match explanation {
            Explanation::OwnAccounts => from == to,
            Explanation::Rent => self.regular(from, to, 5),
            Explanation::Payroll => {
                self.regular(from, to, 25) && all.filter(|other| self.regular(from, *other, 25)).count() >= 5
            }
            Explanation::PublicBenefit => {
                let (at, paid) = (ledger.time(row).0, ledger.paid(row));
                let near = ledger.rows().filter(|other| {
                    ledger.from(*other).0 == from
                        && ledger.paid(*other) == paid
                        && (ledger.time(*other).0 - at).abs() <= DAY * 60_000
                });
                near.map(|other| ledger.to(other).0).collect::<BTreeSet<_>>().len() >= 10
            }
            Explanation::Marketplace => [from, to].iter().any(|end| matches!(self.counterparties(*end), (30.., 30..))),
        }
    }
}

fn rows_at_least_one() -> Condition {
    let one = Measure::Count(1);
    Condition { name: "rows".to_owned(), measured: one, threshold: one, at_most: false }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// An alert over every payment is explained by as many of them as the definitions say.
    #[test]
    fn explanations_cover_what_their_definitions_say(payments in world()) {
        let graph = graph(&payments);
        let rows: Vec<Row> = graph.ledger().rows().collect();
        prop_assume!(!rows.is_empty());
        let whole = Alert {
            indicator: 0,
            rule: 0,
            roles: vec![("subject", vec![graph.ledger().from(rows[0])])],
            transactions: rows.clone(),
            register: RegisterEvidence::default(),
            conditions: vec![rows_at_least_one()],
            finding: None,
            surprise: None,
            clearing: None,
            truncated: false,
        };
        let evaluation = Evaluation { alerts: vec![whole], indicators: Vec::new(), tested: Vec::new() };
        let assessments = v1::assess(&graph, &Pack::built_in(), &evaluation, None);
        let told: BTreeMap<&str, u32> =
            assessments[0].benign.iter().map(|benign| (benign.explanation.name(), benign.covers)).collect();
        let oracle = Oracle(&graph);
        for explanation in Explanation::ALL {
            let covers = rows.iter().filter(|row| oracle.covers(explanation, **row)).count() as u32;
            prop_assert_eq!(told.get(explanation.name()).copied().unwrap_or(0), covers, "{}", explanation.name());
        }
    }
}

/// The property has something to look at: the worlds hold every explanation.
#[test]
fn worlds_hold_every_explanation() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    for _ in 0..100 {
        let graph = graph(&world().new_tree(&mut runner).unwrap().current());
        let oracle = Oracle(&graph);
        for explanation in Explanation::ALL {
            let any = graph.ledger().rows().any(|row| oracle.covers(explanation, row));
            *seen.entry(explanation.name()).or_default() += u32::from(any);
        }
    }
    assert!(seen.values().all(|times| (5..100).contains(times)), "{seen:?}");
}
