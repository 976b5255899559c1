//! Payment processor: a small collector of card takings that settles each with its shop the next day, less 2 to 4 %.

use crate::simulate::calendar::Rhythm;
use crate::simulate::entry::{Channel, Purpose};
use crate::simulate::patterns::Told;
use crate::simulate::population::Role;
use crate::simulate::stage::Stage;

pub(super) fn live(stage: &mut Stage<'_, '_>) -> Told {
    let processor = stage.one_of(Role::Company);
    let shops = stage.neighbours(Role::Merchant, processor, 4);
    let count = stage.draw.within(12, 24);
    let customers = stage.neighbours(Role::Person, processor, count);
    let days = stage.world().calendar.days.len() as u32;
    for customer in &customers {
        let cents = stage.draw.around(9_000, 60);
        let price = stage.book.local(&mut stage.draw, *customer, cents);
        let day = stage.draw.below(days - 1);
        let at = stage.on_day(day, *customer, Rhythm::Shop);
        let received = stage.book.pay(at, *customer, processor, price, (Channel::Card, Purpose::Purchase));
        let shop = stage.draw.one(&shops);
        let settled = stage.draw.share(received, 9600, 9800).max(1);
        let at = stage.on_day(day + 1, processor, Rhythm::Office);
        stage.book.pay(at, processor, shop, settled, (Channel::Transfer, Purpose::Settlement));
    }
    let roles = vec![("processor", vec![processor]), ("customers", customers), ("shops", shops)];
    (roles, vec![("settlements", u64::from(count))])
}
