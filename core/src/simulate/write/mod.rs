//! Rows and truth as text.
//!
//! A row is put together in one buffer from integers and static texts: at a million rows a second or two, what would
//! take time is allocation, not the disk.

mod amlworld;
mod attempts;
mod parties;
mod quipu;
mod truth;

use super::Simulation;
use super::entry::Entry;
use serde::{Deserialize, Serialize};
use std::io::{self, Write};

/// How rows are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum OutputFormat {
    /// Our own: 19 columns, times with their zone, channel, purpose, branch, place and country of each side, label.
    #[default]
    #[serde(rename = "quipu")]
    Quipu,
    /// IBM AMLworld's: 11 columns, times to the minute in UTC. Currencies that AMLworld lacks are written as US dollars.
    #[serde(rename = "amlworld")]
    AmlWorld,
}

// Rows between two calls of progress.
const ROWS_A_STEP: usize = 1 << 16;
const BUFFER: usize = 1 << 16;

impl Simulation {
    /// Writes all rows in order of time, header first. `progress` is told now and then how many rows are written.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut impl Write, format: OutputFormat, progress: &mut dyn FnMut(u64)) -> io::Result<()> {
        let mut buffer = Vec::with_capacity(BUFFER + 1024);
        let dates = Dates::new(self);
        buffer.extend_from_slice(match format {
            OutputFormat::Quipu => quipu::HEADER,
            OutputFormat::AmlWorld => amlworld::HEADER,
        });
        for (position, entry) in self.entries.iter().enumerate() {
            self.row(&mut buffer, format, &dates, position as u32, entry);
            if buffer.len() >= BUFFER {
                out.write_all(&buffer)?;
                buffer.clear();
            }
            if position % ROWS_A_STEP == ROWS_A_STEP - 1 {
                progress(position as u64 + 1);
            }
        }
        out.write_all(&buffer)?;
        out.flush()?;
        progress(self.entries.len() as u64);
        Ok(())
    }

    fn row(&self, buffer: &mut Vec<u8>, format: OutputFormat, dates: &Dates, position: u32, entry: &Entry) {
        match format {
            OutputFormat::Quipu => quipu::row(self, buffer, dates, position, entry),
            OutputFormat::AmlWorld => amlworld::row(self, buffer, dates, entry),
        }
    }

    /// Writes an account as findings name it: institution, colon, number.
    fn push_account(&self, buffer: &mut Vec<u8>, format: OutputFormat, account: u32, separator: u8) {
        match format {
            OutputFormat::Quipu => quipu::account(self, buffer, account, separator),
            OutputFormat::AmlWorld => amlworld::account(self, buffer, account, separator),
        }
    }
}

/// The calendar dates of the span as text, from the day before it.
struct Dates(Vec<[u8; 10]>);

impl Dates {
    fn new(simulation: &Simulation) -> Self {
        let calendar = &simulation.world.calendar;
        let days = calendar.days.len() as i64;
        let text = |day: i64| {
            let date = (calendar.start + crate::model::Span::days(day)).civil().date();
            let mut text = Vec::with_capacity(10);
            push_padded(&mut text, date.year().unsigned_abs().into(), 4);
            text.push(b'-');
            push_padded(&mut text, date.month().unsigned_abs().into(), 2);
            text.push(b'-');
            push_padded(&mut text, date.day().unsigned_abs().into(), 2);
            std::array::from_fn(|byte| text[byte])
        };
        Self((-1..=days + 1).map(text).collect())
    }

    /// The date of a second from the start, which may lie a day before it or after the end.
    fn of(&self, second: i64) -> &[u8; 10] {
        let day = second.div_euclid(86_400) + 1;
        &self.0[day.clamp(0, self.0.len() as i64 - 1) as usize]
    }
}

/// Digits with zeros before them up to a width; a longer number keeps all its digits.
fn push_padded(buffer: &mut Vec<u8>, number: u64, width: usize) {
    let mut digits = [b'0'; 20];
    let mut first = digits.len();
    let mut left = number;
    while left > 0 {
        first -= 1;
        digits[first] = b'0' + (left % 10) as u8;
        left /= 10;
    }
    let first = first.min(digits.len() - width);
    buffer.extend_from_slice(&digits[first..]);
}

/// An amount with its decimals.
fn push_amount(buffer: &mut Vec<u8>, units: u64, decimals: u32) {
    let scale = 10_u64.pow(decimals);
    push_padded(buffer, units / scale, 1);
    buffer.push(b'.');
    push_padded(buffer, units % scale, decimals as usize);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_with_their_zeros() {
        for (number, width, text) in
            [(0, 1, "0"), (7, 3, "007"), (1234, 2, "1234"), (u64::MAX, 1, "18446744073709551615")]
        {
            let mut buffer = Vec::new();
            push_padded(&mut buffer, number, width);
            assert_eq!(buffer, text.as_bytes());
        }
        let mut buffer = Vec::new();
        push_amount(&mut buffer, 105, 2);
        assert_eq!(buffer, b"1.05");
    }
}
