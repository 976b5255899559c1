//! Layering chain: money that goes from account to account, soon and nearly whole.
//!
//! # Definition
//! A payment continues another when it leaves the account that received the other, not back to who paid, at the same
//! instant or at most d later, and both values are at least r of each other. In each account payments are linked one to
//! one: in the order of the ledger, a payment out is linked to the most recent receipt that it continues and that has no
//! link yet; among receipts of one instant to the one nearest in value, then to the first in the ledger. An instance is a
//! path of links that cannot be made longer, of at least h payments, over accounts that all differ: read from its first
//! payment, a path ends before a payment to an account that it holds already, and the next begins with that payment. So
//! a payment is in one chain at most, and two payments of like value through one account make two chains, not four.
//! Values are in one currency (see [`Ledger::rates`](crate::ledger::Ledger::rates)); what has no rate is in no chain.
//! Roles: source, layers, sink.
//!
//! # Complexity
//! O(payments times receipts of like value within d of the account that do not fit). Slow: an account with very many receipts
//! of one value within d, all from whom it pays.
//! A payment out looks at `steps` receipts at most; a chain that begins with such a payment is marked truncated, and the
//! summary counts them.
//!
//! # Literature
//! FATF, Professional money laundering, 2018; the matching is the rule of last in first out of tracing in law. All paths
//! instead of linked ones would be as in Kumar and Calders, 2SCENT, PVLDB 2018, and grow without bound in busy accounts.

use super::by_account::by_account;
use super::chain::{self, Link, Matching, Receipts};
use super::rank::flows;
use super::values::Values;
use super::{Cancelled, Finding, Pattern, Role, Search, Watch};
use crate::graph::TransactionGraph;
use crate::ledger::Ledger;
use crate::model::{Resolution, Row, Span};
use crate::parallel::prelude::*;
use serde::{Deserialize, Serialize};

/// Parameters of layering chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct LayeringChainParameters {
    /// Longest time d from one hop to the next. Absent: 2 days for data that tells days or hours, 1 day for anything finer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<Span>,
    /// At least so many payments h. Default 3.
    pub hops: u32,
    /// The part r of the value that a hop keeps, in per cent. Default 90.
    pub percent: u32,
    /// At most so many receipts looked at for one payment. Default 2,000.
    pub steps: u64,
}

impl Default for LayeringChainParameters {
    fn default() -> Self {
        Self { within: None, hops: 3, percent: 90, steps: 2_000 }
    }
}

impl LayeringChainParameters {
    pub(super) fn check(&self) -> Result<(), String> {
        if !(1..=100).contains(&self.percent) {
            return Err(format!("layering-chain.percent is {}; it must be from 1 to 100", self.percent));
        }
        chain::check(Pattern::LayeringChain, self.hops, self.within, self.steps)
    }

    pub(super) fn resolve(&mut self, ledger: &Ledger) {
        self.within.get_or_insert(match ledger.resolution() {
            Resolution::Day | Resolution::Hour => Span::days(2),
            _ => Span::days(1),
        });
    }
}

pub(super) fn search(
    graph: &TransactionGraph,
    values: &Values<'_>,
    parameters: &LayeringChainParameters,
    watch: &dyn Watch,
) -> Result<Search, Cancelled> {
    // Resolved parameters always say.
    let within = parameters.within.unwrap_or_default();
    let matching = Matching { graph, within, steps: parameters.steps };
    let kept = i128::from(parameters.percent);
    let found =
        by_account(graph, watch, Receipts::default, |account, receipts, found: &mut Vec<Result<Link, Row>>| {
            let (incoming, outgoing) = (graph.received_by(account), graph.paid_by(account));
            let fits = |receipt: usize, paid: usize, _: &mut u64| {
                let (a, b) =
                    (i128::from(values.received(incoming[receipt].row)), i128::from(values.get(outgoing[paid].row)));
                (a > 0 && b > 0 && a * 100 >= b * kept && b * 100 >= a * kept).then(|| (a - b).abs())
            };
            let value = |receipt: usize| values.received(incoming[receipt].row);
            let range = |paid: usize| {
                let value = i128::from(values.get(outgoing[paid].row));
                let bound = |value: i128| i64::try_from(value).unwrap_or(i64::MAX);
                (value > 0).then(|| (bound(value * kept / 100), bound(value * 100 / kept + 1)))
            };
            let truncated = matching.run(account, receipts, value, range, fits, |receipt, paid| {
                found.push(Ok(Link { received: incoming[receipt].row, paid: outgoing[paid].row }));
            });
            found.extend(truncated.into_iter().map(Err));
        })?;
    let links: Vec<Link> = found.iter().filter_map(|found| found.ok()).collect();
    let mut truncated: Vec<Row> = found.iter().filter_map(|found| found.err()).collect();
    truncated.sort_unstable();
    let chains = chain::chains(graph, &links, &truncated, parameters.hops as usize);
    let usual = flows::ValueShares::of(graph, values);
    let findings = chains.into_par_iter().map(|chain| {
        let (source, layers, sink) = chain::accounts(graph, &chain.rows);
        let roles = vec![(Role::Source, source), (Role::Layers, layers), (Role::Sink, sink)];
        let carried = flows::carried_on(graph, &usual, values, &chain.rows, (kept as f64 / 100.0, 100.0 / kept as f64));
        let mut finding = Finding::new(Pattern::LayeringChain, within, roles, chain.rows);
        finding.truncated = chain.truncated;
        finding.reasons.push(carried);
        finding
    });
    Ok(Search {
        findings: findings.collect(),
        seeds: graph.payment_count() as u64,
        truncated_seeds: truncated.len() as u64,
    })
}
