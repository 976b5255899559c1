//! Scatter-gather: from u to v through at least k distinct middles, each paid before it pays, all within W.

use super::{Case, Refusal};
use crate::evaluate::register::Payment;
use crate::model::Span;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(case: &Case<'_>) -> Result<(), Refusal> {
    let (window, least) = (case.window()?, case.number("middles")? as usize);
    let ways = ways(case.payments);
    let most = |ordered: bool| {
        let middles = |legs: &Vec<(usize, usize)>| {
            let kept = legs.iter().filter(|(first, second)| !ordered || follows(case.payments, *first, *second));
            kept.map(|(first, _)| case.payments[*first].to).collect::<BTreeSet<_>>().len()
        };
        ways.values().map(middles).max().unwrap_or(0)
    };
    if most(false) < least {
        let text = format!("{} middles between two accounts, {least} are asked for", most(false));
        return Err(Refusal::no("too-few-counterparties", text));
    }
    if most(true) < least {
        let text = format!("{} middles are paid before they pay, {least} are asked for", most(true));
        return Err(Refusal::no("not-in-time-order", text));
    }
    if evidence(case, &ways, case.period(), least) < case.half {
        return Err(Refusal::no("not-in-time-order", "less than half of it is paid on in order"));
    }
    if evidence(case, &ways, window, least) < case.half {
        return Err(case.too_long(window));
    }
    Ok(())
}

fn follows(payments: &[Payment], first: usize, second: usize) -> bool {
    payments[first].time <= payments[second].time
}

/// First and second legs by source and sink, in order or not.
fn ways(payments: &[Payment]) -> BTreeMap<(u32, u32), Vec<(usize, usize)>> {
    let mut ways: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (first, one) in payments.iter().enumerate() {
        for (second, other) in payments.iter().enumerate() {
            if one.to == other.from && one.from != other.to {
                ways.entry((one.from, other.to)).or_default().push((first, second));
            }
        }
    }
    ways
}

/// The most transactions in windows with enough middles between the same two accounts.
fn evidence(case: &Case<'_>, ways: &BTreeMap<(u32, u32), Vec<(usize, usize)>>, window: Span, least: usize) -> usize {
    let mut most = 0;
    for legs in ways.values() {
        let mut taken = BTreeSet::new();
        let starts: BTreeSet<_> = legs.iter().map(|(first, _)| case.payments[*first].time).collect();
        for start in starts {
            let inside = legs.iter().filter(|(first, second)| {
                follows(case.payments, *first, *second)
                    && case.payments[*first].time >= start
                    && case.payments[*second].time - start <= window
            });
            let middles: BTreeSet<u32> = inside.clone().map(|(first, _)| case.payments[*first].to).collect();
            if middles.len() >= least {
                taken.extend(inside.flat_map(|(first, second)| [*first, *second]));
            }
        }
        most = most.max(taken.len());
    }
    most
}
