//! Gather-scatter: one account collects from many and then pays out to many.
//!
//! # Definition
//! An instant t splits an account's payments into what it received in `[t - W, t]` and what it paid in `[t, t + W]`. The
//! split qualifies when the first are from at least k distinct accounts, the second to at least k distinct accounts, and
//! the value paid is between r1 and r2 per cent of the value received (see [`Ledger::rates`](crate::ledger::Ledger::rates);
//! a payment without a rate counts as nothing). An instance is a maximal run of qualifying instants, and its evidence is
//! all that any of their windows takes in. So every payment received has a payout of the right size within W after some
//! instant that follows it within W. Roles: senders, hub, receivers.
//!
//! # Algorithm
//! Two windows slide together along each account's payments, one over what came in, one over what goes out.
//!
//! # Complexity
//! O(payments) for each window length. Slow cases: none; a hub costs what many accounts with as many payments do.
//!
//! # Literature
//! Altman et al., Realistic synthetic financial transactions for anti-money laundering models, NeurIPS 2023; Suzumura and
//! Kanezashi, AMLSim, 2018.

use super::by_account::others;
use super::rank::Usual;
use super::rank::strangers::Episode;
use super::splits::{SplitRule, SplitScratch};
use super::values::Values;
use super::{Cancelled, Finding, Pattern, Role, Search, Watch};
use crate::graph::{Direction, Hop};
use crate::model::{AccountId, Row, Span};
use crate::parallel::prelude::*;
use serde::{Deserialize, Serialize};

/// Parameters of gather-scatter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct GatherScatterParameters {
    /// Window lengths W of either half. Empty: 7 and 14 days for data that tells days, 3 and 7 days for hours, 1 and
    /// 7 days for anything finer, the long one cut to a fifth of the ledger's time, the short one left out where the two are
    /// nearly alike.
    pub windows: Vec<Span>,
    /// At least so many distinct senders and so many distinct receivers k. Default 3.
    pub counterparties: u32,
    /// Least value paid out, r1, in per cent of the value received. Default 25.
    pub kept_least: u32,
    /// Greatest value paid out, r2, in per cent of the value received. Default 150.
    pub kept_most: u32,
}

impl Default for GatherScatterParameters {
    fn default() -> Self {
        Self { windows: Vec::new(), counterparties: 3, kept_least: 25, kept_most: 150 }
    }
}

impl GatherScatterParameters {
    pub(super) fn check(&self) -> Result<(), String> {
        if self.counterparties < 2 {
            return Err(format!("gather-scatter.counterparties is {}; it must be 2 or more", self.counterparties));
        }
        if self.kept_least > self.kept_most {
            return Err(format!(
                "gather-scatter.kept-least is {} and kept-most {}; the least must not be above the most",
                self.kept_least, self.kept_most
            ));
        }
        Ok(())
    }
}

// Accounts a task: enough that a task's scratch is worth its allocation.
const ACCOUNTS_A_TASK: u32 = 8192;

pub(super) fn search(
    usual: &Usual<'_>,
    values: &Values<'_>,
    parameters: &GatherScatterParameters,
    watch: &dyn Watch,
) -> Result<Search, Cancelled> {
    let (graph, window) = (usual.searched, usual.window);
    let times = graph.instants();
    let accounts = graph.account_count() as u32;
    let mut search = Search::default();
    let rule = SplitRule {
        window,
        senders: parameters.counterparties,
        receivers: parameters.counterparties,
        kept_least: parameters.kept_least,
        kept_most: parameters.kept_most,
    };
    let tasks: Vec<Vec<Finding>> = (0..accounts.div_ceil(ACCOUNTS_A_TASK))
        .into_par_iter()
        .map_init(
            || (SplitScratch::new(accounts as usize), Vec::new()),
            |(scratch, splits), task| {
                let mut findings = Vec::new();
                if watch.cancelled() {
                    return Err(Cancelled);
                }
                for hub in (task * ACCOUNTS_A_TASK..((task + 1) * ACCOUNTS_A_TASK).min(accounts)).map(AccountId) {
                    let (incoming, outgoing) = (graph.received_by(hub), graph.paid_by(hub));
                    splits.clear();
                    let all = |_, _| true;
                    rule.runs((incoming, outgoing), (times, values), scratch, all, |gathered, scattered| {
                        splits.push((gathered, scattered));
                    });
                    for (gathered, scattered) in splits.drain(..) {
                        let sides = [&incoming[gathered], &outgoing[scattered]];
                        findings.push(finding(usual, hub, sides, scratch.one()));
                    }
                }
                Ok(findings)
            },
        )
        .collect::<Result<_, Cancelled>>()?;
    search.findings.extend(tasks.into_iter().flatten());
    search.seeds += u64::from(accounts);
    Ok(search)
}

fn finding(usual: &Usual<'_>, hub: AccountId, [gathered, scattered]: [&[Hop]; 2], counts: &mut [u32]) -> Finding {
    let (senders, receivers) = (others(gathered), others(scattered));
    let seen = [senders.len() as u64, receivers.len() as u64];
    let roles = vec![(Role::Hub, vec![hub]), (Role::Senders, senders), (Role::Receivers, receivers)];
    let rows: Vec<Row> = gathered.iter().chain(scattered).map(|hop| hop.row).collect();
    let mut finding = Finding::new(Pattern::GatherScatter, usual.window, roles, rows);
    for ((direction, hops), seen) in [(Direction::In, gathered), (Direction::Out, scattered)].into_iter().zip(seen) {
        if let Some(episode) = Episode::of(hub, direction, hops) {
            finding.reasons.extend([episode.burst(usual, seen, 0), episode.met(usual, counts)]);
        }
    }
    finding
}
