//! What would clear an alert: the smallest set of its transactions without which it would not be there.
//!
//! It says what the alert hangs on. An analyst who finds that these payments are honest knows that the alert falls, and
//! that nothing less makes it fall.
//!
//! # Definition
//! A set of transactions of the evidence clears an alert when the rule, with these transactions out of the ledger and all
//! other data as it is, gives its subject no instance that has any transaction of the evidence. Of the smallest such sets
//! the first in the order of rows is told.
//!
//! # How it is found
//! All of the evidence clears. Its transactions are put back one by one, in several orders, each that lets the alert stay
//! cleared; what cannot be put back is a set of which every single one is needed. Then all smaller sets are tried, the small
//! ones first, as long as the bound on work allows. When it allows all, the set is one of the smallest; else it is told
//! as a bound, with the size that was reached.
//!
//! # Complexity
//! A look is one transaction of the subject within the evidence's time and a window around it; at most [`LOOKS`] for an
//! alert. Slow cases: none, but for many transactions the set is a bound.

use super::alert::Alert;
use super::data::Data;
use super::facts::Facts;
use super::series::{Candidate, Compiled};
use crate::model::{Row, Span, Timestamp};

/// A set of transactions that clears an alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clearing {
    /// The transactions, ascending. Without them the alert is not there; with any one of them back it is.
    pub transactions: Vec<Row>,
    /// Whether no smaller set clears.
    pub exact: bool,
    /// A set that clears has at least so many.
    pub at_least: u32,
}

/// At most so many looks at transactions for an alert.
const LOOKS: u64 = 200_000;
/// An alert with more evidence than that is not looked at: the set would be a list that nobody reads.
const MOST_EVIDENCE: usize = 200;

/// The smallest set that clears an alert of a series, with or without steps; `None` with more evidence than is looked at.
///
/// `candidates` are the transactions of the subject that pass the rule's filter, in order.
pub(super) fn smallest(
    data: &Data<'_>,
    facts: &[Facts; 2],
    rule: &Compiled<'_>,
    candidates: &[Candidate],
    alert: &Alert,
) -> Option<Clearing> {
    let evidence = &alert.transactions;
    let (first, last) = (evidence.first()?, evidence.last()?);
    if evidence.len() > MOST_EVIDENCE {
        return None;
    }
    let Span(window) = rule.series.window;
    let begin = Timestamp(data.ledger.time(*first).0.saturating_sub(window));
    let end = Timestamp(data.ledger.time(*last).0.saturating_add(window));
    let from = candidates.partition_point(|candidate| data.ledger.time(candidate.row) < begin);
    let to = candidates.partition_point(|candidate| data.ledger.time(candidate.row) <= end);
    let near = if rule.series.account.once { candidates } else { &candidates[from..to] };
    let mut search = Search { data, facts, rule, near, alert, looks: LOOKS };

    let mut best: Option<Vec<Row>> = None;
    for order in search.orders() {
        let set = search.put_back(order)?;
        if best.as_ref().is_none_or(|best| (set.len(), &set) < (best.len(), best)) {
            best = Some(set);
        }
    }
    let best = best?;
    for size in 1..best.len() {
        match search.of_size(size) {
            Tried::None => {}
            Tried::Found(set) => return Some(Clearing { at_least: size as u32, exact: true, transactions: set }),
            Tried::TooMany => return Some(Clearing { at_least: size as u32, exact: false, transactions: best }),
        }
    }
    Some(Clearing { at_least: best.len() as u32, exact: true, transactions: best })
}

struct Search<'a> {
    data: &'a Data<'a>,
    facts: &'a [Facts; 2],
    rule: &'a Compiled<'a>,
    near: &'a [Candidate],
    alert: &'a Alert,
    looks: u64,
}

enum Tried {
    Found(Vec<Row>),
    None,
    TooMany,
}

impl Search<'_> {
    /// Whether the alert is gone without some of its transactions, which ascend.
    fn clears(&mut self, without: &[Row]) -> bool {
        self.looks = self.looks.saturating_sub(self.near.len() as u64 + 1);
        let left = |candidate: &&Candidate| without.binary_search(&candidate.row).is_err();
        let candidates: Vec<Candidate> = self.near.iter().filter(left).copied().collect();
        let mut found = Vec::new();
        self.rule.instances(self.data, self.facts, self.alert.subject(), &candidates, without, &mut found);
        let evidence = &self.alert.transactions;
        !found.iter().any(|other| other.transactions.iter().any(|row| evidence.binary_search(row).is_ok()))
    }

    /// The orders in which evidence is put back.
    fn orders(&self) -> Vec<Vec<Row>> {
        let way = self.rule.series.direction;
        let by_time = self.alert.transactions.clone();
        let mut smallest_first = by_time.clone();
        smallest_first.sort_by_key(|row| (self.data.value(way, *row), *row));
        let mut by_other = by_time.clone();
        by_other.sort_by_key(|row| (self.data.other(way, *row), *row));
        let latest_first: Vec<Row> = by_time.iter().rev().copied().collect();
        vec![smallest_first, by_other, by_time, latest_first]
    }

    /// A set of which every one is needed.
    fn put_back(&mut self, order: Vec<Row>) -> Option<Vec<Row>> {
        let mut without = self.alert.transactions.clone();
        if !self.clears(&without) {
            return None;
        }
        // Of shares one that was needed may not be once another is back, so this goes on until none can be put back.
        loop {
            let before = without.len();
            for row in &order {
                let Ok(place) = without.binary_search(row) else { continue };
                without.remove(place);
                if !self.clears(&without) {
                    without.insert(place, *row);
                }
            }
            if without.len() == before {
                return Some(without);
            }
        }
    }

    /// Tries all sets of a size, in order.
    fn of_size(&mut self, size: usize) -> Tried {
        let evidence = self.alert.transactions.clone();
        let sets =
            (0..size as u64).try_fold(1_u64, |sets, k| Some(sets.checked_mul(evidence.len() as u64 - k)? / (k + 1)));
        let looks = sets.and_then(|sets| sets.checked_mul(self.near.len() as u64 + 1));
        if looks.is_none_or(|looks| looks > self.looks) {
            return Tried::TooMany;
        }
        let mut places: Vec<usize> = (0..size).collect();
        loop {
            let set: Vec<Row> = places.iter().map(|place| evidence[*place]).collect();
            if self.clears(&set) {
                return Tried::Found(set);
            }
            let can_go_on = |at: &usize| places[*at] < evidence.len() - size + *at;
            let Some(at) = (0..size).rev().find(can_go_on) else { return Tried::None };
            places[at] += 1;
            for next in at + 1..size {
                places[next] = places[next - 1] + 1;
            }
        }
    }
}
