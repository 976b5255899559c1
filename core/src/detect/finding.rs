//! A finding: an instance of a pattern with its accounts, its evidence and the reasons for its rank.

use super::Pattern;
use crate::graph::TransactionGraph;
use crate::ledger::Ledger;
use crate::model::{AccountId, Amount, Row, Span, Timestamp};
use serde::{Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;

/// A maximal instance of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is an instance of.
    pub pattern: Pattern,
    /// The accounts by role, in the pattern's order of roles.
    pub roles: Vec<(Role, Vec<AccountId>)>,
    /// The evidence: every transaction of the instance, ascending.
    pub transactions: Vec<Row>,
    /// The window lengths at which it was found.
    pub windows: Vec<Span>,
    /// How many smaller instances it bundles: 1 for a fan, the number of cycles for a cycle.
    pub instances: u64,
    /// Whether the search that gave it stopped at its bound on work, so that it may be part of something larger.
    pub truncated: bool,
    /// How unusual it is, as the sum of its reasons.
    pub reasons: Vec<Reason>,
    /// Other shapes that the same money makes and that are not reported apart: parts of this finding, and wider shapes
    /// that add nothing unusual to it.
    pub also: Vec<Shape>,
    /// What it was found between.
    pub level: Level,
    /// Accounts that are taken as one in it, each such set ascending, in order: those in the evidence of an owner who has
    /// several there. None at the level of accounts.
    pub joined: Vec<Vec<AccountId>>,
}

/// What patterns are searched for between.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Accounts, each on its own.
    #[default]
    Account,
    /// Parties: the accounts of one holder are one.
    Party,
    /// Groups: the accounts of all parties under one owner or controller are one.
    Group,
}

/// A shape that is told with the finding whose money it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// What it is an instance of.
    pub pattern: Pattern,
    /// The account at its centre or its first: that of its first role.
    pub account: AccountId,
    /// Its evidence, ascending.
    pub transactions: Vec<Row>,
    /// Its own score in thousandths of a bit.
    pub score_millibits: i64,
    /// What it was found between.
    pub level: Level,
}

impl Shape {
    pub(super) fn of(finding: Finding) -> Self {
        Self {
            pattern: finding.pattern,
            account: finding.roles.iter().flat_map(|(_, accounts)| accounts).next().copied().unwrap_or_default(),
            score_millibits: finding.score_millibits(),
            level: finding.level,
            transactions: finding.transactions,
        }
    }

    /// What a finding is told as beside another: itself, and the shapes that went with it.
    pub(super) fn all_of(mut finding: Finding) -> impl Iterator<Item = Self> {
        let also = std::mem::take(&mut finding.also);
        std::iter::once(Self::of(finding)).chain(also)
    }
}

/// What an account does in a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Receives from many.
    Collector,
    /// Pay the collector.
    Senders,
    /// Pays many.
    Distributor,
    /// Are paid by the distributor.
    Receivers,
    /// Collects from many and pays out to many.
    Hub,
    /// Pays the middles.
    Source,
    /// Are paid by one layer and pay the next.
    Middles,
    /// Is paid by the middles.
    Sink,
    /// Pays first, and is paid back.
    Originator,
    /// Pass the money around, in the order of the cycle.
    Members,
    /// Sends on what it receives.
    Conduit,
    /// Keeps payments below a threshold.
    Structurer,
    /// Are at the other end.
    Counterparties,
    /// Pass money on, in the order of the chain.
    Layers,
    /// Are paid the little that a chain sheds, once each time.
    Peels,
    /// Is what the finding is about.
    Account,
}

/// A term of a finding's score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The term's name: `burst-in`, `first-contact`, `return`, ....
    pub name: &'static str,
    /// Its part of the score, in thousandths of a bit.
    pub millibits: i64,
    /// What was seen and what was to be expected, in a sentence with the numbers that the term used.
    pub text: String,
}

/// An identifier derived from the finding's content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FindingId {
    pattern: Pattern,
    hash: u64,
}

impl Finding {
    /// A finding that is not scored yet. Sorts the evidence.
    #[must_use]
    pub fn new(pattern: Pattern, window: Span, roles: Vec<(Role, Vec<AccountId>)>, mut transactions: Vec<Row>) -> Self {
        transactions.sort_unstable();
        transactions.dedup();
        Self {
            pattern,
            roles,
            transactions,
            windows: vec![window],
            instances: 1,
            truncated: false,
            reasons: Vec::new(),
            also: Vec::new(),
            level: Level::Account,
            joined: Vec::new(),
        }
    }

    /// The score in thousandths of a bit: the sum of the reasons, exactly.
    #[must_use]
    pub fn score_millibits(&self) -> i64 {
        self.reasons.iter().map(|reason| reason.millibits).sum()
    }

    /// The first and the last instant of the evidence.
    #[must_use]
    pub fn period(&self, ledger: &Ledger) -> (Timestamp, Timestamp) {
        match (self.transactions.first(), self.transactions.last()) {
            (Some(first), Some(last)) => (ledger.time(*first), ledger.time(*last)),
            _ => (Timestamp(0), Timestamp(0)),
        }
    }

    /// What was paid in the evidence, a sum a currency, in the order of currencies. Sums beyond 64 bits stay at the bound.
    #[must_use]
    pub fn amounts(&self, ledger: &Ledger) -> Vec<Amount> {
        ledger.paid_in(&self.transactions)
    }

    /// The accounts in a role; none when the pattern has no such role.
    #[must_use]
    pub fn accounts_in(&self, role: Role) -> &[AccountId] {
        self.roles.iter().find(|(name, _)| *name == role).map_or(&[], |(_, accounts)| accounts)
    }

    /// An identifier over pattern, roles and evidence, and over the level where that is not the one of accounts. The same
    /// finding has it whatever the order of rows, the names of files and the other rows of the ledger.
    #[must_use]
    pub fn id(&self, graph: &TransactionGraph) -> FindingId {
        let ledger = graph.ledger();
        let mut hasher = blake3::Hasher::new();
        for (role, accounts) in &self.roles {
            hasher.update(&[*role as u8]);
            hasher.update(&(accounts.len() as u64).to_le_bytes());
        }
        if self.level != Level::Account {
            hasher.update(self.level.name().as_bytes());
        }
        let mut evidence: Vec<u64> = self.transactions.iter().map(|row| ledger.content_hash(*row)).collect();
        evidence.sort_unstable();
        for hash in evidence {
            hasher.update(&hash.to_le_bytes());
        }
        let hash = hasher.finalize();
        FindingId { pattern: self.pattern, hash: u64::from_be_bytes(std::array::from_fn(|byte| hash.as_bytes()[byte])) }
    }

    /// Most unusual first; among equals by pattern and evidence, so that the order is complete.
    pub(super) fn rank_order(&self, other: &Self) -> Ordering {
        (other.score_millibits().cmp(&self.score_millibits()))
            .then_with(|| self.pattern.cmp(&other.pattern))
            .then_with(|| self.transactions.cmp(&other.transactions))
            .then_with(|| self.roles.cmp(&other.roles))
            .then_with(|| self.level.cmp(&other.level))
    }
}

impl fmt::Display for FindingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:016x}", self.pattern.name(), self.hash)
    }
}

impl Serialize for FindingId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Level {
    /// The name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Party => "party",
            Self::Group => "group",
        }
    }
}

impl Role {
    /// The name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Collector => "collector",
            Self::Senders => "senders",
            Self::Distributor => "distributor",
            Self::Receivers => "receivers",
            Self::Hub => "hub",
            Self::Source => "source",
            Self::Middles => "middles",
            Self::Sink => "sink",
            Self::Originator => "originator",
            Self::Members => "members",
            Self::Conduit => "conduit",
            Self::Structurer => "structurer",
            Self::Counterparties => "counterparties",
            Self::Layers => "layers",
            Self::Peels => "peels",
            Self::Account => "account",
        }
    }
}
