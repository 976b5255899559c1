//! What comparing gives, and how it is written.

use super::RunFiles;
use super::circumstances::{Cause, Circumstances};
use super::matching::Matching;
use super::record::{Record, Records};
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;
use std::io::{self, Write};

/// Two runs beside each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// The version that compared.
    pub quipu: &'static str,
    /// The earlier run and the later.
    pub runs: [RunTold; 2],
    /// What differs beside the results.
    pub circumstances: Circumstances,
    /// Whether results differ although nothing else does: something was altered, or the same input gave other bytes.
    pub unexplained: bool,
    /// Alerts, findings and cases, as far as both runs have them.
    pub files: Vec<SectionComparison>,
    /// Files that only one run has.
    pub only_in: Vec<OnlyIn>,
}

/// A file that only one run has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OnlyIn {
    /// The run.
    pub run: String,
    /// The file.
    pub file: &'static str,
}

/// A run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RunTold {
    /// Its folder.
    pub name: String,
    /// The version that made it.
    pub quipu: String,
    /// Files whose bytes are not those that the manifest tells.
    pub altered: Vec<String>,
}

/// One kind of record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SectionComparison {
    /// `alerts.ndjson`, `findings.ndjson` or `cases.json`.
    pub file: &'static str,
    /// Records of the first run.
    pub before: u64,
    /// Records of the second.
    pub after: u64,
    /// Records alike in all.
    pub same: u64,
    /// Those of the second run that the first has not.
    pub came: Vec<RecordTold>,
    /// Those of the first run that the second has not.
    pub went: Vec<RecordTold>,
    /// Those that both have, and that differ.
    pub changed: Vec<ChangedRecord>,
}

/// A record of one run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecordTold {
    /// Its identifier.
    pub id: String,
    /// Its place in the file, from 1: the rank.
    pub rank: u64,
    /// Pattern, indicator, or of cases the patterns.
    pub sort: String,
    /// Its score, as written.
    pub score: Option<Value>,
    /// The first account of its first role.
    pub account: Option<String>,
    /// How many transactions (of cases: findings and alerts) it has.
    pub parts: u64,
    /// What can have done it; empty when nothing differs that could.
    pub causes: Vec<Cause>,
}

/// A record of both runs that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangedRecord {
    /// As it was.
    pub before: RecordTold,
    /// As it is.
    pub after: RecordTold,
    /// Transactions (of cases: findings and alerts) that it had and has not.
    pub parts_went: Vec<String>,
    /// Transactions (of cases: findings and alerts) that it has and had not.
    pub parts_came: Vec<String>,
    /// The members that differ, in order.
    pub members: Vec<MemberChange>,
}

/// A member of a record that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MemberChange {
    /// Its name.
    pub member: String,
    /// What it was, unless it is a list or an object.
    pub before: Option<Value>,
    /// What it is, unless it is a list or an object.
    pub after: Option<Value>,
}

impl Comparison {
    pub(super) fn new(
        runs: [RunTold; 2],
        circumstances: Circumstances,
        files: Vec<SectionComparison>,
        only: Vec<(String, &'static str)>,
    ) -> Self {
        let unexplained = circumstances.causes.is_empty() && files.iter().any(SectionComparison::differs);
        let only_in = only.into_iter().map(|(run, file)| OnlyIn { run, file }).collect();
        Self { quipu: env!("CARGO_PKG_VERSION"), runs, circumstances, unexplained, files, only_in }
    }

    /// Writes it as JSON, indented, with a line break at the end.
    ///
    /// # Errors
    /// When the output cannot be written to.
    pub fn write(&self, mut output: impl Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut output, self)?;
        output.write_all(b"\n")
    }
}

impl RunTold {
    pub(super) fn of(run: &RunFiles<'_>, manifest: &Value) -> Self {
        let outputs = manifest["outputs"].as_array();
        let altered = |(name, bytes): &&(&str, &[u8])| {
            let told = outputs.into_iter().flatten().find(|output| output["name"] == *name);
            told.is_some_and(|output| output["blake3"] != blake3::hash(bytes).to_hex().as_str())
        };
        Self {
            name: run.name.to_owned(),
            quipu: manifest["quipu"].as_str().unwrap_or_default().to_owned(),
            altered: run.files.iter().filter(altered).map(|(name, _)| (*name).to_owned()).collect(),
        }
    }
}

impl SectionComparison {
    pub(super) fn of(
        file: &'static str,
        before: &Records<'_>,
        after: &Records<'_>,
        circumstances: &Circumstances,
    ) -> Self {
        let (one, other) = (&before.records, &after.records);
        let matching = Matching::of(one, other);
        let told = |records: &[Record<'_>], place: usize, in_both: bool| {
            let causes = circumstances.causes_of(file, &records[place].sort, in_both);
            RecordTold::of(&records[place], place, causes)
        };
        let mut pairs: Vec<(usize, usize)> =
            matching.same.iter().copied().filter(|(a, b)| one[*a].line != other[*b].line).collect();
        let same = (matching.same.len() - pairs.len()) as u64;
        pairs.extend(matching.alike);
        pairs.sort_unstable_by_key(|(_, place)| *place);
        let changed = pairs.into_iter().map(|(a, b)| ChangedRecord {
            parts_went: missing(&one[a].parts, &other[b].parts),
            parts_came: missing(&other[b].parts, &one[a].parts),
            members: members(one[a].line, other[b].line),
            before: told(one, a, true),
            after: told(other, b, true),
        });
        Self {
            file,
            before: one.len() as u64,
            after: other.len() as u64,
            same,
            changed: changed.collect(),
            came: matching.came.into_iter().map(|place| told(other, place, false)).collect(),
            went: matching.went.into_iter().map(|place| told(one, place, false)).collect(),
        }
    }

    /// Whether anything came, went or changed.
    #[must_use]
    pub fn differs(&self) -> bool {
        !(self.came.is_empty() && self.went.is_empty() && self.changed.is_empty())
    }
}

impl RecordTold {
    fn of(record: &Record<'_>, place: usize, causes: Vec<Cause>) -> Self {
        Self {
            id: record.id.clone().into_owned(),
            rank: place as u64 + 1,
            sort: record.sort.clone(),
            score: record.score.and_then(|score| serde_json::from_str(score).ok()),
            account: record.account.clone().map(Cow::into_owned),
            parts: record.parts.len() as u64,
            causes,
        }
    }
}

/// Those of one ascending list that the other has not.
fn missing(parts: &[Cow<'_, str>], others: &[Cow<'_, str>]) -> Vec<String> {
    parts.iter().filter(|part| others.binary_search(part).is_err()).map(|part| part.clone().into_owned()).collect()
}

/// The members of two records that differ, without the identifier.
fn members(before: &[u8], after: &[u8]) -> Vec<MemberChange> {
    let read = |line: &[u8]| match serde_json::from_slice(line) {
        Ok(Value::Object(members)) => members,
        _ => serde_json::Map::new(),
    };
    let (before, after) = (read(before), read(after));
    let mut names: Vec<&String> = before.keys().chain(after.keys()).filter(|name| *name != "id").collect();
    names.sort_unstable();
    names.dedup();
    let simple = |value: Option<&Value>| value.filter(|value| !value.is_array() && !value.is_object()).cloned();
    let changed = names.into_iter().filter(|name| before.get(*name) != after.get(*name));
    changed
        .map(|name| MemberChange {
            member: name.clone(),
            before: simple(before.get(name)),
            after: simple(after.get(name)),
        })
        .collect()
}
