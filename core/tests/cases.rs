//! Grouping of findings and alerts into cases, against what the rules say when every pair of them is looked at.

mod small_ledgers;

use proptest::prelude::*;
use quipu::case::{
    Cases, Contents, Flag, FlagLuck, Hubs, INDICATOR_BITS, LARGEST_GROUP, RankTerm, group, group_by_owners, group_with,
};
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

type Roles = Vec<(&'static str, Vec<AccountId>)>;

/// An alert of the rules' own, which a [`Flag`] borrows: what it is about, on what, and whether it is one of the findings.
#[derive(Clone)]
struct Told {
    roles: Roles,
    transactions: Vec<Row>,
    finding: Option<usize>,
    indicator: usize,
}

/// Alerts made of any rows; without rows they are about accounts alone. Some are a finding.
fn alerts(graph: &TransactionGraph, findings: &[Finding], picks: &[(Vec<u8>, u8, u8)]) -> Vec<Told> {
    let ledger = graph.ledger();
    let own = |account: &AccountId| ledger.accounts().name(*account).number < "A20";
    let edges: Vec<Row> =
        ledger.rows().filter(|row| own(&ledger.from(*row)) && !ledger.is_self_transfer(*row)).collect();
    let accounts: Vec<AccountId> = ledger.accounts().ids().filter(own).collect();
    let mut told = Vec::new();
    for (rows, about, indicator) in picks {
        let Some(subject) = accounts.get(usize::from(*about) % accounts.len().max(1)) else { continue };
        let indicator = usize::from(*indicator);
        if indicator == 3 && !findings.is_empty() {
            let place = usize::from(*about) % findings.len();
            let finding = &findings[place];
            let roles = finding.roles.iter().map(|(role, accounts)| (role.name(), accounts.clone())).collect();
            told.push(Told { roles, transactions: finding.transactions.clone(), finding: Some(place), indicator });
            continue;
        }
        let mut rows: Vec<Row> = rows.iter().filter_map(|pick| edges.get(usize::from(*pick)).copied()).collect();
        rows.sort_unstable();
        rows.dedup();
        told.push(Told { roles: vec![("subject", vec![*subject])], transactions: rows, finding: None, indicator });
    }
    told
}

fn flags<'a>(graph: &TransactionGraph, findings: &[Finding], told: &'a [Told]) -> Vec<Flag<'a>> {
    told.iter()
        .map(|told| {
            let hashes: Vec<u64> = told.transactions.iter().map(|row| graph.ledger().content_hash(*row)).collect();
            let names: Vec<String> =
                told.roles[0].1.iter().map(|own| graph.ledger().accounts().name(*own).to_string()).collect();
            Flag {
                id: format!("made-up-{}-{names:?}-{hashes:?}", told.indicator),
                indicator: told.indicator,
                roles: &told.roles,
                transactions: &told.transactions,
                window: Span(WINDOW.0 * told.indicator as i64),
                finding: told.finding.map(|place| findings[place].id(graph)),
                score: 500_000,
                luck: FlagLuck::Remains,
                truncated: false,
            }
        })
        .collect()
}

/// A finding or an alert, as the definition speaks of them.
struct Member<'a> {
    transactions: &'a [Row],
    subject: BTreeSet<AccountId>,
    about: BTreeSet<AccountId>,
    window: Span,
    alert: bool,
    /// An alert that is a finding: nothing but that and the third rule ties it.
    of: Option<usize>,
}

fn members<'a>(findings: &'a [Finding], flags: &'a [Flag<'a>]) -> Vec<Member<'a>> {
    let of_findings = findings.iter().map(|finding| Member {
        transactions: &finding.transactions,
        subject: finding.roles[0].1.iter().copied().collect(),
        about: BTreeSet::new(),
        window: *finding.windows.iter().max().unwrap(),
        alert: false,
        of: None,
    });
    let of_flags = flags.iter().map(|flag| Member {
        transactions: flag.transactions,
        subject: flag.subject().iter().copied().collect(),
        about: flag.roles.iter().flat_map(|(_, accounts)| accounts.iter().copied()).collect(),
        window: flag.window,
        alert: true,
        of: flag.finding.map(|_| 0),
    });
    of_findings.chain(of_flags).collect()
}

/// The definition, word for word.
fn tied(graph: &TransactionGraph, hubs: &Hubs, owners: &Contraction, one: &Member<'_>, other: &Member<'_>) -> bool {
    let ledger = graph.ledger();
    let owner = |account: AccountId| owners.node(account);
    let is_hub = |owner: &AccountId| owners.accounts(*owner).iter().any(|account| hubs.contains(*account));
    let owned = |accounts: &BTreeSet<AccountId>| -> BTreeSet<AccountId> {
        accounts.iter().map(|account| owner(*account)).collect()
    };
    let open = |row: &&Row| !hubs.contains(ledger.from(**row)) && !hubs.contains(ledger.to(**row));
    let same_subject = (one.alert || other.alert)
        && owned(&one.subject) == owned(&other.subject)
        && one.transactions.iter().any(|row| other.transactions.contains(row));
    if one.of.is_some() || other.of.is_some() {
        return same_subject;
    }
    let smaller = one.transactions.len().min(other.transactions.len());
    let shared = one.transactions.iter().filter(open).filter(|row| other.transactions.contains(row)).count();
    let accounts = |member: &Member<'_>| -> BTreeSet<AccountId> {
        let all = if member.transactions.is_empty() { member.about.clone() } else { ends(graph, member.transactions) };
        owned(&all).into_iter().filter(|owner| !is_hub(owner)).collect()
    };
    let pivots = |member: &Member<'_>| -> BTreeSet<AccountId> {
        let rows = member.transactions;
        if rows.is_empty() {
            return accounts(member);
        }
        let touches = |account: AccountId| {
            rows.iter()
                .map(|row| {
                    [ledger.from(*row), ledger.to(*row)].into_iter().filter(|end| owner(*end) == account).count()
                })
                .sum::<usize>()
        };
        let mut counts: Vec<usize> = owned(&ends(graph, rows)).into_iter().map(touches).collect();
        counts.sort_unstable();
        let median = counts[counts.len() / 2];
        accounts(member)
            .into_iter()
            .filter(|account| {
                let subject = member.alert && owned(&member.subject).contains(account);
                let in_all = member.alert && touches(*account) >= rows.len();
                (touches(*account) > median || subject || in_all) && 2 * touches(*account) >= rows.len()
            })
            .collect()
    };
    let soon = match (one.transactions, other.transactions) {
        ([], _) | (_, []) => true,
        ([first, .., last] | [first @ last], [other_first, .., other_last] | [other_first @ other_last]) => {
            let time = |row: &Row| ledger.time(*row);
            match time(first) <= time(other_first) {
                true => time(other_first) - time(last) <= one.window,
                false => time(first) - time(other_last) <= other.window,
            }
        }
    };
    shared > smaller / 2
        || accounts(one).len() > 1 && accounts(one) == accounts(other)
        || same_subject
        || soon && !pivots(one).is_disjoint(&pivots(other))
}

/// Connected groups by looking at all pairs until nothing changes: places of findings, then of alerts behind them.
fn oracle(
    graph: &TransactionGraph,
    hubs: &Hubs,
    owners: &Contraction,
    findings: &[Finding],
    flags: &[Flag<'_>],
) -> BTreeSet<BTreeSet<u32>> {
    let members = members(findings, flags);
    let id = |place: usize| match place.checked_sub(findings.len()) {
        None => Some(findings[place].id(graph)),
        Some(flag) => flags[flag].finding,
    };
    // Which of several findings of one identifier an alert goes with is all the same: they share all their money, if not at hubs.
    let mut label: Vec<usize> = (0..members.len()).collect();
    loop {
        let before = label.clone();
        for one in 0..members.len() {
            for other in 0..members.len() {
                let stems = members[one].of.is_some() && other < findings.len() && id(one) == id(other);
                if stems || tied(graph, hubs, owners, &members[one], &members[other]) {
                    let least = label[one].min(label[other]);
                    (label[one], label[other]) = (least, least);
                }
            }
        }
        if label == before {
            break;
        }
    }
    (0..members.len())
        .map(|one| (0..members.len()).filter(|other| label[*other] == label[one]).map(|other| other as u32).collect())
        .collect()
}

fn groups(cases: &Cases, findings: usize) -> BTreeSet<BTreeSet<u32>> {
    let behind = |place: &u32| place + findings as u32;
    (cases.cases.iter())
        .map(|case| case.findings.iter().copied().chain(case.alerts.iter().map(behind)).collect())
        .collect()
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
        flagged in prop::collection::vec((prop::collection::vec(0_u8..30, 0..5), 0_u8..7, 0_u8..4), 0..6),
        keys in prop::collection::vec(0_u32..5, 7),
    ) {
        let graph = graph(&with_hub(&payments, extra));
        let findings = findings(&graph, &picks);
        let cases = group(&graph, &findings);
        let accounts = graph.account_count();
        let hubs = Hubs::of(&graph);
        let alone = Contraction::of(accounts, Vec::<(u32, AccountId)>::new());
        prop_assert_eq!(groups(&cases, findings.len()), oracle(&graph, &hubs, &alone, &findings, &[]));
        let keyed = keys.iter().copied().zip((0..accounts as u32).map(AccountId)).collect();
        let owners = Contraction::of(accounts, keyed);
        let by_owners = group_by_owners(&graph, &findings, &owners);
        prop_assert_eq!(groups(&by_owners, findings.len()), oracle(&graph, &hubs, &owners, &findings, &[]));

        // Findings of one identifier, of which an alert may be either, are left out.
        let mut ids: Vec<_> = findings.iter().map(|finding| finding.id(&graph)).collect();
        ids.sort_unstable();
        prop_assume!(ids.windows(2).all(|pair| pair[0] != pair[1]));
        let told = alerts(&graph, &findings, &flagged);
        let flags = flags(&graph, &findings, &told);
        for (owners, contraction) in [(None, &alone), (Some(&owners), &owners)] {
            let cases = group_with(&graph, &findings, &flags, owners);
            prop_assert_eq!(groups(&cases, findings.len()), oracle(&graph, &hubs, contraction, &findings, &flags));
            prop_assert!(cases.cases.windows(2).all(|pair| pair[0].score_millibits >= pair[1].score_millibits));
            prop_assert!(cases.cases.iter().all(|case| !case.parted));
            for case in &cases.cases {
                let sum: i64 = case.reasons.iter().map(|reason| reason.millibits).sum();
                prop_assert_eq!(sum, case.score_millibits);
                let indicators: BTreeSet<usize> =
                    case.alerts.iter().map(|place| flags[*place as usize].indicator).collect();
                let weighed = case.reasons.iter().filter(|reason| matches!(reason.of, RankTerm::Indicator(_)));
                prop_assert_eq!(weighed.count(), indicators.len());
            }
        }
    }

    #[test]
    fn data_elsewhere_changes_no_case(
        payments in payments(9, 60, 50),
        others in payments(9, 60, 50),
        picks in prop::collection::vec((prop::collection::vec(0_u8..50, 1..7), 0_u8..6), 0..9),
        flagged in prop::collection::vec((prop::collection::vec(0_u8..50, 0..5), 0_u8..9, 0_u8..4), 0..6),
    ) {
        let cases = |payments: &[Payment]| {
            let graph = graph(payments);
            let findings = findings(&graph, &picks);
            let told = alerts(&graph, &findings, &flagged);
            let cases = group_with(&graph, &findings, &flags(&graph, &findings, &told), None);
            cases.cases.into_iter().map(|case| (case.id, case.findings, case.alerts)).collect::<Vec<_>>()
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

#[test]
fn each_indicator_counts_once_by_what_its_best_alert_weighs() {
    let plain = graph(&collect_and_spread(1, 0));
    let told: Vec<Told> = (0..4)
        .map(|place| Told {
            roles: vec![("subject", vec![AccountId(0)])],
            transactions: vec![Row(0), Row(place)],
            finding: None,
            indicator: (place / 2) as usize,
        })
        .collect();
    let mut flags = flags(&plain, &[], &told);
    let all = [
        (400_000, FlagLuck::Remains),
        (900_000, FlagLuck::MoreLikelyLuck),
        (300_000, FlagLuck::NotEstimated),
        (500_000, FlagLuck::MoreLikelyLuck),
    ];
    for (flag, (score, luck)) in flags.iter_mut().zip(all) {
        (flag.score, flag.luck) = (score, luck);
    }
    let cases = group_with(&plain, &[], &flags, None);
    // 0.4 as it is, and 0.3 halved; 0.9 and 0.5 count a quarter.
    assert_eq!(cases.cases[0].score_millibits, INDICATOR_BITS * (400 + 150));
    assert_eq!(cases.cases[0].reasons[0].of, RankTerm::Indicator(0));
    assert_eq!(cases.cases[0].alerts, [0, 1, 2, 3]);
}

#[test]
fn an_alert_without_payments_goes_with_what_turns_on_its_accounts_at_any_time() {
    let plain = graph(&[collect_and_spread(1, 0), collect_and_spread(2, 10_000)].concat());
    let findings = [made(&plain, 0..6), made(&plain, 12..18)];
    assert_eq!(group(&plain, &findings).cases.len(), 2);
    let centres: Vec<AccountId> = ["A01", "A02"]
        .map(|number| {
            let name = |account: &AccountId| plain.ledger().accounts().name(*account).number == number;
            plain.ledger().accounts().ids().find(name).unwrap()
        })
        .to_vec();
    let told = [Told { roles: vec![("subject", centres)], transactions: Vec::new(), finding: None, indicator: 0 }];
    let flags = flags(&plain, &findings, &told);
    let cases = group_with(&plain, &findings, &flags, None);
    assert_eq!((cases.cases.len(), cases.cases[0].alerts.len(), cases.cases[0].findings.len()), (1, 1, 2));
    let alone = group_with(&plain, &[], &flags, None);
    let contents = Contents::with(&plain, &alone.hubs, &[], &flags, &alone.cases[0]);
    assert_eq!((contents.transactions.len(), contents.accounts.len()), (0, 2));
    assert!(contents.accounts.iter().all(|account| account.flagged[0].role == "subject"));
}
