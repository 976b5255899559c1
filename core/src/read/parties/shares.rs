//! Shares as tables write them: `75`, `75 %`, `0.75`, `25-50%`, `more than 25% but not more than 50%`, `>50`.

use crate::model::Share;
use serde::{Deserialize, Serialize};

/// What shares of a file count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShareUnit {
    /// Parts of a hundred.
    #[default]
    Percent,
    /// Parts of one.
    Fraction,
}

/// Reads a share; `None` for what is none, or more than the whole.
pub(super) fn share(text: &str, unit: ShareUnit) -> Option<Share> {
    let lower = text.trim().to_lowercase();
    let unit = if lower.contains('%') || lower.contains("percent") || lower.contains("por ciento") {
        ShareUnit::Percent
    } else {
        unit
    };
    let is_part = |letter: char| letter.is_ascii_digit() || letter == '.' || letter == ',';
    let mut numbers: Vec<(usize, &str)> = Vec::new();
    let mut start = None;
    for (at, letter) in lower.char_indices().chain([(lower.len(), ' ')]) {
        match (is_part(letter), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let number = lower[from..at].trim_end_matches(['.', ',']);
                if number.contains(|letter: char| letter.is_ascii_digit()) {
                    numbers.push((from, number));
                }
                start = None;
            }
            _ => {}
        }
    }
    let parts = |text: &str| match unit {
        ShareUnit::Percent => Share::percent(text),
        ShareUnit::Fraction => Share::fraction(text),
    };
    let says = |words: &[&str], text: &str| words.iter().any(|word| text.contains(word));
    let more = ["more than", "over", "above", ">", "mas de", "más de", "mais de", "plus de", "superior"];
    let less = ["less than", "below", "under", "<", "menos de", "moins de", "inferior"];
    match numbers.as_slice() {
        [(at, one)] => {
            let (least, most) = parts(one)?;
            let before = &lower[..*at];
            // `>=` and `<=` hold the bound.
            let holds = before.trim_end().ends_with('=') || before.contains('≥') || before.contains('≤');
            match () {
                () if says(&less, before) || before.contains('≤') => {
                    Share::range(0, most).map(|share| share.open(false, !holds))
                }
                () if says(&more, before) || before.contains('≥') => {
                    Share::range(least, Share::WHOLE).map(|share| share.open(!holds, false))
                }
                () => Share::range(least, most),
            }
        }
        [(first, one), (second, two)] => {
            let (least, most) = (parts(one)?.0, parts(two)?.1);
            let share = Share::range(least, most)?;
            // `more than 25% but not more than 50%`
            let between = &lower[first + one.len()..*second];
            let not_more = says(&["not more", "no mas", "no más", "nao mais", "não mais"], between);
            Some(share.open(says(&more, &lower[..*first]), says(&less, between) && !not_more))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shares_are_read_as_they_are_written() {
        for (text, unit, shown) in [
            ("75", ShareUnit::Percent, "75 %"),
            ("75 %", ShareUnit::Fraction, "75 %"),
            ("0.75", ShareUnit::Fraction, "75 %"),
            ("33,3333", ShareUnit::Percent, "33.3333 %"),
            ("25-50%", ShareUnit::Percent, "25 to 50 %"),
            ("More than 25% but not more than 50%", ShareUnit::Percent, "more than 25 to 50 %"),
            (">50", ShareUnit::Percent, "more than 50 to 100 %"),
            (">= 25", ShareUnit::Percent, "25 to 100 %"),
            ("menos de 10 %", ShareUnit::Percent, "0 to less than 10 %"),
            ("75% to 100%", ShareUnit::Percent, "75 to 100 %"),
        ] {
            assert_eq!(share(text, unit).map(|share| share.to_string()).as_deref(), Some(shown), "{text}");
        }
        for text in ["", "all", "120", "50-25", "1-2-3", "%"] {
            assert_eq!(share(text, ShareUnit::Percent), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_share_or_none(text in ".{0,24}|[<>=0-9.,% -]{0,16}") {
            let _ = share(&text, ShareUnit::Percent);
            let _ = share(&text, ShareUnit::Fraction);
        }
    }
}
