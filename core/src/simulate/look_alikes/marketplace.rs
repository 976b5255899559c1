//! Marketplace: 10 to 20 buyers a week pay a market, which settles with its 4 to 8 sellers at the week's end less 8 to
//! 15 %.

use crate::simulate::calendar::Rhythm;
use crate::simulate::entry::{Channel, Purpose};
use crate::simulate::patterns::Told;
use crate::simulate::population::Role;
use crate::simulate::stage::Stage;

pub(super) fn live(stage: &mut Stage<'_, '_>) -> Told {
    let market = stage.one_of(Role::Company);
    let (buying, selling) = (stage.draw.within(10, 20), stage.draw.within(4, 8));
    let buyers = stage.neighbours(Role::Person, market, buying);
    let sellers = stage.neighbours(Role::Merchant, market, selling);
    let (rounds, first) = stage.rounds(7, 4);
    for round in 0..rounds {
        let monday = first + round * 7;
        let mut takings = 0;
        for buyer in &buyers {
            let cents = stage.draw.around(3_500, 70);
            let price = stage.book.local(&mut stage.draw, *buyer, cents);
            let day = monday + stage.draw.below(6);
            let at = stage.on_day(day, *buyer, Rhythm::Shop);
            takings += stage.book.pay(at, *buyer, market, price, (Channel::Card, Purpose::Order));
        }
        let settled = stage.draw.share(takings, 8500, 9200);
        let parts = stage.divide(settled, selling);
        for (seller, part) in sellers.iter().zip(parts) {
            let at = stage.on_day(monday + 6, market, Rhythm::Office);
            stage.book.pay(at, market, *seller, part.max(1), (Channel::Transfer, Purpose::Settlement));
        }
    }
    let roles = vec![("buyers", buyers), ("market", vec![market]), ("sellers", sellers)];
    (roles, vec![("rounds", u64::from(rounds))])
}
