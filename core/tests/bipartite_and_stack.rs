//! Bipartite and stack against their definition: payments taken away one round at a time, every window tried.

mod small_ledgers;

use proptest::prelude::*;
use quipu::detect::{self, Detection, Parameters, Pattern, Role, Unwatched};
use quipu::graph::TransactionGraph;
use quipu::model::{AccountId, Row, Span, Timestamp};
use small_ledgers::{graph, payments};
use std::collections::BTreeSet;

/// Layer and row.
type Payments = BTreeSet<(usize, Row)>;
type Instance = (Vec<BTreeSet<AccountId>>, Vec<Row>);

struct Definition<'a> {
    graph: &'a TransactionGraph,
    layers: usize,
    window: Span,
    senders: usize,
    receivers: usize,
    kept: (i64, i64),
    hub_times: usize,
}

impl Definition<'_> {
    fn place(&self, (layer, row): (usize, Row), station: usize) -> Option<AccountId> {
        match station.checked_sub(layer) {
            Some(0) => Some(self.graph.ledger().from(row)),
            Some(1) => Some(self.graph.ledger().to(row)),
            _ => None,
        }
    }

    /// The payments of each run of windows, or splits, of an account at a station.
    fn runs(&self, left: &Payments, station: usize, account: AccountId) -> Vec<Payments> {
        let ledger = self.graph.ledger();
        let own: Payments =
            left.iter().copied().filter(|payment| self.place(*payment, station) == Some(account)).collect();
        let last = ledger.period().map_or(0, |(_, last)| last.0) + 60_000;
        let mut runs = vec![Payments::new()];
        // Nothing changes between two half minutes. `now` is the split, or the end of a window.
        for now in (-self.window.0 - 60_000..=last + self.window.0).step_by(30_000).map(Timestamp) {
            let before = |row: Row| ledger.time(row) <= now && now - ledger.time(row) <= self.window;
            let after = |row: Row| ledger.time(row) >= now && ledger.time(row) - now <= self.window;
            let between = station > 0 && station < self.layers;
            let inside =
                |(layer, row): &(usize, Row)| if between && *layer == station { after(*row) } else { before(*row) };
            let held: Payments = own.iter().copied().filter(inside).collect();
            let payers: BTreeSet<AccountId> =
                held.iter().filter(|(layer, _)| layer + 1 == station).map(|(_, row)| ledger.from(*row)).collect();
            let paid: BTreeSet<AccountId> =
                held.iter().filter(|(layer, _)| *layer == station).map(|(_, row)| ledger.to(*row)).collect();
            let value = |end: &dyn Fn(Row) -> AccountId, inside: &dyn Fn(Row) -> bool| -> i64 {
                let rows = ledger.rows().filter(|row| !ledger.is_self_transfer(*row));
                rows.filter(|row| end(*row) == account && inside(*row)).map(|row| ledger.paid(row).units).sum()
            };
            let keeps = || {
                let received = value(&|row| ledger.to(row), &before);
                (received * self.kept.0..=received * self.kept.1)
                    .contains(&(value(&|row| ledger.from(row), &after) * 100))
            };
            if (station == 0 || payers.len() >= self.senders)
                && (station == self.layers || paid.len() >= self.receivers)
                && (!between || keeps())
            {
                runs.last_mut().unwrap().extend(held);
            } else if !runs.last().unwrap().is_empty() {
                runs.push(Payments::new());
            }
        }
        runs.retain(|run| !run.is_empty());
        runs
    }

    fn all_runs(&self, left: &Payments, station: usize) -> Vec<Payments> {
        self.graph.ledger().accounts().ids().flat_map(|account| self.runs(left, station, account)).collect()
    }

    /// The largest set.
    fn core(&self, mut left: Payments) -> Payments {
        loop {
            let before = left.len();
            for station in 0..=self.layers {
                let held: Payments = self.all_runs(&left, station).into_iter().flatten().collect();
                left.retain(|payment| {
                    station.checked_sub(payment.0).is_none_or(|ahead| ahead > 1) || held.contains(payment)
                });
            }
            if left.len() == before {
                return left;
            }
        }
    }

    /// What the accounts that hold an instance together have with its smaller sides.
    fn smaller_sides(&self, instance: &Payments) -> Payments {
        let ledger = self.graph.ledger();
        let ends = |row: Row| [ledger.from(row), ledger.to(row)];
        let accounts: BTreeSet<AccountId> = instance.iter().flat_map(|(_, row)| ends(*row)).collect();
        let mut lost = Payments::new();
        for cut in accounts {
            // The sides of what is left without the account, as sets of accounts.
            let mut sides: Vec<BTreeSet<AccountId>> = Vec::new();
            for (_, row) in instance.iter().filter(|(_, row)| !ends(*row).contains(&cut)) {
                let mut side = BTreeSet::from(ends(*row));
                let (touched, apart): (Vec<_>, Vec<_>) = sides.into_iter().partition(|other| !other.is_disjoint(&side));
                sides = apart;
                side.extend(touched.into_iter().flatten());
                sides.push(side);
            }
            let with = |side: &BTreeSet<AccountId>| -> Payments {
                let own = instance.iter().filter(|(_, row)| ends(*row).contains(&cut));
                own.filter(|(_, row)| ends(*row).iter().any(|end| side.contains(end))).copied().collect()
            };
            let mut groups: Vec<Payments> = sides.iter().map(with).filter(|group| !group.is_empty()).collect();
            groups.sort_by_key(|group| (std::cmp::Reverse(group.len()), group.iter().map(|(_, row)| *row).min()));
            lost.extend(groups.into_iter().skip(1).flatten());
        }
        lost
    }

    /// Payments between accounts of which one has many times the counterparties of the other.
    fn of_hubs(&self, left: &Payments) -> Payments {
        let ledger = self.graph.ledger();
        let of = |layer: usize| left.iter().filter(move |payment| payment.0 == layer).map(|payment| payment.1);
        let is_uneven = |payment: &&(usize, Row)| {
            let (from, to) = (ledger.from(payment.1), ledger.to(payment.1));
            let paid: BTreeSet<_> =
                of(payment.0).filter(|row| ledger.from(*row) == from).map(|row| ledger.to(row)).collect();
            let payers: BTreeSet<_> =
                of(payment.0).filter(|row| ledger.to(*row) == to).map(|row| ledger.from(row)).collect();
            paid.len() > payers.len() * self.hub_times || payers.len() > paid.len() * self.hub_times
        };
        left.iter().filter(is_uneven).copied().collect()
    }

    fn instances(&self) -> BTreeSet<Instance> {
        let ledger = self.graph.ledger();
        let rows: Vec<Row> = ledger.rows().filter(|row| !ledger.is_self_transfer(*row)).collect();
        let mut left: Payments = (0..self.layers).flat_map(|layer| rows.iter().map(move |row| (layer, *row))).collect();
        loop {
            left = self.core(left);
            let of_hubs = self.of_hubs(&left);
            if !of_hubs.is_empty() {
                left.retain(|payment| !of_hubs.contains(payment));
                continue;
            }
            let mut joined: Vec<Payments> = Vec::new();
            for mut run in (0..=self.layers).flat_map(|station| self.all_runs(&left, station)) {
                let (touched, apart): (Vec<Payments>, Vec<Payments>) =
                    joined.into_iter().partition(|other| !other.is_disjoint(&run));
                joined = apart;
                run.extend(touched.into_iter().flatten());
                joined.push(run);
            }
            let stations = |instance: &Payments| -> Vec<BTreeSet<AccountId>> {
                (0..=self.layers)
                    .map(|station| instance.iter().filter_map(|payment| self.place(*payment, station)).collect())
                    .collect()
            };
            let before = left.len();
            for instance in &joined {
                let stations = stations(instance);
                let twice = |account| stations.iter().filter(|station| station.contains(&account)).count() > 1;
                let is_twice = |payment: &(usize, Row)| twice(ledger.from(payment.1)) || twice(ledger.to(payment.1));
                if instance.iter().any(is_twice) {
                    left.retain(|payment| !instance.contains(payment) || !is_twice(payment));
                } else {
                    let lost = self.smaller_sides(instance);
                    left.retain(|payment| !lost.contains(payment));
                }
            }
            if left.len() == before {
                let rows = |instance: &Payments| instance.iter().map(|(_, row)| *row).collect::<BTreeSet<Row>>();
                return joined.iter().map(|one| (stations(one), rows(one).into_iter().collect())).collect();
            }
        }
    }
}

fn detect(definition: &Definition<'_>, steps: u64) -> Detection {
    let (senders, receivers) = (definition.senders as u32, definition.receivers as u32);
    let pattern = if definition.layers == 1 { Pattern::Bipartite } else { Pattern::Stack };
    let mut parameters = Parameters { patterns: vec![pattern], habitual: true, ..Parameters::default() };
    parameters.set_windows(&[definition.window]);
    (parameters.bipartite.senders, parameters.bipartite.receivers) = (senders, receivers);
    (parameters.stack.senders, parameters.stack.receivers) = (senders, receivers);
    (parameters.stack.kept_least, parameters.stack.kept_most) = (definition.kept.0 as u32, definition.kept.1 as u32);
    (parameters.bipartite.steps, parameters.stack.steps) = (steps, steps);
    let hub_times = definition.hub_times as u32;
    (parameters.bipartite.hub_times, parameters.stack.hub_times) = (hub_times, hub_times);
    detect::run(definition.graph, &parameters, &Unwatched).unwrap()
}

fn instances(detection: Detection) -> Vec<Instance> {
    let instance = |finding: detect::Finding| {
        let expected: &[Role] = match finding.pattern {
            Pattern::Bipartite => &[Role::Senders, Role::Receivers],
            _ => &[Role::Senders, Role::Middles, Role::Receivers],
        };
        assert!(finding.roles.iter().map(|(role, _)| role).eq(expected));
        let accounts = finding.roles.iter().map(|(_, accounts)| accounts.iter().copied().collect()).collect();
        (accounts, finding.transactions)
    };
    detection.findings.into_iter().map(instance).collect()
}

/// Payments from layer to layer, among others that go anywhere.
fn layered(layers: u8) -> impl Strategy<Value = Vec<small_ledgers::Payment>> {
    let layered = prop::collection::vec((0..layers, 0_u8..3, 0_u8..3, 0_i64..4, 5_i64..20), 16..60);
    (layered, payments(12, 12, 12)).prop_map(|(layered, mut all)| {
        all.extend(layered.into_iter().map(|(layer, from, to, minute, amount)| {
            (layer * 3 + from, layer * 3 + 3 + to, i64::from(layer) * 4 + minute, amount)
        }));
        all
    })
}

fn least() -> impl Strategy<Value = usize> {
    prop_oneof![3 => Just(2_usize), 1 => Just(3)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn instances_are_what_is_left_by_the_definition(
        payments in prop_oneof![layered(1), layered(2), layered(3), payments(9, 12, 60)],
        window in 0_i64..12, senders in least(), receivers in least(), layers in 1_usize..3,
        kept in (0_i64..40, 150_i64..400), hub_times in 1_usize..4
    ) {
        let graph = graph(&payments);
        let window = Span(window * 60_000);
        let definition = Definition { graph: &graph, layers, window, senders, receivers, kept, hub_times };
        let detection = detect(&definition, 1_000_000_000);
        prop_assert_eq!(detection.summaries[0].truncated_seeds, 0);
        let found = instances(detection);
        let set: BTreeSet<Instance> = found.iter().cloned().collect();
        prop_assert_eq!(found.len(), set.len(), "an instance twice");
        prop_assert_eq!(set, definition.instances());
    }

    #[test]
    fn what_a_bound_leaves_is_true_and_the_rest_is_reported(
        payments in prop_oneof![layered(1), layered(2)], layers in 1_usize..3, steps in 1_u64..400
    ) {
        let graph = graph(&payments);
        let definition =
            Definition { graph: &graph, layers, window: Span(300_000), senders: 2, receivers: 2, kept: (0, 1000), hub_times: 2 };
        let (bounded, whole) = (detect(&definition, steps), detect(&definition, 1_000_000_000));
        let truncated = bounded.summaries[0].truncated_seeds;
        let (bounded, whole) = (instances(bounded), instances(whole));
        prop_assert!(bounded.iter().all(|instance| whole.contains(instance)));
        prop_assert!(truncated > 0 || bounded.len() == whole.len());
    }
}
