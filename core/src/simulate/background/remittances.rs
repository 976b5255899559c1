//! Remittances: people who work in one country send home, to the same one or two relatives, after payday.

use crate::simulate::book::Book;
use crate::simulate::calendar::Rhythm;
use crate::simulate::draw::{Draw, mix};
use crate::simulate::entry::{Channel, Purpose};
use crate::simulate::population::Role;

pub(super) fn live(book: &mut Book<'_>, draw: &mut Draw, rows: u32) {
    let population = &book.world.population;
    let countries = u32::from(population.countries);
    for _ in 0..rows {
        // Two tries for someone in a country of high wages.
        let first = population.busy(Role::Person, draw);
        let second = population.busy(Role::Person, draw);
        let prices = |account: u32| population.get(account).country().prices;
        let sender = if prices(first) >= prices(second) { first } else { second };
        let home = population.get(sender).country_number();
        let origin = 1 + (mix(u64::from(sender)) % u64::from(countries - 1)) as u32;
        let abroad = ((u32::from(home) + origin) % countries) as u8;
        let slot = 50 + draw.below(2);
        let relative = population.regular_in(sender, Role::Person, slot, abroad);
        let cents = draw.around(28_000, 55);
        let units = book.worth(draw, sender, cents);
        let at = book.moment(draw, sender, Rhythm::Private);
        book.pay(at, sender, relative, units, (Channel::Remittance, Purpose::Family));
    }
}
