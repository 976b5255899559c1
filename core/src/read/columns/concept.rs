//! What a word in a column's name can mean. A set of them is one number, so that names are compared by what they say and
//! not by the order of their words.

/// A set of meanings.
pub(super) type Concept = u32;

pub(super) const STOP: Concept = 0;
pub(super) const FROM: Concept = 1;
pub(super) const TO: Concept = 1 << 1;
/// A side where an account, a bank or a party is named; an amount by itself, which says nothing about two sides.
pub(super) const DEBIT: Concept = 1 << 2;
pub(super) const CREDIT: Concept = 1 << 3;
pub(super) const RECEIVED: Concept = 1 << 4;
pub(super) const PAID: Concept = 1 << 5;
pub(super) const ACCOUNT: Concept = 1 << 6;
pub(super) const BANK: Concept = 1 << 7;
pub(super) const BRANCH: Concept = 1 << 8;
pub(super) const PLACE: Concept = 1 << 9;
pub(super) const COUNTRY: Concept = 1 << 10;
pub(super) const NAME: Concept = 1 << 11;
pub(super) const PARTY: Concept = 1 << 12;
pub(super) const ID: Concept = 1 << 13;
pub(super) const REFERENCE: Concept = 1 << 14;
pub(super) const NUMBER: Concept = 1 << 15;
pub(super) const AMOUNT: Concept = 1 << 16;
/// `value`, `valor`, `valeur`: an amount, or which date is meant.
pub(super) const VALUE: Concept = 1 << 17;
pub(super) const CURRENCY: Concept = 1 << 18;
pub(super) const LOCAL: Concept = 1 << 19;
pub(super) const ORIGINAL: Concept = 1 << 20;
pub(super) const DATE: Concept = 1 << 21;
pub(super) const CLOCK: Concept = 1 << 22;
pub(super) const POSTING: Concept = 1 << 23;
pub(super) const EXECUTED: Concept = 1 << 24;
pub(super) const TRANSACTION: Concept = 1 << 25;
pub(super) const TYPE: Concept = 1 << 26;
pub(super) const CHANNEL: Concept = 1 << 27;
pub(super) const PURPOSE: Concept = 1 << 28;
pub(super) const DETAIL: Concept = 1 << 29;
/// A currency is named: `usd`, `euros`, `soles`.
pub(super) const MONEY: Concept = 1 << 30;
