//! The transaction graph as petgraph sees it, so that its algorithms need no copy.

use super::{Hop, TransactionGraph};
use crate::model::{AccountId, Row};
use fixedbitset::FixedBitSet;
use petgraph::visit::{
    Data, EdgeCount, EdgeRef, GraphBase, GraphProp, IntoEdgeReferences, IntoEdges, IntoEdgesDirected, IntoNeighbors,
    IntoNeighborsDirected, IntoNodeIdentifiers, NodeCompactIndexable, NodeCount, NodeIndexable, VisitMap, Visitable,
};
use petgraph::{Directed, Direction};

/// A transaction between two accounts as petgraph's edge reference; its weight is its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaymentRef<'a> {
    hop: &'a Hop,
    source: AccountId,
    target: AccountId,
}

/// The transactions of one account, or of all, as edge references.
#[derive(Clone, Debug)]
pub struct Payments<'a> {
    hops: std::slice::Iter<'a, Hop>,
    account: AccountId,
    outgoing: bool,
}

impl<'a> EdgeRef for PaymentRef<'a> {
    type NodeId = AccountId;
    type EdgeId = Row;
    type Weight = Row;
    fn source(&self) -> AccountId {
        self.source
    }
    fn target(&self) -> AccountId {
        self.target
    }
    fn weight(&self) -> &'a Row {
        &self.hop.row
    }
    fn id(&self) -> Row {
        self.hop.row
    }
}

impl<'a> Iterator for Payments<'a> {
    type Item = PaymentRef<'a>;
    fn next(&mut self) -> Option<PaymentRef<'a>> {
        let hop = self.hops.next()?;
        let (source, target) = if self.outgoing { (self.account, hop.other) } else { (hop.other, self.account) };
        Some(PaymentRef { hop, source, target })
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.hops.size_hint()
    }
}

fn payments(graph: &TransactionGraph, account: AccountId, outgoing: bool) -> Payments<'_> {
    let hops = if outgoing { graph.paid_by(account) } else { graph.received_by(account) };
    Payments { hops: hops.iter(), account, outgoing }
}

impl GraphBase for TransactionGraph {
    type NodeId = AccountId;
    type EdgeId = Row;
}

impl Data for TransactionGraph {
    type NodeWeight = AccountId;
    type EdgeWeight = Row;
}

impl GraphProp for TransactionGraph {
    type EdgeType = Directed;
}

impl NodeCount for TransactionGraph {
    fn node_count(&self) -> usize {
        self.account_count()
    }
}

impl EdgeCount for TransactionGraph {
    fn edge_count(&self) -> usize {
        self.payment_count()
    }
}

impl NodeIndexable for TransactionGraph {
    fn node_bound(&self) -> usize {
        self.account_count()
    }
    fn to_index(&self, account: AccountId) -> usize {
        account.index()
    }
    fn from_index(&self, index: usize) -> AccountId {
        AccountId(index as u32)
    }
}

impl NodeCompactIndexable for TransactionGraph {}

/// The accounts that a walk has visited: petgraph's own bit set, indexed by account.
#[derive(Clone, Debug, Default)]
pub struct VisitedAccounts(FixedBitSet);

impl VisitMap<AccountId> for VisitedAccounts {
    fn visit(&mut self, account: AccountId) -> bool {
        !self.0.put(account.index())
    }
    fn is_visited(&self, account: &AccountId) -> bool {
        self.0.contains(account.index())
    }
    fn unvisit(&mut self, account: AccountId) -> bool {
        let visited = self.0.contains(account.index());
        self.0.set(account.index(), false);
        visited
    }
}

impl Visitable for TransactionGraph {
    type Map = VisitedAccounts;
    fn visit_map(&self) -> Self::Map {
        VisitedAccounts(FixedBitSet::with_capacity(self.account_count()))
    }
    fn reset_map(&self, map: &mut Self::Map) {
        map.0.clear();
        map.0.grow(self.account_count());
    }
}

impl IntoNodeIdentifiers for &TransactionGraph {
    type NodeIdentifiers = std::iter::Map<std::ops::Range<u32>, fn(u32) -> AccountId>;
    fn node_identifiers(self) -> Self::NodeIdentifiers {
        (0..self.account_count() as u32).map(AccountId)
    }
}

impl<'a> IntoEdgeReferences for &'a TransactionGraph {
    type EdgeRef = PaymentRef<'a>;
    type EdgeReferences = Box<dyn Iterator<Item = PaymentRef<'a>> + 'a>;
    fn edge_references(self) -> Self::EdgeReferences {
        Box::new(self.ledger().accounts().ids().flat_map(move |account| payments(self, account, true)))
    }
}

impl<'a> IntoNeighbors for &'a TransactionGraph {
    type Neighbors = std::iter::Map<std::slice::Iter<'a, Hop>, fn(&Hop) -> AccountId>;
    fn neighbors(self, account: AccountId) -> Self::Neighbors {
        self.neighbors_directed(account, Direction::Outgoing)
    }
}

impl<'a> IntoNeighborsDirected for &'a TransactionGraph {
    type NeighborsDirected = std::iter::Map<std::slice::Iter<'a, Hop>, fn(&Hop) -> AccountId>;
    fn neighbors_directed(self, account: AccountId, direction: Direction) -> Self::NeighborsDirected {
        let hops = match direction {
            Direction::Outgoing => self.paid_by(account),
            Direction::Incoming => self.received_by(account),
        };
        hops.iter().map(|hop| hop.other)
    }
}

impl<'a> IntoEdges for &'a TransactionGraph {
    type Edges = Payments<'a>;
    fn edges(self, account: AccountId) -> Payments<'a> {
        payments(self, account, true)
    }
}

impl<'a> IntoEdgesDirected for &'a TransactionGraph {
    type EdgesDirected = Payments<'a>;
    fn edges_directed(self, account: AccountId, direction: Direction) -> Payments<'a> {
        payments(self, account, direction == Direction::Outgoing)
    }
}
