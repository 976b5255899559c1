//! From a register to the answer.

use super::answer::{Balance, Circle, End, EndKind, Gap, Oversubscribed, Owner, Owners, Upstreamer};
use super::control::{Certainty, Controls, control};
use super::controllers::controllers_of;
use super::effective::{Effective, effective};
use super::exact::Part;
use super::joint::joint;
use super::jurisdictions::Jurisdictions;
use super::parameters::Parameters;
use super::paths::{Budget, paths};
use super::signs::signs;
use super::stakes::{Holder, Same, StakeId, holds, is_person, undisclosed};
use super::upstream::{Network, Upstream};
use crate::model::{FactKind, Interest, PartyId, PartyKind, RelationId, RelationKind};
use crate::parties::PartyRegister;
use std::collections::BTreeSet;

/// Who owns and controls the companies of a register.
#[derive(Debug)]
pub struct Ownership<'r> {
    pub(super) register: &'r PartyRegister,
    pub(super) same: Same,
    pub(super) parameters: Parameters,
    pub(super) jurisdictions: &'r Jurisdictions,
}

impl<'r> Ownership<'r> {
    /// Gathers which parties are the same.
    ///
    /// Time: O(relations).
    #[must_use]
    pub fn new(register: &'r PartyRegister, parameters: Parameters, jurisdictions: &'r Jurisdictions) -> Self {
        Self { register, same: Same::of(register), parameters, jurisdictions }
    }

    /// The party that stands for all that sources say are the same as one: the first of them in the order of the register.
    #[must_use]
    pub fn stands_for(&self, party: PartyId) -> PartyId {
        self.same.head(party)
    }

    /// The relations by which somebody owns or controls a party, or one of those above it, in order. Interests that are
    /// declared beside are left out.
    ///
    /// # Panics
    /// When the register has no such party.
    #[must_use]
    pub fn relations_above(&self, party: PartyId) -> Vec<RelationId> {
        let upstream = Upstream::of(self.register, &self.same, self.same.head(party), &self.parameters);
        let mut relations = upstream.relations(|told| &told.controls);
        relations.extend(upstream.stakes.iter().flat_map(|stake| &stake.relations));
        relations.sort_unstable();
        relations.dedup();
        relations
    }

    /// All that sources say are the same as a party, the one that stands for them first.
    #[must_use]
    pub fn same_as(&self, party: PartyId) -> Vec<PartyId> {
        self.same.members(self.same.head(party))
    }

    /// Finds who owns and controls a company.
    ///
    /// Time: O(relations upstream), and for circles of `n` companies O(n³) in exact fractions; a circle of more companies
    /// than [`Parameters::exact_circle`] is bounded instead, in at most ten thousand rounds.
    ///
    /// # Panics
    /// When the register has no such party.
    #[must_use]
    pub fn owners_of(&self, company: PartyId) -> Owners {
        let Self { register, same, parameters, jurisdictions } = self;
        owners_of(register, same, company, parameters, jurisdictions)
    }

    /// The parties that a party answers to, in order: whoever decides it; where nobody does, all whose parts reach the
    /// threshold; where none does, the company furthest upstream that decides it. Only what is certain counts, and neither
    /// states nor owners without a name do. A person, and a company that answers to nobody, answers to itself.
    ///
    /// Time: that of [`owners_of`](Self::owners_of), without paths and signs.
    ///
    /// # Panics
    /// When the register has no such party.
    #[must_use]
    pub fn controllers_of(&self, party: PartyId) -> Vec<PartyId> {
        let Self { register, same, parameters, .. } = self;
        controllers_of(&Asked { register, same, company: same.head(party), parameters })
    }
}

fn owners_of(
    register: &PartyRegister,
    same: &Same,
    company: PartyId,
    parameters: &Parameters,
    jurisdictions: &Jurisdictions,
) -> Owners {
    let upstream = Upstream::of(register, same, same.head(company), parameters);
    let [shares, votes] = [Interest::Shares, Interest::Votes].map(|interest| Network::of(&upstream, interest));
    let by_shares = effective(&shares, parameters.exact_circle);
    let votes_told = upstream.votes_told.contains(&true);
    let by_votes = votes_told.then(|| effective(&votes, parameters.exact_circle));
    let controls = Controls::of(&votes, register, |party| same.head(party));
    let asked = Asked { register, same, company, parameters };
    let (mut owners, mut ends) = asked.owners_and_ends(&votes, &controls, &by_shares, by_votes.as_ref());
    owners.sort_by(|one, two| {
        let most =
            |owner: &Owner| owner.votes.as_ref().map_or(&owner.shares, |votes| votes.larger(&owner.shares)).clone();
        (one.is_beneficial().is_none(), one.is_beneficial())
            .cmp(&(two.is_beneficial().is_none(), two.is_beneficial()))
            .then_with(|| most(two).cmp(&most(one)))
            .then_with(|| one.holder.cmp(&two.holder))
    });
    ends.sort_by(|one, two| two.shares.cmp(&one.shares).then_with(|| one.party.cmp(&two.party)));
    let mut budget = Budget::of(parameters.paths);
    let mut all_paths = paths(&shares, &mut budget);
    if votes_told {
        all_paths.extend(paths(&votes, &mut budget));
    }
    let mut answer = Owners {
        company: same.head(company),
        parameters: parameters.clone(),
        upstream: upstreamers(&upstream, same),
        controls: upstream.relations(|told| &told.controls),
        nobody: upstream.relations(|told| &told.nobody),
        declared: upstream.relations(|told| &told.declared),
        ended: upstream.ended(),
        joint: joint(register, same, &owners, parameters, |holders| {
            control(&votes, &controls, holders, parameters.majority)
        }),
        owners,
        ends,
        shares: balance(&shares, by_shares, Interest::Shares),
        votes: by_votes.map(|effective| balance(&votes, effective, Interest::Votes)),
        paths: all_paths,
        more_paths: budget.is_over(),
        signs: Vec::new(),
        stakes: upstream.stakes.clone(),
    };
    answer.signs = signs(register, same, &answer, jurisdictions);
    answer
}

/// A company of a register, and how it is asked about.
#[derive(Clone, Copy)]
pub(super) struct Asked<'r> {
    pub(super) register: &'r PartyRegister,
    pub(super) same: &'r Same,
    pub(super) company: PartyId,
    pub(super) parameters: &'r Parameters,
}

impl Asked<'_> {
    /// Where the chains upstream end: owners, in no order of weight, and what is no person. `votes` is what decides.
    pub(super) fn owners_and_ends(
        &self,
        votes: &Network<'_>,
        controls: &Controls,
        by_shares: &Effective,
        by_votes: Option<&Effective>,
    ) -> (Vec<Owner>, Vec<End>) {
        let Self { register, same, company, parameters } = *self;
        let upstream = votes.upstream;
        let declared = upstream.relations(|told| &told.declared);
        let head_of = |id: &RelationId| register.relation(*id).first.map(|first| same.head(first));
        let mut holders: BTreeSet<Holder> = by_shares.leaves.keys().copied().collect();
        holders.extend(by_votes.iter().flat_map(|votes| votes.leaves.keys()));
        holders.extend(controls.holders().filter(|holder| is_leaf(upstream, *holder)));
        // A person who is declared an owner is one of those told, though nobody tells through what.
        let of_persons =
            declared.iter().filter_map(head_of).filter(|party| end_kind(register, same, upstream, *party).is_none());
        holders.extend(of_persons.map(Holder::Party));
        let (mut owners, mut ends) = (Vec::new(), Vec::new());
        for holder in holders {
            let shares = by_shares.leaves.get(&holder).cloned().unwrap_or_else(Part::nothing);
            let part = |votes: &Effective| votes.leaves.get(&holder).cloned().unwrap_or_else(Part::nothing);
            let part_of_votes = by_votes.map(part);
            let control = control(votes, controls, &[holder], parameters.majority);
            let (kind, undisclosed) = match holder {
                Holder::Party(party) => (end_kind(register, same, upstream, party), undisclosed(register, same, party)),
                Holder::Unnamed(relation) => (None, Some(unnamed(register, relation))),
            };
            if let (Some(kind), Holder::Party(party)) = (kind, holder) {
                ends.push(End { party, kind, undisclosed, shares, votes: part_of_votes, control });
                continue;
            }
            let reaches = |part: &Part| {
                let possible = part.may_reach(parameters.threshold).then_some(Certainty::Possible);
                part.reaches(parameters.threshold).then_some(Certainty::Certain).or(possible)
            };
            owners.push(Owner {
                holder,
                is_person: matches!(holder, Holder::Party(party) if is_person(register, same, party)),
                undisclosed,
                by_shares: reaches(&shares),
                by_votes: part_of_votes.as_ref().and_then(reaches),
                by_declaration: says_so(register, same, company, holder, parameters),
                by_control: [control.controls, reaches(&control.decides)].into_iter().flatten().min(),
                declared: declared
                    .iter()
                    .filter(|id| head_of(id).map(Holder::Party) == Some(holder))
                    .copied()
                    .collect(),
                shares,
                votes: part_of_votes,
                control,
            });
        }
        (owners, ends)
    }
}

fn upstreamers(upstream: &Upstream, same: &Same) -> Vec<Upstreamer> {
    let all = upstream.parties.iter().zip(&upstream.layer);
    all.map(|(party, layer)| Upstreamer { party: *party, same: same.members(*party), layer: *layer }).collect()
}

// Whether nobody is told to own or to control a party, by any interest.
fn is_leaf(upstream: &Upstream, holder: Holder) -> bool {
    let Holder::Party(party) = holder else { return true };
    // Those who only declare are not upstream.
    upstream.place(party).is_none_or(|place| place > 0 && upstream.told[place].is_empty())
}

// Why a chain ends at a party; `None` for a person, and for what may be one.
fn end_kind(register: &PartyRegister, same: &Same, upstream: &Upstream, party: PartyId) -> Option<EndKind> {
    let members = same.members(party);
    let is = |kind: PartyKind| members.iter().any(|member| register.kind(*member) == kind);
    if is(PartyKind::Person) {
        return None;
    }
    let listed = |member: &PartyId| {
        register.facts(*member).any(|fact| fact.kind == FactKind::Status && fact.text == "publicly listed")
    };
    if upstream.cut.contains(&party) {
        return Some(EndKind::TooDeep);
    }
    if undisclosed(register, same, party).is_some() {
        return Some(EndKind::Undisclosed);
    }
    if is(PartyKind::PublicBody) {
        return Some(EndKind::PublicBody);
    }
    if members.iter().any(listed) {
        return Some(EndKind::Listed);
    }
    let unknown = members.iter().all(|member| register.kind(*member) == PartyKind::Unknown);
    // What is owned is no person, though nobody says what it is.
    let owned = upstream.place(party).is_some_and(|place| !upstream.told[place].is_empty());
    (!unknown || owned).then_some(EndKind::Untold)
}

// Whether a source says of the company itself that this is its beneficial owner.
fn says_so(register: &PartyRegister, same: &Same, company: PartyId, holder: Holder, parameters: &Parameters) -> bool {
    let Holder::Party(holder) = holder else { return false };
    let members = same.members(same.head(company));
    let mut relations = members.iter().flat_map(|member| register.relations_to(*member));
    relations.any(|relation| {
        let beneficial =
            relation.told.beneficial && matches!(relation.told.kind, RelationKind::Owns | RelationKind::Controls);
        beneficial && relation.first.map(|first| same.head(first)) == Some(holder) && holds(&relation, parameters)
    })
}

fn unnamed(register: &PartyRegister, relation: RelationId) -> String {
    let told = register.relation(relation).told;
    let parts = [told.unspecified, told.role].into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(": ")
}

fn balance(network: &Network<'_>, effective: Effective, interest: Interest) -> Balance {
    let party = |place: usize| network.upstream.parties[place];
    let gaps = effective.gaps.into_iter().map(|(place, untold, part)| Gap { company: party(place), untold, part });
    let circles = network.circles(|share| share.most()).into_iter().filter(|circle| network.is_circle(circle));
    let circles = circles.map(|circle| {
        let closed = effective.closed.iter().find(|(places, _)| places == &circle);
        let inside = |owner: &Option<usize>| owner.is_some_and(|owner| circle.binary_search(&owner).is_ok());
        let stakes = circle.iter().flat_map(|place| &network.into[*place]);
        let mut stakes: Vec<StakeId> = stakes.filter(|(_, owner, _)| inside(owner)).map(|(id, ..)| *id).collect();
        let mut parties: Vec<PartyId> = circle.iter().copied().map(party).collect();
        // In the order of the register, wherever one came into the circle.
        stakes.sort_unstable();
        parties.sort_unstable();
        Circle { parties, stakes, closed: closed.map(|(_, part)| part.clone()) }
    });
    let mut circles: Vec<Circle> = circles.collect();
    circles.sort_by(|one, two| one.parties.cmp(&two.parties));
    let over = network.oversubscribed.iter();
    Balance {
        interest,
        remainder: effective.remainder,
        gaps: gaps.collect(),
        circles,
        oversubscribed: over.map(|(place, told)| Oversubscribed { company: party(*place), told: *told }).collect(),
    }
}
