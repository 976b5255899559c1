//! Price: unit prices that are far from those of the same goods.
//!
//! # Definition
//! Prices are compared with those of the same HS code, currency and calendar month (UTC), each transaction's once. Of at
//! least so many, the median is the middle one, or the lower of the two in the middle, and the median absolute deviation is
//! that of their distances from it. An instance is a transaction whose price is more than so many deviations, and at least
//! so many per cent, away from the median. Roles: subject (who pays), counterparties (who is paid).
//!
//! # Complexity
//! O(p log p) in the prices.
//!
//! # Literature
//! Hampel, The influence curve and its role in robust estimation, 1974.

use super::alert::{Alert, Condition, Measure, RegisterEvidence};
use super::columns::{Common, code};
use super::data::Data;
use crate::ledger::TextField;
use crate::model::{Amount, Currency, Row};
use crate::typology::Price;

pub(super) fn instances(data: &Data<'_>, (indicator, rule, price): (usize, usize, &Price)) -> Vec<Alert> {
    let ledger = data.ledger;
    let goods = Common::of(ledger, TextField::HsCode, TextField::HsCode);
    let mut prices: Vec<((u32, Currency, i32), i64, Row)> = Vec::new();
    for row in ledger.rows() {
        let code = goods.side(true, code(ledger, TextField::HsCode, row));
        let Some(text) = ledger.text(TextField::UnitPrice, row).filter(|_| code != 0) else { continue };
        let currency = ledger.paid(row).currency;
        let Ok((amount, _)) = Amount::parse(text.trim(), currency) else { continue };
        if amount.units > 0 {
            let date = ledger.time(row).civil();
            let month = i32::from(date.year()) * 12 + i32::from(date.month());
            prices.push(((code, currency, month), amount.units, row));
        }
    }
    prices.sort_unstable();
    let mut alerts = Vec::new();
    for alike in prices.chunk_by(|one, two| one.0 == two.0) {
        if (alike.len() as u64) < u64::from(price.prices) {
            continue;
        }
        let middle = (alike.len() - 1) / 2;
        let median = alike[middle].1;
        let mut distances: Vec<u64> = alike.iter().map(|(_, units, _)| units.abs_diff(median)).collect();
        distances.sort_unstable();
        let deviation = distances[middle];
        for ((_, currency, _), units, row) in alike {
            let apart = units.abs_diff(median);
            let far = u128::from(apart) > u128::from(deviation) * u128::from(price.deviations);
            let share = u128::from(apart) * 100 / u128::from(median.unsigned_abs().max(1));
            if !far || share < u128::from(price.apart.0) {
                continue;
            }
            let money = |units: u64| Measure::Money(Amount::new(i64::try_from(units).unwrap_or(i64::MAX), *currency));
            let band = deviation.saturating_mul(price.deviations.into());
            alerts.push(Alert {
                indicator,
                rule,
                roles: vec![("subject", vec![ledger.from(*row)]), ("counterparties", vec![ledger.to(*row)])],
                transactions: vec![*row],
                conditions: vec![
                    Condition::least("deviations", money(apart), money(band)),
                    Condition::least(
                        "apart",
                        Measure::Percent(u64::try_from(share).unwrap_or(u64::MAX)),
                        Measure::Percent(price.apart.0.into()),
                    ),
                    Condition::least("prices", Measure::Count(alike.len() as u64), Measure::Count(price.prices.into())),
                ],
                finding: None,
                surprise: None,
                clearing: None,
                register: RegisterEvidence::default(),
                truncated: false,
            });
        }
    }
    alerts
}
