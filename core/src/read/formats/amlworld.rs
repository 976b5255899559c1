//! IBM AMLworld (Altman et al., Realistic synthetic financial transactions for anti-money-laundering models, NeurIPS 2023).
//!
//! Eleven columns of which two are called `Account`, so they are told apart by their place. What was received stands before
//! what was paid. The label may be left out, and a file without its header is known by the shape of its first row.

use super::{Format, Known, Role};
use crate::ledger::TextField;
use crate::model::Currency;

pub(super) const HEADER: &str = "Timestamp,From Bank,Account,To Bank,Account,Amount Received,Receiving Currency,Amount Paid,\
     Payment Currency,Payment Format,Is Laundering";

const COLUMNS: [(&str, Role); 11] = [
    ("timestamp", Role::Time),
    ("from bank", Role::FromInstitution),
    ("account", Role::From),
    ("to bank", Role::ToInstitution),
    ("account", Role::To),
    ("amount received", Role::ReceivedAmount),
    ("receiving currency", Role::ReceivedCurrency),
    ("amount paid", Role::Amount),
    ("payment currency", Role::Currency),
    ("payment format", Role::Text(TextField::Channel)),
    ("is laundering", Role::Text(TextField::Label)),
];

pub(super) fn recognise(names: &[&str]) -> Option<Known> {
    let same = COLUMNS.iter().zip(names).enumerate().all(|(at, ((column, _), name))| {
        // Data frames rename the second of two columns of one name.
        column == name || at == 4 && matches!(*name, "account 1" | "account 2")
    });
    (same && (10..=11).contains(&names.len())).then(|| known(names.len()))
}

/// The format of a first row that is no header: a time, four identifiers, two amounts with their currencies, a word, 0 or 1.
pub(in crate::read) fn by_shape(fields: &[impl AsRef<str>]) -> Option<Known> {
    let field = |at: usize| fields.get(at).map_or("", |field| field.as_ref().trim());
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let time = field(0).as_bytes();
    let fits = fields.len() == COLUMNS.len()
        && time.len() == 16
        && (time[4], time[7], time[10], time[13]) == (b'/', b'/', b' ', b':')
        && number(field(5))
        && number(field(7))
        && Currency::parse(field(6)).is_ok()
        && Currency::parse(field(8)).is_ok()
        && matches!(field(10), "0" | "1");
    fits.then(|| known(COLUMNS.len()))
}

fn known(columns: usize) -> Known {
    let roles = COLUMNS[..columns].iter().map(|(_, role)| Some(*role)).collect();
    Known { format: Format::AmlWorld, roles, unit: None }
}
