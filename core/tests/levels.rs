//! The search between owners against the plain search on a ledger that was written with one account an owner.

use proptest::prelude::*;
use quipu::detect::{Detection, Finding, Level, Parameters, Pattern, Unwatched, run, run_between};
use quipu::graph::{Contraction, TransactionGraph};
use quipu::ledger::{LedgerBuilder, Transaction};
use quipu::model::{AccountId, Amount, Currency, Row, Span, Timestamp};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Payer, receiver, amount; each a minute after the last.
type Payments = Vec<(u8, u8, i64)>;

fn graph(payments: &Payments, name: impl Fn(u8) -> String) -> TransactionGraph {
    let mut builder = LedgerBuilder::new();
    for (minute, (from, to, units)) in (0..).zip(payments) {
        let time = Timestamp(minute * Span::MINUTE.0);
        let (from, to) = (name(*from), name(*to));
        let paid = Amount::new(*units, Currency::NONE);
        builder.push(&Transaction::new(time, from.as_str().into(), to.as_str().into(), paid)).unwrap();
    }
    TransactionGraph::new(Arc::new(builder.finish().unwrap()))
}

/// Pattern and evidence: what a finding is, whatever accounts are called.
fn told(finding: &Finding) -> (Pattern, Vec<Row>) {
    (finding.pattern, finding.transactions.clone())
}

fn shared(one: &[Row], other: &[Row]) -> usize {
    one.iter().filter(|row| other.contains(row)).count()
}

proptest! {
    #[test]
    fn what_is_found_between_owners_is_what_a_ledger_of_owners_gives(
        payments in prop::collection::vec((0_u8..8, 0_u8..8, 95_i64..105), 1..40),
        owners in prop::array::uniform8(0_u8..5),
    ) {
        // None of these is a part of another.
        let patterns = vec![Pattern::FanIn, Pattern::TemporalCycle, Pattern::PassThrough];
        let mut parameters = Parameters { patterns, ..Parameters::default() };
        parameters.fan_in.counterparties = 2;
        let accounts = graph(&payments, |account| format!("A{account}"));
        let ledger = accounts.ledger();
        let owner = |account: AccountId| {
            let number = ledger.accounts().name(account).number[1..].parse::<usize>().unwrap();
            owners[number]
        };
        let keyed = ledger.accounts().ids().map(|account| (owner(account), account)).collect();
        let contraction = Contraction::of(ledger.accounts().len(), keyed);
        let alone: Detection = run(&accounts, &parameters, &Unwatched).unwrap();
        let mut detection = alone.clone();
        let summary = run_between(Level::Party, &contraction, &accounts, &mut detection, &Unwatched).unwrap();

        // The plain search, with the parameters that were resolved for the accounts.
        let plain = graph(&payments, |account| format!("O{}", owners[usize::from(account)]));
        let plain = run(&plain, &alone.parameters, &Unwatched).unwrap();
        let takes_together = |finding: &&Finding| {
            let ends: BTreeSet<AccountId> =
                finding.transactions.iter().flat_map(|row| [ledger.from(*row), ledger.to(*row)]).collect();
            let of: BTreeSet<u8> = ends.iter().map(|account| owner(*account)).collect();
            of.len() < ends.len()
        };
        let is_told = |finding: &&Finding| alone.findings.iter().any(|other| {
            other.pattern == finding.pattern
                && shared(&finding.transactions, &other.transactions) * 3 > finding.transactions.len() * 2
        });
        let (before, fresh): (Vec<&Finding>, Vec<&Finding>) =
            plain.findings.iter().filter(takes_together).partition(is_told);
        let expected: BTreeSet<_> = fresh.into_iter().map(told).collect();
        let found: BTreeSet<_> =
            detection.findings.iter().filter(|finding| finding.level == Level::Party).map(told).collect();
        prop_assert_eq!(&found, &expected);
        prop_assert_eq!((summary.findings, summary.told_before), (found.len() as u64, before.len() as u64));
        let own = payments.iter().filter(|(from, to, _)| {
            from != to && owners[usize::from(*from)] == owners[usize::from(*to)]
        });
        if summary.joined_accounts > 0 {
            prop_assert_eq!(summary.own_transfers, own.count() as u64);
        }
        // What accounts tell stays, and every finding between owners says which accounts it takes as one.
        let of_one = |one: &Vec<AccountId>| one.len() > 1 && one.iter().all(|account| owner(*account) == owner(one[0]));
        for finding in &detection.findings {
            let holds = match finding.level {
                Level::Account => alone.findings.iter().any(|other| told(other) == told(finding)),
                _ => !finding.joined.is_empty() && finding.joined.iter().all(of_one),
            };
            prop_assert!(holds, "{:?}", finding);
        }
        let of_accounts = detection.findings.iter().filter(|finding| finding.level == Level::Account).count();
        prop_assert_eq!(of_accounts, alone.findings.len());
    }
}
