//! Gather-scatter: a fan-in of 5 to 11, then a fan-out of 5 to 11 that sends on 88 to 99 % of it.

use super::Told;
use crate::simulate::stage::Stage;

pub(super) fn plant(stage: &mut Stage<'_, '_>) -> Told {
    let hub = stage.anyone();
    let (sending, receiving) = (stage.draw.within(5, 11), stage.draw.within(5, 11));
    let senders = stage.cast(sending);
    let receivers = stage.cast(receiving);
    let (first, between, second) = (stage.stretch(), stage.gap(), stage.stretch());
    let begin = stage.begin(first + between + second);
    let mut gathered = 0;
    for (sender, at) in senders.iter().zip(stage.moments(begin, first, sending)) {
        let sum = stage.sum(*sender);
        let purpose = stage.pretext();
        gathered += stage.pay(at, *sender, hub, sum, purpose);
    }
    let scattered = stage.draw.share(gathered, 8800, 9900);
    let parts = stage.divide(scattered, receiving);
    let moments = stage.moments(begin + first + between, second, receiving);
    for ((receiver, part), at) in receivers.iter().zip(parts).zip(moments) {
        let purpose = stage.pretext();
        stage.pay(at, hub, *receiver, part, purpose);
    }
    let numbers = vec![
        ("senders", u64::from(sending)),
        ("receivers", u64::from(receiving)),
        ("out_of_in_per_mille", scattered * 1000 / gathered),
    ];
    (vec![("senders", senders), ("hub", vec![hub]), ("receivers", receivers)], numbers)
}
