//! Cash-reporting thresholds of jurisdictions, dated: what a rule's T is for a transaction of a place and a day.

use super::quantity::Level;
use crate::model::{Country, Currency, PartialDate, Timestamp};
use serde::{Deserialize, Serialize};
use toml::Spanned;

/// A threshold of a jurisdiction for reports of cash, over a stretch of time.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct CashThreshold {
    /// The jurisdiction, as its ISO 3166 code.
    pub jurisdiction: Spanned<String>,
    /// The currencies that it is paid in there.
    pub currencies: Vec<Spanned<String>>,
    /// The threshold, as `10000 USD`; absent where it is not known.
    #[serde(default)]
    pub amount: Option<Spanned<Level>>,
    /// The first day on which it holds; absent: for as long as data reaches back.
    #[serde(default)]
    pub valid_from: Option<Spanned<String>>,
    /// The last day on which it holds; absent: it still does.
    #[serde(default)]
    pub valid_until: Option<Spanned<String>>,
    /// The law or rule.
    #[serde(default)]
    pub instrument: String,
    /// How well that was looked at.
    pub status: ThresholdStatus,
}

/// How a threshold is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThresholdStatus {
    /// The instrument states it and was looked at.
    Source,
    /// Another page quotes it.
    Quoted,
    /// From memory: look it up before leaning on it.
    Recalled,
    /// Not known.
    Unknown,
}

/// A threshold that is known, ready for comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) jurisdiction: Country,
    pub(crate) currencies: Vec<Currency>,
    pub(crate) level: Level,
    pub(crate) from: Timestamp,
    pub(crate) until: Timestamp,
}

impl CashThreshold {
    /// What is wrong, and where, if anything.
    pub(super) fn fault(&self) -> Option<(std::ops::Range<usize>, String, &'static str)> {
        if Country::parse(self.jurisdiction.get_ref()).is_none() {
            let message = format!("{:?} is no country", self.jurisdiction.get_ref());
            return Some((self.jurisdiction.span(), message, "write its ISO 3166 code, as PE"));
        }
        for code in &self.currencies {
            if Currency::parse(code.get_ref()).is_err() {
                let message = format!("{:?} is no currency", code.get_ref());
                return Some((code.span(), message, "write its ISO 4217 code, as PEN"));
            }
        }
        for day in [&self.valid_from, &self.valid_until].into_iter().flatten() {
            if instant(day.get_ref()).is_none() {
                let message = format!("{:?} is no day", day.get_ref());
                return Some((day.span(), message, "write year, month and day, as 2020-10-01"));
            }
        }
        match &self.amount {
            Some(amount) if matches!(amount.get_ref(), Level::Threshold(_)) => Some((
                amount.span(),
                "a threshold cannot be told by itself".to_owned(),
                "write an amount, as 10000 USD",
            )),
            Some(amount) if self.status == ThresholdStatus::Unknown => Some((
                amount.span(),
                "an unknown threshold has an amount".to_owned(),
                "leave it out, or say how it is known",
            )),
            None if self.status != ThresholdStatus::Unknown => Some((
                self.jurisdiction.span(),
                "a threshold that is known has no amount".to_owned(),
                "write amount = \"10000 USD\", or status = \"unknown\"",
            )),
            _ => None,
        }
    }

    pub(crate) fn known(&self) -> Option<Known> {
        let day = |day: &Option<Spanned<String>>| day.as_ref().and_then(|day| instant(day.get_ref()));
        Some(Known {
            jurisdiction: Country::parse(self.jurisdiction.get_ref())?,
            currencies: self.currencies.iter().filter_map(|code| Currency::parse(code.get_ref()).ok()).collect(),
            level: *self.amount.as_ref()?.get_ref(),
            from: day(&self.valid_from).unwrap_or(Timestamp::MIN),
            until: day(&self.valid_until)
                .map_or(Timestamp::MAX, |day| Timestamp(day.0 + crate::model::Span::DAY.0 - 1)),
        })
    }
}

// Midnight of a whole date, UTC.
fn instant(text: &str) -> Option<Timestamp> {
    let date: PartialDate = text.parse().ok()?;
    date.is_day().then(|| Timestamp(i64::from(date.first_day()) * crate::model::Span::DAY.0))
}
