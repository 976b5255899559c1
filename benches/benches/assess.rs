//! The indicators of the pack that comes with the library, by kind of rule, on a ledger that tells channels, places and
//! countries. Detection is done before; shapes search again with the parameters of their rules.
//!
//! And what follows on detection beside detection itself, on an export in AMLworld's format.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use quipu::assess::{evaluate, v1};
use quipu::case::group_with;
use quipu::detect::{Parameters, Pattern, Unwatched, run};
use quipu::dossier::Dossiers;
use quipu::export::alerts::{self, Assessed};
use quipu::export::manifest::Manifest;
use quipu::export::report::Report;
use quipu::export::{cases, findings};
use quipu::graph::TransactionGraph;
use quipu::simulate::OutputFormat;
use quipu::typology::{Pack, Rule};
use quipu_benches::{export, export_in, ledger, sizes};
use std::io::sink;
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

fn stages(criterion: &mut Criterion) {
    for rows in sizes() {
        let export = export(rows).expect("the simulator has room for this many rows");
        let graph = TransactionGraph::new(Arc::new(ledger(&export).expect("the simulator writes what is read")));
        let pack = Pack::built_in();
        let detection = run(&graph, &Parameters::default(), &Unwatched).expect("nobody cancels");
        let evaluation = evaluate(&graph, &pack, &detection, None, &Unwatched).expect("nobody cancels");
        let assessments = v1::assess(&graph, &pack, &evaluation, None);
        let assessed = Assessed { pack: &pack, evaluation: &evaluation, assessments: &assessments, false_alerts: 50 };
        let dossiers = Dossiers::new(&graph, &detection.rates, assessed);
        let grouped = group_with(&graph, &detection.findings, dossiers.flags(), None);
        let manifest = Manifest::of(&[], graph.ledger(), &detection);
        let report = Report {
            inputs: &[],
            graph: &graph,
            detection: &detection,
            cases: &grouped,
            manifest: &manifest,
            behind: None,
            alerts: Some(&dossiers),
        };
        let mut of = criterion.benchmark_group("stages");
        of.sample_size(10).throughput(Throughput::Elements(u64::from(rows)));
        of.bench_function(BenchmarkId::new("detect", rows), |bencher| {
            bencher.iter(|| run(&graph, &Parameters::default(), &Unwatched).expect("nobody cancels"));
        });
        of.bench_function(BenchmarkId::new("findings.ndjson", rows), |bencher| {
            bencher.iter(|| findings::write(&mut sink(), &graph, &detection.findings).expect("nothing fails"));
        });
        of.bench_function(BenchmarkId::new("evaluate", rows), |bencher| {
            bencher.iter(|| evaluate(&graph, &pack, &detection, None, &Unwatched).expect("nobody cancels"));
        });
        of.bench_function(BenchmarkId::new("assess", rows), |bencher| {
            bencher.iter(|| v1::assess(&graph, &pack, &evaluation, None));
        });
        of.bench_function(BenchmarkId::new("alerts.ndjson", rows), |bencher| {
            bencher.iter(|| alerts::write(&mut sink(), &graph, assessed).expect("nothing fails"));
        });
        of.bench_function(BenchmarkId::new("group", rows), |bencher| {
            bencher.iter(|| group_with(&graph, &detection.findings, dossiers.flags(), None));
        });
        of.bench_function(BenchmarkId::new("cases.json", rows), |bencher| {
            bencher.iter(|| {
                let told = Some(&dossiers as _);
                cases::write_told(&mut sink(), &graph, &detection.findings, &grouped, None, told)
                    .expect("nothing fails");
            });
        });
        of.bench_function(BenchmarkId::new("report.html", rows), |bencher| {
            bencher.iter(|| report.write(&mut sink()).expect("nothing fails"));
        });
        of.finish();
    }
}

criterion_group!(benches, assess, stages);
criterion_main!(benches);
