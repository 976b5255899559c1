//! A page of cases.

use super::{LINES, Period, Sum, ViewError, Views, page, sorted};
use crate::case::{Case, Contents};
use crate::detect::Pattern;
use crate::export::findings::bits;
use crate::model::{Row, Timestamp};
use serde::{Deserialize, Serialize};

/// Which cases, in what order, and how many of them. Everything may be left out.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
pub struct CaseQuery {
    /// With a finding of one of these patterns.
    #[cfg_attr(feature = "typescript", ts(optional, type = "Pattern[]"))]
    pub patterns: Option<Vec<Pattern>>,
    /// With this account in a role of a finding or an alert.
    pub account: Option<String>,
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
    pub order: Option<CaseOrder>,
    /// The other way round.
    pub reversed: Option<bool>,
    /// How many to leave out first; 0 when not given.
    pub offset: Option<u32>,
    /// How many at most; 50 when not given.
    pub limit: Option<u32>,
}

/// The orders of cases. Equals are in the order of rank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum CaseOrder {
    /// The most unusual first.
    #[default]
    Score,
    /// By the first instant of the evidence.
    Time,
    /// The most findings first.
    Findings,
    /// The most alerts first.
    Alerts,
    /// The most transactions first.
    Transactions,
}

/// Cases of a page.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct CasesPage {
    /// How many cases the query has in all.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub total: u64,
    /// Those of the page.
    pub items: Vec<CaseRow>,
}

/// A case as a line of a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct CaseRow {
    /// Its identifier.
    pub id: String,
    /// Its place among all cases, from 1: the most unusual is the first.
    pub rank: u32,
    /// Its score in bits.
    pub score: f64,
    /// How many findings of each pattern.
    pub patterns: Vec<PatternNumber>,
    /// How many findings.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub findings: u64,
    /// How many alerts.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub alerts: u64,
    /// How many accounts take part.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub accounts: u64,
    /// How many of them are hubs.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub hubs: u64,
    /// How many transactions are its evidence.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub transactions: u64,
    /// First and last instant of the evidence.
    pub window: Period,
    /// What was paid in all, by currency.
    pub amounts: Vec<Sum>,
    /// Whether the search for one of its findings stopped at a bound on work.
    pub truncated: bool,
}

/// How many findings of a pattern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct PatternNumber {
    /// The pattern.
    #[cfg_attr(feature = "typescript", ts(type = "Pattern"))]
    pub pattern: Pattern,
    /// How many.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub findings: u64,
}

impl Views<'_> {
    /// The cases that meet a query, a page of them.
    ///
    /// Time: O(accounts of all findings) where an account or a text is asked for, else O(evidence) at most.
    ///
    /// # Errors
    /// [`ViewError`] when the account is not there.
    pub fn cases(&self, query: &CaseQuery) -> Result<CasesPage, ViewError> {
        let account = query.account.as_deref().map(|name| self.account(name)).transpose()?;
        let text = query.text.as_deref().map(str::to_lowercase).filter(|text| !text.is_empty());
        let finding = |place: &u32| &self.detection.findings[*place as usize];
        let mut places: Vec<u32> = (0..self.cases.cases.len() as u32).collect();
        places.retain(|place| {
            let case = &self.cases.cases[*place as usize];
            let mut findings = case.findings.iter().map(finding);
            let accounts = || self.roles_in(case).flat_map(|(_, accounts)| accounts);
            let (first, last) = self.ends(case);
            let from = first.map_or(Timestamp(0), |row| self.ledger().time(row));
            let to = last.map_or(Timestamp(0), |row| self.ledger().time(row));
            query.least_score.is_none_or(|least| bits(case.score_millibits) >= least)
                && query.patterns.as_ref().is_none_or(|wanted| findings.any(|one| wanted.contains(&one.pattern)))
                && query.from.is_none_or(|start| to >= Timestamp(start))
                && query.to.is_none_or(|end| from <= Timestamp(end))
                && account.is_none_or(|wanted| accounts().any(|account| *account == wanted))
                && text.as_ref().is_none_or(|text| accounts().any(|own| self.name(*own).to_lowercase().contains(text)))
        });
        let at = |place: u32| &self.cases.cases[place as usize];
        places = match query.order.unwrap_or_default() {
            CaseOrder::Score => places,
            CaseOrder::Time => sorted(places, &|place| self.ends(at(place)).0.map_or(0, |row| row.0.into())),
            CaseOrder::Findings => sorted(places, &|place| -(at(place).findings.len() as i64)),
            CaseOrder::Alerts => sorted(places, &|place| -(at(place).alerts.len() as i64)),
            CaseOrder::Transactions => sorted(places, &|place| -(self.case_evidence(at(place)).len() as i64)),
        };
        if query.reversed == Some(true) {
            places.reverse();
        }
        let shown = page(&places, query.offset.unwrap_or(0), query.limit.unwrap_or(LINES));
        let items = shown.iter().map(|place| self.case_row(*place));
        Ok(CasesPage { total: places.len() as u64, items: items.collect() })
    }

    /// The first and the last transaction of a case.
    fn ends(&self, case: &Case) -> (Option<Row>, Option<Row>) {
        let evidence = || {
            let findings = case.findings.iter().map(|own| &self.detection.findings[*own as usize].transactions[..]);
            findings.chain(case.alerts.iter().map(|own| self.flags[*own as usize].transactions))
        };
        let first = evidence().filter_map(|rows| rows.first().copied()).min();
        (first, evidence().filter_map(|rows| rows.last().copied()).max())
    }

    fn case_row(&self, place: u32) -> CaseRow {
        let case = &self.cases.cases[place as usize];
        let contents = Contents::with(self.graph, &self.cases.hubs, &self.detection.findings, self.flags, case);
        let count = |(pattern, findings): &(Pattern, u64)| PatternNumber { pattern: *pattern, findings: *findings };
        CaseRow {
            id: case.id.to_string(),
            rank: place + 1,
            score: bits(case.score_millibits),
            patterns: contents.patterns.iter().map(count).collect(),
            findings: case.findings.len() as u64,
            alerts: case.alerts.len() as u64,
            accounts: contents.accounts.len() as u64,
            hubs: contents.accounts.iter().filter(|account| account.hub).count() as u64,
            transactions: contents.transactions.len() as u64,
            window: Period::of(contents.period),
            amounts: Sum::all(&contents.amounts),
            truncated: contents.truncated,
        }
    }
}
