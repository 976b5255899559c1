//! `cases.json`: findings and alerts that belong together, the case that stands out most first.
//!
//! One document, whose `cases` stand one a line, so that it can be searched by line too. All cases are in it with the
//! identifiers of their findings and alerts, their sums, their title and the offences that they may be a sign of; the first [`DETAILED`] have in `detail` also their accounts with roles and money, reasons,
//! corridors, flows, days, key accounts, the narrative and every transaction of evidence, and where parties are known who is behind them, unless they have more than [`LARGEST`] transactions. All other evidence is
//! in `findings.ndjson` and `alerts.ndjson`, under these identifiers, and nothing is told in a narrative that is not in these files.
//! The schema is [`CASES_SCHEMA`](super::CASES_SCHEMA).

use super::behind::Behind;
use super::findings::{Evidence, Money, Text, Window, bits};
use super::told::{AlertsTold, Brief, Telling};
use crate::case::{
    AccountFlow, Case, CaseAccount, CaseId, Cases, Contents, Corridor, CurrencyFlow, Day, Flows, Hubs, KeyReason,
    RankReason, RankTerm, Timeline,
};
use crate::detect::{Finding, FindingId, Pattern, Role};
use crate::graph::TransactionGraph;
use crate::ledger::AccountName;
use crate::model::{Amount, Currency};
use crate::parallel::prelude::*;
use serde::Serialize;
use serde_json::value::RawValue;
use std::io::{self, Write};

/// How many cases, from the first on, have their whole detail.
pub const DETAILED: usize = 200;

/// Cases with more transactions have no detail: they are the customers of a hub, and would be most of the file.
pub const LARGEST: usize = 10_000;

/// How many corridors a case names; how many more there are stands beside them.
const CORRIDORS: usize = 20;

/// How many reasons a case names.
const REASONS: usize = 5;

/// Cases that are put together at once.
const AT_ONCE: usize = 4096;

/// Writes the cases of a run. Lines are put together by all threads.
///
/// Time: O(n log n) in the evidence. Memory: the lines of some thousands of cases.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut impl Write, graph: &TransactionGraph, findings: &[Finding], cases: &Cases) -> io::Result<()> {
    write_with(out, graph, findings, cases, None)
}

/// The same with who is behind the cases, in their details.
///
/// # Errors
/// Those of `out`.
pub fn write_with(
    out: &mut impl Write,
    graph: &TransactionGraph,
    findings: &[Finding],
    cases: &Cases,
    behind: Option<&dyn Behind>,
) -> io::Result<()> {
    write_told(out, graph, findings, cases, behind, None)
}

/// The same with what alerts say of the cases that were made of them too.
///
/// # Errors
/// Those of `out`.
pub fn write_told(
    out: &mut impl Write,
    graph: &TransactionGraph,
    findings: &[Finding],
    cases: &Cases,
    behind: Option<&dyn Behind>,
    told: Option<&dyn AlertsTold>,
) -> io::Result<()> {
    let run = Run { graph, findings, cases, behind, told };
    let head = Head {
        quipu: env!("CARGO_PKG_VERSION"),
        findings: findings.len() as u64,
        alerts: told.map(|told| told.flags().len() as u64),
        count: cases.cases.len() as u64,
        detailed: cases.cases.len().min(DETAILED) as u64,
        detailed_transactions: LARGEST as u64,
        hubs: HubCounts { over_payments: cases.hubs.over(), accounts: cases.hubs.count() },
    };
    let head = serde_json::to_vec(&head).map_err(io::Error::from)?;
    out.write_all(&head[..head.len() - 1])?;
    out.write_all(b",\n\"cases\":[")?;
    for (block, group) in cases.cases.chunks(AT_ONCE).enumerate() {
        let first = block * AT_ONCE;
        let lines: Vec<Vec<u8>> =
            (0..group.len()).into_par_iter().map(|place| run.line(first + place)).collect::<io::Result<_>>()?;
        for line in lines {
            out.write_all(&line)?;
        }
    }
    out.write_all(b"\n]}\n")
}

/// Writes one case, at a place from 0, with its detail whatever its place and size, on a line. `behind` tells who is behind it.
///
/// Time: O(n log n) in its evidence.
///
/// # Errors
/// Those of `out`.
pub fn write_one(
    out: &mut impl Write,
    graph: &TransactionGraph,
    findings: &[Finding],
    cases: &Cases,
    place: usize,
    behind: Option<&dyn Behind>,
) -> io::Result<()> {
    let case = &cases.cases[place];
    let contents = Contents::of(graph, &cases.hubs, findings, case);
    let mut entry = Entry::of(graph, cases, place, case, &contents);
    let detail = entry.detail.get_or_insert_with(|| Detail::of(graph, cases, case, &contents));
    if let Some(behind) = behind {
        detail.parties = Some(behind.case(graph, &contents)?);
    }
    serde_json::to_writer(&mut *out, &entry).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

/// Whether the case at a place, from 0, has its detail in the file.
pub(super) fn has_detail(place: usize, contents: &Contents<'_>) -> bool {
    place < DETAILED && contents.transactions.len() <= LARGEST
}

/// What a run has of cases.
#[derive(Clone, Copy)]
struct Run<'a> {
    graph: &'a TransactionGraph,
    findings: &'a [Finding],
    cases: &'a Cases,
    behind: Option<&'a dyn Behind>,
    told: Option<&'a dyn AlertsTold>,
}

impl Run<'_> {
    fn line(self, place: usize) -> io::Result<Vec<u8>> {
        let Self { graph, findings, cases, behind, told } = self;
        let mut line = if place == 0 { b"\n".to_vec() } else { b",\n".to_vec() };
        let case = &cases.cases[place];
        let flags = told.map_or(&[][..], |told| told.flags());
        let contents = Contents::with(graph, &cases.hubs, findings, flags, case);
        let mut entry = Entry::of(graph, cases, place, case, &contents);
        entry.brief = told.map(|told| told.brief(cases, case, &contents)).transpose()?;
        if let Some(detail) = &mut entry.detail {
            detail.telling = told.map(|told| told.detail(cases, case, &contents)).transpose()?;
            detail.parties = behind.map(|behind| behind.case(graph, &contents)).transpose()?;
        }
        serde_json::to_writer(&mut line, &entry).map_err(io::Error::from)?;
        Ok(line)
    }
}

#[derive(Serialize)]
struct Head {
    quipu: &'static str,
    findings: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    alerts: Option<u64>,
    count: u64,
    detailed: u64,
    detailed_transactions: u64,
    hubs: HubCounts,
}

#[derive(Serialize)]
struct HubCounts {
    over_payments: u64,
    accounts: u64,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: CaseId,
    score: f64,
    rank: Vec<Rank<'a>>,
    patterns: Vec<PatternCount>,
    #[serde(flatten)]
    brief: Option<Brief>,
    window: Option<Window>,
    accounts: u64,
    transactions: u64,
    amounts: Vec<Money>,
    hubs: u64,
    truncated: bool,
    parted: bool,
    findings: Vec<FindingId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<Detail<'a>>,
}

/// A reason for the rank: the finding or the alert that it is for.
#[derive(Serialize)]
struct Rank<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    finding: Option<FindingId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alert: Option<&'a str>,
    bits: f64,
}

#[derive(Serialize)]
struct PatternCount {
    pattern: Pattern,
    findings: u64,
}

#[derive(Serialize)]
struct Detail<'a> {
    accounts: Vec<Account<'a>>,
    reasons: Vec<Key<'a>>,
    corridors: Vec<Lane<'a>>,
    corridors_left_out: u64,
    flows: Vec<Flow>,
    timeline: Vec<DayTold>,
    #[serde(flatten)]
    telling: Option<Telling>,
    transactions: Vec<Evidence<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parties: Option<Box<RawValue>>,
}

#[derive(Serialize)]
struct Account<'a> {
    account: Text<AccountName<'a>>,
    hub: bool,
    payments: u64,
    paid: u64,
    received: u64,
    roles: Vec<RoleCount>,
    flows: Vec<Own>,
}

/// What an account paid and received in a currency.
#[derive(Serialize)]
struct Own {
    currency: Currency,
    paid: Text<Amount>,
    received: Text<Amount>,
}

/// What a currency did in a case.
#[derive(Serialize)]
struct Flow {
    currency: Currency,
    transactions: u64,
    paid: Text<Amount>,
    brought_in: Text<Amount>,
    left_with: Text<Amount>,
    passed_through: Text<Amount>,
}

#[derive(Serialize)]
struct DayTold {
    day: Text<jiff::civil::Date>,
    transactions: u64,
    amounts: Vec<Money>,
}

#[derive(Serialize)]
struct RoleCount {
    role: Role,
    findings: u64,
}

#[derive(Serialize)]
struct Key<'a> {
    finding: FindingId,
    term: &'static str,
    bits: f64,
    text: &'a str,
}

#[derive(Serialize)]
struct Lane<'a> {
    from: &'a str,
    to: &'a str,
    transactions: u64,
    #[serde(flatten)]
    amount: Money,
}

impl<'a> Entry<'a> {
    fn of(graph: &'a TransactionGraph, cases: &Cases, place: usize, case: &Case, contents: &Contents<'a>) -> Self {
        let count = |(pattern, findings): &(Pattern, u64)| PatternCount { pattern: *pattern, findings: *findings };
        let window = Window { from: contents.period.0, to: contents.period.1 };
        Self {
            id: case.id,
            score: bits(case.score_millibits),
            rank: case.reasons.iter().map(|reason| Rank::of(cases, case, contents, reason)).collect(),
            patterns: contents.patterns.iter().map(count).collect(),
            brief: None,
            window: (!contents.transactions.is_empty()).then_some(window),
            accounts: contents.accounts.len() as u64,
            transactions: contents.transactions.len() as u64,
            amounts: contents.amounts.iter().map(|amount| Money::of(*amount)).collect(),
            hubs: contents.accounts.iter().filter(|account| account.hub).count() as u64,
            truncated: contents.truncated,
            parted: case.parted,
            findings: case.findings.iter().map(|place| cases.finding_ids[*place as usize]).collect(),
            detail: has_detail(place, contents).then(|| Detail::of(graph, cases, case, contents)),
        }
    }
}

impl<'a> Rank<'a> {
    fn of(cases: &Cases, case: &Case, contents: &Contents<'a>, reason: &RankReason) -> Self {
        let (finding, alert) = match reason.of {
            RankTerm::Surprise(place) => (Some(cases.finding_ids[place as usize]), None),
            RankTerm::Indicator(place) => {
                let own = case.alerts.binary_search(&place).ok();
                (None, own.map(|own| contents.flags[own].id.as_str()))
            }
        };
        Self { finding, alert, bits: bits(reason.millibits) }
    }
}

impl<'a> Detail<'a> {
    fn of(graph: &'a TransactionGraph, cases: &Cases, case: &Case, contents: &Contents<'a>) -> Self {
        let ledger = graph.ledger();
        let corridors = contents.corridors(ledger);
        let left_out = corridors.len().saturating_sub(CORRIDORS) as u64;
        let reasons = contents.key_reasons(case, &cases.finding_ids, REASONS);
        let flows = Flows::of(ledger, contents);
        Self {
            accounts: contents.accounts.iter().map(|account| Account::of(graph, account, &flows)).collect(),
            reasons: reasons.into_iter().map(Key::of).collect(),
            corridors: corridors.into_iter().take(CORRIDORS).map(Lane::of).collect(),
            corridors_left_out: left_out,
            flows: flows.currencies.iter().map(Flow::of).collect(),
            timeline: Timeline::of(ledger, contents).days.iter().map(DayTold::of).collect(),
            telling: None,
            transactions: contents.transactions.iter().map(|row| Evidence::of(*row, ledger)).collect(),
            parties: None,
        }
    }
}

impl<'a> Account<'a> {
    fn of(graph: &'a TransactionGraph, account: &CaseAccount, flows: &Flows) -> Self {
        let count = |(role, findings): &(Role, u64)| RoleCount { role: *role, findings: *findings };
        Self {
            account: Text(graph.ledger().accounts().name(account.account)),
            hub: account.hub,
            payments: Hubs::payments(graph, account.account),
            paid: account.paid,
            received: account.received,
            roles: account.roles.iter().map(count).collect(),
            flows: flows.of_account(account.account).iter().map(Own::of).collect(),
        }
    }
}

impl Own {
    fn of(flow: &AccountFlow) -> Self {
        Self { currency: flow.paid.currency, paid: Text(flow.paid), received: Text(flow.received) }
    }
}

impl Flow {
    fn of(flow: &CurrencyFlow) -> Self {
        Self {
            currency: flow.paid.currency,
            transactions: flow.transactions,
            paid: Text(flow.paid),
            brought_in: Text(flow.brought_in),
            left_with: Text(flow.left_with),
            passed_through: Text(flow.passed_through),
        }
    }
}

impl DayTold {
    fn of(day: &Day) -> Self {
        Self {
            day: Text(day.midnight.civil().date()),
            transactions: day.transactions.len() as u64,
            amounts: day.amounts.iter().map(|amount| Money::of(*amount)).collect(),
        }
    }
}

impl<'a> Key<'a> {
    fn of(key: KeyReason<'a>) -> Self {
        let reason = key.reason;
        Self { finding: key.finding, term: reason.name, bits: bits(reason.millibits), text: &reason.text }
    }
}

impl<'a> Lane<'a> {
    fn of(corridor: Corridor<'a>) -> Self {
        Self {
            from: corridor.from,
            to: corridor.to,
            transactions: corridor.transactions,
            amount: Money::of(corridor.amount),
        }
    }
}
