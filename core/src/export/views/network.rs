//! A network to draw: who paid whom in a case, in a finding, or around an account.

use super::{Of, Period, Sum, ViewError, Views};
use crate::graph::Direction;
use crate::model::{AccountId, Row, Timestamp};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Which network.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
pub struct NetworkQuery {
    /// What it is of.
    pub of: Of,
    /// How many payments away from an account it goes; 1 when not given. Cases and findings are their evidence.
    pub hops: Option<u32>,
    /// Only payments at this instant or later: milliseconds since 1970 in UTC.
    #[cfg_attr(feature = "typescript", ts(optional, type = "number"))]
    pub from: Option<i64>,
    /// Only payments at this instant or before.
    #[cfg_attr(feature = "typescript", ts(optional, type = "number"))]
    pub to: Option<i64>,
    /// How many accounts at most; 60 when not given.
    pub limit: Option<u32>,
}

/// Accounts and what went between them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Network {
    /// The accounts: those with the most payments where there are more than were asked for.
    pub accounts: Vec<NetworkAccount>,
    /// What one account paid another, all its payments together.
    pub links: Vec<NetworkLink>,
    /// Accounts that would have been too many.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub accounts_left_out: u64,
    /// Payments that are not shown since an account of theirs is not.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub transactions_left_out: u64,
}

/// An account of a network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct NetworkAccount {
    /// Its name as the files write it.
    pub account: String,
    /// The institution that keeps it; empty where the source names none.
    pub institution: String,
    /// Its number there.
    pub number: String,
    /// Its roles in the findings, each once.
    pub roles: Vec<String>,
    /// Whether it has so many payments that it ties no findings together.
    pub hub: bool,
    /// How many payments of the network it made.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub paid: u64,
    /// How many payments of the network it received.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub received: u64,
    /// How many payments away from the account that was asked for; absent in cases and findings.
    pub hops: Option<u32>,
}

/// What one account paid another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct NetworkLink {
    /// The payer, as a position in the network's accounts.
    pub from: u32,
    /// The receiver.
    pub to: u32,
    /// How many payments.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub transactions: u64,
    /// What was paid in all, by currency.
    pub amounts: Vec<Sum>,
    /// First and last instant.
    pub window: Period,
}

const ACCOUNTS: u32 = 60;
const MOST_HOPS: u32 = 6;

/// Accounts with their distance where there is one, payments among them, and accounts that did not fit.
struct Extent {
    accounts: BTreeMap<AccountId, Option<u32>>,
    rows: Vec<Row>,
    left_out: u64,
}

impl Views<'_> {
    /// The network of a query.
    ///
    /// Time: O(n log n) in the evidence, or in the payments of all accounts that are reached.
    ///
    /// # Errors
    /// [`ViewError`] when what it is of is not there.
    pub fn network(&self, query: &NetworkQuery) -> Result<Network, ViewError> {
        let (extent, findings): (Extent, Vec<u32>) = match &query.of {
            Of::Case(id) => {
                let findings = self.cases.cases[self.case(id)?].findings.clone();
                (self.within(query, self.evidence(&findings)), findings)
            }
            Of::Finding(id) => {
                let findings = vec![self.finding(id)? as u32];
                (self.within(query, self.evidence(&findings)), findings)
            }
            Of::Account(name) => (self.around(query, self.account(name)?), Vec::new()),
        };
        let mut roles: BTreeMap<AccountId, Vec<&'static str>> = BTreeMap::new();
        for finding in &findings {
            for (role, accounts) in &self.detection.findings[*finding as usize].roles {
                for account in accounts {
                    let own = roles.entry(*account).or_default();
                    if !own.contains(&role.name()) {
                        own.push(role.name());
                    }
                }
            }
        }
        Ok(self.drawn(&extent, &roles))
    }

    fn shows(&self, query: &NetworkQuery, row: Row) -> bool {
        let time = self.ledger().time(row);
        query.from.is_none_or(|from| time >= Timestamp(from)) && query.to.is_none_or(|to| time <= Timestamp(to))
    }

    /// The accounts of evidence, those with the most payments first.
    fn within(&self, query: &NetworkQuery, mut rows: Vec<Row>) -> Extent {
        rows.retain(|row| self.shows(query, *row));
        let mut payments: BTreeMap<AccountId, u64> = BTreeMap::new();
        for account in rows.iter().flat_map(|row| [self.ledger().from(*row), self.ledger().to(*row)]) {
            *payments.entry(account).or_default() += 1;
        }
        let mut busiest: Vec<(AccountId, u64)> = payments.into_iter().collect();
        busiest.sort_by_key(|(account, payments)| (Reverse(*payments), *account));
        let limit = query.limit.unwrap_or(ACCOUNTS) as usize;
        let left_out = busiest.len().saturating_sub(limit) as u64;
        let accounts = busiest.into_iter().take(limit).map(|(account, _)| (account, None)).collect();
        Extent { accounts, rows, left_out }
    }

    /// The accounts around one, hop by hop, of each hop those with the most payments first.
    fn around(&self, query: &NetworkQuery, centre: AccountId) -> Extent {
        let limit = query.limit.unwrap_or(ACCOUNTS).max(1) as usize;
        let hops = query.hops.unwrap_or(1).min(MOST_HOPS);
        let mut accounts = BTreeMap::from([(centre, Some(0))]);
        let mut rows = Vec::new();
        let mut left_out = 0;
        let mut reached = vec![centre];
        for distance in 1..=hops {
            let mut next: BTreeMap<AccountId, u64> = BTreeMap::new();
            for account in &reached {
                for direction in [Direction::Out, Direction::In] {
                    for hop in self.graph.adjacency(direction).of(*account) {
                        if self.shows(query, hop.row) {
                            rows.push(hop.row);
                            *next.entry(hop.other).or_default() += 1;
                        }
                    }
                }
            }
            next.retain(|account, _| !accounts.contains_key(account));
            let mut next: Vec<(AccountId, u64)> = next.into_iter().collect();
            next.sort_by_key(|(account, payments)| (Reverse(*payments), *account));
            let room = limit.saturating_sub(accounts.len());
            left_out += next.len().saturating_sub(room) as u64;
            next.truncate(room);
            reached = next.iter().map(|(account, _)| *account).collect();
            accounts.extend(reached.iter().map(|account| (*account, Some(distance))));
        }
        // What the outermost accounts paid each other belongs to the picture.
        for account in &reached {
            let payments = self.graph.paid_by(*account).iter();
            rows.extend(payments.filter(|hop| accounts.contains_key(&hop.other)).map(|hop| hop.row));
        }
        rows.retain(|row| self.shows(query, *row));
        rows.sort_unstable();
        rows.dedup();
        Extent { accounts, rows, left_out }
    }

    fn drawn(&self, extent: &Extent, roles: &BTreeMap<AccountId, Vec<&'static str>>) -> Network {
        let ledger = self.ledger();
        let place: BTreeMap<AccountId, u32> =
            extent.accounts.keys().enumerate().map(|(place, account)| (*account, place as u32)).collect();
        let mut links: BTreeMap<(u32, u32), Vec<Row>> = BTreeMap::new();
        let mut left_out = 0;
        for row in &extent.rows {
            match (place.get(&ledger.from(*row)), place.get(&ledger.to(*row))) {
                (Some(from), Some(to)) => links.entry((*from, *to)).or_default().push(*row),
                _ => left_out += 1,
            }
        }
        let mut counts = vec![(0, 0); place.len()];
        for ((from, to), rows) in &links {
            counts[*from as usize].0 += rows.len() as u64;
            counts[*to as usize].1 += rows.len() as u64;
        }
        let accounts = extent.accounts.iter().zip(counts).map(|((account, hops), (paid, received))| {
            let name = ledger.accounts().name(*account);
            NetworkAccount {
                account: name.to_string(),
                institution: name.institution.to_owned(),
                number: name.number.to_owned(),
                roles: roles.get(account).into_iter().flatten().map(|role| (*role).to_owned()).collect(),
                hub: self.cases.hubs.contains(*account),
                paid,
                received,
                hops: *hops,
            }
        });
        let links = links.iter().map(|((from, to), rows)| NetworkLink {
            from: *from,
            to: *to,
            transactions: rows.len() as u64,
            amounts: Sum::all(&ledger.paid_in(rows)),
            window: Period::of((ledger.time(rows[0]), ledger.time(rows[rows.len() - 1]))),
        });
        Network {
            accounts: accounts.collect(),
            links: links.collect(),
            accounts_left_out: extent.left_out,
            transactions_left_out: left_out,
        }
    }
}
