//! An alert: an instance of an indicator, with the accounts, the evidence, and each condition as it was measured.

use super::Clearing;
use crate::detect::FindingId;
use crate::graph::TransactionGraph;
use crate::ledger::Ledger;
use crate::model::{AccountId, Amount, Row, Span, Timestamp};
use std::fmt;

/// A maximal instance of an indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// The indicator, as its place in the pack.
    pub indicator: usize,
    /// Which of its rules fired, from 0.
    pub rule: usize,
    /// The accounts by role; the first role is the subject.
    pub roles: Vec<(&'static str, Vec<AccountId>)>,
    /// The evidence: every transaction of the instance, ascending.
    pub transactions: Vec<Row>,
    /// What the register tells, for rules about parties: whom, and where it stands.
    pub register: RegisterEvidence,
    /// What was measured against which numbers.
    pub conditions: Vec<Condition>,
    /// The finding of detection that it is, where a shape is asked for.
    pub finding: Option<FindingId>,
    /// How unusual that finding is, in thousandths of a bit: its score.
    pub surprise: Option<i64>,
    /// What would clear it; `None` for rules of which that is not worked out, and for alerts with very much evidence.
    pub clearing: Option<Clearing>,
    /// Whether a search that it comes from stopped at its bound on work.
    pub truncated: bool,
}

/// Evidence out of a register of parties. Rules that look at payments alone have none.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RegisterEvidence {
    /// The parties by role; the first role is whom it is about.
    pub parties: Vec<(&'static str, Vec<RegisteredParty>)>,
    /// The records that tell it, ascending by file and record, each once.
    pub records: Vec<RegisterRecord>,
}

/// A party as its source calls it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RegisteredParty {
    /// The namespace of the identifier; empty for the tables of one institution.
    pub scope: String,
    /// The identifier in it.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A record of a file of parties.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RegisterRecord {
    /// The file, as it was named.
    pub file: String,
    /// The line of the record where a file has one a line, else the number of the element, both from 1.
    pub record: u32,
}

/// A number of a rule beside what was measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The number's name: `rows`, `sum`, `step.share`.
    pub name: String,
    /// What was measured.
    pub measured: Measure,
    /// What the rule asks for.
    pub threshold: Measure,
    /// Whether the rule asks for no more than the threshold, and not for no less.
    pub at_most: bool,
}

/// A measured value with its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// A number of things.
    Count(u64),
    /// Per cent, rounded down.
    Percent(u64),
    /// A length of time.
    Time(Span),
    /// An amount.
    Money(Amount),
    /// Thousandths of the cash-reporting threshold, or of the amount that the rule names, where several currencies are added.
    Thousandths(u64),
    /// Kilometres.
    Kilometres(u64),
    /// Kilometres an hour.
    Speed(u64),
}

/// An identifier derived from the alert's content.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AlertId {
    indicator: String,
    hash: u64,
}

impl Alert {
    /// The first and the last instant of the evidence.
    #[must_use]
    pub fn period(&self, ledger: &Ledger) -> (Timestamp, Timestamp) {
        match (self.transactions.first(), self.transactions.last()) {
            (Some(first), Some(last)) => (ledger.time(*first), ledger.time(*last)),
            _ => (Timestamp(0), Timestamp(0)),
        }
    }

    /// The accounts that it is about.
    #[must_use]
    pub fn subject(&self) -> &[AccountId] {
        self.roles.first().map_or(&[], |(_, accounts)| accounts)
    }

    /// An identifier over indicator, rule, subject and evidence: transactions, and parties where the register tells it. The same alert has it whatever the order of rows, the
    /// names of files and the other rows of the ledger.
    #[must_use]
    pub fn id(&self, indicator: &str, graph: &TransactionGraph) -> AlertId {
        let ledger = graph.ledger();
        let mut hasher = blake3::Hasher::new();
        hasher.update(&(self.rule as u64).to_le_bytes());
        for account in self.subject() {
            let name = ledger.accounts().name(*account);
            for text in [name.institution, name.number] {
                hasher.update(&(text.len() as u64).to_le_bytes());
                hasher.update(text.as_bytes());
            }
        }
        let mut evidence: Vec<u64> = self.transactions.iter().map(|row| ledger.content_hash(*row)).collect();
        evidence.sort_unstable();
        for hash in evidence {
            hasher.update(&hash.to_le_bytes());
        }
        for (role, parties) in &self.register.parties {
            for party in parties {
                for text in [role, party.scope.as_str(), &party.id] {
                    hasher.update(&(text.len() as u64).to_le_bytes());
                    hasher.update(text.as_bytes());
                }
            }
        }
        let hash = hasher.finalize();
        let hash = u64::from_be_bytes(std::array::from_fn(|byte| hash.as_bytes()[byte]));
        AlertId { indicator: indicator.to_owned(), hash }
    }
}

impl fmt::Display for AlertId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:016x}", self.indicator, self.hash)
    }
}

impl Condition {
    /// A number that must be reached.
    pub(super) fn least(name: impl Into<String>, measured: Measure, threshold: Measure) -> Self {
        Self { name: name.into(), measured, threshold, at_most: false }
    }

    /// A number that must not be passed.
    pub(super) fn most(name: impl Into<String>, measured: Measure, threshold: Measure) -> Self {
        Self { name: name.into(), measured, threshold, at_most: true }
    }

    /// How far beyond the threshold, on the side that the rule asks for, in thousandths of the threshold; a threshold of
    /// nothing counts as one unit.
    #[must_use]
    pub fn margin(&self) -> i64 {
        let (measured, threshold) = (i128::from(self.measured.value()), i128::from(self.threshold.value()));
        let beyond = if self.at_most { threshold - measured } else { measured - threshold };
        (beyond * 1000 / threshold.max(1)).clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64
    }
}

impl Measure {
    /// The bare number.
    #[must_use]
    pub fn value(self) -> i64 {
        match self {
            Self::Count(number)
            | Self::Percent(number)
            | Self::Thousandths(number)
            | Self::Kilometres(number)
            | Self::Speed(number) => i64::try_from(number).unwrap_or(i64::MAX),
            Self::Time(span) => span.0,
            Self::Money(amount) => amount.units,
        }
    }

    /// What it is counted in.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            Self::Count(_) => "count",
            Self::Percent(_) => "percent",
            Self::Time(_) => "time",
            Self::Money(amount) => amount.currency.code(),
            Self::Thousandths(_) => "of threshold",
            Self::Kilometres(_) => "km",
            Self::Speed(_) => "km/h",
        }
    }
}

impl fmt::Display for Measure {
    /// Without its unit; times as `36h`, thousandths as a decimal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(number) | Self::Percent(number) | Self::Kilometres(number) | Self::Speed(number) => {
                write!(f, "{number}")
            }
            Self::Time(span) => write!(f, "{span}"),
            Self::Money(amount) => write!(f, "{amount}"),
            Self::Thousandths(number) => write!(f, "{}.{:03}", number / 1000, number % 1000),
        }
    }
}
