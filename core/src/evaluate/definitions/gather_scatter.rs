//! Gather-scatter: an account receives from at least k others, then pays at least k, each within W of an instant between,
//! and pays out between r1 and r2 of what it received.

use super::{Case, Refusal, between, distinct};
use crate::evaluate::register::Payment;
use crate::model::Span;

pub(super) fn check(case: &Case<'_>) -> Result<(), Refusal> {
    let (window, least) = (case.window()?, case.number("counterparties")? as usize);
    let kept = [case.number("kept-least")?, case.number("kept-most")?];
    if best(case, case.period(), least, None).1 < case.half {
        let (most, _) = best(case, case.period(), 1, None);
        return Err(if most < least {
            let text = format!("{most} senders before, or receivers after, any instant; {least} are asked for");
            Refusal::no("too-few-counterparties", text)
        } else {
            Refusal::no("not-in-time-order", "less than half of it is a gathering with a scattering after it")
        });
    }
    if best(case, window, least, None).1 < case.half {
        return Err(case.too_long(window));
    }
    if best(case, window, least, Some(kept)).1 < case.half {
        let text = format!("what is paid out is not within {} and {} per cent of what came in", kept[0], kept[1]);
        return Err(Refusal::no("value-not-kept", text));
    }
    Ok(())
}

/// The most counterparties on both sides of an instant, and the most transactions around instants that qualify.
fn best(case: &Case<'_>, window: Span, least: usize, kept: Option<[u64; 2]>) -> (usize, usize) {
    let mut hubs: Vec<u32> = case.payments.iter().map(|payment| payment.to).collect();
    hubs.sort_unstable();
    hubs.dedup();
    let (mut most, mut longest) = (0, 0);
    for hub in hubs {
        let place = |side: fn(&Payment) -> u32| -> Vec<usize> {
            (0..case.payments.len()).filter(|at| side(&case.payments[*at]) == hub).collect()
        };
        let (incoming, outgoing) = (place(|payment| payment.to), place(|payment| payment.from));
        let take = |places: &[usize]| -> Vec<Payment> { places.iter().map(|at| case.payments[*at]).collect() };
        let (gathered, scattered) = (take(&incoming), take(&outgoing));
        let mut evidence = vec![false; case.payments.len()];
        // What is on either side changes at these instants only, and is the most that it can be at one of them.
        let instants = (gathered.iter().flat_map(|payment| [payment.time, payment.time + window]))
            .chain(scattered.iter().flat_map(|payment| [payment.time, payment.time - window]))
            .flat_map(|at| [at - Span(1), at, at + Span(1)]);
        for instant in instants {
            let before = between(&gathered, instant - window, instant);
            let after = between(&scattered, instant, instant + window);
            let sides = distinct(gathered[before.clone()].iter().map(|payment| payment.from))
                .min(distinct(scattered[after.clone()].iter().map(|payment| payment.to)));
            most = most.max(sides);
            let value = |places: &[usize]| -> Option<i128> {
                case.values.map(|values| places.iter().map(|at| i128::from(values[*at])).sum())
            };
            let keeps = kept.zip(value(&incoming[before.clone()])).zip(value(&outgoing[after.clone()]));
            let keeps = keeps.is_none_or(|(([low, high], received), paid)| {
                paid * 100 >= received * i128::from(low) && paid * 100 <= received * i128::from(high)
            });
            if sides >= least && keeps {
                for at in incoming[before].iter().chain(&outgoing[after]) {
                    evidence[*at] = true;
                }
            }
        }
        longest = longest.max(evidence.into_iter().filter(|taken| *taken).count());
    }
    (most, longest)
}
