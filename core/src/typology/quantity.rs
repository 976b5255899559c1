//! Quantities of rules with their units, so that a number without one, or with a wrong one, is an error with its place.

use crate::model::{Amount, Currency};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// An amount that a rule compares with: so much of a currency, or a multiple of the local cash-reporting threshold T.
///
/// Written as `1000 AUD`, `T`, `0.85T`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// So many thousandths of the threshold of the place and the day.
    Threshold(u32),
    /// An amount. In other currencies it is what the ledger's rates make of it.
    Money(Amount),
}

/// A whole number of per cent, written as `80%`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Percent(pub u32);

/// A stretch of the day by the clock of the place, in minutes from midnight; it may go past midnight. The end is not part
/// of it. Written as `22:00-06:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hours {
    /// The first minute.
    pub from: u16,
    /// The minute after the last.
    pub until: u16,
}

/// Text that is not such a quantity.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{found:?} is no {what}; write {expected}")]
pub struct BadQuantity {
    found: String,
    what: &'static str,
    expected: &'static str,
}

impl Hours {
    /// Whether a minute of the day is one of these.
    #[must_use]
    pub const fn holds(self, minute: u16) -> bool {
        if self.from <= self.until {
            self.from <= minute && minute < self.until
        } else {
            self.from <= minute || minute < self.until
        }
    }
}

fn bad(found: &str, what: &'static str, expected: &'static str) -> BadQuantity {
    BadQuantity { found: found.to_owned(), what, expected }
}

// The largest multiple of a threshold: sums of it stay in 64 bits.
const MOST: u32 = 1_000_000;

impl FromStr for Level {
    type Err = BadQuantity;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error =
            || bad(text, "amount", "an amount and its currency, as 1000 AUD, or a multiple of the threshold, as 0.85T");
        if let Some(multiple) = text.strip_suffix('T') {
            if multiple.is_empty() {
                return Ok(Self::Threshold(1000));
            }
            let (whole, fraction) = multiple.split_once('.').unwrap_or((multiple, ""));
            let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
            if !digits(whole) || !digits(fraction) || whole.len() > 4 || fraction.len() > 3 || whole.is_empty() {
                return Err(error());
            }
            let thousandths: u32 = format!("{whole}{fraction:0<3}").parse().map_err(|_| error())?;
            return if (1..=MOST).contains(&thousandths) { Ok(Self::Threshold(thousandths)) } else { Err(error()) };
        }
        let (number, code) = text.split_once(' ').ok_or_else(error)?;
        let currency = Currency::parse(code).map_err(|_| error())?;
        match Amount::parse(number, currency) {
            Ok((amount, false)) if (1..=i64::MAX / 1_000_000).contains(&amount.units) => Ok(Self::Money(amount)),
            _ => Err(error()),
        }
    }
}

impl FromStr for Percent {
    type Err = BadQuantity;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || bad(text, "share", "a whole number of per cent from 1% to 100000%, as 80%");
        let number: u32 = text.strip_suffix('%').and_then(|number| number.trim_end().parse().ok()).ok_or_else(error)?;
        if (1..=100_000).contains(&number) { Ok(Self(number)) } else { Err(error()) }
    }
}

impl FromStr for Hours {
    type Err = BadQuantity;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || bad(text, "stretch of the day", "two times of the day, as 22:00-06:00");
        let minute = |text: &str| {
            let (hour, minute) = text.split_once(':')?;
            let number = |text: &str, most: u16| {
                let two = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
                text.parse::<u16>().ok().filter(|number| two && *number < most)
            };
            Some(number(hour, 24)? * 60 + number(minute, 60)?)
        };
        let (from, until) = text.split_once('-').ok_or_else(error)?;
        let (from, until) = (minute(from).ok_or_else(error)?, minute(until).ok_or_else(error)?);
        if from == until { Err(error()) } else { Ok(Self { from, until }) }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Threshold(1000) => f.write_str("T"),
            Self::Threshold(thousandths) => {
                let fraction = format!("{:03}", thousandths % 1000);
                match fraction.trim_end_matches('0') {
                    "" => write!(f, "{}T", thousandths / 1000),
                    fraction => write!(f, "{}.{fraction}T", thousandths / 1000),
                }
            }
            Self::Money(amount) => {
                let text = amount.to_string();
                let short = text.trim_end_matches('0').trim_end_matches('.');
                write!(f, "{short} {}", amount.currency)
            }
        }
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", self.0)
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, until } = self;
        write!(f, "{:02}:{:02}-{:02}:{:02}", from / 60, from % 60, until / 60, until % 60)
    }
}

macro_rules! as_text {
    ($($type:ident),*) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}
as_text!(Level, Percent, Hours);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quantities_read_and_print() {
        for text in ["T", "0.85T", "2.5T", "10T", "1000 AUD", "0.5 BTC"] {
            assert_eq!(text.parse::<Level>().unwrap().to_string(), text);
        }
        for text in
            ["", "1000", "0T", ".5T", "T2", "-1T", "1000AUD", "-5 USD", "0 USD", "5 galleons", "1.0005T", "99999T"]
        {
            assert!(text.parse::<Level>().is_err(), "{text}");
        }
        assert_eq!("80%".parse(), Ok(Percent(80)));
        for text in ["80", "0%", "8.5%", "%", "-3%"] {
            assert!(text.parse::<Percent>().is_err(), "{text}");
        }
        let night: Hours = "22:00-06:00".parse().unwrap();
        assert_eq!(night.to_string(), "22:00-06:00");
        assert!(night.holds(22 * 60) && night.holds(0) && night.holds(359) && !night.holds(360) && !night.holds(720));
        for text in ["22-6", "22:00", "24:00-06:00", "6:00-7:00", "06:00-06:00"] {
            assert!(text.parse::<Hours>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_quantity_or_an_error(text in "[0-9.:% TA-Z-]{0,12}|.*") {
            if let Ok(level) = text.parse::<Level>() {
                prop_assert_eq!(level.to_string().parse(), Ok(level));
            }
            let _ = text.parse::<Percent>();
            let _ = text.parse::<Hours>();
        }
    }
}
