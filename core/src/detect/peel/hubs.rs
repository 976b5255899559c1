//! Hubs: accounts that deal with very many of those who deal with few.

use super::{ACCOUNTS_A_TASK, Peeling};
use crate::graph::Direction;
use crate::model::{AccountId, Row};
use crate::parallel::prelude::*;

impl Peeling<'_> {
    /// The payments that are left between two accounts one of which has more than `hub_times` as many counterparties in their
    /// layer as the other.
    ///
    /// Time: O(payments left).
    pub(super) fn uneven(&self) -> Vec<(u8, Row)> {
        let times = u64::from(self.question.hub_times);
        let mut uneven = Vec::new();
        for layer in 0..self.left.len() as u8 {
            let (pays, paid_by) =
                (self.counterparties(layer, Direction::Out), self.counterparties(layer, Direction::In));
            let accounts: Vec<AccountId> = self.question.graph.ledger().accounts().ids().collect();
            let tasks: Vec<Vec<(u8, Row)>> = accounts
                .par_chunks(ACCOUNTS_A_TASK)
                .map(|payers| {
                    let mut uneven = Vec::new();
                    for payer in payers {
                        let one = u64::from(pays[payer.index()]);
                        uneven.extend(self.left_of(layer, Direction::Out, *payer).filter_map(|hop| {
                            let other = u64::from(paid_by[hop.other.index()]);
                            (one.max(other) > one.min(other) * times).then_some((layer, hop.row))
                        }));
                    }
                    uneven
                })
                .collect();
            uneven.extend(tasks.into_iter().flatten());
        }
        uneven
    }

    /// How many distinct counterparties each account has with what is left of a layer.
    fn counterparties(&self, layer: u8, direction: Direction) -> Vec<u32> {
        let accounts: Vec<AccountId> = self.question.graph.ledger().accounts().ids().collect();
        let tasks: Vec<Vec<u32>> = accounts
            .par_chunks(ACCOUNTS_A_TASK)
            .map_init(
                || vec![u32::MAX; accounts.len()],
                |last_seen, own| {
                    let count = |account: &AccountId| {
                        let new = self
                            .left_of(layer, direction, *account)
                            .filter(|hop| std::mem::replace(&mut last_seen[hop.other.index()], account.0) != account.0);
                        new.count() as u32
                    };
                    own.iter().map(count).collect()
                },
            )
            .collect();
        tasks.concat()
    }
}
