//! A page of alerts.

use super::{LINES, Period, RoleNumber, Sum, ViewError, Views, page, sorted};
use crate::assess::{Alert, AlertId, v1};
use crate::export::alerts::{self, Assessed, points};
use crate::model::Timestamp;
use crate::typology::Language;
use serde::{Deserialize, Serialize};

/// Alerts of a run that is looked at.
#[derive(Clone, Copy, Debug)]
pub struct AlertViews<'a> {
    /// The run.
    pub views: Views<'a>,
    /// The alerts, and what they weigh.
    pub assessed: Assessed<'a>,
    /// Their identifiers, in their order: see [`alert_ids`].
    pub ids: &'a [AlertId],
}

/// Which alerts, in what order, and how many of them. Everything may be left out.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
pub struct AlertQuery {
    /// Of these indicators, by id.
    pub indicators: Option<Vec<String>>,
    /// Of indicators of one of these predicate offences, by id.
    pub offences: Option<Vec<String>>,
    /// With this account in a role.
    pub account: Option<String>,
    /// With this text in the name of an account or of a party, letters of either case alike.
    pub text: Option<String>,
    /// With this score at least, from 0 to 1.
    pub least_score: Option<f64>,
    /// Only those that remain at the run's share of false alerts, or only those that do not.
    pub within: Option<bool>,
    /// With evidence at this instant or later: milliseconds since 1970 in UTC.
    #[cfg_attr(feature = "typescript", ts(optional, type = "number"))]
    pub from: Option<i64>,
    /// With evidence at this instant or before: milliseconds since 1970 in UTC.
    #[cfg_attr(feature = "typescript", ts(optional, type = "number"))]
    pub to: Option<i64>,
    /// The language of names; English when not given.
    #[cfg_attr(feature = "typescript", ts(optional, type = "Language"))]
    pub language: Option<Language>,
    /// In this order; by score when not given.
    pub order: Option<AlertOrder>,
    /// The other way round.
    pub reversed: Option<bool>,
    /// How many to leave out first; 0 when not given.
    pub offset: Option<u32>,
    /// How many at most; 50 when not given.
    pub limit: Option<u32>,
}

/// The orders of alerts. Equals are in the order of rank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum AlertOrder {
    /// The weightiest first.
    #[default]
    Score,
    /// By the first instant of the evidence; those without transactions first.
    Time,
    /// The least likely by chance first; those of which that is not estimated last.
    Chance,
    /// The most transactions first.
    Transactions,
    /// The most money first, at the rates of the run; what has no rate counts nothing.
    Amount,
}

/// Alerts of a page.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct AlertsPage {
    /// How many alerts the query has in all.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub total: u64,
    /// Those of the page.
    pub items: Vec<AlertRow>,
}

/// An alert as a line of a list; its conditions, reasons and evidence are in the alert itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct AlertRow {
    /// Its identifier.
    pub id: String,
    /// Its place among all alerts, from 1: the weightiest is the first.
    pub rank: u32,
    /// The indicator that it is an instance of.
    pub indicator: String,
    /// What that is called.
    pub name: String,
    /// The offences that it may be a sign of, by id.
    pub offences: Vec<String>,
    /// Whether the subject is likely a victim.
    pub victim: bool,
    /// The sum of its reasons, from 0 to 1.
    pub score: f64,
    /// How lucky it would be; `null` where that is not estimated.
    pub luck: Option<AlertLuck>,
    /// The best of the explanations without any crime, by name.
    pub benign: Option<String>,
    /// How many accounts each role has, and the first of them; the subject comes first.
    pub roles: Vec<RoleNumber>,
    /// The same of parties, where the register tells it.
    pub parties: Vec<PartyRole>,
    /// How many transactions are its evidence.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub transactions: u64,
    /// First and last instant of the evidence; `null` where the register alone tells it.
    pub window: Option<Period>,
    /// What was paid in all, by currency.
    pub amounts: Vec<Sum>,
    /// The finding that it is, for shapes.
    pub finding: Option<String>,
    /// The case that the finding is in.
    pub case: Option<String>,
    /// Whether a search that it comes from stopped at its bound on work.
    pub truncated: bool,
}

/// How lucky an alert would be.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct AlertLuck {
    /// How many such alerts chance alone would give on this ledger.
    pub expected: f64,
    /// How likely chance alone would give one to this subject.
    pub chance: f64,
    /// The same with all that was tested allowed for.
    pub adjusted: f64,
    /// Whether it remains at the run's share of false alerts.
    pub within: bool,
}

/// A role of parties in an alert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct PartyRole {
    /// Its name.
    pub role: String,
    /// How many parties have it.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub parties: u64,
    /// The name of the first of them.
    pub first: String,
}

/// The identifiers of all alerts, in their order. They are digests of the evidence: to be kept, not asked for twice.
///
/// Time: O(evidence).
#[must_use]
pub fn alert_ids(views: &Views<'_>, assessed: Assessed<'_>) -> Vec<AlertId> {
    let indicators = &assessed.pack.indicators;
    let id = |alert: &Alert| alert.id(indicators[alert.indicator].id(), views.graph);
    assessed.evaluation.alerts.iter().map(id).collect()
}

impl AlertViews<'_> {
    /// The place of an alert in the evaluation.
    ///
    /// # Errors
    /// `no-such-alert`.
    pub fn alert(&self, id: &str) -> Result<usize, ViewError> {
        let place = self.ids.iter().position(|own| own.to_string() == id);
        let hint = "identifiers change with the pack and the data: take one of this run";
        place.ok_or_else(|| ViewError::none("no-such-alert", "alert", id, hint))
    }

    /// The alerts that meet a query, a page of them.
    ///
    /// Time: O(accounts of all alerts) where an account or a text is asked for, O(evidence) where it is sorted by amount,
    /// else O(n log n) in the alerts.
    ///
    /// # Errors
    /// [`ViewError`] when the account, an indicator or an offence is not there.
    pub fn alerts(&self, query: &AlertQuery) -> Result<AlertsPage, ViewError> {
        let Self { views, assessed, .. } = self;
        let Assessed { pack, evaluation, assessments, false_alerts } = *assessed;
        let account = query.account.as_deref().map(|name| views.account(name)).transpose()?;
        let text = query.text.as_deref().map(str::to_lowercase).filter(|text| !text.is_empty());
        for indicator in query.indicators.iter().flatten() {
            let hint = "typologies() lists them";
            pack.indicator(indicator)
                .ok_or_else(|| ViewError::none("no-such-indicator", "indicator", indicator, hint))?;
        }
        for offence in query.offences.iter().flatten() {
            let hint = "typologies() lists those of each indicator";
            pack.offence(offence).ok_or_else(|| ViewError::none("no-such-offence", "offence", offence, hint))?;
        }
        let ranking = v1::ranking(assessments);
        let ranks = sorted(0..ranking.len() as u32, &|rank| ranking[rank as usize].into());
        let mut places: Vec<u32> = ranking;
        places.retain(|place| {
            let (alert, assessment) = (&evaluation.alerts[*place as usize], &assessments[*place as usize]);
            let indicator = &pack.indicators[alert.indicator];
            let offences = || indicator.offences.iter().map(|offence| offence.get_ref());
            let (from, to) = alert.period(views.ledger());
            let within = || assessment.luck.is_some_and(|luck| luck.within(false_alerts));
            let mut accounts = alert.roles.iter().flat_map(|(_, accounts)| accounts);
            let mut parties = alert.register.parties.iter().flat_map(|(_, parties)| parties);
            query.indicators.as_ref().is_none_or(|wanted| wanted.iter().any(|own| own == indicator.id()))
                && query.offences.as_ref().is_none_or(|wanted| offences().any(|own| wanted.contains(own)))
                && query.least_score.is_none_or(|least| points(i64::from(assessment.score)) >= least)
                && query.within.is_none_or(|wanted| wanted == within())
                && query.from.is_none_or(|start| to >= Timestamp(start) && !alert.transactions.is_empty())
                && query.to.is_none_or(|end| from <= Timestamp(end) && !alert.transactions.is_empty())
                && account.is_none_or(|wanted| accounts.clone().any(|account| *account == wanted))
                && text.as_ref().is_none_or(|text| {
                    accounts.any(|own| views.name(*own).to_lowercase().contains(text))
                        || parties.any(|party| party.name.to_lowercase().contains(text))
                })
        });
        let at = |place: u32| &evaluation.alerts[place as usize];
        // Equals stay in the order of rank.
        let by = |places: Vec<u32>, key: &dyn Fn(u32) -> i64| -> Vec<u32> {
            let of_rank = sorted(0..places.len() as u32, &|nth| key(places[nth as usize]));
            of_rank.into_iter().map(|nth| places[nth as usize]).collect()
        };
        places = match query.order.unwrap_or_default() {
            AlertOrder::Score => places,
            AlertOrder::Time => by(places, &|place| at(place).transactions.first().map_or(-1, |row| row.0.into())),
            AlertOrder::Chance => by(places, &|place| {
                // Numbers from 0 on are in the order of their bits.
                assessments[place as usize].luck.map_or(i64::MAX, |luck| luck.chance.to_bits() as i64)
            }),
            AlertOrder::Transactions => by(places, &|place| -(at(place).transactions.len() as i64)),
            AlertOrder::Amount => {
                by(places, &|place| views.worth(&views.ledger().paid_in(&at(place).transactions)).saturating_neg())
            }
        };
        if query.reversed == Some(true) {
            places.reverse();
        }
        let cases = views.case_of_findings();
        let shown = page(&places, query.offset.unwrap_or(0), query.limit.unwrap_or(LINES));
        let items = shown.iter().map(|place| {
            let mut row = self.row(*place as usize, query.language.unwrap_or_default());
            row.rank = ranks[*place as usize] + 1;
            let finding = at(*place).finding.and_then(|id| views.cases.finding_ids.iter().position(|own| *own == id));
            row.case = finding.and_then(|finding| cases[finding]).map(|case| case.to_string());
            row
        });
        Ok(AlertsPage { total: places.len() as u64, items: items.collect() })
    }

    fn row(&self, place: usize, language: Language) -> AlertRow {
        let Self { views, assessed, ids } = self;
        let (alert, assessment) = (&assessed.evaluation.alerts[place], &assessed.assessments[place]);
        let indicator = &assessed.pack.indicators[alert.indicator];
        let luck = assessment.luck.map(|luck| AlertLuck {
            expected: alerts::short(luck.expected),
            chance: alerts::short(luck.chance),
            adjusted: alerts::short(luck.adjusted),
            within: luck.within(assessed.false_alerts),
        });
        let roles = alert.roles.iter().filter_map(|(role, accounts)| {
            let first = views.name(*accounts.first()?);
            Some(RoleNumber { role: (*role).to_owned(), accounts: accounts.len() as u64, first })
        });
        let parties = alert.register.parties.iter().filter_map(|(role, parties)| {
            let first = parties.first()?.name.clone();
            Some(PartyRole { role: (*role).to_owned(), parties: parties.len() as u64, first })
        });
        AlertRow {
            id: ids[place].to_string(),
            rank: 0,
            indicator: indicator.id().to_owned(),
            name: indicator.name.get(language).to_owned(),
            offences: indicator.offences.iter().map(|offence| offence.get_ref().clone()).collect(),
            victim: indicator.subject_is_victim(),
            score: points(i64::from(assessment.score)),
            luck,
            benign: assessment.benign.first().map(|benign| benign.explanation.name().to_owned()),
            roles: roles.collect(),
            parties: parties.collect(),
            transactions: alert.transactions.len() as u64,
            window: (!alert.transactions.is_empty()).then(|| Period::of(alert.period(views.ledger()))),
            amounts: Sum::all(&views.ledger().paid_in(&alert.transactions)),
            finding: alert.finding.map(|finding| finding.to_string()),
            case: None,
            truncated: alert.truncated,
        }
    }
}
