//! How unusual a finding is for its accounts in this data.
//!
//! A score is a sum of terms in bits, each the negative binary logarithm of a probability under a null model that keeps
//! how much each account pays and receives and when the ledger as a whole is busy, and draws the rest by chance. One bit
//! more is half as likely. No weight is trained; labels are never looked at.
//!
//! | term | for | the probability of |
//! |---|---|---|
//! | `burst-in`, `burst-out` | fans, gather-scatter | as many payments received (made) by the account or more within the period of those in the finding, Poisson with the account's own number of payments times the period's share of the ledger's |
//! | `convergence` | scatter-gather | as many middles or more, Poisson with the payments of the source within the period times the chance, by the numbers of payments, that one of these middles pays the sink |
//! | `density` | bipartite, stack | as many pairs of payer and receiver or more, Poisson with what chance gives in the period for the numbers of payments of the layers' accounts |
//! | `first-contact` | all | as many counterparties or more that deal with each other in this finding only, binomial with the ledger's share of pairs that deal once |
//! | `kept` | round trip | a value as near to the first amount as what comes back, by the values of up to 4096 rows evenly spaced through the ledger |
//! | `crossing` | round trip | as many payments or more that change institution or currency, binomial with the ledger's share of such payments |
//! | `return` | temporal cycle, round trip | a payment from the last account to the first within the period, Poisson with what chance gives for their numbers of payments |
//! | `sent-on` | pass-through | as many of the account's receipts in the period or more followed by a payment out within d, binomial with what the account's number of payments out and the ledger's business then give |
//! | `near-threshold` | structuring | as many payments or more just below the threshold in the period, Poisson with the account's own number of payments and the ledger's share of such payments |
//! | `below-threshold` | structuring | as many or more of the account's payments near the threshold below it, binomial with the ledger's share |
//! | `carried-on` | chains | at each hop a payment out within the time that it took and within the range of value, Poisson with the account's number of payments out, the period's share of the ledger's and the share of payments of such value; all hops together |
//! | `shed` | peel chain | as many payments to fresh accounts or more from the chain's accounts within d of each receipt, Poisson with their numbers of payments out and the share of payments to fresh accounts in the chain's period |
//! | `silence` | dormant burst | no payment in the silence, Poisson with the account's own number of payments |
//! | `awakening` | dormant burst | as many payments or more in the burst, the same |
//! | `outdone` | dormant burst | the largest of all the account's payments being those of the burst, as many as are larger than all before, when their order is drawn |
//!
//! Terms are rounded to thousandths of a bit before they are added, so that the sum is exact wherever it is done.

mod chance;
pub(super) mod cycles;
pub(super) mod flows;
mod layers;

use super::{Finding, Pattern, Reason, Role};
use crate::graph::{Direction, TransactionGraph};
use crate::model::{AccountId, Row, Timestamp};
use chance::{binomial_tail, millibits, poisson_tail};
use rayon::prelude::*;

/// What is usual in a ledger: counted once, used by every finding's score.
#[derive(Debug)]
pub struct Background {
    // For each row, how many rows have the same payer and receiver, itself included.
    pair_payments: Vec<u32>,
    single_pair_share: f64,
}

#[derive(Default)]
struct PairCounts {
    rows: Vec<(Row, u32)>,
    pairs: u64,
    single: u64,
}

impl Background {
    /// Counts.
    ///
    /// Time: O(payments). Memory: 4 bytes a transaction.
    #[must_use]
    pub fn of(graph: &TransactionGraph) -> Self {
        let accounts = graph.account_count();
        let chunk = accounts.div_ceil(rayon::current_num_threads() * 4).max(1);
        let tasks: Vec<PairCounts> = (0..accounts.div_ceil(chunk))
            .into_par_iter()
            .map_init(
                || vec![0_u32; accounts],
                |counts, task| {
                    let mut task_counts = PairCounts::default();
                    for account in task * chunk..((task + 1) * chunk).min(accounts) {
                        let hops = graph.paid_by(AccountId(account as u32));
                        for hop in hops {
                            counts[hop.other.index()] += 1;
                        }
                        for hop in hops {
                            task_counts.rows.push((hop.row, counts[hop.other.index()]));
                        }
                        for hop in hops {
                            let count = std::mem::take(&mut counts[hop.other.index()]);
                            task_counts.pairs += u64::from(count > 0);
                            task_counts.single += u64::from(count == 1);
                        }
                    }
                    task_counts
                },
            )
            .collect();
        let mut pair_payments = vec![0; graph.ledger().len()];
        let (mut pairs, mut single) = (0, 0);
        for task in tasks {
            for (row, count) in task.rows {
                pair_payments[row.index()] = count;
            }
            pairs += task.pairs;
            single += task.single;
        }
        Self { pair_payments, single_pair_share: share(single, pairs) }
    }
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Gives each finding its reasons.
pub(super) fn score(graph: &TransactionGraph, background: &Background, findings: &mut [Finding]) {
    findings.par_iter_mut().for_each(|finding| {
        // Some searches know more than the finding tells, and have said so.
        let mut reasons = std::mem::take(&mut finding.reasons);
        match finding.pattern {
            Pattern::FanIn => reasons.extend(burst(graph, finding, Role::Collector, Direction::In)),
            Pattern::FanOut => reasons.extend(burst(graph, finding, Role::Distributor, Direction::Out)),
            Pattern::GatherScatter => {
                reasons.extend(burst(graph, finding, Role::Hub, Direction::In));
                reasons.extend(burst(graph, finding, Role::Hub, Direction::Out));
            }
            Pattern::ScatterGather => reasons.extend(layers::convergence(graph, finding)),
            Pattern::Bipartite | Pattern::Stack => reasons.push(layers::density(graph, finding)),
            Pattern::TemporalCycle | Pattern::RoundTrip => reasons.extend(cycles::closing(graph, finding)),
            Pattern::LayeringChain
            | Pattern::PeelChain
            | Pattern::PassThrough
            | Pattern::Structuring
            | Pattern::DormantBurst => {}
        }
        reasons.push(first_contact(graph, background, finding));
        finding.reasons = reasons;
    });
}

/// The share of the ledger's rows that lie in a period.
fn busyness(graph: &TransactionGraph, first: Timestamp, last: Timestamp) -> f64 {
    share(graph.rows_between(first, last).len() as u64, graph.ledger().len() as u64)
}

/// The payments of the account in `role` in one direction, against its own number of them.
fn burst(graph: &TransactionGraph, finding: &Finding, role: Role, direction: Direction) -> Option<Reason> {
    let ledger = graph.ledger();
    let centre = *finding.accounts_in(role).first()?;
    let (own, name, verb) = match direction {
        Direction::In => (ledger.to_accounts(), "burst-in", "received"),
        Direction::Out => (ledger.from_accounts(), "burst-out", "paid"),
    };
    let mut rows = finding.transactions.iter().filter(|row| own[row.index()] == centre);
    let first = *rows.next()?;
    let (last, seen) = rows.fold((first, 1_u64), |(_, seen), row| (*row, seen + 1));
    let payments = graph.adjacency(direction).degree(centre);
    let busyness = busyness(graph, ledger.time(first), ledger.time(last));
    let expected = payments as f64 * busyness;
    Some(Reason {
        name,
        millibits: millibits(poisson_tail(seen, expected)),
        text: format!("{verb} {seen} payments where {expected:.1} of the account's {payments} fall by chance"),
    })
}

fn first_contact(graph: &TransactionGraph, background: &Background, finding: &Finding) -> Reason {
    let ledger = graph.ledger();
    let mut pairs: Vec<(AccountId, AccountId, u32)> = finding
        .transactions
        .iter()
        .map(|row| (ledger.from(*row), ledger.to(*row), background.pair_payments[row.index()]))
        .collect();
    pairs.sort_unstable();
    let (mut all, mut only_here) = (0_u64, 0_u64);
    for group in pairs.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        all += 1;
        only_here += u64::from(group[0].2 as usize == group.len());
    }
    let usual = background.single_pair_share;
    Reason {
        name: "first-contact",
        millibits: millibits(binomial_tail(only_here, all, usual)),
        text: format!(
            "{only_here} of {all} pairs of accounts deal with each other in this finding only; of all pairs {:.1} % deal once",
            usual * 100.0
        ),
    }
}
