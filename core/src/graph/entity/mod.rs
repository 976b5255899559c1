//! The entity graph: who owns, directs, holds and shares what.
//!
//! Vertices are parties, the accounts they hold, and what two parties or more have in common: addresses, phones, e-mails,
//! sites, devices, identifiers. So an address of ten thousand parties is one vertex with ten thousand ties, not fifty
//! million pairs. Edges are [ties](Tie), each with the record that tells it. It is a petgraph graph outright, and its
//! algorithms run on [`graph`](EntityGraph::graph).
//!
//! Vertices are in the order of the register's parties, accounts and keys, and edges in the order of its relations,
//! holdings and properties, so both mean the same whatever the order of files and records was.

mod accounts;

pub use accounts::AccountLinks;

use crate::model::{HeldAccountId, PartialDate, PartyId, RelationId, RelationKind, Source};
use crate::parties::keys::KeySpace;
use crate::parties::{KeyId, PartyRegister, PropertyPlace};
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use std::sync::Arc;

/// A vertex.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entity {
    /// A party.
    Party(PartyId),
    /// An account that parties hold.
    Account(HeldAccountId),
    /// An address, a phone or another thing that parties have in common.
    Shared(KeyId),
}

/// An edge: from the party that owns, holds or has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tie {
    /// A relation of two parties.
    Relation(RelationKind, RelationId),
    /// A party holds an account: the holding by its number.
    Holds(u32),
    /// A party has an address, a phone or another thing that others have too.
    Has(KeySpace, PropertyPlace),
}

/// Parties, accounts and what parties have in common as vertices; relations, holdings and properties as edges. Immutable.
#[derive(Debug)]
pub struct EntityGraph {
    register: Arc<PartyRegister>,
    graph: DiGraph<Entity, Tie, u32>,
    // For each key its vertex; `u32::MAX` where fewer than two parties have it.
    shared: Vec<u32>,
}

impl EntityGraph {
    /// Builds it.
    ///
    /// Time and memory: linear in parties, relations, holdings and properties. What one party alone has is no vertex: it
    /// ties nobody.
    #[must_use]
    pub fn new(register: Arc<PartyRegister>) -> Self {
        let mut graph = DiGraph::with_capacity(
            register.len() + register.account_count(),
            register.relation_count() + register.holding_count(),
        );
        for party in register.ids() {
            graph.add_node(Entity::Party(party));
        }
        let accounts = register.len() as u32;
        for account in register.account_ids() {
            graph.add_node(Entity::Account(account));
        }
        let mut shared = vec![u32::MAX; register.key_count()];
        for key in (0..register.key_count() as u32).map(KeyId) {
            let tying = register.key_space(key).is_some_and(|space| space != KeySpace::Name);
            if tying && register.with_key(key).len() > 1 {
                shared[key.index()] = graph.add_node(Entity::Shared(key)).index() as u32;
            }
        }
        let node = |place: u32| NodeIndex::new(place as usize);
        for id in register.relation_ids() {
            let relation = register.relation(id);
            // A first party that nobody names is no vertex.
            if let Some(first) = relation.first {
                graph.add_edge(node(first.0), node(relation.second.0), Tie::Relation(relation.told.kind, id));
            }
        }
        for holding in (0..register.holding_count() as u32).map(|place| register.holding(place)) {
            graph.add_edge(node(holding.party.0), node(accounts + holding.account.0), Tie::Holds(holding.place));
        }
        for (party, key, place) in register.keyed_properties() {
            let at = shared[key.index()];
            if at != u32::MAX
                && let Some(space) = register.key_space(key)
            {
                graph.add_edge(node(party.0), node(at), Tie::Has(space, place));
            }
        }
        Self { register, graph, shared }
    }

    /// The register below.
    #[must_use]
    pub fn register(&self) -> &PartyRegister {
        &self.register
    }

    /// The register below, to be kept.
    #[must_use]
    pub fn shared_register(&self) -> Arc<PartyRegister> {
        Arc::clone(&self.register)
    }

    /// The graph itself, for petgraph's algorithms.
    #[must_use]
    pub fn graph(&self) -> &DiGraph<Entity, Tie, u32> {
        &self.graph
    }

    /// The vertex of an entity; `None` for a key that fewer than two parties have.
    #[must_use]
    pub fn vertex(&self, entity: Entity) -> Option<NodeIndex<u32>> {
        let place = match entity {
            Entity::Party(party) => Some(party.0),
            Entity::Account(account) => Some(self.register.len() as u32 + account.0),
            Entity::Shared(key) => self.shared.get(key.index()).copied().filter(|place| *place != u32::MAX),
        };
        place.map(|place| NodeIndex::new(place as usize)).filter(|node| node.index() < self.graph.node_count())
    }

    /// The entity at a vertex.
    ///
    /// # Panics
    /// When there is no such vertex.
    #[must_use]
    pub fn entity(&self, vertex: NodeIndex<u32>) -> Entity {
        self.graph[vertex]
    }

    /// The file and record that tell a tie.
    ///
    /// # Panics
    /// When there is no such edge.
    #[must_use]
    pub fn source(&self, edge: EdgeIndex<u32>) -> Source {
        match self.graph[edge] {
            Tie::Relation(_, relation) => self.register.relation(relation).source,
            Tie::Holds(holding) => self.register.holding(holding).source,
            Tie::Has(_, place) => self.register.property_source(place),
        }
    }

    /// Since when and until when a tie is told to be; properties have neither.
    ///
    /// # Panics
    /// When there is no such edge.
    #[must_use]
    pub fn period(&self, edge: EdgeIndex<u32>) -> (Option<PartialDate>, Option<PartialDate>) {
        match self.graph[edge] {
            Tie::Relation(_, relation) => {
                let told = self.register.relation(relation).told;
                (told.from, told.until)
            }
            Tie::Holds(holding) => {
                let holding = self.register.holding(holding);
                (holding.opened, holding.closed)
            }
            Tie::Has(..) => (None, None),
        }
    }
}

impl Tie {
    /// The name that files use: `owns`, `holds`, `has-phone`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Relation(kind, _) => kind.name(),
            Self::Holds(_) => "holds",
            Self::Has(space, _) => match space {
                KeySpace::Address => "has-address",
                KeySpace::Device => "has-device",
                KeySpace::Email => "has-email",
                KeySpace::Identifier => "has-identifier",
                KeySpace::Name => "has-name",
                KeySpace::Phone => "has-phone",
                KeySpace::Website => "has-website",
            },
        }
    }
}

#[cfg(test)]
mod tests;
