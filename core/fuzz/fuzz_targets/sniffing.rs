#![no_main]
//! Any bytes at all: encodings, headers, formats.

use libfuzzer_sys::fuzz_target;
use quipu::read::ReadOptions;
use quipu_fuzz::check;

fuzz_target!(|bytes: &[u8]| check(bytes, 37, &ReadOptions::default()));
