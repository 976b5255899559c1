//! Phones, e-mails, sites and devices.

use crate::model::ContactKind;

// Numbers of fewer digits are extensions and short codes.
const FEWEST_DIGITS: usize = 6;
// The longest number that networks route, and a little for what people add.
const MOST_DIGITS: usize = 17;

/// Appends the key of a contact; whether there is one.
pub(super) fn key(kind: ContactKind, text: &str, key: &mut String) -> bool {
    match kind {
        ContactKind::Phone => phone(text, key),
        ContactKind::Email => email(text, key),
        ContactKind::Website => website(text, key),
        ContactKind::Device => {
            let text = text.trim();
            key.extend(text.chars().filter(|letter| !letter.is_whitespace()).flat_map(char::to_lowercase));
            !text.is_empty()
        }
    }
}

// Digits, behind `+` where the number says that its country is in it (`+52`, `0052`). A zero in brackets is dialled at
// home only; what follows `ext` or `x` is inside the house.
fn phone(text: &str, key: &mut String) -> bool {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let end = ["ext", "anexo", "interno", "ramal", "poste", "x", "#", ";", "/"]
        .iter()
        .filter_map(|word| lower.find(word))
        .min()
        .unwrap_or(text.len());
    let number = &lower[..end];
    let without_zero = number.replace("(0)", "");
    let digits: String = without_zero.chars().filter(char::is_ascii_digit).collect();
    let plus = without_zero.trim_start().trim_start_matches('(').starts_with('+');
    let (told, digits) = match digits.strip_prefix("00") {
        Some(rest) if !plus => (true, rest),
        _ => (plus, digits.as_str()),
    };
    if told {
        key.push('+');
    }
    key.push_str(digits);
    (FEWEST_DIGITS..=MOST_DIGITS).contains(&digits.len())
}

// The address between brackets where there are any: `Ana <ana@example.com>`.
fn email(text: &str, key: &mut String) -> bool {
    let inside = text.rsplit_once('<').map_or(text, |(_, rest)| rest.split('>').next().unwrap_or(rest));
    let inside = inside.trim().trim_start_matches("mailto:").trim_end_matches(['.', ';', ',']);
    let Some((name, domain)) = inside.split_once('@') else { return false };
    let fine = |part: &str| !part.is_empty() && !part.contains(|letter: char| letter.is_whitespace() || letter == '@');
    key.extend(inside.chars().flat_map(char::to_lowercase));
    fine(name) && fine(domain) && domain.contains('.')
}

fn website(text: &str, key: &mut String) -> bool {
    let lower = text.trim().to_lowercase();
    let rest = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/');
    key.push_str(rest);
    rest.contains('.') && !rest.contains(char::is_whitespace)
}
