//! At what rates amounts in several currencies were compared, and where each rate is from.

use crate::ledger::{Ledger, Rate, RateOrigin, Rates};
use crate::model::{Currency, Row};
use serde::Serialize;
use std::collections::BTreeMap;

/// The reference currency and what is known of every other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RatesSummary {
    /// The currency that amounts are compared in.
    pub reference: Currency,
    /// Transactions that neither paid nor received in a currency with a rate: searches that compare value leave them out.
    pub transactions_without_value: u64,
    /// Every currency of the ledger and every one with a rate, in the order of codes.
    pub currencies: Vec<RateSummary>,
}

/// What is known of a currency's worth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RateSummary {
    /// The currency.
    pub currency: Currency,
    /// Transactions paid or received in it.
    pub transactions: u64,
    /// Where its rate is from.
    pub origin: Origin,
    /// What one whole unit is worth in whole units of the reference, as a decimal text of at most eight significant
    /// digits. For people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<String>,
    /// What one smallest unit is worth in smallest units of the reference, as `numerator/denominator`: exactly what was
    /// counted with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fraction: Option<String>,
    /// What exchanges in the inputs show: where the rate is from, or beside a rate that was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen: Option<Seen>,
}

/// Where a rate is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The currency is the reference.
    Reference,
    /// The user gave it.
    Given,
    /// It is the median of exchanges in the inputs.
    Seen,
    /// There is no rate: nothing in the inputs links the currency to the reference, and none was given.
    None,
}

/// A rate that was seen, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// What one whole unit is worth in whole units of the reference by it, as [`RateSummary::rate`].
    pub rate: String,
    /// The currency it was exchanged with: the reference, or one whose rate was known.
    pub via: Currency,
    /// How many transactions exchanged the two.
    pub exchanges: u64,
    /// The identifier of the one whose rate is the median.
    pub median: String,
    /// The input that it is in.
    pub file: String,
    /// Its line there.
    pub line: u32,
}

impl RatesSummary {
    /// Gathers it.
    ///
    /// Time: O(transactions).
    #[must_use]
    pub fn of(ledger: &Ledger, rates: &Rates) -> Self {
        let mut currencies: BTreeMap<&str, RateSummary> = BTreeMap::new();
        for (currency, rate) in rates.iter() {
            let (origin, seen) = match rate.origin {
                RateOrigin::Reference => (Origin::Reference, None),
                RateOrigin::Given => (Origin::Given, rates.seen_beside(currency)),
                RateOrigin::Seen { .. } => (Origin::Seen, Some(rate)),
            };
            let seen = seen.and_then(|seen| Seen::of(ledger, seen, currency, rates.reference()));
            let summary = RateSummary {
                rate: Some(rate.decimal(currency, rates.reference())),
                fraction: Some(format!("{}/{}", rate.numerator, rate.denominator)),
                seen,
                ..RateSummary::without_rate(currency, origin)
            };
            currencies.insert(currency.code(), summary);
        }
        let mut transactions_without_value = 0;
        for (pair, transactions) in pairs(ledger) {
            let mut valued = false;
            for (place, currency) in pair.into_iter().enumerate() {
                let summary = currencies
                    .entry(currency.code())
                    .or_insert_with(|| RateSummary::without_rate(currency, Origin::None));
                valued |= summary.origin != Origin::None;
                if place == 0 || pair[0] != pair[1] {
                    summary.transactions += transactions;
                }
            }
            transactions_without_value += if valued { 0 } else { transactions };
        }
        let currencies = currencies.into_values().collect();
        Self { reference: rates.reference(), transactions_without_value, currencies }
    }
}

impl RateSummary {
    fn without_rate(currency: Currency, origin: Origin) -> Self {
        Self { currency, transactions: 0, origin, rate: None, fraction: None, seen: None }
    }
}

impl Seen {
    fn of(ledger: &Ledger, rate: Rate, currency: Currency, reference: Currency) -> Option<Self> {
        let RateOrigin::Seen { via, exchanges, median } = rate.origin else { return None };
        Some(Self {
            rate: rate.decimal(currency, reference),
            via,
            exchanges,
            median: ledger.transaction_id(median).to_string(),
            file: ledger.inputs().get(ledger.file(median).index()).cloned().unwrap_or_default(),
            line: ledger.line(median),
        })
    }
}

/// How many transactions paid in one currency and received in another, or in the same.
fn pairs(ledger: &Ledger) -> BTreeMap<[Currency; 2], u64> {
    let mut pairs = BTreeMap::new();
    let pair = |row: Row| [ledger.paid(row).currency, ledger.received(row).currency];
    let mut run = ([Currency::NONE; 2], 0);
    for pair in ledger.rows().map(pair) {
        if pair != run.0 {
            *pairs.entry(run.0).or_default() += run.1;
            run = (pair, 0);
        }
        run.1 += 1;
    }
    *pairs.entry(run.0).or_default() += run.1;
    pairs.retain(|_, transactions| *transactions > 0);
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{GivenRates, LedgerBuilder, Transaction};
    use crate::model::{Amount, Timestamp};

    fn currency(code: &str) -> Currency {
        Currency::parse(code).unwrap()
    }

    #[test]
    fn every_currency_says_where_its_rate_is_from() {
        let mut builder = LedgerBuilder::new();
        let rows = [("USD", "USD"), ("USD", "EUR"), ("MXN", "MXN"), ("JPY", "JPY"), ("USD", "USD"), ("JPY", "USD")];
        for (minute, (paid, received)) in rows.into_iter().enumerate() {
            let amount = Amount::new(1000, currency(paid));
            let mut transaction = Transaction::new(Timestamp(minute as i64), "A".into(), "B".into(), amount);
            transaction.received = Amount::new(if received == paid { 1000 } else { 800 }, currency(received));
            builder.push(&transaction).unwrap();
        }
        builder.push(&Transaction::new(Timestamp(9), "A".into(), "B".into(), Amount::new(1, currency("PEN")))).unwrap();
        let ledger = builder.finish().unwrap();
        let given = GivenRates::from_toml("reference = \"USD\"\n[rates]\nMXN = 0.05\nBRL = 0.2\n").unwrap();
        let summary = RatesSummary::of(&ledger, &ledger.rates(&given));
        assert_eq!((summary.reference, summary.transactions_without_value), (currency("USD"), 1));
        let shown: Vec<_> = (summary.currencies.iter())
            .map(|rate| (rate.currency.code(), rate.transactions, rate.origin, rate.rate.as_deref().unwrap_or("")))
            .collect();
        assert_eq!(
            shown,
            [
                ("BRL", 0, Origin::Given, "0.2"),
                ("EUR", 1, Origin::Seen, "1.25"),
                ("JPY", 2, Origin::Seen, "0.8"),
                ("MXN", 1, Origin::Given, "0.05"),
                ("PEN", 1, Origin::None, ""),
                ("USD", 4, Origin::Reference, "1"),
            ]
        );
        let seen = summary.currencies[1].seen.as_ref().unwrap();
        assert_eq!((seen.via, seen.exchanges, seen.median.len()), (currency("USD"), 1, 17));
        assert_eq!(seen.rate, "1.25");
        assert_eq!(summary.currencies[1].fraction.as_deref(), Some("5/4"));
    }
}
