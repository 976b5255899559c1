//! What ties findings together.
//!
//! Two findings are tied when any of these holds, where `f` is the one with less evidence:
//!
//! 1. **the same money**: they share more than half of the transactions of `f`, counting only transactions between two
//!    accounts that are no hubs;
//! 2. **the same accounts**: those of their accounts that are no hubs are the same, two at least;
//! 3. **the same pivot, soon after**: an account that is no hub is a pivot of both, and the later one begins no later
//!    than the longest window of the earlier one after that has ended. A pivot is an account that at least half of a
//!    finding's transactions touch, and more than touch its median account: the centre of a fan, the source and the sink
//!    of a scatter-gather; a cycle has none.
//!
//! Where owners of accounts are known, rules 2 and 3 speak of owners: the accounts of one are one. Findings that a person
//! ties who uses another account each time are then one case.
//!
//! Cases are the connected groups. Ties by a single shared leaf, or by one transaction of many, would tie most of a dense
//! ledger together, so there are none. Pivots could still do so in a ledger where everyone is one; a group of more than
//! [`LARGEST_GROUP`] findings is therefore parted into what the first two rules tie, and its cases say so.
//!
//! No rule looks at scores or at positions, so unrelated data leaves groups as they are, unless it makes an account a hub.
//!
//! Findings that share a transaction are looked for by prefix: whoever shares more than half of the transactions of `f`
//! has one of any half of them, and the half is taken that the fewest findings have.

use super::Hubs;
use crate::detect::Finding;
use crate::graph::{Contraction, TransactionGraph};
use crate::model::{AccountId, Row, Span, Timestamp};
use crate::parallel::prelude::*;
use petgraph::unionfind::UnionFind;

/// Groups of more findings than this are parted.
pub(super) const LARGEST_GROUP: usize = 1000;

/// A connected group of findings.
pub(super) struct Group {
    /// Positions in the findings, ascending.
    pub(super) findings: Vec<u32>,
    /// Whether pivots tied it to others, too many of them.
    pub(super) parted: bool,
}

/// What the rules need to know of a finding.
struct Traits {
    /// Evidence between accounts that are no hubs, ascending.
    money: Vec<Row>,
    /// Accounts, or owners, that are no hubs, ascending.
    accounts: Vec<AccountId>,
    /// Those of them that are pivots.
    pivots: Vec<AccountId>,
}

/// The connected groups, each finding in one.
pub(super) fn groups(
    graph: &TransactionGraph,
    hubs: &Hubs,
    findings: &[Finding],
    owners: Option<&Contraction>,
) -> Vec<Group> {
    let ends = Ends { graph, hubs, owners };
    let traits: Vec<Traits> = findings.par_iter().map(|finding| Traits::of(&ends, finding)).collect();
    let mut strong = UnionFind::new(findings.len());
    tie_accounts(&traits, &mut strong);
    tie_money(graph.ledger().len(), findings, &traits, &mut strong);
    let mut whole = strong.clone();
    tie_pivots(graph, findings, &traits, &mut whole);
    part(&whole.into_labeling(), &strong.into_labeling())
}

/// Who is at the ends of payments: accounts, or their owners where these are known.
struct Ends<'a> {
    graph: &'a TransactionGraph,
    hubs: &'a Hubs,
    owners: Option<&'a Contraction>,
}

impl Ends<'_> {
    fn owner(&self, account: AccountId) -> AccountId {
        self.owners.map_or(account, |owners| owners.node(account))
    }

    /// An owner is a hub where any of the accounts is.
    fn is_hub(&self, owner: AccountId) -> bool {
        match self.owners {
            Some(owners) => owners.accounts(owner).iter().any(|account| self.hubs.contains(*account)),
            None => self.hubs.contains(owner),
        }
    }
}

impl Traits {
    fn of(end: &Ends<'_>, finding: &Finding) -> Self {
        let (from, to) = (end.graph.ledger().from_accounts(), end.graph.ledger().to_accounts());
        let rows = &finding.transactions;
        let owners = rows.iter().flat_map(|row| [from[row.index()], to[row.index()]]);
        let mut ends: Vec<AccountId> = owners.map(|account| end.owner(account)).collect();
        ends.sort_unstable();
        let touches = || ends.chunk_by(|a, b| a == b).map(|same| (same[0], same.len()));
        let mut counts: Vec<usize> = touches().map(|(_, touched)| touched).collect();
        counts.sort_unstable();
        let median = counts.get(counts.len() / 2).copied().unwrap_or(0);
        let (mut accounts, mut pivots) = (Vec::with_capacity(counts.len()), Vec::new());
        for (account, touched) in touches().filter(|(account, _)| !end.is_hub(*account)) {
            accounts.push(account);
            if touched > median && 2 * touched >= rows.len() {
                pivots.push(account);
            }
        }
        let open = |row: &Row| !end.hubs.contains(from[row.index()]) && !end.hubs.contains(to[row.index()]);
        Self { money: rows.iter().copied().filter(open).collect(), accounts, pivots }
    }
}

fn tie_accounts(traits: &[Traits], ties: &mut UnionFind<usize>) {
    let mut order: Vec<usize> = (0..traits.len()).filter(|finding| traits[*finding].accounts.len() > 1).collect();
    order.par_sort_unstable_by(|a, b| traits[*a].accounts.cmp(&traits[*b].accounts));
    for pair in order.windows(2) {
        if traits[pair[0]].accounts == traits[pair[1]].accounts {
            ties.union(pair[0], pair[1]);
        }
    }
}

fn tie_money(transactions: usize, findings: &[Finding], traits: &[Traits], ties: &mut UnionFind<usize>) {
    let holders = Holders::of(transactions, traits);
    let mut asked = vec![usize::MAX; findings.len()];
    let mut money: Vec<Row> = Vec::new();
    for (smaller, finding) in findings.iter().enumerate() {
        let needed = finding.transactions.len() / 2 + 1;
        let own = &traits[smaller].money;
        if own.len() < needed {
            continue;
        }
        money.clone_from(own);
        money.sort_unstable_by_key(|row| (holders.of_row(*row).len(), *row));
        for row in &money[..=own.len() - needed] {
            for larger in holders.of_row(*row) {
                let larger = *larger as usize;
                if findings[larger].transactions.len() < finding.transactions.len()
                    || std::mem::replace(&mut asked[larger], smaller) == smaller
                    || ties.find_mut(smaller) == ties.find_mut(larger)
                {
                    continue;
                }
                if shared(own, &traits[larger].money) >= needed {
                    ties.union(smaller, larger);
                }
            }
        }
    }
}

/// Which findings have a transaction in their `money`.
struct Holders {
    starts: Vec<u32>,
    findings: Vec<u32>,
}

impl Holders {
    fn of(transactions: usize, traits: &[Traits]) -> Self {
        let mut starts = vec![0_u32; transactions + 1];
        for row in traits.iter().flat_map(|traits| &traits.money) {
            starts[row.index() + 1] += 1;
        }
        for row in 0..transactions {
            starts[row + 1] += starts[row];
        }
        let mut findings = vec![0; starts[transactions] as usize];
        for (finding, traits) in traits.iter().enumerate() {
            for row in &traits.money {
                let place = &mut starts[row.index()];
                findings[*place as usize] = finding as u32;
                *place += 1;
            }
        }
        // Each start has moved to where the next one was.
        starts.rotate_right(1);
        starts[0] = 0;
        if let Some(last) = starts.last_mut() {
            *last = findings.len() as u32;
        }
        Self { starts, findings }
    }

    fn of_row(&self, row: Row) -> &[u32] {
        &self.findings[self.starts[row.index()] as usize..self.starts[row.index() + 1] as usize]
    }
}

/// How many of the ascending rows are in both; `few` are looked up in `many` where these are far more.
fn shared(few: &[Row], many: &[Row]) -> usize {
    let mut rest = many;
    let mut shared = 0;
    for row in few {
        let skip = if many.len() > 16 * few.len() {
            rest.partition_point(|other| other < row)
        } else {
            rest.iter().take_while(|other| *other < row).count()
        };
        rest = &rest[skip..];
        shared += usize::from(rest.first() == Some(row));
    }
    shared
}

fn tie_pivots(graph: &TransactionGraph, findings: &[Finding], traits: &[Traits], ties: &mut UnionFind<usize>) {
    let mut stays: Vec<(AccountId, Timestamp, Timestamp, usize)> = Vec::new();
    for (place, (finding, traits)) in findings.iter().zip(traits).enumerate() {
        let (first, last) = finding.period(graph.ledger());
        let window = finding.windows.iter().max().copied().unwrap_or(Span(0));
        let reach = Timestamp(last.0.saturating_add(window.0));
        stays.extend(traits.pivots.iter().map(|account| (*account, first, reach, place)));
    }
    stays.par_sort_unstable();
    // In the order of beginnings, a finding that is tied to any earlier one is tied to the one that reaches furthest:
    // what the others reach, that one reaches too, and so it is tied to them.
    for same in stays.chunk_by(|a, b| a.0 == b.0) {
        let mut furthest = same[0];
        for stay in &same[1..] {
            if stay.1 <= furthest.2 {
                ties.union(furthest.3, stay.3);
            }
            if stay.2 > furthest.2 {
                furthest = *stay;
            }
        }
    }
}

/// Groups by the first labels, and by the second where a group is too large.
fn part(whole: &[usize], strong: &[usize]) -> Vec<Group> {
    let mut sizes = vec![0_usize; whole.len()];
    for label in whole {
        sizes[*label] += 1;
    }
    let mut order: Vec<(bool, usize, u32)> = (0..whole.len())
        .map(|finding| match sizes[whole[finding]] > LARGEST_GROUP {
            true => (true, strong[finding], finding as u32),
            false => (false, whole[finding], finding as u32),
        })
        .collect();
    order.par_sort_unstable();
    order
        .chunk_by(|a, b| (a.0, a.1) == (b.0, b.1))
        .map(|group| Group { findings: group.iter().map(|(_, _, finding)| *finding).collect(), parted: group[0].0 })
        .collect()
}
