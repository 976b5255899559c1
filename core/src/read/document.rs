//! One input on its way from bytes to rows: unpacked, spelled in UTF-8, understood from its beginning.

use super::blocks::{Blocks, Counts, Sink};
use super::compression::{self, Unpackable, Unpacker};
use super::encoding::{self, Found, Spelling, Utf16};
#[cfg(feature = "messages")]
use super::messages::{self, Messages};
use super::piece::{Table, Worker};
use super::records::Layout;
use super::rows::RowReader;
use super::{Compression, Encoding, JsonFields, MessageCount, Plan, PlanError, ReadErrorKind, ReadOptions, Shape};
use crate::model::FileId;

/// An input that is open.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) file: FileId,
    pub(super) compression: Compression,
    packed: Packed,
    text: Text,
}

// Bytes as they come.
#[derive(Debug)]
enum Packed {
    // Too few to tell how they are packed.
    Unknown(Vec<u8>),
    Known(Unpacker),
}

// Bytes of text.
#[derive(Debug)]
pub(super) struct Text {
    file: FileId,
    name: String,
    settings: Settings,
    pub(super) size: u64,
    pub(super) found: Found,
    // Too few to tell how they are spelled.
    unknown: Option<Vec<u8>>,
    utf16: Option<Utf16>,
    decoded: Vec<u8>,
    // The beginning, before it is understood.
    head: Vec<u8>,
    pub(super) rows: Option<(Plan, Body)>,
}

/// What comes after the beginning.
#[derive(Debug)]
pub(super) enum Body {
    Rows(Blocks),
    #[cfg(feature = "messages")]
    Messages(Messages),
}

/// How an input is to be understood.
#[derive(Clone, Debug)]
pub(super) enum Settings {
    /// From its beginning.
    Options(ReadOptions),
    /// As it was understood before.
    Plan(Box<Plan>, Option<Encoding>),
}

/// Why an input cannot be read on.
#[derive(Clone, Debug)]
pub(super) struct Stop {
    pub(super) kind: ReadErrorKind,
    pub(super) line: u64,
    pub(super) hint: String,
}

/// So much of the text is looked at to understand it.
pub(super) const HEAD: usize = 1 << 20;

impl Document {
    pub(super) fn new(file: FileId, name: String, settings: Settings) -> Self {
        let found = Found { encoding: Encoding::default(), mark: 0 };
        let text = Text {
            file,
            name,
            settings,
            size: 0,
            found,
            unknown: Some(Vec::new()),
            utf16: None,
            decoded: Vec::new(),
            head: Vec::new(),
            rows: None,
        };
        Self { file, compression: Compression::None, packed: Packed::Unknown(Vec::new()), text }
    }

    pub(super) fn plan(&self) -> Option<&Plan> {
        self.text.rows.as_ref().map(|(plan, _)| plan)
    }

    pub(super) fn push(&mut self, bytes: &[u8], workers: &mut Vec<Worker>, sink: Sink<'_>) -> Result<(), Stop> {
        match &mut self.packed {
            Packed::Unknown(waiting) if waiting.len() + bytes.len() < compression::SIGNS => {
                waiting.extend_from_slice(bytes);
                Ok(())
            }
            Packed::Unknown(waiting) => {
                let waiting = std::mem::take(waiting);
                let missing = compression::SIGNS - waiting.len();
                let signs = [waiting.as_slice(), &bytes[..missing]].concat();
                self.unpack(&signs)?;
                self.unpacked(&signs, workers, sink)?;
                self.unpacked(&bytes[missing..], workers, sink)
            }
            Packed::Known(_) => self.unpacked(bytes, workers, sink),
        }
    }

    /// Reads what is left, and what the whole was.
    pub(super) fn end(mut self, workers: &mut Vec<Worker>, sink: Sink<'_>) -> Result<Ended, Stop> {
        if let Packed::Unknown(waiting) = &mut self.packed {
            let waiting = std::mem::take(waiting);
            self.unpack(&waiting)?;
            self.unpacked(&waiting, workers, sink)?;
        }
        if let Packed::Known(unpacker) = &mut self.packed {
            let text = &mut self.text;
            let ended = unpacker.end(&mut |bytes| text.push(bytes, workers, sink).map_err(Interruption::Stop));
            ended.map_err(|error| stopped(error, self.compression, self.text.size))?;
        }
        self.text.end(workers, sink)?;
        match self.text.rows {
            #[cfg_attr(not(feature = "messages"), allow(unused_mut, reason = "messages add notes"))]
            Some((mut plan, body)) => {
                let (counts, messages) = match body {
                    Body::Rows(blocks) => (blocks.counts, Vec::new()),
                    #[cfg(feature = "messages")]
                    Body::Messages(body) => {
                        let (kinds, notes) = body.summary();
                        if kinds.is_empty() {
                            return Err(not_understood(messages::none(&self.text.name)));
                        }
                        plan.notes = notes;
                        (body.counts().clone(), kinds)
                    }
                };
                Ok(Ended { compression: self.compression, found: self.text.found, plan, counts, messages })
            }
            None => Err(Stop { kind: ReadErrorKind::NoInput, line: 0, hint: String::new() }),
        }
    }

    fn unpack(&mut self, signs: &[u8]) -> Result<(), Stop> {
        self.compression = Compression::find(signs);
        self.packed = Packed::Known(Unpacker::new(self.compression));
        Ok(())
    }

    fn unpacked(&mut self, bytes: &[u8], workers: &mut Vec<Worker>, sink: Sink<'_>) -> Result<(), Stop> {
        let Packed::Known(unpacker) = &mut self.packed else { return Ok(()) };
        let text = &mut self.text;
        let pushed = unpacker.push(bytes, &mut |bytes| text.push(bytes, workers, sink).map_err(Interruption::Stop));
        pushed.map_err(|error| stopped(error, self.compression, self.text.size))
    }
}

/// An input that was read to its end.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) compression: Compression,
    pub(super) found: Found,
    pub(super) plan: Plan,
    pub(super) counts: Counts,
    pub(super) messages: Vec<MessageCount>,
}

enum Interruption {
    Stop(Stop),
    Unpackable(Unpackable),
}

impl From<Unpackable> for Interruption {
    fn from(error: Unpackable) -> Self {
        Self::Unpackable(error)
    }
}

fn stopped(error: Interruption, compression: Compression, size: u64) -> Stop {
    let compression = compression.name();
    let kind = match error {
        Interruption::Stop(stop) => return stop,
        Interruption::Unpackable(Unpackable::CutOff) => ReadErrorKind::CutOff { compression, size },
        Interruption::Unpackable(Unpackable::Damaged(cause)) => ReadErrorKind::Damaged { compression, size, cause },
    };
    let hint = "fetch the file again from its source: a part of an export is no evidence that the rest is clean";
    Stop { kind, line: 0, hint: hint.to_owned() }
}

impl Text {
    fn push(&mut self, bytes: &[u8], workers: &mut Vec<Worker>, sink: Sink<'_>) -> Result<(), Stop> {
        self.size += bytes.len() as u64;
        if let Some(mut unknown) = self.unknown.take() {
            let missing = (encoding::SIGNS - unknown.len()).min(bytes.len());
            unknown.extend_from_slice(&bytes[..missing]);
            if unknown.len() < encoding::SIGNS {
                self.unknown = Some(unknown);
                return Ok(());
            }
            self.begin(&unknown, workers, sink)?;
            return self.spelled(&bytes[missing..], workers, sink);
        }
        self.spelled(bytes, workers, sink)
    }

    fn end(&mut self, workers: &mut Vec<Worker>, sink: Sink<'_>) -> Result<(), Stop> {
        if let Some(unknown) = self.unknown.take() {
            self.begin(&unknown, workers, sink)?;
        }
        if let Some(utf16) = &mut self.utf16 {
            let mut rest = Vec::new();
            utf16.end(&mut rest);
            self.decoded(&rest, workers, sink)?;
        }
        if self.rows.is_none() {
            self.understand(true, workers)?;
            let head = std::mem::take(&mut self.head);
            return self.lines(&head, true, workers, sink);
        }
        self.lines(&[], true, workers, sink)
    }

    // Settles the encoding, and reads the bytes that told it.
    fn begin(&mut self, signs: &[u8], workers: &mut Vec<Worker>, sink: Sink<'_>) -> Result<(), Stop> {
        let given = match &self.settings {
            Settings::Options(options) => options.encoding,
            Settings::Plan(_, encoding) => *encoding,
        };
        self.found = encoding::find(signs, given);
        self.utf16 = match self.found.encoding {
            Encoding::Utf16Le => Some(Utf16::new(true)),
            Encoding::Utf16Be => Some(Utf16::new(false)),
            Encoding::Utf8OrWindows1252 | Encoding::Utf8 | Encoding::Windows1252 => None,
        };
        self.spelled(&signs[self.found.mark..], workers, sink)
    }

    fn spelled(&mut self, bytes: &[u8], workers: &mut Vec<Worker>, sink: Sink<'_>) -> Result<(), Stop> {
        if self.utf16.is_none() {
            return self.decoded(bytes, workers, sink);
        }
        // Bounds what is held of a large chunk in its second spelling.
        for step in bytes.chunks(1 << 20) {
            let mut decoded = std::mem::take(&mut self.decoded);
            decoded.clear();
            if let Some(utf16) = &mut self.utf16 {
                utf16.decode(step, &mut decoded);
            }
            self.decoded(&decoded, workers, sink)?;
            self.decoded = decoded;
        }
        Ok(())
    }

    fn decoded(&mut self, bytes: &[u8], workers: &mut Vec<Worker>, sink: Sink<'_>) -> Result<(), Stop> {
        if self.rows.is_some() {
            return self.lines(bytes, false, workers, sink);
        }
        let missing = (HEAD - self.head.len()).min(bytes.len());
        self.head.extend_from_slice(&bytes[..missing]);
        if self.head.len() < HEAD {
            return Ok(());
        }
        self.understand(false, workers)?;
        let head = std::mem::take(&mut self.head);
        self.lines(&head, false, workers, sink)?;
        self.lines(&bytes[missing..], false, workers, sink)
    }

    fn lines(&mut self, bytes: &[u8], last: bool, workers: &mut [Worker], sink: Sink<'_>) -> Result<(), Stop> {
        #[cfg(feature = "messages")]
        if let Some((plan, Body::Messages(messages))) = &mut self.rows {
            let Some(worker) = workers.first_mut() else { return Ok(()) };
            let pushed = messages.push(bytes, last, worker, sink);
            // Every kind of message that comes has columns of its own.
            let columns = messages.columns();
            if !columns.is_empty() && columns.len() != plan.columns.len() {
                plan.columns = columns.to_vec();
            }
            return pushed;
        }
        let Some((_, Body::Rows(blocks))) = &mut self.rows else { return Ok(()) };
        blocks.push(bytes, last, workers, sink).map_err(|kind| {
            let hint = match kind {
                ReadErrorKind::TooManyLines => "split the file",
                _ => "analyse a shorter period",
            };
            Stop { kind, line: blocks.lines, hint: hint.to_owned() }
        })
    }

    // Settles what the columns mean and takes the lines before the first row off the head.
    fn understand(&mut self, whole: bool, workers: &mut Vec<Worker>) -> Result<(), Stop> {
        let spelling = Spelling::of(self.found.encoding);
        let newline = if self.head.contains(&b'\n') || !self.head.contains(&b'\r') { b'\n' } else { b'\r' };
        let plan = match &self.settings {
            Settings::Plan(plan, _) => (**plan).clone(),
            Settings::Options(options) => {
                let end = if whole { None } else { memchr::memrchr(newline, &self.head) };
                let head =
                    encoding::readable(&self.head[..end.map_or(self.head.len(), |end| end + 1)], spelling, newline);
                Plan::of(&head, &self.name, options).map_err(not_understood)?
            }
        };
        let (layout, first_row) = match plan.shape {
            Shape::Delimited { delimiter, first_row } => (Layout { newline, delimiter: Some(delimiter) }, first_row),
            Shape::NdJson => (Layout { newline, delimiter: None }, 1),
            #[cfg(feature = "messages")]
            Shape::Messages => return self.understand_messages(plan, newline, workers),
            #[cfg(not(feature = "messages"))]
            Shape::Messages => return Err(not_understood(PlanError::left_out(&self.name))),
        };
        let before = first_row.saturating_sub(1);
        let mut at = 0;
        for _ in 0..before {
            at += memchr::memchr(newline, &self.head[at..]).map_or(self.head.len() - at, |newline| newline + 1);
        }
        self.head.drain(..at);
        let rows = RowReader::new(&plan, self.file);
        let json = matches!(plan.shape, Shape::NdJson).then(|| JsonFields::new(&plan));
        let table = Table { layout, spelling, rows, json };
        workers.resize_with(workers.len().max(crate::parallel::current_num_threads()), Worker::default);
        for worker in workers {
            worker.table = Some(table.clone());
        }
        self.rows = Some((plan, Body::Rows(Blocks::new(layout, u64::from(before)))));
        Ok(())
    }

    // Messages are read by one worker, since where one ends is known only when it is read.
    #[cfg(feature = "messages")]
    fn understand_messages(&mut self, plan: Plan, newline: u8, workers: &mut Vec<Worker>) -> Result<(), Stop> {
        if self.found.encoding == Encoding::Utf8OrWindows1252
            && let Some(encoding) = messages::declared_encoding(&self.head).map_err(not_understood)?
        {
            self.found.encoding = encoding;
        }
        if workers.is_empty() {
            workers.push(Worker::default());
        }
        let messages = Messages::new(&plan, self.file, newline, Spelling::of(self.found.encoding));
        self.rows = Some((plan, Body::Messages(messages)));
        Ok(())
    }
}

fn not_understood(error: PlanError) -> Stop {
    Stop { line: u64::from(error.line), hint: error.hint.clone(), kind: ReadErrorKind::NotUnderstood(error) }
}
