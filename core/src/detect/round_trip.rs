//! Round trip: money that comes back to where it left, nearly whole.
//!
//! # Definition
//! A [temporal cycle](super::temporal_cycle) of 2 to L accounts within W whose last transaction has between r1 and r2 per
//! cent of the value of its first (see [`Ledger::rates`](crate::ledger::Ledger::rates); a payment without a rate is worth
//! nothing and begins none). What lies between may carry any amount. As for temporal cycles, those over the same accounts
//! whose intervals share an instant are one finding. Its number of instances counts sequences of transactions; where all
//! of a cycle's are at one instant, each with which it may begin is one. Roles: originator, who pays first (of payments at
//! one instant, the first in the ledger); members, in the order in which the money passes them.
//!
//! # Algorithm
//! The walk of temporal cycles, begun only where one of the origin's next receipts has the right value; of the payments
//! that close a cycle only those of the right value are taken.
//!
//! # Complexity
//! That of temporal cycles at most. Slow: as there; each seed stops after `steps` payments looked at.
//!
//! # Literature
//! Kumar and Calders, 2SCENT: an efficient algorithm for enumerating all simple temporal cycles, PVLDB 11(11), 2018; FATF,
//! Trade-based money laundering, 2006 (money that returns to its origin as if it were income).

use super::rank::cycles::UsualPayments;
use super::temporal_cycle::{self, CycleParameters, Rule};
use super::values::Values;
use super::{Cancelled, Pattern, Search, Watch};
use crate::graph::TransactionGraph;
use crate::model::Span;
use crate::parallel::prelude::*;
use serde::{Deserialize, Serialize};

/// Parameters of round trip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct RoundTripParameters {
    /// Window lengths W. Empty: 30 days for data that tells days, 14 days for hours, 3 days for anything
    /// finer; less, down to an hour, the more payments follow on a receipt and the more rows there are.
    pub windows: Vec<Span>,
    /// At most so many accounts L. Default 10.
    pub hops: u32,
    /// Least value returned, r1, in per cent of the first amount. Default 80.
    pub kept_least: u32,
    /// Greatest value returned, r2, in per cent of the first amount. Default 125.
    pub kept_most: u32,
    /// At most so many payments looked at for one seed; a cycle that is found counts for 500. Default 100,000.
    pub steps: u64,
}

impl Default for RoundTripParameters {
    fn default() -> Self {
        Self { windows: Vec::new(), hops: 10, kept_least: 80, kept_most: 125, steps: 100_000 }
    }
}

impl RoundTripParameters {
    pub(super) fn check(&self) -> Result<(), String> {
        if !(2..=64).contains(&self.hops) {
            return Err(format!("round-trip.hops is {}; it must be from 2 to 64", self.hops));
        }
        if self.kept_least > self.kept_most {
            return Err(format!(
                "round-trip.kept-least is {} and kept-most {}; the least must not be above the most",
                self.kept_least, self.kept_most
            ));
        }
        if self.steps == 0 {
            return Err("round-trip.steps is 0; it must be 1 or more".to_owned());
        }
        Ok(())
    }
}

impl RoundTripParameters {
    /// Whether the same walk finds temporal cycles with these parameters.
    pub(super) fn walks_like(&self, cycles: &CycleParameters) -> bool {
        (&self.windows, self.hops, self.steps) == (&cycles.windows, cycles.hops, cycles.steps)
    }
}

/// Round trips, and with `cycles` the temporal cycles that the same walk comes upon, whose parameters must be
/// [alike](RoundTripParameters::walks_like).
pub(super) fn search(
    graph: &TransactionGraph,
    values: &Values<'_>,
    parameters: &RoundTripParameters,
    cycles: Option<&CycleParameters>,
    watch: &dyn Watch,
) -> Result<(Search, Search), Cancelled> {
    let returned = Some((values, [parameters.kept_least, parameters.kept_most]));
    let rule = Rule { pattern: Pattern::RoundTrip, hops: parameters.hops, steps: parameters.steps, returned };
    let (mut trips, cycles) = match cycles {
        Some(cycles) => {
            let [trips, cycles] = temporal_cycle::cycles(graph, &parameters.windows, [rule, cycles.rule()], watch)?;
            (trips, cycles)
        }
        None => {
            let [trips] = temporal_cycle::cycles(graph, &parameters.windows, [rule], watch)?;
            (trips, Search::default())
        }
    };
    let usual = UsualPayments::of(graph, values);
    trips.findings.par_iter_mut().for_each(|finding| {
        finding.reasons.extend(usual.kept(graph.ledger(), values, &finding.transactions));
        finding.reasons.extend(usual.crossing(graph.ledger(), &finding.transactions));
    });
    Ok((trips, cycles))
}
