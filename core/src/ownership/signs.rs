//! Signs that who owns a company is not who it seems: nominees, straw men, shells and layers.
//!
//! A sign is something that was seen, with the records that tell it and what it was measured against. It says nothing of
//! intent: a family office has many companies and an accountant's address many clients. Numbers that no document gives are
//! marked as [proposed](Basis).

use super::answer::{EndKind, Owners};
use super::jurisdictions::{Jurisdictions, ListStatus};
use super::stakes::{Holder, Same, holds};
use super::ties::{Secrecy, secrecy};
use crate::model::{CountryKind, DateKind, FactKind, PartyId, PartyKind, RelationId, RelationKind};
use crate::parties::keys::{KeySpace, fold};
use crate::parties::{KeyId, PartyRegister};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Something that was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign {
    /// What.
    pub kind: SignKind,
    /// About whom; several for a chain or a circle.
    pub parties: Vec<PartyId>,
    /// The relations that show it.
    pub relations: Vec<RelationId>,
    /// What many have in common.
    pub key: Option<KeyId>,
    /// How many, where it is counted: companies, parties at an address, layers.
    pub count: Option<usize>,
    /// From how many on it is a sign.
    pub limit: Option<usize>,
    /// The words of the source, or the list that says so.
    pub words: String,
    /// Where the measure comes from.
    pub basis: Basis,
}

/// What was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignKind {
    /// An owner or a director acts for somebody else, or somebody acts for an owner.
    Nominee,
    /// A person owns or directs many companies.
    ManyCompanies,
    /// And states an income that is low.
    LowIncome,
    /// A company is at an address with many others.
    MassAddress,
    /// A company is registered where registers tell little.
    SecrecyJurisdiction,
    /// A chain of many layers, several of them in such jurisdictions.
    Layers,
    /// Companies own each other.
    Circle,
    /// A company that is dissolved still holds a part.
    Dissolved,
    /// Somebody who owns is not named.
    Undisclosed,
    /// Sources contradict each other about a stake.
    Contradiction,
}

/// Where a measure comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// It is a matter of fact: nothing is measured.
    Fact,
    /// A document gives it, as the list or the documentation says.
    Quoted,
    /// It is ours, to be calibrated.
    Proposed,
}

struct Watch<'a> {
    register: &'a PartyRegister,
    same: &'a Same,
    owners: &'a Owners,
    jurisdictions: &'a Jurisdictions,
    found: Vec<Sign>,
}

/// All signs, by kind and then by party.
pub(super) fn signs(
    register: &PartyRegister,
    same: &Same,
    owners: &Owners,
    jurisdictions: &Jurisdictions,
) -> Vec<Sign> {
    let mut watch = Watch { register, same, owners, jurisdictions, found: Vec::new() };
    // Those who own, and those who direct what is owned.
    let mut people: BTreeSet<PartyId> = BTreeSet::new();
    for one in &owners.upstream {
        let kind_is = |kind| one.same.iter().any(|member| register.kind(*member) == kind);
        if kind_is(PartyKind::Person) {
            people.insert(one.party);
            continue;
        }
        watch.company(one.party);
        people.extend(
            watch.relations_to(one.party).filter(|(kind, ..)| *kind == RelationKind::Directs).map(|(_, who, _)| who),
        );
    }
    for person in people {
        watch.acts_for(person);
        watch.has_many(person);
    }
    watch.layers();
    watch.circles();
    watch.undisclosed();
    watch.contradictions();
    watch.found.sort_by(|one, two| {
        (one.kind, &one.parties, &one.relations, one.key).cmp(&(two.kind, &two.parties, &two.relations, two.key))
    });
    watch.found
}

impl Sign {
    fn of(kind: SignKind, parties: Vec<PartyId>) -> Self {
        let (relations, words) = (Vec::new(), String::new());
        Self { kind, parties, relations, key: None, count: None, limit: None, words, basis: Basis::Fact }
    }
}

impl<'a> Watch<'a> {
    // Relations in which others are the first, that count on the day: kind, who, which.
    fn relations_to(&self, party: PartyId) -> impl Iterator<Item = (RelationKind, PartyId, RelationId)> + use<'a> {
        let (register, same, parameters) = (self.register, self.same, &self.owners.parameters);
        same.members(party).into_iter().flat_map(move |member| {
            register.relations_to(member).filter_map(move |relation| {
                let first = same.head(relation.first?);
                holds(&relation, parameters).then_some((relation.told.kind, first, relation.id))
            })
        })
    }

    fn relations_of(&self, party: PartyId) -> impl Iterator<Item = (RelationKind, PartyId, RelationId)> + use<'a> {
        let (register, same, parameters) = (self.register, self.same, &self.owners.parameters);
        same.members(party).into_iter().flat_map(move |member| {
            let of = register.relations_of(member).filter(move |relation| holds(relation, parameters));
            of.map(move |relation| (relation.told.kind, same.head(relation.second), relation.id))
        })
    }

    fn acts_for(&mut self, person: PartyId) {
        let of = self.relations_of(person).chain(self.relations_to(person));
        for (_, other, relation) in of.filter(|(kind, ..)| *kind == RelationKind::Represents).collect::<Vec<_>>() {
            let words = self.register.relation(relation).told.role.to_owned();
            let sign = Sign::of(SignKind::Nominee, vec![person, other]);
            self.found.push(Sign { relations: vec![relation], words, ..sign });
        }
    }

    fn has_many(&mut self, person: PartyId) {
        let parameters = &self.owners.parameters;
        let mut companies: BTreeMap<PartyId, Vec<RelationId>> = BTreeMap::new();
        for (kind, company, relation) in self.relations_of(person) {
            if matches!(kind, RelationKind::Owns | RelationKind::Controls | RelationKind::Directs) {
                companies.entry(company).or_default().push(relation);
            }
        }
        if companies.len() < parameters.many_companies {
            return;
        }
        let relations: Vec<RelationId> = companies.values().flatten().copied().collect();
        let (count, limit) = (Some(companies.len()), Some(parameters.many_companies));
        let sign = Sign::of(SignKind::ManyCompanies, vec![person]);
        let many = Sign { relations, count, limit, basis: Basis::Proposed, ..sign };
        let low = parameters.low_income.and_then(|low| {
            let members = self.same.members(person);
            let mut incomes = members.iter().flat_map(|member| self.register.incomes(*member));
            incomes.find(|income| income.amount.currency == low.currency && income.amount.units <= low.units)
        });
        if let Some(income) = low {
            let words = format!("{} {}", income.amount, income.amount.currency);
            self.found.push(Sign { kind: SignKind::LowIncome, words, ..many.clone() });
        }
        self.found.push(many);
    }

    fn company(&mut self, company: PartyId) {
        let (register, parameters) = (self.register, &self.owners.parameters);
        let members = self.same.members(company);
        let keys: BTreeSet<KeyId> =
            members.iter().flat_map(|member| register.addresses(*member).filter_map(|address| address.key)).collect();
        for key in keys {
            let count = register.with_key(key).len();
            if register.key_space(key) == Some(KeySpace::Address) && count >= parameters.mass_address {
                let (count, limit) = (Some(count), Some(parameters.mass_address));
                let sign = Sign::of(SignKind::MassAddress, vec![company]);
                self.found.push(Sign { key: Some(key), count, limit, basis: Basis::Proposed, ..sign });
            }
        }
        if let Some(Secrecy { country, list, kind, .. }) = self.secret(company) {
            let linked = if kind == CountryKind::Jurisdiction { "" } else { " (linked)" };
            let words = format!("{}{linked}, {}", country.code(), list.id);
            let sign = Sign::of(SignKind::SecrecyJurisdiction, vec![company]);
            self.found.push(Sign { words, basis: basis(list.status), ..sign });
        }
        // The company itself may be asked about after its end.
        if company != self.owners.company
            && let Some(words) = members.iter().find_map(|member| self.over(*member))
        {
            let holding = self.owners.stakes.iter().filter(|stake| stake.holder == Holder::Party(company));
            let relations = holding.flat_map(|stake| stake.relations.iter().copied()).collect();
            self.found.push(Sign { relations, words, ..Sign::of(SignKind::Dissolved, vec![company]) });
        }
    }

    // That a party has ended, in the words of the source.
    fn over(&self, party: PartyId) -> Option<String> {
        const WORDS: [&str; 10] = [
            "dissolved",
            "struck off",
            "liquidated",
            "inactive",
            "disuelta",
            "liquidada",
            "baixada",
            "extinta",
            "dissoute",
            "radiee",
        ];
        let end = self.register.dates(party).find(|date| {
            let before = |day| date.date.is_some_and(|end| end.last_day() < day);
            date.kind == DateKind::End && self.owners.parameters.at.is_none_or(|at| before(at.first_day()))
        });
        if let Some(end) = end {
            return Some(end.date.map_or_else(|| end.written.to_owned(), |date| date.to_string()));
        }
        let status = self.register.facts(party).filter(|fact| fact.kind == FactKind::Status);
        let mut over = status.filter(|fact| {
            let mut folded = String::new();
            fold(fact.text, &mut folded);
            WORDS.iter().any(|word| folded.starts_with(word))
        });
        over.next().map(|fact| fact.text.to_owned())
    }

    fn secret(&self, party: PartyId) -> Option<Secrecy<'a>> {
        secrecy(self.register, self.same, self.jurisdictions, party)
    }

    // The longest chain with the most secrecy in it: one sign, not one for every way.
    fn layers(&mut self) {
        let (owners, parameters) = (self.owners, &self.owners.parameters);
        let mut best: Option<(usize, usize, usize)> = None;
        let companies = |place: usize| {
            let stakes = owners.paths[place].stakes.iter().map(|id| owners.stake(*id));
            // The company and every holder but the last, who is the owner or the end; an end that is a company is a layer.
            let holders = stakes.filter_map(|stake| match stake.holder {
                Holder::Party(party) if self.register.kind(party) != PartyKind::Person => Some(party),
                _ => None,
            });
            holders.collect::<Vec<PartyId>>()
        };
        for place in 0..owners.paths.len() {
            let chain = companies(place);
            let secret = chain.iter().filter(|party| self.secret(**party).is_some()).count();
            let enough = chain.len() >= parameters.layers && secret >= parameters.secret_layers;
            if enough && best.is_none_or(|(layers, most, _)| (chain.len(), secret) > (layers, most)) {
                best = Some((chain.len(), secret, place));
            }
        }
        if let Some((layers, secret, place)) = best {
            let stakes = owners.paths[place].stakes.iter().map(|id| owners.stake(*id));
            let relations = stakes.flat_map(|stake| stake.relations.iter().copied()).collect();
            let sign = Sign::of(SignKind::Layers, companies(place));
            let words = format!("{secret} in secrecy jurisdictions");
            let (count, limit) = (Some(layers), Some(parameters.layers));
            self.found.push(Sign { relations, count, limit, words, basis: Basis::Proposed, ..sign });
        }
    }

    fn circles(&mut self) {
        let owners = self.owners;
        for circle in owners.shares.circles.iter().chain(owners.votes.iter().flat_map(|votes| &votes.circles)) {
            let stakes = circle.stakes.iter().map(|id| owners.stake(*id));
            let relations = stakes.flat_map(|stake| stake.relations.iter().copied()).collect();
            let sign = Sign { relations, ..Sign::of(SignKind::Circle, circle.parties.clone()) };
            // Once, where shares and votes go round together.
            if !self.found.contains(&sign) {
                self.found.push(sign);
            }
        }
    }

    fn undisclosed(&mut self) {
        for owner in &self.owners.owners {
            let Some(words) = owner.undisclosed.clone() else { continue };
            let sign = match owner.holder {
                Holder::Party(party) => Sign::of(SignKind::Undisclosed, vec![party]),
                Holder::Unnamed(relation) => {
                    let company = self.same.head(self.register.relation(relation).second);
                    Sign { relations: vec![relation], ..Sign::of(SignKind::Undisclosed, vec![company]) }
                }
            };
            self.found.push(Sign { words, ..sign });
        }
        for end in self.owners.ends.iter().filter(|end| end.kind == EndKind::Undisclosed) {
            let words = end.undisclosed.clone().unwrap_or_default();
            self.found.push(Sign { words, ..Sign::of(SignKind::Undisclosed, vec![end.party]) });
        }
    }

    fn contradictions(&mut self) {
        for stake in self.owners.stakes.iter().filter(|stake| stake.contradicted) {
            let holder = match stake.holder {
                Holder::Party(party) => Some(party),
                Holder::Unnamed(_) => None,
            };
            let parties = holder.into_iter().chain([stake.company]).collect();
            let words = format!("{}: {}", stake.interest.name(), stake.share);
            let sign = Sign::of(SignKind::Contradiction, parties);
            self.found.push(Sign { relations: stake.relations.clone(), words, ..sign });
        }
    }
}

fn basis(status: ListStatus) -> Basis {
    match status {
        ListStatus::Quoted => Basis::Quoted,
        ListStatus::Proposed => Basis::Proposed,
    }
}
