//! The typology pack: indicators of crimes, as data.
//!
//! An indicator is a red flag that a published source names, written as something computable. The pack is data and not
//! code, so that an agency can read, change and extend it, and so that what a number is (stated by the source, or
//! proposed here) stands beside it. [`Pack::built_in`] is embedded; [`assess`](crate::assess) evaluates it.

mod indicator;
mod language;
mod list;
mod needs;
mod numbers;
mod pack;
mod quantity;
mod rule;
mod shape_numbers;
mod threshold;

pub use indicator::{Checked, Indicator, Need, Number, NumberStatus, Offence, Victims};
pub use language::{Language, Texts, UnknownLanguage};
pub(crate) use list::Phrases;
pub use list::{CountryList, ListStatus, SourceDocument, WordList};
pub use needs::Needs;
pub use pack::{Pack, PackError};
pub use quantity::{BadQuantity, Hours, Level, Percent};
pub use rule::{
    AccountTerms, Circle, Contract, Distinct, Filter, Holders, Layers, Linked, ListId, LoanBack, Mirror, Part, Peers,
    Price, PublicMoney, Rule, Series, Shape, SharedContact, Step, StrawMan, Subject, Then, Travel, Value, Way,
};
pub(crate) use threshold::Known;
pub use threshold::{CashThreshold, ThresholdStatus};
