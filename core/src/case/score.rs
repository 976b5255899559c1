//! How unusual a case is.

use crate::detect::{Finding, Pattern};
use crate::model::Row;

/// Of each pattern the finding that ranks first, each times the share of its evidence that no better one of these has,
/// added up, in thousandths of a bit, each term cut to an integer.
///
/// So a network that shows several shapes stands above one that shows a shape alone, the same money is not counted for
/// each shape that it has, and a shape that comes again and again (as wages and rents do) adds nothing.
///
/// `members` are positions in `findings`, ascending, which is the order of rank.
///
/// Time: O(evidence of one finding a pattern).
pub(super) fn of(members: &[u32], findings: &[Finding]) -> i64 {
    let mut seen: Vec<Pattern> = Vec::new();
    let mut counted: Vec<Row> = Vec::new();
    let mut score = 0_i64;
    for member in members {
        let finding = &findings[*member as usize];
        if seen.contains(&finding.pattern) {
            continue;
        }
        seen.push(finding.pattern);
        let fresh: Vec<Row> =
            finding.transactions.iter().copied().filter(|row| counted.binary_search(row).is_err()).collect();
        let share = i128::from(finding.score_millibits()) * fresh.len() as i128;
        score = score.saturating_add((share / finding.transactions.len().max(1) as i128) as i64);
        counted.extend(fresh);
        counted.sort_unstable();
    }
    score
}
