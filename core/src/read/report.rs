//! What became of one input: the account that the manifest keeps.

use super::{Encoding, Plan, Reason, Rejection};
use crate::model::FileId;
use serde::Serialize;
use std::collections::BTreeMap;

/// How an input was packed, found by its first bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Compression {
    /// As it is.
    #[default]
    None,
    /// Gzip, of one or more members.
    Gzip,
    /// Zstandard, of one or more frames.
    Zstd,
}

/// How many messages of a type an input held, and what became of their transactions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MessageCount {
    /// Type and version, as the message has it: `pacs.008.001.08`, `MT103`, `MT103 STP`.
    pub kind: String,
    /// Messages.
    pub messages: u64,
    /// Transactions that are in the ledger.
    pub transactions: u64,
    /// Transactions that are not, and messages that could not be read as a whole.
    pub rejected: u64,
}

/// What an input was, how it was understood and how many of its rows were accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileReport {
    /// The name it was begun with.
    pub name: String,
    /// Its number in the ledger.
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
    /// What its columns were understood to be.
    pub plan: Plan,
    /// Its messages by type and version, in the order in which they came; empty for tables.
    pub messages: Vec<MessageCount>,
    /// Rows that are in the ledger.
    pub accepted: u64,
    /// Rows that are not, by reason.
    pub rejected: BTreeMap<Reason, u64>,
    /// Amounts that had more decimals than their currency keeps, and were rounded.
    pub rounded: u64,
    /// Rows that are not valid UTF-8 and were read as Windows-1252.
    pub windows_1252: u64,
    /// The first few rejections.
    pub first_rejections: Vec<Rejection>,
}

impl FileReport {
    /// How many first rejections are kept.
    pub const FIRST: usize = 5;

    /// Rows that were read: headers and blank lines are none. Always [`accepted`](Self::accepted) plus
    /// [`rejections`](Self::rejections).
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.accepted + self.rejections()
    }

    /// Rows that were not accepted.
    #[must_use]
    pub fn rejections(&self) -> u64 {
        self.rejected.values().sum()
    }
}
