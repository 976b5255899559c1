//! Building the transaction graph of a ledger.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use quipu::graph::TransactionGraph;
use quipu_benches::{export, ledger, sizes};
use std::sync::Arc;

fn graph(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("graph");
    group.sample_size(10);
    for rows in sizes() {
        let export = export(rows).expect("the simulator has room for this many rows");
        let ledger = Arc::new(ledger(&export).expect("the simulator writes what is read"));
        group.throughput(Throughput::Elements(u64::from(rows)));
        group.bench_function(BenchmarkId::from_parameter(rows), |bencher| {
            bencher.iter(|| TransactionGraph::new(Arc::clone(&ledger)));
        });
    }
    group.finish();
}

criterion_group!(benches, graph);
criterion_main!(benches);
