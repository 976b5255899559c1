//! Savings club (tanda, pandero, cundina, consórcio): 6 to 12 friends who each pay the same sum to whose turn it is.

use crate::simulate::calendar::Rhythm;
use crate::simulate::entry::{Channel, Purpose};
use crate::simulate::patterns::Told;
use crate::simulate::population::Role;
use crate::simulate::stage::Stage;

pub(super) fn live(stage: &mut Stage<'_, '_>) -> Told {
    let founder = stage.one_of(Role::Person);
    let mut members = vec![founder];
    let others = stage.draw.within(5, 11);
    members.extend(stage.neighbours(Role::Person, founder, others));
    let (rounds, first) = stage.rounds(14, members.len() as u32);
    let cents = stage.draw.around(15_000, 40);
    let share = stage.book.local(&mut stage.draw, founder, cents);
    let money = stage.world().population.get(founder).money;
    for round in 0..rounds {
        let turn = members[round as usize % members.len()];
        for member in &members {
            if *member != turn {
                let day = first + round * 14 + stage.draw.below(3);
                let at = stage.on_day(day, *member, Rhythm::Private);
                let manner = (Channel::Instant, Purpose::SavingsClub);
                stage.book.pay_in(at, *member, turn, share, money, manner);
            }
        }
    }
    (vec![("members", members)], vec![("rounds", u64::from(rounds))])
}
