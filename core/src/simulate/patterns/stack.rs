//! Stack: two bipartite layers in a row, the middle sending on 93 to 99 % of what it received.

use super::Told;
use super::bipartite::pairs;
use crate::simulate::entry::Purpose;
use crate::simulate::stage::Stage;

pub(super) fn plant(stage: &mut Stage<'_, '_>) -> Told {
    let sizes = [3, 3, 3].map(|least| stage.draw.within(least, 5));
    let layers = sizes.map(|size| stage.cast(size));
    let (first, between, second) = (stage.stretch(), stage.gap(), stage.stretch());
    let begin = stage.begin(first + between + second);
    let mut held = vec![0; layers[1].len()];
    let upper = pairs(stage, &layers[0], &layers[1]);
    let moments = stage.moments(begin, first, upper.len() as u32);
    for ((from, to), at) in upper.iter().zip(moments) {
        let sum = stage.sum(*from);
        let received = stage.pay(at, *from, *to, sum, Purpose::Invoice);
        for (middle, held) in layers[1].iter().zip(&mut held) {
            *held += if middle == to { received } else { 0 };
        }
    }
    let lower = pairs(stage, &layers[1], &layers[2]);
    let mut moments = stage.moments(begin + first + between, second, lower.len() as u32).into_iter();
    for (middle, held) in layers[1].iter().zip(held) {
        let receivers: Vec<u32> = lower.iter().filter(|pair| pair.0 == *middle).map(|pair| pair.1).collect();
        let sent = stage.draw.share(held, 9300, 9900);
        let parts = stage.divide(sent, receivers.len() as u32);
        for (receiver, part) in receivers.into_iter().zip(parts) {
            let at = moments.next().unwrap_or(begin + first + between);
            stage.pay(at, *middle, receiver, part, Purpose::Invoice);
        }
    }
    let numbers = vec![("layers", 3), ("least_partners", 3)];
    let [sources, middles, sinks] = layers;
    (vec![("sources", sources), ("middles", middles), ("sinks", sinks)], numbers)
}
