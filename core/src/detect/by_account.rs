//! Work that is done for each account on its own, spread over threads, its results in the order of accounts.

use super::{Cancelled, Watch};
use crate::graph::{Hop, TransactionGraph};
use crate::model::AccountId;
use crate::parallel::prelude::*;

// Accounts a task: enough that a task's scratch is worth its allocation.
const ACCOUNTS_A_TASK: u32 = 8192;

/// Calls `search` for every account. It adds to the list that it is given; `scratch` makes what a task works with.
pub(super) fn by_account<S, T: Send>(
    graph: &TransactionGraph,
    watch: &dyn Watch,
    scratch: impl Fn() -> S + Sync,
    search: impl Fn(AccountId, &mut S, &mut Vec<T>) + Sync,
) -> Result<Vec<T>, Cancelled> {
    let accounts = graph.account_count() as u32;
    let tasks: Vec<Vec<T>> = (0..accounts.div_ceil(ACCOUNTS_A_TASK))
        .into_par_iter()
        .map_init(&scratch, |scratch, task| {
            let mut found = Vec::new();
            if watch.cancelled() {
                return Err(Cancelled);
            }
            for account in task * ACCOUNTS_A_TASK..((task + 1) * ACCOUNTS_A_TASK).min(accounts) {
                search(AccountId(account), scratch, &mut found);
            }
            Ok(found)
        })
        .collect::<Result<_, Cancelled>>()?;
    Ok(tasks.into_iter().flatten().collect())
}

/// The accounts at the other ends of these hops, each once, in order.
pub(super) fn others<'a>(hops: impl IntoIterator<Item = &'a Hop>) -> Vec<AccountId> {
    sorted(hops.into_iter().map(|hop| hop.other).collect())
}

/// Each once, in order.
pub(super) fn sorted<T: Ord>(mut all: Vec<T>) -> Vec<T> {
    all.sort_unstable();
    all.dedup();
    all
}
