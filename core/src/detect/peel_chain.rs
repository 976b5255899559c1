//! Peel chain: money that goes from account to account and sheds a little to a fresh account at each.
//!
//! # Definition
//! A payment is fresh when it is the first of its receiver: the first that it receives in the ledger, and nothing that it
//! pays is earlier. A payment continues a receipt of its payer when it does not go back, is at the same instant or at most
//! d later, its value is between 100 - s2 and 100 - s1 per cent of the receipt's, and peels are left for it: taken in order,
//! the payer's other fresh payments from the receipt's instant to d later, to neither of the two's other accounts, that are
//! neither a peel nor linked yet and that what is left over still covers, which together are at least s1 per cent of the
//! receipt. What is left over is counted from one per cent more than the receipt, since rates and rounding make a little more
//! or less of it. In each account payments are linked one to one: in the order of the ledger, a payment out that is no peel yet
//! is linked to the most recent receipt that it continues and that has no link yet; among receipts of one instant to the
//! one of which least is left over, then to the first in the ledger. An instance is a path of links that cannot be made
//! longer, of at least h payments, over accounts that all differ, as of a [layering chain](super::LayeringChainParameters),
//! with its peels. Values are in one currency (see [`Ledger::rates`](crate::ledger::Ledger::rates)). Roles: source, layers,
//! sink, peels.
//!
//! At the beginning of a ledger every account is fresh; the score counts how many are at the time.
//!
//! # Complexity
//! O(payments times receipts of like value within d of the account times its fresh payments within d). A payment out has `steps` looks at most; a chain
//! that begins with such a payment is marked truncated, and the summary counts them.
//!
//! # Literature
//! Meiklejohn et al., A fistful of bitcoins: characterizing payments among men with no names, IMC 2013; AMLTRIX T0070.002.

use super::by_account::by_account;
use super::chain::{self, Link, Matching, Receipts};
use super::rank::flows;
use super::values::Values;
use super::{Cancelled, Finding, Pattern, Role, Search, Watch};
use crate::graph::TransactionGraph;
use crate::ledger::Ledger;
use crate::model::{AccountId, Resolution, Row, Span};
use crate::parallel::prelude::*;
use fixedbitset::FixedBitSet;
use serde::{Deserialize, Serialize};

/// Parameters of peel chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct PeelChainParameters {
    /// Longest time d from a receipt to what continues it and to its peels. Absent: 2 days for data that tells days or
    /// hours, 1 day for anything finer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<Span>,
    /// At least so many payments h, peels not counted. Default 4.
    pub hops: u32,
    /// At least so much s1 is shed at each hop, in per cent. Default 2.
    pub shed_least: u32,
    /// At most so much s2 is shed at each hop, in per cent. Default 20.
    pub shed_most: u32,
    /// At most so many receipts and fresh payments looked at for one payment. Default 500.
    pub steps: u64,
}

impl Default for PeelChainParameters {
    fn default() -> Self {
        Self { within: None, hops: 4, shed_least: 2, shed_most: 20, steps: 500 }
    }
}

impl PeelChainParameters {
    pub(super) fn check(&self) -> Result<(), String> {
        if self.shed_least == 0 || self.shed_least > self.shed_most || self.shed_most > 50 {
            return Err(format!(
                "peel-chain.shed-least is {} and shed-most {}; they must be from 1 to 50, the least not above the most",
                self.shed_least, self.shed_most
            ));
        }
        chain::check(Pattern::PeelChain, self.hops, self.within, self.steps)
    }

    pub(super) fn resolve(&mut self, ledger: &Ledger) {
        self.within.get_or_insert(match ledger.resolution() {
            Resolution::Day | Resolution::Hour => Span::days(2),
            _ => Span::days(1),
        });
    }
}

/// What the search of an account gives.
enum Found {
    Link(Link),
    /// A receipt and a peel of it.
    Peel(Row, Row),
    Truncated(Row),
}

#[derive(Default)]
struct Scratch {
    receipts: Receipts,
    // Places of the account's fresh payments among what it pays, in order.
    fresh: Vec<usize>,
    // By place among what the account pays: whether it is a peel or linked.
    taken: Vec<bool>,
}

pub(super) fn search(
    graph: &TransactionGraph,
    values: &Values<'_>,
    parameters: &PeelChainParameters,
    watch: &dyn Watch,
) -> Result<Search, Cancelled> {
    // Resolved parameters always say.
    let within = parameters.within.unwrap_or_default();
    let fresh = fresh_payments(graph);
    let find = Find { graph, values, parameters, within, fresh: &fresh };
    let found =
        by_account(graph, watch, Scratch::default, |account, scratch, found| find.links(account, scratch, found))?;
    let (mut links, mut peels, mut truncated) = (Vec::new(), Vec::new(), Vec::new());
    for found in found {
        match found {
            Found::Link(link) => links.push(link),
            Found::Peel(receipt, peel) => peels.push((receipt, peel)),
            Found::Truncated(row) => truncated.push(row),
        }
    }
    peels.sort_unstable();
    truncated.sort_unstable();
    let chains = chain::chains(graph, &links, &truncated, parameters.hops as usize);
    let usual = flows::ValueShares::of(graph, values);
    let kept = |shed: u32| f64::from(100 - shed) / 100.0;
    let range = (kept(parameters.shed_most), kept(parameters.shed_least));
    let findings = chains.into_par_iter().map(|chain| {
        let (source, layers, sink) = chain::accounts(graph, &chain.rows);
        let reached = &chain.rows[..chain.rows.len() - 1];
        let shed: Vec<Row> = reached.iter().flat_map(|receipt| peels_of(&peels, *receipt)).collect();
        let mut receivers: Vec<AccountId> = shed.iter().map(|row| graph.ledger().to(*row)).collect();
        receivers.sort_unstable();
        let roles = vec![(Role::Source, source), (Role::Layers, layers), (Role::Sink, sink), (Role::Peels, receivers)];
        let reasons = vec![
            flows::carried_on(graph, &usual, values, &chain.rows, range),
            flows::shed(graph, &fresh, &chain.rows, shed.len() as u64, within),
        ];
        let mut finding = Finding::new(Pattern::PeelChain, within, roles, [chain.rows, shed].concat());
        (finding.truncated, finding.reasons) = (chain.truncated, reasons);
        finding
    });
    Ok(Search {
        findings: findings.collect(),
        seeds: graph.payment_count() as u64,
        truncated_seeds: truncated.len() as u64,
    })
}

fn peels_of(peels: &[(Row, Row)], receipt: Row) -> impl Iterator<Item = Row> {
    let begin = peels.partition_point(|(of, _)| *of < receipt);
    peels[begin..].iter().take_while(move |(of, _)| *of == receipt).map(|(_, peel)| *peel)
}

/// The rows that are the first payment of their receiver.
fn fresh_payments(graph: &TransactionGraph) -> FixedBitSet {
    let ledger = graph.ledger();
    let mut fresh = FixedBitSet::with_capacity(ledger.len());
    for account in ledger.accounts().ids() {
        if let Some(first) = graph.received_by(account).first()
            && graph.paid_by(account).first().is_none_or(|paid| paid.instant >= first.instant)
        {
            fresh.insert(first.row.index());
        }
    }
    fresh
}

struct Find<'a> {
    graph: &'a TransactionGraph,
    values: &'a Values<'a>,
    parameters: &'a PeelChainParameters,
    within: Span,
    fresh: &'a FixedBitSet,
}

impl Find<'_> {
    fn links(&self, account: AccountId, scratch: &mut Scratch, found: &mut Vec<Found>) {
        let (incoming, outgoing) = (self.graph.received_by(account), self.graph.paid_by(account));
        if incoming.is_empty() || outgoing.len() < 2 {
            return;
        }
        let Scratch { receipts, fresh, taken } = scratch;
        fresh.clear();
        fresh.extend((0..outgoing.len()).filter(|place| self.fresh.contains(outgoing[*place].row.index())));
        if fresh.is_empty() {
            return;
        }
        taken.clear();
        taken.resize(outgoing.len(), false);
        let taken = std::cell::RefCell::new(taken);
        let matching = Matching { graph: self.graph, within: self.within, steps: self.parameters.steps };
        let fits = |receipt: usize, paid: usize, steps: &mut u64| {
            let left = self.peels(account, (receipt, paid), fresh, &taken.borrow(), steps, |_| {});
            left.map(i128::from)
        };
        let mut links = Vec::new();
        let value = |receipt: usize| self.values.received(incoming[receipt].row);
        let range = |paid: usize| {
            let kept = i128::from(self.values.get(outgoing[paid].row));
            let whole = |shed: u32| i64::try_from(kept * 100 / i128::from(100 - shed)).unwrap_or(i64::MAX);
            let (least, most) = (whole(self.parameters.shed_least), whole(self.parameters.shed_most));
            (kept > 0).then(|| (least, most.saturating_add(1)))
        };
        let truncated = matching.run(account, receipts, value, range, fits, |receipt, paid| {
            let mut steps = self.parameters.steps;
            let mut peels = Vec::new();
            self.peels(account, (receipt, paid), fresh, &taken.borrow(), &mut steps, |peel| peels.push(peel));
            let mut taken = taken.borrow_mut();
            for peel in peels {
                taken[peel] = true;
                links.push(Found::Peel(incoming[receipt].row, outgoing[peel].row));
            }
            taken[paid] = true;
            links.push(Found::Link(Link { received: incoming[receipt].row, paid: outgoing[paid].row }));
        });
        found.extend(links);
        found.extend(truncated.into_iter().map(Found::Truncated));
    }

    /// What is left of a receipt after a payment out and its peels, which `peeled` is told of; `None` when the payment does
    /// not continue the receipt.
    fn peels(
        &self,
        account: AccountId,
        (receipt, paid): (usize, usize),
        fresh: &[usize],
        taken: &[bool],
        steps: &mut u64,
        mut peeled: impl FnMut(usize),
    ) -> Option<i64> {
        let outgoing = self.graph.paid_by(account);
        let (receipt, paid_hop) = (self.graph.received_by(account)[receipt], outgoing[paid]);
        let (whole, kept) = (self.values.received(receipt.row), self.values.get(paid_hop.row));
        let percent = |share: u32| i128::from(whole) * i128::from(share);
        let kept_of_hundred = i128::from(kept) * 100;
        if taken[paid]
            || whole == 0
            || kept_of_hundred < percent(100 - self.parameters.shed_most)
            || kept_of_hundred > percent(100 - self.parameters.shed_least)
        {
            return None;
        }
        let first = self.graph.time(&receipt);
        let (mut left, mut shed) = (whole.saturating_add(whole / 100) - kept, 0_i128);
        let begin = fresh.partition_point(|place| outgoing[*place].instant < receipt.instant);
        for place in &fresh[begin..] {
            let hop = outgoing[*place];
            if self.graph.time(&hop) - first > self.within || *steps == 0 || left == 0 {
                break;
            }
            *steps -= 1;
            let value = self.values.get(hop.row);
            let other = hop.other != paid_hop.other && hop.other != receipt.other;
            if *place != paid && !taken[*place] && other && (1..=left).contains(&value) {
                left -= value;
                shed += i128::from(value);
                peeled(*place);
            }
        }
        (shed * 100 >= percent(self.parameters.shed_least)).then_some(left)
    }
}
