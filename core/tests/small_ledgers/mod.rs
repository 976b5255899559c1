//! Small random ledgers with what makes searches go wrong: equal instants, parallel payments, transfers to oneself, hubs.

use proptest::prelude::*;
use quipu::graph::TransactionGraph;
use quipu::ledger::{LedgerBuilder, Transaction};
use quipu::model::{Amount, Currency, Timestamp};
use std::sync::Arc;

/// (payer, receiver, minute, amount)
pub(crate) type Payment = (u8, u8, i64, i64);

/// Few accounts, few instants, one account that is often an end.
pub(crate) fn payments(accounts: u8, minutes: i64, most: usize) -> impl Strategy<Value = Vec<Payment>> {
    let end = move || prop_oneof![3 => 0..accounts, 1 => Just(0_u8)];
    prop::collection::vec((end(), end(), 0..minutes, 1_i64..50), 0..most)
}

pub(crate) fn graph(payments: &[Payment]) -> TransactionGraph {
    let mut builder = LedgerBuilder::new();
    let file = builder.input("payments").unwrap();
    for (line, (from, to, minute, amount)) in payments.iter().enumerate() {
        let (from, to) = (format!("A{from:02}"), format!("A{to:02}"));
        let amount = Amount::new(*amount, Currency::NONE);
        let mut transaction =
            Transaction::new(Timestamp(minute * 60_000), from.as_str().into(), to.as_str().into(), amount);
        (transaction.file, transaction.line) = (file, line as u32 + 1);
        builder.push(&transaction).unwrap();
    }
    TransactionGraph::new(Arc::new(builder.finish().unwrap()))
}
