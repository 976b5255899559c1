//! Parties: loading a list of 20 MB; and for a simulated world, who owns whom, whose the accounts are, how near everyone is to a list, and
//! the search between owners beside that between accounts.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use quipu::detect::{self, Parameters, Unwatched};
use quipu::graph::distance::{DistanceOptions, Network};
use quipu::graph::{EntityGraph, TransactionGraph};
use quipu::joined::{self, AccountOwners, Reach};
use quipu::ownership::{self, Jurisdictions, Ownership};
use quipu::parties::screening::{ExactScreener, Screener};
use quipu_benches::{World, ledger, register, sanctions_list, sizes};
use std::sync::Arc;

const LIST: usize = 20 << 20;

fn parties(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parties");
    group.sample_size(10);
    let list = sanctions_list(if sizes().len() > 1 { LIST } else { 1 << 20 });
    group.throughput(Throughput::Bytes(list.len() as u64));
    group
        .bench_function("list", |bencher| bencher.iter(|| register(&[("sdn.csv", &list)]).expect("it is well formed")));
    for rows in sizes() {
        let world = World::of(rows).expect("the simulator has room for this many rows");
        let graph = TransactionGraph::new(Arc::new(ledger(&world.export).expect("the simulator writes what is read")));
        let entities = EntityGraph::new(Arc::new(world.register().expect("the simulator writes what is read")));
        let register = entities.register();
        let jurisdictions = Jurisdictions::built_in();
        let ownership = Ownership::new(register, ownership::Parameters::default(), &jurisdictions);
        let owners = AccountOwners::of(register, &ownership, graph.ledger());
        group.throughput(Throughput::Elements(u64::from(rows)));
        group.bench_function(BenchmarkId::new("ownership", rows), |bencher| {
            bencher.iter(|| Ownership::new(register, ownership::Parameters::default(), &jurisdictions));
        });
        group.bench_function(BenchmarkId::new("owners", rows), |bencher| {
            bencher.iter(|| AccountOwners::of(register, &ownership, graph.ledger()));
        });
        group.bench_function(BenchmarkId::new("distances", rows), |bencher| {
            let hits = ExactScreener.screen(register);
            let network = Network::with_payments(&entities, &graph);
            bencher.iter(|| Reach::of(&network, register, &hits, &DistanceOptions::default()).target_count());
        });
        let detection = detect::run(&graph, &Parameters::default(), &Unwatched).expect("nobody cancels");
        group.bench_function(BenchmarkId::new("accounts", rows), |bencher| {
            bencher.iter(|| detect::run(&graph, &Parameters::default(), &Unwatched).expect("nobody cancels"));
        });
        group.bench_function(BenchmarkId::new("between-owners", rows), |bencher| {
            bencher.iter(|| {
                let mut detection = detection.clone();
                joined::search(&owners, &graph, &mut detection, &Unwatched).expect("nobody cancels")
            });
        });
    }
    group.finish();
}

criterion_group!(benches, parties);
criterion_main!(benches);
