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
//! the same accounts at one instant, whose paths back grow with every order of them, and groups in which everybody pays
//! everybody. Each seed stops after `steps` payments looked at, of which a cycle that is found counts for 500; findings of
//! such a seed are marked truncated and the summary counts the seeds.
//!
//! # Literature
//! Kumar and Calders, 2SCENT: an efficient algorithm for enumerating all simple temporal cycles, PVLDB 11(11), 2018;
//! Johnson, Finding all the elementary circuits of a directed graph, SIAM J. Comput. 4(1), 1975; Blanusa et al., Scalable
//! fine-grained parallel cycle enumeration, SPAA 2022.

mod bundle;
mod reach;

use super::instants::Instants;
use super::values::Values;
use super::{Cancelled, Pattern, Search, Watch};
use crate::graph::{Hop, TransactionGraph};
use crate::model::{AccountId, Row, Span};
use crate::parallel::prelude::*;
use bundle::{Bundle, findings};
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
    /// Window lengths W. Empty: 30 days for data that tells days, 14 days for hours, 3 days for anything
    /// finer; less, down to an hour, the more payments follow on a receipt and the more rows there are.
    pub windows: Vec<Span>,
    /// At most so many accounts L in a cycle. Default 10.
    pub hops: u32,
    /// At most so many payments looked at for one seed; a cycle that is found counts for 500. Default 100,000.
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
    // The steps' neighbours, each with where the instant of the earliest arrival there begins.
    ahead: Vec<(AccountId, u32)>,
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
// What a cycle that was found counts for in the bound on work: in a dense group of accounts nearly every order of them is
// one, and each is kept with its evidence.
const STEPS_A_CYCLE: u64 = 500;
// An account with more returns in reach than this is walked from without looking at what they bring back.
const RETURNS_LOOKED_AT: usize = 64;

pub(super) fn search(
    graph: &TransactionGraph,
    parameters: &CycleParameters,
    watch: &dyn Watch,
) -> Result<Search, Cancelled> {
    let found = cycles(graph, &parameters.windows, [parameters.rule()], watch)?;
    Ok(found.into_iter().next().unwrap_or_default())
}

impl CycleParameters {
    pub(super) fn rule(&self) -> Rule<'static> {
        Rule { pattern: Pattern::TemporalCycle, hops: self.hops, steps: self.steps, returned: None }
    }
}

/// The cycles of several rules, which differ only in what they ask of the return, at several windows: found in one walk.
pub(super) fn cycles<const RULES: usize>(
    graph: &TransactionGraph,
    windows: &[Span],
    rules: [Rule<'_>; RULES],
    watch: &dyn Watch,
) -> Result<[Search; RULES], Cancelled> {
    let rows = graph.ledger().len();
    let mut searches = [(); RULES].map(|()| Search::default());
    for window in windows {
        let instants = Instants::of(graph.ledger().times(), *window);
        let walk = Walk { graph, instants: &instants, window: *window, rules: &rules };
        let tasks: Vec<(Vec<Vec<Bundle>>, u64)> = (0..rows.div_ceil(SEEDS_A_TASK))
            .into_par_iter()
            .map_init(
                || Scratch::new(graph.account_count()),
                |scratch, task| {
                    let mut bundles: Vec<Vec<Bundle>> = rules.iter().map(|_| Vec::new()).collect();
                    let mut truncated = 0;
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
        let mut bundles: Vec<Vec<Bundle>> = rules.iter().map(|_| Vec::new()).collect();
        for (found, truncated) in tasks {
            for ((all, found), search) in bundles.iter_mut().zip(found).zip(&mut searches) {
                all.extend(found);
                search.truncated_seeds += truncated;
            }
        }
        for ((bundles, rule), search) in bundles.into_iter().zip(&rules).zip(&mut searches) {
            search.seeds += graph.payment_count() as u64;
            search.findings.extend(findings(bundles, *window, rule.pattern, graph));
        }
    }
    Ok(searches)
}

#[derive(Clone, Copy)]
struct Walk<'a> {
    graph: &'a TransactionGraph,
    instants: &'a Instants,
    window: Span,
    // One at least; they differ only in what they ask of the return.
    rules: &'a [Rule<'a>],
}

impl Walk<'_> {
    /// Adds the bundles that begin with `seed`; returns whether the bound on work was reached.
    fn from(&self, seed: Row, scratch: &mut Scratch, bundles: &mut [Vec<Bundle>]) -> bool {
        let ledger = self.graph.ledger();
        let (origin, start) = (ledger.from(seed), ledger.to(seed));
        if origin == start || !self.may_return(seed) {
            return false;
        }
        let last = ledger.time(seed) + self.window;
        let (first, end) = (self.instants.since(seed), self.instants.until(seed));
        let mut budget = self.rules[0].steps;
        let question = Question { start, goal: origin, first, end, hops: self.rules[0].hops };
        let mut complete = scratch.reach.search(self.graph, self.instants, &question, &mut budget);
        if !scratch.reach.steps.is_empty() {
            let begun: Vec<usize> = bundles.iter().map(Vec::len).collect();
            scratch.path.push(origin);
            scratch.on_path[origin.index()] = true;
            complete &= self.step(start, first, &mut budget, scratch, &mut |path| {
                for (rule, bundles) in self.rules.iter().zip(bundles.iter_mut()) {
                    bundles.extend(Bundle::over(self.graph, path, seed, last, rule));
                }
            });
            scratch.path.clear();
            scratch.on_path[origin.index()] = false;
            if !complete {
                for (bundles, begun) in bundles.iter_mut().zip(begun) {
                    bundles[begun..].iter_mut().for_each(|bundle| bundle.truncated = true);
                }
            }
        }
        !complete
    }

    /// Whether the payer receives what a rule asks for, and the receiver pays anything, in time. Most seeds end here.
    fn may_return(&self, seed: Row) -> bool {
        let ledger = self.graph.ledger();
        let (first, end) = (self.instants.since(seed), self.instants.until(seed));
        let in_time = |hops: &[Hop]| -> usize { hops.partition_point(|hop| hop.row.0 < first) };
        let onward = self.graph.paid_by(ledger.to(seed));
        if onward.get(in_time(onward)).is_none_or(|hop| hop.row.0 >= end) {
            return false;
        }
        let back = self.graph.received_by(ledger.from(seed));
        let mut returns = back[in_time(back)..].iter().take_while(|hop| hop.row.0 < end);
        let mut looked_at = returns.by_ref().take(RETURNS_LOOKED_AT);
        looked_at.any(|hop| self.rules.iter().any(|rule| rule.returns(seed, hop.row))) || returns.next().is_some()
    }

    /// Walks on from `account`, reached at `arrival`. Returns false when the bound on work stops it.
    fn step(
        &self,
        account: AccountId,
        arrival: u32,
        budget: &mut u64,
        scratch: &mut Scratch,
        found: &mut dyn FnMut(&[AccountId]),
    ) -> bool {
        let origin = scratch.path[0];
        scratch.path.push(account);
        scratch.on_path[account.index()] = true;
        let begun = scratch.ahead.len();
        scratch.step = scratch.step.wrapping_add(1);
        if scratch.step == 0 {
            scratch.seen.fill(0);
            scratch.step = 1;
        }
        let last_hop = scratch.path.len() >= self.rules[0].hops as usize;
        let steps = &scratch.reach.steps;
        let mut complete = true;
        let first = steps.partition_point(|step| (step.from, step.row.0) < (account, arrival));
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
                *budget = budget.saturating_sub(STEPS_A_CYCLE);
            } else if !last_hop && !scratch.on_path[step.to.index()] {
                scratch.ahead.push((step.to, self.instants.since(step.row)));
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
