//! The indicators of the pack that comes with the library, by kind of rule, on a ledger that tells channels, places and
//! countries. Detection is done before; shapes search again with the parameters of their rules.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use quipu::assess::evaluate;
use quipu::detect::{Parameters, Pattern, Unwatched, run};
use quipu::graph::TransactionGraph;
use quipu::simulate::OutputFormat;
use quipu::typology::{Pack, Rule};
use quipu_benches::{export_in, ledger, sizes};
use std::sync::Arc;

fn assess(criterion: &mut Criterion) {
    for rows in sizes() {
        let export = export_in(rows, OutputFormat::Quipu).expect("the simulator has room for this many rows");
        let graph = TransactionGraph::new(Arc::new(ledger(&export).expect("the simulator writes what is read")));
        let parameters = Parameters { patterns: vec![Pattern::FanIn], ..Parameters::default() };
        let detection = run(&graph, &parameters, &Unwatched).expect("nobody cancels");
        for (name, shapes) in [("series", false), ("shapes", true)] {
            let mut pack = Pack::built_in();
            let wanted = |rule: &Rule| matches!(rule, Rule::Shape(_)) == shapes;
            pack.indicators.retain(|indicator| indicator.rule.iter().all(wanted) && !indicator.rule.is_empty());
            let mut group = criterion.benchmark_group(name);
            group.sample_size(10).throughput(Throughput::Elements(u64::from(rows)));
            group.bench_function(BenchmarkId::from_parameter(rows), |bencher| {
                bencher.iter(|| evaluate(&graph, &pack, &detection, None, &Unwatched).expect("nobody cancels"));
            });
            group.finish();
        }
    }
}

criterion_group!(benches, assess);
criterion_main!(benches);
