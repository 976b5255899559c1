//! Travel: withdrawals farther apart than one can travel.
//!
//! # Definition
//! Of each account, the payments out that pass the filter and tell coordinates are taken in order, and each is compared with
//! the next. A pair counts when it is at least so many kilometres apart, along a great circle and rounded down, and that
//! many kilometres in the time between are faster than the rule allows. An instance is a maximal chain of such pairs.
//! Roles: subject, counterparties.
//!
//! # Complexity
//! O(payments that tell coordinates).

use super::alert::{Alert, Condition, Measure, RegisterEvidence};
use super::data::Data;
use super::facts::{Facts, Mask};
use super::series::passing;
use crate::ledger::TextField;
use crate::model::{AccountId, Row, Span};
use crate::typology::{Travel, Way};

pub(super) fn instances(
    data: &Data<'_>,
    facts: &Facts,
    (indicator, rule, travel, mask): (usize, usize, &Travel, Mask),
) -> Vec<Alert> {
    let mut alerts = Vec::new();
    for account in data.ledger.accounts().ids() {
        let told: Vec<(Row, AccountId, (f64, f64))> = passing(data, facts, account, Way::Out, mask)
            .into_iter()
            .filter_map(|one| Some((one.row, one.other, degrees(data.ledger.text(TextField::Coordinates, one.row)?)?)))
            .collect();
        let mut chain: Vec<usize> = Vec::new();
        let mut fastest = (0, 0);
        let mut end = |chain: &mut Vec<usize>, fastest: &mut (u64, u64)| {
            if !chain.is_empty() {
                let (kilometres, speed) = *fastest;
                let mut others: Vec<AccountId> = chain.iter().map(|place| told[*place].1).collect();
                others.sort_unstable();
                others.dedup();
                alerts.push(Alert {
                    indicator,
                    rule,
                    roles: vec![("subject", vec![account]), ("counterparties", others)],
                    transactions: chain.iter().map(|place| told[*place].0).collect(),
                    conditions: vec![
                        Condition::least(
                            "kilometres",
                            Measure::Kilometres(kilometres),
                            Measure::Kilometres(travel.kilometres.into()),
                        ),
                        Condition::least(
                            "speed",
                            Measure::Speed(speed),
                            Measure::Speed(travel.kilometres_an_hour.into()),
                        ),
                    ],
                    finding: None,
                    surprise: None,
                    clearing: None,
                    register: RegisterEvidence::default(),
                    truncated: false,
                });
            }
            chain.clear();
            *fastest = (0, 0);
        };
        for place in 1..told.len() {
            let (one, two) = (&told[place - 1], &told[place]);
            let kilometres = kilometres(one.2, two.2);
            let between = (data.ledger.time(two.0) - data.ledger.time(one.0)).0.max(1).unsigned_abs();
            let speed = kilometres * Span::HOUR.0.unsigned_abs() / between;
            if kilometres >= u64::from(travel.kilometres) && speed > u64::from(travel.kilometres_an_hour) {
                if chain.is_empty() {
                    chain.push(place - 1);
                }
                chain.push(place);
                fastest = fastest.max((kilometres, speed));
            } else {
                end(&mut chain, &mut fastest);
            }
        }
        end(&mut chain, &mut fastest);
    }
    alerts
}

/// Latitude and longitude from `-12.05,-77.04`, `-12.05 -77.04` or with a semicolon between.
fn degrees(text: &str) -> Option<(f64, f64)> {
    let mut parts = text.split([',', ';', ' ']).filter(|part| !part.is_empty());
    let mut part = |most: f64| -> Option<f64> {
        let number: f64 = parts.next()?.parse().ok()?;
        (number.abs() <= most).then_some(number)
    };
    let place = (part(90.0)?, part(180.0)?);
    parts.next().is_none().then_some(place)
}

/// Whole kilometres along a great circle of a sphere of 6,371 km.
fn kilometres(one: (f64, f64), two: (f64, f64)) -> u64 {
    let radians = |degrees: f64| degrees * std::f64::consts::PI / 180.0;
    let half = |difference: f64| {
        let sine = libm::sin(radians(difference) / 2.0);
        sine * sine
    };
    let across = libm::cos(radians(one.0)) * libm::cos(radians(two.0));
    let chord = half(two.0 - one.0) + across * half(two.1 - one.1);
    (2.0 * 6371.0 * libm::asin(libm::sqrt(chord.clamp(0.0, 1.0)))) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_the_map() {
        let (lima, cusco) = (degrees("-12.046,-77.043").unwrap(), degrees("-13.532 -71.967").unwrap());
        assert_eq!(kilometres(lima, cusco), 574);
        assert_eq!(kilometres(lima, lima), 0);
        assert_eq!(kilometres((90.0, 0.0), (-90.0, 0.0)), 20015);
        for text in ["", "1", "91,0", "0,181", "1,2,3", "a,b", "NaN,1"] {
            assert_eq!(degrees(text), None, "{text}");
        }
    }
}
