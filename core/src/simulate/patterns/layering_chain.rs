//! Layering chain: a path of 3 to 7 hops, each soon after the last and carrying 92 to 99 % of it.

use super::Told;
use crate::simulate::stage::Stage;

pub(super) fn plant(stage: &mut Stage<'_, '_>) -> Told {
    let hops = stage.draw.within(3, 7);
    let path = stage.cast(hops + 1);
    let gaps: Vec<u32> = (0..hops).map(|_| stage.gap()).collect();
    let mut at = stage.begin(gaps.iter().sum());
    let mut carried = stage.sum(path[0]);
    for (pair, gap) in path.windows(2).zip(gaps) {
        let purpose = stage.pretext();
        let received = stage.pay(at, pair[0], pair[1], carried, purpose);
        carried = stage.draw.share(received, 9200, 9900);
        at += gap;
    }
    let last = path.len() - 1;
    let roles = vec![("source", vec![path[0]]), ("layers", path[1..last].to_vec()), ("sink", vec![path[last]])];
    (roles, vec![("hops", u64::from(hops))])
}
