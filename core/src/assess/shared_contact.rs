//! Shared contact data: accounts in different names that are reached the same way.
//!
//! # Definition
//! Accounts whose holders have the same telephone, electronic mail or device, compared by their [normal
//! keys](crate::parties::keys), are a group. An instance is a group with at least so many different names of holders, the
//! first holder of each account; it has all accounts of the group. There is no transaction in evidence: the records of the
//! parties are. Roles: subject.
//!
//! # Complexity
//! O(a log a) in the accounts of all groups.

use super::alert::{Alert, Condition, Measure, RegisterEvidence};
use super::data::Data;
use crate::typology::SharedContact;

pub(super) fn instances(data: &Data<'_>, (indicator, rule, shared): (usize, usize, &SharedContact)) -> Vec<Alert> {
    let Some(holders) = data.holders else { return Vec::new() };
    let mut alerts = Vec::new();
    for group in holders.contacts() {
        let mut names: Vec<&str> = group.iter().map(|account| holders.name(*account)).collect();
        names.retain(|name| !name.is_empty());
        names.sort_unstable();
        names.dedup();
        if (names.len() as u64) < u64::from(shared.accounts) {
            continue;
        }
        let (counted, least) = (Measure::Count(names.len() as u64), Measure::Count(shared.accounts.into()));
        alerts.push(Alert {
            indicator,
            rule,
            roles: vec![("subject", group.clone())],
            transactions: Vec::new(),
            conditions: vec![Condition::least("accounts", counted, least)],
            finding: None,
            surprise: None,
            clearing: None,
            register: RegisterEvidence::default(),
            truncated: false,
        });
    }
    alerts
}
