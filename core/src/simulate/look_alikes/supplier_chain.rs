//! Supplier chain: a shop pays a wholesaler, who pays a maker, who pays a grower; each month, days apart, each passing
//! on only its costs.

use super::MONTH;
use crate::simulate::calendar::Rhythm;
use crate::simulate::entry::{Channel, Purpose};
use crate::simulate::patterns::Told;
use crate::simulate::population::Role;
use crate::simulate::stage::Stage;

pub(super) fn live(stage: &mut Stage<'_, '_>) -> Told {
    let shop = stage.one_of(Role::Merchant);
    let mut chain = vec![shop];
    let firms = stage.draw.within(3, 4);
    chain.extend(stage.neighbours(Role::Company, shop, firms));
    let (rounds, first) = stage.rounds(MONTH, 6);
    for round in 0..rounds {
        let cents = stage.draw.around(900_000, 35);
        let mut price = stage.book.local(&mut stage.draw, shop, cents);
        let mut day = first + round * MONTH;
        for pair in chain.windows(2) {
            let at = stage.on_day(day, pair[0], Rhythm::Office);
            let received = stage.book.pay(at, pair[0], pair[1], price, (Channel::Transfer, Purpose::Invoice));
            price = stage.draw.share(received, 4500, 7500).max(1);
            day += stage.draw.within(3, 7);
        }
    }
    (vec![("chain", chain)], vec![("rounds", u64::from(rounds))])
}
