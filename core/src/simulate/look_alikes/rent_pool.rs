//! Rent pool: 6 to 18 tenants pay one landlord the same rent in the same few days of every month.

use super::MONTH;
use crate::simulate::calendar::Rhythm;
use crate::simulate::entry::{Channel, Purpose};
use crate::simulate::patterns::Told;
use crate::simulate::population::Role;
use crate::simulate::stage::Stage;

pub(super) fn live(stage: &mut Stage<'_, '_>) -> Told {
    let landlord = stage.one_of(Role::Landlord);
    let count = stage.draw.within(6, 18);
    let tenants = stage.neighbours(Role::Person, landlord, count);
    let (rounds, first) = stage.rounds(MONTH, 6);
    for tenant in &tenants {
        let cents = stage.draw.around(110_000, 30);
        let rent = stage.book.local(&mut stage.draw, *tenant, cents);
        for round in 0..rounds {
            let late = stage.draw.below(4);
            let at = stage.on_day(first + round * MONTH + late, *tenant, Rhythm::Private);
            stage.book.pay(at, *tenant, landlord, rent, (Channel::Transfer, Purpose::Rent));
        }
    }
    (vec![("landlord", vec![landlord]), ("tenants", tenants)], vec![("rounds", u64::from(rounds))])
}
