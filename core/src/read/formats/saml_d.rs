//! SAML-D (Oztas et al., Enhancing anti-money laundering: development of a synthetic transaction monitoring dataset, 2023).
//!
//! It names the currency that was received and not the amount, so only the payment is kept: the same number in the other
//! currency would be made up.

use super::{Format, Known, Role, by_name};
use crate::ledger::TextField;

pub(super) const HEADER: &str = "Time,Date,Sender_account,Receiver_account,Amount,Payment_currency,Received_currency,\
     Sender_bank_location,Receiver_bank_location,Payment_type,Is_laundering,Laundering_type";

const NECESSARY: [(&str, Role); 6] = [
    ("time", Role::TimeOfDay),
    ("date", Role::Time),
    ("sender account", Role::From),
    ("receiver account", Role::To),
    ("amount", Role::Amount),
    ("payment currency", Role::Currency),
];

const OPTIONAL: [(&str, Role); 5] = [
    ("sender bank location", Role::Text(TextField::FromCountry)),
    ("receiver bank location", Role::Text(TextField::ToCountry)),
    ("payment type", Role::Text(TextField::Channel)),
    ("is laundering", Role::Text(TextField::Label)),
    ("laundering type", Role::Text(TextField::LabelKind)),
];

pub(super) fn recognise(names: &[&str]) -> Option<Known> {
    if !names.contains(&"received currency") {
        return None;
    }
    let roles = by_name(names, &NECESSARY, &OPTIONAL)?;
    Some(Known { format: Format::SamlD, roles, unit: None })
}
