//! The same transactions with several accounts taken as one.

use super::identity::Hashes;
use super::{AccountTable, Ledger, TextTable};
use crate::model::AccountId;
use crate::parallel::prelude::*;
use std::sync::Arc;

impl Ledger {
    /// A ledger of the same rows whose accounts are those in `representatives`: row by row, account `a` becomes
    /// `node_of[a]`, which is a position among them. Rows, times, amounts and texts are shared with this one, so a
    /// [`Row`](crate::model::Row) means the same in both; what one node pays itself is a transfer to itself there.
    ///
    /// Time: O(rows + accounts). Memory: 8 bytes a row, and the names of the representatives.
    ///
    /// # Panics
    /// When `node_of` has another length than the account table, or names a node that has no representative.
    #[must_use]
    pub fn contracted(&self, node_of: &[AccountId], representatives: &[AccountId]) -> Self {
        assert_eq!(node_of.len(), self.accounts.len(), "every account is of one node");
        assert!(node_of.iter().all(|node| node.index() < representatives.len()), "every node has a representative");
        let (from, to) = crate::parallel::join(
            || self.from.par_iter().map(|account| node_of[account.index()]).collect(),
            || self.to.par_iter().map(|account| node_of[account.index()]).collect(),
        );
        Self {
            from,
            to,
            accounts: self.accounts.only(representatives),
            columns: Arc::clone(&self.columns),
            hashes: Hashes::default(),
        }
    }
}

impl AccountTable {
    // These accounts alone, in the order that is given.
    fn only(&self, accounts: &[AccountId]) -> Self {
        let mut numbers = TextTable::with_capacity(accounts.len(), 0);
        for account in accounts {
            // The texts fit where more of them did.
            _ = numbers.push(self.numbers.get(account.0).as_bytes());
        }
        let institution = accounts.iter().map(|account| self.institution(*account)).collect();
        Self { institutions: self.institutions.clone(), institution, numbers }
    }
}
