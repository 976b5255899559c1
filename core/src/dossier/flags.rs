//! Alerts as the flags that cases are made of.

use crate::assess::Assessed;
use crate::case::{Flag, FlagLuck};
use crate::graph::TransactionGraph;
use crate::model::Span;
use crate::parallel::prelude::*;
use crate::typology::{Pack, Rule};

/// The flags of all alerts, in their order.
///
/// Time: O(evidence).
#[must_use]
pub fn flags<'a>(graph: &TransactionGraph, assessed: Assessed<'a>) -> Vec<Flag<'a>> {
    let Assessed { pack, evaluation, assessments, false_alerts } = assessed;
    (0..evaluation.alerts.len())
        .into_par_iter()
        .map(|place| {
            let (alert, assessment) = (&evaluation.alerts[place], &assessments[place]);
            Flag {
                id: alert.id(pack.indicators[alert.indicator].id(), graph).to_string(),
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
