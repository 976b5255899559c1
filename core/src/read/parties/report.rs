//! What became of one file of parties: the account that a manifest can keep.

use super::super::{Compression, Encoding, Note, Reason, Rejection};
use super::{PartyFormat, PartyPlan};
use crate::model::FileId;
use serde::Serialize;
use std::collections::BTreeMap;

/// What a file of parties was, how it was understood and what became of its records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyFileReport {
    /// The name it was begun with.
    pub name: String,
    /// Its number in the register.
    pub file: FileId,
    /// Bytes as they came, packed or not.
    pub size: u64,
    /// BLAKE3 of these bytes, in hexadecimal.
    pub blake3: String,
    /// How it was packed.
    pub compression: Compression,
    /// How its text is spelled.
    pub encoding: Encoding,
    /// Whether it began with a byte order mark.
    pub byte_order_mark: bool,
    /// What it is.
    pub format: PartyFormat,
    /// What its columns were understood to be, where it is a table.
    pub plan: Option<PartyPlan>,
    /// Records that are in the register.
    pub accepted: u64,
    /// Records that are not, by reason.
    pub rejected: BTreeMap<Reason, u64>,
    /// Values that could not be read and are kept as written, by reason. Their records are accepted.
    pub unread: BTreeMap<Reason, u64>,
    /// Records that are not valid UTF-8 and were read as Windows-1252.
    pub windows_1252: u64,
    /// The first few rejections.
    pub first_rejections: Vec<Rejection>,
    /// The first few values that could not be read.
    pub first_unread: Vec<Unread>,
    /// What it tells.
    pub counts: PartyCounts,
    /// What was assumed, and what the user should know of it.
    pub notes: Vec<Note>,
}

/// A value that could not be read: it is in the register as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The line of its record, from 1.
    pub line: u32,
    /// The column, or the path of the element.
    pub place: String,
    /// Why.
    pub reason: Reason,
    /// What was found, cut to 200 bytes.
    pub found: String,
}

/// What a file tells, as it tells it: a party of two records counts twice here, and once in the register.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PartyCounts {
    /// Records of parties.
    pub parties: u64,
    /// Properties of parties.
    pub properties: u64,
    /// Relations between parties.
    pub relations: u64,
    /// Accounts and their holders.
    pub holdings: u64,
}

impl PartyFileReport {
    /// How many first rejections, and first unread values, are kept.
    pub const FIRST: usize = 5;

    /// Records that were read: headers and blank lines are none. Always [`accepted`](Self::accepted) plus
    /// [`rejections`](Self::rejections).
    #[must_use]
    pub fn records(&self) -> u64 {
        self.accepted + self.rejections()
    }

    /// Records that were not accepted.
    #[must_use]
    pub fn rejections(&self) -> u64 {
        self.rejected.values().sum()
    }
}
