//! Amounts against levels of rules: what T is for a transaction, and what an amount of one currency is in another.

use crate::ledger::Rates;
use crate::model::{Amount, Country, Currency, Timestamp};
use crate::typology::{CashThreshold, Known, Level};

/// Levels ready for comparison with amounts of any currency of a ledger.
pub(super) struct Limits<'a> {
    rates: &'a Rates,
    known: Vec<Known>,
    // Jurisdictions of the table, those without a known threshold too.
    listed: Vec<Country>,
}

impl<'a> Limits<'a> {
    pub(super) fn new(thresholds: &[CashThreshold], rates: &'a Rates) -> Self {
        let mut known: Vec<Known> = thresholds.iter().filter_map(CashThreshold::known).collect();
        known.sort_by_key(|known| (known.jurisdiction, known.from));
        let mut listed: Vec<Country> =
            thresholds.iter().filter_map(|threshold| Country::parse(threshold.jurisdiction.get_ref())).collect();
        listed.sort_unstable();
        listed.dedup();
        Self { rates, known, listed }
    }

    /// The currency that values are in.
    pub(super) fn reference(&self) -> Currency {
        self.rates.reference()
    }

    /// What an amount is worth in smallest units of the reference currency.
    pub(super) fn value(&self, amount: Amount) -> Option<i64> {
        self.rates.value(amount)
    }

    /// An amount in smallest units of another currency, rounded down; `None` without rates.
    fn converted(&self, amount: Amount, currency: Currency) -> Option<i64> {
        if amount.currency == currency {
            return Some(amount.units);
        }
        let value = i128::from(self.rates.value(amount)?);
        let (_, rate) = self.rates.iter().find(|(own, _)| *own == currency)?;
        let units = value * i128::from(rate.denominator) / i128::from(rate.numerator.max(1));
        i64::try_from(units).ok().filter(|units| *units > 0)
    }

    /// The cash-reporting threshold for a currency on a day: of the country where that is known and has one for the
    /// currency, none where the country is known to have one that is not known, else the least that any jurisdiction has for
    /// the currency.
    pub(super) fn threshold(&self, currency: Currency, country: Option<Country>, at: Timestamp) -> Option<i64> {
        let of = |known: &&Known| known.currencies.contains(&currency) && known.from <= at && at <= known.until;
        let units = |known: &Known| match known.level {
            Level::Money(amount) => self.converted(amount, currency),
            Level::Threshold(_) => None,
        };
        let own = country.and_then(|country| self.known.iter().filter(of).find(|known| known.jurisdiction == country));
        match (own, country) {
            (Some(known), _) => units(known),
            (None, Some(country)) if self.listed.binary_search(&country).is_ok() => None,
            _ => self.known.iter().filter(of).filter_map(units).min(),
        }
    }

    /// Whether any of these currencies has a threshold at some time.
    pub(super) fn any(&self, currencies: &[Currency]) -> bool {
        let has = |currency: &Currency, known: &Known| match known.level {
            Level::Money(amount) => known.currencies.contains(currency) && self.converted(amount, *currency).is_some(),
            Level::Threshold(_) => false,
        };
        currencies.iter().any(|currency| self.known.iter().any(|known| has(currency, known)))
    }

    /// A level in smallest units of a currency, for a transaction of that place and time.
    pub(super) fn level(
        &self,
        level: Level,
        currency: Currency,
        country: Option<Country>,
        at: Timestamp,
    ) -> Option<i64> {
        match level {
            Level::Money(amount) => self.converted(amount, currency),
            Level::Threshold(thousandths) => {
                let threshold = i128::from(self.threshold(currency, country, at)?);
                i64::try_from(threshold * i128::from(thousandths) / 1000).ok()
            }
        }
    }
}
