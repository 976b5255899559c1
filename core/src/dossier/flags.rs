//! Alerts as the flags that cases are made of.

use crate::assess::{AlertId, Assessed};
use crate::case::{Flag, FlagLuck};
use crate::graph::TransactionGraph;
use crate::model::Span;
use crate::parallel::prelude::*;
use crate::typology::{Pack, Rule};

/// The identifiers of all alerts, in their order.
///
/// Time: O(evidence).
#[must_use]
pub fn alert_ids(graph: &TransactionGraph, assessed: Assessed<'_>) -> Vec<AlertId> {
    let Assessed { pack, evaluation, .. } = assessed;
    let alerts = evaluation.alerts.par_iter();
    alerts.map(|alert| alert.id(pack.indicators[alert.indicator].id(), graph)).collect()
}

/// The flags of all alerts, in their order, of which the identifiers are known.
///
/// Time: O(alerts).
#[must_use]
pub fn flags<'a>(assessed: Assessed<'a>, ids: &[AlertId]) -> Vec<Flag<'a>> {
    let Assessed { pack, evaluation, assessments, false_alerts } = assessed;
    (0..evaluation.alerts.len())
        .into_par_iter()
        .map(|place| {
            let (alert, assessment) = (&evaluation.alerts[place], &assessments[place]);
            Flag {
                id: ids[place].to_string(),
                indicator: alert.indicator,
                roles: &alert.roles,
                transactions: &alert.transactions,
                window: window(pack, alert.indicator, alert.rule),
                finding: alert.finding,
                score: assessment.score,
                luck: match assessment.luck {
                    None => FlagLuck::NotEstimated,
                    Some(luck) if luck.within(false_alerts) => FlagLuck::Remains,
                    Some(_) => FlagLuck::MoreLikelyLuck,
                },
                truncated: alert.truncated,
            }
        })
        .collect()
}

/// That of a series; rules of other kinds have none.
fn window(pack: &Pack, indicator: usize, rule: usize) -> Span {
    match pack.indicators[indicator].rule.get(rule) {
        Some(Rule::Series(series)) => series.window,
        Some(Rule::Then(then)) => then.first.window,
        _ => Span(0),
    }
}
