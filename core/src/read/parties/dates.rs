//! Dates as registers and lists write them, as far as they tell: `1970`, `Mar 1970`, `circa 1954`, `between 1953 and 1958`,
//! `01 Jan 1960 to 31 Dec 1961`, beside all that [times](super::super::time) of transactions may be.
//!
//! A year of two digits is 1930 to 2029: these are dates of birth and of founding. Of a date of two small numbers, the
//! order that the file shows decides; where the number for the month is no month, the other order is the only one there is.

use super::super::time::{Triple, date};
use super::super::{DateOrder, is_absent};
use crate::model::PartialDate;

/// The date that a text tells; `None` where it tells none, or more than one could be meant.
pub(super) fn read(text: &str, order: DateOrder) -> Option<PartialDate> {
    let text = text.trim().trim_end_matches(['.', ';', ',']);
    if is_absent(text.as_bytes()) || text.len() > LONGEST {
        return None;
    }
    let (text, about) = without_about(text);
    let found = range(text, order).or_else(|| single(text, order))?;
    Some(if about { found.about() } else { found })
}

const LONGEST: usize = 80;

const ABOUT: [&str; 18] = [
    "circa",
    "approximately",
    "approx.",
    "approx",
    "about",
    "around",
    "ca.",
    "ca",
    "c.",
    "alrededor de",
    "aprox.",
    "aproximadamente",
    "hacia",
    "cerca de",
    "por volta de",
    "environ",
    "env.",
    "vers",
];

fn without_about(text: &str) -> (&str, bool) {
    let lower = text.to_ascii_lowercase();
    let word = ABOUT.iter().find(|word| {
        lower.starts_with(**word)
            && (word.ends_with('.') || lower[word.len()..].starts_with([' ', '.']))
            && lower.len() > word.len()
    });
    match word {
        Some(word) => (text[word.len()..].trim_start(), true),
        None => text.strip_prefix('~').or_else(|| text.strip_suffix('~')).map_or((text, false), |text| (text, true)),
    }
}

const BETWEEN: [(&str, &str); 6] =
    [("between ", " and "), ("entre ", " y "), ("entre ", " e "), ("entre ", " et "), ("from ", " to "), ("", " to ")];

fn range(text: &str, order: DateOrder) -> Option<PartialDate> {
    let lower = text.to_ascii_lowercase();
    for (before, middle) in BETWEEN {
        if lower.starts_with(before)
            && let Some(at) = lower[before.len()..].find(middle)
        {
            let (from, to) = (&text[before.len()..before.len() + at], &text[before.len() + at + middle.len()..]);
            return PartialDate::between(single(from.trim(), order)?, single(to.trim(), order)?);
        }
    }
    // 1953-1958, 1953/1958: a year and a month have not as many digits.
    let (from, to) = text.split_once(['-', '/', '–'])?;
    let (from, to) = (year(from.trim())?, year(to.trim())?);
    PartialDate::between(PartialDate::year(from)?, PartialDate::year(to)?)
}

fn year(text: &str) -> Option<i64> {
    (text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

fn single(text: &str, order: DateOrder) -> Option<PartialDate> {
    if let Some(year) = year(text) {
        return PartialDate::year(year);
    }
    if let Some(month) = month(text) {
        return Some(month);
    }
    let (triple, rest) = date(text.as_bytes())?;
    // A time of day or a zone may follow, as ISO 8601, XML Schema and databases write them.
    let zone = |rest: &[u8]| matches!(rest, [b'+' | b'-', h, i, b':', m, n] if [h, i, m, n].iter().all(|d| d.is_ascii_digit()));
    let ended = matches!(rest, [] | [b'Z'] | [b'T' | b' ', b'0'..=b'9', ..]) || zone(rest);
    if !ended {
        return None;
    }
    if let Triple::Plain(year, month, 0) = triple {
        // 1970-00-00, 1970-03-00
        return if month == 0 { PartialDate::year(year) } else { PartialDate::month(year, month) };
    }
    let whole = text.as_bytes().windows(4).any(|digits| digits.iter().all(u8::is_ascii_digit));
    let day = |order| {
        let (year, month, day) = triple.in_order(order)?;
        PartialDate::day(if whole || year < 2030 { year } else { year - 100 }, month, day)
    };
    let other = match order {
        DateOrder::DayFirst | DateOrder::YearFirst => DateOrder::MonthFirst,
        DateOrder::MonthFirst => DateOrder::DayFirst,
    };
    day(order).or_else(|| match triple {
        Triple::Open { long: true, .. } => day(other),
        Triple::Compact(_) => day(DateOrder::YearFirst),
        _ => None,
    })
}

// 1970-03, 03/1970, Mar 1970, marzo de 1970: a month and its year. The first of that month is read, and its day left out.
fn month(text: &str) -> Option<PartialDate> {
    let parts: Vec<&str> = text.split(['-', '/', '.', ' ', ',']).filter(|part| !part.is_empty()).collect();
    let parts: Vec<&str> = parts.into_iter().filter(|part| !matches!(*part, "de" | "of" | "del")).collect();
    let [one, two] = parts.as_slice() else { return None };
    let (year, month) = match (year(one), year(two)) {
        (Some(year), None) => (year, two),
        (None, Some(year)) => (year, one),
        _ => return None,
    };
    if month.len() <= 2 {
        let month: i64 = month.parse().ok()?;
        return if month == 0 { PartialDate::year(year) } else { PartialDate::month(year, month) };
    }
    match date(format!("1 {month} {year}").as_bytes())? {
        (Triple::Plain(year, month, 1), []) => PartialDate::month(year, month),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_of_registers_and_lists_are_read_as_far_as_they_tell() {
        for (text, order, found) in [
            ("1978-12-11", DateOrder::DayFirst, "1978-12-11"),
            ("12/11/1978", DateOrder::MonthFirst, "1978-12-11"),
            ("12/11/1978", DateOrder::DayFirst, "1978-11-12"),
            ("20/8/1991", DateOrder::MonthFirst, "1991-08-20"),
            ("3/1/70", DateOrder::MonthFirst, "1970-03-01"),
            ("4/2/31", DateOrder::MonthFirst, "1931-04-02"),
            ("8/2/06", DateOrder::MonthFirst, "2006-08-02"),
            ("15-Mar-92", DateOrder::DayFirst, "1992-03-15"),
            ("24-May-11", DateOrder::DayFirst, "2011-05-24"),
            ("Mar 1 1970", DateOrder::DayFirst, "1970-03-01"),
            ("14 Jun 1975", DateOrder::DayFirst, "1975-06-14"),
            ("1938", DateOrder::DayFirst, "1938"),
            ("circa 1954", DateOrder::DayFirst, "1954~"),
            ("Approximately 1963", DateOrder::DayFirst, "1963~"),
            ("1970-03", DateOrder::DayFirst, "1970-03"),
            ("03/1970", DateOrder::DayFirst, "1970-03"),
            ("Aug 1969", DateOrder::DayFirst, "1969-08"),
            ("marzo de 1970", DateOrder::DayFirst, "1970-03"),
            ("1970-00-00", DateOrder::DayFirst, "1970"),
            ("between 1953 and 1958", DateOrder::DayFirst, "1953/1958"),
            ("1953-1958", DateOrder::DayFirst, "1953/1958"),
            ("01 Jan 1960 to 31 Dec 1961", DateOrder::DayFirst, "1960/1961"),
            ("1856-05-01", DateOrder::DayFirst, "1856-05-01"),
            ("2013-09-26T00:00:00", DateOrder::DayFirst, "2013-09-26"),
            ("2015-04-07-04:00", DateOrder::YearFirst, "2015-04-07"),
            ("19780612", DateOrder::YearFirst, "1978-06-12"),
        ] {
            assert_eq!(read(text, order).map(|date| date.to_string()).as_deref(), Some(found), "{text}");
        }
        for text in
            ["", "unknown", "31/2/1970", "1970-13", "12", "1 Jan", "-0-", "c", "19", "1958-1953", "3/1/70 or so"]
        {
            assert_eq!(read(text, DateOrder::DayFirst), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_date_or_none(text in ".{0,24}|[0-9/ -]{0,12}|(circa |between )?[0-9]{4}( and | to )?[0-9]{0,4}") {
            let _ = read(&text, DateOrder::MonthFirst);
        }
    }
}
