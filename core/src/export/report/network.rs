//! The network of a case as a small graph: accounts, or groups of them, and the money between them.
//!
//! A person can read some twenty boxes. Where there are more accounts, those that are paid by the same and pay the same
//! (a payroll's employees, the middles of a wide scatter-gather) become one box, the most numerous first; what is still
//! too much becomes one box of all others. No payment is left out: each is between two boxes, or inside the last one.

use super::{Report, text};
use crate::case::Contents;
use crate::detect::Role;
use crate::export::told::CaseSection;
use crate::ledger::Ledger;
use crate::model::{AccountId, Amount, Row};

/// Boxes up to this many are drawn account by account.
const READABLE: usize = 16;

/// No drawing has more boxes than the first, nor more than a later one when it has too many arrows.
const MOST: [usize; 4] = [26, 16, 11, 8];

/// More arrows than this can neither be read nor be laid out soon.
const ARROWS: usize = 80;

/// Boxes and arrows.
pub(super) struct Network {
    pub(super) nodes: Vec<Node>,
    pub(super) arrows: Vec<Arrow>,
    /// The boxes of payer and receiver of each transaction of the case, in their order.
    pub(super) ends: Vec<(usize, usize)>,
}

/// A box.
pub(super) struct Node {
    /// One account, or several alike.
    pub(super) accounts: Vec<AccountId>,
    /// Its first line.
    pub(super) title: String,
    /// Its second line.
    pub(super) subtitle: String,
    /// What its accounts do in all findings.
    pub(super) roles: Vec<&'static str>,
    pub(super) hub: bool,
    /// Whether the network hangs on it: told of boxes of one account.
    pub(super) key: bool,
    /// Whether any of its accounts is likely a victim.
    pub(super) victim: bool,
    /// Payments that its accounts made and received.
    pub(super) paid: u64,
    pub(super) received: u64,
}

/// All payments from one box to another.
pub(super) struct Arrow {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) payments: u64,
    pub(super) amounts: Vec<Amount>,
}

impl Network {
    pub(super) fn of(report: &Report<'_>, contents: &Contents<'_>, told: Option<&CaseSection>) -> Self {
        let ledger = report.graph.ledger();
        let accounts: Vec<AccountId> = contents.accounts.iter().map(|account| account.account).collect();
        let place = |account: AccountId| accounts.binary_search(&account).unwrap_or(0);
        let mut payments: Vec<(usize, usize, Row)> =
            contents.transactions.iter().map(|row| (place(ledger.from(*row)), place(ledger.to(*row)), *row)).collect();
        let node_of = boxes(contents, &payments);
        for payment in &mut payments {
            (payment.0, payment.1) = (node_of[payment.0], node_of[payment.1]);
        }
        let ends = payments.iter().map(|(from, to, _)| (*from, *to)).collect();
        payments.sort_unstable();
        let arrows = payments
            .chunk_by(|a, b| (a.0, a.1) == (b.0, b.1))
            .map(|same| {
                let rows: Vec<Row> = same.iter().map(|payment| payment.2).collect();
                let (from, to, _) = same[0];
                Arrow { from, to, payments: rows.len() as u64, amounts: report.paid_in(&rows) }
            })
            .collect();
        let count = node_of.iter().max().map_or(0, |last| last + 1);
        let nodes = (0..count).map(|node| Node::of(ledger, (contents, told), &node_of, node)).collect();
        Self { nodes, arrows, ends }
    }

    /// How many accounts share a box with others.
    pub(super) fn grouped(&self) -> u64 {
        self.nodes.iter().filter(|node| node.accounts.len() > 1).map(|node| node.accounts.len() as u64).sum()
    }
}

impl Node {
    fn of(
        ledger: &Ledger,
        (contents, told): (&Contents<'_>, Option<&CaseSection>),
        node_of: &[usize],
        node: usize,
    ) -> Self {
        let among = |accounts: &[AccountId], own: &AccountId| accounts.binary_search(own).is_ok();
        let members =
            || contents.accounts.iter().zip(node_of).filter(move |(_, own)| **own == node).map(|(own, _)| own);
        let accounts: Vec<AccountId> = members().map(|member| member.account).collect();
        let (title, subtitle) = match accounts.as_slice() {
            [only] => text::boxed(ledger.accounts().name(*only), 20),
            several => {
                let mut places: Vec<&str> =
                    several.iter().map(|account| ledger.accounts().name(*account).institution).collect();
                places.sort_unstable();
                places.dedup();
                let place = match places.as_slice() {
                    [one] => text::shown(one, 20),
                    more => text::many(more.len() as u64, "institution", "institutions"),
                };
                (text::many(several.len() as u64, "account", "accounts"), place)
            }
        };
        let mut roles: Vec<_> = members().flat_map(|member| member.roles.iter().map(|(role, _)| *role)).collect();
        roles.sort_unstable();
        roles.dedup();
        Self {
            title,
            subtitle,
            roles: roles.into_iter().map(Role::name).collect(),
            hub: members().any(|member| member.hub),
            key: accounts.len() == 1 && told.is_some_and(|told| accounts.iter().any(|own| among(&told.key, own))),
            victim: told.is_some_and(|told| accounts.iter().any(|own| among(&told.victims, own))),
            paid: members().map(|member| member.paid).sum(),
            received: members().map(|member| member.received).sum(),
            accounts,
        }
    }
}

/// The box of each account, numbered in the order of accounts.
fn boxes(contents: &Contents<'_>, payments: &[(usize, usize, Row)]) -> Vec<usize> {
    let count = contents.accounts.len();
    let mut group: Vec<usize> = (0..count).collect();
    let mut left = count;
    if left > READABLE {
        for alike in alike(count, payments) {
            if left <= READABLE {
                break;
            }
            left -= alike.len() - 1;
            for place in &alike[1..] {
                group[*place] = alike[0];
            }
        }
    }
    let apart = group.clone();
    for most in MOST {
        if left > most {
            group = with_others(contents, &apart, most);
        }
        let mut arrows: Vec<(usize, usize)> = payments.iter().map(|(from, to, _)| (group[*from], group[*to])).collect();
        arrows.sort_unstable();
        arrows.dedup();
        if arrows.len() <= ARROWS {
            break;
        }
    }
    let mut leaders = group.clone();
    leaders.sort_unstable();
    leaders.dedup();
    group.iter().map(|leader| leaders.binary_search(leader).unwrap_or(0)).collect()
}

/// The boxes with the most payments, and one of all others: `most` in all. `group` has the first account of each box.
fn with_others(contents: &Contents<'_>, group: &[usize], most: usize) -> Vec<usize> {
    let mut weights = vec![0_u64; group.len()];
    for (place, account) in contents.accounts.iter().enumerate() {
        weights[group[place]] += account.paid + account.received;
    }
    let mut leaders: Vec<usize> = (0..group.len()).filter(|place| group[*place] == *place).collect();
    leaders.sort_by_key(|leader| (std::cmp::Reverse(weights[*leader]), *leader));
    let others = &leaders[most - 1..];
    let first = others.iter().copied().min().unwrap_or(0);
    let mut box_of: Vec<usize> = (0..group.len()).collect();
    for leader in others {
        box_of[*leader] = first;
    }
    group.iter().map(|leader| box_of[*leader]).collect()
}

/// Accounts that are paid by the same accounts and pay the same, three or more of them, the most numerous first.
fn alike(count: usize, payments: &[(usize, usize, Row)]) -> Vec<Vec<usize>> {
    let mut neighbours: Vec<Vec<(bool, usize)>> = vec![Vec::new(); count];
    for (from, to, _) in payments {
        neighbours[*from].push((true, *to));
        neighbours[*to].push((false, *from));
    }
    for own in &mut neighbours {
        own.sort_unstable();
        own.dedup();
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|a, b| neighbours[*a].cmp(&neighbours[*b]));
    let mut groups: Vec<Vec<usize>> = order
        .chunk_by(|a, b| neighbours[*a] == neighbours[*b])
        .filter(|same| same.len() > 2)
        .map(<[usize]>::to_vec)
        .collect();
    groups.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::group;
    use crate::detect::{Finding, Parameters, Pattern, Unwatched, run};
    use crate::export::manifest::Manifest;
    use crate::graph::TransactionGraph;
    use crate::ledger::{LedgerBuilder, Transaction};
    use crate::model::{Currency, Span, Timestamp};
    use proptest::prelude::*;
    use std::collections::BTreeSet;
    use std::sync::Arc;

    fn network(payments: &[(u8, u8)]) -> (usize, Network) {
        let mut builder = LedgerBuilder::new();
        for (minute, (from, to)) in payments.iter().enumerate() {
            let (from, to) = (format!("A{from:02}"), format!("A{to:02}"));
            let paid = Amount::new(1, Currency::NONE);
            let time = Timestamp(minute as i64 * 60_000);
            builder.push(&Transaction::new(time, from.as_str().into(), to.as_str().into(), paid)).unwrap();
        }
        let graph = TransactionGraph::new(Arc::new(builder.finish().unwrap()));
        let rows: Vec<Row> = graph.ledger().rows().collect();
        let members = graph.ledger().accounts().ids().collect();
        let findings = [Finding::new(Pattern::FanIn, Span(0), vec![(Role::Members, members)], rows)];
        let cases = group(&graph, &findings);
        let contents = Contents::of(&graph, &cases.hubs, &findings, &cases.cases[0]);
        let parameters = Parameters { patterns: vec![Pattern::FanIn], ..Parameters::default() };
        let detection = run(&graph, &parameters, &Unwatched).unwrap();
        let manifest = Manifest::of(&[], graph.ledger(), &detection);
        let report = Report {
            inputs: &[],
            graph: &graph,
            detection: &detection,
            cases: &cases,
            manifest: &manifest,
            behind: None,
            alerts: None,
        };
        (graph.account_count(), Network::of(&report, &contents, None))
    }

    #[test]
    fn those_alike_become_one_box_and_others_stay() {
        let fan: Vec<(u8, u8)> = (1..30).map(|sender| (sender, 0)).chain([(0, 40), (40, 41)]).collect();
        let (accounts, network) = network(&fan);
        assert_eq!((accounts, network.nodes.len(), network.grouped()), (32, 4, 29));
        let arrow = network.arrows.iter().find(|arrow| arrow.payments == 29).unwrap();
        assert_eq!((arrow.amounts[0].units, network.nodes[arrow.from].title.as_str()), (29, "29 accounts"));
    }

    #[test]
    fn a_dense_network_is_drawn_with_fewer_boxes() {
        let all: Vec<(u8, u8)> =
            (0..30).flat_map(|from| (0..30).filter(move |to| *to != from).map(move |to| (from, to))).collect();
        let (_, network) = network(&all);
        // Each to every other, and those among the others.
        assert_eq!((network.nodes.len(), network.arrows.len()), (8, 8 * 7 + 1));
    }

    proptest! {
        #[test]
        fn every_account_has_a_box_and_every_payment_an_arrow(
            payments in prop::collection::vec((0_u8..60, 0_u8..60), 1..150)
        ) {
            let (accounts, network) = network(&payments);
            prop_assert!(network.nodes.len() <= MOST[0] && network.arrows.len() <= ARROWS);
            let boxed: BTreeSet<AccountId> = network.nodes.iter().flat_map(|node| node.accounts.clone()).collect();
            prop_assert_eq!(boxed.len(), accounts);
            prop_assert_eq!(network.nodes.iter().map(|node| node.accounts.len()).sum::<usize>(), accounts);
            prop_assert_eq!(network.arrows.iter().map(|arrow| arrow.payments).sum::<u64>(), payments.len() as u64);
            for arrow in &network.arrows {
                let ends = network.ends.iter().filter(|ends| **ends == (arrow.from, arrow.to)).count();
                prop_assert_eq!(ends as u64, arrow.payments);
            }
            prop_assert!(accounts > MOST[3] || network.grouped() == 0);
        }
    }
}
