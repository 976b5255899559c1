//! Where rows are put while they are read: one lane a worker, so that workers share nothing until all is read.
//!
//! A lane keeps rows in segments of a fixed number of rows, so that a row of any lane is one number: segment and place in
//! it. Segments are large, for only large allocations go back to the system when a column is let go of.

use super::intern::{AccountInterner, Key};
use super::text::{Arena, Interner};
use super::{Codes, LedgerFull, TextField};
use crate::model::{AccountId, Amount, Currency, FileId, Timestamp};

/// Rows in a segment: a power of two.
pub(super) const SEGMENT: usize = 1 << 22;

// At so many rows an input is large, and room is made for so many.
const LARGE: usize = 1 << 16;
const ROOM: usize = 1 << 20;

// Accounts that are numbered at once, two a row: few enough to stay in cache.
const WAITING: usize = 128;
const _: () = assert!((SEGMENT * 2).is_multiple_of(WAITING));

/// Minutes east of UTC of a row that tells none.
pub(super) const NO_OFFSET: i16 = i16::MIN;

/// An accepted row on its way into a lane; texts are UTF-8.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Draft<'a> {
    pub(crate) time: Timestamp,
    pub(crate) utc_offset: Option<i16>,
    /// Institution and number.
    pub(crate) from: (&'a [u8], &'a [u8]),
    pub(crate) to: (&'a [u8], &'a [u8]),
    pub(crate) paid: Amount,
    pub(crate) received: Amount,
    pub(crate) file: FileId,
    pub(crate) line: u32,
    /// The number of the transaction in its file, from 1; 0 in files whose lines tell it.
    pub(crate) record: u32,
}

/// Rows of one worker with accounts and texts in its own numbering.
#[derive(Debug, Default)]
pub(crate) struct Lane {
    pub(super) segments: Vec<Segment>,
    pub(super) accounts: AccountInterner,
    pub(super) texts: [Interner; TextField::ALL.len()],
    // Payers and receivers of the last rows, by turns, which have no number yet.
    waiting: Vec<Key>,
    numbers: Vec<u32>,
}

/// Up to [`SEGMENT`] rows in columns.
#[derive(Debug, Default)]
pub(super) struct Segment {
    pub(super) time: Vec<Timestamp>,
    pub(super) from: Vec<AccountId>,
    pub(super) to: Vec<AccountId>,
    pub(super) paid: Vec<i64>,
    pub(super) paid_currency: Vec<Currency>,
    // From the first row that is received otherwise than paid.
    pub(super) received: Option<(Vec<i64>, Vec<Currency>)>,
    // From the first row that tells one.
    pub(super) utc_offset: Option<Vec<i16>>,
    pub(super) file: Vec<FileId>,
    pub(super) line: Vec<u32>,
    // From the first row that has one.
    pub(super) record: Option<Vec<u32>>,
    // Shorter than the segment when the rows after have none; the identifiers are apart, since they do not repeat.
    pub(super) codes: [Codes; TextField::ALL.len()],
    pub(super) ids: Arena,
}

/// A place in a lane, for marking which rows came from which piece of input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mark(usize);

impl Segment {
    // Columns that grow step by step beside each other leave holes of every size.
    #[cold]
    fn make_room(&mut self) {
        let more = ROOM - LARGE;
        self.time.reserve_exact(more);
        self.from.reserve_exact(more);
        self.to.reserve_exact(more);
        self.paid.reserve_exact(more);
        self.paid_currency.reserve_exact(more);
        self.file.reserve_exact(more);
        self.line.reserve_exact(more);
        if let Some((units, currencies)) = &mut self.received {
            units.reserve_exact(more);
            currencies.reserve_exact(more);
        }
        for codes in self.codes.iter_mut().filter(|codes| !codes.is_empty()) {
            codes.reserve_exact((ROOM - codes.len()).min(more));
        }
    }

    pub(super) fn len(&self) -> usize {
        self.time.len()
    }
}

impl Lane {
    /// The place after the last row.
    pub(crate) fn mark(&self) -> Mark {
        Mark(self.segments.last().map_or(0, |last| (self.segments.len() - 1) * SEGMENT + last.len()))
    }

    /// Adds `first` to the lines of the rows since a mark: a piece of a file is read before it is known how many lines
    /// there are before it.
    pub(crate) fn shift_lines(&mut self, since: Mark, until: Mark, first: u32) {
        let Mark(mut at) = since;
        while at < until.0 {
            let segment = at / SEGMENT;
            let stop = until.0.min((segment + 1) * SEGMENT);
            let lines = &mut self.segments[segment].line[at - segment * SEGMENT..stop - segment * SEGMENT];
            for line in lines {
                *line += first;
            }
            at = stop;
        }
    }

    /// The number of a text in the columns of a field.
    ///
    /// # Errors
    /// [`LedgerFull::Text`].
    #[inline]
    pub(crate) fn code(&mut self, field: TextField, text: &[u8]) -> Result<u32, LedgerFull> {
        self.texts[field as usize].intern(text)
    }

    /// Gives the next row a text, by its [`code`](Self::code); once for a field and a row.
    #[inline]
    pub(crate) fn put(&mut self, field: TextField, code: u32) -> Result<(), LedgerFull> {
        if code == 0 {
            return Ok(());
        }
        let segment = self.segment()?;
        let place = segment.time.len();
        let codes = &mut segment.codes[field as usize];
        if codes.len() < place {
            codes.reserve_exact(segment.time.capacity().saturating_sub(codes.len()));
            codes.resize(place);
        }
        codes.push(code);
        Ok(())
    }

    /// Gives the next row its identifier.
    #[inline]
    pub(crate) fn put_id(&mut self, id: &[u8]) -> Result<(), LedgerFull> {
        let segment = self.segment()?;
        segment.ids.resize(segment.time.len());
        segment.ids.push(id)
    }

    /// Adds a row, with the texts that it was given before.
    ///
    /// # Errors
    /// [`LedgerFull`] when there are too many accounts or too much text.
    #[inline]
    pub(crate) fn push(&mut self, row: &Draft<'_>) -> Result<(), LedgerFull> {
        let from = self.accounts.key(row.from.0, row.from.1)?;
        let to = self.accounts.key(row.to.0, row.to.1)?;
        let segment = self.segment()?;
        if segment.len() == LARGE {
            segment.make_room();
        }
        segment.time.push(row.time);
        segment.paid.push(row.paid.units);
        segment.paid_currency.push(row.paid.currency);
        segment.file.push(row.file);
        segment.line.push(row.line);
        if row.received != row.paid || segment.received.is_some() {
            segment.receive(row.received);
        }
        if row.utc_offset.is_some() || segment.utc_offset.is_some() {
            segment.offset(row.utc_offset);
        }
        if row.record > 0 || segment.record.is_some() {
            segment.number(row.record);
        }
        self.waiting.extend([from, to]);
        if self.waiting.len() == WAITING { self.settle() } else { Ok(()) }
    }

    /// Numbers the accounts of all rows; nothing comes after.
    ///
    /// # Errors
    /// [`LedgerFull::Accounts`].
    pub(super) fn settle(&mut self) -> Result<(), LedgerFull> {
        let Self { segments, accounts, waiting, numbers, .. } = self;
        numbers.clear();
        accounts.intern_all(waiting, numbers)?;
        waiting.clear();
        if let Some(segment) = segments.last_mut() {
            for pair in numbers.as_chunks::<2>().0 {
                segment.from.push(AccountId(pair[0]));
                segment.to.push(AccountId(pair[1]));
            }
        }
        Ok(())
    }

    // The segment of the next row.
    #[inline]
    fn segment(&mut self) -> Result<&mut Segment, LedgerFull> {
        if self.segments.last().is_none_or(|last| last.len() == SEGMENT) {
            // The rows of a full segment are a whole number of those that wait at once, so none waits now.
            self.segments.push(Segment::default());
        }
        self.segments.last_mut().ok_or(LedgerFull::Rows)
    }
}

impl Segment {
    #[inline]
    fn receive(&mut self, amount: Amount) {
        let place = self.time.len() - 1;
        let (units, currencies) = self.received.get_or_insert_with(|| {
            let (mut units, mut currencies) = (Vec::new(), Vec::new());
            units.reserve_exact(self.paid.capacity());
            currencies.reserve_exact(self.paid.capacity());
            units.extend_from_slice(&self.paid[..place]);
            currencies.extend_from_slice(&self.paid_currency[..place]);
            (units, currencies)
        });
        units.push(amount.units);
        currencies.push(amount.currency);
    }

    fn offset(&mut self, minutes: Option<i16>) {
        let place = self.time.len() - 1;
        let offsets = self.utc_offset.get_or_insert_with(|| vec![NO_OFFSET; place]);
        offsets.push(minutes.unwrap_or(NO_OFFSET));
    }

    fn number(&mut self, record: u32) {
        let place = self.time.len() - 1;
        self.record.get_or_insert_with(|| vec![0; place]).push(record);
    }
}
