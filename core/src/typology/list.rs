//! Lists that rules name: words, and countries. Each says where it comes from.

use super::indicator::Checked;
use crate::model::Country;
use crate::read::plain_words;
use serde::{Deserialize, Serialize};
use toml::Spanned;

/// Words and phrases of one meaning, in all languages together.
///
/// A phrase fits a text when its words stand there one after the other, whatever their case, accents and punctuation. One
/// that begins with `=` fits a text that has no other words. `3500..3999` fits a text that is a number of that range.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct WordList {
    /// Its id.
    pub id: Spanned<String>,
    /// The phrases.
    pub words: Vec<Spanned<String>>,
}

/// Countries, as of a day.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CountryList {
    /// Its id.
    pub id: Spanned<String>,
    /// What it is, for people.
    pub title: String,
    /// Who says so and where.
    pub source: String,
    /// The day as of which it is, `2026-01-01`.
    pub as_of: String,
    /// Where it comes from.
    pub status: ListStatus,
    /// Its countries, as ISO 3166 codes.
    pub countries: Vec<Spanned<String>>,
}

/// Where a list comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListStatus {
    /// A document lists them; how well that was looked at is the document's.
    Source,
    /// A document is said to list them, from memory: look it up before leaning on it.
    Recalled,
    /// The choice is this library's: to be replaced.
    Proposed,
}

/// A list of words, ready to be held against texts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Phrases {
    whole: Vec<String>,
    inside: Vec<String>,
    ranges: Vec<(u64, u64)>,
}

impl WordList {
    /// What is wrong with a phrase, if anything.
    pub(super) fn fault(phrase: &str) -> Option<&'static str> {
        if range(phrase).is_some_and(|(first, last)| first > last) {
            return Some("the first number of the range is above the last");
        }
        let empty = range(phrase).is_none() && plain_words(phrase.trim_start_matches('=')).is_empty();
        empty.then_some("there is no word in it")
    }

    pub(crate) fn phrases(&self) -> Phrases {
        let mut phrases = Phrases::default();
        for phrase in &self.words {
            let phrase = phrase.get_ref();
            match (range(phrase), phrase.strip_prefix('=')) {
                (Some(range), _) => phrases.ranges.push(range),
                (None, Some(whole)) => phrases.whole.push(plain_words(whole)),
                (None, None) => phrases.inside.push(format!(" {} ", plain_words(phrase))),
            }
        }
        phrases
    }
}

fn range(phrase: &str) -> Option<(u64, u64)> {
    let (first, last) = phrase.split_once("..")?;
    Some((first.parse().ok()?, last.parse().ok()?))
}

impl Phrases {
    /// Whether one of them fits a text that [`plain_words`] gave.
    pub(crate) fn fit(&self, plain: &str) -> bool {
        let padded = format!(" {plain} ");
        self.inside.iter().any(|phrase| padded.contains(phrase.as_str()))
            || self.whole.iter().any(|phrase| phrase == plain)
            || plain
                .parse()
                .is_ok_and(|number: u64| self.ranges.iter().any(|(first, last)| (*first..=*last).contains(&number)))
    }
}

impl CountryList {
    /// Whether a country is on it.
    #[must_use]
    pub fn holds(&self, country: Country) -> bool {
        self.countries.iter().any(|code| Country::parse(code.get_ref()) == Some(country))
    }
}

/// A published document that indicators are from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SourceDocument {
    /// Its id.
    pub id: Spanned<String>,
    /// Its title, in its own language.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// When, where that is known.
    #[serde(default)]
    pub year: Option<u16>,
    /// How well it was looked at.
    pub checked: Checked,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_fit_whatever_their_spelling() {
        let words = ["depósito en efectivo", "=cash", "3500..3999"].map(|word| Spanned::new(0..0, word.to_owned()));
        let phrases = WordList { id: Spanned::new(0..0, "x".into()), words: words.into() }.phrases();
        let fit = |text: &str| phrases.fit(&plain_words(text));
        for text in ["DEPOSITO EN EFECTIVO", "Un depósito-en-efectivo, ayer", "Cash", "CASH.", "3501"] {
            assert!(fit(text), "{text}");
        }
        for text in ["", "cash out", "efectivo en depósito", "depósito en efectivos", "4000", "35010"] {
            assert!(!fit(text), "{text}");
        }
        assert!(
            WordList::fault("= !").is_some() && WordList::fault("9..3").is_some() && WordList::fault("a").is_none()
        );
    }
}
