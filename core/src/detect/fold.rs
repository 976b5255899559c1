//! The same money as several shapes is one finding.
//!
//! A gather-scatter holds a fan-in and a fan-out, a stack holds bipartites; reporting all of them would tell an analyst the
//! same thing three times. Of two findings, one a part of the other (all its evidence is the other's, and its pattern is
//! one that the other's is [made of](Pattern::parts)), one is kept:
//!
//! - the whole, when it is more unusual than the part by [`GAIN`] or more and the part is not nearly all of it (two thirds
//!   of its evidence or less), or when it is a temporal cycle, which is the chain in it come round, whatever the value that
//!   the chain's score counts;
//! - else the part: what lies around it is little, or no more than chance puts there.
//!
//! The other goes with it as a [`Shape`]. A finding that may go with several goes with the highest ranked. Round trips and
//! temporal cycles are not folded into each other: one speaks of value, the other of time. A whole of the same pattern as its
//! parts (what a cash desk pays out below the threshold, and what each customer of it receives) adds to all of them, or
//! goes with one.

use super::by_row::ByRow;
use super::merge::contains;
use super::{Finding, Pattern, Shape};
use crate::model::Span;

/// What a whole must add to its part, in thousandths of a bit: as much as has a chance of one in a thousand.
const GAIN: i64 = 9966;

/// Takes findings in order of rank; gives those that are kept, in order, and the patterns of the others. `rows` is the
/// number of rows of the ledger.
///
/// Time: O(evidence + for each part the evidence of the wholes around it). Memory: 4 bytes a row and 8 a piece of evidence
/// of what can be a whole.
pub(super) fn fold(mut findings: Vec<Finding>, rows: usize) -> (Vec<Finding>, Vec<Pattern>) {
    let into = targets(&findings, rows);
    let mut folded = Vec::new();
    for place in 0..findings.len() {
        let Some(mut target) = into[place] else { continue };
        while let Some(next) = into[target as usize] {
            target = next;
        }
        let pattern = findings[place].pattern;
        folded.push(pattern);
        let finding = std::mem::replace(&mut findings[place], Finding::new(pattern, Span(0), Vec::new(), Vec::new()));
        findings[target as usize].also.extend(Shape::all_of(finding));
    }
    let mut place = 0;
    findings.retain(|_| {
        place += 1;
        into[place - 1].is_none()
    });
    (findings, folded)
}

/// For each finding the one that it goes with. Following them ends: to a whole the score rises, or a cycle is reached, which
/// is part of nothing and goes nowhere; from a whole to a part the evidence shrinks, and such a part goes with no whole.
fn targets(findings: &[Finding], rows: usize) -> Vec<Option<u32>> {
    let wholes = ByRow::of(findings, rows, |finding| !finding.pattern.parts().is_empty());
    let mut with_whole: Vec<Option<u32>> = vec![None; findings.len()];
    let mut around: Vec<(u32, u32)> = Vec::new();
    for (place, part) in findings.iter().enumerate() {
        let Some(first) = part.transactions.first() else { continue };
        for whole in wholes.with(first.index()) {
            let other = &findings[*whole as usize];
            if *whole as usize == place
                || !other.pattern.parts().contains(&part.pattern)
                || !contains(&other.transactions, &part.transactions)
            {
                continue;
            }
            let adds = other.score_millibits() >= part.score_millibits() + GAIN
                && part.transactions.len() * 3 <= other.transactions.len() * 2;
            if adds || other.pattern == Pattern::TemporalCycle {
                // In order of rank the first is the highest.
                with_whole[place].get_or_insert(*whole);
            } else {
                around.push((place as u32, *whole));
            }
        }
    }
    let own_kind = |part: usize, whole: u32| findings[part].pattern == findings[whole as usize].pattern;
    let mut adds_to_all = vec![true; findings.len()];
    for (part, whole) in &around {
        adds_to_all[*whole as usize] &= !own_kind(*part as usize, *whole);
    }
    for (part, target) in with_whole.iter_mut().enumerate() {
        *target = target.filter(|whole| adds_to_all[*whole as usize] || !own_kind(part, *whole));
    }
    let mut with_part: Vec<Option<u32>> = vec![None; findings.len()];
    for (part, whole) in around {
        if with_whole[part as usize].is_none() && with_whole[whole as usize].is_none() {
            with_part[whole as usize].get_or_insert(part);
        }
    }
    with_whole.into_iter().zip(with_part).map(|(whole, part)| whole.or(part)).collect()
}
