//! Shares in a company as integers: parts per million, so that 33.3333 % is kept and nothing is a float.

use std::fmt;

/// A share, or the range that it lies in, in parts per million.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share {
    min: u32,
    max: u32,
}

// Whether the bound itself is left out, in the highest bit.
const OPEN: u32 = 1 << 31;

impl Share {
    /// The whole, in parts per million.
    pub const WHOLE: u32 = 1_000_000;

    /// An exact share; `None` above the whole.
    #[must_use]
    pub fn exact(parts: u32) -> Option<Self> {
        Self::range(parts, parts)
    }

    /// A share between two bounds, both included; `None` when they are not in order or above the whole.
    #[must_use]
    pub fn range(min: u32, max: u32) -> Option<Self> {
        (min <= max && max <= Self::WHOLE).then_some(Self { min, max })
    }

    /// Anything from nothing to the whole.
    pub const UNKNOWN: Self = Self { min: 0, max: Self::WHOLE };

    /// The same with the lower bound left out (more than) where `min` says so, and the upper (less than) where `max`
    /// does.
    #[must_use]
    pub const fn open(self, min: bool, max: bool) -> Self {
        Self { min: if min { self.min | OPEN } else { self.min }, max: if max { self.max | OPEN } else { self.max } }
    }

    /// The lower bound in parts per million.
    #[must_use]
    pub const fn least(self) -> u32 {
        self.min & !OPEN
    }

    /// The upper bound in parts per million.
    #[must_use]
    pub const fn most(self) -> u32 {
        self.max & !OPEN
    }

    /// Whether it is more than the lower bound, not equal to it.
    #[must_use]
    pub const fn is_above_least(self) -> bool {
        self.min & OPEN != 0
    }

    /// Whether it is less than the upper bound, not equal to it.
    #[must_use]
    pub const fn is_below_most(self) -> bool {
        self.max & OPEN != 0
    }

    /// Whether the bounds are one number.
    #[must_use]
    pub const fn is_exact(self) -> bool {
        self.least() == self.most()
    }

    /// Reads a percentage with a point or a comma before at most four decimals that count; more are cut off below and
    /// raised above, so that a range holds what was written. Returns parts per million, rounded down and up.
    ///
    /// `None` for what is no number, or above 100.
    #[must_use]
    pub fn percent(text: &str) -> Option<(u32, u32)> {
        parts(text, 4)
    }

    /// Reads a fraction of one in the same way.
    #[must_use]
    pub fn fraction(text: &str) -> Option<(u32, u32)> {
        parts(text, 6)
    }
}

// A decimal number times ten to the power of `places`, rounded down and up.
fn parts(text: &str, places: usize) -> Option<(u32, u32)> {
    let (whole, decimals) = text.split_once(['.', ',']).unwrap_or((text, ""));
    if whole.len() > 7 || (whole.is_empty() && decimals.is_empty()) {
        return None;
    }
    if !whole.bytes().chain(decimals.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let kept = whole.bytes().chain((0..places).map(|place| decimals.as_bytes().get(place).copied().unwrap_or(b'0')));
    let down = kept.fold(0_u64, |parts, digit| parts * 10 + u64::from(digit - b'0'));
    let more = decimals.bytes().skip(places).any(|digit| digit != b'0');
    let up = u32::try_from(down + u64::from(more)).ok().filter(|up| *up <= Share::WHOLE)?;
    Some((down as u32, up))
}

/// Parts per million as a percentage without zeros that say nothing: `75`, `33.3333`.
#[must_use]
pub fn percentage(parts: u32) -> String {
    let (whole, decimals) = (parts / 10_000, parts % 10_000);
    if decimals == 0 {
        return whole.to_string();
    }
    format!("{whole}.{decimals:04}").trim_end_matches('0').to_owned()
}

impl fmt::Display for Share {
    /// `75 %`, `25 to 50 %`, `more than 25 to 50 %`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_exact() {
            return write!(f, "{} %", percentage(self.least()));
        }
        let above = if self.is_above_least() { "more than " } else { "" };
        let below = if self.is_below_most() { "less than " } else { "" };
        write!(f, "{above}{} to {below}{} %", percentage(self.least()), percentage(self.most()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_exact_to_a_part_in_a_million() {
        assert_eq!(Share::percent("75"), Some((750_000, 750_000)));
        assert_eq!(Share::percent("33.3"), Some((333_000, 333_000)));
        assert_eq!(Share::percent("33,33333"), Some((333_333, 333_334)));
        assert_eq!(Share::percent("100.00"), Some((1_000_000, 1_000_000)));
        assert_eq!(Share::fraction("0.5"), Some((500_000, 500_000)));
        assert_eq!(Share::fraction(".25"), Some((250_000, 250_000)));
        for text in ["", ".", "101", "100.00001", "-5", "5 %", "1e2", "99999999999999999999", "1.2.3"] {
            assert_eq!(Share::percent(text), None, "{text}");
        }
    }

    #[test]
    fn shares_print_their_bounds() {
        assert_eq!(Share::exact(333_333).unwrap().to_string(), "33.3333 %");
        let range = Share::range(250_000, 500_000).unwrap();
        assert_eq!(range.to_string(), "25 to 50 %");
        let open = range.open(true, false);
        assert_eq!(open.to_string(), "more than 25 to 50 %");
        assert_eq!(
            (open.least(), open.most(), open.is_above_least(), open.is_below_most()),
            (250_000, 500_000, true, false)
        );
        assert_eq!(Share::range(2, 1), None);
        assert_eq!(Share::exact(1_000_001), None);
    }
}
