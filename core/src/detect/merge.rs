//! The same money seen at several windows is one finding.

use super::{Finding, Shape};
use crate::model::AccountId;
use crate::parallel::prelude::*;

/// Keeps, among findings of one pattern at different windows with the same leading account that share more than half of the
/// evidence of the smaller, the one that ranks first; it takes over the windows of the others, and names those that have other evidence
/// among the shapes that go with it.
///
/// What is found at one window length is not merged: the instances are those of the definition. A short window often picks
/// the burst out of what a long one takes in whole; which of the two is the more unusual is the ranking's to say.
///
/// Time: O(n log n + sum over leading accounts of n_i²) in the number of findings.
pub(super) fn same_money(mut findings: Vec<Finding>) -> Vec<Finding> {
    if findings.windows(2).all(|pair| pair[0].windows == pair[1].windows) {
        return findings;
    }
    let leader = |finding: &Finding| -> Option<AccountId> {
        finding.roles.first().and_then(|(_, accounts)| accounts.iter().min()).copied()
    };
    findings.par_sort_by_cached_key(|finding| (leader(finding), std::cmp::Reverse(finding.score_millibits())));
    // The rest of the order, for those alike in these two.
    for alike in findings.chunk_by_mut(|a, b| a.score_millibits() == b.score_millibits() && leader(a) == leader(b)) {
        alike.sort_by(Finding::rank_order);
    }
    let mut kept: Vec<Finding> = Vec::with_capacity(findings.len());
    let mut group = 0;
    for finding in findings {
        if kept.get(group).is_some_and(|first| leader(first) != leader(&finding)) {
            group = kept.len();
        }
        let same = kept[group..].iter_mut().find(|other| {
            finding.windows.iter().all(|window| !other.windows.contains(window))
                && 2 * shared(&other.transactions, &finding.transactions)
                    > other.transactions.len().min(finding.transactions.len())
        });
        match same {
            Some(other) => {
                other.windows.extend(&finding.windows);
                other.windows.sort_unstable();
                other.windows.dedup();
                other.truncated |= finding.truncated;
                if other.transactions != finding.transactions {
                    other.also.push(Shape::of(finding));
                }
            }
            None => kept.push(finding),
        }
    }
    kept
}

/// How many elements two ascending lists have in common.
pub(super) fn shared<T: Ord>(one: &[T], other: &[T]) -> usize {
    let (mut one, mut other) = (one, other);
    let mut shared = 0;
    while let (Some(a), Some(b)) = (one.first(), other.first()) {
        // What lies before the other's first is skipped at once: findings of one account often follow each other.
        if a < b {
            one = &one[one.partition_point(|element| element < b)..];
        } else if b < a {
            other = &other[other.partition_point(|element| element < a)..];
        } else {
            shared += 1;
            (one, other) = (&one[1..], &other[1..]);
        }
    }
    shared
}

/// Whether the ascending `whole` holds all of the ascending `part`.
pub(super) fn contains<T: Ord>(whole: &[T], part: &[T]) -> bool {
    if part.len() > whole.len() {
        return false;
    }
    let mut rest = whole.iter();
    part.iter().all(|sought| rest.by_ref().find(|candidate| *candidate >= sought) == Some(sought))
}
