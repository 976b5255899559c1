//! What exports write where there is nothing.
//!
//! A necessary field that holds one of these is missing, not malformed, and an optional one is empty: the account
//! `(null)` must not become the busiest account of the ledger.

/// Whether a field says that it has no value: empty or blank, `null`, `(null)`, `none`, `nan`, `n/a`, `nulo`, `\N`,
/// or dashes alone. Case does not matter.
#[must_use]
pub fn is_absent(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    match text {
        [] => true,
        [first, ..] if first.is_ascii_digit() || text.len() > 9 => false,
        _ => {
            WORDS.iter().any(|word| text.eq_ignore_ascii_case(word.as_bytes())) || text.iter().all(|byte| *byte == b'-')
        }
    }
}

const WORDS: [&str; 17] = [
    "null",
    "(null)",
    "[null]",
    "<null>",
    "none",
    "nan",
    "n/a",
    "#n/a",
    "na",
    "nil",
    "nulo",
    "(nulo)",
    "s/d",
    "n/d",
    "nd",
    "\\n",
    "undefined",
];

#[cfg(test)]
mod tests {
    use super::is_absent;

    #[test]
    fn words_for_nothing_are_absent_and_other_words_are_not() {
        for text in ["", "  ", "NULL", "(null)", " n/a ", "NaN", "-", "--", "\\N", "S/D"] {
            assert!(is_absent(text.as_bytes()), "{text}");
        }
        for text in ["0", "null account", "Nancy", "a-b", "-1", "nu"] {
            assert!(!is_absent(text.as_bytes()), "{text}");
        }
    }
}
