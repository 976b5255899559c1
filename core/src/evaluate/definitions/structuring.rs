//! Structuring: at least n payments of one account in W, each from b per cent of a threshold to just below it, that pass
//! it as a sum.

use super::{Case, Refusal, between};
use crate::evaluate::register::Payment;
use crate::model::{Amount, Currency, Span};
use serde_json::Value;

pub(super) fn check(case: &Case<'_>) -> Result<(), Refusal> {
    let (window, least, band) = (case.window()?, case.number("payments")? as usize, case.number("band")?);
    let below: Vec<bool> =
        case.payments.iter().map(|payment| is_below(case, payment, band)).collect::<Result<_, _>>()?;
    let count = |window: Span| longest(case, &below, window, least);
    if below.iter().filter(|below| **below).count() < least || count(case.period()) < case.half {
        let text = format!(
            "{} of {} payments are from {band} per cent of a threshold to just below it",
            below.iter().filter(|below| **below).count(),
            case.payments.len()
        );
        return Err(Refusal::no("not-below-threshold", text));
    }
    if count(window) < case.half {
        return Err(case.too_long(window));
    }
    Ok(())
}

fn is_below(case: &Case<'_>, payment: &Payment, band: u64) -> Result<bool, Refusal> {
    let thresholds = case.parameters.get("thresholds").and_then(Value::as_object);
    let threshold = |code: &str| -> Option<Amount> {
        let text = thresholds?.get(code)?.as_str()?;
        Some(Amount::parse(text, Currency::parse(code).ok()?).ok()?.0)
    };
    let own = threshold(payment.currency.code()).map(|threshold| (payment.units, threshold.units));
    // A currency without a threshold has the dollar's.
    let (units, threshold) = own
        .or_else(|| {
            let value = (case.worth)(Amount::new(payment.units, payment.currency))?;
            Some((value, (case.worth)(threshold("USD")?)?))
        })
        .ok_or_else(|| Refusal::unknown("no-rates", format!("no threshold is known in {}", payment.currency)))?;
    let (units, threshold) = (i128::from(units), i128::from(threshold));
    Ok(units < threshold && units * 100 >= threshold * i128::from(band))
}

/// The most payments just below of one account and direction, in windows with enough of them.
fn longest(case: &Case<'_>, below: &[bool], window: Span, least: usize) -> usize {
    let mut most = 0;
    for side in [|payment: &Payment| payment.from, |payment: &Payment| payment.to] {
        let mut accounts: Vec<u32> = case.payments.iter().map(side).collect();
        accounts.sort_unstable();
        accounts.dedup();
        for account in accounts {
            let pairs = case.payments.iter().zip(below);
            let own: Vec<Payment> = pairs
                .filter(|(payment, below)| **below && side(payment) == account)
                .map(|(payment, _)| *payment)
                .collect();
            let mut taken = vec![false; own.len()];
            for payment in &own {
                let inside = between(&own, payment.time, payment.time + window);
                if inside.len() >= least {
                    taken[inside].fill(true);
                }
            }
            most = most.max(taken.into_iter().filter(|taken| *taken).count());
        }
    }
    most
}
