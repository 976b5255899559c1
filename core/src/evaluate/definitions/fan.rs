//! Fan-in and fan-out: a maximal run of windows in which one account has at least k distinct counterparties, or where it is
//! longer than two of them, the fullest window.

use super::{Case, Refusal, between, distinct};
use crate::evaluate::register::Payment;

pub(super) fn fan_in(case: &Case<'_>) -> Result<(), Refusal> {
    check(case, |payment| (payment.to, payment.from), "payers of one account")
}

pub(super) fn fan_out(case: &Case<'_>) -> Result<(), Refusal> {
    check(case, |payment| (payment.from, payment.to), "accounts paid by one")
}

fn check(case: &Case<'_>, sides: impl Fn(&Payment) -> (u32, u32), what: &str) -> Result<(), Refusal> {
    let (window, least) = (case.window()?, case.number("counterparties")? as usize);
    let mut centres: Vec<u32> = case.payments.iter().map(|payment| sides(payment).0).collect();
    centres.sort_unstable();
    centres.dedup();
    let (mut most, mut longest) = (0, 0);
    for centre in centres {
        let own: Vec<Payment> = case.payments.iter().filter(|payment| sides(payment).0 == centre).copied().collect();
        most = most.max(distinct(own.iter().map(|payment| sides(payment).1)));
        let enough = |inside: &[Payment]| distinct(inside.iter().map(|payment| sides(payment).1)) >= least;
        // The run of windows that the last one belongs to.
        let mut run = 0..0;
        for (at, payment) in own.iter().enumerate() {
            let inside = between(&own, payment.time, payment.time + window);
            // A window that begins just after this payment and ends no later may fall short: then the run ends.
            let joined = at > 0 && run.end > at && enough(&own[at..run.end]);
            if enough(&own[inside.clone()]) {
                longest = longest.max(inside.len());
                run = if joined { run.start..inside.end } else { inside };
                if (own[run.end - 1].time - own[run.start].time).0 <= 2 * window.0 {
                    longest = longest.max(run.len());
                }
            } else if !joined {
                run = 0..0;
            }
        }
    }
    if most < least {
        return Err(Refusal::no("too-few-counterparties", format!("{most} {what}, {least} are asked for")));
    }
    if longest < case.half {
        return Err(case.too_long(window));
    }
    Ok(())
}
