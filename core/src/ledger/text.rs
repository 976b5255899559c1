//! Texts kept once: tables of distinct texts, and columns that point into them.

use super::LedgerFull;
use crate::model::Row;
use foldhash::fast::FixedState;
use hashbrown::HashTable;
use std::hash::BuildHasher;

/// Many texts in one allocation.
#[derive(Clone, Debug, Default)]
pub struct TextTable {
    bytes: String,
    ends: Vec<u32>,
}

/// A text a transaction.
#[derive(Debug)]
pub struct TextColumn {
    pub(super) table: TextTable,
    // Absent when row n has text n, as for identifiers, which do not repeat.
    pub(super) codes: Option<Vec<u32>>,
}

/// Gives each distinct text a number, in order of first appearance.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interner {
    table: TextTable,
    positions: HashTable<u32>,
}

impl TextTable {
    /// How many texts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text at a position.
    ///
    /// # Panics
    /// When there are fewer.
    #[must_use]
    pub fn get(&self, position: u32) -> &str {
        let position = position as usize;
        let start = if position == 0 { 0 } else { self.ends[position - 1] as usize };
        &self.bytes[start..self.ends[position] as usize]
    }

    /// All texts in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len() as u32).map(|position| self.get(position))
    }

    pub(crate) fn push(&mut self, text: &str) -> Result<u32, LedgerFull> {
        self.bytes.push_str(text);
        self.ends.push(u32::try_from(self.bytes.len()).map_err(|_| LedgerFull::Text)?);
        Ok(self.ends.len() as u32 - 1)
    }
}

impl TextColumn {
    /// The row's text, empty where the source gives none.
    #[must_use]
    pub fn get(&self, row: Row) -> &str {
        match &self.codes {
            Some(codes) => self.table.get(codes[row.index()]),
            None => self.table.get(row.0),
        }
    }

    /// The distinct texts in order of their bytes and each row's position among them; `None` for a column whose texts
    /// do not repeat, as identifiers.
    #[must_use]
    pub fn coded(&self) -> Option<(&TextTable, &[u32])> {
        Some((&self.table, self.codes.as_deref()?))
    }
}

impl Interner {
    pub(crate) fn intern(&mut self, text: &str) -> Result<u32, LedgerFull> {
        let state = FixedState::default();
        let hash = state.hash_one(text);
        if let Some(position) = self.positions.find(hash, |position| self.table.get(*position) == text) {
            return Ok(*position);
        }
        let position = self.table.push(text)?;
        let table = &self.table;
        self.positions.insert_unique(hash, position, |position| state.hash_one(table.get(*position)));
        Ok(position)
    }

    /// The texts in order of their bytes, and for each number given its place in that order.
    pub(crate) fn into_sorted(self) -> Result<(TextTable, Vec<u32>), LedgerFull> {
        let mut order: Vec<u32> = (0..self.table.len() as u32).collect();
        order.sort_unstable_by_key(|position| self.table.get(*position));
        let mut sorted = TextTable::default();
        let mut place = vec![0; order.len()];
        for position in order {
            place[position as usize] = sorted.push(self.table.get(position))?;
        }
        Ok((sorted, place))
    }
}
