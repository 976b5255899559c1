//! Dates that are only partly known: a year, a month, something between two years, about then.
//!
//! Registers and lists of sanctions rarely know more. A date is the closed interval of days that it may be, so that two
//! of them can be compared without making one up: they may be the same when the intervals overlap.

use jiff::civil;
use serde::{Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A date, whole or partial, in the years 1000 to 2200.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    // Days since 1970.
    first: i32,
    last: i32,
    about: bool,
}

impl PartialDate {
    /// A day of the calendar; `None` when there is none.
    #[must_use]
    pub fn day(year: i64, month: i64, day: i64) -> Option<Self> {
        let day = days(year, month, day)?;
        Some(Self { first: day, last: day, about: false })
    }

    /// A month.
    #[must_use]
    pub fn month(year: i64, month: i64) -> Option<Self> {
        let first = days(year, month, 1)?;
        let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        // The year after the last is no date of ours, and its first day is all the same a day.
        let next = civil::Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, 1).ok()?;
        Some(Self { first, last: since_1970(next) - 1, about: false })
    }

    /// A year.
    #[must_use]
    pub fn year(year: i64) -> Option<Self> {
        Some(Self { first: days(year, 1, 1)?, last: days(year, 12, 31)?, about: false })
    }

    /// Something between two dates, both included; `None` when the second ends before the first begins.
    #[must_use]
    pub fn between(from: Self, to: Self) -> Option<Self> {
        let between = Self { first: from.first, last: to.last, about: from.about || to.about };
        (between.first <= between.last).then_some(between)
    }

    /// The same, told as an estimate.
    #[must_use]
    pub const fn about(self) -> Self {
        Self { about: true, ..self }
    }

    /// Whether the source tells it as an estimate (`circa`).
    #[must_use]
    pub const fn is_about(self) -> bool {
        self.about
    }

    /// The first day that it may be, in days since 1970-01-01.
    #[must_use]
    pub const fn first_day(self) -> i32 {
        self.first
    }

    /// The last day that it may be, in days since 1970-01-01.
    #[must_use]
    pub const fn last_day(self) -> i32 {
        self.last
    }

    /// Whether it is known to the day.
    #[must_use]
    pub const fn is_day(self) -> bool {
        self.first == self.last
    }

    /// Whether the two may be the same date: whether their intervals overlap. Estimates are taken as they stand.
    #[must_use]
    pub const fn may_equal(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

fn days(year: i64, month: i64, day: i64) -> Option<i32> {
    if !(1000..=2200).contains(&year) {
        return None;
    }
    civil::Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok().map(since_1970)
}

fn since_1970(date: civil::Date) -> i32 {
    (date.duration_since(civil::date(1970, 1, 1)).as_secs() / 86_400) as i32
}

fn date(days: i32) -> civil::Date {
    civil::date(1970, 1, 1).saturating_add(jiff::Span::new().days(days))
}

impl fmt::Display for PartialDate {
    /// As ISO 8601 has it: `1970-03-01`, `1970-03`, `1970`, `1953/1958`; `~` behind an estimate.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = (date(self.first), date(self.last));
        let year_begins = first.month() == 1 && first.day() == 1;
        let year_ends = last.month() == 12 && last.day() == 31;
        match () {
            () if self.is_day() => write!(f, "{first}")?,
            () if year_begins && year_ends && first.year() == last.year() => write!(f, "{:04}", first.year())?,
            () if year_begins && year_ends => write!(f, "{:04}/{:04}", first.year(), last.year())?,
            () if first.day() == 1 && last == first.last_of_month() => {
                write!(f, "{:04}-{:02}", first.year(), first.month())?;
            }
            () => write!(f, "{first}/{last}")?,
        }
        if self.about { f.write_str("~") } else { Ok(()) }
    }
}

/// The text is no date: see [`PartialDate::from_str`](std::str::FromStr::from_str).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadDate;

impl fmt::Display for BadDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("write it as 2024-06-30, 2024-06 or 2024")
    }
}

impl std::error::Error for BadDate {}

impl FromStr for PartialDate {
    type Err = BadDate;

    /// Reads a day, a month or a year as ISO 8601 has them.
    fn from_str(text: &str) -> Result<Self, BadDate> {
        let digits = |part: &str, length: usize| {
            let plain = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
            if plain { part.parse::<i64>().ok() } else { None }
        };
        let parts: Vec<&str> = text.split('-').collect();
        match parts.as_slice() {
            [year] => digits(year, 4).and_then(Self::year),
            [year, month] => digits(year, 4).zip(digits(month, 2)).and_then(|(year, month)| Self::month(year, month)),
            [year, month, day] => digits(year, 4)
                .zip(digits(month, 2))
                .zip(digits(day, 2))
                .and_then(|((year, month), day)| Self::day(year, month, day)),
            _ => None,
        }
        .ok_or(BadDate)
    }
}

impl fmt::Debug for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_print_as_much_as_they_tell() {
        let year = |year| PartialDate::year(year).unwrap();
        for (date, text) in [
            (PartialDate::day(1978, 12, 11), "1978-12-11"),
            (PartialDate::month(1967, 12), "1967-12"),
            (PartialDate::month(2000, 2), "2000-02"),
            (PartialDate::year(1954), "1954"),
            (PartialDate::year(1954).map(PartialDate::about), "1954~"),
            (PartialDate::between(year(1953), year(1958)), "1953/1958"),
            (PartialDate::between(PartialDate::day(1960, 1, 5).unwrap(), year(1961)), "1960-01-05/1961-12-31"),
            (PartialDate::year(2200), "2200"),
            (PartialDate::month(2200, 12), "2200-12"),
        ] {
            assert_eq!(date.unwrap().to_string(), text);
        }
        assert_eq!(PartialDate::day(1970, 1, 1).unwrap().first_day(), 0);
        for none in [PartialDate::day(2001, 2, 29), PartialDate::day(999, 1, 1), PartialDate::month(1990, 13)] {
            assert_eq!(none, None);
        }
        assert_eq!(PartialDate::between(year(1958), year(1953)), None);
    }

    #[test]
    fn what_prints_is_read() {
        for text in ["1978-12-11", "1967-12", "1954", "2000-02-29"] {
            assert_eq!(text.parse::<PartialDate>().unwrap().to_string(), text);
        }
        for text in ["", "78", "2001-02-29", "2001-13", "2001-1-1", "1954~", "2001-01-01-01", "+999", "20 1"] {
            assert_eq!(text.parse::<PartialDate>(), Err(BadDate), "{text}");
        }
    }

    #[test]
    fn what_overlaps_may_be_the_same() {
        let day = PartialDate::day(1967, 12, 22).unwrap();
        assert!(day.may_equal(PartialDate::year(1967).unwrap()));
        assert!(PartialDate::month(1967, 12).unwrap().may_equal(day));
        assert!(!day.may_equal(PartialDate::month(1967, 11).unwrap()));
    }
}
