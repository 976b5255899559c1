//! SWIFT messages (FIN): MT103 with its variants STP and REMIT, MT940 and MT942, as many in a file as there are.
//!
//! A message is blocks in braces (`{1:...}{2:...}{3:...}{4:` fields `-}{5:...}`); statements are often kept without them,
//! as fields alone from `:20:` on. Both are read, line by line. A message that cannot be read costs itself alone: the next
//! one begins with its own first block.

mod fields;
mod header;
mod party;
mod statement;
mod transfer;

use super::intake::{Columns, Intake, Payment, Wrong};
use super::party::Origin;
use crate::ledger::LedgerFull;
use crate::model::FileId;
use crate::read::blocks::Sink;
use crate::read::document::Stop;
use crate::read::encoding::{Spelling, windows_1252};
use crate::read::piece::Worker;
use crate::read::records::LONGEST;
use crate::read::{Plan, ReadErrorKind, Reason};
use fields::{Fields, tag_of};
use header::Header;
use memchr::memchr;
use memchr::memmem::find;
use std::borrow::Cow;

/// Reads the messages of one input.
#[derive(Debug)]
pub(in crate::read) struct Mt {
    pub(super) intake: Intake,
    newline: u8,
    spelling: Spelling,
    carry: Vec<u8>,
    line: u64,
    message: Option<Message>,
    payment: Payment,
}

/// A message so far.
#[derive(Debug, Default)]
struct Message {
    line: u32,
    header: Header,
    // The blocks before the text, until that begins; `None` from then on.
    blocks: Option<Vec<u8>>,
    fields: Fields,
    raw: Vec<u8>,
    // Why it cannot be read.
    fault: Option<Reason>,
}

// So much of a message is shown when it is rejected.
const SHOWN: usize = 4096;
// The text of a message without blocks has no bound of its own.
const LARGEST: usize = 16 << 20;

/// Whether a text is of messages, by how it begins.
pub(super) fn begins(text: &str) -> bool {
    let text = text.trim_start_matches(|letter: char| letter.is_ascii_control() || letter == ' ');
    let of_blocks = text.strip_prefix("{1:").is_some_and(|rest| {
        let rest = rest.as_bytes();
        rest.len() > 3 && rest[0].is_ascii_uppercase() && rest[1..3].iter().all(u8::is_ascii_digit)
    });
    // Some banks put lines of their own above a statement without blocks.
    let of_fields = || {
        let mut lines = text.lines().skip_while(|line| !line.starts_with(":20:")).take(12);
        let has_more =
            |line: &str| [":25", ":28C:", ":60F:", ":60M:", ":32A:", ":23B:"].iter().any(|tag| line.starts_with(tag));
        text.lines().take(8).any(|line| line.starts_with(":20:")) && lines.any(has_more)
    };
    of_blocks || of_fields()
}

/// The columns of the first message of a text.
pub(super) fn first_columns(text: &str) -> Columns {
    let is_statement = text.lines().take(60).any(|line| line.starts_with(":60") || line.starts_with(":61:"));
    if is_statement { statement::COLUMNS } else { transfer::COLUMNS }
}

impl Mt {
    pub(super) fn new(plan: &Plan, file: FileId, newline: u8, spelling: Spelling) -> Self {
        Self {
            intake: Intake::new(plan, file),
            newline,
            spelling,
            carry: Vec::new(),
            line: 0,
            message: None,
            payment: Payment::default(),
        }
    }

    /// Reads on; `last` says that nothing comes after these bytes.
    ///
    /// # Errors
    /// When there are too many lines, or the ledger is full.
    pub(super) fn push(
        &mut self,
        mut bytes: &[u8],
        last: bool,
        worker: &mut Worker,
        sink: Sink<'_>,
    ) -> Result<(), Stop> {
        while let Some(end) = memchr(self.newline, bytes) {
            let (line, rest) = (&bytes[..end], &bytes[end + 1..]);
            if self.carry.is_empty() {
                self.line(line, worker, sink)?;
            } else {
                let mut whole = std::mem::take(&mut self.carry);
                self.keep(&mut whole, line);
                self.line(&whole, worker, sink)?;
            }
            bytes = rest;
        }
        let mut carry = std::mem::take(&mut self.carry);
        self.keep(&mut carry, bytes);
        if last {
            if !carry.is_empty() {
                self.line(&carry, worker, sink)?;
            }
            return self.finish(true, worker, sink);
        }
        self.carry = carry;
        Ok(())
    }

    // Adds to an unfinished line, of which no more is kept than a line may have.
    fn keep(&self, line: &mut Vec<u8>, more: &[u8]) {
        let room = (LONGEST + 2).saturating_sub(line.len());
        line.extend_from_slice(&more[..more.len().min(room)]);
    }

    fn line(&mut self, line: &[u8], worker: &mut Worker, sink: Sink<'_>) -> Result<(), Stop> {
        self.line += 1;
        if self.line >= u64::from(u32::MAX) {
            return Err(Stop { kind: ReadErrorKind::TooManyLines, line: self.line, hint: "split the file".to_owned() });
        }
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let is_text = std::str::from_utf8(line).is_ok();
        let text: Cow<'_, [u8]> = match self.spelling {
            _ if is_text && self.spelling != Spelling::Windows1252 => Cow::Borrowed(line),
            Spelling::Utf8 => Cow::Borrowed(line),
            _ => Cow::Owned(windows_1252(line).into_bytes()),
        };
        let foreign = !is_text && self.spelling == Spelling::Utf8OrWindows1252;
        let bad = !is_text && self.spelling == Spelling::Utf8;
        self.take(&text, foreign, worker, sink)?;
        if let Some(message) = &mut self.message {
            if bad {
                message.fault = message.fault.or(Some(Reason::BadEncoding));
            } else if line.len() > LONGEST {
                message.fault = message.fault.or(Some(Reason::TooLong));
            }
        }
        Ok(())
    }

    // A line, or what is left of one behind the end of a message.
    fn take(&mut self, line: &[u8], foreign: bool, worker: &mut Worker, sink: Sink<'_>) -> Result<(), Stop> {
        let begins = line.starts_with(b"{1:");
        let Some(message) = &mut self.message else { return self.between(line, foreign, worker, sink) };
        let has_blocks = message.header.has_blocks;
        if begins
            || !has_blocks && message.blocks.is_none() && tag_of(line) == Some(*b"20 ") && message.fields.size() > 0
        {
            self.finish(begins && has_blocks, worker, sink)?;
            return self.between(line, foreign, worker, sink);
        }
        message.keep(line);
        if let Some(blocks) = &mut message.blocks {
            // The blocks before the text may stand on lines of their own.
            blocks.extend_from_slice(line);
            message.read_blocks();
            return Ok(());
        }
        let end = if has_blocks { line.strip_prefix(b"-}") } else { None };
        if let Some(rest) = end {
            self.finish(false, worker, sink)?;
            return self.between(rest, foreign, worker, sink);
        }
        if !has_blocks && matches!(line.trim_ascii(), b"-" | b"-}") {
            return self.finish(false, worker, sink);
        }
        message.fields.take(line, self.line as u32, foreign);
        if message.fields.size() > LARGEST {
            message.fault = Some(Reason::TooLong);
            message.fields.clear();
        }
        Ok(())
    }

    // A line outside of messages: one may begin there.
    fn between(&mut self, line: &[u8], foreign: bool, worker: &mut Worker, sink: Sink<'_>) -> Result<(), Stop> {
        let number = self.line as u32;
        if let Some(start) = find(line, b"{1:") {
            let (before, line) = line.split_at(start);
            self.intake.tally.between += u64::from(!is_between(before));
            let mut message = Message { line: number, blocks: Some(line.to_vec()), ..Message::default() };
            message.header.has_blocks = true;
            message.keep(line);
            message.read_blocks();
            self.message = Some(message);
        } else if tag_of(line).is_some() {
            self.message = Some(Message { line: number, ..Message::default() });
            self.take(line, foreign, worker, sink)?;
        } else if !is_between(line) {
            self.intake.tally.between += 1;
        }
        Ok(())
    }

    // Reads the message that is open; `broken` when the next one begins, or the input ends, before it does.
    fn finish(&mut self, broken: bool, worker: &mut Worker, sink: Sink<'_>) -> Result<(), Stop> {
        let Some(mut message) = self.message.take() else { return Ok(()) };
        message.fields.close();
        let broken = broken && message.header.has_blocks;
        let kind = message.header.kind(&message.fields);
        let columns = if matches!(kind.number, 940 | 942) { statement::COLUMNS } else { transfer::COLUMNS };
        let counted = self.intake.begin(&kind.name, if kind.is_read() { columns } else { &[] });
        let fault = if broken { Some(Reason::IncompleteMessage) } else { message.fault };
        let fault = fault.or((!kind.is_read()).then_some(Reason::OtherMessage));
        if let Some(reason) = fault {
            let origin = self.intake.next(message.line);
            let found = if reason == Reason::OtherMessage { kind.name.as_bytes() } else { b"" };
            let wrong = Wrong::new("", reason, found);
            self.intake.reject(&wrong, Some(counted), origin, &message.raw, sink);
            return Ok(());
        }
        let mut scope = Scope {
            header: &message.header,
            fields: &message.fields,
            raw: &message.raw,
            line: message.line,
            counted,
            payment: &mut self.payment,
            intake: &mut self.intake,
            worker,
            sink,
        };
        let read = if kind.number == 103 { transfer::read(&mut scope) } else { statement::read(&mut scope) };
        read.map_err(|full| Stop {
            kind: full.into(),
            line: u64::from(message.line),
            hint: "analyse a shorter period".to_owned(),
        })
    }
}

impl Message {
    fn keep(&mut self, line: &[u8]) {
        let room = (SHOWN + 1).saturating_sub(self.raw.len());
        self.raw.extend_from_slice(&line[..line.len().min(room)]);
        if self.raw.len() <= SHOWN {
            self.raw.push(b'\n');
        }
    }

    // Reads the blocks before the text, once that begins.
    fn read_blocks(&mut self) {
        let Some(blocks) = self.blocks.take() else { return };
        match find(&blocks, b"{4:") {
            Some(end) => {
                self.header.read(&blocks[..end]);
                // The text begins on the next line; what stands behind the brace is not lost all the same.
                let rest = blocks[end + 3..].trim_ascii();
                if rest.ends_with(b"-}") {
                    self.fault = Some(Reason::IncompleteMessage);
                } else if !rest.is_empty() {
                    self.fields.take(rest, self.line, false);
                }
            }
            None if blocks.len() > LONGEST => self.fault = Some(Reason::TooLong),
            None => self.blocks = Some(blocks),
        }
    }
}

/// A message that is being read, and where it goes.
struct Scope<'a> {
    header: &'a Header,
    fields: &'a Fields,
    raw: &'a [u8],
    line: u32,
    counted: usize,
    payment: &'a mut Payment,
    intake: &'a mut Intake,
    worker: &'a mut Worker,
    sink: Sink<'a>,
}

impl Scope<'_> {
    /// Says that a transaction is not accepted.
    fn reject(&mut self, wrong: &Wrong, origin: Origin) {
        self.intake.reject(wrong, Some(self.counted), origin, self.raw, self.sink);
    }

    /// Puts the payment in the ledger; whether that went well.
    fn accept(&mut self, terms: &super::intake::Terms<'_>, origin: Origin) -> Result<bool, LedgerFull> {
        match self.intake.accept(self.payment, terms, self.counted, origin, self.worker)? {
            Ok(()) => Ok(true),
            Err(wrong) => {
                self.reject(&wrong, origin);
                Ok(false)
            }
        }
    }
}

// What may stand between messages and says nothing: trailers, marks of files, nothing at all.
fn is_between(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    let line = line.strip_prefix(b"$").unwrap_or(line).trim_ascii();
    line.is_empty()
        || line.iter().all(u8::is_ascii_control)
        || matches!(line, b"-" | b"-}")
        || line.starts_with(b"{5:")
        || line.starts_with(b"{S:")
}
