//! What the words of a name mean together: for the names that no list has.
//!
//! Every word must be known and fit: `fecha de nacimiento` is no time of a transaction, since `nacimiento` is unknown.

use super::concept::*;
use super::{Role, text};
use crate::ledger::TextField;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    From,
    To,
}

/// The role of a set of words and its rank, 0 the best. `head` is the word that the others describe: the last in English,
/// the first elsewhere.
pub(super) fn role(set: Concept, head: Concept) -> Option<(Role, u8)> {
    let has = |some: Concept| set & some != 0;
    let only = |allowed: Concept| set & !allowed == 0;
    let amount = AMOUNT | VALUE;
    let received = has(RECEIVED | TO) || has(CREDIT) && !has(FROM);
    if has(CURRENCY) && !(has(amount) && head & amount != 0) {
        let allowed = CURRENCY | amount | TRANSACTION | PAID | RECEIVED | FROM | TO | DEBIT | CREDIT | ACCOUNT;
        let rank = u8::from(has(LOCAL | ACCOUNT));
        let role = if received { Role::ReceivedCurrency } else { Role::Currency };
        return only(allowed | NAME | NUMBER | ID | ORIGINAL | LOCAL | TYPE).then_some((role, rank));
    }
    if has(DATE) {
        let allowed = DATE | CLOCK | TRANSACTION | VALUE | POSTING | EXECUTED | LOCAL | PAID;
        let rank = match () {
            () if has(POSTING) => 4,
            () if has(VALUE) => 3,
            () if has(CLOCK) => 0,
            () if has(TRANSACTION | EXECUTED) => 1,
            () => 2,
        };
        return only(allowed).then_some((Role::Time, rank));
    }
    if has(CLOCK) {
        return only(CLOCK | TRANSACTION | EXECUTED | LOCAL | POSTING).then_some((Role::TimeOfDay, 0));
    }
    if has(amount) {
        let allowed = amount | TRANSACTION | PAID | RECEIVED | FROM | TO | LOCAL | ORIGINAL | MONEY | CURRENCY;
        let rank = if has(LOCAL) { 3 } else { 0 };
        let role = if received { Role::ReceivedAmount } else { Role::Amount };
        return (only(allowed) && !(has(FROM) && has(TO))).then_some((role, rank));
    }
    match side(set) {
        Some(side) => one_side(set & !(FROM | TO | DEBIT | CREDIT), head, side),
        None if has(FROM | TO | DEBIT | CREDIT) => None,
        None => whole_transaction(set),
    }
}

fn side(set: Concept) -> Option<Side> {
    // Debit and credit alone are columns of a statement.
    let named = set & (ACCOUNT | BANK | BRANCH | COUNTRY | PLACE | NAME | PARTY) != 0;
    match (set & FROM != 0, set & TO != 0, set & DEBIT != 0, set & CREDIT != 0) {
        (true, false, ..) => Some(Side::From),
        (false, true, ..) => Some(Side::To),
        (false, false, true, false) if named => Some(Side::From),
        (false, false, false, true) if named => Some(Side::To),
        _ => None,
    }
}

fn one_side(set: Concept, head: Concept, side: Side) -> Option<(Role, u8)> {
    use TextField::{FromBranch, FromCountry, FromPlace, ToBranch, ToCountry, ToPlace};
    let has = |some: Concept| set & some != 0;
    let pick = |from: Role, to: Role| if side == Side::From { from } else { to };
    let common = NAME | NUMBER | ID | PARTY | TRANSACTION;
    let account = pick(Role::From, Role::To);
    let (allowed, role, rank) = match () {
        () if has(COUNTRY) => (COUNTRY | BANK | ACCOUNT | common, pick(text(FromCountry), text(ToCountry)), 0),
        () if has(BRANCH) => (BRANCH | BANK | ACCOUNT | common, pick(text(FromBranch), text(ToBranch)), 0),
        () if has(PLACE) => (PLACE | BANK | common, pick(text(FromPlace), text(ToPlace)), 0),
        () if has(BANK) && (!has(ACCOUNT) || head & BANK != 0) => {
            let role = pick(Role::FromInstitution, Role::ToInstitution);
            (BANK | ACCOUNT | common, role, u8::from(has(NAME)))
        }
        () if has(ACCOUNT) => (ACCOUNT | BANK | common, account, if has(NAME) { 3 } else { 0 }),
        () if has(NAME) => (NAME | PARTY, account, 3),
        () if has(ID | NUMBER) => (ID | NUMBER | PARTY, account, 1),
        () => (PARTY, account, 2),
    };
    (set & !allowed == 0).then_some((role, rank))
}

fn whole_transaction(set: Concept) -> Option<(Role, u8)> {
    use TextField::{Channel, Id, Purpose};
    let has = |some: Concept| set & some != 0;
    let (allowed, field, rank) = match () {
        () if has(CHANNEL) => (CHANNEL | TRANSACTION | TYPE | NUMBER | NAME, Channel, 0),
        () if has(TYPE) => (TYPE | TRANSACTION | NUMBER | NAME, Channel, if has(TRANSACTION) { 1 } else { 2 }),
        () if has(PURPOSE) => (PURPOSE | TRANSACTION | DETAIL, Purpose, 0),
        () if has(DETAIL) => (DETAIL | TRANSACTION, Purpose, 1),
        () if has(REFERENCE) => (REFERENCE | ID | NUMBER | TRANSACTION, Id, if has(TRANSACTION) { 1 } else { 2 }),
        () if has(ID) => (ID | NUMBER | TRANSACTION, Id, if has(TRANSACTION) { 0 } else { 1 }),
        () if has(TRANSACTION) && has(NUMBER) => (TRANSACTION | NUMBER, Id, 1),
        () => return None,
    };
    (set & !allowed == 0).then_some((text(field), rank))
}
