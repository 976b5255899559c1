//! Dormant burst: one or two payments, a silence, then 8 to 16 payments within hours. The account does nothing else.

use super::Told;
use crate::simulate::calendar::DAY;
use crate::simulate::entry::Purpose;
use crate::simulate::stage::Stage;

pub(super) fn plant(stage: &mut Stage<'_, '_>) -> Told {
    let account = stage.reserved();
    let history = stage.draw.within(1, 2);
    let count = stage.draw.within(8, 16);
    let partners = stage.cast(count);
    let total = stage.world().calendar.seconds();
    // History in the first twentieth, the burst in the last tenth: 85 % of the span, or 183 days of 215, is silence.
    for at in stage.moments(0, total / 20, history) {
        let cents = stage.draw.around(4_000, 50);
        let sum = stage.worth(account, cents);
        stage.pay(at, account, partners[0], sum, Purpose::Nothing);
    }
    let length = stage.stretch().min(total / 20);
    let earliest = stage.world().calendar.cut(total / 10 * 9);
    let room = (total - earliest).saturating_sub(length);
    let begin = earliest + stage.draw.below(room);
    let begin = stage.world().calendar.cut(begin);
    let moments = stage.moments(begin, length, count);
    let mut held = 0;
    // The first half comes in, the second goes out.
    let receiving = count / 2;
    for (partner, at) in partners.iter().zip(&moments).take(receiving as usize) {
        let sum = stage.sum(*partner);
        held += stage.pay(*at, *partner, account, sum, Purpose::Nothing);
    }
    let sent = stage.draw.share(held, 8500, 9900);
    let parts = stage.divide(sent, count - receiving);
    for ((partner, at), part) in partners.iter().zip(&moments).skip(receiving as usize).zip(parts) {
        stage.pay(*at, account, *partner, part, Purpose::Nothing);
    }
    let numbers = vec![
        ("history", u64::from(history)),
        ("burst", u64::from(count)),
        ("silence_days", u64::from((begin - total / 20) / DAY)),
    ];
    (vec![("account", vec![account]), ("counterparties", partners)], numbers)
}
