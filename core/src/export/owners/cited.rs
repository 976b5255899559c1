//! The parties and relations that a document refers to, each once.

use crate::model::{CountryKind, Directness, Interest, PartyId, PartyKind, RelationId, RelationKind, Source};
use crate::ownership::{Holder, JointTie, Owners};
use crate::parties::PartyRegister;
use serde::Serialize;
use std::collections::BTreeSet;

/// A party of the document.
#[derive(Debug, Serialize)]
pub(super) struct PartyDocument {
    scope: String,
    id: String,
    name: String,
    kind: PartyKind,
    /// Layers above the company; none for one that is only mentioned.
    layer: Option<usize>,
    jurisdictions: Vec<String>,
    listed: Vec<ListedDocument>,
    politically_exposed: bool,
    same: Vec<NameDocument>,
    records: Vec<Place>,
}

#[derive(Debug, Serialize)]
struct NameDocument {
    scope: String,
    id: String,
    name: String,
}

#[derive(Debug, Serialize)]
struct ListedDocument {
    list: String,
    programme: String,
    id: String,
}

/// A relation of the document.
#[derive(Debug, Serialize)]
pub(super) struct RelationDocument {
    kind: RelationKind,
    interest: Interest,
    /// The place of the first party; none where the source does not name it.
    first: Option<usize>,
    second: usize,
    share: Option<ShareDocument>,
    directness: Directness,
    beneficial: bool,
    from: Option<String>,
    until: Option<String>,
    role: String,
    statement: String,
    unspecified: String,
    found_by_name: [bool; 2],
    #[serde(flatten)]
    place: Place,
}

#[derive(Debug, Serialize)]
struct ShareDocument {
    least_ppm: u32,
    most_ppm: u32,
}

/// Where something stands: a file, as its place among the inputs, and the record in it.
#[derive(Debug, Serialize)]
struct Place {
    file: usize,
    record: u32,
}

/// What is referred to, in the order of the register.
pub(super) struct Cited {
    parties: Vec<PartyId>,
    relations: Vec<RelationId>,
}

impl Cited {
    pub(super) fn of(owners: &Owners, register: &PartyRegister) -> Self {
        let mut relations: BTreeSet<RelationId> = BTreeSet::new();
        relations.extend(owners.stakes.iter().flat_map(|stake| &stake.relations));
        relations.extend([&owners.controls, &owners.declared, &owners.nobody].into_iter().flatten());
        relations.extend(owners.signs.iter().flat_map(|sign| &sign.relations));
        relations.extend(owners.joint.iter().flat_map(|joint| &joint.ties).filter_map(|(_, _, tie)| match tie {
            JointTie::Relation(relation) => Some(*relation),
            JointTie::Shares(_) => None,
        }));
        let mut parties: BTreeSet<PartyId> = owners.upstream.iter().map(|one| one.party).collect();
        parties.extend(owners.signs.iter().flat_map(|sign| &sign.parties));
        parties.extend(owners.owners.iter().filter_map(|owner| match owner.holder {
            Holder::Party(party) => Some(party),
            Holder::Unnamed(_) => None,
        }));
        for relation in &relations {
            let relation = register.relation(*relation);
            parties.extend(relation.first);
            parties.insert(relation.second);
        }
        Self { parties: parties.into_iter().collect(), relations: relations.into_iter().collect() }
    }

    // All that is asked for is among them.
    pub(super) fn party(&self, party: PartyId) -> usize {
        self.parties.partition_point(|other| *other < party)
    }

    pub(super) fn parties(&self, parties: &[PartyId]) -> Vec<usize> {
        parties.iter().map(|party| self.party(*party)).collect()
    }

    pub(super) fn relation(&self, relation: RelationId) -> usize {
        self.relations.partition_point(|other| *other < relation)
    }

    pub(super) fn relations(&self, relations: &[RelationId]) -> Vec<usize> {
        relations.iter().map(|relation| self.relation(*relation)).collect()
    }

    pub(super) fn party_documents(&self, owners: &Owners, register: &PartyRegister) -> Vec<PartyDocument> {
        let document = |party: &PartyId| {
            let upstream = owners.upstream.iter().find(|one| one.party == *party);
            let own = [*party];
            let same = upstream.map_or(&own[..], |one| one.same.as_slice());
            let mut jurisdictions: Vec<String> = Vec::new();
            let mut listed = Vec::new();
            for member in same {
                for country in register.countries(*member).filter(|country| country.kind == CountryKind::Jurisdiction) {
                    let code = country.code.map(|code| code.code().to_owned());
                    let text = code.unwrap_or_else(|| country.text.to_owned());
                    if !jurisdictions.contains(&text) {
                        jurisdictions.push(text);
                    }
                }
                listed.extend(register.listings(*member).map(|view| ListedDocument {
                    list: view.listing.list.to_owned(),
                    programme: view.listing.programme.to_owned(),
                    id: view.listing.id.to_owned(),
                }));
            }
            let called = register.called(*party);
            let others = same.iter().filter(|member| *member != party).map(|member| {
                let called = register.called(*member);
                let name = register.title(*member).to_owned();
                NameDocument { scope: called.scope.to_owned(), id: called.id.to_owned(), name }
            });
            PartyDocument {
                scope: called.scope.to_owned(),
                id: called.id.to_owned(),
                name: register.title(*party).to_owned(),
                kind: register.kind(*party),
                layer: upstream.map(|one| one.layer),
                jurisdictions,
                listed,
                politically_exposed: same.iter().any(|member| register.exposures(*member).any(|view| view.exposed)),
                same: others.collect(),
                records: register.records(*party).map(|record| Place::of(record.source)).collect(),
            }
        };
        self.parties.iter().map(document).collect()
    }

    pub(super) fn relation_documents(&self, register: &PartyRegister) -> Vec<RelationDocument> {
        let document = |id: &RelationId| {
            let relation = register.relation(*id);
            let told = relation.told;
            RelationDocument {
                kind: told.kind,
                interest: told.interest,
                first: relation.first.map(|first| self.party(first)),
                second: self.party(relation.second),
                share: told.share.map(|share| ShareDocument { least_ppm: share.least(), most_ppm: share.most() }),
                directness: told.directness,
                beneficial: told.beneficial,
                from: told.from.map(|date| date.to_string()),
                until: told.until.map(|date| date.to_string()),
                role: told.role.to_owned(),
                statement: told.statement.to_owned(),
                unspecified: told.unspecified.to_owned(),
                found_by_name: [relation.first_by_name, relation.second_by_name],
                place: Place::of(relation.source),
            }
        };
        self.relations.iter().map(document).collect()
    }
}

impl Place {
    fn of(source: Source) -> Self {
        Self { file: source.file.index(), record: source.record }
    }
}
