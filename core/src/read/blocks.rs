//! Text of one input in chunks of any size, to rows: what is split in parts here is read by all workers at once.

use super::piece::{Outcome, Worker, rejection};
use super::records::{LONGEST, Layout, Part};
use super::rows::Fault;
use super::{FileReport, ReadErrorKind, Reason, Rejection};
use crate::parallel::prelude::*;
use memchr::memchr;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Where rejected rows go.
pub(super) type Sink<'a> = &'a mut (dyn FnMut(Rejection) + Send);

/// The rows of one input while they come.
#[derive(Debug)]
pub(super) struct Blocks {
    layout: Layout,
    // The bytes before the next block: an unfinished record, or small chunks until they are worth the work.
    carry: Vec<u8>,
    // Inside a line that was rejected as too long.
    skipping: bool,
    // Bytes that a worker takes at once.
    part: usize,
    /// Lines that are done.
    pub(super) lines: u64,
    pub(super) counts: Counts,
}

/// What became of the rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    pub(super) accepted: u64,
    pub(super) rejected: BTreeMap<Reason, u64>,
    pub(super) rounded: u64,
    pub(super) windows_1252: u64,
    pub(super) first: Vec<Rejection>,
}

// What fits in a worker's cache beside all else.
const PART: usize = 128 * 1024;
// Less than so many parts, in bytes, is put together before it is read.
const PARTS: usize = 4;

impl Blocks {
    /// Begins behind `lines` lines that are no rows.
    pub(super) fn new(layout: Layout, lines: u64) -> Self {
        Self { layout, carry: Vec::new(), skipping: false, part: PART, lines, counts: Counts::default() }
    }

    /// Reads on; `last` says that nothing comes after these bytes.
    ///
    /// # Errors
    /// When there are too many lines, or the ledger is full.
    pub(super) fn push(
        &mut self,
        mut bytes: &[u8],
        last: bool,
        workers: &mut [Worker],
        sink: Sink<'_>,
    ) -> Result<(), ReadErrorKind> {
        // A record must fit, lest none is ever whole.
        let block = (self.part * PARTS).max(2 * LONGEST);
        loop {
            if self.skipping {
                let Some(newline) = memchr(self.layout.newline, bytes) else { return Ok(()) };
                bytes = &bytes[newline + 1..];
                self.skipping = false;
            }
            if self.carry.is_empty() {
                if bytes.len() < block && !last {
                    self.carry.extend_from_slice(bytes);
                    return Ok(());
                }
                let used = self.block(bytes, last, workers, sink)?;
                if !self.skip_too_long(&bytes[used..], sink) {
                    self.carry.extend_from_slice(&bytes[used..]);
                }
                return Ok(());
            }
            let (more, rest) = bytes.split_at(block.saturating_sub(self.carry.len()).min(bytes.len()));
            self.carry.extend_from_slice(more);
            let complete = last && rest.is_empty();
            if self.carry.len() < block && !complete {
                return Ok(());
            }
            let mut carry = std::mem::take(&mut self.carry);
            let used = self.block(&carry, complete, workers, sink)?;
            let unfinished = carry.len() - used;
            if complete {
                return Ok(());
            }
            if self.skip_too_long(&carry[used..], sink) {
                bytes = rest;
            } else if unfinished <= more.len() {
                // Large chunks are read where they are.
                bytes = &bytes[more.len() - unfinished..];
            } else {
                carry.drain(..used);
                self.carry = carry;
                bytes = rest;
            }
            if bytes.is_empty() {
                return Ok(());
            }
        }
    }

    // An unfinished record longer than any may be is one line. The rest of it is skipped.
    fn skip_too_long(&mut self, unfinished: &[u8], sink: Sink<'_>) -> bool {
        if unfinished.len() <= LONGEST {
            return false;
        }
        self.skipping = true;
        let line = self.lines as u32 + 1;
        self.lines += 1;
        let fault = Fault { column: 0, reason: Reason::TooLong };
        self.counts.reject(rejection(unfinished, line, fault, b""), sink);
        true
    }

    // Reads the whole records at the beginning of a block; returns their length.
    fn block(
        &mut self,
        block: &[u8],
        last: bool,
        workers: &mut [Worker],
        sink: Sink<'_>,
    ) -> Result<usize, ReadErrorKind> {
        let (parts, used) = self.layout.split(block, self.part, last);
        for (worker, outcome) in read_parts(&parts, workers) {
            let first = u32::try_from(self.lines).map_err(|_| ReadErrorKind::TooManyLines)?;
            self.lines += u64::from(outcome.lines);
            if self.lines >= u64::from(u32::MAX) {
                return Err(ReadErrorKind::TooManyLines);
            }
            if let Some(full) = outcome.full {
                return Err(full.into());
            }
            workers[worker].lane.shift_lines(outcome.rows.0, outcome.rows.1, first + 1);
            self.counts.accepted += outcome.accepted;
            self.counts.rounded += outcome.rounded;
            self.counts.windows_1252 += outcome.windows_1252;
            for mut rejection in outcome.rejections {
                rejection.line += first + 1;
                self.counts.reject(rejection, sink);
            }
        }
        Ok(used)
    }
}

// What became of each part, in their order, and which worker read it.
fn read_parts(parts: &[Part<'_>], workers: &mut [Worker]) -> Vec<(usize, Outcome)> {
    if parts.len() < 2 || workers.len() < 2 {
        return match workers.first_mut() {
            Some(worker) => parts.iter().map(|part| (0, worker.read(*part))).collect(),
            None => Vec::new(),
        };
    }
    let next = AtomicUsize::new(0);
    let mut outcomes: Vec<(usize, usize, Outcome)> = workers
        .par_iter_mut()
        .with_max_len(1)
        .enumerate()
        .flat_map_iter(|(number, worker)| {
            let next = &next;
            std::iter::from_fn(move || {
                let place = next.fetch_add(1, Ordering::Relaxed);
                parts.get(place).map(|part| (place, number, worker.read(*part)))
            })
        })
        .collect();
    outcomes.sort_unstable_by_key(|(place, ..)| *place);
    outcomes.into_iter().map(|(_, worker, outcome)| (worker, outcome)).collect()
}

impl Counts {
    /// Counts a rejection and passes it on.
    pub(super) fn reject(&mut self, rejection: Rejection, sink: Sink<'_>) {
        *self.rejected.entry(rejection.reason).or_default() += 1;
        if self.first.len() < FileReport::FIRST {
            self.first.push(rejection.clone());
        }
        sink(rejection);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Ledger, assemble};
    use crate::model::FileId;
    use crate::read::encoding::Spelling;
    use crate::read::piece::Table;
    use crate::read::rows::RowReader;
    use crate::read::{Plan, ReadOptions};
    use proptest::prelude::*;

    const HEAD: &str = "date,payer,payee,amount,currency,purpose\n2025-03-01,A,B,12.50,USD,x\n";
    const LAYOUT: Layout = Layout { newline: b'\n', delimiter: Some(b',') };

    struct Read {
        rejections: Vec<Rejection>,
        lines: u64,
        rows: Vec<String>,
    }

    fn rows(ledger: &Ledger) -> Vec<String> {
        let names = |account| ledger.accounts().name(account).to_string();
        ledger
            .rows()
            .map(|row| {
                let purpose = ledger.text(crate::ledger::TextField::Purpose, row);
                let (from, to) = (names(ledger.from(row)), names(ledger.to(row)));
                format!("{} {} {from} {to} {} {purpose:?}", ledger.line(row), ledger.time(row), ledger.paid(row))
            })
            .collect()
    }

    fn read(text: &[u8], chunk: usize, part: usize, workers: usize) -> Read {
        let plan = Plan::of(HEAD, "test", &ReadOptions::default()).unwrap();
        let rows_of = RowReader::new(&plan, FileId(0));
        let table = Table { layout: LAYOUT, spelling: Spelling::Utf8OrWindows1252, rows: rows_of, json: None };
        let mut workers: Vec<Worker> = (0..workers).map(|_| Worker::default()).collect();
        for worker in &mut workers {
            worker.table = Some(table.clone());
        }
        let mut rejections = Vec::new();
        let mut blocks = Blocks { part, ..Blocks::new(LAYOUT, 1) };
        for bytes in text.chunks(chunk) {
            blocks.push(bytes, false, &mut workers, &mut |rejection| rejections.push(rejection)).unwrap();
        }
        blocks.push(&[], true, &mut workers, &mut |rejection| rejections.push(rejection)).unwrap();
        assert_eq!(blocks.counts.rejected.values().sum::<u64>(), rejections.len() as u64);
        let lanes = workers.into_iter().map(|worker| worker.lane).collect();
        let ledger = assemble(lanes, vec!["test".to_owned()]).unwrap();
        assert_eq!(blocks.counts.accepted, ledger.len() as u64);
        Read { rejections, lines: blocks.lines, rows: rows(&ledger) }
    }

    fn line() -> impl Strategy<Value = String> {
        prop_oneof![
            6 => "2025-03-[12][0-9],[A-C],[A-C],[1-9]\\.50,USD,[a-c]?",
            2 => "2025-03-01,A,B,1,USD,\"[a,\"\n\r]{0,9}\"",
            2 => "2025-03-01,A,B,1,USD,[a\" \x00é]{0,9}",
            1 => "[a,\"\n\r\x00]{0,12}",
            1 => Just("x".repeat(LONGEST + 1)),
            1 => Just(format!("2025-03-01,A,B,1,USD,\"{}", "y\n".repeat(40_000))),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn neither_chunks_nor_parts_nor_workers_matter(
            lines in prop::collection::vec(line(), 0..60),
            crlf: bool,
            (chunk, part, workers) in (prop_oneof![5..50_usize, 1000..300_000_usize], 16..2000_usize, 1..4_usize),
        ) {
            let text = lines.join(if crlf { "\r\n" } else { "\n" });
            let one = read(text.as_bytes(), usize::MAX, usize::MAX / PARTS, 1);
            let other = read(text.as_bytes(), chunk, part, workers);
            prop_assert_eq!(one.rejections, other.rejections);
            prop_assert_eq!(one.lines, other.lines);
            prop_assert_eq!(one.rows, other.rows);
        }
    }
}
