//! What a ranking must be better than: transactions by plain fan size, the one number that everybody can work out.
//!
//! The fan size of a transaction from u to v is the larger of two: the most distinct accounts that pay v, and the most
//! distinct accounts that u pays, in any closed interval of length W that holds the transaction. Transfers of an account
//! to itself have none.

use super::register::Register;
use crate::model::{Span, Timestamp};
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use std::collections::VecDeque;

/// The fan size of every transaction. O(n log n).
pub(super) fn fan_sizes(register: &Register, window: Span) -> Vec<u32> {
    let mut sizes = vec![0; register.len()];
    for incoming in [true, false] {
        let mut payments: Vec<(u32, Timestamp, u32, u32)> = register
            .payments()
            .filter(|(_, payment)| payment.from != payment.to)
            .map(|(at, payment)| {
                let (own, other) = if incoming { (payment.to, payment.from) } else { (payment.from, payment.to) };
                (own, payment.time, other, at)
            })
            .collect();
        payments.sort_unstable();
        for payments in payments.chunk_by(|one, other| one.0 == other.0) {
            of_account(payments, window, &mut sizes);
        }
    }
    sizes
}

fn of_account(payments: &[(u32, Timestamp, u32, u32)], window: Span, sizes: &mut [u32]) {
    let mut counts: HashMap<u32, u32, FixedState> = HashMap::default();
    // Of the windows that begin at a payment and hold the present one, those that no later one exceeds: beginnings and
    // sizes, the sizes falling.
    let mut best: VecDeque<(usize, u32)> = VecDeque::new();
    let mut begun = 0;
    let mut end = 0;
    for (_, time, _, at) in payments {
        // A window that holds this payment begins at it or before.
        while begun < payments.len() && payments[begun].1 <= *time {
            let start = payments[begun].1;
            while end < payments.len() && payments[end].1 - start <= window {
                *counts.entry(payments[end].2).or_default() += 1;
                end += 1;
            }
            let size = counts.len() as u32;
            while best.back().is_some_and(|(_, known)| *known <= size) {
                best.pop_back();
            }
            best.push_back((begun, size));
            if let Some(count) = counts.get_mut(&payments[begun].2) {
                *count -= 1;
                if *count == 0 {
                    counts.remove(&payments[begun].2);
                }
            }
            begun += 1;
        }
        while best.front().is_some_and(|(place, _)| *time - payments[*place].1 > window) {
            best.pop_front();
        }
        let size = &mut sizes[*at as usize];
        *size = (*size).max(best.front().map_or(0, |(_, size)| *size));
    }
}

#[cfg(test)]
mod tests {
    use super::super::register::Payment;
    use super::*;
    use crate::model::Currency;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn as_defined(
            rows in prop::collection::vec((0_i64..20, 0_u32..5, 0_u32..5), 0..30),
            window in 0_i64..12,
        ) {
            let mut register = Register::default();
            for (time, from, to) in &rows {
                let (time, from, to) = (Timestamp(*time), *from, *to);
                let payment = Payment { time, from, to, units: 1, line: 0, file: 0, currency: Currency::NONE };
                register.push(payment).unwrap();
            }
            let sizes = fan_sizes(&register, Span(window));
            for ((time, from, to), size) in rows.iter().zip(sizes) {
                let mut plain = 0;
                for start in time - window..=*time {
                    let inside = rows.iter().filter(|row| (start..=start + window).contains(&row.0) && row.1 != row.2);
                    let payers: BTreeSet<u32> = inside.clone().filter(|row| row.2 == *to).map(|row| row.1).collect();
                    let payees: BTreeSet<u32> = inside.filter(|row| row.1 == *from).map(|row| row.2).collect();
                    plain = plain.max(payers.len()).max(payees.len());
                }
                prop_assert_eq!(size as usize, if from == to { 0 } else { plain });
            }
        }
    }
}
