//! Stakes: what each owner holds of each company, as all relations together tell it.
//!
//! Several statements of one interest are told, not added: two registers that both say 75 % do not make 150. Where they
//! overlap (75 to 100 %, and 80 %), both hold and the stake is what they have in common; where they contradict each other,
//! it is anything between, and said to be so. Interests that are exercised through others (`indirect`) repeat what the
//! chain tells: they are kept beside it, as declared, and not counted.

use super::Parameters;
use crate::model::{Directness, FactKind, Interest, PartyId, PartyKind, RelationId, RelationKind, Share};
use crate::parties::{PartyRegister, RelationView};
use std::collections::BTreeMap;

/// A stake, as its position among those of an analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StakeId(pub u32);

/// Who has a stake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder {
    /// A party.
    Party(PartyId),
    /// Somebody whom the source does not name: the relation that says so.
    Unnamed(RelationId),
}

/// What an owner holds of a company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stake {
    /// Who.
    pub holder: Holder,
    /// Of what.
    pub company: PartyId,
    /// [`Interest::Shares`] or [`Interest::Votes`].
    pub interest: Interest,
    /// How much; anything where no source tells.
    pub share: Share,
    /// Whether some source tells how much.
    pub told: bool,
    /// Whether sources contradict each other.
    pub contradicted: bool,
    /// The relations that tell it.
    pub relations: Vec<RelationId>,
}

/// What is told of owners and controllers of one company.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    pub(super) stakes: Vec<Stake>,
    /// Control by other means than a share.
    pub(super) controls: Vec<RelationId>,
    /// Interests of other kinds, and those exercised through others.
    pub(super) declared: Vec<RelationId>,
    /// Statements that nobody is a beneficial owner.
    pub(super) nobody: Vec<RelationId>,
    /// Relations that are over, or had not begun.
    pub(super) ended: u64,
}

/// Parties that are the same, and which one stands for them.
#[derive(Clone, Debug, Default)]
pub(super) struct Same {
    // Sorted by party; parties that are alone are not there.
    head: Vec<(PartyId, PartyId)>,
    members: BTreeMap<PartyId, Vec<PartyId>>,
}

impl Same {
    /// From what sources tell: of parties that are the same the first in order stands for all.
    pub(super) fn of(register: &PartyRegister) -> Self {
        let mut pairs: Vec<(PartyId, PartyId)> = Vec::new();
        for id in register.relation_ids() {
            let relation = register.relation(id);
            if relation.told.kind == RelationKind::SameAs
                && let Some(first) = relation.first
            {
                pairs.push((first, relation.second));
            }
        }
        let mut all: Vec<PartyId> = pairs.iter().flat_map(|(one, two)| [*one, *two]).collect();
        all.sort_unstable();
        all.dedup();
        let place = |party: PartyId| all.partition_point(|other| *other < party) as u32;
        let mut groups = petgraph::unionfind::UnionFind::<u32>::new(all.len());
        for (one, two) in &pairs {
            groups.union(place(*one), place(*two));
        }
        let mut first: BTreeMap<u32, PartyId> = BTreeMap::new();
        let mut same = Self::default();
        for party in &all {
            let head = *first.entry(groups.find(place(*party))).or_insert(*party);
            same.head.push((*party, head));
            same.members.entry(head).or_default().push(*party);
        }
        same
    }

    pub(super) fn head(&self, party: PartyId) -> PartyId {
        self.head.binary_search_by_key(&party, |(party, _)| *party).map_or(party, |place| self.head[place].1)
    }

    /// All that are the same as one, it first.
    pub(super) fn members(&self, head: PartyId) -> Vec<PartyId> {
        self.members.get(&head).cloned().unwrap_or_else(|| vec![head])
    }
}

/// Whether a relation counts on the day that is asked for.
pub(super) fn holds(relation: &RelationView<'_>, parameters: &Parameters) -> bool {
    let (from, until) = (relation.told.from, relation.told.until);
    match parameters.at {
        None => until.is_none(),
        Some(at) => {
            from.is_none_or(|from| from.first_day() <= at.last_day())
                && until.is_none_or(|until| until.last_day() >= at.first_day())
        }
    }
}

/// Whether a party is a natural person, as any of its records says.
pub(super) fn is_person(register: &PartyRegister, same: &Same, party: PartyId) -> bool {
    same.members(party).iter().any(|member| register.kind(*member) == PartyKind::Person)
}

/// Why a source says of a party that it is there, and not who it is; `None` where none does.
pub(super) fn undisclosed(register: &PartyRegister, same: &Same, party: PartyId) -> Option<String> {
    let members = same.members(party);
    let mut facts = members.iter().flat_map(|member| register.facts(*member));
    facts.find(|fact| fact.kind == FactKind::Undisclosed).map(|fact| fact.text.to_owned())
}

impl Told {
    /// Whether nobody is told to own or to control.
    pub(super) fn is_empty(&self) -> bool {
        self.stakes.is_empty() && self.controls.is_empty()
    }
}

// The reason by which the Beneficial Ownership Data Standard says that there is nobody, and not that nobody tells.
const NOBODY: &str = "noBeneficialOwners";

// What is told of one stake, and by which relations.
type Statements = Vec<(Option<Share>, RelationId)>;

/// What is told of owners and controllers of a company, stakes in the order of holder and interest.
pub(super) fn told_of(register: &PartyRegister, same: &Same, company: PartyId, parameters: &Parameters) -> Told {
    let mut told = Told::default();
    let mut stakes: BTreeMap<(Holder, Interest), Statements> = BTreeMap::new();
    for member in same.members(company) {
        for relation in register.relations_to(member) {
            let kind = relation.told.kind;
            if !matches!(kind, RelationKind::Owns | RelationKind::Controls) {
                continue;
            }
            if !holds(&relation, parameters) {
                told.ended += 1;
                continue;
            }
            if relation.first.is_none() && relation.told.unspecified == NOBODY {
                told.nobody.push(relation.id);
                continue;
            }
            let holder = relation.first.map_or(Holder::Unnamed(relation.id), |first| Holder::Party(same.head(first)));
            let interest = match relation.told.interest {
                Interest::Votes => Interest::Votes,
                Interest::Shares | Interest::Unknown => Interest::Shares,
                _ => Interest::Unknown,
            };
            match kind {
                RelationKind::Controls => told.controls.push(relation.id),
                _ if relation.told.directness == Directness::Indirect || interest == Interest::Unknown => {
                    told.declared.push(relation.id);
                }
                _ => stakes.entry((holder, interest)).or_default().push((relation.told.share, relation.id)),
            }
        }
    }
    told.controls.sort_unstable();
    told.declared.sort_unstable();
    told.nobody.sort_unstable();
    for ((holder, interest), mut all) in stakes {
        all.sort_unstable_by_key(|(_, relation)| *relation);
        let shares: Vec<Share> = all.iter().filter_map(|(share, _)| *share).collect();
        let (share, contradicted) = together(&shares);
        told.stakes.push(Stake {
            holder,
            company,
            interest,
            share,
            told: !shares.is_empty(),
            contradicted,
            relations: all.into_iter().map(|(_, relation)| relation).collect(),
        });
    }
    told
}

// What several statements of one interest have in common, or what lies between them; and whether they contradict each
// other. Bounds that are left out stay so.
fn together(shares: &[Share]) -> (Share, bool) {
    let least = shares.iter().max_by_key(|share| (share.least(), share.is_above_least()));
    let most = shares.iter().min_by_key(|share| (share.most(), !share.is_below_most()));
    let (Some(least), Some(most)) = (least, most) else { return (Share::UNKNOWN, false) };
    if let Some(common) = Share::range(least.least(), most.most()) {
        return (common.open(least.is_above_least(), most.is_below_most()), false);
    }
    let least = shares.iter().map(|share| share.least()).min().unwrap_or(0);
    let most = shares.iter().map(|share| share.most()).max().unwrap_or(Share::WHOLE);
    (Share::range(least, most).unwrap_or(Share::UNKNOWN), true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_of_one_interest_are_not_added() {
        let exact = |parts| Share::exact(parts).unwrap();
        let range = |least, most| Share::range(least, most).unwrap();
        assert_eq!(together(&[exact(750_000), exact(750_000)]), (exact(750_000), false));
        assert_eq!(together(&[range(750_000, 1_000_000), exact(800_000)]), (exact(800_000), false));
        assert_eq!(together(&[exact(200_000), exact(300_000)]), (range(200_000, 300_000), true));
        let above = range(500_000, 750_000).open(true, false);
        assert_eq!(together(&[above, range(250_000, 1_000_000)]), (above, false));
        assert_eq!(together(&[]), (Share::UNKNOWN, false));
    }
}
