//! One input in a document: what it was, how it was understood, what became of its rows.

use crate::model::Currency;
use crate::read::{
    Column, Compression, DecimalMark, Encoding, FileReport, Format, MessageCount, Note, Reason, Rejection, Role, Shape,
    TimeShape,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// An input as the manifest and `inspect` show it.
#[derive(Clone, Debug, Serialize)]
pub struct InputSummary {
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
    /// The kind of export.
    pub format: Format,
    /// How rows are laid out.
    pub shape: Shape,
    /// How times are written.
    pub time: TimeShape,
    /// Minutes east of UTC of times without a zone.
    pub utc_offset_minutes: i16,
    /// The decimal mark.
    pub decimal_mark: DecimalMark,
    /// The currency of paid amounts whose row names none.
    pub default_currency: Currency,
    /// What became of its rows: read is accepted plus rejected.
    pub rows: RowCounts,
    /// Rows that were not accepted, by reason.
    pub rejections: BTreeMap<Reason, u64>,
    /// Amounts that had more decimals than their currency keeps, and were rounded.
    pub rounded_amounts: u64,
    /// Rows that are not valid UTF-8 and were read as Windows-1252.
    pub windows_1252_rows: u64,
    /// Its messages by type and version; absent for tables.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<MessageCount>,
    /// Its columns in order; of messages, the elements or fields that say something.
    pub columns: Vec<ColumnSummary>,
    /// What every row has without a column.
    pub constants: Vec<Constant>,
    /// What was assumed.
    pub notes: Vec<Note>,
}

/// An input that could not be read: none of its rows is in the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnreadInput {
    /// As the user named it.
    pub name: String,
    /// A short name of what is wrong: `nothing-readable` (its rows were rejected, every one), `missing-role` (it was not
    /// understood) ...
    pub kind: String,
    /// What is wrong.
    pub message: String,
    /// The line at fault, from 1; absent when none is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// What to do about it; may be several lines, or empty.
    pub hint: String,
}

/// What became of the rows of an input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RowCounts {
    /// Headers and blank lines are no rows.
    pub read: u64,
    /// In the ledger.
    pub accepted: u64,
    /// In `rejects.csv`.
    pub rejected: u64,
}

/// A column and what it was understood to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ColumnSummary {
    /// Its name.
    pub name: String,
    /// The name of its role, as mapping files have it; absent when it is read over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<&'static str>,
    /// Why it was understood so.
    pub why: &'static str,
}

/// What every row has without a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Constant {
    /// The name of the role.
    pub role: &'static str,
    /// The value.
    pub value: String,
}

/// A rejected row, as an example.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RejectionExample {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1; absent when the row as a whole is at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u16>,
    /// The column's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column_name: Option<String>,
    /// Why.
    pub reason: Reason,
    /// What was found there.
    pub found: String,
    /// What would have been accepted.
    pub expected: &'static str,
}

impl InputSummary {
    /// The summary of a report.
    #[must_use]
    pub fn of(report: &FileReport) -> Self {
        let plan = &report.plan;
        Self {
            name: report.name.clone(),
            bytes: report.size,
            blake3: report.blake3.clone(),
            compression: report.compression,
            encoding: report.encoding,
            byte_order_mark: report.byte_order_mark,
            format: plan.format,
            shape: plan.shape,
            time: plan.time,
            utc_offset_minutes: plan.utc_offset,
            decimal_mark: plan.decimal_mark,
            default_currency: plan.currency,
            rows: RowCounts { read: report.rows(), accepted: report.accepted, rejected: report.rejections() },
            rejections: report.rejected.clone(),
            rounded_amounts: report.rounded,
            windows_1252_rows: report.windows_1252,
            messages: report.messages.clone(),
            columns: plan.columns.iter().map(ColumnSummary::of).collect(),
            constants: (plan.constants.iter())
                .map(|(role, value)| Constant { role: role.name(), value: value.clone() })
                .collect(),
            notes: plan.notes.clone(),
        }
    }
}

impl RejectionExample {
    /// The example of a rejection of a row with these columns.
    #[must_use]
    pub fn of(rejection: &Rejection, columns: &[Column]) -> Self {
        let column = (rejection.column > 0).then_some(rejection.column);
        let name = column.and_then(|column| columns.get(usize::from(column) - 1)).map(|column| column.name.clone());
        Self {
            line: rejection.line,
            column,
            column_name: name,
            reason: rejection.reason,
            found: rejection.found.clone(),
            expected: rejection.reason.expected(),
        }
    }
}

impl ColumnSummary {
    fn of(column: &Column) -> Self {
        Self { name: column.name.clone(), role: column.role.map(Role::name), why: column.why }
    }
}

impl std::ops::AddAssign for RowCounts {
    fn add_assign(&mut self, other: Self) {
        self.read += other.read;
        self.accepted += other.accepted;
        self.rejected += other.rejected;
    }
}
