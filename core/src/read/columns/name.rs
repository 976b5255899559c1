//! Names of columns in one spelling: `FechaOperación`, `FECHA_OPERACION` and `fecha de operación` name one thing.

use crate::model::Currency;
use crate::read::amount;

/// A column's name in lower-case words without accents, apart by one space, and the currency that it names in brackets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::read) struct Name {
    pub(in crate::read) words: String,
    pub(in crate::read) currency: Option<Currency>,
}

impl Name {
    /// The normal form of a name as it stands in a header.
    pub(in crate::read) fn of(written: &str) -> Self {
        let (outside, inside) = bracketed(written);
        let currency = amount::named_sign(inside.trim());
        let words = if currency.is_some() || inside.trim() == "$" { words(&outside) } else { words(written) };
        Self { words, currency }
    }
}

// What stands outside and what inside the last pair of brackets.
fn bracketed(written: &str) -> (String, &str) {
    let inside = written.rfind(['(', '[']).and_then(|open| {
        let close = open + written[open..].find([')', ']'])?;
        Some((open, close))
    });
    match inside {
        Some((open, close)) => (format!("{} {}", &written[..open], &written[close + 1..]), &written[open + 1..close]),
        None => (written.to_owned(), ""),
    }
}

pub(super) fn words(written: &str) -> String {
    let mut words = String::new();
    let letters: Vec<char> = written.chars().collect();
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| letters[at]);
        let after = letters.get(at + 1);
        // nameOrig, IDCuenta. Mathematical capitals have no small letters and stay as they are.
        let is_capital = |letter: char| letter.is_uppercase() && letter.to_lowercase().ne([letter]);
        let hump = is_capital(*letter)
            && before.is_some_and(|before| {
                before.is_lowercase()
                    || before.is_ascii_digit()
                    || is_capital(before) && after.is_some_and(|after| after.is_lowercase())
            });
        if hump && !words.ends_with(' ') {
            words.push(' ');
        }
        for letter in letter.to_lowercase() {
            match plain(letter) {
                Some(plain) => words.push_str(plain),
                None if letter.is_alphanumeric() => words.push(letter),
                // Ordinals and combining accents are part of the word before them.
                None if matches!(letter, 'º' | '°' | 'ª' | '\u{300}'..='\u{36f}' | '\u{feff}') => {}
                None if letter == '#' => words.push_str(" no "),
                None if words.ends_with(' ') => {}
                None => words.push(' '),
            }
        }
    }
    let mut normal = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        if !normal.is_empty() {
            normal.push(' ');
        }
        normal.push_str(word);
    }
    normal
}

fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'á' | 'à' | 'â' | 'ã' | 'ä' | 'å' => "a",
        'é' | 'è' | 'ê' | 'ë' => "e",
        'í' | 'ì' | 'î' | 'ï' => "i",
        'ó' | 'ò' | 'ô' | 'õ' | 'ö' => "o",
        'ú' | 'ù' | 'û' | 'ü' => "u",
        'ç' => "c",
        'ñ' => "n",
        'œ' => "oe",
        'ª' | 'º' => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_one_name_meet() {
        for (written, words) in [
            ("FechaOperación", "fecha operacion"),
            ("FECHA_OPERACION", "fecha operacion"),
            (" Fecha-Operación ", "fecha operacion"),
            ("Fecha operacio\u{301}n", "fecha operacion"),
            ("nameOrig", "name orig"),
            ("isSAR", "is sar"),
            ("IDCuenta", "id cuenta"),
            ("alertID", "alert id"),
            ("Nº conta", "n conta"),
            ("N° de compte", "n de compte"),
            ("Account.1", "account 1"),
            ("debtor.account.iban", "debtor account iban"),
            ("date d’opération", "date d operation"),
            ("Acct #", "acct no"),
            ("A𝐀", "a𝐀"),
            ("", ""),
        ] {
            assert_eq!(Name::of(written).words, words, "{written}");
        }
    }

    #[test]
    fn brackets_name_a_currency_or_are_words() {
        let mxn = Currency::parse("MXN").unwrap();
        assert_eq!(Name::of("Monto (MXN)"), Name { words: "monto".into(), currency: Some(mxn) });
        assert_eq!(Name::of("Valor (R$)").currency, Currency::parse("BRL").ok());
        assert_eq!(Name::of("Amount ($)"), Name { words: "amount".into(), currency: None });
        assert_eq!(Name::of("Date (UTC)"), Name { words: "date utc".into(), currency: None });
    }

    proptest! {
        #[test]
        fn a_normal_name_stays_as_it_is(written in ".{0,30}") {
            let once = Name::of(&written).words;
            prop_assert_eq!(&Name::of(&once).words, &once);
        }
    }
}
