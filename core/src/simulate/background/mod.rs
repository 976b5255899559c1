//! Ordinary life: what people and firms pay when nothing is planted.
//!
//! Each behaviour is given a number of rows and makes at most that many; those that follow a schedule (wages, rent) may
//! make fewer, and what is left goes to the shops.

mod bills;
mod cash;
mod own_accounts;
mod people;
mod purchases;
mod remittances;
mod rent;
mod salaries;
mod suppliers;
mod taxes;

use super::book::Book;
use super::draw::Draw;

/// The hub's share of all rows, in thousandths.
pub(crate) const HUB_PER_MILLE: u32 = 30;

type Behaviour = fn(&mut Book<'_>, &mut Draw, u32);

// With their shares of what is not planted and not the hub's, in thousandths.
const BEHAVIOURS: [(u32, Behaviour); 9] = [
    (120, salaries::live),
    (30, rent::live),
    (110, suppliers::live),
    (30, taxes::live),
    (190, people::live),
    (60, cash::live),
    (35, remittances::live),
    (25, own_accounts::live),
    (50, purchases::settle),
];

/// Fills the book up to `rows` rows.
pub(crate) fn live(book: &mut Book<'_>, seed: u64, rows: u32) {
    let mut stream = 1000;
    let mut draw = || {
        stream += 1;
        Draw::new(seed, stream)
    };
    let room = |book: &Book<'_>| rows.saturating_sub(book.entries.len() as u32);
    let hub = (u64::from(rows) * u64::from(HUB_PER_MILLE) / 1000) as u32;
    bills::live(book, &mut draw(), hub.min(room(book)));
    let rest = u64::from(room(book));
    for (per_mille, behaviour) in BEHAVIOURS {
        let share = (rest * u64::from(per_mille) / 1000) as u32;
        behaviour(book, &mut draw(), share.min(room(book)));
    }
    purchases::live(book, &mut draw(), room(book));
}
