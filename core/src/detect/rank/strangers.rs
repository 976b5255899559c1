//! Terms of accounts that deal with others whom they do not know.

use super::chance::{WEIGHT, beta_binomial_tail, binomial_tail, geometric_tail, millibits};
use super::{Usual, busyness};
use crate::detect::{Finding, Reason};
use crate::graph::{Direction, Hop};
use crate::model::{AccountId, Row};

/// What an account does in one direction from one row to another, both included.
#[derive(Clone, Copy)]
pub(in crate::detect) struct Episode {
    pub(in crate::detect) account: AccountId,
    pub(in crate::detect) direction: Direction,
    pub(in crate::detect) first: Row,
    pub(in crate::detect) last: Row,
}

impl Episode {
    /// That of some payments of the account; `None` when there are none.
    pub(in crate::detect) fn of(account: AccountId, direction: Direction, hops: &[Hop]) -> Option<Self> {
        Some(Self { account, direction, first: hops.first()?.row, last: hops.last()?.row })
    }

    /// How many counterparties `seen` are, against the account's own number of them and those at its busiest other time, of
    /// which `elsewhere` tells.
    pub(in crate::detect) fn burst(&self, usual: &Usual<'_>, seen: u64, elsewhere: u64) -> Reason {
        let (name, who) = match self.direction {
            Direction::In => ("burst-in", "payers"),
            Direction::Out => ("burst-out", "receivers"),
        };
        let graph = usual.searched;
        let all = usual.counterparties(self.direction, self.account);
        let ledger = graph.ledger();
        let by_chance = f64::from(all) * busyness(graph, ledger.time(self.first), ledger.time(self.last));
        let expected = by_chance.max(elsewhere as f64);
        let text = if elsewhere as f64 > by_chance {
            format!("{seen} {who} where the account had up to {elsewhere} at another time")
        } else {
            format!("{seen} {who} where {by_chance:.1} of the account's {all} fall by chance")
        };
        Reason { name, millibits: millibits(geometric_tail(seen, expected)), text }
    }

    /// How many of those whom the account deals with in this time it deals with at no other. `counts` is zero for every
    /// account before and after.
    pub(in crate::detect) fn met(&self, usual: &Usual<'_>, counts: &mut [u32]) -> Reason {
        let (name, who) = match self.direction {
            Direction::In => ("strangers-in", "payers"),
            Direction::Out => ("strangers-out", "receivers"),
        };
        let hops = usual.graph.adjacency(self.direction).within(self.account, self.first.0..self.last.0 + 1);
        let (mut all, mut strangers) = (0, 0);
        for hop in hops {
            let seen = &mut counts[hop.other.index()];
            if *seen == 0 {
                *seen = 1;
                all += 1;
                strangers += u64::from(usual.habits.is_occasional(hop.row, usual.window));
            }
        }
        for hop in hops {
            counts[hop.other.index()] = 0;
        }
        let share = usual.habits.share_occasional(usual.window);
        Reason {
            name,
            millibits: millibits(beta_binomial_tail(strangers, all, share, WEIGHT)),
            text: format!(
                "{strangers} of {all} {who} in this time deal with the account within {} only; of all pairs {:.1} %",
                usual.window,
                share * 100.0
            ),
        }
    }
}

/// How many pairs of accounts deal with each other nowhere else.
pub(super) fn first_contact(usual: &Usual<'_>, finding: &Finding) -> Reason {
    let ledger = usual.graph.ledger();
    let mut pairs: Vec<(AccountId, AccountId, u32)> = finding
        .transactions
        .iter()
        .map(|row| (ledger.from(*row), ledger.to(*row), usual.habits.payments_alike(*row)))
        .collect();
    pairs.sort_unstable();
    let (mut all, mut only_here) = (0_u64, 0_u64);
    for group in pairs.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        all += 1;
        only_here += u64::from(group[0].2 as usize == group.len());
    }
    let share = usual.habits.share_once();
    Reason {
        name: "first-contact",
        millibits: millibits(binomial_tail(only_here, all, share)),
        text: format!(
            "{only_here} of {all} pairs of accounts deal with each other in this finding only; of all pairs {:.1} % deal once",
            share * 100.0
        ),
    }
}
