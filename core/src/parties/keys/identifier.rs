//! Identifiers: letters and digits, within kind and country.

use super::fold::fold;
use crate::model::{Country, IdentifierKind};

// A shorter one is equal by accident.
const FEWEST: usize = 3;

/// Appends the key of an identifier; whether there is one.
pub(super) fn key(
    kind: IdentifierKind,
    number: &str,
    scheme: &str,
    country: Option<Country>,
    folded: &mut String,
    key: &mut String,
) -> bool {
    key.push_str(kind.name());
    key.push(' ');
    match (kind, country) {
        (IdentifierKind::Lei | IdentifierKind::Bic | IdentifierKind::Imo, _) => {}
        // A licence is a state's, which the scheme names.
        (IdentifierKind::Other | IdentifierKind::Licence, _) => {
            folded.clear();
            fold(scheme, folded);
            key.extend(folded.chars().filter(|letter| letter.is_alphanumeric()));
        }
        (_, Some(country)) => key.push_str(country.code()),
        (_, None) => {}
    }
    key.push(' ');
    let before = key.len();
    let number =
        if kind == IdentifierKind::Imo { number.trim_start_matches(|c: char| !c.is_ascii_digit()) } else { number };
    key.extend(number.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_uppercase));
    // A branch of a bank is that bank.
    if kind == IdentifierKind::Bic && key.len() - before == 11 && key.ends_with("XXX") {
        key.truncate(key.len() - 3);
    }
    key[before..].chars().count() >= FEWEST
}
