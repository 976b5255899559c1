//! Straw man: a person of low income who owns or directs many companies.
//!
//! # Definition
//! The companies of a person are the parties that are no persons and that it owns, controls or directs, each once, however
//! often that is told. An instance is a person with at least so many, of whom a monthly income is stated and none above so
//! much; an income in a currency without a rate is not known to be low. Somebody with an account in the ledger must be among
//! them: the person, or one of the companies. There is no transaction in evidence: the records of relations and incomes are.
//! Roles: subject (accounts of the person), companies (theirs).
//!
//! # Complexity
//! O(t log a) in the relations of owners and directors and in the accounts.

use super::alert::{Alert, Condition, Measure};
use super::data::Data;
use crate::model::{Amount, PartyId, Source, Timestamp};
use crate::typology::StrawMan;

pub(super) fn instances(data: &Data<'_>, (indicator, rule, straw): (usize, usize, &StrawMan)) -> Vec<Alert> {
    let Some(ties) = data.holders.map(super::Holders::ties) else { return Vec::new() };
    let limit = |amount: Amount| data.limits.level(straw.income, amount.currency, None, Timestamp::MIN);
    let mut alerts = Vec::new();
    for person in ties.with_a_say().filter(|party| ties.is_person(*party)) {
        let told = ties.below(person).iter().filter(|tie| !ties.is_person(tie.second));
        let mut companies: Vec<PartyId> = told.clone().map(|tie| tie.second).collect();
        companies.dedup();
        let incomes = ties.incomes(person);
        let low = |amount: Amount| limit(amount).is_some_and(|limit| amount.units <= limit);
        if (companies.len() as u64) < u64::from(straw.companies) || !incomes.iter().all(|(_, amount, _)| low(*amount)) {
            continue;
        }
        // The one nearest to the limit.
        let nearest = incomes.iter().min_by_key(|(_, amount, _)| {
            let limit = limit(*amount).unwrap_or(0).max(1);
            (i128::from(limit - amount.units) * 1_000_000 / i128::from(limit), *amount)
        });
        let Some((_, income, _)) = nearest else { continue };
        let (own, theirs) = (ties.accounts(&[person]), ties.accounts(&companies));
        if own.is_empty() && theirs.is_empty() {
            continue;
        }
        let mut sources: Vec<Source> = told.map(|tie| tie.source).collect();
        sources.extend(incomes.iter().map(|(.., source)| *source));
        let most = Amount::new(limit(*income).unwrap_or(0), income.currency);
        alerts.push(Alert {
            indicator,
            rule,
            roles: vec![("subject", own), ("companies", theirs)],
            transactions: Vec::new(),
            conditions: vec![
                Condition::least(
                    "companies",
                    Measure::Count(companies.len() as u64),
                    Measure::Count(straw.companies.into()),
                ),
                Condition::most("income", Measure::Money(*income), Measure::Money(most)),
            ],
            finding: None,
            surprise: None,
            clearing: None,
            register: ties.evidence(&[("subject", &[person]), ("companies", &companies)], sources),
            truncated: false,
        });
    }
    alerts
}
