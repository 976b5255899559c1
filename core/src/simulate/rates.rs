//! Exchange rates: one a currency and day, wandering a little around a base.

use super::draw::Draw;
use super::geography::MONIES;

/// The rates of the simulated span.
pub(crate) struct Rates {
    days: usize,
    // By currency, then by day: units for a US dollar, in billionths.
    per_dollar: Vec<u64>,
}

impl Rates {
    /// Draws them. A currency stays within a few percent of its base: each day pulls it back and pushes it by at most
    /// 0.3 %.
    pub(crate) fn new(days: u32, draw: &mut Draw) -> Self {
        let days = days as usize;
        let mut per_dollar = Vec::with_capacity(days * MONIES.len());
        for (position, money) in MONIES.iter().enumerate() {
            let mut off: i64 = 0;
            for _ in 0..days {
                let rate = i128::from(money.per_dollar) * (1_000_000 + i128::from(off)) / 1_000_000;
                per_dollar.push(rate as u64);
                let push = i64::from(draw.below(6001)) - 3000;
                off = if position == 0 { 0 } else { off * 97 / 100 + push };
            }
        }
        Self { days, per_dollar }
    }

    /// What an amount of one currency is in another on a day, rounded to the nearest, never 0.
    pub(crate) fn convert(&self, units: u64, from: u8, to: u8, day: u32) -> u64 {
        let rate = |money: u8| self.per_dollar[usize::from(money) * self.days + day as usize];
        exchange(units, from, to, rate(from), rate(to))
    }
}

/// The same at the base rates, which are those of no day.
pub(crate) fn convert_at_base(units: u64, from: u8, to: u8) -> u64 {
    let rate = |money: u8| MONIES[usize::from(money)].per_dollar;
    exchange(units, from, to, rate(from), rate(to))
}

fn exchange(units: u64, from: u8, to: u8, rate_from: u64, rate_to: u64) -> u64 {
    if from == to {
        return units;
    }
    let scale = |money: u8| 10_u128.pow(MONIES[usize::from(money)].decimals);
    let divisor = u128::from(rate_from) * scale(from);
    let product = u128::from(units) * u128::from(rate_to) * scale(to);
    (((product + divisor / 2) / divisor) as u64).max(1)
}
