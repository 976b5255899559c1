//! Stack: two layers of payments, one after the other, with value kept through the accounts between.
//!
//! # Definition
//! As for [bipartite](super::bipartite), with two sets of payments, one for each layer. A window of a source is a closed
//! interval of length W in which it pays at least b distinct accounts with payments of the first layer; a window of a sink
//! one in which at least a distinct accounts pay it with payments of the second. A split of a middle is an instant t such
//! that in `[t - W, t]` at least a distinct accounts pay it with payments of the first layer, in `[t, t + W]` it pays at
//! least b distinct accounts with payments of the second, and all that it pays in `[t, t + W]` is worth between r1 and r2
//! per cent of all that it receives in `[t - W, t]`. Take the largest two sets such that each payment of the first lies in
//! a window of its source and in a split of its receiver, each of the second in a split of its payer and a window of its
//! sink; take out of them all payments between two accounts of which one has more than h times as many counterparties in
//! their layer as the other; and so on until there are none. Payments in one run of windows or splits of an account are joined, and what is joined to the same; it is an
//! instance when no account is in two of the three places in it, and none holds it together alone. As for bipartite,
//! accounts of the first kind are taken out, those of the second keep to one side, and the largest sets are taken again of
//! what is left, until there are neither. A stack of more layers is found as the stacks of
//! each two that follow each other. Roles: senders, middles, receivers.
//!
//! # Algorithm
//! Peeling of both layers at once, as for bipartite.
//!
//! # Complexity
//! That of bipartite, twice. Peeling stops after `steps` payments looked at; what is left is then not reported and counted
//! as truncated.
//!
//! # Literature
//! Altman et al., Realistic synthetic financial transactions for anti-money laundering models, NeurIPS 2023 (stack); Li et
//! al., FlowScope: spotting money laundering based on graphs, AAAI 2020 (value kept through the middle).

use super::peel::{self, Question};
use super::rank::Usual;
use super::splits::SplitRule;
use super::values::Values;
use super::{Cancelled, Finding, Pattern, Role, Search, Watch};
use crate::model::Span;
use serde::{Deserialize, Serialize};

/// Parameters of stack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct StackParameters {
    /// Window lengths W. Empty: 14 days for data that tells days, 7 days for hours or anything finer, cut
    /// to a fifth of the ledger's time.
    pub windows: Vec<Span>,
    /// Each middle and each receiver is paid by at least so many distinct accounts a. Default 2.
    pub senders: u32,
    /// Each sender and each middle pays at least so many distinct accounts b. Default 2.
    pub receivers: u32,
    /// Least value that a middle pays on, r1, in per cent of what it received. Default 50.
    pub kept_least: u32,
    /// Greatest value that a middle pays on, r2, in per cent of what it received. Default 150.
    pub kept_most: u32,
    /// A payment counts when neither of its accounts has more than so many times h as many counterparties as the other.
    /// Default 5.
    pub hub_times: u32,
    /// At most so many payments looked at for one window length. Default 500,000,000.
    pub steps: u64,
}

impl Default for StackParameters {
    fn default() -> Self {
        Self {
            windows: Vec::new(),
            senders: 2,
            receivers: 2,
            kept_least: 50,
            kept_most: 150,
            hub_times: 10,
            steps: 500_000_000,
        }
    }
}

impl StackParameters {
    pub(super) fn check(&self) -> Result<(), String> {
        for (name, least) in [("senders", self.senders), ("receivers", self.receivers)] {
            if least < 2 {
                return Err(format!("stack.{name} is {least}; it must be 2 or more"));
            }
        }
        if self.kept_least > self.kept_most {
            return Err(format!(
                "stack.kept-least is {} and kept-most {}; the least must not be above the most",
                self.kept_least, self.kept_most
            ));
        }
        if self.hub_times == 0 {
            return Err("stack.hub-times is 0; it must be 1 or more".to_owned());
        }
        if self.steps == 0 {
            return Err("stack.steps is 0; it must be 1 or more".to_owned());
        }
        Ok(())
    }
}

pub(super) fn search(
    usual: &Usual<'_>,
    values: &Values<'_>,
    parameters: &StackParameters,
    watch: &dyn Watch,
) -> Result<Search, Cancelled> {
    let (graph, window) = (usual.searched, usual.window);
    let mut search = Search::default();
    let rule = SplitRule {
        window,
        senders: parameters.senders,
        receivers: parameters.receivers,
        kept_least: parameters.kept_least,
        kept_most: parameters.kept_most,
    };
    let question = Question {
        graph,
        values,
        window,
        pays: parameters.receivers,
        paid_by: parameters.senders,
        hub_times: parameters.hub_times,
        passes: Some(rule),
        steps: parameters.steps,
    };
    let peeled = peel::peel(question, watch)?;
    search.seeds += graph.payment_count() as u64;
    search.truncated_seeds += peeled.unfinished;
    search.findings.extend(peeled.instances.into_iter().map(|instance| {
        let roles = [Role::Senders, Role::Middles, Role::Receivers];
        Finding::new(Pattern::Stack, window, instance.roles(&roles), instance.rows())
    }));
    Ok(search)
}
