//! Texts kept once: tables of distinct texts, and columns that point into them.

use super::{Codes, LedgerFull};
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
    pub(super) codes: Option<Codes>,
}

/// Texts as the bytes they were read as, before they are settled in a table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arena {
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

/// Gives each distinct text a number, in order of first appearance; the empty text is number 0 from the start.
#[derive(Clone, Debug)]
pub(crate) struct Interner {
    texts: Arena,
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

    pub(super) fn with_capacity(texts: usize, bytes: usize) -> Self {
        Self { bytes: String::with_capacity(bytes), ends: Vec::with_capacity(texts) }
    }

    // Readers check their blocks as a whole, so what arrives here is text; what is not would lose its bad bytes.
    pub(crate) fn push(&mut self, text: &[u8]) -> Result<u32, LedgerFull> {
        match std::str::from_utf8(text) {
            Ok(text) => self.bytes.push_str(text),
            Err(_) => self.bytes.push_str(&String::from_utf8_lossy(text)),
        }
        self.ends.push(u32::try_from(self.bytes.len()).map_err(|_| LedgerFull::Text)?);
        Ok(self.ends.len() as u32 - 1)
    }
}

impl TextColumn {
    /// The row's text, empty where the source gives none.
    #[must_use]
    pub fn get(&self, row: Row) -> &str {
        match &self.codes {
            Some(codes) => self.table.get(codes.get(row)),
            None => self.table.get(row.0),
        }
    }

    /// The distinct texts in order of their bytes, the empty one first, and each row's position among them; `None` for
    /// a column whose texts do not repeat, as identifiers.
    #[must_use]
    pub fn coded(&self) -> Option<(&TextTable, &Codes)> {
        Some((&self.table, self.codes.as_ref()?))
    }
}

impl Arena {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn byte_len(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn get(&self, position: usize) -> &[u8] {
        let start = if position == 0 { 0 } else { self.ends[position - 1] as usize };
        &self.bytes[start..self.ends[position] as usize]
    }

    pub(super) fn push(&mut self, text: &[u8]) -> Result<(), LedgerFull> {
        self.bytes.extend_from_slice(text);
        self.ends.push(u32::try_from(self.bytes.len()).map_err(|_| LedgerFull::Text)?);
        Ok(())
    }

    pub(super) fn resize(&mut self, len: usize) {
        self.ends.resize(len, self.bytes.len() as u32);
    }
}

impl Default for Interner {
    fn default() -> Self {
        Self { texts: Arena { bytes: Vec::new(), ends: vec![0] }, positions: HashTable::new() }
    }
}

impl Interner {
    /// How many texts, the empty one counted.
    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }

    pub(crate) fn get(&self, position: u32) -> &[u8] {
        self.texts.get(position as usize)
    }

    #[inline]
    pub(crate) fn intern(&mut self, text: &[u8]) -> Result<u32, LedgerFull> {
        if text.is_empty() {
            return Ok(0);
        }
        let state = FixedState::default();
        let hash = state.hash_one(text);
        if let Some(position) = self.positions.find(hash, |position| self.texts.get(*position as usize) == text) {
            return Ok(*position);
        }
        let position = u32::try_from(self.texts.len()).map_err(|_| LedgerFull::Text)?;
        self.texts.push(text)?;
        let texts = &self.texts;
        self.positions.insert_unique(hash, position, |position| state.hash_one(texts.get(*position as usize)));
        Ok(position)
    }

    /// The texts by their numbers, once no more come.
    pub(crate) fn into_table(self) -> TextTable {
        let Arena { bytes, ends } = self.texts;
        // What was interned is text; bytes that are none would lose their place, so they are looked at one by one.
        let bytes = String::from_utf8(bytes).unwrap_or_default();
        TextTable { bytes, ends }
    }

    /// One table of the texts of several interners in order of their bytes, and for each interner the place of each of
    /// its numbers in that order.
    pub(super) fn merge(interners: &[&Self]) -> Result<(TextTable, Vec<Vec<u32>>), LedgerFull> {
        let mut order: Vec<(&[u8], usize, u32)> = Vec::new();
        for (which, interner) in interners.iter().enumerate() {
            order.extend((0..interner.len() as u32).map(|position| (interner.get(position), which, position)));
        }
        order.sort_unstable();
        let mut table = TextTable::with_capacity(1, 0);
        let mut places: Vec<Vec<u32>> = interners.iter().map(|interner| vec![0; interner.len()]).collect();
        let mut last = None;
        for (text, which, position) in order {
            if last != Some(text) {
                table.push(text)?;
                last = Some(text);
            }
            places[which][position as usize] = table.len() as u32 - 1;
        }
        Ok((table, places))
    }
}
