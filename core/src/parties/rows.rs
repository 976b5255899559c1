//! What is kept of each property: texts and keys by their numbers. A number of zero is the empty text.

use crate::model::{
    Amount, ContactKind, Country, CountryKind, DateKind, Directness, ExposureKind, FactKind, IdentifierKind, Interest,
    NameKind, PartialDate, PartyKind, ProtectedKind, RelationKind, Share,
};
use std::cmp::Ordering;

/// The number of a property without a key.
pub(super) const NO_KEY: u32 = u32::MAX;

/// How two texts compare, by their numbers.
pub(super) type TextOrder<'a> = &'a (dyn Fn(u32, u32) -> Ordering + Sync);

#[derive(Clone, Copy, Debug)]
pub(super) struct RecordRow {
    pub(super) kind: PartyKind,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct NameRow {
    pub(super) kind: NameKind,
    pub(super) text: u32,
    pub(super) key: u32,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct IdentifierRow {
    pub(super) kind: IdentifierKind,
    pub(super) code: Option<Country>,
    pub(super) number: u32,
    pub(super) scheme: u32,
    pub(super) country: u32,
    pub(super) key: u32,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct AddressRow {
    pub(super) code: Option<Country>,
    pub(super) purpose: u32,
    pub(super) text: u32,
    pub(super) town: u32,
    pub(super) region: u32,
    pub(super) postcode: u32,
    pub(super) country: u32,
    pub(super) key: u32,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct ContactRow {
    pub(super) kind: ContactKind,
    pub(super) text: u32,
    pub(super) key: u32,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct DateRow {
    pub(super) kind: DateKind,
    pub(super) date: Option<PartialDate>,
    pub(super) written: u32,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct CountryRow {
    pub(super) kind: CountryKind,
    pub(super) code: Option<Country>,
    pub(super) text: u32,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct FactRow {
    pub(super) kind: FactKind,
    pub(super) text: u32,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct ProtectedRow {
    pub(super) kind: ProtectedKind,
    pub(super) text: u32,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct IncomeRow {
    pub(super) amount: Amount,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct ListingRow {
    pub(super) list: u32,
    pub(super) programme: u32,
    pub(super) id: u32,
    pub(super) date: Option<PartialDate>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct ExposureRow {
    pub(super) kind: ExposureKind,
    pub(super) exposed: bool,
    pub(super) written: u32,
}

/// An account that a party holds; the account by the number that the builder gave, later by its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct HoldingRow {
    pub(super) account: u32,
    pub(super) role: u32,
    pub(super) branch: u32,
    pub(super) opened: Option<PartialDate>,
    pub(super) closed: Option<PartialDate>,
}

/// A relation; its second party is the one whose row it is in the table by builder's numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct RelationRow {
    pub(super) kind: RelationKind,
    pub(super) interest: Interest,
    pub(super) directness: Directness,
    pub(super) beneficial: bool,
    /// Whether the first party, and the second, were known by their names alone and found by them.
    pub(super) by_name: (bool, bool),
    pub(super) share: Option<Share>,
    pub(super) from: Option<PartialDate>,
    pub(super) until: Option<PartialDate>,
    pub(super) role: u32,
    pub(super) statement: u32,
    pub(super) unspecified: u32,
}

/// Rows that are ordered by what they say.
pub(super) trait Content: Copy {
    fn order(&self, other: &Self, texts: TextOrder<'_>) -> Ordering;
}

macro_rules! content {
    ($row:ident { $($plain:ident),* } $($text:ident)*) => {
        impl Content for $row {
            fn order(&self, other: &Self, texts: TextOrder<'_>) -> Ordering {
                _ = texts;
                Ordering::Equal
                    $(.then_with(|| self.$plain.cmp(&other.$plain)))*
                    $(.then_with(|| texts(self.$text, other.$text)))*
            }
        }
    };
}
content!(RecordRow { kind });
content!(NameRow { kind } text);
content!(IdentifierRow { kind } number scheme country);
content!(AddressRow { } text town region postcode country purpose);
content!(ContactRow { kind } text);
content!(DateRow { kind, date } written);
content!(CountryRow { kind } text);
content!(FactRow { kind } text);
content!(ProtectedRow { kind } text);
content!(IncomeRow { amount });
content!(ListingRow { date } list id programme);
content!(ExposureRow { kind, exposed } written);
content!(HoldingRow { account, opened, closed } role branch);
content!(RelationRow { kind, interest, directness, beneficial, share, from, until, by_name } role statement unspecified);
