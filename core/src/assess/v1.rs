//! The first assessment: a score between 0 and 1 that is the sum of its reasons.
//!
//! | term | most | formula |
//! |---|---:|---|
//! | `fires` | 0.10 | every condition of the rule holds |
//! | `source` | 0.05 | times the share of the rule's numbers that the source states; the others are proposed |
//! | `margin` of a condition | 0.30 in all | for each of the n conditions 0.30 / n times m / (m + 1), m being its margin as a multiple of its threshold |
//! | `luck` | 0.30 | times b / (b + 10), b being the chance of it in bits; nothing where it is not estimated |
//! | `corroboration` | 0.25 | times 1 - 2^-k, k being the other indicators with alerts that have its subject among theirs, or half of its evidence |
//! | `benign` | less | half of the sum before, times the share of evidence that the best benign explanation covers |
//!
//! Nothing is trained. Weights are proposed: no published source gives any, and an agency that has outcomes should compare them with
//! its own. All parts are integers, in millionths, each rounded down, so that the score is their sum to the last digit.

use super::alert::Alert;
use super::benign::{self, Benign};
use super::luck::{self, Luck};
use super::{Evaluation, Holders};
use crate::graph::TransactionGraph;
use crate::model::{AccountId, Row};
use crate::parallel::prelude::*;
use crate::typology::Pack;

/// The name of this way of assessing, which documents tell.
pub const VERSION: &str = "v1";

/// What an alert weighs, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// The score, in millionths: the sum of the reasons.
    pub score: u32,
    /// What it is made of, in order.
    pub reasons: Vec<ScoreReason>,
    /// How lucky it would be; `None` where it is not estimated.
    pub luck: Option<Luck>,
    /// What could explain it without any crime, the best first.
    pub benign: Vec<Benign>,
}

/// A part of a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreReason {
    /// The term of the formula.
    pub term: &'static str,
    /// The condition, for margins.
    pub condition: Option<String>,
    /// Millionths; less than nothing for benign explanations.
    pub millionths: i32,
    /// The same for people, in English.
    pub text: String,
}

const FIRES: i64 = 100_000;
const SOURCE: i64 = 50_000;
const MARGINS: i64 = 300_000;
const LUCK: i64 = 300_000;
const CORROBORATION: i64 = 250_000;

/// Assesses every alert; in their order.
///
/// Time: for luck O(accounts + alerts log alerts), for benign explanations the payments of each payer in any evidence, and for
/// corroboration O(evidence log evidence).
#[must_use]
pub fn assess(
    graph: &TransactionGraph,
    pack: &Pack,
    evaluation: &Evaluation,
    holders: Option<&Holders>,
) -> Vec<Assessment> {
    let luck = luck::of(graph, evaluation);
    let corroboration = Corroboration::of(evaluation);
    let facts = benign::Facts::of(graph, holders, evaluation);
    (0..evaluation.alerts.len())
        .into_par_iter()
        .map(|place| {
            let alert = &evaluation.alerts[place];
            let benign = facts.explain(alert);
            let others = corroboration.of_alert(evaluation, place);
            Assessment::of(pack, alert, luck[place], benign, &others)
        })
        .collect()
}

/// The places of alerts, the weightiest first; of equals the first.
#[must_use]
pub fn ranking(assessments: &[Assessment]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..assessments.len() as u32).collect();
    order.sort_by_key(|place| (std::cmp::Reverse(assessments[*place as usize].score), *place));
    order
}

impl Assessment {
    fn of(pack: &Pack, alert: &Alert, luck: Option<Luck>, benign: Vec<Benign>, others: &[usize]) -> Self {
        let indicator = &pack.indicators[alert.indicator];
        let mut reasons = Vec::new();
        let mut add = |term, condition: Option<String>, millionths: i64, text: String| {
            reasons.push(ScoreReason { term, condition, millionths: millionths as i32, text });
        };
        let conditions = alert.conditions.len() as i64;
        add("fires", None, FIRES, format!("all {conditions} conditions of the rule hold"));
        let numbers = indicator.numbers().len() as i64;
        let stated = indicator.stated.len() as i64;
        if numbers > 0 && stated > 0 {
            let text = format!("{stated} of {numbers} numbers are stated by the source");
            add("source", None, SOURCE * stated / numbers, text);
        }
        for condition in &alert.conditions {
            let margin = condition.margin().max(0);
            let part = MARGINS * margin / ((margin + 1000) * conditions);
            let bound = if condition.at_most { "at most" } else { "at least" };
            let text = format!(
                "{} is {}, {bound} {} {}",
                condition.name,
                condition.measured,
                condition.threshold,
                condition.threshold.unit()
            );
            add("margin", Some(condition.name.clone()), part, text);
        }
        if let Some(luck) = &luck {
            let millibits = luck.millibits();
            let text = format!("by luck {} such alerts would be expected here", decimal(luck.expected));
            add("luck", None, LUCK * millibits / (millibits + 10_000), text);
        }
        if !others.is_empty() {
            let names: Vec<&str> = others.iter().map(|other| pack.indicators[*other].id()).collect();
            let part = CORROBORATION - (CORROBORATION >> names.len().min(32));
            add(
                "corroboration",
                None,
                part,
                format!("other indicators for the same subject or money: {}", names.join(", ")),
            );
        }
        let sum: i64 = reasons.iter().map(|reason| i64::from(reason.millionths)).sum();
        if let Some(best) = benign.first() {
            let part = sum * i64::from(best.covers) / (2 * i64::from(best.of.max(1)));
            reasons.push(ScoreReason {
                term: "benign",
                condition: None,
                millionths: -(part as i32),
                text: format!("{} of {} transactions: {}", best.covers, best.of, best.explanation.text()),
            });
        }
        let score = reasons.iter().map(|reason| reason.millionths).sum::<i32>().max(0) as u32;
        Self { score, reasons, luck, benign }
    }
}

/// Three digits of a number, without an exponent where it is of human size.
pub(crate) fn decimal(number: f64) -> String {
    if number >= 1000.0 {
        format!("{number:.0}")
    } else if number >= 0.001 {
        format!("{number:.3}")
    } else {
        format!("{number:.2e}")
    }
}

/// Which alerts have a subject or evidence in common.
struct Corroboration {
    // Subjects with the alerts that have them, and transactions with theirs, ascending.
    by_subject: Vec<(AccountId, u32)>,
    by_row: Vec<(Row, u32)>,
}

impl Corroboration {
    fn of(evaluation: &Evaluation) -> Self {
        let alerts = || evaluation.alerts.iter().zip(0_u32..);
        let mut by_subject: Vec<(AccountId, u32)> =
            alerts().flat_map(|(alert, place)| alert.subject().iter().map(move |account| (*account, place))).collect();
        let mut by_row: Vec<(Row, u32)> =
            alerts().flat_map(|(alert, place)| alert.transactions.iter().map(move |row| (*row, place))).collect();
        by_subject.par_sort_unstable();
        by_row.par_sort_unstable();
        Self { by_subject, by_row }
    }

    /// The other indicators that have alerts of the same subject, or of half of the evidence; ascending.
    fn of_alert(&self, evaluation: &Evaluation, place: usize) -> Vec<usize> {
        let alert = &evaluation.alerts[place];
        let mut others: Vec<usize> = Vec::new();
        for account in alert.subject() {
            others.extend(with(&self.by_subject, *account).map(|other| evaluation.alerts[other as usize].indicator));
        }
        let mut sharing: Vec<u32> = alert.transactions.iter().flat_map(|row| with(&self.by_row, *row)).collect();
        sharing.sort_unstable();
        let half = sharing.chunk_by(|one, two| one == two).filter(|same| same.len() * 2 >= alert.transactions.len());
        others.extend(half.map(|same| evaluation.alerts[same[0] as usize].indicator));
        others.sort_unstable();
        others.dedup();
        others.retain(|other| *other != alert.indicator);
        others
    }
}

fn with<K: Ord + Copy>(sorted: &[(K, u32)], key: K) -> impl Iterator<Item = u32> + '_ {
    let begin = sorted.partition_point(|(own, _)| *own < key);
    sorted[begin..].iter().take_while(move |(own, _)| *own == key).map(|(_, alert)| *alert)
}
