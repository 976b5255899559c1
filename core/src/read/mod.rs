//! Bytes in, strict transactions out, and a reason for every row that was not accepted.
//!
//! This is the only way into the library for foreign data. What a file means is settled once, from its beginning (the
//! [`Plan`]); after that every row either fits or is a [`Rejection`] with its place and reason. Rows read are always
//! rows accepted plus rows rejected.

mod absent;
mod accounts;
pub mod amount;
mod blocks;
mod columns;
mod compression;
mod document;
mod encoding;
mod error;
mod fields;
mod formats;
mod json;
mod layout;
pub mod mapping;
mod memo;
#[cfg(feature = "messages")]
mod messages;
mod notation;
pub mod parties;
mod piece;
mod plan;
mod reading;
mod records;
mod rejection;
mod report;
mod rows;
mod separators;
pub mod time;
mod understand;

pub use absent::is_absent;
pub use accounts::{AccountsFile, AccountsReport, Holding};
pub use amount::AmountParser;
#[cfg(feature = "typologies")]
pub(crate) use columns::plain_words;
pub use error::{ReadError, ReadErrorKind};
pub use json::JsonFields;
#[cfg(feature = "messages")]
pub use messages::{AddressPart, MessageParties, MessageParty, PartyIdentifier, PartyRole};
pub use plan::{
    Column, DateOrder, DecimalMark, Encoding, Format, Note, Plan, PlanError, PlanErrorKind, ReadOptions, Role, Shape,
    TimeShape, TimeUnit,
};
pub use reading::Reading;
pub use rejection::{Reason, Rejection};
pub use report::{Compression, FileReport, MessageCount};
pub use time::TimeParser;
