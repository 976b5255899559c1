//! Jurisdictions whose registers tell little of owners: lists with a source and a date, one of them proposed.

use crate::model::Country;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Lists of jurisdictions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Jurisdictions {
    lists: Vec<JurisdictionList>,
}

/// A list of jurisdictions.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JurisdictionList {
    /// A short name for files.
    pub id: String,
    /// A name for people.
    pub title: String,
    /// Who says so and where.
    pub source: String,
    /// The day as of which it is, `2025-10-10`.
    pub as_of: String,
    /// Whether it was quoted or is proposed.
    pub status: ListStatus,
    /// Its countries, as ISO 3166 codes.
    countries: Vec<String>,
}

/// Where a list comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListStatus {
    /// A document lists them.
    Quoted,
    /// Nobody does but this library: to be replaced.
    Proposed,
}

/// Why a file of lists cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JurisdictionError(String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    list: Vec<JurisdictionList>,
}

impl Jurisdictions {
    /// The lists that come with this library.
    #[must_use]
    pub fn built_in() -> Self {
        Self::from_toml(include_str!("../../data/secrecy_jurisdictions.toml")).unwrap_or_default()
    }

    /// No lists: no jurisdiction is one of secrecy.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Reads lists from TOML: a table `[[list]]` for each with `id`, `title`, `source`, `as_of`, `status` (`quoted` or
    /// `proposed`) and `countries`.
    ///
    /// # Errors
    /// When it is not such a file, or a country is none.
    pub fn from_toml(text: &str) -> Result<Self, JurisdictionError> {
        let file: File = toml::from_str(text).map_err(|error| JurisdictionError(error.to_string()))?;
        for list in &file.list {
            for code in &list.countries {
                if Country::parse(code).is_none() {
                    return Err(JurisdictionError(format!("list '{}': '{code}' is no country", list.id)));
                }
            }
        }
        Ok(Self { lists: file.list })
    }

    /// The lists, in the order of the file.
    #[must_use]
    pub fn lists(&self) -> &[JurisdictionList] {
        &self.lists
    }

    /// The first list that a country is on.
    #[must_use]
    pub fn of(&self, country: Country) -> Option<&JurisdictionList> {
        self.lists.iter().find(|list| list.countries.iter().any(|code| Country::parse(code) == Some(country)))
    }
}

impl fmt::Display for JurisdictionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for JurisdictionError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_tell_where_they_come_from() {
        let built_in = Jurisdictions::built_in();
        assert_eq!(built_in.lists().len(), 2);
        let list = |code: &str| built_in.of(Country::parse(code).unwrap());
        assert_eq!(list("PA").map(|list| (list.id.as_str(), list.status)), Some(("eu-annex-i", ListStatus::Quoted)));
        assert_eq!(list("VG").map(|list| list.status), Some(ListStatus::Proposed));
        assert_eq!(list("UY"), None);
        let own =
            "[[list]]\nid='x'\ntitle='X'\nsource='we'\nas_of='2026-01-01'\nstatus='quoted'\ncountries=['Atlantis']";
        assert_eq!(Jurisdictions::from_toml(own).unwrap_err().to_string(), "list 'x': 'Atlantis' is no country");
        assert!(Jurisdictions::from_toml("[[list]]\nid = 1").is_err());
    }
}
