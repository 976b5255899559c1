//! Dense flow: from 3 to 5 sources through one or two layers of 4 to 7 middles to 3 to 5 sinks, nearly every pair of
//! neighbouring layers joined, 96 to 99 % sent on at each.

use super::Told;
use crate::simulate::entry::Purpose;
use crate::simulate::stage::{Roles, Stage};

pub(super) fn plant(stage: &mut Stage<'_, '_>) -> Told {
    let middle_layers = stage.draw.within(1, 2);
    let mut layers = vec![(0..stage.draw.within(3, 5)).map(|_| 0).collect::<Vec<u32>>()];
    for _ in 0..middle_layers {
        layers.push(vec![0; stage.draw.within(4, 7) as usize]);
    }
    layers.push(vec![0; stage.draw.within(3, 5) as usize]);
    for layer in &mut layers {
        *layer = stage.cast(layer.len() as u32);
    }
    let stretch = stage.stretch() / 2;
    let gap = stage.gap();
    let leg = stage.world().calendar.cut(stretch) + gap;
    let legs = layers.len() as u32 - 1;
    let begin = stage.begin(leg * legs);
    let mut held: Vec<u64> = layers[0].iter().map(|source| stage.sum(*source) * 5).collect();
    for (step, pair) in layers.windows(2).enumerate() {
        let start = begin + step as u32 * leg;
        let mut received = vec![0; pair[1].len()];
        for (from, sum) in pair[0].iter().zip(&held) {
            let parts = stage.divide(*sum, pair[1].len() as u32);
            let moments = stage.moments(start, stretch, pair[1].len() as u32);
            for (position, (part, at)) in parts.into_iter().zip(moments).enumerate() {
                received[position] += stage.pay(at, *from, pair[1][position], part, Purpose::Invoice);
            }
        }
        held = received.into_iter().map(|sum| stage.draw.share(sum, 9600, 9900)).collect();
    }
    let numbers = vec![("layers", layers.len() as u64)];
    let sinks = layers.pop().unwrap_or_default();
    let sources = layers.remove(0);
    let mut roles: Roles = vec![("sources", sources)];
    for (name, layer) in ["middles", "second_middles"].into_iter().zip(layers) {
        roles.push((name, layer));
    }
    roles.push(("sinks", sinks));
    (roles, numbers)
}
