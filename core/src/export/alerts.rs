//! `alerts.ndjson`: one alert a line, with its conditions and all its evidence.
//!
//! Members of a line: `id`, `indicator`, `number` (in the catalogue), `pack` (id and version), `offences`, `victim` (the subject
//! is likely a victim: it is written, for the file is the agency's own, and whoever passes it on leaves it out), `rule` (which
//! of the indicator's rules, from 1), `roles` (role to accounts, the subject first), `window`, `conditions` (`name`, `measured`,
//! `threshold`, `unit`, `bound`: at least or at most, `margin`: how far beyond it, as a part of the threshold), `score` and
//! `assessment` (version, `reasons` that sum to the score, `luck`, `benign` explanations; see [`v1`]),
//! `clearing` (the smallest set of transactions without which the alert is not there),
//! `register` (for rules about parties: `parties` by role, and the `records` of the files of parties that tell it; such an
//! alert may have no transactions, and then its `window` is null),
//! `transactions` and `amounts` as in `findings.ndjson`, `finding` (the finding of detection that it is, for shapes; it may be
//! told with another in `findings.ndjson`), `truncated`. The schema is [`ALERT_SCHEMA`](super::ALERT_SCHEMA).

use super::findings::{Evidence, Money, Text, Window};
pub use crate::assess::Assessed;
use crate::assess::v1::{self, Assessment, ScoreReason};
use crate::assess::{Alert, AlertId, Benign, Clearing, Condition, Evaluated, Luck, RegisterEvidence, RegisteredParty};
use crate::detect::FindingId;
use crate::graph::TransactionGraph;
use crate::ledger::{AccountName, Ledger, TransactionId};
use crate::parallel::prelude::*;
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
    /// How they were assessed.
    pub assessment: &'static str,
    /// The share of false alerts that is allowed for, in thousandths.
    pub false_alerts: u32,
    /// Alerts that remain when no more than that share is allowed for.
    pub within: u64,
    /// Alerts that do not.
    pub beyond: u64,
    /// Alerts of rules of which luck is not estimated.
    pub not_estimated: u64,
    /// What became of each indicator, in the pack's order.
    pub indicators: Vec<Evaluated>,
}

impl TypologiesSummary {
    /// That of an evaluation.
    #[must_use]
    pub fn of(assessed: Assessed<'_>) -> Self {
        let Assessed { pack, evaluation, assessments, false_alerts } = assessed;
        let luck = || assessments.iter().filter_map(|assessment| assessment.luck);
        let within = luck().filter(|luck| luck.within(false_alerts)).count() as u64;
        let estimated = luck().count() as u64;
        Self {
            pack: pack.id.clone(),
            version: pack.version,
            as_of: pack.as_of.clone(),
            alerts: evaluation.alerts.len() as u64,
            assessment: v1::VERSION,
            false_alerts,
            within,
            beyond: estimated - within,
            not_estimated: evaluation.alerts.len() as u64 - estimated,
            indicators: evaluation.indicators.clone(),
        }
    }
}

/// Writes the alerts, the weightiest first. Lines are put together by all threads.
///
/// Time: O(evidence). Memory: the lines of a thousand alerts.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut impl Write, graph: &TransactionGraph, assessed: Assessed<'_>) -> io::Result<()> {
    for alerts in v1::ranking(assessed.assessments).chunks(ALERTS_AT_ONCE) {
        let line = |place: &u32| {
            let line = Line::of(*place as usize, graph, assessed);
            let mut text = serde_json::to_vec(&line).map_err(io::Error::from)?;
            text.push(b'\n');
            Ok(text)
        };
        let lines: Vec<Vec<u8>> = alerts.par_iter().map(line).collect::<io::Result<_>>()?;
        lines.iter().try_for_each(|line| out.write_all(line))?;
    }
    Ok(())
}

/// Writes one alert, at a place of the evaluation, on a line.
///
/// Time: O(evidence).
///
/// # Errors
/// Those of `out`.
pub fn write_one(
    out: &mut impl Write,
    graph: &TransactionGraph,
    assessed: Assessed<'_>,
    place: usize,
) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Line::of(place, graph, assessed)).map_err(io::Error::from)?;
    out.write_all(b"\n")
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
    #[serde(skip_serializing_if = "Option::is_none")]
    register: Option<RegisterTold<'a>>,
    transactions: Vec<Evidence<'a>>,
    amounts: Vec<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    finding: Option<FindingId>,
    truncated: bool,
    score: f64,
    assessment: AssessmentTold,
    clearing: Option<ClearingTold<'a>>,
}

#[derive(Serialize)]
struct RegisterTold<'a> {
    #[serde(serialize_with = "roles")]
    parties: Vec<(&'static str, Vec<PartyTold<'a>>)>,
    records: Vec<RecordTold<'a>>,
}

#[derive(Serialize)]
struct PartyTold<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    scope: &'a str,
    id: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct RecordTold<'a> {
    file: &'a str,
    record: u32,
}

#[derive(Serialize)]
struct AssessmentTold {
    version: &'static str,
    reasons: Vec<ReasonTold>,
    luck: Option<LuckTold>,
    benign: Vec<BenignTold>,
}

#[derive(Serialize)]
struct ReasonTold {
    term: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<String>,
    points: f64,
    text: String,
}

#[derive(Serialize)]
struct LuckTold {
    expected: f64,
    chance: f64,
    adjusted: f64,
    within: bool,
}

#[derive(Serialize)]
struct BenignTold {
    explanation: &'static str,
    covers: u32,
    of: u32,
    text: &'static str,
}

#[derive(Serialize)]
struct ClearingTold<'a> {
    transactions: Vec<Text<TransactionId<'a>>>,
    exact: bool,
    at_least: u32,
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
    fn of(place: usize, graph: &'a TransactionGraph, assessed: Assessed<'a>) -> Self {
        let Assessed { pack, evaluation, assessments, false_alerts } = assessed;
        let (alert, assessment): (&Alert, &Assessment) = (&evaluation.alerts[place], &assessments[place]);
        let ledger = graph.ledger();
        let indicator = &pack.indicators[alert.indicator];
        let (from, to) = alert.period(ledger);
        Self {
            id: Text(alert.id(indicator.id(), graph)),
            indicator: indicator.id(),
            number: indicator.number,
            pack: PackName { id: &pack.id, version: pack.version },
            offences: indicator.offences.iter().map(|offence| offence.get_ref().as_str()).collect(),
            victim: indicator.subject_is_victim(),
            rule: alert.rule + 1,
            roles: (alert.roles.iter())
                .map(|(role, accounts)| {
                    (*role, accounts.iter().map(|account| Text(ledger.accounts().name(*account))).collect())
                })
                .collect(),
            window: (!alert.transactions.is_empty()).then_some(Window { from, to }),
            conditions: alert.conditions.iter().map(Measured::of).collect(),
            register: RegisterTold::of(&alert.register),
            transactions: alert.transactions.iter().map(|row| Evidence::of(*row, ledger)).collect(),
            amounts: ledger.paid_in(&alert.transactions).into_iter().map(Money::of).collect(),
            finding: alert.finding,
            truncated: alert.truncated,
            score: points(i64::from(assessment.score)),
            assessment: AssessmentTold::of(assessment, false_alerts),
            clearing: alert.clearing.as_ref().map(|clearing| ClearingTold::of(clearing, ledger)),
        }
    }
}

/// Division is rounded correctly everywhere, so the shortest decimal that reads back has six places at most.
pub(super) fn points(millionths: i64) -> f64 {
    millionths as f64 / 1_000_000.0
}

impl<'a> RegisterTold<'a> {
    fn of(evidence: &'a RegisterEvidence) -> Option<Self> {
        let party = |party: &'a RegisteredParty| PartyTold { scope: &party.scope, id: &party.id, name: &party.name };
        let parties = evidence.parties.iter().map(|(role, parties)| (*role, parties.iter().map(party).collect()));
        let records = evidence.records.iter().map(|at| RecordTold { file: &at.file, record: at.record });
        let told = Self { parties: parties.collect(), records: records.collect() };
        (!told.parties.is_empty()).then_some(told)
    }
}

impl AssessmentTold {
    fn of(assessment: &Assessment, false_alerts: u32) -> Self {
        Self {
            version: v1::VERSION,
            reasons: assessment.reasons.iter().map(ReasonTold::of).collect(),
            luck: assessment.luck.map(|luck| LuckTold::of(luck, false_alerts)),
            benign: assessment.benign.iter().map(BenignTold::of).collect(),
        }
    }
}

impl ReasonTold {
    fn of(reason: &ScoreReason) -> Self {
        let ScoreReason { term, condition, millionths, text } = reason.clone();
        Self { term, condition, points: points(millionths.into()), text }
    }
}

impl LuckTold {
    fn of(luck: Luck, false_alerts: u32) -> Self {
        let Luck { expected, chance, adjusted } = luck;
        let within = luck.within(false_alerts);
        Self { expected: short(expected), chance: short(chance), adjusted: short(adjusted), within }
    }
}

/// Three digits: more of them would claim more than a null model knows.
pub(super) fn short(number: f64) -> f64 {
    format!("{number:.2e}").parse().unwrap_or(number)
}

impl BenignTold {
    fn of(benign: &Benign) -> Self {
        let Benign { explanation, covers, of } = *benign;
        Self { explanation: explanation.name(), covers, of, text: explanation.text() }
    }
}

impl<'a> ClearingTold<'a> {
    fn of(clearing: &Clearing, ledger: &'a Ledger) -> Self {
        Self {
            transactions: clearing.transactions.iter().map(|row| Text(ledger.transaction_id(*row))).collect(),
            exact: clearing.exact,
            at_least: clearing.at_least,
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

fn roles<S: Serializer, T: Serialize>(roles: &[(&'static str, Vec<T>)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(roles.len()))?;
    for (role, accounts) in roles {
        map.serialize_entry(role, accounts)?;
    }
    map.end()
}
