//! Patterns between owners: the same searches on a graph in which the accounts of one owner are one vertex.
//!
//! # What is found
//! Every pattern as it is defined, between nodes of a [`Contraction`] instead of accounts: structuring by an owner who goes
//! to several of their accounts in turn, money that leaves one account of an owner and comes back to another, a collector
//! with several accounts. What an owner moves between own accounts is no payment there. Parameters, windows and rates are
//! those of the accounts; scores are of the graph of nodes.
//!
//! # What is told
//! An instance counts where it takes several accounts of one node together: any other is one between accounts, and found
//! there. Where a finding that was told before, of the same pattern or of one that the pattern is a part of, has more than
//! two thirds of its evidence, it is not told again: it is counted, and goes with that finding among its
//! [`also`](Finding::also) when it has evidence beyond it. Roles and evidence are in accounts of the ledger: of a node
//! those that the evidence touches.
//!
//! # Complexity
//! That of the searches on the contracted graph, and O(rows + evidence). Nothing where no two accounts are one.

use super::by_row::ByRow;
use super::merge::contains;
use super::{Cancelled, Detection, Finding, Level, Shape, Watch, run};
use crate::graph::{Contraction, TransactionGraph};
use crate::model::{AccountId, Row};
use crate::parallel::prelude::*;
use serde::Serialize;

/// What the search between owners gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LevelSummary {
    /// Between what.
    pub level: Level,
    /// How many vertices the graph has.
    pub nodes: u64,
    /// How many accounts are one with another.
    pub joined_accounts: u64,
    /// How many payments are between accounts of one owner, and so none here.
    pub own_transfers: u64,
    /// How many findings there are that only this level tells.
    pub findings: u64,
    /// How many instances are told by findings of an earlier level.
    pub told_before: u64,
    /// How many starting points of searches reached the bound on work.
    pub truncated_seeds: u64,
}

/// Searches between the nodes of a contraction and adds to a detection what it does not tell yet. `detection` is that of
/// the accounts, with what earlier levels added.
///
/// # Errors
/// [`Cancelled`] when `watch` says so.
pub fn run_between(
    level: Level,
    contraction: &Contraction,
    graph: &TransactionGraph,
    detection: &mut Detection,
    watch: &dyn Watch,
) -> Result<LevelSummary, Cancelled> {
    let mut summary = LevelSummary {
        level,
        nodes: contraction.node_count() as u64,
        joined_accounts: contraction.joined(),
        own_transfers: 0,
        findings: 0,
        told_before: 0,
        truncated_seeds: 0,
    };
    if summary.joined_accounts == 0 {
        return Ok(summary);
    }
    let contracted = contraction.graph(graph);
    summary.own_transfers = (contracted.self_transfers() - graph.self_transfers()) as u64;
    let found = run(&contracted, &detection.parameters, watch)?;
    summary.truncated_seeds = found.summaries.iter().map(|pattern| pattern.truncated_seeds).sum();
    let lift = Lift { graph, contraction, level };
    let lifted: Vec<Finding> = found.findings.into_par_iter().filter_map(|finding| lift.lift(finding)).collect();
    let told = ByRow::of(&detection.findings, graph.ledger().len(), |_| true);
    let mut shared = vec![0_u32; detection.findings.len()];
    let mut kept = Vec::new();
    for finding in lifted {
        match teller(&finding, &detection.findings, &told, &mut shared) {
            None => kept.push(finding),
            Some(place) => {
                summary.told_before += 1;
                let other = &mut detection.findings[place];
                if !contains(&other.transactions, &finding.transactions) {
                    other.also.extend(Shape::all_of(finding));
                }
            }
        }
    }
    summary.findings = kept.len() as u64;
    for pattern in &mut detection.summaries {
        pattern.findings += kept.iter().filter(|finding| finding.pattern == pattern.pattern).count() as u64;
    }
    detection.findings.extend(kept);
    detection.findings.par_sort_by(Finding::rank_order);
    Ok(summary)
}

/// The finding that tells more than two thirds of another's evidence, if there is one: that with the most, and of these the
/// first in rank. `shared` is zero for every finding, before and after.
fn teller(finding: &Finding, findings: &[Finding], told: &ByRow, shared: &mut [u32]) -> Option<usize> {
    let mut touched = Vec::new();
    for row in &finding.transactions {
        for place in told.with(row.index()) {
            let count = &mut shared[*place as usize];
            if *count == 0 {
                touched.push(*place);
            }
            *count += 1;
        }
    }
    let tells = |place: &u32| {
        let pattern = findings[*place as usize].pattern;
        let enough = shared[*place as usize] as usize * 3 > finding.transactions.len() * 2;
        enough && (pattern == finding.pattern || pattern.parts().contains(&finding.pattern))
    };
    touched.sort_unstable();
    let mut best: Option<u32> = None;
    for place in touched.iter().copied().filter(tells) {
        if best.is_none_or(|best| shared[place as usize] > shared[best as usize]) {
            best = Some(place);
        }
    }
    touched.iter().for_each(|place| shared[*place as usize] = 0);
    best.map(|place| place as usize)
}

/// From nodes back to accounts.
struct Lift<'a> {
    graph: &'a TransactionGraph,
    contraction: &'a Contraction,
    level: Level,
}

impl Lift<'_> {
    /// The finding in accounts of the ledger; `None` where it takes no two accounts together.
    fn lift(&self, mut finding: Finding) -> Option<Finding> {
        let touched = self.touched(&finding.transactions);
        finding.joined = touched
            .chunk_by(|one, two| one.0 == two.0)
            .filter(|of_node| of_node.len() > 1)
            .map(|of_node| of_node.iter().map(|(_, account)| *account).collect())
            .collect();
        if finding.joined.is_empty() {
            return None;
        }
        finding.level = self.level;
        for (_, nodes) in &mut finding.roles {
            *nodes = nodes.iter().flat_map(|node| self.accounts(*node, &touched)).collect();
        }
        for shape in &mut finding.also {
            shape.level = self.level;
            let touched = self.touched(&shape.transactions);
            shape.account = self.accounts(shape.account, &touched).first().copied().unwrap_or_default();
        }
        Some(finding)
    }

    /// Nodes with their accounts at either end of these rows, each once, in order.
    fn touched(&self, rows: &[Row]) -> Vec<(AccountId, AccountId)> {
        let ledger = self.graph.ledger();
        let ends = rows.iter().flat_map(|row| [ledger.from(*row), ledger.to(*row)]);
        super::by_account::sorted(ends.map(|account| (self.contraction.node(account), account)).collect())
    }

    /// The accounts of a node that are touched; its first where none is.
    fn accounts(&self, node: AccountId, touched: &[(AccountId, AccountId)]) -> Vec<AccountId> {
        let start = touched.partition_point(|(other, _)| *other < node);
        let own = touched[start..].iter().take_while(|(other, _)| *other == node);
        let accounts: Vec<AccountId> = own.map(|(_, account)| *account).collect();
        if accounts.is_empty() { self.contraction.accounts(node)[..1].to_vec() } else { accounts }
    }
}
