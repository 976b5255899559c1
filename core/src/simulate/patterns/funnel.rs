//! Funnel: 4 to 9 cash deposits below the threshold in at least 3 towns away from home, 82 to 98 % of it withdrawn in
//! another town within hours.

use super::Told;
use crate::simulate::stage::{Stage, reporting_threshold, towns};

pub(super) fn plant(stage: &mut Stage<'_, '_>) -> Told {
    let population = &stage.world().population;
    // Three towns of deposit, one of withdrawal, and home.
    let funnel = stage.anyone_such(|account| towns(population.get(account).country_number()) >= 5);
    let threshold = reporting_threshold(population.get(funnel).money);
    let count = stage.draw.within(4, 9);
    // Half a bundle's length, since counter hours draw it out.
    let (first, between) = (stage.stretch() / 2, stage.gap());
    let withdrawals = stage.draw.within(1, 3);
    let second = stage.stretch() / 4;
    let begin = stage.begin(first + between + second);
    let mut held = 0;
    for (number, at) in stage.moments(begin, first, count).into_iter().enumerate() {
        let at = stage.counter_hours(at, funnel);
        let units = stage.draw.share(threshold, 3500, 9500);
        let units = (units - units % (threshold / 1000).max(1)).max(1);
        let branch = stage.draw.within(1, 4) as u8;
        let place = stage.town_away(funnel, number as u32 % 3);
        stage.book.deposit(at, funnel, units, place, branch);
        held += units;
    }
    let taken = stage.draw.share(held, 8200, 9800);
    let parts = stage.divide(taken, withdrawals);
    let place = stage.town_away(funnel, 3);
    for (part, at) in parts.into_iter().zip(stage.moments(begin + first + between, second, withdrawals)) {
        let at = stage.counter_hours(at, funnel);
        let branch = stage.draw.within(1, 4) as u8;
        stage.book.withdraw(at, funnel, part, place, branch);
    }
    let numbers = vec![
        ("deposits", u64::from(count)),
        ("withdrawals", u64::from(withdrawals)),
        ("withdrawn_per_mille", taken * 1000 / held),
        ("threshold_units", threshold),
    ];
    (vec![("funnel", vec![funnel])], numbers)
}
