//! Peers: accounts that take in far more than those of the same occupation or line of business.
//!
//! # Definition
//! What an account takes in is the value of all that it receives from others in the ledger, at the ledger's rates. Accounts
//! are compared with those whose first holder has the same occupation, or without one the same line of business, spelling
//! aside. Of at least so many, the median is the middle one, or the lower of the two in the middle, and the median absolute
//! deviation is that of their distances from it. An instance is an account that takes in more than the median by more than
//! so many deviations and at least so many per cent; its evidence is all that it receives. Roles: subject, peers.
//!
//! # Complexity
//! O(payments + a log a) in the accounts whose holders' occupations are known.

use super::alert::{Alert, Condition, Measure, RegisterEvidence};
use super::data::Data;
use crate::graph::Direction;
use crate::model::{AccountId, Amount, Row};
use crate::typology::{Peers, Way};

pub(super) fn instances(data: &Data<'_>, (indicator, rule, peers): (usize, usize, &Peers)) -> Vec<Alert> {
    let Some(holders) = data.holders else { return Vec::new() };
    let mut known: Vec<(&str, i64, AccountId)> = Vec::new();
    for account in data.ledger.accounts().ids() {
        let calling = holders.calling(account);
        if !calling.is_empty() {
            let received = data.graph.adjacency(Direction::In).of(account).iter();
            let value = received.fold(0_i64, |sum, hop| sum.saturating_add(data.value(Way::In, hop.row)));
            known.push((calling, value, account));
        }
    }
    known.sort_unstable();
    let mut alerts = Vec::new();
    for alike in known.chunk_by(|one, two| one.0 == two.0).filter(|alike| alike.len() as u64 >= peers.peers.into()) {
        let middle = (alike.len() - 1) / 2;
        let median = alike[middle].1;
        let mut distances: Vec<u64> = alike.iter().map(|(_, value, _)| value.abs_diff(median)).collect();
        distances.sort_unstable();
        let band = distances[middle].saturating_mul(peers.deviations.into());
        for (_, value, account) in alike.iter().filter(|(_, value, _)| *value > median) {
            let above = value.abs_diff(median);
            let share = u128::from(above) * 100 / u128::from(median.unsigned_abs().max(1));
            if above <= band || share < u128::from(peers.apart.0) {
                continue;
            }
            let others = alike.iter().map(|(.., other)| *other).filter(|other| other != account);
            let mut others: Vec<AccountId> = others.collect();
            others.sort_unstable();
            let currency = data.limits.reference();
            let money = |units: u64| Measure::Money(Amount::new(i64::try_from(units).unwrap_or(i64::MAX), currency));
            let received = data.graph.adjacency(Direction::In).of(*account).iter();
            alerts.push(Alert {
                indicator,
                rule,
                roles: vec![("subject", vec![*account]), ("peers", others)],
                transactions: received.map(|hop| hop.row).collect::<Vec<Row>>(),
                conditions: vec![
                    Condition::least("deviations", money(above), money(band)),
                    Condition::least(
                        "apart",
                        Measure::Percent(u64::try_from(share).unwrap_or(u64::MAX)),
                        Measure::Percent(peers.apart.0.into()),
                    ),
                    Condition::least("peers", Measure::Count(alike.len() as u64), Measure::Count(peers.peers.into())),
                ],
                finding: None,
                surprise: None,
                clearing: None,
                register: RegisterEvidence::default(),
                truncated: false,
            });
        }
    }
    alerts
}
