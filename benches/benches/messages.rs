//! Reading messages from memory: 50 MB of pacs.008, to the ledger and its parties.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use quipu::read::{ReadOptions, Reading};
use quipu_benches::{export, ledger, pacs_008};

fn messages(criterion: &mut Criterion) {
    let export = export(20_000).expect("the simulator has room for this many rows");
    let ledger = ledger(&export).expect("the simulator's own export is read");
    let text = pacs_008(&ledger, 50_000_000);
    let mut group = criterion.benchmark_group("messages");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("pacs.008", |bencher| {
        bencher.iter(|| {
            let mut reading = Reading::new(ReadOptions::default());
            reading.begin("payments.xml").expect("one input is not too many");
            reading.push(text.as_bytes()).expect("the text is well-formed");
            let report = reading.end().expect("its payments are read");
            assert_eq!(report.rejections(), 0);
            reading.finish_with_parties().expect("the ledger has room")
        });
    });
    group.finish();
}

criterion_group!(benches, messages);
criterion_main!(benches);
