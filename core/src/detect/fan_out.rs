//! Fan-out: one account pays many others within a window. The mirror of [fan-in](super::fan_in): the same definition,
//! complexity and literature with payer and receiver exchanged. Roles: distributor, receivers.

use super::fan::{self, FanParameters};
use super::rank::Usual;
use super::{Cancelled, Pattern, Role, Search, Watch};
use crate::graph::Direction;

pub(super) fn search(usual: &Usual<'_>, parameters: &FanParameters, watch: &dyn Watch) -> Result<Search, Cancelled> {
    let shape = fan::Shape {
        pattern: Pattern::FanOut,
        direction: Direction::Out,
        centre: Role::Distributor,
        others: Role::Receivers,
    };
    fan::search(usual, shape, parameters, watch)
}
