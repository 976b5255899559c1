//! Payroll: an employer pays 8 to 25 workers the same wage on the same morning, each month or fortnight.

use super::MONTH;
use crate::simulate::calendar::Rhythm;
use crate::simulate::entry::{Channel, Purpose};
use crate::simulate::patterns::Told;
use crate::simulate::population::Role;
use crate::simulate::stage::Stage;

pub(super) fn live(stage: &mut Stage<'_, '_>) -> Told {
    let employer = stage.one_of(Role::Company);
    let count = stage.draw.within(8, 25);
    let workers = stage.neighbours(Role::Person, employer, count);
    let period = stage.draw.one(&[MONTH, 15]);
    let (rounds, first) = stage.rounds(period, 6);
    let wages: Vec<u64> = workers
        .iter()
        .map(|_| {
            let cents = stage.draw.around(260_000, 45);
            stage.book.local(&mut stage.draw, employer, cents)
        })
        .collect();
    for round in 0..rounds {
        let day = working_day(stage, first + round * period);
        for (worker, wage) in workers.iter().zip(&wages) {
            let at = stage.on_day(day, employer, Rhythm::Batch);
            stage.book.pay(at, employer, *worker, *wage, (Channel::Transfer, Purpose::Salary));
        }
    }
    let numbers = vec![("period_days", u64::from(period)), ("rounds", u64::from(rounds))];
    (vec![("employer", vec![employer]), ("workers", workers)], numbers)
}

// The day, or the Friday before a weekend.
fn working_day(stage: &Stage<'_, '_>, day: u32) -> u32 {
    let days = &stage.world().calendar.days;
    let weekday = days.get(day as usize).map_or(0, |day| day.weekday);
    day.saturating_sub(u32::from(weekday.saturating_sub(4)))
}
