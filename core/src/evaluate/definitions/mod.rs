//! Whether something planted is an instance of its pattern at all, by the definitions and the parameters of the run.
//!
//! Data plants what Quipu does not call a pattern: cycles that are not in the order of time, fans of three. These cannot
//! be found, and should not be. Something planted is admitted when its transactions, looked at alone, hold an instance
//! that has at least half of them, which is what it takes to be found. The checks are written from the definitions and
//! share nothing with the searches. They leave out what depends on other transactions of the accounts.

mod bipartite;
mod chain;
mod cycle;
mod dense_flow;
mod dormant_burst;
mod fan;
mod gather_scatter;
mod pass_through;
mod scatter_gather;
mod structuring;

use super::register::Payment;
use crate::detect::Pattern;
use crate::model::{Amount, Span, Timestamp};
use serde_json::Value;

/// Transactions of an instance, in order of time, transfers of an account to itself left out.
pub(super) struct Case<'a> {
    payments: &'a [Payment],
    /// What each is worth; `None` when they do not compare.
    values: Option<&'a [i64]>,
    /// How many transactions make half of the instance.
    half: usize,
    /// The parameters of the pattern.
    parameters: &'a Value,
    /// What an amount is worth in the currency of the values.
    worth: &'a dyn Fn(Amount) -> Option<i64>,
}

/// Why something is not admitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// A short name.
    pub(super) reason: &'static str,
    /// What was there and what the definition asks for.
    pub(super) text: String,
    /// Whether it could be said at all.
    pub(super) known: bool,
}

// Checks go over the transactions of an instance many times.
const LARGEST: usize = 1000;

/// Whether a case is an instance, and why not.
type Check = fn(&Case<'_>) -> Result<(), Refusal>;

/// The check of a pattern's definition; `None` for what is no pattern.
fn check_of(pattern: &str) -> Option<Check> {
    Some(match pattern {
        "fan-in" => fan::fan_in,
        "fan-out" => fan::fan_out,
        "gather-scatter" => gather_scatter::check,
        "scatter-gather" => scatter_gather::check,
        "temporal-cycle" => cycle::temporal_cycle,
        "round-trip" => cycle::round_trip,
        "bipartite" => bipartite::bipartite,
        "stack" => bipartite::stack,
        "dense-flow" => dense_flow::check,
        "layering-chain" => chain::layering_chain,
        "peel-chain" => chain::peel_chain,
        "pass-through" => pass_through::check,
        "structuring" => structuring::check,
        "dormant-burst" => dormant_burst::check,
        _ => return None,
    })
}

/// Whether transactions of an instance hold an instance of the pattern. `worth` values amounts that compare.
pub(super) fn admit(
    pattern: &str,
    payments: &[Payment],
    worth: &dyn Fn(Amount) -> Option<i64>,
    parameters: Option<&Value>,
) -> Result<(), Refusal> {
    // What this version does not search for yet is no pattern, though its definition be known.
    if pattern.parse::<Pattern>().is_err() {
        return Err(Refusal::no("no-such-pattern", "Quipu does not search for it"));
    }
    check(pattern, payments, worth, parameters)
}

fn check(
    pattern: &str,
    payments: &[Payment],
    worth: &dyn Fn(Amount) -> Option<i64>,
    parameters: Option<&Value>,
) -> Result<(), Refusal> {
    let Some(check) = check_of(pattern) else {
        return Err(Refusal::no("no-such-pattern", "its definition is not known"));
    };
    let Some(parameters) = parameters else {
        return Err(Refusal::unknown("no-parameters", "the parameters of the run are not known"));
    };
    if payments.len() > LARGEST {
        return Err(Refusal::unknown("too-large", format!("{} transactions are too many to check", payments.len())));
    }
    let mut order: Vec<usize> = (0..payments.len()).filter(|at| payments[*at].from != payments[*at].to).collect();
    order.sort_by_key(|at| payments[*at].time);
    let ordered: Vec<Payment> = order.iter().map(|at| payments[*at]).collect();
    let value = |payment: &Payment| worth(Amount::new(payment.units, payment.currency)).map(|value| value.max(0));
    let values: Option<Vec<i64>> = ordered.iter().map(value).collect();
    let half = payments.len().div_ceil(2);
    if ordered.len() < half || ordered.is_empty() {
        return Err(Refusal::no("self-transfers", "most of it is paid by accounts to themselves"));
    }
    check(&Case { payments: &ordered, values: values.as_deref(), half, parameters, worth })
}

impl Refusal {
    fn no(reason: &'static str, text: impl Into<String>) -> Self {
        Self { reason, text: text.into(), known: true }
    }

    fn unknown(reason: &'static str, text: impl Into<String>) -> Self {
        Self { reason, text: text.into(), known: false }
    }
}

impl Case<'_> {
    fn number(&self, name: &str) -> Result<u64, Refusal> {
        let number = self.parameters.get(name).and_then(Value::as_u64);
        number.ok_or_else(|| Refusal::unknown("no-parameters", format!("the run does not tell its parameter {name}")))
    }

    fn span(&self, name: &str) -> Result<Span, Refusal> {
        let span = self.parameters.get(name).and_then(Value::as_str).and_then(|text| text.parse().ok());
        span.ok_or_else(|| Refusal::unknown("no-parameters", format!("the run does not tell its parameter {name}")))
    }

    /// The longest window: what fits in any fits in it.
    fn window(&self) -> Result<Span, Refusal> {
        let windows = self.parameters.get("windows").and_then(Value::as_array).into_iter().flatten();
        let longest = windows.filter_map(|window| window.as_str()?.parse().ok()).max();
        longest.ok_or_else(|| Refusal::unknown("no-parameters", "the run does not tell its windows"))
    }

    fn period(&self) -> Span {
        match (self.payments.first(), self.payments.last()) {
            (Some(first), Some(last)) => last.time - first.time,
            _ => Span(0),
        }
    }

    fn too_long(&self, window: Span) -> Refusal {
        Refusal::no("longer-than-window", format!("spread over {}, the window is {window}", rough(self.period())))
    }
}

/// A span to a figure that people read.
fn rough(span: Span) -> String {
    let unit = [Span::DAY, Span::HOUR, Span::MINUTE, Span::SECOND].into_iter().find(|unit| span >= Span(2 * unit.0));
    unit.map_or(span, |unit| Span((span.0 + unit.0 / 2) / unit.0 * unit.0)).to_string()
}

/// Payments between two instants, both included; they are in order of time.
fn between(payments: &[Payment], first: Timestamp, last: Timestamp) -> std::ops::Range<usize> {
    let start = payments.partition_point(|payment| payment.time < first);
    start..payments.partition_point(|payment| payment.time <= last).max(start)
}

/// How many there are without repetition.
fn distinct(accounts: impl Iterator<Item = u32>) -> usize {
    let mut accounts: Vec<u32> = accounts.collect();
    accounts.sort_unstable();
    accounts.dedup();
    accounts.len()
}

#[cfg(test)]
mod tests;
