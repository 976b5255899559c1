//! Contract: what was paid on a contract against its total.
//!
//! # Definition
//! Transactions that name the same contract, spelling aside, and are paid in the same currency are taken together. The total
//! is the greatest that any of them tells in that currency. An instance is a contract on which more than its total was paid
//! by at least so many per cent of it. Roles: subject (who pays), counterparties (who is paid).
//!
//! # Complexity
//! O(c log c) in the transactions that name a contract.

use super::alert::{Alert, Condition, Measure, RegisterEvidence};
use super::columns::{Common, code};
use super::data::Data;
use crate::ledger::TextField;
use crate::model::{AccountId, Amount, Currency, Row};
use crate::typology::Contract;

pub(super) fn instances(data: &Data<'_>, (indicator, rule, contract): (usize, usize, &Contract)) -> Vec<Alert> {
    let ledger = data.ledger;
    let contracts = Common::of(ledger, TextField::Contract, TextField::Contract);
    let named = ledger.rows().map(|row| (contracts.side(true, code(ledger, TextField::Contract, row)), row));
    let mut named: Vec<(u32, Currency, Row)> = named
        .filter(|(contract, _)| *contract != 0)
        .map(|(contract, row)| (contract, ledger.paid(row).currency, row))
        .collect();
    named.sort_unstable();
    let mut alerts = Vec::new();
    for of_one in named.chunk_by(|one, two| (one.0, one.1) == (two.0, two.1)) {
        let currency = of_one[0].1;
        let total = of_one.iter().filter_map(|(.., row)| {
            let text = ledger.text(TextField::ContractTotal, *row)?;
            Some(Amount::parse(text.trim(), currency).ok()?.0.units)
        });
        let Some(total) = total.max().filter(|total| *total > 0) else { continue };
        let paid: i64 = of_one.iter().fold(0, |sum: i64, (.., row)| sum.saturating_add(ledger.paid(*row).units));
        let least = i128::from(total) * i128::from(100 + contract.over.0);
        if i128::from(paid) * 100 < least {
            continue;
        }
        let over = (i128::from(paid) - i128::from(total)) * 100 / i128::from(total);
        let accounts = |of: &dyn Fn(Row) -> AccountId| {
            let mut accounts: Vec<AccountId> = of_one.iter().map(|(.., row)| of(*row)).collect();
            accounts.sort_unstable();
            accounts.dedup();
            accounts
        };
        let money = |units: i64| Measure::Money(Amount::new(units, currency));
        alerts.push(Alert {
            indicator,
            rule,
            roles: vec![
                ("subject", accounts(&|row| ledger.from(row))),
                ("counterparties", accounts(&|row| ledger.to(row))),
            ],
            transactions: of_one.iter().map(|(.., row)| *row).collect(),
            conditions: vec![
                Condition::least("total", money(paid), money(total)),
                Condition::least(
                    "over",
                    Measure::Percent(over.max(0) as u64),
                    Measure::Percent(contract.over.0.into()),
                ),
            ],
            finding: None,
            surprise: None,
            clearing: None,
            register: RegisterEvidence::default(),
            truncated: false,
        });
    }
    alerts
}
