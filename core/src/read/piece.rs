//! One worker's share of a block: whole lines in, rows in its lane, and what was wrong with the others.

use super::encoding::{self, Spelling};
use super::fields::quoted_fields;
#[cfg(feature = "messages")]
use super::messages::{MessageParties, References};
use super::records::{LONGEST, Layout, Part};
use super::rows::{Fault, LONGEST_FIELD, Refusal, RowReader};
use super::separators::separators;
use super::{JsonFields, Reason, Rejection};
use crate::ledger::{Lane, LedgerFull, Mark};
use memchr::memchr;
use std::borrow::Cow;

// In a row as short as this, no field is too long.
const SHORT: usize = LONGEST_FIELD;

/// A worker: a lane of the ledger, who took part in its rows where these came as messages, and what it needs to fill it
/// from the file at hand.
#[derive(Debug, Default)]
pub(super) struct Worker {
    pub(super) lane: Lane,
    #[cfg(feature = "messages")]
    pub(super) parties: MessageParties,
    #[cfg(feature = "messages")]
    pub(super) references: References,
    pub(super) table: Option<Table>,
    places: Vec<u32>,
    text: Vec<u8>,
    spans: Vec<(usize, usize)>,
}

/// How the rows of the file at hand are read.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) layout: Layout,
    pub(super) spelling: Spelling,
    pub(super) rows: RowReader,
    pub(super) json: Option<JsonFields>,
}

/// What became of a part of a block.
#[derive(Debug)]
pub(super) struct Outcome {
    /// Physical lines.
    pub(super) lines: u32,
    pub(super) accepted: u64,
    /// Lines are counted from the beginning of the part, from 0.
    pub(super) rejections: Vec<Rejection>,
    pub(super) rounded: u64,
    pub(super) windows_1252: u64,
    /// Where in the lane the accepted rows are.
    pub(super) rows: (Mark, Mark),
    pub(super) full: Option<LedgerFull>,
}

impl Worker {
    /// Reads a part of a block.
    pub(super) fn read(&mut self, part: Part<'_>) -> Outcome {
        let mark = self.lane.mark();
        let mut outcome = Outcome {
            lines: 0,
            accepted: 0,
            rejections: Vec::new(),
            rounded: 0,
            windows_1252: 0,
            rows: (mark, mark),
            full: None,
        };
        match part {
            Part::Fault(record, lines, reason) => {
                outcome.lines = lines;
                let newline = self.table.as_ref().map_or(b'\n', |table| table.layout.newline);
                let content = without_break(record, newline);
                outcome.rejections.push(rejection(content, 0, Fault { column: 0, reason }, b""));
            }
            Part::Rows(lines) => {
                // The table goes back in its place below; taken out, it is borrowed beside the lane.
                if let Some(mut table) = self.table.take() {
                    match table.layout.delimiter {
                        Some(delimiter) => self.read_table(lines, delimiter, &mut table, &mut outcome),
                        None => self.read_lines(lines, &mut table, &mut outcome),
                    }
                    self.table = Some(table);
                }
            }
        }
        outcome.rows.1 = self.lane.mark();
        outcome
    }

    fn read_table(&mut self, lines: &[u8], delimiter: u8, table: &mut Table, outcome: &mut Outcome) {
        let newline = table.layout.newline;
        // What holds for the whole part needs no look at each row.
        let plain = table.spelling.is_plain(lines) && memchr(0, lines).is_none() && memchr(b'"', lines).is_none();
        let mut places = std::mem::take(&mut self.places);
        separators(lines, delimiter, newline, &mut places);
        let columns = table.rows.columns();
        let mut fields: Vec<&[u8]> = Vec::with_capacity(columns);
        let mut start = 0;
        let mut next = 0;
        while next < places.len() {
            let row_start = start;
            fields.clear();
            loop {
                let at = places[next] as usize;
                next += 1;
                fields.push(&lines[start..at]);
                start = at + 1;
                if lines.get(at) != Some(&delimiter) {
                    break;
                }
            }
            let line = outcome.lines;
            outcome.lines += 1;
            let raw = &lines[row_start..start - 1];
            if plain && fields.len() == columns && raw.len() <= SHORT && columns > 1 {
                let content = raw.strip_suffix(b"\r").unwrap_or(raw);
                if let Some(last) = fields.last_mut() {
                    *last = last.strip_suffix(b"\r").unwrap_or(last);
                }
                let read = table.rows.read(&fields, line, &mut self.lane);
                outcome.settle(read, content, line, &fields);
            } else {
                self.read_line(raw, line, table, outcome);
            }
        }
        self.places = places;
    }

    // Lines that are no plain rows of a table: NDJSON.
    fn read_lines(&mut self, mut lines: &[u8], table: &mut Table, outcome: &mut Outcome) {
        while !lines.is_empty() {
            let end = memchr(table.layout.newline, lines).unwrap_or(lines.len());
            let line = outcome.lines;
            outcome.lines += 1;
            self.read_line(&lines[..end], line, table, outcome);
            lines = &lines[(end + 1).min(lines.len())..];
        }
    }

    // Any line, with all checks.
    fn read_line(&mut self, raw: &[u8], line: u32, table: &mut Table, outcome: &mut Outcome) {
        let content = without_break(raw, table.layout.newline);
        if content.iter().all(|byte| *byte == b' ') {
            return;
        }
        let mut reject = |column: usize, reason, found: &[u8]| {
            let fault = Fault { column: u16::try_from(column).unwrap_or(u16::MAX), reason };
            outcome.rejections.push(rejection(content, line, fault, found));
        };
        if raw.len() > LONGEST {
            return reject(0, Reason::TooLong, b"");
        }
        if memchr(0, content).is_some() {
            return reject(0, Reason::NulByte, b"");
        }
        let text: Cow<'_, str> = match (std::str::from_utf8(content), table.spelling) {
            (_, Spelling::Windows1252) => Cow::Owned(encoding::windows_1252(content)),
            (Ok(text), _) => Cow::Borrowed(text),
            (Err(_), Spelling::Utf8OrWindows1252) => {
                outcome.windows_1252 += 1;
                Cow::Owned(encoding::windows_1252(content))
            }
            (Err(_), Spelling::Utf8) => return reject(0, Reason::BadEncoding, b""),
        };
        let mut fields: Vec<&[u8]>;
        let mut values = Vec::new();
        match (table.layout.delimiter, &table.json) {
            (Some(delimiter), _) => {
                match quoted_fields(text.as_bytes(), delimiter, &mut self.text, &mut self.spans) {
                    Ok(()) => {}
                    Err((column, reason)) => return reject(column + 1, reason, b""),
                }
                fields = self.spans.iter().map(|(start, end)| &self.text[*start..*end]).collect();
            }
            (None, Some(json)) => {
                if let Err(reason) = json.read(&text, &mut values) {
                    return reject(0, reason, b"");
                }
                fields = values.iter().map(|value| value.as_deref().unwrap_or("").as_bytes()).collect();
            }
            (None, None) => fields = Vec::new(),
        }
        if let Some(fault) = RowReader::too_long(&fields) {
            return reject(usize::from(fault.column), fault.reason, b"");
        }
        let read = table.rows.read(&fields, line, &mut self.lane);
        outcome.settle(read, content, line, &fields);
        fields.clear();
    }
}

impl Outcome {
    #[inline]
    fn settle(&mut self, read: Result<u64, Refusal>, raw: &[u8], line: u32, fields: &[&[u8]]) {
        match read {
            Ok(rounded) => {
                self.accepted += 1;
                self.rounded += rounded;
            }
            Err(refusal) => self.refuse(refusal, raw, line, fields),
        }
    }

    #[cold]
    fn refuse(&mut self, refusal: Refusal, raw: &[u8], line: u32, fields: &[&[u8]]) {
        match refusal {
            Refusal::Fault(fault) => {
                let found = usize::from(fault.column).checked_sub(1).and_then(|place| fields.get(place));
                self.rejections.push(rejection(raw, line, fault, found.copied().unwrap_or_default()));
            }
            Refusal::Full(full) => self.full = Some(full),
        }
    }
}

/// A rejection of the row `raw`, which needs no more than its first 4 KiB.
pub(super) fn rejection(raw: &[u8], line: u32, fault: Fault, found: &[u8]) -> Rejection {
    let Fault { column, reason } = fault;
    Rejection { line, column, reason, found: shown(found, 200), raw: shown(raw, 4096) }
}

// At most `most` bytes of a text; what is no UTF-8, or is a NUL byte, as `\xNN`.
fn shown(text: &[u8], most: usize) -> String {
    let mut shown = String::new();
    // A character that is cut in two at the end is left out whole.
    let cut = if text.len() <= most {
        text
    } else {
        let end = (most.saturating_sub(3)..=most).rev().find(|end| text[*end] & 0xC0 != 0x80).unwrap_or(most);
        &text[..end]
    };
    for chunk in cut.utf8_chunks() {
        for letter in chunk.valid().chars() {
            if letter == '\0' { shown.push_str("\\x00") } else { shown.push(letter) }
        }
        for byte in chunk.invalid() {
            shown.push_str(&format!("\\x{byte:02X}"));
        }
    }
    shown
}

fn without_break(line: &[u8], newline: u8) -> &[u8] {
    let line = line.strip_suffix(&[newline]).unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}
