//! The mapping file: what a file means, said by the user.
//!
//! A small TOML file, for exports whose columns have names that tell nothing, or no header at all. Everything in it is
//! optional; what it leaves out is found out as for any file, and what it says wins.
//!
//! ```toml
//! format = "table"            # amlworld, amlsim, paysim, amlgentex, saml-d, table, ndjson, iso20022, swift-mt
//! encoding = "windows-1252"   # utf-8, windows-1252, utf-16le, utf-16be, utf8-or-windows1252
//! delimiter = ";"             # "," ";" "|" "\t"
//! header = true               # false: the first row is data, and columns are given by number
//! skip = 2                    # lines above the header, or above the first row
//! date_order = "dmy"          # dmy, mdy, ymd
//! time_unit = "unix-seconds"  # for times that are numbers: unix-seconds, unix-milliseconds, hours, days
//! decimal_mark = "comma"      # comma, point
//! currency = "MXN"            # of amounts whose row names none
//! utc_offset = "-06:00"       # of times without a zone
//! ignore = ["Saldo"]          # columns that must get no role
//!
//! [columns]                   # role = name of the column, or its number from 1
//! time = "Fecha"              # necessary: time, from, to, amount
//! from = 3
//! to = "Cta. contraria"
//! amount = "Importe"          # also: time_of_day, from_institution, to_institution, currency, received_amount,
//!                             # received_currency, id, channel, purpose, from_branch, to_branch, from_place, to_place,
//!                             # from_country, to_country, label, label_group, label_kind; for indicators: conductor,
//!                             # merchant_category, denomination, from_balance, to_balance, virtual_asset, invoice_party,
//!                             # hs_code, unit_price, contract, contract_total, employee, coordinates
//!
//! [constants]                 # role = the value of every row
//! from_institution = "bank_a"
//! ```
//!
//! An unknown key, role, column or value is an error with its line and character.
//!
//! The same as a JSON object, for programs: `{"currency": "MXN", "columns": {"time": "Fecha", "from": 3}}`. Without the
//! feature `toml` there is only that.

use super::columns::Name;
use super::{DateOrder, DecimalMark, Encoding, Format, PlanError, PlanErrorKind, ReadOptions, Role, TimeUnit};
use crate::ledger::TextField;
use crate::model::Currency;
use crate::placed::{Placed, Unplaced, is_json, json_mistake};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;

/// A mapping file, read and checked.
#[derive(Clone, Debug, Default)]
pub(super) struct Mapping {
    pub(super) format: Option<Format>,
    pub(super) encoding: Option<Encoding>,
    pub(super) delimiter: Option<u8>,
    pub(super) header: Option<bool>,
    pub(super) skip: u32,
    pub(super) date_order: Option<DateOrder>,
    pub(super) time_unit: Option<TimeUnit>,
    pub(super) decimal_mark: Option<DecimalMark>,
    pub(super) currency: Option<Currency>,
    pub(super) utc_offset: Option<i16>,
    pub(super) columns: Vec<Mapped>,
    pub(super) constants: Vec<(Role, String)>,
}

/// A role and the column that it is mapped to; no role for one that must get none.
#[derive(Clone, Debug)]
pub(super) struct Mapped {
    pub(super) role: Option<Role>,
    pub(super) column: ColumnName,
    // Line and character in the mapping file.
    pub(super) place: (u32, u32),
}

/// A column by its name or its number from 1.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged, expecting = "a column's name, or its number from 1")]
pub(super) enum ColumnName {
    Number(u16),
    Name(String),
}

impl ColumnName {
    /// The position of the column among these: by its number, by its name as written, or else in normal form.
    pub(super) fn position(&self, names: &[String]) -> Option<usize> {
        match self {
            Self::Number(number) => usize::from(*number).checked_sub(1).filter(|at| *at < names.len()),
            Self::Name(wanted) => {
                let exact = names.iter().position(|name| name == wanted);
                exact.or_else(|| {
                    let wanted = Name::of(wanted);
                    let same = |name: &String| !wanted.words.is_empty() && Name::of(name) == wanted;
                    names.iter().position(same)
                })
            }
        }
    }
}

/// As it is written: texts and columns with their places, or without.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written<Text: Ord, Named> {
    format: Option<Format>,
    encoding: Option<Encoding>,
    delimiter: Option<Text>,
    header: Option<bool>,
    #[serde(default)]
    skip: u32,
    date_order: Option<DateOrder>,
    time_unit: Option<TimeUnit>,
    decimal_mark: Option<DecimalMark>,
    currency: Option<Text>,
    utc_offset: Option<Text>,
    #[serde(default = "Vec::new")]
    ignore: Vec<Named>,
    #[serde(default = "BTreeMap::new")]
    columns: BTreeMap<Text, Named>,
    #[serde(default = "BTreeMap::new")]
    constants: BTreeMap<Text, Text>,
}

/// The names of roles in mapping files.
pub(super) const ROLES: [(&str, Role); 35] = [
    ("time", Role::Time),
    ("time_of_day", Role::TimeOfDay),
    ("from", Role::From),
    ("from_institution", Role::FromInstitution),
    ("to", Role::To),
    ("to_institution", Role::ToInstitution),
    ("amount", Role::Amount),
    ("currency", Role::Currency),
    ("received_amount", Role::ReceivedAmount),
    ("received_currency", Role::ReceivedCurrency),
    ("id", Role::Text(TextField::Id)),
    ("channel", Role::Text(TextField::Channel)),
    ("purpose", Role::Text(TextField::Purpose)),
    ("from_branch", Role::Text(TextField::FromBranch)),
    ("to_branch", Role::Text(TextField::ToBranch)),
    ("from_place", Role::Text(TextField::FromPlace)),
    ("to_place", Role::Text(TextField::ToPlace)),
    ("from_country", Role::Text(TextField::FromCountry)),
    ("to_country", Role::Text(TextField::ToCountry)),
    ("label", Role::Text(TextField::Label)),
    ("label_group", Role::Text(TextField::LabelGroup)),
    ("label_kind", Role::Text(TextField::LabelKind)),
    ("conductor", Role::Text(TextField::Conductor)),
    ("merchant_category", Role::Text(TextField::MerchantCategory)),
    ("denomination", Role::Text(TextField::Denomination)),
    ("from_balance", Role::Text(TextField::FromBalance)),
    ("to_balance", Role::Text(TextField::ToBalance)),
    ("virtual_asset", Role::Text(TextField::VirtualAsset)),
    ("invoice_party", Role::Text(TextField::InvoiceParty)),
    ("hs_code", Role::Text(TextField::HsCode)),
    ("unit_price", Role::Text(TextField::UnitPrice)),
    ("contract", Role::Text(TextField::Contract)),
    ("contract_total", Role::Text(TextField::ContractTotal)),
    ("employee", Role::Text(TextField::Employee)),
    ("coordinates", Role::Text(TextField::Coordinates)),
];

impl Role {
    /// The name that mapping files and summaries use: `time`, `from_institution`, `label_kind`.
    #[must_use]
    pub fn name(self) -> &'static str {
        ROLES.iter().find(|(_, role)| *role == self).map_or("", |(name, _)| name)
    }
}

/// The encoding that the user gave, in the options or in the mapping file: needed before a file can be decoded and
/// understood.
///
/// # Errors
/// [`PlanErrorKind::BadMapping`] when the mapping file is wrong.
pub fn encoding(options: &ReadOptions) -> Result<Option<Encoding>, PlanError> {
    let mapped = options.mapping.as_deref().map(Mapping::parse).transpose()?;
    Ok(options.encoding.or_else(|| mapped?.encoding))
}

impl Mapping {
    /// Reads and checks a mapping, as TOML or as JSON.
    pub(super) fn parse(text: &str) -> Result<Self, PlanError> {
        if is_json(text) {
            return Self::of(text, from_json::<Written<Unplaced<String>, Unplaced<ColumnName>>>(text)?);
        }
        #[cfg(feature = "toml")]
        return Self::of(text, from_toml::<Written<toml::Spanned<String>, toml::Spanned<ColumnName>>>(text)?);
        #[cfg(not(feature = "toml"))]
        Err(only_json())
    }

    fn of<Text, Named>(text: &str, written: Written<Text, Named>) -> Result<Self, PlanError>
    where
        Text: Placed<Value = String> + Ord,
        Named: Placed<Value = ColumnName>,
    {
        let mut mapping = Self {
            format: written.format,
            encoding: written.encoding,
            header: written.header,
            skip: written.skip,
            date_order: written.date_order,
            time_unit: written.time_unit,
            decimal_mark: written.decimal_mark,
            ..Self::default()
        };
        if let Some(delimiter) = written.delimiter {
            mapping.delimiter = match delimiter.value().as_str() {
                "," => Some(b','),
                ";" => Some(b';'),
                "|" => Some(b'|'),
                "\t" | "tab" => Some(b'\t'),
                other => {
                    let message = format!("unknown delimiter {other:?}");
                    return Err(wrong(text, delimiter.span(), &message, "write one of \",\" \";\" \"|\" \"\\t\""));
                }
            };
        }
        if let Some(currency) = written.currency {
            let parsed = Currency::parse(currency.value());
            let hint = "write an ISO 4217 code such as USD, or a known asset such as BTC";
            mapping.currency = Some(parsed.map_err(|error| wrong(text, currency.span(), &error.to_string(), hint))?);
        }
        if let Some(offset) = written.utc_offset {
            let parsed = super::time::offset(offset.value().as_bytes());
            let message = format!("{:?} is no offset from UTC", offset.value());
            let hint = "write hours and minutes east of UTC, as in \"-05:00\" or \"+00:00\"";
            mapping.utc_offset = Some(parsed.ok_or_else(|| wrong(text, offset.span(), &message, hint))?);
        }
        let mut columns: Vec<(Option<Role>, Named)> = Vec::new();
        for (name, column) in written.columns {
            columns.push((Some(role(text, &name)?), column));
        }
        columns.extend(written.ignore.into_iter().map(|column| (None, column)));
        for (role, column) in columns {
            if *column.value() == ColumnName::Number(0) {
                return Err(wrong(text, column.span(), "there is no column 0", "columns are counted from 1"));
            }
            let place = place(text, column.span());
            mapping.columns.push(Mapped { role, column: column.into_value(), place });
        }
        mapping.columns.sort_by_key(|mapped| mapped.place);
        for (name, value) in written.constants {
            let role = role(text, &name)?;
            let hint = match role {
                Role::Time | Role::TimeOfDay | Role::Amount | Role::ReceivedAmount => {
                    Some("times and amounts differ by row: map a column")
                }
                Role::Currency | Role::ReceivedCurrency => {
                    Some("write `currency = ...` at the top of the mapping file")
                }
                _ if mapping.columns.iter().any(|mapped| mapped.role == Some(role)) => {
                    Some("a role has a column or a constant, not both")
                }
                _ => None,
            };
            if let Some(hint) = hint {
                let message = format!("{:?} cannot be a constant here", name.value());
                return Err(wrong(text, name.span(), &message, hint));
            }
            mapping.constants.push((role, value.into_value()));
        }
        mapping.constants.sort();
        Ok(mapping)
    }
}

fn role(text: &str, name: &impl Placed<Value = String>) -> Result<Role, PlanError> {
    let found = ROLES.iter().find(|(role, _)| role == name.value());
    found.map(|(_, role)| *role).ok_or_else(|| {
        let names: Vec<&str> = ROLES.iter().map(|(name, _)| *name).collect();
        let message = format!("unknown role {:?}", name.value());
        wrong(text, name.span(), &message, &format!("the roles are {}", names.join(", ")))
    })
}

const HINT: &str = "the keys, roles and values that a mapping file knows are in its documentation";

pub(super) fn from_json<'de, Written: Deserialize<'de>>(text: &'de str) -> Result<Written, PlanError> {
    serde_json::from_str(text).map_err(|error| wrong(text, None, &json_mistake(&error), HINT))
}

#[cfg(feature = "toml")]
pub(super) fn from_toml<'de, Written: Deserialize<'de>>(text: &'de str) -> Result<Written, PlanError> {
    toml::from_str(text)
        .map_err(|error: toml::de::Error| wrong(text, Some(error.span().unwrap_or(0..0)), error.message(), HINT))
}

#[cfg(not(feature = "toml"))]
pub(super) fn only_json() -> PlanError {
    wrong("", None, "a mapping is an object here", "TOML is not read here: give the same as a JSON object")
}

pub(super) fn wrong(text: &str, span: Option<Range<usize>>, message: &str, hint: &str) -> PlanError {
    let (line, column) = place(text, span);
    let place = if line == 0 { "mapping".to_owned() } else { format!("mapping file, line {line}, character {column}") };
    PlanError::new(PlanErrorKind::BadMapping, format!("{place}: {}", message.trim()), hint).at(line, column)
}

/// The line and character, from 1; 0 where the place is not known.
pub(super) fn place(text: &str, span: Option<Range<usize>>) -> (u32, u32) {
    let Some(span) = span else { return (0, 0) };
    let before = text.get(..span.start).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|letter| *letter != '\n').count() + 1;
    (line as u32, column as u32)
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
        assert_eq!(mapping.delimiter, Some(b';'));
        assert_eq!(mapping.utc_offset, Some(-360));
        assert_eq!(mapping.columns.len(), 5);
        assert_eq!(mapping.constants, [(Role::FromInstitution, "bank_a".to_owned())]);
        for (name, role) in ROLES {
            assert!(documented.contains(name), "{name} is not documented");
            assert_eq!(role.name(), name);
        }
    }

    #[test]
    fn mistakes_are_shown_with_their_place() {
        for (text, line, column, part) in [
            ("[columns]\nform = \"A\"", 2, 1, "unknown role"),
            ("curency = \"USD\"", 1, 1, "unknown field"),
            ("currency = \"galleon\"", 1, 12, "unknown currency"),
            ("\n[columns]\ntime = 0", 3, 8, "no column 0"),
            ("utc_offset = \"Lima\"", 1, 14, "no offset"),
            ("delimiter = \"!\"", 1, 13, "unknown delimiter"),
            ("date_order = \"ddmm\"", 1, 14, "unknown variant"),
            ("[columns]\ntime = true", 2, 8, "a column's name"),
            ("[constants]\namount = \"1\"", 2, 1, "cannot be a constant"),
            ("[columns", 1, 9, "table"),
        ] {
            let error = Mapping::parse(text).unwrap_err();
            assert_eq!(error.kind, PlanErrorKind::BadMapping);
            assert_eq!((error.line, error.column), (line, column), "{text}: {error}");
            assert!(error.message.contains(part), "{text}: {error}");
            assert!(!error.hint.is_empty());
        }
    }

    #[test]
    fn an_object_says_the_same_and_its_mistakes_are_named() {
        let toml = "currency = \"MXN\"\nskip = 2\n[columns]\nfrom = 3\ntime = \"Fecha\"\n[constants]\nid = \"x\"";
        let json = r#" {"currency":"MXN","skip":2,"columns":{"from":3,"time":"Fecha"},"constants":{"id":"x"}}"#;
        let (of_toml, of_json) = (Mapping::parse(toml).unwrap(), Mapping::parse(json).unwrap());
        let columns = |mapping: &Mapping| -> Vec<_> {
            mapping.columns.iter().map(|mapped| (mapped.role, mapped.column.clone())).collect()
        };
        assert_eq!(columns(&of_toml), columns(&of_json));
        assert_eq!((of_toml.currency, of_toml.skip), (of_json.currency, of_json.skip));
        assert_eq!(of_toml.constants, of_json.constants);
        for (text, part) in [
            (r#"{"columns":{"form":"A"}}"#, "unknown role"),
            (r#"{"curency":"USD"}"#, "unknown field"),
            (r#"{"currency":"galleon"}"#, "unknown currency"),
            (r#"{"columns":{"time":0}}"#, "no column 0"),
            (r#"{"columns":{"time":true}}"#, "a column's name"),
        ] {
            let error = Mapping::parse(text).unwrap_err();
            assert_eq!((error.kind, error.line), (PlanErrorKind::BadMapping, 0));
            assert!(error.message.starts_with("mapping: ") && error.message.contains(part), "{text}: {error}");
            assert!(!error.message.contains("line"), "{text}: {error}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_mapping_or_an_error(text in "[a-z_]{1,12} ?= ?[\"\\[0-9a-z,;]{0,9}\n?|\\{?.*") {
            let _ = Mapping::parse(&text);
        }
    }
}
