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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LAYOUT: Layout = Layout { newline: b'\n', delimiter: Some(b',') };

    // The rule as it is said, one byte after the other: the length of the record and whether it is one row, a record over
    // several lines, or a line whose quote does not close.
    fn plainly(text: &[u8]) -> (usize, Option<Reason>) {
        let line = text.iter().position(|byte| *byte == b'\n').map_or(text.len(), |newline| newline + 1);
        let (mut quoted, mut field_begins, mut breaks) = (false, true, 0);
        let mut at = 0;
        while at < text.len() {
            match text[at] {
                b'"' if quoted && text.get(at + 1) == Some(&b'"') => at += 1,
                b'"' if quoted => quoted = false,
                b'"' if field_begins => quoted = true,
                b'\n' if !quoted && breaks == 0 => return (at + 1, None),
                b'\n' if !quoted && at > LONGEST => return (line, Some(Reason::BrokenQuoting)),
                b'\n' if !quoted => return (at + 1, Some(Reason::EmbeddedNewline)),
                b'\n' => breaks += 1,
                _ => {}
            }
            field_begins = !quoted && text[at] == b',';
            at += 1;
            if breaks > MOST_LINES {
                return (line, Some(Reason::BrokenQuoting));
            }
        }
        match (quoted, breaks) {
            (true, _) => (line, Some(Reason::BrokenQuoting)),
            (false, 0) => (text.len(), None),
            (false, _) if text.len() > LONGEST => (line, Some(Reason::BrokenQuoting)),
            (false, _) => (text.len(), Some(Reason::EmbeddedNewline)),
        }
    }

    fn flat(parts: &[Part<'_>]) -> Vec<(Vec<u8>, Option<Reason>)> {
        let mut all = Vec::new();
        for part in parts {
            match part {
                Part::Rows(lines) => {
                    all.extend(lines.split_inclusive(|byte| *byte == b'\n').map(|line| (line.to_vec(), None)));
                }
                Part::Fault(record, lines, reason) => {
                    assert_eq!(record.split_inclusive(|byte| *byte == b'\n').count(), *lines as usize);
                    all.push((record.to_vec(), Some(*reason)));
                }
            }
        }
        all
    }

    proptest! {
        #[test]
        fn records_are_those_of_the_plain_rule(text in "([a,\"\n]|\"a\"|,\"|\",|\n\"){0,60}", size in 1..40_usize) {
            let (parts, used) = LAYOUT.split(text.as_bytes(), size, true);
            prop_assert_eq!(used, text.len());
            let mut expected = Vec::new();
            let mut rest = text.as_bytes();
            while !rest.is_empty() {
                let (length, reason) = plainly(rest);
                expected.push((rest[..length].to_vec(), reason));
                rest = &rest[length..];
            }
            prop_assert_eq!(flat(&parts), expected);
        }

        #[test]
        fn what_is_split_before_more_comes_stays_so(text in "([a,\"\n]|\"a\"|,\"|\",|\n\"){0,60}", at in 0..60_usize) {
            let text = text.as_bytes();
            let (early, used) = LAYOUT.split(&text[..at.min(text.len())], 8, false);
            let (late, _) = LAYOUT.split(&text[used..], 8, true);
            let (whole, _) = LAYOUT.split(text, 8, true);
            let both: Vec<_> = flat(&early).into_iter().chain(flat(&late)).collect();
            prop_assert_eq!(both, flat(&whole));
        }
    }

    #[test]
    fn a_quote_reaches_as_far_as_a_row_may_and_no_further() {
        for (length, reason) in [(LONGEST, Reason::EmbeddedNewline), (LONGEST + 1, Reason::BrokenQuoting)] {
            let mut text = b"\"a\n".to_vec();
            text.resize(length - 1, b'b');
            text.extend_from_slice(b"\"\nc\n");
            let (parts, _) = LAYOUT.split(&text, 1 << 20, true);
            assert_eq!(flat(&parts)[0].1, Some(reason), "{length}");
            let (parts, used) = LAYOUT.split(&text[..length - 2], 1 << 20, false);
            assert_eq!((parts.len(), used), (0, 0));
        }
        let lines = |breaks: usize| format!("\"{}\"\n", "\n".repeat(breaks));
        assert_eq!(flat(&LAYOUT.split(lines(MOST_LINES).as_bytes(), 99, true).0)[0].1, Some(Reason::EmbeddedNewline));
        assert_eq!(flat(&LAYOUT.split(lines(MOST_LINES + 1).as_bytes(), 99, true).0)[0].1, Some(Reason::BrokenQuoting));
    }
}
