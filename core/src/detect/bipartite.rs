//! Bipartite: several accounts that each pay several of the same others.
//!
//! # Definition
//! Of a set of payments, a window of a sender is a closed interval of length W in which it pays at least b distinct
//! accounts with payments of the set; a window of a receiver is one in which at least a distinct accounts pay it. Take the
//! largest set of payments each of which lies in a window of its sender and in one of its receiver (an (a, b)-core, local
//! in time); take out of it all payments between a sender and a receiver of which one has more than h times as many
//! counterparties in the set as the other; and so on until there are none. Sliding along time, windows of one account run on as long as each qualifies; payments in one run are joined,
//! and so is what is joined to the same. What is joined is connected: it is an instance when no account both pays and
//! receives in it, and none holds it together alone. Accounts that do the first are taken out of it, all at once; where
//! there is none, an account without which it falls apart keeps only its payments with the side with which it has the most
//! (among equals, the earliest); and the largest set is taken again of what is left, until there are neither. Every sender
//! so pays b receivers, and every receiver is paid by a senders, within W; the instance as a whole lasts as long as its
//! windows overlap. Roles: senders, receivers.
//!
//! # Algorithm
//! Peeling: payments in no window of their sender or receiver come off, and the account at the other end is looked at
//! again; then union-find over runs.
//!
//! # Complexity
//! O(payments) a round of peeling, over the accounts that lost payments in the round before only; a few dozen rounds as a
//! rule. Slow: chains of accounts that come apart one by one along a hub, which is looked at in every round. Peeling stops
//! after `steps` payments looked at; what is left is then not reported and counted as truncated.
//!
//! # Literature
//! Ahmed, Batagelj, Fu, Hong, Merrick and Mrvar, Visualisation and analysis of the Internet movie database, APVIS 2007
//! ((p, q)-cores); Altman et al., Realistic synthetic financial transactions for anti-money laundering models, NeurIPS
//! 2023.

use super::peel::{self, Question};
use super::rank::Usual;
use super::values::Values;
use super::{Cancelled, Finding, Pattern, Role, Search, Watch};
use crate::model::Span;
use serde::{Deserialize, Serialize};

/// Parameters of bipartite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct BipartiteParameters {
    /// Window lengths W. Empty: 14 days for data that tells days, 7 days for hours or anything finer, cut
    /// to a fifth of the ledger's time.
    pub windows: Vec<Span>,
    /// Each receiver is paid by at least so many distinct senders a. Default 3.
    pub senders: u32,
    /// Each sender pays at least so many distinct receivers b. Default 3.
    pub receivers: u32,
    /// A payment counts when neither of its accounts has more than so many times h as many counterparties as the other: what
    /// a shop has with many customers ties them to nobody. Default 5.
    pub hub_times: u32,
    /// At most so many payments looked at for one window length. Default 500,000,000.
    pub steps: u64,
}

impl Default for BipartiteParameters {
    fn default() -> Self {
        Self { windows: Vec::new(), senders: 3, receivers: 3, hub_times: 5, steps: 500_000_000 }
    }
}

impl BipartiteParameters {
    pub(super) fn check(&self) -> Result<(), String> {
        for (name, least) in [("senders", self.senders), ("receivers", self.receivers)] {
            if least < 2 {
                return Err(format!("bipartite.{name} is {least}; it must be 2 or more"));
            }
        }
        if self.hub_times == 0 {
            return Err("bipartite.hub-times is 0; it must be 1 or more".to_owned());
        }
        if self.steps == 0 {
            return Err("bipartite.steps is 0; it must be 1 or more".to_owned());
        }
        Ok(())
    }
}

pub(super) fn search(
    usual: &Usual<'_>,
    values: &Values<'_>,
    parameters: &BipartiteParameters,
    watch: &dyn Watch,
) -> Result<Search, Cancelled> {
    let (graph, window) = (usual.searched, usual.window);
    let mut search = Search::default();
    let question = Question {
        graph,
        values,
        window,
        pays: parameters.receivers,
        paid_by: parameters.senders,
        hub_times: parameters.hub_times,
        passes: None,
        steps: parameters.steps,
    };
    let peeled = peel::peel(question, watch)?;
    search.seeds += graph.payment_count() as u64;
    search.truncated_seeds += peeled.unfinished;
    search.findings.extend(peeled.instances.into_iter().map(|instance| {
        let roles = [Role::Senders, Role::Receivers];
        Finding::new(Pattern::Bipartite, window, instance.roles(&roles), instance.rows())
    }));
    Ok(search)
}
