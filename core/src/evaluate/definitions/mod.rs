//! Whether something planted is an instance of its pattern at all, by the definitions and the parameters of the run.
//!
//! Data plants what Quipu does not call a pattern: cycles that are not in the order of time, fans of three. These cannot
//! be found, and should not be. Something planted is admitted when its transactions, looked at alone, hold an instance
//! that has at least half of them, which is what it takes to be found. The checks are written from the definitions and
//! share nothing with the searches. They leave out what depends on other transactions of the accounts.

mod cycle;
mod fan;
mod gather_scatter;
mod scatter_gather;

use super::register::Payment;
use crate::model::{Span, Timestamp};
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

/// Whether transactions of an instance of a kind hold an instance of the pattern. `values` are those of the payments.
pub(super) fn admit(
    pattern: &str,
    payments: &[Payment],
    values: Option<&[i64]>,
    parameters: Option<&Value>,
) -> Result<(), Refusal> {
    let check = match pattern {
        "fan-in" => fan::fan_in,
        "fan-out" => fan::fan_out,
        "gather-scatter" => gather_scatter::check,
        "scatter-gather" => scatter_gather::check,
        "temporal-cycle" => cycle::temporal_cycle,
        "round-trip" => cycle::round_trip,
        _ => return Err(Refusal::no("no-such-pattern", "Quipu does not search for it")),
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
    let worth: Option<Vec<i64>> = values.map(|values| order.iter().map(|at| values[*at].max(0)).collect());
    let half = payments.len().div_ceil(2);
    if ordered.len() < half || ordered.is_empty() {
        return Err(Refusal::no("self-transfers", "most of it is paid by accounts to themselves"));
    }
    check(&Case { payments: &ordered, values: worth.as_deref(), half, parameters })
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
