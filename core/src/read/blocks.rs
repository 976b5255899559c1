//! Text of one input in chunks of any size, to rows: what is split in parts here is read by all workers at once.

use super::piece::{Outcome, Worker, rejection};
use super::records::{LONGEST, Layout, Part};
use super::rows::Fault;
use super::{FileReport, ReadErrorKind, Reason, Rejection};
use memchr::memchr;
use rayon::prelude::*;
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

/// What is read at once: less is put together first.
pub(super) const BLOCK: usize = 4 * PART;
// What a worker takes at once: what fits in its cache beside all else.
const PART: usize = 128 * 1024;

impl Blocks {
    /// Begins behind `lines` lines that are no rows.
    pub(super) fn new(layout: Layout, lines: u64) -> Self {
        Self { layout, carry: Vec::new(), skipping: false, lines, counts: Counts::default() }
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
        loop {
            if self.skipping {
                let Some(newline) = memchr(self.layout.newline, bytes) else { return Ok(()) };
                bytes = &bytes[newline + 1..];
                self.skipping = false;
            }
            if self.carry.is_empty() {
                if bytes.len() < BLOCK && !last {
                    self.carry.extend_from_slice(bytes);
                    return Ok(());
                }
                let used = self.block(bytes, last, workers, sink)?;
                if !self.skip_too_long(&bytes[used..], sink) {
                    self.carry.extend_from_slice(&bytes[used..]);
                }
                return Ok(());
            }
            let (more, rest) = bytes.split_at(BLOCK.saturating_sub(self.carry.len()).min(bytes.len()));
            self.carry.extend_from_slice(more);
            let complete = last && rest.is_empty();
            if self.carry.len() < BLOCK && !complete {
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
        let (parts, used) = self.layout.split(block, PART, last);
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
    fn reject(&mut self, rejection: Rejection, sink: Sink<'_>) {
        *self.rejected.entry(rejection.reason).or_default() += 1;
        if self.first.len() < FileReport::FIRST {
            self.first.push(rejection.clone());
        }
        sink(rejection);
    }
}
