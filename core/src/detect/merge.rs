//! The same money seen at several windows is one finding.

use super::Finding;
use crate::model::AccountId;

/// Keeps, among findings of one pattern with the same leading account of which one's evidence contains the other's, the
/// one that ranks first; it takes over the windows of the others.
///
/// A short window often picks the burst out of what a long one takes in whole; which of the two is the more unusual is
/// the ranking's to say.
///
/// Time: O(n log n + sum over leading accounts of n_i²) in the number of findings.
pub(super) fn same_money(mut findings: Vec<Finding>) -> Vec<Finding> {
    if findings.windows(2).all(|pair| pair[0].windows == pair[1].windows) {
        return findings;
    }
    let leader = |finding: &Finding| -> Option<AccountId> {
        finding.roles.first().and_then(|(_, accounts)| accounts.iter().min()).copied()
    };
    findings.sort_by(|a, b| leader(a).cmp(&leader(b)).then_with(|| a.rank_order(b)));
    let mut kept: Vec<Finding> = Vec::with_capacity(findings.len());
    let mut group = 0;
    for finding in findings {
        if kept.get(group).is_some_and(|first| leader(first) != leader(&finding)) {
            group = kept.len();
        }
        let same = kept[group..].iter_mut().find(|other| {
            other.windows != finding.windows
                && (contains(&other.transactions, &finding.transactions)
                    || contains(&finding.transactions, &other.transactions))
        });
        match same {
            Some(other) => {
                other.windows.extend(&finding.windows);
                other.windows.sort_unstable();
                other.windows.dedup();
                other.truncated |= finding.truncated;
            }
            None => kept.push(finding),
        }
    }
    kept
}

/// Whether the ascending `whole` holds all of the ascending `part`.
pub(super) fn contains<T: Ord>(whole: &[T], part: &[T]) -> bool {
    if part.len() > whole.len() {
        return false;
    }
    let mut rest = whole.iter();
    part.iter().all(|sought| rest.by_ref().find(|candidate| *candidate >= sought) == Some(sought))
}
