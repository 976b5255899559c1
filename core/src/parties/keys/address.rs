//! Addresses: words in their order, with usual abbreviations written one way.
//!
//! The order of words stays: `Calle 12 Carrera 34` and `Calle 34 Carrera 12` are two places.

use super::fold::fold;
use crate::model::{Address, Country};

// Each abbreviation with what it is written as. Words for "number" are left out.
const ABBREVIATIONS: &[(&str, &[&str])] = &[
    ("", &["no", "nro", "num", "numero", "number", "nr", "numeral"]),
    (
        "apt",
        &["apartment", "apartamento", "apto", "depto", "dpto", "departamento", "appartement", "appt", "flat", "unit"],
    ),
    ("av", &["avenue", "avenida", "ave", "avda", "avd", "aven"]),
    ("bd", &["boulevard", "blvd", "bulevar", "blv", "boul"]),
    ("bldg", &["building", "edificio", "edif", "ed", "predio", "batiment", "bat", "torre", "tower"]),
    ("box", &["casilla", "apartado", "caixa"]),
    ("calle", &["cl", "cll"]),
    ("cra", &["carrera", "kr", "cr", "krr", "carr"]),
    ("col", &["colonia"]),
    ("ctra", &["carretera", "rodovia", "rod", "highway", "hwy", "route"]),
    ("ct", &["court"]),
    ("dr", &["drive"]),
    ("e", &["east", "este", "leste", "oriente", "ote", "est"]),
    ("fl", &["floor", "piso", "andar", "etage", "planta"]),
    ("ln", &["lane"]),
    ("local", &["loc"]),
    ("n", &["north", "norte", "nte", "nord"]),
    ("of", &["office", "oficina", "ofic", "escritorio", "bureau", "despacho"]),
    ("pje", &["pasaje", "passage", "travessa", "tv", "prolongacion", "prol"]),
    ("pl", &["plaza", "place", "praca", "pza", "pca", "square", "sq", "plz"]),
    ("po", &["pob", "postal"]),
    ("rd", &["road"]),
    ("rua", &["r", "rue"]),
    ("s", &["south", "sur", "sul", "sud"]),
    ("st", &["street", "str", "strasse", "saint"]),
    ("ste", &["suite", "room", "rm", "sala", "salon"]),
    ("w", &["west", "oeste", "poniente", "pte", "ouest"]),
];

// Words that an address has at the least where it has no number.
const FEWEST_WORDS: usize = 4;

/// Appends the key of an address; whether there is one.
pub(super) fn key(address: &Address<'_>, folded: &mut String, key: &mut String) -> bool {
    folded.clear();
    fold(address.text, folded);
    if folded.is_empty() {
        return false;
    }
    let text = folded.len();
    let mut parts = [(0, 0); 3];
    for (part, place) in [address.town, address.region, address.postcode].into_iter().zip(&mut parts) {
        let start = folded.len();
        fold(part, folded);
        *place = (start, folded.len());
    }
    let country = Country::parse(address.country);
    let country_from = folded.len();
    if country.is_some() {
        fold(address.country, folded);
    }
    let parts = parts.map(|(start, end)| &folded[start..end]);
    // A whole address often ends with the town that stands in a column of its own too.
    let mut street = &folded[..text];
    let ends = [parts[0], parts[1], parts[2], &folded[country_from..]];
    while let Some(shorter) = ends.iter().find_map(|end| without_ending(street, end)) {
        street = shorter;
    }
    let mut words = 0;
    for word in [street, parts[0], parts[1], parts[2]].into_iter().flat_map(|part| part.split(' ')).map(written) {
        if !word.is_empty() {
            if words > 0 {
                key.push(' ');
            }
            key.push_str(word);
            words += 1;
        }
    }
    if let Some(country) = country {
        key.push('|');
        key.push_str(country.code());
    }
    !street.is_empty() && (words >= FEWEST_WORDS || words > 1 && street.bytes().any(|byte| byte.is_ascii_digit()))
}

fn without_ending<'a>(text: &'a str, end: &str) -> Option<&'a str> {
    let rest = text.strip_suffix(end).filter(|_| !end.is_empty())?;
    if rest.is_empty() { Some(rest) } else { rest.strip_suffix(' ') }
}

fn written(word: &str) -> &str {
    let found = ABBREVIATIONS.iter().find(|(_, words)| words.contains(&word));
    found.map_or(word, |(short, _)| short)
}
