//! AMLGentex: transfers with the bank of each side, dated or by the step of a day.

use super::{Format, Known, Role, by_name};
use crate::ledger::TextField;
use crate::read::TimeUnit;

pub(super) const HEADER: &str = "tx_id,date,type,amount,nameOrig,bankOrig,nameDest,bankDest,isSAR,patternID,typology";

const NECESSARY: [(&str, Role); 5] = [
    ("amount", Role::Amount),
    ("name orig", Role::From),
    ("bank orig", Role::FromInstitution),
    ("name dest", Role::To),
    ("bank dest", Role::ToInstitution),
];

const OPTIONAL: [(&str, Role); 9] = [
    ("date", Role::Time),
    ("step", Role::Time),
    ("tx id", Role::Text(TextField::Id)),
    ("type", Role::Text(TextField::Channel)),
    ("is sar", Role::Text(TextField::Label)),
    ("pattern id", Role::Text(TextField::LabelGroup)),
    ("alert id", Role::Text(TextField::LabelGroup)),
    ("typology", Role::Text(TextField::LabelKind)),
    ("model type", Role::Text(TextField::LabelKind)),
];

pub(super) fn recognise(names: &[&str]) -> Option<Known> {
    let roles = by_name(names, &NECESSARY, &OPTIONAL)?;
    let time = roles.iter().position(|role| *role == Some(Role::Time))?;
    let unit = (names[time] == "step").then_some(TimeUnit::Days);
    Some(Known { format: Format::AmlGentex, roles, unit })
}
