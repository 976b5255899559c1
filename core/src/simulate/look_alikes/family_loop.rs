//! Family loop: 3 to 5 relatives, each helping the next with small sums every fortnight, in no order.

use crate::simulate::calendar::Rhythm;
use crate::simulate::entry::{Channel, Purpose};
use crate::simulate::patterns::Told;
use crate::simulate::population::Role;
use crate::simulate::stage::Stage;

pub(super) fn live(stage: &mut Stage<'_, '_>) -> Told {
    let eldest = stage.one_of(Role::Person);
    let mut relatives = vec![eldest];
    let others = stage.draw.within(2, 4);
    relatives.extend(stage.neighbours(Role::Person, eldest, others));
    let (rounds, first) = stage.rounds(14, 10);
    for (position, giver) in relatives.iter().enumerate() {
        let next = relatives[(position + 1) % relatives.len()];
        let cents = stage.draw.around(6_000, 40);
        let help = stage.book.local(&mut stage.draw, *giver, cents);
        for round in 0..rounds {
            let day = first + round * 14 + stage.draw.below(14);
            let at = stage.on_day(day, *giver, Rhythm::Private);
            stage.book.pay(at, *giver, next, help, (Channel::Instant, Purpose::Family));
        }
    }
    (vec![("relatives", relatives)], vec![("rounds", u64::from(rounds))])
}
