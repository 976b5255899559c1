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
    /// When it took place, as a position in the graph's [instants](super::TransactionGraph::instants): beside the row, so
    /// that a search need not go to the ledger's column of times, which lies elsewhere in memory.
    pub instant: u32,
}

/// The transactions of every account in one direction.
#[derive(Debug, Default)]
pub struct Adjacency {
    // Where each account's hops begin, and one more for the end.
    starts: Vec<u32>,
    hops: Vec<Hop>,
}

// More rows than this are sorted by ranges of accounts first: what is written at random then fits the caches.
const FEW: usize = 1 << 19;
// So many can be written side by side.
const RANGES: u32 = 256;

impl Adjacency {
    /// Sorts rows by their `own` account, keeping their order, and leaves out those whose two accounts are the same.
    pub(super) fn new(accounts: usize, own: &[AccountId], other: &[AccountId], instants: &[u32]) -> Self {
        Self::sorted(accounts, (own, other), instants, if own.len() > FEW { RANGES } else { 1 })
    }

    fn sorted(accounts: usize, (own, other): (&[AccountId], &[AccountId]), instants: &[u32], ranges: u32) -> Self {
        let mut starts = vec![0_u32; accounts + 1];
        for (own, other) in own.iter().zip(other) {
            starts[own.index() + 1] += u32::from(own != other);
        }
        for account in 0..accounts {
            starts[account + 1] += starts[account];
        }
        let hops = (own.iter().zip(other).zip(instants).enumerate()).filter(|(_, ((own, other), _))| own != other).map(
            |(row, ((own, other), instant))| (*own, Hop { row: Row(row as u32), other: *other, instant: *instant }),
        );
        let empty = Hop { row: Row(0), other: AccountId(0), instant: 0 };
        let mut sorted = vec![empty; starts[accounts] as usize];
        if ranges < 2 {
            place(&mut starts, &mut sorted, hops);
        } else {
            place_by_ranges(&mut starts, &mut sorted, hops, (accounts as u32).div_ceil(ranges).max(1));
        }
        // Each start has moved on to where the next account's was, so they are the starts again when moved up by one.
        starts.rotate_right(1);
        starts[0] = 0;
        if let Some(last) = starts.last_mut() {
            *last = sorted.len() as u32;
        }
        Self { starts, hops: sorted }
    }

    /// Only the hops of rows that `keep` says.
    pub(super) fn retain(&self, keep: impl Fn(Row) -> bool) -> Self {
        let mut starts = Vec::with_capacity(self.starts.len());
        let mut hops = Vec::new();
        starts.push(0);
        for bounds in self.starts.windows(2) {
            hops.extend(self.hops[bounds[0] as usize..bounds[1] as usize].iter().filter(|hop| keep(hop.row)));
            starts.push(hops.len() as u32);
        }
        hops.shrink_to_fit();
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

/// Puts each hop where its account begins, which moves on.
fn place(starts: &mut [u32], sorted: &mut [Hop], hops: impl Iterator<Item = (AccountId, Hop)>) {
    for (own, hop) in hops {
        let start = &mut starts[own.index()];
        sorted[*start as usize] = hop;
        *start += 1;
    }
}

/// The same, first into ranges of `width` accounts and then within each. It touches every hop twice and in large ledgers
/// waits for memory far less.
fn place_by_ranges(starts: &mut [u32], sorted: &mut [Hop], hops: impl Iterator<Item = (AccountId, Hop)>, width: u32) {
    let mut accounts = vec![AccountId(0); sorted.len()];
    let mut ends: Vec<u32> = starts.iter().copied().step_by(width as usize).collect();
    for (own, hop) in hops {
        let end = &mut ends[(own.0 / width) as usize];
        sorted[*end as usize] = hop;
        accounts[*end as usize] = own;
        *end += 1;
    }
    let mut range = Vec::new();
    let mut begin = 0;
    for end in ends {
        let end = end as usize;
        range.clear();
        range.extend_from_slice(&sorted[begin..end]);
        place(starts, sorted, accounts[begin..end].iter().copied().zip(range.iter().copied()));
        begin = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_account_has_its_hops_in_order_however_they_are_sorted(
            pairs in prop::collection::vec((0..40_u32, 0..40_u32), 0..200),
            ranges in 1..50_u32,
        ) {
            let (own, other): (Vec<_>, Vec<_>) =
                pairs.iter().map(|(own, other)| (AccountId(*own), AccountId(*other))).unzip();
            let instants: Vec<u32> = (0..own.len() as u32).map(|row| row / 3).collect();
            let adjacency = Adjacency::sorted(40, (&own, &other), &instants, ranges);
            for account in (0..40).map(AccountId) {
                let expected: Vec<Hop> = (own.iter().zip(&other).enumerate())
                    .filter(|(_, (own, other))| **own == account && own != other)
                    .map(|(row, (_, other))| Hop { row: Row(row as u32), other: *other, instant: row as u32 / 3 })
                    .collect();
                prop_assert_eq!(adjacency.of(account), &expected[..]);
            }
            prop_assert_eq!(Adjacency::sorted(0, (&[], &[]), &[], ranges).len(), 0);
        }
    }
}
