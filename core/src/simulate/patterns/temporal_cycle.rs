//! Temporal cycle and round trip: money that comes back to where it left, each transaction after the last.

use super::Told;
use crate::simulate::stage::Stage;

/// 3 to 8 hops, each passing on 80 to 99 %; a quarter go round a second time.
pub(super) fn plant(stage: &mut Stage<'_, '_>) -> Told {
    let hops = stage.draw.within(3, 8);
    let members = stage.cast(hops);
    let rounds = 1 + u32::from(stage.draw.chance(250));
    circle(stage, &members, rounds, (8000, 9900), None);
    (vec![("members", members)], vec![("hops", u64::from(hops)), ("rounds", u64::from(rounds))])
}

/// 3 to 6 hops through at least two countries that return at least 80 % of the first amount.
pub(super) fn plant_round_trip(stage: &mut Stage<'_, '_>) -> Told {
    let population = &stage.world().population;
    let hops = stage.draw.within(3, 6);
    let originator = stage.anyone();
    let home = population.get(originator).country_number();
    let abroad = stage.anyone_such(|account| population.get(account).country_number() != home);
    let mut members = vec![originator, abroad];
    members.extend(stage.cast(hops - 2));
    let returned = circle(stage, &members, 1, (9800, 9980), Some(2_500_000));
    let numbers = vec![("hops", u64::from(hops)), ("returned_per_mille", returned)];
    (vec![("originator", vec![originator]), ("members", members)], numbers)
}

// Sends money round, and returns how much of the first amount came back, in thousandths of it as its currency counts.
fn circle(stage: &mut Stage<'_, '_>, members: &[u32], rounds: u32, kept: (u32, u32), median_cents: Option<u64>) -> u64 {
    let gaps: Vec<u32> = (0..members.len() as u32 * rounds).map(|_| stage.gap()).collect();
    let mut at = stage.begin(gaps.iter().sum());
    let mut gaps = gaps.into_iter();
    let mut returned = 0;
    for _ in 0..rounds {
        let first = match median_cents {
            Some(median) => {
                let cents = stage.draw.around(median, 60);
                stage.worth(members[0], cents)
            }
            None => stage.sum(members[0]),
        };
        let mut carried = first;
        for (position, from) in members.iter().enumerate() {
            let to = members[(position + 1) % members.len()];
            let purpose = stage.pretext();
            let received = stage.pay(at, *from, to, carried, purpose);
            returned = received * 1000 / first;
            carried = stage.draw.share(received, kept.0, kept.1).max(1);
            at += gaps.next().unwrap_or(0);
        }
    }
    returned
}
