//! Where records begin and end, whatever the chunks in which the bytes arrive.
//!
//! A line is a row. Only an open quote reaches over the end of its line: then the lines up to the closing quote are one
//! record, and it is rejected as a whole, so that no text inside a field can pass for a row. When the quote does not
//! close within [`LONGEST`] bytes and [`MOST_LINES`] lines, the quote itself is the fault: its line alone is rejected and
//! reading goes on behind it.

use super::Reason;
use memchr::{memchr, memchr2, memrchr};

/// The longest row, in bytes, its line break not counted.
pub(super) const LONGEST: usize = 64 * 1024;

/// The most line breaks within quotes: what bounds the work on a file full of quotes that do not close.
const MOST_LINES: usize = 1024;

/// A part of a block: whole lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// Lines of which each is a row by itself.
    Rows(&'a [u8]),
    /// One record that is no row, with the number of its lines.
    Fault(&'a [u8], u32, Reason),
}

/// How lines and fields end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    /// Line feed, or carriage return for files of an old Macintosh.
    pub(super) newline: u8,
    /// The byte between fields, where quotes have a meaning: not in NDJSON.
    pub(super) delimiter: Option<u8>,
}

enum Record {
    // Quotes close on their line.
    Row,
    // Up to and with the newline behind the closing quote.
    Embedded(usize),
    Broken,
    // Not decided before more bytes come.
    Open,
}

impl Layout {
    /// Splits a block that begins with a record into parts of about `size` bytes; returns them and the number of bytes
    /// that they hold. What is left is an unfinished record, or nothing when `last` says that no more bytes come.
    pub(super) fn split<'a>(&self, block: &'a [u8], size: usize, last: bool) -> (Vec<Part<'a>>, usize) {
        let mut parts = Vec::new();
        let end = match memrchr(self.newline, block) {
            _ if last => block.len(),
            Some(newline) => newline + 1,
            None => 0,
        };
        let Some(delimiter) = self.delimiter.filter(|_| memchr(b'"', &block[..end]).is_some()) else {
            self.cut(&block[..end], size, &mut parts);
            return (parts, end);
        };
        // Everything before `from` is in parts; no line between it and `at` has an open quote.
        let (mut from, mut at) = (0, 0);
        while let Some(quote) = memchr(b'"', &block[at..end]) {
            let quote = at + quote;
            let start = memrchr(self.newline, &block[at..quote]).map_or(at, |newline| at + newline + 1);
            let content = memchr(self.newline, &block[start..]).unwrap_or(block.len() - start);
            let line_end = (start + content + 1).min(block.len());
            if content > LONGEST {
                at = line_end;
                continue;
            }
            let (record_end, reason) = match self.record(&block[start..], delimiter, last) {
                Record::Row => {
                    at = line_end;
                    continue;
                }
                Record::Open => {
                    self.cut(&block[from..start], size, &mut parts);
                    return (parts, start);
                }
                Record::Embedded(length) => (start + length, Reason::EmbeddedNewline),
                Record::Broken => (line_end, Reason::BrokenQuoting),
            };
            self.cut(&block[from..start], size, &mut parts);
            let record = &block[start..record_end];
            let lines = memchr::memchr_iter(self.newline, record).count() as u32;
            parts.push(Part::Fault(record, lines + u32::from(record.last() != Some(&self.newline)), reason));
            (from, at) = (record_end, record_end);
        }
        if from < end {
            self.cut(&block[from..end], size, &mut parts);
        }
        (parts, end.max(from))
    }

    // What the record at the beginning of `text` is. Its first line is whole and not too long.
    fn record(&self, text: &[u8], delimiter: u8, last: bool) -> Record {
        let last = last && text.len() <= LONGEST;
        let text = &text[..text.len().min(LONGEST + 2)];
        let undecided = if last || text.len() > LONGEST { Record::Broken } else { Record::Open };
        let mut at = 0;
        let mut crossed = 0;
        loop {
            if text.get(at) == Some(&b'"') {
                let close = closing_quote(text, at);
                crossed += memchr::memchr_iter(self.newline, &text[at..close.unwrap_or(text.len())]).count();
                let Some(close) = close.filter(|_| crossed <= MOST_LINES) else {
                    return if crossed > MOST_LINES { Record::Broken } else { undecided };
                };
                at = close + 1;
                // The next byte may be a quote that makes this one text.
                if at == text.len() && !last {
                    return undecided;
                }
            }
            match memchr2(delimiter, self.newline, &text[at..]) {
                Some(found) if text[at + found] == delimiter => at += found + 1,
                _ if crossed == 0 => return Record::Row,
                Some(found) if at + found > LONGEST => return Record::Broken,
                Some(found) => return Record::Embedded(at + found + 1),
                None if last => return Record::Embedded(text.len()),
                None => return undecided,
            }
        }
    }

    // Whole lines into parts of about `size` bytes.
    fn cut<'a>(&self, mut lines: &'a [u8], size: usize, parts: &mut Vec<Part<'a>>) {
        while lines.len() > size + size / 2 {
            let Some(newline) = memchr(self.newline, &lines[size..]) else { break };
            let (part, rest) = lines.split_at(size + newline + 1);
            parts.push(Part::Rows(part));
            lines = rest;
        }
        if !lines.is_empty() {
            parts.push(Part::Rows(lines));
        }
    }
}

/// The place of the quote that closes the one at `open`; doubled quotes are text.
pub(super) fn closing_quote(text: &[u8], open: usize) -> Option<usize> {
    let mut at = open + 1;
    loop {
        at += memchr(b'"', &text[at..])?;
        if text.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}
