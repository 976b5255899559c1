//! PaySim (Lopez-Rojas, Elmir and Axelsson, EMSS 2016): mobile money, with steps of an hour.

use super::{Format, Known, Role, by_name};
use crate::ledger::TextField;
use crate::read::TimeUnit;

pub(super) const HEADER: &str = "step,type,amount,nameOrig,oldbalanceOrg,newbalanceOrig,nameDest,oldbalanceDest,\
     newbalanceDest,isFraud,isFlaggedFraud";

const NECESSARY: [(&str, Role); 5] = [
    ("step", Role::Time),
    ("amount", Role::Amount),
    ("name orig", Role::From),
    ("name dest", Role::To),
    ("is fraud", Role::Text(TextField::Label)),
];

pub(super) fn recognise(names: &[&str]) -> Option<Known> {
    let roles = by_name(names, &NECESSARY, &[("type", Role::Text(TextField::Channel))])?;
    Some(Known { format: Format::PaySim, roles, unit: Some(TimeUnit::Hours) })
}
