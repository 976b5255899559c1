//! Findings put into cases, and the files that show them.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use quipu::case::group;
use quipu::detect::{Parameters, Unwatched, run};
use quipu::export::cases;
use quipu::export::manifest::Manifest;
use quipu::export::report::Report;
use quipu::graph::TransactionGraph;
use quipu_benches::{export, ledger, sizes};
use std::io::sink;
use std::sync::Arc;

fn in_cases(criterion: &mut Criterion) {
    for rows in sizes() {
        let export = export(rows).expect("the simulator has room for this many rows");
        let graph = TransactionGraph::new(Arc::new(ledger(&export).expect("the simulator writes what is read")));
        let detection = run(&graph, &Parameters::default(), &Unwatched).expect("nobody cancels");
        let grouped = group(&graph, &detection.findings);
        let manifest = Manifest::of(&[], graph.ledger(), &detection);
        let report = Report {
            inputs: &[],
            graph: &graph,
            detection: &detection,
            cases: &grouped,
            manifest: &manifest,
            behind: None,
            alerts: None,
        };
        let mut of = criterion.benchmark_group("cases");
        of.sample_size(10).throughput(Throughput::Elements(detection.findings.len() as u64));
        of.bench_function(BenchmarkId::new("group", rows), |bencher| {
            bencher.iter(|| group(&graph, &detection.findings));
        });
        of.bench_function(BenchmarkId::new("cases.json", rows), |bencher| {
            bencher.iter(|| cases::write(&mut sink(), &graph, &detection.findings, &grouped).expect("nothing fails"));
        });
        of.bench_function(BenchmarkId::new("report.html", rows), |bencher| {
            bencher.iter(|| report.write(&mut sink()).expect("nothing fails"));
        });
        of.finish();
    }
}

criterion_group!(benches, in_cases);
criterion_main!(benches);
