//! International bank account numbers: the one kind of number that names an account without its bank.

/// Whether a text is an IBAN (ISO 13616), without blanks and in capital letters, with its check digits right.
///
/// Time: linear in the text; a text that does not begin as one costs a look at its length and first letters.
#[must_use]
pub fn is_iban(text: &[u8]) -> bool {
    if !(15..=34).contains(&text.len())
        || !text[..2].iter().all(u8::is_ascii_uppercase)
        || !text[2..4].iter().all(u8::is_ascii_digit)
    {
        return false;
    }
    let mut rest = 0_u32;
    for byte in text[4..].iter().chain(&text[..4]) {
        rest = match byte {
            b'0'..=b'9' => rest * 10 + u32::from(byte - b'0'),
            b'A'..=b'Z' => rest * 100 + u32::from(byte - b'A') + 10,
            _ => return false,
        } % 97;
    }
    rest == 1
}

#[cfg(test)]
mod tests {
    use super::is_iban;

    #[test]
    fn check_digits_tell() {
        for text in [
            "GB33BUKB20201555555555",
            "NL91ABNA0417164300",
            "DO28BAGR00000001212453611324",
            "BR9700360305000010009795493P1",
        ] {
            assert!(is_iban(text.as_bytes()), "{text}");
            assert!(!is_iban(text.replace('1', "2").as_bytes()), "{text}");
        }
        for text in ["", "GB", "gb33bukb20201555555555", "GB33 BUKB 2020 1555 5555 55", "0012345678901234567890"] {
            assert!(!is_iban(text.as_bytes()), "{text}");
        }
    }
}
