//! Which transactions may be one payment that several inputs tell: a bank's message, and the statement that books it.
//!
//! All of them stay in the ledger, since only a person can say whether they are one. How many share a reference with an
//! earlier input is told with the input.

use crate::model::FileId;
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use hashbrown::hash_map::Entry;
use std::hash::BuildHasher;

/// What a reference is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Reference {
    /// The unique end-to-end transaction reference (UETR).
    Uetr,
    EndToEnd,
    Transaction,
}

/// The references of all inputs, each with the first input that has it.
#[derive(Debug, Default)]
pub(in crate::read) struct References {
    first: HashMap<u128, FileId, FixedState>,
}

impl References {
    /// Notes a reference; whether an earlier input has it. References without meaning are passed over.
    pub(super) fn note(&mut self, kind: Reference, text: &[u8], file: FileId) -> bool {
        let text = text.trim_ascii();
        if text.is_empty() || MEANINGLESS.iter().any(|word| text.eq_ignore_ascii_case(word)) {
            return false;
        }
        // Hexadecimal digits are written in either case.
        let text = if kind == Reference::Uetr { text.to_ascii_lowercase() } else { text.to_vec() };
        let hash = |seed| u128::from(FixedState::with_seed(seed).hash_one((kind, text.as_slice())));
        match self.first.entry(hash(1) << 64 | hash(2)) {
            Entry::Occupied(known) => known.get().0 < file.0,
            Entry::Vacant(new) => {
                new.insert(file);
                false
            }
        }
    }
}

const MEANINGLESS: [&[u8]; 4] = [b"NOTPROVIDED", b"NOTAVAILABLE", b"NONREF", b"NONE"];
