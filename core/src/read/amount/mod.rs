//! Amounts as exports write them, into integers.
//!
//! Banks write `1,234.50`, `1.234,50`, `R$ 1.234,50`, `USD 12`, `1 234,50 €`, `(12.00)`. The [`AmountParser`] reads all
//! of these exactly, without a float and without memory of its own, and refuses what could be read in two ways.
//!
//! - The decimal mark is settled for the whole file (see [`super::Plan`]). The other one of point and comma, a space (also
//!   no-break, thin and narrow), and an apostrophe may stand between groups. The first group has 1 to 3 digits, the last
//!   3, those between 3, or 2 all through as in India. A file's marks must be of one kind within an amount.
//! - A currency sign or code may stand before and after. One that names another currency is [`Reason::OtherCurrency`];
//!   `$` and `¥` name several currencies and fit any.
//! - Parentheses, or a minus before or after, make an amount negative: [`Reason::NegativeAmount`].
//! - Scientific notation (`1.5E+3`, as spreadsheets and pandas write it) is read exactly, without grouping marks and with
//!   exponents from -30 to 30.
//! - Decimals beyond the ones that the currency keeps are rounded half away from zero, and the result says so.

use super::{DecimalMark, Reason};
use crate::model::Currency;

/// Reads amounts of one currency in one notation.
#[derive(Clone, Copy, Debug)]
pub struct AmountParser {
    mark: u8,
    currency: Currency,
    decimals: u8,
}

// Signs that stand for one currency. `$` and `¥` are not here: they stand for several.
const SIGNS: &[(&str, &str)] = &[
    ("€", "EUR"),
    ("£", "GBP"),
    ("₹", "INR"),
    ("₽", "RUB"),
    ("₿", "BTC"),
    ("₺", "TRY"),
    ("₪", "ILS"),
    ("₦", "NGN"),
    ("₩", "KRW"),
    ("₡", "CRC"),
    ("₲", "PYG"),
    ("Gs", "PYG"),
    ("Gs.", "PYG"),
    ("US$", "USD"),
    ("U$S", "USD"),
    ("U$D", "USD"),
    ("R$", "BRL"),
    ("S/", "PEN"),
    ("S/.", "PEN"),
    ("B/.", "PAB"),
    ("Q", "GTQ"),
    ("L", "HNL"),
    ("L.", "HNL"),
    ("C$", "NIO"),
    ("CA$", "CAD"),
    ("MX$", "MXN"),
    ("Mex$", "MXN"),
    ("COL$", "COP"),
    ("COP$", "COP"),
    ("AR$", "ARS"),
    ("CLP$", "CLP"),
    ("RD$", "DOP"),
    ("$U", "UYU"),
    ("J$", "JMD"),
    ("TT$", "TTD"),
    ("BZ$", "BZD"),
    ("Bs", "BOB"),
    ("Bs.", "BOB"),
];

const SPACES: [&[u8]; 4] = [b" ", "\u{a0}".as_bytes(), "\u{202f}".as_bytes(), "\u{2009}".as_bytes()];
const MINUS: &[u8] = "\u{2212}".as_bytes();
const TENS: [i64; 19] = {
    let mut tens = [1; 19];
    let mut power = 1;
    while power < 19 {
        tens[power] = tens[power - 1] * 10;
        power += 1;
    }
    tens
};

/// Reads one amount: see [`AmountParser::parse`].
///
/// # Errors
/// The reason why the text is no amount above zero.
pub fn parse(text: &[u8], mark: DecimalMark, currency: Currency) -> Result<(i64, bool), Reason> {
    AmountParser::new(mark, currency).parse(text)
}

impl AmountParser {
    /// A parser for amounts of `currency` with this decimal mark.
    #[must_use]
    pub fn new(mark: DecimalMark, currency: Currency) -> Self {
        let mark = match mark {
            DecimalMark::Point => b'.',
            DecimalMark::Comma => b',',
        };
        Self { mark, currency, decimals: currency.decimals() }
    }

    /// The amount in smallest units, above zero, and whether decimals were rounded away.
    ///
    /// Time: linear in the text; `1234.56` takes one pass. No allocation for an amount that is accepted.
    ///
    /// # Errors
    /// [`Reason::MissingField`], [`Reason::BadAmount`], [`Reason::NegativeAmount`], [`Reason::ZeroAmount`] (also when
    /// nothing is left after rounding), [`Reason::AmountTooLarge`] or [`Reason::OtherCurrency`].
    #[inline]
    pub fn parse(&self, text: &[u8]) -> Result<(i64, bool), Reason> {
        match self.plain(text) {
            Some(units) => Ok((units, false)),
            None => self.dressed(text),
        }
    }

    // Digits, perhaps with a decimal mark and no more decimals than are kept, above zero.
    #[inline]
    fn plain(&self, text: &[u8]) -> Option<i64> {
        let decimals = usize::from(self.decimals);
        if text.len() + decimals > 18 {
            return None;
        }
        let digit = |byte: &u8| Some(byte.wrapping_sub(b'0')).filter(|digit| *digit < 10).map(i64::from);
        let mut units = 0;
        let mut whole = 0;
        while let Some(digit) = text.get(whole).and_then(digit) {
            units = units * 10 + digit;
            whole += 1;
        }
        let fraction = match text.get(whole..)? {
            [] => &[],
            [mark, fraction @ ..] if *mark == self.mark && fraction.len() <= decimals => fraction,
            _ => return None,
        };
        for byte in fraction {
            units = units * 10 + digit(byte)?;
        }
        if units == 0 || whole == 0 {
            return None;
        }
        Some(units * TENS[decimals - fraction.len()])
    }

    #[cold]
    fn dressed(&self, text: &[u8]) -> Result<(i64, bool), Reason> {
        if super::absent::is_absent(text) {
            return Err(Reason::MissingField);
        }
        let mut text = trim(text);
        let mut minus = false;
        if let [b'(', inner @ .., b')'] = text {
            (text, minus) = (trim(inner), true);
        }
        let (before, number, after) = self.split(text).ok_or(Reason::BadAmount)?;
        for affix in [before, after] {
            let (negative, sign) = sign_of(affix);
            if negative && minus {
                return Err(Reason::BadAmount);
            }
            minus |= negative;
            self.accept(sign)?;
        }
        let (units, rounded) = self.number(number)?;
        match (units, minus) {
            (0, _) => Err(Reason::ZeroAmount),
            (_, true) => Err(Reason::NegativeAmount),
            _ => Ok((units, rounded)),
        }
    }

    // What stands before the number, the number, what stands after it.
    fn split<'a>(&self, text: &'a [u8]) -> Option<(&'a [u8], &'a [u8], &'a [u8])> {
        let mut start = text.iter().position(u8::is_ascii_digit)?;
        let mut end = text.iter().rposition(u8::is_ascii_digit)? + 1;
        // `.5` is a number, the point of `Rs.5` and `S/.5` is not of it.
        if start > 0 && text[start - 1] == self.mark {
            let owned = start > 1 && (text[start - 2].is_ascii_alphabetic() || text[start - 2] == b'/');
            start -= usize::from(!owned);
        }
        if text.get(end) == Some(&self.mark) && !text[start..end].contains(&self.mark) {
            end += 1;
        }
        Some((&text[..start], &text[start..end], &text[end..]))
    }

    fn accept(&self, sign: &[u8]) -> Result<(), Reason> {
        if sign.is_empty() || sign == b"$" || sign == "¥".as_bytes() {
            return Ok(());
        }
        if sign.eq_ignore_ascii_case(self.currency.code().as_bytes()) {
            return Ok(());
        }
        match named(sign) {
            Some(currency) if currency == self.currency => Ok(()),
            Some(_) => Err(Reason::OtherCurrency),
            None => Err(Reason::BadAmount),
        }
    }

    fn number(&self, number: &[u8]) -> Result<(i64, bool), Reason> {
        let (mantissa, exponent) = match number.iter().position(|byte| matches!(byte, b'e' | b'E')) {
            Some(at) => (&number[..at], Some(exponent(&number[at + 1..]).ok_or(Reason::BadAmount)?)),
            None => (number, None),
        };
        let (whole, fraction) = match mantissa.iter().position(|byte| *byte == self.mark) {
            Some(at) => (&mantissa[..at], &mantissa[at + 1..]),
            None => (mantissa, &mantissa[..0]),
        };
        let plain = whole.iter().all(u8::is_ascii_digit);
        if !fraction.iter().all(u8::is_ascii_digit) || !(plain || exponent.is_none() && grouped(whole)) {
            return Err(Reason::BadAmount);
        }
        let places = whole.iter().filter(|byte| byte.is_ascii_digit()).count() as i64;
        let kept = places + exponent.unwrap_or(0) + i64::from(self.decimals);
        let mut units = 0_i64;
        let mut rounded = false;
        let mut seen = 0;
        let grow = |units: i64, digit: i64| units.checked_mul(10).and_then(|units| units.checked_add(digit));
        for byte in whole.iter().chain(fraction).filter(|byte| byte.is_ascii_digit()) {
            let digit = i64::from(byte - b'0');
            if seen < kept {
                units = grow(units, digit).ok_or(Reason::AmountTooLarge)?;
            } else {
                rounded |= digit != 0;
                if seen == kept && digit >= 5 {
                    units = units.checked_add(1).ok_or(Reason::AmountTooLarge)?;
                }
            }
            seen += 1;
        }
        if seen == 0 {
            return Err(Reason::BadAmount);
        }
        while units != 0 && seen < kept {
            units = grow(units, 0).ok_or(Reason::AmountTooLarge)?;
            seen += 1;
        }
        Ok((units, rounded))
    }
}

/// The currency that the sign or code beside an amount names; `None` for no sign, and for `$`, which says nothing.
pub(super) fn named_currency(text: &[u8], mark: DecimalMark) -> Option<Currency> {
    let parser = AmountParser::new(mark, Currency::NONE);
    let (before, _, after) = parser.split(trim(text))?;
    [before, after].into_iter().find_map(|affix| named(sign_of(affix).1))
}

/// The currency that a sign or code names.
pub(super) fn named_sign(sign: &str) -> Option<Currency> {
    named(sign.as_bytes())
}

fn named(sign: &[u8]) -> Option<Currency> {
    let text = std::str::from_utf8(sign).ok()?;
    let code = SIGNS.iter().find(|(sign, _)| sign.eq_ignore_ascii_case(text)).map_or(text, |(_, code)| code);
    Currency::parse(code).ok()
}

fn trim(mut text: &[u8]) -> &[u8] {
    loop {
        text = text.trim_ascii();
        let wide = SPACES[1..].iter();
        let shorter = wide.clone().find_map(|space| text.strip_prefix(*space));
        match shorter.or_else(|| wide.clone().find_map(|space| text.strip_suffix(*space))) {
            Some(shorter) => text = shorter,
            None => return text,
        }
    }
}

// Whether a minus stands there, and what else does.
fn sign_of(affix: &[u8]) -> (bool, &[u8]) {
    let affix = trim(affix);
    for (sign, negative) in [(b"-".as_slice(), true), (MINUS, true), (b"+", false)] {
        if let Some(rest) = affix.strip_prefix(sign).or_else(|| affix.strip_suffix(sign)) {
            return (negative, trim(rest));
        }
    }
    (false, affix)
}

fn exponent(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        all => (false, all),
    };
    if digits.is_empty() || digits.len() > 3 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let size = digits.iter().fold(0, |size, digit| size * 10 + i64::from(digit - b'0'));
    (size <= 30).then_some(if negative { -size } else { size })
}

// Whether digits stand in groups that one kind of mark sets apart. A point or comma left here is no decimal mark.
fn grouped(whole: &[u8]) -> bool {
    let Some(first) = whole.iter().position(|byte| !byte.is_ascii_digit()) else { return true };
    let marks = [b",".as_slice(), b".", b"'", "\u{2019}".as_bytes()];
    let Some(mark) = SPACES.iter().chain(&marks).find(|mark| whole[first..].starts_with(mark)) else { return false };
    let inner = |sizes: &[u8]| {
        let mut rest = &whole[first + mark.len()..];
        loop {
            let size = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            rest = &rest[size..];
            match rest.strip_prefix(*mark) {
                Some(next) if sizes.contains(&(size as u8)) => rest = next,
                Some(_) => return false,
                None => return rest.is_empty() && size == 3,
            }
        }
    };
    (1..=3).contains(&first) && (inner(&[3]) || first <= 2 && inner(&[2]))
}

#[cfg(test)]
mod tests;
