#![no_main]
//! Mapping files, applied to a small table.

use libfuzzer_sys::fuzz_target;
use quipu::read::ReadOptions;
use quipu_fuzz::check;

const TABLE: &str = "a,b,c,d,e\n2025-03-01,A,B,1.50,USD\n05/06/2025,A,B,\"1.250,00\",EUR\n";

fuzz_target!(|mapping: &str| {
    check(TABLE.as_bytes(), 11, &ReadOptions { mapping: Some(mapping.to_owned()), ..ReadOptions::default() });
});
