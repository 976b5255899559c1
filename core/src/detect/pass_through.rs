//! Pass-through: an account that sends on what it receives, again and again.
//!
//! # Definition
//! Each payment out of the account is set against what the account received within d before it (equal times allowed) and
//! has not been matched yet, first in first out. A payment out takes part when that covers at least r of it; else it is
//! paid from elsewhere and is matched to nothing. A receipt is sent on when payments out took at least r of it. An
//! instance is a maximal series of receipts sent on, each within W of the one before, at least n of them; its evidence is
//! the receipts and the payments out that took from them. Values are in one currency (see
//! [`Ledger::rates`](crate::ledger::Ledger::rates)); what has no rate takes no part. Roles: conduit, senders, receivers.
//!
//! Both conditions have r: without the first, an account that lives off a large balance would pass on whatever comes in.
//!
//! # Complexity
//! O(payments) for each window length: receipts enter and leave a queue once. Slow cases: none.
//!
//! # Literature
//! FATF, Professional money laundering, 2018 (funds that rest in an account for a short time only); the matching is the
//! rule of first in first out of tracing in law.

use super::by_account::{by_account, others};
use super::rank::flows;
use super::values::Values;
use super::{Cancelled, Finding, Pattern, Role, Search, Watch};
use crate::graph::{Hop, TransactionGraph};
use crate::ledger::Ledger;
use crate::model::{AccountId, Resolution, Span};
use serde::{Deserialize, Serialize};

/// Parameters of pass-through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct PassThroughParameters {
    /// Longest times W between a receipt that is sent on and the next. Empty: 30 days for data that tells days or
    /// hours, 14 days for anything finer.
    pub windows: Vec<Span>,
    /// Longest time d from a receipt to the payments out that send it on. Absent: 2 days for data that tells days or
    /// hours, 1 day for anything finer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<Span>,
    /// The part r of a receipt that is sent on, and of a payment out that receipts cover, in per cent. Default 90.
    pub percent: u32,
    /// At least so many receipts n. Default 3.
    pub times: u32,
}

impl Default for PassThroughParameters {
    fn default() -> Self {
        Self { windows: Vec::new(), within: None, percent: 90, times: 3 }
    }
}

impl PassThroughParameters {
    pub(super) fn check(&self) -> Result<(), String> {
        if !(1..=100).contains(&self.percent) {
            return Err(format!("pass-through.percent is {}; it must be from 1 to 100", self.percent));
        }
        if self.times == 0 {
            return Err("pass-through.times is 0; it must be 1 or more".to_owned());
        }
        Ok(())
    }

    pub(super) fn resolve(&mut self, ledger: &Ledger) {
        let (window, within) = match ledger.resolution() {
            Resolution::Day | Resolution::Hour => (Span::days(30), Span::days(2)),
            _ => (Span::days(14), Span::days(1)),
        };
        super::parameters::fill(&mut self.windows, &[window]);
        self.within.get_or_insert(within);
    }

    fn is_most(&self, part: i128, whole: i64) -> bool {
        part * 100 >= i128::from(whole) * i128::from(self.percent)
    }
}

/// A payment that the account received.
struct Receipt {
    hop: Hop,
    value: i64,
    // What no payment out has taken yet.
    left: i64,
}

#[derive(Default)]
struct Scratch {
    receipts: Vec<Receipt>,
    // A receipt, by position, and a payment out that took from it; ascending in both.
    taken: Vec<(usize, Hop)>,
}

pub(super) fn search(
    graph: &TransactionGraph,
    values: &Values<'_>,
    parameters: &PassThroughParameters,
    watch: &dyn Watch,
) -> Result<Search, Cancelled> {
    let mut search = Search::default();
    // Resolved parameters always say; a span of nothing finds what is sent on at once.
    let within = parameters.within.unwrap_or_default();
    let usual = flows::ValueShares::of(graph, values);
    let find = Find { graph, values, parameters, within, usual: &usual };
    for window in &parameters.windows {
        search.findings.extend(by_account(graph, watch, Scratch::default, |account, scratch, found| {
            find.matches(account, scratch);
            find.series(account, *window, scratch, found);
        })?);
        search.seeds += graph.account_count() as u64;
    }
    Ok(search)
}

struct Find<'a> {
    graph: &'a TransactionGraph,
    values: &'a Values<'a>,
    parameters: &'a PassThroughParameters,
    within: Span,
    usual: &'a flows::ValueShares,
}

impl Find<'_> {
    /// Sets the account's payments out against its receipts.
    fn matches(&self, account: AccountId, scratch: &mut Scratch) {
        let Scratch { receipts, taken } = scratch;
        receipts.clear();
        taken.clear();
        let (incoming, outgoing) = (self.graph.received_by(account), self.graph.paid_by(account));
        if incoming.len() < self.parameters.times as usize {
            return;
        }
        let (mut next, mut oldest, mut unmatched) = (0, 0, 0_i128);
        for paid in outgoing {
            let now = self.graph.time(paid);
            while let Some(hop) = incoming.get(next).filter(|hop| self.graph.time(hop) <= now) {
                let value = self.values.received(hop.row);
                if value > 0 {
                    receipts.push(Receipt { hop: *hop, value, left: value });
                    unmatched += i128::from(value);
                }
                next += 1;
            }
            while receipts.get(oldest).is_some_and(|receipt| now - self.graph.time(&receipt.hop) > self.within) {
                unmatched -= i128::from(receipts[oldest].left);
                oldest += 1;
            }
            let mut wanted = self.values.get(paid.row);
            if wanted == 0 || !self.parameters.is_most(unmatched, wanted) {
                continue;
            }
            while wanted > 0 && oldest < receipts.len() {
                let receipt = &mut receipts[oldest];
                let part = wanted.min(receipt.left);
                if part > 0 {
                    taken.push((oldest, *paid));
                    receipt.left -= part;
                    wanted -= part;
                    unmatched -= i128::from(part);
                }
                oldest += usize::from(receipt.left == 0);
            }
        }
    }

    /// The series of receipts that were sent on.
    fn series(&self, account: AccountId, window: Span, scratch: &Scratch, found: &mut Vec<Finding>) {
        let receipts = &scratch.receipts;
        let sent_on = |place: &usize| {
            let receipt = &receipts[*place];
            self.parameters.is_most(i128::from(receipt.value - receipt.left), receipt.value)
        };
        let mut start = 0;
        while start < receipts.len() {
            let mut members: Vec<usize> = Vec::new();
            let mut place = start;
            while place < receipts.len() {
                let last = *members.last().unwrap_or(&place);
                if self.graph.time(&receipts[place].hop) - self.graph.time(&receipts[last].hop) > window {
                    break;
                }
                if sent_on(&place) {
                    members.push(place);
                }
                place += 1;
            }
            start = place;
            if members.len() < self.parameters.times as usize {
                continue;
            }
            let (first, last) = (members[0], members[members.len() - 1]);
            let begin = scratch.taken.partition_point(|(place, _)| *place < first);
            let end = scratch.taken.partition_point(|(place, _)| *place <= last);
            let taken = &scratch.taken[begin..end];
            let paid: Vec<Hop> = taken.iter().filter(|(place, _)| sent_on(place)).map(|(_, hop)| *hop).collect();
            let received: Vec<Hop> = members.iter().map(|place| receipts[*place].hop).collect();
            let roles = vec![
                (Role::Conduit, vec![account]),
                (Role::Senders, others(&received)),
                (Role::Receivers, others(&paid)),
            ];
            let rows = received.iter().chain(&paid).map(|hop| hop.row).collect();
            let mut finding = Finding::new(Pattern::PassThrough, window, roles, rows);
            finding.instances = received.len() as u64;
            // First in first out: what took from a receipt stands side by side, and what a payment took from too.
            let is_alone = |place: usize| {
                let begin = taken.partition_point(|(receipt, _)| *receipt < place);
                let paid = |at: usize| taken.get(at).map(|(_, hop)| hop.row);
                taken.get(begin + 1).is_none_or(|(receipt, _)| *receipt != place)
                    && paid(begin + 1) != paid(begin)
                    && begin.checked_sub(1).is_none_or(|before| paid(before) != paid(begin))
            };
            let sent_on: Vec<flows::SentOn> = members
                .iter()
                .map(|place| {
                    let receipt = &receipts[*place];
                    (self.graph.time(&receipt.hop), is_alone(*place).then_some(receipt.value))
                })
                .collect();
            let rule = (self.within, self.parameters.percent);
            finding.reasons.push(flows::sent_on(self.graph, self.usual, account, &sent_on, rule));
            found.push(finding);
        }
    }
}
