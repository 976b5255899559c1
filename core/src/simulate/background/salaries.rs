//! Wages: most people have an employer, who pays the same sum each month or fortnight.

use crate::simulate::book::Book;
use crate::simulate::calendar::Rhythm;
use crate::simulate::draw::Draw;
use crate::simulate::entry::{Channel, Purpose};
use crate::simulate::population::Role;

pub(super) fn live(book: &mut Book<'_>, draw: &mut Draw, rows: u32) {
    let world = book.world;
    let monthly = paydays(book, false);
    let fortnightly = paydays(book, true);
    let mut left = rows;
    let mut people: Vec<u32> = world.population.everyone(Role::Person).collect();
    // In turn from all countries, should the rows not be enough for everyone.
    for last in (1..people.len()).rev() {
        let other = draw.below(last as u32 + 1);
        people.swap(last, other as usize);
    }
    for person in people {
        if draw.chance(250) {
            continue;
        }
        let employer = world.population.regular(person, Role::Company, 0);
        // Whether an employer pays fortnightly is part of its nature, not of the draw.
        let days = if employer.is_multiple_of(3) { &fortnightly } else { &monthly };
        let cents = draw.around(if employer.is_multiple_of(3) { 160_000 } else { 310_000 }, 45);
        let wage = book.local(draw, employer, cents);
        for day in days {
            if left == 0 {
                return;
            }
            left -= 1;
            let at = book.moment_of(draw, *day, employer, Rhythm::Batch);
            book.pay(at, employer, person, wage, (Channel::Transfer, Purpose::Salary));
        }
    }
}

// The last working day of each month; and for fortnights that at or before its 15th too.
fn paydays(book: &Book<'_>, fortnightly: bool) -> Vec<u32> {
    let days = &book.world.calendar.days;
    let mut paydays = Vec::new();
    for (position, day) in days.iter().enumerate() {
        if day.ends_month || (fortnightly && day.of_month == 15) {
            // Back to Friday from a weekend.
            paydays.push((position as u32).saturating_sub(u32::from(day.weekday.saturating_sub(4))));
        }
    }
    paydays
}
