//! Numbers of texts, a row each, as narrow as the texts are few.
//!
//! Most columns of texts have some dozen different ones (channels, countries, currencies by name), and there are many such
//! columns: a byte a row instead of four is a third of a ledger.

#![allow(clippy::useless_conversion, reason = "the same is written for numbers of every width")]

use crate::model::Row;
use crate::parallel::prelude::*;

/// The number of each row's text in the table of its column.
#[derive(Debug)]
pub struct Codes(Width);

#[derive(Debug)]
enum Width {
    Byte(Vec<u8>),
    Short(Vec<u16>),
    Long(Vec<u32>),
}

// Rows that a worker takes at once.
const GRAIN: usize = 1 << 14;

macro_rules! each {
    ($self:expr, $codes:ident => $do:expr) => {
        match $self {
            Width::Byte($codes) => $do,
            Width::Short($codes) => $do,
            Width::Long($codes) => $do,
        }
    };
}

impl Default for Codes {
    fn default() -> Self {
        Self(Width::Byte(Vec::new()))
    }
}

impl Codes {
    /// The number of a row's text.
    ///
    /// # Panics
    /// When there are fewer rows.
    #[inline]
    #[must_use]
    pub fn get(&self, row: Row) -> u32 {
        each!(&self.0, codes => u32::from(codes[row.index()]))
    }

    /// The numbers of all rows in order.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        (0..self.len() as u32).map(|row| self.get(Row(row)))
    }

    /// How many rows.
    #[must_use]
    pub fn len(&self) -> usize {
        each!(&self.0, codes => codes.len())
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number at a place, 0 behind the last.
    #[inline]
    pub(super) fn at(&self, place: usize) -> u32 {
        each!(&self.0, codes => codes.get(place).map_or(0, |code| u32::from(*code)))
    }

    pub(super) fn reserve_exact(&mut self, more: usize) {
        each!(&mut self.0, codes => codes.reserve_exact(more));
    }

    /// Makes it longer, by zeros.
    pub(super) fn resize(&mut self, len: usize) {
        each!(&mut self.0, codes => codes.resize(len, 0));
    }

    /// Adds a number, and becomes wider where it must.
    #[inline]
    pub(super) fn push(&mut self, code: u32) {
        match &mut self.0 {
            Width::Byte(codes) if code <= u8::MAX.into() => codes.push(code as u8),
            Width::Short(codes) if code <= u16::MAX.into() => codes.push(code as u16),
            Width::Long(codes) => codes.push(code),
            Width::Byte(_) | Width::Short(_) => self.push_wider(code),
        }
    }

    #[cold]
    fn push_wider(&mut self, code: u32) {
        let room = each!(&self.0, codes => codes.capacity());
        let mut wider = Self(match code {
            0..=0xFFFF => Width::Short(Vec::with_capacity(room)),
            _ => Width::Long(Vec::with_capacity(room)),
        });
        each!(&self.0, codes => codes.iter().for_each(|code| wider.push(u32::from(*code))));
        wider.push(code);
        *self = wider;
    }

    /// Puts other numbers in the place of these: `numbers` has one for each, all of them at most `most`.
    pub(super) fn renumber(&mut self, numbers: &[u32], most: usize) {
        match &mut self.0 {
            Width::Byte(codes) if most <= u8::MAX.into() => in_place(codes, |code| numbers[usize::from(code)] as u8),
            Width::Short(codes) if (u8::MAX as usize + 1..=u16::MAX.into()).contains(&most) => {
                in_place(codes, |code| numbers[usize::from(code)] as u16);
            }
            Width::Long(codes) if most > u16::MAX.into() => in_place(codes, |code| numbers[code as usize]),
            _ => *self = Self::gather(most, self.len(), |place| numbers[self.at(place) as usize]),
        }
    }

    /// So many numbers, all of them at most `most`.
    pub(super) fn gather(most: usize, len: usize, number: impl Fn(usize) -> u32 + Sync + Send) -> Self {
        let places = || (0..len).into_par_iter().with_min_len(GRAIN);
        Self(match most {
            0..=0xFF => Width::Byte(places().map(|place| number(place) as u8).collect()),
            0x100..=0xFFFF => Width::Short(places().map(|place| number(place) as u16).collect()),
            _ => Width::Long(places().map(number).collect()),
        })
    }
}

fn in_place<T: Copy + Send + Sync>(codes: &mut [T], number: impl Fn(T) -> T + Sync) {
    let number_all = |codes: &mut [T]| codes.iter_mut().for_each(|code| *code = number(*code));
    codes.par_chunks_mut(GRAIN).for_each(number_all);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_wider_than_those_before_is_kept() {
        for edge in [u32::from(u8::MAX), u32::from(u16::MAX)] {
            let mut codes = Codes::default();
            [edge, edge + 1, 0].into_iter().for_each(|code| codes.push(code));
            assert_eq!(codes.iter().collect::<Vec<_>>(), [edge, edge + 1, 0]);
        }
    }

    proptest! {
        #[test]
        fn codes_are_the_numbers_that_were_put_in(
            pushed in prop::collection::vec(prop_oneof![0..4_u32, 250..260_u32, 65_530..65_540_u32], 0..80),
            scale in prop_oneof![Just(1_u32), Just(40), Just(70_000)],
        ) {
            let mut codes = Codes::default();
            pushed.iter().for_each(|code| codes.push(*code));
            prop_assert_eq!(codes.iter().collect::<Vec<_>>(), pushed.clone());
            prop_assert_eq!(codes.at(pushed.len()), 0);
            // Few numbers in the place of many, and the other way round.
            let most = pushed.iter().max().copied().unwrap_or(0);
            let numbers: Vec<u32> = (0..=most).map(|code| (most - code) / 3 * scale).collect();
            let widest = numbers.iter().max().copied().unwrap_or(0) as usize;
            codes.renumber(&numbers, widest);
            let expected: Vec<u32> = pushed.iter().map(|code| numbers[*code as usize]).collect();
            prop_assert_eq!(codes.iter().collect::<Vec<_>>(), expected.clone());
            let gathered = Codes::gather(widest, expected.len(), |place| expected[place]);
            prop_assert_eq!(gathered.iter().collect::<Vec<_>>(), expected);
        }
    }
}
