//! Hubs of an instance: accounts that deal with very many of those who deal with few.

use super::Instance;
use crate::detect::by_account::sorted;
use crate::ledger::Ledger;
use crate::model::{AccountId, Row};

/// The payments of an instance between two accounts one of which has more than `times` as many counterparties in their layer as
/// the other.
///
/// Time: O(n log n) in the payments.
pub(super) fn uneven(ledger: &Ledger, instance: &Instance, times: u32) -> Vec<(u8, Row)> {
    let ends = |(layer, row): &(u8, Row)| [(*layer, ledger.from(*row)), (*layer + 1, ledger.to(*row))];
    // For each account at each end of a layer, how many distinct accounts it has at the other.
    let counted = |own: usize| -> Vec<((u8, AccountId), u32)> {
        let pairs = instance.payments.iter().map(|payment| (ends(payment)[own], ends(payment)[1 - own].1));
        let pairs = sorted(pairs.collect::<Vec<_>>());
        pairs.chunk_by(|a, b| a.0 == b.0).map(|same| (same[0].0, same.len() as u32)).collect()
    };
    let (pays, paid_by) = (counted(0), counted(1));
    let of = |counts: &[((u8, AccountId), u32)], end: (u8, AccountId)| {
        counts.binary_search_by_key(&end, |count| count.0).map_or(0, |place| u64::from(counts[place].1))
    };
    let is_uneven = |payment: &&(u8, Row)| {
        let [from, to] = ends(payment);
        let (one, other) = (of(&pays, from), of(&paid_by, to));
        one.max(other) > one.min(other) * u64::from(times)
    };
    instance.payments.iter().filter(is_uneven).copied().collect()
}
