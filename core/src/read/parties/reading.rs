//! The way in: files of parties one after the other, each in chunks, and the register at the end.

use super::super::compression::Unpackable;
use super::super::encoding::Spelling;
#[cfg(feature = "messages")]
use super::super::messages::MessageParties;
use super::super::{
    Compression, DateOrder, Encoding, PlanError, PlanErrorKind, ReadError, ReadErrorKind, Reason, Rejection, Shape,
};
use super::PartyPlan;
use super::elements::Elements;
use super::format::{Layout, PartyFormat, Way, whole_lines};
use super::ftm::FtmReader;
use super::lines::Lines;
use super::mapping::Mapping;
#[cfg(feature = "messages")]
use super::messages;
use super::ofac::OfacReader;
use super::opensanctions::OpenSanctionsReader;
use super::report::PartyFileReport;
use super::sink::{ListTally, Record, Refusal, Sink, Tally};
use super::table::TableReader;
use super::text::Unpacking;
use super::xml::{Element, XmlRecords};
use super::{bods, eu, ofac, senzing, un};
use crate::model::FileId;
use crate::parties::{PartyRegister, RegisterBuilder, RegisterFull};
use std::collections::BTreeMap;
use std::fmt;

/// What the user knows better than the files. Everything left `None` is found out.
#[derive(Clone, Debug, Default)]
pub struct PartyOptions {
    /// The text of a mapping file (TOML, or the same as a JSON object) for tables: see [`mapping`](super::mapping).
    pub mapping: Option<String>,
    /// The encoding.
    pub encoding: Option<Encoding>,
    /// The order of day and month in dates that could be either.
    pub date_order: Option<DateOrder>,
}

/// Reads files into one [`PartyRegister`]: [`begin`](Self::begin), [`push`](Self::push) until the file ends,
/// [`end`](Self::end), and so on for each file; then [`finish`](Self::finish).
///
/// Files may be packed with gzip or Zstandard. What comes out does not depend on the sizes of the chunks.
///
/// ```
/// use quipu::model::PartyRef;
/// use quipu::read::parties::{PartyFormat, PartyOptions, PartyReading};
///
/// let mut reading = PartyReading::new(PartyOptions::default());
/// reading.begin("customers.csv")?;
/// reading.push(b"customer_id,name,phone,account_number\n7,Ana Ruiz,+52 55 1234 5678,0012\n8,,,\n")?;
/// let report = reading.end()?;
/// assert_eq!((report.format, report.records(), report.accepted), (PartyFormat::Customers, 2, 2));
/// let register = reading.finish()?;
/// let ana = register.find(PartyRef { scope: "", id: "7" }).unwrap();
/// assert_eq!(register.title(ana), "Ana Ruiz");
/// # Ok::<(), quipu::read::ReadError>(())
/// ```
pub struct PartyReading {
    options: PartyOptions,
    inputs: Vec<String>,
    builder: RegisterBuilder,
    rejections: Vec<Rejection>,
    open: Option<Open>,
}

struct Open {
    file: FileId,
    hasher: blake3::Hasher,
    size: u64,
    unpacking: Unpacking,
    pending: Pending,
    tally: Tally,
}

// Text that is not read yet, and what reads it.
struct Pending {
    text: Vec<u8>,
    records: Option<(PartyFormat, Box<dyn Records>)>,
}

/// What reads the records of one file.
pub(super) trait Records: fmt::Debug + Send {
    /// Reads whole records from the beginning of a text; returns how many bytes are done. `last` says that no more come.
    fn read(&mut self, text: &[u8], last: bool, sink: &mut Sink<'_>) -> Result<usize, Halt>;

    /// What is left to do behind the last record.
    fn end(&mut self, sink: &mut Sink<'_>) -> Result<(), Halt> {
        _ = sink;
        Ok(())
    }

    /// What the columns mean, where there are any.
    fn plan(&self) -> Option<&PartyPlan> {
        None
    }
}

/// Why a file cannot be read on.
#[derive(Clone, Debug)]
pub(super) enum Halt {
    Full(RegisterFull),
    Malformed { line: u64, cause: String, hint: &'static str },
    NotUnderstood(Box<PlanError>),
    Unpackable(Unpackable),
}

impl From<RegisterFull> for Halt {
    fn from(full: RegisterFull) -> Self {
        Self::Full(full)
    }
}

impl From<Unpackable> for Halt {
    fn from(error: Unpackable) -> Self {
        Self::Unpackable(error)
    }
}

impl Records for TableReader {
    fn read(&mut self, text: &[u8], last: bool, sink: &mut Sink<'_>) -> Result<usize, Halt> {
        Ok(TableReader::read(self, text, last, sink)?)
    }

    fn plan(&self) -> Option<&PartyPlan> {
        Some(TableReader::plan(self))
    }
}

type ReadJson = fn(&str, Record<'_>, &mut Sink<'_>) -> Result<(), Refusal>;
type ReadXml = fn(Element<'_>, Record<'_>, &mut Sink<'_>) -> Result<(), Refusal>;

/// Reads JSON objects that need nothing of each other.
#[derive(Debug)]
struct JsonReader {
    records: Result<Lines, Elements>,
    read: ReadJson,
}

impl JsonReader {
    fn new(layout: Layout, newline: u8, read: ReadJson) -> Self {
        let records = match layout {
            Layout::Lines => Ok(Lines::new(None, newline, 0, true)),
            Layout::Elements => Err(Elements::default()),
        };
        Self { records, read }
    }
}

impl Records for JsonReader {
    fn read(&mut self, text: &[u8], last: bool, sink: &mut Sink<'_>) -> Result<usize, Halt> {
        match &mut self.records {
            Ok(lines) => Ok(lines.read(text, last, sink, &mut self.read)?),
            Err(elements) => elements.read(text, last, sink, &mut self.read),
        }
    }
}

/// Reads elements of XML that need nothing of each other.
#[derive(Debug)]
struct XmlReader {
    records: XmlRecords,
    read: ReadXml,
}

impl XmlReader {
    fn new(is_record: fn(&str) -> bool, read: ReadXml) -> Self {
        Self { records: XmlRecords::new(is_record), read }
    }
}

impl Records for XmlReader {
    fn read(&mut self, text: &[u8], last: bool, sink: &mut Sink<'_>) -> Result<usize, Halt> {
        self.records.read(text, last, sink, &mut self.read)
    }
}

// So much of a text is looked at to understand it.
const HEAD: usize = 1 << 20;
// So much is read at once.
const BLOCK: usize = 256 << 10;

impl PartyReading {
    /// A reading with what is known of its files.
    #[must_use]
    pub fn new(options: PartyOptions) -> Self {
        Self { options, inputs: Vec::new(), builder: RegisterBuilder::new(), rejections: Vec::new(), open: None }
    }

    /// Begins a file; the one before must have [ended](Self::end). The name is for errors, reports and evidence.
    ///
    /// # Errors
    /// When there are too many files.
    pub fn begin(&mut self, name: impl Into<String>) -> Result<FileId, ReadError> {
        let name = name.into();
        self.inputs.push(name.clone());
        let encoding = match self.options.mapping.as_deref().map(Mapping::parse).transpose() {
            Ok(mapping) => self.options.encoding.or(mapping.and_then(|mapping| mapping.encoding)),
            Err(error) => return Err(self.fail(Halt::NotUnderstood(Box::new(error)), 0, (Compression::None, 0))),
        };
        let file = self.builder.input(name).map_err(|full| self.fail(full.into(), 0, (Compression::None, 0)))?;
        let pending = Pending { text: Vec::new(), records: None };
        let (hasher, unpacking, tally) = (blake3::Hasher::new(), Unpacking::new(encoding), Tally::default());
        self.open = Some(Open { file, hasher, size: 0, unpacking, pending, tally });
        Ok(file)
    }

    /// Begins a file whose parties are on a list, which has the name of the file: those of which the file tells no entry get
    /// one, and entries that name no list are of this one. The lists of OFAC, the UN, the EU and OpenSanctions tell all entries themselves.
    ///
    /// # Errors
    /// As [`begin`](Self::begin).
    pub fn begin_list(&mut self, name: impl Into<String>) -> Result<FileId, ReadError> {
        let name = name.into();
        let list = name.rsplit(['/', '\\']).next().unwrap_or(&name).to_owned();
        let file = self.begin(name)?;
        if let Some(open) = &mut self.open {
            open.tally.list = Some(ListTally::of(list));
        }
        Ok(file)
    }

    /// What the columns of the open file were understood to be, where it is a table and enough of it has come.
    #[must_use]
    pub fn plan(&self) -> Option<&PartyPlan> {
        self.open.as_ref()?.pending.records.as_ref()?.1.plan()
    }

    /// Reads the next bytes of the file. Rejected records wait for [`take_rejections`](Self::take_rejections).
    ///
    /// # Errors
    /// [`ReadError`] when the file cannot be read on; it is closed then, and the records before stay.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), ReadError> {
        let Self { open, options, builder, rejections, inputs } = self;
        let Some(open) = open else { return Err(self.no_input()) };
        let Open { file, hasher, size, unpacking, pending, tally } = open;
        hasher.update(bytes);
        *size += bytes.len() as u64;
        let name = inputs.last().map_or("", String::as_str);
        let mut rejected = |rejection| rejections.push(rejection);
        let mut sink = Sink { file: *file, builder, tally, rejected: &mut rejected };
        let pushed = unpacking.push(bytes, &mut |text| pending.take(text, false, name, options, &mut sink));
        let records = tally.accepted + tally.rejected.values().sum::<u64>();
        let unpacked = (unpacking.compression, unpacking.size);
        pushed.map_err(|halt| self.fail(halt, records, unpacked))
    }

    /// What the open file was found to be; `None` before enough of it has come.
    #[must_use]
    pub fn format(&self) -> Option<PartyFormat> {
        self.open.as_ref().and_then(|open| open.pending.records.as_ref()).map(|(format, _)| *format)
    }

    /// Ends the file and reports what became of it.
    ///
    /// # Errors
    /// [`ReadError`] when the file was not understood, is cut off, damaged or not well formed, or not one of its records
    /// was accepted. In the last case the error has the report.
    pub fn end(&mut self) -> Result<PartyFileReport, ReadError> {
        let Self { open, options, builder, rejections, inputs } = self;
        let Some(Open { file, hasher, size, mut unpacking, mut pending, mut tally }) = open.take() else {
            return Err(self.no_input());
        };
        let name = inputs.last().cloned().unwrap_or_default();
        let mut rejected = |rejection| rejections.push(rejection);
        let mut sink = Sink { file, builder, tally: &mut tally, rejected: &mut rejected };
        let ended = unpacking
            .end(&mut |text| pending.take(text, false, &name, options, &mut sink))
            .and_then(|()| pending.take(&mut Vec::new(), true, &name, options, &mut sink))
            .and_then(|()| pending.records.as_mut().map_or(Ok(()), |(_, records)| records.end(&mut sink)))
            .and_then(|()| Ok(sink.list_all()?));
        let records = tally.accepted + tally.rejected.values().sum::<u64>();
        let unpacked = (unpacking.compression, unpacking.size);
        ended.map_err(|halt| self.fail(halt, records, unpacked))?;
        let Some((format, records)) = pending.records else { return Err(self.no_input()) };
        let plan = records.plan().cloned();
        let mut notes = plan.as_ref().map(|plan| plan.notes.clone()).unwrap_or_default();
        notes.append(&mut tally.notes);
        let report = PartyFileReport {
            name,
            file,
            size,
            blake3: hasher.finalize().to_hex().to_string(),
            compression: unpacking.compression,
            encoding: unpacking.found.encoding,
            byte_order_mark: unpacking.found.mark > 0,
            format,
            plan,
            accepted: tally.accepted,
            rejected: tally.rejected,
            unread: tally.unread,
            windows_1252: tally.windows_1252,
            first_rejections: tally.first_rejections,
            first_unread: tally.first_unread,
            counts: tally.counts,
            notes,
        };
        if report.accepted == 0 && report.records() > 0 {
            return Err(self.nothing_readable(report));
        }
        Ok(report)
    }

    /// Adds the parties that messages of payments name. `inputs` are the names of the files of transactions, as
    /// [`Ledger::inputs`](crate::ledger::Ledger::inputs) has them.
    ///
    /// # Errors
    /// When the register is full.
    #[cfg(feature = "messages")]
    pub fn messages(&mut self, parties: &MessageParties, inputs: &[String]) -> Result<(), ReadError> {
        let added = messages::add(&mut self.builder, parties, inputs);
        added.map_err(|full| self.fail(full.into(), 0, (Compression::None, 0)))
    }

    /// The records rejected since this was last called, in the order of files and records.
    #[must_use]
    pub fn take_rejections(&mut self) -> Vec<Rejection> {
        std::mem::take(&mut self.rejections)
    }

    /// The register of what was accepted so far, while more may come: the parties of messages, say, without which it is
    /// asked for too. What was read is copied for it.
    ///
    /// # Errors
    /// When the register is full.
    pub fn so_far(&self) -> Result<PartyRegister, ReadError> {
        let (options, inputs, builder) = (self.options.clone(), self.inputs.clone(), self.builder.clone());
        Self { options, inputs, builder, rejections: Vec::new(), open: None }.finish()
    }

    /// Sorts and interns all that was accepted. A file that has not [ended](Self::end) is left as far as it got.
    ///
    /// # Errors
    /// When the register is full.
    pub fn finish(self) -> Result<PartyRegister, ReadError> {
        let input = self.inputs.last().cloned().unwrap_or_default();
        let hint = "read fewer files at once".to_owned();
        self.builder.finish().map_err(|full| ReadError { kind: full.into(), input, line: 0, hint })
    }

    // `records` came before; `unpacked`: how the file was packed, and how many bytes of text came before.
    fn fail(&mut self, halt: Halt, records: u64, unpacked: (Compression, u64)) -> ReadError {
        self.open = None;
        let (compression, size) = unpacked;
        let input = self.inputs.last().cloned().unwrap_or_default();
        let again = "fetch the file again from its source: a part of it is no evidence that the rest tells nothing";
        let (kind, line, hint) = match halt {
            Halt::Full(full) => (full.into(), 0, "read fewer files at once".to_owned()),
            Halt::Malformed { line, cause, hint } => {
                (ReadErrorKind::BreaksOff { records, cause }, line, hint.to_owned())
            }
            Halt::NotUnderstood(error) => {
                let (line, hint) = (u64::from(error.line), error.hint.clone());
                (ReadErrorKind::NotUnderstood(*error), line, hint)
            }
            Halt::Unpackable(Unpackable::CutOff) => {
                (ReadErrorKind::CutOff { compression: compression.name(), size }, 0, again.to_owned())
            }
            Halt::Unpackable(Unpackable::Damaged(cause)) => {
                (ReadErrorKind::Damaged { compression: compression.name(), size, cause }, 0, again.to_owned())
            }
        };
        ReadError { kind, input, line, hint }
    }

    fn no_input(&self) -> ReadError {
        let hint = "begin an input before its bytes".to_owned();
        ReadError { kind: ReadErrorKind::NoInput, input: String::new(), line: 0, hint }
    }

    fn nothing_readable(&mut self, report: PartyFileReport) -> ReadError {
        let mut hint = String::new();
        if let Some((reason, count)) = most(&report.rejected) {
            hint =
                format!("{count} of {} records: {}; expected {}", report.records(), reason.name(), reason.expected());
        }
        let line = report.first_rejections.first().map_or(0, |first| u64::from(first.line));
        let input = report.name.clone();
        ReadError { kind: ReadErrorKind::NoPartyReadable { report: Box::new(report) }, input, line, hint }
    }
}

fn most(reasons: &BTreeMap<Reason, u64>) -> Option<(Reason, u64)> {
    let mut reasons: Vec<(Reason, u64)> = reasons.iter().map(|(reason, count)| (*reason, *count)).collect();
    reasons.sort_by_key(|(reason, count)| (std::cmp::Reverse(*count), *reason));
    reasons.first().copied()
}

impl Pending {
    // Takes a text and reads what is whole of it.
    fn take(
        &mut self,
        text: &mut Vec<u8>,
        last: bool,
        name: &str,
        options: &PartyOptions,
        sink: &mut Sink<'_>,
    ) -> Result<(), Halt> {
        if self.text.is_empty() {
            std::mem::swap(&mut self.text, text);
        } else {
            self.text.append(text);
        }
        text.clear();
        if self.records.is_none() {
            if self.text.len() < HEAD && !last {
                return Ok(());
            }
            self.understand(last, name, options)?;
        }
        if self.text.len() < BLOCK && !last {
            return Ok(());
        }
        let Some((_, records)) = &mut self.records else { return Ok(()) };
        let used = records.read(&self.text, last, sink)?;
        if used == self.text.len() {
            self.text.clear();
        } else {
            self.text.drain(..used);
        }
        Ok(())
    }

    fn understand(&mut self, whole: bool, name: &str, options: &PartyOptions) -> Result<(), Halt> {
        let beginning = &self.text[..self.text.len().min(HEAD)];
        let head = if whole {
            super::super::encoding::readable(beginning, Spelling::Utf8OrWindows1252, b'\n')
        } else {
            whole_lines(beginning)
        };
        let newline = if self.text.contains(&b'\n') || !self.text.contains(&b'\r') { b'\n' } else { b'\r' };
        let lenient = options.encoding.is_none_or(|encoding| encoding != Encoding::Utf8);
        let Some((format, way)) = PartyFormat::of(&head, options) else {
            return Err(Halt::NotUnderstood(Box::new(not_parties(&head, name, options))));
        };
        let records: Box<dyn Records> = match way {
            Way::Table(plan) => {
                // Lines that are no rows.
                let before = match plan.shape {
                    Shape::Delimited { first_row, .. } => first_row.saturating_sub(1),
                    Shape::NdJson | Shape::Messages => 0,
                };
                let mut at = 0;
                for _ in 0..before {
                    at += memchr::memchr(newline, &self.text[at..]).map_or(self.text.len() - at, |found| found + 1);
                }
                self.text.drain(..at);
                Box::new(TableReader::new(*plan, newline, lenient))
            }
            Way::Json(layout) => match format {
                PartyFormat::FollowTheMoney => Box::new(FtmReader::new(layout == Layout::Elements, newline)),
                PartyFormat::Bods => Box::new(JsonReader::new(layout, newline, bods::read)),
                PartyFormat::SenzingResolved => Box::new(JsonReader::new(layout, newline, senzing::read_resolved)),
                _ => Box::new(JsonReader::new(layout, newline, senzing::read)),
            },
            Way::OpenSanctions(columns) => Box::new(OpenSanctionsReader::new(columns, newline)),
            Way::Ofac(table) => Box::new(OfacReader::new(table, newline)),
            Way::Xml => Box::new(match format {
                PartyFormat::UnXml => XmlReader::new(un::is_entry, un::entry),
                PartyFormat::EuXml => XmlReader::new(eu::is_entry, eu::entry),
                _ => XmlReader::new(ofac::is_entry, ofac::entry),
            }),
        };
        self.records = Some((format, records));
        Ok(())
    }
}

fn not_parties(head: &str, name: &str, options: &PartyOptions) -> PlanError {
    let text = head.trim_start_matches('\u{feff}').trim_start();
    if text.is_empty() {
        return PlanError::new(PlanErrorKind::Empty, format!("{name} is empty"), "look whether the export ran");
    }
    if !text.starts_with(['<', '['])
        && let Err(error) = PartyPlan::of(head, name, options)
    {
        return error;
    }
    let hint = "tables of customers and owners, FollowTheMoney, BODS, Senzing and OpenSanctions files, and the lists of OFAC, \
                the UN and the EU are known";
    PlanError::new(PlanErrorKind::NotParties, format!("{name} is no file of parties that is known"), hint)
}

impl fmt::Debug for PartyReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PartyReading").field("inputs", &self.inputs).finish_non_exhaustive()
    }
}
