//! Structuring: payments kept just below a threshold, close together, that pass it as a sum.
//!
//! # Definition
//! A payment is just below when it is less than the threshold T of its currency and at least b of it; payer's side and
//! receiver's side each look at the amount on their side. A window of length W (a closed interval) qualifies for an account
//! and a direction when the account makes (receives) at least n such payments in it and their sum is more than T, each
//! counted as a share of its currency's threshold. A run is a maximal run of qualifying windows, as the interval slides
//! along; its evidence is every payment just below that any of its windows takes in. An instance is a run; when one account
//! pays all that another receives in two runs, they are one instance, the payer's. A run that is a part of another (a
//! customer's deposits, and those of all customers at a cash desk) is told with it, or it with the part, as
//! [parts](super::Finding::also) are. Roles: structurer, counterparties.
//!
//! # Thresholds
//! The parameters give one a currency. A currency that has none takes the dollar's at the ledger's rates (see
//! [`Ledger::rates`]); where there is no rate either, its payments are not evaluated.
//!
//! # Complexity
//! O(payments) for each window length: windows slide over the payments just below only. Slow cases: none.
//!
//! # Literature
//! 31 CFR 1010.314; FFIEC BSA/AML Manual, Appendix G, Structuring.

use super::by_account::{by_account, others};
use super::rank::flows;
use super::values::Values;
use super::{Cancelled, Finding, Pattern, Role, Search, Watch};
use crate::graph::{Direction, Hop, TransactionGraph};
use crate::ledger::Ledger;
use crate::model::{AccountId, Amount, Currency, Resolution, Row, Span};
use crate::parallel::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Parameters of structuring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct StructuringParameters {
    /// Window lengths W. Empty: 30 days for data that tells days, 14 days for hours, 7 days for anything finer.
    pub windows: Vec<Span>,
    /// At least so many payments n in a window. Default 3.
    pub payments: u32,
    /// Where the band below the threshold begins, b, in per cent of it. Default 85.
    pub band: u32,
    /// The threshold T by currency code, as a decimal number. Default 10000 each of USD, CAD, AUD and EUR, which their
    /// laws state, and of XXX, for data that names no currency.
    pub thresholds: BTreeMap<String, String>,
}

impl Default for StructuringParameters {
    fn default() -> Self {
        let thresholds = ["AUD", "CAD", "EUR", "USD", "XXX"].map(|code| (code.to_owned(), "10000".to_owned())).into();
        Self { windows: Vec::new(), payments: 3, band: 85, thresholds }
    }
}

impl StructuringParameters {
    pub(super) fn check(&self) -> Result<(), String> {
        if self.payments < 2 {
            return Err(format!("structuring.payments is {}; it must be 2 or more", self.payments));
        }
        if !(1..=99).contains(&self.band) {
            return Err(format!("structuring.band is {}; it must be from 1 to 99", self.band));
        }
        self.limits().map(drop)
    }

    pub(super) fn resolve(&mut self, ledger: &Ledger) {
        let window = match ledger.resolution() {
            Resolution::Day => Span::days(30),
            Resolution::Hour => Span::days(14),
            _ => Span::days(7),
        };
        super::parameters::fill(&mut self.windows, &[window]);
    }

    /// The thresholds as amounts.
    fn limits(&self) -> Result<Vec<Amount>, String> {
        let mut limits = Vec::with_capacity(self.thresholds.len());
        for (code, text) in &self.thresholds {
            let limit = Currency::parse(code)
                .map_err(|error| error.to_string())
                .and_then(|currency| Amount::parse(text, currency).map_err(|error| error.to_string()))
                .map_err(|error| format!("structuring.thresholds: {code} = {text:?}: {error}"))?;
            // The bound keeps shares of a threshold exact in 64 bits.
            if !(1..=i64::MAX / 1_000_000).contains(&limit.0.units) {
                return Err(format!(
                    "structuring.thresholds: {code} = {text:?} must be above zero and less than 9e12 units"
                ));
            }
            limits.push(limit.0);
        }
        Ok(limits)
    }
}

/// Where a payment lies to the threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Near {
    /// Just below; with its share of the threshold in millionths.
    Below(u64),
    /// As near as the band, but not below.
    Above,
}

/// The thresholds of the currencies that have one, in smallest units.
struct Thresholds {
    units: Vec<(Currency, i64)>,
    band: i64,
}

impl Thresholds {
    fn of(values: &Values<'_>, parameters: &StructuringParameters) -> Self {
        // Checked parameters always parse.
        let limits = parameters.limits().unwrap_or_default();
        let mut units: Vec<(Currency, i64)> = limits.iter().map(|limit| (limit.currency, limit.units)).collect();
        let dollar = Currency::parse("USD").ok();
        let dollars = limits.iter().find(|limit| Some(limit.currency) == dollar);
        if let Some(reference) = dollars.and_then(|limit| values.rates().value(*limit)) {
            for (currency, rate) in values.rates().iter() {
                let own = i128::from(reference) * i128::from(rate.denominator) / i128::from(rate.numerator.max(1));
                if !units.iter().any(|(given, _)| *given == currency) && own > 0 {
                    units.push((currency, own.min(i128::from(i64::MAX / 1_000_000)) as i64));
                }
            }
        }
        units.sort_unstable();
        Self { units, band: i64::from(parameters.band) }
    }

    /// Where an amount lies; `None` when it is not near or its currency has no threshold.
    fn near(&self, amount: Amount) -> Option<Near> {
        let place = self.units.binary_search_by_key(&amount.currency, |(currency, _)| *currency).ok()?;
        let limit = i128::from(self.units[place].1);
        let (units, band) = (i128::from(amount.units), i128::from(self.band));
        if units < limit {
            (units * 100 >= limit * band).then(|| Near::Below((units * 1_000_000 / limit) as u64))
        } else {
            (units * band <= limit * 100).then_some(Near::Above)
        }
    }

    /// Where either side of every payment lies.
    fn sides(&self, ledger: &Ledger) -> Sides {
        let near = |amount| match self.near(amount) {
            Some(Near::Below(_)) => BELOW,
            Some(Near::Above) => ABOVE,
            None => 0,
        };
        let rows = ledger.len() as u32;
        let paid = (0..rows).into_par_iter().map(|row| near(ledger.paid(Row(row)))).collect();
        let received = (0..rows).into_par_iter().map(|row| near(ledger.received(Row(row)))).collect();
        Sides { paid, received }
    }
}

const BELOW: u8 = 1;
const ABOVE: u8 = 2;

/// For each row, whether what was paid, and what was received, is just below ([`BELOW`]) or as near above ([`ABOVE`]).
struct Sides {
    paid: Vec<u8>,
    received: Vec<u8>,
}

impl Sides {
    fn usual(&self) -> flows::NearThreshold {
        let count = |near: u8| {
            let of = |side: &Vec<u8>| side.iter().filter(|own| **own == near).count() as u64;
            of(&self.paid) + of(&self.received)
        };
        flows::NearThreshold { sides: 2 * self.paid.len() as u64, below: count(BELOW), above: count(ABOVE) }
    }
}

/// A maximal run of windows of one account in one direction.
struct Run {
    account: AccountId,
    direction: Direction,
    rows: Vec<Row>,
    others: Vec<AccountId>,
    // Payments of the account in the run's period that are as near as the band, but not below.
    above: u64,
}

pub(super) fn search(
    graph: &TransactionGraph,
    values: &Values<'_>,
    parameters: &StructuringParameters,
    watch: &dyn Watch,
) -> Result<Search, Cancelled> {
    let thresholds = Thresholds::of(values, parameters);
    let sides = thresholds.sides(graph.ledger());
    let usual = sides.usual();
    let mut search = Search::default();
    for window in &parameters.windows {
        let sweep = Sweep {
            graph,
            thresholds: &thresholds,
            sides: &sides,
            window: *window,
            least: parameters.payments as usize,
        };
        let runs = by_account(graph, watch, Vec::new, |account, below, runs| {
            sweep.runs(account, Direction::Out, below, runs);
            sweep.runs(account, Direction::In, below, runs);
        })?;
        for run in runs.iter().filter(|run| !is_mirror(run, &runs)) {
            let roles = vec![(Role::Structurer, vec![run.account]), (Role::Counterparties, run.others.clone())];
            let mut finding = Finding::new(Pattern::Structuring, *window, roles, run.rows.clone());
            let payments = graph.adjacency(run.direction).degree(run.account) as u64;
            finding.reasons = flows::near_threshold(graph, &usual, &finding, payments, run.above);
            search.findings.push(finding);
        }
        search.seeds += graph.account_count() as u64;
    }
    Ok(search)
}

/// Whether a run of what an account receives is that of what another pays. `runs` are in order of account.
fn is_mirror(run: &Run, runs: &[Run]) -> bool {
    let [other] = run.others[..] else { return false };
    let begin = runs.partition_point(|candidate| candidate.account < other);
    let mut of_other = runs[begin..].iter().take_while(|candidate| candidate.account == other);
    run.direction == Direction::In
        && of_other.any(|candidate| candidate.direction == Direction::Out && candidate.rows == run.rows)
}

/// A payment just below: its place among the account's and its share of the threshold.
type Below = (usize, u64);

struct Sweep<'a> {
    graph: &'a TransactionGraph,
    thresholds: &'a Thresholds,
    sides: &'a Sides,
    window: Span,
    least: usize,
}

impl Sweep<'_> {
    /// The share of the threshold of an amount just below it.
    fn share(&self, hop: Hop, direction: Direction) -> u64 {
        let ledger = self.graph.ledger();
        let amount = match direction {
            Direction::Out => ledger.paid(hop.row),
            Direction::In => ledger.received(hop.row),
        };
        match self.thresholds.near(amount) {
            Some(Near::Below(share)) => share,
            _ => 0,
        }
    }

    fn runs(&self, account: AccountId, direction: Direction, below: &mut Vec<Below>, runs: &mut Vec<Run>) {
        let hops = self.graph.adjacency(direction).of(account);
        if hops.len() < self.least {
            return;
        }
        let near = match direction {
            Direction::Out => &self.sides.paid,
            Direction::In => &self.sides.received,
        };
        below.clear();
        for (place, hop) in hops.iter().enumerate() {
            if near[hop.row.index()] == BELOW {
                below.push((place, self.share(*hop, direction)));
            }
        }
        let time = |place: usize| self.graph.time(&hops[below[place].0]);
        let mut found = |first: usize, end: usize| {
            let (begin, last) = (below[first].0, below[end - 1].0);
            let above = hops[begin..=last].iter().filter(|hop| near[hop.row.index()] == ABOVE).count();
            let hops = below[first..end].iter().map(|(place, _)| &hops[*place]);
            runs.push(Run {
                account,
                direction,
                rows: hops.clone().map(|hop| hop.row).collect(),
                others: others(hops),
                above: above as u64,
            });
        };
        let (mut start, mut end, mut sum) = (0, 0, 0_u64);
        let mut run: Option<usize> = None;
        let qualifies = |count: usize, sum: u64| count >= self.least && sum > 1_000_000;
        while end < below.len() {
            let now = time(end);
            // Windows that end just before `now` have lost what is older than the window, and gained nothing yet.
            while start < end && now - time(start) > self.window {
                sum -= below[start].1;
                start += 1;
            }
            if !qualifies(end - start, sum)
                && let Some(first) = run.take()
            {
                found(first, end);
            }
            while end < below.len() && time(end) == now {
                sum += below[end].1;
                end += 1;
            }
            if qualifies(end - start, sum) && run.is_none() {
                run = Some(start);
            }
        }
        if let Some(first) = run {
            found(first, end);
        }
    }
}
