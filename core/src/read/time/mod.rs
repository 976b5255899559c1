//! Times as exports write them, into instants.
//!
//! What the numbers of a date mean is settled for the whole file (see [`super::Plan`]); what is read here is exact or a
//! rejection, never a guess for a single row.
//!
//! - Dates: `2024-01-05`, `05/01/2024`, `5.1.24`, `20240105`, `15-ene-2024`, `15 de marzo de 2024`, `Jan 5, 2024`, with
//!   month names in English, Spanish, Portuguese and French. A date that begins with four digits is year first whatever
//!   the order of the file. Years of two digits are 1970 to 2069. Only years 1900 to 2200 are accepted.
//! - Times of day: `09:30`, `9:30:15.250`, `09h30`, `9:30 p. m.`, after a space, a `T`, a comma, or (DB2) a `-` or `.`;
//!   `093015` after a `T`, after a compact date or in a column of its own. What is below a millisecond is cut off.
//! - Zones: `Z`, `UTC`, `GMT`, `-05`, `-0500`, `-05:00`. Names of zones are refused: they need a table of rules.
//! - Numbers since an epoch, when the plan says so. Day numbers of spreadsheets are refused: they cannot be told from
//!   other numbers.

mod calendar;
mod clock;

pub(super) use calendar::{Triple, date};
pub(super) use clock::offset;

use super::{DateOrder, Plan, Reason, TimeShape, TimeUnit};
use crate::model::{Span, Timestamp};
use jiff::civil;

/// Reads the times of one file. It remembers the last date, since rows next to each other mostly share it.
#[derive(Clone, Debug)]
pub struct TimeParser {
    shape: TimeShape,
    utc_offset: i16,
    last: [u8; 10],
    last_day: i64,
}

/// A time of day, in milliseconds since midnight, and minutes east of UTC where the text tells; `None` too for `Z`,
/// which says when and not where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) millis: i64,
    pub(super) zone: Option<Zone>,
}

/// A zone that a text names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    /// `Z`, `UTC`, `GMT`.
    Utc,
    /// Minutes east of UTC.
    East(i16),
}

const FIRST: i64 = -2_208_988_800_000;
const LAST: i64 = 7_289_654_399_999;

impl TimeParser {
    /// A parser for the times of the file that was understood so.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        Self::of(plan.time, plan.utc_offset)
    }

    /// A parser for times of this shape; `utc_offset` is minutes east of UTC of those without a zone.
    #[must_use]
    pub fn of(shape: TimeShape, utc_offset: i16) -> Self {
        Self { shape, utc_offset, last: [0; 10], last_day: 0 }
    }

    /// The instant, and minutes east of UTC of the clock it was read from where that is known: from the text, or from an
    /// offset other than zero given for the file.
    ///
    /// Time: linear in the text; a fixed shape with the date of the row before takes one comparison and a few digits.
    /// No allocation.
    ///
    /// # Errors
    /// [`Reason::MissingField`] for an absent value, [`Reason::BadTime`] for what is no time of the file's shape, is on
    /// no calendar, or lies outside the years 1900 to 2200.
    #[inline]
    pub fn parse(&mut self, text: &[u8]) -> Result<(Timestamp, Option<i16>), Reason> {
        match self.fixed(text) {
            Some(local) => self.instant(local, None),
            None => self.free(text, None),
        }
    }

    /// The same for a date with its time of day in another column. An absent time of day is midnight. The date may
    /// carry a time of day itself only if that is midnight.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    pub fn parse_with_time_of_day(
        &mut self,
        date: &[u8],
        time_of_day: &[u8],
    ) -> Result<(Timestamp, Option<i16>), Reason> {
        if super::absent::is_absent(time_of_day) {
            return self.parse(date);
        }
        let clock = clock::whole(time_of_day).ok_or(Reason::BadTime)?;
        match self.fixed(date) {
            Some(local) if local % Span::DAY.0 == 0 => self.instant(local + clock.millis, clock.zone),
            Some(_) => Err(Reason::BadTime),
            None => self.free(date, Some(clock)),
        }
    }

    // Milliseconds of local time for the shapes in which nearly all rows come: a date of ten bytes, then nothing or
    // `hh:mm`, perhaps `:ss`. A trailing `Z` is left to the other way unless the file's own offset is zero.
    #[inline]
    fn fixed(&mut self, text: &[u8]) -> Option<i64> {
        let (date, rest) = text.split_first_chunk::<10>()?;
        let day = if *date == self.last { self.last_day } else { self.fixed_date(date)? };
        let clock = match rest {
            [] => 0,
            [b' ' | b'T', rest @ ..] => {
                let rest = match rest {
                    [rest @ .., b'Z'] if self.utc_offset == 0 => rest,
                    rest => rest,
                };
                let ([a, b, b':', c, d], seconds) = rest.split_first_chunk::<5>()? else { return None };
                let seconds = match seconds {
                    [] => 0,
                    [b':', e, f] => two(*e, *f)?,
                    _ => return None,
                };
                let (hours, minutes) = (two(*a, *b)?, two(*c, *d)?);
                if hours > 23 || minutes > 59 || seconds > 59 {
                    return None;
                }
                (hours * 3600 + minutes * 60 + seconds) * 1000
            }
            _ => return None,
        };
        Some(day * Span::DAY.0 + clock)
    }

    fn fixed_date(&mut self, text: &[u8; 10]) -> Option<i64> {
        let TimeShape::Calendar(order) = self.shape else { return None };
        let (year, month, day) = match *text {
            [a, b, c, d, s, e, f, t, g, h] if s == t && matches!(s, b'-' | b'/' | b'.') => {
                (two(a, b)? * 100 + two(c, d)?, two(e, f)?, two(g, h)?)
            }
            [a, b, s, c, d, t, e, f, g, h] if s == t && matches!(s, b'-' | b'/' | b'.') => {
                let (first, second, year) = (two(a, b)?, two(c, d)?, two(e, f)? * 100 + two(g, h)?);
                match order {
                    DateOrder::MonthFirst => (year, first, second),
                    DateOrder::DayFirst | DateOrder::YearFirst => (year, second, first),
                }
            }
            _ => return None,
        };
        let day = days(year, month, day)?;
        (self.last, self.last_day) = (*text, day);
        Some(day)
    }

    fn free(&self, text: &[u8], clock: Option<Clock>) -> Result<(Timestamp, Option<i16>), Reason> {
        let text = clock::trim(text);
        if super::absent::is_absent(text) {
            return Err(Reason::MissingField);
        }
        match self.shape {
            TimeShape::Number(unit) => {
                let millis = number(text, unit).ok_or(Reason::BadTime)?;
                let clock = clock.map_or(0, |clock| clock.millis);
                within(millis + clock).map(|time| (time, None))
            }
            TimeShape::Calendar(order) => {
                let (triple, rest) = date(text).ok_or(Reason::BadTime)?;
                let (year, month, day) = triple.in_order(order).ok_or(Reason::BadTime)?;
                let day = days(year, month, day).ok_or(Reason::BadTime)?;
                let own = clock::after_date(rest).ok_or(Reason::BadTime)?;
                let clock = match clock {
                    None => own,
                    Some(clock) if own.millis == 0 => Clock { zone: clock.zone.or(own.zone), ..clock },
                    Some(_) => return Err(Reason::BadTime),
                };
                self.instant(day * Span::DAY.0 + clock.millis, clock.zone)
            }
        }
    }

    #[inline]
    fn instant(&self, local: i64, zone: Option<Zone>) -> Result<(Timestamp, Option<i16>), Reason> {
        let (east, told) = match zone {
            Some(Zone::Utc) => (0, None),
            Some(Zone::East(minutes)) => (minutes, Some(minutes)),
            None => (self.utc_offset, (self.utc_offset != 0).then_some(self.utc_offset)),
        };
        let millis = local - i64::from(east) * Span::MINUTE.0;
        within(millis).map(|time| (time, told))
    }
}

/// Whether a text ends with a zone, when it is a date with one.
pub(super) fn tells_zone(text: &[u8]) -> bool {
    let rest = date(clock::trim(text)).and_then(|(_, rest)| clock::after_date(rest));
    rest.is_some_and(|clock| clock.zone.is_some())
}

/// The time of day behind a date; `None` for a date alone or no date.
pub(super) fn tells_time_of_day(text: &[u8]) -> bool {
    date(clock::trim(text)).is_some_and(|(_, rest)| !clock::trim(rest).is_empty())
}

/// Whether a text is a time of day and nothing else.
pub(super) fn is_time_of_day(text: &[u8]) -> bool {
    clock::whole(text).is_some()
}

#[inline]
fn within(millis: i64) -> Result<Timestamp, Reason> {
    if (FIRST..=LAST).contains(&millis) { Ok(Timestamp(millis)) } else { Err(Reason::BadTime) }
}

#[inline]
fn two(tens: u8, ones: u8) -> Option<i64> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then(|| i64::from(tens * 10 + ones))
}

/// Days since 1970 of a date that the calendar has, in the years 1900 to 2200.
pub(super) fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1900..=2200).contains(&year) {
        return None;
    }
    let date = civil::Date::new(year as i16, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(date.duration_since(civil::date(1970, 1, 1)).as_secs() / 86_400)
}

fn number(text: &[u8], unit: TimeUnit) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        all => (false, all),
    };
    let (whole, fraction) = match digits.iter().position(|byte| *byte == b'.') {
        Some(at) => (&digits[..at], &digits[at + 1..]),
        None => (digits, &digits[..0]),
    };
    let all_digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    if whole.is_empty() || whole.len() > 15 || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let whole = whole.iter().fold(0, |value, digit| value * 10 + i64::from(digit - b'0'));
    let step = match unit {
        TimeUnit::UnixMilliseconds => 1,
        TimeUnit::UnixSeconds => Span::SECOND.0,
        TimeUnit::Hours => Span::HOUR.0,
        TimeUnit::Days => Span::DAY.0,
    };
    let part = match unit {
        TimeUnit::UnixSeconds => clock::fraction(fraction),
        // Spreadsheets write 12 as 12.0; half a step is no step.
        TimeUnit::Hours | TimeUnit::Days if fraction.iter().any(|digit| *digit != b'0') => return None,
        _ => 0,
    };
    let millis = whole.checked_mul(step)?.checked_add(part)?;
    match unit {
        TimeUnit::Hours | TimeUnit::Days if negative => None,
        _ => Some(if negative { -millis } else { millis }),
    }
}

#[cfg(test)]
mod tests;
