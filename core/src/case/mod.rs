//! Cases: findings that belong together, so that one person can look into them at once.
//!
//! Searches report shapes one by one, and one network shows as many of them: a fan-in, the fan-out after it, the cycles
//! through both. [`group`] puts together what shares money or accounts and leaves apart what meets at hubs only, ranks
//! the cases, and says which hubs they touch. Every finding is in exactly one case. See `links` for what ties findings
//! together and `hubs` for what a hub is; neither uses scores, so that a case and its identifier change only when its
//! own findings do.

mod contents;
mod hubs;
mod links;
mod score;

pub use contents::{CaseAccount, Contents, Corridor, KeyReason};
pub use hubs::Hubs;

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

/// Findings that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Derived from its findings' identifiers.
    pub id: CaseId,
    /// Its findings as positions in the ranked findings, ascending: the most unusual first.
    pub findings: Vec<u32>,
    /// Its score in thousandths of a bit: of each pattern the finding that ranks first, each times the share of its
    /// evidence that no better one of these has, added up.
    pub score_millibits: i64,
    /// Whether it was parted from a group of more than [`LARGEST_GROUP`] findings, so that other cases share accounts
    /// with it that are no hubs.
    pub parted: bool,
}

/// An identifier derived from the identifiers of a case's findings, which derive from their content.
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
    group_by(graph, findings, None)
}

/// The same where it is known which accounts are of one owner: findings are then tied by owners too.
#[must_use]
pub fn group_by_owners(graph: &TransactionGraph, findings: &[Finding], owners: &Contraction) -> Cases {
    group_by(graph, findings, Some(owners))
}

fn group_by(graph: &TransactionGraph, findings: &[Finding], owners: Option<&Contraction>) -> Cases {
    let hubs = Hubs::of(graph);
    let groups = links::groups(graph, &hubs, findings, owners);
    let finding_ids: Vec<FindingId> = findings.par_iter().map(|finding| finding.id(graph)).collect();
    let mut cases: Vec<Case> = groups
        .into_par_iter()
        .map(|group| Case {
            id: CaseId::of(&group.findings, &finding_ids),
            score_millibits: score::of(&group.findings, findings),
            parted: group.parted,
            findings: group.findings,
        })
        .collect();
    cases.par_sort_by(|a, b| b.score_millibits.cmp(&a.score_millibits).then_with(|| a.findings.cmp(&b.findings)));
    Cases { cases, hubs, finding_ids }
}

impl CaseId {
    fn of(members: &[u32], finding_ids: &[FindingId]) -> Self {
        let mut ids: Vec<FindingId> = members.iter().map(|member| finding_ids[*member as usize]).collect();
        ids.sort_unstable();
        let mut hasher = blake3::Hasher::new();
        for id in ids {
            hasher.update(id.to_string().as_bytes());
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
