//! A red flag as cases see it: an alert without the pack that it comes from.
//!
//! Cases put alerts together with findings and know nothing of indicators but that two of them differ, so that a library
//! without typologies has cases too.

use crate::detect::FindingId;
use crate::model::{AccountId, Row, Span};

/// An alert, as far as grouping and ranking need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag<'a> {
    /// Its identifier, which is derived from its content.
    pub id: String,
    /// The indicator, as its place in the pack.
    pub indicator: usize,
    /// The accounts by role; the first role is the subject.
    pub roles: &'a [(&'static str, Vec<AccountId>)],
    /// The evidence, ascending. Alerts that rest on a register alone have none.
    pub transactions: &'a [Row],
    /// How long after its end something of the same account still belongs with it: the window of its rule.
    pub window: Span,
    /// The finding of detection that it is.
    pub finding: Option<FindingId>,
    /// Its score, in millionths.
    pub score: u32,
    /// Whether it is more than luck.
    pub luck: FlagLuck,
    /// Whether a search that it comes from stopped at its bound on work.
    pub truncated: bool,
}

/// Whether an alert remains when the share of false alerts is controlled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FlagLuck {
    /// It remains.
    Remains,
    /// Of its rule that is not estimated.
    NotEstimated,
    /// It does not: it is more likely luck.
    MoreLikelyLuck,
}

impl Flag<'_> {
    /// The accounts that it is about.
    #[must_use]
    pub fn subject(&self) -> &[AccountId] {
        self.roles.first().map_or(&[], |(_, accounts)| accounts)
    }
}
