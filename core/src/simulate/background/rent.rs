//! Rent: two people in five pay a landlord the same sum in the first days of each month.

use crate::simulate::book::Book;
use crate::simulate::calendar::Rhythm;
use crate::simulate::draw::Draw;
use crate::simulate::entry::{Channel, Purpose};
use crate::simulate::population::Role;

pub(super) fn live(book: &mut Book<'_>, draw: &mut Draw, rows: u32) {
    let world = book.world;
    let days = &world.calendar.days;
    let firsts: Vec<u32> = (0..days.len() as u32).filter(|day| days[*day as usize].of_month == 1).collect();
    let mut left = rows;
    for person in world.population.everyone(Role::Person) {
        if !draw.chance(400) {
            continue;
        }
        let landlord = world.population.regular(person, Role::Landlord, 0);
        let cents = draw.around(120_000, 45);
        let rent = book.local(draw, person, cents);
        for first in &firsts {
            if left == 0 {
                return;
            }
            left -= 1;
            let day = (first + draw.below(5)).min(days.len() as u32 - 1);
            let at = book.moment_of(draw, day, person, Rhythm::Private);
            book.pay(at, person, landlord, rent, (Channel::Transfer, Purpose::Rent));
        }
    }
}
