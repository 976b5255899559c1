//! Owners who may act together: relatives, associates, agents, and those that can be reached at one place.
//!
//! The law adds the shares of those who act in concert; data shows only that they may. So they are told as a group with
//! what ties them and what they would have together, beside what each has alone.

use super::answer::Owner;
use super::control::{Certainty, Control};
use super::exact::Part;
use super::parameters::Parameters;
use super::stakes::{Holder, Same, holds};
use crate::model::{PartyId, RelationId, RelationKind};
use crate::parties::keys::KeySpace;
use crate::parties::{KeyId, PartyRegister};
use petgraph::unionfind::UnionFind;
use std::collections::BTreeMap;

/// Owners who may act together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joint {
    /// Who, in the order of the register.
    pub members: Vec<PartyId>,
    /// What ties them.
    pub ties: Vec<(PartyId, PartyId, JointTie)>,
    /// Their shares together.
    pub shares: Part,
    /// Their votes together; `None` where none are told.
    pub votes: Option<Part>,
    /// What they decide if they decide as one.
    pub control: Control,
    /// Whether together they reach the threshold, or control.
    pub reaches: Certainty,
}

/// What ties two owners.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum JointTie {
    /// They are relatives or associates, or one acts for the other.
    Relation(RelationId),
    /// They have an address, a phone, an e-mail, a device or an identifier in common, and not with many.
    Shares(KeyId),
}

/// The groups of owners that reach the threshold or control together. `decide` says what a group decides as one.
pub(super) fn joint(
    register: &PartyRegister,
    same: &Same,
    owners: &[Owner],
    parameters: &Parameters,
    decide: impl Fn(&[Holder]) -> Control,
) -> Vec<Joint> {
    let mut parties: Vec<(PartyId, usize)> = Vec::new();
    for (place, owner) in owners.iter().enumerate() {
        if let Holder::Party(party) = owner.holder {
            parties.push((party, place));
        }
    }
    parties.sort_unstable();
    let place = |party: PartyId| parties.binary_search_by_key(&party, |(party, _)| *party).ok();
    let mut ties: Vec<(usize, usize, JointTie)> = Vec::new();
    let mut with_key: BTreeMap<KeyId, Vec<usize>> = BTreeMap::new();
    for (at, (party, _)) in parties.iter().enumerate() {
        for member in same.members(*party) {
            for relation in register.relations_of(member) {
                let tying = matches!(
                    relation.told.kind,
                    RelationKind::Family | RelationKind::Associate | RelationKind::Represents
                );
                if let Some(other) = place(same.head(relation.second)).filter(|other| *other != at)
                    && tying
                    && holds(&relation, parameters)
                {
                    ties.push((at, other, JointTie::Relation(relation.id)));
                }
            }
            let keys = register.addresses(member).filter_map(|address| address.key);
            let keys = keys.chain(register.contacts(member).filter_map(|contact| contact.key));
            for key in keys.chain(register.identifiers(member).filter_map(|identifier| identifier.key)) {
                let few = register.with_key(key).len() < parameters.mass_address;
                if few && register.key_space(key) != Some(KeySpace::Website) {
                    with_key.entry(key).or_default().push(at);
                }
            }
        }
    }
    for (key, mut all) in with_key {
        all.dedup();
        ties.extend(all.windows(2).map(|pair| (pair[0], pair[1], JointTie::Shares(key))));
    }
    ties.sort_unstable();
    ties.dedup();
    let mut groups = UnionFind::<u32>::new(parties.len());
    for (one, two, _) in &ties {
        groups.union(*one as u32, *two as u32);
    }
    let mut members: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for at in 0..parties.len() {
        members.entry(groups.find(at as u32)).or_default().push(at);
    }
    let mut found: Vec<Joint> = Vec::new();
    for group in members.into_values().filter(|group| group.len() > 1) {
        let of = |at: &usize| &owners[parties[*at].1];
        let sum = |part: &dyn Fn(&Owner) -> Part| group.iter().fold(Part::nothing(), |sum, at| sum.add(&part(of(at))));
        let shares = sum(&|owner| owner.shares.clone());
        let any_votes = group.iter().any(|at| of(at).votes.is_some());
        let votes = any_votes.then(|| sum(&|owner| owner.votes.clone().unwrap_or_else(Part::nothing)));
        let holders: Vec<Holder> = group.iter().map(|at| of(at).holder).collect();
        let control = decide(&holders);
        let reaches = |part: &Part| {
            let possible = part.may_reach(parameters.threshold).then_some(Certainty::Possible);
            part.reaches(parameters.threshold).then_some(Certainty::Certain).or(possible)
        };
        let tests = [reaches(&shares), votes.as_ref().and_then(reaches), reaches(&control.decides), control.controls];
        let Some(reaches) = tests.into_iter().flatten().min() else { continue };
        let tied = ties.iter().filter(|(one, ..)| group.binary_search(one).is_ok());
        found.push(Joint {
            members: group.iter().map(|at| parties[*at].0).collect(),
            ties: tied.map(|(one, two, tie)| (parties[*one].0, parties[*two].0, *tie)).collect(),
            shares,
            votes,
            control,
            reaches,
        });
    }
    found.sort_by(|one, two| one.members.cmp(&two.members));
    found
}
