//! The way in: inputs one after the other, each in chunks, and the ledger at the end.

use super::document::{Document, Ended, Settings, Stop};
#[cfg(feature = "messages")]
use super::messages::MessageParties;
use super::piece::Worker;
use super::{Encoding, FileReport, Plan, ReadError, ReadErrorKind, ReadOptions, Reason, Rejection, Shape};
use crate::ledger::{Ledger, assemble, name_input};
use crate::model::FileId;
use std::fmt;

/// Reads inputs into one [`Ledger`]: [`begin`](Self::begin), [`push`](Self::push) until the input ends,
/// [`end`](Self::end), and so on for each input; then [`finish`](Self::finish).
///
/// Inputs may be packed with gzip or Zstandard, and in any [`Encoding`]; what they are and what their columns mean is
/// found out from their beginnings, unless the options say. Every row ends up in the ledger or among the rejections.
/// What comes out depends neither on the sizes of the chunks nor on the number of threads: chunks of a few megabytes
/// read fastest, with as many threads as the current rayon pool has.
///
/// ```
/// use quipu::read::{ReadOptions, Reading, Reason};
///
/// let mut reading = Reading::new(ReadOptions::default());
/// reading.begin("payments.csv")?;
/// reading.push(b"date,payer,payee,amount,currency\n2025-03-01,A,B,12.50,USD\n2025-03-02,B,C,")?;
/// reading.push(b"12.00,USD\n2025-03-02,B,,1.00,USD\n")?;
/// let report = reading.end()?;
/// assert_eq!((report.rows(), report.accepted), (3, 2));
/// let rejections = reading.take_rejections();
/// assert_eq!((rejections[0].line, rejections[0].reason), (4, Reason::MissingField));
/// let ledger = reading.finish()?;
/// assert_eq!(ledger.len(), 2);
/// # Ok::<(), quipu::read::ReadError>(())
/// ```
pub struct Reading {
    options: ReadOptions,
    inputs: Vec<String>,
    workers: Vec<Worker>,
    rejections: Vec<Rejection>,
    open: Option<Open>,
}

struct Open {
    hasher: blake3::Hasher,
    size: u64,
    document: Document,
}

// Chunks at least so long are hashed beside being read.
const LARGE: usize = 128 * 1024;

impl Reading {
    /// A reading with what is known of its inputs.
    #[must_use]
    pub fn new(options: ReadOptions) -> Self {
        Self { options, inputs: Vec::new(), workers: Vec::new(), rejections: Vec::new(), open: None }
    }

    /// Begins an input; the one before must have [ended](Self::end). The name is for errors, reports and evidence.
    ///
    /// # Errors
    /// When there are too many inputs.
    pub fn begin(&mut self, name: impl Into<String>) -> Result<FileId, ReadError> {
        let options = self.options.clone();
        self.open(name.into(), Settings::Options(options))
    }

    /// Begins an input that has options of its own.
    ///
    /// # Errors
    /// When there are too many inputs.
    pub fn begin_with(&mut self, name: impl Into<String>, options: ReadOptions) -> Result<FileId, ReadError> {
        self.open(name.into(), Settings::Options(options))
    }

    /// Begins an input of which it is known what it means: nothing is found out but how it is packed, and its encoding
    /// unless that is given too.
    ///
    /// # Errors
    /// When there are too many inputs.
    pub fn begin_planned(
        &mut self,
        name: impl Into<String>,
        plan: Plan,
        encoding: Option<Encoding>,
    ) -> Result<FileId, ReadError> {
        self.open(name.into(), Settings::Plan(Box::new(plan), encoding))
    }

    fn open(&mut self, name: String, settings: Settings) -> Result<FileId, ReadError> {
        let named = name_input(&mut self.inputs, name.clone());
        let file =
            named.map_err(|full| ReadError { kind: full.into(), input: name.clone(), line: 0, hint: String::new() })?;
        let document = Document::new(file, name, settings);
        self.open = Some(Open { hasher: blake3::Hasher::new(), size: 0, document });
        Ok(file)
    }

    /// Reads the next bytes of the input. Rejected rows wait for [`take_rejections`](Self::take_rejections).
    ///
    /// A small chunk of a packed input may unpack to thousands of times its size; where rejected rows must not pile up
    /// in memory, use [`push_with`](Self::push_with).
    ///
    /// # Errors
    /// [`ReadError`] when the input cannot be read on; it is closed then, and the rows before stay.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), ReadError> {
        let mut rejections = std::mem::take(&mut self.rejections);
        let pushed = self.push_with(bytes, &mut |rejection| rejections.push(rejection));
        self.rejections = rejections;
        pushed
    }

    /// Reads the next bytes of the input and gives each rejected row as soon as it is met, in the order of the lines.
    ///
    /// # Errors
    /// As [`push`](Self::push).
    pub fn push_with(&mut self, bytes: &[u8], rejected: &mut (dyn FnMut(Rejection) + Send)) -> Result<(), ReadError> {
        let Self { open, workers, .. } = self;
        let Some(Open { hasher, size, document }) = open else { return Err(self.no_input()) };
        *size += bytes.len() as u64;
        let pushed = if bytes.len() < LARGE {
            hasher.update(bytes);
            document.push(bytes, workers, rejected)
        } else {
            crate::parallel::join(|| document.push(bytes, workers, rejected), || hasher.update(bytes)).0
        };
        pushed.map_err(|stop| self.fail(stop))
    }

    /// What the open input was understood to be; `None` before enough of it has come.
    #[must_use]
    pub fn plan(&self) -> Option<&Plan> {
        self.open.as_ref().and_then(|open| open.document.plan())
    }

    /// Ends the input and reports what became of it.
    ///
    /// # Errors
    /// [`ReadError`] when the input was not understood, is cut off or damaged, or not one of its rows was accepted. In the
    /// last case the error has the report, and the rejected rows are there to be taken; after that and after an input
    /// that was not understood the reading can go on with the next, since none of their rows is in it.
    pub fn end(&mut self) -> Result<FileReport, ReadError> {
        let mut rejections = std::mem::take(&mut self.rejections);
        let ended = self.end_with(&mut |rejection| rejections.push(rejection));
        self.rejections = rejections;
        ended
    }

    /// Ends the input, giving rejected rows as [`push_with`](Self::push_with).
    ///
    /// # Errors
    /// As [`end`](Self::end).
    pub fn end_with(&mut self, rejected: &mut (dyn FnMut(Rejection) + Send)) -> Result<FileReport, ReadError> {
        let Some(Open { hasher, size, document }) = self.open.take() else { return Err(self.no_input()) };
        let file = document.file;
        let ended = document.end(&mut self.workers, rejected).map_err(|stop| self.fail(stop))?;
        let Ended { compression, found, plan, counts, messages } = ended;
        let report = FileReport {
            name: self.inputs.last().cloned().unwrap_or_default(),
            file,
            size,
            blake3: hasher.finalize().to_hex().to_string(),
            compression,
            encoding: found.encoding,
            byte_order_mark: found.mark > 0,
            plan,
            messages,
            accepted: counts.accepted,
            rejected: counts.rejected,
            rounded: counts.rounded,
            windows_1252: counts.windows_1252,
            first_rejections: counts.first,
        };
        // Bookings that did not count were read all the same.
        let unbooked = report.rejected.get(&Reason::NotBooked).copied().unwrap_or(0);
        if report.accepted == 0 && report.rows() > unbooked {
            return Err(self.fail(nothing_readable(report)));
        }
        Ok(report)
    }

    /// The rows rejected since this was last called, in the order of inputs and lines.
    #[must_use]
    pub fn take_rejections(&mut self) -> Vec<Rejection> {
        std::mem::take(&mut self.rejections)
    }

    /// Sorts and interns all rows that were accepted. An input that has not [ended](Self::end) is left as far as it got.
    ///
    /// # Errors
    /// When the ledger is full.
    pub fn finish(self) -> Result<Ledger, ReadError> {
        let name = self.inputs.last().cloned().unwrap_or_default();
        let lanes = self.workers.into_iter().map(|worker| worker.lane).collect();
        let hint = "analyse a shorter period".to_owned();
        assemble(lanes, self.inputs).map_err(|full| ReadError { kind: full.into(), input: name, line: 0, hint })
    }

    /// The same, with the parties of the transactions that came as messages, as far as these were accepted.
    ///
    /// ```
    /// use quipu::read::{PartyRole, ReadOptions, Reading};
    ///
    /// let mut reading = Reading::new(ReadOptions::default());
    /// reading.begin("payment.fin")?;
    /// reading.push(b"{1:F01BANKDOMMAXXX0000000000}{2:I103BANKGTGCXXXXN}{4:\n:20:R-1\n:23B:CRED\n:32A:250301USD1500,\n\
    ///     :50F:/000123\n1/ANA PAZ\n3/DO/AZUA\n4/19800517\n:59:/000456\nJUAN SOL\n:71A:SHA\n-}\n")?;
    /// reading.end()?;
    /// let (ledger, parties) = reading.finish_with_parties()?;
    /// let row = ledger.rows().next().expect("one payment was read");
    /// let record = ledger.record(row).expect("it came as a message");
    /// let payer = parties.of(ledger.file(row), record).find(|party| party.role == PartyRole::Debtor);
    /// let payer = payer.expect("the message names who pays");
    /// assert_eq!((payer.name, payer.town, payer.birth_date), ("ANA PAZ", "AZUA", "19800517"));
    /// assert_eq!((payer.account.institution, payer.account.number), ("BANKDOMM", "000123"));
    /// # Ok::<(), quipu::read::ReadError>(())
    /// ```
    ///
    /// # Errors
    /// As [`finish`](Self::finish).
    #[cfg(feature = "messages")]
    pub fn finish_with_parties(mut self) -> Result<(Ledger, MessageParties), ReadError> {
        // Messages are all read by the first worker.
        let parties = self.workers.first_mut().map(|worker| std::mem::take(&mut worker.parties)).unwrap_or_default();
        Ok((self.finish()?, parties))
    }

    fn fail(&mut self, stop: Stop) -> ReadError {
        self.open = None;
        let Stop { kind, line, hint } = stop;
        ReadError { kind, input: self.inputs.last().cloned().unwrap_or_default(), line, hint }
    }

    fn no_input(&self) -> ReadError {
        let hint = "begin an input before its bytes".to_owned();
        ReadError { kind: ReadErrorKind::NoInput, input: String::new(), line: 0, hint }
    }
}

impl fmt::Debug for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reading").field("inputs", &self.inputs).finish_non_exhaustive()
    }
}

fn nothing_readable(report: FileReport) -> Stop {
    let mut reasons: Vec<_> = report.rejected.iter().collect();
    reasons.sort_by_key(|(reason, count)| (std::cmp::Reverse(**count), **reason));
    let mut hint = String::new();
    if let Some((reason, count)) = reasons.first() {
        hint = format!("{count} of {} rows: {}; expected {}", report.rows(), reason.name(), reason.expected());
    }
    let first = report.first_rejections.first();
    if let Some(first) = first {
        let column = usize::from(first.column).checked_sub(1).and_then(|place| report.plan.columns.get(place));
        let (line, reason) = (first.line, first.reason.name());
        hint.push_str(&match (report.plan.shape, column) {
            // What stands there is a whole message.
            (Shape::Messages, Some(column)) if first.found.is_empty() => {
                format!("\nline {line}, {}: {reason}", column.name)
            }
            (Shape::Messages, Some(column)) => format!("\nline {line}, {}: {reason}: {}", column.name, first.found),
            (Shape::Messages, None) => format!("\nline {line}: {reason}: {}", first.found),
            _ => format!("\nline {line}, column {}: {reason}: {}", first.column, first.raw),
        });
    }
    let line = first.map_or(0, |first| u64::from(first.line));
    Stop { kind: ReadErrorKind::NothingReadable { report: Box::new(report) }, line, hint }
}
