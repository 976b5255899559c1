//! A sentence about a case: a template, the facts that fill it, and what they rest on.

use crate::model::{AccountId, Amount, Row, Timestamp};
use crate::typology::Texts;

/// A sentence that a case's facts fill.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// The template.
    pub key: &'static str,
    /// The facts, by the names that the template has for them.
    pub facts: Vec<(&'static str, Fact)>,
    /// What they rest on.
    pub evidence: Evidence,
    /// The sentence in each language.
    pub text: Texts,
}

/// A fact of a case.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// A number of things.
    Count(u64),
    /// A share, in thousandths.
    Share(u32),
    /// Amounts, one a currency.
    Money(Vec<Amount>),
    /// A day, in UTC.
    Day(Timestamp),
    /// From a day to a day, in UTC; one day where they are the same.
    Period(Timestamp, Timestamp),
    /// An account.
    Account(AccountId),
    /// Accounts, and how many more there are.
    Accounts(Vec<AccountId>, u64),
    /// Text of the data or a code.
    Text(String),
    /// The id and the name of an indicator, an offence, a pattern or an explanation.
    Name(String, Texts),
    /// Several of these.
    Names(Vec<(String, Texts)>),
}

/// What a sentence rests on. At least one of these has something in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Places among the findings of the run: with all their transactions.
    pub findings: Vec<u32>,
    /// Places among the alerts of the run: with all their transactions.
    pub alerts: Vec<u32>,
    /// Single transactions.
    pub transactions: Vec<Row>,
    /// All transactions of the case.
    pub whole: bool,
}

impl Evidence {
    pub(super) fn findings(findings: Vec<u32>) -> Self {
        Self { findings, ..Self::default() }
    }

    pub(super) fn alerts(alerts: Vec<u32>) -> Self {
        Self { alerts, ..Self::default() }
    }

    pub(super) fn transactions(transactions: Vec<Row>) -> Self {
        Self { transactions, ..Self::default() }
    }

    pub(super) fn whole() -> Self {
        Self { whole: true, ..Self::default() }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty() && self.alerts.is_empty() && self.transactions.is_empty() && !self.whole
    }
}
