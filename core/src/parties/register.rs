//! The register itself: columns and indexes. What is in them is seen through [views](super::views).

use super::rows::{
    AddressRow, ContactRow, CountryRow, DateRow, ExposureRow, FactRow, HoldingRow, IdentifierRow, IncomeRow,
    ListingRow, NO_KEY, NameRow, ProtectedRow, RecordRow, RelationRow,
};
use super::table::Table;
use crate::ledger::TextTable;
use crate::model::{FileId, HeldAccountId, PartyId, PartyKind, RelationId};
use crate::parallel::prelude::*;

/// A normal key, as its position in the order of all keys of a register. Two values of one space are the same where their
/// keys are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub u32);

impl KeyId {
    /// The key as an index.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// All parties, what is told of them and how they are related. Immutable; built by
/// [`RegisterBuilder`](super::RegisterBuilder) or by the readers.
#[derive(Debug)]
pub struct PartyRegister {
    pub(super) inputs: Vec<String>,
    pub(super) texts: TextTable,
    pub(super) keys: TextTable,
    pub(super) parties: Parties,
    pub(super) accounts: Vec<(u32, u32)>,
    pub(super) columns: Columns,
    pub(super) relations: RelationColumns,
    pub(super) postings: Postings,
    // Places of holdings in the order of accounts.
    pub(super) by_account: Vec<u32>,
    replaced_relations: u64,
}

/// What every party has.
#[derive(Debug, Default)]
pub(super) struct Parties {
    pub(super) kinds: Vec<PartyKind>,
    /// Namespace and identifier.
    pub(super) names: Vec<(u32, u32)>,
}

/// What some have, a table each.
#[derive(Debug, Default)]
pub(super) struct Columns {
    pub(super) records: Table<RecordRow>,
    pub(super) names: Table<NameRow>,
    pub(super) identifiers: Table<IdentifierRow>,
    pub(super) addresses: Table<AddressRow>,
    pub(super) contacts: Table<ContactRow>,
    pub(super) dates: Table<DateRow>,
    pub(super) countries: Table<CountryRow>,
    pub(super) facts: Table<FactRow>,
    pub(super) protected: Table<ProtectedRow>,
    pub(super) incomes: Table<IncomeRow>,
    pub(super) listings: Table<ListingRow>,
    pub(super) exposures: Table<ExposureRow>,
    pub(super) holdings: Table<HoldingRow>,
}

/// Relations in the order of their first party, then the second, then content.
#[derive(Debug, Default)]
pub(super) struct RelationColumns {
    // `u32::MAX` where the source does not tell who.
    pub(super) first: Vec<u32>,
    pub(super) second: Vec<PartyId>,
    pub(super) rows: Vec<RelationRow>,
    pub(super) file: Vec<FileId>,
    pub(super) record: Vec<u32>,
    pub(super) by_second: Vec<RelationId>,
}

/// Which parties have a key: those of each lie side by side, in order.
#[derive(Debug, Default)]
pub(super) struct Postings {
    starts: Vec<u32>,
    parties: Vec<PartyId>,
}

impl Columns {
    pub(super) fn renumber_keys(&mut self, place: &[u32]) {
        let renumber = |key: &mut u32| {
            if *key != NO_KEY {
                *key = place[*key as usize];
            }
        };
        self.names.rows_mut().iter_mut().for_each(|row| renumber(&mut row.key));
        self.identifiers.rows_mut().iter_mut().for_each(|row| renumber(&mut row.key));
        self.addresses.rows_mut().iter_mut().for_each(|row| renumber(&mut row.key));
        self.contacts.rows_mut().iter_mut().for_each(|row| renumber(&mut row.key));
    }
}

impl Postings {
    pub(super) fn of(columns: &Columns, keys: usize) -> Self {
        let mut pairs: Vec<(u32, PartyId)> = Vec::new();
        fn take<T: Copy + Send + Sync>(pairs: &mut Vec<(u32, PartyId)>, table: &Table<T>, key: impl Fn(&T) -> u32) {
            let keyed = (0..table.len()).map(|place| (key(table.row(place)), table.party(place)));
            pairs.extend(keyed.filter(|(key, _)| *key != NO_KEY));
        }
        take(&mut pairs, &columns.names, |row| row.key);
        take(&mut pairs, &columns.identifiers, |row| row.key);
        take(&mut pairs, &columns.addresses, |row| row.key);
        take(&mut pairs, &columns.contacts, |row| row.key);
        pairs.par_sort_unstable();
        pairs.dedup();
        let mut postings = Self { starts: Vec::with_capacity(keys + 1), parties: Vec::with_capacity(pairs.len()) };
        for (key, party) in pairs {
            while postings.starts.len() <= key as usize {
                postings.starts.push(postings.parties.len() as u32);
            }
            postings.parties.push(party);
        }
        postings.starts.resize(keys + 1, postings.parties.len() as u32);
        postings
    }

    pub(super) fn of_key(&self, key: KeyId) -> &[PartyId] {
        &self.parties[self.starts[key.index()] as usize..self.starts[key.index() + 1] as usize]
    }
}

impl PartyRegister {
    #[allow(clippy::too_many_arguments, reason = "the assembly has all parts, and none is left out")]
    pub(super) fn new(
        inputs: Vec<String>,
        texts: TextTable,
        keys: TextTable,
        parties: Parties,
        accounts: Vec<(u32, u32)>,
        columns: Columns,
        relations: RelationColumns,
        postings: Postings,
        replaced_relations: u64,
    ) -> Self {
        let mut by_account: Vec<u32> = (0..columns.holdings.len() as u32).collect();
        by_account.par_sort_unstable_by_key(|place| (columns.holdings.row(*place as usize).account, *place));
        Self { inputs, texts, keys, parties, accounts, columns, relations, postings, by_account, replaced_relations }
    }

    /// How many parties there are, those that are only referred to included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.parties.names.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parties.names.is_empty()
    }

    /// All parties in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = PartyId> + ExactSizeIterator + use<> {
        (0..self.len() as u32).map(PartyId)
    }

    /// How many relations there are.
    #[must_use]
    pub fn relation_count(&self) -> usize {
        self.relations.second.len()
    }

    /// All relations in order.
    pub fn relation_ids(&self) -> impl DoubleEndedIterator<Item = RelationId> + ExactSizeIterator + use<> {
        (0..self.relation_count() as u32).map(RelationId)
    }

    /// How many relations were told in statements that others have taken the place of, and are left out.
    #[must_use]
    pub fn replaced_relations(&self) -> u64 {
        self.replaced_relations
    }

    /// How many accounts parties hold.
    #[must_use]
    pub fn account_count(&self) -> usize {
        self.accounts.len()
    }

    /// All held accounts, in the order of (institution, number).
    pub fn account_ids(&self) -> impl DoubleEndedIterator<Item = HeldAccountId> + ExactSizeIterator + use<> {
        (0..self.account_count() as u32).map(HeldAccountId)
    }

    /// How many normal keys there are.
    #[must_use]
    pub fn key_count(&self) -> usize {
        self.keys.len()
    }

    /// The names of the input files.
    #[must_use]
    pub fn inputs(&self) -> &[String] {
        &self.inputs
    }
}

#[cfg(test)]
mod tests;
