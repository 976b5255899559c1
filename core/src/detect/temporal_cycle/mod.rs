//! Temporal cycle: money that comes back to where it left, each transaction after the last.
//!
//! # Definition
//! A simple directed cycle of 2 to L accounts whose transactions are in order of time (equal times allowed) and lie in a
//! closed interval no longer than W. Cycles over the same accounts in the same order whose intervals share an instant are
//! one finding: its evidence is every transaction of any of them, and it says how many cycles it bundles. Roles: members,
//! in the order of the cycle, from the account that pays first.
//!
//! # Algorithm
//! Every transaction is a seed: the first of its cycles. A search from both of its ends ([`reach`]) collects the payments
//! that can lie on a way back in time. Over those a depth-first walk goes from account to account, not from transaction to
//! transaction: for a sequence of accounts the earliest arrival at each is enough to know what can follow (2SCENT's
//! bundles), so parallel payments cost nothing. When it comes back, the latest departures that still arrive in time are
//! worked out backward; a payment between the two belongs to a cycle, and the number of cycles is counted, not enumerated.
//!
//! # Complexity
//! O(sum over seeds of the smaller of what can be reached forward and what can be reached backward within W, plus the
//! time-ordered paths that come back). A hub costs only where two different hubs face each other. Slow: many payments of
//! the same accounts at one instant, whose paths back grow with every order of them. Each seed stops after `steps`
//! payments looked at; findings of such a seed are marked truncated and the summary counts the seeds.
//!
//! # Literature
//! Kumar and Calders, 2SCENT: an efficient algorithm for enumerating all simple temporal cycles, PVLDB 11(11), 2018;
//! Johnson, Finding all the elementary circuits of a directed graph, SIAM J. Comput. 4(1), 1975; Blanusa et al., Scalable
//! fine-grained parallel cycle enumeration, SPAA 2022.

mod bundle;
mod reach;

use super::values::Values;
use super::{Cancelled, Pattern, Search, Watch};
use crate::graph::{Hop, TransactionGraph};
use crate::model::{AccountId, Row, Span, Timestamp};
use bundle::{Bundle, findings};
use rayon::prelude::*;
use reach::{Question, Reach};
use serde::{Deserialize, Serialize};

/// What a cycle must be, for the patterns that are cycles.
#[derive(Clone, Copy)]
pub(super) struct Rule<'a> {
    pub(super) pattern: Pattern,
    /// At most so many accounts.
    pub(super) hops: u32,
    /// At most so many payments looked at for one seed.
    pub(super) steps: u64,
    /// When given, the last transaction has between so many and so many per cent of the value of the first.
    pub(super) returned: Option<(&'a Values<'a>, [u32; 2])>,
}

impl Rule<'_> {
    /// Whether a cycle may begin with one transaction and end with the other.
    fn returns(&self, first: Row, last: Row) -> bool {
        self.returned.is_none_or(|(values, [least, most])| {
            let (first, last) = (i128::from(values.get(first)), i128::from(values.get(last)));
            first > 0 && last * 100 >= first * i128::from(least) && last * 100 <= first * i128::from(most)
        })
    }
}

/// Parameters of temporal cycle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct CycleParameters {
    /// Window lengths W. Empty: 30 days for data that tells days, 14 days for hours, 3 days for anything finer.
    pub windows: Vec<Span>,
    /// At most so many accounts L in a cycle. Default 10.
    pub hops: u32,
    /// At most so many payments looked at for one seed. Default 100,000.
    pub steps: u64,
}

impl Default for CycleParameters {
    fn default() -> Self {
        Self { windows: Vec::new(), hops: 10, steps: 100_000 }
    }
}

struct Scratch {
    reach: Reach,
    // For each account, the last step of a walk that looked at it; so that a step takes each neighbour once.
    seen: Vec<u32>,
    step: u32,
    on_path: Vec<bool>,
    path: Vec<AccountId>,
    // The steps' neighbours, each with the instant of the earliest arrival there.
    ahead: Vec<(AccountId, Timestamp)>,
}

impl Scratch {
    fn new(accounts: usize) -> Self {
        Self {
            reach: Reach::new(accounts),
            seen: vec![0; accounts],
            step: 0,
            on_path: vec![false; accounts],
            path: Vec::new(),
            ahead: Vec::new(),
        }
    }
}

const SEEDS_A_TASK: usize = 4096;
// An account with more returns in reach than this is walked from without looking at what they bring back.
const RETURNS_LOOKED_AT: usize = 64;

pub(super) fn search(
    graph: &TransactionGraph,
    parameters: &CycleParameters,
    watch: &dyn Watch,
) -> Result<Search, Cancelled> {
    let rule = Rule { pattern: Pattern::TemporalCycle, hops: parameters.hops, steps: parameters.steps, returned: None };
    cycles(graph, &parameters.windows, rule, watch)
}

/// The cycles of a rule at several windows.
pub(super) fn cycles(
    graph: &TransactionGraph,
    windows: &[Span],
    rule: Rule<'_>,
    watch: &dyn Watch,
) -> Result<Search, Cancelled> {
    let rows = graph.ledger().len();
    let mut search = Search::default();
    for window in windows {
        let walk = Walk { graph, window: *window, rule };
        let tasks: Vec<(Vec<Bundle>, u64)> = (0..rows.div_ceil(SEEDS_A_TASK))
            .into_par_iter()
            .map_init(
                || Scratch::new(graph.account_count()),
                |scratch, task| {
                    let (mut bundles, mut truncated) = (Vec::new(), 0);
                    if watch.cancelled() {
                        return Err(Cancelled);
                    }
                    for row in task * SEEDS_A_TASK..((task + 1) * SEEDS_A_TASK).min(rows) {
                        truncated += u64::from(walk.from(Row(row as u32), scratch, &mut bundles));
                    }
                    Ok((bundles, truncated))
                },
            )
            .collect::<Result<_, Cancelled>>()?;
        search.seeds += graph.payment_count() as u64;
        let mut bundles = Vec::new();
        for (found, truncated) in tasks {
            bundles.extend(found);
            search.truncated_seeds += truncated;
        }
        search.findings.extend(findings(bundles, *window, rule.pattern, graph));
    }
    Ok(search)
}

#[derive(Clone, Copy)]
struct Walk<'a> {
    graph: &'a TransactionGraph,
    window: Span,
    rule: Rule<'a>,
}

impl Walk<'_> {
    /// Adds the bundles that begin with `seed`; returns whether the bound on work was reached.
    fn from(&self, seed: Row, scratch: &mut Scratch, bundles: &mut Vec<Bundle>) -> bool {
        let ledger = self.graph.ledger();
        let (origin, start) = (ledger.from(seed), ledger.to(seed));
        if origin == start || !self.may_return(seed) {
            return false;
        }
        let (first, last) = (ledger.time(seed), ledger.time(seed) + self.window);
        let mut budget = self.rule.steps;
        let question = Question { start, goal: origin, first, last, hops: self.rule.hops };
        let mut complete = scratch.reach.search(self.graph, &question, &mut budget);
        if !scratch.reach.steps.is_empty() {
            let begun = bundles.len();
            scratch.path.push(origin);
            scratch.on_path[origin.index()] = true;
            complete &= self.step(start, first, &mut budget, scratch, &mut |path| {
                bundles.extend(Bundle::over(self.graph, path, seed, last, &self.rule));
            });
            scratch.path.clear();
            scratch.on_path[origin.index()] = false;
            if !complete {
                for bundle in &mut bundles[begun..] {
                    bundle.truncated = true;
                }
            }
        }
        !complete
    }

    /// Whether the payer receives what the rule asks for, and the receiver pays anything, in time. Most seeds end here.
    fn may_return(&self, seed: Row) -> bool {
        let ledger = self.graph.ledger();
        let first = ledger.time(seed);
        let in_time = |hops: &[Hop]| {
            let next = hops.partition_point(|hop| ledger.time(hop.row) < first);
            hops.get(next).is_some_and(|hop| ledger.time(hop.row) - first <= self.window)
        };
        let back = self.graph.received_by(ledger.from(seed));
        if !in_time(self.graph.paid_by(ledger.to(seed))) || !in_time(back) {
            return false;
        }
        let mut returns = back[back.partition_point(|hop| ledger.time(hop.row) < first)..]
            .iter()
            .take_while(|hop| ledger.time(hop.row) - first <= self.window);
        let mut looked_at = returns.by_ref().take(RETURNS_LOOKED_AT);
        looked_at.any(|hop| self.rule.returns(seed, hop.row)) || returns.next().is_some()
    }

    /// Walks on from `account`, reached at `arrival`. Returns false when the bound on work stops it.
    fn step(
        &self,
        account: AccountId,
        arrival: Timestamp,
        budget: &mut u64,
        scratch: &mut Scratch,
        found: &mut dyn FnMut(&[AccountId]),
    ) -> bool {
        let ledger = self.graph.ledger();
        let origin = scratch.path[0];
        scratch.path.push(account);
        scratch.on_path[account.index()] = true;
        let begun = scratch.ahead.len();
        scratch.step = scratch.step.wrapping_add(1);
        if scratch.step == 0 {
            scratch.seen.fill(0);
            scratch.step = 1;
        }
        let last_hop = scratch.path.len() >= self.rule.hops as usize;
        let steps = &scratch.reach.steps;
        let mut complete = true;
        let first = steps.partition_point(|step| (step.from, ledger.time(step.row)) < (account, arrival));
        for step in steps[first..].iter().take_while(|step| step.from == account) {
            if *budget == 0 {
                complete = false;
                break;
            }
            *budget -= 1;
            let seen = &mut scratch.seen[step.to.index()];
            if *seen == scratch.step {
                continue;
            }
            *seen = scratch.step;
            if step.to == origin {
                found(&scratch.path);
            } else if !last_hop && !scratch.on_path[step.to.index()] {
                scratch.ahead.push((step.to, ledger.time(step.row)));
            }
        }
        for place in begun..scratch.ahead.len() {
            if !complete {
                break;
            }
            let (next, arrival) = scratch.ahead[place];
            complete = self.step(next, arrival, budget, scratch, found);
        }
        scratch.ahead.truncate(begun);
        scratch.on_path[account.index()] = false;
        scratch.path.pop();
        complete
    }
}
