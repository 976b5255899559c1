//! Dense flow against its definition: every instant tried as a split, accounts taken out one by one with everything counted
//! anew each time.

mod small_ledgers;

use proptest::prelude::*;
use quipu::detect::{self, DenseFlowParameters, Detection, Parameters, Pattern, Role, Unwatched};
use quipu::graph::TransactionGraph;
use quipu::model::{AccountId, Row, Span, Timestamp};
use small_ledgers::{Payment, graph, payments};
use std::collections::BTreeSet;

type Accounts = BTreeSet<AccountId>;
type Rows = BTreeSet<Row>;
type Instance = (Accounts, Accounts, Accounts, Rows);

struct Definition<'a> {
    graph: &'a TransactionGraph,
    window: Span,
    parameters: DenseFlowParameters,
}

impl Definition<'_> {
    fn from(&self, row: Row) -> AccountId {
        self.graph.ledger().from(row)
    }

    fn to(&self, row: Row) -> AccountId {
        self.graph.ledger().to(row)
    }

    fn value<'r>(&self, rows: impl IntoIterator<Item = &'r Row>) -> i64 {
        rows.into_iter().map(|row| self.graph.ledger().paid(*row).units).sum()
    }

    fn payers(&self, rows: &Rows) -> Accounts {
        rows.iter().map(|row| self.from(*row)).collect()
    }

    fn paid(&self, rows: &Rows) -> Accounts {
        rows.iter().map(|row| self.to(*row)).collect()
    }

    /// Instants between which nothing changes, and what an account receives in W before and pays in W after each.
    fn instants(&self, rows: &Rows, account: AccountId) -> Vec<(Rows, Rows)> {
        let ledger = self.graph.ledger();
        let last = ledger.period().map_or(0, |(_, last)| last.0) + self.window.0 + 60_000;
        let instants = (-self.window.0 - 60_000..=last).step_by(30_000).map(Timestamp);
        let before = |row: &Row, at: Timestamp| {
            self.to(*row) == account && ledger.time(*row) <= at && at - ledger.time(*row) <= self.window
        };
        let after = |row: &Row, at: Timestamp| {
            self.from(*row) == account && ledger.time(*row) >= at && ledger.time(*row) - at <= self.window
        };
        let inside = |at| {
            (
                rows.iter().copied().filter(|row| before(row, at)).collect(),
                rows.iter().copied().filter(|row| after(row, at)).collect(),
            )
        };
        instants.map(inside).collect()
    }

    /// Unions of neighbouring sets that hold.
    fn runs(sets: impl Iterator<Item = Option<Rows>>) -> Vec<Rows> {
        let mut runs = vec![Rows::new()];
        for set in sets {
            match set {
                Some(rows) => runs.last_mut().unwrap().extend(rows),
                None if runs.last().unwrap().is_empty() => {}
                None => runs.push(Rows::new()),
            }
        }
        runs.retain(|run| !run.is_empty());
        runs
    }

    fn joined(&self) -> Vec<Rows> {
        let ledger = self.graph.ledger();
        let parameters = &self.parameters;
        let (a, b) = (parameters.senders as usize, parameters.receivers as usize);
        let all: Rows = ledger.rows().filter(|row| !ledger.is_self_transfer(*row)).collect();
        let mut sets: Vec<Rows> = Vec::new();
        for account in ledger.accounts().ids() {
            let splits = self.instants(&all, account).into_iter().map(|(before, after)| {
                let (received, paid) = (self.value(&before), self.value(&after) * 100);
                let keeps = received > 0
                    && paid >= received * i64::from(parameters.kept_least)
                    && paid <= received * i64::from(parameters.kept_most);
                let enough = self.payers(&before).len() >= a && self.paid(&after).len() >= b;
                (keeps && enough).then(|| before.union(&after).copied().collect())
            });
            sets.extend(Self::runs(splits));
        }
        let flow: Rows = sets.iter().flatten().copied().collect();
        for account in ledger.accounts().ids() {
            let instants = self.instants(&flow, account);
            let payer = instants.iter().map(|(_, after)| (self.paid(after).len() >= b).then(|| after.clone()));
            sets.extend(Self::runs(payer));
            let receiver = instants.iter().map(|(before, _)| (self.payers(before).len() >= a).then(|| before.clone()));
            sets.extend(Self::runs(receiver));
        }
        joined(sets, |one, other| !one.is_disjoint(other))
    }

    fn core(&self, mut rows: Rows) -> Rows {
        loop {
            let before = rows.clone();
            let pays = |row: &Row| {
                self.paid(&before.iter().copied().filter(|other| self.from(*other) == self.from(*row)).collect()).len()
            };
            let paid_by = |row: &Row| {
                self.payers(&before.iter().copied().filter(|other| self.to(*other) == self.to(*row)).collect()).len()
            };
            let (a, b) = (self.parameters.senders as usize, self.parameters.receivers as usize);
            let times = self.parameters.hub_times as usize;
            rows.retain(|row| pays(row) >= b && paid_by(row) >= a);
            if rows.len() == before.len() {
                rows.retain(|row| pays(row) <= paid_by(row) * times && paid_by(row) <= pays(row) * times);
            }
            if rows.len() == before.len() {
                return rows;
            }
        }
    }

    fn connected(&self, rows: &Rows) -> Vec<Rows> {
        let touch = |one: &Rows, other: &Rows| {
            let accounts = |rows| self.payers(rows).union(&self.paid(rows)).copied().collect::<Accounts>();
            !accounts(one).is_disjoint(&accounts(other))
        };
        joined(rows.iter().map(|row| Rows::from([*row])).collect(), touch)
    }

    fn within(&self, rows: &Rows, accounts: &Accounts) -> Rows {
        let inside = |row: &&Row| accounts.contains(&self.from(**row)) && accounts.contains(&self.to(**row));
        rows.iter().filter(inside).copied().collect()
    }

    fn densest(&self, rows: &Rows) -> Option<Accounts> {
        let mut left: Accounts = self.payers(rows).union(&self.paid(rows)).copied().collect();
        let sides = |rows: &Rows, account: AccountId| {
            let received = self.value(rows.iter().filter(|row| self.to(**row) == account));
            (received, self.value(rows.iter().filter(|row| self.from(**row) == account)))
        };
        let mut best: Option<(i64, Accounts)> = None;
        while !left.is_empty() {
            let inside = self.within(rows, &left);
            let passed: i64 = left.iter().map(|account| sides(&inside, *account)).map(|(in_, out)| in_.min(out)).sum();
            let better = best.as_ref().is_none_or(|(most, set)| passed * set.len() as i64 > most * left.len() as i64);
            if better {
                best = Some((passed, left.clone()));
            }
            let weight = |account: &AccountId| {
                let (received, paid) = sides(&inside, *account);
                if received > 0 && paid > 0 { received.min(paid) } else { received + paid }
            };
            let least = *left.iter().min_by_key(|account| (weight(account), **account)).unwrap();
            left.remove(&least);
        }
        best.filter(|(passed, _)| *passed > 0).map(|(_, set)| set)
    }

    fn instances(&self) -> BTreeSet<Instance> {
        let mut found = BTreeSet::new();
        let mut waiting = self.joined();
        while let Some(rows) = waiting.pop() {
            for part in self.connected(&self.core(rows)) {
                let Some(block) = self.densest(&part) else { continue };
                for rows in self.connected(&self.within(&part, &block)) {
                    let (payers, paid) = (self.payers(&rows), self.paid(&rows));
                    let middles: Accounts = payers.intersection(&paid).copied().collect();
                    let senders: Accounts = payers.difference(&middles).copied().collect();
                    let receivers: Accounts = paid.difference(&middles).copied().collect();
                    let pairs: BTreeSet<_> = rows.iter().map(|row| (self.from(*row), self.to(*row))).collect();
                    let accounts = senders.len() + middles.len() + receivers.len();
                    if senders.len() >= self.parameters.senders as usize
                        && receivers.len() >= self.parameters.receivers as usize
                        && middles.len() >= self.parameters.middles as usize
                        && pairs.len() * 100 >= accounts * self.parameters.density as usize
                    {
                        found.insert((senders, middles, receivers, rows));
                    }
                }
                let outside = |row: &Row| !block.contains(&self.from(*row)) && !block.contains(&self.to(*row));
                waiting.push(part.iter().copied().filter(outside).collect());
            }
        }
        found
    }
}

fn joined(sets: Vec<Rows>, touch: impl Fn(&Rows, &Rows) -> bool) -> Vec<Rows> {
    let mut joined: Vec<Rows> = Vec::new();
    for mut set in sets {
        let (touched, apart): (Vec<Rows>, Vec<Rows>) = joined.into_iter().partition(|other| touch(other, &set));
        joined = apart;
        set.extend(touched.into_iter().flatten());
        joined.push(set);
    }
    joined
}

fn detect(graph: &TransactionGraph, window: Span, dense_flow: &DenseFlowParameters) -> Detection {
    let mut parameters = Parameters {
        patterns: vec![Pattern::DenseFlow],
        habitual: true,
        dense_flow: dense_flow.clone(),
        ..Parameters::default()
    };
    parameters.set_windows(&[window]);
    detect::run(graph, &parameters, &Unwatched).unwrap()
}

fn instances(detection: &Detection) -> Vec<Instance> {
    let instance = |finding: &detect::Finding| {
        let [senders, middles, receivers] = [Role::Senders, Role::Middles, Role::Receivers]
            .map(|role| finding.accounts_in(role).iter().copied().collect());
        (senders, middles, receivers, finding.transactions.iter().copied().collect())
    };
    detection.findings.iter().map(instance).collect()
}

/// Payments from layer to layer, among others that go anywhere.
fn layered() -> impl Strategy<Value = Vec<Payment>> {
    let layered = prop::collection::vec((0_u8..3, 0_u8..3, 0_u8..3, 0_i64..4, 5_i64..15), 16..50);
    (layered, payments(12, 12, 10)).prop_map(|(layered, mut all)| {
        all.extend(layered.into_iter().map(|(layer, from, to, minute, amount)| {
            (layer * 3 + from, layer * 3 + 3 + to, i64::from(layer) * 3 + minute, amount)
        }));
        all
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn instances_are_those_of_the_definition(
        payments in layered(), minutes in 2_i64..10, middles in 1_u32..4, density in 50_u32..150,
        kept_least in 10_u32..80, kept_most in 120_u32..300, hub_times in 1_u32..4
    ) {
        let graph = graph(&payments);
        let window = Span(minutes * 60_000);
        let parameters = DenseFlowParameters { middles, density, kept_least, kept_most, hub_times, ..DenseFlowParameters::default() };
        let detection = detect(&graph, window, &parameters);
        prop_assert_eq!(detection.summaries[0].truncated_seeds, 0);
        let found = instances(&detection);
        let set: BTreeSet<Instance> = found.iter().cloned().collect();
        prop_assert_eq!(found.len(), set.len(), "an instance twice");
        prop_assert_eq!(set, Definition { graph: &graph, window, parameters }.instances());
    }

    #[test]
    fn what_a_bound_leaves_is_true_and_the_rest_is_reported(payments in layered(), steps in 1_u64..60) {
        let graph = graph(&payments);
        let window = Span(300_000);
        let parameters = DenseFlowParameters { middles: 1, density: 50, kept_most: 200, ..DenseFlowParameters::default() };
        let whole = instances(&detect(&graph, window, &parameters));
        let detection = detect(&graph, window, &DenseFlowParameters { steps, ..parameters });
        let bounded = instances(&detection);
        prop_assert!(bounded.iter().all(|instance| whole.contains(instance)));
        prop_assert!(detection.summaries[0].truncated_seeds > 0 || bounded.len() == whole.len());
    }
}

#[test]
fn three_layers_are_one_flow() {
    let mut payments = Vec::new();
    for (layer, minute) in [(0_u8, 0_i64), (1, 5), (2, 10)] {
        payments.extend((0..9_u8).map(|pair| (layer * 3 + pair / 3, layer * 3 + 3 + pair % 3, minute, 10)));
    }
    let graph = graph(&payments);
    let found = instances(&detect(&graph, Span(300_000), &DenseFlowParameters::default()));
    assert_eq!(found.len(), 1);
    let (senders, middles, receivers, rows) = &found[0];
    assert_eq!((senders.len(), middles.len(), receivers.len(), rows.len()), (3, 6, 3, 27));
}
