//! Parties joined to transactions.

use quipu::graph::distance::{DistanceOptions, Network};
use quipu::graph::{EntityGraph, TransactionGraph};
use quipu::joined::{AccountOwners, Joined, Reach};
use quipu::ownership::{Jurisdictions, Ownership, Parameters};
use quipu::parties::PartyRegister;
use quipu::parties::screening::{ExactScreener, Screener};
use std::sync::Arc;

/// Joins them, once a session. The parts refer to each other and are kept until the worker ends, as a session is.
pub(crate) fn join(register: Arc<PartyRegister>, graph: &'static TransactionGraph) -> Joined<'static> {
    let entities = kept(EntityGraph::new(register));
    let register = entities.register();
    let jurisdictions = kept(Jurisdictions::built_in());
    let ownership = kept(Ownership::new(register, Parameters::default(), jurisdictions));
    let owners = kept(AccountOwners::of(register, ownership, graph.ledger()));
    let hits = kept(ExactScreener.screen(register));
    let network = kept(Network::with_payments(entities, graph));
    let reach = kept(Reach::of(network, register, hits, &DistanceOptions::default()));
    Joined { register, entities, ownership, owners, hits, reach }
}

fn kept<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}
