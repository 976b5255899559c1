//! ISO 20022: messages in XML, of any version, alone or many in one file, in whatever envelope.
//!
//! A message begins with the element that its type is known by (`FIToFICstmrCdtTrf`), wherever that stands. What is around
//! it (a business header, an envelope of a network, other messages) is read over; a message of a type that is not read is
//! a rejection. Elements are known by their local names: versions differ in their namespaces and in little else.

mod agents;
mod booking;
mod elements;
mod kind;
mod purpose;
mod returned;
mod scope;
mod tag;
mod times;
mod transfer;
mod tree;

use super::intake::{Columns, Intake};
use super::markup::Markup;
use crate::model::FileId;
use crate::read::Plan;
use crate::read::blocks::Sink;
use crate::read::document::Stop;
use crate::read::encoding::{Spelling, windows_1252};
use crate::read::piece::Worker;
use elements::{Handler, Messages};
use kind::Kind;

/// Reads the messages of one input.
#[derive(Debug)]
pub(in crate::read) struct Iso {
    pub(super) intake: Intake,
    markup: Markup,
    messages: Messages,
    spelling: Spelling,
    // A letter that is cut off by the end of a chunk.
    half: Vec<u8>,
}

impl Iso {
    pub(super) fn new(plan: &Plan, file: FileId, newline: u8, spelling: Spelling) -> Self {
        Self {
            intake: Intake::new(plan, file),
            markup: Markup::new(newline),
            messages: Messages::default(),
            spelling,
            half: Vec::new(),
        }
    }

    /// Reads on; `last` says that nothing comes after these bytes.
    ///
    /// # Errors
    /// When the text is not well-formed, or the ledger is full.
    pub(super) fn push(&mut self, bytes: &[u8], last: bool, worker: &mut Worker, sink: Sink<'_>) -> Result<(), Stop> {
        if self.spelling == Spelling::Windows1252 {
            for step in bytes.chunks(1 << 20) {
                let text = windows_1252(step);
                self.text(text.as_bytes(), false, worker, sink)?;
            }
        } else if self.half.is_empty() && simdutf8::basic::from_utf8(bytes).is_ok() {
            return self.text(bytes, last, worker, sink);
        } else {
            let mut whole = std::mem::take(&mut self.half);
            whole.extend_from_slice(bytes);
            self.letters(&whole, last, worker, sink)?;
        }
        if last { self.text(&[], true, worker, sink) } else { Ok(()) }
    }

    // Text of which some is no UTF-8.
    fn letters(&mut self, bytes: &[u8], last: bool, worker: &mut Worker, sink: Sink<'_>) -> Result<(), Stop> {
        let mut rest = bytes.len();
        for chunk in bytes.utf8_chunks() {
            self.text(chunk.valid().as_bytes(), false, worker, sink)?;
            rest -= chunk.valid().len() + chunk.invalid().len();
            if chunk.invalid().is_empty() {
                continue;
            }
            let cut_off =
                rest == 0 && std::str::from_utf8(chunk.invalid()).is_err_and(|error| error.error_len().is_none());
            if cut_off && !last {
                self.half.extend_from_slice(chunk.invalid());
            } else if self.spelling == Spelling::Utf8 {
                let mut handler = Handler { iso: &mut self.messages, intake: &mut self.intake, worker, sink };
                return Err(self.markup.stop_at_foreign(&mut handler));
            } else {
                self.messages.foreign.push_back(self.markup.taken());
                self.text(windows_1252(chunk.invalid()).as_bytes(), false, worker, sink)?;
            }
        }
        Ok(())
    }

    fn text(&mut self, text: &[u8], last: bool, worker: &mut Worker, sink: Sink<'_>) -> Result<(), Stop> {
        let mut handler = Handler { iso: &mut self.messages, intake: &mut self.intake, worker, sink };
        self.markup.push(text, last, &mut handler)?;
        self.intake.counts.windows_1252 = self.messages.windows_1252;
        Ok(())
    }
}

/// Whether a text that begins as XML does holds messages, or is meant to.
pub(super) fn is_in(text: &str) -> bool {
    text.contains(":iso:20022:") || text.contains("urn:swift:xsd:") || first_kind(text).is_some()
}

/// The columns of the first message in a text.
pub(super) fn first_columns(text: &str) -> Columns {
    first_kind(text).map_or(&[], Kind::columns)
}

fn first_kind(text: &str) -> Option<Kind> {
    memchr::memchr_iter(b'<', text.as_bytes()).find_map(|place| {
        let name = text[place + 1..].split(|letter: char| letter.is_ascii_whitespace() || matches!(letter, '>' | '/'));
        let name = name.take(1).next().filter(|name| name.len() < 80)?;
        Kind::of(name.rsplit(':').next().unwrap_or(name))
    })
}
