//! Dormant burst: an account pays and receives nothing for D, then has at least n payments within W, worth more than x
//! times what any W before the silence held. Its history has to be among the planted transactions.

use super::{Case, Refusal};
use crate::evaluate::register::Payment;
use crate::model::Span;

pub(super) fn check(case: &Case<'_>) -> Result<(), Refusal> {
    let (window, silence) = (case.window()?, case.span("dormant")?);
    let (times, least) = (i128::from(case.number("times")?), case.number("payments")? as usize);
    let Some(values) = case.values else {
        return Err(Refusal::unknown("no-rates", "its amounts are in currencies that do not compare"));
    };
    let mut accounts: Vec<u32> = case.payments.iter().flat_map(|payment| [payment.from, payment.to]).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let (mut longest, mut silent, mut risen) = (0, false, false);
    for account in accounts {
        let own: Vec<(Payment, i128)> = (case.payments.iter().zip(values))
            .filter(|(payment, _)| payment.from == account || payment.to == account)
            .map(|(payment, value)| (*payment, i128::from(*value)))
            .collect();
        for woken in (1..own.len()).filter(|at| own[*at].0.time - own[*at - 1].0.time >= silence) {
            silent = true;
            let (before, after) = own.split_at(woken);
            let burst: Vec<_> =
                after.iter().take_while(|(payment, _)| payment.time - after[0].0.time <= window).collect();
            let usual = before.iter().map(|(first, _)| turnover(before, first, window)).max().unwrap_or(0);
            if burst.iter().map(|(_, value)| value).sum::<i128>() > usual * times {
                risen = true;
                if burst.len() >= least {
                    longest = longest.max(burst.len());
                }
            }
        }
    }
    if !silent {
        return Err(Refusal::no("not-dormant", format!("no account is silent for {silence} within it")));
    }
    if !risen {
        return Err(Refusal::no("no-burst", format!("nothing after a silence is worth {times} times what was before")));
    }
    if longest < case.half {
        return Err(case.too_long(window));
    }
    Ok(())
}

/// What moves in the window that begins at a payment.
fn turnover(payments: &[(Payment, i128)], first: &Payment, window: Span) -> i128 {
    let inside = |payment: &Payment| (Span(0)..=window).contains(&(payment.time - first.time));
    payments.iter().filter(|(payment, _)| inside(payment)).map(|(_, value)| value).sum()
}
