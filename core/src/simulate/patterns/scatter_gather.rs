//! Scatter-gather: from a source through 4 to 10 middles to a sink, each middle keeping 1 to 7 %.

use super::Told;
use crate::simulate::stage::Stage;

pub(super) fn plant(stage: &mut Stage<'_, '_>) -> Told {
    let (source, sink) = (stage.anyone(), stage.anyone());
    let count = stage.draw.within(4, 10);
    let middles = stage.cast(count);
    // Both legs and what lies between stay within one bundle, since the whole has one window.
    let length = stage.stretch();
    let begin = stage.begin(length);
    let half = stage.world().calendar.cut(length / 2);
    let out = stage.moments(begin, half, count);
    let back = stage.moments(begin + half, length - half, count);
    for (position, middle) in middles.iter().enumerate() {
        let sum = stage.sum(source);
        let purpose = stage.pretext();
        let received = stage.pay(out[position], source, *middle, sum, purpose);
        let sent = stage.draw.share(received, 9300, 9900);
        // Cut to the resolution the two halves may touch: the second leg is then later by a step.
        let at =
            if back[position] > out[position] { back[position] } else { out[position] + stage.world().calendar.step() };
        stage.pay(at, *middle, sink, sent, purpose);
    }
    let roles = vec![("source", vec![source]), ("middles", middles), ("sink", vec![sink])];
    (roles, vec![("middles", u64::from(count))])
}
