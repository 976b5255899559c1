//! The accounts of a payment as the ledger has them: what a message says of one end, brought to an institution and a
//! number.
//!
//! - An institution is the first eight letters of its BIC, which are the same in all messages, whatever the branch; else
//!   its clearing system and member number (`USABA 021000021`), its LEI, its name, or another identifier.
//! - A number is an IBAN without blanks, or the account's identifier as written. Who is known by name alone is `(Name)`;
//!   a bank that pays on its own account `(own)`; of whom nothing is said `(unnamed)`; where one booking stands for
//!   payments of several `(several)`. No account number has such marks around it.

use crate::model::is_iban;
use std::borrow::Cow;

/// One end of a payment.
#[derive(Clone, Debug, Default)]
pub(super) struct Side {
    pub(super) institution: Vec<u8>,
    pub(super) number: Vec<u8>,
    pub(super) country: Vec<u8>,
    pub(super) place: Vec<u8>,
    pub(super) branch: Vec<u8>,
    /// Where the number comes from.
    pub(super) by: By,
}

/// What an end of a payment is known by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum By {
    #[default]
    Nothing,
    Account,
    Name,
    Own,
    Several,
}

/// The number of an end of which nothing is said.
pub(super) const UNNAMED: &[u8] = b"(unnamed)";
/// The number of an end that stands for several.
pub(super) const SEVERAL: &[u8] = b"(several)";
/// The institution of an end of which not even that is said.
pub(super) const UNKNOWN: &[u8] = b"unknown";
/// The number of a bank that pays or is paid itself.
const OWN: &[u8] = b"(own)";

impl Side {
    pub(super) fn clear(&mut self) {
        for text in [&mut self.institution, &mut self.number, &mut self.country, &mut self.place, &mut self.branch] {
            text.clear();
        }
        self.by = By::Nothing;
    }

    /// Sets the institution by its BIC, of which the last three letters name a branch.
    pub(super) fn set_bic(&mut self, bic: &[u8]) {
        let (institution, branch) = bic_parts(bic);
        self.institution = institution;
        if self.branch.is_empty() && branch != b"XXX" {
            self.branch.extend_from_slice(&branch);
        }
    }

    /// Sets the number of the account.
    pub(super) fn set_account(&mut self, number: &[u8]) {
        let number = account_number(number);
        if !number.is_empty() {
            self.number = number.into_owned();
            self.by = By::Account;
        }
    }

    /// Sets the name that stands for the number, unless that is known.
    pub(super) fn set_name(&mut self, name: &[u8]) {
        let name = name.trim_ascii();
        if !self.is_known() && !name.is_empty() {
            self.number.push(b'(');
            push_words(name, &mut self.number);
            self.number.push(b')');
            self.by = By::Name;
        }
    }

    /// Says that the institution itself is this end.
    pub(super) fn set_own(&mut self) {
        if !self.is_known() && !self.institution.is_empty() {
            self.number.extend_from_slice(OWN);
            self.by = By::Own;
        }
    }

    /// Says that this end stands for several.
    pub(super) fn set_several(&mut self) {
        self.number.clear();
        self.number.extend_from_slice(SEVERAL);
        self.by = By::Several;
        self.fill();
    }

    /// Whether it is told who this end is.
    pub(super) fn is_known(&self) -> bool {
        self.by != By::Nothing
    }

    /// Puts the documented texts where nothing is said.
    pub(super) fn fill(&mut self) {
        if self.number.is_empty() {
            self.number.extend_from_slice(UNNAMED);
        }
        if matches!(self.by, By::Nothing | By::Several) && self.institution.is_empty() {
            self.institution.extend_from_slice(UNKNOWN);
        }
    }

    /// The country of the account where the message tells none of its holder: that of the IBAN, or `bic`'s.
    pub(super) fn settle_country(&mut self, bic: &[u8]) {
        if self.country.is_empty() && is_iban(&self.number) {
            self.country.extend_from_slice(&self.number[..2]);
        }
        if self.country.is_empty() && is_bic(bic) {
            self.country.extend(bic[4..6].iter().map(u8::to_ascii_uppercase));
        }
    }
}

/// Institution and branch of a BIC; what has not its form is an institution as it is.
pub(super) fn bic_parts(bic: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let bic = bic.trim_ascii();
    if !is_bic(bic) {
        return (bic.to_vec(), b"XXX".to_vec());
    }
    let bic = bic.to_ascii_uppercase();
    let branch = if bic.len() == 11 { bic[8..].to_vec() } else { b"XXX".to_vec() };
    (bic[..8].to_vec(), branch)
}

/// Whether a text has the form of a BIC (ISO 9362): eight or eleven letters and digits, the fifth and sixth a country.
pub(super) fn is_bic(text: &[u8]) -> bool {
    matches!(text.len(), 8 | 11)
        && text.iter().all(u8::is_ascii_alphanumeric)
        && text[..6].iter().all(u8::is_ascii_alphabetic)
}

/// The number of an account: an IBAN without its blanks and in capital letters, anything else as it is.
pub(super) fn account_number(number: &[u8]) -> Cow<'_, [u8]> {
    let number = number.trim_ascii();
    if is_iban(number) {
        return Cow::Borrowed(number);
    }
    if number.first().is_some_and(u8::is_ascii_alphabetic) && number.len() < 64 {
        let compact: Vec<u8> = number.iter().filter(|byte| **byte != b' ').map(u8::to_ascii_uppercase).collect();
        if is_iban(&compact) {
            return Cow::Owned(compact);
        }
    }
    Cow::Borrowed(number)
}

/// Adds a text with one blank between its words.
pub(super) fn push_words(text: &[u8], to: &mut Vec<u8>) {
    for (place, word) in text.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).enumerate() {
        if place > 0 {
            to.push(b' ');
        }
        to.extend_from_slice(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_alike_however_they_are_written() {
        for (written, number) in [
            ("GB33BUKB20201555555555", "GB33BUKB20201555555555"),
            (" gb33 BUKB 2020 1555 5555 55 ", "GB33BUKB20201555555555"),
            ("GB34 BUKB 2020 1555 5555 55", "GB34 BUKB 2020 1555 5555 55"),
            ("012-345", "012-345"),
            ("", ""),
        ] {
            assert_eq!(account_number(written.as_bytes()), number.as_bytes(), "{written}");
        }
    }

    #[test]
    fn branches_are_not_of_the_institution() {
        let parts = |bic: &str| {
            let (institution, branch) = bic_parts(bic.as_bytes());
            (String::from_utf8(institution).unwrap(), String::from_utf8(branch).unwrap())
        };
        assert_eq!(parts("BANKUS33XXX"), ("BANKUS33".to_owned(), "XXX".to_owned()));
        assert_eq!(parts("bankus33ny1"), ("BANKUS33".to_owned(), "NY1".to_owned()));
        assert_eq!(parts("my bank"), ("my bank".to_owned(), "XXX".to_owned()));
        assert!(!is_bic(b"BANK1233") && !is_bic(b"BANKUS3") && is_bic(b"BANKUS33"));
    }

    #[test]
    fn what_is_not_told_is_told_apart() {
        let mut side = Side::default();
        side.set_name(b" Jos\xC3\xA9  \n Paz ");
        assert_eq!(side.number, "(José Paz)".as_bytes());
        side.set_name(b"Other");
        assert_eq!(side.number, "(José Paz)".as_bytes());
        side.clear();
        side.set_own();
        side.fill();
        assert_eq!((side.institution.as_slice(), side.number.as_slice()), (UNKNOWN, UNNAMED));
    }
}
