//! Terms for patterns of one account's money over time, which their searches know how to put in numbers.

use super::chance::{WEIGHT, beta_binomial_tail, geometric_tail, millibits, poisson_tail};
use super::{busyness, share};
use crate::detect::values::Values;
use crate::detect::{Finding, Reason};
use crate::graph::{Direction, TransactionGraph};
use crate::model::{AccountId, Row, Span, Timestamp};
use fixedbitset::FixedBitSet;

/// The chance that at least one of `payments` of the ledger's falls into a period.
fn any_within(graph: &TransactionGraph, payments: f64, first: Timestamp, last: Timestamp) -> f64 {
    -libm::expm1(-payments * busyness(graph, first, last))
}

/// A receipt that was sent on: when it came, and its value when one payment out sent it on and nothing else.
pub(in crate::detect) type SentOn = (Timestamp, Option<i64>);

/// Receipts that the account sent on within `within`, those that one payment out sent on by at least `percent` of the value.
pub(in crate::detect) fn sent_on(
    graph: &TransactionGraph,
    usual: &ValueShares,
    account: AccountId,
    receipts: &[SentOn],
    (within, percent): (Span, u32),
) -> Reason {
    let time = |receipt: Option<&SentOn>| receipt.map_or(Timestamp(0), |(time, _)| *time);
    let rows = graph.rows_between(time(receipts.first()), time(receipts.last()));
    let received = graph.adjacency(Direction::In).within(account, rows).len() as u64;
    let paid = graph.paid_by(account).len() as f64;
    let kept = f64::from(percent) / 100.0;
    let chance = |(time, value): &SentOn| {
        let alike = value.map_or(1.0, |value| usual.between(value as f64 * kept, value as f64 / kept));
        any_within(graph, paid * alike, *time, *time + within)
    };
    let chance = receipts.iter().map(chance).sum::<f64>() / receipts.len().max(1) as f64;
    let sent_on = receipts.len() as u64;
    let whole = receipts.iter().filter(|(_, value)| value.is_some()).count();
    Reason {
        name: "sent-on",
        millibits: millibits(beta_binomial_tail(sent_on, received, chance, WEIGHT)),
        text: format!(
            "{sent_on} of {received} receipts were sent on within {within}, {whole} of them by one payment of like value; by chance {:.2} % are",
            chance * 100.0
        ),
    }
}

/// What is usual about a threshold: either side of every payment counts.
#[derive(Clone, Copy, Debug)]
pub(in crate::detect) struct NearThreshold {
    pub(in crate::detect) sides: u64,
    pub(in crate::detect) below: u64,
    pub(in crate::detect) above: u64,
}

/// The finding's payments, all just below, of the account's `payments` in that direction, beside `above` as near above.
pub(in crate::detect) fn near_threshold(
    graph: &TransactionGraph,
    usual: &NearThreshold,
    finding: &Finding,
    payments: u64,
    above: u64,
) -> Vec<Reason> {
    let (first, last) = finding.period(graph.ledger());
    let below = finding.transactions.len() as u64;
    let expected = payments as f64 * busyness(graph, first, last) * share(usual.below, usual.sides);
    // As if one more had been seen on either side, so that no share is nothing or all.
    let usual_below = share(usual.below + 1, usual.below + usual.above + 2);
    vec![
        Reason {
            name: "near-threshold",
            millibits: millibits(geometric_tail(below, expected)),
            text: format!(
                "{below} payments just below the threshold where {expected:.2} of the account's {payments} fall by chance"
            ),
        },
        Reason {
            name: "below-threshold",
            millibits: millibits(beta_binomial_tail(below, below + above, usual_below, WEIGHT)),
            text: format!(
                "{below} of {} payments near the threshold are below it; of all such payments {:.1} %",
                below + above,
                usual_below * 100.0
            ),
        },
    ]
}

/// What an account was before it woke up.
pub(in crate::detect) struct Silence {
    /// Its last payment before the silence.
    pub(in crate::detect) since: Timestamp,
    /// All its payments.
    pub(in crate::detect) payments: u64,
    /// Those before the silence.
    pub(in crate::detect) before: u64,
    /// How many payments of the burst are larger than all of those.
    pub(in crate::detect) larger: u64,
}

/// The finding's payments after a silence.
pub(in crate::detect) fn awakening(graph: &TransactionGraph, finding: &Finding, silence: &Silence) -> Vec<Reason> {
    let (first, last) = finding.period(graph.ledger());
    let (payments, seen) = (silence.payments as f64, finding.transactions.len() as u64);
    let missed = payments * busyness(graph, silence.since + Span(1), first - Span(1));
    let expected = payments * busyness(graph, first, last);
    // When the order of all payments by size is a matter of chance, the largest is one of the burst's so often, the next
    // too, and so on.
    let all = (silence.before + seen) as f64;
    let outdone: f64 = (0..silence.larger).map(|rank| libm::log((seen - rank) as f64 / (all - rank as f64))).sum();
    vec![
        Reason {
            name: "silence",
            millibits: millibits(-missed),
            text: format!("nothing from {} to {first} where {missed:.1} payments fall by chance", silence.since),
        },
        Reason {
            name: "awakening",
            millibits: millibits(geometric_tail(seen, expected)),
            text: format!("{seen} payments where {expected:.1} of the account's {} fall by chance", silence.payments),
        },
        Reason {
            name: "outdone",
            millibits: millibits(outdone),
            text: format!(
                "{} of the {seen} payments are larger than each of the {} before the silence",
                silence.larger, silence.before
            ),
        },
    ]
}

/// How the values of the ledger's payments lie, from a sample.
pub(in crate::detect) struct ValueShares {
    // In order.
    sample: Vec<i64>,
}

impl ValueShares {
    /// Takes a row in so many, 65,536 at most.
    pub(in crate::detect) fn of(graph: &TransactionGraph, values: &Values<'_>) -> Self {
        let rows = graph.ledger().len();
        let every = rows.div_ceil(1 << 16).max(1);
        let mut sample: Vec<i64> = (0..rows).step_by(every).map(|row| values.get(Row(row as u32))).collect();
        sample.sort_unstable();
        Self { sample }
    }

    /// The share of payments in a closed range of values; as if one more were in it, so that it is never none.
    fn between(&self, least: f64, most: f64) -> f64 {
        let begin = self.sample.partition_point(|value| (*value as f64) < least);
        let end = self.sample.partition_point(|value| *value as f64 <= most);
        share((end.max(begin) - begin) as u64 + 1, self.sample.len() as u64 + 1)
    }
}

/// Payments of which each carries on between so much and so much of the one before.
pub(in crate::detect) fn carried_on(
    graph: &TransactionGraph,
    usual: &ValueShares,
    values: &Values<'_>,
    rows: &[Row],
    (least, most): (f64, f64),
) -> Reason {
    let ledger = graph.ledger();
    let ln_chance: f64 = rows
        .windows(2)
        .map(|pair| {
            let value = values.get(pair[0]) as f64;
            let alike = graph.paid_by(ledger.from(pair[1])).len() as f64 * usual.between(value * least, value * most);
            libm::log(any_within(graph, alike, ledger.time(pair[0]), ledger.time(pair[1])))
        })
        .sum();
    let hops = rows.len().saturating_sub(1);
    Reason {
        name: "carried-on",
        millibits: millibits(ln_chance),
        text: format!(
            "{hops} times the next payment is as soon and of such value; by chance each time in {:.2} %",
            libm::exp(ln_chance / hops.max(1) as f64) * 100.0
        ),
    }
}

/// A chain's `peels`, each a payment to a fresh account within `within` of a receipt.
pub(in crate::detect) fn shed(
    graph: &TransactionGraph,
    fresh: &FixedBitSet,
    rows: &[Row],
    peels: u64,
    within: Span,
) -> Reason {
    let ledger = graph.ledger();
    let times = |row: Option<&Row>| row.map_or(Timestamp(0), |row| ledger.time(*row));
    let period = graph.rows_between(times(rows.first()), times(rows.last()));
    let in_period = period.start as usize..period.end as usize;
    let usual = share(fresh.count_ones(in_period.clone()) as u64, in_period.len() as u64);
    let expected: f64 = rows
        .windows(2)
        .map(|pair| {
            let received = ledger.time(pair[0]);
            graph.paid_by(ledger.from(pair[1])).len() as f64 * busyness(graph, received, received + within) * usual
        })
        .sum();
    Reason {
        name: "shed",
        millibits: millibits(poisson_tail(peels, expected)),
        text: format!("{peels} payments to accounts never seen before where {expected:.2} fall by chance"),
    }
}
