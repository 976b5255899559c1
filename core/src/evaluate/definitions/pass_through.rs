//! Pass-through: an account sends on at least r of what it received within d, n times or more, each within W of the last.

use super::{Case, Refusal};
use crate::model::Span;

pub(super) fn check(case: &Case<'_>) -> Result<(), Refusal> {
    let (window, within, times) = (case.window()?, case.span("within")?, case.number("times")? as usize);
    let percent = i128::from(case.number("percent")?);
    if case.values.is_none() {
        return Err(Refusal::unknown("no-rates", "its amounts are in currencies that do not compare"));
    }
    let meets = |(receipts, size): (usize, usize)| receipts >= times && size >= case.half;
    let strict = best(case, window, within, percent);
    if meets(strict) {
        return Ok(());
    }
    let (any, _) = best(case, case.period(), case.period(), 1);
    Err(if any < times {
        Refusal::no("too-few-times", format!("money is sent on {any} times, {times} are asked for"))
    } else if meets(best(case, window, within, 1)) {
        let text = format!("{percent} per cent are sent on {} times, {times} are asked for", strict.0);
        Refusal::no("value-not-kept", text)
    } else {
        let text =
            format!("{} times within {within}, each within {window} of the last; {times} are asked for", strict.0);
        Refusal::no("longer-than-window", text)
    })
}

/// The longest series of receipts that are sent on, and the payments in it.
fn best(case: &Case<'_>, window: Span, within: Span, percent: i128) -> (usize, usize) {
    let values = case.values.unwrap_or_default();
    let mut conduits: Vec<u32> = case.payments.iter().map(|payment| payment.to).collect();
    conduits.sort_unstable();
    conduits.dedup();
    let mut best = (0, 0);
    for conduit in conduits {
        // What is left of each receipt, and which payments out took from it, first in first out.
        let mut receipts: Vec<(usize, i128, Vec<usize>)> = (0..case.payments.len())
            .filter(|at| case.payments[*at].to == conduit)
            .map(|at| (at, i128::from(values[at]), Vec::new()))
            .collect();
        for (out, payment) in case.payments.iter().enumerate().filter(|(_, payment)| payment.from == conduit) {
            let open = |at: usize| (Span(0)..=within).contains(&(payment.time - case.payments[at].time));
            // Whether receipts cover the payment is left open: others, that were not planted, may do so with them.
            let mut wanted = i128::from(values[out]);
            for (at, left, taken) in &mut receipts {
                let part = wanted.min(*left);
                if open(*at) && part > 0 {
                    *left -= part;
                    wanted -= part;
                    taken.push(out);
                }
            }
        }
        receipts.retain(|(at, left, _)| (i128::from(values[*at]) - left) * 100 >= i128::from(values[*at]) * percent);
        for series in receipts.chunk_by(|one, next| case.payments[next.0].time - case.payments[one.0].time <= window) {
            let mut payments: Vec<usize> =
                series.iter().flat_map(|(at, _, taken)| taken.iter().copied().chain([*at])).collect();
            payments.sort_unstable();
            payments.dedup();
            best = best.max((series.len(), payments.len()));
        }
    }
    best
}
