//! Prices, contracts and linked subjects against their definitions, on small random ledgers.

use proptest::prelude::*;
use quipu::assess::{Evaluation, evaluate};
use quipu::detect::{self, Parameters, Pattern, Unwatched};
use quipu::graph::TransactionGraph;
use quipu::ledger::{LedgerBuilder, TextField, Transaction};
use quipu::model::{AccountId, Amount, Currency, Row, Timestamp};
use quipu::typology::Pack;
use std::collections::BTreeSet;
use std::sync::Arc;

/// (payer, receiver, day, paid, code of the goods or contract, price or total), the last two 0 for none.
type Row6 = (u8, u8, i64, i64, u8, i64);

fn rows() -> impl Strategy<Value = Vec<Row6>> {
    prop::collection::vec((0_u8..5, 0_u8..5, 0_i64..70, 1_i64..60, 0_u8..3, 0_i64..40), 0..40)
}

fn graph(rows: &[Row6], code: TextField, number: TextField) -> TransactionGraph {
    let mut builder = LedgerBuilder::new();
    for (from, to, day, paid, of, figure) in rows {
        let (from, to) = (format!("A{from}"), format!("A{to}"));
        let (of, figure) = (format!("N-{of}"), format!("0.{figure:02}"));
        let amount = Amount::new(*paid, Currency::NONE);
        let time = Timestamp(day * 86_400_000);
        let mut transaction = Transaction::new(time, from.as_str().into(), to.as_str().into(), amount);
        if of != "N-0" {
            transaction = transaction.with(code, &of);
        }
        if figure != "0.00" {
            transaction = transaction.with(number, &figure);
        }
        builder.push(&transaction).unwrap();
    }
    TransactionGraph::new(Arc::new(builder.finish().unwrap()))
}

fn assess(graph: &TransactionGraph, rules: &str) -> Evaluation {
    let texts = "{ en = \"x\", es = \"x\", pt = \"x\", fr = \"x\" }";
    let mut text = format!(
        "[pack]\nid = \"x\"\nversion = 1\nas-of = \"2026-01-01\"\n[[source]]\nid = \"s\"\ntitle = \"s\"\npublisher = \"s\"\n\
         checked = \"read\"\n[[offence]]\nid = \"o\"\nshort = \"O\"\niccs = \"1\"\nchecked = \"read\"\nname = {texts}\n"
    );
    for (place, rule) in rules.lines().enumerate() {
        text += &format!(
            "[[indicator]]\nid = \"i{place}\"\noffences = [\"o\"]\nsource = \"s\"\nname = {texts}\n\
             explanation = {texts}\n[[indicator.rule]]\n{rule}\n"
        );
    }
    let pack = Pack::from_toml(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let parameters = Parameters { patterns: vec![Pattern::FanIn], ..Parameters::default() };
    let detection = detect::run(graph, &parameters, &Unwatched).unwrap();
    evaluate(graph, &pack, &detection, None, &Unwatched).unwrap()
}

fn figure(graph: &TransactionGraph, field: TextField, row: Row) -> Option<i64> {
    let text = graph.ledger().text(field, row)?;
    Some(Amount::parse(text, Currency::NONE).unwrap().0.units)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn prices_are_those_of_the_definition(rows in rows(), deviations in 1_u32..5, apart in 1_u32..150, least in 1_u32..6) {
        let graph = graph(&rows, TextField::HsCode, TextField::UnitPrice);
        let rule = format!("price = {{ deviations = {deviations}, apart = \"{apart}%\", prices = {least} }}");
        let found: BTreeSet<Row> =
            assess(&graph, &rule).alerts.iter().flat_map(|alert| alert.transactions.clone()).collect();
        let ledger = graph.ledger();
        let price = |row: Row| figure(&graph, TextField::UnitPrice, row).filter(|price| *price > 0);
        let month = |row: Row| { let date = ledger.time(row).civil(); (date.year(), date.month()) };
        let alike = |one: Row, two: Row| {
            ledger.text(TextField::HsCode, one) == ledger.text(TextField::HsCode, two) && month(one) == month(two)
        };
        let expected: BTreeSet<Row> = ledger
            .rows()
            .filter(|row| ledger.text(TextField::HsCode, *row).is_some() && price(*row).is_some())
            .filter(|row| {
                let mut prices: Vec<i64> =
                    ledger.rows().filter(|other| alike(*row, *other)).filter_map(price).collect();
                prices.sort_unstable();
                let middle = (prices.len() - 1) / 2;
                let median = prices[middle];
                let mut distances: Vec<i64> = prices.iter().map(|price| (price - median).abs()).collect();
                distances.sort_unstable();
                let own = (price(*row).unwrap() - median).abs();
                prices.len() >= least as usize
                    && own > distances[middle] * i64::from(deviations)
                    && own * 100 / median >= i64::from(apart)
            })
            .collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn contracts_are_those_of_the_definition(rows in rows(), over in 1_u32..300) {
        let graph = graph(&rows, TextField::Contract, TextField::ContractTotal);
        let found: BTreeSet<Vec<Row>> = assess(&graph, &format!("contract = {{ over = \"{over}%\" }}"))
            .alerts
            .iter()
            .map(|alert| alert.transactions.clone())
            .collect();
        let ledger = graph.ledger();
        let mut expected = BTreeSet::new();
        for contract in ["N-1", "N-2"] {
            let own: Vec<Row> =
                ledger.rows().filter(|row| ledger.text(TextField::Contract, *row) == Some(contract)).collect();
            let total = own.iter().filter_map(|row| figure(&graph, TextField::ContractTotal, *row)).max();
            let paid: i64 = own.iter().map(|row| ledger.paid(*row).units).sum();
            if total.is_some_and(|total| paid * 100 >= total * i64::from(100 + over)) {
                expected.insert(own);
            }
        }
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn linked_subjects_are_those_of_the_definition(rows in rows(), subjects in 1_u32..4, within in 0_i64..20) {
        let graph = graph(&rows, TextField::HsCode, TextField::UnitPrice);
        let rules = format!(
            "series = {{ direction = \"in\", window = \"5d\", rows = 2 }}\n\
             linked = {{ of = \"i0\", subjects = {subjects}, within = \"{within}d\" }}"
        );
        let evaluation = assess(&graph, &rules);
        let ledger = graph.ledger();
        let found: BTreeSet<(AccountId, BTreeSet<Row>)> = (evaluation.alerts.iter())
            .filter(|alert| alert.indicator == 1)
            .map(|alert| (alert.subject()[0], alert.transactions.iter().copied().collect()))
            .collect();
        let mut expected = BTreeSet::new();
        for receiver in ledger.accounts().ids() {
            let (mut payers, mut payments) = (BTreeSet::new(), BTreeSet::new());
            for alert in evaluation.alerts.iter().filter(|alert| alert.indicator == 0) {
                let payer = alert.subject()[0];
                let (first, last) = alert.period(ledger);
                for row in ledger.rows().filter(|row| (ledger.from(*row), ledger.to(*row)) == (payer, receiver)) {
                    let at = ledger.time(row);
                    let in_time = first <= at && at.0 <= last.0 + within * 86_400_000;
                    if payer != receiver && in_time && !alert.transactions.contains(&row) {
                        payers.insert(payer);
                        payments.insert(row);
                    }
                }
            }
            if payers.len() >= subjects as usize {
                expected.insert((receiver, payments));
            }
        }
        prop_assert_eq!(found, expected);
    }
}
