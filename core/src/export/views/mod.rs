//! What a program shows of a run, a page at a time: lists of findings and cases, an account, a network to draw.
//!
//! The files hold everything; who looks at a run on a screen wants fifty lines of it, those of one account, the largest
//! first. Each view is asked for with a small document and answers with one, of the same words as the files. Answers
//! are bounded, and say how much there is beyond them.

mod account;
#[cfg(feature = "typologies")]
mod alerts;
mod cases;
mod findings;
mod network;
mod scope;
#[cfg(feature = "typologies")]
mod typologies;

pub use account::{AccountProfile, AccountQuery, Counterparty, Holder, InFinding, Side};
#[cfg(feature = "typologies")]
pub use alerts::{AlertLuck, AlertOrder, AlertQuery, AlertRow, AlertViews, AlertsPage, PartyRole};
pub use cases::{CaseOrder, CaseQuery, CaseRow, CasesPage, PatternNumber};
pub use findings::{FindingOrder, FindingQuery, FindingRow, FindingsPage, RoleNumber, Term};
pub use network::{Network, NetworkAccount, NetworkLink, NetworkQuery};
pub use scope::{Of, ViewError};
#[cfg(feature = "typologies")]
pub use typologies::{CutWindowRow, NotEvaluated, Typologies, Typology, TypologyOffence, TypologyQuery};

use crate::case::{Case, CaseId, Cases, Flag};
use crate::detect::Detection;
use crate::graph::TransactionGraph;
use crate::ledger::Ledger;
use crate::model::{AccountId, Amount, Row, Timestamp};
use crate::read::AccountsFile;
use serde::Serialize;

/// A run that is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Views<'a> {
    /// The transactions.
    pub graph: &'a TransactionGraph,
    /// What was found.
    pub detection: &'a Detection,
    /// The findings, and the alerts, in cases.
    pub cases: &'a Cases,
    /// The alerts as the cases were made of them; none where no indicator was evaluated.
    pub flags: &'a [Flag<'a>],
    /// The accounts files, which name holders.
    pub accounts: &'a [AccountsFile],
}

/// A sum of money in a view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Sum {
    /// The currency; empty where the source names none.
    pub currency: String,
    /// The amount as a decimal text.
    pub amount: String,
}

/// First and last instant, RFC 3339 in UTC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Period {
    /// The first.
    pub from: String,
    /// The last.
    pub to: String,
}

impl Sum {
    fn of(amount: &Amount) -> Self {
        Self { currency: amount.currency.code().to_owned(), amount: amount.to_string() }
    }

    fn all(amounts: &[Amount]) -> Vec<Self> {
        amounts.iter().map(Self::of).collect()
    }
}

impl Period {
    fn of((from, to): (Timestamp, Timestamp)) -> Self {
        Self { from: from.to_string(), to: to.to_string() }
    }
}

impl<'a> Views<'a> {
    fn ledger(&self) -> &'a Ledger {
        self.graph.ledger()
    }

    fn name(&self, account: AccountId) -> String {
        self.ledger().accounts().name(account).to_string()
    }

    /// What amounts are worth together in the reference currency; those without a rate count nothing.
    fn worth(&self, amounts: &[Amount]) -> i64 {
        let values = amounts.iter().filter_map(|amount| self.detection.rates.value(*amount));
        values.fold(0, i64::saturating_add)
    }

    /// The case that each finding is in.
    fn case_of_findings(&self) -> Vec<Option<CaseId>> {
        let mut cases = vec![None; self.detection.findings.len()];
        for case in &self.cases.cases {
            for finding in &case.findings {
                cases[*finding as usize] = Some(case.id);
            }
        }
        cases
    }

    /// The evidence of a case, each transaction once, in order.
    #[must_use]
    pub fn case_evidence(&self, case: &Case) -> Vec<Row> {
        let findings = case.findings.iter().flat_map(|own| &self.detection.findings[*own as usize].transactions);
        let alerts = case.alerts.iter().flat_map(|own| self.flags[*own as usize].transactions);
        let mut rows = sorted(findings.chain(alerts).map(|row| row.0), &|_| 0);
        rows.dedup();
        rows.into_iter().map(Row).collect()
    }

    /// The accounts of a case in their roles.
    fn roles_in(&self, case: &'a Case) -> impl Iterator<Item = (&'static str, &'a [AccountId])> + use<'a> {
        let (detection, flags) = (self.detection, self.flags);
        let findings = case.findings.iter().flat_map(|own| &detection.findings[*own as usize].roles);
        let alerts = case.alerts.iter().flat_map(|own| flags[*own as usize].roles);
        let alerts = alerts.map(|(role, accounts)| (*role, accounts.as_slice()));
        findings.map(|(role, accounts)| (role.name(), accounts.as_slice())).chain(alerts)
    }

    /// The evidence of findings, each transaction once, in order.
    fn evidence(&self, findings: &[u32]) -> Vec<Row> {
        let evidence = findings.iter().flat_map(|finding| &self.detection.findings[*finding as usize].transactions);
        let mut rows = sorted(evidence.map(|row| row.0), &|_| 0);
        rows.dedup();
        rows.into_iter().map(Row).collect()
    }
}

/// Numbers in the order of a key, equals in their own order. All lists of views are sorted here: a sort for each type would
/// be a tenth of the module of WebAssembly.
fn sorted(numbers: impl IntoIterator<Item = u32>, key: &dyn Fn(u32) -> i64) -> Vec<u32> {
    let mut keyed: Vec<(i64, u32)> = numbers.into_iter().map(|number| (key(number), number)).collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, number)| number).collect()
}

/// The part of a list that a page shows.
fn page<T: Copy>(all: &[T], offset: u32, limit: u32) -> &[T] {
    let rest = all.get(offset as usize..).unwrap_or_default();
    &rest[..rest.len().min(limit as usize)]
}

/// As many lines as a page has when it is not said.
const LINES: u32 = 50;
