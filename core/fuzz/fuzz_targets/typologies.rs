#![no_main]
//! Typology packs, evaluated on a small ledger.

use libfuzzer_sys::fuzz_target;
use quipu::assess::evaluate;
use quipu::detect::{Parameters, Pattern, Unwatched, run};
use quipu::export::alerts;
use quipu::graph::TransactionGraph;
use quipu::read::{ReadOptions, Reading};
use quipu::typology::{Language, Pack};
use std::sync::Arc;

const TABLE: &[u8] = b"time,from,to,amount,currency,channel,from_place,to_place,hs_code,unit_price\n\
2025-03-01T10:00:00-05:00,A,B,9500.00,USD,cash deposit,Ica,Lima,0901,3.00\n\
2025-03-02T10:00:00-05:00,A,B,9500.00,USD,cash,Puno,Lima,0901,3.10\n\
2025-03-03T23:00:00-05:00,B,C,18000.00,USD,wire,Lima,Ica,0901,9.00\n";

fuzz_target!(|text: &str| {
    let Ok(pack) = Pack::from_toml(text) else { return };
    for indicator in &pack.indicators {
        Language::ALL.iter().for_each(|language| drop(indicator.explain(*language)));
    }
    // What is searched for is detection's; its searches have their own bounds.
    if pack.indicators.len() > 60 {
        return;
    }
    let mut reading = Reading::new(ReadOptions::default());
    reading.begin("table").unwrap();
    reading.push(TABLE).unwrap();
    reading.end().unwrap();
    let graph = TransactionGraph::new(Arc::new(reading.finish().unwrap()));
    let parameters = Parameters { patterns: vec![Pattern::FanIn], ..Parameters::default() };
    let detection = run(&graph, &parameters, &Unwatched).unwrap();
    let evaluation = evaluate(&graph, &pack, &detection, None, &Unwatched).unwrap();
    alerts::write(&mut Vec::new(), &graph, &pack, &evaluation).unwrap();
});
