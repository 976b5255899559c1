//! A page of findings.

use super::{LINES, Period, Sum, ViewError, Views, page, sorted};
use crate::detect::{Finding, Pattern};
use crate::export::findings::bits;
use crate::model::Timestamp;
use serde::{Deserialize, Serialize};

/// Which findings, in what order, and how many of them. Everything may be left out.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
pub struct FindingQuery {
    /// Of these patterns.
    #[cfg_attr(feature = "typescript", ts(optional, type = "Pattern[]"))]
    pub patterns: Option<Vec<Pattern>>,
    /// With this account in a role.
    pub account: Option<String>,
    /// Of this case.
    pub case: Option<String>,
    /// With this text in the name of an account, letters of either case alike.
    pub text: Option<String>,
    /// With a score of this many bits at least.
    pub least_score: Option<f64>,
    /// With evidence at this instant or later: milliseconds since 1970 in UTC.
    #[cfg_attr(feature = "typescript", ts(optional, type = "number"))]
    pub from: Option<i64>,
    /// With evidence at this instant or before: milliseconds since 1970 in UTC.
    #[cfg_attr(feature = "typescript", ts(optional, type = "number"))]
    pub to: Option<i64>,
    /// In this order; by score when not given.
    pub order: Option<FindingOrder>,
    /// The other way round.
    pub reversed: Option<bool>,
    /// How many to leave out first; 0 when not given.
    pub offset: Option<u32>,
    /// How many at most; 50 when not given.
    pub limit: Option<u32>,
}

/// The orders of findings. Equals are in the order of rank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum FindingOrder {
    /// The most unusual first.
    #[default]
    Score,
    /// By the first instant of the evidence.
    Time,
    /// The most accounts first.
    Accounts,
    /// The most transactions first.
    Transactions,
    /// The most money first, at the rates of the run; what has no rate counts nothing.
    Amount,
}

/// Findings of a page.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct FindingsPage {
    /// How many findings the query has in all.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub total: u64,
    /// Those of the page.
    pub items: Vec<FindingRow>,
}

/// A finding as a line of a list; its evidence is in the finding itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct FindingRow {
    /// Its identifier.
    pub id: String,
    /// What it is an instance of.
    #[cfg_attr(feature = "typescript", ts(type = "Pattern"))]
    pub pattern: Pattern,
    /// The sum of its reasons, in bits.
    pub score: f64,
    /// Why it ranks where it does.
    pub reasons: Vec<Term>,
    /// How many accounts each role has, and the first of them.
    pub roles: Vec<RoleNumber>,
    /// How many accounts take part.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub accounts: u64,
    /// How many transactions are its evidence.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub transactions: u64,
    /// First and last instant of the evidence.
    pub window: Period,
    /// What was paid in all, by currency.
    pub amounts: Vec<Sum>,
    /// Whether the search that gave it stopped at its bound on work.
    pub truncated: bool,
    /// The case that it is in.
    pub case: Option<String>,
}

/// A reason for a score.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Term {
    /// Its name.
    pub term: String,
    /// Its part of the score, in bits.
    pub bits: f64,
    /// What was seen and what was to be expected.
    pub text: String,
}

/// A role of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct RoleNumber {
    /// Its name.
    pub role: String,
    /// How many accounts have it.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub accounts: u64,
    /// The first of them.
    pub first: String,
}

impl Views<'_> {
    /// The findings that meet a query, a page of them.
    ///
    /// Time: O(accounts of all findings) where an account or a text is asked for, else O(n log n) in the findings.
    ///
    /// # Errors
    /// [`ViewError`] when the account or the case is not there.
    pub fn findings(&self, query: &FindingQuery) -> Result<FindingsPage, ViewError> {
        let account = query.account.as_deref().map(|name| self.account(name)).transpose()?;
        let mut places: Vec<u32> = match &query.case {
            Some(id) => self.cases.cases[self.case(id)?].findings.clone(),
            None => (0..self.detection.findings.len() as u32).collect(),
        };
        let text = query.text.as_deref().map(str::to_lowercase).filter(|text| !text.is_empty());
        places.retain(|place| {
            let finding = &self.detection.findings[*place as usize];
            let mut accounts = finding.roles.iter().flat_map(|(_, accounts)| accounts);
            let (from, to) = finding.period(self.ledger());
            query.patterns.as_ref().is_none_or(|patterns| patterns.contains(&finding.pattern))
                && query.least_score.is_none_or(|least| bits(finding.score_millibits()) >= least)
                && query.from.is_none_or(|start| to >= Timestamp(start))
                && query.to.is_none_or(|end| from <= Timestamp(end))
                && account.is_none_or(|wanted| accounts.clone().any(|account| *account == wanted))
                && text.as_ref().is_none_or(|text| accounts.any(|own| self.name(*own).to_lowercase().contains(text)))
        });
        let at = |place: u32| &self.detection.findings[place as usize];
        places = match query.order.unwrap_or_default() {
            FindingOrder::Score => places,
            FindingOrder::Time => sorted(places, &|place| at(place).transactions.first().map_or(0, |row| row.0.into())),
            FindingOrder::Accounts => sorted(places, &|place| -(number_of_accounts(at(place)) as i64)),
            FindingOrder::Transactions => sorted(places, &|place| -(at(place).transactions.len() as i64)),
            FindingOrder::Amount => {
                sorted(places, &|place| self.worth(&at(place).amounts(self.ledger())).saturating_neg())
            }
        };
        if query.reversed == Some(true) {
            places.reverse();
        }
        let cases = self.case_of_findings();
        let shown = page(&places, query.offset.unwrap_or(0), query.limit.unwrap_or(LINES));
        let items =
            shown.iter().map(|place| self.row(*place as usize, cases[*place as usize].map(|id| id.to_string())));
        Ok(FindingsPage { total: places.len() as u64, items: items.collect() })
    }

    fn row(&self, place: usize, case: Option<String>) -> FindingRow {
        let finding = &self.detection.findings[place];
        let term = |reason: &crate::detect::Reason| Term {
            term: reason.name.to_owned(),
            bits: bits(reason.millibits),
            text: reason.text.clone(),
        };
        let roles = finding.roles.iter().filter_map(|(role, accounts)| {
            let first = self.name(*accounts.first()?);
            Some(RoleNumber { role: role.name().to_owned(), accounts: accounts.len() as u64, first })
        });
        FindingRow {
            id: self.cases.finding_ids[place].to_string(),
            pattern: finding.pattern,
            score: bits(finding.score_millibits()),
            reasons: finding.reasons.iter().map(term).collect(),
            roles: roles.collect(),
            accounts: number_of_accounts(finding) as u64,
            transactions: finding.transactions.len() as u64,
            window: Period::of(finding.period(self.ledger())),
            amounts: Sum::all(&finding.amounts(self.ledger())),
            truncated: finding.truncated,
            case,
        }
    }
}

fn number_of_accounts(finding: &Finding) -> usize {
    let accounts = finding.roles.iter().flat_map(|(_, accounts)| accounts).map(|account| account.0);
    let mut accounts = sorted(accounts, &|_| 0);
    accounts.dedup();
    accounts.len()
}
