//! Records of which each is a line, or the rows of a table that may reach over several lines inside quotes.
//!
//! Unlike rows of transactions, a field may hold line breaks: addresses on lists do, and no entry of a list may be lost
//! for it. A quote that does not close costs its own line alone, as there.

use super::super::Reason;
use super::super::encoding::windows_1252;
use super::super::records::{Layout, Part};
use super::sink::{Record, Refusal, Sink};
use crate::parties::RegisterFull;
use std::borrow::Cow;

/// The longest record, in bytes: names and addresses of one entry of a list can fill pages.
pub(super) const LONGEST: usize = 1 << 20;

/// The lines of a file while they come.
#[derive(Debug)]
pub(super) struct Lines {
    layout: Layout,
    /// Lines that are done.
    pub(super) done: u32,
    // Whether bytes that are no UTF-8 are read as Windows-1252.
    lenient: bool,
    // Inside a line that was rejected as too long.
    skipping: bool,
}

impl Lines {
    /// Lines with fields apart by `delimiter`, or without quotes; `done` of them come before.
    pub(super) fn new(delimiter: Option<u8>, newline: u8, done: u32, lenient: bool) -> Self {
        Self { layout: Layout { newline, delimiter }, done, lenient, skipping: false }
    }

    /// Gives each whole record to `take`, as text without its line break, and counts what became of it. Returns how many
    /// bytes are done.
    ///
    /// # Errors
    /// When the register is full.
    pub(super) fn read(
        &mut self,
        text: &[u8],
        last: bool,
        sink: &mut Sink<'_>,
        take: &mut dyn FnMut(&str, Record<'_>, &mut Sink<'_>) -> Result<(), Refusal>,
    ) -> Result<usize, RegisterFull> {
        let mut from = 0;
        if self.skipping {
            let Some(newline) = memchr::memchr(self.layout.newline, text) else { return Ok(text.len()) };
            from = newline + 1;
            self.skipping = false;
        }
        let (parts, used) = self.layout.split(&text[from..], text.len().max(1), last);
        for part in parts {
            match part {
                Part::Rows(lines) => {
                    let newline = self.layout.newline;
                    for line in lines.split_inclusive(|byte| *byte == newline) {
                        self.record(line, 1, None, sink, take)?;
                    }
                }
                Part::Fault(record, lines, reason) => {
                    let fault = (reason != Reason::EmbeddedNewline).then_some(reason);
                    self.record(record, lines, fault, sink, take)?;
                }
            }
        }
        let used = from + used;
        if text.len() - used > LONGEST {
            self.skipping = true;
            self.record(&text[used..], 1, Some(Reason::TooLong), sink, take)?;
            return Ok(text.len());
        }
        Ok(used)
    }

    fn record(
        &mut self,
        line: &[u8],
        lines: u32,
        fault: Option<Reason>,
        sink: &mut Sink<'_>,
        take: &mut dyn FnMut(&str, Record<'_>, &mut Sink<'_>) -> Result<(), Refusal>,
    ) -> Result<(), RegisterFull> {
        let raw = line.strip_suffix(&[self.layout.newline]).unwrap_or(line);
        let raw = raw.strip_suffix(b"\r").unwrap_or(raw);
        let number = self.done.saturating_add(1);
        self.done = self.done.saturating_add(lines);
        let record = Record { number, line: number, raw };
        // A lone end-of-file mark of old systems is no record.
        if fault.is_none() && matches!(raw.trim_ascii(), [] | [0x1A]) {
            return Ok(());
        }
        let refuse = |reason| Err(Refusal::whole(reason, ""));
        let read = match (fault, std::str::from_utf8(raw)) {
            (Some(reason), _) => refuse(reason),
            _ if raw.len() > LONGEST => refuse(Reason::TooLong),
            _ if memchr::memchr(0, raw).is_some() => refuse(Reason::NulByte),
            (None, Err(_)) if !self.lenient => refuse(Reason::BadEncoding),
            (None, text) => {
                let text = match text {
                    Ok(text) => Cow::Borrowed(text),
                    Err(_) => {
                        sink.tally.windows_1252 += 1;
                        Cow::Owned(windows_1252(raw))
                    }
                };
                take(&text, record, sink)
            }
        };
        sink.settle(record, read)
    }
}
