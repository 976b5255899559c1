//! IBM AMLSim (Suzumura and Kanezashi, 2018): `transactions.csv`, `alert_transactions.csv`, and the log of its simulator,
//! whose steps are days.

use super::{Format, Known, Role, by_name};
use crate::ledger::TextField;
use crate::read::TimeUnit;

pub(super) const HEADER: &str = "tran_id,orig_acct,bene_acct,tx_type,base_amt,tran_timestamp,is_sar,alert_id";

const NECESSARY: [(&str, Role); 4] =
    [("orig acct", Role::From), ("bene acct", Role::To), ("base amt", Role::Amount), ("tran timestamp", Role::Time)];

const OPTIONAL: [(&str, Role); 5] = [
    ("tran id", Role::Text(TextField::Id)),
    ("tx type", Role::Text(TextField::Channel)),
    ("is sar", Role::Text(TextField::Label)),
    ("alert id", Role::Text(TextField::LabelGroup)),
    ("alert type", Role::Text(TextField::LabelKind)),
];

const LOG_NECESSARY: [(&str, Role); 5] = [
    ("step", Role::Time),
    ("amount", Role::Amount),
    ("name orig", Role::From),
    ("name dest", Role::To),
    ("is sar", Role::Text(TextField::Label)),
];

const LOG_OPTIONAL: [(&str, Role); 2] =
    [("type", Role::Text(TextField::Channel)), ("alert id", Role::Text(TextField::LabelGroup))];

pub(super) fn recognise(names: &[&str]) -> Option<Known> {
    let format = Format::AmlSim;
    match by_name(names, &NECESSARY, &OPTIONAL) {
        Some(roles) => Some(Known { format, roles, unit: None }),
        None => {
            let roles = by_name(names, &LOG_NECESSARY, &LOG_OPTIONAL)?;
            Some(Known { format, roles, unit: Some(TimeUnit::Days) })
        }
    }
}
