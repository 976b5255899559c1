//! Then: what follows on a series.
//!
//! # Definition
//! A window of the [series](super::series) counts only when every step holds, in order. A step looks at the subject's
//! transactions of its direction that pass its filter, take place from the last transaction of what came before to so long
//! after it, both ends included, and are not part of what came before. It holds when they are enough in number, in
//! distinct values and in their share of the value of the window, at the ledger's rates; its last transaction is where the
//! next step begins. All that a step takes in is evidence.
//!
//! # Complexity
//! O(log t) and the transactions within the step's time for each window that qualifies. Slow cases: accounts that take in
//! very many such windows and pay very many within the time.

use super::alert::{Condition, Measure};
use super::data::{Data, direction};
use super::facts::Facts;
use super::series::{Candidate, CompiledStep, Key, band, until};
use crate::model::{AccountId, Row, Span};
use crate::typology::Way;

/// What the steps took in.
#[derive(Clone, Debug, Default)]
pub(super) struct Followed {
    pub(super) rows: Vec<Row>,
    steps: Vec<Taken>,
}

/// What one step took in.
#[derive(Clone, Debug)]
struct Taken {
    rows: Vec<Row>,
    value: i128,
    after: Span,
    distinct: Vec<u32>,
}

/// What follows on a window; `None` when a step does not hold. `without` are transactions that are taken for absent,
/// ascending.
pub(super) fn follow(
    data: &Data<'_>,
    facts: &[Facts; 2],
    (steps, without): (&[CompiledStep<'_>], &[Row]),
    subject: &[AccountId],
    first: &[Candidate],
    way: Way,
) -> Option<Followed> {
    let mut followed = Followed::default();
    if steps.is_empty() {
        return Some(followed);
    }
    let value: i128 = first.iter().map(|candidate| i128::from(data.value(way, candidate.row))).sum();
    let mut sites: Vec<u32> =
        first.iter().map(|candidate| data.places().took_place(data.ledger, way, candidate.row)).collect();
    sites.sort_unstable();
    let mut before: Vec<Row> = first.iter().map(|candidate| candidate.row).collect();
    let mut start = *before.last()?;
    for compiled in steps {
        let step = compiled.step;
        let from = data.ledger.time(start);
        let last = until(from, step.within);
        let mut rows = Vec::new();
        for account in subject {
            let hops = data.graph.adjacency(direction(step.direction)).of(*account);
            let begin = hops.partition_point(|hop| data.graph.time(hop) < from);
            let taken = hops[begin..].iter().take_while(|hop| data.graph.time(hop) <= last).filter(|hop| {
                let elsewhere = || {
                    let place = data.places().took_place(data.ledger, step.direction, hop.row);
                    place != 0 && sites.binary_search(&place).is_err()
                };
                facts[step.direction as usize].hold(compiled.mask, hop.row)
                    && before.binary_search(&hop.row).is_err()
                    && without.binary_search(&hop.row).is_err()
                    && (!step.elsewhere || elsewhere())
            });
            rows.extend(taken.map(|hop| hop.row));
        }
        rows.sort_unstable();
        rows.dedup();
        let took: i128 = rows.iter().map(|row| i128::from(data.value(step.direction, *row))).sum();
        let distinct: Vec<u32> = compiled.keys.iter().map(|key| count(&rows, key)).collect();
        let enough = step.distinct.iter().zip(&distinct).all(|(asked, counted)| *counted >= asked.least);
        let share = step.share.is_none_or(|share| value > 0 && took * 100 >= value * i128::from(share.0));
        if rows.len() < step.rows as usize || !enough || !share {
            return None;
        }
        let after = data.ledger.time(*rows.last()?) - from;
        followed.rows.extend(&rows);
        start = *rows.last()?;
        before.extend(&rows);
        before.sort_unstable();
        followed.steps.push(Taken { rows, value: took, after, distinct });
    }
    Some(followed)
}

fn count(rows: &[Row], key: &Key<'_>) -> u32 {
    let mut keys: Vec<u32> = rows.iter().map(|row| key(*row)).filter(|key| *key != 0).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.len() as u32
}

/// What was measured of the steps.
pub(super) fn conditions(
    data: &Data<'_>,
    steps: &[CompiledStep<'_>],
    followed: &Followed,
    first: &[Candidate],
    way: Way,
) -> Vec<Condition> {
    let value: i128 = first.iter().map(|candidate| i128::from(data.value(way, candidate.row))).sum();
    let mut conditions = Vec::new();
    for (place, (compiled, taken)) in steps.iter().zip(&followed.steps).enumerate() {
        let step = compiled.step;
        let before = if place == 0 { "step.".to_owned() } else { format!("step{}.", place + 1) };
        let rows = taken.rows.iter().copied();
        conditions.extend(band(data, step.direction, step.filter.from, step.filter.below, rows, &before));
        let within = Measure::Time(step.within);
        conditions.push(Condition::most(format!("{before}within"), Measure::Time(taken.after), within));
        if step.rows > 1 {
            let (count, least) = (Measure::Count(taken.rows.len() as u64), Measure::Count(step.rows.into()));
            conditions.push(Condition::least(format!("{before}rows"), count, least));
        }
        if let Some(share) = step.share {
            let measured = Measure::Percent((taken.value * 100 / value.max(1)).max(0) as u64);
            conditions.push(Condition::least(format!("{before}share"), measured, Measure::Percent(share.0.into())));
        }
        for (distinct, counted) in step.distinct.iter().zip(&taken.distinct) {
            let (counted, least) = (Measure::Count((*counted).into()), Measure::Count(distinct.least.into()));
            conditions.push(Condition::least(format!("{before}{}", distinct.of.name()), counted, least));
        }
    }
    conditions
}
