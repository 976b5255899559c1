//! Rules about payments between those whom a register tells of, against their definitions on small random ledgers.

mod registered;

use proptest::prelude::*;
use quipu::graph::TransactionGraph;
use quipu::model::{Row, Span};
use registered::assess;
use std::collections::BTreeSet;

/// (payer, receiver, day, amount, currency), as places in lists.
type Payment = (usize, usize, i64, i64, usize);

fn payments(accounts: usize, days: i64, amounts: std::ops::Range<i64>) -> impl Strategy<Value = Vec<Payment>> {
    prop::collection::vec((0..accounts, 0..accounts, 0..days, amounts, 0_usize..2), 1..14)
}

const SIDES: [&str; 5] = ["A1", "A2", "B1", "B2", "C1"];

fn names(graph: &TransactionGraph, row: Row) -> (String, String) {
    let ledger = graph.ledger();
    (ledger.accounts().name(ledger.from(row)).to_string(), ledger.accounts().name(ledger.to(row)).to_string())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn mirrors_are_those_of_the_definition(
        payments in payments(SIDES.len(), 5, 100..104), apart in 1_i64..4, within in 0_i64..3,
    ) {
        let mut text = "time,from_account,to_account,amount,currency,received_amount,received_currency\n\
            2025-01-01T00:00:00Z,X1,X2,1.00,USD,20.00,MXN\n".to_owned();
        for (from, to, day, amount, currency) in &payments {
            let (from, to, day) = (SIDES[*from], SIDES[*to], day + 1);
            let paid = [format!("{amount}.00,USD"), format!("{}.00,MXN", amount * 20)];
            let paid = &paid[*currency];
            text += &format!("2025-02-0{day}T00:00:00Z,{from},{to},{paid},{paid}\n");
        }
        let mut customers = "account,customer_id,name\n".to_owned();
        let mut owners = "company_id,company_name,company_type,owner_id,owner_name,owner_type,share\n".to_owned();
        for side in SIDES {
            let owner = &side[..1];
            customers += &format!("{side},{side},Firm {side}\n");
            owners += &format!("{side},Firm {side},company,{owner},Owner {owner},person,100%\n");
        }
        let rule = format!("mirror = {{ apart = \"{apart}%\", within = \"{within}d\" }}");
        let (graph, alerts) = assess(&text, &[("customers.csv", &customers), ("owners.csv", &owners)], &rule);
        let found: BTreeSet<(Row, Row)> =
            alerts.iter().map(|alert| (alert.transactions[0], alert.transactions[1])).collect();
        let ledger = graph.ledger();
        let units = |row: Row| {
            let paid = ledger.paid(row);
            if paid.currency.code() == "USD" { paid.units * 20 } else { paid.units }
        };
        let mirror = |one: Row, two: Row| {
            let ((a, b), (c, d)) = (names(&graph, one), names(&graph, two));
            let same = |one: &str, two: &str| one[..1] == two[..1];
            let (least, most) = (units(one).min(units(two)), units(one).max(units(two)));
            !same(&a, "X") && same(&a, &d) && same(&b, &c) && !same(&a, &b) && a != d && b != c
                && ledger.paid(one).currency != ledger.paid(two).currency
                && (ledger.time(two) - ledger.time(one)).0 <= within * Span::DAY.0
                && (most - least) * 100 <= apart * most
        };
        let mut taken: BTreeSet<Row> = BTreeSet::new();
        let mut expected = BTreeSet::new();
        for two in ledger.rows() {
            let first = ledger.rows().take_while(|one| *one < two).find(|one| !taken.contains(one) && mirror(*one, two));
            if let Some(one) = first {
                taken.extend([one, two]);
                expected.insert((one, two));
            }
        }
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn ways_of_public_money_are_those_of_the_definition(
        payments in payments(5, 12, 1..100), least in 1_usize..4, window in 0_i64..9, hops in 1_usize..4,
        within in 0_i64..6, share in 1_i64..90,
    ) {
        const ACCOUNTS: [&str; 5] = ["PUB", "CON", "FIR", "PEP", "OTH"];
        let mut text = "time,from_account,to_account,amount,currency\n2025-01-01T00:00:00Z,PEP,PUB,0.01,USD\n".to_owned();
        for (from, to, day, amount, currency) in &payments {
            // Half of all come from the public body.
            let from = if *currency == 0 { "PUB" } else { ACCOUNTS[*from] };
            text += &format!("2025-02-{:02}T00:00:00Z,{from},{},{amount}.00,USD\n", day + 1, ACCOUNTS[*to]);
        }
        let customers = "account,customer_id,name,customer_type,is_pep\nPUB,1,Ministry,government,\nCON,2,Con SA,company,\n\
            FIR,3,Fir SA,company,\nPEP,4,Ana Rojas,person,yes\nOTH,5,Bea Soto,person,no\n";
        let rule = format!(
            "public-money = {{ payments = {least}, window = \"{window}d\", hops = {hops}, within = \"{within}d\", share = \"{share}%\" }}"
        );
        let (graph, alerts) = assess(&text, &[("customers.csv", customers)], &rule);
        let ledger = graph.ledger();
        let found: BTreeSet<(String, i64, i64)> = alerts
            .iter()
            .map(|alert| {
                let measured = |place: usize| alert.conditions[place].measured.value();
                (ledger.accounts().name(alert.subject()[0]).to_string(), measured(0), measured(1))
            })
            .collect();
        let days = |one: Row, two: Row| (ledger.time(two) - ledger.time(one)).0 / Span::DAY.0;
        // Every way on from a payment, by going along all of them.
        fn shortest(
            graph: &TransactionGraph, at: Row, left: usize, follows: &dyn Fn(Row, Row) -> bool,
        ) -> Option<usize> {
            if left == 0 {
                return None;
            }
            let next = graph.ledger().rows().filter(|row| follows(at, *row));
            next.filter_map(|row| {
                if names(graph, row).1 == "PEP" { Some(1) } else { shortest(graph, row, left - 1, follows).map(|more| more + 1) }
            })
            .min()
        }
        let mut expected = BTreeSet::new();
        for contractor in ["CON", "FIR"] {
            let paid: Vec<Row> =
                ledger.rows().filter(|row| names(&graph, *row) == ("PUB".into(), contractor.into())).collect();
            let counts: BTreeSet<Row> = (paid.iter().copied())
                .filter(|row| {
                    paid.iter().any(|first| {
                        let inside: Vec<&Row> = paid.iter().filter(|o| (0..=window).contains(&days(*first, **o))).collect();
                        inside.len() >= least && inside.contains(&row)
                    })
                })
                .collect();
            let way = counts.iter().filter_map(|first| {
                let follows = |at: Row, row: Row| {
                    let gap = ledger.time(row).0 - ledger.time(at).0;
                    names(&graph, at).1 == names(&graph, row).0
                        && row != *first
                        && (0..=within * Span::DAY.0).contains(&gap)
                        && ledger.paid(row).units * 100 >= ledger.paid(*first).units * share
                };
                shortest(&graph, *first, hops, &follows)
            });
            if let Some(shortest) = way.min() {
                expected.insert((contractor.to_owned(), counts.len() as i64, shortest as i64));
            }
        }
        prop_assert_eq!(found, expected);
    }
}
