//! The ways from owners to the company, as evidence: each is the stakes that make it.

use super::exact::{Fraction, Part};
use super::stakes::{Holder, StakeId};
use super::upstream::Network;
use crate::model::Interest;

/// A way from an owner, or an end, to the company, on which no party comes twice. Where companies own each other what goes
/// round is in the [parts](super::Owner::shares) and on no such way, so the parts of the ways can be less together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// Shares or votes.
    pub interest: Interest,
    /// Whose it is.
    pub holder: Holder,
    /// From the company to the holder: each is of the holder of the one before.
    pub stakes: Vec<StakeId>,
    /// What comes of multiplying them.
    pub part: Part,
}

/// How many ways may be listed still, and how many steps may be tried: in dense circles most lead nowhere.
#[derive(Debug)]
pub(super) struct Budget {
    paths: usize,
    steps: usize,
    over: bool,
}

impl Budget {
    pub(super) fn of(paths: usize) -> Self {
        Self { paths, steps: paths.saturating_mul(500), over: false }
    }

    /// Whether some ways are not listed.
    pub(super) fn is_over(&self) -> bool {
        self.over
    }

    fn step(&mut self) -> bool {
        self.over |= self.steps == 0;
        self.steps = self.steps.saturating_sub(1);
        !self.over
    }
}

/// The ways in one interest, in the order of the stakes on them, depth first.
pub(super) fn paths(network: &Network<'_>, budget: &mut Budget) -> Vec<Path> {
    let interest = network.interest;
    let mut found = Vec::new();
    let mut on_way = vec![false; network.len()];
    // On the way so far: a place, and which of the stakes in it is next.
    let mut way: Vec<(usize, usize)> = Vec::new();
    let mut stakes: Vec<StakeId> = Vec::new();
    let whole = Part { least: Fraction::one(), most: Fraction::one() };
    let mut parts: Vec<Part> = vec![whole];
    if network.len() > 0 {
        way.push((0, 0));
        on_way[0] = true;
    }
    while let Some((place, next)) = way.last_mut() {
        let Some((id, owner, share)) = network.into[*place].get(*next) else {
            on_way[*place] = false;
            way.pop();
            stakes.pop();
            parts.pop();
            continue;
        };
        *next += 1;
        if share.most() == 0 || owner.is_some_and(|owner| on_way[owner]) {
            continue;
        }
        if !budget.step() {
            break;
        }
        let part = parts.last().map_or_else(Part::nothing, |above| above.times(&Part::of(*share)));
        if let Some(owner) = owner.filter(|owner| network.has_owners(*owner)) {
            way.push((owner, 0));
            on_way[owner] = true;
            stakes.push(*id);
            parts.push(part);
            continue;
        }
        if found.len() == budget.paths {
            budget.over = true;
            break;
        }
        let holder = network.upstream.stakes[id.0 as usize].holder;
        found.push(Path { interest, holder, stakes: stakes.iter().copied().chain([*id]).collect(), part });
    }
    budget.paths -= found.len();
    found
}
