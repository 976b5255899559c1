//! Series and what follows on them against their definitions: every window of every account looked at.

mod small_ledgers;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use quipu::assess::evaluate;
use quipu::detect::{self, Parameters, Pattern, Unwatched};
use quipu::graph::TransactionGraph;
use quipu::ledger::Ledger;
use quipu::model::{AccountId, Row};
use quipu::typology::Pack;
use small_ledgers::{graph, payments};
use std::collections::BTreeSet;

/// The numbers of a rule that small ledgers can meet or miss.
#[derive(Clone, Debug)]
struct Asked {
    incoming: bool,
    pair: bool,
    least: i64,
    below: i64,
    window: i64,
    rows: usize,
    sum: Option<i64>,
    counterparties: Option<usize>,
    followed: Option<Followed>,
    once: bool,
}

#[derive(Clone, Debug)]
struct Followed {
    incoming: bool,
    least: i64,
    within: i64,
    rows: usize,
    share: i64,
}

fn asked() -> impl Strategy<Value = Asked> {
    let followed = (any::<bool>(), 1..20_i64, 0..12_i64, 1..4_usize, 10..150_i64)
        .prop_map(|(incoming, least, within, rows, share)| Followed { incoming, least, within, rows, share });
    (
        (any::<bool>(), any::<bool>(), 1..20_i64, 15..60_i64, 0..15_i64, 1..5_usize),
        (prop::option::of(1..80_i64), prop::option::of(1..4_usize), prop::option::of(followed), any::<bool>()),
    )
        .prop_map(|((incoming, pair, least, below, window, rows), (sum, counterparties, followed, once))| Asked {
            incoming,
            pair,
            least,
            below,
            window,
            rows,
            sum,
            counterparties,
            followed,
            once,
        })
}

fn money(units: i64) -> String {
    format!("{}.{:02} XXX", units / 100, units % 100)
}

const fn way(incoming: bool) -> &'static str {
    if incoming { "in" } else { "out" }
}

/// A pack of the one rule.
fn pack(asked: &Asked) -> Pack {
    let head = "[pack]\nid = \"x\"\nversion = 1\nas-of = \"2026-01-01\"\n[[source]]\nid = \"s\"\ntitle = \"s\"\npublisher = \"s\"\nchecked = \"read\"\n\
        [[offence]]\nid = \"o\"\nshort = \"O\"\niccs = \"1\"\nchecked = \"read\"\nname = { en = \"o\", es = \"o\", pt = \"o\", fr = \"o\" }\n\
        [[indicator]]\nid = \"i\"\noffences = [\"o\"]\nsource = \"s\"\nname = { en = \"i\", es = \"i\", pt = \"i\", fr = \"i\" }\n\
        explanation = { en = \"i\", es = \"i\", pt = \"i\", fr = \"i\" }\n[[indicator.rule]]\n";
    let table = if asked.followed.is_some() { "[indicator.rule.then.first]" } else { "[indicator.rule.series]" };
    let mut text = format!(
        "{head}{table}\nsubject = \"{}\"\ndirection = \"{}\"\nwhere = {{ from = \"{}\", below = \"{}\" }}\nwindow = \"{}m\"\nrows = {}\naccount = {{ once = {} }}\n",
        if asked.pair { "pair" } else { "account" },
        way(asked.incoming),
        money(asked.least),
        money(asked.below),
        asked.window,
        asked.rows,
        asked.once,
    );
    if let Some(sum) = asked.sum {
        text += &format!("sum = \"{}\"\n", money(sum));
    }
    if let Some(least) = asked.counterparties {
        text += &format!("distinct = [{{ of = \"counterparties\", least = {least} }}]\n");
    }
    if let Some(step) = &asked.followed {
        text += &format!(
            "[[indicator.rule.then.step]]\ndirection = \"{}\"\nwhere = {{ from = \"{}\" }}\nwithin = \"{}m\"\nrows = {}\nshare = \"{}%\"\n",
            way(step.incoming),
            money(step.least),
            step.within,
            step.rows,
            step.share,
        );
    }
    Pack::from_toml(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The rows of an account one way, in order.
fn rows(ledger: &Ledger, account: AccountId, incoming: bool) -> impl Iterator<Item = Row> {
    ledger.rows().filter(move |row| {
        let (own, other) =
            if incoming { (ledger.to(*row), ledger.from(*row)) } else { (ledger.from(*row), ledger.to(*row)) };
        own == account && other != account
    })
}

type Instance = (AccountId, BTreeSet<Row>);

fn by_definition(graph: &TransactionGraph, asked: &Asked) -> BTreeSet<Instance> {
    let ledger = graph.ledger();
    let minute = |row: Row| ledger.time(row).0 / 60_000;
    let units = |row: &Row| ledger.paid(*row).units;
    let other = |row: Row| if asked.incoming { ledger.from(row) } else { ledger.to(row) };
    let mut found = BTreeSet::new();
    for account in ledger.accounts().ids() {
        let passing: Vec<Row> = rows(ledger, account, asked.incoming)
            .filter(|row| (asked.least..asked.below).contains(&units(row)))
            .collect();
        let others: BTreeSet<Option<AccountId>> =
            if asked.pair { ledger.accounts().ids().map(Some).collect() } else { BTreeSet::from([None]) };
        for one in others {
            let own: Vec<Row> =
                passing.iter().copied().filter(|row| one.is_none_or(|one| other(*row) == one)).collect();
            // Windows in order, each with what it holds and what follows.
            let mut runs: Vec<(BTreeSet<Row>, BTreeSet<Row>)> = Vec::new();
            for end in own.iter().map(|row| minute(*row)).collect::<BTreeSet<i64>>() {
                let inside: BTreeSet<Row> =
                    own.iter().copied().filter(|row| (end - asked.window..=end).contains(&minute(*row))).collect();
                let sum: i64 = inside.iter().map(units).sum();
                let distinct: BTreeSet<AccountId> = inside.iter().map(|row| other(*row)).collect();
                let holds = inside.len() >= asked.rows
                    && asked.sum.is_none_or(|least| sum >= least)
                    && asked.counterparties.is_none_or(|least| distinct.len() >= least);
                let later: BTreeSet<Row> = match &asked.followed {
                    None => BTreeSet::new(),
                    Some(step) => rows(ledger, account, step.incoming)
                        .filter(|row| units(row) >= step.least && !inside.contains(row))
                        .filter(|row| (end..=end + step.within).contains(&minute(*row)))
                        .collect(),
                };
                let follows = asked.followed.as_ref().is_none_or(|step| {
                    let took: i64 = later.iter().map(units).sum();
                    later.len() >= step.rows && took * 100 >= sum * step.share
                });
                if !holds || !follows {
                    continue;
                }
                match runs.last_mut().filter(|(before, _)| !before.is_disjoint(&inside)) {
                    Some((before, after)) => {
                        before.extend(inside);
                        after.extend(later);
                    }
                    None => runs.push((inside, later)),
                }
            }
            if asked.once && runs.len() > 1 {
                continue;
            }
            found.extend(runs.into_iter().map(|(before, after)| (account, before.union(&after).copied().collect())));
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]
    #[test]
    fn instances_are_those_of_the_definition(payments in payments(4, 20, 40), asked in asked()) {
        let graph = graph(&payments);
        let pack = pack(&asked);
        let parameters = Parameters { patterns: vec![Pattern::FanIn], ..Parameters::default() };
        let detection = detect::run(&graph, &parameters, &Unwatched).unwrap();
        let evaluation = evaluate(&graph, &pack, &detection, None, &Unwatched).unwrap();
        let found: Vec<Instance> = evaluation
            .alerts
            .iter()
            .map(|alert| (alert.subject()[0], alert.transactions.iter().copied().collect()))
            .collect();
        for alert in &evaluation.alerts {
            prop_assert!(alert.conditions.iter().all(|condition| condition.margin() >= 0), "{:?}", alert.conditions);
        }
        let set: BTreeSet<Instance> = found.iter().cloned().collect();
        prop_assert_eq!(set, by_definition(&graph, &asked));
    }
}

/// The cases above are no test when hardly any of them holds an instance.
#[test]
fn many_of_the_cases_hold_instances() {
    let mut runner = TestRunner::deterministic();
    let holds = (0..200).filter(|_| {
        let payments = payments(4, 20, 40).new_tree(&mut runner).unwrap().current();
        let asked = asked().new_tree(&mut runner).unwrap().current();
        !by_definition(&graph(&payments), &asked).is_empty()
    });
    let holds = holds.count();
    assert!(holds > 40, "{holds} of 200");
}
