//! How good a ranking is at bringing up what is labelled.

use serde::Serialize;

/// Items by falling score; those of one score are a group, since nothing tells them apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ranking {
    // Size and how many of them are labelled.
    groups: Vec<(u64, u64)>,
}

/// The share of labelled ones among the first so many.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PrecisionAt {
    /// How many are looked at.
    pub at: u64,
    /// The share that is labelled; of a group of equals that is cut, its share. Fewer items than asked for lower it.
    pub precision: f64,
}

/// The figures of a set of transactions or accounts against their labels.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// How many there are in the data; absent when only findings and truth are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// How many are labelled.
    pub labelled: u64,
    /// How many are in a finding.
    pub reported: u64,
    /// How many are both.
    pub reported_labelled: u64,
    /// The share of the reported that is labelled; absent when nothing is reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision: Option<f64>,
    /// The share of the labelled that is reported; absent when nothing is labelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recall: Option<f64>,
    /// The harmonic mean of the two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub f1: Option<f64>,
    /// The sum over thresholds of the rise in recall times the precision there, as scikit-learn has it. What is in no
    /// finding comes last, all at once; where the total is not known, it adds nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub average_precision: Option<f64>,
    /// At 100 and at 1,000.
    pub precision_at: Vec<PrecisionAt>,
}

impl Ranking {
    /// The ranking of items with a score and whether they are labelled. O(n log n).
    pub(super) fn of(mut items: Vec<(u64, bool)>) -> Self {
        items.sort_unstable_by(|one, other| other.cmp(one));
        let group = |group: &[(u64, bool)]| (group.len() as u64, group.iter().filter(|item| item.1).count() as u64);
        Self { groups: items.chunk_by(|one, other| one.0 == other.0).map(group).collect() }
    }

    /// The same with a last group.
    pub(super) fn then(mut self, size: u64, labelled: u64) -> Self {
        if size > 0 {
            self.groups.push((size, labelled.min(size)));
        }
        self
    }

    /// `labelled` is how many there are in all, ranked or not.
    pub(super) fn average_precision(&self, labelled: u64) -> Option<f64> {
        let (mut seen, mut found, mut sum) = (0, 0, 0.0);
        for (size, hits) in &self.groups {
            seen += size;
            found += hits;
            sum += *hits as f64 * (found as f64 / seen as f64);
        }
        ratio(sum, labelled as f64)
    }

    pub(super) fn precision_at(&self, at: u64) -> PrecisionAt {
        let (mut left, mut hits) = (at, 0.0);
        for (size, labelled) in &self.groups {
            let taken = left.min(*size);
            hits += taken as f64 * (*labelled as f64 / *size as f64);
            left -= taken;
        }
        PrecisionAt { at, precision: rounded(hits / at as f64) }
    }
}

impl Figures {
    /// From the items that are reported, with their scores and labels.
    pub(super) fn of(reported: Vec<(u64, bool)>, labelled: u64, total: Option<u64>) -> Self {
        let count = reported.len() as u64;
        let hits = reported.iter().filter(|item| item.1).count() as u64;
        let rest = total.map_or(0, |total| total.saturating_sub(count));
        let ranking = Ranking::of(reported).then(rest, labelled - hits);
        Self {
            total,
            labelled,
            reported: count,
            reported_labelled: hits,
            precision: ratio(hits as f64, count as f64),
            recall: ratio(hits as f64, labelled as f64),
            f1: ratio(2.0 * hits as f64, (count + labelled) as f64),
            average_precision: ranking.average_precision(labelled),
            precision_at: [100, 1000].map(|at| ranking.precision_at(at)).to_vec(),
        }
    }
}

/// A score as an integer of the same order.
pub(super) fn order(score: f64) -> u64 {
    // As IEEE 754 orders: negative numbers are flipped whole, the others get their sign bit set. Both zeros are one.
    let bits = (score + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

/// A share, to six decimals; `None` of nothing.
pub(super) fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| rounded(part / whole))
}

fn rounded(share: f64) -> f64 {
    (share * 1e6).round() / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Average precision by its definition: every threshold, every item counted anew.
    fn plain(items: &[(u64, bool)]) -> Option<f64> {
        let all = items.iter().filter(|item| item.1).count() as f64;
        let mut thresholds: Vec<u64> = items.iter().map(|item| item.0).collect();
        thresholds.sort_unstable();
        thresholds.dedup();
        let (mut sum, mut before) = (0.0, 0.0);
        for threshold in thresholds.into_iter().rev() {
            let taken: Vec<_> = items.iter().filter(|item| item.0 >= threshold).collect();
            let hits = taken.iter().filter(|item| item.1).count() as f64;
            sum += (hits / all - before) * (hits / taken.len() as f64);
            before = hits / all;
        }
        (all > 0.0).then_some(sum)
    }

    #[test]
    fn the_example_of_scikit_learn() {
        // average_precision_score([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]) is 0.83.
        let items = [(0.1, false), (0.4, false), (0.35, true), (0.8, true)].map(|(score, label)| (order(score), label));
        assert_eq!(Ranking::of(items.to_vec()).average_precision(2), Some(0.833333));
    }

    #[test]
    fn a_group_of_equals_counts_by_its_share() {
        let ranking = Ranking::of(vec![(5, true), (3, true), (3, false), (1, false)]);
        assert_eq!(ranking.precision_at(1).precision, 1.0);
        assert_eq!(ranking.precision_at(2).precision, 0.75);
        assert_eq!(ranking.precision_at(4).precision, 0.5);
        assert_eq!(ranking.precision_at(8).precision, 0.25);
    }

    proptest! {
        #[test]
        fn as_defined(items in prop::collection::vec((0_u64..6, any::<bool>()), 0..40)) {
            let labelled = items.iter().filter(|item| item.1).count() as u64;
            let (ours, plain) = (Ranking::of(items.clone()).average_precision(labelled), plain(&items));
            prop_assert_eq!(ours.is_some(), plain.is_some());
            prop_assert!((ours.unwrap_or(0.0) - plain.unwrap_or(0.0)).abs() < 1e-6, "{:?} {:?}", ours, plain);
            // What is not listed is a group below all others.
            let listed: Vec<_> = items.iter().copied().filter(|item| item.0 > 0).collect();
            let figures = Figures::of(listed, labelled, Some(items.len() as u64));
            prop_assert_eq!(figures.average_precision, ours);
        }

        #[test]
        fn integers_are_ordered_as_scores(one in -1e9..1e9_f64, other in -1e9..1e9_f64) {
            prop_assert_eq!(order(one).cmp(&order(other)), one.partial_cmp(&other).unwrap());
            prop_assert_eq!(order(-0.0), order(0.0));
        }
    }
}
