//! Bipartite and stack: sets of accounts of which each pays at least b of the next set, and each is paid by at least a of
//! the one before, within W; the middle of a stack keeps between r1 and r2 of the value.

use super::{Case, Refusal, between, distinct};
use crate::evaluate::register::Payment;
use crate::model::Span;
use std::collections::{BTreeMap, BTreeSet};

pub(super) type Places = BTreeSet<usize>;

pub(super) fn bipartite(case: &Case<'_>) -> Result<(), Refusal> {
    let (window, least) = (case.window()?, Least::of(case)?);
    if largest(case, &layer(case, case.period(), least)) < case.half {
        return Err(least.refusal());
    }
    if largest(case, &layer(case, window, least)) < case.half {
        return Err(case.too_long(window));
    }
    Ok(())
}

pub(super) fn stack(case: &Case<'_>) -> Result<(), Refusal> {
    let (window, least) = (case.window()?, Least::of(case)?);
    let kept = [case.number("kept-least")?, case.number("kept-most")?];
    if largest(case, &layers(case, case.period(), least, None)) < case.half {
        return Err(least.refusal());
    }
    if largest(case, &layers(case, window, least, None)) < case.half {
        return Err(case.too_long(window));
    }
    if largest(case, &layers(case, window, least, Some(kept))) < case.half {
        let text =
            format!("the middle does not pay on between {} and {} per cent of what it received", kept[0], kept[1]);
        return Err(Refusal::no("value-not-kept", text));
    }
    Ok(())
}

/// The counterparties that everybody needs.
#[derive(Clone, Copy)]
pub(super) struct Least {
    pub(super) paid_by: usize,
    pub(super) pays: usize,
}

impl Least {
    pub(super) fn of(case: &Case<'_>) -> Result<Self, Refusal> {
        Ok(Self { paid_by: case.number("senders")? as usize, pays: case.number("receivers")? as usize })
    }

    pub(super) fn refusal(self) -> Refusal {
        let text = format!(
            "in less than half of it each account pays {} of the next and is paid by {} of the one before",
            self.pays, self.paid_by
        );
        Refusal::no("too-few-counterparties", text)
    }
}

/// What is left of one layer when everything comes off that does not belong.
fn layer(case: &Case<'_>, window: Span, least: Least) -> Places {
    let mut left: Places = (0..case.payments.len()).collect();
    loop {
        let senders = in_windows(case, &left, window, least.pays, |payment| (payment.from, payment.to));
        let receivers = in_windows(case, &left, window, least.paid_by, |payment| (payment.to, payment.from));
        let mut kept: Places = senders.intersection(&receivers).copied().collect();
        if kept.len() == left.len() {
            let both: BTreeSet<u32> = accounts(case, &left, |payment| payment.from)
                .intersection(&accounts(case, &left, |payment| payment.to))
                .copied()
                .collect();
            kept.retain(|at| !both.contains(&case.payments[*at].from) && !both.contains(&case.payments[*at].to));
            if kept.len() == left.len() {
                return left;
            }
        }
        left = kept;
    }
}

/// The same of two layers.
fn layers(case: &Case<'_>, window: Span, least: Least, kept: Option<[u64; 2]>) -> Places {
    let all: Places = (0..case.payments.len()).collect();
    let (paying, paid) = (accounts(case, &all, |payment| payment.from), accounts(case, &all, |payment| payment.to));
    let mut first: Places = all.iter().filter(|at| paying.contains(&case.payments[**at].to)).copied().collect();
    let mut second: Places = all.iter().filter(|at| paid.contains(&case.payments[**at].from)).copied().collect();
    loop {
        let (into, out_of) = in_splits(case, &first, &second, window, least, kept);
        let sources = in_windows(case, &first, window, least.pays, |payment| (payment.from, payment.to));
        let sinks = in_windows(case, &second, window, least.paid_by, |payment| (payment.to, payment.from));
        let mut upper: Places = into.intersection(&sources).copied().collect();
        let mut lower: Places = out_of.intersection(&sinks).copied().collect();
        if (upper.len(), lower.len()) == (first.len(), second.len()) {
            let sources = accounts(case, &upper, |payment| payment.from);
            let middles = accounts(case, &upper, |payment| payment.to);
            let sinks = accounts(case, &lower, |payment| payment.to);
            let twice = |account: &u32| {
                [&sources, &middles, &sinks].into_iter().filter(|layer| layer.contains(account)).count() > 1
            };
            let clean = |at: &usize| !twice(&case.payments[*at].from) && !twice(&case.payments[*at].to);
            upper.retain(clean);
            lower.retain(clean);
            if (upper.len(), lower.len()) == (first.len(), second.len()) {
                return upper.union(&lower).copied().collect();
            }
        }
        (first, second) = (upper, lower);
    }
}

pub(super) fn accounts(case: &Case<'_>, places: &Places, side: impl Fn(&Payment) -> u32) -> BTreeSet<u32> {
    places.iter().map(|at| side(&case.payments[*at])).collect()
}

/// The places of each account's payments, in order of time.
fn by_account(case: &Case<'_>, places: &Places, side: impl Fn(&Payment) -> u32) -> BTreeMap<u32, Vec<usize>> {
    let mut own: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for at in places {
        own.entry(side(&case.payments[*at])).or_default().push(*at);
    }
    own
}

/// Payments in some window in which their account has enough counterparties.
fn in_windows(
    case: &Case<'_>,
    places: &Places,
    window: Span,
    least: usize,
    sides: impl Fn(&Payment) -> (u32, u32),
) -> Places {
    let mut kept = Places::new();
    for own in by_account(case, places, |payment| sides(payment).0).into_values() {
        let payments: Vec<Payment> = own.iter().map(|at| case.payments[*at]).collect();
        for payment in &payments {
            let inside = between(&payments, payment.time, payment.time + window);
            if distinct(payments[inside.clone()].iter().map(|payment| sides(payment).1)) >= least {
                kept.extend(&own[inside]);
            }
        }
    }
    kept
}

/// Payments into and out of middles, on either side of an instant that has enough counterparties and value on both.
pub(super) fn in_splits(
    case: &Case<'_>,
    first: &Places,
    second: &Places,
    window: Span,
    least: Least,
    kept: Option<[u64; 2]>,
) -> (Places, Places) {
    let (mut into, mut out_of) = (Places::new(), Places::new());
    let outgoing = by_account(case, second, |payment| payment.from);
    for (middle, received) in by_account(case, first, |payment| payment.to) {
        let Some(paid) = outgoing.get(&middle) else { continue };
        let take = |places: &[usize]| -> Vec<Payment> { places.iter().map(|at| case.payments[*at]).collect() };
        let (gathered, scattered) = (take(&received), take(paid));
        // What is on either side changes at these instants only.
        let instants = (gathered.iter().flat_map(|payment| [payment.time, payment.time + window]))
            .chain(scattered.iter().flat_map(|payment| [payment.time, payment.time - window]))
            .flat_map(|at| [at - Span(1), at, at + Span(1)]);
        for instant in instants {
            let before = between(&gathered, instant - window, instant);
            let after = between(&scattered, instant, instant + window);
            let value = |places: &[usize]| -> Option<i128> {
                case.values.map(|values| places.iter().map(|at| i128::from(values[*at])).sum())
            };
            let keeps = kept.zip(value(&received[before.clone()])).zip(value(&paid[after.clone()])).is_none_or(
                |(([low, high], came), went)| {
                    went * 100 >= came * i128::from(low) && went * 100 <= came * i128::from(high)
                },
            );
            if keeps
                && distinct(gathered[before.clone()].iter().map(|payment| payment.from)) >= least.paid_by
                && distinct(scattered[after.clone()].iter().map(|payment| payment.to)) >= least.pays
            {
                into.extend(&received[before]);
                out_of.extend(&paid[after]);
            }
        }
    }
    (into, out_of)
}

/// How many payments are connected.
fn largest(case: &Case<'_>, places: &Places) -> usize {
    parts(case, places).iter().map(Places::len).max().unwrap_or(0)
}

/// What is connected.
pub(super) fn parts(case: &Case<'_>, places: &Places) -> Vec<Places> {
    let mut left = places.clone();
    let mut parts = Vec::new();
    while let Some(start) = left.pop_first() {
        let mut reached = BTreeSet::from([case.payments[start].from, case.payments[start].to]);
        let mut part = Places::from([start]);
        loop {
            let joined =
                |at: &usize| reached.contains(&case.payments[*at].from) || reached.contains(&case.payments[*at].to);
            let (more, rest): (Places, Places) = left.iter().copied().partition(joined);
            if more.is_empty() {
                break;
            }
            reached.extend(more.iter().flat_map(|at| [case.payments[*at].from, case.payments[*at].to]));
            part.extend(more);
            left = rest;
        }
        parts.push(part);
    }
    parts
}
