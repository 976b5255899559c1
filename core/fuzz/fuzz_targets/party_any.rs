#![no_main]
//! Any bytes at all: what is a file of parties, and what is none.

use libfuzzer_sys::fuzz_target;
use quipu::read::parties::{PartyFormat, PartyOptions};
use quipu_fuzz::check_parties;

fuzz_target!(|bytes: &[u8]| {
    let options = PartyOptions::default();
    _ = PartyFormat::find(bytes, &options);
    check_parties(bytes, 37, &options);
});
