//! Accounts that are one: which of a ledger's accounts are taken together, as those of one owner.
//!
//! Money that is moved between accounts of one owner has not changed hands, and what comes in at one of them and leaves by
//! another is one flow. Both show when the accounts are one vertex: [`Contraction::graph`] is the transaction graph of the
//! same rows with one vertex for each *node*, on which every search runs as it is.

use super::TransactionGraph;
use crate::model::AccountId;
use std::sync::Arc;

/// Which accounts are one node. Nodes are in the order of their first accounts, which stand for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contraction {
    node_of: Vec<AccountId>,
    representatives: Vec<AccountId>,
    // The accounts of each node, ascending, and where those of each begin.
    starts: Vec<u32>,
    accounts: Vec<AccountId>,
}

impl Contraction {
    /// Accounts with equal keys are one node; an account without a key is a node by itself. `keyed` are accounts with their
    /// keys, each account once at most; `accounts` is how many there are in the ledger.
    ///
    /// Time: O(n log n) in the accounts that have a key, O(accounts).
    #[must_use]
    pub fn of<K: Ord>(accounts: usize, mut keyed: Vec<(K, AccountId)>) -> Self {
        keyed.sort_unstable();
        let mut first_of: Vec<AccountId> = (0..accounts as u32).map(AccountId).collect();
        for same in keyed.chunk_by(|one, two| one.0 == two.0) {
            for (_, account) in same {
                first_of[account.index()] = same[0].1;
            }
        }
        let mut node_of = vec![AccountId(0); accounts];
        let mut representatives = Vec::new();
        for account in (0..accounts as u32).map(AccountId) {
            let first = first_of[account.index()];
            node_of[account.index()] = if first == account {
                representatives.push(account);
                AccountId(representatives.len() as u32 - 1)
            } else {
                // The first of a node is the least of its accounts, so it has its number by now.
                node_of[first.index()]
            };
        }
        let mut starts = vec![0_u32; representatives.len() + 1];
        for node in &node_of {
            starts[node.index() + 1] += 1;
        }
        for place in 1..starts.len() {
            starts[place] += starts[place - 1];
        }
        let mut next = starts.clone();
        let mut members = vec![AccountId(0); accounts];
        for account in (0..accounts as u32).map(AccountId) {
            let place = &mut next[node_of[account.index()].index()];
            members[*place as usize] = account;
            *place += 1;
        }
        Self { node_of, representatives, starts, accounts: members }
    }

    /// The node of an account.
    #[inline]
    #[must_use]
    pub fn node(&self, account: AccountId) -> AccountId {
        self.node_of[account.index()]
    }

    /// For each account its node.
    #[must_use]
    pub fn nodes(&self) -> &[AccountId] {
        &self.node_of
    }

    /// How many nodes there are.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.representatives.len()
    }

    /// The accounts of a node, ascending.
    #[must_use]
    pub fn accounts(&self, node: AccountId) -> &[AccountId] {
        &self.accounts[self.starts[node.index()] as usize..self.starts[node.index() + 1] as usize]
    }

    /// How many accounts are one with another.
    #[must_use]
    pub fn joined(&self) -> u64 {
        let sizes = self.starts.windows(2).map(|bounds| u64::from(bounds[1] - bounds[0]));
        sizes.filter(|size| *size > 1).sum()
    }

    /// The graph of the same rows between nodes. Its accounts are nodes, named after their first accounts; what a node pays
    /// itself is no edge of it.
    ///
    /// Time and memory: those of [`TransactionGraph::new`], and 8 bytes a row.
    #[must_use]
    pub fn graph(&self, graph: &TransactionGraph) -> TransactionGraph {
        TransactionGraph::new(Arc::new(graph.ledger().contracted(&self.node_of, &self.representatives)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn accounts_with_equal_keys_are_one_node(keys in prop::collection::vec(prop::option::of(0_u8..4), 0..30)) {
            let mut keyed: Vec<(u8, AccountId)> =
                (0..).map(AccountId).zip(&keys).filter_map(|(account, key)| Some(((*key)?, account))).collect();
            keyed.reverse();
            let contraction = Contraction::of(keys.len(), keyed);
            for (one, first) in keys.iter().enumerate() {
                for (two, second) in keys.iter().enumerate() {
                    let same = one == two || (first.is_some() && first == second);
                    let (one, two) = (AccountId(one as u32), AccountId(two as u32));
                    prop_assert_eq!(contraction.node(one) == contraction.node(two), same);
                }
            }
            let firsts: Vec<AccountId> = (0..contraction.node_count() as u32)
                .map(|node| contraction.accounts(AccountId(node))[0]).collect();
            prop_assert!(firsts.is_sorted());
            let several = keys.iter().flatten()
                .filter(|key| keys.iter().flatten().filter(|other| other == key).count() > 1).count();
            prop_assert_eq!(contraction.joined(), several as u64);
            for node in (0..contraction.node_count() as u32).map(AccountId) {
                prop_assert!(contraction.accounts(node).iter().all(|account| contraction.node(*account) == node));
            }
        }
    }
}
