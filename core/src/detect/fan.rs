//! The search that fan-in and fan-out share: windows over one account's payments in one direction.

use super::rank::Usual;
use super::rank::strangers::Episode;
use super::{Cancelled, Finding, Pattern, Role, Search, Watch};
use crate::graph::{Direction, Hop};
use crate::model::{AccountId, Row, Span, Timestamp};
use crate::parallel::prelude::*;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Parameters of fan-in and fan-out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct FanParameters {
    /// Window lengths W. Empty: 7 and 14 days for data that tells days, 3 and 7 days for hours, 1 and
    /// 7 days for anything finer, the long one cut to a fifth of the ledger's time, the short one left out where the two are
    /// nearly alike.
    pub windows: Vec<Span>,
    /// At least so many distinct counterparties k in a window. Default 5.
    pub counterparties: u32,
}

impl Default for FanParameters {
    fn default() -> Self {
        Self { windows: Vec::new(), counterparties: 5 }
    }
}

#[derive(Clone, Copy)]
pub(super) struct Shape {
    pub(super) pattern: Pattern,
    pub(super) direction: Direction,
    pub(super) centre: Role,
    pub(super) others: Role,
}

// Accounts a task: enough that a task's scratch is worth its allocation.
const ACCOUNTS_A_TASK: u32 = 8192;

pub(super) fn search(
    usual: &Usual<'_>,
    shape: Shape,
    parameters: &FanParameters,
    watch: &dyn Watch,
) -> Result<Search, Cancelled> {
    let (graph, window) = (usual.searched, usual.window);
    let adjacency = graph.adjacency(shape.direction);
    let times = graph.instants();
    let accounts = graph.account_count() as u32;
    let tasks: Vec<Vec<Finding>> = (0..accounts.div_ceil(ACCOUNTS_A_TASK))
        .into_par_iter()
        .map_init(
            || (vec![0_u32; accounts as usize], Vec::new()),
            |(counts, found), task| {
                let mut findings = Vec::new();
                if watch.cancelled() {
                    return Err(Cancelled);
                }
                for account in task * ACCOUNTS_A_TASK..((task + 1) * ACCOUNTS_A_TASK).min(accounts) {
                    let hops = adjacency.of(AccountId(account));
                    if hops.len() < parameters.counterparties as usize {
                        continue;
                    }
                    found.clear();
                    runs(hops, times, window, parameters.counterparties, counts, |run, most| found.push((run, most)));
                    let (mut most, mut second) = (0, 0);
                    for (_, own) in found.iter() {
                        second = second.max(most.min(*own));
                        most = most.max(*own);
                    }
                    for (run, own) in found.iter() {
                        let elsewhere = if *own == most { second } else { most };
                        peaks(hops, times, window, run.clone(), parameters.counterparties, counts, |peak, counts| {
                            let hops = &hops[peak];
                            let mut finding = finding(shape, window, AccountId(account), hops, counts);
                            let seen = finding.accounts_in(shape.others).len() as u64;
                            if let Some(episode) = Episode::of(AccountId(account), shape.direction, hops) {
                                finding.reasons.push(episode.burst(usual, seen, u64::from(elsewhere)));
                                finding.reasons.push(episode.met(usual, counts));
                            }
                            findings.push(finding);
                        });
                    }
                }
                Ok(findings)
            },
        )
        .collect::<Result<_, Cancelled>>()?;
    Ok(Search { findings: tasks.into_iter().flatten().collect(), seeds: u64::from(accounts), truncated_seeds: 0 })
}

fn finding(shape: Shape, window: Span, centre: AccountId, hops: &[Hop], counts: &mut [u32]) -> Finding {
    let mut others: Vec<AccountId> = Vec::new();
    for hop in hops {
        if std::mem::replace(&mut counts[hop.other.index()], 1) == 0 {
            others.push(hop.other);
        }
    }
    for other in &others {
        counts[other.index()] = 0;
    }
    others.sort_unstable();
    let rows: Vec<Row> = hops.iter().map(|hop| hop.row).collect();
    Finding::new(shape.pattern, window, vec![(shape.centre, vec![centre]), (shape.others, others)], rows)
}

/// Calls `found` with each maximal run of windows that hold at least `least` distinct counterparties, as a range of
/// `hops` and the most distinct counterparties that a window of it holds. `times` are the graph's instants. `counts` is zero for every account before and
/// after.
pub(super) fn runs(
    hops: &[Hop],
    times: &[Timestamp],
    window: Span,
    least: u32,
    counts: &mut [u32],
    mut found: impl FnMut(Range<usize>, u32),
) {
    let time = |hop: usize| times[hops[hop].instant as usize];
    let (mut start, mut end, mut distinct) = (0, 0, 0);
    let mut run: Option<(usize, u32)> = None;
    while end < hops.len() {
        let now = time(end);
        // Windows that end just before `now` have lost what is older than the window, and gained nothing yet.
        while start < end && now - time(start) > window {
            let count = &mut counts[hops[start].other.index()];
            *count -= 1;
            distinct -= u32::from(*count == 0);
            start += 1;
        }
        if distinct < least
            && let Some((first, most)) = run.take()
        {
            found(first..end, most);
        }
        while end < hops.len() && time(end) == now {
            let count = &mut counts[hops[end].other.index()];
            distinct += u32::from(*count == 0);
            *count += 1;
            end += 1;
        }
        if distinct >= least {
            let (first, most) = run.unwrap_or((start, 0));
            run = Some((first, most.max(distinct)));
        }
    }
    if let Some((first, most)) = run {
        found(first..end, most);
    }
    for hop in &hops[start..end] {
        counts[hop.other.index()] = 0;
    }
}

/// Calls `found` with what a run is told as: itself when it is no longer than two windows, else its peaks. The first peak is
/// the window with the most distinct counterparties, the earliest among equals; what is left before it and after it has
/// peaks of its own, as long as a window of it holds `least`. `counts` is zero for every account before and after, and lent
/// to `found` as that.
///
/// Time: O(hops times the depth of nested peaks).
fn peaks(
    hops: &[Hop],
    times: &[Timestamp],
    window: Span,
    run: Range<usize>,
    least: u32,
    counts: &mut [u32],
    mut found: impl FnMut(Range<usize>, &mut [u32]),
) {
    let time = |hop: usize| times[hops[hop].instant as usize];
    if (time(run.end - 1) - time(run.start)).0 <= window.0.saturating_mul(2) {
        found(run, counts);
        return;
    }
    // For each hop that is the last of its instant, where the window that ends with it begins, and what it holds.
    let mut windows: Vec<(usize, usize, u32)> = Vec::new();
    let (mut start, mut distinct) = (run.start, 0);
    for end in run.clone() {
        let count = &mut counts[hops[end].other.index()];
        distinct += u32::from(*count == 0);
        *count += 1;
        if end + 1 < run.end && time(end + 1) == time(end) {
            continue;
        }
        while time(end) - time(start) > window {
            let count = &mut counts[hops[start].other.index()];
            *count -= 1;
            distinct -= u32::from(*count == 0);
            start += 1;
        }
        windows.push((start, end + 1, distinct));
    }
    for hop in &hops[start..run.end] {
        counts[hop.other.index()] = 0;
    }
    let mut pieces = vec![run];
    while let Some(piece) = pieces.pop() {
        if piece.len() < least as usize {
            continue;
        }
        let inside = &windows[windows.partition_point(|(start, ..)| *start < piece.start)..];
        let inside = &inside[..inside.partition_point(|(_, end, _)| *end <= piece.end)];
        // The window that begins with the piece ends no instant of its own.
        let until =
            (hops[piece.clone()]).partition_point(|hop| times[hop.instant as usize] - time(piece.start) <= window);
        let mut best = (piece.start, piece.start + until, 0);
        for hop in &hops[best.0..best.1] {
            let count = &mut counts[hop.other.index()];
            best.2 += u32::from(*count == 0);
            *count += 1;
        }
        for hop in &hops[best.0..best.1] {
            counts[hop.other.index()] = 0;
        }
        for held in inside {
            if held.2 > best.2 {
                best = *held;
            }
        }
        if best.2 >= least {
            found(best.0..best.1, counts);
            pieces.push(piece.start..best.0);
            pieces.push(best.1..piece.end);
        }
    }
}
