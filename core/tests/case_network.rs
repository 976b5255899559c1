//! Flows, days and key accounts of cases, against their definitions.

mod small_ledgers;

use proptest::prelude::*;
use quipu::case::{Contents, Flows, KeyAccounts, Timeline, group};
use quipu::detect::{Finding, Pattern, Role};
use quipu::graph::TransactionGraph;
use quipu::ledger::GivenRates;
use quipu::model::{AccountId, Row, Span};
use small_ledgers::{graph, payments};
use std::collections::BTreeSet;

/// A case of all payments that are none to oneself.
fn whole(graph: &TransactionGraph) -> Option<Finding> {
    let ledger = graph.ledger();
    let rows: Vec<Row> = ledger.rows().filter(|row| !ledger.is_self_transfer(*row)).collect();
    let ends = rows.iter().flat_map(|row| [ledger.from(*row), ledger.to(*row)]);
    let members: BTreeSet<AccountId> = ends.collect();
    let roles = vec![(Role::Members, members.into_iter().collect())];
    (!rows.is_empty()).then(|| Finding::new(Pattern::FanIn, Span(0), roles, rows))
}

/// What was paid from one to another.
fn edges(graph: &TransactionGraph) -> Vec<(AccountId, AccountId, i64)> {
    let ledger = graph.ledger();
    let edges = ledger.rows().map(|row| (ledger.from(row), ledger.to(row), ledger.paid(row).units));
    edges.filter(|(from, to, _)| from != to).collect()
}

fn reached(
    edges: &[(AccountId, AccountId, i64)],
    from: AccountId,
    without: Option<AccountId>,
    both: bool,
) -> BTreeSet<AccountId> {
    let mut reached: BTreeSet<AccountId> = BTreeSet::from([from]);
    loop {
        let before = reached.len();
        for (one, other, _) in edges.iter().filter(|(one, other, _)| Some(*one) != without && Some(*other) != without) {
            if reached.contains(one) {
                reached.insert(*other);
            }
            if both && reached.contains(other) {
                reached.insert(*one);
            }
        }
        if reached.len() == before {
            return reached;
        }
    }
}

/// The least that must be cut to part the two: of all sets with the one and without the other, the least that leads out.
fn least_cut(
    edges: &[(AccountId, AccountId, i64)],
    accounts: &[AccountId],
    (source, sink): (AccountId, AccountId),
    without: Option<AccountId>,
) -> i64 {
    let others: Vec<AccountId> =
        accounts.iter().copied().filter(|own| *own != source && *own != sink && Some(*own) != without).collect();
    (0..1_u32 << others.len())
        .map(|set| {
            let inside = |account: AccountId| {
                account == source
                    || others.iter().position(|own| *own == account).is_some_and(|place| set >> place & 1 == 1)
            };
            let apart = edges.iter().filter(|(from, to, _)| Some(*from) != without && Some(*to) != without);
            apart.filter(|(from, to, _)| inside(*from) && !inside(*to)).map(|(.., units)| *units).sum()
        })
        .min()
        .unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn key_accounts_are_what_their_definitions_say(payments in payments(7, 40, 14)) {
        let graph = graph(&payments);
        let Some(finding) = whole(&graph) else { return Ok(()) };
        let findings = [finding];
        let cases = group(&graph, &findings);
        let contents = Contents::of(&graph, &cases.hubs, &findings, &cases.cases[0]);
        let ledger = graph.ledger();
        let key = KeyAccounts::of(ledger, &ledger.rates(&GivenRates::default()), &contents);
        let edges = edges(&graph);
        let accounts: Vec<AccountId> = contents.accounts.iter().map(|own| own.account).collect();
        let beyond = |account: AccountId| -> i64 {
            edges.iter().map(|(from, to, units)| match account {
                own if own == *from => *units,
                own if own == *to => -units,
                _ => 0,
            }).sum()
        };
        for account in &accounts {
            let own = key.accounts.iter().find(|own| own.account == *account);
            // Falls apart: somebody who hung together with another does not any more.
            let separates = accounts.iter().filter(|one| *one != account).any(|one| {
                let mut before = reached(&edges, *one, None, true);
                before.remove(account);
                reached(&edges, *one, Some(*account), true) != before
            });
            prop_assert_eq!(own.is_some_and(|own| own.separates), separates);
        }
        prop_assert_eq!(key.without_value, 0);
        let Some(way) = key.way else {
            // Nothing is beyond, or there is no way from who paid most beyond to who received most beyond.
            if let Some(source) = accounts.iter().copied().max_by_key(|own| (beyond(*own), std::cmp::Reverse(*own))) {
                let sink = accounts.iter().copied().min_by_key(|own| (beyond(*own), *own)).unwrap();
                prop_assert!(beyond(source) == 0 || !reached(&edges, source, None, false).contains(&sink));
            }
            return Ok(());
        };
        prop_assert!(accounts.iter().all(|own| beyond(*own) <= beyond(way.source) && beyond(*own) >= beyond(way.sink)));
        let whole = least_cut(&edges, &accounts, (way.source, way.sink), None);
        prop_assert_eq!(way.flow.unwrap().units, whole);
        for account in accounts.iter().copied().filter(|own| *own != way.source && *own != way.sink) {
            let own = key.accounts.iter().find(|own| own.account == account);
            let gate = !reached(&edges, way.source, Some(account), false).contains(&way.sink);
            prop_assert_eq!(own.is_some_and(|own| own.gate), gate);
            let without = least_cut(&edges, &accounts, (way.source, way.sink), Some(account));
            let part = ((whole - without) * 100 / whole) as u32;
            prop_assert_eq!(own.and_then(|own| own.of_flow).unwrap_or(0), part);
        }
    }

    #[test]
    fn flows_and_days_add_up(payments in payments(6, 5000, 25)) {
        let graph = graph(&payments);
        let Some(finding) = whole(&graph) else { return Ok(()) };
        let findings = [finding];
        let cases = group(&graph, &findings);
        let contents = Contents::of(&graph, &cases.hubs, &findings, &cases.cases[0]);
        let ledger = graph.ledger();
        let flows = Flows::of(ledger, &contents);
        let edges = edges(&graph);
        let sum = |of: &dyn Fn(&(AccountId, AccountId, i64)) -> bool| -> i64 {
            edges.iter().filter(|edge| of(edge)).map(|(.., units)| *units).sum()
        };
        let [flow] = flows.currencies.as_slice() else { panic!("one currency") };
        let (mut brought, mut left, mut through) = (0, 0, 0);
        for account in contents.accounts.iter().map(|own| own.account) {
            let (paid, received) = (sum(&|edge| edge.0 == account), sum(&|edge| edge.1 == account));
            let [own] = flows.of_account(account) else { panic!("one currency") };
            prop_assert_eq!((own.paid.units, own.received.units), (paid, received));
            brought += (paid - received).max(0);
            left += (received - paid).max(0);
            through += paid.min(received);
        }
        prop_assert_eq!((flow.brought_in.units, flow.left_with.units, flow.passed_through.units), (brought, left, through));
        prop_assert_eq!((flow.paid.units, flow.transactions), (sum(&|_| true), edges.len() as u64));
        prop_assert_eq!(brought, left);
        prop_assert_eq!(brought + through, flow.paid.units);

        let timeline = Timeline::of(ledger, &contents);
        let rows: Vec<Row> = timeline.days.iter().flat_map(|day| day.transactions.clone()).collect();
        prop_assert_eq!(&rows, &contents.transactions);
        prop_assert!(timeline.days.windows(2).all(|pair| pair[0].midnight < pair[1].midnight));
        for day in &timeline.days {
            prop_assert!(day.transactions.iter().all(|row| ledger.time(*row).day() == day.midnight.day()));
        }
        let most = timeline.days.iter().map(|day| day.transactions.len()).max();
        let first = timeline.days.iter().find(|day| Some(day.transactions.len()) == most);
        prop_assert_eq!(timeline.busiest(), first);
    }
}
