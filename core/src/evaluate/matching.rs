//! Which finding is which planted instance: by the share of transactions that both have.

use super::findings::Findings;
use super::truth::Instance;

/// Two sets of transactions are the same thing from this share on: of all that either has, what both have.
pub(super) const SAME: f64 = 0.5;

/// A finding or an instance, and how much of the other it has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Match {
    /// The rank of the finding from 0, or the place of the instance.
    pub(super) place: usize,
    /// Transactions of both by transactions of either (Jaccard).
    pub(super) jaccard: f64,
}

/// What kind of shape matches an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Which {
    /// The number of its pattern.
    pub(super) pattern: u32,
    /// Whether it is named within a finding, and not the finding itself.
    pub(super) within: bool,
}

/// The best matches of each side.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Matches {
    /// Of each instance: for each pattern the best finding, and the best shape that a finding names besides; the first in
    /// rank among equals.
    pub(super) findings: Vec<Vec<(Which, Match)>>,
    /// Of each finding: the best instance, the first among equals.
    pub(super) instances: Vec<Option<Match>>,
    /// Of each finding: the instance that has more than half of its transactions, the first of those that have most.
    pub(super) mostly: Vec<Option<usize>>,
}

impl Matches {
    /// O(transactions in findings, times the instances that share one).
    pub(super) fn of(findings: &Findings, instances: &[Instance], transactions: usize) -> Self {
        // The instances of each transaction, one after the other.
        let mut starts = vec![0_u32; transactions + 1];
        for transaction in instances.iter().flat_map(|instance| &instance.transactions) {
            starts[*transaction as usize + 1] += 1;
        }
        for at in 0..transactions {
            starts[at + 1] += starts[at];
        }
        let mut members = vec![0_u32; starts[transactions] as usize];
        let mut next = starts.clone();
        for (place, instance) in (0..).zip(instances) {
            for transaction in &instance.transactions {
                members[next[*transaction as usize] as usize] = place;
                next[*transaction as usize] += 1;
            }
        }
        let mut matches = Self { findings: vec![Vec::new(); instances.len()], ..Self::default() };
        let mut shared = vec![0_u32; instances.len()];
        let mut overlaps: Vec<(usize, usize)> = Vec::new();
        // The instances that share transactions with a shape, and how many; ascending.
        let mut overlap = |own: &[u32], overlaps: &mut Vec<(usize, usize)>| {
            overlaps.clear();
            for transaction in own {
                let at = *transaction as usize;
                for place in &members[starts[at] as usize..starts[at + 1] as usize] {
                    if shared[*place as usize] == 0 {
                        overlaps.push((*place as usize, 0));
                    }
                    shared[*place as usize] += 1;
                }
            }
            overlaps.sort_unstable();
            for (place, both) in overlaps {
                *both = std::mem::take(&mut shared[*place]) as usize;
            }
        };
        let jaccard = |own: &[u32], place: usize, both: usize| {
            both as f64 / (own.len() + instances[place].transactions.len() - both) as f64
        };
        for (rank, found) in findings.iter().enumerate() {
            let own = findings.transactions(&found.shape);
            overlap(own, &mut overlaps);
            let mut best: Option<Match> = None;
            let (mut mostly, mut most) = (None, own.len() / 2);
            for (place, both) in overlaps.iter().copied() {
                let jaccard = jaccard(own, place, both);
                if best.is_none_or(|best| jaccard > best.jaccard) {
                    best = Some(Match { place, jaccard });
                }
                if both > most {
                    (mostly, most) = (Some(place), both);
                }
                let which = Which { pattern: found.shape.pattern, within: false };
                matches.keep(place, which, Match { place: rank, jaccard });
            }
            matches.instances.push(best);
            matches.mostly.push(mostly);
            for shape in findings.also(found) {
                let own = findings.transactions(shape);
                overlap(own, &mut overlaps);
                let which = Which { pattern: shape.pattern, within: true };
                for (place, both) in overlaps.iter().copied() {
                    matches.keep(place, which, Match { place: rank, jaccard: jaccard(own, place, both) });
                }
            }
        }
        matches
    }

    fn keep(&mut self, instance: usize, which: Which, match_: Match) {
        let of_instance = &mut self.findings[instance];
        match of_instance.iter_mut().find(|(known, _)| *known == which) {
            Some((_, known)) if match_.jaccard > known.jaccard => *known = match_,
            Some(_) => {}
            None => of_instance.push((which, match_)),
        }
    }
}
