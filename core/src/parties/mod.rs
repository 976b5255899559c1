//! The register: every party that sources tell of, with its properties and relations, in columns, for good.
//!
//! Transactions show shapes; organisations are found through people, companies, addresses and ownership. What customer
//! files, registers of companies and lists of sanctions tell of parties comes together here, read by
//! [`read::parties`](crate::read::parties), and is never changed again. Every property and every relation knows the file
//! and the record that tells it.
//!
//! A party is what one source calls by one identifier within a namespace (a [`PartyRef`](crate::model::PartyRef)).
//! Several records may be of one party. Two sources that know the same person are two parties, which a relation
//! [`SameAs`](crate::model::RelationKind::SameAs) may tie: to find out who is the same is another stage, whose place is
//! [`matching`]. Parties are in the order of (namespace, identifier), and what is told of them in the order of its content,
//! so the register is the same whatever the order of files, records and threads was.
//!
//! What can be compared exactly has a [normal key](keys), interned: that two parties share a phone is that two numbers are
//! equal.

mod assembly;
mod builder;
pub mod keys;
pub mod matching;
mod names;
mod register;
mod rows;
pub mod screening;
mod statements;
mod table;
mod views;

pub use builder::{DraftParty, Held, RegisterBuilder, RegisterFull, Statement};
pub use register::{KeyId, PartyRegister};
pub use views::{
    AddressView, ContactView, CountryView, DateView, ExposureView, FactView, HoldingView, IdentifierView, IncomeView,
    ListingView, NameView, PropertyPlace, ProtectedView, RecordView, RelationView, script,
};
