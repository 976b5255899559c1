//! Purchases: people pay the shops they know, by card or at once, in shop hours; and processors settle with shops.

use crate::simulate::book::Book;
use crate::simulate::calendar::Rhythm;
use crate::simulate::draw::Draw;
use crate::simulate::entry::{Channel, Purpose};
use crate::simulate::population::Role;

pub(super) fn live(book: &mut Book<'_>, draw: &mut Draw, rows: u32) {
    let population = &book.world.population;
    for _ in 0..rows {
        let buyer = population.busy(Role::Person, draw);
        let slot = if draw.chance(800) { draw.skewed(10) } else { 100 + draw.below(1 << 16) };
        let shop = population.regular(buyer, Role::Merchant, slot);
        let cents = draw.around(2_900, 90);
        let units = book.local(draw, buyer, cents);
        let at = book.moment(draw, buyer, Rhythm::Shop);
        let channel = if draw.chance(700) { Channel::Card } else { Channel::Instant };
        book.pay(at, buyer, shop, units, (channel, Purpose::Purchase));
    }
}

/// Card processors, one or more a country: people pay one, it pays shops, in about equal parts.
pub(super) fn settle(book: &mut Book<'_>, draw: &mut Draw, rows: u32) {
    let population = &book.world.population;
    for row in 0..rows {
        let pays = row.is_multiple_of(2);
        let other = population.busy(if pays { Role::Person } else { Role::Merchant }, draw);
        let processor = population.regular(other, Role::Processor, draw.below(2));
        let cents = draw.around(3_600, 80);
        let units = book.local(draw, other, cents);
        if pays {
            let at = book.moment(draw, other, Rhythm::Shop);
            book.pay(at, other, processor, units, (Channel::Card, Purpose::Purchase));
        } else {
            // What reaches the shop is in its own currency; processors here have the same.
            let at = book.moment(draw, processor, Rhythm::Batch);
            book.pay(at, processor, other, units, (Channel::Transfer, Purpose::Settlement));
        }
    }
}
