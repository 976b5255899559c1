//! The nouns that every stage shares: money, time, identifiers, parties and their relations.
//!
//! This module is below all others and imports none of them, so that two stages can never disagree about what an
//! amount or an instant is.

mod country;
mod currency;
mod iban;
mod ids;
mod money;
mod partial_date;
mod party;
mod relation;
mod share;
mod shown;
mod time;

pub use country::Country;
pub use currency::{Currency, UnknownCurrency};
pub use iban::is_iban;
pub use ids::{AccountId, FileId, HeldAccountId, PartyId, RelationId, Row};
pub use money::{Amount, ParseAmountError};
pub use partial_date::{BadDate, PartialDate};
pub use party::{
    Address, ContactKind, CountryKind, DateKind, ExposureKind, FactKind, IdentifierKind, Listing, NameKind, PartyKind,
    PartyRef, Property, ProtectedKind, Source,
};
pub use relation::{Directness, Interest, Relation, RelationKind};
pub use share::{Share, percentage};
pub(crate) use shown::shown;
pub use time::{ParseSpanError, Resolution, Span, Timestamp};
