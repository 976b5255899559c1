//! Peel chain: 5 to 10 hops, each shedding 2 to 15 % to an account of its own and passing on the rest.

use super::Told;
use crate::simulate::entry::Purpose;
use crate::simulate::stage::Stage;

pub(super) fn plant(stage: &mut Stage<'_, '_>) -> Told {
    let hops = stage.draw.within(5, 10);
    let path = stage.cast(hops + 1);
    let gaps: Vec<u32> = (0..hops).map(|_| stage.gap()).collect();
    let mut at = stage.begin(gaps.iter().sum());
    let mut carried = stage.sum(path[0]) * 4;
    let mut peeled = Vec::new();
    for (position, gap) in gaps.into_iter().enumerate() {
        let received = stage.pay(at, path[position], path[position + 1], carried, Purpose::Nothing);
        let shed = stage.draw.share(received, 200, 1500);
        carried = received - shed;
        if position + 1 < hops as usize {
            // Somewhere between this hop and the next.
            let later = stage.draw.within(0, gap);
            let when = stage.world().calendar.cut(at + later);
            let fresh = stage.fresh();
            stage.pay(when, path[position + 1], fresh, shed, Purpose::Nothing);
            peeled.push(fresh);
        }
        at += gap;
    }
    let last = path.len() - 1;
    let roles = vec![
        ("source", vec![path[0]]),
        ("layers", path[1..last].to_vec()),
        ("sink", vec![path[last]]),
        ("peeled", peeled),
    ];
    (roles, vec![("hops", u64::from(hops))])
}
