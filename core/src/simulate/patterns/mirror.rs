//! Mirror: 1 to 3 pairs of opposite payments between the same two, in two currencies, within 2 % of each other.

use super::Told;
use crate::simulate::calendar::DAY;
use crate::simulate::draw::part;
use crate::simulate::entry::{Channel, Purpose};
use crate::simulate::geography::{COUNTRIES, DOLLAR, MONIES};
use crate::simulate::stage::Stage;

pub(super) fn plant(stage: &mut Stage<'_, '_>) -> Told {
    let population = &stage.world().population;
    // In a currency that AMLworld has, so that there are two of them in its format too.
    let payer = stage.anyone_such(|account| {
        let money = population.get(account).money;
        money != DOLLAR && MONIES[usize::from(money)].amlworld.is_some()
    });
    let other = stage.anyone();
    let home_money = population.get(payer).money;
    // A dollar country may have given the payer its own currency in a tiny world: then euros mirror dollars.
    let euro = COUNTRIES.iter().find(|country| country.code == "ES").map_or(0, |es| es.money);
    let (one, two) = if home_money == DOLLAR { (DOLLAR, euro) } else { (home_money, DOLLAR) };
    let pairs = stage.draw.within(1, 3);
    let apart = if stage.coarse() { 6 * DAY } else { 3 * DAY };
    let begin = stage.begin(apart * pairs);
    for round in 0..pairs {
        let at = stage.world().calendar.cut(begin + round * apart);
        let cents = stage.draw.around(1_200_000, 50);
        let there = stage.world().rates.convert(cents, DOLLAR, one, stage.world().calendar.day_of(at)).max(1000);
        stage.book.pay_in(at, payer, other, there, one, (Channel::Transfer, Purpose::Services));
        let gap = stage.gap();
        let day = stage.world().calendar.day_of(at + gap);
        let equal = stage.world().rates.convert(there, one, two, day);
        let near = stage.draw.within(9910, 10_090);
        let back = part(equal, near).max(1);
        stage.book.pay_in(at + gap, other, payer, back, two, (Channel::Wire, Purpose::Services));
    }
    (vec![("controllers", vec![payer, other])], vec![("pairs", u64::from(pairs)), ("tolerance_per_mille", 20)])
}
