//! The columns of texts as rules see them: each distinct text is looked at once, whatever the number of rows.

use crate::ledger::{Ledger, TextField};
use crate::model::{Country, Row};
use crate::read::plain_words;
use crate::typology::{Phrases, Way};

/// Which of two columns is the own side's and which the other's.
pub(super) const fn sides(way: Way, from: TextField, to: TextField) -> (TextField, TextField) {
    match way {
        Way::In => (to, from),
        Way::Out => (from, to),
    }
}

/// The number of a row's text in its column; 0 where it has none.
#[inline]
pub(super) fn code(ledger: &Ledger, field: TextField, row: Row) -> u32 {
    ledger.text_column(field).and_then(|column| column.coded()).map_or(0, |(_, codes)| codes.get(row))
}

/// For each text of a column, whether one of the phrases fits.
pub(super) fn fits(ledger: &Ledger, field: TextField, lists: &[Phrases]) -> Vec<bool> {
    let Some((table, _)) = ledger.text_column(field).and_then(|column| column.coded()) else { return Vec::new() };
    let fit = |text: &str| {
        let plain = plain_words(text);
        !plain.is_empty() && lists.iter().any(|phrases| phrases.fit(&plain))
    };
    table.iter().map(fit).collect()
}

/// For each text of a column, the country that it names.
pub(super) fn countries(ledger: &Ledger, field: TextField) -> Vec<Option<Country>> {
    let column = ledger.text_column(field).and_then(|column| column.coded());
    column.map_or_else(Vec::new, |(table, _)| table.iter().map(Country::parse).collect())
}

/// The texts of two columns, or of one, under common numbers, spelling aside; 0 for none.
pub(super) struct Common {
    from: Vec<u32>,
    to: Vec<u32>,
}

impl Common {
    pub(super) fn of(ledger: &Ledger, from: TextField, to: TextField) -> Self {
        let plain = |field: TextField| -> Vec<String> {
            let column = ledger.text_column(field).and_then(|column| column.coded());
            column.map_or_else(Vec::new, |(table, _)| table.iter().map(plain_words).collect())
        };
        let (from, to) = (plain(from), plain(to));
        let mut all: Vec<&String> = from.iter().chain(&to).filter(|text| !text.is_empty()).collect();
        all.sort_unstable();
        all.dedup();
        let number = |text: &String| all.binary_search(&text).map_or(0, |place| place as u32 + 1);
        Self { from: from.iter().map(number).collect(), to: to.iter().map(number).collect() }
    }

    /// The same for countries, however they are named.
    pub(super) fn of_countries(ledger: &Ledger, from: TextField, to: TextField) -> Self {
        let number = |country: Option<Country>| {
            country.map_or(0, |country| match country.code().as_bytes() {
                [first, second] => u32::from(*first) << 8 | u32::from(*second),
                _ => 0,
            })
        };
        let numbers = |field| countries(ledger, field).into_iter().map(number).collect();
        Self { from: numbers(from), to: numbers(to) }
    }

    /// The number of one side's text.
    pub(super) fn side(&self, is_from: bool, code: u32) -> u32 {
        let codes = if is_from { &self.from } else { &self.to };
        codes.get(code as usize).copied().unwrap_or(0)
    }
}

/// Places and branches, where a transaction took place.
pub(super) struct Sites {
    fields: (TextField, TextField),
    common: Common,
}

impl Sites {
    pub(super) fn places(ledger: &Ledger) -> Self {
        Self::of(ledger, TextField::FromPlace, TextField::ToPlace)
    }

    pub(super) fn branches(ledger: &Ledger) -> Self {
        Self::of(ledger, TextField::FromBranch, TextField::ToBranch)
    }

    fn of(ledger: &Ledger, from: TextField, to: TextField) -> Self {
        Self { fields: (from, to), common: Common::of(ledger, from, to) }
    }

    /// On the own side.
    #[inline]
    pub(super) fn own(&self, ledger: &Ledger, way: Way, row: Row) -> u32 {
        let (own, _) = sides(way, self.fields.0, self.fields.1);
        self.common.side(way == Way::Out, code(ledger, own, row))
    }

    /// On the other side.
    #[inline]
    pub(super) fn other(&self, ledger: &Ledger, way: Way, row: Row) -> u32 {
        let (_, other) = sides(way, self.fields.0, self.fields.1);
        self.common.side(way == Way::In, code(ledger, other, row))
    }

    /// Where it took place: on the other side, or on the own side where that tells nothing. Cash has the desk on its other
    /// side.
    #[inline]
    pub(super) fn took_place(&self, ledger: &Ledger, way: Way, row: Row) -> u32 {
        match self.other(ledger, way, row) {
            0 => self.own(ledger, way, row),
            place => place,
        }
    }
}
