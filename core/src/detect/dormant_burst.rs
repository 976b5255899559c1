//! Dormant burst: an account that lay still for long and then moves more than it ever did.
//!
//! # Definition
//! A wake-up is a payment of the account, in either direction, that follows its last one after D or more. The burst is all
//! that the account pays and receives from the wake-up on for W, cut off before the next wake-up. It is an instance when
//! it has at least n payments and its turnover (paid and received together) is more than x times the greatest that any
//! closed interval of length W held before the silence. Values are in one currency (see
//! [`Ledger::rates`](crate::ledger::Ledger::rates)); an account whose earlier payments have no value cannot be compared and
//! is left out, as is one with no earlier payment: when the ledger begins later than the account, its silence is not known.
//! Roles: account, counterparties.
//!
//! # Complexity
//! O(payments) for each window length: each account's payments are merged and looked at a few times. Slow cases: none.
//!
//! # Literature
//! FFIEC BSA/AML Manual, Appendix F (red flags: dormant accounts that become active).

use super::by_account::{by_account, others};
use super::rank::flows;
use super::values::Values;
use super::{Cancelled, Finding, Pattern, Role, Search, Watch};
use crate::graph::{Hop, TransactionGraph};
use crate::ledger::Ledger;
use crate::model::{AccountId, Resolution, Span, Timestamp};
use serde::{Deserialize, Serialize};

/// Parameters of dormant burst.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct DormantBurstParameters {
    /// Window lengths W. Empty: 7 days for data that tells days, 3 days for hours, 1 day for anything finer.
    pub windows: Vec<Span>,
    /// The silence D. Absent: 180 days, or a third of the ledger's period in whole days where that is less, 1 at least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dormant: Option<Span>,
    /// How many times x the turnover before. Default 5.
    pub times: u32,
    /// At least so many payments n. Default 3.
    pub payments: u32,
}

impl Default for DormantBurstParameters {
    fn default() -> Self {
        Self { windows: Vec::new(), dormant: None, times: 5, payments: 3 }
    }
}

impl DormantBurstParameters {
    pub(super) fn check(&self) -> Result<(), String> {
        if self.times == 0 || self.payments == 0 {
            return Err("dormant-burst.times and payments must be 1 or more".to_owned());
        }
        if self.dormant.is_some_and(|span| span.0 <= 0) {
            return Err("dormant-burst.dormant must be more than nothing".to_owned());
        }
        Ok(())
    }

    pub(super) fn resolve(&mut self, ledger: &Ledger) {
        let window = match ledger.resolution() {
            Resolution::Day => Span::days(7),
            Resolution::Hour => Span::days(3),
            _ => Span::days(1),
        };
        super::parameters::fill(&mut self.windows, &[window]);
        let third = ledger.period().map_or(0, |(first, last)| (last - first).0 / 3 / Span::DAY.0);
        self.dormant.get_or_insert(Span::days(third.clamp(1, 180)));
    }
}

/// An account's payment.
#[derive(Clone, Copy)]
struct Payment {
    hop: Hop,
    time: Timestamp,
    value: i64,
}

pub(super) fn search(
    graph: &TransactionGraph,
    values: &Values<'_>,
    parameters: &DormantBurstParameters,
    watch: &dyn Watch,
) -> Result<Search, Cancelled> {
    let mut search = Search::default();
    // Nobody lies still for longer than the ledger lasts.
    let lasts = graph.ledger().period().map_or(Span(0), |(first, last)| last - first);
    if parameters.dormant.is_some_and(|dormant| dormant > lasts) {
        search.seeds = graph.account_count() as u64 * parameters.windows.len() as u64;
        return Ok(search);
    }
    for window in &parameters.windows {
        let find = Find { graph, values, parameters, window: *window };
        search.findings.extend(by_account(graph, watch, Vec::new, |account, payments, found| {
            find.merge(account, payments);
            find.bursts(account, payments, found);
        })?);
        search.seeds += graph.account_count() as u64;
    }
    Ok(search)
}

struct Find<'a> {
    graph: &'a TransactionGraph,
    values: &'a Values<'a>,
    parameters: &'a DormantBurstParameters,
    window: Span,
}

impl Find<'_> {
    /// All that the account pays and receives, in order.
    fn merge(&self, account: AccountId, payments: &mut Vec<Payment>) {
        payments.clear();
        let (mut received, mut paid) = (self.graph.received_by(account), self.graph.paid_by(account));
        if received.len() + paid.len() <= self.parameters.payments as usize {
            return;
        }
        loop {
            let rest = match (received.first(), paid.first()) {
                (Some(came), Some(went)) if came.row < went.row => &mut received,
                (Some(_), None) => &mut received,
                (_, Some(_)) => &mut paid,
                (None, None) => break,
            };
            let hop = rest[0];
            *rest = &rest[1..];
            payments.push(Payment { hop, time: self.graph.time(&hop), value: self.values.get(hop.row) });
        }
    }

    fn bursts(&self, account: AccountId, payments: &[Payment], found: &mut Vec<Finding>) {
        // Resolved parameters always say; nothing is a silence for an account that has none longer than all time.
        let dormant = self.parameters.dormant.unwrap_or(Span(i64::MAX));
        // The turnover of the window that ends with the last payment looked at, the greatest yet, the largest payment yet.
        let (mut start, mut turnover, mut greatest, mut largest) = (0, 0_i128, 0_i128, 0);
        for (place, payment) in payments.iter().enumerate() {
            let wakes = place > 0 && payment.time - payments[place - 1].time >= dormant;
            if wakes && greatest > 0 {
                let burst = self.burst(&payments[place..], dormant);
                let moved: i128 = burst.iter().map(|payment| i128::from(payment.value)).sum();
                if burst.len() >= self.parameters.payments as usize
                    && moved > greatest * i128::from(self.parameters.times)
                {
                    let silence = flows::Silence {
                        since: payments[place - 1].time,
                        payments: payments.len() as u64,
                        before: place as u64,
                        larger: burst.iter().filter(|payment| payment.value > largest).count() as u64,
                    };
                    found.push(self.finding(account, burst, &silence));
                }
            }
            turnover += i128::from(payment.value);
            while payment.time - payments[start].time > self.window {
                turnover -= i128::from(payments[start].value);
                start += 1;
            }
            greatest = greatest.max(turnover);
            largest = largest.max(payment.value);
        }
    }

    /// The burst that begins with the first of `payments`.
    fn burst<'a>(&self, payments: &'a [Payment], dormant: Span) -> &'a [Payment] {
        let end = (1..payments.len())
            .find(|place| {
                payments[*place].time - payments[0].time > self.window
                    || payments[*place].time - payments[place - 1].time >= dormant
            })
            .unwrap_or(payments.len());
        &payments[..end]
    }

    fn finding(&self, account: AccountId, burst: &[Payment], silence: &flows::Silence) -> Finding {
        let counterparties = others(burst.iter().map(|payment| &payment.hop));
        let roles = vec![(Role::Account, vec![account]), (Role::Counterparties, counterparties)];
        let rows = burst.iter().map(|payment| payment.hop.row).collect();
        let mut finding = Finding::new(Pattern::DormantBurst, self.window, roles, rows);
        finding.reasons = flows::awakening(self.graph, &finding, silence);
        finding
    }
}
