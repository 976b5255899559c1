//! Who a row of a table of parties tells of.

use super::super::columns::{End, Meaning, PartyRole};
use super::super::schemes;
use super::super::sink::{Refusal, Sink};
use super::properties::NUMBERS;
use super::vocabulary::kind_of;
use super::{Row, Rows};
use crate::model::{PartyKind, PartyRef};
use crate::parties::DraftParty;
use std::borrow::Cow;

/// Who a row tells of, under one of its ends.
pub(super) struct Who<'r> {
    pub(super) party: DraftParty,
    pub(super) name: Cow<'r, str>,
}

impl Rows<'_> {
    /// The party under an end of the row, with a record in the register; `None` where the row names none.
    pub(super) fn who<'r>(&self, end: End, row: &'r Row<'_>, sink: &mut Sink<'_>) -> Result<Option<Who<'r>>, Refusal> {
        use PartyRole::*;
        let scope = match row.one(end, Scope) {
            "" if end != End::Own => row.one(End::Own, Scope),
            scope => scope,
        };
        let scope = if scope.is_empty() { self.plan.scope.as_str() } else { scope };
        let anchor = row.one(end, Anchor);
        if end == End::Target && !anchor.is_empty() {
            let party = sink.builder.refer(PartyRef { scope: &anchors(scope), id: anchor })?;
            return Ok(Some(Who { party, name: Cow::Borrowed("") }));
        }
        let parts =
            [row.one(end, FirstName), row.one(end, MiddleName), row.one(end, LastName), row.one(end, SecondLastName)];
        let composed = parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ");
        let (name, organization, reference) =
            (row.one(end, Name), row.one(end, OrganizationName), row.one(end, Reference));
        let kind = self.kind(end, row, &composed, organization);
        let name: Cow<'r, str> = match () {
            () if !name.is_empty() => Cow::Borrowed(name),
            () if !composed.is_empty() => Cow::Owned(composed),
            () => Cow::Borrowed(organization),
        };
        let id = row.one(end, Id);
        let party = if !id.is_empty() {
            sink.party(PartyRef { scope, id }, kind, row.record)?
        } else if let Some(strong) = self.strong_identifier(end, row) {
            sink.party(PartyRef { scope, id: &strong }, kind, row.record)?
        } else if end == End::Own && !name.is_empty() && self.distinguished(end, row) {
            let content = self.content(end, row);
            sink.party(PartyRef { scope, id: &content }, kind, row.record)?
        } else {
            // Known by the name alone.
            let known = if name.is_empty() { reference } else { &name };
            if known.is_empty() {
                return Ok(None);
            }
            let party = sink.builder.refer_by_name(scope, known)?;
            sink.builder.record(party, kind, sink.source(row.record));
            sink.tally.counts.parties += 1;
            party
        };
        if end == End::Own && !anchor.is_empty() {
            let called =
                if id.is_empty() { self.strong_identifier(end, row).unwrap_or_default() } else { id.to_owned() };
            if !called.is_empty() {
                sink.builder.alias(PartyRef { scope: &anchors(scope), id: anchor }, PartyRef { scope, id: &called })?;
            }
        }
        Ok(Some(Who { party, name }))
    }

    // What a party is: as a column says, else as the columns that are filled say.
    fn kind(&self, end: End, row: &Row<'_>, composed: &str, organization: &str) -> PartyKind {
        let told = kind_of(row.one(end, PartyRole::Kind));
        let owned = end == End::Own && self.others.contains(&End::Owner);
        match () {
            () if told != PartyKind::Unknown => told,
            () if !composed.is_empty() || !row.one(end, PartyRole::BirthDate).is_empty() => PartyKind::Person,
            () if owned => PartyKind::Company,
            () if !organization.is_empty() => PartyKind::Organization,
            () => PartyKind::Unknown,
        }
    }

    // The number that stands for an identifier where the source gives none: the first there is, with its kind and country.
    fn strong_identifier(&self, end: End, row: &Row<'_>) -> Option<String> {
        for (role, kind) in NUMBERS {
            if let Some((cell, number)) = row.all(Meaning::Party(end, *role)).next() {
                let (scheme, country) = self.beside(end, cell.group, row);
                let kind = kind.unwrap_or_else(|| schemes::kind(scheme));
                let plain: String =
                    number.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
                if !plain.is_empty() {
                    return Some(format!("{}:{country}:{plain}", kind.name()));
                }
            }
        }
        None
    }

    // Whether anything but the name tells the party apart from others of that name.
    fn distinguished(&self, end: End, row: &Row<'_>) -> bool {
        use PartyRole::{Account, Address, BirthDate, Email, Phone, RegistrationDate};
        [BirthDate, RegistrationDate, Address, Phone, Email, Account].iter().any(|role| !row.one(end, *role).is_empty())
    }

    // An identifier from all that a row tells of a party.
    fn content(&self, end: End, row: &Row<'_>) -> String {
        let mut told: Vec<(PartyRole, &str, &str)> = Vec::new();
        for cell in row.cells {
            if let Meaning::Party(of, role) = cell.meaning
                && of == end
            {
                told.push((role, self.groups[cell.group].as_str(), row.value(cell)));
            }
        }
        told.sort_unstable();
        let mut hasher = blake3::Hasher::new();
        for (role, group, value) in told.into_iter().filter(|(_, _, value)| !value.is_empty()) {
            for part in [role.name(), group, value] {
                hasher.update(part.as_bytes());
                hasher.update(&[0xFF]);
            }
        }
        format!("q{}", &hasher.finalize().to_hex()[..16])
    }

    /// The kind and the country of a number that stand beside it.
    pub(super) fn beside<'r>(&self, end: End, group: usize, row: &'r Row<'_>) -> (&'r str, &'r str) {
        let find = |role| {
            let mut cells = row.all(Meaning::Party(end, role));
            cells.find(|(cell, _)| cell.group == group).map_or("", |(_, value)| value)
        };
        (find(PartyRole::IdKind), find(PartyRole::IdCountry))
    }
}

/// The namespace of the identifiers that pointers refer to.
pub(in super::super) fn anchors(scope: &str) -> String {
    format!("{scope} anchor")
}
