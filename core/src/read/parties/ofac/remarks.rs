//! Remarks, taken apart.

use super::super::sink::{Record, Refusal, Sink};
use super::labels::{self, Label};
use crate::model::NameKind;
use crate::parties::DraftParty;

/// Tells what remarks say of a party, statement by statement. `begun` says that they go on from a text before, and a text
/// that does not end with a point goes on elsewhere: what is cut in two stays as it is.
pub(super) fn tell(
    party: DraftParty,
    remarks: &str,
    begun: bool,
    record: Record<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), Refusal> {
    let ended = remarks.trim_end().ends_with('.');
    let statements: Vec<&str> = remarks.split(';').map(str::trim).filter(|text| !text.is_empty()).collect();
    for (place, statement) in statements.iter().enumerate() {
        let last = place + 1 == statements.len();
        let cut = begun && place == 0 || last && !ended && remarks.len() >= CUT;
        if cut {
            labels::remark(party, statement, record, sink)?;
            continue;
        }
        one(party, if last { without_point(statement) } else { statement }, record, sink)?;
    }
    Ok(())
}

// Remarks in the table of entries are cut off at about so many letters, and go on among the comments.
const CUT: usize = 900;

// The point that ends all remarks; not that of an abbreviation.
fn without_point(text: &str) -> &str {
    text.strip_suffix('.').unwrap_or(text)
}

fn one(party: DraftParty, statement: &str, record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let plain = statement.strip_prefix("alt. ").unwrap_or(statement);
    for (sign, kind) in [("a.k.a. ", NameKind::WeakAlias), ("f.k.a. ", NameKind::Former), ("n.k.a. ", NameKind::Alias)]
    {
        if let Some(name) = plain.strip_prefix(sign) {
            return labels::alias(party, kind, name, record, sink);
        }
    }
    let Some((scheme, label, value)) = labels::label(plain).filter(|(_, _, value)| !value.is_empty()) else {
        return labels::remark(party, statement, record, sink);
    };
    if label != Label::Number {
        return labels::tell(party, scheme, label, value, "", record, sink);
    }
    match number(value) {
        Some((number, country)) => labels::tell(party, scheme, label, number, country, record, sink),
        None => labels::remark(party, statement, record, sink),
    }
}

// `717637093 (Russia) issued 1 Jan 2010 expires 1 Jan 2020`: the number and the country.
fn number(value: &str) -> Option<(&str, &str)> {
    let value = [" issued ", " expires ", " (issued", " (expires"]
        .iter()
        .filter_map(|word| value.find(word))
        .min()
        .map_or(value, |end| &value[..end]);
    // Words before the number, as in `Aircraft Construction Number (also called L/N or S/N or F/N) 8401`.
    let value = match value.split_once(") ") {
        Some((before, after)) if before.starts_with('(') => after,
        _ => value,
    };
    let (number, country) = match value.strip_suffix(')').and_then(|value| value.rsplit_once(" (")) {
        Some((number, country)) => (number, country),
        None => (value, ""),
    };
    let number = number.trim_matches([' ', ',', '.']);
    // Tail numbers have no digits, and words have small letters.
    let code = number.len() > 2 && !number.contains(|letter: char| letter.is_lowercase() || letter == ' ');
    (code || number.contains(|letter: char| letter.is_ascii_digit())).then_some((number, country))
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_told_from_what_stands_around_them() {
        for (value, found) in [
            ("717637093 (Russia)", Some(("717637093", "Russia"))),
            ("A-12 issued 01 Jan 2010 expires 01 Jan 2020", Some(("A-12", ""))),
            ("(also called L/N or S/N or F/N) 8401", Some(("8401", ""))),
            ("IMO 7406784", Some(("IMO 7406784", ""))),
            ("EP-GOM", Some(("EP-GOM", ""))),
            ("unknown", None),
        ] {
            assert_eq!(number(value), found, "{value}");
        }
    }
}
