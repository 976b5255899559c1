//! XML in chunks of any size, to elements and texts with their places.
//!
//! quick-xml reads one slice and knows nothing of what comes after it. Here is what makes it a stream: markup that is cut
//! off by the end of a chunk waits for the next one, and what quick-xml leaves to its callers is checked (that elements
//! close as they were opened, that nothing stands outside of them). Document types are refused, and with them every
//! entity but the five of XML itself: an export has no use for them, and they are how XML is turned against its readers.

use crate::read::ReadErrorKind;
use crate::read::document::Stop;
use memchr::{memchr_iter, memrchr};
use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::events::{BytesStart, Event};

/// Elements inside each other.
pub(super) const DEEPEST: usize = 100;
/// The longest tag, comment, section or reference, in bytes.
const LONGEST_MARKUP: usize = 1 << 20;
/// Less than this is put together before it is read.
const BLOCK: usize = 64 * 1024;

/// What takes the elements.
pub(super) trait Elements {
    /// An element begins.
    fn start(&mut self, element: &BytesStart<'_>, at: &mut Place<'_>) -> Result<(), Stop>;
    /// A piece of text inside the last element that is open.
    fn text(&mut self, text: &str);
    /// The last element that is open ends.
    fn end(&mut self, at: &mut Place<'_>) -> Result<(), Stop>;
    /// A block is done up to this byte, which is the so manieth of the text; the next begins there.
    fn turn(&mut self, read: &[u8], before: u64);
}

/// Where in the input an event stands.
#[derive(Debug)]
pub(super) struct Place<'a> {
    /// The block at hand.
    pub(super) block: &'a [u8],
    /// The event, in the block.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Bytes of text before the block.
    pub(super) before: u64,
    lines: &'a mut Lines,
}

// Lines up to a place of the block.
#[derive(Debug)]
struct Lines {
    newline: u8,
    line: u64,
    counted: usize,
}

/// A stream of XML. Its text is UTF-8.
#[derive(Debug)]
pub(super) struct Markup {
    carry: Vec<u8>,
    // So much text makes it worth reading on.
    enough: usize,
    // The names of the elements that are open, and where each begins.
    names: Vec<u8>,
    open: Vec<usize>,
    newline: u8,
    // Of the beginning of the next block.
    line: u64,
    // Characters before it on its line.
    column: u64,
    before: u64,
}

impl Place<'_> {
    /// The line on which the event begins, from 1.
    pub(super) fn line(&mut self) -> Result<u32, Stop> {
        let line = self.lines.at(self.block, self.start);
        u32::try_from(line).map_err(|_| Stop {
            kind: ReadErrorKind::TooManyLines,
            line: 0,
            hint: "split the file".to_owned(),
        })
    }
}

impl Lines {
    fn at(&mut self, block: &[u8], place: usize) -> u64 {
        // Places come in their order, but for an error that is told at the beginning of its markup.
        if place >= self.counted {
            self.line += memchr_iter(self.newline, &block[self.counted..place]).count() as u64;
        } else {
            self.line -= memchr_iter(self.newline, &block[place..self.counted]).count() as u64;
        }
        self.counted = place;
        self.line
    }
}

impl Markup {
    /// A stream whose lines end with `newline`.
    pub(super) fn new(newline: u8) -> Self {
        Self {
            carry: Vec::new(),
            enough: BLOCK,
            names: Vec::new(),
            open: Vec::new(),
            newline,
            line: 1,
            column: 0,
            before: 0,
        }
    }

    /// The bytes that came so far.
    pub(super) fn taken(&self) -> u64 {
        self.before + self.carry.len() as u64
    }

    /// Reads on; `last` says that nothing comes after these bytes.
    ///
    /// # Errors
    /// [`ReadErrorKind::Malformed`] with its place, and what `to` says.
    pub(super) fn push(&mut self, mut bytes: &[u8], last: bool, to: &mut impl Elements) -> Result<(), Stop> {
        loop {
            if self.carry.is_empty() {
                if bytes.len() < BLOCK && !last {
                    self.carry.extend_from_slice(bytes);
                    return Ok(());
                }
                let used = self.block(bytes, last, to)?;
                self.carry.extend_from_slice(&bytes[used..]);
                self.enough = self.carry.len() + BLOCK;
                return Ok(());
            }
            let (more, rest) = bytes.split_at(bytes.len().min(BLOCK));
            self.carry.extend_from_slice(more);
            let complete = last && rest.is_empty();
            if self.carry.len() < self.enough && !complete {
                if rest.is_empty() {
                    return Ok(());
                }
                bytes = rest;
                continue;
            }
            let mut carry = std::mem::take(&mut self.carry);
            let used = self.block(&carry, complete, to)?;
            if complete {
                return Ok(());
            }
            let unfinished = carry.len() - used;
            if unfinished <= more.len() {
                // Large chunks are read where they are.
                bytes = &bytes[more.len() - unfinished..];
                self.enough = BLOCK;
            } else {
                carry.drain(..used);
                self.enough = carry.len() + BLOCK;
                self.carry = carry;
                bytes = rest;
            }
            if bytes.is_empty() && !last {
                return Ok(());
            }
        }
    }

    /// Reads what came so far and stops there, at a byte that is no text.
    pub(super) fn stop_at_foreign(&mut self, to: &mut impl Elements) -> Stop {
        let carry = std::mem::take(&mut self.carry);
        match self.block(&carry, false, to) {
            Ok(used) => {
                let rest = &carry[used..];
                let mut lines = Lines { newline: self.newline, line: self.line, counted: 0 };
                self.malformed("a byte that is no UTF-8", SET_ENCODING, rest, rest.len(), &mut lines)
            }
            Err(stop) => stop,
        }
    }

    // Reads a block as far as its markup is whole; returns how far that is.
    fn block(&mut self, block: &[u8], last: bool, to: &mut impl Elements) -> Result<usize, Stop> {
        let mut lines = Lines { newline: self.newline, line: self.line, counted: 0 };
        let mut start = 0;
        if block.starts_with(MARK) {
            // quick-xml would take it for a mark of the encoding.
            self.text("\u{feff}", 0, block, &mut lines, to)?;
            start = MARK.len();
        }
        let mut reader = quick_xml::Reader::from_reader(&block[start..]);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        let first = start;
        // Behind a tag blanks say nothing; at the beginning of the block they may stand inside of a text.
        let mut behind_tag = false;
        loop {
            reader.config_mut().trim_text_start = behind_tag;
            let event = reader.read_event();
            let end = first + reader.buffer_position() as usize;
            if behind_tag {
                start += block[start..].iter().take_while(|byte| is_blank(**byte)).count();
            }
            behind_tag = matches!(event, Ok(Event::Start(_) | Event::End(_) | Event::Empty(_)));
            let mut place = Place { block, start, end, before: self.before, lines: &mut lines };
            match event {
                Ok(Event::Start(element)) => {
                    self.open(element.name().as_ref(), &mut place)?;
                    to.start(&element, &mut place)?;
                }
                Ok(Event::Empty(element)) => {
                    self.open(element.name().as_ref(), &mut place)?;
                    to.start(&element, &mut place)?;
                    self.close(element.name().as_ref(), &mut place)?;
                    to.end(&mut place)?;
                }
                Ok(Event::End(element)) => {
                    self.close(element.name().as_ref(), &mut place)?;
                    to.end(&mut place)?;
                }
                Ok(Event::Text(text)) => self.text(&text.into_inner(), start, block, &mut lines, to)?,
                Ok(Event::CData(text)) => self.text(&text.into_inner(), start, block, &mut lines, to)?,
                Ok(Event::GeneralRef(name)) => {
                    let Some(letter) = reference(&name) else {
                        let cause = format!("the entity &{}; is not one of XML's own five", cut(&name));
                        return Err(self.malformed(&cause, NO_ENTITIES, block, start, &mut lines));
                    };
                    self.text(letter.encode_utf8(&mut [0; 4]), start, block, &mut lines, to)?;
                }
                Ok(Event::Comment(_) | Event::PI(_) | Event::Decl(_)) => {}
                Ok(Event::DocType(_)) => {
                    return Err(self.malformed("it has a document type", NO_ENTITIES, block, start, &mut lines));
                }
                Ok(Event::Eof) => break,
                Err(_) if is_document_type(&block[start..]) => {
                    return Err(self.malformed("it has a document type", NO_ENTITIES, block, start, &mut lines));
                }
                Err(error) if !last && unfinished(&error, end == block.len(), block.len() - start) => {
                    if block.len() - start > LONGEST_MARKUP {
                        return Err(self.too_long(block, start, &mut lines));
                    }
                    break;
                }
                Err(error) => {
                    let cause = error.to_string();
                    let cause = cause.strip_prefix("ill-formed document: ").unwrap_or(&cause);
                    let cause = cause.strip_prefix("syntax error: ").unwrap_or(cause);
                    return Err(self.malformed(cause, FETCH_AGAIN, block, start, &mut lines));
                }
            }
            if end - start > LONGEST_MARKUP && block[start] == b'<' {
                return Err(self.too_long(block, start, &mut lines));
            }
            start = end;
        }
        if last && let Some(name) = self.open.last() {
            let name = String::from_utf8_lossy(&self.names[*name..]).into_owned();
            let cause = format!("the text ends inside <{}>", cut(&name));
            return Err(self.malformed(&cause, FETCH_AGAIN, block, block.len(), &mut lines));
        }
        self.line = lines.at(block, start);
        self.column = self.column(block, start);
        self.before += start as u64;
        to.turn(&block[..start], self.before);
        Ok(start)
    }

    fn text(
        &self,
        text: &str,
        start: usize,
        block: &[u8],
        lines: &mut Lines,
        to: &mut impl Elements,
    ) -> Result<(), Stop> {
        if !self.open.is_empty() {
            to.text(text);
            return Ok(());
        }
        let filling = |letter: char| letter.is_ascii_whitespace() || letter == '\u{feff}';
        match text.find(|letter| !filling(letter)) {
            Some(place) => {
                Err(self.malformed("text outside of all elements", FETCH_AGAIN, block, start + place, lines))
            }
            None => Ok(()),
        }
    }

    fn open(&mut self, name: &str, place: &mut Place<'_>) -> Result<(), Stop> {
        if self.open.len() == DEEPEST {
            let cause = format!("more than {DEEPEST} elements inside each other");
            return Err(self.malformed(&cause, "this is no export of a bank", place.block, place.start, place.lines));
        }
        self.open.push(self.names.len());
        self.names.extend_from_slice(name.as_bytes());
        Ok(())
    }

    fn close(&mut self, name: &str, place: &mut Place<'_>) -> Result<(), Stop> {
        if let Some(start) = self.open.last()
            && self.names[*start..] == *name.as_bytes()
        {
            self.names.truncate(*start);
            self.open.pop();
            return Ok(());
        }
        let cause = match self.open.last() {
            Some(start) => {
                let open = String::from_utf8_lossy(&self.names[*start..]).into_owned();
                format!("</{}> where </{}> should be", cut(name), cut(&open))
            }
            None => format!("</{}>, which was not opened", cut(name)),
        };
        Err(self.malformed(&cause, FETCH_AGAIN, place.block, place.start, place.lines))
    }

    fn too_long(&self, block: &[u8], start: usize, lines: &mut Lines) -> Stop {
        self.malformed("a tag or section longer than 1 MiB", FETCH_AGAIN, block, start, lines)
    }

    #[cold]
    fn malformed(&self, cause: &str, hint: &str, block: &[u8], at: usize, lines: &mut Lines) -> Stop {
        let column = self.column(block, at) + 1;
        let kind = ReadErrorKind::Malformed { column, cause: cause.to_owned() };
        Stop { kind, line: lines.at(block, at), hint: hint.to_owned() }
    }

    // Characters before a place on its line.
    fn column(&self, block: &[u8], at: usize) -> u64 {
        let (from, base) = match memrchr(self.newline, &block[..at]) {
            Some(newline) => (newline + 1, 0),
            None => (0, self.column),
        };
        base + block[from..at].iter().filter(|byte| **byte & 0xC0 != 0x80).count() as u64
    }
}

const MARK: &[u8] = "\u{feff}".as_bytes();
const SET_ENCODING: &str = "leave the encoding out to have such letters read as Windows-1252";
const FETCH_AGAIN: &str = "fetch the file again from its source, or have its sender correct it";
const NO_ENTITIES: &str = "document types and entities are refused, since they can make a reader fetch files or fill its \
    memory; have the file written without them";

// As XML has it.
fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

// Whether it begins a document type, or could: only the first letters are looked at.
fn is_document_type(text: &[u8]) -> bool {
    text.starts_with(b"<!D") || text.starts_with(b"<!d")
}

// Whether an error says no more than that the block ends inside of markup.
fn unfinished(error: &Error, at_end: bool, length: usize) -> bool {
    match error {
        Error::Syntax(SyntaxError::InvalidBangMarkup) => length < 3,
        Error::Syntax(_) => true,
        Error::IllFormed(IllFormedError::UnclosedReference) => at_end,
        _ => false,
    }
}

// The letter that a reference stands for: one of XML's own five, or a number.
fn reference(name: &quick_xml::events::BytesRef<'_>) -> Option<char> {
    match &**name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => name.resolve_char_ref().ok().flatten(),
    }
}

fn cut(name: &str) -> &str {
    match name.char_indices().nth(60) {
        Some((end, _)) => &name[..end],
        None => name,
    }
}
