//! Series: transactions of a subject that pass a filter, enough of them in a window.
//!
//! # Definition
//! The subject's transactions in one direction that pass the filter are taken in order. For each instant at which one
//! takes place, the window is the closed interval of length W that ends there. It qualifies when it holds at least the
//! number, the sum, the distinct values and the parts that the rule asks for, and the account is what the rule asks for.
//! An instance is a maximal run of qualifying windows of which each shares a transaction with the one before; its evidence
//! is all that they hold, and what is reported as measured is the window with the greatest sum, of equals the first.
//! Amounts are counted in billionths of the level that the rule compares their sum with, each rounded up, and in the value
//! at the ledger's rates where it compares with none. Roles: subject, counterparties.
//!
//! # Complexity
//! O(t) for the t transactions that pass, and O(t log t) for distinct values: windows slide. Slow cases: none.

use super::alert::{Alert, Condition, Measure, RegisterEvidence};
use super::columns::{Common, code};
use super::data::{Data, direction};
use super::facts::{Facts, Mask, billionths};
use super::then::{self, Followed};
use crate::ledger::TextField;
use crate::model::{AccountId, Amount, Row, Span, Timestamp};
use crate::typology::{Distinct, Level, Series, Step, Value, Way, WordList};

/// A transaction that passes the filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) row: Row,
    pub(super) other: AccountId,
}

/// Which value a transaction counts for; 0 for none.
pub(super) type Key<'a> = Box<dyn Fn(Row) -> u32 + Sync + 'a>;

/// A series, with the steps that follow where there are any, ready to run.
pub(super) struct Compiled<'a> {
    pub(super) indicator: usize,
    pub(super) rule: usize,
    pub(super) series: &'a Series,
    pub(super) mask: Mask,
    pub(super) parts: Vec<Mask>,
    pub(super) keys: Vec<Key<'a>>,
    pub(super) steps: Vec<CompiledStep<'a>>,
}

/// A step, ready to run.
pub(super) struct CompiledStep<'a> {
    pub(super) step: &'a Step,
    pub(super) mask: Mask,
    pub(super) keys: Vec<Key<'a>>,
}

/// Distinct values in a sliding window.
struct Counter {
    keys: Vec<u32>,
    counts: Vec<u32>,
    distinct: u32,
}

/// What one window holds.
#[derive(Clone, Debug)]
struct Window {
    first: usize,
    end: usize,
    sum: i64,
    distinct: Vec<u32>,
    parts: Vec<u32>,
    followed: Followed,
}

/// A maximal run of windows.
struct Run {
    first: usize,
    end: usize,
    best: Window,
    later: Vec<Row>,
}

/// The function that tells the value of a transaction.
pub(super) fn key<'a>(data: &'a Data<'a>, way: Way, distinct: Distinct, merchants: &[String]) -> Key<'a> {
    let ledger = data.ledger;
    let texts = |field: TextField| -> Key<'a> {
        let common = Common::of(ledger, field, field);
        Box::new(move |row| common.side(true, code(ledger, field, row)))
    };
    match distinct.of {
        Value::Counterparties => Box::new(move |row| data.other(way, row).0 + 1),
        Value::Institutions => Box::new(move |row| {
            let institution = ledger.accounts().institution(data.other(way, row));
            if ledger.accounts().institutions().get(institution).is_empty() { 0 } else { institution + 1 }
        }),
        Value::OtherPlaces => Box::new(move |row| data.places().other(ledger, way, row)),
        Value::Places => Box::new(move |row| data.places().took_place(ledger, way, row)),
        Value::Branches => Box::new(move |row| data.branches().took_place(ledger, way, row)),
        Value::Conductors => texts(TextField::Conductor),
        Value::Employees => texts(TextField::Employee),
        Value::MerchantKinds => {
            let mut kinds: Vec<u32> = Vec::new();
            let lists = data.pack.words.iter().filter(|list| merchants.contains(list.id.get_ref()));
            for (place, phrases) in lists.map(WordList::phrases).enumerate() {
                let fits = super::columns::fits(ledger, TextField::MerchantCategory, &[phrases]);
                kinds.resize(fits.len(), 0);
                for (kind, _) in kinds.iter_mut().zip(fits).filter(|(kind, fits)| **kind == 0 && *fits) {
                    *kind = place as u32 + 1;
                }
            }
            Box::new(move |row| {
                kinds.get(code(ledger, TextField::MerchantCategory, row) as usize).copied().unwrap_or(0)
            })
        }
    }
}

impl Counter {
    fn new(candidates: &[Candidate], key: &Key<'_>) -> Self {
        let raw: Vec<u32> = candidates.iter().map(|candidate| key(candidate.row)).collect();
        let mut all: Vec<u32> = raw.iter().copied().filter(|key| *key != 0).collect();
        all.sort_unstable();
        all.dedup();
        let dense = |key: &u32| all.binary_search(key).map_or(0, |place| place as u32 + 1);
        Self { keys: raw.iter().map(dense).collect(), counts: vec![0; all.len() + 1], distinct: 0 }
    }

    fn add(&mut self, place: usize) {
        let key = self.keys[place] as usize;
        self.counts[key] += 1;
        self.distinct += u32::from(key != 0 && self.counts[key] == 1);
    }

    fn take(&mut self, place: usize) {
        let key = self.keys[place] as usize;
        self.counts[key] -= 1;
        self.distinct -= u32::from(key != 0 && self.counts[key] == 0);
    }
}

impl Compiled<'_> {
    fn weight(&self, data: &Data<'_>, row: Row) -> i64 {
        let way = self.series.direction;
        match self.series.sum {
            None => data.value(way, row),
            Some(level) => data.limit(level, way, row).map_or(0, |limit| billionths(data.amount(way, row), limit)),
        }
    }

    /// The instances among the transactions of one subject, which pass the filter and are in order. `without` are
    /// transactions that are taken for absent, ascending.
    pub(super) fn instances(
        &self,
        data: &Data<'_>,
        facts: &[Facts; 2],
        subject: &[AccountId],
        candidates: &[Candidate],
        without: &[Row],
        alerts: &mut Vec<Alert>,
    ) {
        let Series { window, rows, distinct, part, direction: way, .. } = self.series;
        if candidates.len() < *rows as usize {
            return;
        }
        let time = |place: usize| data.ledger.time(candidates[place].row);
        let mut counters: Vec<Counter> = self.keys.iter().map(|key| Counter::new(candidates, key)).collect();
        let in_part = |place: usize, mask: &Mask| facts[*way as usize].hold(*mask, candidates[place].row);
        let mut parts = vec![0_u32; part.len()];
        let (mut first, mut end, mut sum) = (0, 0, 0_i64);
        let mut runs: Vec<Run> = Vec::new();
        while end < candidates.len() {
            let now = time(end);
            while end < candidates.len() && time(end) == now {
                sum = sum.saturating_add(self.weight(data, candidates[end].row));
                counters.iter_mut().for_each(|counter| counter.add(end));
                for (count, mask) in parts.iter_mut().zip(&self.parts) {
                    *count += u32::from(in_part(end, mask));
                }
                end += 1;
            }
            while now - time(first) > *window {
                sum -= self.weight(data, candidates[first].row);
                counters.iter_mut().for_each(|counter| counter.take(first));
                for (count, mask) in parts.iter_mut().zip(&self.parts) {
                    *count -= u32::from(in_part(first, mask));
                }
                first += 1;
            }
            let count = end - first;
            let enough = |(distinct, counter): (&Distinct, &Counter)| counter.distinct >= distinct.least;
            let mut values = distinct.iter().zip(&counters);
            let distinct_holds = match self.series.any_distinct {
                true => values.any(enough),
                false => values.all(enough),
            };
            let parts_hold = (part.iter().zip(&parts))
                .all(|(part, inside)| u64::from(*inside) * 100 >= u64::from(part.least.0) * count as u64);
            let sum_holds = self.series.sum.is_none() || sum >= BILLION;
            if count < *rows as usize || !distinct_holds || !parts_hold || !sum_holds {
                continue;
            }
            let inside = &candidates[first..end];
            if !self.account_holds(data, subject, inside, without) {
                continue;
            }
            let Some(followed) = then::follow(data, facts, (&self.steps, without), subject, inside, *way) else {
                continue;
            };
            let found = Window {
                first,
                end,
                sum,
                distinct: counters.iter().map(|counter| counter.distinct).collect(),
                parts: parts.clone(),
                followed,
            };
            match runs.last_mut().filter(|run| run.end > first) {
                Some(run) => {
                    run.end = end;
                    run.later.extend(&found.followed.rows);
                    if found.sum > run.best.sum {
                        run.best = found;
                    }
                }
                None => runs.push(Run { first, end, later: found.followed.rows.clone(), best: found }),
            }
        }
        if self.series.account.once && runs.len() > 1 {
            return;
        }
        for run in runs {
            alerts.push(self.alert(data, subject, candidates, &run));
        }
    }

    fn account_holds(&self, data: &Data<'_>, subject: &[AccountId], inside: &[Candidate], without: &[Row]) -> bool {
        let terms = &self.series.account;
        let [first, ..] = inside else { return false };
        let Some(account) = subject.first() else { return false };
        let holders = data.holders;
        let begin = data.ledger.time(first.row);
        terms.age.is_none_or(|age| {
            let opened = holders.and_then(|holders| holders.opened(*account));
            // A day of opening is a whole day, and the account may be used on it.
            opened.is_some_and(|opened| opened <= begin && begin - opened <= age)
        }) && terms.history.is_none_or(|most| {
            let absent =
                |row: &&Row| **row < first.row && [data.ledger.from(**row), data.ledger.to(**row)].contains(account);
            let absent = without.iter().filter(absent).count() as u64;
            history(data, *account, first.row) - absent <= u64::from(most)
        }) && terms.income.is_none_or(|least| {
            let income = holders.and_then(|holders| holders.income(*account));
            let income = income.and_then(|income| data.limits.value(income));
            let values = inside.iter().map(|candidate| i128::from(data.value(self.series.direction, candidate.row)));
            income.is_some_and(|income| {
                income > 0 && values.sum::<i128>() * 100 >= i128::from(income) * i128::from(least.0)
            })
        })
    }

    fn alert(&self, data: &Data<'_>, subject: &[AccountId], candidates: &[Candidate], run: &Run) -> Alert {
        let evidence = &candidates[run.first..run.end];
        let mut transactions: Vec<Row> = evidence.iter().map(|candidate| candidate.row).collect();
        transactions.extend(&run.later);
        transactions.sort_unstable();
        transactions.dedup();
        let mut others: Vec<AccountId> = evidence.iter().map(|candidate| candidate.other).collect();
        let later = run.later.iter().flat_map(|row| [data.ledger.from(*row), data.ledger.to(*row)]);
        others.extend(later.filter(|account| !subject.contains(account)));
        others.sort_unstable();
        others.dedup();
        let mut conditions = self.conditions(data, subject, candidates, &run.best);
        let first = &candidates[run.best.first..run.best.end];
        conditions.extend(then::conditions(data, &self.steps, &run.best.followed, first, self.series.direction));
        Alert {
            indicator: self.indicator,
            rule: self.rule,
            roles: vec![("subject", subject.to_vec()), ("counterparties", others)],
            transactions,
            conditions,
            finding: None,
            surprise: None,
            clearing: None,
            register: RegisterEvidence::default(),
            truncated: false,
        }
    }

    fn conditions(
        &self,
        data: &Data<'_>,
        subject: &[AccountId],
        candidates: &[Candidate],
        best: &Window,
    ) -> Vec<Condition> {
        let Series { direction: way, filter, .. } = self.series;
        let inside = &candidates[best.first..best.end];
        let rows = || inside.iter().map(|candidate| candidate.row);
        let mut conditions = band(data, *way, filter.from, filter.below, rows(), "");
        let times = || rows().map(|row| data.ledger.time(row));
        let span = times().max().zip(times().min()).map_or(Span(0), |(last, first)| last - first);
        conditions.push(Condition::most("window", Measure::Time(span), Measure::Time(self.series.window)));
        if self.series.rows > 1 {
            let (count, least) = (inside.len() as u64, u64::from(self.series.rows));
            conditions.push(Condition::least("rows", Measure::Count(count), Measure::Count(least)));
        }
        if let Some(level) = self.series.sum {
            conditions.push(sum(data, *way, level, best.sum, rows()));
        }
        for (distinct, counted) in self.series.distinct.iter().zip(&best.distinct) {
            if !self.series.any_distinct || *counted >= distinct.least {
                let (counted, least) = (u64::from(*counted), u64::from(distinct.least));
                conditions.push(Condition::least(distinct.of.name(), Measure::Count(counted), Measure::Count(least)));
            }
        }
        for (part, counted) in self.series.part.iter().zip(&best.parts) {
            let share = u64::from(*counted) * 100 / inside.len().max(1) as u64;
            let least = Measure::Percent(u64::from(part.least.0));
            conditions.push(Condition::least("part", Measure::Percent(share), least));
        }
        let terms = &self.series.account;
        let begin = inside.first().map(|candidate| candidate.row);
        let account = subject.first().copied();
        let opened = account.and_then(|account| data.holders?.opened(account));
        if let (Some(age), Some(opened), Some(begin)) = (terms.age, opened, begin) {
            let measured = data.ledger.time(begin) - opened;
            conditions.push(Condition::most("age", Measure::Time(measured), Measure::Time(age)));
        }
        if let (Some(most), Some(account), Some(begin)) = (terms.history, account, begin) {
            let measured = Measure::Count(history(data, account, begin));
            conditions.push(Condition::most("history", measured, Measure::Count(most.into())));
        }
        let income = account.and_then(|account| data.holders?.income(account)).and_then(|own| data.limits.value(own));
        if let (Some(least), Some(income)) = (terms.income, income) {
            let values: i128 = rows().map(|row| i128::from(data.value(*way, row))).sum();
            let measured = Measure::Percent((values * 100 / i128::from(income.max(1))).max(0) as u64);
            conditions.push(Condition::least("income", measured, Measure::Percent(least.0.into())));
        }
        conditions
    }
}

const BILLION: i64 = 1_000_000_000;

/// How many transactions of any kind an account has before a row.
fn history(data: &Data<'_>, account: AccountId, before: Row) -> u64 {
    let of = |way| data.graph.adjacency(direction(way)).of(account).partition_point(|hop| hop.row < before) as u64;
    of(Way::In) + of(Way::Out)
}

/// The amounts that come nearest to the ends of a band.
pub(super) fn band(
    data: &Data<'_>,
    way: Way,
    from: Option<Level>,
    below: Option<Level>,
    rows: impl Iterator<Item = Row> + Clone,
    before: &str,
) -> Vec<Condition> {
    let mut conditions = Vec::new();
    for (level, name, at_most) in [(from, "from", false), (below, "below", true)] {
        let Some(level) = level else { continue };
        let near = rows.clone().filter_map(|row| {
            let (amount, limit) = (data.amount(way, row), data.limit(level, way, row)?);
            let share = billionths(amount, limit);
            Some((if at_most { -share } else { share }, amount, Amount::new(limit, amount.currency)))
        });
        if let Some((_, amount, limit)) = near.min_by_key(|(share, ..)| *share) {
            let (measured, threshold) = (Measure::Money(amount), Measure::Money(limit));
            conditions.push(Condition { name: format!("{before}{name}"), measured, threshold, at_most });
        }
    }
    conditions
}

/// A sum against its level: as amounts when all are in one currency and one level, else in thousandths of the level.
fn sum(data: &Data<'_>, way: Way, level: Level, billionths: i64, rows: impl Iterator<Item = Row>) -> Condition {
    let mut total: Option<(Amount, i64)> = None;
    let mut alike = true;
    for row in rows {
        let (amount, limit) = (data.amount(way, row), data.limit(level, way, row));
        total = match (total, limit) {
            (None, Some(limit)) => Some((amount, limit)),
            (Some((sum, own)), Some(limit)) if sum.currency == amount.currency && own == limit => {
                Some((Amount::new(sum.units.saturating_add(amount.units), sum.currency), own))
            }
            (total, _) => {
                alike = false;
                total
            }
        };
    }
    match total.filter(|_| alike) {
        Some((sum, limit)) => {
            Condition::least("sum", Measure::Money(sum), Measure::Money(Amount::new(limit, sum.currency)))
        }
        None => {
            let measured = Measure::Thousandths((billionths / 1_000_000).max(0) as u64);
            Condition::least("sum", measured, Measure::Thousandths(1000))
        }
    }
}

/// The transactions of an account that pass a filter, in order.
pub(super) fn passing(data: &Data<'_>, facts: &Facts, account: AccountId, way: Way, mask: Mask) -> Vec<Candidate> {
    let hops = data.graph.adjacency(direction(way)).of(account).iter();
    let passing = hops.filter(|hop| facts.hold(mask, hop.row));
    passing.map(|hop| Candidate { row: hop.row, other: hop.other }).collect()
}

/// The time after which nothing of a step counts.
pub(super) fn until(at: Timestamp, within: Span) -> Timestamp {
    Timestamp(at.0.saturating_add(within.0))
}
