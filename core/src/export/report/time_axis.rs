//! Where the marks of a time axis stand, and what they say.

use super::text;
use crate::model::{Resolution, Span, Timestamp};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// Steps that people count in, in milliseconds.
const STEPS: [i64; 22] = [
    1000,
    5000,
    15_000,
    60_000,
    5 * 60_000,
    15 * 60_000,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    7 * DAY,
    14 * DAY,
    28 * DAY,
    56 * DAY,
    91 * DAY,
    182 * DAY,
    364 * DAY,
    1820 * DAY,
    3640 * DAY,
];

/// A step of which at most `most` cover the period.
pub(super) fn step(first: Timestamp, last: Timestamp, most: i64) -> Span {
    let fits = |step: &i64| last.0.div_euclid(*step) - first.0.div_euclid(*step) < most;
    Span(STEPS.into_iter().find(fits).unwrap_or((last.0 - first.0) / most + 1))
}

/// The multiples of a step from the one at or before `first` to the one at or before `last`.
pub(super) fn marks(first: Timestamp, last: Timestamp, step: Span) -> impl Iterator<Item = Timestamp> {
    let begin = first.0.div_euclid(step.0);
    let end = last.0.div_euclid(step.0);
    (begin..=end).map(move |multiple| Timestamp(multiple.saturating_mul(step.0)))
}

/// What a mark says: the date, and the time of day where the step is finer.
pub(super) fn label(mark: Timestamp, step: Span) -> String {
    let resolution = if step.0 >= DAY {
        Resolution::Day
    } else if step.0 >= 60_000 {
        Resolution::Minute
    } else {
        Resolution::Second
    };
    text::instant(mark, resolution)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn marks_cover_the_period_and_are_few(first in 0_i64..4_000_000_000_000, length in 0_i64..400_000_000_000, most in 2_i64..70) {
            let (first, last) = (Timestamp(first), Timestamp(first + length));
            let step = step(first, last, most);
            let marks: Vec<Timestamp> = marks(first, last, step).collect();
            prop_assert!(marks.len() as i64 <= most + 1 && !marks.is_empty());
            prop_assert!(marks[0] <= first && marks[marks.len() - 1] <= last);
            prop_assert!(marks[marks.len() - 1].0 + step.0 > last.0);
        }
    }
}
