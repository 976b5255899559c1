//! What a case holds: accounts, roles, money, places, reasons.
//!
//! Worked out when it is asked for, since a run may have many thousands of cases and a reader looks into a few.

use super::{Case, Flag, Hubs};
use crate::detect::{Finding, FindingId, Pattern, Reason, Role};
use crate::graph::TransactionGraph;
use crate::ledger::{Ledger, TextField};
use crate::model::{AccountId, Amount, Row, Timestamp};
use std::collections::BTreeMap;

/// The contents of a case.
#[derive(Clone, Debug)]
pub struct Contents<'a> {
    /// The findings, the most unusual first.
    pub findings: Vec<&'a Finding>,
    /// The alerts in their order.
    pub flags: Vec<&'a Flag<'a>>,
    /// Every transaction of their evidence once, in order of time. None where alerts rest on a register alone.
    pub transactions: Vec<Row>,
    /// How many findings of each pattern, in the order of patterns.
    pub patterns: Vec<(Pattern, u64)>,
    /// First and last instant of the evidence; the same where there is none.
    pub period: (Timestamp, Timestamp),
    /// What was paid in the evidence, each transaction once, by currency.
    pub amounts: Vec<Amount>,
    /// The accounts of the evidence, and those whom alerts without evidence are about, in their order.
    pub accounts: Vec<CaseAccount>,
    /// Whether the search for any of the findings or alerts stopped at a bound on work.
    pub truncated: bool,
}

/// An account in a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseAccount {
    /// The account.
    pub account: AccountId,
    /// Whether it has so many payments that it ties nothing together.
    pub hub: bool,
    /// Its roles, and in how many findings it has each, in the order of roles.
    pub roles: Vec<(Role, u64)>,
    /// Its roles in alerts, by indicator, in the order of the pack and of roles.
    pub flagged: Vec<FlagRole>,
    /// How many payments of the evidence it made.
    pub paid: u64,
    /// How many payments of the evidence it received.
    pub received: u64,
}

/// A role of an account in alerts of an indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FlagRole {
    /// The indicator, as its place in the pack.
    pub indicator: usize,
    /// The role's place among the alert's: 0 is the subject.
    pub place: usize,
    /// Its name.
    pub role: &'static str,
    /// In how many alerts of the case.
    pub alerts: u64,
}

/// Where money went: between which places, in which currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Corridor<'a> {
    /// The payer's country where the source tells it, else the payer's institution.
    pub from: &'a str,
    /// The same of the receiver.
    pub to: &'a str,
    /// How many payments.
    pub transactions: u64,
    /// What was paid, and in what.
    pub amount: Amount,
}

/// A reason that tells much of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyReason<'a> {
    /// The finding whose score it is part of.
    pub finding: FindingId,
    /// The reason.
    pub reason: &'a Reason,
}

impl<'a> Contents<'a> {
    /// Gathers those of a case without alerts. `findings` are all findings of the run.
    ///
    /// Time: O(n log n) in the evidence.
    #[must_use]
    pub fn of(graph: &TransactionGraph, hubs: &Hubs, findings: &'a [Finding], case: &Case) -> Self {
        Self::with(graph, hubs, findings, &[], case)
    }

    /// Gathers them. `findings` and `flags` are all findings and alerts of the run.
    ///
    /// Time: O(n log n) in the evidence.
    #[must_use]
    pub fn with(
        graph: &TransactionGraph,
        hubs: &Hubs,
        findings: &'a [Finding],
        flags: &'a [Flag<'a>],
        case: &Case,
    ) -> Self {
        let ledger = graph.ledger();
        let findings: Vec<&Finding> = case.findings.iter().map(|place| &findings[*place as usize]).collect();
        let flags: Vec<&Flag<'a>> = case.alerts.iter().map(|place| &flags[*place as usize]).collect();
        let evidence = findings.iter().map(|finding| finding.transactions.as_slice());
        let transactions = union(&evidence.chain(flags.iter().map(|flag| flag.transactions)).collect::<Vec<_>>());
        let mut patterns: BTreeMap<Pattern, u64> = BTreeMap::new();
        for finding in &findings {
            *patterns.entry(finding.pattern).or_default() += 1;
        }
        let period = match (transactions.first(), transactions.last()) {
            (Some(first), Some(last)) => (ledger.time(*first), ledger.time(*last)),
            _ => (Timestamp(0), Timestamp(0)),
        };
        Self {
            patterns: patterns.into_iter().collect(),
            period,
            amounts: ledger.paid_in(&transactions),
            accounts: accounts(ledger, hubs, (&findings, &flags), &transactions),
            truncated: findings.iter().any(|finding| finding.truncated) || flags.iter().any(|flag| flag.truncated),
            findings,
            flags,
            transactions,
        }
    }

    /// How many alerts of each indicator, in the order of the pack.
    #[must_use]
    pub fn indicators(&self) -> Vec<(usize, u64)> {
        let mut indicators: BTreeMap<usize, u64> = BTreeMap::new();
        for flag in &self.flags {
            *indicators.entry(flag.indicator).or_default() += 1;
        }
        indicators.into_iter().collect()
    }

    /// The account's place among the accounts.
    #[must_use]
    pub fn place(&self, account: AccountId) -> Option<usize> {
        self.accounts.binary_search_by_key(&account, |own| own.account).ok()
    }

    /// Where the money went, the most payments first. Empty where the source names neither countries nor institutions.
    ///
    /// Time: O(n log n) in the evidence.
    #[must_use]
    pub fn corridors(&self, ledger: &'a Ledger) -> Vec<Corridor<'a>> {
        let place = |row: Row, field: TextField, account: AccountId| {
            ledger.text(field, row).unwrap_or_else(|| ledger.accounts().name(account).institution)
        };
        let mut payments: Vec<(&str, &str, &str, Row)> = (self.transactions.iter())
            .map(|row| {
                let from = place(*row, TextField::FromCountry, ledger.from(*row));
                let to = place(*row, TextField::ToCountry, ledger.to(*row));
                (from, to, ledger.paid(*row).currency.code(), *row)
            })
            .filter(|(from, to, ..)| !from.is_empty() || !to.is_empty())
            .collect();
        payments.sort_unstable();
        let mut corridors: Vec<Corridor<'a>> = payments
            .chunk_by(|a, b| (a.0, a.1, a.2) == (b.0, b.1, b.2))
            .map(|same| {
                let units = same.iter().fold(0_i64, |sum, payment| sum.saturating_add(ledger.paid(payment.3).units));
                let amount = Amount::new(units, ledger.paid(same[0].3).currency);
                Corridor { from: same[0].0, to: same[0].1, transactions: same.len() as u64, amount }
            })
            .collect();
        corridors.sort_by_key(|corridor| std::cmp::Reverse(corridor.transactions));
        corridors
    }

    /// The reasons with the most bits, at most one of each name and `most` in all.
    #[must_use]
    pub fn key_reasons(&self, case: &Case, finding_ids: &[FindingId], most: usize) -> Vec<KeyReason<'a>> {
        let mut best: BTreeMap<&str, KeyReason<'a>> = BTreeMap::new();
        for (finding, place) in self.findings.iter().zip(&case.findings) {
            for reason in &finding.reasons {
                let key = KeyReason { finding: finding_ids[*place as usize], reason };
                let kept = best.entry(reason.name).or_insert(key);
                if reason.millibits > kept.reason.millibits {
                    *kept = key;
                }
            }
        }
        let mut reasons: Vec<KeyReason<'a>> = best.into_values().filter(|key| key.reason.millibits > 0).collect();
        reasons.sort_by_key(|key| std::cmp::Reverse(key.reason.millibits));
        reasons.truncate(most);
        reasons
    }
}

fn union(evidence: &[&[Row]]) -> Vec<Row> {
    if let [only] = evidence {
        return only.to_vec();
    }
    let mut rows: Vec<Row> = evidence.concat();
    rows.sort_unstable();
    rows.dedup();
    rows
}

fn accounts(
    ledger: &Ledger,
    hubs: &Hubs,
    (findings, flags): (&[&Finding], &[&Flag<'_>]),
    transactions: &[Row],
) -> Vec<CaseAccount> {
    // Account, and whether it pays; `None` for those whom alerts without evidence are about.
    let mut ends: Vec<(AccountId, Option<bool>)> = Vec::with_capacity(2 * transactions.len());
    for row in transactions {
        ends.extend([(ledger.from(*row), Some(true)), (ledger.to(*row), Some(false))]);
    }
    for flag in flags.iter().filter(|flag| flag.transactions.is_empty()) {
        ends.extend(flag.roles.iter().flat_map(|(_, accounts)| accounts).map(|account| (*account, None)));
    }
    ends.sort_unstable();
    let mut accounts: Vec<CaseAccount> = ends
        .chunk_by(|a, b| a.0 == b.0)
        .map(|own| {
            let count = |pays: bool| own.iter().filter(|(_, own)| *own == Some(pays)).count() as u64;
            let account = own[0].0;
            CaseAccount {
                account,
                hub: hubs.contains(account),
                roles: Vec::new(),
                flagged: Vec::new(),
                paid: count(true),
                received: count(false),
            }
        })
        .collect();
    let mut roles: Vec<(AccountId, Role)> = (findings.iter())
        .flat_map(|finding| &finding.roles)
        .flat_map(|(role, accounts)| accounts.iter().map(|account| (*account, *role)))
        .collect();
    roles.sort_unstable();
    for same in roles.chunk_by(|a, b| a == b) {
        let (account, role) = same[0];
        if let Ok(place) = accounts.binary_search_by_key(&account, |account| account.account) {
            accounts[place].roles.push((role, same.len() as u64));
        }
    }
    let mut flagged: Vec<(AccountId, usize, usize, &'static str)> = Vec::new();
    for flag in flags {
        for (place, (role, own)) in flag.roles.iter().enumerate() {
            flagged.extend(own.iter().map(|account| (*account, flag.indicator, place, *role)));
        }
    }
    flagged.sort_unstable();
    for same in flagged.chunk_by(|a, b| a == b) {
        let (account, indicator, place, role) = same[0];
        if let Ok(own) = accounts.binary_search_by_key(&account, |account| account.account) {
            accounts[own].flagged.push(FlagRole { indicator, place, role, alerts: same.len() as u64 });
        }
    }
    accounts
}
