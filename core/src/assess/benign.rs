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

use super::Holders;
use super::alert::Alert;
use crate::graph::{Direction, TransactionGraph};
use crate::model::{AccountId, Row, Span};

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
/// Accounts with more payments than that are not gone through for each alert.
const MOST_PAYMENTS: usize = 20_000;

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

/// The explanations that cover anything of an alert, the one that covers most first.
///
/// Time: for each payer and receiver of the evidence its payments, up to [`MOST_PAYMENTS`].
pub(super) fn of(graph: &TransactionGraph, holders: Option<&Holders>, alert: &Alert) -> Vec<Benign> {
    let facts = Facts { graph };
    let covered = |explanation: Explanation, row: &&Row| facts.covers(explanation, holders, **row);
    let told = Explanation::ALL.map(|explanation| Benign {
        explanation,
        covers: alert.transactions.iter().filter(|row| covered(explanation, row)).count() as u32,
        of: alert.transactions.len() as u32,
    });
    let mut told: Vec<Benign> = told.into_iter().filter(|benign| benign.covers > 0).collect();
    told.sort_by_key(|benign| (std::cmp::Reverse(benign.covers), benign.explanation));
    told
}

struct Facts<'a> {
    graph: &'a TransactionGraph,
}

impl Facts<'_> {
    fn covers(&self, explanation: Explanation, holders: Option<&Holders>, row: Row) -> bool {
        let ledger = self.graph.ledger();
        let (from, to) = (ledger.from(row), ledger.to(row));
        match explanation {
            Explanation::OwnAccounts => from == to || holders.is_some_and(|holders| holders.share_one(from, to)),
            Explanation::Payroll => self.regular(from, to, 25) && self.regular_receivers(from) >= PAYEES,
            Explanation::Rent => self.regular(from, to, 5),
            Explanation::PublicBenefit => self.alike(from, row) >= ALIKE,
            Explanation::Marketplace => {
                let busy = |account| {
                    self.others(account, Direction::In) >= CUSTOMERS
                        && self.others(account, Direction::Out) >= CUSTOMERS
                };
                busy(from) || busy(to)
            }
        }
    }

    /// Whether an account pays another regularly, with amounts within so many per cent of the median.
    fn regular(&self, from: AccountId, to: AccountId, percent: i64) -> bool {
        let ledger = self.graph.ledger();
        let hops = self.graph.paid_by(from);
        if hops.len() > MOST_PAYMENTS {
            return false;
        }
        let rows: Vec<Row> = hops.iter().filter(|hop| hop.other == to).map(|hop| hop.row).collect();
        if rows.len() < 3 {
            return false;
        }
        let gaps = rows.windows(2).map(|pair| (ledger.time(pair[1]) - ledger.time(pair[0])).0);
        let (shortest, longest) = gaps.fold((i64::MAX, 0), |(short, long), gap| (short.min(gap), long.max(gap)));
        let mut amounts: Vec<i64> = rows.iter().map(|row| ledger.paid(*row).units).collect();
        amounts.sort_unstable();
        let median = amounts[amounts.len() / 2];
        let near = |amount: i64| {
            (i128::from(amount) - i128::from(median)).abs() * 100 <= i128::from(median) * i128::from(percent)
        };
        let one_currency = rows.iter().all(|row| ledger.paid(*row).currency == ledger.paid(rows[0]).currency);
        shortest >= 5 * Span::DAY.0
            && longest <= shortest.saturating_add(shortest / 2)
            && one_currency
            && near(amounts[0])
            && near(amounts[amounts.len() - 1])
    }

    fn regular_receivers(&self, from: AccountId) -> usize {
        let hops = self.graph.paid_by(from);
        if hops.len() > MOST_PAYMENTS {
            return 0;
        }
        let mut receivers: Vec<AccountId> = hops.iter().map(|hop| hop.other).collect();
        receivers.sort_unstable();
        let several = receivers.chunk_by(|one, two| one == two).filter(|same| same.len() >= 3);
        // Enough is enough.
        several.filter(|same| self.regular(from, same[0], 25)).take(PAYEES).count()
    }

    /// How many receivers an account pays the same amount as in a row within a day of it.
    fn alike(&self, from: AccountId, row: Row) -> usize {
        let ledger = self.graph.ledger();
        let hops = self.graph.paid_by(from);
        let (at, paid) = (ledger.time(row), ledger.paid(row));
        let begin = hops.partition_point(|hop| (at - self.graph.time(hop)).0 > Span::DAY.0);
        let near =
            hops[begin..].iter().take_while(|hop| (self.graph.time(hop) - at).0 <= Span::DAY.0).take(MOST_PAYMENTS);
        let mut others: Vec<AccountId> = near.filter(|hop| ledger.paid(hop.row) == paid).map(|hop| hop.other).collect();
        others.sort_unstable();
        others.dedup();
        others.len()
    }

    fn others(&self, account: AccountId, direction: Direction) -> usize {
        let hops = self.graph.adjacency(direction).of(account);
        let mut others: Vec<AccountId> = hops.iter().take(MOST_PAYMENTS).map(|hop| hop.other).collect();
        others.sort_unstable();
        others.dedup();
        others.len()
    }
}
