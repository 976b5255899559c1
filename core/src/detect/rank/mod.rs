//! How unusual a finding is for its accounts in this data.
//!
//! A score is a sum of terms in bits, each the negative binary logarithm of a probability under a null model that keeps
//! how much each account pays and receives and when the ledger as a whole is busy, and draws the rest by chance. One bit
//! more is half as likely. No weight is trained; labels are never looked at.
//!
//! | term | for | the probability of |
//! |---|---|---|
//! | `burst-in`, `burst-out` | fans, gather-scatter | as many payers (receivers) or more within the period of the finding, geometric with the number of all that the account has, times the period's share of the ledger's payments, as mean; or, for fans, with the number at the account's busiest other time, where that is more |
//! | `strangers-in`, `strangers-out` | fans, gather-scatter | as many or more of the account's payers (receivers) in the period being occasional (see [`Parameters::habitual`](super::Parameters::habitual)), beta-binomial with the share of such pairs in the ledger and the weight of two |
//! | `convergence` | scatter-gather | as many middles or more, geometric with the payments of the source within the period times the chance, by the numbers of payments, that one of these middles pays the sink, as mean |
//! | `density` | bipartite, stack, dense flow | as many pairs of payer and receiver or more, Poisson with what chance gives in the period for the numbers of payments of the layers' accounts |
//! | `first-contact` | cycles, chains | as many pairs of accounts or more that deal with each other in this finding only, binomial with the ledger's share of pairs that deal once |
//! | `kept` | round trip | a value as near to the first amount as what comes back, by the values of up to 4096 rows evenly spaced through the ledger |
//! | `crossing` | round trip | as many pairs of accounts or more that are of two institutions or change currency, binomial with the ledger's share of such payments |
//! | `return` | temporal cycle, round trip | a way back, Poisson with the number that chance gives: the product of the numbers of payments of the members after the first in the finding's period, times the first's share of what all receive then, divided by the number of orders in which so many payments can come |
//! | `sent-on` | pass-through | as many of the account's receipts in the period or more sent on, beta-binomial with what chance gives: a payment out within d, of a value within r where one payment sent a receipt on, for the account's number of payments out, the ledger's business then and the share of such values; and the weight of two |
//! | `near-threshold` | structuring | as many payments or more just below the threshold in the period, geometric with the account's own number of payments times the ledger's share of such payments, as mean |
//! | `below-threshold` | structuring | as many or more of the account's payments near the threshold below it, beta-binomial with the ledger's share and the weight of two |
//! | `carried-on` | chains | at each hop a payment out within the time that it took and within the range of value, Poisson with the account's number of payments out, the period's share of the ledger's and the share of payments of such value; all hops together |
//! | `shed` | peel chain | as many payments to fresh accounts or more from the chain's accounts within d of each receipt, Poisson with their numbers of payments out and the share of payments to fresh accounts in the chain's period |
//! | `silence` | dormant burst | no payment in the silence, Poisson with the account's own number of payments |
//! | `awakening` | dormant burst | as many payments or more in the burst, geometric with the account's own number of payments times the period's share of the ledger's, as mean |
//! | `outdone` | dormant burst | the largest of all the account's payments being those of the burst, as many as are larger than all before, when their order is drawn |
//!
//! A beta-binomial is a binomial whose probability differs from account to account: what is unusual for the ledger and usual
//! for an account (a shop has new customers every day) does not add up without end. A geometric number is a Poisson number whose
//! mean differs from time to time, exponentially: what comes in batches (wages on one day, a cash desk's deposits) does not
//! either.
//!
//! Terms are rounded to thousandths of a bit before they are added, so that the sum is exact wherever it is done.

mod chance;
pub(super) mod cycles;
pub(super) mod flows;
mod layers;
pub(super) mod strangers;

use super::habits::Habits;
use super::{Finding, Pattern};
use crate::graph::{Direction, TransactionGraph};
use crate::model::{AccountId, Span, Timestamp};
use crate::parallel::prelude::*;

pub(super) fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// What is usual at the window length at which findings are searched for.
pub(super) struct Usual<'a> {
    /// The whole graph.
    pub(super) graph: &'a TransactionGraph,
    /// The graph that is searched: the same, or its occasional payments.
    pub(super) searched: &'a TransactionGraph,
    pub(super) habits: &'a Habits,
    pub(super) window: Span,
    payers: Vec<u32>,
    receivers: Vec<u32>,
}

impl<'a> Usual<'a> {
    /// Counts the counterparties of each account in the graph that is searched.
    ///
    /// Time: O(payments). Memory: 8 bytes an account.
    pub(super) fn of(
        graph: &'a TransactionGraph,
        searched: &'a TransactionGraph,
        habits: &'a Habits,
        window: Span,
    ) -> Self {
        let counted = |direction| {
            let adjacency = searched.adjacency(direction);
            let mut last_seen = vec![u32::MAX; searched.account_count()];
            let count = |account: AccountId| {
                let hops = adjacency.of(account).iter();
                let new =
                    hops.filter(|hop| std::mem::replace(&mut last_seen[hop.other.index()], account.0) != account.0);
                new.count() as u32
            };
            searched.ledger().accounts().ids().map(count).collect::<Vec<u32>>()
        };
        let (payers, receivers) = crate::parallel::join(|| counted(Direction::In), || counted(Direction::Out));
        Self { graph, searched, habits, window, payers, receivers }
    }

    /// For patterns that are searched for in the whole graph.
    pub(super) fn whole(graph: &'a TransactionGraph, habits: &'a Habits) -> Self {
        Self { graph, searched: graph, habits, window: Span(i64::MAX), payers: Vec::new(), receivers: Vec::new() }
    }

    fn counterparties(&self, direction: Direction, account: AccountId) -> u32 {
        match direction {
            Direction::In => self.payers[account.index()],
            Direction::Out => self.receivers[account.index()],
        }
    }
}

/// Gives each finding its reasons.
pub(super) fn score(usual: &Usual<'_>, findings: &mut [Finding]) {
    let graph = usual.searched;
    findings.par_iter_mut().for_each(|finding| {
        // Some searches know more than the finding tells, and have said so.
        let mut reasons = std::mem::take(&mut finding.reasons);
        match finding.pattern {
            Pattern::ScatterGather => reasons.extend(layers::convergence(graph, finding)),
            Pattern::Bipartite | Pattern::Stack | Pattern::DenseFlow => reasons.push(layers::density(graph, finding)),
            Pattern::TemporalCycle | Pattern::RoundTrip => {
                reasons.extend(cycles::closing(graph, finding));
                reasons.push(strangers::first_contact(usual, finding));
            }
            Pattern::LayeringChain | Pattern::PeelChain => reasons.push(strangers::first_contact(usual, finding)),
            Pattern::FanIn
            | Pattern::FanOut
            | Pattern::GatherScatter
            | Pattern::PassThrough
            | Pattern::Structuring
            | Pattern::DormantBurst => {}
        }
        finding.reasons = reasons;
    });
}

/// The share of the ledger's rows that lie in a period.
fn busyness(graph: &TransactionGraph, first: Timestamp, last: Timestamp) -> f64 {
    share(graph.rows_between(first, last).len() as u64, graph.ledger().len() as u64)
}
