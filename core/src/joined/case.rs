//! Who is behind a case: the holders of its accounts, those above them, and what ties them beside money.

use super::AccountOwners;
use crate::case::Contents;
use crate::model::{AccountId, PartyId, RelationId, RelationKind, Source};
use crate::ownership::Ownership;
use crate::parties::keys::KeySpace;
use crate::parties::{KeyId, PartyRegister};
use std::collections::{BTreeMap, BTreeSet};

/// Who is behind a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseParties {
    /// The holders of its accounts and those whom they answer to, in the order of the register.
    pub holders: Vec<CaseHolder>,
    /// What two of them or more have in common, in the order of keys.
    pub ties: Vec<CaseTie>,
    /// The relations that tell so: of owners and controllers upstream of the holders, and of any kind between two parties
    /// behind the case. In the order of the register.
    pub relations: Vec<RelationId>,
    /// Accounts of the case whose holder nobody tells.
    pub unknown: Vec<AccountId>,
}

/// A party behind a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseHolder {
    /// Who; of parties that are the same, the one that stands for them.
    pub party: PartyId,
    /// The accounts of the case that the party holds, ascending.
    pub accounts: Vec<AccountId>,
    /// Whom the party answers to, itself left out.
    pub answers_to: Vec<PartyId>,
}

/// An address, a phone or another thing that several parties behind a case have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseTie {
    /// What.
    pub key: KeyId,
    /// What it is.
    pub space: KeySpace,
    /// Who has it, and where that stands: each record that says so.
    pub parties: Vec<(PartyId, Source)>,
    /// How many parties of the whole register have it. What very many have ties nobody.
    pub in_register: u64,
}

impl CaseParties {
    /// Gathers them.
    ///
    /// Time: O(n log n) in the accounts of the case and in what is told of their holders.
    #[must_use]
    pub fn of(
        register: &PartyRegister,
        ownership: &Ownership<'_>,
        owners: &AccountOwners,
        contents: &Contents<'_>,
    ) -> Self {
        let mut behind: BTreeMap<PartyId, CaseHolder> = BTreeMap::new();
        let mut unknown = Vec::new();
        let entry = |party: PartyId| CaseHolder { party, accounts: Vec::new(), answers_to: Vec::new() };
        for account in contents.accounts.iter().map(|account| account.account) {
            if owners.holders(account).is_empty() {
                unknown.push(account);
            }
            for party in owners.holders(account) {
                behind.entry(*party).or_insert_with(|| entry(*party)).accounts.push(account);
            }
        }
        let holding: Vec<PartyId> = behind.keys().copied().collect();
        for party in holding {
            let mut above = ownership.controllers_of(party);
            above.retain(|other| *other != party);
            for other in &above {
                behind.entry(*other).or_insert_with(|| entry(*other));
            }
            if let Some(holder) = behind.get_mut(&party) {
                holder.answers_to = above;
            }
        }
        let parties: Vec<PartyId> = behind.keys().copied().collect();
        Self {
            relations: relations(register, ownership, &behind),
            holders: behind.into_values().collect(),
            ties: ties(register, ownership, &parties),
            unknown,
        }
    }
}

fn relations(
    register: &PartyRegister,
    ownership: &Ownership<'_>,
    behind: &BTreeMap<PartyId, CaseHolder>,
) -> Vec<RelationId> {
    let mut relations: BTreeSet<RelationId> = BTreeSet::new();
    for (party, holder) in behind {
        if !holder.answers_to.is_empty() {
            relations.extend(ownership.relations_above(*party));
        }
        for member in ownership.same_as(*party) {
            let between = register.relations_of(member).filter(|relation| {
                let other = ownership.stands_for(relation.second);
                relation.told.kind == RelationKind::SameAs || (other != *party && behind.contains_key(&other))
            });
            relations.extend(between.map(|relation| relation.id));
        }
    }
    relations.into_iter().collect()
}

fn ties(register: &PartyRegister, ownership: &Ownership<'_>, parties: &[PartyId]) -> Vec<CaseTie> {
    let mut has: Vec<(KeyId, PartyId, Source)> = Vec::new();
    for party in parties {
        for member in ownership.same_as(*party) {
            let addresses = register.addresses(member).map(|address| (address.key, address.source));
            let contacts = register.contacts(member).map(|contact| (contact.key, contact.source));
            let identifiers = register.identifiers(member).map(|identifier| (identifier.key, identifier.source));
            let all = addresses.chain(contacts).chain(identifiers);
            has.extend(all.filter_map(|(key, source)| Some((key?, *party, source))));
        }
    }
    has.sort_unstable();
    has.dedup();
    let several = has.chunk_by(|one, two| one.0 == two.0).filter(|same| same[0].1 != same[same.len() - 1].1);
    several
        .filter_map(|same| {
            let key = same[0].0;
            Some(CaseTie {
                key,
                space: register.key_space(key)?,
                parties: same.iter().map(|(_, party, source)| (*party, *source)).collect(),
                in_register: register.with_key(key).len() as u64,
            })
        })
        .collect()
}
