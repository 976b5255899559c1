//! Linked: subjects of another indicator's alerts that pay one account.
//!
//! # Definition
//! A payment counts when its payer is a subject of an alert of the other indicator, it passes the filter, and it takes
//! place from the alert's first transaction to so long after its last, both included; transactions of the alert itself do
//! not count. An instance is an account that such payments of at least so many different subjects reach, with all of
//! them. Roles: subject, payers.
//!
//! # Complexity
//! O(p log p) in the payments of those subjects within their times.

use super::alert::{Alert, Condition, Measure, RegisterEvidence};
use super::data::Data;
use super::facts::{Facts, Mask};
use super::series::until;
use crate::graph::Direction;
use crate::model::{AccountId, Row};
use crate::typology::Linked;

/// The instances, given the alerts of the indicator that is asked for.
pub(super) fn instances(
    data: &Data<'_>,
    facts: &Facts,
    (indicator, rule, linked, mask): (usize, usize, &Linked, Mask),
    of: &[&Alert],
) -> Vec<Alert> {
    let mut payments: Vec<(AccountId, AccountId, Row)> = Vec::new();
    for alert in of {
        let (from, last) = alert.period(data.ledger);
        let until = until(last, linked.within);
        for payer in alert.subject() {
            let hops = data.graph.adjacency(Direction::Out).of(*payer);
            let begin = hops.partition_point(|hop| data.graph.time(hop) < from);
            let within = hops[begin..].iter().take_while(|hop| data.graph.time(hop) <= until);
            let counts =
                within.filter(|hop| facts.hold(mask, hop.row) && alert.transactions.binary_search(&hop.row).is_err());
            payments.extend(counts.map(|hop| (hop.other, *payer, hop.row)));
        }
    }
    payments.sort_unstable();
    payments.dedup();
    let mut alerts = Vec::new();
    for to_one in payments.chunk_by(|one, two| one.0 == two.0) {
        let mut payers: Vec<AccountId> = to_one.iter().map(|(_, payer, _)| *payer).collect();
        payers.dedup();
        if (payers.len() as u64) < u64::from(linked.subjects) {
            continue;
        }
        let mut transactions: Vec<Row> = to_one.iter().map(|(.., row)| *row).collect();
        transactions.sort_unstable();
        let (counted, least) = (Measure::Count(payers.len() as u64), Measure::Count(linked.subjects.into()));
        alerts.push(Alert {
            indicator,
            rule,
            roles: vec![("subject", vec![to_one[0].0]), ("payers", payers)],
            transactions,
            conditions: vec![Condition::least("subjects", counted, least)],
            finding: None,
            surprise: None,
            clearing: None,
            register: RegisterEvidence::default(),
            truncated: false,
        });
    }
    alerts
}
