//! How often an alert would arise here by luck, and which alerts remain when the share of false ones is controlled.
//!
//! # The null model
//! Every account keeps its number of payments each way. Each payment passes the rule's filter with the ledger's share of
//! payments that do, and falls into a window with the window's share of the ledger's time; since payments come in batches,
//! the number in a window is geometric with that mean (a Poisson distribution whose mean is itself drawn from an exponential
//! one). The chance of a subject is that of as many payments or more as the alert's window has, times the windows that the
//! ledger's time has. Sums, distinct values, parts and steps are further conditions and make it rarer still: the chance is a
//! bound from above. For a shape it is that of its finding, whose score is the chance in bits.
//!
//! The expected number is the sum of these chances over all accounts, each with its own number of payments.
//!
//! # Control of false alerts
//! Benjamini and Hochberg, Controlling the false discovery rate, Journal of the Royal Statistical Society B 57, 1995: of m
//! tests (subjects times rules that were evaluated) with ascending chances p, the adjusted chance of the i-th is the least p m / j
//! over all j from i on. Alerts whose adjusted chance is at most the level have, in expectation, at most that share of false
//! ones among them. Chances that are bounds from above keep this true.

use super::alert::{Alert, Measure};
use super::{Evaluation, Tested};
use crate::graph::{Direction, TransactionGraph};
use crate::typology::Way;
use std::collections::BTreeMap;

/// How lucky an alert would be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Luck {
    /// How many such instances chance would give in this ledger.
    pub expected: f64,
    /// The chance of one for this subject.
    pub chance: f64,
    /// The adjusted chance.
    pub adjusted: f64,
}

impl Luck {
    /// Whether the alert remains when so many thousandths of alerts may be false.
    #[must_use]
    pub fn within(&self, false_alerts: u32) -> bool {
        self.adjusted * 1000.0 <= f64::from(false_alerts)
    }

    /// The chance in thousandths of a bit.
    pub(super) fn millibits(&self) -> i64 {
        if self.chance >= 1.0 {
            return 0;
        }
        libm::round(-libm::log2(self.chance.max(f64::MIN_POSITIVE)) * 1000.0) as i64
    }
}

/// The luck of each alert, in their order; `None` for rules of which it is not estimated.
///
/// Time: O(accounts + alerts log alerts), and for each rule and number of payments the distinct numbers of payments of accounts.
pub(super) fn of(graph: &TransactionGraph, evaluation: &Evaluation) -> Vec<Option<Luck>> {
    let ledger = graph.ledger();
    let rows = graph.adjacency(Direction::In).all().len() as f64;
    let (first, last) = (ledger.rows().next(), ledger.rows().next_back());
    let span = first.zip(last).map_or(0, |(first, last)| (ledger.time(last) - ledger.time(first)).0).max(1) as f64;
    let degrees = [degrees(graph, Direction::In), degrees(graph, Direction::Out)];
    let tested: BTreeMap<(usize, usize), &Tested> =
        evaluation.tested.iter().map(|tested| ((tested.indicator, tested.rule), tested)).collect();
    let mut expected: BTreeMap<(usize, usize, u64), f64> = BTreeMap::new();

    let luck = |alert: &Alert| -> Option<(f64, f64)> {
        let tested = tested.get(&(alert.indicator, alert.rule))?;
        if let Some(millibits) = alert.surprise {
            let chance = libm::exp2(-(millibits as f64) / 1000.0).min(1.0);
            return Some((chance * tested.subjects as f64, chance));
        }
        let (way, window) = (tested.way?, tested.window?.0 as f64);
        let seen = payments(alert);
        let share = (window / span).min(1.0);
        let rate = tested.passing as f64 / rows.max(1.0) * share;
        let windows = libm::ceil(span / window.max(1.0)).max(1.0);
        let chance = |payments: f64| -> f64 {
            let mean = payments * rate;
            if mean <= 0.0 {
                return f64::MIN_POSITIVE;
            }
            let tail = seen as f64 * (libm::log(mean) - libm::log1p(mean));
            (libm::exp(tail) * windows).clamp(f64::MIN_POSITIVE, 1.0)
        };
        let all = *expected.entry((alert.indicator, alert.rule, seen)).or_insert_with(|| {
            degrees[way as usize].iter().map(|(payments, accounts)| chance(*payments as f64) * *accounts as f64).sum()
        });
        let direction = super::data::direction(way);
        let own: usize = alert.subject().iter().map(|account| graph.adjacency(direction).of(*account).len()).sum();
        Some((all, chance(own as f64)))
    };
    let chances: Vec<Option<(f64, f64)>> = evaluation.alerts.iter().map(luck).collect();

    let tests: u64 = evaluation.tested.iter().map(|tested| tested.subjects).sum();
    let adjusted = adjust(&chances.iter().map(|chances| chances.map(|(_, chance)| chance)).collect::<Vec<_>>(), tests);
    let luck = chances.into_iter().zip(adjusted);
    luck.map(|(chances, adjusted)| chances.map(|(expected, chance)| Luck { expected, chance, adjusted })).collect()
}

/// The adjusted chances, after Benjamini and Hochberg, of so many tests; 1 where there is none.
fn adjust(chances: &[Option<f64>], tests: u64) -> Vec<f64> {
    let mut order: Vec<(f64, usize)> =
        chances.iter().enumerate().filter_map(|(place, chance)| Some(((*chance)?, place))).collect();
    order.sort_by(|one, two| one.0.total_cmp(&two.0).then(one.1.cmp(&two.1)));
    let mut adjusted = vec![1.0; chances.len()];
    let mut least = 1.0_f64;
    for (rank, (chance, place)) in order.iter().enumerate().rev() {
        least = least.min(chance * tests as f64 / (rank + 1) as f64);
        adjusted[*place] = least;
    }
    adjusted
}

/// How many payments the alert's window has.
fn payments(alert: &Alert) -> u64 {
    let rows = alert.conditions.iter().find(|condition| condition.name == "rows");
    match rows.map(|condition| condition.measured) {
        Some(Measure::Count(number)) => number,
        _ => 1,
    }
}

/// How many accounts have so many payments.
fn degrees(graph: &TransactionGraph, direction: Direction) -> BTreeMap<usize, u64> {
    let mut degrees = BTreeMap::new();
    for account in graph.ledger().accounts().ids() {
        *degrees.entry(graph.adjacency(direction).of(account).len()).or_default() += 1;
    }
    degrees.remove(&0);
    degrees
}

const _: () = assert!(Way::In as usize == 0 && Way::Out as usize == 1);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Those whose adjusted chance is at most a level are those that the procedure of the paper keeps: the k smallest, k
        /// being the largest i with p(i) at most i / m times the level.
        #[test]
        fn what_is_within_a_level_is_what_the_procedure_keeps(
            chances in prop::collection::vec((0_u32..=1000).prop_map(|thousandths| f64::from(thousandths) / 1000.0), 0..30),
            more in 0_u64..20,
            level in 0_u32..=1000,
        ) {
            let tests = chances.len() as u64 + more;
            let level = f64::from(level) / 1000.0;
            let adjusted = adjust(&chances.iter().copied().map(Some).collect::<Vec<_>>(), tests);
            let mut sorted = chances.clone();
            sorted.sort_by(f64::total_cmp);
            let holds = |i: &usize| sorted[*i - 1] * tests as f64 / *i as f64 <= level;
            let kept = (1..=sorted.len()).rev().find(holds).map_or(-1.0, |i| sorted[i - 1]);
            for (chance, adjusted) in chances.iter().zip(adjusted) {
                if level < 1.0 {
                    prop_assert_eq!(*chance <= kept, adjusted <= level, "{} {}", chance, adjusted);
                }
            }
        }
    }
}
