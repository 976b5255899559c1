//! Taxes paid to a country's office and benefits that it pays.

use crate::simulate::book::Book;
use crate::simulate::calendar::Rhythm;
use crate::simulate::draw::Draw;
use crate::simulate::entry::{Channel, Purpose};
use crate::simulate::population::Role;

pub(super) fn live(book: &mut Book<'_>, draw: &mut Draw, rows: u32) {
    let population = &book.world.population;
    for _ in 0..rows {
        if draw.chance(600) {
            let role = draw.one(&[Role::Company, Role::Merchant, Role::Person]);
            let payer = population.any(role, draw);
            let office = population.regular(payer, Role::Government, 0);
            let cents = draw.around(42_000, 90);
            let units = book.local(draw, payer, cents);
            let at = book.moment(draw, payer, Rhythm::Office);
            book.pay(at, payer, office, units, (Channel::Transfer, Purpose::Tax));
        } else {
            let person = population.any(Role::Person, draw);
            let office = population.regular(person, Role::Government, 0);
            let cents = 30_000 + 10_000 * u64::from(draw.below(5));
            let units = book.local(draw, office, cents);
            let at = book.moment(draw, office, Rhythm::Batch);
            book.pay(at, office, person, units, (Channel::Transfer, Purpose::Benefit));
        }
    }
}
