//! Holiday burst: a stall of the season that sells once or twice at first, is silent, and then sells for a week or two.

use crate::simulate::calendar::Rhythm;
use crate::simulate::entry::{Channel, Purpose};
use crate::simulate::patterns::Told;
use crate::simulate::population::Role;
use crate::simulate::stage::Stage;

pub(super) fn live(stage: &mut Stage<'_, '_>) -> Told {
    let stall = stage.reserved();
    let count = stage.draw.within(10, 20);
    let customers = stage.neighbours(Role::Person, stall, count);
    let days = &stage.world().calendar.days;
    let all = days.len() as u32;
    // The week before Christmas where the span has one that is not at its beginning, else the last tenth of the span.
    let christmas = days.iter().position(|day| day.month == 12 && day.of_month == 12).map(|day| day as u32);
    let first = christmas.filter(|day| *day > all / 2 && day + 12 <= all).unwrap_or(all - (all / 10).max(1));
    let length = (all - first).min(12);
    let early = stage.draw.within(1, 2);
    for (number, customer) in customers.iter().enumerate() {
        let cents = stage.draw.around(2_800, 50);
        let price = stage.book.local(&mut stage.draw, *customer, cents);
        let day = if (number as u32) < early {
            stage.draw.below((all / 20).max(1))
        } else {
            first + stage.draw.below(length)
        };
        let at = stage.on_day(day, *customer, Rhythm::Shop);
        stage.book.pay(at, *customer, stall, price, (Channel::Card, Purpose::Purchase));
    }
    (vec![("stall", vec![stall]), ("customers", customers)], vec![("history", u64::from(early))])
}
