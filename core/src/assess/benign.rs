//! What could explain an alert without any crime, and how much of its evidence it explains.
//!
//! Each explanation is a definition over the subject's payments in the whole ledger, and what it says is the share of the evidence
//! that it covers: the others are left unexplained. None clears an alert by itself: it stands beside the suspicion, and the
//! score gives way to it by half at most.
//!
//! - **payroll**: paid by an account that pays at least [`PAYEES`] receivers regularly;
//! - **rent**: received by an account regularly, from a payer whose amounts are all but the same;
//! - **public benefit**: one of at least [`ALIKE`] payments of the same amount that one account pays within a day;
//! - **own accounts**: both ends have a holder in common;
//! - **marketplace**: between an account with at least [`CUSTOMERS`] payers and as many receivers, and one of them.
//!
//! An account pays another *regularly* when it does so at least three times in the ledger, no two of them more than half as
//! far apart again as any other two that follow each other, at least five days apart, and no amount is more than a quarter
//! off the median (for rent: a twentieth).
//!
//! # Complexity
//! What an account does is found once, however many alerts it is in: O(payments log payments) of each payer in any evidence. After
//! that a row of evidence is looked up.

use super::alert::Alert;
use super::{Evaluation, Holders};
use crate::graph::{Direction, TransactionGraph};
use crate::model::{AccountId, Row, Span};
use crate::parallel::prelude::*;
use std::collections::BTreeMap;

/// An explanation that would be no crime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Explanation {
    /// Wages.
    Payroll,
    /// Rent, or another sum that is due each month.
    Rent,
    /// Pensions, scholarships and the like.
    PublicBenefit,
    /// Transfers between accounts of one holder.
    OwnAccounts,
    /// A market place or a payment service.
    Marketplace,
}

/// An explanation and how much it explains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Benign {
    /// Which.
    pub explanation: Explanation,
    /// How many transactions of the evidence it covers.
    pub covers: u32,
    /// Of how many.
    pub of: u32,
}

const PAYEES: usize = 5;
const ALIKE: usize = 10;
const CUSTOMERS: usize = 30;

impl Explanation {
    /// All, in the order in which they are told.
    pub const ALL: [Self; 5] = [Self::Payroll, Self::Rent, Self::PublicBenefit, Self::OwnAccounts, Self::Marketplace];

    /// Its name in documents.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Payroll => "payroll",
            Self::Rent => "rent",
            Self::PublicBenefit => "public-benefit",
            Self::OwnAccounts => "own-accounts",
            Self::Marketplace => "marketplace",
        }
    }

    /// What it says of a payment.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Payroll => "paid by an account that pays several receivers such sums regularly",
            Self::Rent => "the same sum from the same payer at regular times",
            Self::PublicBenefit => "one of many payments of the same amount by one account on a day",
            Self::OwnAccounts => "between accounts of one holder",
            Self::Marketplace => "between an account with very many payers and receivers and one of them",
        }
    }
}

/// What payers and accounts in the evidence of alerts do in the whole ledger.
pub(super) struct Facts<'a> {
    graph: &'a TransactionGraph,
    holders: Option<&'a Holders>,
    /// Ascending by account.
    payers: Vec<Payer>,
    /// Accounts with very many payers and receivers, ascending.
    marketplaces: Vec<AccountId>,
}

struct Payer {
    account: AccountId,
    /// Whom it pays regularly, ascending, and whether the amounts are all but the same.
    regularly: Vec<(AccountId, bool)>,
    /// Its payments that are one of many alike, ascending.
    alike: Vec<Row>,
}

impl<'a> Facts<'a> {
    pub(super) fn of(graph: &'a TransactionGraph, holders: Option<&'a Holders>, evaluation: &Evaluation) -> Self {
        let ledger = graph.ledger();
        let rows = || evaluation.alerts.iter().flat_map(|alert| alert.transactions.iter());
        let distinct = |accounts: &mut dyn Iterator<Item = AccountId>| {
            let mut seen = vec![false; graph.account_count()];
            accounts.for_each(|account| seen[account.0 as usize] = true);
            let seen = (0_u32..).zip(seen).filter(|(_, seen)| *seen);
            seen.map(|(account, _)| AccountId(account)).collect::<Vec<_>>()
        };
        let payers = distinct(&mut rows().map(|row| ledger.from(*row)));
        let accounts = distinct(&mut rows().flat_map(|row| [ledger.from(*row), ledger.to(*row)]));
        let payers = payers.into_par_iter().map(|account| Payer::of(graph, account)).collect();
        let busy = |account: &AccountId| {
            [Direction::In, Direction::Out].iter().all(|direction| has_many(graph, *account, *direction))
        };
        let marketplaces = accounts.into_par_iter().filter(busy).collect();
        Self { graph, holders, payers, marketplaces }
    }

    /// The explanations that cover anything of an alert, the one that covers most first.
    pub(super) fn explain(&self, alert: &Alert) -> Vec<Benign> {
        let told = Explanation::ALL.map(|explanation| Benign {
            explanation,
            covers: alert.transactions.iter().filter(|row| self.covers(explanation, **row)).count() as u32,
            of: alert.transactions.len() as u32,
        });
        let mut told: Vec<Benign> = told.into_iter().filter(|benign| benign.covers > 0).collect();
        told.sort_by_key(|benign| (std::cmp::Reverse(benign.covers), benign.explanation));
        told
    }

    fn covers(&self, explanation: Explanation, row: Row) -> bool {
        let ledger = self.graph.ledger();
        let (from, to) = (ledger.from(row), ledger.to(row));
        let payer = || self.payers.binary_search_by_key(&from, |payer| payer.account).ok().map(|at| &self.payers[at]);
        let is_marketplace = |account| self.marketplaces.binary_search(&account).is_ok();
        match explanation {
            Explanation::OwnAccounts => from == to || self.holders.is_some_and(|holders| holders.share_one(from, to)),
            Explanation::Payroll => {
                payer().is_some_and(|payer| payer.regularly.len() >= PAYEES && payer.pays(to).is_some())
            }
            Explanation::Rent => payer().is_some_and(|payer| payer.pays(to) == Some(true)),
            Explanation::PublicBenefit => payer().is_some_and(|payer| payer.alike.binary_search(&row).is_ok()),
            Explanation::Marketplace => is_marketplace(from) || is_marketplace(to),
        }
    }
}

impl Payer {
    fn of(graph: &TransactionGraph, account: AccountId) -> Self {
        let mut payments: Vec<(AccountId, Row)> =
            graph.paid_by(account).iter().map(|hop| (hop.other, hop.row)).collect();
        let alike = alike(graph, &payments);
        // Rows ascend with time, so the payments of each receiver stay in order.
        payments.sort_unstable();
        let regularly = payments
            .chunk_by(|one, two| one.0 == two.0)
            .filter(|same| regular(graph, same, 25))
            .map(|same| (same[0].0, regular(graph, same, 5)))
            .collect();
        Self { account, regularly, alike }
    }

    /// Whether it pays an account regularly, and if so whether always the same.
    fn pays(&self, receiver: AccountId) -> Option<bool> {
        let at = self.regularly.binary_search_by_key(&receiver, |(receiver, _)| *receiver).ok()?;
        Some(self.regularly[at].1)
    }
}

/// Whether payments to one receiver, in order, are regular, with amounts within so many per cent of the median.
fn regular(graph: &TransactionGraph, payments: &[(AccountId, Row)], percent: i64) -> bool {
    let ledger = graph.ledger();
    if payments.len() < 3 {
        return false;
    }
    let gaps = payments.windows(2).map(|pair| (ledger.time(pair[1].1) - ledger.time(pair[0].1)).0);
    let (shortest, longest) = gaps.fold((i64::MAX, 0), |(short, long), gap| (short.min(gap), long.max(gap)));
    if shortest < 5 * Span::DAY.0 || longest > shortest.saturating_add(shortest / 2) {
        return false;
    }
    let mut amounts: Vec<i64> = payments.iter().map(|(_, row)| ledger.paid(*row).units).collect();
    amounts.sort_unstable();
    let median = amounts[amounts.len() / 2];
    let near =
        |amount: i64| (i128::from(amount) - i128::from(median)).abs() * 100 <= i128::from(median) * i128::from(percent);
    let currency = ledger.paid(payments[0].1).currency;
    payments.iter().all(|(_, row)| ledger.paid(*row).currency == currency)
        && near(amounts[0])
        && near(amounts[amounts.len() - 1])
}

/// Which of an account's payments, in order of time, have the amount that it pays to [`ALIKE`] receivers within a day of them.
fn alike(graph: &TransactionGraph, payments: &[(AccountId, Row)]) -> Vec<Row> {
    let ledger = graph.ledger();
    if payments.len() < ALIKE {
        return Vec::new();
    }
    let mut by_amount: Vec<(AccountId, Row)> = payments.to_vec();
    by_amount.sort_by_key(|(_, row)| (ledger.paid(*row), *row));
    let mut alike = Vec::new();
    for same in by_amount.chunk_by(|one, two| ledger.paid(one.1) == ledger.paid(two.1)) {
        if same.len() < ALIKE {
            continue;
        }
        let time = |at: usize| ledger.time(same[at].1);
        let mut receivers: BTreeMap<AccountId, u32> = BTreeMap::new();
        let (mut begin, mut end) = (0, 0);
        for at in 0..same.len() {
            while end < same.len() && (time(end) - time(at)).0 <= Span::DAY.0 {
                *receivers.entry(same[end].0).or_default() += 1;
                end += 1;
            }
            while (time(at) - time(begin)).0 > Span::DAY.0 {
                if let Some(times) = receivers.get_mut(&same[begin].0) {
                    *times -= 1;
                    if *times == 0 {
                        receivers.remove(&same[begin].0);
                    }
                }
                begin += 1;
            }
            if receivers.len() >= ALIKE {
                alike.push(same[at].1);
            }
        }
    }
    alike.sort_unstable();
    alike
}

/// Whether an account has at least [`CUSTOMERS`] counterparties one way.
fn has_many(graph: &TransactionGraph, account: AccountId, direction: Direction) -> bool {
    let hops = graph.adjacency(direction).of(account);
    if hops.len() < CUSTOMERS {
        return false;
    }
    let mut others: Vec<AccountId> = Vec::with_capacity(CUSTOMERS);
    for hop in hops {
        if let Err(at) = others.binary_search(&hop.other) {
            others.insert(at, hop.other);
            if others.len() == CUSTOMERS {
                return true;
            }
        }
    }
    false
}
