//! Building the transaction graph of a ledger.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use quipu::graph::TransactionGraph;
use quipu_benches::{Payments, sizes};
use std::sync::Arc;

fn graph(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("graph");
    group.sample_size(10);
    for rows in sizes() {
        let ledger = Arc::new(Payments::new(rows, 3).ledger(rows).expect("a ledger holds this many rows"));
        group.throughput(Throughput::Elements(u64::from(rows)));
        group.bench_function(BenchmarkId::from_parameter(rows), |bencher| {
            bencher.iter(|| TransactionGraph::new(Arc::clone(&ledger)));
        });
    }
    group.finish();
}

criterion_group!(benches, graph);
criterion_main!(benches);
