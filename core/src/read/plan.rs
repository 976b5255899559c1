//! What a file means: settled once from its first rows, applied to all of them.

use crate::ledger::TextField;
use crate::model::Currency;
use serde::{Deserialize, Serialize};

/// The kinds of export that are known by name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// IBM AMLworld: eleven columns, `Account` twice.
    #[serde(rename = "amlworld")]
    AmlWorld,
    /// IBM AMLSim: `orig_acct`, `bene_acct`, `base_amt`, `tran_timestamp`.
    #[serde(rename = "amlsim")]
    AmlSim,
    /// PaySim, and what looks like it: `step`, `nameOrig`, `nameDest`, `isFraud`.
    #[serde(rename = "paysim")]
    PaySim,
    /// AMLGentex: `nameOrig`, `bankOrig`, `nameDest`, `bankDest`, `patternID`.
    #[serde(rename = "amlgentex")]
    AmlGentex,
    /// SAML-D: `Sender_account`, `Receiver_account`, `Is_laundering`, `Laundering_type`.
    #[serde(rename = "saml-d")]
    SamlD,
    /// Any other table whose columns were recognised by name or given by a mapping.
    #[default]
    Table,
    /// One JSON object a line, whose members were recognised by name or given by a mapping.
    #[serde(rename = "ndjson")]
    NdJson,
    /// Messages of ISO 20022, in XML: pacs.008, pacs.009, pacs.004, pain.001, camt.052, camt.053, camt.054.
    #[serde(rename = "iso20022")]
    Iso20022,
    /// Messages of SWIFT: MT103, MT940, MT942.
    #[serde(rename = "swift-mt")]
    SwiftMt,
}

/// How rows are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// Fields apart by one byte, quoted with `"` where they hold it.
    Delimited {
        /// The byte between fields: comma, semicolon, tab or vertical bar.
        delimiter: u8,
        /// The line of the first row, from 1: 2 below a header, 1 where there is none, more where titles stand above
        /// the header. The lines before it are no rows.
        first_row: u32,
    },
    /// One JSON object a line; nested members are named `outer.inner`.
    NdJson,
    /// Messages, each with its transactions inside.
    Messages,
}

/// How the bytes spell text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// UTF-8; a row that is not valid is read as Windows-1252 and counted. What `auto` settles on without other signs.
    #[default]
    Utf8OrWindows1252,
    /// UTF-8 alone: other rows are rejected.
    #[serde(rename = "utf-8")]
    Utf8,
    /// Windows-1252, which holds Latin-1.
    #[serde(rename = "windows-1252")]
    Windows1252,
    /// UTF-16, little-endian.
    #[serde(rename = "utf-16le")]
    Utf16Le,
    /// UTF-16, big-endian.
    #[serde(rename = "utf-16be")]
    Utf16Be,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Date and time, or a date alone.
    Time,
    /// A time of day, beside a column with the date.
    TimeOfDay,
    /// The paying account.
    From,
    /// The institution of the paying account.
    FromInstitution,
    /// The receiving account.
    To,
    /// The institution of the receiving account.
    ToInstitution,
    /// What was paid; what was received too, unless that has a column of its own.
    Amount,
    /// The currency of what was paid.
    Currency,
    /// What was received.
    ReceivedAmount,
    /// The currency of what was received.
    ReceivedCurrency,
    /// A text that is kept.
    Text(TextField),
}

/// One column of the file and what it was understood to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name in the header, or `column 3`.
    pub name: String,
    /// What it holds; `None` when it is read over.
    pub role: Option<Role>,
    /// Why it was understood so: `name`, `mapping`, `format`, ...
    pub why: &'static str,
}

/// Day first or month first, in dates of two small numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DateOrder {
    /// 31/12/2025.
    #[serde(rename = "dmy")]
    DayFirst,
    /// 12/31/2025.
    #[serde(rename = "mdy")]
    MonthFirst,
    /// 2025/12/31.
    #[serde(rename = "ymd")]
    YearFirst,
}

/// How times are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeShape {
    /// A calendar date with any of `-`, `/`, `.` between its parts, or none (20251231), with or without a time of day, a
    /// fraction and a zone.
    Calendar(DateOrder),
    /// A number since an epoch.
    Number(TimeUnit),
}

/// The unit of times that are written as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeUnit {
    /// Seconds since 1970.
    UnixSeconds,
    /// Milliseconds since 1970.
    UnixMilliseconds,
    /// Steps of a simulation, an hour each, from 1970.
    Hours,
    /// Steps of a simulation, a day each, from 1970.
    Days,
}

/// The decimal mark of amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecimalMark {
    /// 1,234.50
    Point,
    /// 1.234,50
    Comma,
}

/// Something that was assumed, and the user should know: shown by `inspect`, kept in the manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// A short name: `time-zone-assumed`, `date-order-assumed`, `no-currency`, ...
    pub topic: &'static str,
    /// The sentence.
    pub text: String,
}

/// What the user knows better than the file. Everything left `None` is found out.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The kind of export.
    pub format: Option<Format>,
    /// The text of a mapping file (TOML, or the same as a JSON object): see `read::mapping`.
    pub mapping: Option<String>,
    /// The encoding.
    pub encoding: Option<Encoding>,
    /// The order of day and month in dates that could be either.
    pub date_order: Option<DateOrder>,
    /// The decimal mark.
    pub decimal_mark: Option<DecimalMark>,
    /// The currency of amounts without one.
    pub currency: Option<Currency>,
    /// Minutes east of UTC of times without a zone; 0 when not given, and a note says so.
    pub utc_offset: Option<i16>,
}

/// What a file means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The kind of export.
    pub format: Format,
    /// How rows are laid out.
    pub shape: Shape,
    /// The columns in their order. For [`Shape::NdJson`], the members of the first rows, sorted by name; an inner member
    /// is named `outer.inner`. For [`Shape::Messages`], the elements or fields of the kinds of messages that came so far.
    pub columns: Vec<Column>,
    /// Values that every row has without a column, from the mapping.
    pub constants: Vec<(Role, String)>,
    /// How times are written.
    pub time: TimeShape,
    /// Minutes east of UTC of times without a zone.
    pub utc_offset: i16,
    /// The decimal mark.
    pub decimal_mark: DecimalMark,
    /// The currency of paid amounts whose row names none.
    pub currency: Currency,
    /// The currency of received amounts whose row names none; `None`: the one that was paid.
    pub received_currency: Option<Currency>,
    /// What was assumed.
    pub notes: Vec<Note>,
}

/// What went wrong in understanding a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PlanErrorKind {
    /// No line with text.
    Empty,
    /// A file of another kind: accounts, alerts, a JSON array, a spreadsheet.
    NotTransactions,
    /// No line near the beginning names columns.
    NoHeader,
    /// A necessary role has no column.
    MissingRole,
    /// The file is not of the format that was asked for.
    OtherFormat,
    /// No value of the time column is a date or time.
    BadTimes,
    /// More text than can be kept.
    TooLarge,
    /// A file of another kind than those that tell of parties.
    NotParties,
    /// The mapping file is wrong; the place is in the mapping file.
    BadMapping,
}

/// Why a file could not be understood as a whole, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct PlanError {
    /// The kind.
    pub kind: PlanErrorKind,
    /// The line, from 1; 0 when none is at fault. In the mapping file for [`PlanErrorKind::BadMapping`].
    pub line: u32,
    /// The column (of a table) or the character (of a mapping file), from 1; 0 when none is at fault.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// What to do about it: may be several lines.
    pub hint: String,
}

impl PlanErrorKind {
    /// A short name, for searching.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotTransactions => "not-transactions",
            Self::NotParties => "not-parties",
            Self::NoHeader => "no-header",
            Self::MissingRole => "missing-role",
            Self::OtherFormat => "other-format",
            Self::BadTimes => "bad-times",
            Self::BadMapping => "bad-mapping",
            Self::TooLarge => "not-understood",
        }
    }
}

impl PlanError {
    pub(super) fn new(kind: PlanErrorKind, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { kind, line: 0, column: 0, message: message.into(), hint: hint.into() }
    }

    pub(super) fn at(mut self, line: u32, column: u32) -> Self {
        (self.line, self.column) = (line, column);
        self
    }
}

impl Plan {
    /// The position of the column with a role.
    #[must_use]
    pub fn position(&self, role: Role) -> Option<usize> {
        self.columns.iter().position(|column| column.role == Some(role))
    }

    /// The value that every row has for a role that no column holds.
    #[must_use]
    pub fn constant(&self, role: Role) -> Option<&str> {
        self.constants.iter().find(|(constant, _)| *constant == role).map(|(_, value)| value.as_str())
    }
}
