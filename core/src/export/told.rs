//! What alerts add to documents about cases. A trait, so that a library without typologies has cases and a report.

use crate::case::{Case, Cases, Contents, Flag};
use crate::graph::TransactionGraph;
use crate::model::AccountId;
use maud::Markup;
use serde::Serialize;
use serde_json::value::RawValue;
use std::io;

/// Tells alerts, and cases by what alerts say of them.
pub trait AlertsTold: Sync {
    /// The alerts as cases are made of them.
    fn flags(&self) -> &[Flag<'_>];

    /// What `cases.json` has of every case.
    ///
    /// # Errors
    /// Those of writing JSON.
    fn brief(&self, cases: &Cases, case: &Case, contents: &Contents<'_>) -> io::Result<Brief>;

    /// What `cases.json` has of a case with detail.
    ///
    /// # Errors
    /// Those of writing JSON.
    fn detail(&self, cases: &Cases, case: &Case, contents: &Contents<'_>) -> io::Result<Telling>;

    /// The title of a case.
    fn title(&self, case: &Case, contents: &Contents<'_>) -> Option<String>;

    /// What the report has of a case. `number` is the case's on the page, from 1.
    fn case_section(&self, cases: &Cases, number: usize, contents: &Contents<'_>) -> CaseSection;

    /// The report's section of all alerts, as HTML in which all data is escaped.
    fn section(&self, graph: &TransactionGraph) -> String;
}

/// What `cases.json` has of every case where indicators were evaluated.
#[derive(Debug, Serialize)]
pub struct Brief {
    /// In the four languages.
    pub title: Box<RawValue>,
    /// The identifiers of its alerts.
    pub alerts: Vec<String>,
    /// How many alerts of each indicator.
    pub indicators: Box<RawValue>,
    /// The offences that it may be a sign of.
    pub offences: Box<RawValue>,
}

/// What `cases.json` has of a case with detail.
#[derive(Debug, Serialize)]
pub struct Telling {
    /// Who is likely a victim, whom it is about, and what says so.
    pub standing: Box<RawValue>,
    /// The accounts on which its network hangs.
    pub key_accounts: Box<RawValue>,
    /// The narrative.
    pub narrative: Box<RawValue>,
}

/// What the report has of a case.
#[derive(Debug)]
pub struct CaseSection {
    /// The narrative and the offences.
    pub narrative: Markup,
    /// The accounts on which it hangs.
    pub key_accounts: Markup,
    /// The alerts of the case.
    pub alerts: Markup,
    /// Who is likely a victim, ascending.
    pub victims: Vec<AccountId>,
    /// On which accounts the case hangs, ascending.
    pub key: Vec<AccountId>,
    /// The roles of each account in alerts, in the order of accounts.
    pub roles: Vec<String>,
}
