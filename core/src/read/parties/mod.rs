//! Files of parties, read into a [`PartyRegister`](crate::parties::PartyRegister): customers and their accounts, owners and
//! other relations, registers of companies, lists of sanctions.
//!
//! What a file is is found out from its beginning (see [`PartyFormat`]), or said by the options. Every record is accepted,
//! or rejected with its place and the reason; records read are records accepted plus records rejected. A record whose name
//! or identifier can be read is never lost for another of its values: a date or a number that cannot be read is kept as
//! written, and counted as [unread](PartyFileReport::unread).

mod accounts;
mod bods;
mod columns;
mod dates;
mod elements;
mod eu;
mod format;
mod ftm;
mod lines;
pub mod mapping;
#[cfg(feature = "messages")]
mod messages;
mod ofac;
mod opensanctions;
mod plan;
mod reading;
mod report;
mod roles;
mod schemes;
mod senzing;
mod settle;
mod shares;
mod sink;
mod table;
mod text;
mod un;
mod values;
mod xml;

pub use columns::{End, PartyRole, RelationRole};
pub use format::PartyFormat;
pub use plan::{PartyColumn, PartyPlan};
pub use reading::{PartyOptions, PartyReading};
pub use report::{PartyCounts, PartyFileReport, Unread};
pub use shares::ShareUnit;

/// The namespace of parties that messages of payments name.
pub const MESSAGES: &str = "messages";
