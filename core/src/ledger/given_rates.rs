//! The rates that a user gives, as a small file.

use crate::model::Currency;
use crate::placed::{Placed, Unplaced, json_mistake};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::ops::Range;
#[cfg(feature = "toml")]
use toml::{Spanned, Value};

/// Rates that the user gives. As TOML:
///
/// ```
/// let given = quipu::ledger::GivenRates::from_toml(
///     r#"
///     reference = "USD"
///     [rates]          # what one of each is worth in the reference
///     MXN = 0.0571
///     BTC = 61250
///     "#,
/// )?;
/// # Ok::<(), quipu::ledger::RatesError>(())
/// ```
///
/// A reference alone is a file too: the rates are then those seen in the ledger's own exchanges.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GivenRates {
    /// The reference; the currency of most rows when `None`.
    pub reference: Option<Currency>,
    // Of one whole unit, as digits and the number of them that are decimals.
    rates: BTreeMap<Currency, (u64, u32)>,
}

/// Text that gives no rates.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{message}", place(*line, *column))]
pub struct RatesError {
    /// From 1; 0 in JSON.
    pub line: usize,
    /// From 1, in characters; 0 in JSON.
    pub column: usize,
    /// What is wrong and what was expected.
    pub message: String,
}

impl RatesError {
    fn at(text: &str, span: Option<Range<usize>>, message: impl Into<String>) -> Self {
        let Some(span) = span else { return Self { line: 0, column: 0, message: message.into() } };
        let before = text.get(..span.start).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            message: message.into(),
        }
    }
}

fn place(line: usize, column: usize) -> String {
    if line == 0 { String::new() } else { format!("line {line}, column {column}: ") }
}

/// As it is written: texts and rates with their places, or without.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File<Text: Ord, Rate> {
    reference: Option<Text>,
    #[serde(default = "BTreeMap::new")]
    rates: BTreeMap<Text, Rate>,
}

/// A rate as its digits stand in the document.
trait Written: Placed {
    /// A number as it is written, or what is in a text; the second is what to show of it.
    fn written<'a>(&'a self, document: &'a str) -> (Option<&'a str>, &'a str);
}

#[cfg(feature = "toml")]
impl Written for Spanned<Value> {
    // A number is read as it is written, since as floating point it would not be what was written.
    fn written<'a>(&'a self, document: &'a str) -> (Option<&'a str>, &'a str) {
        let shown = document.get(Self::span(self)).unwrap_or_default();
        let written = match self.get_ref() {
            Value::String(written) => Some(written.as_str()),
            Value::Integer(_) | Value::Float(_) => Some(shown),
            _ => None,
        };
        (written, shown)
    }
}

impl Written for Unplaced<Box<RawValue>> {
    fn written<'a>(&'a self, _: &'a str) -> (Option<&'a str>, &'a str) {
        let shown = self.value().get();
        let text = shown.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        (Some(text.unwrap_or(shown)), shown)
    }
}

impl GivenRates {
    /// Reads TOML. A rate is a decimal number above zero or a text of one; either is read digit by digit and stays exact.
    ///
    /// # Errors
    /// [`RatesError`] with the place.
    #[cfg(feature = "toml")]
    pub fn from_toml(text: &str) -> Result<Self, RatesError> {
        let file: File<Spanned<String>, Spanned<Value>> = toml::from_str(text).map_err(|error: toml::de::Error| {
            RatesError::at(text, Some(error.span().unwrap_or(0..0)), error.message())
        })?;
        Self::of(text, &file)
    }

    /// Reads the same as a JSON object: `{"reference": "USD", "rates": {"MXN": 0.0571, "BTC": "61250"}}`.
    ///
    /// # Errors
    /// [`RatesError`] without a place; it names the currency.
    pub fn from_json(text: &str) -> Result<Self, RatesError> {
        let file: File<Unplaced<String>, Unplaced<Box<RawValue>>> =
            serde_json::from_str(text).map_err(|error| RatesError::at(text, None, json_mistake(&error)))?;
        Self::of(text, &file)
    }

    fn of<Text, Rate>(text: &str, file: &File<Text, Rate>) -> Result<Self, RatesError>
    where
        Text: Placed<Value = String> + Ord,
        Rate: Written,
    {
        let currency = |code: &Text| {
            Currency::parse(code.value()).map_err(|error| RatesError::at(text, code.span(), error.to_string()))
        };
        let reference = file.reference.as_ref().map(currency).transpose()?;
        let mut rates = BTreeMap::new();
        for (code, rate) in &file.rates {
            let Some(reference) = reference else {
                return Err(RatesError::at(
                    text,
                    code.span(),
                    "no reference: it is not said what currency rates are in",
                ));
            };
            let known = currency(code)?;
            if known == reference {
                let message = format!("{known} is the reference itself; its rate is 1");
                return Err(RatesError::at(text, code.span(), message));
            }
            let (written, shown) = rate.written(text);
            let (digits, decimals) = written.and_then(decimal).ok_or_else(|| {
                let message = format!(
                    "the rate of {known} is {shown}; it must be a number above zero with at most {MOST_DIGITS} digits, \
                     {MOST_DECIMALS} of them decimals, as in 0.0571"
                );
                RatesError::at(text, rate.span(), message)
            })?;
            if rates.insert(known, (digits, decimals)).is_some() {
                return Err(RatesError::at(text, code.span(), format!("{known} has two rates")));
            }
        }
        Ok(Self { reference, rates })
    }

    /// The rates in order of currency: currency, digits, and how many of them are decimals.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Currency, u64, u32)> {
        self.rates.iter().map(|(currency, (digits, decimals))| (*currency, *digits, *decimals))
    }

    /// How many rates are given.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rates.len()
    }

    /// Whether no rate is given; a reference may be.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rates.is_empty()
    }
}

// So many digits fit 64 bits, whatever they are.
const MOST_DIGITS: usize = 18;
const MOST_DECIMALS: usize = 12;

/// The digits of a number and how many are decimals.
fn decimal(written: &str) -> Option<(u64, u32)> {
    let (whole, fraction) = written.split_once('.').unwrap_or((written, "0"));
    let numeric = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let fraction_kept = fraction.trim_end_matches('0');
    if !numeric(whole) || !numeric(fraction) || fraction_kept.len() > MOST_DECIMALS {
        return None;
    }
    let digits = format!("{}{fraction_kept}", whole.trim_start_matches('0'));
    if digits.len() > MOST_DIGITS {
        return None;
    }
    let digits = digits.parse().ok().filter(|digits| *digits > 0)?;
    Some((digits, fraction_kept.len() as u32))
}

#[cfg(all(test, feature = "toml"))]
mod tests {
    use super::*;

    fn currency(code: &str) -> Currency {
        Currency::parse(code).unwrap()
    }

    #[test]
    fn numbers_and_texts_of_numbers_are_read_alike() {
        let numbers = GivenRates::from_toml("reference = \"USD\"\n[rates]\nMXN = 0.05710\nBTC = 61250\n").unwrap();
        let texts = "reference = \"usd\"\n[rates]\nmxn = \"0.0571\"\nBTC = \"61250.0\"\n";
        assert_eq!(Ok(&numbers), GivenRates::from_toml(texts).as_ref());
        let rates: Vec<_> = numbers.iter().collect();
        assert_eq!(rates, [(currency("MXN"), 571, 4), (currency("BTC"), 61250, 0)]);
        assert_eq!(numbers.reference, Some(currency("USD")));
        assert!(GivenRates::from_toml("reference = \"EUR\"").unwrap().is_empty());
        assert_eq!(GivenRates::from_toml(""), Ok(GivenRates::default()));
        let most = "reference = \"USD\"\n[rates]\nMXN = 999999.999999999999\n";
        assert_eq!(
            GivenRates::from_toml(most).unwrap().iter().next(),
            Some((currency("MXN"), 999_999_999_999_999_999, 12))
        );
    }

    #[test]
    fn an_object_gives_the_same() {
        let toml = "reference = \"USD\"\n[rates]\nMXN = 0.0571\nBTC = \"61250.0\"\n";
        let json = r#"{"reference":"USD","rates":{"MXN":0.0571,"BTC":"61250.0"}}"#;
        assert_eq!(GivenRates::from_toml(toml), GivenRates::from_json(json));
        for (text, part) in [
            (r#"{"rates":{"MXN":0.05}}"#, "reference"),
            (r#"{"refrence":"USD"}"#, "refrence"),
            (r#"{"reference":"USD","rates":{"MXN":1e-3}}"#, "1e-3"),
            (r#"{"reference":"USD","rates":{"MXN":true}}"#, "true"),
            (r#"{"reference":"USD","rates":{"USD":1}}"#, "reference itself"),
        ] {
            let error = GivenRates::from_json(text).unwrap_err();
            assert!(error.to_string().contains(part) && !error.to_string().contains("line"), "{text}: {error}");
        }
    }

    #[test]
    fn mistakes_are_named_with_their_place() {
        for (text, line, column, part) in [
            ("[rates]\nMXN = 0.05", 2, 1, "reference"),
            ("reference = \"galleon\"", 1, 13, "galleon"),
            ("refrence = \"USD\"", 1, 1, "refrence"),
            ("reference = \"USD\"\n[rates]\nMXN = 0.05\n[rate]\n", 4, 2, "rate"),
            ("reference = \"USD\"\n[rates]\n  galleon = 1", 3, 3, "galleon"),
            ("reference = \"USD\"\n[rates]\nUSD = 1", 3, 1, "reference itself"),
            ("reference = \"USD\"\n[rates]\nMXN = 0.05\nmxn = 0.06", 4, 1, "two rates"),
            ("reference = \"USD\"\n[rates]\nMXN = ", 3, 7, ""),
        ] {
            let error = GivenRates::from_toml(text).unwrap_err();
            assert_eq!((error.line, error.column), (line, column), "{text}: {error}");
            assert!(error.message.contains(part), "{text}: {error}");
        }
        for rate in [
            "-1",
            "0",
            "0.0",
            "\"\"",
            "\"1,5\"",
            "\".5\"",
            "\"5.\"",
            "1e3",
            "nan",
            "inf",
            "+1",
            "1_000",
            "0x10",
            "true",
            "[1]",
            "0.0000000000001",
            "1234567890123456789",
            "\"１\"",
        ] {
            let error = GivenRates::from_toml(&format!("reference = \"USD\"\n[rates]\nMXN = {rate}")).unwrap_err();
            assert_eq!((error.line, error.column), (3, 7), "{rate}: {error}");
            assert!(error.message.contains(rate) && error.message.contains("MXN"), "{rate}: {error}");
        }
    }
}
