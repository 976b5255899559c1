//! Cash: machines that give it to people, counters where shops pay their takings in.

use crate::simulate::book::Book;
use crate::simulate::calendar::Rhythm;
use crate::simulate::draw::Draw;
use crate::simulate::population::Role;

pub(super) fn live(book: &mut Book<'_>, draw: &mut Draw, rows: u32) {
    let population = &book.world.population;
    for _ in 0..rows {
        let withdraws = draw.chance(620);
        let role = match draw.below(10) {
            _ if withdraws => Role::Person,
            0..6 => Role::Merchant,
            _ => Role::Person,
        };
        let account = population.busy(role, draw);
        let holder = *population.get(account);
        let cents = draw.around(if withdraws { 9_000 } else { 32_000 }, 70);
        let units = book.local(draw, account, cents);
        // One in twenty is travelling in the country.
        let place = if draw.chance(50) {
            let first = holder.country_number() * crate::simulate::geography::PLACES_A_COUNTRY;
            first + draw.below(holder.country().places.len() as u32) as u8
        } else {
            holder.place
        };
        let branch = if place == holder.place && draw.chance(700) { holder.branch } else { draw.within(1, 4) as u8 };
        if withdraws {
            let at = book.moment(draw, account, Rhythm::Private);
            book.withdraw(at, account, units, place, branch);
        } else {
            let at = book.moment(draw, account, Rhythm::Office);
            book.deposit(at, account, units, place, branch);
        }
    }
}
