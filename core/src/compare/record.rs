//! Records as they were written: alerts, findings and cases, one a line, with no more understood of each than comparing
//! takes.

use super::CompareError;
use memchr::memchr;
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// The records of a file, the first the highest ranked.
pub(super) struct Records<'a> {
    pub(super) records: Vec<Record<'a>>,
}

/// One record.
#[derive(Debug)]
pub(super) struct Record<'a> {
    pub(super) line: &'a [u8],
    pub(super) id: Cow<'a, str>,
    /// The pattern, the indicator, or of cases the patterns and the indicators.
    pub(super) sort: String,
    /// As written.
    pub(super) score: Option<&'a str>,
    /// The first account of the first role, or the subject.
    pub(super) account: Option<Cow<'a, str>>,
    /// Transactions, or of cases findings and alerts, by identifier: ascending, each once.
    pub(super) parts: Vec<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow, default)]
    pattern: Option<Text<'a>>,
    #[serde(borrow, default)]
    indicator: Option<Text<'a>>,
    #[serde(borrow, default)]
    patterns: Vec<PatternOf<'a>>,
    #[serde(borrow, default)]
    score: Option<&'a RawValue>,
    #[serde(borrow, default)]
    roles: Option<First<'a>>,
    #[serde(borrow, default)]
    transactions: Option<Parts<'a>>,
    #[serde(borrow, default)]
    findings: Vec<Text<'a>>,
    #[serde(borrow, default)]
    alerts: Vec<Text<'a>>,
    #[serde(borrow, default)]
    indicators: Vec<IndicatorOf<'a>>,
}

#[derive(Clone, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(transparent)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

#[derive(Deserialize)]
struct PatternOf<'a> {
    #[serde(borrow)]
    pattern: Text<'a>,
}

#[derive(Deserialize)]
struct IndicatorOf<'a> {
    #[serde(borrow)]
    indicator: Text<'a>,
}

/// Evidence, or how much of it there is.
#[derive(Deserialize)]
#[serde(untagged)]
enum Parts<'a> {
    Number(#[allow(dead_code, reason = "a number is no list, and that is all that matters")] u64),
    Listed(#[serde(borrow)] Vec<Part<'a>>),
}

#[derive(Deserialize)]
struct Part<'a> {
    #[serde(borrow)]
    id: Text<'a>,
}

/// The first account of the first role.
struct First<'a>(Option<Cow<'a, str>>);

impl<'de: 'a, 'a> Deserialize<'de> for First<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Roles<'a>(std::marker::PhantomData<&'a ()>);
        impl<'de: 'a, 'a> Visitor<'de> for Roles<'a> {
            type Value = First<'a>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("roles with their accounts")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<First<'a>, M::Error> {
                let mut first = None;
                if let Some((_, accounts)) = map.next_entry::<IgnoredAny, Vec<Text<'a>>>()? {
                    first = accounts.into_iter().next().map(|account| account.0);
                }
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(First(first))
            }
        }
        deserializer.deserialize_map(Roles(std::marker::PhantomData))
    }
}

impl<'a> Records<'a> {
    /// Reads a file of one record a line, or a document whose records are lines of their own between brackets.
    pub(super) fn read(run: &str, file: &str, bytes: &'a [u8]) -> Result<Self, CompareError> {
        let mut records = Vec::new();
        let (mut rest, mut number) = (bytes, 0_u64);
        while !rest.is_empty() {
            let end = memchr(b'\n', rest).map_or(rest.len(), |newline| newline + 1);
            let line = rest[..end].trim_ascii();
            rest = &rest[end..];
            number += 1;
            // The head and the foot of cases.json.
            let document = file.ends_with(".json");
            let line = if document { line.strip_suffix(b",").unwrap_or(line) } else { line };
            if line.is_empty() || document && !(line.starts_with(b"{\"id\"") && line.ends_with(b"}")) {
                continue;
            }
            records.push(Record::read(line).map_err(|error| CompareError {
                kind: "bad-record",
                message: error.to_string(),
                run: run.to_owned(),
                file: file.to_owned(),
                line: number,
                hint: "this should be a file that quipu analyze has written",
            })?);
        }
        Ok(Self { records })
    }
}

impl<'a> Record<'a> {
    fn read(line: &'a [u8]) -> Result<Self, serde_json::Error> {
        let told: Line<'a> = serde_json::from_slice(line)?;
        let sort = match (told.indicator, told.pattern) {
            (Some(name), _) | (None, Some(name)) => name.0.into_owned(),
            (None, None) => {
                let patterns = told.patterns.iter().map(|pattern| &*pattern.pattern.0);
                let names = patterns.chain(told.indicators.iter().map(|indicator| &*indicator.indicator.0));
                names.collect::<Vec<&str>>().join(", ")
            }
        };
        let mut parts: Vec<Cow<'a, str>> = match told.transactions {
            Some(Parts::Listed(parts)) => parts.into_iter().map(|part| part.id.0).collect(),
            Some(Parts::Number(_)) | None => {
                told.findings.into_iter().chain(told.alerts).map(|member| member.0).collect()
            }
        };
        parts.sort_unstable();
        parts.dedup();
        Ok(Self {
            line,
            id: told.id.0,
            sort,
            score: told.score.map(RawValue::get),
            account: told.roles.and_then(|roles| roles.0),
            parts,
        })
    }
}
