//! Terms of what comes back: cycles.

use super::busyness;
use super::chance::{millibits, poisson_tail};
use crate::detect::{Finding, Reason};
use crate::graph::TransactionGraph;

/// The payment that closes the circle, against what chance gives for the two accounts' numbers of payments.
pub(super) fn closing(graph: &TransactionGraph, finding: &Finding) -> Option<Reason> {
    let members = &finding.roles.first()?.1;
    let (first, last) = finding.period(graph.ledger());
    let share_of_period = busyness(graph, first, last);
    // The least likely hop is the one that chance would have had to supply.
    let expected = (0..members.len())
        .map(|place| {
            let (payer, receiver) = (members[place], members[(place + 1) % members.len()]);
            let ends = graph.paid_by(payer).len() as f64 * graph.received_by(receiver).len() as f64;
            ends * share_of_period / graph.payment_count().max(1) as f64
        })
        .fold(f64::INFINITY, f64::min);
    Some(Reason {
        name: "return",
        millibits: millibits(poisson_tail(1, expected)),
        text: format!("the money comes back where {expected:.4} payments close the circle by chance"),
    })
}
