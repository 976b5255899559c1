//! A time axis without its empty parts.
//!
//! Laundering comes in bursts, hours long and weeks apart. On an even axis a burst is one stroke; so a gap without
//! payments that takes a large part of the period is drawn as a short break that says how long it is.

use crate::model::{Span, Timestamp};

/// A gap is left out when it takes one in so many parts of the period, or more.
const GAP_SHARE: i64 = 3;

/// How wide a break is.
const BREAK: f64 = 46.0;

/// The narrowest stretch, as a share of what all have: its mark has to fit below it.
const NARROWEST: f64 = 0.18;

/// A time axis in stretches.
#[derive(Debug)]
pub(super) struct Stretches {
    stretches: Vec<Stretch>,
}

/// A part of the period that is drawn evenly.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    pub(super) first: Timestamp,
    pub(super) last: Timestamp,
    /// Where it begins and ends across the drawing.
    pub(super) start: f64,
    pub(super) end: f64,
}

impl Stretches {
    /// An axis from `left` to `right` for payments at these instants, which ascend.
    pub(super) fn of(times: &[Timestamp], left: f64, right: f64) -> Self {
        let (Some(first), Some(last)) = (times.first(), times.last()) else { return Self { stretches: Vec::new() } };
        let long = ((last.0 - first.0) / GAP_SHARE).max(1);
        let parts: Vec<(Timestamp, Timestamp)> =
            times.chunk_by(|a, b| b.0 - a.0 < long).map(|part| (part[0], part[part.len() - 1])).collect();
        let total: i64 = parts.iter().map(|part| part.1.0 - part.0.0).sum();
        let share = |part: &(Timestamp, Timestamp)| {
            let own = if total == 0 { 1.0 } else { (part.1.0 - part.0.0) as f64 / total as f64 };
            own.max(NARROWEST)
        };
        let shares: f64 = parts.iter().map(share).sum();
        let room = right - left - BREAK * (parts.len() - 1) as f64;
        let mut start = left;
        let stretches = parts
            .iter()
            .map(|part| {
                let stretch = Stretch { first: part.0, last: part.1, start, end: start + room * share(part) / shares };
                start = stretch.end + BREAK;
                stretch
            })
            .collect();
        Self { stretches }
    }

    /// Where an instant of a payment is drawn.
    pub(super) fn across(&self, at: Timestamp) -> f64 {
        let place = self.stretches.partition_point(|stretch| stretch.last < at);
        let Some(stretch) = self.stretches.get(place).or(self.stretches.last()) else { return 0.0 };
        let length = stretch.last.0 - stretch.first.0;
        let share = if length == 0 { 0.5 } else { (at.0 - stretch.first.0) as f64 / length as f64 };
        stretch.start + (stretch.end - stretch.start) * share.clamp(0.0, 1.0)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Stretch> {
        self.stretches.iter()
    }

    /// The breaks: where each is in the middle, and how long it lasts.
    pub(super) fn breaks(&self) -> impl Iterator<Item = (f64, Span)> {
        self.stretches.windows(2).map(|pair| ((pair[0].end + pair[1].start) / 2.0, pair[1].first - pair[0].last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_long_gap_is_a_break() {
        let times = [0, 10, 20, 900, 910].map(Timestamp);
        let axis = Stretches::of(&times, 100.0, 1000.0);
        assert_eq!(axis.breaks().map(|(_, length)| length.0).collect::<Vec<_>>(), [880]);
        assert!(axis.across(Timestamp(20)) - axis.across(Timestamp(0)) > 400.0);
    }

    proptest! {
        #[test]
        fn instants_keep_their_order_within_the_drawing(mut times in prop::collection::vec(0_i64..100_000, 1..40)) {
            times.sort_unstable();
            let times: Vec<Timestamp> = times.into_iter().map(Timestamp).collect();
            let axis = Stretches::of(&times, 100.0, 1000.0);
            let places: Vec<f64> = times.iter().map(|at| axis.across(*at)).collect();
            prop_assert!(places.windows(2).all(|pair| pair[0] <= pair[1]));
            prop_assert!(places.iter().all(|place| (99.9..1000.1).contains(place)));
            // At most as many breaks as long gaps fit in.
            prop_assert!(axis.breaks().count() <= 3);
        }
    }
}
