//! Bills of the hub, a company that takes part in 3 % of all payments: most are paid to it, a few are its own.

use crate::simulate::book::Book;
use crate::simulate::calendar::Rhythm;
use crate::simulate::draw::Draw;
use crate::simulate::entry::{Channel, Purpose};
use crate::simulate::population::Role;

pub(super) fn live(book: &mut Book<'_>, draw: &mut Draw, rows: u32) {
    let population = &book.world.population;
    let hub = population.group(Role::Hub, 0)[0];
    for _ in 0..rows {
        let role = if draw.chance(850) { Role::Person } else { Role::Merchant };
        let other = population.any(role, draw);
        let cents = draw.around(5_500, 60);
        let pays = draw.chance(930);
        let units = if pays { book.local(draw, other, cents) } else { book.local(draw, hub, cents * 3) };
        let at = book.moment(draw, if pays { other } else { hub }, if pays { Rhythm::Private } else { Rhythm::Batch });
        if pays {
            book.pay(at, other, hub, units, (Channel::DirectDebit, Purpose::Bill));
        } else {
            book.pay(at, hub, other, units, (Channel::Transfer, Purpose::Refund));
        }
    }
}
