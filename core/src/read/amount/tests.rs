use super::*;
use proptest::prelude::*;

fn currency(code: &str) -> Currency {
    Currency::parse(code).unwrap()
}

fn read(text: &str, mark: DecimalMark, code: &str) -> Result<(i64, bool), Reason> {
    parse(text.as_bytes(), mark, currency(code))
}

#[test]
fn amounts_as_banks_write_them() {
    use DecimalMark::{Comma, Point};
    for (text, mark, code, units) in [
        ("1234.56", Point, "USD", 123_456),
        ("1234,5", Comma, "USD", 123_450),
        ("7", Point, "USD", 700),
        ("007.10", Point, "USD", 710),
        (".5", Point, "USD", 50),
        ("12.", Point, "USD", 1200),
        ("1,234.50", Point, "USD", 123_450),
        ("$ 1,234.50", Point, "USD", 123_450),
        ("$1,234.50 MXN", Point, "MXN", 123_450),
        ("R$ 1.234,50", Comma, "BRL", 123_450),
        ("USD 12", Point, "USD", 1200),
        ("12 usd", Point, "USD", 1200),
        ("US$12.00", Point, "USD", 1200),
        ("S/. 1,234.50", Point, "PEN", 123_450),
        ("S/.5", Point, "PEN", 500),
        ("B/. 3.00", Point, "PAB", 300),
        ("1 234,50 €", Comma, "EUR", 123_450),
        ("1\u{a0}234,50\u{a0}€", Comma, "EUR", 123_450),
        ("1\u{202f}234\u{202f}567,50", Comma, "CAD", 123_456_750),
        ("1'234'567.50", Point, "CHF", 123_456_750),
        ("1\u{2019}234.50", Point, "CHF", 123_450),
        ("12,34,567.89", Point, "INR", 123_456_789),
        ("1.234", Comma, "CLP", 123_400),
        ("1,234", Point, "USD", 123_400),
        ("+12.5", Point, "USD", 1250),
        ("1e5", Point, "USD", 10_000_000),
        ("1.5E+3", Point, "USD", 150_000),
        ("125e-2", Point, "USD", 125),
        ("1,5e3", Comma, "USD", 150_000),
        ("0.12345678", Point, "BTC", 12_345_678),
        ("0.123", Point, "BHD", 123),
        ("92233720368547758.07", Point, "USD", i64::MAX),
        ("00000000000000000000000000000001", Point, "USD", 100),
        ("$5", Point, "XXX", 500),
    ] {
        assert_eq!(read(text, mark, code), Ok((units, false)), "{text}");
    }
}

#[test]
fn decimals_beyond_the_kept_ones_round_half_away_from_zero_and_say_so() {
    for (text, units, rounded) in [
        ("1.005", 101, true),
        ("1.0049999999999999999999", 100, true),
        ("1.0000000000000000000000000", 100, false),
        ("0.005", 1, true),
        ("149.9e-2", 150, true),
        ("5e-3", 1, true),
        ("9.999", 1000, true),
    ] {
        assert_eq!(read(text, DecimalMark::Point, "USD"), Ok((units, rounded)), "{text}");
    }
}

#[test]
fn what_is_no_amount_above_zero_is_rejected_with_its_reason() {
    use DecimalMark::{Comma, Point};
    use Reason::*;
    for (text, mark, reason) in [
        ("", Point, MissingField),
        ("(null)", Point, MissingField),
        ("-", Point, MissingField),
        ("abc", Point, BadAmount),
        ("1.2.3", Point, BadAmount),
        ("1,23", Point, BadAmount),
        ("1,2345", Point, BadAmount),
        ("1234,567", Point, BadAmount),
        (",123", Point, BadAmount),
        ("1.234,50", Point, BadAmount),
        ("1,234.50", Comma, BadAmount),
        ("1234.50", Comma, BadAmount),
        ("1.5", Comma, BadAmount),
        ("1 234,567 890.00", Point, BadAmount),
        ("1,,234", Point, BadAmount),
        ("12 34", Point, BadAmount),
        ("1e", Point, BadAmount),
        ("1e31", Point, BadAmount),
        ("1,000e2", Point, BadAmount),
        ("0x10", Point, BadAmount),
        ("12%", Point, BadAmount),
        ("--12", Point, BadAmount),
        ("-12-", Point, BadAmount),
        ("(-12)", Point, BadAmount),
        ("٣", Point, BadAmount),
        ("(12.00)", Point, NegativeAmount),
        ("($1,234.50)", Point, NegativeAmount),
        ("-12", Point, NegativeAmount),
        ("12-", Point, NegativeAmount),
        ("-$12", Point, NegativeAmount),
        ("$ -12", Point, NegativeAmount),
        ("\u{2212}12", Point, NegativeAmount),
        ("0", Point, ZeroAmount),
        ("0.00", Point, ZeroAmount),
        ("-0", Point, ZeroAmount),
        ("0.001", Point, ZeroAmount),
        ("0e30", Point, ZeroAmount),
        ("92233720368547758.08", Point, AmountTooLarge),
        ("1e30", Point, AmountTooLarge),
        ("99999999999999999999999999", Point, AmountTooLarge),
        ("EUR 12", Point, OtherCurrency),
        ("12 €", Point, OtherCurrency),
        ("R$ 12", Point, OtherCurrency),
    ] {
        assert_eq!(read(text, mark, "USD"), Err(reason), "{text}");
    }
}

#[test]
fn every_sign_is_the_sign_of_its_currency() {
    for (sign, code) in SIGNS {
        assert_eq!(read(&format!("{sign} 12"), DecimalMark::Point, code), Ok((1200 * scale(code), false)), "{sign}");
        assert_eq!(read(&format!("12{sign}"), DecimalMark::Point, "ZAR"), Err(Reason::OtherCurrency), "{sign}");
        assert_eq!(named_currency(format!("{sign}12").as_bytes(), DecimalMark::Point), Some(currency(code)), "{sign}");
    }
    assert_eq!(named_currency(b"$ 12", DecimalMark::Point), None);
}

fn scale(code: &str) -> i64 {
    TENS[usize::from(currency(code).decimals())] / 100
}

// A number as text with its groups apart.
fn grouped_by(digits: &str, mark: &str) -> String {
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push_str(mark);
        }
        text.push(digit);
    }
    text
}

// The oracle: schoolbook rounding on whole numbers of 128 bits.
fn expected(whole: u64, fraction: &str, exponent: i32, decimals: u8) -> Result<(i64, bool), Reason> {
    let digits: i128 = format!("{whole}{fraction}").parse().unwrap();
    let shift = exponent + i32::from(decimals) - fraction.len() as i32;
    let (units, rounded) = if shift >= 0 {
        (digits.checked_mul(10_i128.pow(shift as u32)).unwrap_or(i128::MAX), false)
    } else {
        let unit = 10_i128.pow(shift.unsigned_abs());
        ((2 * digits + unit) / (2 * unit), digits % unit != 0)
    };
    match i64::try_from(units) {
        Ok(0) => Err(Reason::ZeroAmount),
        Ok(units) => Ok((units, rounded)),
        Err(_) => Err(Reason::AmountTooLarge),
    }
}

proptest! {
    #[test]
    fn every_notation_reads_as_the_oracle_does(
        whole in prop_oneof![0..2000_u64, 0..u64::MAX / 20],
        fraction in "[0-9]{0,12}",
        comma in any::<bool>(),
        group in prop::sample::select(vec!["", "other", " ", "'", "\u{a0}", "\u{202f}", "\u{2019}"]),
        dress in prop::sample::select(vec![("", ""), ("$", ""), ("$ ", ""), ("", " BTC"), ("BTC ", ""), ("+", ""), (" ", " ")]),
        code in prop::sample::select(vec!["BTC", "USD", "BHD"]),
    ) {
        let (mark, sign, other) = if comma { (DecimalMark::Comma, ",", ".") } else { (DecimalMark::Point, ".", ",") };
        let group = if group == "other" { other } else { group };
        let sign = if fraction.is_empty() { "" } else { sign };
        let (before, after) = (dress.0.replace("BTC", code), dress.1.replace("BTC", code));
        let text = format!("{before}{}{sign}{fraction}{after}", grouped_by(&whole.to_string(), group));
        let oracle = expected(whole, &fraction, 0, currency(code).decimals());
        prop_assert_eq!(read(&text, mark, code), oracle, "{}", text);
    }

    #[test]
    fn scientific_notation_is_exact(whole in 0..100_000_u64, fraction in "[0-9]{0,6}", exponent in -12..13_i32) {
        let text = format!("{whole}.{fraction}e{exponent}");
        let oracle = if fraction.is_empty() { Err(Reason::BadAmount) } else { expected(whole, &fraction, exponent, 2) };
        let found = read(&text, DecimalMark::Point, "USD");
        prop_assert!(found == oracle || fraction.is_empty() && found == expected(whole, "", exponent, 2), "{}", text);
    }

    #[test]
    fn any_bytes_are_an_amount_above_zero_or_rejected(text in prop::collection::vec(any::<u8>(), 0..40)) {
        for mark in [DecimalMark::Point, DecimalMark::Comma] {
            if let Ok((units, _)) = parse(&text, mark, currency("USD")) {
                prop_assert!(units > 0);
            }
            let _ = named_currency(&text, mark);
        }
    }

    #[test]
    fn text_like_amounts_never_panics(text in "[-+ ()$€0-9.,'eE\u{a0}\u{2212}]{0,24}") {
        let _ = read(&text, DecimalMark::Point, "USD");
        let _ = read(&text, DecimalMark::Comma, "BTC");
    }
}
