//! How far up a case stands.
//!
//! A score is a sum of reasons, in thousandths of a bit, each cut to an integer:
//!
//! - **surprise**, for each pattern: the score of the finding of it that ranks first, times the share of its evidence that no
//!   better one of these has. So the same money is not counted for each shape that it has, and a shape that comes again and
//!   again (as wages and rents do) adds nothing.
//! - **indicator**, for each indicator: [`BITS`] bits times the score of the alert of it that weighs most, whole where that alert
//!   remains when the share of false alerts is controlled, half where luck is not estimated, a quarter where it is more likely
//!   luck. An alert's score has in it already what is said for it by other indicators and what speaks against it.
//!
//! So a network that shows several shapes and red flags stands above one that shows a shape alone. [`BITS`] is proposed, as the weights of
//! alerts are: with it a red flag that is beyond doubt counts like a shape that chance gives once in a million.

use super::{Flag, FlagLuck};
use crate::detect::{Finding, Pattern};
use crate::model::Row;

/// What an alert of the highest score adds, in bits.
pub const BITS: i64 = 20;

/// A part of the score of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RankReason {
    /// What it is for.
    pub of: RankTerm,
    /// Thousandths of a bit.
    pub millibits: i64,
}

/// What a part of the score of a case is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RankTerm {
    /// The surprise of a finding: its place among the findings.
    Surprise(u32),
    /// An alert: its place among the alerts.
    Indicator(u32),
}

/// The reasons of a case: findings in their order, then alerts, the weightiest first. Their sum is the score.
///
/// `findings` and `flags` of the case are positions, ascending; that of findings is the order of rank.
///
/// Time: O(evidence of one finding a pattern + alerts).
pub(super) fn of(own: (&[u32], &[u32]), findings: &[Finding], flags: &[Flag<'_>]) -> Vec<RankReason> {
    let mut reasons = Vec::new();
    let mut seen: Vec<Pattern> = Vec::new();
    let mut counted: Vec<Row> = Vec::new();
    for place in own.0 {
        let finding = &findings[*place as usize];
        if seen.contains(&finding.pattern) {
            continue;
        }
        seen.push(finding.pattern);
        let fresh: Vec<Row> =
            finding.transactions.iter().copied().filter(|row| counted.binary_search(row).is_err()).collect();
        let share = i128::from(finding.score_millibits()) * fresh.len() as i128;
        let millibits = (share / finding.transactions.len().max(1) as i128) as i64;
        reasons.push(RankReason { of: RankTerm::Surprise(*place), millibits });
        counted.extend(fresh);
        counted.sort_unstable();
    }
    let mut weighed: Vec<(usize, i64, u32)> = (own.1.iter())
        .map(|place| {
            let flag = &flags[*place as usize];
            (flag.indicator, -weight(flag), *place)
        })
        .collect();
    weighed.sort_unstable();
    weighed.dedup_by_key(|(indicator, ..)| *indicator);
    weighed.sort_by_key(|(_, millibits, place)| (*millibits, *place));
    reasons.extend(
        weighed
            .into_iter()
            .map(|(_, millibits, place)| RankReason { of: RankTerm::Indicator(place), millibits: -millibits }),
    );
    reasons
}

/// What an alert adds, in thousandths of a bit.
fn weight(flag: &Flag<'_>) -> i64 {
    let whole = i64::from(flag.score) * BITS / 1000;
    match flag.luck {
        FlagLuck::Remains => whole,
        FlagLuck::NotEstimated => whole / 2,
        FlagLuck::MoreLikelyLuck => whole / 4,
    }
}
