//! Time: instants and spans as typed integers of milliseconds, and how finely a file tells time.

use jiff::civil;
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;

/// An instant: milliseconds since 1970-01-01T00:00:00 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

/// A length of time in milliseconds.
///
/// Written and read as a whole number and a unit: `90s`, `15m`, `72h`, `30d`, `2w`; milliseconds as `5ms`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(pub i64);

/// The finest part of time that a file's rows tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Resolution {
    /// Milliseconds.
    Millisecond,
    /// Whole seconds.
    Second,
    /// Whole minutes.
    Minute,
    /// Whole hours.
    Hour,
    /// Whole days.
    Day,
}

/// Text that is no span of time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no span of time; write a whole number and a unit: ms, s, m, h, d or w, as in 72h or 30d")]
pub struct ParseSpanError(pub String);

impl Timestamp {
    /// The earliest instant that a calendar of four-digit years holds.
    pub const MIN: Self = Self(-62_167_219_200_000);
    /// The last instant that a calendar of four-digit years holds.
    pub const MAX: Self = Self(253_402_300_799_999);

    /// The calendar date and time of day, in UTC.
    #[must_use]
    pub fn civil(self) -> civil::DateTime {
        let clamped = self.0.clamp(Self::MIN.0, Self::MAX.0);
        let days = clamped.div_euclid(Span::DAY.0);
        let millis = clamped.rem_euclid(Span::DAY.0);
        let date = civil::date(1970, 1, 1).saturating_add(jiff::Span::new().days(days));
        let (seconds, millis) = (millis / 1000, millis % 1000);
        date.at((seconds / 3600) as i8, (seconds / 60 % 60) as i8, (seconds % 60) as i8, millis as i32 * 1_000_000)
    }

    /// The instant of a calendar date and time of day in UTC. What is below a millisecond is cut off.
    #[must_use]
    pub fn from_civil(at: civil::DateTime) -> Self {
        let days = i64::from(at.date().since(civil::date(1970, 1, 1)).map_or(0, |span| span.get_days()));
        let seconds = i64::from(at.hour()) * 3600 + i64::from(at.minute()) * 60 + i64::from(at.second());
        Self(days * Span::DAY.0 + seconds * 1000 + i64::from(at.subsec_nanosecond()) / 1_000_000)
    }

    /// Whole days since the epoch, in UTC.
    #[must_use]
    pub const fn day(self) -> i64 {
        self.0.div_euclid(Span::DAY.0)
    }

    /// Milliseconds since midnight, in UTC.
    #[must_use]
    pub const fn time_of_day(self) -> i64 {
        self.0.rem_euclid(Span::DAY.0)
    }

    /// The day of the week in UTC: 0 is Monday, 6 is Sunday.
    #[must_use]
    pub const fn weekday(self) -> u8 {
        (self.day() + 3).rem_euclid(7) as u8
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC: `2023-01-01T00:00:00Z`, with milliseconds only where there are any.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.civil();
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
            at.year(),
            at.month(),
            at.day(),
            at.hour(),
            at.minute(),
            at.second()
        )?;
        match self.0.rem_euclid(1000) {
            0 => f.write_str("Z"),
            millis => write!(f, ".{millis:03}Z"),
        }
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Sub for Timestamp {
    type Output = Span;
    fn sub(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl Add<Span> for Timestamp {
    type Output = Self;
    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl Sub<Span> for Timestamp {
    type Output = Self;
    fn sub(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }
}

impl Span {
    /// One second.
    pub const SECOND: Self = Self(1000);
    /// One minute.
    pub const MINUTE: Self = Self(60 * 1000);
    /// One hour.
    pub const HOUR: Self = Self(60 * 60 * 1000);
    /// One day of 24 hours.
    pub const DAY: Self = Self(24 * 60 * 60 * 1000);

    /// So many hours.
    #[must_use]
    pub const fn hours(hours: i64) -> Self {
        Self(hours * Self::HOUR.0)
    }

    /// So many days of 24 hours.
    #[must_use]
    pub const fn days(days: i64) -> Self {
        Self(days * Self::DAY.0)
    }
}

// From the largest; weeks are read but never written, since nobody says "52w".
const UNITS: [(&str, i64); 6] = [
    ("w", 7 * Span::DAY.0),
    ("d", Span::DAY.0),
    ("h", Span::HOUR.0),
    ("m", Span::MINUTE.0),
    ("s", Span::SECOND.0),
    ("ms", 1),
];

impl fmt::Display for Span {
    /// The largest unit that divides it: `30d`, `36h`, `90s`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (unit, size) =
            UNITS[1..].iter().find(|(_, size)| self.0 != 0 && self.0 % size == 0).copied().unwrap_or(("s", 1000));
        write!(f, "{}{unit}", self.0 / size)
    }
}

impl FromStr for Span {
    type Err = ParseSpanError;

    fn from_str(text: &str) -> Result<Self, ParseSpanError> {
        let fail = || ParseSpanError(text.to_owned());
        let trimmed = text.trim();
        let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
        let number: i64 = trimmed[..digits].parse().map_err(|_| fail())?;
        let unit = trimmed[digits..].trim();
        let (_, size) = UNITS.iter().find(|(name, _)| *name == unit).ok_or_else(fail)?;
        number.checked_mul(*size).map(Self).ok_or_else(fail)
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl Resolution {
    /// The length of one step.
    #[must_use]
    pub const fn step(self) -> Span {
        match self {
            Self::Millisecond => Span(1),
            Self::Second => Span::SECOND,
            Self::Minute => Span::MINUTE,
            Self::Hour => Span::HOUR,
            Self::Day => Span::DAY,
        }
    }

    /// The coarsest resolution that tells this instant: midnight is a day's, 10:30 a minute's.
    #[must_use]
    pub const fn of(at: Timestamp) -> Self {
        let within_day = at.time_of_day();
        if within_day == 0 {
            Self::Day
        } else if within_day % Span::HOUR.0 == 0 {
            Self::Hour
        } else if within_day % Span::MINUTE.0 == 0 {
            Self::Minute
        } else if within_day % Span::SECOND.0 == 0 {
            Self::Second
        } else {
            Self::Millisecond
        }
    }
}

impl fmt::Display for Resolution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Millisecond => "millisecond",
            Self::Second => "second",
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn instants_print_as_rfc_3339() {
        assert_eq!(Timestamp(0).to_string(), "1970-01-01T00:00:00Z");
        assert_eq!(Timestamp(1_672_531_200_000).to_string(), "2023-01-01T00:00:00Z");
        assert_eq!(Timestamp(-1).to_string(), "1969-12-31T23:59:59.999Z");
        assert_eq!(Timestamp(0).weekday(), 3, "the epoch was a Thursday");
    }

    #[test]
    fn spans_read_and_print() {
        for (text, span, printed) in [
            ("72h", Span::days(3), "3d"),
            ("2w", Span::days(14), "14d"),
            ("90s", Span(90_000), "90s"),
            ("5ms", Span(5), "5ms"),
        ] {
            assert_eq!(text.parse(), Ok(span));
            assert_eq!(span.to_string(), printed);
        }
        for text in ["", "h", "3", "-3h", "3 months", "99999999999999999d"] {
            assert!(text.parse::<Span>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn calendar_and_instant_agree(millis in Timestamp::MIN.0..=Timestamp::MAX.0) {
            prop_assert_eq!(Timestamp::from_civil(Timestamp(millis).civil()), Timestamp(millis));
        }
        #[test]
        fn a_span_reads_back(millis in 0..i64::MAX) {
            prop_assert_eq!(Span(millis).to_string().parse(), Ok(Span(millis)));
        }
    }
}
