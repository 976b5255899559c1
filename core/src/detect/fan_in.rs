//! Fan-in: one account receives from many others within a window.
//!
//! # Definition
//! A maximal run of windows of length W in which one account receives from at least k distinct others. A window is a
//! closed interval of time; sliding it along, a run lasts as long as every window of it qualifies. A run of no more than 2 W
//! is an instance, its evidence all that the account received in the windows of the run. A longer run is told as its
//! peaks: the window of it with the most distinct senders, the earliest among equals; then, of what is left before and
//! after that window, the fullest window again, as long as it has k. Else the burst of a collector that is never quiet
//! would be lost in its year. Roles: collector, senders.
//!
//! # Complexity
//! O(payments) for each window length, and for long runs times the depth of nested peaks: two ends slide over each account's
//! payments, whatever its degree. Slow cases: none as a rule; an account with many payments costs what many accounts with
//! few do.
//!
//! # Literature
//! Suzumura and Kanezashi, AMLSim, 2018; Altman et al., Realistic synthetic financial transactions for anti-money
//! laundering models, NeurIPS 2023.

use super::fan::{self, FanParameters};
use super::rank::Usual;
use super::{Cancelled, Pattern, Role, Search, Watch};
use crate::graph::Direction;

pub(super) fn search(usual: &Usual<'_>, parameters: &FanParameters, watch: &dyn Watch) -> Result<Search, Cancelled> {
    let shape = fan::Shape {
        pattern: Pattern::FanIn,
        direction: Direction::In,
        centre: Role::Collector,
        others: Role::Senders,
    };
    fan::search(usual, shape, parameters, watch)
}
