//! Loan-back: a loan from abroad by somebody whom the borrower's own side had paid.
//!
//! # Definition
//! Two accounts have a controller in common when somebody whom the holders of the one
//! [answer to](crate::ownership::Ownership::controllers_of) is one whom those of the other answer to. A loan is a payment
//! that passes the filter and whose payer and receiver have a controller in common and no holder. What had been paid for it
//! is all that accounts with a controller in common with the borrower, the borrower among them, paid in so long a time
//! before to the lender's account or another of its holders, from accounts that these do not hold. An instance is a loan for
//! which at least so many per cent of its value had been paid, at the ledger's rates. Roles: subject (the borrower), lender,
//! payers.
//!
//! # Complexity
//! O(p) in the payments that accounts of the lender receive within the time, for each loan.

use super::alert::{Alert, Condition, Measure, RegisterEvidence};
use super::data::Data;
use super::facts::{Facts, Mask};
use crate::graph::Direction;
use crate::model::{AccountId, Row, Timestamp};
use crate::typology::{LoanBack, Way};

pub(super) fn instances(
    data: &Data<'_>,
    facts: &Facts,
    (indicator, rule, loan_back, mask): (usize, usize, &LoanBack, Mask),
) -> Vec<Alert> {
    let Some(holders) = data.holders else { return Vec::new() };
    let (ledger, ties) = (data.ledger, holders.ties());
    let mut alerts = Vec::new();
    for loan in ledger.rows().filter(|row| facts.hold(mask, *row)) {
        let (lender, borrower) = (ledger.from(loan), ledger.to(loan));
        let value = data.value(Way::In, loan);
        if value == 0 || holders.share_one(lender, borrower) || !ties.share_controller(lender, borrower) {
            continue;
        }
        let since = Timestamp(ledger.time(loan).0.saturating_sub(loan_back.within.0));
        let mut lenders = ties.held_with(lender);
        lenders.retain(|account| !holders.share_one(*account, borrower));
        let mut transactions: Vec<Row> = Vec::new();
        let mut payers: Vec<AccountId> = Vec::new();
        for account in &lenders {
            let hops = data.graph.adjacency(Direction::In).of(*account);
            let begin = hops.partition_point(|hop| data.graph.time(hop) < since);
            for hop in hops[begin..].iter().take_while(|hop| hop.row < loan) {
                if !lenders.contains(&hop.other) && ties.share_controller(hop.other, borrower) {
                    transactions.push(hop.row);
                    payers.push(hop.other);
                }
            }
        }
        let paid: i64 = transactions.iter().fold(0, |sum, row| sum.saturating_add(data.value(Way::In, *row)));
        let share = u128::from(paid.unsigned_abs()) * 100 / u128::from(value.unsigned_abs());
        if share < loan_back.share.0.into() {
            continue;
        }
        transactions.push(loan);
        transactions.sort_unstable();
        payers.sort_unstable();
        payers.dedup();
        let first = ledger.time(transactions[0]);
        let mut sources = Vec::new();
        [lender, borrower].iter().chain(&payers).for_each(|account| sources.extend(ties.behind(*account)));
        let register: RegisterEvidence =
            ties.evidence(&[("subject", ties.controllers(borrower)), ("lender", ties.controllers(lender))], sources);
        alerts.push(Alert {
            indicator,
            rule,
            transactions,
            conditions: vec![
                Condition::least(
                    "share",
                    Measure::Percent(u64::try_from(share).unwrap_or(u64::MAX)),
                    Measure::Percent(loan_back.share.0.into()),
                ),
                Condition::most("within", Measure::Time(ledger.time(loan) - first), Measure::Time(loan_back.within)),
            ],
            finding: None,
            surprise: None,
            clearing: None,
            register,
            truncated: false,
            roles: vec![("subject", vec![borrower]), ("lender", vec![lender]), ("payers", payers)],
        });
    }
    alerts
}
