//! Each detector alone with its defaults, merging and ranking included, on a ledger whose largest account has 3 % of all
//! payments, and on one where it has 10 %.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use quipu::detect::{Parameters, Pattern, Unwatched, run};
use quipu::graph::TransactionGraph;
use quipu::ledger::Ledger;
use quipu_benches::{export, ledger, sizes, with_large_hub};
use std::sync::Arc;

fn detect(criterion: &mut Criterion) {
    for rows in sizes() {
        let export = export(rows).expect("the simulator has room for this many rows");
        let ledger = ledger(&export).expect("the simulator writes what is read");
        let large_hub = with_large_hub(&ledger).expect("as many rows as before");
        each_pattern(criterion, "", ledger);
        each_pattern(criterion, "-large-hub", large_hub);
    }
}

fn each_pattern(criterion: &mut Criterion, suffix: &str, ledger: Ledger) {
    let rows = ledger.len() as u64;
    let graph = TransactionGraph::new(Arc::new(ledger));
    for pattern in Pattern::ALL {
        let parameters = Parameters { patterns: vec![pattern], ..Parameters::default() };
        let mut group = criterion.benchmark_group(format!("{pattern}{suffix}"));
        group.sample_size(10).throughput(Throughput::Elements(rows));
        group.bench_function(BenchmarkId::from_parameter(rows), |bencher| {
            bencher.iter(|| run(&graph, &parameters, &Unwatched).expect("nobody cancels"));
        });
        group.finish();
    }
}

criterion_group!(benches, detect);
criterion_main!(benches);
