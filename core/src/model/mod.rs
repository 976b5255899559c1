//! The nouns that every stage shares: money, time, identifiers.
//!
//! This module is below all others and imports none of them, so that two stages can never disagree about what an
//! amount or an instant is.

mod currency;
mod iban;
mod ids;
mod money;
mod time;

pub use currency::{Currency, UnknownCurrency};
pub use iban::is_iban;
pub use ids::{AccountId, FileId, Row};
pub use money::{Amount, ParseAmountError};
pub use time::{ParseSpanError, Resolution, Span, Timestamp};
