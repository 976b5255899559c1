//! Terms of layers of accounts that pay the next layer.

use super::busyness;
use super::chance::{geometric_tail, millibits, poisson_tail};
use crate::detect::{Finding, Pattern, Reason, Role};
use crate::graph::{Direction, TransactionGraph};
use crate::model::AccountId;

/// How many of those that the source pays go on to pay the sink.
pub(super) fn convergence(graph: &TransactionGraph, finding: &Finding) -> Option<Reason> {
    let [source, sink] = [Role::Source, Role::Sink].map(|role| finding.accounts_in(role).first().copied());
    let (source, sink, middles) = (source?, sink?, finding.accounts_in(Role::Middles));
    let (first, last) = finding.period(graph.ledger());
    let (received, busyness) = (graph.received_by(sink).len() as f64, busyness(graph, first, last));
    let chance = |middle: &AccountId| {
        let payments = graph.paid_by(*middle).len() as f64 * received / graph.payment_count().max(1) as f64;
        (payments * busyness).min(1.0)
    };
    let usual = middles.iter().map(chance).sum::<f64>() / middles.len().max(1) as f64;
    let paid = graph.adjacency(Direction::Out).within(source, graph.rows_between(first, last)).len();
    let expected = paid as f64 * usual;
    Some(Reason {
        name: "convergence",
        millibits: millibits(geometric_tail(middles.len() as u64, expected)),
        text: format!(
            "of {paid} payments of the source in this time {} accounts pay on to the same one, where {expected:.4} do by chance",
            middles.len()
        ),
    })
}

/// How many pairs of accounts of neighbouring layers deal with each other.
pub(super) fn density(graph: &TransactionGraph, finding: &Finding) -> Reason {
    let ledger = graph.ledger();
    let (first, last) = finding.period(ledger);
    let busyness = busyness(graph, first, last);
    let degrees = |accounts: &[AccountId], direction| {
        accounts.iter().map(|account| graph.adjacency(direction).degree(*account) as f64).sum::<f64>()
    };
    let between = |payers: &[AccountId], receivers: &[AccountId]| {
        let ends = degrees(payers, Direction::Out) * degrees(receivers, Direction::In);
        ends * busyness / graph.payment_count().max(1) as f64
    };
    let layers: f64 = finding.roles.windows(2).map(|layers| between(&layers[0].1, &layers[1].1)).sum();
    let expected = if finding.pattern == Pattern::DenseFlow {
        // Middles may pay middles, and senders receivers.
        let [senders, middles, receivers] =
            [Role::Senders, Role::Middles, Role::Receivers].map(|role| finding.accounts_in(role));
        layers + between(middles, middles) + between(senders, receivers)
    } else {
        layers
    };
    let mut pairs: Vec<(AccountId, AccountId)> =
        finding.transactions.iter().map(|row| (ledger.from(*row), ledger.to(*row))).collect();
    pairs.sort_unstable();
    pairs.dedup();
    Reason {
        name: "density",
        millibits: millibits(poisson_tail(pairs.len() as u64, expected)),
        text: format!(
            "{} pairs of accounts deal with each other where {expected:.2} payments fall by chance",
            pairs.len()
        ),
    }
}
