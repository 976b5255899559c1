#![no_main]
//! Lines of NDJSON behind a good one; the first byte is the size of chunks.

use libfuzzer_sys::fuzz_target;
use quipu::read::ReadOptions;
use quipu_fuzz::check;

const FIRST: &str =
    "{\"date\":\"2025-03-01\",\"payer\":{\"id\":\"A\"},\"payee\":\"B\",\"amount\":1.50,\"currency\":\"USD\"}\n";

fuzz_target!(|bytes: &[u8]| {
    let [chunk, lines @ ..] = bytes else { return };
    check(&[FIRST.as_bytes(), lines].concat(), usize::from(*chunk), &ReadOptions::default());
});
