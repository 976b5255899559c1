//! Control through majorities: whoever has more than half of a company decides for all that it holds.
//!
//! The parts of parts do not tell who decides. Somebody with 60 % of a company that has 60 % of another has 36 % of that
//! one, and every decision in it. So from each owner on it is followed what that owner decides: companies of which more
//! than the majority is in the hands of the owner and of companies decided so far, and those that sources say are
//! controlled by other means. Votes decide where votes are told, else shares.

use super::exact::{Fraction, Part};
use super::solve::Bound;
use super::stakes::{Holder, StakeId};
use super::upstream::Network;
use crate::model::{PartyId, RelationId, Share};
use crate::parties::PartyRegister;
use serde::Serialize;

/// How sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// It is so whatever the true shares within their ranges are.
    Certain,
    /// It is so for some shares within their ranges.
    Possible,
}

/// What an owner decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Control {
    /// The part of the company that the owner has and that companies have for which the owner decides: each counts as a
    /// whole.
    pub decides: Part,
    /// Whether that, or a relation of control, makes the owner decide for the company.
    pub controls: Option<Certainty>,
    /// What makes it so, from the owner's side to the company.
    pub chain: Vec<Step>,
}

/// One company that is decided, and by what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which.
    pub company: PartyId,
    /// Whether the owner decides for it; `None` where it is not enough.
    pub certainty: Option<Certainty>,
    /// What the owner and the companies before have of it.
    pub share: Part,
    /// By these stakes.
    pub stakes: Vec<StakeId>,
    /// And these relations of control.
    pub relations: Vec<RelationId>,
}

/// Who controls whom by other means than shares: places of controllers (`None`: nobody named) and of the controlled.
pub(super) struct Controls(Vec<(Holder, Option<usize>, usize, RelationId)>);

impl Controls {
    pub(super) fn of(network: &Network<'_>, register: &PartyRegister, head: impl Fn(PartyId) -> PartyId) -> Self {
        let mut all = Vec::new();
        for (place, told) in network.upstream.told.iter().enumerate() {
            for id in &told.controls {
                let (holder, by) = match register.relation(*id).first.map(&head) {
                    Some(first) => (Holder::Party(first), network.upstream.place(first)),
                    None => (Holder::Unnamed(*id), None),
                };
                all.push((holder, by, place, *id));
            }
        }
        Self(all)
    }

    /// Those who have no name or of whom nobody tells who owns or controls them.
    pub(super) fn holders(&self) -> impl Iterator<Item = Holder> {
        self.0.iter().map(|(holder, ..)| *holder)
    }
}

/// What holders decide together; mostly it is one.
///
/// Time: O(stakes upstream), times the relations of control.
pub(super) fn control(network: &Network<'_>, controls: &Controls, holders: &[Holder], majority: u32) -> Control {
    let [certain, possible] = [Bound::Least, Bound::Most].map(|bound| {
        let mut decided = Decided { network, controls, holders, bound, majority, round: vec![None; network.len()] };
        decided.spread();
        decided
    });
    let sure = |place: usize| {
        let certain = certain.round[place].map(|_| Certainty::Certain);
        certain.or(possible.round[place].map(|_| Certainty::Possible))
    };
    let share = |place: usize| Part {
        least: Fraction::of_parts(certain.held(place)),
        most: Fraction::of_parts(possible.held(place).max(certain.held(place))),
    };
    // Back from the company to what makes it decided.
    let mut needed = vec![0];
    let mut at = 0;
    while let Some(place) = needed.get(at).copied() {
        at += 1;
        let owners = possible.stakes(place).filter_map(|(_, owner, _)| *owner);
        for owner in owners.chain(possible.controllers(place).filter_map(|(_, by, ..)| *by)) {
            if !needed.contains(&owner) {
                needed.push(owner);
            }
        }
    }
    let is_holder = |place: usize| possible.round[place] == Some(0);
    needed.retain(|place| !is_holder(*place));
    // The company is the last, and what is decided first comes first.
    needed.sort_by_key(|place| (*place == 0, possible.round[*place].unwrap_or(u32::MAX), *place));
    let chain = needed.into_iter().map(|place| Step {
        company: network.upstream.parties[place],
        certainty: sure(place),
        share: share(place),
        stakes: possible.stakes(place).map(|(id, ..)| *id).collect(),
        relations: possible.controllers(place).map(|(.., relation)| *relation).collect(),
    });
    let chain = chain.filter(|step| !step.stakes.is_empty() || !step.relations.is_empty()).collect();
    Control { decides: share(0), controls: sure(0).filter(|_| !is_holder(0)), chain }
}

// What is decided, if all shares are as small, or as large, as they may be.
struct Decided<'n> {
    network: &'n Network<'n>,
    controls: &'n Controls,
    holders: &'n [Holder],
    bound: Bound,
    majority: u32,
    // In which round it is found; the holders themselves are at 0.
    round: Vec<Option<u32>>,
}

type Into = (StakeId, Option<usize>, Share);

impl<'n> Decided<'n> {
    fn spread(&mut self) {
        let mut reached = Vec::new();
        for holder in self.holders {
            match holder {
                Holder::Party(party) => {
                    if let Some(place) = self.network.upstream.place(*party) {
                        self.round[place] = Some(0);
                        reached.push(place);
                    }
                }
                // Somebody without a name has what one relation says.
                Holder::Unnamed(relation) => {
                    for place in self.of_unnamed(*relation) {
                        self.reach(place, 1, &mut reached);
                    }
                }
            }
        }
        let mut at = 0;
        while let Some(place) = reached.get(at).copied() {
            at += 1;
            let round = self.round[place].unwrap_or(0) + 1;
            let network = self.network;
            for (company, _) in &network.of[place] {
                self.reach(*company, round, &mut reached);
            }
            let controls = self.controls;
            for (_, _, company, _) in controls.0.iter().filter(|(_, by, ..)| *by == Some(place)) {
                self.reach(*company, round, &mut reached);
            }
        }
    }

    fn reach(&mut self, place: usize, round: u32, reached: &mut Vec<usize>) {
        if self.round[place].is_none() && (self.is_majority(place) || self.controllers(place).next().is_some()) {
            self.round[place] = Some(round);
            reached.push(place);
        }
    }

    fn of_unnamed(&self, relation: RelationId) -> Vec<usize> {
        let tells = |id: StakeId| self.network.upstream.stakes[id.0 as usize].relations.contains(&relation);
        let held = (0..self.network.len()).filter(|place| self.network.into[*place].iter().any(|(id, ..)| tells(*id)));
        let controls = self.controls.0.iter().filter(|(.., id)| *id == relation).map(|(_, _, place, _)| *place);
        held.chain(controls).collect()
    }

    fn is_ours(&self, (id, owner, _): &Into) -> bool {
        match owner {
            Some(owner) => self.round[*owner].is_some(),
            None => self.holders.contains(&self.network.upstream.stakes[id.0 as usize].holder),
        }
    }

    // The stakes of a company that the holders have or decide for.
    fn stakes(&self, place: usize) -> impl Iterator<Item = &'n Into> {
        self.network.into[place].iter().filter(|stake| self.is_ours(stake) && stake.2.most() > 0)
    }

    fn controllers(&self, place: usize) -> impl Iterator<Item = &'n (Holder, Option<usize>, usize, RelationId)> {
        self.controls.0.iter().filter(move |(holder, by, of, _)| {
            *of == place && by.map_or_else(|| self.holders.contains(holder), |by| self.round[by].is_some())
        })
    }

    // What of a company is theirs: no more than the least shares of all others leave.
    fn held(&self, place: usize) -> u32 {
        let whole = u64::from(Share::WHOLE);
        let sum: u64 = self.stakes(place).map(|(_, _, share)| u64::from(self.bound.parts(*share))).sum();
        let others = self.network.into[place].iter().filter(|stake| !self.is_ours(stake));
        let others: u64 = others.map(|(_, _, share)| u64::from(share.least())).sum();
        let left = if self.bound == Bound::Most { whole.saturating_sub(others) } else { whole };
        sum.min(left).min(whole) as u32
    }

    // "More than 50 %" is more than the half, though its bound is the half.
    fn is_majority(&self, place: usize) -> bool {
        let held = self.held(place);
        let above = |(_, _, share): &Into| share.is_above_least();
        held > self.majority || (held == self.majority && self.bound == Bound::Least && self.stakes(place).any(above))
    }
}
