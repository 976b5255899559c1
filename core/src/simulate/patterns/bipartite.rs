//! Bipartite: 4 to 6 senders and 4 to 6 receivers, each sender to at least 3 receivers and each receiver from at least
//! 3 senders.

use super::Told;
use crate::simulate::stage::Stage;

/// Partners that everyone has at least on the other side.
const LEAST: u32 = 3;

pub(super) fn plant(stage: &mut Stage<'_, '_>) -> Told {
    let (sending, receiving) = (stage.draw.within(4, 6), stage.draw.within(4, 6));
    let senders = stage.cast(sending);
    let receivers = stage.cast(receiving);
    let length = stage.stretch();
    let begin = stage.begin(length);
    let pairs = pairs(stage, &senders, &receivers);
    let moments = stage.moments(begin, length, pairs.len() as u32);
    for ((sender, receiver), at) in pairs.iter().zip(moments) {
        let sum = stage.sum(*sender);
        let purpose = stage.pretext();
        stage.pay(at, *sender, *receiver, sum, purpose);
    }
    let numbers = vec![
        ("senders", u64::from(sending)),
        ("receivers", u64::from(receiving)),
        ("least_partners", u64::from(LEAST)),
    ];
    (vec![("senders", senders), ("receivers", receivers)], numbers)
}

/// Who pays whom: all pairs but a few, in random order, everyone keeping at least [`LEAST`] partners.
pub(super) fn pairs(stage: &mut Stage<'_, '_>, left: &[u32], right: &[u32]) -> Vec<(u32, u32)> {
    let mut pairs: Vec<(u32, u32)> = left.iter().flat_map(|l| right.iter().map(move |r| (*l, *r))).collect();
    for last in (1..pairs.len()).rev() {
        let other = stage.draw.below(last as u32 + 1);
        pairs.swap(last, other as usize);
    }
    let mut kept = pairs.clone();
    for pair in pairs {
        let partners = |kept: &[(u32, u32)]| {
            let left = kept.iter().filter(|other| other.0 == pair.0).count() as u32;
            let right = kept.iter().filter(|other| other.1 == pair.1).count() as u32;
            left.min(right)
        };
        if partners(&kept) > LEAST && stage.draw.chance(300) {
            kept.retain(|other| *other != pair);
        }
    }
    kept
}
