//! A network to draw: who paid whom in a case, in a finding, or around an account.

use super::{Of, Period, Sum, ViewError, Views, sorted};
use crate::graph::Direction;
use crate::model::{AccountId, Row, Timestamp};
use serde::{Deserialize, Serialize};
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

/// Accounts, each with its distance from the first where that was asked for, payments among them in order, and how many
/// accounts did not fit.
struct Extent {
    accounts: BTreeMap<u32, u32>,
    distances: bool,
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
        Ok(match &query.of {
            Of::Case(id) => {
                let case = &self.cases.cases[self.case(id)?];
                self.drawn(&self.within(query, self.case_evidence(case)), &mut self.roles_in(case))
            }
            Of::Finding(id) => {
                let finding = self.finding(id)?;
                let roles = &self.detection.findings[finding].roles;
                let mut roles = roles.iter().map(|(role, accounts)| (role.name(), accounts.as_slice()));
                self.drawn(&self.within(query, self.evidence(&[finding as u32])), &mut roles)
            }
            Of::Account(name) => self.drawn(&self.around(query, self.account(name)?), &mut std::iter::empty()),
        })
    }

    fn shows(&self, query: &NetworkQuery, row: Row) -> bool {
        let time = self.ledger().time(row);
        query.from.is_none_or(|from| time >= Timestamp(from)) && query.to.is_none_or(|to| time <= Timestamp(to))
    }

    /// The accounts of evidence, those with the most payments first.
    fn within(&self, query: &NetworkQuery, mut rows: Vec<Row>) -> Extent {
        rows.retain(|row| self.shows(query, *row));
        let mut payments: BTreeMap<u32, u32> = BTreeMap::new();
        for account in rows.iter().flat_map(|row| [self.ledger().from(*row), self.ledger().to(*row)]) {
            *payments.entry(account.0).or_default() += 1;
        }
        let busiest = sorted(payments.keys().copied(), &|account| -i64::from(payments[&account]));
        let limit = query.limit.unwrap_or(ACCOUNTS) as usize;
        let left_out = busiest.len().saturating_sub(limit) as u64;
        let accounts = busiest.into_iter().take(limit).map(|account| (account, 0)).collect();
        Extent { accounts, distances: false, rows, left_out }
    }

    /// The accounts around one, hop by hop, of each hop those with the most payments first.
    fn around(&self, query: &NetworkQuery, centre: AccountId) -> Extent {
        let limit = query.limit.unwrap_or(ACCOUNTS).max(1) as usize;
        let hops = query.hops.unwrap_or(1).min(MOST_HOPS);
        let mut accounts = BTreeMap::from([(centre.0, 0)]);
        let mut rows = Vec::new();
        let mut left_out = 0;
        let mut reached = vec![centre.0];
        for distance in 1..=hops {
            let mut next: BTreeMap<u32, u32> = BTreeMap::new();
            for account in &reached {
                for direction in [Direction::Out, Direction::In] {
                    for hop in self.graph.adjacency(direction).of(AccountId(*account)) {
                        if self.shows(query, hop.row) {
                            rows.push(hop.row.0);
                            *next.entry(hop.other.0).or_default() += 1;
                        }
                    }
                }
            }
            let new = next.keys().copied().filter(|account| !accounts.contains_key(account));
            let mut busiest = sorted(new, &|account| -i64::from(next[&account]));
            let room = limit.saturating_sub(accounts.len());
            left_out += busiest.len().saturating_sub(room) as u64;
            busiest.truncate(room);
            reached = busiest;
            accounts.extend(reached.iter().map(|account| (*account, distance)));
        }
        // What the outermost accounts paid each other belongs to the picture.
        for account in &reached {
            let payments = self.graph.paid_by(AccountId(*account)).iter();
            rows.extend(payments.filter(|hop| accounts.contains_key(&hop.other.0)).map(|hop| hop.row.0));
        }
        let mut rows = sorted(rows, &|_| 0);
        rows.dedup();
        let rows = rows.into_iter().map(Row).filter(|row| self.shows(query, *row)).collect();
        Extent { accounts, distances: true, rows, left_out }
    }

    fn drawn(&self, extent: &Extent, told: &mut dyn Iterator<Item = (&'static str, &[AccountId])>) -> Network {
        let ledger = self.ledger();
        let ids: Vec<u32> = extent.accounts.keys().copied().collect();
        let place = |account: AccountId| ids.binary_search(&account.0).ok();
        // Payer and receiver by their places in one number, where both are shown.
        let pair = |row: u32| -> Option<i64> {
            Some((place(ledger.from(Row(row)))? as i64) << 32 | place(ledger.to(Row(row)))? as i64)
        };
        let shown = extent.rows.iter().map(|row| row.0).filter(|row| pair(*row).is_some());
        let shown = sorted(shown, &|row| pair(row).unwrap_or_default());
        let left_out = (extent.rows.len() - shown.len()) as u64;
        let (mut paid, mut received) = (vec![0_u64; ids.len()], vec![0_u64; ids.len()]);
        let links = shown.chunk_by(|one, next| pair(*one) == pair(*next)).map(|rows| {
            let rows: Vec<Row> = rows.iter().map(|row| Row(*row)).collect();
            let both = pair(rows[0].0).unwrap_or_default();
            let (from, to) = ((both >> 32) as u32, both as u32);
            paid[from as usize] += rows.len() as u64;
            received[to as usize] += rows.len() as u64;
            NetworkLink {
                from,
                to,
                transactions: rows.len() as u64,
                amounts: Sum::all(&ledger.paid_in(&rows)),
                window: Period::of((ledger.time(rows[0]), ledger.time(rows[rows.len() - 1]))),
            }
        });
        let links: Vec<NetworkLink> = links.collect();
        let mut roles: Vec<Vec<String>> = vec![Vec::new(); ids.len()];
        for (role, accounts) in told {
            for own in accounts.iter().filter_map(|account| place(*account)) {
                if !roles[own].iter().any(|known| known == role) {
                    roles[own].push(role.to_owned());
                }
            }
        }
        let accounts = extent.accounts.iter().zip(roles).enumerate().map(|(own, ((account, hops), roles))| {
            let account = AccountId(*account);
            let name = ledger.accounts().name(account);
            NetworkAccount {
                account: name.to_string(),
                institution: name.institution.to_owned(),
                number: name.number.to_owned(),
                roles,
                hub: self.cases.hubs.contains(account),
                paid: paid[own],
                received: received[own],
                hops: extent.distances.then_some(*hops),
            }
        });
        Network {
            accounts: accounts.collect(),
            links,
            accounts_left_out: extent.left_out,
            transactions_left_out: left_out,
        }
    }
}
