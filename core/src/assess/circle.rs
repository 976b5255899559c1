//! Circle: companies that own each other.
//!
//! # Definition
//! A circle is a largest set of at least so many companies each of which owns or controls every other through companies of
//! the set. An instance is a circle in which a company holds an account of the ledger, or that owns or controls one that
//! does, through any number of companies. There is no transaction in evidence: the records of the stakes in the circle are.
//! Roles: subject (accounts of the circle and of what it holds).
//!
//! # Complexity
//! O(t log t) in the relations of owners for each circle, for what is below it; circles themselves are found once.

use super::alert::{Alert, Condition, Measure};
use super::data::Data;
use crate::model::{PartyId, Source};
use crate::typology::Circle;
use std::collections::BTreeSet;

pub(super) fn instances(data: &Data<'_>, (indicator, rule, circle): (usize, usize, &Circle)) -> Vec<Alert> {
    let Some(ties) = data.holders.map(super::Holders::ties) else { return Vec::new() };
    let mut alerts = Vec::new();
    for set in ties.circles().iter().filter(|set| set.len() as u64 >= circle.companies.into()) {
        let stakes = |party: &PartyId| ties.below(*party).iter().filter(|tie| !tie.directs);
        let mut held: BTreeSet<PartyId> = set.iter().copied().collect();
        let mut waiting = set.clone();
        while let Some(party) = waiting.pop() {
            waiting.extend(stakes(&party).map(|tie| tie.second).filter(|second| held.insert(*second)));
        }
        let held: Vec<PartyId> = held.into_iter().collect();
        let subject = ties.accounts(&held);
        if subject.is_empty() {
            continue;
        }
        let inside = set.iter().flat_map(stakes).filter(|tie| set.binary_search(&tie.second).is_ok());
        let sources: Vec<Source> = inside.map(|tie| tie.source).collect();
        let (counted, least) = (Measure::Count(set.len() as u64), Measure::Count(circle.companies.into()));
        alerts.push(Alert {
            indicator,
            rule,
            roles: vec![("subject", subject)],
            transactions: Vec::new(),
            conditions: vec![Condition::least("companies", counted, least)],
            finding: None,
            surprise: None,
            clearing: None,
            register: ties.evidence(&[("circle", set)], sources),
            truncated: false,
        });
    }
    alerts
}
