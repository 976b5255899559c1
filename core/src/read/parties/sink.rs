//! Where records go: into the register, or among those that were not accepted.

use super::super::piece::rejection;
use super::super::rows::Fault;
use super::super::{Note, Reason, Rejection};
use super::report::{PartyCounts, PartyFileReport, Unread};
use crate::model::{FileId, Listing, PartyKind, PartyRef, Property, Relation, Source};
use crate::parties::{DraftParty, Held, RegisterBuilder, RegisterFull, Statement};
use std::collections::BTreeMap;

/// What became of the records of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub(super) accepted: u64,
    pub(super) rejected: BTreeMap<Reason, u64>,
    pub(super) unread: BTreeMap<Reason, u64>,
    pub(super) windows_1252: u64,
    pub(super) first_rejections: Vec<Rejection>,
    pub(super) first_unread: Vec<Unread>,
    pub(super) counts: PartyCounts,
    pub(super) notes: Vec<Note>,
    /// Where the file is given as a list: its parties, and those of them of which it tells an entry itself.
    pub(super) list: Option<ListTally>,
}

/// The parties of a file that is given as a list.
#[derive(Clone, Debug, Default)]
pub(super) struct ListTally {
    name: String,
    parties: Vec<(DraftParty, Source, String)>,
    with_entry: Vec<DraftParty>,
}

impl ListTally {
    pub(super) fn of(name: String) -> Self {
        Self { name, ..Self::default() }
    }
}

/// Where the records of a file go.
pub(super) struct Sink<'a> {
    pub(super) file: FileId,
    pub(super) builder: &'a mut RegisterBuilder,
    pub(super) tally: &'a mut Tally,
    pub(super) rejected: &'a mut dyn FnMut(Rejection),
}

/// A record at hand: its number, the line where it begins and its bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record<'a> {
    /// What sources are told by: the line, or the number of the element.
    pub(super) number: u32,
    pub(super) line: u32,
    pub(super) raw: &'a [u8],
}

/// Why a record is not accepted.
#[derive(Clone, Debug)]
pub(super) enum Refusal {
    /// The column at fault from 1, or 0; why; and what was found there.
    Fault(u16, Reason, String),
    /// It is no record but the line that names the columns.
    Header,
    Full(RegisterFull),
}

impl From<RegisterFull> for Refusal {
    fn from(full: RegisterFull) -> Self {
        Self::Full(full)
    }
}

impl Refusal {
    /// The record as a whole is at fault.
    pub(super) fn whole(reason: Reason, found: impl Into<String>) -> Self {
        Self::Fault(0, reason, found.into())
    }
}

impl Sink<'_> {
    /// Counts a record as accepted, or as what was wrong with it.
    ///
    /// # Errors
    /// When the register is full.
    pub(super) fn settle(&mut self, record: Record<'_>, read: Result<(), Refusal>) -> Result<(), RegisterFull> {
        match read {
            Ok(()) => self.tally.accepted += 1,
            Err(Refusal::Header) => {}
            Err(Refusal::Full(full)) => return Err(full),
            Err(Refusal::Fault(column, reason, found)) => {
                let fault = Fault { column, reason };
                let rejection = rejection(record.raw, record.line, fault, found.as_bytes());
                *self.tally.rejected.entry(reason).or_default() += 1;
                if self.tally.first_rejections.len() < PartyFileReport::FIRST {
                    self.tally.first_rejections.push(rejection.clone());
                }
                (self.rejected)(rejection);
            }
        }
        Ok(())
    }

    /// Where a record stands.
    pub(super) fn source(&self, record: Record<'_>) -> Source {
        Source { file: self.file, record: record.number }
    }

    /// Counts a value that could not be read.
    pub(super) fn unread(&mut self, record: Record<'_>, place: &str, reason: Reason, found: &str) {
        *self.tally.unread.entry(reason).or_default() += 1;
        if self.tally.first_unread.len() < PartyFileReport::FIRST {
            let cut = found.char_indices().take_while(|(at, letter)| at + letter.len_utf8() <= 200);
            let end = cut.last().map_or(0, |(at, letter)| at + letter.len_utf8());
            let found = found[..end].to_owned();
            self.tally.first_unread.push(Unread { line: record.line, place: place.to_owned(), reason, found });
        }
    }

    /// A record of a party.
    pub(super) fn party(
        &mut self,
        who: PartyRef<'_>,
        kind: PartyKind,
        record: Record<'_>,
    ) -> Result<DraftParty, RegisterFull> {
        self.tally.counts.parties += 1;
        let source = self.source(record);
        let party = self.builder.party(who, kind, source)?;
        if let Some(list) = &mut self.tally.list {
            list.parties.push((party, source, who.id.to_owned()));
        }
        Ok(party)
    }

    /// What it tells of a party; nothing where the text is blank.
    pub(super) fn add(
        &mut self,
        party: DraftParty,
        property: &Property<'_>,
        record: Record<'_>,
    ) -> Result<(), RegisterFull> {
        let blank = match property {
            Property::Name(_, text)
            | Property::Contact(_, text)
            | Property::Country(_, text)
            | Property::Fact(_, text)
            | Property::Protected(_, text) => text.trim().is_empty(),
            Property::Identifier { number, .. } => number.trim().is_empty(),
            Property::Address(address) => {
                [address.text, address.town, address.region, address.postcode, address.country]
                    .iter()
                    .all(|part| part.trim().is_empty())
            }
            Property::Date { date, written, .. } => date.is_none() && written.trim().is_empty(),
            Property::Income(_) | Property::Listing(_) | Property::Exposure { .. } => false,
        };
        if blank {
            return Ok(());
        }
        let source = self.source(record);
        self.tally.counts.properties += 1;
        if let (Property::Listing(listing), Some(list)) = (property, &mut self.tally.list) {
            list.with_entry.push(party);
            // A programme without a list is one of this list.
            let name = if listing.list.is_empty() { list.name.as_str() } else { listing.list };
            return self.builder.add(party, &Property::Listing(Listing { list: name, ..*listing }), source);
        }
        self.builder.add(party, property, source)
    }

    /// An account that a party holds.
    pub(super) fn hold(&mut self, party: DraftParty, held: &Held<'_>, record: Record<'_>) -> Result<(), RegisterFull> {
        self.tally.counts.holdings += 1;
        self.builder.hold(party, held, self.source(record))
    }

    /// A relation of two parties.
    pub(super) fn relate(
        &mut self,
        first: Option<DraftParty>,
        second: DraftParty,
        told: &Relation<'_>,
        record: Record<'_>,
    ) -> Result<(), RegisterFull> {
        self.tally.counts.relations += 1;
        self.builder.relate(first, second, told, self.source(record))
    }

    /// What is added from now on is told in this statement.
    pub(super) fn within(&mut self, statement: Option<&Statement<'_>>) -> Result<(), RegisterFull> {
        self.builder.within(statement)
    }

    /// What a file that is given as a list does not say itself: that its parties are on it.
    pub(super) fn list_all(&mut self) -> Result<(), RegisterFull> {
        let Some(ListTally { name, parties, mut with_entry }) = self.tally.list.take() else { return Ok(()) };
        with_entry.sort_unstable();
        for (party, source, id) in parties {
            if with_entry.binary_search(&party).is_err() {
                let listing = Listing { list: &name, id: &id, ..Listing::default() };
                self.tally.counts.properties += 1;
                self.builder.add(party, &Property::Listing(listing), source)?;
            }
        }
        Ok(())
    }

    /// Notes something once.
    pub(super) fn note(&mut self, topic: &'static str, text: impl FnOnce() -> String) {
        if !self.tally.notes.iter().any(|note| note.topic == topic) {
            self.tally.notes.push(Note { topic, text: text() });
        }
    }
}
