//! Probabilities of tails, exact to the last digits that a thousandth of a bit needs, and the same on every platform.

/// The natural logarithm of a probability as thousandths of a bit of surprise, never negative.
pub(super) fn millibits(ln_probability: f64) -> i64 {
    let bits = -ln_probability / std::f64::consts::LN_2;
    if bits.is_finite() { (bits.clamp(0.0, 1e12) * 1000.0 + 0.5) as i64 } else { 0 }
}

/// ln P(X >= seen), X Poisson.
pub(super) fn poisson_tail(seen: u64, expected: f64) -> f64 {
    if seen == 0 || expected <= 0.0 {
        return 0.0;
    }
    let n = seen as f64;
    if n <= expected {
        // Not above what is expected: no surprise that could matter.
        return 0.0;
    }
    // P(X >= n) = e^-m m^n / n! (1 + m/(n+1) + m²/((n+1)(n+2)) + ...), which converges fast above the mean.
    let (mut term, mut sum, mut k) = (1.0, 1.0, n);
    while term > sum * 1e-12 {
        k += 1.0;
        term *= expected / k;
        sum += term;
    }
    (n * libm::log(expected) - expected - libm::lgamma(n + 1.0) + libm::log(sum)).min(0.0)
}

/// ln P(X >= seen), X Poisson whose mean is itself drawn, from an exponential distribution with mean `expected`: a geometric
/// distribution. So what comes in batches adds up slowly.
pub(super) fn geometric_tail(seen: u64, expected: f64) -> f64 {
    if seen as f64 <= expected || expected <= 0.0 {
        return 0.0;
    }
    seen as f64 * (libm::log(expected) - libm::log1p(expected))
}

/// ln P(X >= seen), X binomial of `trials` with probability `p`.
pub(super) fn binomial_tail(seen: u64, trials: u64, p: f64) -> f64 {
    if seen == 0 || p >= 1.0 || seen as f64 <= trials as f64 * p {
        return 0.0;
    }
    let p = p.max(1e-9);
    let (n, k) = (trials as f64, seen as f64);
    let mut term = 1.0;
    let mut sum = 1.0;
    let mut at = k;
    while at < n && term > sum * 1e-12 {
        term *= (n - at) / (at + 1.0) * p / (1.0 - p);
        at += 1.0;
        sum += term;
    }
    let choose = libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0);
    (choose + k * libm::log(p) + (n - k) * libm::log1p(-p) + libm::log(sum)).min(0.0)
}

/// How much the ledger's share of something says about one account, as so many of its own payments or counterparties.
pub(super) const WEIGHT: f64 = 2.0;

/// ln P(X >= seen), X binomial of `trials` whose probability is itself drawn, from a beta distribution with mean `p` and
/// the weight of `weight` observations. So what is usual for one account and not for another adds up slowly.
pub(super) fn beta_binomial_tail(seen: u64, trials: u64, p: f64, weight: f64) -> f64 {
    if seen == 0 || p >= 1.0 || seen as f64 <= trials as f64 * p {
        return 0.0;
    }
    let p = p.max(1e-9);
    let (a, b) = (p * weight, (1.0 - p) * weight);
    let (n, k) = (trials as f64, seen as f64);
    let (mut term, mut sum, mut at) = (1.0, 1.0, k);
    while at < n {
        term *= (n - at) / (at + 1.0) * (at + a) / (n - at - 1.0 + b);
        at += 1.0;
        sum += term;
    }
    let beta = |x: f64, y: f64| libm::lgamma(x) + libm::lgamma(y) - libm::lgamma(x + y);
    let choose = libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0);
    (choose + beta(k + a, n - k + b) - beta(a, b) + libm::log(sum)).min(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn poisson_by_sum(seen: u64, expected: f64) -> f64 {
        let mut term = libm::exp(-expected);
        let mut below = 0.0;
        for k in 0..seen {
            below += term;
            term *= expected / (k + 1) as f64;
        }
        1.0 - below
    }

    proptest! {
        #[test]
        fn tails_agree_with_plain_sums(seen in 1_u64..12, expected in 0.5_f64..10.0, trials in 1_u64..15, p in 0.05_f64..0.95) {
            if seen as f64 > expected {
                let (ours, plain) = (libm::exp(poisson_tail(seen, expected)), poisson_by_sum(seen, expected));
                prop_assert!((ours - plain).abs() < 1e-9, "{ours} {plain}");
            }
            let seen = seen.min(trials);
            if seen as f64 > trials as f64 * p {
                let choose = |k: u64| (0..k).fold(1.0, |c, i| c * (trials - i) as f64 / (i + 1) as f64);
                let plain: f64 =
                    (seen..=trials).map(|k| choose(k) * p.powi(k as i32) * (1.0 - p).powi((trials - k) as i32)).sum();
                let ours = libm::exp(binomial_tail(seen, trials, p));
                prop_assert!((ours - plain).abs() < 1e-9, "{ours} {plain}");
            }
        }

        // With two draws of weight in all, one either way, every number of hits is as likely as any other.
        #[test]
        fn a_flat_prior_makes_every_number_as_likely(trials in 1_u64..200, hits in 1_u64..200) {
            let hits = hits.min(trials);
            if hits as f64 > trials as f64 / 2.0 {
                let plain = (trials - hits + 1) as f64 / (trials + 1) as f64;
                prop_assert!((libm::exp(beta_binomial_tail(hits, trials, 0.5, 2.0)) - plain).abs() < 1e-9);
            }
        }

        #[test]
        fn more_is_never_less_surprising(seen in 1_u64..1000, expected in 0.0_f64..500.0) {
            prop_assert!(poisson_tail(seen + 1, expected) <= poisson_tail(seen, expected) + 1e-9);
        }
    }

    #[test]
    fn surprise_is_finite_and_not_negative() {
        for probability in [f64::NEG_INFINITY, f64::NAN, f64::INFINITY, 0.5, -1e300] {
            assert!(millibits(probability) >= 0);
        }
    }
}
