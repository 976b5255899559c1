//! One kind of property of all parties: rows in the order of parties, with where each is told.

use super::builder::DraftSource;
use crate::model::{FileId, PartyId, Source};
use crate::parallel::prelude::*;
use std::cmp::Ordering;
use std::ops::Range;

/// Rows of one kind, in columns.
#[derive(Debug)]
pub(super) struct Table<T> {
    party: Vec<PartyId>,
    rows: Vec<T>,
    file: Vec<FileId>,
    record: Vec<u32>,
}

/// A row on its way into a table. The party is the number that the builder gave.
#[derive(Clone, Copy, Debug)]
pub(super) struct DraftRow<T> {
    pub(super) party: u32,
    pub(super) row: T,
    pub(super) source: DraftSource,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { party: Vec::new(), rows: Vec::new(), file: Vec::new(), record: Vec::new() }
    }
}

impl<T: Copy + Send + Sync> Table<T> {
    /// Sorts rows by party, then by content, then by source; of rows that say the same of the same party the first stays.
    /// `keep` says which rows count, `order` compares content.
    pub(super) fn settle(
        mut drafts: Vec<DraftRow<T>>,
        party_of: &[PartyId],
        keep: impl Fn(DraftSource) -> bool + Sync,
        order: impl Fn(&T, &T) -> Ordering + Sync,
    ) -> Self {
        drafts.retain(|draft| keep(draft.source));
        let party = |draft: &DraftRow<T>| party_of[draft.party as usize];
        drafts.par_sort_unstable_by(|a, b| {
            party(a)
                .cmp(&party(b))
                .then_with(|| order(&a.row, &b.row))
                .then_with(|| (a.source.file, a.source.record).cmp(&(b.source.file, b.source.record)))
        });
        drafts.dedup_by(|later, first| party(later) == party(first) && order(&later.row, &first.row).is_eq());
        let mut table = Self {
            party: Vec::with_capacity(drafts.len()),
            rows: Vec::with_capacity(drafts.len()),
            file: Vec::with_capacity(drafts.len()),
            record: Vec::with_capacity(drafts.len()),
        };
        for draft in &drafts {
            table.party.push(party(draft));
            table.rows.push(draft.row);
            table.file.push(draft.source.file);
            table.record.push(draft.source.record);
        }
        table
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn row(&self, place: usize) -> &T {
        &self.rows[place]
    }

    pub(super) fn party(&self, place: usize) -> PartyId {
        self.party[place]
    }

    pub(super) fn source(&self, place: usize) -> Source {
        Source { file: self.file[place], record: self.record[place] }
    }

    pub(super) fn rows_mut(&mut self) -> &mut [T] {
        &mut self.rows
    }

    /// The rows of a party, by binary search: most parties have a row in few of the tables, and one number for each party
    /// in each table would outweigh what is in them.
    pub(super) fn of(&self, party: PartyId) -> Range<usize> {
        let start = self.party.partition_point(|other| *other < party);
        let length = self.party[start..].partition_point(|other| *other == party);
        start..start + length
    }
}
