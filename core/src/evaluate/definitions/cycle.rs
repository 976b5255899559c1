//! Temporal cycle and round trip: a simple directed cycle of at most L hops, in order of time, within W; a round trip
//! returns between r1 and r2 of its first amount.

use super::{Case, Refusal};
use crate::model::Span;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn temporal_cycle(case: &Case<'_>) -> Result<(), Refusal> {
    check(case, None)
}

pub(super) fn round_trip(case: &Case<'_>) -> Result<(), Refusal> {
    check(case, Some([case.number("kept-least")?, case.number("kept-most")?]))
}

/// What a cycle must be.
#[derive(Clone, Copy)]
struct Rule {
    hops: usize,
    ordered: bool,
    window: Span,
    kept: Option<[u64; 2]>,
}

fn check(case: &Case<'_>, kept: Option<[u64; 2]>) -> Result<(), Refusal> {
    let (window, hops) = (case.window()?, case.number("hops")? as usize);
    let mut rule = Rule { hops: usize::MAX, ordered: false, window: case.period(), kept: None };
    // A definition is met one condition after the other; the first that is not is the reason.
    if !holds(case, rule)? {
        return Err(Refusal::no("not-a-cycle", "less than half of it is a cycle, in whatever order"));
    }
    rule.hops = hops;
    if !holds(case, rule)? {
        return Err(Refusal::no("too-many-hops", format!("more than {hops} hops")));
    }
    rule.ordered = true;
    if !holds(case, rule)? {
        return Err(Refusal::no("not-in-time-order", "no cycle is in the order of time"));
    }
    rule.window = window;
    if !holds(case, rule)? {
        return Err(case.too_long(window));
    }
    rule.kept = kept;
    if let Some([low, high]) = kept
        && !holds(case, rule)?
    {
        let text = format!("the last payment is not within {low} and {high} per cent of the first");
        return Err(Refusal::no("value-not-kept", text));
    }
    Ok(())
}

/// Whether cycles of one sequence of accounts have half of all transactions.
fn holds(case: &Case<'_>, rule: Rule) -> Result<bool, Refusal> {
    let mut walk = Walk { case, rule, path: Vec::new(), bundles: BTreeMap::new(), steps: 0 };
    for first in 0..case.payments.len() {
        walk.path.push(first);
        let within = walk.go();
        walk.path.pop();
        if !within {
            return Err(Refusal::unknown("too-large", "too many paths to check"));
        }
    }
    Ok(walk.bundles.values().any(|bundle| bundle.len() >= case.half))
}

struct Walk<'a> {
    case: &'a Case<'a>,
    rule: Rule,
    path: Vec<usize>,
    bundles: BTreeMap<Vec<u32>, BTreeSet<usize>>,
    steps: u64,
}

const STEPS: u64 = 1_000_000;

impl Walk<'_> {
    /// Every way on from the path; false when there are too many.
    fn go(&mut self) -> bool {
        let payments = self.case.payments;
        let (Some(first), Some(last)) = (self.path.first().copied(), self.path.last().copied()) else { return true };
        let origin = payments[first].from;
        if payments[last].to == origin {
            self.close();
            return true;
        }
        if self.path.len() >= self.rule.hops {
            return true;
        }
        for next in 0..payments.len() {
            self.steps += 1;
            if self.steps > STEPS {
                return false;
            }
            let (before, after) = (&payments[last], &payments[next]);
            let visited = after.to != origin && self.path.iter().any(|hop| payments[*hop].to == after.to);
            let late =
                self.rule.ordered && (after.time < before.time || after.time - payments[first].time > self.rule.window);
            if after.from != before.to || visited || late || self.path.contains(&next) {
                continue;
            }
            self.path.push(next);
            let within = self.go();
            self.path.pop();
            if !within {
                return false;
            }
        }
        true
    }

    fn close(&mut self) {
        let (Some(first), Some(last)) = (self.path.first().copied(), self.path.last().copied()) else { return };
        if self.path.len() < 2 {
            return;
        }
        if let Some(([low, high], values)) = self.rule.kept.zip(self.case.values) {
            let (begun, returned) = (i128::from(values[first]), i128::from(values[last]));
            if begun == 0 || returned * 100 < begun * i128::from(low) || returned * 100 > begun * i128::from(high) {
                return;
            }
        }
        let mut accounts: Vec<u32> = self.path.iter().map(|hop| self.case.payments[*hop].from).collect();
        let least = accounts.iter().enumerate().min_by_key(|(_, account)| **account).map_or(0, |(at, _)| at);
        accounts.rotate_left(least);
        self.bundles.entry(accounts).or_default().extend(&self.path);
    }
}
