//! Cases: findings and alerts that belong together, so that one person can look into them at once.
//!
//! Searches report shapes one by one, and one network shows as many of them: a fan-in, the fan-out after it, the cycles
//! through both, the red flags on the accounts in the middle. [`group`] puts together what shares money or accounts and leaves apart what meets at hubs only, ranks
//! the cases, and says which hubs they touch. Every finding and every alert is in exactly one case. See `links` for what ties them
//! together, `hubs` for what a hub is and `score` for the rank; ties use no scores, so that a case and its identifier change only when its
//! own findings or alerts do.
//!
//! What a case holds is worked out when it is asked for: [`Contents`], [`Flows`], [`Timeline`], [`KeyAccounts`].

mod contents;
mod flag;
mod flows;
mod hubs;
mod key_accounts;
mod links;
mod score;
mod timeline;

pub use contents::{CaseAccount, Contents, Corridor, FlagRole, KeyReason};
pub use flag::{Flag, FlagLuck};
pub use flows::{AccountFlow, CurrencyFlow, Flows};
pub use hubs::Hubs;
pub use key_accounts::{KeyAccount, KeyAccounts, Way};
pub use score::{BITS as INDICATOR_BITS, RankReason, RankTerm};
pub use timeline::{Day, Timeline};

use crate::detect::{Finding, FindingId};
use crate::graph::{Contraction, TransactionGraph};
use crate::parallel::prelude::*;
use serde::{Serialize, Serializer};
use std::fmt;

/// The cases of a run.
#[derive(Clone, Debug)]
pub struct Cases {
    /// All cases, the most unusual first.
    pub cases: Vec<Case>,
    /// The accounts through which nothing was tied together.
    pub hubs: Hubs,
    /// The identifier of each finding, in the order of the findings.
    pub finding_ids: Vec<FindingId>,
}

/// Findings and alerts that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Derived from the identifiers of its findings and alerts.
    pub id: CaseId,
    /// Its findings as positions in the ranked findings, ascending: the most unusual first.
    pub findings: Vec<u32>,
    /// Its alerts as positions in the alerts, ascending.
    pub alerts: Vec<u32>,
    /// Its score in thousandths of a bit: the sum of the reasons.
    pub score_millibits: i64,
    /// What it is made of: patterns in the order of their findings, then indicators, the weightiest first.
    pub reasons: Vec<RankReason>,
    /// Whether it was parted from a group of more than [`LARGEST_GROUP`] findings, so that other cases share accounts
    /// with it that are no hubs.
    pub parted: bool,
}

/// An identifier derived from the identifiers of a case's findings and alerts, which derive from their content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseId(u64);

/// Groups of more findings than this are parted where only an account ties them.
pub const LARGEST_GROUP: usize = links::LARGEST_GROUP;

/// Groups findings into cases. `findings` are in the order of their rank, as [`detect::run`](crate::detect::run) gives
/// them.
///
/// Time: O(accounts + evidence), and O(n log n) in the number of findings, as long as few findings share a transaction.
/// Memory: some 20 bytes for each transaction of evidence, 4 for each transaction and account of the ledger.
#[must_use]
pub fn group(graph: &TransactionGraph, findings: &[Finding]) -> Cases {
    group_with(graph, findings, &[], None)
}

/// The same where it is known which accounts are of one owner: findings are then tied by owners too.
#[must_use]
pub fn group_by_owners(graph: &TransactionGraph, findings: &[Finding], owners: &Contraction) -> Cases {
    group_with(graph, findings, &[], Some(owners))
}

/// The same with alerts, which belong to cases as findings do: an alert that stems from a finding goes with it, others with
/// what shares their money or their subject.
///
/// Time and memory: as [`group`], over the evidence of alerts too.
#[must_use]
pub fn group_with(
    graph: &TransactionGraph,
    findings: &[Finding],
    flags: &[Flag<'_>],
    owners: Option<&Contraction>,
) -> Cases {
    let hubs = Hubs::of(graph);
    let finding_ids: Vec<FindingId> = findings.par_iter().map(|finding| finding.id(graph)).collect();
    let groups = links::groups(graph, &hubs, (findings, &finding_ids), flags, owners);
    let mut cases: Vec<Case> = groups
        .into_par_iter()
        .map(|group| {
            let links::Group { findings: own, flags: alerts, parted } = group;
            let reasons = score::of((&own, &alerts), findings, flags);
            Case {
                id: CaseId::of((&own, &alerts), &finding_ids, flags),
                score_millibits: reasons.iter().fold(0, |sum, reason| sum.saturating_add(reason.millibits)),
                reasons,
                parted,
                findings: own,
                alerts,
            }
        })
        .collect();
    cases.par_sort_by(|a, b| {
        (b.score_millibits.cmp(&a.score_millibits))
            .then_with(|| a.findings.cmp(&b.findings))
            .then_with(|| a.alerts.cmp(&b.alerts))
    });
    Cases { cases, hubs, finding_ids }
}

impl CaseId {
    fn of((findings, alerts): (&[u32], &[u32]), finding_ids: &[FindingId], flags: &[Flag<'_>]) -> Self {
        let mut findings: Vec<FindingId> = findings.iter().map(|place| finding_ids[*place as usize]).collect();
        findings.sort_unstable();
        let mut alerts: Vec<&str> = alerts.iter().map(|place| flags[*place as usize].id.as_str()).collect();
        alerts.sort_unstable();
        let mut hasher = blake3::Hasher::new();
        for id in findings {
            hasher.update(id.to_string().as_bytes());
            hasher.update(b"\n");
        }
        for id in alerts {
            hasher.update(b"alert ");
            hasher.update(id.as_bytes());
            hasher.update(b"\n");
        }
        let hash = hasher.finalize();
        Self(u64::from_be_bytes(std::array::from_fn(|byte| hash.as_bytes()[byte])))
    }
}

impl fmt::Display for CaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "case-{:016x}", self.0)
    }
}

impl Serialize for CaseId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
