//! Dates: three parts, of which one may be the name of a month.

use super::super::DateOrder;

/// The parts of a date as they are written, before anybody has said which is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) enum Triple {
    /// Year, month, day: nothing left to settle.
    Plain(i64, i64, i64),
    /// Two numbers that are day and month in either order, and the year with whether it has four digits.
    Open { first: i64, second: i64, year: i64, long: bool },
    /// Eight digits.
    Compact([u8; 8]),
}

impl Triple {
    /// Year, month and day when the parts are in this order.
    pub(in crate::read) fn in_order(self, order: DateOrder) -> Option<(i64, i64, i64)> {
        match self {
            Self::Plain(year, month, day) => Some((year, month, day)),
            Self::Open { first, second, year, long } => Some(match (order, long) {
                (DateOrder::DayFirst | DateOrder::YearFirst, true) => (year, second, first),
                (DateOrder::MonthFirst, true) => (year, first, second),
                (DateOrder::DayFirst, false) => (century(year), second, first),
                (DateOrder::MonthFirst, false) => (century(year), first, second),
                (DateOrder::YearFirst, false) => (century(first), second, year),
            }),
            Self::Compact(digits) => {
                let part = |from: usize, to: usize| value(&digits[from..to]);
                Some(match order {
                    DateOrder::YearFirst => (part(0, 4), part(4, 6), part(6, 8)),
                    DateOrder::DayFirst => (part(4, 8), part(2, 4), part(0, 2)),
                    DateOrder::MonthFirst => (part(4, 8), part(0, 2), part(2, 4)),
                })
            }
        }
    }
}

// Two digits are a year from 1970 to 2069, as POSIX has it but for 1969, which no export of transactions means.
const fn century(year: i64) -> i64 {
    if year < 70 { 2000 + year } else { 1900 + year }
}

fn value(digits: &[u8]) -> i64 {
    digits.iter().fold(0, |value, digit| value * 10 + i64::from(digit - b'0'))
}

enum Part<'a> {
    Number(&'a [u8]),
    Month(i64),
}

/// The date that a text begins with, and what follows it.
pub(in crate::read) fn date(text: &[u8]) -> Option<(Triple, &[u8])> {
    let (first, rest) = part(text)?;
    if let Part::Number(digits) = first
        && matches!(digits.len(), 8 | 12 | 14)
    {
        let (date, time) = text.split_at(8);
        // Twelve and fourteen digits carry the time of day; the clock reads them on.
        return Some((Triple::Compact(*date.first_chunk()?), time));
    }
    let (mark, rest) = separator(rest)?;
    let (second, rest) = part(rest)?;
    let (other, rest) = separator(rest)?;
    let (third, rest) = part(rest)?;
    let triple = match (first, second, third) {
        (Part::Number(first), Part::Number(second), Part::Number(third)) => {
            if mark != other || mark.is_none() || second.len() > 2 {
                return None;
            }
            match (first.len(), third.len()) {
                (4, 1 | 2) => Triple::Plain(value(first), value(second), value(third)),
                (1 | 2, 2 | 4) => Triple::Open {
                    first: value(first),
                    second: value(second),
                    year: value(third),
                    long: third.len() == 4,
                },
                _ => return None,
            }
        }
        (Part::Number(first), Part::Month(month), Part::Number(third))
        | (Part::Month(month), Part::Number(first), Part::Number(third)) => match (first.len(), third.len()) {
            (4, 1 | 2) => Triple::Plain(value(first), month, value(third)),
            (1 | 2, 4) => Triple::Plain(value(third), month, value(first)),
            (1 | 2, 2) => Triple::Plain(century(value(third)), month, value(first)),
            _ => return None,
        },
        _ => return None,
    };
    Some((triple, rest))
}

fn part(text: &[u8]) -> Option<(Part<'_>, &[u8])> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if digits > 0 {
        return Some((Part::Number(&text[..digits]), &text[digits..]));
    }
    let letters = text.iter().take_while(|byte| byte.is_ascii_alphabetic() || **byte >= 0x80).count();
    Some((Part::Month(month(&text[..letters])?), &text[letters..]))
}

// One of `-`, `/`, `.` alone, which it returns; or any mixture of spaces, commas, points and the words for `of`.
fn separator(text: &[u8]) -> Option<(Option<u8>, &[u8])> {
    if let [mark @ (b'-' | b'/' | b'.'), rest @ ..] = text
        && rest.first().is_some_and(|byte| *byte != b' ')
    {
        return Some((Some(*mark), rest));
    }
    let mut rest = text;
    loop {
        rest = match rest {
            [b' ' | b',' | b'.' | b'-', rest @ ..] => rest,
            [b'd' | b'D', b'e' | b'E', b' ', rest @ ..] => rest,
            [b'd', b'e', b'l', b' ', rest @ ..] | [b'o', b'f', b' ', rest @ ..] => rest,
            // The ordinal of the first day: 1er janvier, 1º de janeiro, 1st, 2nd, 3rd, 4th.
            [0xc2, 0xba | 0xb0, rest @ ..] if rest.first() == Some(&b' ') => rest,
            [b'e', b'r', b' ', rest @ ..] => rest,
            [b's', b't', rest @ ..] | [b'n', b'd', rest @ ..] | [b'r', b'd', rest @ ..] | [b't', b'h', rest @ ..]
                if matches!(rest.first(), Some(b' ' | b',')) =>
            {
                rest
            }
            _ => break,
        };
    }
    (rest.len() < text.len()).then_some((None, rest))
}

// Prefixes that tell the months apart in English, Spanish, Portuguese and French, lower case, and the whole names; a
// word is a month when it lies between the two.
const MONTHS: [&[(&str, &str)]; 12] = [
    &[("jan", "january"), ("ene", "enero"), ("jan", "janeiro"), ("janv", "janvier")],
    &[("feb", "february"), ("feb", "febrero"), ("fev", "fevereiro"), ("fév", "février"), ("fev", "fevrier")],
    &[("mar", "march"), ("mar", "marzo"), ("mar", "março"), ("mar", "marco"), ("mar", "mars")],
    &[("apr", "april"), ("abr", "abril"), ("avr", "avril")],
    &[("may", "may"), ("may", "mayo"), ("mai", "maio"), ("mai", "mai")],
    &[("jun", "june"), ("jun", "junio"), ("jun", "junho"), ("juin", "juin")],
    &[("jul", "july"), ("jul", "julio"), ("jul", "julho"), ("juil", "juillet")],
    &[("aug", "august"), ("ago", "agosto"), ("aoû", "août"), ("aou", "aout")],
    &[("sep", "september"), ("sep", "septiembre"), ("set", "setiembre"), ("set", "setembro"), ("sep", "septembre")],
    &[("oct", "october"), ("oct", "octubre"), ("out", "outubro"), ("oct", "octobre")],
    &[("nov", "november"), ("nov", "noviembre"), ("nov", "novembro"), ("nov", "novembre")],
    &[("dec", "december"), ("dic", "diciembre"), ("dez", "dezembro"), ("déc", "décembre"), ("dec", "decembre")],
];

fn month(word: &[u8]) -> Option<i64> {
    let mut lower = [0; 16];
    let lower = lower.get_mut(..word.len())?;
    for (to, from) in lower.iter_mut().zip(word) {
        *to = from.to_ascii_lowercase();
    }
    // Capital É, Û and Ç differ from the small ones in one bit of their second byte.
    for at in 1..lower.len() {
        if lower[at - 1] == 0xc3 && lower[at] < 0xa0 {
            lower[at] |= 0x20;
        }
    }
    let named = |names: &&[(&str, &str)]| {
        names.iter().any(|(prefix, name)| lower.starts_with(prefix.as_bytes()) && name.as_bytes().starts_with(lower))
    };
    MONTHS.iter().position(named).map(|month| month as i64 + 1)
}
