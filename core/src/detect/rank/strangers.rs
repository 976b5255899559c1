//! Terms of accounts that deal with others whom they do not know.

use super::chance::{WEIGHT, beta_binomial_tail, binomial_tail, geometric_tail, millibits};
use super::{Usual, busyness};
use crate::detect::{Finding, Reason, Role};
use crate::graph::{Direction, TransactionGraph};
use crate::model::{AccountId, Row};

fn distinct(mut accounts: Vec<AccountId>) -> u64 {
    accounts.sort_unstable();
    accounts.dedup();
    accounts.len() as u64
}

/// The finding's payments of an account in one direction: the first, the last, and how many counterparties.
fn seen(
    graph: &TransactionGraph,
    finding: &Finding,
    centre: AccountId,
    direction: Direction,
) -> Option<(Row, Row, u64)> {
    let ledger = graph.ledger();
    let (own, other) = match direction {
        Direction::In => (ledger.to_accounts(), ledger.from_accounts()),
        Direction::Out => (ledger.from_accounts(), ledger.to_accounts()),
    };
    let rows: Vec<Row> = finding.transactions.iter().filter(|row| own[row.index()] == centre).copied().collect();
    let counterparties = distinct(rows.iter().map(|row| other[row.index()]).collect());
    Some((*rows.first()?, *rows.last()?, counterparties))
}

/// The counterparties of the account in `role`, against its own number of them and those at its busiest other time, of
/// which `elsewhere` tells.
pub(in crate::detect) fn burst(
    usual: &Usual<'_>,
    finding: &Finding,
    role: Role,
    direction: Direction,
    elsewhere: u64,
) -> Reason {
    let (name, who) = match direction {
        Direction::In => ("burst-in", "payers"),
        Direction::Out => ("burst-out", "receivers"),
    };
    let graph = usual.searched;
    let centre = finding.accounts_in(role).first().copied().unwrap_or_default();
    let all = usual.counterparties(direction, centre);
    let Some((first, last, seen)) = seen(graph, finding, centre, direction) else {
        return Reason { name, millibits: 0, text: format!("no {who}") };
    };
    let ledger = graph.ledger();
    let by_chance = all as f64 * busyness(graph, ledger.time(first), ledger.time(last));
    let expected = by_chance.max(elsewhere as f64);
    let text = if elsewhere as f64 > by_chance {
        format!("{seen} {who} where the account had up to {elsewhere} at another time")
    } else {
        format!("{seen} {who} where {by_chance:.1} of the account's {all} fall by chance")
    };
    Reason { name, millibits: millibits(geometric_tail(seen, expected)), text }
}

/// How many of those whom the account in `role` deals with in this time it deals with at no other.
pub(super) fn met(usual: &Usual<'_>, finding: &Finding, role: Role, direction: Direction) -> Reason {
    let (name, who) = match direction {
        Direction::In => ("strangers-in", "payers"),
        Direction::Out => ("strangers-out", "receivers"),
    };
    let centre = finding.accounts_in(role).first().copied().unwrap_or_default();
    let (mut all, mut strangers) = (Vec::new(), Vec::new());
    if let Some((first, last, _)) = seen(usual.graph, finding, centre, direction) {
        for hop in usual.graph.adjacency(direction).within(centre, first.0..last.0 + 1) {
            all.push(hop.other);
            if usual.habits.is_occasional(hop.row, usual.window) {
                strangers.push(hop.other);
            }
        }
    }
    let (all, strangers) = (distinct(all), distinct(strangers));
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
