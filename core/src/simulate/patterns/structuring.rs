//! Structuring: 4 to 12 cash deposits of one account, each in the 15 % below the reporting threshold.

use super::Told;
use crate::simulate::calendar::DAY;
use crate::simulate::stage::{Stage, has_known_threshold, reporting_threshold};

pub(super) fn plant(stage: &mut Stage<'_, '_>) -> Told {
    let population = &stage.world().population;
    let structurer = stage.anyone_such(|account| has_known_threshold(population.get(account).money));
    let home = *population.get(structurer);
    let threshold = reporting_threshold(home.money);
    let count = stage.draw.within(4, 12);
    let days = stage.world().calendar.days.len() as u32;
    let length = stage.draw.within(2, (days / 4).clamp(2, 20)) * DAY;
    let begin = stage.begin(length);
    for at in stage.moments(begin, length, count) {
        let at = stage.counter_hours(at, structurer);
        let units = below(stage, threshold);
        let branch = stage.draw.within(1, 4) as u8;
        stage.book.deposit(at, structurer, units, home.place, branch);
    }
    let cash = population.cash_of(structurer);
    let roles = vec![("structurer", vec![structurer]), ("counterparties", vec![cash])];
    (roles, vec![("deposits", u64::from(count)), ("threshold_units", threshold)])
}

// A sum from 86 to 99.9 % of a threshold, three in four of them round.
fn below(stage: &mut Stage<'_, '_>, threshold: u64) -> u64 {
    let units = stage.draw.share(threshold, 8600, 9990);
    if stage.draw.chance(750) { units - units % (threshold / 1000).max(1) } else { units }
}
