//! One yardstick for amounts in several currencies.
//!
//! Patterns that cross currencies (a cycle through three of them, value kept through a chain) need amounts that compare.
//! The yardstick is a reference currency and, for every other, a rate: given by the user, or seen in the ledger's own
//! exchanges, and every rate says which. Where there is neither, amounts have no reference value; none is guessed.

use super::{GivenRates, Ledger};
use crate::model::{Amount, Currency, Row};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// A reference currency and the rates to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rates {
    reference: Currency,
    rates: BTreeMap<Currency, Rate>,
    seen_beside: BTreeMap<Currency, Rate>,
}

/// What one smallest unit of a currency is worth in smallest units of the reference, as an exact fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Units of the reference ...
    pub numerator: u64,
    /// ... for so many units of the currency.
    pub denominator: u64,
    /// Where the rate is from.
    pub origin: RateOrigin,
}

/// Where a rate is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateOrigin {
    /// The currency is the reference itself.
    Reference,
    /// The user gave it.
    Given,
    /// The median of the ledger's own exchanges with another currency whose rate was known.
    Seen {
        /// That currency: the reference, or one between.
        via: Currency,
        /// How many exchanges.
        exchanges: u64,
        /// The one that is the median.
        median: Row,
    },
}

impl Rates {
    /// The currency that amounts are compared in.
    #[must_use]
    pub fn reference(&self) -> Currency {
        self.reference
    }

    /// The rates in order of currency, the reference's own included.
    pub fn iter(&self) -> impl Iterator<Item = (Currency, Rate)> {
        self.rates.iter().map(|(currency, rate)| (*currency, *rate))
    }

    /// What the ledger's own exchanges with the reference show of a currency whose rate is given; `None` where there are
    /// none. Far from what was given, one of the two is wrong.
    #[must_use]
    pub fn seen_beside(&self, currency: Currency) -> Option<Rate> {
        self.seen_beside.get(&currency).copied()
    }

    /// What an amount is worth in the smallest units of the reference, rounded half away from zero; `None` where there is
    /// no rate. Values past 64 bits stay at the bound.
    #[must_use]
    pub fn value(&self, amount: Amount) -> Option<i64> {
        if amount.currency == self.reference {
            return Some(amount.units);
        }
        let rate = self.rates.get(&amount.currency)?;
        let (numerator, denominator) = (i128::from(rate.numerator), i128::from(rate.denominator));
        let product = i128::from(amount.units) * numerator;
        let half = if product < 0 { -(denominator / 2) } else { denominator / 2 };
        let value = product.saturating_add(half) / denominator;
        Some(value.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64)
    }
}

impl Rate {
    /// What one whole unit of a currency is worth in whole units of the reference, as a decimal text of at most eight
    /// significant digits, rounded half up. The fraction is what is counted with; this is for people.
    #[must_use]
    pub fn decimal(&self, currency: Currency, reference: Currency) -> String {
        let (mut numerator, mut denominator) = (u128::from(self.numerator), u128::from(self.denominator));
        let (own, others) = (u32::from(currency.decimals()), u32::from(reference.decimals()));
        numerator *= 10_u128.pow(own.saturating_sub(others));
        denominator *= 10_u128.pow(others.saturating_sub(own));
        // Digits of the whole part, or how many zeros the fraction begins with, tell how many decimals are significant.
        let mut decimals = 0;
        let mut scaled = numerator;
        while decimals < MOST_DECIMALS && scaled / denominator < 10_000_000 {
            scaled *= 10;
            decimals += 1;
        }
        let rounded = (scaled + denominator / 2) / denominator;
        let digits = format!("{rounded:0width$}", width = decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        match fraction.trim_end_matches('0') {
            "" => whole.to_owned(),
            fraction => format!("{whole}.{fraction}"),
        }
    }
}

// With a fraction of two 64-bit numbers and decimals of at most nine, 128 bits hold what is scaled by so much.
const MOST_DECIMALS: usize = 24;

struct Exchange {
    // Units of the second currency for units of the first.
    second: u64,
    first: u64,
    row: Row,
}

impl Exchange {
    fn order(&self, other: &Self) -> Ordering {
        let (own, others) =
            (u128::from(self.second) * u128::from(other.first), u128::from(other.second) * u128::from(self.first));
        own.cmp(&others).then(self.row.cmp(&other.row))
    }
}

/// The rate of a currency that is exchanged with one whose rate is known, from the exchange in the middle of all.
fn median(mut seen: Vec<Exchange>, via: Currency, via_is_first: bool, through: Rate) -> Rate {
    let middle = (seen.len() - 1) / 2;
    let (_, median, _) = seen.select_nth_unstable_by(middle, Exchange::order);
    let (known, new) = if via_is_first { (median.first, median.second) } else { (median.second, median.first) };
    let (numerator, denominator) =
        reduced(u128::from(through.numerator) * u128::from(known), u128::from(through.denominator) * u128::from(new));
    let origin = RateOrigin::Seen { via, exchanges: seen.len() as u64, median: seen[middle].row };
    Rate { numerator, denominator, origin }
}

impl Ledger {
    /// Settles the reference and the rates of all currencies that can be reached from it.
    ///
    /// Given rates come first. From the currencies that have one, the exchange with the most observations reaches the
    /// next, until no exchange reaches any more; the rate is the median of the observations.
    ///
    /// Time: O(rows + exchanges log exchanges).
    #[must_use]
    pub fn rates(&self, given: &GivenRates) -> Rates {
        let reference = given.reference.unwrap_or_else(|| self.main_currency());
        let mut exchanges = self.exchanges();
        let own = Rate { numerator: 1, denominator: 1, origin: RateOrigin::Reference };
        let mut rates = BTreeMap::from([(reference, own)]);
        let mut seen_beside = BTreeMap::new();
        for (currency, digits, decimals) in given.iter() {
            let up = u128::from(digits) * 10_u128.pow(u32::from(reference.decimals()));
            let down = 10_u128.pow(decimals + u32::from(currency.decimals()));
            let (numerator, denominator) = reduced(up, down);
            rates.entry(currency).or_insert(Rate { numerator, denominator, origin: RateOrigin::Given });
            let pair = (reference.min(currency), reference.max(currency));
            if let Some(seen) = exchanges.remove(&pair) {
                seen_beside.insert(currency, median(seen, reference, pair.0 == reference, own));
            }
        }
        loop {
            // The best supported step out of what is known; among equals the first pair of currencies.
            let step = exchanges
                .iter()
                .filter(|((first, second), _)| rates.contains_key(first) != rates.contains_key(second))
                .max_by(|a, b| a.1.len().cmp(&b.1.len()).then(b.0.cmp(a.0)))
                .map(|(pair, _)| *pair);
            let Some((first, second)) = step else { break };
            let Some(seen) = exchanges.remove(&(first, second)) else { break };
            let (known, new) = if rates.contains_key(&first) { (first, second) } else { (second, first) };
            let rate = median(seen, known, known == first, rates[&known]);
            rates.insert(new, rate);
        }
        Rates { reference, rates, seen_beside }
    }

    /// The currency that most rows pay; the first in order among equals, [`Currency::NONE`] without rows.
    fn main_currency(&self) -> Currency {
        let mut counts: BTreeMap<Currency, u64> = BTreeMap::new();
        for group in self.paid_currencies().chunk_by(|a, b| a == b) {
            *counts.entry(group[0]).or_default() += group.len() as u64;
        }
        counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0))).map_or(Currency::NONE, |(most, _)| most)
    }

    fn exchanges(&self) -> BTreeMap<(Currency, Currency), Vec<Exchange>> {
        let mut exchanges: BTreeMap<_, Vec<Exchange>> = BTreeMap::new();
        if self.columns.received.is_none() {
            return exchanges;
        }
        for row in self.rows() {
            let (paid, received) = (self.paid(row), self.received(row));
            if paid.currency == received.currency || paid.units <= 0 || received.units <= 0 {
                continue;
            }
            let (first, second) = if paid.currency < received.currency { (paid, received) } else { (received, paid) };
            let exchange = Exchange { second: second.units as u64, first: first.units as u64, row };
            exchanges.entry((first.currency, second.currency)).or_default().push(exchange);
        }
        exchanges
    }
}

/// The fraction in lowest terms; where that is past 64 bits, the nearest that both halves of fit.
fn reduced(numerator: u128, denominator: u128) -> (u64, u64) {
    let (mut a, mut b) = (numerator.max(1), denominator.max(1));
    while b != 0 {
        (a, b) = (b, a % b);
    }
    let (mut numerator, mut denominator) = (numerator.max(1) / a, denominator.max(1) / a);
    let excess = (128 - numerator.leading_zeros()).max(128 - denominator.leading_zeros()).saturating_sub(64);
    numerator = (numerator >> excess).max(1);
    denominator = (denominator >> excess).max(1);
    (numerator as u64, denominator as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{LedgerBuilder, Transaction};
    use crate::model::Timestamp;
    use proptest::prelude::*;

    fn currency(code: &str) -> Currency {
        Currency::parse(code).unwrap()
    }

    fn ledger(rows: &[(i64, &str, i64, &str)]) -> Ledger {
        let mut builder = LedgerBuilder::new();
        for (minute, (paid, from, received, to)) in rows.iter().enumerate() {
            let paid = Amount::new(*paid, currency(from));
            let mut transaction = Transaction::new(Timestamp(minute as i64), "A".into(), "B".into(), paid);
            transaction.received = Amount::new(*received, currency(to));
            builder.push(&transaction).unwrap();
        }
        builder.finish().unwrap()
    }

    #[test]
    fn a_rate_is_the_median_of_what_was_seen_and_says_so() {
        let ledger = ledger(&[
            (100, "USD", 100, "USD"),
            (100, "USD", 100, "USD"),
            (100, "USD", 100, "USD"),
            (1000, "MXN", 50, "USD"),
            (100, "USD", 1800, "MXN"),
            (100, "USD", 9000, "MXN"),
            (1000, "MXN", 240, "BRL"),
        ]);
        let rates = ledger.rates(&GivenRates::default());
        assert_eq!(rates.reference(), currency("USD"));
        assert_eq!(rates.value(Amount::new(1000, currency("MXN"))), Some(50), "of 18, 20 and 90 pesos, 20");
        assert_eq!(rates.value(Amount::new(240, currency("BRL"))), Some(50), "through the peso");
        let origin = rates.iter().find(|(code, _)| *code == currency("BRL")).unwrap().1.origin;
        assert_eq!(origin, RateOrigin::Seen { via: currency("MXN"), exchanges: 1, median: Row(6) });
        assert_eq!(rates.value(Amount::new(1, currency("EUR"))), None);
    }

    #[test]
    fn given_rates_come_first_and_are_exact() {
        let given = GivenRates::from_toml("reference = \"USD\"\n[rates]\nMXN = \"0.05\"\nBTC = \"61250.5\"").unwrap();
        let rates = ledger(&[(100, "USD", 9000, "MXN")]).rates(&given);
        assert_eq!(rates.value(Amount::new(2000, currency("MXN"))), Some(100));
        assert_eq!(rates.value(Amount::new(100_000_000, currency("BTC"))), Some(6_125_050));
        let seen = rates.seen_beside(currency("MXN")).unwrap();
        assert_eq!((seen.numerator, seen.denominator), (1, 90), "what the file shows stays known");
        assert_eq!(rates.seen_beside(currency("BTC")), None);
    }

    #[test]
    fn a_rate_reads_as_people_write_it() {
        for (code, reference, numerator, denominator, text) in [
            ("MXN", "USD", 571, 10_000, "0.0571"),
            ("BTC", "USD", 6_125_050, 100_000_000, "61250.5"),
            ("USD", "BTC", 100_000_000, 6_125_050, "0.000016326397"),
            ("EUR", "USD", 1, 3, "0.33333333"),
            ("EUR", "USD", 2, 3, "0.66666667"),
            ("EUR", "USD", u64::MAX, 1, "18446744073709551615"),
            ("ETH", "USD", u64::MAX, 1, "184467440737095516150000000"),
            ("EUR", "ETH", 1, u64::MAX, "0.000000000000000000000000"),
        ] {
            let rate = Rate { numerator, denominator, origin: RateOrigin::Given };
            let shown = rate.decimal(currency(code), currency(reference));
            assert!(shown.starts_with(text) || text.starts_with(&shown), "{code}: {shown}, not {text}");
        }
    }

    proptest! {
        #[test]
        fn fractions_keep_their_value(a in 1_u128..u128::MAX / 2, b in 1_u128..u128::MAX / 2) {
            let (n, d) = reduced(a, b);
            prop_assert!(n > 0 && d > 0);
            if n > 1 << 40 && d > 1 << 40 {
                let (exact, kept) = (a as f64 / b as f64, n as f64 / d as f64);
                prop_assert!((exact / kept - 1.0).abs() < 1e-9);
            }
        }

        #[test]
        fn values_never_overflow(units: i64, paid in 1_i64.., received in 1_i64..) {
            let rates = ledger(&[(1, "USD", 1, "USD"), (1, "USD", 1, "USD"), (paid, "EUR", received, "USD")])
                .rates(&GivenRates::default());
            prop_assert!(rates.value(Amount::new(units, currency("EUR"))).is_some());
        }
    }
}
