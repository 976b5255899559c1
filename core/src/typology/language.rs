//! Texts for people, in the four languages of the Americas that Quipu speaks.

use crate::model::Span;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A language of the pack.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Spanish.
    Es,
    /// Portuguese.
    Pt,
    /// French.
    Fr,
}

/// One text in every language. None may be missing: a finding is explained in the language of the court.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    /// In English.
    pub en: String,
    /// In Spanish.
    pub es: String,
    /// In Portuguese.
    pub pt: String,
    /// In French.
    pub fr: String,
}

/// Text that names no language of the pack.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no language of the pack; write en, es, pt or fr")]
pub struct UnknownLanguage(String);

impl Language {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::En, Self::Es, Self::Pt, Self::Fr];

    /// Its two letters of ISO 639-1.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
            Self::Pt => "pt",
            Self::Fr => "fr",
        }
    }

    /// A length of time in words: `30 days`, `72 horas`, in the largest unit that it is a whole number of, but days only
    /// from three on, since windows of 24 and 48 hours are called so.
    #[must_use]
    pub fn span(self, span: Span) -> String {
        let (units, words) = if span.0 % Span::DAY.0 == 0 && span.0 > 3 * Span::DAY.0 {
            (Span::DAY, [["day", "days"], ["día", "días"], ["dia", "dias"], ["jour", "jours"]])
        } else if span.0 % Span::HOUR.0 == 0 {
            (Span::HOUR, [["hour", "hours"], ["hora", "horas"], ["hora", "horas"], ["heure", "heures"]])
        } else if span.0 % Span::MINUTE.0 == 0 {
            (Span::MINUTE, [["minute", "minutes"], ["minuto", "minutos"], ["minuto", "minutos"], ["minute", "minutes"]])
        } else {
            return span.to_string();
        };
        let number = span.0 / units.0;
        format!("{number} {}", words[self as usize][usize::from(number != 1)])
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|one| one.code() == text).ok_or_else(|| UnknownLanguage(text.to_owned()))
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Texts {
    /// The text in a language.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::Es => &self.es,
            Language::Pt => &self.pt,
            Language::Fr => &self.fr,
        }
    }

    /// The placeholders of a text, `{window}` without its braces, sorted, each as often as it stands there.
    #[must_use]
    pub fn placeholders(text: &str) -> Vec<&str> {
        let mut found: Vec<&str> =
            text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect();
        found.sort_unstable();
        found
    }

    /// What is wrong with these texts, if anything: an empty one, or placeholders that are not those of the English one.
    pub(super) fn fault(&self) -> Option<String> {
        let english = Self::placeholders(&self.en);
        for language in Language::ALL {
            let text = self.get(language);
            if text.trim().is_empty() {
                return Some(format!("the text in {language} is empty"));
            }
            let own = Self::placeholders(text);
            if own != english {
                return Some(format!("the text in {language} has the placeholders {own:?}, in en {english:?}"));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_told_as_people_say_them() {
        let span = |text: &str| text.parse().unwrap();
        assert_eq!(Language::En.span(span("30d")), "30 days");
        assert_eq!(Language::Es.span(span("72h")), "72 horas");
        assert_eq!(Language::Pt.span(span("1h")), "1 hora");
        assert_eq!(Language::Fr.span(span("90m")), "90 minutes");
        assert_eq!(Language::Fr.span(span("7d")), "7 jours");
    }

    #[test]
    fn texts_must_be_there_and_agree() {
        let texts = |fr: &str| Texts {
            en: "in {window}".into(),
            es: "en {window}".into(),
            pt: "em {window}".into(),
            fr: fr.into(),
        };
        assert_eq!(texts("en {window}").fault(), None);
        assert!(texts(" ").fault().unwrap().contains("fr is empty"));
        assert!(texts("en {fenêtre}").fault().unwrap().contains("placeholders"));
    }
}
