//! When people pay: hours of the day, days of the week, ends of months, in the payer's own local time.

use super::draw::Draw;
use crate::model::{Resolution, Span, Timestamp};

/// Seconds in a day.
pub(crate) const DAY: u32 = 86_400;

/// A habit of time.
#[derive(Clone, Copy)]
pub(crate) enum Rhythm {
    /// Shops: noon and early evening, most on Saturday, more after payday.
    Shop,
    /// Offices: working hours of working days, most at the end of the month.
    Office,
    /// Private: evenings, every day.
    Private,
    /// Batches of a bank: before dawn of working days.
    Batch,
}

struct Weights {
    hours: [u8; 24],
    weekdays: [u8; 7],
    // In hundredths, for the last three and the first two days of a month.
    turn_of_month: u32,
}

static WEIGHTS: [Weights; 4] = [
    Weights {
        hours: [1, 1, 0, 0, 0, 1, 3, 6, 10, 13, 16, 19, 22, 20, 16, 15, 17, 20, 23, 20, 14, 8, 4, 2],
        weekdays: [9, 9, 10, 10, 13, 15, 10],
        turn_of_month: 130,
    },
    Weights {
        hours: [0, 0, 0, 0, 0, 0, 1, 4, 13, 22, 24, 22, 14, 15, 21, 22, 19, 11, 4, 2, 1, 0, 0, 0],
        weekdays: [20, 20, 19, 19, 19, 2, 1],
        turn_of_month: 220,
    },
    Weights {
        hours: [3, 2, 1, 1, 1, 1, 3, 6, 8, 9, 10, 11, 14, 13, 11, 11, 12, 14, 18, 21, 22, 19, 13, 7],
        weekdays: [13, 13, 13, 13, 16, 17, 15],
        turn_of_month: 160,
    },
    Weights {
        hours: [1, 3, 8, 14, 18, 14, 8, 4, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        weekdays: [20, 20, 20, 20, 20, 0, 0],
        turn_of_month: 150,
    },
];

/// A day of the simulated span.
#[derive(Clone, Copy)]
pub(crate) struct Day {
    /// 0 is Monday.
    pub(crate) weekday: u8,
    /// From 1.
    pub(crate) of_month: u8,
    /// From 1.
    pub(crate) month: u8,
    /// Whether the next day begins a month.
    pub(crate) ends_month: bool,
}

/// The simulated span, with tables that make drawing a moment quick.
pub(crate) struct Calendar {
    pub(crate) days: Vec<Day>,
    pub(crate) start: Timestamp,
    pub(crate) resolution: Resolution,
    cumulative: [Vec<u32>; 4],
    hours: [[u8; 256]; 4],
}

impl Calendar {
    /// So many days from the midnight (UTC) at or before `start`.
    pub(crate) fn new(start: Timestamp, count: u32, resolution: Resolution) -> Self {
        let start = Timestamp(start.day() * Span::DAY.0);
        let days: Vec<Day> = (0..i64::from(count))
            .map(|day| {
                let at = start + Span::days(day);
                let date = at.civil().date();
                Day {
                    weekday: at.weekday(),
                    of_month: date.day() as u8,
                    month: date.month() as u8,
                    ends_month: date.day() == date.days_in_month(),
                }
            })
            .collect();
        let cumulative = WEIGHTS.each_ref().map(|weights| {
            let mut total = 0;
            days.iter()
                .map(|day| {
                    let turn = day.of_month <= 2 || day.of_month >= 28 || day.ends_month;
                    total += u32::from(weights.weekdays[usize::from(day.weekday)])
                        * if turn { weights.turn_of_month } else { 100 };
                    total
                })
                .collect()
        });
        let hours = WEIGHTS.each_ref().map(|weights| {
            let sum: u32 = weights.hours.iter().map(|weight| u32::from(*weight)).sum();
            let mut table = [0; 256];
            let (mut hour, mut reached) = (0, u32::from(weights.hours[0]));
            for (slot, entry) in table.iter_mut().enumerate() {
                while reached * 256 <= slot as u32 * sum {
                    hour += 1;
                    reached += u32::from(weights.hours[hour]);
                }
                *entry = hour as u8;
            }
            table
        });
        Self { days, start, resolution, cumulative, hours }
    }

    /// How many seconds the span has.
    pub(crate) fn seconds(&self) -> u32 {
        self.days.len() as u32 * DAY
    }

    /// A day by that rhythm.
    pub(crate) fn day(&self, draw: &mut Draw, rhythm: Rhythm) -> u32 {
        let cumulative = &self.cumulative[rhythm as usize];
        let at = draw.below(cumulative.last().copied().unwrap_or(0));
        (cumulative.partition_point(|total| *total <= at) as u32).min(self.days.len() as u32 - 1)
    }

    /// A moment by that rhythm for someone so many minutes east of UTC, in seconds from the start.
    pub(crate) fn moment(&self, draw: &mut Draw, rhythm: Rhythm, utc_offset: i32) -> u32 {
        let day = self.day(draw, rhythm);
        self.moment_of(draw, day, rhythm, utc_offset)
    }

    /// A moment of that local day.
    pub(crate) fn moment_of(&self, draw: &mut Draw, day: u32, rhythm: Rhythm, utc_offset: i32) -> u32 {
        let bits = draw.bits();
        let hour = u32::from(self.hours[rhythm as usize][(bits & 0xff) as usize]);
        let second = ((u64::from(bits >> 8) * 3600) >> 24) as u32;
        self.at(day * DAY + hour * 3600 + second, utc_offset)
    }

    /// A local second as one of UTC, cut to the resolution. Data that tells days only has no zones.
    pub(crate) fn at(&self, local: u32, utc_offset: i32) -> u32 {
        if self.resolution >= Resolution::Day {
            return local - local % DAY;
        }
        let utc = i64::from(local) - i64::from(utc_offset) * 60;
        // What would lie before the span, since days begin earlier in the east, takes place a day later.
        let utc = if utc < 0 { utc + i64::from(DAY) } else { utc };
        self.cut(utc as u32)
    }

    /// A second cut to the resolution.
    pub(crate) fn cut(&self, second: u32) -> u32 {
        second - second % self.step()
    }

    /// The resolution in seconds.
    pub(crate) fn step(&self) -> u32 {
        (self.resolution.step().0 / 1000).max(1) as u32
    }

    /// Which day of the span a second lies on; the last one for what runs over its end.
    pub(crate) fn day_of(&self, second: u32) -> u32 {
        (second / DAY).min(self.days.len() as u32 - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_rest_at_night_and_on_sunday() {
        let calendar = Calendar::new(Timestamp(1_735_689_600_000), 60, Resolution::Second);
        let mut draw = Draw::new(1, 1);
        let (mut nights, mut sundays) = (0, 0);
        for _ in 0..10_000 {
            let at = calendar.moment(&mut draw, Rhythm::Office, 0);
            nights += u32::from((at % DAY) / 3600 < 6);
            sundays += u32::from(calendar.days[calendar.day_of(at) as usize].weekday == 6);
        }
        assert_eq!(nights, 0);
        assert!(sundays < 200, "{sundays}");
    }

    #[test]
    fn days_alone_have_no_zone() {
        let calendar = Calendar::new(Timestamp(0), 10, Resolution::Day);
        assert_eq!(calendar.at(3 * DAY + 80_000, -300), 3 * DAY);
        let calendar = Calendar::new(Timestamp(0), 10, Resolution::Minute);
        assert_eq!(calendar.at(3 * DAY + 61, -60), 3 * DAY + 3660);
    }
}
