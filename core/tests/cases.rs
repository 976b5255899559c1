//! Grouping of findings into cases, against what the rules say when every pair of findings is looked at.

mod small_ledgers;

use proptest::prelude::*;
use quipu::case::{Cases, Contents, Hubs, LARGEST_GROUP, group, group_by_owners};
use quipu::detect::{Finding, Pattern, Reason, Role};
use quipu::graph::{Contraction, TransactionGraph};
use quipu::model::{AccountId, Row, Span};
use small_ledgers::{Payment, graph, payments};
use std::collections::BTreeSet;

const WINDOW: Span = Span(5 * 60_000);

/// Findings made of any rows of the first twenty accounts: the rules look at evidence alone.
fn findings(graph: &TransactionGraph, picks: &[(Vec<u8>, u8)]) -> Vec<Finding> {
    let ledger = graph.ledger();
    let own = |row: &Row| ledger.accounts().name(ledger.from(*row)).number < "A20" && !ledger.is_self_transfer(*row);
    let edges: Vec<Row> = ledger.rows().filter(own).collect();
    let mut findings = Vec::new();
    for (rows, score) in picks {
        let rows: Vec<Row> = rows.iter().filter_map(|pick| edges.get(usize::from(*pick)).copied()).collect();
        if rows.is_empty() {
            continue;
        }
        let members = ends(graph, &rows).into_iter().collect();
        let pattern = Pattern::ALL[usize::from(*score) % Pattern::ALL.len()];
        let mut finding = Finding::new(pattern, WINDOW, vec![(Role::Members, members)], rows);
        finding.reasons.push(Reason { name: "made-up", millibits: i64::from(*score), text: String::new() });
        findings.push(finding);
    }
    findings
}

fn ends(graph: &TransactionGraph, rows: &[Row]) -> BTreeSet<AccountId> {
    rows.iter().flat_map(|row| [graph.ledger().from(*row), graph.ledger().to(*row)]).collect()
}

/// The definition, word for word.
fn tied(graph: &TransactionGraph, hubs: &Hubs, owners: &Contraction, one: &Finding, other: &Finding) -> bool {
    let ledger = graph.ledger();
    let owner = |account: AccountId| owners.node(account);
    let is_hub = |owner: &AccountId| owners.accounts(*owner).iter().any(|account| hubs.contains(*account));
    let ends = |rows: &[Row]| -> BTreeSet<AccountId> { ends(graph, rows).into_iter().map(owner).collect() };
    let open = |row: &&Row| !hubs.contains(ledger.from(**row)) && !hubs.contains(ledger.to(**row));
    let smaller = one.transactions.len().min(other.transactions.len());
    let shared = one.transactions.iter().filter(open).filter(|row| other.transactions.contains(row)).count();
    let accounts = |finding: &Finding| -> BTreeSet<AccountId> {
        ends(&finding.transactions).into_iter().filter(|owner| !is_hub(owner)).collect()
    };
    let pivots = |finding: &Finding| -> BTreeSet<AccountId> {
        let touches = |account: AccountId| {
            finding
                .transactions
                .iter()
                .map(|row| {
                    [ledger.from(*row), ledger.to(*row)].into_iter().filter(|end| owner(*end) == account).count()
                })
                .sum::<usize>()
        };
        let mut counts: Vec<usize> = ends(&finding.transactions).into_iter().map(touches).collect();
        counts.sort_unstable();
        let median = counts[counts.len() / 2];
        let is_pivot =
            |account: &AccountId| touches(*account) > median && 2 * touches(*account) >= finding.transactions.len();
        accounts(finding).into_iter().filter(is_pivot).collect()
    };
    let (earlier, later) = match one.period(ledger).0 <= other.period(ledger).0 {
        true => (one, other),
        false => (other, one),
    };
    let soon = later.period(ledger).0 - earlier.period(ledger).1 <= *earlier.windows.iter().max().unwrap();
    shared > smaller / 2
        || accounts(one).len() > 1 && accounts(one) == accounts(other)
        || soon && !pivots(one).is_disjoint(&pivots(other))
}

/// Connected groups by looking at all pairs until nothing changes.
fn oracle(
    graph: &TransactionGraph,
    hubs: &Hubs,
    owners: &Contraction,
    findings: &[Finding],
) -> BTreeSet<BTreeSet<u32>> {
    let mut label: Vec<usize> = (0..findings.len()).collect();
    loop {
        let before = label.clone();
        for one in 0..findings.len() {
            for other in 0..findings.len() {
                if tied(graph, hubs, owners, &findings[one], &findings[other]) {
                    let least = label[one].min(label[other]);
                    (label[one], label[other]) = (least, least);
                }
            }
        }
        if label == before {
            break;
        }
    }
    (0..findings.len())
        .map(|one| (0..findings.len()).filter(|other| label[*other] == label[one]).map(|other| other as u32).collect())
        .collect()
}

fn groups(cases: &Cases) -> BTreeSet<BTreeSet<u32>> {
    cases.cases.iter().map(|case| case.findings.iter().copied().collect()).collect()
}

/// Hubs need many payments, so one account gets them.
fn with_hub(payments: &[Payment], extra: i64) -> Vec<Payment> {
    let more = (0..extra).map(|minute| (0, 1 + (minute % 3) as u8, minute % 30, 1));
    payments.iter().copied().chain(more).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn groups_are_what_pairs_say(
        payments in payments(7, 40, 30),
        extra in prop_oneof![Just(0_i64), Just(160)],
        picks in prop::collection::vec((prop::collection::vec(0_u8..30, 1..7), 0_u8..6), 0..9),
        keys in prop::collection::vec(0_u32..5, 7),
    ) {
        let graph = graph(&with_hub(&payments, extra));
        let findings = findings(&graph, &picks);
        let cases = group(&graph, &findings);
        let accounts = graph.account_count();
        let alone = Contraction::of(accounts, Vec::<(u32, AccountId)>::new());
        prop_assert_eq!(groups(&cases), oracle(&graph, &Hubs::of(&graph), &alone, &findings));
        let keyed = keys.iter().copied().zip((0..accounts as u32).map(AccountId)).collect();
        let owners = Contraction::of(accounts, keyed);
        let by_owners = group_by_owners(&graph, &findings, &owners);
        prop_assert_eq!(groups(&by_owners), oracle(&graph, &Hubs::of(&graph), &owners, &findings));
        prop_assert!(cases.cases.windows(2).all(|pair| pair[0].score_millibits >= pair[1].score_millibits));
        prop_assert!(cases.cases.iter().all(|case| !case.parted));
    }

    #[test]
    fn data_elsewhere_changes_no_case(
        payments in payments(9, 60, 50),
        others in payments(9, 60, 50),
        picks in prop::collection::vec((prop::collection::vec(0_u8..50, 1..7), 0_u8..6), 0..9),
    ) {
        let cases = |payments: &[Payment]| {
            let graph = graph(payments);
            let cases = group(&graph, &findings(&graph, &picks));
            cases.cases.into_iter().map(|case| (case.id, case.findings)).collect::<Vec<_>>()
        };
        let others = others.into_iter().map(|(from, to, at, sum)| (from + 20, to + 20, at, sum));
        let whole: Vec<Payment> = payments.iter().copied().chain(others).collect();
        prop_assert_eq!(cases(&payments), cases(&whole));
    }

    #[test]
    fn contents_are_the_evidence_counted_once(
        payments in payments(7, 40, 30),
        picks in prop::collection::vec((prop::collection::vec(0_u8..30, 1..7), 0_u8..6), 1..9),
    ) {
        let graph = graph(&payments);
        let ledger = graph.ledger();
        let findings = findings(&graph, &picks);
        let cases = group(&graph, &findings);
        for case in &cases.cases {
            let contents = Contents::of(&graph, &cases.hubs, &findings, case);
            let members: Vec<&Finding> = case.findings.iter().map(|place| &findings[*place as usize]).collect();
            let rows: BTreeSet<Row> = members.iter().flat_map(|finding| finding.transactions.clone()).collect();
            prop_assert_eq!(&contents.transactions, &rows.iter().copied().collect::<Vec<_>>());
            let sum: i64 = rows.iter().map(|row| ledger.paid(*row).units).sum();
            prop_assert_eq!(contents.amounts.iter().map(|amount| amount.units).sum::<i64>(), sum);
            for account in &contents.accounts {
                let paid = rows.iter().filter(|row| ledger.from(**row) == account.account).count();
                let received = rows.iter().filter(|row| ledger.to(**row) == account.account).count();
                prop_assert_eq!((account.paid, account.received), (paid as u64, received as u64));
                let roles = members.iter().filter(|finding| finding.accounts_in(Role::Members).contains(&account.account));
                prop_assert_eq!(&account.roles, &[(Role::Members, roles.count() as u64)]);
            }
            prop_assert_eq!(contents.accounts.len(), ends(&graph, &contents.transactions).len());
        }
    }
}

/// A fan into one account and a fan out of it afterwards.
fn collect_and_spread(centre: u8, start: i64) -> Vec<Payment> {
    let collect = (0..6).map(|sender| (100 + sender, centre, start + i64::from(sender), 9));
    let spread = (0..6).map(|receiver| (centre, 120 + receiver, start + 10 + i64::from(receiver), 9));
    collect.chain(spread).collect()
}

fn made(graph: &TransactionGraph, rows: std::ops::Range<u32>) -> Finding {
    let rows: Vec<Row> = rows.map(Row).collect();
    let members = ends(graph, &rows).into_iter().collect();
    Finding::new(Pattern::FanIn, WINDOW, vec![(Role::Members, members)], rows)
}

#[test]
fn money_collected_and_spread_by_one_account_is_one_case_unless_it_is_a_hub() {
    let network = collect_and_spread(1, 0);
    let plain = graph(&network);
    let findings = [made(&plain, 0..6), made(&plain, 6..12)];
    assert_eq!(group(&plain, &findings).cases.len(), 1);

    let busy: Vec<Payment> = (0..200).map(|minute| (1, 140 + (minute % 60) as u8, 1000 + minute, 1)).collect();
    let busy = graph(&[network, busy].concat());
    let cases = group(&busy, &findings);
    assert_eq!((cases.cases.len(), cases.hubs.count()), (2, 1));
    let contents = Contents::of(&busy, &cases.hubs, &findings, &cases.cases[0]);
    assert_eq!(contents.accounts.iter().filter(|account| account.hub).count(), 1);
}

#[test]
fn long_after_is_another_case() {
    let mut network = collect_and_spread(1, 0);
    for payment in &mut network[6..] {
        payment.2 += 6;
    }
    let apart = graph(&network);
    assert_eq!(group(&apart, &[made(&apart, 0..6), made(&apart, 6..12)]).cases.len(), 2);
}

#[test]
fn a_group_too_large_is_parted_where_only_pivots_tie_it() {
    let network = collect_and_spread(1, 0);
    let plain = graph(&network);
    let fans = [made(&plain, 0..6), made(&plain, 6..12)];
    let many: Vec<Finding> = (0..LARGEST_GROUP).map(|place| fans[usize::from(place == 0)].clone()).collect();
    let whole = group(&plain, &many);
    assert_eq!((whole.cases.len(), whole.cases[0].parted), (1, false));
    let more: Vec<Finding> = many.iter().chain([&fans[0]]).cloned().collect();
    let parted = group(&plain, &more);
    assert_eq!(parted.cases.len(), 2);
    assert!(parted.cases.iter().all(|case| case.parted));
}

#[test]
fn a_score_counts_evidence_once_and_a_pattern_once() {
    let network = collect_and_spread(1, 0);
    let plain = graph(&network);
    let scored = |pattern, rows, millibits| {
        let mut finding = made(&plain, rows);
        finding.pattern = pattern;
        finding.reasons.push(Reason { name: "made-up", millibits, text: String::new() });
        finding
    };
    let findings = [
        scored(Pattern::GatherScatter, 0..12, 40_000),
        scored(Pattern::FanOut, 4..12, 30_000),
        scored(Pattern::FanIn, 0..6, 20_000),
    ];
    assert_eq!(group(&plain, &findings).cases[0].score_millibits, 40_000);
    let findings = [
        scored(Pattern::FanOut, 4..12, 30_000),
        scored(Pattern::FanIn, 0..6, 20_001),
        scored(Pattern::FanIn, 0..5, 19_000),
    ];
    // Two of the fan-in's six transactions are counted already.
    assert_eq!(group(&plain, &findings).cases[0].score_millibits, 30_000 + 13_334);
}
