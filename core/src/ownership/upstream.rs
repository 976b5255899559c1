//! Everything upstream of a company: its owners, theirs, and so on, with what each holds of the next.

use super::Parameters;
use super::stakes::{Holder, Same, Stake, StakeId, Told, is_person, told_of};
use crate::model::{Interest, PartyId, RelationId, Share};
use crate::parties::PartyRegister;
use petgraph::algo::tarjan_scc;
use petgraph::graph::DiGraph;
use std::collections::BTreeMap;

/// The parties upstream of a company, in the order in which they are reached: the company first.
#[derive(Debug)]
pub(super) struct Upstream {
    pub(super) parties: Vec<PartyId>,
    /// How many layers each is away; 0 for the company.
    pub(super) layer: Vec<usize>,
    pub(super) told: Vec<Told>,
    pub(super) stakes: Vec<Stake>,
    /// Whether anybody tells who has its votes.
    pub(super) votes_told: Vec<bool>,
    /// Parties whose own owners were not asked for, since they lie too deep.
    pub(super) cut: Vec<PartyId>,
    place: BTreeMap<PartyId, usize>,
}

/// One interest (shares, or votes) of the parties upstream.
#[derive(Debug)]
pub(super) struct Network<'u> {
    pub(super) upstream: &'u Upstream,
    pub(super) interest: Interest,
    /// For each party the stakes of its owners.
    pub(super) into: Vec<Vec<(StakeId, Option<usize>, Share)>>,
    /// For each party what it holds: companies and shares.
    pub(super) of: Vec<Vec<(usize, Share)>>,
    /// Companies of which more than the whole is told to be held: places, and the sum of least shares.
    pub(super) oversubscribed: Vec<(usize, u64)>,
}

impl Upstream {
    pub(super) fn of(register: &PartyRegister, same: &Same, company: PartyId, parameters: &Parameters) -> Self {
        let mut upstream = Self {
            parties: vec![company],
            layer: vec![0],
            told: Vec::new(),
            stakes: Vec::new(),
            votes_told: Vec::new(),
            cut: Vec::new(),
            place: BTreeMap::from([(company, 0)]),
        };
        let mut at = 0;
        while at < upstream.parties.len() {
            let (party, layer) = (upstream.parties[at], upstream.layer[at]);
            // Nobody owns a natural person, whatever a source says.
            let mut told = if at > 0 && is_person(register, same, party) {
                Told::default()
            } else if layer >= parameters.depth {
                upstream.cut.push(party);
                Told::default()
            } else {
                told_of(register, same, party, parameters)
            };
            let controllers: Vec<PartyId> = told
                .controls
                .iter()
                .filter_map(|relation| register.relation(*relation).first)
                .map(|first| same.head(first))
                .collect();
            let owners = told.stakes.iter().filter_map(|stake| match stake.holder {
                Holder::Party(owner) => Some(owner),
                Holder::Unnamed(_) => None,
            });
            for owner in owners.chain(controllers) {
                if !upstream.place.contains_key(&owner) {
                    upstream.place.insert(owner, upstream.parties.len());
                    upstream.parties.push(owner);
                    upstream.layer.push(layer + 1);
                }
            }
            upstream.votes_told.push(told.stakes.iter().any(|stake| stake.interest == Interest::Votes));
            upstream.stakes.append(&mut told.stakes);
            upstream.told.push(told);
            at += 1;
        }
        upstream
    }

    pub(super) fn place(&self, party: PartyId) -> Option<usize> {
        self.place.get(&party).copied()
    }

    pub(super) fn ended(&self) -> u64 {
        self.told.iter().map(|told| told.ended).sum()
    }

    /// Relations of all parties, in order.
    pub(super) fn relations(&self, which: impl Fn(&Told) -> &[RelationId]) -> Vec<RelationId> {
        let mut all: Vec<RelationId> = self.told.iter().flat_map(|told| which(told).iter().copied()).collect();
        all.sort_unstable();
        all
    }
}

impl<'u> Network<'u> {
    /// The stakes of one interest. A company of which no votes are told is decided by its shares: a share has a vote unless
    /// somebody says otherwise. Upper bounds are drawn in: nobody can hold more than what the least shares of all others
    /// leave. Where those are more than the whole already, some statement is wrong by that much at least: any of them may
    /// be, so each is a range that reaches down by what is too much.
    pub(super) fn of(upstream: &'u Upstream, interest: Interest) -> Self {
        let mut network = Self {
            upstream,
            interest,
            into: vec![Vec::new(); upstream.parties.len()],
            of: vec![Vec::new(); upstream.parties.len()],
            oversubscribed: Vec::new(),
        };
        for (id, stake) in (0..).map(StakeId).zip(&upstream.stakes) {
            let Some(company) = upstream.place(stake.company) else { continue };
            let stands_in = interest == Interest::Votes && !upstream.votes_told[company];
            if stake.interest == interest || (stands_in && stake.interest == Interest::Shares) {
                let owner = match stake.holder {
                    Holder::Party(owner) => upstream.place(owner),
                    Holder::Unnamed(_) => None,
                };
                network.into[company].push((id, owner, stake.share));
            }
        }
        for (company, stakes) in network.into.iter_mut().enumerate() {
            let sum: u64 = stakes.iter().map(|(_, _, share)| u64::from(share.least())).sum();
            let too_much = sum.saturating_sub(u64::from(Share::WHOLE)) as u32;
            if too_much > 0 {
                network.oversubscribed.push((company, sum));
            }
            for (_, owner, share) in stakes.iter_mut() {
                *share = drawn_in(*share, sum, too_much);
                if let Some(owner) = owner {
                    network.of[*owner].push((company, *share));
                }
            }
        }
        network
    }

    pub(super) fn len(&self) -> usize {
        self.into.len()
    }

    /// Whether anybody is told to own a party.
    pub(super) fn has_owners(&self, place: usize) -> bool {
        !self.into[place].is_empty()
    }

    /// Whether no share is a range.
    pub(super) fn is_exact(&self) -> bool {
        self.into.iter().flatten().all(|(_, _, share)| share.is_exact())
    }

    /// Groups of parties that own each other, companies before their owners; most groups are one party alone. Shares that
    /// are nothing, by the given bound, tie nobody.
    pub(super) fn circles(&self, bound: impl Fn(Share) -> u32) -> Vec<Vec<usize>> {
        let mut graph: DiGraph<(), (), u32> = DiGraph::new();
        let nodes: Vec<_> = (0..self.len()).map(|_| graph.add_node(())).collect();
        for (company, stakes) in self.into.iter().enumerate() {
            for (_, owner, share) in stakes {
                if let Some(owner) = owner
                    && bound(*share) > 0
                {
                    graph.add_edge(nodes[company], nodes[*owner], ());
                }
            }
        }
        // Tarjan's algorithm gives what is reached before what reaches it.
        let mut circles: Vec<Vec<usize>> = tarjan_scc(&graph)
            .into_iter()
            .map(|circle| circle.into_iter().map(|node| node.index()).collect())
            .collect();
        circles.reverse();
        circles.iter_mut().for_each(|circle| circle.sort_unstable());
        circles
    }

    /// Whether a group is a circle, and not one party that owns nothing of itself.
    pub(super) fn is_circle(&self, circle: &[usize]) -> bool {
        match circle {
            [one] => self.into[*one].iter().any(|(_, owner, _)| *owner == Some(*one)),
            _ => circle.len() > 1,
        }
    }
}

fn drawn_in(share: Share, sum: u64, too_much: u32) -> Share {
    if too_much > 0 {
        let lower = share.least().saturating_sub(too_much);
        return Share::range(lower, share.most()).map_or(share, |range| range.open(false, share.is_below_most()));
    }
    let left = (u64::from(Share::WHOLE) + u64::from(share.least()) - sum) as u32;
    if left >= share.most() {
        return share;
    }
    Share::range(share.least(), left)
        .map_or(share, |range| range.open(share.is_above_least() && left > share.least(), false))
}
