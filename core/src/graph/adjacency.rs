//! One direction of the graph, compressed: all accounts' transactions in one array, each account's in time order.

use crate::model::{AccountId, Row};
use std::ops::Range;

/// A transaction as one of its accounts sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hop {
    /// The transaction.
    pub row: Row,
    /// The account at its other end.
    pub other: AccountId,
}

/// The transactions of every account in one direction.
#[derive(Debug, Default)]
pub struct Adjacency {
    // Where each account's hops begin, and one more for the end.
    starts: Vec<u32>,
    hops: Vec<Hop>,
}

impl Adjacency {
    /// Sorts rows by their `own` account, keeping their order, and leaves out those whose two accounts are the same.
    pub(super) fn new(accounts: usize, own: &[AccountId], other: &[AccountId]) -> Self {
        let mut starts = vec![0_u32; accounts + 1];
        for (own, other) in own.iter().zip(other) {
            starts[own.index() + 1] += u32::from(own != other);
        }
        for account in 0..accounts {
            starts[account + 1] += starts[account];
        }
        let empty = Hop { row: Row(0), other: AccountId(0) };
        let mut hops = vec![empty; starts[accounts] as usize];
        // Each start moves on as its account fills and ends where the next account's was, so the array is the starts
        // again when it is moved up by one.
        for (row, (own, other)) in own.iter().zip(other).enumerate() {
            if own != other {
                let place = &mut starts[own.index()];
                hops[*place as usize] = Hop { row: Row(row as u32), other: *other };
                *place += 1;
            }
        }
        starts.rotate_right(1);
        starts[0] = 0;
        if let Some(last) = starts.last_mut() {
            *last = hops.len() as u32;
        }
        Self { starts, hops }
    }

    /// How many hops in all.
    #[must_use]
    pub fn len(&self) -> usize {
        self.hops.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hops.is_empty()
    }

    /// Where the account's hops lie in [`all`](Self::all).
    #[inline]
    #[must_use]
    pub fn range(&self, account: AccountId) -> Range<usize> {
        self.starts[account.index()] as usize..self.starts[account.index() + 1] as usize
    }

    /// The account's hops in time order.
    #[inline]
    #[must_use]
    pub fn of(&self, account: AccountId) -> &[Hop] {
        &self.hops[self.range(account)]
    }

    /// How many hops the account has.
    #[inline]
    #[must_use]
    pub fn degree(&self, account: AccountId) -> usize {
        self.range(account).len()
    }

    /// The account's hops whose rows are in a range, by binary search.
    #[inline]
    #[must_use]
    pub fn within(&self, account: AccountId, rows: Range<u32>) -> &[Hop] {
        let hops = self.of(account);
        let start = hops.partition_point(|hop| hop.row.0 < rows.start);
        let length = hops[start..].partition_point(|hop| hop.row.0 < rows.end);
        &hops[start..start + length]
    }

    /// All hops, by account and time.
    #[must_use]
    pub fn all(&self) -> &[Hop] {
        &self.hops
    }
}
