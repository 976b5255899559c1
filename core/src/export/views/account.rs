//! An account: what it paid and received, with whom, and in which findings and cases it is.

use super::{Period, Sum, ViewError, Views, sorted};
use crate::detect::Pattern;
use crate::export::findings::bits;
use crate::graph::Hop;
use crate::ledger::AccountRef;
use crate::model::{AccountId, Row};
use serde::{Deserialize, Serialize};

/// Which account.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
pub struct AccountQuery {
    /// Its name as the files write it.
    pub account: String,
    /// How many counterparties and findings to name at most; 50 when not given.
    pub limit: Option<u32>,
}

/// An account with what is known of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct AccountProfile {
    /// Its name as the files write it.
    pub account: String,
    /// The institution that keeps it; empty where the source names none.
    pub institution: String,
    /// Its number there.
    pub number: String,
    /// Whom the accounts files say it belongs to.
    pub holders: Vec<Holder>,
    /// Whether it has so many payments that it ties no findings together.
    pub hub: bool,
    /// What it paid to others.
    pub paid: Side,
    /// What it received from others.
    pub received: Side,
    /// How many payments it made to itself.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub to_itself: u64,
    /// First and last instant of its payments.
    pub period: Option<Period>,
    /// How many others it dealt with.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub counterparties: u64,
    /// Those with the most payments, by their number.
    pub most: Vec<Counterparty>,
    /// In how many findings it has a role.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub findings: u64,
    /// The most unusual of them.
    pub in_findings: Vec<InFinding>,
    /// The cases of these findings and of alerts in which it has a role, the most unusual first.
    pub cases: Vec<String>,
}

/// Whom an account belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Holder {
    /// The identifier of the person or company.
    pub entity: String,
    /// What it is called.
    pub name: String,
    /// What the institution is called.
    pub institution: String,
}

/// Payments of an account in one direction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Side {
    /// How many.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub transactions: u64,
    /// What they come to, by currency, as it left the payers.
    pub amounts: Vec<Sum>,
}

/// Another account that one deals with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Counterparty {
    /// Its name as the files write it.
    pub account: String,
    /// What it was paid.
    pub paid: Side,
    /// What was received from it.
    pub received: Side,
}

/// A finding that an account has a role in.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct InFinding {
    /// The finding.
    pub id: String,
    /// Its pattern.
    #[cfg_attr(feature = "typescript", ts(type = "Pattern"))]
    pub pattern: Pattern,
    /// Its score in bits.
    pub score: f64,
    /// The account's roles in it.
    pub roles: Vec<String>,
}

const NAMED: u32 = 50;

impl Views<'_> {
    /// What is known of an account.
    ///
    /// Time: O(n log n) in its payments, and O(accounts of all findings).
    ///
    /// # Errors
    /// [`ViewError`] when there is no such account.
    pub fn profile(&self, query: &AccountQuery) -> Result<AccountProfile, ViewError> {
        let account = self.account(&query.account)?;
        let limit = query.limit.unwrap_or(NAMED) as usize;
        let ledger = self.ledger();
        let name = ledger.accounts().name(account);
        let (paid, received) = (self.graph.paid_by(account), self.graph.received_by(account));
        // Payments by counterparty; those to an account stand before those from it.
        let other = |row: u32| match (ledger.from(Row(row)), ledger.to(Row(row))) {
            (from, to) if from == account => i64::from(to.0) << 1,
            (from, _) => i64::from(from.0) << 1 | 1,
        };
        let payments = sorted(paid.iter().chain(received).map(|hop| hop.row.0), &other);
        let others: Vec<&[u32]> = payments.chunk_by(|one, next| other(*one) >> 1 == other(*next) >> 1).collect();
        let counterparties = others.len() as u64;
        let busiest = sorted(0..others.len() as u32, &|place| -(others[place as usize].len() as i64));
        let most = busiest.into_iter().take(limit).map(|place| {
            let rows: Vec<Row> = others[place as usize].iter().map(|row| Row(*row)).collect();
            let (paid, received) = rows.split_at(rows.partition_point(|row| other(row.0) & 1 == 0));
            Counterparty {
                account: self.name(AccountId((other(rows[0].0) >> 1) as u32)),
                paid: self.side(paid),
                received: self.side(received),
            }
        });
        let in_findings = self.findings_with(account);
        let mut has_role = self.cases.cases.iter().filter(|case| {
            let mut accounts = self.roles_in(case).flat_map(|(_, accounts)| accounts);
            accounts.any(|own| *own == account)
        });
        let cases: Vec<String> = has_role.by_ref().map(|case| case.id.to_string()).collect();
        let named = in_findings.iter().take(limit).map(|(place, roles)| InFinding {
            id: self.cases.finding_ids[*place].to_string(),
            pattern: self.detection.findings[*place].pattern,
            score: bits(self.detection.findings[*place].score_millibits()),
            roles: roles.clone(),
        });
        Ok(AccountProfile {
            account: name.to_string(),
            institution: name.institution.to_owned(),
            number: name.number.to_owned(),
            holders: self.holders(AccountRef::new(name.institution, name.number)),
            hub: self.cases.hubs.contains(account),
            paid: self.side(&rows(paid)),
            received: self.side(&rows(received)),
            to_itself: self.own_transfers(account),
            period: self.period_of(account),
            counterparties,
            most: most.collect(),
            findings: in_findings.len() as u64,
            in_findings: named.collect(),
            cases,
        })
    }

    fn side(&self, rows: &[Row]) -> Side {
        Side { transactions: rows.len() as u64, amounts: Sum::all(&self.ledger().paid_in(rows)) }
    }

    fn own_transfers(&self, account: AccountId) -> u64 {
        let pairs = self.ledger().from_accounts().iter().zip(self.ledger().to_accounts());
        pairs.filter(|(from, to)| **from == account && **to == account).count() as u64
    }

    fn period_of(&self, account: AccountId) -> Option<Period> {
        let (paid, received) = (self.graph.paid_by(account), self.graph.received_by(account));
        let first = paid.first().into_iter().chain(received.first()).map(|hop| hop.row).min()?;
        let last = paid.last().into_iter().chain(received.last()).map(|hop| hop.row).max()?;
        Some(Period::of((self.ledger().time(first), self.ledger().time(last))))
    }

    fn holders(&self, account: AccountRef<'_>) -> Vec<Holder> {
        let holdings = self.accounts.iter().flat_map(|file| file.holders(account));
        let holders = holdings.map(|holding| Holder {
            entity: holding.entity.to_owned(),
            name: holding.entity_name.to_owned(),
            institution: holding.institution_name.to_owned(),
        });
        let mut known: Vec<Holder> = Vec::new();
        for holder in holders {
            if !known.contains(&holder) {
                known.push(holder);
            }
        }
        known
    }

    /// The places of the findings that an account has roles in, and the roles.
    fn findings_with(&self, account: AccountId) -> Vec<(usize, Vec<String>)> {
        let mut found = Vec::new();
        for (place, finding) in self.detection.findings.iter().enumerate() {
            let has = finding.roles.iter().filter(|(_, accounts)| accounts.contains(&account));
            let roles: Vec<String> = has.map(|(role, _)| role.name().to_owned()).collect();
            if !roles.is_empty() {
                found.push((place, roles));
            }
        }
        found
    }
}

fn rows(hops: &[Hop]) -> Vec<Row> {
    hops.iter().map(|hop| hop.row).collect()
}
