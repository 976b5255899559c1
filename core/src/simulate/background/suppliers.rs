//! Trade between firms: shops and firms pay the few suppliers that they have, in office hours, most at the month's end.

use crate::simulate::book::Book;
use crate::simulate::calendar::Rhythm;
use crate::simulate::draw::Draw;
use crate::simulate::entry::{Channel, Purpose};
use crate::simulate::population::Role;

pub(super) fn live(book: &mut Book<'_>, draw: &mut Draw, rows: u32) {
    let population = &book.world.population;
    for _ in 0..rows {
        let buyer = population.busy(if draw.chance(600) { Role::Merchant } else { Role::Company }, draw);
        let slot = draw.skewed(6);
        let abroad = slot == 5;
        let supplier = if abroad {
            let country = draw.below(u32::from(population.countries)) as u8;
            population.regular_in(buyer, Role::Company, slot, country)
        } else {
            population.regular(buyer, Role::Company, slot)
        };
        let cents = draw.around(140_000, 120);
        let units = book.local(draw, buyer, cents);
        let at = book.moment(draw, buyer, Rhythm::Office);
        let channel = match draw.below(10) {
            _ if abroad => Channel::Wire,
            0..7 => Channel::Transfer,
            7..9 => Channel::Cheque,
            _ => Channel::Wire,
        };
        book.pay(at, buyer, supplier, units, (channel, Purpose::Invoice));
    }
}
