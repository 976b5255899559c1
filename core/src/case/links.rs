//! What ties findings and alerts together.
//!
//! Findings and alerts are members alike, but for alerts that are a finding of the run: such an alert goes with its finding. Two members are
//! tied when any of these holds, where `f` is the one with less evidence:
//!
//! 1. **the same money**: they share more than half of the transactions of `f`, counting only transactions between two
//!    accounts that are no hubs;
//! 2. **the same accounts**: those of their accounts that are no hubs are the same, two at least;
//! 3. **the same subject**: they are about the same accounts (those of the first role), share a transaction, and one of them is
//!    an alert, be it a finding too. This holds for hubs: it is the same money of the same account;
//! 4. **the same pivot, soon after**: an account that is no hub is a pivot of both, and the later one begins no later
//!    than the longest window of the earlier one after that has ended. A pivot is an account that at least half of a
//!    member's transactions touch, and more than touch its median account: the centre of a fan, the source and the sink
//!    of a scatter-gather; a cycle has none. Of an alert, its subject is one already when at least half of its transactions touch it, and so is who takes part in all of them: whom several victims pay. An alert that rests on a register alone has no time: all its accounts are pivots of it, always.
//!
//! Where owners of accounts are known, all but the first rule speak of owners: the accounts of one are one. Members that a person
//! ties who uses another account each time are then one case.
//!
//! Cases are the connected groups. Ties by a single shared leaf, or by one transaction of many, would tie most of a dense
//! ledger together, so there are none. Pivots could still do so in a ledger where everyone is one; a group of more than
//! [`LARGEST_GROUP`] members is therefore parted into what the other rules tie, and its cases say so.
//!
//! No rule looks at scores or at positions, so unrelated data leaves groups as they are, unless it makes an account a hub.
//!
//! Members that share a transaction are looked for by prefix: whoever shares more than half of the transactions of `f`
//! has one of any half of them, and the half is taken that the fewest members have.

use super::{Flag, Hubs};
use crate::detect::{Finding, FindingId};
use crate::graph::{Contraction, TransactionGraph};
use crate::model::{AccountId, Row, Span, Timestamp};
use crate::parallel::prelude::*;
use petgraph::unionfind::UnionFind;

/// Groups of more findings and alerts than this are parted.
pub(super) const LARGEST_GROUP: usize = 1000;

/// A connected group.
pub(super) struct Group {
    /// Positions in the findings, ascending.
    pub(super) findings: Vec<u32>,
    /// Positions in the alerts, ascending.
    pub(super) flags: Vec<u32>,
    /// Whether pivots tied it to others, too many of them.
    pub(super) parted: bool,
}

/// A finding, or an alert that is none.
struct Member<'a> {
    transactions: &'a [Row],
    /// Whether it is an alert, and of alerts the subject.
    alert: bool,
    subject: &'a [AccountId],
    /// Of alerts that rest on a register alone, whom they are about.
    registered: Vec<AccountId>,
    window: Span,
}

/// What the rules need to know of a member.
struct Traits {
    /// Evidence between accounts that are no hubs, ascending.
    money: Vec<Row>,
    /// Accounts, or owners, that are no hubs, ascending.
    accounts: Vec<AccountId>,
    /// Those of them that are pivots.
    pivots: Vec<AccountId>,
}

/// The connected groups, each finding and each alert in one.
pub(super) fn groups(
    graph: &TransactionGraph,
    hubs: &Hubs,
    (findings, ids): (&[Finding], &[FindingId]),
    flags: &[Flag<'_>],
    owners: Option<&Contraction>,
) -> Vec<Group> {
    let ends = Ends { graph, hubs, owners };
    let (members, of_flags) = members(findings, ids, flags);
    let traits: Vec<Traits> = members.par_iter().map(|member| Traits::of(&ends, member)).collect();
    let mut strong = UnionFind::new(members.len());
    tie_accounts(&traits, &mut strong);
    tie_money(graph.ledger().len(), &members, &traits, &mut strong);
    tie_subjects(&ends, findings, flags, &of_flags, &mut strong);
    let mut whole = strong.clone();
    tie_pivots(graph, &members, &traits, &mut whole);
    let groups = part(&whole.into_labeling(), &strong.into_labeling());
    with_flags(groups, findings.len(), &of_flags)
}

/// Findings, then alerts that are none of them; and of each alert its member.
fn members<'a>(findings: &'a [Finding], ids: &[FindingId], flags: &'a [Flag<'a>]) -> (Vec<Member<'a>>, Vec<u32>) {
    let mut known: Vec<(FindingId, u32)> = ids.iter().copied().zip(0..).collect();
    known.sort_unstable();
    let mut members: Vec<Member<'a>> = (findings.iter())
        .map(|finding| Member {
            transactions: &finding.transactions,
            alert: false,
            subject: &[],
            registered: Vec::new(),
            window: finding.windows.iter().max().copied().unwrap_or(Span(0)),
        })
        .collect();
    let mut of_flags = Vec::with_capacity(flags.len());
    for flag in flags {
        let stems = flag.finding.and_then(|id| {
            let place = known.partition_point(|(own, _)| *own < id);
            known.get(place).filter(|(own, _)| *own == id).map(|(_, finding)| *finding)
        });
        of_flags.push(stems.unwrap_or(members.len() as u32));
        if stems.is_none() {
            let about = flag.roles.iter().filter(|_| flag.transactions.is_empty());
            members.push(Member {
                transactions: flag.transactions,
                alert: true,
                subject: flag.subject(),
                registered: about.flat_map(|(_, accounts)| accounts.iter().copied()).collect(),
                window: flag.window,
            });
        }
    }
    (members, of_flags)
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
    fn of(end: &Ends<'_>, member: &Member<'_>) -> Self {
        let (from, to) = (end.graph.ledger().from_accounts(), end.graph.ledger().to_accounts());
        let rows = member.transactions;
        if rows.is_empty() {
            let mut accounts: Vec<AccountId> = member.registered.iter().map(|account| end.owner(*account)).collect();
            accounts.sort_unstable();
            accounts.dedup();
            accounts.retain(|account| !end.is_hub(*account));
            return Self { money: Vec::new(), pivots: accounts.clone(), accounts };
        }
        let owners = rows.iter().flat_map(|row| [from[row.index()], to[row.index()]]);
        let mut ends: Vec<AccountId> = owners.map(|account| end.owner(account)).collect();
        ends.sort_unstable();
        let touches = || ends.chunk_by(|a, b| a == b).map(|same| (same[0], same.len()));
        let mut counts: Vec<usize> = touches().map(|(_, touched)| touched).collect();
        counts.sort_unstable();
        let median = counts.get(counts.len() / 2).copied().unwrap_or(0);
        let mut subject: Vec<AccountId> = member.subject.iter().map(|account| end.owner(*account)).collect();
        subject.sort_unstable();
        let (mut accounts, mut pivots) = (Vec::with_capacity(counts.len()), Vec::new());
        for (account, touched) in touches().filter(|(account, _)| !end.is_hub(*account)) {
            accounts.push(account);
            let in_all = member.alert && touched >= rows.len();
            let turns = touched > median || in_all || subject.binary_search(&account).is_ok();
            if turns && 2 * touched >= rows.len() {
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

fn tie_money(transactions: usize, members: &[Member<'_>], traits: &[Traits], ties: &mut UnionFind<usize>) {
    let holders = Holders::of(transactions, traits);
    let mut asked = vec![usize::MAX; members.len()];
    let mut money: Vec<Row> = Vec::new();
    for (smaller, member) in members.iter().enumerate() {
        let needed = member.transactions.len() / 2 + 1;
        let own = &traits[smaller].money;
        if own.len() < needed {
            continue;
        }
        money.clone_from(own);
        money.sort_unstable_by_key(|row| (holders.of_row(*row).len(), *row));
        for row in &money[..=own.len() - needed] {
            for larger in holders.of_row(*row) {
                let larger = *larger as usize;
                if members[larger].transactions.len() < member.transactions.len()
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

/// Which members have a transaction in their `money`.
struct Holders {
    starts: Vec<u32>,
    members: Vec<u32>,
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
        let mut members = vec![0; starts[transactions] as usize];
        for (member, traits) in traits.iter().enumerate() {
            for row in &traits.money {
                let place = &mut starts[row.index()];
                members[*place as usize] = member as u32;
                *place += 1;
            }
        }
        // Each start has moved to where the next one was.
        starts.rotate_right(1);
        starts[0] = 0;
        if let Some(last) = starts.last_mut() {
            *last = members.len() as u32;
        }
        Self { starts, members }
    }

    fn of_row(&self, row: Row) -> &[u32] {
        &self.members[self.starts[row.index()] as usize..self.starts[row.index() + 1] as usize]
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

/// Members about the same accounts with a transaction in common, one of them an alert.
fn tie_subjects(
    end: &Ends<'_>,
    findings: &[Finding],
    flags: &[Flag<'_>],
    of_flags: &[u32],
    ties: &mut UnionFind<usize>,
) {
    let owners = |subject: &[AccountId]| {
        let mut subject: Vec<AccountId> = subject.iter().map(|account| end.owner(*account)).collect();
        subject.sort_unstable();
        subject.dedup();
        subject
    };
    let first = |finding: &Finding| owners(finding.roles.first().map_or(&[][..], |(_, accounts)| accounts));
    // Subject, and alert or finding.
    let of_findings: Vec<Vec<AccountId>> = findings.par_iter().map(first).collect();
    let of_alerts: Vec<Vec<AccountId>> = flags.par_iter().map(|flag| owners(flag.subject())).collect();
    let numbered = of_findings.into_iter().map(|subject| (subject, false)).zip(0_usize..);
    let mut subjects: Vec<(Vec<AccountId>, bool, usize)> =
        numbered.map(|((subject, alert), place)| (subject, alert, place)).collect();
    subjects.extend(of_alerts.into_iter().zip(0..).map(|(subject, place)| (subject, true, place)));
    subjects.par_sort_unstable();
    for same in subjects.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
        if !same.iter().any(|(_, alert, _)| *alert) {
            continue;
        }
        // Alerts before findings.
        let mut rows: Vec<(Row, bool, usize)> = Vec::new();
        for (_, alert, place) in same {
            let (transactions, member) = match alert {
                true => (flags[*place].transactions, of_flags[*place] as usize),
                false => (findings[*place].transactions.as_slice(), *place),
            };
            rows.extend(transactions.iter().map(|row| (*row, !alert, member)));
        }
        rows.sort_unstable();
        for sharing in rows.chunk_by(|one, two| one.0 == two.0).filter(|sharing| !sharing[0].1) {
            for other in &sharing[1..] {
                ties.union(sharing[0].2, other.2);
            }
        }
    }
}

fn tie_pivots(graph: &TransactionGraph, members: &[Member<'_>], traits: &[Traits], ties: &mut UnionFind<usize>) {
    let mut stays: Vec<(AccountId, Timestamp, Timestamp, usize)> = Vec::new();
    for (place, (member, traits)) in members.iter().zip(traits).enumerate() {
        let (first, reach) = match (member.transactions.first(), member.transactions.last()) {
            (Some(first), Some(last)) => {
                let last = graph.ledger().time(*last);
                (graph.ledger().time(*first), Timestamp(last.0.saturating_add(member.window.0)))
            }
            _ => (Timestamp::MIN, Timestamp::MAX),
        };
        stays.extend(traits.pivots.iter().map(|account| (*account, first, reach, place)));
    }
    stays.par_sort_unstable();
    // In the order of beginnings, a member that is tied to any earlier one is tied to the one that reaches furthest:
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

/// Groups by the first labels, and by the second where a group is too large: their members, ascending, and whether they were
/// parted.
fn part(whole: &[usize], strong: &[usize]) -> Vec<(Vec<u32>, bool)> {
    let mut sizes = vec![0_usize; whole.len()];
    for label in whole {
        sizes[*label] += 1;
    }
    let mut order: Vec<(bool, usize, u32)> = (0..whole.len())
        .map(|member| match sizes[whole[member]] > LARGEST_GROUP {
            true => (true, strong[member], member as u32),
            false => (false, whole[member], member as u32),
        })
        .collect();
    order.par_sort_unstable();
    order
        .chunk_by(|a, b| (a.0, a.1) == (b.0, b.1))
        .map(|group| (group.iter().map(|(_, _, member)| *member).collect(), group[0].0))
        .collect()
}

/// Members as what they are, with the alerts that are findings.
fn with_flags(groups: Vec<(Vec<u32>, bool)>, findings: usize, of_flags: &[u32]) -> Vec<Group> {
    let mut flags: Vec<(u32, u32)> = of_flags.iter().copied().zip(0..).collect();
    flags.sort_unstable();
    let own = |member: &u32| {
        let begin = flags.partition_point(|(own, _)| own < member);
        let member = *member;
        flags[begin..].iter().take_while(move |(own, _)| *own == member).map(|(_, flag)| *flag)
    };
    groups
        .into_par_iter()
        .map(|(mut members, parted)| {
            let mut flags: Vec<u32> = members.iter().flat_map(own).collect();
            flags.sort_unstable();
            members.retain(|member| (*member as usize) < findings);
            Group { findings: members, flags, parted }
        })
        .collect()
}
