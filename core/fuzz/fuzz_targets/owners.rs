#![no_main]
//! Rows of a table of owners under a known header, and who owns each company then.

use libfuzzer_sys::fuzz_target;
use quipu::read::parties::PartyOptions;
use quipu_fuzz::{check_owners, check_parties};

const HEADERS: [&str; 2] = [
    "company_id,company_type,owner_id,owner_type,share,interest_type,relationship,from,to\n",
    "source_id,target_id,relationship,share,address\n",
];

fuzz_target!(|bytes: &[u8]| {
    let [header, chunk, rows @ ..] = bytes else { return };
    let text = [HEADERS[usize::from(*header) % HEADERS.len()].as_bytes(), rows].concat();
    if let Some(register) = check_parties(&text, usize::from(*chunk), &PartyOptions::default()) {
        check_owners(&register);
    }
});
