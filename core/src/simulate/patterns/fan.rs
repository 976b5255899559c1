//! Fan-in and fan-out: many pay one, or one pays many, within hours (days where time is told in days).

use super::Told;
use crate::simulate::stage::Stage;

/// 6 to 16 senders pay one collector.
pub(super) fn plant_in(stage: &mut Stage<'_, '_>) -> Told {
    let collector = stage.anyone();
    let count = stage.draw.within(6, 16);
    let senders = stage.cast(count);
    let length = stage.stretch();
    let begin = stage.begin(length);
    let moments = stage.moments(begin, length, count);
    for (sender, at) in senders.iter().zip(moments) {
        let sum = stage.sum(*sender);
        let purpose = stage.pretext();
        stage.pay(at, *sender, collector, sum, purpose);
    }
    (vec![("collector", vec![collector]), ("senders", senders)], vec![("counterparties", u64::from(count))])
}

/// One distributor pays 6 to 16 receivers.
pub(super) fn plant_out(stage: &mut Stage<'_, '_>) -> Told {
    let distributor = stage.anyone();
    let count = stage.draw.within(6, 16);
    let receivers = stage.cast(count);
    let length = stage.stretch();
    let begin = stage.begin(length);
    let moments = stage.moments(begin, length, count);
    for (receiver, at) in receivers.iter().zip(moments) {
        let sum = stage.sum(distributor);
        let purpose = stage.pretext();
        stage.pay(at, distributor, *receiver, sum, purpose);
    }
    (vec![("distributor", vec![distributor]), ("receivers", receivers)], vec![("counterparties", u64::from(count))])
}
