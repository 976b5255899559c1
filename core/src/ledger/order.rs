//! The order of the rows: by time, then by content, so that it does not depend on the order in the files.
//!
//! Rows are dealt into buckets of time by counting, and each bucket is sorted on one wide integer of time, payer,
//! receiver and place. Exports are nearly in order of time, so a worker that takes a range of buckets finds its rows in
//! few stretches of the input, and what it touches stays near.

use super::TextField;
use super::lane::{NO_OFFSET, SEGMENT, Segment};
use crate::model::{Resolution, Timestamp};
use crate::parallel::prelude::*;
use std::cmp::Ordering;

/// The rows in order, each as segment number times [`SEGMENT`] plus place; accounts and texts must have their final
/// numbers.
///
/// Time: O(n) for counting and dealing, O(b log b) for each bucket of b rows; at least a quarter as many buckets as rows
/// where times are that fine, else one for each instant. Memory beside the result: 16 bytes a row of the ranges that are
/// sorted at once, and 4 bytes a bucket.
pub(super) fn order(segments: &[Segment], resolution: Resolution) -> Vec<u32> {
    let Some(dealer) = Dealer::new(segments, resolution) else { return Vec::new() };
    let ends = dealer.bucket_ends(segments);
    let rows = ends.last().map_or(0, |end| *end as usize);
    let mut order = vec![0; rows];
    let workers = crate::parallel::current_num_threads();
    let ranges = if rows < STRETCH { 1 } else { 4 * workers };
    let mut tasks = Vec::new();
    let (mut rest, mut first) = (order.as_mut_slice(), 0);
    for range in 0..ranges {
        let sought = (rows * (range + 1) / ranges) as u32;
        let last = if range + 1 == ranges { ends.len() } else { ends.partition_point(|end| *end <= sought) };
        if last > first {
            let start = if first == 0 { 0 } else { ends[first - 1] as usize };
            let (mine, others) = rest.split_at_mut(ends[last - 1] as usize - start);
            tasks.push((first, &ends[first..last], start, mine));
            (rest, first) = (others, last);
        }
    }
    tasks.into_par_iter().with_max_len(1).for_each(|(first, ends, start, order)| {
        dealer.sort_range(segments, first, ends, start, order);
    });
    order
}

// Rows that are passed over at once where none belongs to a range.
const STRETCH: usize = 1 << 14;

struct Dealer {
    earliest: i64,
    step: u64,
    // Steps in a bucket.
    width: u64,
    buckets: usize,
    // First and last bucket with a row of each stretch of each segment.
    reach: Vec<Vec<(usize, usize)>>,
}

impl Dealer {
    fn new(segments: &[Segment], resolution: Resolution) -> Option<Self> {
        let span = |times: &[Timestamp]| {
            let first = *times.first()?;
            Some(times.iter().fold((first, first), |(first, last), time| (first.min(*time), last.max(*time))))
        };
        let spans: Vec<Vec<(Timestamp, Timestamp)>> =
            segments.iter().map(|segment| segment.time.par_chunks(STRETCH).filter_map(span).collect()).collect();
        let earliest = spans.iter().flatten().map(|(first, _)| first.0).min()?;
        let latest = spans.iter().flatten().map(|(_, last)| last.0).max()?;
        let rows: usize = segments.iter().map(Segment::len).sum();
        let step = resolution.step().0.unsigned_abs();
        let steps = latest.wrapping_sub(earliest) as u64 / step;
        let width = steps / (rows as u64 / 4).max(4096) + 1;
        let mut dealer = Self { earliest, step, width, buckets: (steps / width) as usize + 1, reach: Vec::new() };
        let reach = |(first, last): &(Timestamp, Timestamp)| (dealer.bucket(*first), dealer.bucket(*last));
        dealer.reach = spans.iter().map(|spans| spans.iter().map(reach).collect()).collect();
        Some(dealer)
    }

    #[inline]
    fn bucket(&self, time: Timestamp) -> usize {
        (self.steps(time) / self.width) as usize
    }

    #[inline]
    fn steps(&self, time: Timestamp) -> u64 {
        time.0.wrapping_sub(self.earliest) as u64 / self.step
    }

    // How many rows lie in each bucket and those before it.
    fn bucket_ends(&self, segments: &[Segment]) -> Vec<u32> {
        let rows: usize = segments.iter().map(Segment::len).sum();
        let share = rows.div_ceil(crate::parallel::current_num_threads()).max(STRETCH);
        let counts: Vec<Vec<u32>> = segments
            .par_iter()
            .flat_map(|segment| segment.time.par_chunks(share))
            .map(|times| {
                let mut counts = vec![0; self.buckets];
                for time in times {
                    counts[self.bucket(*time)] += 1;
                }
                counts
            })
            .collect();
        let mut ends = vec![0; self.buckets];
        let mut end = 0;
        for (bucket, place) in ends.iter_mut().enumerate() {
            end += counts.iter().map(|counts| counts[bucket]).sum::<u32>();
            *place = end;
        }
        ends
    }

    // The rows of the buckets from `first` on that end at `ends`, in order; `start` rows lie before them.
    fn sort_range(&self, segments: &[Segment], first: usize, ends: &[u32], start: usize, order: &mut [u32]) {
        let mut next: Vec<usize> = std::iter::once(0).chain(ends.iter().map(|end| *end as usize - start)).collect();
        let mut entries = vec![0_u128; order.len()];
        for (number, (segment, reach)) in segments.iter().zip(&self.reach).enumerate() {
            for (stretch, (least, most)) in reach.iter().enumerate() {
                if *most < first || *least >= first + ends.len() {
                    continue;
                }
                for place in stretch * STRETCH..segment.len().min((stretch + 1) * STRETCH) {
                    let steps = self.steps(segment.time[place]);
                    let bucket = ((steps / self.width) as usize).wrapping_sub(first);
                    if bucket < ends.len() {
                        let within = u128::from((steps % self.width) as u32);
                        let (from, to) = (u128::from(segment.from[place].0), u128::from(segment.to[place].0));
                        let at = (number * SEGMENT + place) as u128;
                        entries[next[bucket]] = within << 96 | from << 64 | to << 32 | at;
                        next[bucket] += 1;
                    }
                }
            }
        }
        let mut from = 0;
        for end in ends {
            let end = *end as usize - start;
            self.sort_bucket(segments, &mut entries[from..end]);
            from = end;
        }
        for (entry, row) in entries.iter().zip(order) {
            *row = *entry as u32;
        }
    }

    fn sort_bucket(&self, segments: &[Segment], entries: &mut [u128]) {
        // The bits above the accounts hold the time within the bucket only if that many suffice.
        if self.width > u64::from(u32::MAX) {
            entries.sort_unstable_by(|one, two| compare(segments, *one as u32, *two as u32));
            return;
        }
        if entries.len() > 4 * STRETCH {
            entries.par_sort_unstable()
        } else {
            entries.sort_unstable()
        }
        for alike in entries.chunk_by_mut(|one, two| one >> 32 == two >> 32) {
            if alike.len() > 1 {
                alike.sort_unstable_by(|one, two| compare(segments, *one as u32, *two as u32));
            }
        }
    }
}

// By all that a row holds, and only then by where it was read.
fn compare(segments: &[Segment], one: u32, two: u32) -> Ordering {
    let (a, i) = (&segments[one as usize / SEGMENT], one as usize % SEGMENT);
    let (b, j) = (&segments[two as usize / SEGMENT], two as usize % SEGMENT);
    let key = |segment: &Segment, place: usize| {
        let received = match &segment.received {
            Some((units, currencies)) => (units[place], currencies[place]),
            None => (segment.paid[place], segment.paid_currency[place]),
        };
        let accounts = (segment.from[place], segment.to[place]);
        (segment.time[place], accounts, segment.paid[place], segment.paid_currency[place], received)
    };
    fn id(segment: &Segment, place: usize) -> &[u8] {
        if place < segment.ids.len() { segment.ids.get(place) } else { b"" }
    }
    let codes = |segment: &Segment, place: usize| -> [u32; TextField::ALL.len()] {
        std::array::from_fn(|field| segment.codes[field].at(place))
    };
    let offset =
        |segment: &Segment, place: usize| segment.utc_offset.as_ref().map_or(NO_OFFSET, |offsets| offsets[place]);
    key(a, i)
        .cmp(&key(b, j))
        .then_with(|| id(a, i).cmp(id(b, j)))
        .then_with(|| codes(a, i).cmp(&codes(b, j)))
        .then_with(|| offset(a, i).cmp(&offset(b, j)))
        .then_with(|| (a.file[i], a.line[i], one).cmp(&(b.file[j], b.line[j], two)))
}
