//! Indicators held against a ledger: from a shape in the graph to the crime that it may be a sign of.
//!
//! [`evaluate`] runs every rule of a [pack](crate::typology::Pack) whose data is there, and names every indicator whose
//! data is not: none is skipped in silence. Each kind of rule is one file with its definition. Nothing here says how much an
//! alert weighs; every condition keeps what was measured beside what was asked, so that a score can be made of it.
//!
//! What rules may know of parties is in [`Holders`]; nationality, citizenship, sex and birth are not.

mod alert;
mod assessed;
mod benign;
mod circle;
mod clearing;
mod columns;
mod contract;
mod data;
mod facts;
mod holders;
mod layers;
mod limits;
mod linked;
mod loan_back;
mod luck;
mod mirror;
mod peers;
mod price;
mod public_money;
mod series;
mod shape;
mod shared_contact;
mod straw_man;
mod then;
mod ties;
mod travel;
pub mod v1;

pub use alert::{Alert, AlertId, Condition, Measure, RegisterEvidence, RegisterRecord, RegisteredParty};
pub use assessed::Assessed;
pub use benign::{Benign, Explanation};
pub use clearing::Clearing;
pub use holders::Holders;
pub use luck::Luck;

use crate::detect::{Cancelled, CutWindow, Detection, Watch};
use crate::graph::TransactionGraph;
use crate::model::{AccountId, Span};
use crate::parallel::prelude::*;
use crate::typology::{Distinct, Need, Needs, Pack, Rule, Series, Shape, Subject, Way};
use data::Data;
use facts::{Facts, Mask, TooMany};
use limits::Limits;
use serde::Serialize;
use series::{Candidate, Compiled, CompiledStep, key, passing};

/// What a pack gave on a ledger.
#[derive(Clone, Debug, Default)]
pub struct Evaluation {
    /// The alerts: by the order of their indicators in the pack, then by their first transaction, subject and evidence.
    pub alerts: Vec<Alert>,
    /// What became of each indicator, in the pack's order.
    pub indicators: Vec<Evaluated>,
    /// What was tested, for rules of which luck is estimated.
    pub tested: Vec<Tested>,
}

/// How many subjects a rule was held against, and what passed its filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tested {
    /// The indicator, as its place in the pack.
    pub indicator: usize,
    /// Which of its rules, from 0.
    pub rule: usize,
    /// Accounts with any payment in the rule's direction; for shapes, accounts.
    pub subjects: u64,
    /// Payments of all of them that pass the filter of a series.
    pub passing: u64,
    /// The direction of a series.
    pub way: Option<Way>,
    /// Its window.
    pub window: Option<Span>,
}

/// What became of an indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evaluated {
    /// Its id.
    pub indicator: String,
    /// How many alerts it gave; `None` when none of its rules was evaluated.
    pub alerts: Option<u64>,
    /// Why rules of it were not evaluated.
    pub not_evaluated: Vec<Reason>,
    /// Windows of shapes that were too long for a ledger of this pace, and what was searched with instead.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cut_windows: Vec<CutWindow>,
}

/// Why a rule was not evaluated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "reason")]
pub enum Reason {
    /// This version has no rule of the kind that it needs.
    RuleNotInThisVersion {
        /// The data that it would need.
        needs: Needs,
    },
    /// The data lacks what it needs: each of these, any one of those in it.
    DataLacks {
        /// Which rule, from 1.
        rule: u32,
        /// What it lacks.
        needs: Needs,
    },
    /// The indicator that it leans on was not evaluated.
    OtherNotEvaluated {
        /// Which rule, from 1.
        rule: u32,
        /// That indicator.
        indicator: String,
    },
}

/// Holds every indicator of a pack against a ledger.
///
/// The result depends on ledger, detection, holders and pack alone: not on threads, nor on the order of rows in files.
///
/// Time: for all series together O(rows) for each distinct condition and O(payments) for each rule, beside what each
/// kind of rule says; shapes cost what detection with their parameters does.
///
/// # Errors
/// [`Cancelled`] when `watch` says so.
pub fn evaluate(
    graph: &TransactionGraph,
    pack: &Pack,
    detection: &Detection,
    holders: Option<&Holders>,
    watch: &dyn Watch,
) -> Result<Evaluation, Cancelled> {
    let limits = Limits::new(&pack.thresholds, &detection.rates);
    let data = Data::new(graph, pack, holders, limits);
    let mut known: Vec<(Need, bool)> = Vec::new();
    let mut has = |need: Need| match known.iter().find(|(known, _)| *known == need) {
        Some((_, has)) => *has,
        None => {
            let has = data.has(need);
            known.push((need, has));
            has
        }
    };
    let mut evaluated: Vec<Evaluated> = Vec::new();
    let mut runnable: Vec<(usize, usize, &Rule)> = Vec::new();
    for (place, indicator) in pack.indicators.iter().enumerate() {
        let mut not_evaluated = Vec::new();
        if indicator.rule.is_empty() {
            let needs = indicator.needs().into_iter().flatten().collect();
            not_evaluated.push(Reason::RuleNotInThisVersion { needs });
        }
        for (number, rule) in indicator.rule.iter().enumerate() {
            let mut lacks = rule.needs();
            lacks.retain(|any| !any.iter().any(|need| has(*need)));
            if lacks.is_empty() {
                runnable.push((place, number, rule));
            } else {
                not_evaluated.push(Reason::DataLacks { rule: number as u32 + 1, needs: lacks });
            }
        }
        evaluated.push(Evaluated {
            indicator: indicator.id().to_owned(),
            alerts: None,
            not_evaluated,
            cut_windows: Vec::new(),
        });
    }
    // A rule that leans on an indicator needs that one evaluated; what leans on such a rule in turn comes after it.
    loop {
        let leans = |(place, number, rule): &(usize, usize, &Rule)| {
            let Rule::Linked(linked) = rule else { return None };
            let of = linked.of.get_ref();
            let runs = runnable.iter().any(|(other, ..)| pack.indicators[*other].id() == of && other != place);
            (!runs).then(|| (*place, *number, of.clone()))
        };
        let Some((place, number, of)) = runnable.iter().find_map(leans) else { break };
        runnable.retain(|(other, rule, _)| (*other, *rule) != (place, number));
        let reason = Reason::OtherNotEvaluated { rule: number as u32 + 1, indicator: of };
        evaluated[place].not_evaluated.push(reason);
    }

    let mut tested: Vec<Tested> = Vec::new();
    let mut alerts = series_alerts(&data, &runnable, watch, &mut tested)?;
    let shapes: Vec<(usize, usize, &Shape)> = runnable
        .iter()
        .filter_map(|(place, number, rule)| match rule {
            Rule::Shape(shape) => Some((*place, *number, shape.as_ref())),
            _ => None,
        })
        .collect();
    let found = shape::instances(&data, detection, &shapes, watch)?;
    alerts.extend(found.alerts);
    for (place, cut) in found.cut {
        evaluated[place].cut_windows.push(cut);
    }
    let subjects = graph.account_count() as u64;
    tested.extend(shapes.iter().map(|(indicator, rule, _)| Tested {
        indicator: *indicator,
        rule: *rule,
        subjects,
        passing: 0,
        way: None,
        window: None,
    }));
    for (place, number, rule) in &runnable {
        match rule {
            Rule::Price(price) => alerts.extend(price::instances(&data, (*place, *number, price))),
            Rule::Peers(peers) => alerts.extend(peers::instances(&data, (*place, *number, peers))),
            Rule::SharedContact(shared) => {
                alerts.extend(shared_contact::instances(&data, (*place, *number, shared)));
            }
            Rule::StrawMan(straw) => alerts.extend(straw_man::instances(&data, (*place, *number, straw))),
            Rule::Layers(layers) => alerts.extend(layers::instances(&data, (*place, *number, layers))),
            Rule::Circle(circle) => alerts.extend(circle::instances(&data, (*place, *number, circle))),
            Rule::Contract(contract) => alerts.extend(contract::instances(&data, (*place, *number, contract))),
            Rule::Mirror(mirror) => alerts.extend(mirror::instances(&data, (*place, *number, mirror))),
            Rule::PublicMoney(public) => {
                alerts.extend(public_money::instances(&data, (*place, *number, public)));
            }
            Rule::LoanBack(loan) => {
                let (facts, mask) = facts_of(&data, Way::In, &loan.filter);
                alerts.extend(loan_back::instances(&data, &facts, (*place, *number, loan, mask)));
            }
            Rule::Travel(travel) => {
                let (facts, mask) = facts_of(&data, Way::Out, &travel.filter);
                alerts.extend(travel::instances(&data, &facts, (*place, *number, travel, mask)));
            }
            Rule::Series(_) | Rule::Then(_) | Rule::Shape(_) | Rule::Linked(_) => {}
        }
    }
    linked_alerts(&data, &runnable, &mut alerts);
    alerts.sort_by(|one, two| {
        let key = |alert: &Alert| (alert.indicator, alert.transactions.first().copied());
        (key(one).cmp(&key(two)))
            .then_with(|| one.roles.cmp(&two.roles))
            .then_with(|| one.transactions.cmp(&two.transactions))
            .then_with(|| one.rule.cmp(&two.rule))
            .then_with(|| one.register.cmp(&two.register))
    });
    for (place, ..) in &runnable {
        let of = alerts.iter().filter(|alert| alert.indicator == *place).count();
        evaluated[*place].alerts = Some(of as u64);
    }
    tested.sort_by_key(|tested| (tested.indicator, tested.rule));
    Ok(Evaluation { alerts, indicators: evaluated, tested })
}

/// The alerts of rules that lean on others, those that nothing leans on yet first.
fn linked_alerts(data: &Data<'_>, runnable: &[(usize, usize, &Rule)], alerts: &mut Vec<Alert>) {
    let mut waiting: Vec<(usize, usize, &crate::typology::Linked)> = runnable
        .iter()
        .filter_map(|(place, number, rule)| match rule {
            Rule::Linked(linked) => Some((*place, *number, linked)),
            _ => None,
        })
        .collect();
    let of = |linked: &crate::typology::Linked| {
        data.pack.indicators.iter().position(|indicator| indicator.id() == linked.of.get_ref())
    };
    while !waiting.is_empty() {
        let ready = |(.., linked): &(usize, usize, &crate::typology::Linked)| {
            waiting.iter().all(|(place, ..)| of(linked) != Some(*place))
        };
        // A pack has no rules that lean on each other in a circle, so there is always a first.
        let Some(at) = waiting.iter().position(ready) else { return };
        let (place, number, linked) = waiting.remove(at);
        let Some(other) = of(linked) else { continue };
        let (facts, mask) = facts_of(data, Way::Out, &linked.filter);
        let own: Vec<&Alert> = alerts.iter().filter(|alert| alert.indicator == other).collect();
        let found = linked::instances(data, &facts, (place, number, linked, mask), &own);
        alerts.extend(found);
    }
}

fn facts_of(data: &Data<'_>, way: Way, filter: &crate::typology::Filter) -> (Facts, Mask) {
    let mut facts = Facts::new(way);
    // One filter has fewer conditions than a word has bits.
    let mask = facts.mask(filter).unwrap_or_default();
    facts.settle(data);
    (facts, mask)
}

/// The alerts of all series, with and without steps, as many rules at once as conditions fit a word.
fn series_alerts(
    data: &Data<'_>,
    runnable: &[(usize, usize, &Rule)],
    watch: &dyn Watch,
    tested: &mut Vec<Tested>,
) -> Result<Vec<Alert>, Cancelled> {
    let mut alerts = Vec::new();
    let mut facts = [Facts::new(Way::In), Facts::new(Way::Out)];
    let mut rules: Vec<Compiled<'_>> = Vec::new();
    for (place, number, rule) in runnable {
        let (series, steps) = match rule {
            Rule::Series(series) => (series.as_ref(), &[][..]),
            Rule::Then(then) => (&then.first, then.step.as_slice()),
            _ => continue,
        };
        let mut compiled = compile(data, &mut facts, (*place, *number), series, steps);
        if compiled.is_err() {
            alerts.extend(run_series(data, &mut facts, &rules, watch, tested)?);
            rules.clear();
            facts = [Facts::new(Way::In), Facts::new(Way::Out)];
            compiled = compile(data, &mut facts, (*place, *number), series, steps);
        }
        // A rule alone has fewer conditions than a word has bits, unless a pack has dozens of steps in one.
        rules.extend(compiled);
    }
    alerts.extend(run_series(data, &mut facts, &rules, watch, tested)?);
    Ok(alerts)
}

fn compile<'a>(
    data: &'a Data<'a>,
    facts: &mut [Facts; 2],
    (indicator, rule): (usize, usize),
    series: &'a Series,
    steps: &'a [crate::typology::Step],
) -> Result<Compiled<'a>, TooMany> {
    let keys = |way: Way, distinct: &[Distinct], filter: &crate::typology::Filter| {
        let merchants: Vec<String> = filter.merchant.iter().map(|list| list.get_ref().clone()).collect();
        distinct.iter().map(|distinct| key(data, way, *distinct, &merchants)).collect()
    };
    let way = series.direction;
    let mask = facts[way as usize].mask(&series.filter)?;
    let parts = series.part.iter().map(|part| facts[way as usize].mask(&part.filter)).collect::<Result<_, _>>()?;
    let steps = steps
        .iter()
        .map(|step| {
            let mask = facts[step.direction as usize].mask(&step.filter)?;
            Ok(CompiledStep { step, mask, keys: keys(step.direction, &step.distinct, &step.filter) })
        })
        .collect::<Result<_, _>>()?;
    Ok(Compiled { indicator, rule, series, mask, parts, keys: keys(way, &series.distinct, &series.filter), steps })
}

// Accounts a task.
const ACCOUNTS_A_TASK: u32 = 4096;

fn run_series(
    data: &Data<'_>,
    facts: &mut [Facts; 2],
    rules: &[Compiled<'_>],
    watch: &dyn Watch,
    tested: &mut Vec<Tested>,
) -> Result<Vec<Alert>, Cancelled> {
    if rules.is_empty() {
        return Ok(Vec::new());
    }
    facts.iter_mut().for_each(|facts| facts.settle(data));
    let facts = &*facts;
    let accounts = data.graph.account_count() as u32;
    let found: Vec<(Vec<Alert>, Vec<u64>)> = (0..accounts.div_ceil(ACCOUNTS_A_TASK))
        .into_par_iter()
        .map(|task| {
            if watch.cancelled() {
                return Err(Cancelled);
            }
            let mut alerts = Vec::new();
            let mut passing: Vec<Vec<Candidate>> = rules.iter().map(|_| Vec::new()).collect();
            let mut counts = vec![0_u64; rules.len()];
            for account in task * ACCOUNTS_A_TASK..((task + 1) * ACCOUNTS_A_TASK).min(accounts) {
                of_account(data, facts, rules, AccountId(account), (&mut passing, &mut counts), &mut alerts);
            }
            Ok((alerts, counts))
        })
        .collect::<Result<_, Cancelled>>()?;
    let mut alerts: Vec<Alert> = Vec::new();
    let mut passed = vec![0_u64; rules.len()];
    for (own, counts) in found {
        alerts.extend(own);
        passed.iter_mut().zip(counts).for_each(|(passed, count)| *passed += count);
    }
    let subjects = [Way::In, Way::Out].map(|way| {
        let adjacency = data.graph.adjacency(data::direction(way));
        data.ledger.accounts().ids().filter(|account| !adjacency.of(*account).is_empty()).count() as u64
    });
    tested.extend(rules.iter().zip(passed).map(|(rule, passing)| Tested {
        indicator: rule.indicator,
        rule: rule.rule,
        subjects: subjects[rule.series.direction as usize],
        passing,
        way: Some(rule.series.direction),
        window: Some(rule.series.window),
    }));
    let groups = data.holders.map_or(&[][..], Holders::groups);
    for rule in rules.iter().filter(|rule| rule.series.subject == Subject::Group) {
        let way = rule.series.direction;
        for group in groups {
            let own = |account: &AccountId| passing(data, &facts[way as usize], *account, way, rule.mask);
            let mut candidates: Vec<Candidate> = group.iter().flat_map(own).collect();
            candidates.sort_by_key(|candidate| candidate.row);
            candidates.dedup();
            with_clearing(data, facts, (rule, group), &candidates, &mut alerts);
        }
    }
    Ok(alerts)
}

/// All rules for one account: its transactions are gone through once each way.
fn of_account(
    data: &Data<'_>,
    facts: &[Facts; 2],
    rules: &[Compiled<'_>],
    account: AccountId,
    (passing, counts): (&mut [Vec<Candidate>], &mut [u64]),
    alerts: &mut Vec<Alert>,
) {
    for way in [Way::In, Way::Out] {
        for hop in data.graph.adjacency(data::direction(way)).of(account) {
            let word = facts[way as usize].word(hop.row);
            for (rule, passing) in rules.iter().zip(passing.iter_mut()) {
                if rule.series.direction == way && word.holds(rule.mask) {
                    passing.push(Candidate { row: hop.row, other: hop.other });
                }
            }
        }
    }
    for ((rule, passing), count) in rules.iter().zip(passing).zip(counts) {
        *count += passing.len() as u64;
        match rule.series.subject {
            Subject::Group => {}
            Subject::Account => with_clearing(data, facts, (rule, &[account]), passing, alerts),
            subject if passing.len() >= rule.series.rows as usize => {
                let of = |candidate: &Candidate| match subject {
                    Subject::Pair => candidate.other.0,
                    _ => data.ledger.accounts().institution(candidate.other),
                };
                passing.sort_by_key(|candidate| (of(candidate), candidate.row));
                for of_one in passing.chunk_by(|one, two| of(one) == of(two)) {
                    with_clearing(data, facts, (rule, &[account]), of_one, alerts);
                }
            }
            Subject::Pair | Subject::Provider => {}
        }
        passing.clear();
    }
}

/// The instances of one subject, each with what would clear it.
fn with_clearing(
    data: &Data<'_>,
    facts: &[Facts; 2],
    (rule, subject): (&Compiled<'_>, &[AccountId]),
    candidates: &[Candidate],
    alerts: &mut Vec<Alert>,
) {
    let before = alerts.len();
    rule.instances(data, facts, subject, candidates, &[], alerts);
    for alert in &mut alerts[before..] {
        alert.clearing = clearing::smallest(data, facts, rule, candidates, alert);
    }
}
