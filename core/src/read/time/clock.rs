//! Times of day and zones.

use super::{Clock, Zone};

const SPACES: [&[u8]; 4] = [b" ", b"\t", "\u{a0}".as_bytes(), "\u{202f}".as_bytes()];

/// A fraction of a second in milliseconds; what is below is cut off.
pub(super) fn fraction(digits: &[u8]) -> i64 {
    (0..3).fold(0, |millis, place| millis * 10 + digits.get(place).map_or(0, |digit| i64::from(digit - b'0')))
}

pub(super) fn trim(mut text: &[u8]) -> &[u8] {
    loop {
        let shorter = SPACES.iter().find_map(|space| text.strip_prefix(*space).or_else(|| text.strip_suffix(*space)));
        match shorter {
            Some(shorter) => text = shorter,
            None => return text.trim_ascii(),
        }
    }
}

/// A column that holds a time of day alone.
pub(super) fn whole(text: &[u8]) -> Option<Clock> {
    clock(trim(text), true)
}

/// What follows a date: nothing, or a time of day behind a mark.
pub(super) fn after_date(rest: &[u8]) -> Option<Clock> {
    match rest {
        [] => Some(Clock::default()),
        // DB2 writes 2024-01-05-10.30.45.123456, and sometimes a point for that minus.
        [b'-' | b'.', time @ ..] if time.len() >= 8 && time[2] == b'.' && time[5] == b'.' => clock(time, false),
        [b'T' | b't', time @ ..] => clock(time, true),
        [b',', time @ ..] => clock(trim(time), false),
        [digit, ..] if digit.is_ascii_digit() => clock(rest, true),
        _ => {
            let time = trim(rest);
            if time.len() == rest.len() {
                // `Z` and offsets may follow a date alone, as XML Schema writes dates.
                return zone(rest).map(|zone| Clock { millis: 0, zone: Some(zone) });
            }
            if time.is_empty() { Some(Clock::default()) } else { clock(time, false) }
        }
    }
}

fn digits(text: &[u8]) -> (&[u8], &[u8]) {
    text.split_at(text.iter().take_while(|byte| byte.is_ascii_digit()).count())
}

fn value(digits: &[u8]) -> i64 {
    digits.iter().fold(0, |value, digit| value * 10 + i64::from(digit - b'0'))
}

fn clock(text: &[u8], compact: bool) -> Option<Clock> {
    let (first, rest) = digits(text);
    let (hours, minutes, seconds, rest) = match first.len() {
        4 | 6 if compact => {
            let seconds = if first.len() == 6 { value(&first[4..]) } else { 0 };
            (value(&first[..2]), value(&first[2..4]), seconds, rest)
        }
        1 | 2 => {
            let (minutes, seconds, rest) = minutes(rest)?;
            (value(first), minutes, seconds, rest)
        }
        _ => return None,
    };
    let (millis, rest) = match rest {
        [b'.' | b',', rest @ ..] => {
            let (parts, rest) = digits(rest);
            if parts.is_empty() {
                return None;
            }
            (fraction(parts), rest)
        }
        _ => (0, rest),
    };
    let (hours, rest) = half_day(hours, trim(rest))?;
    if hours > 23 || minutes > 59 || seconds > 59 {
        return None;
    }
    let rest = trim(rest);
    let zone = if rest.is_empty() { None } else { Some(zone(rest)?) };
    Some(Clock { millis: (hours * 3600 + minutes * 60 + seconds) * 1000 + millis, zone })
}

// Behind the hour: `:30`, `.30`, `h30`, then perhaps seconds, then perhaps what French and Portuguese put last. An hour
// alone must say `am`, `pm` or `h`.
fn minutes(rest: &[u8]) -> Option<(i64, i64, &[u8])> {
    let (mark, after) = rest.split_first()?;
    match mark {
        b':' | b'.' | b'h' | b'H' => {
            let (part, after) = digits(after);
            match part.len() {
                2 => {}
                0 if matches!(mark, b'h' | b'H') => return Some((0, 0, after)),
                _ => return None,
            }
            let minutes = value(part);
            let (mark, behind) = match after {
                [b':' | b'.', behind @ ..] if after[0] == *mark => (true, behind),
                [b'm', b'i', b'n', behind @ ..] | [b'm', behind @ ..] if matches!(mark, b'h' | b'H') => (false, behind),
                _ => return Some((minutes, 0, after)),
            };
            let (part, behind) = digits(behind);
            match part.len() {
                2 => Some((minutes, value(part), behind.strip_prefix(b"s").unwrap_or(behind))),
                0 if !mark => Some((minutes, 0, behind)),
                _ => None,
            }
        }
        b' ' | b'a' | b'p' | b'A' | b'P' => {
            half_day(1, trim(rest)).filter(|(_, rest)| rest.is_empty()).map(|_| (0, 0, rest))
        }
        _ => None,
    }
}

// AM and PM: `am`, `AM`, `a.m.`, `a. m.`. Noon is 12 PM, midnight 12 AM.
fn half_day(hours: i64, text: &[u8]) -> Option<(i64, &[u8])> {
    let after = |letter: u8, text: &'_ [u8]| -> Option<usize> {
        text.first().filter(|byte| byte.to_ascii_lowercase() == letter)?;
        let mut used = 1;
        used += usize::from(text.get(used) == Some(&b'.'));
        while let Some(space) = SPACES.iter().find(|space| text[used..].starts_with(space)) {
            used += space.len();
        }
        text.get(used).filter(|byte| byte.eq_ignore_ascii_case(&b'm'))?;
        used += 1;
        Some(used + usize::from(text.get(used) == Some(&b'.')))
    };
    for (letter, later) in [(b'a', 0), (b'p', 12)] {
        if let Some(used) = after(letter, text) {
            return (1..=12).contains(&hours).then(|| (hours % 12 + later, &text[used..]));
        }
    }
    Some((hours, text))
}

fn zone(text: &[u8]) -> Option<Zone> {
    if [b"Z".as_slice(), b"UTC", b"GMT"].iter().any(|name| text.eq_ignore_ascii_case(name)) {
        return Some(Zone::Utc);
    }
    let text = text.strip_prefix(b"UTC").or_else(|| text.strip_prefix(b"GMT")).unwrap_or(text);
    offset(text).map(Zone::East)
}

/// Minutes east of UTC: `-05`, `-5`, `-0500`, `-05:00`, at most 18 hours away.
pub(in crate::read) fn offset(text: &[u8]) -> Option<i16> {
    let (sign, rest) = match text {
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let (first, rest) = digits(rest);
    let (hours, minutes) = match (first.len(), rest) {
        (1 | 2, []) => (value(first), 0),
        (4, []) => (value(&first[..2]), value(&first[2..])),
        (1 | 2, [b':', minutes @ ..]) if minutes.len() == 2 && minutes.iter().all(u8::is_ascii_digit) => {
            (value(first), value(minutes))
        }
        _ => return None,
    };
    (hours <= 18 && minutes <= 59).then(|| sign * (hours * 60 + minutes) as i16)
}
