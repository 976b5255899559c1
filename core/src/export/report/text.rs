//! Texts for the page: what comes from data cannot steer it, and numbers can be read.
//!
//! The template escapes markup. What it cannot know is that a name may hold characters that turn the direction of
//! writing, are invisible or break lines, or may be a novel: they are written out, and long ones are cut.

pub(in crate::export) use crate::model::shown;

use crate::ledger::{AccountName, Ledger};
use crate::model::{AccountId, Amount, Currency, Resolution, Span, Timestamp};

/// Longest text from data that is shown whole, in characters.
pub(in crate::export) const LONGEST: usize = 64;

/// An account as it stands in tables.
pub(super) fn account(ledger: &Ledger, account: AccountId) -> String {
    shown(&ledger.accounts().name(account).to_string(), LONGEST)
}

/// Number and institution, each short enough for a box.
pub(super) fn boxed(name: AccountName<'_>, most: usize) -> (String, String) {
    (middle(name.number, most), middle(name.institution, most))
}

/// Text from data with its middle cut out: account numbers differ at their ends.
fn middle(text: &str, most: usize) -> String {
    let count = text.chars().count();
    if count <= most {
        return shown(text, most);
    }
    let (head, tail) = (most / 2, most - most / 2 - 1);
    let start: String = text.chars().take(head).collect();
    let end: String = text.chars().skip(count - tail).collect();
    format!("{}…{}", shown(&start, head), shown(&end, tail))
}

/// A whole number in groups of three digits.
pub(super) fn count(number: u64) -> String {
    grouped(&number.to_string())
}

/// A number of things.
pub(super) fn many(number: u64, one: &str, more: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { more })
}

/// A decimal text with its whole part in groups of three digits.
pub(super) fn grouped(decimal: &str) -> String {
    let digits = decimal.trim_start_matches('-');
    let whole = digits.find('.').unwrap_or(digits.len());
    let mut text = decimal[..decimal.len() - digits.len()].to_owned();
    for (place, digit) in digits.char_indices() {
        if place > 0 && place < whole && (whole - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// An amount with its currency, to the last unit.
pub(super) fn money(amount: Amount) -> String {
    with_currency(grouped(&amount.to_string()), amount.currency)
}

/// Amounts of several currencies, the first few of them.
pub(super) fn sums(amounts: &[Amount]) -> String {
    const FEW: usize = 4;
    let mut text = amounts.iter().take(FEW).map(|amount| money(*amount)).collect::<Vec<_>>().join(" + ");
    if amounts.len() > FEW {
        let more = many((amounts.len() - FEW) as u64, "other currency", "other currencies");
        text += &format!(" + {more}");
    }
    text
}

/// The currency stays on the line of its number.
fn with_currency(number: String, currency: Currency) -> String {
    if currency == Currency::NONE { number } else { format!("{number}\u{a0}{}", currency.code()) }
}

/// The first amount to three digits, and how many more currencies there are: for labels.
pub(super) fn brief(amounts: &[Amount]) -> String {
    let Some(first) = amounts.first() else { return String::new() };
    let brief = with_currency(brief_decimal(&first.to_string()), first.currency);
    if amounts.len() == 1 { brief } else { format!("{brief} +{}", amounts.len() - 1) }
}

/// A decimal text to three digits, cut and not rounded: `34.2M`.
fn brief_decimal(decimal: &str) -> String {
    let digits = decimal.trim_start_matches('-');
    let sign = &decimal[..decimal.len() - digits.len()];
    let whole = digits.split('.').next().unwrap_or(digits);
    let (unit, power) = match whole.len() {
        0..=4 => return format!("{sign}{}", grouped(whole)),
        5..=6 => ("k", 3),
        7..=9 => ("M", 6),
        10..=12 => ("bn", 9),
        _ => ("tn", 12),
    };
    let (head, tail) = whole.split_at(whole.len() - power);
    let fraction = if head.len() < 3 { &tail[..3 - head.len()] } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{fraction}{unit}", grouped(head))
}

/// Thousandths of a bit as bits with one place.
pub(super) fn bits(millibits: i64) -> String {
    let tenths = (millibits.unsigned_abs() + 50) / 100;
    let sign = if millibits < 0 && tenths > 0 { "-" } else { "" };
    format!("{sign}{}.{}", grouped(&(tenths / 10).to_string()), tenths % 10)
}

/// An instant as finely as the data tells time.
pub(super) fn instant(at: Timestamp, resolution: Resolution) -> String {
    let text = at.to_string();
    let length = match resolution {
        Resolution::Day => 10,
        Resolution::Hour | Resolution::Minute => 16,
        Resolution::Second | Resolution::Millisecond => 19,
    };
    text.get(..length).unwrap_or(&text).replace('T', " ")
}

/// A length of time in its two largest units.
pub(super) fn duration(span: Span) -> String {
    let units = [("day", 86_400_000), ("hour", 3_600_000), ("minute", 60_000), ("second", 1000)];
    let mut rest = span.0.max(0);
    let mut parts = Vec::new();
    for (unit, size) in units {
        let number = rest / size;
        rest %= size;
        if number > 0 {
            parts.push(many(number as u64, unit, &format!("{unit}s")));
        }
    }
    parts.truncate(2);
    if parts.is_empty() { "one instant".to_owned() } else { parts.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_what_is_long_is_cut() {
        assert_eq!(middle("0123456789", 5), "01…89");
    }

    #[test]
    fn numbers_are_grouped_and_brief() {
        assert_eq!(["1", "123", "1234.50", "-1234567.89"].map(grouped), ["1", "123", "1,234.50", "-1,234,567.89"]);
        let brief = ["9.99", "1234.50", "12345.67", "123456.00", "-1234567.00", "34257884.85", "123456789012.00"];
        assert_eq!(brief.map(brief_decimal), ["9", "1,234", "12.3k", "123k", "-1.23M", "34.2M", "123bn"]);
        assert_eq!([0, 40, 50, -1234, 9_670_449].map(bits), ["0.0", "0.0", "0.1", "-1.2", "9,670.4"]);
        assert_eq!(duration(Span(90_061_000)), "1 day 1 hour");
        assert_eq!(duration(Span(999)), "one instant");
    }
}
