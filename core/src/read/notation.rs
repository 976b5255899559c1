//! How times and amounts are written in a file, settled from the values at its beginning.
//!
//! **Day or month first.** Of two small numbers in a date, a first one above 12 proves that the day comes first, a second
//! one above 12 that the month does. If the values prove both, the more frequent wins (the day, if equal), a note says
//! `date-order-mixed`, and rows that contradict are rejected. If they prove neither, the day comes first, as in most of
//! the Americas, and a note says `date-order-assumed`.
//!
//! **Decimal mark.** An amount with point and comma has its decimal mark last. A mark that stands twice is no decimal
//! mark. One that stands once is, unless three digits follow it and one to three (and no zero alone) come before. The more
//! frequent proof wins; a note says `decimal-mark-mixed` if there are both. If nothing is proven, files apart by
//! semicolons have a comma and all others a point, and a note says `decimal-mark-assumed` where a value could be either.

use super::time::{Triple, date, days};
use super::{DateOrder, DecimalMark, Note, TimeParser, TimeShape, TimeUnit, is_absent, time};

/// How times are written, when at least one of the values can be read so; and what was assumed.
pub(super) fn times(
    values: &[&str],
    order: Option<DateOrder>,
    unit: Option<TimeUnit>,
) -> Option<(TimeShape, Option<Note>)> {
    let values: Vec<&[u8]> =
        values.iter().map(|value| value.trim().as_bytes()).filter(|value| !is_absent(value)).collect();
    let (shape, note) = match unit {
        Some(unit) => (TimeShape::Number(unit), None),
        None => match counted(&values) {
            Some(unit) => (TimeShape::Number(unit), None),
            None => calendar(&values, order),
        },
    };
    let mut parser = TimeParser::of(shape, 0);
    let reads = values.is_empty() || values.iter().any(|value| parser.parse(value).is_ok());
    reads.then_some((shape, note))
}

// Whether most values are a number of seconds or milliseconds since 1970 rather than a date.
fn counted(values: &[&[u8]]) -> Option<TimeUnit> {
    let (mut dates, mut seconds, mut millis) = (0, 0, 0);
    for value in values {
        let whole = value.split(|byte| *byte == b'.').next().unwrap_or_default();
        if orders(value).iter().any(Option::is_some) {
            dates += 1;
        } else if whole.iter().all(u8::is_ascii_digit) {
            match whole.len() {
                9 | 10 => seconds += 1,
                12 | 13 => millis += 1,
                _ => {}
            }
        }
    }
    match () {
        () if seconds > dates.max(millis) => Some(TimeUnit::UnixSeconds),
        () if millis > dates.max(seconds) => Some(TimeUnit::UnixMilliseconds),
        () => None,
    }
}

const ORDERS: [DateOrder; 3] = [DateOrder::YearFirst, DateOrder::DayFirst, DateOrder::MonthFirst];

// The day that a text is in each order, where the calendar has it.
fn orders(value: &[u8]) -> [Option<i64>; 3] {
    let triple = date(value).map(|(triple, _)| triple);
    ORDERS.map(|order| {
        let (year, month, day) = triple?.in_order(order)?;
        days(year, month, day)
    })
}

fn calendar(values: &[&[u8]], given: Option<DateOrder>) -> (TimeShape, Option<Note>) {
    if let Some(order) = given {
        return (TimeShape::Calendar(order), None);
    }
    let (mut year, mut day, mut month, mut either) = (0_u32, 0_u32, 0_u32, 0_u32);
    for value in values {
        let found = date(value).map(|(triple, _)| triple);
        match (found, orders(value)) {
            (None, _) | (_, [None, None, None]) => {}
            (Some(Triple::Plain(..)), _) | (Some(Triple::Compact(_)), [Some(_), ..]) => year += 1,
            // 98-12-31: no day is the 98th.
            (Some(Triple::Open { long: false, .. }), [Some(_), None, None]) => year += 1,
            (_, [_, Some(_), None]) => day += 1,
            (_, [_, None, Some(_)]) => month += 1,
            (_, [_, first, second]) => either += u32::from(first != second),
        }
    }
    let (order, topic, text) = match (day, month) {
        (0, 0) if either == 0 && year > 0 => (DateOrder::YearFirst, "", String::new()),
        (0, 0) if either > 0 => {
            let text = "no date tells whether the day or the month comes first; read as day first".to_owned();
            (DateOrder::DayFirst, "date-order-assumed", text)
        }
        (_, 0) => (DateOrder::DayFirst, "", String::new()),
        (0, _) => (DateOrder::MonthFirst, "", String::new()),
        _ => {
            let (order, first) =
                if day >= month { (DateOrder::DayFirst, "day") } else { (DateOrder::MonthFirst, "month") };
            let text = format!(
                "{day} dates have the day first and {month} the month; read as {first} first, the others are rejected"
            );
            (order, "date-order-mixed", text)
        }
    };
    (TimeShape::Calendar(order), (!topic.is_empty()).then_some(Note { topic, text }))
}

/// Whether most values of a column carry a time of day behind a date.
pub(super) fn mostly_with_time_of_day(values: &[&str]) -> bool {
    mostly(values, |value| time::tells_time_of_day(value.as_bytes()))
}

/// Whether most values of a column are a time of day and nothing else.
pub(super) fn mostly_times_of_day(values: &[&str]) -> bool {
    mostly(values, |value| time::is_time_of_day(value.as_bytes()))
}

fn mostly(values: &[&str], is: impl Fn(&str) -> bool) -> bool {
    let there = values.iter().filter(|value| !is_absent(value.as_bytes()));
    2 * there.clone().filter(|value| is(value.trim())).count() > there.count()
}

/// The decimal mark of a column, and what was assumed. `fallback` where nothing is proven.
pub(super) fn decimal_mark(values: &[&str], fallback: DecimalMark) -> (DecimalMark, Option<Note>) {
    let (mut point, mut comma, mut either) = (0_u32, 0_u32, 0_u32);
    for value in values {
        match proof(value) {
            Some(Some(DecimalMark::Point)) => point += 1,
            Some(Some(DecimalMark::Comma)) => comma += 1,
            Some(None) => either += 1,
            None => {}
        }
    }
    let name = |mark| if mark == DecimalMark::Point { "point" } else { "comma" };
    let (mark, topic, text) = match (point, comma) {
        (0, 0) if either > 0 => {
            let text = format!("no amount tells its decimal mark; read with a {}", name(fallback));
            (fallback, "decimal-mark-assumed", text)
        }
        (0, 0) => (fallback, "", String::new()),
        (_, 0) => (DecimalMark::Point, "", String::new()),
        (0, _) => (DecimalMark::Comma, "", String::new()),
        _ => {
            let mark = match point.cmp(&comma) {
                std::cmp::Ordering::Greater => DecimalMark::Point,
                std::cmp::Ordering::Less => DecimalMark::Comma,
                std::cmp::Ordering::Equal => fallback,
            };
            let text = format!(
                "{point} amounts have a decimal point and {comma} a comma; read with a {}, the others are rejected",
                name(mark)
            );
            (mark, "decimal-mark-mixed", text)
        }
    };
    (mark, (!topic.is_empty()).then_some(Note { topic, text }))
}

// The mark that an amount proves; inside, nothing when it has a mark that could be either; outside, nothing without mark.
fn proof(value: &str) -> Option<Option<DecimalMark>> {
    let first = value.find(|letter: char| letter.is_ascii_digit())?;
    let last = value.rfind(|letter: char| letter.is_ascii_digit())?;
    let number = &value[first..=last];
    let last_mark = number.rfind(['.', ','])?;
    let mark = if number.as_bytes()[last_mark] == b'.' { DecimalMark::Point } else { DecimalMark::Comma };
    let other = if mark == DecimalMark::Point { DecimalMark::Comma } else { DecimalMark::Point };
    let sign = &number[last_mark..=last_mark];
    let (once, both) =
        (number.matches(sign).count() == 1, number.contains(['.', ',']) && number.find(['.', ',']) != Some(last_mark));
    let before = &number[..last_mark];
    let after = number.len() - last_mark - 1;
    Some(match () {
        () if !once => Some(other),
        () if both => Some(mark),
        () if after != 3 || before.len() > 3 || before == "0" => Some(mark),
        () => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(values: &[&str]) -> (TimeShape, &'static str) {
        let (shape, note) = times(values, None, None).unwrap();
        (shape, note.map_or("", |note| note.topic))
    }

    #[test]
    fn the_order_of_dates_is_proven_or_assumed() {
        use DateOrder::*;
        for (values, expected, note) in [
            (&["01/02/2024", "13/02/2024"][..], DayFirst, ""),
            (&["01/02/2024", "02/13/2024"], MonthFirst, ""),
            (&["01/02/2024", "03/04/2024"], DayFirst, "date-order-assumed"),
            (&["13/01/2024", "14/01/2024", "01/15/2024"], DayFirst, "date-order-mixed"),
            (&["13/01/2024", "01/14/2024", "01/15/2024"], MonthFirst, "date-order-mixed"),
            (&["13/01/2024", "01/14/2024"], DayFirst, "date-order-mixed"),
            (&["01/01/2024"], DayFirst, ""),
            (&["2024-01-05 10:00"], YearFirst, ""),
            (&["20240105", "20241231"], YearFirst, ""),
            (&["31122024", "01022024"], DayFirst, ""),
            (&["12312024"], MonthFirst, ""),
            (&["98-12-31"], YearFirst, ""),
            (&["15-ene-2024"], YearFirst, ""),
            (&["", "null"], DayFirst, ""),
        ] {
            assert_eq!(order(values), (TimeShape::Calendar(expected), note), "{values:?}");
        }
    }

    #[test]
    fn numbers_are_told_from_dates_by_their_length() {
        assert_eq!(order(&["1704412800"]).0, TimeShape::Number(TimeUnit::UnixSeconds));
        assert_eq!(order(&["1704412800.25"]).0, TimeShape::Number(TimeUnit::UnixSeconds));
        assert_eq!(order(&["1704412800123"]).0, TimeShape::Number(TimeUnit::UnixMilliseconds));
        assert_eq!(times(&["45000"], None, None), None, "the day number of a spreadsheet");
        assert!(times(&["7"], None, Some(TimeUnit::Days)).is_some());
        assert_eq!(times(&["yesterday"], None, None), None);
    }

    #[test]
    fn the_decimal_mark_is_proven_or_assumed() {
        use DecimalMark::*;
        for (values, expected, note) in [
            (&["1,234.50"][..], Point, ""),
            (&["1.234,50"], Comma, ""),
            (&["1234,5"], Comma, ""),
            (&["12", "1.5"], Point, ""),
            (&["1.234.567"], Comma, ""),
            (&["1,234,567"], Point, ""),
            (&["1,234"], Point, "decimal-mark-assumed"),
            (&["1234.567"], Point, ""),
            (&["0,125"], Comma, ""),
            (&["12"], Point, ""),
            (&["R$ 1.234,50", "S/. 3"], Comma, ""),
            (&["1.5", "1,5", "2,5"], Comma, "decimal-mark-mixed"),
        ] {
            let (mark, found) = decimal_mark(values, Point);
            assert_eq!((mark, found.map_or("", |note| note.topic)), (expected, note), "{values:?}");
        }
        assert_eq!(decimal_mark(&["1.234"], Comma).0, Comma);
    }
}
