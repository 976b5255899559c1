//! `alerts.ndjson`: one alert a line, with its conditions and all its evidence.
//!
//! Members of a line: `id`, `indicator`, `number` (in the catalogue), `pack` (id and version), `offences`, `victim` (the subject
//! is likely a victim: it is written, for the file is the agency's own, and whoever passes it on leaves it out), `rule` (which
//! of the indicator's rules, from 1), `roles` (role to accounts, the subject first), `window`, `conditions` (`name`, `measured`,
//! `threshold`, `unit`, `bound`: at least or at most, `margin`: how far beyond it, as a part of the threshold),
//! `transactions` and `amounts` as in `findings.ndjson`, `finding` (the finding of detection that it is, for shapes; it may be
//! told with another in `findings.ndjson`), `truncated`. The schema is [`ALERT_SCHEMA`](super::ALERT_SCHEMA).

use super::findings::{Evidence, Money, Text, Window};
use crate::assess::{Alert, AlertId, Condition, Evaluated, Evaluation};
use crate::detect::FindingId;
use crate::graph::TransactionGraph;
use crate::ledger::AccountName;
use crate::parallel::prelude::*;
use crate::typology::Pack;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use std::io::{self, Write};

/// What became of the indicators of a pack: part of the manifest.
#[derive(Clone, Debug, Serialize)]
pub struct TypologiesSummary {
    /// The pack's id.
    pub pack: String,
    /// Its version.
    pub version: u32,
    /// The day as of which it is.
    pub as_of: String,
    /// How many alerts there are.
    pub alerts: u64,
    /// What became of each indicator, in the pack's order.
    pub indicators: Vec<Evaluated>,
}

impl TypologiesSummary {
    /// That of an evaluation.
    #[must_use]
    pub fn of(pack: &Pack, evaluation: &Evaluation) -> Self {
        Self {
            pack: pack.id.clone(),
            version: pack.version,
            as_of: pack.as_of.clone(),
            alerts: evaluation.alerts.len() as u64,
            indicators: evaluation.indicators.clone(),
        }
    }
}

/// Writes the alerts in their order. Lines are put together by all threads.
///
/// Time: O(evidence). Memory: the lines of a thousand alerts.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut impl Write, graph: &TransactionGraph, pack: &Pack, evaluation: &Evaluation) -> io::Result<()> {
    for alerts in evaluation.alerts.chunks(ALERTS_AT_ONCE) {
        let line = |alert: &Alert| {
            let mut text = serde_json::to_vec(&Line::of(alert, graph, pack)).map_err(io::Error::from)?;
            text.push(b'\n');
            Ok(text)
        };
        let lines: Vec<Vec<u8>> = alerts.par_iter().map(line).collect::<io::Result<_>>()?;
        lines.iter().try_for_each(|line| out.write_all(line))?;
    }
    Ok(())
}

const ALERTS_AT_ONCE: usize = 1024;

#[derive(Serialize)]
struct Line<'a> {
    id: Text<AlertId>,
    indicator: &'a str,
    number: Option<u32>,
    pack: PackName<'a>,
    offences: Vec<&'a str>,
    victim: bool,
    rule: usize,
    #[serde(serialize_with = "roles")]
    roles: Vec<(&'static str, Vec<Text<AccountName<'a>>>)>,
    window: Option<Window>,
    conditions: Vec<Measured<'a>>,
    transactions: Vec<Evidence<'a>>,
    amounts: Vec<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    finding: Option<FindingId>,
    truncated: bool,
}

#[derive(Serialize)]
struct PackName<'a> {
    id: &'a str,
    version: u32,
}

#[derive(Serialize)]
struct Measured<'a> {
    name: &'a str,
    measured: String,
    threshold: String,
    unit: &'static str,
    bound: &'static str,
    margin: f64,
}

impl<'a> Line<'a> {
    fn of(alert: &'a Alert, graph: &'a TransactionGraph, pack: &'a Pack) -> Self {
        let ledger = graph.ledger();
        let indicator = &pack.indicators[alert.indicator];
        let (from, to) = alert.period(ledger);
        Self {
            id: Text(alert.id(indicator.id(), graph)),
            indicator: indicator.id(),
            number: indicator.number,
            pack: PackName { id: &pack.id, version: pack.version },
            offences: indicator.offences.iter().map(|offence| offence.get_ref().as_str()).collect(),
            victim: indicator.victim,
            rule: alert.rule + 1,
            roles: (alert.roles.iter())
                .map(|(role, accounts)| {
                    (*role, accounts.iter().map(|account| Text(ledger.accounts().name(*account))).collect())
                })
                .collect(),
            window: (!alert.transactions.is_empty()).then_some(Window { from, to }),
            conditions: alert.conditions.iter().map(Measured::of).collect(),
            transactions: alert.transactions.iter().map(|row| Evidence::of(*row, ledger)).collect(),
            amounts: ledger.paid_in(&alert.transactions).into_iter().map(Money::of).collect(),
            finding: alert.finding,
            truncated: alert.truncated,
        }
    }
}

impl<'a> Measured<'a> {
    fn of(condition: &'a Condition) -> Self {
        Self {
            name: &condition.name,
            measured: condition.measured.to_string(),
            threshold: condition.threshold.to_string(),
            unit: condition.threshold.unit(),
            bound: if condition.at_most { "at-most" } else { "at-least" },
            margin: super::findings::bits(condition.margin()),
        }
    }
}

fn roles<S: Serializer>(
    roles: &[(&'static str, Vec<Text<AccountName<'_>>>)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(roles.len()))?;
    for (role, accounts) in roles {
        map.serialize_entry(role, accounts)?;
    }
    map.end()
}
