//! Accounts on which the network of a case hangs.
//!
//! The network has the accounts of the case, and an edge from payer to receiver that carries what was paid between them, at
//! the ledger's rates. Its *main source* is the account that paid most beyond what it received, its *main sink* the one that received
//! most beyond what it paid; of equals the first. Time is left aside here, so what is said of ways and flows is said of
//! what the payments allow at most, not of how money went. Three questions are asked of each account:
//!
//! - does it **separate** the network, so that without it what hung together falls apart (an articulation point: Hopcroft and Tarjan,
//!   Algorithm 447, Communications of the ACM 16, 1973)?
//! - is it a **gate**, through which every way from the main source to the main sink leads (a dominator of the sink: Cooper, Harvey
//!   and Kennedy, A simple, fast dominance algorithm, 2001)?
//! - how much of the **largest flow** from source to sink (Dinitz, Soviet Mathematics Doklady 11, 1970) is not possible without it? That is a number of the
//!   network and not of one of its many largest flows.
//!
//! The algorithms are petgraph's.

use super::Contents;
use crate::ledger::{Ledger, Rates};
use crate::model::{AccountId, Amount};
use petgraph::Direction::{Incoming, Outgoing};
use petgraph::algo::articulation_points::articulation_points;
use petgraph::algo::{dinics, dominators};
use petgraph::graph::{DiGraph, NodeIndex, UnGraph};
use std::cmp::Reverse;

/// Larger networks are asked for flows of no account: each takes a search of its own.
const EDGES: usize = 2000;

/// So many accounts, those through which most can go, are asked for their part of the flow.
const ASKED: usize = 24;

/// The accounts on which a case hangs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyAccounts {
    /// The way that is asked about; `None` where no money of known value leads from a source to a sink.
    pub way: Option<Way>,
    /// The accounts of which any of the questions has an answer: gates first, then by their part of the flow, those that
    /// separate before others.
    pub accounts: Vec<KeyAccount>,
    /// Payments in currencies without a rate: no flow has them.
    pub without_value: u64,
}

/// From the main source to the main sink.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    /// Who paid most beyond what it received.
    pub source: AccountId,
    /// Who received most beyond what it paid.
    pub sink: AccountId,
    /// The largest flow between them, in the reference currency; `None` where the network is too large to ask.
    pub flow: Option<Amount>,
}

/// An account on which a case hangs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyAccount {
    /// The account.
    pub account: AccountId,
    /// Whether the network falls apart without it.
    pub separates: bool,
    /// Whether every way from the main source to the main sink leads through it.
    pub gate: bool,
    /// So many of a hundred of the largest flow are not possible without it, rounded down; `None` where that was not asked.
    pub of_flow: Option<u32>,
}

impl KeyAccounts {
    /// Those of a case.
    ///
    /// Time: O(n log n) in the evidence, O(accounts²) at worst for gates, and 25 largest flows of a network of at most 2,000 edges.
    #[must_use]
    pub fn of(ledger: &Ledger, rates: &Rates, contents: &Contents<'_>) -> Self {
        let network = Network::of(ledger, rates, contents);
        let separates = network.separating();
        let ends = network.ends();
        let mut gates = vec![false; network.accounts.len()];
        let mut of_flow = vec![None; network.accounts.len()];
        let mut way = None;
        if let Some((source, sink)) = ends
            && let Some(between) = network.between(source, sink)
        {
            for gate in between {
                gates[gate] = true;
            }
            let whole = network.flow(source, sink, None);
            if let Some(whole) = whole.filter(|whole| *whole > 0) {
                for account in network.asked(source, sink, &gates) {
                    let without = if gates[account] { Some(0) } else { network.flow(source, sink, Some(account)) };
                    of_flow[account] = without
                        .map(|without| (u128::from(whole.saturating_sub(without)) * 100 / u128::from(whole)) as u32);
                }
            }
            let amount = |units: u64| Amount::new(i64::try_from(units).unwrap_or(i64::MAX), rates.reference());
            way = Some(Way { source: network.accounts[source], sink: network.accounts[sink], flow: whole.map(amount) });
        }
        let mut accounts: Vec<KeyAccount> = (0..network.accounts.len())
            .map(|place| KeyAccount {
                account: network.accounts[place],
                separates: separates[place],
                gate: gates[place],
                of_flow: of_flow[place],
            })
            .filter(|key| key.separates || key.gate || key.of_flow.is_some_and(|part| part > 0))
            .collect();
        accounts.sort_by_key(|key| (!key.gate, Reverse(key.of_flow), !key.separates, key.account));
        Self { way, accounts, without_value: network.without_value }
    }
}

/// The network: nodes in the order of accounts, edges in that of payer and receiver, each once.
struct Network {
    accounts: Vec<AccountId>,
    graph: DiGraph<(), u64>,
    without_value: u64,
}

impl Network {
    fn of(ledger: &Ledger, rates: &Rates, contents: &Contents<'_>) -> Self {
        let accounts: Vec<AccountId> = contents.accounts.iter().map(|account| account.account).collect();
        let mut graph = DiGraph::with_capacity(accounts.len(), 0);
        for _ in &accounts {
            graph.add_node(());
        }
        let mut without_value = 0;
        let mut payments: Vec<(usize, usize, u64)> = Vec::with_capacity(contents.transactions.len());
        for row in contents.transactions.iter().filter(|row| !ledger.is_self_transfer(**row)) {
            let ends = (contents.place(ledger.from(*row)), contents.place(ledger.to(*row)));
            let (Some(from), Some(to)) = ends else { continue };
            let value = rates.value(ledger.paid(*row));
            without_value += u64::from(value.is_none());
            payments.push((from, to, value.unwrap_or(0).max(0).unsigned_abs()));
        }
        payments.sort_unstable();
        for same in payments.chunk_by(|one, two| (one.0, one.1) == (two.0, two.1)) {
            let value = same.iter().fold(0_u64, |sum, payment| sum.saturating_add(payment.2));
            graph.add_edge(NodeIndex::new(same[0].0), NodeIndex::new(same[0].1), value);
        }
        Self { accounts, graph, without_value }
    }

    fn separating(&self) -> Vec<bool> {
        let mut pairs: Vec<(u32, u32)> = (self.graph.raw_edges().iter())
            .map(|edge| (edge.source().index() as u32, edge.target().index() as u32))
            .map(|(one, two)| (one.min(two), one.max(two)))
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        let mut graph: UnGraph<(), ()> = UnGraph::from_edges(&pairs);
        while graph.node_count() < self.accounts.len() {
            graph.add_node(());
        }
        let mut separates = vec![false; self.accounts.len()];
        for node in articulation_points(&graph) {
            separates[node.index()] = true;
        }
        separates
    }

    /// Main source and main sink.
    fn ends(&self) -> Option<(usize, usize)> {
        let sum = |place: usize, direction| {
            let edges = self.graph.edges_directed(NodeIndex::new(place), direction);
            edges.fold(0_i128, |sum, edge| sum + i128::from(*edge.weight()))
        };
        let beyond = |place: usize| sum(place, Outgoing) - sum(place, Incoming);
        let beyond: Vec<i128> = (0..self.accounts.len()).map(beyond).collect();
        let source = (0..beyond.len()).max_by_key(|place| (beyond[*place], Reverse(*place)))?;
        let sink = (0..beyond.len()).min_by_key(|place| (beyond[*place], *place))?;
        (beyond[source] > 0 && beyond[sink] < 0).then_some((source, sink))
    }

    /// The accounts through which every way leads, without its ends; `None` where there is no way.
    fn between(&self, source: usize, sink: usize) -> Option<Vec<usize>> {
        let dominators = dominators::simple_fast(&self.graph, NodeIndex::new(source));
        let above = dominators.strict_dominators(NodeIndex::new(sink))?;
        Some(above.map(|node| node.index()).filter(|node| *node != source).collect())
    }

    /// The largest flow, without an account.
    fn flow(&self, source: usize, sink: usize, without: Option<usize>) -> Option<u64> {
        if self.graph.edge_count() > EDGES {
            return None;
        }
        let total = self.graph.edge_weights().fold(0_u64, |sum, value| sum.saturating_add(*value));
        if total > u64::MAX / 4 {
            return None;
        }
        let without = without.map(NodeIndex::new);
        let graph = self.graph.filter_map(
            |_, ()| Some(()),
            |edge, value| {
                let ends = self.graph.edge_endpoints(edge)?;
                (without != Some(ends.0) && without != Some(ends.1)).then_some(*value)
            },
        );
        Some(dinics(&graph, NodeIndex::new(source), NodeIndex::new(sink)).0)
    }

    /// Whom to ask for their part of the flow: gates, and those through which most can go.
    fn asked(&self, source: usize, sink: usize, gates: &[bool]) -> Vec<usize> {
        let through = |place: usize| {
            let sum = |direction| {
                let edges = self.graph.edges_directed(NodeIndex::new(place), direction);
                edges.fold(0_u64, |sum, edge| sum.saturating_add(*edge.weight()))
            };
            sum(Incoming).min(sum(Outgoing))
        };
        let mut asked: Vec<(bool, Reverse<u64>, usize)> = (0..self.accounts.len())
            .filter(|place| *place != source && *place != sink)
            .map(|place| (!gates[place], Reverse(through(place)), place))
            .filter(|(no_gate, through, _)| !no_gate || through.0 > 0)
            .collect();
        asked.sort_unstable();
        asked.truncate(ASKED);
        asked.into_iter().map(|(.., place)| place).collect()
    }
}
