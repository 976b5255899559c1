//! Reading an export from memory: bytes in, the sorted and interned ledger out.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use quipu_benches::{export, ledger, sizes};

fn reading(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("reading");
    group.sample_size(10);
    for rows in sizes() {
        let export = export(rows).expect("the simulator has room for this many rows");
        group.throughput(Throughput::ElementsAndBytes { elements: u64::from(rows), bytes: export.len() as u64 });
        group.bench_function(BenchmarkId::from_parameter(rows), |bencher| bencher.iter(|| ledger(&export)));
    }
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
