//! The mapping file for tables of parties: what a table means, said by the user.
//!
//! As for [transactions](crate::read::mapping), a small TOML file. Everything in it is optional; what it leaves out is found
//! out as for any file, and what it says wins.
//!
//! ```toml
//! encoding = "windows-1252"   # utf-8, windows-1252, utf-16le, utf-16be, utf8-or-windows1252
//! delimiter = ";"             # "," ";" "|" "\t"
//! header = true               # false: the first row is data, and columns are given by number
//! skip = 2                    # lines above the header, or above the first row
//! date_order = "dmy"          # dmy, mdy, ymd
//! decimal_mark = "comma"      # comma, point
//! currency = "MXN"            # of incomes whose row names none
//! scope = "registry"          # the namespace of identifiers; empty when not given
//! shares = "percent"          # percent, fraction
//! ignore = ["Saldo"]          # columns that must get no role
//!
//! [columns]                   # role = name of the column, or its number from 1, or several of them
//! id = "Cliente"
//! name = 3
//! phone = ["Tel. casa", "Tel. trabajo"]
//! owner_id = "Socio"          # of another party: owner_, director_, nominee_, relative_, other_, target_ before the role
//! share = "%"
//!
//! [constants]                 # role = the value of every row
//! institution = "010"
//! kind = "company"
//! ```
//!
//! The roles are those of [`PartyRole`] and [`RelationRole`]. An unknown key, role, column or value is an error with its
//! line and character.

#[cfg(feature = "toml")]
use super::super::mapping::from_toml;
#[cfg(not(feature = "toml"))]
use super::super::mapping::only_json;
use super::super::mapping::{ColumnName, from_json, wrong};
use super::super::{DateOrder, DecimalMark, Encoding, PlanError};
use super::columns::{End, Meaning, PartyRole, RelationRole};
use super::shares::ShareUnit;
use crate::model::Currency;
use crate::placed::{Placed, Unplaced, is_json};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A mapping file, read and checked.
#[derive(Clone, Debug, Default)]
pub(super) struct Mapping {
    pub(super) encoding: Option<Encoding>,
    pub(super) delimiter: Option<u8>,
    pub(super) header: Option<bool>,
    pub(super) skip: u32,
    pub(super) date_order: Option<DateOrder>,
    pub(super) decimal_mark: Option<DecimalMark>,
    pub(super) currency: Option<Currency>,
    pub(super) scope: Option<String>,
    pub(super) shares: Option<ShareUnit>,
    /// Columns with what they mean, or with nothing; and the place in the mapping file.
    pub(super) columns: Vec<(ColumnName, Option<Meaning>, (u32, u32))>,
    pub(super) constants: Vec<(Meaning, String)>,
}

/// As it is written: texts and columns with their places, or without.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written<Text: Ord, Named, Several> {
    encoding: Option<Encoding>,
    delimiter: Option<Text>,
    header: Option<bool>,
    #[serde(default)]
    skip: u32,
    date_order: Option<DateOrder>,
    decimal_mark: Option<DecimalMark>,
    currency: Option<Text>,
    scope: Option<String>,
    shares: Option<ShareUnit>,
    #[serde(default = "Vec::new")]
    ignore: Vec<Named>,
    #[serde(default = "BTreeMap::new")]
    columns: BTreeMap<Text, Several>,
    #[serde(default = "BTreeMap::new")]
    constants: BTreeMap<Text, Text>,
}

#[derive(Clone, Deserialize)]
#[serde(untagged, expecting = "a column's name, or its number from 1, or several of them")]
enum Columns {
    One(ColumnName),
    Several(Vec<ColumnName>),
}

impl Mapping {
    /// Reads and checks a mapping, as TOML or as JSON.
    pub(super) fn parse(text: &str) -> Result<Self, PlanError> {
        if is_json(text) {
            type Json = Written<Unplaced<String>, Unplaced<ColumnName>, Unplaced<Columns>>;
            return Self::of(text, from_json::<Json>(text)?);
        }
        #[cfg(feature = "toml")]
        {
            use toml::Spanned;
            type Toml = Written<Spanned<String>, Spanned<ColumnName>, Spanned<Columns>>;
            Self::of(text, from_toml::<Toml>(text)?)
        }
        #[cfg(not(feature = "toml"))]
        Err(only_json())
    }

    fn of<Text, Named, Several>(text: &str, written: Written<Text, Named, Several>) -> Result<Self, PlanError>
    where
        Text: Placed<Value = String> + Ord,
        Named: Placed<Value = ColumnName>,
        Several: Placed<Value = Columns>,
    {
        let mut mapping = Self {
            encoding: written.encoding,
            header: written.header,
            skip: written.skip,
            date_order: written.date_order,
            decimal_mark: written.decimal_mark,
            scope: written.scope,
            shares: written.shares,
            ..Self::default()
        };
        if let Some(delimiter) = written.delimiter {
            let [byte @ (b',' | b';' | b'|' | b'\t')] = delimiter.value().as_bytes() else {
                let message = format!("unknown delimiter {:?}", delimiter.value());
                return Err(wrong(text, delimiter.span(), &message, "write one of \",\" \";\" \"|\" \"\\t\""));
            };
            mapping.delimiter = Some(*byte);
        }
        if let Some(currency) = written.currency {
            let hint = "write an ISO 4217 code such as USD";
            let parsed = Currency::parse(currency.value());
            mapping.currency = Some(parsed.map_err(|error| wrong(text, currency.span(), &error.to_string(), hint))?);
        }
        let mut columns = Vec::new();
        for (name, column) in written.columns {
            let (meaning, span) = (meaning(text, &name)?, column.span());
            let names = match column.into_value() {
                Columns::One(name) => vec![name],
                Columns::Several(names) => names,
            };
            columns.push((Some(meaning), span, names));
        }
        columns.extend(written.ignore.into_iter().map(|column| (None, column.span(), vec![column.into_value()])));
        columns.sort_by_key(|(_, span, _)| span.as_ref().map(|span| span.start));
        for (meaning, span, names) in columns {
            for name in names {
                if name == ColumnName::Number(0) {
                    return Err(wrong(text, span, "there is no column 0", "columns are counted from 1"));
                }
                mapping.columns.push((name, meaning, super::super::mapping::place(text, span.clone())));
            }
        }
        for (name, value) in written.constants {
            let meaning = meaning(text, &name)?;
            if mapping.columns.iter().any(|(_, mapped, _)| *mapped == Some(meaning)) {
                let message = format!("{:?} has a column too", name.value());
                return Err(wrong(text, name.span(), &message, "a role has a column or a constant, not both"));
            }
            mapping.constants.push((meaning, value.into_value()));
        }
        Ok(mapping)
    }
}

/// The name of what a column means, as mapping files and summaries have it.
pub(super) fn name(meaning: Meaning) -> String {
    match meaning {
        Meaning::Party(End::Own, role) => role.name().to_owned(),
        Meaning::Party(end, role) => format!("{}_{}", end.name(), role.name()),
        Meaning::Relation(role) => role.name().to_owned(),
    }
}

fn meaning(text: &str, written: &impl Placed<Value = String>) -> Result<Meaning, PlanError> {
    let role = written.value().as_str();
    let own = PartyRole::ALL.iter().find(|known| known.name() == role).map(|role| Meaning::Party(End::Own, *role));
    let of_relation =
        || RelationRole::ALL.iter().find(|known| known.name() == role).map(|role| Meaning::Relation(*role));
    let of_other = || {
        End::ALL.iter().find_map(|end| {
            let rest = role.strip_prefix(end.name())?.strip_prefix('_')?;
            PartyRole::ALL.iter().find(|known| known.name() == rest).map(|role| Meaning::Party(*end, *role))
        })
    };
    own.or_else(of_relation).or_else(of_other).ok_or_else(|| {
        let names: Vec<&str> = PartyRole::ALL.iter().map(|role| role.name()).collect();
        let relations: Vec<&str> = RelationRole::ALL.iter().map(|role| role.name()).collect();
        let hint = format!(
            "the roles of a party are {}; before them owner_, director_, nominee_, relative_, other_ or target_ for \
             another party; of a relation {}",
            names.join(", "),
            relations.join(", ")
        );
        wrong(text, written.span(), &format!("unknown role {role:?}"), &hint)
    })
}

#[cfg(all(test, feature = "toml"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_key_of_the_documentation_is_read() {
        let documented: String = include_str!("mapping.rs")
            .lines()
            .skip_while(|line| *line != "//! ```toml")
            .skip(1)
            .take_while(|line| *line != "//! ```")
            .map(|line| line.trim_start_matches("//!").to_owned() + "\n")
            .collect();
        let mapping = Mapping::parse(&documented).unwrap();
        assert_eq!((mapping.delimiter, mapping.shares), (Some(b';'), Some(ShareUnit::Percent)));
        assert_eq!(mapping.columns.len(), 7);
        assert_eq!(mapping.constants.len(), 2);
        let owner = Meaning::Party(End::Owner, PartyRole::Id);
        assert!(mapping.columns.iter().any(|(_, meaning, _)| *meaning == Some(owner)));
        assert_eq!(name(owner), "owner_id");
    }

    #[test]
    fn mistakes_are_shown_with_their_place() {
        for (text, line, column, part) in [
            ("[columns]\nnam = \"A\"", 2, 1, "unknown role"),
            ("[columns]\nowner_nam = \"A\"", 2, 1, "unknown role"),
            ("curency = \"USD\"", 1, 1, "unknown field"),
            ("currency = \"galleon\"", 1, 12, "unknown currency"),
            ("[columns]\nid = 0", 2, 6, "no column 0"),
            ("[columns]\nid = true", 2, 6, "a column's name"),
            ("delimiter = \"!\"", 1, 13, "unknown delimiter"),
            ("shares = \"halves\"", 1, 10, "unknown variant"),
            ("[columns]\nid = 1\n[constants]\nid = \"x\"", 4, 1, "a column too"),
        ] {
            let error = Mapping::parse(text).unwrap_err();
            assert_eq!((error.line, error.column), (line, column), "{text}: {error}");
            assert!(error.message.contains(part), "{text}: {error}");
            assert!(!error.hint.is_empty());
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_mapping_or_an_error(text in "[a-z_]{1,12} ?= ?[\"\\[0-9a-z,;]{0,9}\n?|.*") {
            let _ = Mapping::parse(&text);
        }
    }
}
