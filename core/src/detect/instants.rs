//! Times as rows: the ledger is in order of time, so "not earlier" and "within W" are comparisons of row numbers.
//!
//! A search that asks for times goes to the column of times for each payment that it looks at, all over memory; with what
//! is here it compares numbers that it has in hand.

use crate::model::{Row, Span, Timestamp};

/// Where each row's instant begins and ends, and what lies within a window after it.
#[derive(Debug)]
pub(super) struct Instants {
    since: Vec<u32>,
    end: Vec<u32>,
    until: Vec<u32>,
}

impl Instants {
    /// Time: O(rows). Memory: 12 bytes a row.
    pub(super) fn of(times: &[Timestamp], window: Span) -> Self {
        let mut instants = Self {
            since: Vec::with_capacity(times.len()),
            end: Vec::with_capacity(times.len()),
            until: Vec::with_capacity(times.len()),
        };
        let (mut since, mut end, mut until) = (0, 0, 0);
        for (row, time) in times.iter().enumerate() {
            if times[since] < *time {
                since = row;
            }
            while end < times.len() && times[end] <= *time {
                end += 1;
            }
            while until < times.len() && times[until] - *time <= window {
                until += 1;
            }
            instants.since.push(since as u32);
            instants.end.push(end as u32);
            instants.until.push(until as u32);
        }
        instants
    }

    /// The first row of a row's instant. Two rows are of one instant when it is the same.
    #[inline]
    pub(super) fn since(&self, row: Row) -> u32 {
        self.since[row.index()]
    }

    /// The first row after a row's instant.
    #[inline]
    pub(super) fn end(&self, row: Row) -> u32 {
        self.end[row.index()]
    }

    /// The first row that is more than the window later than a row.
    #[inline]
    pub(super) fn until(&self, row: Row) -> u32 {
        self.until[row.index()]
    }
}
