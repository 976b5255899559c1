//! Mirror: payments in opposite directions and two currencies between the same two sides.
//!
//! # Definition
//! A side is all accounts whose holders [answer to](crate::ownership::Ownership::controllers_of) the same. Two payments mirror
//! each other when the payer of each is on the side of the other's receiver, the two sides differ, neither account that pays
//! is the one that the other payment reaches, what is paid is in two currencies, the two are at most so far apart in time,
//! and their values at the ledger's rates by at most so many per cent of the greater. So value crosses between the sides and
//! no account exchanges it: a customer who changes money is paid into the account that pays, or by the account that is paid.
//!
//! In the order of the ledger each payment is put together with the first before it that mirrors it and is not taken yet. An
//! instance is such a pair. Roles: subject (accounts of the side that pays first), other-side.
//!
//! # Complexity
//! O(p log p + p w) in the payments between sides and in those between two sides within the time.

use super::alert::{Alert, Condition, Measure};
use super::data::Data;
use super::series::until;
use super::ties::Ties;
use crate::model::{AccountId, Row};
use crate::typology::{Mirror, Way};
use std::collections::VecDeque;

pub(super) fn instances(data: &Data<'_>, (indicator, rule, mirror): (usize, usize, &Mirror)) -> Vec<Alert> {
    let Some(ties) = data.holders.map(super::Holders::ties) else { return Vec::new() };
    let ledger = data.ledger;
    // The two sides, the lesser first, and whether the lesser receives.
    let mut between: Vec<(u32, u32, Row, bool)> = Vec::new();
    for row in ledger.rows() {
        let (from, to) = (ties.side(ledger.from(row)), ties.side(ledger.to(row)));
        if let (Some(from), Some(to)) = (from, to)
            && from != to
        {
            between.push((from.min(to), from.max(to), row, to < from));
        }
    }
    between.sort_unstable();
    let mut alerts = Vec::new();
    for of_two in between.chunk_by(|one, two| (one.0, one.1) == (two.0, two.1)) {
        let mut waiting: [VecDeque<Row>; 2] = Default::default();
        for (.., row, back) in of_two {
            let opposite = &mut waiting[usize::from(!back)];
            while opposite.front().is_some_and(|first| until(ledger.time(*first), mirror.within) < ledger.time(*row)) {
                opposite.pop_front();
            }
            match opposite
                .iter()
                .position(|first| apart(data, *first, *row).is_some_and(|apart| apart <= mirror.apart.0.into()))
            {
                Some(place) => alerts.extend(
                    opposite.remove(place).map(|first| alert(data, ties, (indicator, rule, mirror), [first, *row])),
                ),
                None => waiting[usize::from(*back)].push_back(*row),
            }
        }
    }
    alerts
}

/// How far the values of two payments of opposite directions are apart, in per cent of the greater, rounded up; `None` where
/// they mirror nothing.
fn apart(data: &Data<'_>, one: Row, two: Row) -> Option<u64> {
    let ledger = data.ledger;
    let exchange = ledger.from(one) == ledger.to(two) || ledger.to(one) == ledger.from(two);
    if exchange || ledger.paid(one).currency == ledger.paid(two).currency {
        return None;
    }
    let (one, two) = (data.value(Way::Out, one), data.value(Way::Out, two));
    let (least, most) = (one.min(two).unsigned_abs(), one.max(two).unsigned_abs());
    (least > 0).then(|| (u128::from(most - least) * 100).div_ceil(u128::from(most)) as u64)
}

fn alert(
    data: &Data<'_>,
    ties: &Ties,
    (indicator, rule, mirror): (usize, usize, &Mirror),
    [one, two]: [Row; 2],
) -> Alert {
    let ledger = data.ledger;
    let pair = |one: AccountId, two: AccountId| vec![one.min(two), one.max(two)];
    let subject = pair(ledger.from(one), ledger.to(two));
    let others = pair(ledger.to(one), ledger.from(two));
    let (controllers, of_others) = (ties.controllers(subject[0]), ties.controllers(others[0]));
    let mut sources = Vec::new();
    subject.iter().chain(&others).for_each(|account| sources.extend(ties.behind(*account)));
    let far = apart(data, one, two).unwrap_or(0);
    Alert {
        indicator,
        rule,
        transactions: vec![one, two],
        conditions: vec![
            Condition::most("apart", Measure::Percent(far), Measure::Percent(mirror.apart.0.into())),
            Condition::most("within", Measure::Time(ledger.time(two) - ledger.time(one)), Measure::Time(mirror.within)),
        ],
        finding: None,
        surprise: None,
        clearing: None,
        register: ties.evidence(&[("subject", controllers), ("other-side", of_others)], sources),
        truncated: false,
        roles: vec![("subject", subject), ("other-side", others)],
    }
}
