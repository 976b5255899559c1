//! The patterns, each planted so that it meets its definition.

mod bipartite;
mod dense_flow;
mod dormant_burst;
mod fan;
mod funnel;
mod gather_scatter;
mod layering_chain;
mod mirror;
mod pass_through;
mod peel_chain;
mod scatter_gather;
mod stack;
mod structuring;
mod temporal_cycle;

use super::kind::Planted;
use super::stage::{Numbers, Roles, Stage};

/// What a plant tells of itself.
pub(crate) type Told = (Roles, Numbers);

/// Plants one instance.
pub(crate) fn plant(kind: Planted, stage: &mut Stage<'_, '_>) -> Told {
    match kind {
        Planted::FanIn => fan::plant_in(stage),
        Planted::FanOut => fan::plant_out(stage),
        Planted::GatherScatter => gather_scatter::plant(stage),
        Planted::ScatterGather => scatter_gather::plant(stage),
        Planted::TemporalCycle => temporal_cycle::plant(stage),
        Planted::RoundTrip => temporal_cycle::plant_round_trip(stage),
        Planted::LayeringChain => layering_chain::plant(stage),
        Planted::PeelChain => peel_chain::plant(stage),
        Planted::PassThrough => pass_through::plant(stage),
        Planted::Bipartite => bipartite::plant(stage),
        Planted::Stack => stack::plant(stage),
        Planted::Structuring => structuring::plant(stage),
        Planted::Funnel => funnel::plant(stage),
        Planted::DormantBurst => dormant_burst::plant(stage),
        Planted::Mirror => mirror::plant(stage),
        Planted::DenseFlow => dense_flow::plant(stage),
    }
}
