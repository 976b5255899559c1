//! Amounts against levels of rules: what T is for a transaction, and what an amount of one currency is in another.

use crate::ledger::Rates;
use crate::model::{Amount, Country, Currency, Timestamp};
use crate::typology::{CashThreshold, Known, Level};

/// Levels ready for comparison with amounts of any currency of a ledger.
pub(super) struct Limits<'a> {
    rates: &'a Rates,
    // By currency, then jurisdiction, then time.
    thresholds: Vec<Threshold>,
    // Jurisdictions of the table, those without a known threshold too.
    listed: Vec<Country>,
}

/// A threshold in the smallest units of a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Threshold {
    currency: Currency,
    jurisdiction: Country,
    from: Timestamp,
    until: Timestamp,
    // Absent where it is in another currency without a rate.
    units: Option<i64>,
}

impl<'a> Limits<'a> {
    pub(super) fn new(thresholds: &[CashThreshold], rates: &'a Rates) -> Self {
        let mut limits = Self { rates, thresholds: Vec::new(), listed: Vec::new() };
        for known in thresholds.iter().filter_map(CashThreshold::known) {
            let Known { jurisdiction, currencies, level, from, until } = known;
            let Level::Money(amount) = level else { continue };
            for currency in currencies {
                let units = limits.converted(amount, currency);
                limits.thresholds.push(Threshold { currency, jurisdiction, from, until, units });
            }
        }
        limits.thresholds.sort_unstable();
        let listed = thresholds.iter().filter_map(|threshold| Country::parse(threshold.jurisdiction.get_ref()));
        limits.listed.extend(listed);
        limits.listed.sort_unstable();
        limits.listed.dedup();
        limits
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
        let begin = self.thresholds.partition_point(|threshold| threshold.currency < currency);
        let of = self.thresholds[begin..].iter().take_while(|threshold| threshold.currency == currency);
        let of = of.filter(|threshold| threshold.from <= at && at <= threshold.until);
        let own = country.and_then(|country| of.clone().find(|threshold| threshold.jurisdiction == country));
        match (own, country) {
            (Some(threshold), _) => threshold.units,
            (None, Some(country)) if self.listed.binary_search(&country).is_ok() => None,
            _ => of.filter_map(|threshold| threshold.units).min(),
        }
    }

    /// Whether any of these currencies has a threshold at some time.
    pub(super) fn any(&self, currencies: &[Currency]) -> bool {
        let known = |threshold: &Threshold| threshold.units.is_some() && currencies.contains(&threshold.currency);
        self.thresholds.iter().any(known)
    }

    /// Whether a level is the same at all times from one to another.
    pub(super) fn is_steady(&self, level: Level, first: Timestamp, last: Timestamp) -> bool {
        let steady = |threshold: &Threshold| {
            let (from, until) = (threshold.from, threshold.until);
            (from <= first && last <= until) || last < from || until < first
        };
        matches!(level, Level::Money(_)) || self.thresholds.iter().all(steady)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{GivenRates, LedgerBuilder, Transaction};
    use crate::typology::Pack;

    fn currency(code: &str) -> Currency {
        Currency::parse(code).unwrap()
    }

    #[test]
    fn a_threshold_is_that_of_the_place_and_the_day() {
        let mut builder = LedgerBuilder::new();
        // A dollar is 20 pesos.
        let mut exchange = Transaction::new(Timestamp(0), "A".into(), "B".into(), Amount::new(100, currency("USD")));
        exchange.received = Amount::new(2000, currency("MXN"));
        builder.push(&exchange).unwrap();
        let rates = builder.finish().unwrap().rates(&GivenRates::default());
        let limits = Limits::new(&Pack::built_in().thresholds, &rates);
        let at = |code: &str, country: &str, day: i64| {
            let day = Timestamp(day * crate::model::Span::DAY.0);
            limits.threshold(currency(code), Country::parse(country), day)
        };
        assert_eq!(at("USD", "US", 20_000), Some(1_000_000));
        assert_eq!(at("USD", "", 20_000), Some(1_000_000), "without a country, the least that is known");
        assert_eq!(at("USD", "DE", 20_000), Some(1_000_000), "a country that is not in the table");
        assert_eq!(at("USD", "BS", 20_000), None, "a country whose threshold is not known");
        assert_eq!(at("MXN", "MX", 20_000), Some(15_000_000), "7,500 dollars at the ledger's rate");
        assert_eq!(at("PEN", "PE", 20_000), None, "no rate");
        assert_eq!(at("BRL", "BR", 20_000), Some(5_000_000));
        assert_eq!(at("BRL", "BR", 10_000), None, "before it was valid");
        assert_eq!(at("EUR", "US", 20_000), None, "a currency that is not paid there");
        let half = Level::Threshold(500);
        assert_eq!(limits.level(half, currency("USD"), None, Timestamp(0)), Some(500_000));
    }
}
