//! Files of parties in a document: what each was, how it was understood, what became of its records; and what they tell
//! together.

use super::input::RowCounts;
use crate::model::{Currency, PartyKind, RelationKind};
use crate::parties::PartyRegister;
use crate::read::parties::{PartyColumn, PartyCounts, PartyFileReport, PartyFormat, PartyPlan, ShareUnit, Unread};
use crate::read::{Compression, DateOrder, DecimalMark, Encoding, Note, Reason, Rejection, Shape};
use serde::Serialize;
use std::collections::BTreeMap;

/// Files of parties, and what they tell together.
#[derive(Clone, Debug, Serialize)]
pub struct PartiesSummary {
    /// The files in the order in which they were given.
    pub files: Vec<PartyInput>,
    /// What became of all records together.
    pub records: RowCounts,
    /// The register that they make.
    pub register: RegisterSummary,
}

/// A file of parties.
#[derive(Clone, Debug, Serialize)]
pub struct PartyInput {
    /// As the user named it.
    pub name: String,
    /// Its size in bytes, packed or not.
    pub bytes: u64,
    /// BLAKE3 of these bytes, in hexadecimal.
    pub blake3: String,
    /// How it was packed.
    pub compression: Compression,
    /// How its text is spelled.
    pub encoding: Encoding,
    /// Whether it began with a byte order mark.
    pub byte_order_mark: bool,
    /// What it is.
    pub format: PartyFormat,
    /// How its columns were understood; `None` where it is no table.
    pub table: Option<PartyTable>,
    /// What became of its records: read is accepted plus rejected.
    pub records: RowCounts,
    /// Records that were not accepted, by reason.
    pub rejections: BTreeMap<Reason, u64>,
    /// The first of them.
    pub examples: Vec<PartyRejection>,
    /// Values that could not be read and are kept as written, by reason.
    pub unread: BTreeMap<Reason, u64>,
    /// The first of them.
    pub unread_examples: Vec<UnreadValue>,
    /// Records that are not valid UTF-8 and were read as Windows-1252.
    pub windows_1252_records: u64,
    /// What it tells.
    pub tells: PartyCounts,
    /// What was assumed, and what the user should know of it.
    pub notes: Vec<Note>,
}

/// How a table of parties was understood.
#[derive(Clone, Debug, Serialize)]
pub struct PartyTable {
    /// How rows are laid out.
    pub shape: Shape,
    /// Its columns in order.
    pub columns: Vec<PartyColumnSummary>,
    /// What every row has without a column.
    pub constants: Vec<PartyConstant>,
    /// The order of day and month in dates that could be either.
    pub date_order: DateOrder,
    /// The decimal mark of incomes.
    pub decimal_mark: DecimalMark,
    /// The currency of incomes whose row names none.
    pub currency: Currency,
    /// What shares count.
    pub shares: ShareUnit,
}

/// A column and what it was understood to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PartyColumnSummary {
    /// Its name.
    pub name: String,
    /// The name of its role, as mapping files have it; absent when it is read over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Why it was understood so.
    pub why: &'static str,
}

/// What every row of a table has without a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PartyConstant {
    /// The name of the role.
    pub role: String,
    /// The value.
    pub value: String,
}

/// A record that was not accepted, as an example.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PartyRejection {
    /// The line where it begins, from 1.
    pub line: u32,
    /// The column at fault, from 1; absent where the record as a whole is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u16>,
    /// Why.
    pub reason: Reason,
    /// What was found there.
    pub found: String,
    /// What would have been accepted.
    pub expected: &'static str,
}

/// A value that could not be read, as an example.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnreadValue {
    /// The line where its record begins, from 1.
    pub line: u32,
    /// The column, or the path of the element.
    pub place: String,
    /// Why.
    pub reason: Reason,
    /// What was found.
    pub found: String,
    /// What would have been read.
    pub expected: &'static str,
}

/// What a register tells, in numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RegisterSummary {
    /// Parties, by kind.
    pub parties: BTreeMap<PartyKind, u64>,
    /// Relations, by kind.
    pub relations: BTreeMap<RelationKind, u64>,
    /// Accounts that parties hold.
    pub accounts: u64,
    /// Who holds them: an account that is held together counts once for each.
    pub holdings: u64,
    /// Parties that are on some list.
    pub listed: u64,
    /// Relations that later statements replace, and so are not told.
    pub replaced_relations: u64,
}

impl PartiesSummary {
    /// Gathers it; `None` where there is no file.
    ///
    /// Time: O(parties + relations).
    #[must_use]
    pub fn of(reports: &[PartyFileReport], register: &PartyRegister) -> Option<Self> {
        let files: Vec<PartyInput> = reports.iter().map(PartyInput::of).collect();
        let mut records = RowCounts::default();
        files.iter().for_each(|file| records += file.records);
        (!files.is_empty()).then(|| Self { files, records, register: RegisterSummary::of(register) })
    }
}

impl PartyInput {
    /// The summary of a report.
    #[must_use]
    pub fn of(report: &PartyFileReport) -> Self {
        Self {
            name: report.name.clone(),
            bytes: report.size,
            blake3: report.blake3.clone(),
            compression: report.compression,
            encoding: report.encoding,
            byte_order_mark: report.byte_order_mark,
            format: report.format,
            table: report.plan.as_ref().map(PartyTable::of),
            records: RowCounts { read: report.records(), accepted: report.accepted, rejected: report.rejections() },
            rejections: report.rejected.clone(),
            examples: report.first_rejections.iter().map(PartyRejection::of).collect(),
            unread: report.unread.clone(),
            unread_examples: report.first_unread.iter().map(UnreadValue::of).collect(),
            windows_1252_records: report.windows_1252,
            tells: report.counts,
            notes: report.notes.clone(),
        }
    }
}

impl PartyTable {
    fn of(plan: &PartyPlan) -> Self {
        let column = |column: &PartyColumn| PartyColumnSummary {
            name: column.name.clone(),
            role: column.role.clone(),
            why: column.why,
        };
        let constant = |(role, value): &(String, String)| PartyConstant { role: role.clone(), value: value.clone() };
        Self {
            shape: plan.shape,
            columns: plan.columns.iter().map(column).collect(),
            constants: plan.constants.iter().map(constant).collect(),
            date_order: plan.date_order,
            decimal_mark: plan.decimal_mark,
            currency: plan.currency,
            shares: plan.shares,
        }
    }
}

impl PartyRejection {
    fn of(rejection: &Rejection) -> Self {
        Self {
            line: rejection.line,
            column: (rejection.column > 0).then_some(rejection.column),
            reason: rejection.reason,
            found: rejection.found.clone(),
            expected: rejection.reason.expected(),
        }
    }
}

impl UnreadValue {
    fn of(unread: &Unread) -> Self {
        let Unread { line, place, reason, found } = unread;
        Self { line: *line, place: place.clone(), reason: *reason, found: found.clone(), expected: reason.expected() }
    }
}

impl RegisterSummary {
    /// Counts.
    #[must_use]
    pub fn of(register: &PartyRegister) -> Self {
        let mut parties: BTreeMap<PartyKind, u64> = BTreeMap::new();
        for party in register.ids() {
            *parties.entry(register.kind(party)).or_default() += 1;
        }
        let mut relations: BTreeMap<RelationKind, u64> = BTreeMap::new();
        for relation in register.relation_ids() {
            *relations.entry(register.relation(relation).told.kind).or_default() += 1;
        }
        Self {
            parties,
            relations,
            accounts: register.account_count() as u64,
            holdings: register.holding_count() as u64,
            listed: register.listed().count() as u64,
            replaced_relations: register.replaced_relations(),
        }
    }
}
