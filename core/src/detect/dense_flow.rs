//! Dense flow: money that goes through layers of accounts nearly whole, by as many ways as there are.
//!
//! # Definition
//! A split of an account is an instant t such that at least a distinct accounts pay it in `[t - W, t]`, it pays at least b
//! distinct accounts in `[t, t + W]`, and what it pays there is worth between r1 and r2 per cent of what it received. The
//! flow is every payment that a maximal run of splits takes in, of its receiver before or of its payer after. Payments of
//! the flow in one run of splits are joined; so are those of one payer (to one receiver) in one maximal run of windows of
//! length W in which it pays at least b (is paid by at least a) distinct accounts with payments of the flow.
//!
//! Of what is joined, payments are taken off whose payer pays fewer than b distinct accounts, or whose receiver is paid by
//! fewer than a, with what is left, until there are none; then those between a payer and a receiver of which one has more than
//! h times as many counterparties on its side as the other; and so on until there is neither. In each connected part of the rest a block is looked for: the
//! set of accounts in which most money is passed on for its size, that is, the greatest sum of min(received, paid) over
//! its accounts, counted within the set, divided by their number. It is looked for greedily, as FlowScope does: accounts are taken out
//! one by one, the one with the least money first (of one that pays and is paid the smaller of the two, else all of it;
//! among equals the first in order), and the best set on the way is kept, the largest among equals. The block's accounts are
//! then taken out and what is left is looked at again. An instance is a connected part of a block with at least m
//! accounts that both pay and are paid in it, b or more that only are paid, a or more that only pay, and at least d pairs of
//! payer and receiver for 100 accounts: a tree has fewer pairs than accounts, layers that are joined throughout many more.
//! Roles: senders, middles, receivers. Middles may pay each other, so there may be any number of layers.
//!
//! [Stack](super::stack) finds two layers in which every payment is backed by several; this finds what is dense as a
//! whole, by money, over any number of layers.
//!
//! # Complexity
//! O(payments) for each window length, and O(n log n) in the payments of what is joined for each block that is taken out of
//! it. Slow: very many accounts that are all joined and of which few are a block at a time. A part stops after `steps`
//! payments looked at; what is left of it is not looked into and counted as truncated.
//!
//! # Literature
//! Li et al., FlowScope: spotting money laundering based on graphs, AAAI 2020; Charikar, Greedy approximation algorithms
//! for finding dense components in a graph, APPROX 2000.

mod blocks;
mod flow;

use super::rank::Usual;
use super::splits::SplitRule;
use super::values::Values;
use super::{Cancelled, Finding, Pattern, Role, Search, Watch};
use crate::model::Span;
use crate::parallel::prelude::*;
use serde::{Deserialize, Serialize};

/// Parameters of dense flow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct DenseFlowParameters {
    /// Window lengths W. Empty: 14 days for data that tells days, 7 days for hours or anything finer, cut
    /// to a fifth of the ledger's time.
    pub windows: Vec<Span>,
    /// Each account that is paid is paid by at least so many distinct accounts a. Default 2.
    pub senders: u32,
    /// Each account that pays pays at least so many distinct accounts b. Default 2.
    pub receivers: u32,
    /// At least so many accounts that pay and are paid, m. Default 3.
    pub middles: u32,
    /// Least value that an account in the middle pays on, r1, in per cent of what it received. Default 70.
    pub kept_least: u32,
    /// Greatest value that an account in the middle pays on, r2, in per cent of what it received. Default 130.
    pub kept_most: u32,
    /// A payment counts when neither of its accounts has more than so many times as many counterparties as the other, h.
    /// Default 5.
    pub hub_times: u32,
    /// At least so many pairs of payer and receiver for 100 accounts, d. Default 150.
    pub density: u32,
    /// At most so many payments looked at for one joined part. Default 50,000,000.
    pub steps: u64,
}

impl Default for DenseFlowParameters {
    fn default() -> Self {
        Self {
            windows: Vec::new(),
            senders: 2,
            receivers: 2,
            middles: 3,
            kept_least: 70,
            kept_most: 130,
            hub_times: 5,
            density: 150,
            steps: 50_000_000,
        }
    }
}

impl DenseFlowParameters {
    pub(super) fn check(&self) -> Result<(), String> {
        for (name, number, least) in [
            ("senders", self.senders, 2),
            ("receivers", self.receivers, 2),
            ("middles", self.middles, 1),
            ("hub-times", self.hub_times, 1),
        ] {
            if number < least {
                return Err(format!("dense-flow.{name} is {number}; it must be {least} or more"));
            }
        }
        if self.kept_least > self.kept_most {
            return Err(format!(
                "dense-flow.kept-least is {} and kept-most {}; the least must not be above the most",
                self.kept_least, self.kept_most
            ));
        }
        if self.steps == 0 {
            return Err("dense-flow.steps is 0; it must be 1 or more".to_owned());
        }
        Ok(())
    }

    fn rule(&self, window: Span) -> SplitRule {
        SplitRule {
            window,
            senders: self.senders,
            receivers: self.receivers,
            kept_least: self.kept_least,
            kept_most: self.kept_most,
        }
    }
}

pub(super) fn search(
    usual: &Usual<'_>,
    values: &Values<'_>,
    parameters: &DenseFlowParameters,
    watch: &dyn Watch,
) -> Result<Search, Cancelled> {
    let (graph, window) = (usual.searched, usual.window);
    let parts = flow::joined(graph, values, parameters.rule(window), watch)?;
    let search = blocks::BlockSearch { ledger: graph.ledger(), values, parameters };
    let found: Vec<(Vec<blocks::Block>, bool)> = parts
        .par_iter()
        .map(|part| if watch.cancelled() { Err(Cancelled) } else { Ok(search.blocks(part)) })
        .collect::<Result<_, Cancelled>>()?;
    let truncated_seeds = found.iter().filter(|(_, complete)| !complete).count() as u64;
    let finding = |(block, complete): (blocks::Block, bool)| {
        let roles =
            vec![(Role::Senders, block.senders), (Role::Middles, block.middles), (Role::Receivers, block.receivers)];
        let mut finding = Finding::new(Pattern::DenseFlow, window, roles, block.payments);
        finding.truncated = !complete;
        finding
    };
    let all = found.into_iter().flat_map(|(blocks, complete)| blocks.into_iter().map(move |block| (block, complete)));
    Ok(Search { findings: all.map(finding).collect(), seeds: parts.len() as u64, truncated_seeds })
}
