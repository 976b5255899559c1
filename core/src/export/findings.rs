//! `findings.ndjson`: one finding a line, with all its evidence, for people and programs alike.
//!
//! Members of a line: `id`, `pattern`, `score` (bits; the sum of the reasons), `reasons` (`term`, `bits`, `text`), `roles`
//! (role to accounts), `window` (`from` and `to`: first and last instant of the evidence), `searched` (the window
//! lengths at which it was found), `instances` (how many smaller ones it bundles), `transactions` (`id`, `file`, `line`, `record` in messages,
//! `from`, `to`, `time`, `amount`, `currency`, and `received` where another amount or currency arrived than was paid),
//! `amounts` (what was paid in all, by currency), `truncated`, `also` (other shapes of
//! the same money that are not reported apart, where there are any: `pattern`, `score`, `account` at its centre, the `id`s of its
//! `transactions`). A finding between owners has also a `level` (`party`, `group`) and `owners`: each set of `accounts` that
//! are taken as one in it, and the `parties` whose they are. Amounts are decimal texts, since JSON numbers are
//! floating-point to most readers; times are RFC 3339 in UTC. The schema is [`FINDING_SCHEMA`](super::FINDING_SCHEMA).

use super::behind::Behind;
use crate::detect::{Finding, FindingId, Level, Pattern, Reason, Role, Shape};
use crate::graph::TransactionGraph;
use crate::ledger::{AccountName, Ledger, TransactionId};
use crate::model::{AccountId, Amount, Currency, Row, Span, Timestamp};
use crate::parallel::prelude::*;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::value::RawValue;
use std::fmt::Display;
use std::io::{self, Write};

/// Writes findings in the order in which they are given. Lines are put together by all threads.
///
/// Time: O(evidence). Memory: the lines of a few thousand transactions of evidence for each thread, or of the largest
/// findings.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut impl Write, graph: &TransactionGraph, findings: &[Finding]) -> io::Result<()> {
    write_with(out, graph, findings, None)
}

/// The same with the owners of accounts that findings between owners take as one.
///
/// # Errors
/// Those of `out`.
pub fn write_with(
    out: &mut impl Write,
    graph: &TransactionGraph,
    findings: &[Finding],
    behind: Option<&dyn Behind>,
) -> io::Result<()> {
    let mut rest = findings;
    while !rest.is_empty() {
        let tasks: Vec<&[Finding]> = (0..crate::parallel::current_num_threads() * TASKS_A_THREAD)
            .map_while(|_| {
                let (task, later) = rest.split_at(task_length(rest));
                rest = later;
                (!task.is_empty()).then_some(task)
            })
            .collect();
        let texts: Vec<Vec<u8>> =
            tasks.into_par_iter().map(|task| lines(graph, task, behind)).collect::<io::Result<_>>()?;
        for text in texts {
            out.write_all(&text)?;
        }
    }
    Ok(())
}

const EVIDENCE_A_TASK: usize = 4096;
const TASKS_A_THREAD: usize = 4;

/// How many of the first findings have so much evidence together that a thread may be troubled with them.
fn task_length(findings: &[Finding]) -> usize {
    let mut evidence = 0;
    let short = findings.iter().take_while(|finding| {
        let begun = evidence < EVIDENCE_A_TASK;
        evidence += finding.transactions.len();
        begun
    });
    short.count()
}

fn lines(graph: &TransactionGraph, findings: &[Finding], behind: Option<&dyn Behind>) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    for finding in findings {
        let mut line = Line::of(finding, graph);
        if let Some(behind) = behind.filter(|_| finding.level != Level::Account) {
            line.owners = Some(behind.owners(graph, finding)?);
        }
        serde_json::to_writer(&mut text, &line).map_err(io::Error::from)?;
        text.push(b'\n');
    }
    Ok(text)
}

#[derive(Serialize)]
struct Line<'a> {
    id: FindingId,
    pattern: Pattern,
    #[serde(skip_serializing_if = "is_of_accounts")]
    level: Level,
    score: f64,
    reasons: Vec<Term<'a>>,
    #[serde(serialize_with = "roles")]
    roles: Vec<(Role, Vec<Text<AccountName<'a>>>)>,
    window: Window,
    searched: &'a [Span],
    instances: u64,
    transactions: Vec<Evidence<'a>>,
    amounts: Vec<Money>,
    truncated: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<Also<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owners: Option<Box<RawValue>>,
}

fn is_of_accounts(level: &Level) -> bool {
    *level == Level::Account
}

#[derive(Serialize)]
struct Also<'a> {
    pattern: Pattern,
    #[serde(skip_serializing_if = "is_of_accounts")]
    level: Level,
    score: f64,
    account: Text<AccountName<'a>>,
    transactions: Vec<Text<TransactionId<'a>>>,
}

#[derive(Serialize)]
struct Term<'a> {
    term: &'static str,
    bits: f64,
    text: &'a str,
}

#[derive(Serialize)]
pub(super) struct Window {
    pub(super) from: Timestamp,
    pub(super) to: Timestamp,
}

#[derive(Serialize)]
pub(super) struct Evidence<'a> {
    id: Text<TransactionId<'a>>,
    file: &'a str,
    line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<u32>,
    from: Text<AccountName<'a>>,
    to: Text<AccountName<'a>>,
    time: Timestamp,
    amount: Text<Amount>,
    currency: Currency,
    #[serde(skip_serializing_if = "Option::is_none")]
    received: Option<Money>,
}

#[derive(Serialize)]
pub(super) struct Money {
    currency: Currency,
    amount: Text<Amount>,
}

/// Something that JSON has as its printed form.
pub(super) struct Text<T>(pub(super) T);

impl<T: Display> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'a> Line<'a> {
    fn of(finding: &'a Finding, graph: &'a TransactionGraph) -> Self {
        let ledger = graph.ledger();
        let name = |account: &AccountId| Text(ledger.accounts().name(*account));
        let (from, to) = finding.period(ledger);
        Self {
            id: finding.id(graph),
            pattern: finding.pattern,
            level: finding.level,
            score: bits(finding.score_millibits()),
            reasons: finding.reasons.iter().map(Term::of).collect(),
            roles: finding.roles.iter().map(|(role, accounts)| (*role, accounts.iter().map(name).collect())).collect(),
            window: Window { from, to },
            searched: &finding.windows,
            instances: finding.instances,
            transactions: finding.transactions.iter().map(|row| Evidence::of(*row, ledger)).collect(),
            amounts: finding.amounts(ledger).into_iter().map(Money::of).collect(),
            truncated: finding.truncated,
            also: finding.also.iter().map(|shape| Also::of(shape, ledger)).collect(),
            owners: None,
        }
    }
}

impl<'a> Also<'a> {
    fn of(shape: &Shape, ledger: &'a Ledger) -> Self {
        Self {
            pattern: shape.pattern,
            level: shape.level,
            score: bits(shape.score_millibits),
            account: Text(ledger.accounts().name(shape.account)),
            transactions: shape.transactions.iter().map(|row| Text(ledger.transaction_id(*row))).collect(),
        }
    }
}

impl<'a> Term<'a> {
    fn of(reason: &'a Reason) -> Self {
        Self { term: reason.name, bits: bits(reason.millibits), text: &reason.text }
    }
}

impl<'a> Evidence<'a> {
    pub(super) fn of(row: Row, ledger: &'a Ledger) -> Self {
        let (paid, received) = (ledger.paid(row), ledger.received(row));
        Self {
            id: Text(ledger.transaction_id(row)),
            file: ledger.inputs().get(ledger.file(row).index()).map_or("", String::as_str),
            line: ledger.line(row),
            record: ledger.record(row),
            from: Text(ledger.accounts().name(ledger.from(row))),
            to: Text(ledger.accounts().name(ledger.to(row))),
            time: ledger.time(row),
            amount: Text(paid),
            currency: paid.currency,
            received: (received != paid).then(|| Money::of(received)),
        }
    }
}

impl Money {
    pub(super) fn of(amount: Amount) -> Self {
        Self { currency: amount.currency, amount: Text(amount) }
    }
}

/// Division by 1000 is rounded correctly everywhere, so the shortest decimal that reads back has three places at most.
pub(super) fn bits(millibits: i64) -> f64 {
    millibits as f64 / 1000.0
}

fn roles<S: Serializer>(roles: &[(Role, Vec<Text<AccountName<'_>>>)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(roles.len()))?;
    for (role, accounts) in roles {
        map.serialize_entry(role.name(), accounts)?;
    }
    map.end()
}
