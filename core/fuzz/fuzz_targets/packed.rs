#![no_main]
//! Packed streams, whole and broken: the first byte says how many bytes of magic to put before the rest.

use libfuzzer_sys::fuzz_target;
use quipu::read::ReadOptions;
use quipu_fuzz::check;

const MAGIC: [&[u8]; 3] = [b"\x1F\x8B\x08\x00\x00\x00\x00\x00\x00\xFF", b"\x28\xB5\x2F\xFD", b""];

fuzz_target!(|bytes: &[u8]| {
    let [which, chunk, rest @ ..] = bytes else { return };
    let bytes = [MAGIC[usize::from(*which) % MAGIC.len()], rest].concat();
    check(&bytes, usize::from(*chunk), &ReadOptions::default());
});
