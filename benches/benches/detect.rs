//! Each detector alone with its defaults, merging and ranking included, on a ledger whose largest account has 3 % of all
//! payments, and on one where it has 10 %.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use quipu::detect::{Parameters, Pattern, Unwatched, run};
use quipu::graph::TransactionGraph;
use quipu_benches::{Payments, sizes};
use std::sync::Arc;

fn detect(criterion: &mut Criterion) {
    for (hub_percent, suffix) in [(3, ""), (10, "-large-hub")] {
        for rows in sizes() {
            let ledger = Payments::new(rows, hub_percent).ledger(rows).expect("a ledger holds this many rows");
            let graph = TransactionGraph::new(Arc::new(ledger));
            for pattern in Pattern::ALL {
                let parameters = Parameters { patterns: vec![pattern], ..Parameters::default() };
                let mut group = criterion.benchmark_group(format!("{pattern}{suffix}"));
                group.sample_size(10).throughput(Throughput::Elements(u64::from(rows)));
                group.bench_function(BenchmarkId::from_parameter(rows), |bencher| {
                    bencher.iter(|| run(&graph, &parameters, &Unwatched).expect("nobody cancels"));
                });
                group.finish();
            }
        }
    }
}

criterion_group!(benches, detect);
criterion_main!(benches);
