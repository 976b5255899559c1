//! Amounts: integers in the smallest unit that a currency is kept to, never a float.

use super::Currency;
use std::fmt;

/// An amount of one currency, in its smallest kept unit (see [`Currency::decimals`]): 12.34 USD is 1234.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount {
    /// The number of smallest units.
    pub units: i64,
    /// What they are units of.
    pub currency: Currency,
}

/// Why a text is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseAmountError {
    /// Not digits with at most one decimal point.
    #[error("not a number")]
    NotANumber,
    /// More than 64 bits of smallest units.
    #[error("larger than can be kept")]
    TooLarge,
}

impl Amount {
    /// An amount from its smallest units.
    #[must_use]
    pub const fn new(units: i64, currency: Currency) -> Self {
        Self { units, currency }
    }

    /// Reads `12`, `12.3`, `12.34` with a point as decimal mark and no other mark; a sign is allowed. Returns the amount
    /// and whether decimals beyond the kept ones were rounded (half away from zero).
    ///
    /// # Errors
    /// [`ParseAmountError`] for anything else.
    pub fn parse(text: &str, currency: Currency) -> Result<(Self, bool), ParseAmountError> {
        let (negative, digits) = match text.as_bytes() {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] => (false, rest),
            all => (false, all),
        };
        let (whole, fraction) = match digits.iter().position(|b| *b == b'.') {
            Some(point) => (&digits[..point], &digits[point + 1..]),
            None => (digits, &digits[..0]),
        };
        if whole.is_empty() && fraction.is_empty() {
            return Err(ParseAmountError::NotANumber);
        }
        let kept = usize::from(currency.decimals());
        let mut units: i64 = 0;
        let mut push = |digit: u8| -> Result<(), ParseAmountError> {
            units = units
                .checked_mul(10)
                .and_then(|units| units.checked_add(i64::from(digit)))
                .ok_or(ParseAmountError::TooLarge)?;
            Ok(())
        };
        if !whole.iter().chain(fraction).all(u8::is_ascii_digit) {
            return Err(ParseAmountError::NotANumber);
        }
        for digit in whole {
            push(digit - b'0')?;
        }
        for place in 0..kept {
            push(fraction.get(place).map_or(0, |digit| digit - b'0'))?;
        }
        let beyond = fraction.get(kept..).unwrap_or_default();
        let rounded = beyond.iter().any(|digit| *digit != b'0');
        if beyond.first().is_some_and(|digit| *digit >= b'5') {
            units = units.checked_add(1).ok_or(ParseAmountError::TooLarge)?;
        }
        Ok((Self::new(if negative { -units } else { units }, currency), rounded))
    }
}

impl fmt::Display for Amount {
    /// The decimal number with all kept decimals and no thousands mark: `1234.50`. The currency is not written.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = u32::from(self.currency.decimals());
        let scale = 10_u64.pow(decimals);
        let magnitude = self.units.unsigned_abs();
        if self.units < 0 {
            f.write_str("-")?;
        }
        write!(f, "{}.{:0width$}", magnitude / scale, magnitude % scale, width = decimals as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn usd() -> Currency {
        Currency::parse("USD").unwrap()
    }

    #[test]
    fn decimals_beyond_the_kept_ones_round_and_say_so() {
        assert_eq!(Amount::parse("12.345", usd()), Ok((Amount::new(1235, usd()), true)));
        assert_eq!(Amount::parse("12.340", usd()), Ok((Amount::new(1234, usd()), false)));
        assert_eq!(Amount::parse("12.3449999", usd()), Ok((Amount::new(1234, usd()), true)));
        assert_eq!(Amount::parse("-.5", usd()), Ok((Amount::new(-50, usd()), false)));
    }

    #[test]
    fn what_is_no_number_is_an_error() {
        for text in ["", ".", "-", "1,5", "1.2.3", "1e5", "NaN", "12 ", "٣"] {
            assert_eq!(Amount::parse(text, usd()), Err(ParseAmountError::NotANumber), "{text}");
        }
        assert_eq!(Amount::parse("99999999999999999999", usd()), Err(ParseAmountError::TooLarge));
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(units in -i64::MAX..=i64::MAX, code in prop::sample::select(vec!["USD", "JPY", "BHD", "BTC"])) {
            let amount = Amount::new(units, Currency::parse(code).unwrap());
            prop_assert_eq!(Amount::parse(&amount.to_string(), amount.currency), Ok((amount, false)));
        }
    }
}
