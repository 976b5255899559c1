//! Parties, relations and places as documents name them.

use crate::model::{Interest, PartyId, RelationId, RelationKind, Source};
use crate::parties::PartyRegister;
use serde::Serialize;

/// A party by what its source calls it, and its name.
#[derive(Debug, Serialize)]
pub(super) struct PartyName<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    scope: &'a str,
    pub(super) id: &'a str,
    pub(super) name: &'a str,
}

/// Where something stands.
#[derive(Debug, Serialize)]
pub(super) struct Place<'a> {
    pub(super) file: &'a str,
    pub(super) record: u32,
}

/// A relation with the record that tells it.
#[derive(Debug, Serialize)]
pub(super) struct Relation<'a> {
    pub(super) kind: RelationKind,
    /// Absent where the source does not name the first party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) first: Option<PartyName<'a>>,
    pub(super) second: PartyName<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) interest: Option<Interest>,
    /// In per cent, as `60` or `25 to 50`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) share: Option<String>,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) role: &'a str,
    #[serde(flatten)]
    pub(super) place: Place<'a>,
}

impl<'a> PartyName<'a> {
    pub(super) fn of(register: &'a PartyRegister, party: PartyId) -> Self {
        let called = register.called(party);
        Self { scope: called.scope, id: called.id, name: register.title(party) }
    }

    pub(super) fn all(register: &'a PartyRegister, parties: &[PartyId]) -> Vec<Self> {
        parties.iter().map(|party| Self::of(register, *party)).collect()
    }
}

impl<'a> Place<'a> {
    pub(super) fn of(register: &'a PartyRegister, source: Source) -> Self {
        let file = register.inputs().get(source.file.index()).map_or("", String::as_str);
        Self { file, record: source.record }
    }
}

impl<'a> Relation<'a> {
    pub(super) fn of(register: &'a PartyRegister, id: RelationId) -> Self {
        let relation = register.relation(id);
        let told = relation.told;
        let owns = matches!(told.kind, RelationKind::Owns | RelationKind::Controls);
        Self {
            kind: told.kind,
            first: relation.first.map(|first| PartyName::of(register, first)),
            second: PartyName::of(register, relation.second),
            interest: owns.then_some(told.interest),
            share: told.share.map(|share| share.to_string()),
            role: told.role,
            place: Place::of(register, relation.source),
        }
    }
}

/// `Ana Ruiz [7]`, or the identifier alone where there is no name.
pub(super) fn label(register: &PartyRegister, party: PartyId) -> String {
    let (title, called) = (register.title(party), register.called(party));
    let separator = if called.scope.is_empty() { "" } else { ":" };
    let id = format!("{}{separator}{}", called.scope, called.id);
    if title == called.id { id } else { format!("{title} [{id}]") }
}
