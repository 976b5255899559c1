//! Pass-through: a conduit that sends on 92 to 99 % of what it received, within hours, 4 to 9 times.

use super::Told;
use crate::simulate::stage::Stage;

pub(super) fn plant(stage: &mut Stage<'_, '_>) -> Told {
    let conduit = stage.anyone();
    let times = stage.draw.within(4, 9);
    let senders = stage.cast(times);
    let receiving = stage.draw.within(1, 3);
    let receivers = stage.cast(receiving);
    let days = stage.world().calendar.days.len() as u32;
    // Each time is well over before the next, so that what is sent on is plainly what came in.
    let apart = (days / (times + 1)).min(6) * crate::simulate::calendar::DAY;
    let begin = stage.begin(apart * times);
    for (round, sender) in senders.iter().enumerate() {
        let at = begin + round as u32 * apart;
        let sum = stage.sum(*sender);
        let purpose = stage.pretext();
        let received = stage.pay(at, *sender, conduit, sum, purpose);
        let sent = stage.draw.share(received, 9200, 9900);
        let receiver = stage.draw.one(&receivers);
        let gap = if apart > 0 { stage.gap().min(apart) } else { 0 };
        stage.pay(at + gap, conduit, receiver, sent, purpose);
    }
    let roles = vec![("conduit", vec![conduit]), ("senders", senders), ("receivers", receivers)];
    (roles, vec![("times", u64::from(times))])
}
