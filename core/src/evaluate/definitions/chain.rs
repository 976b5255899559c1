//! Layering chain and peel chain: a path of at least h payments over accounts that all differ, each at most d after the
//! last. Along a layering chain each carries at least r of its neighbour; along a peel chain each is less than the last by
//! s1 to s2 per cent, and the account between pays at least s1 to others.

use super::{Case, Refusal};
use crate::model::Span;

pub(super) fn layering_chain(case: &Case<'_>) -> Result<(), Refusal> {
    let percent = i128::from(case.number("percent")?);
    check(case, &|_, one, next| one * percent <= next * 100 && next * percent <= one * 100, &|path| path.to_vec())
}

pub(super) fn peel_chain(case: &Case<'_>) -> Result<(), Refusal> {
    let (least, most) = (i128::from(case.number("shed-least")?), i128::from(case.number("shed-most")?));
    let within = case.span("within")?;
    // What the account between two payments pays to others soon after it received.
    let peels = |received: usize, path: &[usize]| -> Vec<usize> {
        let receipt = &case.payments[received];
        (0..case.payments.len())
            .filter(|at| !path.contains(at))
            .filter(|at| {
                let payment = &case.payments[*at];
                payment.from == receipt.to && (Span(0)..=within).contains(&(payment.time - receipt.time))
            })
            .collect()
    };
    let shed = |received: usize, one: i128, next: i128| {
        let Some(values) = case.values else { return true };
        let paid: i128 = (peels(received, &[]).into_iter().map(|at| i128::from(values[at])).sum::<i128>()) - next;
        next * 100 >= one * (100 - most) && next * 100 <= one * (100 - least) && paid * 100 >= one * least
    };
    check(case, &shed, &|path| {
        let mut whole = path.to_vec();
        for received in &path[..path.len() - 1] {
            let more = peels(*received, &whole);
            whole.extend(more);
        }
        whole
    })
}

/// Whether one payment, of this value, is continued by another of that value.
type Continues<'a> = &'a dyn Fn(usize, i128, i128) -> bool;
/// All that belongs to a path.
type Whole<'a> = &'a dyn Fn(&[usize]) -> Vec<usize>;

fn check(case: &Case<'_>, continues: Continues<'_>, whole: Whole<'_>) -> Result<(), Refusal> {
    let (hops, within) = (case.number("hops")? as usize, case.span("within")?);
    let longest = |longest_gap: Option<Span>, continues: Option<Continues<'_>>| {
        let mut walk =
            Walk { case, longest_gap, continues, whole, hops, path: Vec::new(), longest: 0, most: 0, steps: 0 };
        for first in 0..case.payments.len() {
            walk.path.push(first);
            walk.go()?;
            walk.path.pop();
        }
        Ok::<_, Refusal>((walk.longest, walk.most))
    };
    let (path, _) = longest(None, None)?;
    if path < hops {
        return Err(Refusal::no("too-few-hops", format!("{path} payments one after the other, {hops} are asked for")));
    }
    if longest(None, None)?.1 < case.half {
        return Err(Refusal::no("not-a-chain", "less than half of it is one path"));
    }
    if longest(Some(within), None)?.1 < case.half {
        return Err(Refusal::no("longer-than-window", format!("some hops are more than {within} after the last")));
    }
    if longest(Some(within), Some(continues))?.1 < case.half {
        return Err(Refusal::no("value-not-kept", "the value does not go on as the pattern has it"));
    }
    Ok(())
}

struct Walk<'a> {
    case: &'a Case<'a>,
    longest_gap: Option<Span>,
    continues: Option<Continues<'a>>,
    whole: Whole<'a>,
    hops: usize,
    path: Vec<usize>,
    longest: usize,
    most: usize,
    steps: u64,
}

const STEPS: u64 = 1_000_000;

impl Walk<'_> {
    fn go(&mut self) -> Result<(), Refusal> {
        let payments = self.case.payments;
        let Some(last) = self.path.last().copied() else { return Ok(()) };
        self.longest = self.longest.max(self.path.len());
        if self.path.len() >= self.hops {
            self.most = self.most.max((self.whole)(&self.path).len());
        }
        for next in 0..payments.len() {
            self.steps += 1;
            if self.steps > STEPS {
                return Err(Refusal::unknown("too-large", "too many paths to check"));
            }
            let (before, after) = (&payments[last], &payments[next]);
            let gap = after.time - before.time;
            let fits = after.from == before.to
                && gap >= Span(0)
                && self.longest_gap.is_none_or(|longest| gap <= longest)
                && self.path.iter().all(|hop| payments[*hop].from != after.to && payments[*hop].to != after.to);
            let value = |at: usize| self.case.values.map(|values| i128::from(values[at]));
            let carries = self.continues.zip(value(last)).zip(value(next));
            if fits && carries.is_none_or(|((continues, one), next)| continues(last, one, next)) {
                self.path.push(next);
                self.go()?;
                self.path.pop();
            }
        }
        Ok(())
    }
}
