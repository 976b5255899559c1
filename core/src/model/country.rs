//! Countries by the two letters of ISO 3166-1, so that what registers and lists name in many ways is one value.
//!
//! The names are a data file of the library, `data/countries.txt`: four languages, and what lists write besides.

use serde::{Serialize, Serializer};
use std::fmt;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A country or territory, or a state that is no more (`SU`, `YU`): its two letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

const DATA: &str = include_str!("../../data/countries.txt");

struct Table {
    // Plain names, and codes of two and three letters, in order.
    names: Vec<(String, Country)>,
    // Countries in order, with the name that is shown.
    shown: Vec<(Country, &'static str)>,
}

impl Country {
    /// The country that a text names: two or three letters of ISO 3166-1, a name in English, Spanish, Portuguese or
    /// French, or what lists of sanctions write. Case, accents and punctuation do not matter; `GB-SCT`, a subdivision,
    /// names its country.
    ///
    /// Time: O(log names).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let bytes = text.as_bytes();
        let upper = |at: usize| bytes[at].to_ascii_uppercase();
        let coded = match bytes {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => true,
            [a, b, b'-', rest @ ..] => {
                a.is_ascii_uppercase()
                    && b.is_ascii_uppercase()
                    && (1..=3).contains(&rest.len())
                    && rest.iter().all(u8::is_ascii_alphanumeric)
            }
            _ => false,
        };
        let table = table();
        if coded {
            let country = Self([upper(0), upper(1)]);
            if table.shown.binary_search_by_key(&country, |(country, _)| *country).is_ok() {
                return Some(country);
            }
        }
        let plain = plain(text);
        let place = table.names.binary_search_by(|(name, _)| name.as_str().cmp(&plain)).ok()?;
        Some(table.names[place].1)
    }

    /// Its two letters, in capitals.
    #[must_use]
    pub fn code(&self) -> &str {
        // Made from ASCII letters alone.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Its name in English.
    #[must_use]
    pub fn name(self) -> &'static str {
        let shown = &table().shown;
        shown.binary_search_by_key(&self, |(country, _)| *country).map_or("", |place| shown[place].1)
    }
}

// Lower case, without accents, words apart by one space.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.nfkd().filter(|letter| !is_combining_mark(*letter)) {
        match letter {
            '\'' | '’' | '.' => {}
            _ if letter.is_alphanumeric() => plain.extend(letter.to_lowercase()),
            '&' => plain.push('&'),
            _ if plain.ends_with(' ') || plain.is_empty() => {}
            _ => plain.push(' '),
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let (mut names, mut shown) = (Vec::new(), Vec::new());
        for line in DATA.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.splitn(3, ';');
            let (Some(two), Some(three), Some(all)) = (fields.next(), fields.next(), fields.next()) else { continue };
            let [first, second] = two.as_bytes() else { continue };
            let country = Country([*first, *second]);
            shown.push((country, all.split('|').next().unwrap_or_default()));
            names.push((three.to_lowercase(), country));
            names.extend(all.split('|').map(|name| (plain(name), country)));
        }
        names.sort();
        names.dedup();
        Table { names, shown }
    })
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Country {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_codes_and_spellings_of_lists_meet() {
        for (text, code) in [
            ("gb", "GB"),
            ("GBR", "GB"),
            ("Reino Unido", "GB"),
            ("U.K.", "GB"),
            ("Iran (Islamic Republic of)", "IR"),
            ("Virgin Islands, British", "VG"),
            ("CÔTE D’IVOIRE", "CI"),
            ("Trinidad and Tobago", "TT"),
            ("Democratic People's Republic of Korea", "KP"),
            ("Estados Unidos", "US"),
            ("GB-SCT", "GB"),
            ("suhh", "SU"),
            ("EE.UU.", "US"),
            (" panamá ", "PA"),
        ] {
            assert_eq!(Country::parse(text).map(|country| country.code().to_owned()).as_deref(), Some(code), "{text}");
        }
        for text in ["", "Atlantis", "undetermined", "00", "zz", "-0-", "u", "Go-1"] {
            assert_eq!(Country::parse(text), None, "{text}");
        }
        assert_eq!(Country::parse("pan").unwrap().name(), "Panama");
    }

    #[test]
    fn no_name_means_two_countries_and_every_name_is_found() {
        let names = &table().names;
        assert!(table().shown.len() > 250 && table().shown.is_sorted());
        assert!(names.windows(2).all(|pair| pair[0].0 != pair[1].0));
        for line in DATA.lines().filter(|line| !line.starts_with('#')) {
            let (two, rest) = line.split_once(';').unwrap();
            let (three, all) = rest.split_once(';').unwrap();
            for name in [two, three].into_iter().chain(all.split('|')) {
                assert_eq!(Country::parse(name).unwrap().code(), two, "{name}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_country_or_none(text in ".{0,12}|[A-Z]{2}-?[A-Z0-9]{0,4}") {
            if let Some(country) = Country::parse(&text) {
                prop_assert!(!country.name().is_empty());
            }
        }
    }
}
