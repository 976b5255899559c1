//! petgraph's own algorithms run on the transaction graph and agree with the same graph built in petgraph.

use petgraph::algo::{condensation, connected_components, dominators, kosaraju_scc, page_rank, tarjan_scc};
use petgraph::graph::DiGraph;
use petgraph::visit::{Dfs, EdgeRef, GraphRef, IntoEdgeReferences, IntoNeighbors, Reversed, Visitable};
use proptest::prelude::*;
use quipu::graph::TransactionGraph;
use quipu::ledger::{LedgerBuilder, Transaction};
use quipu::model::{AccountId, Amount, Currency, Timestamp};
use std::sync::Arc;

fn build(payments: &[(u8, u8)]) -> (TransactionGraph, DiGraph<(), ()>) {
    let mut builder = LedgerBuilder::new();
    for (minute, (from, to)) in payments.iter().enumerate() {
        let (from, to) = (format!("A{from:03}"), format!("A{to:03}"));
        let amount = Amount::new(100, Currency::NONE);
        builder
            .push(&Transaction::new(Timestamp(minute as i64), from.as_str().into(), to.as_str().into(), amount))
            .unwrap();
    }
    let graph = TransactionGraph::new(Arc::new(builder.finish().unwrap()));
    let mut plain = DiGraph::new();
    for _ in 0..graph.account_count() {
        plain.add_node(());
    }
    let ledger = graph.ledger();
    for row in ledger.rows().filter(|row| !ledger.is_self_transfer(*row)) {
        plain.add_edge(ledger.from(row).0.into(), ledger.to(row).0.into(), ());
    }
    (graph, plain)
}

fn sets<N>(components: Vec<Vec<N>>, number: impl Fn(N) -> u32) -> Vec<Vec<u32>> {
    let mut components: Vec<Vec<u32>> = components
        .into_iter()
        .map(|component| {
            let mut component: Vec<u32> = component.into_iter().map(&number).collect();
            component.sort_unstable();
            component
        })
        .collect();
    components.sort();
    components
}

fn reached<G: GraphRef + Visitable + IntoNeighbors>(graph: G, start: G::NodeId) -> usize {
    let mut search = Dfs::new(graph, start);
    std::iter::from_fn(|| search.next(graph)).count()
}

proptest! {
    #[test]
    fn components_and_ranks_are_those_of_a_plain_petgraph(
        payments in prop::collection::vec((0_u8..12, 0_u8..12), 1..60)
    ) {
        let (graph, plain) = build(&payments);
        prop_assert_eq!(connected_components(&graph), connected_components(&plain));
        let expected = sets(tarjan_scc(&plain), |node| node.index() as u32);
        prop_assert_eq!(sets(tarjan_scc(&graph), |account: AccountId| account.0), expected.clone());
        prop_assert_eq!(sets(kosaraju_scc(&graph), |account: AccountId| account.0), expected.clone());
        prop_assert_eq!(condensation(plain.clone(), false).node_count(), expected.len());
        let (ours, theirs) = (page_rank(&graph, 0.85_f64, 20), page_rank(&plain, 0.85_f64, 20));
        prop_assert!(ours.iter().zip(&theirs).all(|(a, b)| (a - b).abs() < 1e-9));
        let mut ours: Vec<(u32, u32)> =
            (&graph).edge_references().map(|edge| (edge.source().0, edge.target().0)).collect();
        let mut theirs: Vec<(u32, u32)> = plain
            .edge_references()
            .map(|edge| (edge.source().index() as u32, edge.target().index() as u32))
            .collect();
        ours.sort_unstable();
        theirs.sort_unstable();
        prop_assert_eq!(ours, theirs);
    }

    #[test]
    fn searches_forward_and_backward_reach_the_same_accounts(
        payments in prop::collection::vec((0_u8..12, 0_u8..12), 1..40)
    ) {
        let (graph, plain) = build(&payments);
        prop_assert_eq!(reached(&graph, AccountId(0)), reached(&plain, 0.into()));
        prop_assert_eq!(reached(Reversed(&graph), AccountId(0)), reached(Reversed(&plain), 0.into()));
        let ours = dominators::simple_fast(&graph, AccountId(0));
        let theirs = dominators::simple_fast(&plain, 0.into());
        for account in graph.ledger().accounts().ids() {
            prop_assert_eq!(
                ours.immediate_dominator(account).map(|a| a.0),
                theirs.immediate_dominator(account.0.into()).map(|n| n.index() as u32)
            );
        }
    }
}
