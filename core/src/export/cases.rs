//! `cases.json`: findings that belong together, the most unusual case first.
//!
//! One document, whose `cases` stand one a line, so that it can be searched by line too. All cases are in it with their
//! findings' identifiers and their sums; the first [`DETAILED`] have in `detail` also their accounts with roles, reasons,
//! corridors and every transaction of evidence, and where parties are known who is behind them, unless they have more than [`LARGEST`] transactions. All other evidence is
//! in `findings.ndjson`, under the findings' identifiers.
//! The schema is [`CASES_SCHEMA`](super::CASES_SCHEMA).

use super::behind::Behind;
use super::findings::{Evidence, Money, Text, Window, bits};
use crate::case::{Case, CaseAccount, CaseId, Cases, Contents, Corridor, Hubs, KeyReason};
use crate::detect::{Finding, FindingId, Pattern, Role};
use crate::graph::TransactionGraph;
use crate::ledger::AccountName;
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
    let head = Head {
        quipu: env!("CARGO_PKG_VERSION"),
        findings: findings.len() as u64,
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
        let lines: Vec<Vec<u8>> = (0..group.len())
            .into_par_iter()
            .map(|place| line(graph, findings, cases, first + place, behind))
            .collect::<io::Result<_>>()?;
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

fn line(
    graph: &TransactionGraph,
    findings: &[Finding],
    cases: &Cases,
    place: usize,
    behind: Option<&dyn Behind>,
) -> io::Result<Vec<u8>> {
    let mut line = if place == 0 { b"\n".to_vec() } else { b",\n".to_vec() };
    let case = &cases.cases[place];
    let contents = Contents::of(graph, &cases.hubs, findings, case);
    let mut entry = Entry::of(graph, cases, place, case, &contents);
    if let (Some(behind), Some(detail)) = (behind, &mut entry.detail) {
        detail.parties = Some(behind.case(graph, &contents)?);
    }
    serde_json::to_writer(&mut line, &entry).map_err(io::Error::from)?;
    Ok(line)
}

#[derive(Serialize)]
struct Head {
    quipu: &'static str,
    findings: u64,
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
    patterns: Vec<PatternCount>,
    window: Window,
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
        Self {
            id: case.id,
            score: bits(case.score_millibits),
            patterns: contents.patterns.iter().map(count).collect(),
            window: Window { from: contents.period.0, to: contents.period.1 },
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

impl<'a> Detail<'a> {
    fn of(graph: &'a TransactionGraph, cases: &Cases, case: &Case, contents: &Contents<'a>) -> Self {
        let ledger = graph.ledger();
        let corridors = contents.corridors(ledger);
        let left_out = corridors.len().saturating_sub(CORRIDORS) as u64;
        let reasons = contents.key_reasons(case, &cases.finding_ids, REASONS);
        Self {
            accounts: contents.accounts.iter().map(|account| Account::of(graph, account)).collect(),
            reasons: reasons.into_iter().map(Key::of).collect(),
            corridors: corridors.into_iter().take(CORRIDORS).map(Lane::of).collect(),
            corridors_left_out: left_out,
            transactions: contents.transactions.iter().map(|row| Evidence::of(*row, ledger)).collect(),
            parties: None,
        }
    }
}

impl<'a> Account<'a> {
    fn of(graph: &'a TransactionGraph, account: &CaseAccount) -> Self {
        let count = |(role, findings): &(Role, u64)| RoleCount { role: *role, findings: *findings };
        Self {
            account: Text(graph.ledger().accounts().name(account.account)),
            hub: account.hub,
            payments: Hubs::payments(graph, account.account),
            paid: account.paid,
            received: account.received,
            roles: account.roles.iter().map(count).collect(),
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
