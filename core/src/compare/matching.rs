//! Which records of two runs are the same, and which are the same thing changed.

use super::record::Record;
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use std::collections::BTreeMap;

/// Places of records in their files.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Matching {
    /// One identifier in both.
    pub(super) same: Vec<(usize, usize)>,
    /// Two identifiers, most parts in common.
    pub(super) alike: Vec<(usize, usize)>,
    pub(super) went: Vec<usize>,
    pub(super) came: Vec<usize>,
}

impl Matching {
    /// Matches. All lists are in order of the second run, but `went`, which is in that of the first.
    pub(super) fn of(before: &[Record<'_>], after: &[Record<'_>]) -> Self {
        let by_id: HashMap<&str, usize, FixedState> =
            before.iter().enumerate().map(|(place, record)| (&*record.id, place)).collect();
        let mut partner: Vec<Option<usize>> = vec![None; after.len()];
        let mut left = vec![true; before.len()];
        let mut same = Vec::new();
        for (place, record) in after.iter().enumerate() {
            if let Some(other) = by_id.get(&*record.id).copied().filter(|other| left[*other]) {
                left[other] = false;
                partner[place] = Some(other);
                same.push((other, place));
            }
        }
        // Which of those that are left have a part.
        let mut with_part: HashMap<&str, Vec<usize>, FixedState> = HashMap::default();
        for (place, record) in before.iter().enumerate().filter(|(place, _)| left[*place]) {
            for part in &record.parts {
                with_part.entry(part).or_default().push(place);
            }
        }
        let mut pairs: Vec<(u64, usize, usize)> = Vec::new();
        for (place, record) in after.iter().enumerate().filter(|(place, _)| partner[*place].is_none()) {
            let mut shared: BTreeMap<usize, u64> = BTreeMap::new();
            for other in record.parts.iter().filter_map(|part| with_part.get(&**part)).flatten() {
                *shared.entry(*other).or_default() += 1;
            }
            for (other, shared) in shared {
                let either = (record.parts.len() + before[other].parts.len()) as u64 - shared;
                if before[other].sort == record.sort && shared * 2 >= either {
                    // In millionths, so that the order is one of integers.
                    pairs.push((shared * 1_000_000 / either, other, place));
                }
            }
        }
        pairs.sort_unstable_by(|a, b| b.0.cmp(&a.0).then((a.2, a.1).cmp(&(b.2, b.1))));
        let mut alike = Vec::new();
        for (_, other, place) in pairs {
            if left[other] && partner[place].is_none() {
                left[other] = false;
                partner[place] = Some(other);
                alike.push((other, place));
            }
        }
        alike.sort_unstable_by_key(|(_, place)| *place);
        Self {
            same,
            alike,
            went: (0..before.len()).filter(|place| left[*place]).collect(),
            came: (0..after.len()).filter(|place| partner[*place].is_none()).collect(),
        }
    }
}
