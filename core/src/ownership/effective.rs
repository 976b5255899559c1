//! Effective parts: what everybody at the end of a chain has of the company, with bounds.

use super::exact::{Fraction, Part};
use super::solve::{Bound, Solution, solve};
use super::stakes::Holder;
use super::upstream::Network;
use crate::model::Share;
use std::collections::BTreeMap;

/// What becomes of the whole company in one interest.
#[derive(Clone, Debug)]
pub(super) struct Effective {
    /// Those of whom nobody tells owners, and holders without a name; with their parts.
    pub(super) leaves: BTreeMap<Holder, Part>,
    /// Companies of which owners are told, but not of all: their places, what is not told of each, and what that is of the
    /// company.
    pub(super) gaps: Vec<(usize, Part, Part)>,
    /// Circles from which nothing comes out, and what flows in.
    pub(super) closed: Vec<(Vec<usize>, Part)>,
    /// What no source explains.
    pub(super) remainder: Part,
}

pub(super) fn effective(network: &Network<'_>, exact_circle: usize) -> Effective {
    let least = solve(network, Bound::Least, exact_circle);
    let most =
        if network.is_exact() && least.exact { least.clone() } else { solve(network, Bound::Most, exact_circle) };
    // What comes to somebody of a part of what passes through a party. More than the whole can pass through one in a circle,
    // not come to one outside.
    let coming = |place: usize, part: &Part| {
        let unknown = most.unbounded[place] && !part.most.is_zero();
        let upper = if unknown { Fraction::one() } else { &part.most * &most.passes[place] };
        Part { least: &part.least * &least.passes[place], most: upper }.clamp()
    };
    let whole = Part { least: Fraction::one(), most: Fraction::one() };
    let upstream = network.upstream;
    let mut leaves: BTreeMap<Holder, Part> = BTreeMap::new();
    let mut gaps = Vec::new();
    for place in 0..network.len() {
        if !network.has_owners(place) {
            // Those that hold nothing in this interest are leaves of another.
            if place > 0 && (network.of[place].iter().any(|(_, share)| share.most() > 0)) {
                leaves.insert(Holder::Party(upstream.parties[place]), coming(place, &whole));
            }
            continue;
        }
        for (stake, owner, share) in &network.into[place] {
            if owner.is_none() {
                leaves.insert(upstream.stakes[stake.0 as usize].holder, coming(place, &Part::of(*share)));
            }
        }
        if let Some(untold) = untold(network, place) {
            let part = coming(place, &untold);
            gaps.push((place, untold, part));
        }
    }
    let closed = closed(&least, &most);
    let total = |bound: fn(&Part) -> &Fraction| {
        let parts = leaves.values().chain(closed.iter().map(|(_, part)| part));
        parts.fold(Fraction::zero(), |sum, part| sum + bound(part))
    };
    let (told, at_most) = (total(|part| &part.least), total(|part| &part.most));
    let gaps_least = gaps.iter().fold(Fraction::zero(), |sum, (_, _, part): &(usize, Part, Part)| sum + &part.least);
    let gaps_most = gaps.iter().fold(Fraction::zero(), |sum, (_, _, part): &(usize, Part, Part)| sum + &part.most);
    // A company of which nobody tells an owner is unexplained as a whole.
    let none = network.len() > 0 && !network.has_owners(0);
    let remainder = if none {
        Part { least: Fraction::one(), most: Fraction::one() }
    } else {
        Part {
            least: (Fraction::one() - &at_most).max(gaps_least).clamp(),
            most: (Fraction::one() - &told).min(gaps_most).clamp(),
        }
    };
    // Nobody has more than what all others leave.
    let left = |part: &Part| (Fraction::one() - &told - &remainder.least + &part.least).clamp();
    leaves.values_mut().for_each(|part| part.most = left(part).min(part.most.clone()).max(part.least.clone()));
    for (_, _, part) in &mut gaps {
        part.most = part.most.clone().min(remainder.most.clone());
    }
    Effective { leaves, gaps, closed, remainder }
}

// What is not told of a company; `None` where all is.
fn untold(network: &Network<'_>, place: usize) -> Option<Part> {
    let whole = u64::from(Share::WHOLE);
    let sum = |bound: Bound| -> u32 {
        let sum: u64 = network.into[place].iter().map(|(_, _, share)| u64::from(bound.parts(*share))).sum();
        sum.min(whole) as u32
    };
    let (least, most) = (sum(Bound::Least), sum(Bound::Most));
    let left = |parts: u32| Fraction::of_parts(Share::WHOLE - parts);
    (least < Share::WHOLE).then(|| Part { least: left(most), most: left(least) })
}

fn closed(least: &Solution, most: &Solution) -> Vec<(Vec<usize>, Part)> {
    let parts = least.closed.iter().map(|(circle, flow)| {
        let same = most.closed.iter().find(|(other, _)| other == circle).map(|(_, flow)| flow.clone());
        let part = Part { least: flow.clone(), most: same.unwrap_or_else(Fraction::one) };
        (circle.clone(), part.clamp())
    });
    parts.collect()
}
