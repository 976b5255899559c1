//! Random draws, by integers alone wherever one decides anything, so that a seed means the same bytes on every machine.

use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::Rng;

/// A stream of draws. Every behaviour and every planted instance has a stream of its own, so that adding one leaves the
/// others as they were.
pub(crate) struct Draw(Pcg64Mcg);

/// Mixes 64 bits so that neighbours end far apart (the finaliser of SplitMix64, Steele et al. 2014).
pub(crate) const fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// A number below `n` from 32 random bits, small numbers more likely: the i-th in popularity has a share that falls as
/// i to the power of -2/3, which gives degrees a tail with exponent 2.5.
pub(crate) const fn skew(bits: u32, n: u32) -> u32 {
    let bits = bits as u64;
    let square = (bits * bits) >> 32;
    let cube = (square * bits) >> 32;
    ((cube * n as u64) >> 32) as u32
}

impl Draw {
    /// The stream of that number under a seed.
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let high = mix(seed ^ mix(stream));
        Self(Pcg64Mcg::new((u128::from(high) << 64) | u128::from(mix(high ^ stream))))
    }

    /// 32 random bits.
    pub(crate) fn bits(&mut self) -> u32 {
        (self.0.next_u64() >> 32) as u32
    }

    /// A number below `n`, all alike; 0 when `n` is 0.
    pub(crate) fn below(&mut self, n: u32) -> u32 {
        ((u64::from(self.bits()) * u64::from(n)) >> 32) as u32
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn within(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// Yes so many times in a thousand.
    pub(crate) fn chance(&mut self, per_mille: u32) -> bool {
        self.below(1000) < per_mille
    }

    /// A number below `n`, small numbers more likely: see [`skew`].
    pub(crate) fn skewed(&mut self, n: u32) -> u32 {
        skew(self.bits(), n)
    }

    /// One of a list; the list must not be empty.
    pub(crate) fn one<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len() as u32) as usize]
    }

    /// An amount around a median, with the long right tail of a lognormal: `spread` is the standard deviation of its
    /// logarithm in hundredths. Never 0.
    pub(crate) fn around(&mut self, median: u64, spread: u32) -> u64 {
        // The sum of four 16-bit numbers stands in for the normal: its variance is 4 * 65536^2 / 12.
        let bits = self.0.next_u64();
        let sum = (bits & 0xffff) + (bits >> 16 & 0xffff) + (bits >> 32 & 0xffff) + (bits >> 48);
        let normal = (sum as f64 - 131_070.0) / 37_837.2;
        let factor = libm::exp(normal * f64::from(spread) / 100.0);
        ((median as f64 * factor) as u64).max(1)
    }

    /// A share of an amount, from `low` to `high` parts in ten thousand.
    pub(crate) fn share(&mut self, amount: u64, low: u32, high: u32) -> u64 {
        part(amount, self.within(low, high))
    }
}

/// So many parts in ten thousand of an amount, rounded down.
pub(crate) const fn part(amount: u64, per_ten_thousand: u32) -> u64 {
    (amount as u128 * per_ten_thousand as u128 / 10_000) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_differ_and_repeat() {
        let first = |seed, stream| Draw::new(seed, stream).bits();
        assert_eq!(first(1, 2), first(1, 2));
        assert_ne!(first(1, 2), first(2, 1));
        assert_ne!(first(1, 2), first(1, 3));
    }

    #[test]
    fn amounts_lie_around_their_median_with_a_long_right_tail() {
        let mut draw = Draw::new(7, 0);
        let mut amounts: Vec<u64> = (0..20_001).map(|_| draw.around(10_000, 80)).collect();
        amounts.sort_unstable();
        assert!((9_700..10_300).contains(&amounts[10_000]), "{}", amounts[10_000]);
        let mean = amounts.iter().sum::<u64>() / 20_001;
        assert!(mean > 12_500, "a lognormal's mean lies well above its median, found {mean}");
    }

    #[test]
    fn draws_stay_in_their_range() {
        let mut draw = Draw::new(3, 3);
        for _ in 0..10_000 {
            assert!((5..=9).contains(&draw.within(5, 9)));
            assert!(draw.skewed(10) < 10);
        }
        assert_eq!(draw.below(0), 0);
    }
}
