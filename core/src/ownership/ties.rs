//! Who has a say in whom, one relation at a time: what is counted where nobody asks for one company alone.

use super::find::Ownership;
use super::jurisdictions::{JurisdictionList, Jurisdictions};
use super::stakes::{Same, holds, is_person};
use crate::model::{Country, CountryKind, PartyId, RelationId, RelationKind, Source};
use crate::parties::PartyRegister;

/// A relation that counts by which a party owns, controls or directs another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tie {
    /// Who does, or the party that stands for it.
    pub first: PartyId,
    /// Whom, likewise.
    pub second: PartyId,
    /// Whether it directs and no more: a director has a say and no stake.
    pub directs: bool,
    /// The relation.
    pub relation: RelationId,
}

impl Ownership<'_> {
    /// All such relations, in order. Parties that are the same have none with each other.
    ///
    /// Time: O(r log r) in the relations of the register.
    #[must_use]
    pub fn ties(&self) -> Vec<Tie> {
        let Self { register, same, parameters, .. } = self;
        let relations = register.relation_ids().map(|id| register.relation(id));
        let mut ties: Vec<Tie> = relations
            .filter(|relation| holds(relation, parameters))
            .filter_map(|relation| {
                let directs = match relation.told.kind {
                    RelationKind::Owns | RelationKind::Controls => false,
                    RelationKind::Directs => true,
                    _ => return None,
                };
                let (first, second) = (same.head(relation.first?), same.head(relation.second));
                Some(Tie { first, second, directs, relation: relation.id })
            })
            .filter(|tie| tie.first != tie.second)
            .collect();
        ties.sort_unstable();
        ties
    }

    /// Whether a party is a natural person, as any of its records says.
    #[must_use]
    pub fn is_person(&self, party: PartyId) -> bool {
        is_person(self.register, &self.same, self.same.head(party))
    }

    /// The country of a party whose registers tell little, the list that says so, and where it stands that it is its country.
    #[must_use]
    pub fn secrecy_of(&self, party: PartyId) -> Option<(Country, &JurisdictionList, Source)> {
        let Self { register, same, jurisdictions, .. } = self;
        secrecy(register, same, jurisdictions, same.head(party)).map(|found| (found.country, found.list, found.source))
    }
}

/// A country that is on a list.
pub(super) struct Secrecy<'j> {
    pub(super) country: Country,
    pub(super) list: &'j JurisdictionList,
    pub(super) kind: CountryKind,
    pub(super) source: Source,
}

/// The country of a party that is on a list: its jurisdiction; where no source tells that, one that it is linked to.
pub(super) fn secrecy<'j>(
    register: &PartyRegister,
    same: &Same,
    jurisdictions: &'j Jurisdictions,
    party: PartyId,
) -> Option<Secrecy<'j>> {
    let members = same.members(party);
    for kind in [CountryKind::Jurisdiction, CountryKind::Linked] {
        let countries = members.iter().flat_map(|member| register.countries(*member));
        let of_kind = countries.filter(|country| country.kind == kind);
        let mut of_kind = of_kind.filter_map(|told| Some((told.code?, told.source))).peekable();
        if of_kind.peek().is_some() {
            return of_kind.find_map(|(country, source)| {
                Some(Secrecy { country, list: jurisdictions.of(country)?, kind, source })
            });
        }
    }
    None
}
