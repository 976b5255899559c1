//! How far parties and accounts are from others, as from those on a list, over relations and over payments.
//!
//! A [`Network`] is the entity graph, and with it, where there are any, the payments of the transaction graph: an account
//! that a party holds is the same vertex as the account that pays. Steps go either way along a tie or a payment, and each
//! counts one.
//!
//! What ties everybody says nothing: the address of a registration agent, the account of a power company. A vertex with
//! more neighbours than [`hub`](DistanceOptions::hub) is a hub. It is reached like any other, but the walk does not go on
//! from it unless that is asked for ([`Hubs::Pass`]); where it stopped is told either way.

use super::entity::{AccountLinks, Entity, EntityGraph, Tie};
use super::{Direction, TransactionGraph};
use crate::model::{AccountId, PartyId, Row};
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

/// What steps go over.
#[derive(Debug)]
pub struct Network<'a> {
    entities: &'a EntityGraph,
    payments: Option<(&'a TransactionGraph, AccountLinks)>,
}

/// A vertex of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// One of the entity graph.
    Entity(Entity),
    /// An account of the ledger that no party of the register holds.
    Account(AccountId),
}

/// A step between two vertices beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Along a tie of the entity graph.
    Tie(Tie, EdgeIndex<u32>),
    /// Along payments: the first of those between the two accounts.
    Payment(Row),
}

/// What is done at hubs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hubs {
    /// The walk does not go on from them.
    #[default]
    Stop,
    /// The walk goes on, and paths say where they pass one.
    Pass,
}

/// How far to go, and past what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DistanceOptions {
    /// The most steps.
    pub depth: u8,
    /// A vertex with more distinct neighbours than this is a hub.
    pub hub: u32,
    /// What is done at hubs.
    pub hubs: Hubs,
}

impl Default for DistanceOptions {
    fn default() -> Self {
        Self { depth: 4, hub: 100, hubs: Hubs::Stop }
    }
}

/// A hub that a walk came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hub {
    /// Which.
    pub place: Place,
    /// How many distinct neighbours it has.
    pub neighbours: u32,
    /// How far it is.
    pub distance: u8,
}

/// A shortest way, from where one asked to the nearest of the targets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The vertices, the one that was asked about first, the target last: one more than there are steps.
    pub places: Vec<Place>,
    /// The steps between them.
    pub steps: Vec<Step>,
    /// Hubs on the way, neither the first nor the last vertex counted.
    pub hubs: Vec<Place>,
}

/// How far every vertex is from the nearest target.
#[derive(Debug)]
pub struct Distances<'n> {
    network: &'n Network<'n>,
    // `u8::MAX` where it is further than the most steps.
    distance: Vec<u8>,
    next: Vec<u32>,
    step: Vec<RawStep>,
    is_hub: Vec<bool>,
    hubs: Vec<Hub>,
}

const FAR: u8 = u8::MAX;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum RawStep {
    Tie(u32),
    Payment(u32),
    None,
}

impl<'a> Network<'a> {
    /// The entity graph alone.
    #[must_use]
    pub const fn of_entities(entities: &'a EntityGraph) -> Self {
        Self { entities, payments: None }
    }

    /// The entity graph and the payments between accounts.
    ///
    /// Time: that of [`AccountLinks::of`].
    #[must_use]
    pub fn with_payments(entities: &'a EntityGraph, payments: &'a TransactionGraph) -> Self {
        let links = AccountLinks::of(entities.register(), payments.ledger());
        Self { entities, payments: Some((payments, links)) }
    }

    /// The distance of every vertex from the nearest of these parties.
    ///
    /// Of several shortest ways the one is taken whose next vertex, and then whose step, comes first in order: parties,
    /// held accounts, shared things and other accounts, each in the order of the register or the ledger.
    ///
    /// Time: O(vertices + ties + payments). Memory: 14 bytes a vertex.
    #[must_use]
    pub fn distances(&'a self, targets: &[PartyId], options: &DistanceOptions) -> Distances<'a> {
        let size = self.size();
        let mut found = Distances {
            network: self,
            distance: vec![FAR; size],
            next: vec![u32::MAX; size],
            step: vec![RawStep::None; size],
            is_hub: vec![false; size],
            hubs: Vec::new(),
        };
        let mut frontier: Vec<u32> = targets.iter().map(|party| party.0).collect();
        frontier.sort_unstable();
        frontier.dedup();
        frontier.iter().for_each(|target| found.distance[*target as usize] = 0);
        let mut around: Vec<(u32, RawStep)> = Vec::new();
        for distance in 0..options.depth.min(FAR - 1) {
            let mut further: Vec<u32> = Vec::new();
            // In order, so that the first to reach a vertex is the one that its way goes by.
            for at in &frontier {
                self.around(*at, &mut around);
                let neighbours = around.chunk_by(|a, b| a.0 == b.0).count() as u32;
                if neighbours > options.hub {
                    found.is_hub[*at as usize] = true;
                    found.hubs.push(Hub { place: self.place(*at), neighbours, distance });
                    if options.hubs == Hubs::Stop && distance > 0 {
                        continue;
                    }
                }
                for (other, step) in &around {
                    let other = *other as usize;
                    if found.distance[other] == FAR {
                        found.distance[other] = distance + 1;
                        (found.next[other], found.step[other]) = (*at, *step);
                        further.push(other as u32);
                    }
                }
            }
            if further.is_empty() {
                break;
            }
            further.sort_unstable();
            frontier = further;
        }
        found
    }

    fn size(&self) -> usize {
        let accounts = self.payments.as_ref().map_or(0, |(payments, _)| payments.account_count());
        self.entities.graph().node_count() + accounts
    }

    // The vertices beside one, in order, and of several steps to one the first in order first.
    fn around(&self, at: u32, around: &mut Vec<(u32, RawStep)>) {
        around.clear();
        let graph = self.entities.graph();
        let first_account = graph.node_count() as u32;
        if at < first_account {
            let node = NodeIndex::new(at as usize);
            for direction in [petgraph::Direction::Outgoing, petgraph::Direction::Incoming] {
                for edge in graph.edges_directed(node, direction) {
                    let other = if edge.source() == node { edge.target() } else { edge.source() };
                    around.push((other.index() as u32, RawStep::Tie(edge.id().index() as u32)));
                }
            }
        }
        if let Some((payments, links)) = &self.payments {
            let own = [AccountId(at.wrapping_sub(first_account))];
            let accounts: &[AccountId] = match self.place(at) {
                Place::Account(_) => &own,
                Place::Entity(Entity::Account(held)) => links.in_ledger(held),
                Place::Entity(_) => &[],
            };
            for account in accounts {
                for direction in [Direction::Out, Direction::In] {
                    let hops = payments.adjacency(direction).of(*account);
                    around.extend(hops.iter().map(|hop| (self.vertex(hop.other), RawStep::Payment(hop.row.0))));
                }
            }
        }
        around.retain(|(other, _)| *other != at);
        around.sort_unstable();
        around.dedup_by_key(|(other, _)| *other);
    }

    // The vertex of an account of the ledger.
    fn vertex(&self, account: AccountId) -> u32 {
        let held = self.payments.as_ref().and_then(|(_, links)| links.held(account));
        match held.and_then(|held| self.entities.vertex(Entity::Account(held))) {
            Some(node) => node.index() as u32,
            None => self.entities.graph().node_count() as u32 + account.0,
        }
    }

    fn place(&self, at: u32) -> Place {
        let graph = self.entities.graph();
        match at.checked_sub(graph.node_count() as u32) {
            Some(account) => Place::Account(AccountId(account)),
            None => Place::Entity(self.entities.entity(NodeIndex::new(at as usize))),
        }
    }
}

impl Distances<'_> {
    /// How far a party is from the nearest target; `None` when it is further than the most steps.
    #[must_use]
    pub fn of_party(&self, party: PartyId) -> Option<u8> {
        self.at(party.0)
    }

    /// How far an account of the ledger is. `None` too where there are no payments.
    #[must_use]
    pub fn of_account(&self, account: AccountId) -> Option<u8> {
        self.at(self.network.vertex(account))
    }

    /// The way from a party to the nearest target.
    #[must_use]
    pub fn path_of_party(&self, party: PartyId) -> Option<Path> {
        self.path(party.0)
    }

    /// The way from an account of the ledger to the nearest target.
    #[must_use]
    pub fn path_of_account(&self, account: AccountId) -> Option<Path> {
        self.path(self.network.vertex(account))
    }

    /// The hubs that the walk came to with steps left, nearest first, then in order. Where it [stopped](Hubs::Stop) at
    /// them, what is beyond may be nearer than it is told.
    #[must_use]
    pub fn hubs(&self) -> &[Hub] {
        &self.hubs
    }

    fn at(&self, vertex: u32) -> Option<u8> {
        self.distance.get(vertex as usize).copied().filter(|distance| *distance != FAR)
    }

    fn path(&self, from: u32) -> Option<Path> {
        let mut left = self.at(from)?;
        let mut path = Path { places: vec![self.network.place(from)], steps: Vec::new(), hubs: Vec::new() };
        let mut at = from as usize;
        while left > 0 {
            path.steps.push(match self.step[at] {
                RawStep::Tie(edge) => {
                    let edge = EdgeIndex::new(edge as usize);
                    Step::Tie(self.network.entities.graph()[edge], edge)
                }
                RawStep::Payment(row) => Step::Payment(Row(row)),
                // Only targets have none.
                RawStep::None => return None,
            });
            at = self.next[at] as usize;
            left -= 1;
            path.places.push(self.network.place(at as u32));
            if self.is_hub[at] && left > 0 {
                path.hubs.push(self.network.place(at as u32));
            }
        }
        Some(path)
    }
}

#[cfg(test)]
mod tests;
